"""The side of a task's card: how to reach whom it is for, what it is about, its series and the team it belongs to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain import task_series
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import CountedFrom, TaskType
from oppdesk.i18n import _
from oppdesk.ui import links, metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.task_parts import about_lines, seat_line
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from datetime import date

    from oppdesk.domain.tasks import TaskSheet
    from oppdesk.ui.workplace import Workplace

SHOWN = 4  # days of the series
_AHEAD = timedelta(days=3650)


class TaskSide(QWidget):
    opened = Signal(str, object)  # table, id; of "page" the key of a page of this card

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._about_title = SectionTitle(_("About"))
        self.about = Lines()
        self._nobody = Text(_("It is about no contact and no opportunity."), Type.BODY, "text2", wrap=True)
        self.seats_title = SectionTitle("", _("Schedule"))
        self.seats = Lines()
        self._series_title = SectionTitle(_("The next ones"))
        self.series = Lines()
        self._series_line = Text("", Type.BODY, "text2", wrap=True)
        self.skip = buttons.button(_("&Skip forward"), "redo", small=True)
        self._lines = [Hairline(), Hairline()]
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._about_title, self.about, self._nobody),
            (self._lines[0], self.seats_title, self.seats),
            (self._lines[1], self._series_title, self._series_line, self.series, self.skip),
        )
        for group in groups:
            for each in group:
                column.addWidget(each)
                if each in self._lines:
                    column.addSpacing(px(0.5))
            column.addSpacing(px(0.5))
        column.setAlignment(self.skip, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.about.chosen.connect(self._follow)
        self.seats.chosen.connect(self._follow)
        self.seats_title.linked.connect(lambda: self.opened.emit("page", "meeting"))

    def show_task(self, task: TaskSheet) -> None:
        about = about_lines(task)
        self.about.set_lines(about)
        self._nobody.setVisible(not about)
        is_meeting = task.type is TaskType.MEETING
        seats = task.attendees if is_meeting else task.members
        self.seats_title.set_title(_("Attendees") if is_meeting else _("Members of the team"))
        self.seats_title.set_link(_("Schedule") if is_meeting else "")
        self.seats.set_lines([seat_line(seat, is_meeting=is_meeting) for seat in seats])
        for each in (self._lines[0], self.seats_title):
            each.setVisible(bool(seats))
        self._show_series(task)

    def _show_series(self, task: TaskSheet) -> None:
        days: list[date] = []
        words = ""
        if task.recurring and not task.closed and task.on is not None:
            if task.counted_from is CountedFrom.CLOSING_DATE:
                words = _("The next one is made when this one is done, counted from that day.")
            elif not task.recurring_interval:
                words = _("Fill in the interval, so that the next one can be planned.")
            else:
                words, days = self._dates(task)
        self._series_line.setText(words)
        self._series_line.setVisible(bool(words))
        self.series.set_lines([Line(None, self._place.form.long_day(day), icon="calendar") for day in days])
        is_series = task.recurring and not task.closed
        for each in (self._lines[1], self._series_title):
            each.setVisible(is_series)
        today = self._place.desk.context.today
        self.skip.setVisible(
            is_series and task.on is not None and task.on < today and bool(task.recurring_interval)
        )

    @staticmethod
    def _dates(task: TaskSheet) -> tuple[str, list[date]]:
        assert task.on is not None  # noqa: S101 - asked before
        try:
            found = task_series.dates(task.recurring_interval, task.on, task.on + _AHEAD)
        except UserError as error:
            return error.message, []
        return "", found[1 : SHOWN + 1]

    def _follow(self, what: object) -> None:
        if isinstance(what, QUrl):
            links.follow(what, self._place.prompts, self.window())
        elif isinstance(what, tuple):
            self.opened.emit(*what)
