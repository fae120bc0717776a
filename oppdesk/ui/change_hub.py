"""Brings the news of committed operations to the windows: on their thread, and a burst of them as one."""

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal

from oppdesk.domain.changes import Changes
from oppdesk.services.changes import ChangeLog


class ChangeHub(QObject):
    """`changed` carries all that was committed since the windows last had their turn, as one `Changes`."""

    changed = Signal(object)
    day_changed = (
        Signal()
    )  # the work date, or at midnight the computer's, is another: what is overdue changes
    _arrived = Signal()

    def __init__(self, log: ChangeLog, parent: QObject | None = None, *, inline: bool = False) -> None:
        """`inline` tells at once what is committed on the windows' own thread, as tests want it."""
        super().__init__(parent)
        self._waiting: deque[Changes] = deque()
        self._inline = inline
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self.close = log.subscribe(self._take)

    def _take(self, changes: Changes) -> None:
        """Called by whoever committed, in any thread."""
        self._waiting.append(changes)
        if self._inline and _on_windows_thread():
            self._tell()
        else:
            self._arrived.emit()

    def _tell(self) -> None:
        parts = []
        while self._waiting:
            parts.append(self._waiting.popleft())
        if parts:
            self.changed.emit(merged(parts))


def merged(parts: Sequence[Changes]) -> Changes:
    """Several operations as one piece of news, told by the name of the last: what was removed is not changed.

    What was only derived, as pairs of duplicates, is no operation and has no name.
    """
    if len(parts) == 1:
        return parts[0]
    named = next((each for each in reversed(parts) if each.operation), parts[-1])
    added: set[tuple[str, int]] = set()
    changed: set[tuple[str, int]] = set()
    removed: set[tuple[str, int]] = set()
    for each in parts:
        added = (added | each.added) - each.removed
        changed = (changed | each.changed) - each.removed
        removed = (removed - each.added) | each.removed
    return Changes(
        named.operation,
        named.title,
        named.kind,
        frozenset(added),
        frozenset(changed - added),
        frozenset(removed),
    )


def _on_windows_thread() -> bool:
    app = QCoreApplication.instance()
    return app is not None and QThread.currentThread() is app.thread()
