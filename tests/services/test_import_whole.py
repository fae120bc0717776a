"""An import is one thing: all of it or nothing, undone in one step, whatever its size."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import FieldError, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.services.desk import Desk, open_desk
from oppdesk.services.importing import TARGETS
from oppdesk.storage.database import FILE_NAME
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.imports import brought, count, figures, planned, source_of

HEAD = "ID,Description,Customer,Rep,Stage,Since,Closed,Amount\n"
MANY = 20_000


def lines(many: int) -> Iterator[str]:
    """Deals of 500 customers and 20 salespeople, two thirds of them closed."""
    for number in range(many):
        stage = ("Talking", "Won", "Lost")[number % 3]
        closed = "" if stage == "Talking" else f"2026-02-{number % 28 + 1:02}"
        since = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        rep, customer = f"Rep {chr(65 + number % 20)}", f"Customer {number % 500}"
        yield f"D{number},Deal {number},{customer},{rep},{stage},{since},{closed},{number + 1}.50\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "many.csv"


def text(many: int) -> str:
    return HEAD + "".join(lines(many))


def test_twenty_thousand_rows_come_in_whole(desk: Desk, path: Path) -> None:
    news: list[Changes] = []
    end = desk.changes.subscribe(news.append)
    assert figures(brought(desk, path, "opportunities", text(MANY))) == (MANY, 0, 0, 0)
    end()
    assert len(news) == 1  # lists refresh once
    assert count(desk, "opportunity") == MANY
    assert count(desk, "contact") == 500
    assert count(desk, "salesperson") == 20
    assert desk.statistics.broken() == ()
    assert figures(brought(desk, path, "opportunities", text(MANY))) == (0, 0, MANY, 0)


def test_undo_takes_back_all_that_came_and_was_made_on_the_way(desk: Desk, path: Path) -> None:
    brought(desk, path, "opportunities", text(30))
    before = records.stored(desk, quiet=False)
    moved = (
        text(90)
        .replace("D3,Deal 3,", "D3,Deal three,")
        .replace("D0,Deal 0,Customer 0,", "D0,Deal 0,Moor Ltd,")
    )
    assert figures(brought(desk, path, "opportunities", moved)) == (60, 2, 28, 0)
    last = desk.history.last()
    assert last is not None
    assert "many.csv" in last.title
    desk.history.undo(last.operation)
    assert records.stored(desk, quiet=False) == before


def test_numbers_that_were_drawn_are_not_drawn_again_after_undo(desk: Desk, path: Path) -> None:
    brought(desk, path, "opportunities", text(3))
    before = {str(row["number"]) for row in desk.lists.page("opportunity", records.Query(), 0, 9)}
    desk.history.undo()
    brought(desk, path, "opportunities", text(3))
    assert not before & {str(row["number"]) for row in desk.lists.page("opportunity", records.Query(), 0, 9)}


def test_planning_writes_nothing(desk: Desk, path: Path) -> None:
    before, done = records.stored(desk), records.operations(desk)
    _source, plan = planned(desk, path, "opportunities", text(60))
    assert plan.rows == 60
    assert (records.stored(desk), records.operations(desk)) == (before, done)


@pytest.mark.parametrize("target", TARGETS)
def test_i08_cancelled_in_the_middle_nothing_stays(desk: Desk, path: Path, target: str) -> None:
    columns = {} if target == "opportunities" else {"name": "Description"}
    source, plan = planned(desk, path, target, text(2000), **columns)
    before, done = records.stored(desk), records.operations(desk)
    progress = Progress(lambda at, total: progress.cancel() if at > total / 2 else None)
    with pytest.raises(Cancelled):
        desk.importing.apply(source, plan, progress)
    assert (records.stored(desk), records.operations(desk)) == (before, done)
    assert figures(desk.importing.apply(source, plan)) == (2000, 0, 0, 0)


def test_planning_can_be_cancelled(desk: Desk, path: Path) -> None:
    path.write_text(text(3000), "utf-8")
    told: list[tuple[int, int]] = []
    progress = Progress(lambda at, total: (told.append((at, total)), at > total / 2 and progress.cancel()))
    with pytest.raises(Cancelled):
        desk.importing.plan(source_of(desk, path, "opportunities"), progress=progress)
    assert told[-1][0] < told[-1][1]


KILLED = """
import os, signal, sys
from pathlib import Path
from oppdesk.domain.progress import Progress
from oppdesk.services.desk import open_desk
from tests.services.imports import source_of
folder, file, share = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
desk = open_desk(folder, folder / "backups", Path("resources"), device=3)
source = source_of(desk, file, "opportunities")
plan = desk.importing.plan(source)
kill = Progress(lambda at, total: os.kill(os.getpid(), signal.SIGKILL) if at >= total * share else None)
desk.importing.apply(source, plan, kill)
"""


def schema(folder: Path) -> list[tuple[str, str]]:
    raw = dbapi2.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)
    found = raw.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    raw.close()
    return list(found)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_i08_killed_in_the_middle_nothing_stays(folder: Path, path: Path, share: float) -> None:
    path.write_text(text(1500), "utf-8")
    before = schema(folder)
    words = [sys.executable, "-c", KILLED, str(folder), str(path), str(share)]
    answer = subprocess.run(words, cwd=RESOURCES.parent, capture_output=True, text=True, check=False)
    assert answer.returncode == -signal.SIGKILL, answer.stderr
    assert schema(folder) == before  # indexes and triggers too, before a start could mend them
    desk = open_desk(folder, folder / "backups", RESOURCES, device=2)
    try:
        assert [count(desk, table) for table in ("opportunity", "contact", "salesperson")] == [0, 0, 0]
        assert count(desk, "sales_cycle") == 6
        assert figures(brought(desk, path, "opportunities", text(1500))) == (1500, 0, 0, 0)
    finally:
        desk.close()


def test_i02_an_unclosed_quote_brings_nothing(desk: Desk, path: Path) -> None:
    before = records.stored(desk)
    with pytest.raises(UserError, match="line 4"):
        brought(desk, path, "opportunities", text(2) + 'X,"open,,,,,,\n' + "".join(lines(3)))
    assert records.stored(desk) == before


def test_i04_names_of_fields_and_columns_that_do_not_exist_are_told(desk: Desk, path: Path) -> None:
    path.write_text(text(1), "utf-8")
    for columns, name in (({"colour": "ID"}, "colour"), ({"description": "Title"}, "description")):
        with pytest.raises(FieldError) as told:
            desk.importing.open("opportunities", path, columns)
        assert told.value.field == name
    with pytest.raises(UserError, match="salespeople"):
        desk.importing.open("deals", path)
