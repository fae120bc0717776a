"""Sums of a million opportunities in the time of some hundred: kept by the database with each change, and read here.

`pipeline_cell` counts opportunities and sums their values by status, sales cycle, stage, salesperson and month of
closing; `reached_cell` counts those that ever had an entry of a stage. Nobody and nothing are 0 in them.
"""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, column, func, select, table

from oppdesk.domain.words import Status
from oppdesk.storage import sqlite_figures
from oppdesk.storage.types import Day, Id, Whole

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


def ensure(engine: Engine) -> None:
    """At the start: make the kept sums when they are missing or kept otherwise; one plain statement when not."""
    with engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        if sqlite_figures.is_defined(connection):
            return
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
    """How many opportunities ever had an entry of each stage of a cycle; of some salespeople or of all."""
    found = (
        select(REACHED.c.stage, func.sum(REACHED.c.count))
        .where(REACHED.c.sales_cycle == cycle)
        .group_by(REACHED.c.stage)
    )
    if salespeople is not None:
        found = found.where(REACHED.c.salesperson.in_(list(salespeople)))
    return {stage: int(count) for stage, count in connection.execute(found)}


def standing(connection: Connection, cycle: int, salespeople: Collection[int] | None) -> dict[int, Sums]:
    """The open opportunities of a cycle by the stage they stand at: count, estimated, current value."""
    cell = CELL.c
    found = (
        select(cell.stage, func.sum(cell.count), func.sum(cell.estimated), func.sum(cell.current))
        .where(cell.status == int(Status.IN_PROGRESS), cell.sales_cycle == cycle)
        .group_by(cell.stage)
    )
    if salespeople is not None:
        found = found.where(cell.salesperson.in_(list(salespeople)))
    return {
        stage: (int(count), int(estimated), int(current))
        for stage, count, estimated, current in connection.execute(found)
    }
