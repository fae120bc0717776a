"""The tasks of somebody that belong into a calendar: open ones, and lately closed ones (9.11)."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select, union

from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.task_tables import ATTENDEE, TASK

_t, _a = TASK.c, ATTENDEE.c


class Found(NamedTuple):
    id: int
    updated_at: Any


def tasks_of(connection: Connection, salesperson: int, first: date, last: date, limit: int) -> list[Found]:
    """His and those he takes part in (7.2), cancelled ones aside: dated within these days, or open and overdue."""
    mine = union(
        select(_t.id).where(_t.salesperson == salesperson),
        select(_a.task.label("id")).where(_a.salesperson == salesperson),
    ).subquery()
    rows = connection.execute(
        select(_t.id, _t.updated_at)
        .where(
            _t.id.in_(select(mine.c.id)),
            ~_t.canceled,
            _t.on <= last,
            or_(_t.on >= first, ~_t.closed),
        )
        .order_by(_t.on.desc(), _t.id)
        .limit(limit)
    )
    return [Found(row.id, row.updated_at) for row in rows]


def phones(connection: Connection, contacts: Collection[int]) -> dict[int, str]:
    """The number of each contact that has one."""
    keys = select(func.json_each(json.dumps(list(contacts))).table_valued("value").c.value)
    rows = connection.execute(
        select(CONTACT.c.id, CONTACT.c.phone, CONTACT.c.mobile_phone).where(CONTACT.c.id.in_(keys))
    )
    return {row.id: row.phone or row.mobile_phone for row in rows}
