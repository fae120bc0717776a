"""The task matrix as two questions: who has tasks at all, and those of its periods by whom they fall to (14).

Who takes part follows from the task's own row and its seats (7.2); nobody counts twice for one task.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union,
    union_all,
)

from oppdesk.domain.task_matrix import Days, Lines, Options, Shows
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.expressions import unindexed
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, TASK

Element = ColumnElement[Any]
_t, _a = TASK.c, ATTENDEE.c

Head = tuple[int, int | None, str, str, int, str, str]
Found = tuple[int, int, int, int, str | None, int | None, int | None]


def heads(connection: Connection, options: Options) -> Sequence[Head]:
    """Who has a task that fits, whatever its date, in the order in which they are shown: row, company, name, note,
    kind, and what the company is called.

    A company that only its people have tasks with is not among them.
    """
    if options.lines is Lines.CONTACTS:
        return _contacts_with(connection, options)
    is_person = options.lines is Lines.SALESPEOPLE
    who = TABLES["salesperson" if is_person else "team"].alias("who")
    own = _t.salesperson if is_person else _t.team
    has: Element = exists().where(own == who.c.id, *_fitting(options))
    if is_person:
        seated = exists().where(_a.salesperson == who.c.id, _a.task == _t.id, *_fitting(options))
        only = true() if options.salesperson is None else who.c.id == options.salesperson
        has = and_(only, or_(has, seated))
    wanted = select(who.c.id, null(), who.c.name, who.c.code, literal(0), literal(""), literal(""))
    return connection.execute(wanted.where(has).order_by(who.c.code, who.c.id)).all()


def _contacts_with(connection: Connection, options: Options) -> Sequence[Head]:
    """All keys first, so that the contacts are read one after the other and sorted, not looked for here and there."""
    who, company = CONTACT.alias("who"), CONTACT.alias("company")
    # No index over contacts alone is wished for: that of the contacts with what is closed answers without the tasks.
    own = select(_t.contact).where(unindexed(_t.contact).is_not(None), *_fitting(options))
    seated = select(_a.contact).where(_a.contact.is_not(None))
    if fitting := _fitting(options):
        seated = seated.join_from(ATTENDEE, TASK, _t.id == _a.task).where(*fitting)
    only = true() if options.company is None else who.c.company == options.company
    wanted = (
        select(
            who.c.id, who.c.company, who.c.name, who.c.number, who.c.type, company.c.name, company.c.number
        )
        .join_from(who, company, company.c.id == func.coalesce(who.c.company, who.c.id))
        .where(who.c.id.in_(union_all(own, seated)), only)
        .order_by(
            company.c.search_text,
            company.c.id,
            case((who.c.id == company.c.id, 0), else_=1),
            who.c.search_text,
            who.c.id,
        )
    )
    return connection.execute(wanted).all()


def cells(
    connection: Connection, options: Options, periods: Sequence[Days], work_date: date
) -> Sequence[Found]:
    """A row a line and period that has tasks: row, period, count, overdue, contact, low, high.

    `low` and `high` are the first and the last contact of its tasks.
    """
    if not periods:
        return []
    parts = _parts(options, periods, work_date).cte("parts")
    if options.lines is Lines.CONTACTS:
        of_person = select(parts, parts.c.person.label("row"))
        of_company = select(parts, parts.c.company.label("row")).where(parts.c.company != parts.c.person)
        placed = union_all(of_person, of_company).cte("placed")
        grouped = _grouped(placed, placed.c.row).subquery()
    else:
        grouped = _grouped(parts, parts.c.row).subquery()
    alone = CONTACT.alias("alone")
    g = grouped.c
    figures = (g.period, g.count, g.overdue, alone.c.number, g.low, g.high)
    wanted = select(g.row, *figures).select_from(grouped.join(alone, alone.c.id == g.low, isouter=True))
    return connection.execute(wanted).all()


def ids(connection: Connection, options: Options, row: int | None, days: Days) -> list[int]:
    """The tasks that a cell counts, by date; of every line without a `row`."""
    wanted = [*_fitting(options), _t.on.between(*days)]
    if row is None:
        parts = _parts(options, (days,), days[0]).subquery()
        wanted.append(_t.id.in_(select(parts.c.id)))
    else:
        wanted.append(_of_row(options.lines, row))
    found = select(_t.id).where(*wanted).order_by(_t.on, _t.id)
    return list(connection.execute(found).scalars())


def _of_row(lines: Lines, row: int) -> Element:
    if lines is Lines.SALESPEOPLE:
        return of_salesperson(row)
    if lines is Lines.TEAMS:
        return _t.team == row
    return of_contacts(_people(row))


def people_of(connection: Connection, contact: int) -> tuple[int, ...]:
    """A contact, and of a company all that belong to it."""
    return tuple(sorted(connection.execute(_people(contact)).scalars()))


def _people(contact: int) -> Select[Any]:
    return select(CONTACT.c.id).where(or_(CONTACT.c.id == contact, CONTACT.c.company == contact))


def of_salesperson(row: int) -> Element:
    """Responsible, at the table, or a member of the team whose task it is (7.2)."""
    return or_(_t.salesperson == row, _t.id.in_(select(_a.task).where(_a.salesperson == row)))


def of_contacts(people: Select[Any]) -> Element:
    """The task's contact or an attendee is one of them."""
    return or_(_t.contact.in_(people), _t.id.in_(select(_a.task).where(_a.contact.in_(people))))


def _fitting(options: Options) -> list[Element]:
    """What the filters ask of a task, whatever its date."""
    wanted: list[Element] = []
    if not options.with_closed:
        wanted.append(_t.closed == false())
    if options.status is not None:
        wanted.append(_t.status == int(options.status))
    if options.priority is not None:
        wanted.append(_t.priority == int(options.priority))
    if options.salesperson is not None:
        wanted.append(of_salesperson(options.salesperson))
    if options.team is not None:
        wanted.append(_t.team == options.team)
    if options.company is not None:
        wanted.append(of_contacts(_people(options.company)))
    return wanted


def _parts(options: Options, periods: Sequence[Days], work_date: date) -> Select[Any]:
    """Each task of the periods once for each line it stands in: id, period, late, the contacts it is about."""
    fit = (
        select(
            _t.id,
            _period(periods).label("period"),
            case((and_(_t.closed == false(), _t.on < work_date), 1), else_=0).label("late"),
            _t.salesperson,
            _t.team,
            _t.contact,
            *_contacts(options),
        )
        .where(_t.on.between(periods[0][0], periods[-1][1]), *_fitting(options))
        .cte("fit")
    )
    f = fit.c
    if options.lines is Lines.TEAMS:
        return select(f.id, f.period, f.late, f.low, f.high, f.team.label("row")).where(f.team.is_not(None))
    if options.lines is Lines.SALESPEOPLE:
        return _of_salespeople(fit, options.salesperson)
    return _of_contacts(fit, options.company)


def _of_salespeople(fit: Any, only: int | None) -> Select[Any]:
    f = fit.c
    shared = f.id, f.period, f.late, f.low, f.high
    own = select(*shared, f.salesperson.label("row")).where(f.salesperson.is_not(None))
    seats = (
        select(*shared, _a.salesperson.label("row"))
        .join_from(fit, ATTENDEE, _a.task == f.id)
        .where(_a.salesperson.is_not(None))
    )
    every = union(own, seats).subquery()
    found = select(every)
    return found if only is None else found.where(every.c.row == only)


def _of_contacts(fit: Any, only: int | None) -> Select[Any]:
    f = fit.c
    shared = f.id, f.period, f.late
    own = select(*shared, f.contact.label("person")).where(f.contact.is_not(None))
    seats = (
        select(*shared, _a.contact.label("person"))
        .join_from(fit, ATTENDEE, _a.task == f.id)
        .where(_a.contact.is_not(None))
    )
    every = union(own, seats).subquery()
    found = select(
        every.c.id,
        every.c.period,
        every.c.late,
        every.c.person,
        CONTACT.c.company,
        every.c.person.label("low"),
        every.c.person.label("high"),
    ).join_from(every, CONTACT, CONTACT.c.id == every.c.person)
    return found if only is None else found.where(CONTACT.c.company == only)


def _contacts(options: Options) -> list[Element]:
    """The first and the last contact of a task; looked for only where they are shown."""
    if options.shows is not Shows.CONTACT or options.lines is Lines.CONTACTS:
        return [null().label("low"), null().label("high")]
    return [
        func.coalesce(
            _t.contact,
            select(pick(_a.contact)).where(_a.task == _t.id).correlate(TASK).scalar_subquery(),
        ).label(name)
        for name, pick in (("low", func.min), ("high", func.max))
    ]


def _grouped(parts: Any, row: Element) -> Select[Any]:
    """Counted by line and period; a task with two of a company's people counts once for the company."""
    late = func.count(case((parts.c.late == 1, parts.c.id)).distinct())
    return select(
        row.label("row"),
        parts.c.period,
        func.count(parts.c.id.distinct()).label("count"),
        late.label("overdue"),
        func.min(parts.c.low).label("low"),
        func.max(parts.c.high).label("high"),
    ).group_by(row, parts.c.period)


def _period(periods: Sequence[Days]) -> Element:
    """The number of the period that holds a task's date, found in as few comparisons as it takes."""

    def search(low: int, high: int) -> Element:
        if low == high:
            return literal(low)
        middle = (low + high + 1) // 2
        return case((_t.on < periods[middle][0], search(low, middle - 1)), else_=search(middle, high))

    return search(0, len(periods) - 1)
