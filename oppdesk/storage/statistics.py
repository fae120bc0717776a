"""Counts and sums over the ledger, by the definitions of opportunities.md 10; amounts are exact integers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select

from oppdesk.domain.words import Action, ContactType, Status
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.types import NO_DAY

Element = ColumnElement[Any]
Sums = tuple[int, int, int]  # count, estimated value, calculated current value
OPEN, WON, LOST = 0, 1, 2
_e = ENTRY.c
_OUTCOME = case((_e.action == int(Action.WON), WON), (_e.action == int(Action.LOST), LOST), else_=OPEN)
_IS_OPEN = OPPORTUNITY.c.status == int(Status.IN_PROGRESS)
_SUMS = (
    func.count().label("count"),
    func.coalesce(func.sum(_e.estimated_value), 0),
    func.coalesce(func.sum(_e.current_value), 0),
)


_STANDING_SUMS = (
    func.count().label("count"),
    func.coalesce(func.sum(OPPORTUNITY.c.estimated_value), 0),
    func.coalesce(func.sum(OPPORTUNITY.c.current_value), 0),
)
ENTRIES, STANDINGS = ENTRY.c, OPPORTUNITY.c  # a standing is the checked copy of its active entry
Columns = Any


def closing_between(columns: Columns, first: date | None, last: date | None) -> list[Element]:
    """R-AGG-02: a date filter acts on the estimated closing date; None is no bound."""
    terms: list[Element] = []
    if first is not None:
        terms.append(and_(columns.closing_on >= first, columns.closing_on != NO_DAY))
    if last is not None:
        terms.append(columns.closing_on <= last)
    return terms


def narrowed(columns: Columns, name: str, low: int, high: int) -> Element:
    return columns[name].between(low, high)  # type: ignore[no-any-return]


def owned(columns: Columns, name: str, row: int) -> Element:
    return columns[name] == row  # type: ignore[no-any-return]


def among(columns: Columns, name: str, values: Iterable[int]) -> Element:
    return columns[name].in_(list(values))  # type: ignore[no-any-return]


def of_contact(connection: Connection, contact: int) -> list[Element]:
    """A company's are all with that company; a person's only its own among them."""
    row = connection.execute(
        select(CONTACT.c.type, CONTACT.c.company).where(CONTACT.c.id == contact)
    ).one_or_none()
    if row is None:
        return [_e.contact == contact]
    if row.type == ContactType.COMPANY:
        return [or_(_e.company == contact, _e.contact == contact)]
    return [_e.contact == contact, _e.company.is_not_distinct_from(row.company)]


def split(connection: Connection, terms: Sequence[Element]) -> dict[int, Sums]:
    """The active entries by outcome; an outcome without entries is left out."""
    found = connection.execute(
        select(_OUTCOME.label("outcome"), *_SUMS).where(_e.active, *terms).group_by("outcome")
    )
    return {outcome: (count, estimated, current) for outcome, count, estimated, current in found}


def cycles(connection: Connection, terms: Sequence[Element]) -> dict[int, Sums]:
    """Every cycle's open opportunities, by its id; from the standings, whose index holds all that is summed."""
    found = connection.execute(
        select(STANDINGS.sales_cycle, *_STANDING_SUMS)
        .where(STANDINGS.sales_cycle.is_not(None), _IS_OPEN, *terms)
        .group_by(STANDINGS.sales_cycle)
    )
    return {cycle: (count, estimated, current) for cycle, count, estimated, current in found}


def stages(connection: Connection, cycle: int, terms: Sequence[Element]) -> dict[int, Sums]:
    """The open opportunities of a cycle by stage number; closed ones stand at none."""
    found = connection.execute(
        select(STANDINGS.stage, *_STANDING_SUMS)
        .where(STANDINGS.sales_cycle == cycle, _IS_OPEN, *terms)
        .group_by(STANDINGS.stage)
    )
    return {stage: (count, estimated, current) for stage, count, estimated, current in found}


def days_by_stage(connection: Connection, cycle: int, terms: Sequence[Element]) -> dict[int, tuple[int, int]]:
    """Sum of days open and number of the superseded entries of each stage."""
    found = connection.execute(
        select(_e.stage, func.sum(_e.days_open), func.count())
        .where(~_e.active, _e.sales_cycle == cycle, *terms)
        .group_by(_e.stage)
    )
    return {stage: (days, count) for stage, days, count in found}


def closed_with(connection: Connection, close_code: int) -> int:
    """Entries, active or not, that carry the code."""
    return connection.execute(select(func.count()).where(_e.close_code == close_code)).scalar() or 0


def without_one_active_entry(connection: Connection) -> list[int]:
    """Opportunities whose status and ledger disagree: started ones have one active entry, others none at all."""
    active = exists().where(_e.opportunity == OPPORTUNITY.c.id, _e.active)
    entries = exists().where(_e.opportunity == OPPORTUNITY.c.id)
    is_new = OPPORTUNITY.c.status == int(Status.NOT_STARTED)
    return list(
        connection.execute(
            select(OPPORTUNITY.c.id).where(or_(and_(is_new, entries), and_(~is_new, ~active)))
        ).scalars()
    )


def stage_numbers(connection: Connection, cycle: int) -> list[int]:
    """The stages of a cycle in order."""
    stage = TABLES["sales_cycle_stage"].c
    return list(
        connection.execute(
            select(stage.stage).where(stage.sales_cycle == cycle).order_by(stage.stage)
        ).scalars()
    )
