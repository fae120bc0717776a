"""Undo over restarts, and who changed what: both read the journal."""

from dataclasses import dataclass

from oppdesk.services.kept import ANY, Kept
from oppdesk.storage import undo
from oppdesk.storage.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Undoable:
    operation: int
    title: str


class History:
    def __init__(self, store: Store, kept: Kept) -> None:
        self._store = store
        self._kept = kept

    def last(self) -> Undoable | None:
        """What Undo would take back now; it costs nothing to ask often."""
        return self._kept.get("undo", ANY, self._last)

    def _last(self) -> Undoable | None:
        with self._store.read() as connection:
            found = undo.last_operation(connection)
        return Undoable(found.id, found.title) if found else None

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
