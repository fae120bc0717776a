"""Whether a new task repeats, how often, and which days that makes (7.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain import task_series
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import COUNTED_FROM, CountedFrom
from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.editors import ChoiceBox, explain
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import FormulaEdit
from oppdesk.ui.widgets.field_row import FieldRow, Note
from oppdesk.ui.widgets.paired import Paired

if TYPE_CHECKING:
    from datetime import date

    from oppdesk.domain.tasks import NewTask
    from oppdesk.ui.workplace import Workplace

SHOWN = 3  # days that are told
_AHEAD = timedelta(days=3650)


class SeriesFields(QWidget):
    changed = Signal()
    unfolded = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.repeats = CheckBox(_("R&epeats (recurring task)"))
        self.interval = FormulaEdit(lambda text: explain(text, place.desk.context.today, place.form))
        self.interval.setPlaceholderText(_("1W, 1M, 3M …"))
        self.counted_from = ChoiceBox(COUNTED_FROM)
        self.rows = {
            "recurring_interval": FieldRow(_("Inter&val"), self.interval),
            "counted_from": FieldRow(_("Counted &from"), self.counted_from),
        }
        self.interval.hinted.disconnect()  # its days are told below, from the day of the task
        self.pair = Paired()
        self.pair.take(*self.rows.values())
        self._told = Note()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        self.first = FieldRow("", self.repeats)
        for each in (self.first, self.pair, self._told):
            column.addWidget(each)
        self.repeats.toggled.connect(self._unfold)
        self.interval.changed.connect(lambda _text: self._touch())
        self.counted_from.changed.connect(lambda _from: self._touch())
        self._unfold(False)

    def show_series(self, new: NewTask) -> None:
        self.interval.set_value(new.recurring_interval or None)
        self.counted_from.set_value(int(new.counted_from))
        self.repeats.setChecked(new.recurring)

    def values(self) -> dict[str, Any]:
        is_on = self.repeats.isChecked()
        return {
            "recurring": is_on,
            "recurring_interval": str(self.interval.value() or "") if is_on else "",
            "counted_from": CountedFrom(self.counted_from.value()) if is_on else CountedFrom.NONE,
        }

    def tell(self, first: date | None) -> None:
        """The next days, as far as they are known: counted from the closing they are not."""
        interval = str(self.interval.value() or "")
        if not self.repeats.isChecked() or not interval or first is None or self.interval.fault():
            self._told.say("")
            return
        if self.counted_from.value() == CountedFrom.CLOSING_DATE:
            self._told.say(
                _("The next one is made when this one is done, counted from that day."), "refresh-cw"
            )
            return
        try:
            days = task_series.dates(interval, first, first + _AHEAD)[1 : SHOWN + 1]
        except UserError as error:
            self._told.say(error.message, "circle-alert", "overdue")
            return
        shown = [self._place.form.long_day(day) for day in days]
        words = _("The next ones: {days} …").format(days=", ".join(shown)) if shown else ""
        self._told.say(words, "refresh-cw")

    def told(self) -> str:
        return self._told.words()

    def _touch(self) -> None:
        for row in self.rows.values():
            row.set_fault("")
        self.changed.emit()

    def _unfold(self, is_on: bool) -> None:
        """A series is usually counted from its due dates."""
        if is_on and self.counted_from.value() == CountedFrom.NONE:
            self.counted_from.set_value(int(CountedFrom.DUE_DATE))
        rows = self.rows
        self.pair.arrange([(rows["recurring_interval"], rows["counted_from"])] if is_on else [])
        self.pair.setVisible(is_on)
        self.changed.emit()
        self.unfolded.emit()
