"""The one place where changes are captured, so no service can forget it: what an operation did, row by row.

Mapped objects are noted by a flush listener, Core rows by `insert`, `update` and `delete` here, imports by
`insert_many`. One net change a row and operation; values as JSON of what is stored. Undo reads them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Insert, Select, Table, Update, bindparam, event, select
from sqlalchemy import inspect as inspected

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import StaleError
from oppdesk.i18n import _
from oppdesk.storage import insertion, sqlite, sqlite_bulk
from oppdesk.storage.base import DERIVED, Record, journaled, metadata, quiet, searched, to_json
from oppdesk.storage.journal_tables import ADDED, CHANGE, CHANGED, REMOVED, TABLE_NUMBERS

if TYPE_CHECKING:
    from sqlalchemy.orm import ORMExecuteState, Session

Values = dict[str, Any]
JOURNAL = "journal"  # what a session calls its own
_CHANGE = CHANGE.insert()
_SOME = 500  # rows whose journal is one statement over all their keys


@dataclass(slots=True)
class Net:
    """What happened to one row so far, all in JSON values: its whole image before a removal, its changed columns."""

    verb: int
    before: Values
    after: Values


class Journal:
    """Collects the changes of one operation; `write` puts them beside the operation's row."""

    def __init__(self, operation: int) -> None:
        self.operation = operation
        self._net: dict[tuple[str, int], Net] = {}
        self._ranges: list[tuple[str, list[int]]] = []
        self._silent: set[tuple[str, int]] = set()

    # -- capture ------------------------------------------------------------------------------------------

    def note_added(self, table: Table, row: int, image: Values) -> None:
        removed = self._net.pop((table.name, row), None)
        if removed is None:
            self._net[table.name, row] = Net(ADDED, {}, {})
            return
        names = [column.name for column in journaled(table)]
        changed = {name for name in names if removed.before.get(name) != image.get(name)}
        if changed:
            before = {name: removed.before.get(name) for name in changed}
            self._net[table.name, row] = Net(CHANGED, before, {name: image.get(name) for name in changed})

    def note_changed(self, table: Table, row: int, before: Values, after: Values) -> None:
        if not before:
            return
        net = self._net.get((table.name, row))
        if net is None:
            self._net[table.name, row] = Net(CHANGED, dict(before), dict(after))
        elif net.verb == CHANGED:
            for name, value in after.items():
                net.before.setdefault(name, before[name])
                net.after[name] = value
                if net.before[name] == value:
                    del net.before[name], net.after[name]
            if not net.before:
                del self._net[table.name, row]

    def note_removed(self, table: Table, row: int, image: Values) -> None:
        net = self._net.pop((table.name, row), None)
        if net is not None and net.verb == ADDED:
            return
        self._net[table.name, row] = Net(REMOVED, image | (net.before if net else {}), {})

    # -- Core rows ----------------------------------------------------------------------------------------

    def insert(self, connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
        row = {"version": 1, "updated_at": now(), **values}
        row |= searched(table, row)
        connection.execute(_statements(table).insert, row)
        self.note_added(table, row["id"], image_of(table, row))

    def update(
        self,
        connection: Connection,
        table: Table,
        row: int,
        values: Mapping[str, Any],
        version: int | None = None,
    ) -> None:
        """Change one row; raises StaleError when it is gone or not of the version that was read."""
        old = connection.execute(_statements(table).select, {"row_id": row}).mappings().first()
        if old is None or (version is not None and old["version"] != version):
            raise StaleError(
                _("This record was changed elsewhere meanwhile. Look at the newest values first.")
            )
        self._update(connection, table, dict(old), values)

    def amend(self, connection: Connection, record: Record, values: Values) -> None:
        """Change a mapped record that this transaction has read, at once and without a flush's look at them all."""
        from sqlalchemy.orm.attributes import set_committed_value  # noqa: PLC0415 - who has one has the mapper

        stored = self._update(connection, record.__table__, record.__dict__, values)
        for name, value in stored.items():
            set_committed_value(record, name, value)

    def _update(
        self, connection: Connection, table: Table, old: Mapping[str, Any], values: Mapping[str, Any]
    ) -> Values:
        """Store what differs, for each column named touches its indexes; what was stored, nothing if nothing was."""
        before, after = difference(table, old, values)
        stored = {name: value for name, value in values.items() if name in after or name in quiet(table)}
        if not stored:
            return {}
        if not after.keys().isdisjoint(table.info.get("search", ())):
            stored |= searched(table, {**old, **values})
        stored |= {"version": old["version"] + 1, "updated_at": now()}
        connection.execute(_statements(table).update, {**stored, "row_id": old["id"]})
        self.note_changed(table, old["id"], before, after)
        return stored

    def delete(self, connection: Connection, table: Table, row: int) -> None:
        old = connection.execute(_statements(table).select, {"row_id": row}).mappings().first()
        if old is None:
            raise StaleError(_("This record was removed elsewhere meanwhile."))
        connection.execute(table.delete().where(table.c.id == row))
        self.note_removed(table, row, image_of(table, dict(old)))

    def insert_many(
        self, connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]], expected: int
    ) -> list[int]:
        """Insert complete rows, blank where they say nothing; their journal is one statement over all their keys."""
        keys: list[int] = []
        with sqlite_bulk.together(connection, table.name, keys, expected):
            insertion.insert(connection, table, rows, now(), keys)
        if len(keys) > _SOME:
            self._ranges.append((table.name, keys))
        else:
            for key in keys:  # new ones, so nothing was removed that they replace
                self.note_added(table, key, {})
        return keys

    # -- the end of the operation --------------------------------------------------------------------------

    def __bool__(self) -> bool:
        return bool(self._net or self._ranges)

    def silence(self, rows: Iterable[tuple[str, int]]) -> None:
        """Write of these rows only that they changed, not what: somebody is to be forgotten."""
        self._silent.update(rows)

    def write(self, connection: Connection) -> None:
        """Write the collected changes; the operation's own row is there already."""
        bulk = self._added_in_bulk() if self._net else frozenset()

        def told(key: tuple[str, int], values: Values) -> str | None:
            return as_text(values) if values and key not in self._silent else None

        rows = [
            {
                "operation": self.operation,
                "tbl": TABLE_NUMBERS[table],
                "row": row,
                "verb": net.verb,
                "before": told((table, row), net.before),
                "after": told((table, row), net.after),
            }
            for (table, row), net in self._net.items()
            if (table, row) not in bulk  # added by this operation: its journal says so already
        ]
        if rows:
            connection.execute(_CHANGE, rows)
        for table, ids in self._ranges:
            connection.execute(
                sqlite.journal_of_new_rows(table),
                {
                    "operation": self.operation,
                    "tbl": TABLE_NUMBERS[table],
                    "verb": ADDED,
                    "first": min(ids),
                    "last": max(ids),
                },
            )

    def touched(self) -> dict[str, dict[int, frozenset[str] | None]]:
        """The rows by table, with the columns that were changed, None for all: what is derived is made of these."""
        found: dict[str, dict[int, frozenset[str] | None]] = {}
        for (table, row), net in self._net.items():
            found.setdefault(table, {})[row] = frozenset(net.after) if net.verb == CHANGED else None
        for table, ids in self._ranges:
            found.setdefault(table, {}).update(dict.fromkeys(ids))
        return found

    def _added_in_bulk(self) -> set[tuple[str, int]]:
        return set(chain.from_iterable(zip(repeat(table), ids, strict=False) for table, ids in self._ranges))

    def changes(self, title: str, kind: str) -> Changes:
        """The news of the operation."""
        found: dict[int, set[tuple[str, int]]] = {ADDED: set(), CHANGED: set(), REMOVED: set()}
        bulk = self._added_in_bulk()
        gone = {key for key, net in self._net.items() if net.verb == REMOVED and key in bulk}
        for key, net in self._net.items():
            if key not in bulk:
                found[net.verb].add(key)
        found[ADDED] |= bulk - gone
        return Changes(
            operation=self.operation,
            title=title,
            kind=kind,
            added=frozenset(found[ADDED]),
            changed=frozenset(found[CHANGED]),
            removed=frozenset(found[REMOVED]),
        )


def now() -> datetime:
    return datetime.now(UTC)


class _Statements(NamedTuple):
    """Of one row. Made once a table: making a statement takes longer than answering it."""

    select: Select[Any]
    insert: Insert
    update: Update


@cache
def _statements(table: Table) -> _Statements:
    is_it = table.c.id == bindparam("row_id")
    return _Statements(select(table).where(is_it), table.insert(), table.update().where(is_it))


def as_text(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def image_of(table: Table, row: Mapping[str, Any]) -> Values:
    """All of a row but derived columns, in JSON values: what a removed row is put back from."""
    return {
        column.name: to_json(column, row.get(column.name))
        for column in table.columns
        if column.name not in DERIVED
    }


def difference(table: Table, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Values, Values]:
    """The journaled columns in which a row differs from its new values, before and after."""
    before, after = {}, {}
    for column in journaled(table):
        if column.name not in new:
            continue
        was, is_now = to_json(column, old[column.name]), to_json(column, new[column.name])
        if was != is_now:
            before[column.name], after[column.name] = was, is_now
    return before, after


# -- mapped objects --------------------------------------------------------------------------------------------


@cache
def sessions() -> type[Session]:
    """Sessions whose flushes are captured by the journal in their `info`; what would slip past is refused."""
    from sqlalchemy.orm import Session as Plain  # noqa: PLC0415 - who only reads needs no mapper

    class Noted(Plain):
        pass

    event.listen(Noted, "before_flush", _derive)
    event.listen(Noted, "after_flush", lambda flushed, _context: _capture(flushed, flushed.info[JOURNAL]))
    event.listen(Noted, "do_orm_execute", _refuse_bulk)
    return Noted


def _derive(session: Session, _context: Any, _objects: Any) -> None:
    stamp = now()
    for record in [*session.new, *session.dirty]:
        if isinstance(record, Record) and (record in session.new or session.is_modified(record)):
            record.updated_at = stamp
            table = metadata.tables[record.__tablename__]
            for name, value in searched(table, record.__dict__).items():
                setattr(record, name, value)


def _capture(session: Session, journal: Journal) -> None:
    for record in session.new:
        table = metadata.tables[record.__tablename__]
        journal.note_added(table, record.id, image_of(table, record.__dict__))
    for record in session.dirty:
        table = metadata.tables[record.__tablename__]
        before, after = {}, {}
        state = inspected(record)
        for column in journaled(table):
            history = state.attrs[column.name].history
            if not history.has_changes():
                continue
            if not history.deleted:
                raise AssertionError(f"{table.name}.{column.name} changed without its value before")
            was, is_now = to_json(column, history.deleted[0]), to_json(column, history.added[0])
            if was != is_now:
                before[column.name], after[column.name] = was, is_now
        journal.note_changed(table, record.id, before, after)
    for record in session.deleted:
        table = metadata.tables[record.__tablename__]
        journal.note_removed(table, record.id, _committed(table, record))


def _committed(table: Table, record: Record) -> Values:
    state = inspected(record)
    image = {}
    for column in table.columns:
        if column.name in DERIVED:
            continue
        history = state.attrs[column.name].history
        values = history.deleted or history.unchanged
        if not values:
            raise AssertionError(f"{table.name}.{column.name} removed without its value")
        image[column.name] = to_json(column, values[0])
    return image


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not state.is_select:
        raise AssertionError("Bulk statements go through the journal, or nobody could undo them")
