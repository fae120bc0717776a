"""What hangs on a sales cycle and its stages by code and number: open opportunities, the ledger, comments."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select

from oppdesk.domain.words import Status
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY
from oppdesk.storage.setup import change_many
from oppdesk.storage.unit_of_work import Work

_OPEN = (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))


def count(connection: Connection, cycle: int, *, is_open: bool) -> int:
    """How many opportunities of a cycle are open (Not Started included), or closed."""
    status = OPPORTUNITY.c.status
    return (
        connection.execute(
            select(func.count()).where(
                OPPORTUNITY.c.sales_cycle == cycle, status.in_(_OPEN) if is_open else status.not_in(_OPEN)
            )
        ).scalar()
        or 0
    )


def standing_at(connection: Connection, cycle: int, stage: int) -> list[Any]:
    """The opportunities in progress at a stage: id, number, description."""
    return list(
        connection.execute(
            select(OPPORTUNITY.c.id, OPPORTUNITY.c.number, OPPORTUNITY.c.description)
            .where(
                OPPORTUNITY.c.sales_cycle == cycle,
                OPPORTUNITY.c.stage == stage,
                OPPORTUNITY.c.status == int(Status.IN_PROGRESS),
            )
            .order_by(OPPORTUNITY.c.id)
        )
    )


def keep_code(work: Work, cycle: int, code: str) -> None:
    """Opportunities and entries of a cycle that goes keep its code, to stay readable (R-DEL-04)."""
    for table in (OPPORTUNITY, ENTRY):
        ids = work.connection.execute(select(table.c.id).where(table.c.sales_cycle == cycle)).scalars()
        change_many(
            work, table.name, {each: {"former_cycle": code, "sales_cycle": None} for each in ids.all()}
        )


def follow_numbers(work: Work, cycle: int, numbers: Mapping[int, int]) -> None:
    """Opportunities and the whole ledger follow their stages to new numbers: a rename, not a move."""
    _follow(work, OPPORTUNITY, ("stage",), cycle, numbers)
    _follow(work, ENTRY, ("stage", "previous_stage"), cycle, numbers)


def _follow(
    work: Work, table: Table, columns: tuple[str, ...], cycle: int, numbers: Mapping[int, int]
) -> None:
    found = work.connection.execute(
        select(table.c.id, *[table.c[name] for name in columns]).where(
            table.c.sales_cycle == cycle, or_(*[table.c[name].in_(list(numbers)) for name in columns])
        )
    )
    change_many(
        work,
        table.name,
        {
            each.id: {name: numbers.get(getattr(each, name), getattr(each, name)) for name in columns}
            for each in found.all()
        },
    )
