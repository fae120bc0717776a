"""Says on stderr when a start has shown its window and its first list, for who measures or tests it.

OPPDESK_MARKS=1 gives the moments, OPPDESK_MARKS=modules also what was imported until then.
"""

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QMainWindow

WANTED = os.environ.get("OPPDESK_MARKS", "")


def mark(name: str) -> None:
    """Moment and CPU seconds of the process; the moment is of the clock that all processes share."""
    if not WANTED or sys.stderr is None:
        return
    if WANTED == "modules":
        print("modules", name, *sys.modules, file=sys.stderr, flush=True)  # noqa: T201 - what is asked for
    print(f"mark {name} {time.monotonic()} {time.process_time()}", file=sys.stderr, flush=True)  # noqa: T201


def watch_lists(frame: QMainWindow) -> None:
    """Mark the first painted list that has rows."""
    if WANTED:
        from oppdesk.ui.table_view import RecordTable  # noqa: PLC0415 - it is there by now

        watcher = _FirstRows(frame)
        for view in frame.findChildren(RecordTable):
            view.viewport().installEventFilter(watcher)


class _FirstRows(QObject):
    _is_told = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = watched.parent()
        if event.type() == QEvent.Type.Paint and isinstance(view, QAbstractItemView) and not self._is_told:
            model = view.model()
            row = [model.index(0, column).data() for column in range(model.columnCount())] if model else []
            if any(row):
                self._is_told = True
                QTimer.singleShot(0, lambda: mark("data"))
        return False
