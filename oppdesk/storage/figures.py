"""Sums of a million opportunities in the time of some hundred: kept by the database with each change, and read here.

`pipeline_cell` counts opportunities and sums their values by status, sales cycle, stage, salesperson and month of
closing; `reached_cell` counts those that ever had an entry of a stage. Nobody and nothing are 0 in them.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, column, func, select, table

from oppdesk.domain.progress import MANY, tell_stage
from oppdesk.i18n import _
from oppdesk.storage import sqlite_figures
from oppdesk.storage.types import NO_DAY, Day, Id, Whole

CELL = table(
    "pipeline_cell",
    column("status", Whole()),
    column("sales_cycle", Id()),
    column("stage", Whole()),
    column("salesperson", Id()),
    column("month", Day()),
    column("count", Whole()),
    column("estimated", Whole()),
    column("current", Whole()),
)
REACHED = table(
    "reached_cell",
    column("sales_cycle", Id()),
    column("stage", Whole()),
    column("salesperson", Id()),
    column("count", Whole()),
)
Sums = tuple[int, int, int]
NOBODY = 0  # the key of a cell of those without cycle or salesperson
_DAY = timedelta(days=1)


def ensure(engine: Engine) -> None:
    """At the start: make the kept sums when they are missing or kept otherwise; one plain statement when not."""
    with engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        if sqlite_figures.is_defined(connection):
            return
        rows = connection.exec_driver_sql("SELECT count(*) FROM opportunity").scalar() or 0
    if rows >= MANY:
        tell_stage(_("Adding up the figures…"))
    with engine.begin() as connection:
        sqlite_figures.define(connection)


def mend(engine: Engine) -> bool:
    """Compare the kept sums with what they sum, and make wrong ones again; whether any was wrong.

    All rows are read: seconds at a million, and nobody else can write while wrong ones are made again.
    """
    with engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        if sqlite_figures.is_defined(connection) and sqlite_figures.is_right(connection):
            return False
    with engine.begin() as connection:
        sqlite_figures.define(connection)
    return True


def reached(connection: Connection, cycle: int, salespeople: Collection[int] | None) -> dict[int, int]:
    """How many opportunities ever had an entry of each stage of a cycle; of some salespeople or of all.

    Stages nobody has reached are left out, also those whose count an undo brought back to nothing.
    """
    found = (
        select(REACHED.c.stage, func.sum(REACHED.c.count))
        .where(REACHED.c.sales_cycle == cycle)
        .group_by(REACHED.c.stage)
        .having(func.sum(REACHED.c.count) > 0)
    )
    if salespeople is not None:
        found = found.where(REACHED.c.salesperson.in_(list(salespeople)))
    return {stage: int(count) for stage, count in connection.execute(found)}


def totals(
    connection: Connection,
    by: str,
    equal: Mapping[str, int],
    *,
    months: tuple[date | None, date | None] = (None, None),
    salespeople: Collection[int] | None = None,
) -> dict[int, Sums]:
    """Count, estimated and current value by one of the cell's keys, where others equal something.

    `months` are the first day of the first and the last day of the last month of closing; None is no bound.
    """
    cell, (first, last) = CELL.c, months
    found = select(cell[by], func.sum(cell.count), func.sum(cell.estimated), func.sum(cell.current)).group_by(
        cell[by]
    )
    for name, value in equal.items():
        found = found.where(cell[name] == value)
    if first is not None:
        found = found.where(cell.month >= first, cell.month != NO_DAY)
    if last is not None:
        found = found.where(cell.month <= last)
    if salespeople is not None:
        found = found.where(cell.salesperson.in_(list(salespeople)))
    return {
        int(key): (int(count), int(estimated), int(current))
        for key, count, estimated, current in connection.execute(found)
    }


def is_whole(first: date | None, last: date | None) -> bool:
    """Whether days bound a period of whole months, which cells can tell of."""
    ends = last is None or (last < NO_DAY and (last + _DAY).day == 1)
    return (first is None or first.day == 1) and ends
