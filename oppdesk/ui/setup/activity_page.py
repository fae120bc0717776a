"""The page of activities: their steps below, and at the right the tasks they will become, with their days."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import FieldError
from oppdesk.domain.tasks import ActivityStep, PlannedTask, plan
from oppdesk.domain.words import PRIORITY, Priority, TaskType
from oppdesk.i18n import _
from oppdesk.ui.metrics import Type
from oppdesk.ui.opportunity_words import TASK_ICONS
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.model import NEW
from oppdesk.ui.setup.side import Side
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.widgets.labels import text
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace


class ActivityPage(SetupPage):
    def __init__(self, place: Workplace, key: str = "activity") -> None:
        super().__init__(place, key)

    def begin(self) -> None:
        self.steps.edited.connect(self._plan)
        self.start.changed.connect(lambda _day: self._plan())
        super().begin()

    @property
    def steps(self) -> ListEditor:
        assert self.lines is not None  # noqa: S101 - this page always has them
        return self.lines

    def make_side(self) -> QWidget:
        side = Side()
        today = self.place.desk.context.work_date
        self.start = DateEdit(self.place.form, today)
        self.start.set_value(today)
        group = FieldGroup()
        group.add(_("&Start of the activity"), self.start)
        self.tasks = Lines()
        self._none = text(
            _("Without steps it becomes one task without a description."), colour="text2", wrap=True
        )
        for part in (
            text(_("The tasks it will become"), Type.LEAD),
            text(_("Follows every change you make on the left"), Type.CAPTION, "text2", wrap=True),
            group,
            self.tasks,
            self._none,
        ):
            side.column.addWidget(part)
        side.fit()
        return side

    def _plan(self) -> None:
        day = self.start.day() or self.place.desk.context.work_date
        steps = [each for each in self.steps.rows() if each.get("step")]
        lines = [self._line(task) for step in sorted(steps, key=_number) for task in _planned(step, day)]
        self.tasks.set_lines(lines)
        self._none.setVisible(not lines and self.rows.current() != NEW)

    def _line(self, task: PlannedTask | FieldError) -> Line:
        if isinstance(task, FieldError):
            return Line(None, task.message, icon="circle-alert", tone="overdue")
        day = self.place.form.long_day(task.on)
        words = [day, _("on a weekend")] if task.on_weekend else [day]
        if task.priority is not Priority.NORMAL:
            words.append(_("{priority} priority").format(priority=_(PRIORITY[task.priority])))
        tone, icon = ("stale", "triangle-alert") if task.on_weekend else ("neutral", TASK_ICONS[task.type])
        return Line(None, task.description, "  ·  ".join(words), icon=icon, tone=tone)  # type: ignore[arg-type]


def _number(step: Mapping[str, Any]) -> int:
    return int(step.get("step") or 0)


def _planned(step: Mapping[str, Any], day: Any) -> list[PlannedTask | FieldError]:
    """The task of one step; what is wrong with its formula while that is being typed."""
    made = ActivityStep(
        _number(step),
        TaskType(int(step.get("type") or 0)),
        str(step.get("description") or ""),
        Priority(int(step.get("priority") or 0)),
        str(step.get("date_formula") or ""),
    )
    try:
        return list(plan([made], day))
    except FieldError as error:
        return [error]
