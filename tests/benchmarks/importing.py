"""Imports of 100,000 rows, checked and journaled, while somebody goes on working in the window."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlcipher3 import dbapi2

from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.services.importing import Result
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.lists import list_of
from tests.benchmarks.measure import Heartbeat, Lap, percentile, rest, timed, until
from tests.benchmarks.program import Program, day_of, running
from tests.benchmarks.words import LANDS

ROWS = 100_000
GOALS = {"contacts": 3.0, "opportunities": 10.0}  # seconds


def importing(bed: Bed) -> Iterator[Row]:
    data = bed.to_write()
    count = min(ROWS, 50 * _size(data))
    files = {
        "contacts": _contacts(bed.scratch / "contacts.csv", count),
        "opportunities": _opportunities(bed.scratch / "opportunities.csv", count, data),
    }
    floors = {target: _floor(data, target, count) for target in files}
    with running(data) as program:
        for target, path in files.items():
            yield from _imported(program, target, path, count, floors[target])
        yield _cancelled(program, files["opportunities"])


def _imported(program: Program, target: str, path: Path, count: int, floor: float) -> Iterator[Row]:
    found: list[Result] = []
    beat, lap = Heartbeat(), Lap()
    beat.start()
    _begin(program, target, path, found)
    bar = list_of(program).verticalScrollBar()
    while not found:  # meanwhile somebody leafs through the list
        bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
        rest(40)
        if lap.wall > 600_000:
            raise TimeoutError
    seconds = lap.wall / 1000
    beat.stop()
    note = f"{found[0].added} added, {found[0].refused} refused; wall clock"
    goal = GOALS[target] * count / ROWS
    yield Row(f"import {count:,} {target}", seconds, goal, floor, "raw insert", unit="s", note=note)
    gaps = beat.beats
    note = f"p99 of {len(gaps)} beats while paging; longest {max(gaps):.0f} ms"
    yield Row(
        f"import {target}: gap of the windows' thread", percentile(gaps, 0.99), 20, 5, "the timer", note=note
    )


def _cancelled(program: Program, path: Path) -> Row:
    """Cancelled in the middle: how long until it has ended, with nothing written."""
    before = program.desk.lists.count("opportunity", Query())
    found: list[Result] = []
    jobs, told = program.helpers.jobs, []
    jobs.progressed.connect(lambda _title, done, total: told.append(done / max(1, total)))
    _begin(program, "opportunities", path, found)
    until(lambda: bool(told) and told[-1] > 0.2, 300)
    lap = Lap()
    jobs.cancel()
    until(lambda: not jobs.is_busy, 300)
    took = lap.wall
    kept = program.desk.lists.count("opportunity", Query()) == before and not found
    note = "nothing was written" if kept else "**something was written, or it went on**"
    return Row("import cancelled, until it has ended", took, 1000, note=note)


def _begin(program: Program, target: str, path: Path, found: list[Result]) -> None:
    service = program.desk.importing

    def work(progress: Progress) -> Result:
        source = service.open(target, path)
        return service.apply(source, service.plan(source, progress=progress), progress)

    program.helpers.jobs.run("Import", work, found.append)


def _size(data: Path) -> int:
    raw = dbapi2.connect(f"file:{data / 'oppdesk.db'}?mode=ro", uri=True)
    found = int(raw.execute("SELECT count(*) FROM contact").fetchone()[0])
    raw.close()
    return found


def _contacts(path: Path, count: int) -> Path:
    rng = Random(5)
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(
            ("External No.", "Type", "Name", "Address", "Post code", "City", "Country", "Phone No.", "E-mail")
        )
        for number in range(count):
            land = rng.choice(LANDS)
            address, code, city = land.place(rng)
            name = land.name_of_firm(rng)
            phone, mail = f"{land.dial}{rng.randint(1000, 9999)}", f"n{number}@import.example"
            write.writerow(
                (f"EXT{number:07}", "Company", name, address, code, city, land.country, phone, mail)
            )
    return path


def _opportunities(path: Path, count: int, data: Path) -> Path:
    """Of contacts that are there, in a cycle that is there; some closed."""
    rng, today = Random(6), day_of(data)
    stages = ("Initial", "Qualification", "Presentation", "Proposal", "Sign contract", "Won", "Lost", "Lost")
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(
            (
                "External No.",
                "Description",
                "Contact",
                "Sales cycle",
                "Stage",
                "Created on",
                "Estimated closing date",
                "Estimated value",
            )
        )
        for number in range(count):
            begun: date = today - timedelta(days=rng.randint(1, 700))
            ends = begun + timedelta(days=rng.randint(10, 300))
            write.writerow(
                (
                    f"OLD{number:07}",
                    rng.choice(LANDS).name_of_deal(rng),
                    f"CT{rng.randint(1, 400):06}",
                    "NEW",
                    rng.choice(stages),
                    begun.isoformat(),
                    ends.isoformat(),
                    f"{rng.randint(500, 90_000)}.00",
                )
            )
    return path


def _floor(data: Path, target: str, count: int) -> float:
    """Seconds in which the bare driver copies as many rows into the same table, indexes and triggers included."""
    tables = {"contacts": ("contact",), "opportunities": ("opportunity", "opportunity_entry")}[target]
    raw = dbapi2.connect(str(data / "oppdesk.db"), isolation_level=None)
    raw.execute("PRAGMA cache_size=-262144")
    raw.execute("BEGIN")
    took = 0.0
    for table in tables:
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})").fetchall()]
        rows = raw.execute(f"SELECT {', '.join(columns)} FROM {table} LIMIT {count}").fetchall()
        changed = [_another(dict(zip(columns, row, strict=True)), number) for number, row in enumerate(rows)]
        marks = ", ".join(f":{name}" for name in columns)
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        took += timed(lambda sql=sql, changed=changed: raw.executemany(sql, changed)) / 1000
    raw.execute("ROLLBACK")
    raw.close()
    return took


def _another(row: dict[str, object], number: int) -> dict[str, object]:
    """The same under another key."""
    row["id"] = (1 << 62) + number
    if "number" in row:
        row |= {"number": f"RAW{number:07}", "external_number": ""}
    if "quote" in row:
        row["quote"] = None
    if "active" in row:
        row["active"] = 0
    return row
