"""Undo over restarts, and who changed what: both read the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.services.changes import ChangeLog
from oppdesk.storage import lookups, record_history, undo
from oppdesk.storage.unit_of_work import Reader, Store


@dataclass(frozen=True, slots=True)
class Undoable:
    operation: int
    title: str


@dataclass(frozen=True, slots=True)
class Event:
    """What was done to a record; `values` are field, before and after, references as Ref."""

    operation: int
    at: datetime
    author: str  # code of the salesperson, blank when nobody said who it is
    title: str
    values: tuple[tuple[Field, Any, Any], ...]


class History:
    def __init__(self, store: Store, changes: ChangeLog) -> None:
        self._store = store
        self._last: Undoable | None = None
        self._is_known = False
        changes.subscribe(self._hear)

    def last(self) -> Undoable | None:
        """What Undo would take back now; it costs nothing to ask often."""
        if not self._is_known:
            self._look()
        return self._last

    def _hear(self, changes: Changes) -> None:
        """Called by whoever committed, before any window hears of it: the windows need not read."""
        if changes.kind in undo.NOT_UNDONE or not changes.operation:
            self._look()
        else:
            self._last, self._is_known = Undoable(changes.operation, changes.title), True

    def _look(self) -> None:
        with self._store.read() as connection:
            found = undo.last_operation(connection)
        self._last = Undoable(found.id, found.title) if found else None
        self._is_known = True

    def undo(self, operation: int | None = None) -> str:
        """Take an operation back (the last one by default); its title, blank when there is nothing to undo.

        RuleError says what stands in the way.
        """
        if operation is None:
            last = self.last()
            if last is None:
                return ""
            operation = last.operation
        return self._store.undo(operation)

    def of(self, table: str, row: int, fields: Sequence[Field], lines: Sequence[str] = ()) -> list[Event]:
        """Who changed what of a record, the newest first, undone operations left out.

        `fields` are those that are told; `lines` names the tables of rows that hang on it and count as its own.
        """
        known = {field.name: field for field in fields}
        with self._store.read() as connection:
            return [
                Event(
                    done.operation,
                    done.at,
                    done.author,
                    done.title,
                    tuple(
                        (known[name], *(_shown(connection, known[name], value) for value in values))
                        for name, values in done.values.items()
                        if name in known
                    ),
                )
                for done in record_history.of_record(connection, table, row, lines)
            ]


def _shown(connection: Reader, field: Field, value: Any) -> Any:
    """A reference as it is named today; one that is gone is blank."""
    if field.kind is not Kind.LOOKUP or value is None:
        return value
    found: Ref | None = lookups.ref(connection, str(field.target), int(value))
    return found
