"""The records that were worked on last, as the journal tells it."""

from typing import Any

from sqlalchemy import Connection, select

from oppdesk.storage import undo
from oppdesk.storage.base import metadata
from oppdesk.storage.journal_tables import CHANGE, OPERATION, TABLE_NUMBERS

LATEST_OPERATIONS = 120  # of which the recent records are taken
_KINDS = {
    "opportunity": "opportunity",
    "quote": "opportunity",
    "contact": "contact",
    "task": "task",
    "interaction": "interaction",
    "call": "interaction",
}


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
    other = columns.number if "number" in columns else columns.subject
    found = connection.execute(select(name, other).where(columns.id == row)).first()
    return None if found is None else found[0] or found[1]
