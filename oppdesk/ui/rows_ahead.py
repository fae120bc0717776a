"""Brings rows before they are scrolled to, beside the windows: a frame then only paints, and never waits for a disk."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from oppdesk.ui.jobs import Jobs
from oppdesk.ui.list_rows import Row
from oppdesk.ui.rows_at_hand import AHEAD, KEPT, Rows


class RowsAhead(QObject):
    """Of one list; `read` brings the rows of some ids."""

    came = Signal()  # some of what `look` asked for is at hand

    def __init__(
        self, rows: Rows, read: Callable[[Sequence[int]], Sequence[Row]], jobs: Jobs, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._read = read
        self._jobs = jobs
        self._asked = -1  # the age of the rows when something was asked for that is still on its way

    def look(self, positions: Callable[[int, int], Iterable[int]], first: int, last: int) -> bool:
        """Ask for some of what lies beyond these rows, if it is not there for two pages; whether it was not.

        `positions` are those of the records in some rows.
        """
        # On a very high screen what is brought would drive out others.
        near = min(2 * (last - first + 1), KEPT // 8)
        far = near + AHEAD
        after, before = list(positions(last + 1, last + far)), list(positions(first - far, first - 1))[::-1]
        wanted = self._rows.missing(after, near) or self._rows.missing(before, near)
        age, read = self._rows.age, self._read

        def arrived(rows: Sequence[Row]) -> None:
            if age == self._rows.age:  # or it may have changed since it was read
                self._asked = -1
                self._rows.add(wanted, rows)
                self.came.emit()

        if wanted and self._asked != age:
            self._asked = age
            self._jobs.read(lambda: read(wanted), arrived)
        return bool(wanted)
