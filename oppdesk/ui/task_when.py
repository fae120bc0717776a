"""The fields of when a task is: day, time, how long and until when, each following the others (7.4)."""

from datetime import date, time
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain import task_times
from oppdesk.domain.errors import UserError
from oppdesk.domain.task_times import When
from oppdesk.domain.words import TaskType
from oppdesk.i18n import _
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DateEdit, DurationEdit, TimeEdit
from oppdesk.ui.widgets.field_row import FieldRow
from oppdesk.ui.widgets.paired import Paired
from oppdesk.ui.workplace import Workplace


class WhenFields(Paired):
    """`when` is what stands in them, None without a day; only what the type has is shown."""

    changed = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        form, today = place.form, place.desk.context.today
        self._type, self._minutes, self._is_all_day = TaskType.NONE, task_times.DAY, False
        self._start: time | None = None
        self.on = DateEdit(form, today)
        self.start_time = TimeEdit(form)
        self.duration = DurationEdit(form)
        self.ending_on = DateEdit(form, today)
        self.ending_time = TimeEdit(form)
        self.all_day = CheckBox(_("A&ll day"))
        self.all_day.setAccessibleName(_("All day"))
        self.rows = {
            "on": FieldRow(_("D&ate"), self.on),
            "start_time": FieldRow(_("Start t&ime"), self.start_time),
            "duration": FieldRow(_("D&uration"), self.duration),
            "ending_on": FieldRow(_("Ending date"), self.ending_on),
            "ending_time": FieldRow(_("Endin&g time"), self.ending_time),
            "all_day": FieldRow("", self.all_day),
        }
        self.take(*self.rows.values())
        self.on.changed.connect(lambda _day: self._follow())
        self.start_time.changed.connect(self._begin)
        self.duration.changed.connect(self._last)
        for field in (self.ending_on, self.ending_time):
            field.changed.connect(lambda _value: self._end())
        self.all_day.toggled.connect(self._take_all_day)
        self._arrange()

    # -- what stands there --------------------------------------------------------------------------------

    def when(self) -> When | None:
        on = self.on.day()
        return None if on is None else When(self._type, on, self._start, self._minutes, self._is_all_day)

    def set_when(
        self, kind: TaskType, on: date | None, start: time | None, minutes: int, *, all_day: bool
    ) -> None:
        """Show these; nothing is said to have changed."""
        self._type, self._start, self._minutes, self._is_all_day = kind, start, minutes, all_day
        self.on.set_value(on)
        self._show()
        self._arrange()

    def values(self) -> dict[str, Any]:
        """By the names of the fields of a task."""
        return {
            "on": self.on.day(),
            "start_time": self._start,
            "duration": self._minutes,
            "all_day": self._is_all_day,
        }

    # -- following ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Everything but the day, which is typed."""
        was_blocked = self.all_day.blockSignals(True)
        self.all_day.setChecked(self._is_all_day)
        self.all_day.blockSignals(was_blocked)
        if not self.start_time.hasFocus():
            self.start_time.set_value(self._start)
        if not self.duration.hasFocus():
            self.duration.set_value(self._minutes or None)
        when = self.when()
        ending_on, ending_time = when.ending if when is not None else (None, None)
        if not self.ending_on.hasFocus():
            self.ending_on.set_value(ending_on)
        if not self.ending_time.hasFocus():
            self.ending_time.set_value(ending_time)
        for name in ("ending_on", "ending_time", "duration"):
            self.rows[name].set_fault("")

    def _follow(self) -> None:
        self._show()
        self.changed.emit()

    def _begin(self, start: object) -> None:
        self._start = start if isinstance(start, time) else None
        self._follow()

    def _last(self, minutes: object) -> None:
        self._minutes = minutes if isinstance(minutes, int) else 0
        self._follow()

    def _end(self) -> None:
        """What it lasts follows from its end (TSK-5)."""
        when, day = self.when(), self.ending_on.day()
        if when is None:
            return
        if self.rows["ending_on"].isHidden() or day is None:
            day = when.on
        try:
            self._minutes = task_times.until(when, day, self.ending_time.time()).duration
        except UserError as error:
            name = "ending_time" if self.rows["ending_on"].isHidden() else "ending_on"
            self.rows[name].set_fault(error.message)
            return
        self._follow()

    def _take_all_day(self, on: bool) -> None:
        when = self.when()
        if when is not None:
            when = task_times.with_all_day(when, all_day=on)
            self._start, self._minutes = when.start_time, when.duration
        self._is_all_day = on
        self._show()
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        rows = self.rows
        lines: tuple[tuple[str, ...], ...] = {
            TaskType.NONE: (("on", "ending_on"),),
            TaskType.CALL: (("on", "start_time"), ("duration", "ending_time")),
            TaskType.MEETING: (("on", "start_time"), ("ending_on", "ending_time"), ("duration", "all_day")),
        }[self._type]
        if self._is_all_day and self._type is TaskType.MEETING:
            lines = (("on", "ending_on"), ("all_day",))
        self.arrange([[rows[name] for name in line] for line in lines])

    def fault(self) -> tuple[str, QWidget] | None:
        """The first field that is wrong, and why."""
        for row in self.rows.values():
            if not row.isHidden() and row.fault():
                return row.fault(), row.field
        return None
