"""What the reminders ask: open tasks by day with their own wishes, and those the user wants to hear of later."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, or_, select

from oppdesk.storage.task_tables import REMINDER, TASK
from oppdesk.storage.today import People, open_tasks

_t, _r = TASK.c, REMINDER.c


class Waiting(NamedTuple):
    """An open task of a day to come, with what decides when it asks for attention; `quiet_until` is None mostly."""

    id: int
    on: date
    start_time: time | None
    all_day: bool
    reminder: int
    quiet_until: datetime | None


def passed(connection: Connection, people: People, today: date, now: datetime, limit: int) -> list[int]:
    """Open tasks of days before today that are not put to rest, the latest first."""
    own = open_tasks(people, (), (date.min, today - timedelta(days=1)), _t.id, _t.on).subquery()
    found = (
        select(own.c.id)
        .join(REMINDER, _r.task == own.c.id, isouter=True)
        .where(or_(_r.quiet_until.is_(None), _r.quiet_until <= now))
        .order_by(own.c.on.desc(), own.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(found).scalars())


def near(connection: Connection, people: People, today: date, days: int) -> list[Waiting]:
    """Open tasks of today and tomorrow, and those of later days that ask for attention long before."""
    bounds = today, today + timedelta(days=days)
    asked = (_t.id, _t.on, _t.start_time, _t.all_day, _t.reminder)
    own = open_tasks(people, (), bounds, *asked).subquery()
    soon = today + timedelta(days=1)
    found = (
        select(*own.c, _r.quiet_until)
        .join(REMINDER, _r.task == own.c.id, isouter=True)
        .where(or_(own.c.on <= soon, own.c.reminder > 0))
        .order_by(own.c.on, own.c.id)
    )
    rows = connection.execute(found)
    return [
        Waiting(row.id, row.on, row.start_time, row.all_day, row.reminder, row.quiet_until) for row in rows
    ]


def next_rest_over(connection: Connection, now: datetime) -> datetime | None:
    """When the first of the tasks that are put to rest asks again."""
    return connection.execute(select(func.min(_r.quiet_until)).where(_r.quiet_until > now)).scalar()


def rest(connection: Connection, tasks: Sequence[int], until: datetime) -> None:
    wake(connection, tasks)
    if tasks:
        connection.execute(REMINDER.insert(), [{"task": task, "quiet_until": until} for task in tasks])


def wake(connection: Connection, tasks: Sequence[int]) -> None:
    connection.execute(delete(REMINDER).where(_r.task.in_(list(tasks))))


def wake_all(connection: Connection, now: datetime) -> None:
    """Those that would rest on: nobody knows for how long once the clock was set back."""
    connection.execute(delete(REMINDER).where(_r.quiet_until > now))


def resting(connection: Connection) -> frozenset[int]:
    """The tasks that are put to rest: few, as they are by hand."""
    return frozenset(connection.execute(select(_r.task)).scalars())


def forget_closed(connection: Connection) -> None:
    """What is done or gone needs no rest any more."""
    waits = select(_t.id).where(_t.id == _r.task, ~_t.closed)
    connection.execute(delete(REMINDER).where(~waits.exists()))
