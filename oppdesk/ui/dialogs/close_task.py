"""What is asked around the end of a task: who did it, what came of it, whether its series ends (7.3, 7.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.tasks import Closed
from oppdesk.domain.words import TaskType
from oppdesk.i18n import _
from oppdesk.ui import task_flows
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.choices import ChoiceCard
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import Text

if TYPE_CHECKING:
    from oppdesk.domain.tasks import TaskSheet
    from oppdesk.ui.workplace import Workplace


class CompletedBy(Sheet):
    """Of a team's task: which of its members did it (TSK-8)."""

    def __init__(self, place: Workplace, sheet: TaskSheet, parent: QWidget | None = None) -> None:
        super().__init__(_("Task done"), parent, width=58)
        self._place, self._sheet = place, sheet
        team = sheet.team.text if sheet.team else ""
        self.tell_subject(sheet.description or sheet.number, _("Team {team}").format(team=team))
        self.completed_by = LookupField("salesperson", place)
        group = FieldGroup()
        self.add(group, "completed_by", _("Completed &by"), self.completed_by)
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.primary.setText(_("Task done"))
        me = place.desk.context.salesperson
        if any(seat.salesperson is not None and seat.salesperson.id == me for seat in sheet.members):
            self.completed_by.set_value(place.desk.lists.ref("salesperson", me))

    def finish(self) -> None:
        who = self.completed_by.value()
        if who is None:
            self.refused(UserError(_("Say who did it."), "completed_by", task_flows.BY_WHOM))
            return
        tasks, task = self._place.desk.tasks, self._sheet.id
        self.write(self._place.jobs, _("Task done"), lambda _progress: tasks.done(task, who.id))

    def stored(self, result: object = None) -> None:
        super().stored()
        window = self.parentWidget()
        if window is not None and isinstance(result, Closed):
            task_flows.tell_closed(self._place, window, result)


class AfterClosing(Sheet):
    """The next of the series, and the offer to record what came of this one."""

    def __init__(self, place: Workplace, closed: Closed, name: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Task done"), parent, width=58)
        self._place, self._closed = place, closed
        self.tell_subject(name, "")
        self.next = Text("", wrap=True)
        self.skip = buttons.button("", "redo")
        self.skip.setAutoDefault(False)
        self.skip.clicked.connect(self._skip)
        self.question = Text("", wrap=True)
        self.question.hide()
        self.body.addWidget(self.next)
        self.body.addWidget(self.skip)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.question)
        self.body.addStretch(1)
        self._tell_next()
        if closed.ask_interaction:
            self.question.setText(_("Shall what came of it be recorded?"))
            self.question.show()
            is_call = closed.type is TaskType.CALL
            self.primary.setText(_("&Log the call…") if is_call else _("&Record interaction…"))
            self.cancel_button.setText(_("&Not now"))
        else:
            self.primary.setText(_("Close"))
            self.cancel_button.hide()

    def _tell_next(self) -> None:
        closed, form = self._closed, self._place.form
        self.next.setVisible(closed.next is not None)
        self.skip.setVisible(closed.may_skip_to is not None)
        if closed.next is None:
            return
        day, skip_to = form.long_day(closed.next_on), closed.may_skip_to
        words = _("The next one is {number}, on {day}.").format(number=closed.next_number, day=day)
        if skip_to is not None:
            words += " " + _("That day is past.")
            self.skip.setText(_("&Skip forward to {day}").format(day=form.long_day(skip_to)))
        self.next.setText(words)

    def _skip(self) -> None:
        tasks, task, skip_to = self._place.desk.tasks, self._closed.next, self._closed.may_skip_to
        if task is None or skip_to is None:
            return
        words = _("The next one is {number}, on {day}.").format(
            number=self._closed.next_number, day=self._place.form.long_day(skip_to)
        )

        def skipped(_result: object) -> None:
            self.next.setText(words)
            self.skip.hide()
            self.primary.setFocus()

        def end() -> None:
            self.skip.setEnabled(True)

        self.skip.setEnabled(False)  # a second click would skip again
        self._place.jobs.run(
            _("Skip forward"), lambda _progress: tasks.skip_forward(task), skipped, self.refused, end
        )

    def finish(self) -> None:
        self.stored()
        window = self.parentWidget()
        if self._closed.ask_interaction and window is not None:
            task_flows.record(self._place, window, self._closed.task, self._closed.type)


class CancelTask(Sheet):
    """This one only, or the whole series (A-2)."""

    def __init__(self, place: Workplace, sheet: TaskSheet, parent: QWidget | None = None) -> None:
        super().__init__(_("Cancel task"), parent, width=62)
        self._place, self._sheet = place, sheet
        self.tell_subject(sheet.description or sheet.number, place.form.long_day(sheet.on))
        self.one = ChoiceCard(
            "calendar-clock", _("Only this one"), _("The next one will be planned."), key="Alt+1"
        )
        self.series = ChoiceCard(
            "ban", _("The whole series"), _("Nothing more will be planned."), key="Alt+2"
        )
        self.one.setChecked(True)
        self.body.addWidget(self.one)
        self.body.addWidget(self.series)
        self.body.addStretch(1)
        self.cancel_button.setText(_("Leave it"))
        self.primary.setText(_("Cancel task"))

    def finish(self) -> None:
        tasks, task, series = self._place.desk.tasks, self._sheet.id, self.series.isChecked()
        self.write(self._place.jobs, _("Cancel task"), lambda _progress: tasks.cancel(task, series=series))

    def stored(self, result: object = None) -> None:
        super().stored()
        window = self.parentWidget()
        if window is not None and isinstance(result, Closed):
            task_flows.tell_closed(self._place, window, result)


def open_completed_by(place: Workplace, parent: QWidget, task: int) -> None:
    def show(sheet: TaskSheet) -> None:
        dialog = CompletedBy(place, sheet, parent)
        dialog.open()
        dialog.completed_by.setFocus()

    place.jobs.read(lambda: place.desk.tasks.sheet(task), show, urgent=True)


def open_after_closing(place: Workplace, parent: QWidget, closed: Closed) -> None:
    def show(sheet: TaskSheet) -> None:
        asks = closed.ask_interaction and _has_somebody(sheet)
        if not asks and closed.next is None:
            return
        told = replace(closed, ask_interaction=asks)
        dialog = AfterClosing(place, told, sheet.description or sheet.number, parent)
        dialog.open()
        dialog.primary.setFocus()

    place.jobs.read(lambda: place.desk.tasks.sheet(closed.task), show, urgent=True)


def _has_somebody(sheet: TaskSheet) -> bool:
    """Whether an interaction could have been with anybody."""
    return sheet.contact is not None or any(seat.contact is not None for seat in sheet.seats)


def open_cancel(place: Workplace, parent: QWidget, sheet: TaskSheet) -> CancelTask:
    dialog = CancelTask(place, sheet, parent)
    dialog.open()
    dialog.one.setFocus()
    return dialog
