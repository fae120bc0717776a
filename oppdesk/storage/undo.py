"""Undo: the inverse of an operation, written as a new operation, unless something stands in the way."""

import json
from typing import Any

from sqlalchemy import Connection, Table, and_, exists, func, select
from sqlalchemy.exc import IntegrityError

from oppdesk.domain.errors import RuleError
from oppdesk.i18n import _
from oppdesk.storage import sqlite
from oppdesk.storage.base import from_json, metadata, searched, to_json
from oppdesk.storage.journal import Journal, Values, difference, image_of, now
from oppdesk.storage.journal_tables import (
    ADDED,
    CHANGE,
    CHANGED,
    OPERATION,
    REMOVED,
    TABLE_NAMES,
    TABLE_NUMBERS,
)

UPGRADE = "upgrade"  # undo does not cross it: what lies before was written for another schema
ANONYMISE = "contact.anonymise"  # what it says of a contact is told by nobody any more (relationships 3.10)
IRREVERSIBLE = (UPGRADE, "setup", ANONYMISE)
NOT_UNDONE = ("undo", *IRREVERSIBLE)  # after these kinds of operation another one is the last to be undone
_BATCH = 500


def in_force() -> Any:
    """Operations that count: neither an undo nor undone."""
    return and_(OPERATION.c.undoes.is_(None), OPERATION.c.undone_by.is_(None))


def last_operation(connection: Connection) -> Any:
    """The newest operation that could be undone: id and title."""
    return connection.execute(
        select(OPERATION.c.id, OPERATION.c.title, OPERATION.c.kind)
        .where(
            in_force(),
            OPERATION.c.kind.not_in(IRREVERSIBLE),
            OPERATION.c.id > _last_of(connection, UPGRADE, ANONYMISE),
        )
        .order_by(OPERATION.c.id.desc())
        .limit(1)
    ).first()


def _last_of(connection: Connection, *kinds: str) -> int:
    newest = select(func.max(OPERATION.c.id)).where(OPERATION.c.kind.in_(kinds))
    return connection.execute(newest).scalar() or 0


def operation_row(connection: Connection, operation: int) -> Any:
    found = connection.execute(select(OPERATION).where(OPERATION.c.id == operation)).first()
    if found is None:
        raise RuleError(_("There is no such operation to undo."))
    return found


def check_possible(connection: Connection, operation: int) -> Any:
    """The operation's row, or RuleError saying what stands in the way."""
    found = operation_row(connection, operation)
    if found.undone_by is not None:
        raise RuleError(_("“{title}” is undone already.").format(title=found.title))
    before_upgrade = operation < _last_of(connection, UPGRADE)
    if found.undoes is not None or found.kind in IRREVERSIBLE or before_upgrade:
        raise RuleError(_("“{title}” cannot be undone.").format(title=found.title))
    if _is_silent(connection, operation):
        message = _("“{title}” cannot be undone: it is about a contact that has been anonymised.")
        raise RuleError(message.format(title=found.title))
    in_the_way = _later_changes(connection, operation) or _noted_since(connection, operation)
    if in_the_way:
        raise RuleError(
            _("“{title}” cannot be undone: “{later}” changed the same afterwards. Undo that first.").format(
                title=found.title, later=in_the_way
            )
        )
    return found


def _is_silent(connection: Connection, operation: int) -> bool:
    """Whether it touched a row of which the journal tells nothing any more: a change with nothing before it."""
    if not _last_of(connection, ANONYMISE):
        return False
    mine = CHANGE.alias("mine")
    same = and_(mine.c.operation == operation, mine.c.tbl == CHANGE.c.tbl, mine.c.row == CHANGE.c.row)
    silent = (CHANGE.c.operation >= operation, CHANGE.c.verb != ADDED, CHANGE.c.before.is_(None))
    return (
        connection.execute(select(CHANGE.c.row).join(mine, same).where(*silent).limit(1)).first() is not None
    )


def _later_changes(connection: Connection, operation: int) -> str:
    """The title of the newest later operation in force that touched the same fields, or nothing."""
    mine = CHANGE.alias("mine")
    rows = connection.execute(
        select(CHANGE.c.verb, CHANGE.c.after, mine.c.verb, mine.c.after, OPERATION.c.title)
        .join(OPERATION, OPERATION.c.id == CHANGE.c.operation)
        .join(
            mine,
            and_(mine.c.operation == operation, mine.c.tbl == CHANGE.c.tbl, mine.c.row == CHANGE.c.row),
        )
        .where(CHANGE.c.operation > operation, in_force())
        .order_by(CHANGE.c.operation.desc())
    )
    for verb, after, my_verb, my_after, title in rows:
        if verb != CHANGED or my_verb != CHANGED:
            return str(title)
        if json.loads(after).keys() & json.loads(my_after).keys():
            return str(title)
    return ""


def _noted_since(connection: Connection, operation: int) -> str:
    """The title of what put a note on a record that this operation added: no foreign key guards notes."""
    note = metadata.tables["comment"]
    row = connection.execute(
        select(note.c.id)
        .join(CHANGE, and_(CHANGE.c.tbl == note.c.subject, CHANGE.c.row == note.c.row))
        .where(
            CHANGE.c.operation == operation,
            CHANGE.c.verb == ADDED,
            note.c.id.not_in(_rows_of(operation, "comment", ADDED)),
        )
        .limit(1)
    ).scalar()
    return "" if row is None else _newest_title(connection, "comment", row)


def refused_by_reference(connection: Connection, operation: int) -> RuleError:
    """Why the inverse would leave a reference without its record, with the title of what to undo first."""
    title = operation_row(connection, operation).title
    later = _referring_since(connection, operation) or _removed_since(connection, operation)
    if not later:
        return RuleError(_("“{title}” cannot be undone: other records refer to it.").format(title=title))
    return RuleError(
        _("“{title}” cannot be undone: “{later}” builds on it. Undo that first.").format(
            title=title, later=later
        )
    )


def _rows_of(operation: int, table: str, *verbs: int) -> Any:
    return select(CHANGE.c.row).where(
        CHANGE.c.operation == operation, CHANGE.c.tbl == TABLE_NUMBERS[table], CHANGE.c.verb.in_(verbs)
    )


def _referring_since(connection: Connection, operation: int) -> str:
    """The newest operation that touched a row which refers to one that this operation added."""
    for name in TABLE_NUMBERS:
        table = metadata.tables[name]
        own = _rows_of(operation, name, ADDED)
        for key in table.foreign_keys:
            target = key.column.table.name
            if target in TABLE_NUMBERS:
                added = _rows_of(operation, target, ADDED)
                wanted = select(table.c.id).where(key.parent.in_(added), table.c.id.not_in(own)).limit(1)
                row = connection.execute(wanted).scalar()
                if row is not None:
                    return _newest_title(connection, name, row)
    return ""


def _removed_since(connection: Connection, operation: int) -> str:
    """The operation that removed what the values before would refer to again."""
    for change in connection.execute(
        select(CHANGE).where(CHANGE.c.operation == operation, CHANGE.c.verb != ADDED)
    ):
        table = metadata.tables[TABLE_NAMES[change.tbl]]
        before: Values = json.loads(change.before)
        for key in table.foreign_keys:
            target, row = key.column.table, before.get(key.parent.name)
            if row is None or target.name not in TABLE_NUMBERS:
                continue
            if connection.execute(select(target.c.id).where(target.c.id == row)).first() is None:
                return _newest_title(connection, target.name, row)
    return ""


def _newest_title(connection: Connection, table: str, row: int) -> str:
    title = connection.execute(
        select(OPERATION.c.title)
        .join(CHANGE, CHANGE.c.operation == OPERATION.c.id)
        .where(in_force(), CHANGE.c.tbl == TABLE_NUMBERS[table], CHANGE.c.row == row)
        .order_by(OPERATION.c.id.desc())
        .limit(1)
    ).scalar()
    return title or ""


def apply_inverse(connection: Connection, journal: Journal, operation: int) -> None:
    """Take added rows away, put removed rows back, write the values before; all journaled, checked at the commit."""
    sqlite.wait_with_references(connection)
    try:
        _apply_inverse(connection, journal, operation)
    except IntegrityError as error:
        raise RuleError(_("This cannot be undone: another record has its code or number now.")) from error


def _apply_inverse(connection: Connection, journal: Journal, operation: int) -> None:
    for number in connection.execute(
        select(CHANGE.c.tbl).where(CHANGE.c.operation == operation).distinct()
    ).scalars():
        table = metadata.tables[TABLE_NAMES[number]]
        part = select(CHANGE).where(CHANGE.c.operation == operation, CHANGE.c.tbl == number)
        _take_away(connection, journal, table, part.where(CHANGE.c.verb == ADDED))
        changed = connection.execute(part.where(CHANGE.c.verb == CHANGED)).all()
        olds = [_as_it_was_left(connection, table, change) for change in changed]
        _let_numbers_wait(connection, table, [change.row for change in changed])
        for change, old in zip(changed, olds, strict=True):
            _write_back(connection, journal, table, change, old)
        _put_back(connection, journal, table, connection.execute(part.where(CHANGE.c.verb == REMOVED)).all())


def _take_away(connection: Connection, journal: Journal, table: Table, part: Any) -> None:
    ids = [change.row for change in connection.execute(part)]
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            journal.note_removed(table, row["id"], image_of(table, dict(row)))
        connection.execute(table.delete().where(table.c.id.in_(some)))


def _as_it_was_left(connection: Connection, table: Table, change: Any) -> Values:
    """The row as the operation left it; RuleError when it has been changed since."""
    old = connection.execute(select(table).where(table.c.id == change.row)).mappings().first()
    after = json.loads(change.after)
    if old is None or any(to_json(table.c[name], old[name]) != value for name, value in after.items()):
        raise RuleError(_("This cannot be undone: the record has been changed since."))
    return dict(old)


def _let_numbers_wait(connection: Connection, table: Table, rows: list[int]) -> None:
    """Lines that changed places wait below zero, or they would meet halfway back."""
    name = table.info.get("line_number")
    if name is None:
        return
    for start in range(0, len(rows), _BATCH):
        some = table.c.id.in_(rows[start : start + _BATCH])
        connection.execute(table.update().where(some).values({name: -table.c[name]}))


def _write_back(connection: Connection, journal: Journal, table: Table, change: Any, old: Values) -> None:
    before = json.loads(change.before)
    values = {name: from_json(table.c[name], value) for name, value in before.items()}
    if "line_number" in table.info:
        values.setdefault(table.info["line_number"], old[table.info["line_number"]])
    new = {**old, **values}
    connection.execute(
        table.update()
        .where(table.c.id == change.row)
        .values(**values, **searched(table, new), version=old["version"] + 1, updated_at=now())
    )
    journal.note_changed(table, change.row, *difference(table, old, new))


def _put_back(connection: Connection, journal: Journal, table: Table, changes: Any) -> None:
    rows = []
    for change in changes:
        image: Values = json.loads(change.before)
        row = {name: from_json(table.c[name], value) for name, value in image.items() if name in table.c}
        row |= {"version": row["version"] + 1, "updated_at": now()}
        row |= searched(table, row)
        rows.append(row)
        journal.note_added(table, row["id"], image_of(table, row))
    if rows:
        connection.execute(table.insert(), rows)


def mark_undone(connection: Connection, operation: int, by: int) -> None:
    connection.execute(OPERATION.update().where(OPERATION.c.id == operation).values(undone_by=by))


def rows_added_by(connection: Connection, kind: str) -> list[tuple[str, int]]:
    """Rows that operations of a kind added, in force and not removed since (the sample data)."""
    later = CHANGE.alias("later")
    rows = connection.execute(
        select(CHANGE.c.tbl, CHANGE.c.row)
        .join(OPERATION, OPERATION.c.id == CHANGE.c.operation)
        .where(
            OPERATION.c.kind == kind,
            in_force(),
            CHANGE.c.verb == ADDED,
            ~exists().where(
                later.c.tbl == CHANGE.c.tbl, later.c.row == CHANGE.c.row, later.c.verb == REMOVED
            ),
        )
        .order_by(CHANGE.c.row)
    )
    return [(TABLE_NAMES[number], row) for number, row in rows]


def greatest_key(connection: Connection) -> int:
    """The newest key of the journal: the floor of the program's next keys. Plain, for every start waits for it."""
    newest = connection.exec_driver_sql("SELECT max(id) FROM operation").scalar() or 0
    rows = 'SELECT max("row") FROM "change" WHERE operation = ?'
    return max(newest, connection.exec_driver_sql(rows, (newest,)).scalar() or 0)
