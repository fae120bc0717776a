"""The next open task of a record as one block that says what, when, and whether it is late; or that there is none."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from oppdesk.domain.words import TASK_TYPE
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.views import TaskView
from oppdesk.ui import paint
from oppdesk.ui.metrics import ICON_BUTTON, Type, px
from oppdesk.ui.opportunity_words import TASK_ICONS
from oppdesk.ui.tips import literal


class TaskBlock(QWidget):
    """The next open task on a quiet ground of its own, or that there is none."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._icon, self._title, self._note = "", "", ""
        self._tone: paint.Tone = "neutral"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_task(self, task: TaskView | None, *, today_words: str) -> None:
        if task is None:
            self._icon, self._title = "circle-dashed", _("No next step")
            self._note = _("Add a task, so that it does not fall asleep.")
        else:
            self._icon = TASK_ICONS[task.type]
            self._title = task.description or _("a task without description")
            self._note = " · ".join((self._form.long_day(task.on), today_words or _(TASK_TYPE[task.type])))
        self._tone = "neutral" if task else "stale"
        self.setAccessibleName(f"{self._title}. {self._note}")
        self.setToolTip(literal(self._title))
        self.update()

    def set_late(self, *, is_late: bool) -> None:
        if is_late:
            self._tone = "overdue"
        self.update()

    def words(self) -> str:
        return self._title

    def sizeHint(self) -> QSize:
        return QSize(px(30), px(6.5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "sunken")
        paint.outline(painter, self.rect(), "hair")
        colour = paint.TONES[self._tone][0]
        paint.icon(painter, self._icon, colour, px(1.5), self.rect(), ICON_BUTTON)
        inner = self.rect().adjusted(px(4.75), px(0.75), -px(1), -px(0.75))
        middle = inner.top() + inner.height() // 2
        title = QRect(inner.left(), inner.top(), inner.width(), middle - inner.top())
        paint.text(painter, title, self._title, Type.NAME)
        note = QRect(inner.left(), middle, inner.width(), inner.bottom() + 1 - middle)
        paint.text(painter, note, self._note, Type.CAPTION_FIGURE, "text2" if colour == "text2" else colour)
        painter.end()
