"""What the journal knows of one record: who changed which of its values, when, and in which operation."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from oppdesk.storage.base import from_json, metadata
from oppdesk.storage.journal_tables import CHANGE, OPERATION, TABLE_NUMBERS
from oppdesk.storage.undo import in_force

MOST = 200  # operations
_SOME = 400  # keys in one condition


@dataclass(frozen=True, slots=True)
class Done:
    """An operation in force; `values` are before and after of the record's own columns, as they are stored."""

    operation: int
    at: datetime
    author: str
    title: str
    values: dict[str, tuple[Any, Any]]


def of_record(connection: Connection, table: str, row: int, lines: Collection[str] = ()) -> list[Done]:
    """The newest operations that touched the record or one of its rows in the tables `lines`, the newest first."""
    own = metadata.tables[table]
    wanted = [and_(CHANGE.c.tbl == TABLE_NUMBERS[table], CHANGE.c.row == row)]
    for name in lines:
        line = metadata.tables[name]
        ids = list(connection.execute(select(line.c.id).where(line.c[table] == row).limit(_SOME)).scalars())
        if ids:
            wanted.append(and_(CHANGE.c.tbl == TABLE_NUMBERS[name], CHANGE.c.row.in_(ids)))
    found: dict[int, Done] = {}
    rows = connection.execute(
        select(OPERATION, CHANGE.c.tbl, CHANGE.c.before, CHANGE.c.after)
        .join(CHANGE, CHANGE.c.operation == OPERATION.c.id)
        .where(or_(*wanted), in_force())
        .order_by(OPERATION.c.id.desc())
        .limit(2 * MOST)
    )
    for each in rows:
        done = found.setdefault(each.id, Done(each.id, each.at, each.author, each.title, {}))
        if each.tbl == TABLE_NUMBERS[table] and each.before and each.after:
            before, after = json.loads(each.before), json.loads(each.after)
            done.values.update(
                {
                    name: (from_json(own.c[name], before[name]), from_json(own.c[name], value))
                    for name, value in after.items()
                    if name in own.c and name in before
                }
            )
    return list(found.values())[:MOST]
