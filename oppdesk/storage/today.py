"""What the start page counts and ranks, each as one question that an index answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, select, true, union

from oppdesk.domain.query import Filter, Query
from oppdesk.domain.words import Status, TaskType
from oppdesk.storage import listing, lists, undo
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.journal_tables import CHANGE, OPERATION, TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, TASK
from oppdesk.storage.types import NO_DAY

Element = ColumnElement[Any]
People = Sequence[int] | None  # ids of salespeople; None is everybody
_o, _t, _e = OPPORTUNITY.c, TASK.c, ENTRY.c
_OPEN = (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))
_NO_TASK, _PASSED, _STALE = 4, 2, 1  # what asks for a next step, as bits
LATEST_OPERATIONS = 120  # of which the recent records are taken


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


def sums(connection: Connection, filters: Sequence[Filter]) -> tuple[int, int, int]:
    """Count, estimated value and current value of the opportunities that a list with these filters shows."""
    wanted = lists.listing("opportunity")
    found = listing.sums(connection, wanted, Query(tuple(filters)), ("estimated_value", "current_value"))
    return found[0], found[1], found[2]


def count(connection: Connection, name: str, filters: Sequence[Filter]) -> int:
    return listing.count(connection, lists.listing(name), Query(tuple(filters)))


def rows(connection: Connection, name: str, keys: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of a list, in the order of the keys."""
    return listing.rows(connection, lists.listing(name), keys)


def dearest(connection: Connection, people: People, limit: int) -> list[int]:
    """The not closed opportunities with the highest estimated value (8.20)."""
    found = (
        select(_o.id)
        .where(_o.status.in_(_OPEN), _of(people, _o.salesperson))
        .order_by(_o.estimated_value.desc(), _o.id.desc())
        .limit(limit)
    )
    return list(connection.execute(found).scalars())


# -- tasks ----------------------------------------------------------------------------------------------------


def _tasks(people: People, teams: Sequence[int], until: date, *columns: Element) -> Select[Any]:
    """Open tasks up to a day: one's own, those of one's teams, meetings at whose table one sits (7.2)."""
    waits = and_(~_t.closed, ~_t.canceled, _t.on <= until)
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
    last = max(until for _first, until in bounds)
    own = _tasks(people, teams, last, _t.id, _t.on).subquery()
    parts = [func.sum(case((own.c.on.between(first, until), 1), else_=0)) for first, until in bounds]
    return [int(number or 0) for number in connection.execute(select(*parts)).one()]


def calls(connection: Connection, people: People, teams: Sequence[int]) -> int:
    """Open phone calls, whenever they are due."""
    own = _tasks(people, teams, NO_DAY, _t.id, _t.type).subquery()
    wanted = select(func.count()).select_from(own).where(own.c.type == int(TaskType.CALL))
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
    """Open tasks of these days, the oldest first, the pressing ones of a day first."""
    own = _tasks(people, teams, days[1], _t.id, _t.on, _t.priority, _t.type).subquery()
    found = select(own.c.id).where(own.c.on >= days[0])
    if kind is not None:
        found = found.where(own.c.type == int(kind))
    return list(
        connection.execute(found.order_by(own.c.on, own.c.priority.desc(), own.c.id).limit(limit)).scalars()
    )


def names_of_contacts(connection: Connection, contacts: Sequence[int]) -> dict[int, str]:
    found = connection.execute(select(CONTACT.c.id, CONTACT.c.name).where(CONTACT.c.id.in_(list(contacts))))
    return {each.id: each.name for each in found}


# -- what needs a next step -----------------------------------------------------------------------------------


def needing(
    connection: Connection, people: People, today: date, stale_until: date, limit: int
) -> tuple[int, list[tuple[int, int]]]:
    """How many opportunities in progress ask for a next step, and the most pressing with their reasons as bits:
    more reasons first, then the greater value."""
    waits = exists().where(_t.opportunity == _o.id, ~_t.closed, ~_t.canceled)
    asked = (
        select(
            _o.id,
            _o.estimated_value,
            case((waits, 0), else_=_NO_TASK).label("no_task"),
            case((_o.closing_on < today, _PASSED), else_=0).label("passed"),
            case((_o.stage_since <= stale_until, _STALE), else_=0).label("stale"),
        )
        .where(_o.status == int(Status.IN_PROGRESS), _of(people, _o.salesperson))
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


def has_opportunities(connection: Connection, cycle: int, people: People) -> bool:
    found = select(_o.id).where(_o.sales_cycle == cycle, _o.stage > 0, _of(people, _o.salesperson)).limit(1)
    return connection.execute(found).first() is not None


def busiest_cycle(connection: Connection, people: People) -> int | None:
    """The one that most opportunities in progress are in."""
    found = (
        select(_o.sales_cycle)
        .where(_o.sales_cycle.is_not(None), _o.status == int(Status.IN_PROGRESS), _of(people, _o.salesperson))
        .group_by(_o.sales_cycle)
        .order_by(func.count().desc(), _o.sales_cycle)
        .limit(1)
    )
    return connection.execute(found).scalar()


def stage_names(connection: Connection, cycle: int) -> list[tuple[int, str]]:
    table = TABLES["sales_cycle_stage"].c
    found = connection.execute(
        select(table.stage, table.description).where(table.sales_cycle == cycle).order_by(table.stage)
    )
    return [tuple(row) for row in found]


def reached(connection: Connection, cycle: int, people: People) -> dict[int, tuple[int, int]]:
    """Distinct opportunities that ever stood at each stage of a cycle, and their value (D-19)."""
    ever = (
        select(_e.stage, _e.opportunity)
        .where(_e.sales_cycle == cycle, _e.stage > 0)
        .group_by(_e.stage, _e.opportunity)
        .subquery()
    )
    found = connection.execute(
        select(ever.c.stage, func.count(), func.sum(_o.estimated_value))
        .join(OPPORTUNITY, _o.id == ever.c.opportunity)
        .where(_of(people, _o.salesperson))
        .group_by(ever.c.stage)
    )
    return {stage: (number, value) for stage, number, value in found}


def standing(connection: Connection, cycle: int, people: People) -> dict[int, tuple[int, int]]:
    """Opportunities in progress that stand at each stage now, and their value."""
    found = connection.execute(
        select(_o.stage, func.count(), func.sum(_o.estimated_value))
        .where(_o.sales_cycle == cycle, _o.status == int(Status.IN_PROGRESS), _of(people, _o.salesperson))
        .group_by(_o.stage)
    )
    return {stage: (number, value) for stage, number, value in found}


def by_salesperson(
    connection: Connection, people: People, status: Status, column: str, first: date | None, last: date
) -> list[tuple[int | None, str, int]]:
    """Opportunities of one status with a day within bounds, by salesperson: id, name, how many (8.18)."""
    person = TABLES["salesperson"].c
    day = _o[column]
    counted = (
        select(_o.salesperson, func.count().label("number"))
        .where(
            _o.status == int(status),
            day <= last,
            day >= first if first is not None else true(),
            _of(people, _o.salesperson),
        )
        .group_by(_o.salesperson)
        .subquery()
    )
    found = connection.execute(
        select(counted.c.salesperson, person.name, person.code, counted.c.number)
        .join(TABLES["salesperson"], person.id == counted.c.salesperson, isouter=True)
        .order_by(counted.c.number.desc(), person.name)
    )
    return [(row, name or code or "", number) for row, name, code, number in found]


# -- recent records -------------------------------------------------------------------------------------------

_KINDS = {"opportunity": "opportunity", "quote": "opportunity", "contact": "contact", "task": "task"}


def recent(connection: Connection, limit: int) -> list[tuple[str, int, str, str, Any]]:
    """The records that were worked on last, each once: table, id, its name, what was done, when."""
    newest = connection.execute(
        select(OPERATION.c.id, OPERATION.c.kind, OPERATION.c.title, OPERATION.c.at)
        .where(undo.in_force(), OPERATION.c.title != "")
        .order_by(OPERATION.c.id.desc())
        .limit(LATEST_OPERATIONS)
    ).all()
    found: dict[tuple[str, int], tuple[str, int, str, str, Any]] = {}
    for operation in newest:
        owner = _subject(connection, operation.id, operation.kind.partition(".")[0])
        name = _name_of(connection, *owner) if owner is not None and owner not in found else None
        if owner is not None and name is not None:
            found[owner] = (*owner, name, operation.title, operation.at)
        if len(found) >= limit:
            break
    return list(found.values())


def _subject(connection: Connection, operation: int, kind: str) -> tuple[str, int] | None:
    """The record that an operation was about; a job over many is about none."""
    if kind == "comment":
        return _noted(connection, operation)
    table = _KINDS.get(kind)
    row = _row_of(connection, operation, table) if table is not None else None
    return (table, row) if table is not None and row is not None else None


def _row_of(connection: Connection, operation: int, table: str) -> int | None:
    wanted = select(CHANGE.c.row).where(CHANGE.c.operation == operation, CHANGE.c.tbl == TABLE_NUMBERS[table])
    return connection.execute(wanted.limit(1)).scalar()


def _noted(connection: Connection, operation: int) -> tuple[str, int] | None:
    """What a note stands on."""
    row = _row_of(connection, operation, "comment")
    note = metadata.tables["comment"].c
    found = connection.execute(select(note.subject, note.row).where(note.id == row)).first()
    names = {TABLE_NUMBERS[table]: table for table in ("opportunity", "contact")}
    return (names[found.subject], found.row) if found is not None and found.subject in names else None


def _name_of(connection: Connection, table: str, row: int) -> str | None:
    """None when the record is gone."""
    columns = metadata.tables[table].c
    name = columns.name if "name" in columns else columns.description
    found = connection.execute(select(name, columns.number).where(columns.id == row)).first()
    return None if found is None else found[0] or found[1]
