"""That the generator makes a sound database, and that the instruments and each benchmark run on a small one."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from oppdesk.domain.query import Query
from oppdesk.services.desk import open_desk
from tests.benchmarks.__main__ import BENCHMARKS
from tests.benchmarks.business import Size
from tests.benchmarks.diaries import OPEN
from tests.benchmarks.generator import RESOURCES, Made, make
from tests.benchmarks.goals import Row, table
from tests.benchmarks.measure import median, percentile

TODAY = date(2026, 3, 2)
SMALL = Size("small", 12, 48, 240, months=6)
QUICK = ("dashboard",)  # the others take longer than a test may


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of databases with a small one under the name of the smallest size."""
    folder = tmp_path_factory.mktemp("bench")
    made = make(folder / "2k", SMALL, 7, TODAY)
    assert made == Made(**json.loads((folder / "2k" / "made.json").read_text("ascii")))
    return folder


def test_the_generator_makes_a_sound_database(cache: Path) -> None:
    data = cache / "2k"
    desk = open_desk(data, data / "backups", RESOURCES, device=2, today=lambda: TODAY)
    try:
        assert desk.statistics.broken() == ()
        assert desk.lists.count("contact", Query()) == SMALL.companies + SMALL.persons
        assert desk.lists.count("opportunity", Query()) == SMALL.opportunities
        assert desk.history.last() is not None
        assert not desk.duplicates.is_behind()
    finally:
        desk.close()


def test_a_salesperson_has_as_many_open_tasks_as_a_person_can_have(cache: Path) -> None:
    data = cache / "2k"
    desk = open_desk(data, data / "backups", RESOURCES, device=2, today=lambda: TODAY)
    try:
        tasks = desk.lists.rows("task", desk.lists.ids("task", Query()))
        waiting = Counter(row["salesperson"] for row in tasks if not row["closed"])
        done = [row for row in tasks if row["closed"]]
        assert waiting
        assert max(waiting.values()) <= OPEN
        assert done
        assert all(row["closed_on"] <= TODAY and row["opportunity"] is not None for row in done)
        assert all(row["on"].weekday() < 5 for row in tasks if not row["closed"] and row["on"] >= TODAY)
    finally:
        desk.close()


def test_the_same_seed_gives_the_same_data(cache: Path, tmp_path: Path) -> None:
    make(tmp_path / "again", SMALL, 7, TODAY)
    assert _told(tmp_path / "again") == _told(cache / "2k")


def _told(data: Path) -> list[tuple[object, ...]]:
    desk = open_desk(data, data / "backups", RESOURCES, device=2, today=lambda: TODAY)
    try:
        rows = desk.lists.rows("opportunity", desk.lists.ids("opportunity", Query()))
        return sorted(
            (row["number"], row["description"], row["status"], row["estimated_value"]) for row in rows
        )
    finally:
        desk.close()


@pytest.mark.parametrize("name", QUICK)
def test_a_benchmark_runs(name: str, cache: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks",
        "--size",
        "2k",
        "--data",
        str(cache),
        "--rows",
        "--only",
    ]
    done = subprocess.run([*command, name], capture_output=True, text=True, check=False)
    rows = [Row(**json.loads(line[4:])) for line in done.stdout.splitlines() if line.startswith("row ")]
    assert done.returncode == 0, done.stderr
    assert rows
    assert all(row.figure >= 0 for row in rows)


def test_every_goal_has_its_benchmark() -> None:
    assert {
        "start",
        "open",
        "scroll",
        "search",
        "move",
        "import",
        "dashboard",
        "board",
        "memory",
        "folder",
    } <= set(BENCHMARKS)


def test_a_goal_is_met_by_the_figure_or_by_its_ratio_to_the_floor() -> None:
    assert Row("", 40, 50).is_met
    assert not Row("", 60, 50).is_met
    assert Row("", 300, 4.4, floor=80, by_ratio=True).is_met
    assert Row("", 1).is_met is None
    assert "x3.75" in table([Row("start", 300, 4.4, floor=80, by_ratio=True)])


def test_percentiles() -> None:
    assert median([3, 1, 2]) == 2
    assert percentile(range(100), 0.99) == 99
    assert percentile([], 0.5) == 0
