"""What the start page counts and ranks, each as one question that an index answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    select,
    true,
    type_coerce,
    union,
)

from oppdesk.domain.query import Filter, Query
from oppdesk.domain.words import Status, TaskType
from oppdesk.storage import figures, listing, lists
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.expressions import unindexed
from oppdesk.storage.figures import CELL
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, TASK
from oppdesk.storage.types import NO_CLOCK, Whole

Element = ColumnElement[Any]
People = Sequence[int] | None  # ids of salespeople; None is everybody
_o, _t = OPPORTUNITY.c, TASK.c
Sums = tuple[int, int, int]  # count, estimated value, current value
OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)
CLOSED = (Status.WON, Status.LOST)
RARE = 2_000  # opportunities: so few are sorted faster than they are met in the index of the values
_NO_TASK, _PASSED, _STALE = 4, 2, 1  # what asks for a next step, as bits
EVER = (date.min, date.max)


def _of(people: People, column: Element) -> Element:
    return true() if people is None else column.in_(list(people))


# -- who ------------------------------------------------------------------------------------------------------


def teams_of(connection: Connection, salesperson: int) -> tuple[int, ...]:
    member = TABLES["team_salesperson"].c
    found = connection.execute(select(member.team).where(member.salesperson == salesperson))
    return tuple(found.scalars())


def members_of(connection: Connection, teams: Sequence[int]) -> tuple[int, ...]:
    member = TABLES["team_salesperson"].c
    found = connection.execute(select(member.salesperson).where(member.team.in_(list(teams))).distinct())
    return tuple(sorted(found.scalars()))


# -- counts and sums ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the kept sums say in one pass: all that is open or closed, and by month of closing what is in progress."""

    open: Sums
    closed: Sums
    before: Sums  # in progress, to be closed in an earlier month
    month: Sums  # in progress, to be closed in this month


def pipeline(connection: Connection, people: People, month: date) -> Pipeline:
    """`month` is the first day of the present one."""
    cell = CELL.c
    when = case((cell.month < month, _BEFORE), (cell.month == month, _NOW), else_=_AFTER)
    found = connection.execute(
        select(
            cell.status,
            when.label("part"),
            *[func.sum(each) for each in (cell.count, cell.estimated, cell.current)],
        )
        .where(_of(people, cell.salesperson))
        .group_by(cell.status, "part")
    )
    rows = [
        (status, part, (int(count), int(value), int(current)))
        for status, part, count, value, current in found
    ]

    def added(statuses: Sequence[Status], *parts: int) -> Sums:
        chosen = [sums for status, part, sums in rows if status in statuses and part in parts]
        return (
            sum(each[0] for each in chosen),
            sum(each[1] for each in chosen),
            sum(each[2] for each in chosen),
        )

    running = (Status.IN_PROGRESS,)
    return Pipeline(
        open=added(OPEN, _BEFORE, _NOW, _AFTER),
        closed=added(CLOSED, _BEFORE, _NOW, _AFTER),
        before=added(running, _BEFORE),
        month=added(running, _NOW),
    )


_BEFORE, _NOW, _AFTER = -1, 0, 1


def between(
    connection: Connection, people: People, status: Status, column: str, days: tuple[date, date]
) -> Sums:
    """Count, estimated and current value of those with a day within bounds: few rows, found by the index of the day."""
    own = _o.status if column == "closing_on" else unindexed(_o.status)
    count, value, current = connection.execute(
        select(
            func.count(),
            func.coalesce(func.sum(_o.estimated_value), 0),
            func.coalesce(func.sum(_o.current_value), 0),
        ).where(own == int(status), _o[column].between(*days), _of(people, unindexed(_o.salesperson)))
    ).one()
    return count, value, current


def count(connection: Connection, name: str, filters: Sequence[Filter]) -> int:
    return listing.count(connection, lists.listing(name), Query(tuple(filters)))


def rows(connection: Connection, name: str, keys: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of a list, in the order of the keys."""
    return listing.rows(connection, lists.listing(name), keys)


def dearest(connection: Connection, people: People, limit: int) -> list[int]:
    """The not closed opportunities with the highest estimated value (8.20)."""
    statuses = [int(each) for each in OPEN]
    kept = figures.totals(connection, "status", {}, salespeople=people)
    is_common = sum(kept[each][0] for each in statuses if each in kept) > RARE
    status, owner = (
        (unindexed(_o.status), unindexed(_o.salesperson)) if is_common else (_o.status, _o.salesperson)
    )
    found = (
        select(_o.id)
        .where(status.in_(statuses), _of(people, owner))
        .order_by(_o.estimated_value.desc(), _o.id.desc())
        .limit(limit)
    )
    return list(connection.execute(found).scalars())


# -- tasks ----------------------------------------------------------------------------------------------------


def open_tasks(
    people: People, teams: Sequence[int], days: tuple[date, date], *columns: Element
) -> Select[Any]:
    """Open tasks of some days: one's own, those of one's teams, meetings at whose table one sits (7.2).

    A cancelled task is closed too (R-TSK-03), so that the index alone tells which are open.
    """
    waits = and_(~_t.closed, _t.on.between(*days))
    if people is None:
        return select(*columns).where(waits)
    seats = select(ATTENDEE.c.task).where(_of(people, ATTENDEE.c.salesperson))
    parts = [
        select(*columns).where(_of(people, _t.salesperson), waits),
        select(*columns).where(_t.id.in_(seats), waits),
    ]
    if teams:
        parts.append(select(*columns).where(_t.salesperson.is_(None), _t.team.in_(list(teams)), waits))
    own = union(*parts).subquery()
    return select(*own.c)


def task_counts(
    connection: Connection, people: People, teams: Sequence[int], bounds: Sequence[tuple[date, date]]
) -> list[int]:
    """How many open tasks lie within each stretch of days."""
    every = min(first for first, _until in bounds), max(until for _first, until in bounds)
    own = open_tasks(people, teams, every, _t.id, _t.on).subquery()
    parts = [func.sum(case((own.c.on.between(first, until), 1), else_=0)) for first, until in bounds]
    return [int(number or 0) for number in connection.execute(select(*parts)).one()]


def calls(connection: Connection, people: People, teams: Sequence[int]) -> int:
    """Open phone calls, whenever they are due: an index tells what is open, which is little of what ever was."""
    own = open_tasks(people, teams, EVER, _t.id, _t.type).subquery()
    wanted = select(func.count()).select_from(own).where(own.c.type == int(TaskType.CALL))
    return connection.execute(wanted).scalar() or 0


def meetings(connection: Connection, people: People, teams: Sequence[int], days: tuple[date, date]) -> int:
    """Open meetings of some days."""
    own = open_tasks(people, teams, days, _t.id, _t.type).subquery()
    wanted = select(func.count()).select_from(own).where(own.c.type == int(TaskType.MEETING))
    return connection.execute(wanted).scalar() or 0


def task_ids(
    connection: Connection,
    people: People,
    teams: Sequence[int],
    days: tuple[date, date],
    limit: int,
    *,
    kind: TaskType | None = None,
) -> list[int]:
    """Open tasks of these days, the oldest first; of a day by their time, then the pressing ones first."""
    if kind is None:
        days = days[0], _last_day(connection, people, teams, days, limit)
    own = open_tasks(people, teams, days, _t.id, _t.on, _t.start_time, _t.priority, _t.type).subquery()
    found = select(own.c.id)
    if kind is not None:
        found = found.where(own.c.type == int(kind))
    begins = type_coerce(own.c.start_time, Whole())
    any_time = case((begins == NO_CLOCK, 1), else_=0)
    order = (own.c.on, any_time, begins, own.c.priority.desc(), own.c.id)
    return list(connection.execute(found.order_by(*order).limit(limit)).scalars())


def _last_day(
    connection: Connection, people: People, teams: Sequence[int], days: tuple[date, date], limit: int
) -> date:
    """The day on which so many tasks are reached: only those up to it need be looked at whole."""
    own = open_tasks(people, teams, days, _t.id, _t.on).subquery()
    found = connection.execute(select(own.c.on).order_by(own.c.on).offset(limit - 1).limit(1)).scalar()
    return found or days[1]


def names_of_contacts(connection: Connection, contacts: Sequence[int]) -> dict[int, str]:
    found = connection.execute(select(CONTACT.c.id, CONTACT.c.name).where(CONTACT.c.id.in_(list(contacts))))
    return {each.id: each.name for each in found}


# -- what needs a next step -----------------------------------------------------------------------------------


def needing(
    connection: Connection, people: People, today: date, stale_until: date, limit: int
) -> tuple[int, list[tuple[int, int]]]:
    """How many opportunities in progress ask for a next step, and the most pressing with their reasons as bits:
    more reasons first, then the greater value."""
    waits = exists().where(_t.opportunity == _o.id, ~_t.closed)
    asked = (
        select(
            _o.id,
            _o.estimated_value,
            case((waits, 0), else_=_NO_TASK).label("no_task"),
            case((_o.closing_on < today, _PASSED), else_=0).label("passed"),
            case((_o.stage_since <= stale_until, _STALE), else_=0).label("stale"),
        )
        .where(_o.status == int(Status.IN_PROGRESS), _of(people, _o.salesperson))
        .offset(
            0
        )  # a fence: the database would look for the tasks once to choose a row and once more to show it
        .subquery()
    ).c
    reasons = asked.no_task + asked.passed + asked.stale
    pressing = (
        case((asked.no_task > 0, 1), else_=0)
        + case((asked.passed > 0, 1), else_=0)
        + case((asked.stale > 0, 1), else_=0)
    )
    found = connection.execute(
        select(asked.id, reasons, func.count().over())
        .where(reasons > 0)
        .order_by(pressing.desc(), reasons.desc(), asked.estimated_value.desc(), asked.id)
        .limit(limit)
    ).all()
    return (found[0][2] if found else 0), [(row, bits) for row, bits, _every in found]


def reasons(bits: int) -> tuple[bool, bool, bool]:
    """No open task, closing date passed, too long in its stage."""
    return bool(bits & _NO_TASK), bool(bits & _PASSED), bool(bits & _STALE)


# -- charts ---------------------------------------------------------------------------------------------------


def cycles(connection: Connection) -> list[tuple[int, str, str]]:
    """Id, code and description of every sales cycle, by code."""
    table = TABLES["sales_cycle"].c
    found = connection.execute(select(table.id, table.code, table.description).order_by(table.code))
    return [tuple(row) for row in found]


def stage_names(connection: Connection, cycle: int) -> list[tuple[int, str]]:
    table = TABLES["sales_cycle_stage"].c
    found = connection.execute(
        select(table.stage, table.description).where(table.sales_cycle == cycle).order_by(table.stage)
    )
    return [tuple(row) for row in found]


def closed_by_salesperson(
    connection: Connection, people: People, status: Status, days: tuple[date, date]
) -> dict[int | None, int]:
    """Opportunities of one status closed on these days, by salesperson."""
    found = connection.execute(
        select(_o.salesperson, func.count().label("number"))
        .where(
            unindexed(_o.status) == int(status),
            _o.closed_on.between(*days),
            _of(people, unindexed(_o.salesperson)),
        )
        .group_by(unindexed(_o.salesperson))
    )
    return {each.salesperson: each.number for each in found}


def created_by_salesperson(
    connection: Connection, people: People, status: Status, last: date
) -> dict[int | None, int]:
    """Opportunities that have the status now and were created up to a day: all of it, less those created after."""
    kept = figures.totals(connection, "salesperson", {"status": int(status)}, salespeople=people)
    found: dict[int | None, int] = {person or None: sums[0] for person, sums in kept.items()}
    later = connection.execute(
        select(_o.salesperson, func.count().label("number"))
        .where(
            unindexed(_o.status) == int(status), _o.created_on > last, _of(people, unindexed(_o.salesperson))
        )
        .group_by(unindexed(_o.salesperson))
    )
    for each in later:
        found[each.salesperson] -= each.number
    return {person: count for person, count in found.items() if count}


def names_of_salespeople(connection: Connection, people: Sequence[int]) -> dict[int, str]:
    person = TABLES["salesperson"].c
    found = connection.execute(select(person.id, person.name, person.code).where(person.id.in_(list(people))))
    return {each.id: each.name or each.code for each in found}
