"""The tasks of a record, each done, postponed, cancelled or taken up again where it stands."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.words import TASK_TYPE
from oppdesk.i18n import _
from oppdesk.services.views import TaskView
from oppdesk.ui import task_flows
from oppdesk.ui.dialogs.task import open_postpone
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import TASK_ICONS, how_far
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.lines import Line, LineButton
from oppdesk.ui.workplace import Workplace


class TaskRows(QWidget):
    """Open ones by date, then those done; filled, not made anew."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._rows: list[TaskRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(0.25))

    def set_tasks(self, tasks: Sequence[TaskView]) -> None:
        while len(self._rows) < len(tasks):
            made = TaskRow(self._place)
            self._rows.append(made)
            self._column.addWidget(made)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(tasks))
            if at < len(tasks):
                row.show_task(tasks[at])
        self.setVisible(bool(tasks))

    def rows(self) -> "list[TaskRow]":
        return [row for row in self._rows if not row.isHidden()]

    def parts(self) -> dict[int, QWidget]:
        """What takes the cursor of each, by the task."""
        return {row.task.id: row.words for row in self.rows() if row.task is not None}


class TaskRow(QWidget):
    """A box for done, the words, and the two other ways to be rid of it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.task: TaskView | None = None
        self.done = QCheckBox()
        self.words = LineButton()
        self.postpone = buttons.icon_button("calendar-clock", _("Postpone"), small=True)
        self.cancel = buttons.icon_button("x", _("Cancel task"), small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(0.5))
        row.addWidget(self.done)
        row.addWidget(self.words, 1)
        row.addWidget(self.postpone)
        row.addWidget(self.cancel)
        self.done.clicked.connect(self._finish)
        self.postpone.clicked.connect(self._postpone)
        self.cancel.clicked.connect(self._cancel)
        self.words.clicked.connect(self._open)

    def show_task(self, task: TaskView) -> None:
        self.task = task
        form, today = self._place.form, self._place.desk.context.work_date
        is_late = not task.closed and task.on is not None and task.on < today
        words = task.description or _("a task without description")
        self.words.show_line(
            Line(
                task.id,
                words,
                self._note(task, is_late=is_late),
                form.short_day(task.on, today),
                icon="clock-alert" if is_late else TASK_ICONS[task.type],
                tone="overdue" if is_late else "neutral",
            )
        )
        self.done.setChecked(task.closed)
        name = _("Open again: {task}") if task.closed else _("Done: {task}")
        self.done.setAccessibleName(name.format(task=words))
        self.done.setToolTip(_("Open again") if task.closed else _("Done"))
        self.postpone.setAccessibleName(_("Postpone {task}").format(task=words))
        self.cancel.setAccessibleName(_("Cancel {task}").format(task=words))
        for button in (self.postpone, self.cancel):
            button.setVisible(not task.closed)

    def _note(self, task: TaskView, *, is_late: bool) -> str:
        form, today = self._place.form, self._place.desk.context.work_date
        if task.canceled:
            return _("cancelled on {date}").format(date=form.short_day(task.closed_on, today))
        if task.closed:
            return _("done on {date}").format(date=form.short_day(task.closed_on, today))
        return how_far(task.on, today) if is_late and task.on else _(TASK_TYPE[task.type])

    def _finish(self) -> None:
        if self.task is None:
            return
        tasks, number = self._place.desk.tasks, self.task.id
        if self.task.closed:
            self._run(_("Open task again"), lambda: tasks.reopen(number))
        else:
            task_flows.finish(self._place, self.window(), [number], self._untick)

    def _untick(self) -> None:
        """It could not be done."""
        self.done.setChecked(False)

    def _cancel(self) -> None:
        if self.task is not None:
            task_flows.cancel(self._place, self.window(), [self.task.id])

    def _open(self) -> None:
        if self.task is not None:
            self._place.open_record("task", self.task.id)

    def _run(self, title: str, work: Callable[[], None]) -> None:
        self._place.jobs.run(title, lambda _progress: work())

    def _postpone(self) -> None:
        if self.task is not None:
            open_postpone(self._place, self.window(), self.task)
