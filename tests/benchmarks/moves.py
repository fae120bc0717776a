"""A move to the next stage: how long its commit takes, and how soon the list shows it."""

import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlcipher3 import dbapi2

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Status, Step
from oppdesk.services.desk import Desk
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.lists import list_of
from tests.benchmarks.measure import Lap, Paints, median, percentile, rest, until
from tests.benchmarks.program import Program, running

MOVES, SHOWN = 200, 40
FULL = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "wal_autocheckpoint=0",
    "foreign_keys=ON",
    "cache_size=-65536",
)


def moving(bed: Bed) -> Iterator[Row]:
    data = bed.to_write()
    sync = _fsync(data)
    raw = _raw_moves(data)
    with running(data) as program:
        desk = program.desk
        ready = ready_to_move(desk, MOVES + SHOWN)
        shown = ready[: min(SHOWN, len(ready) // 2)]
        took: list[float] = []
        for opportunity in ready[len(shown) :]:
            lap = Lap()
            desk.opportunities.step(opportunity, Step.NEXT)
            took.append(lap.own)
        typical = f"one fsync of the same disk: {sync:.2f} ms"
        yield Row(
            "move, commit, median without the fsync",
            median(took) - sync,
            5,
            raw,
            "raw, with fsync",
            note=typical,
        )
        yield Row("move, commit, p99", percentile(took, 0.99), 50, raw, "raw, median", note=f"of {len(took)}")
        yield _painted(program, shown)


def _painted(program: Program, ready: list[int]) -> Row:
    """By key, in a list of those; from the commit's news to the end of the frame that shows the new stage."""
    page, shown = program.window.page(), list_of(program)
    assert isinstance(page, OpportunitiesPage)
    page.show_filters((Filter("id", Op.AMONG, tuple(ready)),))
    until(lambda: shown.records.knows_all and shown.records.rowCount() == len(ready))
    rest(500)
    paints, lap, took, committed = Paints(shown.viewport()), Lap(), [], 0.0

    def news(changes: Changes) -> None:
        nonlocal committed
        if changes.kind == "opportunity.move":
            committed = time.perf_counter()
            lap.begin()

    end = program.desk.changes.subscribe(news)

    def stage_of(opportunity: int) -> object:
        return shown.records.row(shown.records.row_of(opportunity)).get("stage")

    def is_shown(opportunity: int, before: object) -> bool:
        return 0 < committed < paints.last and stage_of(opportunity) not in (None, before)

    for opportunity in ready:
        shown.select([opportunity])
        shown.setFocus()
        rest(100)
        before = stage_of(opportunity)
        committed = 0.0
        QTest.keyClick(shown, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        until(partial(is_shown, opportunity, before), 10)
        took.append(lap.own)
        rest(60)
    end()
    note = f"median of {len(took)}; p95 {percentile(took, 0.95):.0f} ms"
    return Row("move, painted after the commit", median(took), 16, note=note)


def ready_to_move(desk: Desk, count: int) -> list[int]:
    """Some opportunities whose next stage asks for nothing."""
    underway = desk.lists.ids("opportunity", Query((Filter("status", Op.IS, int(Status.IN_PROGRESS)),)))
    found: list[int] = []
    for opportunity in Random(2).sample(underway.tolist(), len(underway)):
        now = desk.opportunities.situation(opportunity)
        stage = now.offers[Step.NEXT].default if now.offers else None
        if stage is not None and not stage.quote_required:
            found.append(opportunity)
        if len(found) == count:
            break
    return found


def _fsync(folder: Path) -> float:
    """Milliseconds that this disk takes to keep a commit's pages."""
    took = []
    with (folder / "fsync").open("wb") as file:
        for _each in range(60):
            file.write(b"x" * 32_768)
            file.flush()
            lap = Lap()
            os.fsync(file.fileno())
            took.append(lap.own)
    return median(took)


def _raw_moves(data: Path) -> float:
    """The bare driver's: the entry, the opportunity, the journal's rows, one commit with its fsync."""
    raw = dbapi2.connect(str(data / "oppdesk.db"), isolation_level=None)
    for pragma in FULL:
        raw.execute(f"PRAGMA {pragma}")
    ids = [row[0] for row in raw.execute("SELECT id FROM opportunity WHERE status = 1 LIMIT 100").fetchall()]
    took = []
    for number, opportunity in enumerate(ids):
        lap = Lap()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "UPDATE opportunity SET chances = chances, version = version + 1 WHERE id = ?", (opportunity,)
        )
        raw.execute(
            "UPDATE opportunity_entry SET days_open = days_open WHERE opportunity = ? AND active = 1",
            (opportunity,),
        )
        raw.execute(
            "INSERT INTO operation (id, at, author, device, kind, title) VALUES (?, 0, '', 0, 'raw', '')",
            (number + 1,),
        )
        raw.execute('INSERT INTO "change" VALUES (?, 2, ?, 2, NULL, NULL)', (number + 1, opportunity))
        raw.execute("COMMIT")
        took.append(lap.own)
    raw.execute('DELETE FROM "change" WHERE operation <= 100')
    raw.execute("DELETE FROM operation WHERE id <= 100")
    raw.close()
    return median(took)
