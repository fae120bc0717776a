"""What a calendar asks beside the days themselves: which of their tasks fit a query, and whose time they take."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from oppdesk.domain.query import Query
from oppdesk.domain.task_times import When
from oppdesk.domain.words import Answer, Attendance, TaskType
from oppdesk.storage import list_parts, lists, tasks
from oppdesk.storage.task_tables import ATTENDEE, TASK

_t, _a = TASK.c, ATTENDEE.c
_CHUNK = 5_000  # ids a question


def days(connection: Connection, query: Query, first: date, last: date) -> list[int]:
    """The tasks of a query of which any part lies on these days, by day and time; cancelled ones aside."""
    found = tasks.between(connection, first, last, None, ())
    if not query.filters and not query.text.strip():
        return found
    listing = lists.listing("task")
    terms = list_parts.where(listing, query)
    source = list_parts.source(listing, terms)
    fits: set[int] = set()
    for start in range(0, len(found), _CHUNK):
        some = found[start : start + _CHUNK]
        fits.update(
            connection.execute(select(_t.id).select_from(source).where(_t.id.in_(some), *terms)).scalars()
        )
    return [each for each in found if each in fits]


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
