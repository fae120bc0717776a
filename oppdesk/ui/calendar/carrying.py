"""What the pointer does in a calendar: chooses, carries tasks to other times, makes them longer, draws new ones."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from oppdesk.i18n import LocaleFormat
from oppdesk.ui.calendar.grid import Grid
from oppdesk.ui.calendar.items import STEP, Item, placed
from oppdesk.ui.calendar.places import Drag, Hold, Place, Slot

PULL = 30  # milliseconds between two steps of scrolling while something is carried


class CarryingGrid(Grid):
    """A view says where a task comes to lie (`moved`) and how far it scrolls at its edges (`pull_speed`)."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form)
        self._hold: Hold | None = None
        self._pull = QTimer(self, interval=PULL)
        self._pull.timeout.connect(self._go_on)

    def moved(self, item: Item, slot: Slot, hold: Hold) -> Place:
        raise NotImplementedError

    def rest(self, slot: Slot) -> Slot:
        """Where the cursor stands after a click there."""
        return slot

    def pull_speed(self, point: QPoint) -> int:  # noqa: ARG002 - a view that does not scroll has none
        """How far to scroll while something is carried there."""
        return 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        slot, piece = self.slot_at(point), self.under(point)
        if event.button() == Qt.MouseButton.LeftButton and piece is not None and piece.item is None:
            self.more_wanted.emit(piece.day)
        elif slot is not None:
            found = piece.item if piece is not None else None
            day = slot.day
            rest = self.rest(slot) if found is None else Slot(day, self.minute_of(found, day))
            self.go(rest, found.id if found else None, is_seen=True)
            if event.button() == Qt.MouseButton.LeftButton:
                grip = piece is not None and piece.grip().contains(point)
                self._hold = Hold(point, slot, found, is_grip=grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._hold is None:
            self.light(point)
            return
        far = (point - self._hold.point).manhattanLength() >= QApplication.startDragDistance()
        if self.drag is not None or far:
            self._carry(point)

    def light(self, point: QPoint) -> None:
        super().light(point)
        piece = self.under(point)
        grip = piece is not None and piece.grip().contains(point)
        self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if grip else Qt.CursorShape.ArrowCursor)

    def _carry(self, point: QPoint) -> None:
        hold, slot = self._hold, self.slot_at(self.within(point))
        if hold is None or slot is None:
            return
        if hold.item is None:
            to = self.drawn(hold.slot, slot)
        elif hold.is_grip:
            to = self.resized(hold.item, slot)
        else:
            to = self.moved(hold.item, slot, hold)
        self.drag = Drag(hold.item, to, point)
        speed = self.pull_speed(point)
        if speed and not self._pull.isActive():
            self._pull.start()
        elif not speed:
            self._pull.stop()
        self.viewport().update()

    def within(self, point: QPoint) -> QPoint:
        """The nearest point of the viewport: who carries something over the edge means the edge."""
        room = self.viewport().rect()
        return QPoint(
            min(max(point.x(), room.left()), room.right()), min(max(point.y(), room.top()), room.bottom())
        )

    def resized(self, item: Item, slot: Slot) -> Place:
        """With its end at the end of a slot."""
        if item.start is None or slot.minute is None:
            return Place(item.on, item.start, max(((slot.day - item.on).days + 1) * 1440, 1440), item.all_day)
        minutes = (slot.day - item.on).days * 1440 + slot.minute + STEP - item.start
        return Place(item.on, item.start, max(minutes, STEP), item.all_day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self.drag
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.let_go()
        if drag is None:
            return
        if drag.item is None:
            self.create_wanted.emit(drag.to)
        else:
            self.place(drag.item, drag.to)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        piece, slot = self.under(point), self.slot_at(point)
        self.let_go()
        if piece is not None and piece.item is not None:
            self.opened.emit(piece.item.id)
        elif piece is None and slot is not None:
            self.create_wanted.emit(self.new_place(slot))

    def let_go(self) -> None:
        self._hold = self.drag = None
        self._pull.stop()
        self.viewport().update()

    def _go_on(self) -> None:
        """Scroll while something is held at the edge."""
        if self.drag is None:
            self._pull.stop()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.pull_speed(self.drag.point))
        self._carry(self.drag.point)

    def ghost(self) -> Item | None:
        """What is carried, at the place where it would come to lie."""
        if self.drag is None or self.drag.item is None:
            return None
        to = self.drag.to
        return placed(self.drag.item, to.on, to.start, to.duration, self.work_date, all_day=to.all_day)
