"""What a move will do, shown beside the form while one types: by the rules' own functions, writing nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.domain import opportunity as rules
from oppdesk.domain.standing import Stage
from oppdesk.domain.tasks import PlannedTask
from oppdesk.domain.words import Step
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.services.opportunities import Situation
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import TASK_ICONS, reckoning
from oppdesk.ui.widgets.labels import Hairline, Text

_LINE = 3.25  # u: a task that will be created
_GAUGE = 4.25  # u: a figure with its bar


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an entry would say; None stands for a figure that there is not yet."""

    stage: Stage
    chances: int
    probability: int
    current_value: int
    reckoning: str
    tasks: tuple[PlannedTask, ...]
    is_blocked: bool  # by the missing quote


def consequence(
    now: Situation,
    step: Step,
    stage: Stage,
    value: int,
    chances: int,
    on: date | None,
    form: LocaleFormat,
) -> Consequence:
    """R-EST-01 to R-EST-04 for what stands in the dialog, checked or not."""
    if now.cycle is None:
        return Consequence(stage, chances, 0, 0, "", (), is_blocked=True)
    if step in (Step.SKIP, Step.JUMP) and stage.chances:
        chances = stage.chances
    likely = rules.probability(now.cycle.method, chances, stage.completed)
    tasks = () if step is Step.UPDATE or on is None else now.planned(stage, on)
    return Consequence(
        stage=stage,
        chances=chances,
        probability=likely,
        current_value=value * likely,
        reckoning=reckoning(now.cycle, value, chances, stage.completed, form),
        tasks=tasks,
        is_blocked=rules.quote_missing(now.standing, step, stage),
    )


class CurrentValue(QWidget):
    """Before -> after, the difference, and how it comes about."""

    def __init__(self, form: LocaleFormat, currency: str) -> None:
        super().__init__()
        self._form = form
        self._currency = Text(currency, Type.BODY, "text2")
        self._before = Text("", Type.LEAD_FIGURE, "text2")
        self._arrow = Text("→", Type.BODY, "text2")
        self._after = Text("", Type.TITLE_FIGURE, "accent")
        self._change = Text("", Type.CAPTION_FIGURE_NAME, "text2")
        self._how = Text("", Type.CAPTION_FIGURE, "text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        column.addWidget(Text(_("Calculated current value"), Type.CAPTION, "text2"))
        row = QHBoxLayout()
        row.setSpacing(px(1))
        for each in (self._before, self._arrow, self._after, self._currency):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self._change)
        column.addLayout(row)
        column.addWidget(self._how)

    def tell(self, before: int | None, after: int, how: str) -> None:
        """Both in minor units x basis points."""
        self._before.setVisible(before is not None)
        self._arrow.setVisible(before is not None)
        self._before.setText("" if before is None else self._form.value(before))
        self._after.setText(self._form.value(after))
        self._how.setText(how)
        change = after - (before or 0)
        self._change.setVisible(before is not None and change != 0)
        sign = "+" if change > 0 else "−"
        self._change.setText(f"{sign} {self._form.value(abs(change))}")
        self._change.set_colour("won" if change > 0 else "text2")


class Gauges(QWidget):
    """Figures now and after, each with a bar of both."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, int | None, int, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, rows: tuple[tuple[str, int | None, int, str, str], ...]) -> None:
        """Each row: its name, both values in basis points, both as they read."""
        self._rows = rows
        self.setAccessibleName(
            "; ".join(
                _("{name}: now {now}, after {after}").format(name=name, now=now, after=after)
                for name, _before, _after, now, after in rows
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(30), px(2.5 + _GAUGE * 3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        column = max(px(9), round(metrics.face(Type.FIGURE_STRONG).width("100.0 %")) + px(1.5))
        right = self.width()
        after = QRect(right - column, 0, column, px(2.5))
        now = after.translated(-column, 0)
        paint.text(painter, now, _("now"), Type.CAPTION, "text2", "right")
        paint.text(painter, after, _("after"), Type.CAPTION_STRONG, "accent", "right")
        for index, (name, before, later, now_words, after_words) in enumerate(self._rows):
            top = px(2.5 + _GAUGE * index)
            label = QRect(0, top, right - 2 * column, px(2.75))
            paint.text(painter, label, name, Type.BODY, "text")
            now = QRect(right - 2 * column, top, column, px(2.75))
            paint.text(painter, now, now_words, Type.FIGURE, "text2", "right")
            after = now.translated(column, 0)
            paint.text(painter, after, after_words, Type.FIGURE_STRONG, "text", "right")
            low, high = sorted((before or 0, later))
            bar = QRect(0, top + px(3), right, max(3, px(0.5)))
            paint.bar(painter, bar, low / rules.FULL, "accent", high / rules.FULL)
        painter.end()


class PlannedTasks(QWidget):
    """The tasks that a stage's activity will create, with their dates."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._tasks: tuple[PlannedTask, ...] = ()
        self._title = Text("", Type.STRONG)
        self._plan = Text("", Type.CAPTION, "text2")
        self._lines = _TaskLines(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        self._rule = Hairline()
        column.addWidget(self._rule)
        column.addSpacing(px(1))
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self._plan)
        column.addLayout(row)
        column.addWidget(self._lines)

    def tell(self, tasks: tuple[PlannedTask, ...], plan: str, none: str) -> None:
        """`none` is said when nothing will be created."""
        count = len(tasks)
        words = ngettext("{count} task will be created", "{count} tasks will be created", count)
        self._title.setText(words.format(count=count) if tasks else none)
        self._plan.setText(_("plan {plan}").format(plan=plan) if tasks and plan else "")
        if tasks != self._tasks:
            self._tasks = tasks
            self._lines.tell(tasks)

    def shown(self) -> tuple[PlannedTask, ...]:
        return self._tasks


class _TaskLines(QWidget):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._tasks: Sequence[PlannedTask] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, tasks: Sequence[PlannedTask]) -> None:
        self._tasks = tasks
        self.setAccessibleName("; ".join(f"{self._form.long_day(t.on)}: {self._words(t)}" for t in tasks))
        self.updateGeometry()
        self.update()

    @staticmethod
    def _words(task: PlannedTask) -> str:
        return task.description or _("a task without description")

    def sizeHint(self) -> QSize:
        return QSize(px(30), px(_LINE * len(self._tasks)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, task in enumerate(self._tasks):
            room = QRect(0, px(_LINE * index), self.width(), px(_LINE))
            paint.icon(painter, TASK_ICONS[task.type], "text2", 0, room, metrics.ICON_TEXT)
            day = self._form.long_day(task.on)
            width = round(metrics.face(Type.FIGURE).width(day)) + px(1)
            at = QRect(room.right() + 1 - width, room.top(), width, room.height())
            paint.text(painter, at, day, Type.FIGURE, "text2", "right")
            words = QRect(px(3), room.top(), at.left() - px(4), room.height())
            paint.text(painter, words, self._words(task), Type.BODY, "text")
        painter.end()
