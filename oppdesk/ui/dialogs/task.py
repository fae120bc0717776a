"""Another day for a task that is there."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.domain import date_formula
from oppdesk.domain.errors import UserError
from oppdesk.domain.tasks import TaskSheet
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.views import TaskView
from oppdesk.ui import task_words
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace


class DayOrFormula(DateEdit):
    """A day, or how far from today it lies: "2W" is as good as "in 2 weeks" (7.11)."""

    def __init__(self, form: LocaleFormat, today: date) -> None:
        super().__init__(form, today)
        self._read = lambda text: _understood(text, form, today)


def _understood(text: str, form: LocaleFormat, today: date) -> date | None:
    try:
        return form.parse_day(text, today)
    except ValueError:
        try:
            return date_formula.advance(text, today)
        except UserError:
            pass  # what it is no day for says more
        raise


class PostponeTask(Sheet):
    """Three usual days on one click each, or any other; `others` go to the same day."""

    def __init__(
        self,
        place: Workplace,
        task: TaskView | TaskSheet,
        parent: QWidget | None = None,
        *,
        others: Sequence[int] = (),
    ) -> None:
        super().__init__(_("Postpone task"), parent, width=56)
        self._place, self._tasks = place, (task.id, *others)
        name = task.description or _("a task without description")
        if others:
            name = task_words.counted(len(self._tasks), place.form)
        self.tell_subject(name, "" if others else place.form.long_day(task.on))
        today = place.desk.context.work_date
        self.on = DayOrFormula(place.form, today)
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
        on, chosen = self.on.day(), self._tasks
        if on is None:
            self.refused(UserError(_("Fill in the date."), "on", "M-03"))
            return
        tasks = self._place.desk.tasks
        self.write(
            self._place.jobs,
            _("Postpone task"),
            lambda progress: tasks.postpone_all(chosen, on, progress),
        )


def open_postpone(
    place: Workplace, parent: QWidget | None, task: TaskView | TaskSheet, others: Sequence[int] = ()
) -> PostponeTask:
    dialog = PostponeTask(place, task, parent, others=others)
    dialog.open()
    dialog.on.setFocus()
    dialog.on.selectAll()
    return dialog
