"""The list under the bell: each task that asks for attention, done, put to rest or opened by one key."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from oppdesk.i18n import N_, _
from oppdesk.services.reminders import Due
from oppdesk.services.today_values import DueTask
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages.today_lines import Stack
from oppdesk.ui.pages.today_tasks import TaskLine
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, text
from oppdesk.ui.widgets.popup import Popup
from oppdesk.ui.workplace import Workplace

WIDTH, MOST = 70, 8  # u; lines that are seen without scrolling


class ReminderLine(TaskLine):
    later, later_icon, later_key = N_("Snooze"), "alarm-clock-off", Qt.Key.Key_S
    later_named, keys_told = N_("Snooze {task}"), N_("Space: done. S: snooze. Enter: open.")
    day_keys: ClassVar[Mapping[Qt.Key, int]] = {}


class ReminderStack(Stack[ReminderLine]):
    opened = Signal(object)  # DueTask
    finished = Signal(object)  # ReminderLine
    put_off = Signal(object, QPoint)  # DueTask, where its menu goes

    def make(self) -> ReminderLine:
        line = ReminderLine(self)
        line.opened.connect(lambda: self.opened.emit(line.task))
        line.finished.connect(lambda: self.finished.emit(line))
        line.put_off.connect(lambda at: self.put_off.emit(line.task, at))
        return line


class ReminderList(QWidget):
    """What the popup holds."""

    snooze_all = Signal(QPoint)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._count = 0
        self.title = SectionTitle(_("Reminders"), _("Snooze all"))
        self.stack = ReminderStack()
        self.nothing = text(_("Nothing asks for your attention."), Type.BODY, "text2", wrap=True)
        self.more = text("", Type.CAPTION, "text2", wrap=True)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._inner = QWidget()
        self.stack.setParent(self._inner)
        self._area.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)  # a scroll area switches it on
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(px(1), px(1), px(1), px(1))
        column.setSpacing(px(0.5))
        head = QVBoxLayout()
        head.setContentsMargins(px(1), 0, px(1), 0)
        head.addWidget(self.title)
        column.addLayout(head)
        column.addWidget(Hairline())
        column.addWidget(self._area)
        for words in (self.nothing, self.more):
            words.setContentsMargins(px(1), px(0.5), px(1), px(0.5))
            column.addWidget(words)
        self.title.linked.connect(
            lambda: self.snooze_all.emit(self.title.mapToGlobal(self.title.rect().bottomLeft()))
        )
        self.stack.met.connect(self._show_line)

    def show_due(self, due: Due) -> None:
        whole = self._place.form.whole
        today = self._place.desk.context.today
        for line, task in zip(self.stack.use(len(due.tasks)), due.tasks, strict=True):
            line.show_task(task, today, self._place.form)
        self._count = len(due.tasks)
        self.title.set_count(whole(due.count) if due.count else "")
        self.title.set_link(_("Snooze all") if len(due.tasks) > 1 else "")
        rest = due.count - len(due.tasks)
        self.more.setText(
            _("{count} more stand in the list of tasks.").format(count=whole(rest)) if rest else ""
        )
        self.more.setVisible(rest > 0)
        self.nothing.setVisible(not due.tasks)
        self._area.setVisible(bool(due.tasks))
        self._arrange()

    def tasks(self) -> Sequence[DueTask]:
        return [line.task for line in self.stack.lines() if line.task is not None]

    def take_focus(self) -> None:
        self.stack.take_focus(Qt.FocusReason.TabFocusReason)

    def _arrange(self) -> None:
        wide = self._area.viewport().width()
        tall = self._count * px(metrics.TWO_LINES)
        self._inner.resize(wide, tall)
        self.stack.setGeometry(0, 0, wide, tall)

    def _show_line(self) -> None:
        line = next((line for line in self.stack.lines() if line.hasFocus()), None)
        if line is not None:
            self._area.ensureVisible(0, line.geometry().center().y(), 0, line.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def wanted(self) -> QSize:
        """All lines up to MOST, the words that stand there instead or below."""
        self._area.setFixedHeight(min(self._count, MOST) * px(metrics.TWO_LINES))
        self._column.activate()
        return QSize(px(WIDTH), self.sizeHint().height())


class ReminderPopup(Popup):
    """Stands under the bell until Esc or a click elsewhere."""

    def __init__(self, place: Workplace, bell: QWidget) -> None:
        self.list = ReminderList(place)
        super().__init__(bell, self.list, takes_focus=True)
        self._bell = bell

    def show_due(self, due: Due) -> None:
        self.list.show_due(due)
        if self.isVisible():
            self.show_beside(self._bell, self.list.wanted())
            if not any(stop.hasFocus() for stop in self.list.stack.stops()):
                self.list.take_focus()  # it was empty while it was read

    def open(self) -> None:
        self.show_beside(self._bell, self.list.wanted())
        self.list.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
