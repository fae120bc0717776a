"""Undo over restarts, and who changed what: both read the journal."""

from dataclasses import dataclass

from oppdesk.domain.changes import Changes
from oppdesk.services.changes import ChangeLog
from oppdesk.storage import undo
from oppdesk.storage.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Undoable:
    operation: int
    title: str


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
