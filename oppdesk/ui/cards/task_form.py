"""The fields of a task, saved when they are left, with the questions that a change of its owner asks (7.4, 7.6)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain import date_formula, task_times
from oppdesk.domain.errors import UserError
from oppdesk.domain.records import TASK
from oppdesk.domain.tasks import Closed, TaskSheet
from oppdesk.domain.words import CountedFrom, TaskStatus, TaskType
from oppdesk.i18n import N_, _
from oppdesk.ui import metrics, task_flows
from oppdesk.ui.cards.saved_form import SavedForm
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.form import FieldForm
from oppdesk.ui.metrics import px
from oppdesk.ui.reminder_box import ReminderBox
from oppdesk.ui.widgets.edits import FormulaEdit
from oppdesk.ui.widgets.field_row import FieldRow, align_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in TASK}
_TIMES = ("on", "start_time", "duration", "ending_on", "ending_time", "all_day")
_SERIES = ("recurring", "recurring_interval", "counted_from")
_GROUPS = (
    (N_("General"), ("description", "type", "location", "status", "priority")),
    (N_("When"), _TIMES),
    (N_("For whom"), ("salesperson", "team", "completed_by", "contact", "opportunity")),
    (N_("Series"), _SERIES),
)
GROUPS = tuple(
    (title, tuple(replace(_FIELDS[name], read_only=False, hint="") for name in names))
    for title, names in _GROUPS
)
NAMES = tuple(name for _title, names in _GROUPS for name in names)
# What a type has beside what all have (7.4).
_OF_TYPE = {
    TaskType.NONE: frozenset({"on", "ending_on", "contact"}),
    TaskType.CALL: frozenset({"on", "start_time", "duration", "ending_time", "contact"}),
    TaskType.MEETING: frozenset({*_TIMES, "location"}),
}
_OF_ANY = frozenset(NAMES) - frozenset({*_TIMES, "location", "contact", "completed_by"})


def values_of(task: TaskSheet) -> dict[str, object]:
    """By the names of the fields."""
    return {field.name: getattr(task, field.name) for field in fields(task)}


def _timed(task: TaskSheet) -> dict[str, object]:
    """What does not take all day any more begins at some time (TSK-7), as of another type (7.4): to be changed."""
    at: dict[str, object] = {"start_time": task_times.MIDNIGHT}
    return at if task.duration > task_times.DAY else at | {"duration": task_times.HALF_AN_HOUR}


class TaskForm(SavedForm):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self._task: TaskSheet | None = None
        self.fields = FieldForm(place, GROUPS, parent=self)
        self.reminder = ReminderBox()
        row = FieldRow(_("Re&minder"), self.reminder)
        align_labels(row, *[self.fields.row(name) for name in NAMES])
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(self.fields)
        column.addWidget(row)
        column.addStretch(1)
        interval = self.fields.editor("recurring_interval")
        if isinstance(interval, FormulaEdit):
            interval.hinted.disconnect()  # the next day is told as the series counts
        self.fields.left.connect(self._left)
        self.fields.faults_changed.connect(self.faults_changed)
        self.reminder.changed.connect(lambda minutes: self._store({"reminder": minutes}))

    # -- showing ------------------------------------------------------------------------------------------

    def show_task(self, task: TaskSheet) -> None:
        """The values as they are stored; what is being typed stays."""
        self._task = task
        self.fields.fill(self.stored())
        self.reminder.set_value(task.reminder)
        self.fields.show_only(self.shown_names(task))
        is_meeting = task.type is TaskType.MEETING
        box = self.fields.editor("type")
        if isinstance(box, ChoiceBox):
            box.setEnabled(not is_meeting)
            model = box.model()
            if isinstance(model, QStandardItemModel):
                model.item(TaskType.MEETING).setEnabled(is_meeting)
        reason = _("A meeting stays a meeting.") if is_meeting else _("A stored task becomes no meeting.")
        box.setToolTip(reason)
        self.fields.set_read_only(_SERIES[1:], locked=not task.recurring)
        self.fields.row("recurring_interval").set_hint(self._next_day(task), "calendar-check")
        self.fields.set_read_only(("completed_by",), locked=task.closed)
        organizer = is_meeting and task.team is None
        self.fields.set_read_only(("salesperson",), locked=organizer)
        hint = _("Organizes the meeting. A team may take it over.") if organizer else ""
        self.fields.row("salesperson").set_hint(hint, "info" if hint else "")

    def shown_names(self, task: TaskSheet) -> frozenset[str]:
        """What this task has."""
        names = _OF_ANY | _OF_TYPE[task.type]
        if task.all_day and task.type is TaskType.MEETING:
            names -= {"start_time", "duration", "ending_time"}
        return names | ({"completed_by"} if task.team is not None else frozenset())

    def _next_day(self, task: TaskSheet) -> str:
        """As far as it is known: counted from the closing it is not."""
        is_known = task.recurring and task.counted_from is CountedFrom.DUE_DATE and task.recurring_interval
        if not is_known or task.on is None:
            return ""
        try:
            day = date_formula.advance(task.recurring_interval, task.on)
        except UserError as error:
            return error.message
        return _("The next one: {day}").format(day=self._place.form.long_day(day))

    def stored(self) -> Mapping[str, object]:
        return values_of(self._task) if self._task is not None else {}

    # -- saving -------------------------------------------------------------------------------------------

    def _left(self, values: Mapping[str, object]) -> None:
        """What asks something first, or closes the task, goes its own way."""
        task = self._task
        if task is None:
            return
        if values.get("all_day") is False and task.all_day:
            values = {**_timed(task), **values}
        if values.get("status") == TaskStatus.COMPLETED and not task.closed:
            task_flows.finish(self._place, self.window(), [task.id], self._read_again)
        elif values.keys() & task_flows.AGREED:
            self._ask(task, values)
        else:
            self._store(values)

    def _ask(self, task: TaskSheet, values: Mapping[str, object]) -> None:
        service, number = self._place.desk.tasks, task.id

        def answer(question: str) -> None:
            self._pending -= 1
            if question:
                self._place.prompts.confirm(
                    self.window(), question, _("Go on"), lambda: self._store(values), otherwise=self._give_up
                )
            else:
                self._store(values)

        def refused(error: Exception) -> None:
            self._pending -= 1
            self.refuse(error)  # type: ignore[arg-type]

        self._pending += 1  # the window waits
        self._place.jobs.read(lambda: service.question(number, values), answer, failed=refused, urgent=True)

    def _store(self, values: Mapping[str, object]) -> None:
        task = self._task
        if task is None:
            return
        service, number = self._place.desk.tasks, task.id
        # What was saved a moment ago raised the version; another window's change is refused.
        version = None if self._pending else task.version
        self.write(_("Save task"), lambda _progress: service.change(number, values, version))

    def _saved(self, result: object) -> None:
        super()._saved(result)
        if isinstance(result, Closed):
            task_flows.tell_closed(self._place, self.window(), result)

    def _give_up(self) -> None:
        """Answered no: the old value stands there again (7.6)."""
        self._read_again()
        self._tell_settled()

    def _read_again(self) -> None:
        self.fields.clear(self.stored())
        self.faults_changed.emit()
