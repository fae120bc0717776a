"""A program that dies at any moment keeps what it said was saved, and nothing half (R01, R04)."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oppdesk.domain.query import Query
from oppdesk.domain.words import Action
from oppdesk.services.desk import open_desk
from oppdesk.storage import database, opportunities, sqlite

RESOURCES = Path(__file__).parents[2] / "resources"
WRITER = Path(__file__).with_name("writer.py")
KILLS = 8


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    folder = tmp_path_factory.mktemp("started")
    desk = open_desk(folder, folder / "backups", RESOURCES, device=6)
    desk.samples.add()
    found = [row for row in desk.lists.page("opportunity", Query(), 0, 60) if row["status"] == 1]
    chosen = next(
        row["id"] for row in found if row["stage"] == 1 and desk.opportunities.situation(row["id"]).cycle
    )
    desk.close()
    return folder, chosen


@pytest.mark.parametrize("kill", range(KILLS))
def test_r01_killed_in_the_middle_nothing_acknowledged_is_lost(
    kill: int, started: tuple[Path, int], tmp_path: Path
) -> None:
    origin, opportunity = started
    folder = tmp_path / "data"
    shutil.copytree(origin, folder)
    command = [sys.executable, str(WRITER), str(folder), str(opportunity), str(RESOURCES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=WRITER.parents[2]) as process:
        assert process.stdout is not None
        promises = [process.stdout.readline()]  # it runs
        assert promises[0], "the writer never began"
        time.sleep(random.Random(kill).uniform(0.0, 0.4))
        process.kill()
        promises += process.stdout.readlines()
    value, step = next(line for line in reversed(promises) if line.endswith("\n")).split()

    engine = database.open_database(folder / database.FILE_NAME, folder / "backups")
    with sqlite.read_engine(engine).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert sqlite.sound_references(connection)
        assert opportunities.broken_standings(connection) == []
    engine.dispose()
    desk = open_desk(folder, folder / "backups", RESOURCES, device=8)
    kept = {(entry.estimated_value, entry.action) for entry in desk.opportunities.view(opportunity).entries}
    assert (int(value), Action[step]) in kept
    assert sum(entry.active for entry in desk.opportunities.view(opportunity).entries) == 1
    desk.close()
