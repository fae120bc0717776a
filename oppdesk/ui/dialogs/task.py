"""A task beside an opportunity or a contact: what, when, of which kind; and another day for one that is there."""

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.domain import date_formula
from oppdesk.domain.errors import UserError
from oppdesk.domain.records import TASK
from oppdesk.domain.words import PRIORITY, TASK_TYPE, Priority, TaskType
from oppdesk.i18n import _
from oppdesk.services.views import TaskView
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in TASK}


class AddTask(Sheet):
    def __init__(
        self,
        place: Workplace,
        name: str,
        parent: QWidget | None = None,
        *,
        opportunity: int | None = None,
        contact: int | None = None,
    ) -> None:
        super().__init__(_("Add task"), parent, width=62)
        self._place, self._opportunity, self._contact = place, opportunity, contact
        self.tell_subject(name, "")
        self.description = ParsedEdit(_FIELDS["description"].check, str)
        self.on = DateEdit(place.form, place.desk.context.work_date)
        self.type = ChoiceBox(TASK_TYPE)
        self.priority = ChoiceBox(PRIORITY)
        self.priority.set_value(int(Priority.NORMAL))
        group = FieldGroup()
        self.add(group, "description", _("&Description"), self.description)
        self.add(group, "on", _("D&ate"), self.on)
        self.add(group, "type", _("&Type"), self.type)
        self.add(group, "priority", _("&Priority"), self.priority)
        self.on.set_value(_usual_day(place))
        self.body.addWidget(group)
        self.body.addStretch(1)
        self.primary.setText(_("Add task"))

    def finish(self) -> None:
        on = self.on.day()
        if on is None:
            self.refused(UserError(_("Fill in the date."), "on", "M-03"))
            return
        tasks, opportunity, contact = self._place.desk.tasks, self._opportunity, self._contact
        words = str(self.description.value() or "")
        kind, priority = TaskType(self.type.value()), Priority(self.priority.value())
        self.write(
            self._place.jobs,
            _("Add task"),
            lambda _p: tasks.add(
                words, on, type=kind, priority=priority, opportunity=opportunity, contact=contact
            ),
        )


def _usual_day(place: Workplace) -> date:
    formula = place.desk.setup.single("marketing_setup")["default_task_date"]
    return date_formula.advance(str(formula or ""), place.desk.context.work_date)


class PostponeTask(Sheet):
    """Three usual days on one click each, or any other."""

    def __init__(self, place: Workplace, task: TaskView, parent: QWidget | None = None) -> None:
        super().__init__(_("Postpone task"), parent, width=56)
        self._place, self._task = place, task
        self.tell_subject(task.description or _("a task without description"), place.form.long_day(task.on))
        today = place.desk.context.work_date
        self.on = DateEdit(place.form, today)
        group = FieldGroup()
        self.add(group, "on", _("New &date"), self.on)
        row = QHBoxLayout()
        row.setSpacing(px(1))
        for words, day in (
            (_("&Tomorrow"), today + timedelta(days=1)),
            (_("Next &week"), today + timedelta(days=7)),
            (_("Next &month"), date_formula.advance("1M", today)),
        ):
            made = buttons.button(words, small=True)
            made.setAutoDefault(False)
            made.setToolTip(place.form.long_day(day))
            made.clicked.connect(lambda _checked=False, day=day: self._take(day))
            row.addWidget(made, 1)
        self.body.addWidget(group)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.on.set_value(max(task.on or today, today) + timedelta(days=1))
        self.primary.setText(_("Postpone"))

    def _take(self, day: date) -> None:
        self.on.set_value(day)
        self.accept()

    def finish(self) -> None:
        on, task = self.on.day(), self._task.id
        if on is None:
            self.refused(UserError(_("Fill in the date."), "on", "M-03"))
            return
        tasks = self._place.desk.tasks
        self.write(self._place.jobs, _("Postpone task"), lambda _p: tasks.postpone(task, on))


def open_add_task(
    place: Workplace,
    parent: QWidget | None,
    name: str,
    *,
    opportunity: int | None = None,
    contact: int | None = None,
) -> AddTask:
    dialog = AddTask(place, name, parent, opportunity=opportunity, contact=contact)
    dialog.open()
    dialog.description.setFocus()
    return dialog


def open_postpone(place: Workplace, parent: QWidget | None, task: TaskView) -> PostponeTask:
    dialog = PostponeTask(place, task, parent)
    dialog.open()
    dialog.on.setFocus()
    dialog.on.selectAll()
    return dialog
