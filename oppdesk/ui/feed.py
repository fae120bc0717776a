"""Keeps the calendar file of my tasks as they are: some seconds after each change, beside the windows (9.11)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from oppdesk.domain.progress import Progress
from oppdesk.i18n import _

if TYPE_CHECKING:
    from oppdesk.domain.changes import Changes
    from oppdesk.domain.errors import UserError
    from oppdesk.ui.workplace import Workplace

PAUSE = 5_000  # milliseconds after a change: several make one file
START = 20_000  # after the start, when there is time
_TABLES = ("task", "attendee", "contact", "opportunity", "salesperson")  # what it tells of


class Feed(QObject):
    """Off until the user switches it on in Preferences. `remarked` says, once, why it cannot be written."""

    remarked = Signal(str)

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._shown = self._wish()
        self._fault = ""
        self._runs = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.write)
        place.hub.changed.connect(self._take_news)
        place.hub.day_changed.connect(lambda: self._soon(PAUSE))
        place.preferences.changed.connect(self._take_preferences)
        self._soon(START)

    def _wish(self) -> tuple[bool, str, int | None]:
        now = self._place.preferences.now
        return now.feed and bool(now.feed_folder), now.feed_folder, now.salesperson

    def _soon(self, pause: int) -> None:
        if self._wish()[0]:
            self._timer.start(pause)

    def _take_news(self, changes: Changes) -> None:
        if changes.touches(*_TABLES):
            self._soon(PAUSE)

    def _take_preferences(self) -> None:
        if self._wish() == self._shown:
            return
        self._shown, self._fault = self._wish(), ""
        self._timer.stop()
        self._soon(0)

    def write(self) -> None:
        """Now; a change that comes meanwhile is written after it."""
        if self._runs:
            self._soon(PAUSE)
            return
        folder, feed = Path(self._place.preferences.now.feed_folder), self._place.desk.calendar_feed
        self._runs = True
        self._place.jobs.apart(
            Progress(), lambda: feed.write(folder), self._written, self._refused, self._end
        )

    def _end(self) -> None:
        self._runs = False

    def _written(self, _path: Path | None) -> None:
        self._fault = ""

    def _refused(self, error: UserError) -> None:
        if error.message != self._fault:
            self._fault = error.message
            self.remarked.emit(_("The calendar of my tasks: {reason}").format(reason=error.message))
