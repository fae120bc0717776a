"""What a calendar asks beside the days themselves: which of their tasks fit a query, and whose time they take."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, select, text, type_coerce

from oppdesk.domain.query import Query
from oppdesk.domain.task_times import DAY, When
from oppdesk.domain.words import Answer, Attendance, TaskType
from oppdesk.storage import list_parts, lists, tasks
from oppdesk.storage.expressions import unindexed
from oppdesk.storage.task_tables import ATTENDEE, TASK
from oppdesk.storage.types import Whole

_t, _a = TASK.c, ATTENDEE.c
_CHUNK = 5_000  # ids a question


class Most(NamedTuple):
    """How many tasks of a day are read."""

    untimed: int
    timed: int


def days(
    connection: Connection, query: Query, first: date, last: date, most: Most
) -> tuple[list[int], dict[date, int]]:
    """The tasks of a query of which any part lies on these days, cancelled ones aside: of each day that they begin on
    at most so many without a time and so many with one; and how many more there are of which day."""
    listing = lists.listing("task")
    # The days choose the index: so few tasks are looked at that each is asked whether it fits.
    terms: list[ColumnElement[bool]] = [
        list_parts.condition(listing, term, unindexed(list_parts.column_of(listing, term)))
        for term in list_parts.terms(query)
    ]
    terms += [*list_parts.text_conditions(listing, query), unindexed(_t.canceled) == false()]
    source = list_parts.source(listing, [_t.id, *terms])
    found = _begun_before(connection, source, terms, first, last)
    is_timed = type_coerce(_t.start_time, Whole()) >= 0
    heap = _t.on, is_timed
    place = func.row_number().over(partition_by=heap, order_by=(_t.start_time, _t.priority.desc(), _t.id))
    ranked = (
        select(
            _t.id,
            _t.on,
            _t.start_time,
            case((is_timed, most.timed), else_=most.untimed).label("most"),
            place.label("place"),
            func.count().over(partition_by=heap).label("every"),
        )
        .select_from(source)
        .where(_t.on.between(first, last), *terms)
        .subquery()
    )
    r = ranked.c
    shown = select(r.id, r.on, r.place, r.every, r.most).where(r.place <= r.most)
    more: dict[date, int] = {}
    for row, on, at, every, here in connection.execute(shown.order_by(r.on, r.start_time, r.place)):
        found.append(row)
        if at == here < every:
            more[on] = more.get(on, 0) + every - here
    return found, more


def _begun_before(
    connection: Connection, source: Any, terms: Sequence[ColumnElement[bool]], first: date, last: date
) -> list[int]:
    """What lasts longer than a day, and what crosses midnight: few, each looked at by its own times."""
    long = text("task.duration > 1440")  # as its index says it
    evening = _t.on == date.fromordinal(first.toordinal() - 1)
    timed = type_coerce(_t.start_time, Whole()) >= 0
    columns = (_t.id, _t.type, _t.on, _t.start_time, _t.duration, _t.all_day)
    found = []
    for term in (and_(long, _t.on < first), and_(evening, timed, _t.duration <= DAY)):
        for row in connection.execute(select(*columns).select_from(source).where(term, *terms)):
            when = When(TaskType(row.type), row.on, row.start_time, row.duration, row.all_day)
            if when.overlaps(first, last):
                found.append(row.id)
    return found


def taken(connection: Connection, people: Sequence[int], first: date, last: date) -> list[tuple[int, When]]:
    """Who of these is in an open task of these days, and when it is: as its salesperson or at its table.

    Who declined is free, and so is the member of a team whose task another may do.
    """
    ids = tasks.between(connection, first, last, people, ())
    columns = (_t.id, _t.type, _t.on, _t.start_time, _t.duration, _t.all_day, _t.salesperson)
    found: set[tuple[int, int, When]] = set()
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        whens: dict[int, When] = {}
        for row in connection.execute(select(*columns).where(_t.id.in_(some), ~_t.closed)):
            whens[row.id] = When(TaskType(row.type), row.on, row.start_time, row.duration, row.all_day)
            if row.salesperson in people:
                found.add((row.salesperson, row.id, whens[row.id]))
        seats = select(_a.task, _a.salesperson).where(
            _a.task.in_(list(whens)),
            _a.salesperson.in_(list(people)),
            _a.answer != int(Answer.DECLINED),
            _a.attendance != int(Attendance.MEMBER),
        )
        found.update((seat.salesperson, seat.task, whens[seat.task]) for seat in connection.execute(seats))
    return [(person, when) for person, _task, when in found]
