"""Open tasks by day, each done with one key or put off to another day where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.today_values import DueTask, TaskDays
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.opportunity_words import TASK_ICONS
from oppdesk.ui.pages.today_lines import LiveLine, Stack
from oppdesk.ui.pages.today_words import HEAPS, TaskWhen, task_note, task_when
from oppdesk.ui.widgets import buttons

_BOX, _ICON, _WORDS, _HEAD = 1, 4.5, 7.75, 2.5  # u from the left; height of a heap's name
_LEAST = 18  # u that a task's name keeps beside its buttons


@dataclass(frozen=True, slots=True)
class Heap:
    """Tasks under one name; `days` None has no name over it."""

    days: TaskDays | None
    count: int
    tasks: tuple[DueTask, ...]


class TaskLine(LiveLine):
    """Space is done, P puts it off, Enter opens what it is about; the same as buttons under pointer and focus."""

    finished = Signal()
    put_off = Signal(QPoint)  # where its menu goes, on the screen
    put_by = Signal(int)  # days: by one key
    later, later_icon, later_key = N_("Postpone"), "calendar-clock", Qt.Key.Key_P
    later_named = N_("Postpone {task}")
    keys_told = N_("Space: done. 1, 3 or 7: postpone by so many days. P: postpone. Enter: open.")
    day_keys: ClassVar[Mapping[Qt.Key, int]] = {Qt.Key.Key_1: 1, Qt.Key.Key_3: 3, Qt.Key.Key_7: 7}

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.task: DueTask | None = None
        self._note = ""
        self._when = TaskWhen("")
        self._is_ticked = False
        self.done = buttons.button(_("Done"), "check", small=True)
        self.postpone = buttons.button(_(self.later), self.later_icon, small=True)
        for button in (self.done, self.postpone):
            button.setParent(self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(_(self.keys_told))
            button.installEventFilter(self)
            button.hide()
        self.done.clicked.connect(self._finish)
        self.postpone.clicked.connect(self._put_off)

    def stops(self) -> list[QWidget]:
        return [self, self.done, self.postpone]

    def tall(self) -> int:
        return px(metrics.TWO_LINES)

    def show_task(self, task: DueTask, today: date, form: LocaleFormat, *, is_dated: bool = False) -> None:
        """`is_dated` writes the day of a later task too."""
        is_other = self.task is None or task.id != self.task.id
        self.task = task
        self._note = task_note(task)
        self._when = task_when(task, today, form, is_dated=is_dated)
        self._is_ticked = self._is_ticked and not is_other
        words = self.words()
        said = (words, self._note, self._when.words, self._when.below)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setAccessibleDescription(_(self.keys_told))
        self.done.setAccessibleName(_("Done: {task}").format(task=words))
        self.postpone.setAccessibleName(_(self.later_named).format(task=words))
        self._place_acts()
        self.update()

    def words(self) -> str:
        return (self.task.description if self.task else "") or _("a task without description")

    def box(self) -> QRect:
        """Where the tick is."""
        place = QRect(px(_BOX), 0, px(2.5), self.height())
        return paint.check_box_place(place)

    def whole(self) -> str:
        return "\n".join(part for part in (self.words(), self._note) if part)

    def is_cut(self) -> bool:
        title, note = self._rooms()
        face = metrics.face
        return (
            face(Type.NAME).width(self.words()) > title.width()
            or face(Type.CAPTION).width(self._note) > note.width()
        )

    # -- acts -------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        self._is_ticked = True
        self.update()
        self.finished.emit()

    def untick(self) -> None:
        """It could not be done."""
        self._is_ticked = False
        self.update()

    def _put_off(self) -> None:
        below = self.postpone if self.postpone.isVisible() else self
        self.put_off.emit(below.mapToGlobal(below.rect().bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.accept()  # a key that is held acts once: the next task stands under it by then
        elif event.key() == Qt.Key.Key_Space:
            self._finish()
        elif event.key() == self.later_key and not event.modifiers():
            self._put_off()
        elif event.key() in self.day_keys and not event.modifiers():
            self.put_by.emit(self.day_keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.accept()  # of a button it would be a click
        else:
            super().keyReleaseEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = QRect(0, 0, px(_ICON), self.height())
        if event.button() == Qt.MouseButton.LeftButton and hit.contains(event.position().toPoint()):
            self.setDown(False)
            self._finish()
        else:
            super().mouseReleaseEvent(event)

    # -- the buttons come and go ------------------------------------------------------------------------------

    def _show_acts(self, *, is_left: bool = False) -> None:
        has_focus = any(each.hasFocus() for each in (self, self.done, self.postpone))
        is_shown = has_focus or (self.underMouse() and not is_left)
        for button in (self.done, self.postpone):
            button.setVisible(is_shown)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_acts()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_acts(is_left=True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_acts()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QTimer.singleShot(0, self, self._show_acts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self._show_acts)  # once it is known who has the focus next
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_acts()

    def _place_acts(self) -> None:
        """Beside the day; without their words where the name of the task would be lost."""
        right = self.width() - max(px(11.5), px(2) + self._day_width())
        for words in (True, False):
            for button, verb in ((self.postpone, _(self.later)), (self.done, _("Done"))):
                button.setText(verb if words else "")
            wide = self.postpone.sizeHint().width() + self.done.sizeHint().width() + px(2)
            if right - wide - px(_WORDS) >= px(_LEAST):
                break
        for button in (self.postpone, self.done):
            size = button.sizeHint()
            right -= size.width()
            button.setGeometry(right, (self.height() - size.height()) // 2, size.width(), size.height())
            right -= px(1)

    # -- painting ---------------------------------------------------------------------------------------------

    def _day_width(self) -> int:
        below = metrics.face(Type.CAPTION_FIGURE).width(self._when.below)
        return round(max(metrics.face(Type.FIGURE).width(self._when.words), below) + 0.49)

    def _rooms(self) -> tuple[QRect, QRect]:
        """Where title and note are written."""
        day = self._day_width()
        right = self.width() - px(1) - day - (px(1) if day else 0)
        if self.done.isVisible():
            right = min(right, self.done.geometry().left() - px(1))
        left, middle = px(_WORDS), self.height() // 2
        top = middle - px(2.25) if self._note else middle - px(1.125)
        return QRect(left, top, right - left, px(2.25)), QRect(left, middle, right - left, px(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        if self.task is None:
            painter.end()
            return
        tone: theme.Token = "overdue" if self._when.is_late else "text2"
        paint.check_box(painter, QRect(px(_BOX), 0, px(2.5), self.height()), is_on=self._is_ticked)
        paint.icon(painter, TASK_ICONS[self.task.type], tone, px(_ICON), self.rect(), ICON_TEXT)
        title, note = self._rooms()
        paint.text(painter, title, self.words(), Type.NAME)
        paint.text(painter, note, self._note, Type.CAPTION_FIGURE, "text2")
        room = self.rect().adjusted(0, 0, -px(1), 0)
        middle = self.height() // 2
        top, below = (
            QRect(0, middle - px(2.25), room.width(), px(2.25)),
            QRect(0, middle, room.width(), px(2)),
        )
        day: theme.Token = "overdue" if self._when.is_late else "text"
        paint.text(painter, top if self._when.below else room, self._when.words, Type.FIGURE, day, "right")
        paint.text(painter, below, self._when.below, Type.CAPTION_FIGURE, tone, "right")
        painter.end()


class TaskStack(Stack[TaskLine]):
    """Heaps of tasks under their names; a name is shown when a task under it is."""

    opened = Signal(object)  # DueTask
    finished = Signal(object)  # TaskLine
    put_off = Signal(object, QPoint)  # DueTask, where its menu goes
    put_by = Signal(object, int)  # DueTask, days

    def __init__(self) -> None:
        super().__init__()
        self._heaps: tuple[Heap, ...] = ()
        self._heads: dict[int, tuple[Heap, int]] = {}  # by the number of the first line of the heap
        self._form: LocaleFormat | None = None

    def make(self) -> TaskLine:
        line = TaskLine(self)
        line.opened.connect(lambda: self.opened.emit(line.task))
        line.finished.connect(lambda: self.finished.emit(line))
        line.put_off.connect(lambda at: self.put_off.emit(line.task, at))
        line.put_by.connect(lambda days: self.put_by.emit(line.task, days))
        return line

    def set_heaps(self, heaps: Sequence[Heap], today: date, form: LocaleFormat) -> None:
        self._form = form
        tasks = [(task, heap.days is None) for heap in heaps for task in heap.tasks]
        self._heads, at = {}, 0
        for heap in heaps:
            if heap.tasks and heap.days is not None:
                self._heads[at] = (heap, 0)
            at += len(heap.tasks)
        for line, (task, is_dated) in zip(self.use(len(tasks)), tasks, strict=True):
            line.show_task(task, today, form, is_dated=is_dated)
        self.arrange()
        self.update()

    def heads(self) -> list[str]:
        """The names that are shown, with their counts."""
        shown = {self._lines.index(line) for line in self.lines()}
        return [f"{self._name(heap)} {heap.count}" for at, (heap, _top) in self._heads.items() if at in shown]

    def wanted(self) -> int:
        return super().wanted() + px(_HEAD) * len(self._heads)

    def before(self, at: int) -> int:
        return px(_HEAD) if at in self._heads else 0

    def _name(self, heap: Heap) -> str:
        return _(HEAPS[heap.days]) if heap.days is not None else ""

    def arrange(self) -> None:
        super().arrange()
        for at, (heap, _top) in list(self._heads.items()):
            self._heads[at] = heap, self._lines[at].y() - px(_HEAD)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, (heap, top) in self._heads.items():
            if self._lines[at].isHidden() or self._form is None:
                continue
            room = QRect(0, top, self.width(), px(_HEAD))
            tone: theme.Token = "overdue" if heap.days is TaskDays.OVERDUE else "text2"
            wide = paint.text(painter, room, self._name(heap), Type.CAPTION_STRONG, tone)
            count = room.adjusted(wide + px(1), 0, 0, 0)
            paint.text(painter, count, self._form.whole(heap.count), Type.CAPTION_FIGURE, tone)
        painter.end()
