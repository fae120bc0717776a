"""What every painted view of the calendar shares: what is shown, what is chosen, and what keys do with it.

A view says where things lie (`lay_out`, `slot_at`, `room_of`) and where keys take them; choosing, tooltips and what is
heard of it stand here once. What the pointer does stands in `carrying`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from oppdesk.i18n import EARLIEST, LATEST, LocaleFormat
from oppdesk.ui.calendar import words
from oppdesk.ui.calendar.items import STEP, Item, of_day
from oppdesk.ui.calendar.picture import Look
from oppdesk.ui.calendar.places import ARROWS, Drag, Piece, Place, Slot
from oppdesk.ui.tips import literal


class Grid(QAbstractScrollArea):
    chosen = Signal(object)  # the id of a task, or None
    opened = Signal(object)  # the id
    create_wanted = Signal(object)  # a Place
    placed = Signal(object, object)  # an Item, and the Place it shall take
    turned = Signal(int)  # to the period before (-1) or after
    today_wanted = Signal()
    day_wanted = Signal(object)  # to be seen alone
    more_wanted = Signal(object)  # the day of which not all is shown
    moved_to = Signal(object)  # the day of the cursor
    left = Signal(object)  # the cursor is on a day that is not shown
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)  # at a place on the screen

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self.form = form
        self.first = self.today = self.work_date = date(2000, 1, 3)
        self.count = 7
        self.items: dict[int, Item] = {}
        self.more: Mapping[date, int] = {}  # of days that have more tasks than were read
        self.saving: Collection[int] = ()
        self.slot = Slot(self.first, None)
        self.item_id: int | None = None
        self._pieces: list[Piece] | None = None
        self.lit: int | None = None
        self.drag: Drag | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)

    # -- what a view says ----------------------------------------------------------------------------------

    def lay_out(self) -> list[Piece]:
        """Where the tasks lie, in coordinates of the viewport; what is over others comes later."""
        raise NotImplementedError

    def slot_at(self, point: QPoint) -> Slot | None:
        raise NotImplementedError

    def room_of(self, slot: Slot) -> QRect:
        """Where the cursor stands, and what would be made there."""
        raise NotImplementedError

    def drawn(self, begin: Slot, end: Slot) -> Place:
        """What is new from one slot to another."""
        raise NotImplementedError

    def new_place(self, slot: Slot) -> Place:
        return self.drawn(slot, slot)

    def step(self, across: int, down: int) -> None:
        """An arrow key."""
        raise NotImplementedError

    def key_place(self, item: Item, across: int, down: int) -> Place:
        """Where Ctrl and an arrow take a task."""
        raise NotImplementedError

    def reveal(self) -> None:
        """Scroll to the cursor."""

    def under(self, point: QPoint) -> Piece | None:
        return next((piece for piece in reversed(self.pieces()) if piece.room.contains(point)), None)

    def let_go(self) -> None:
        """Nothing is carried any more."""
        self.drag = None

    def light(self, point: QPoint) -> None:
        """What is under the pointer is lit."""
        piece = self.under(point)
        lit = piece.item.id if piece is not None and piece.item is not None else None
        if lit != self.lit:
            self.lit = lit
            self.viewport().update()

    # -- what is shown -------------------------------------------------------------------------------------

    def show_days(self, first: date, count: int, *, today: date, work_date: date) -> None:
        """Another period; the work date decides what is late."""
        self.first, self.count, self.today, self.work_date = first, count, today, work_date
        self.forget()

    def set_items(
        self, items: Sequence[Item], saving: Collection[int] = (), more: Mapping[date, int] | None = None
    ) -> None:
        """What is read of the days; of what is being written a shade is shown."""
        self.items = {item.id: item for item in items}
        self.saving, self.more = saving, more or {}
        if self.item_id not in self.items:
            self.choose(None)
        self.forget()

    def days(self) -> list[date]:
        return [self.first + timedelta(number) for number in range(self.count)]

    def shows(self, day: date) -> bool:
        return self.first <= day < self.first + timedelta(self.count)

    def forget(self) -> None:
        """What was laid out is old."""
        self._pieces = None
        self.viewport().update()

    def pieces(self) -> list[Piece]:
        if self._pieces is None:
            self._pieces = self.lay_out()
        return self._pieces

    def item(self) -> Item | None:
        """The one that is chosen."""
        return self.items.get(self.item_id) if self.item_id is not None else None

    def of_day(self, day: date) -> list[Item]:
        return of_day(self.items.values(), day)

    def look(self, item: Item) -> Look:
        return Look(
            chosen=item.id == self.item_id,
            lit=item.id == self.lit,
            saving=item.id in self.saving,
            focus=self.hasFocus(),
        )

    # -- cursor --------------------------------------------------------------------------------------------

    def choose(self, item: int | None) -> None:
        """Choose a task, and put the cursor where it begins."""
        if item == self.item_id:
            return
        self.item_id = item
        found = self.item()
        if found is not None and not found.covers(self.slot.day):
            day = max(found.on, self.first)
            self.slot = Slot(day, None if found.is_bar else found.start)
        self._say()
        self.viewport().update()
        self.chosen.emit(item)

    def go(self, slot: Slot, item: int | None = None, *, is_seen: bool = False) -> None:
        """Put the cursor somewhere; beyond the edge the next period is shown. What is seen is not scrolled to."""
        if not EARLIEST <= slot.day <= LATEST:
            return
        changed = self.item_id != item
        self.slot, self.item_id = slot, item
        if not self.shows(slot.day):
            self.left.emit(slot.day)
        self.moved_to.emit(slot.day)
        if not is_seen:
            self.reveal()
        self._say()
        self.viewport().update()
        if changed:
            self.chosen.emit(item)

    def go_to_day(self, day: date) -> None:
        """Without leaving the row or the hour."""
        self.go(Slot(day, self.slot.minute))

    def follow(self, item: int) -> None:
        """Keep the cursor on a task that was moved."""
        found = self.items.get(item)
        if found is not None and item == self.item_id:
            self.go(Slot(found.on, self.minute_of(found, found.on)), item)

    def _say(self) -> None:
        """What is met is the widget's name: whoever listens hears where the cursor is."""
        found = self.item()
        if found is not None:
            name = words.spoken(found, self.form)
        else:
            here = len(self.of_day(self.slot.day)) + self.more.get(self.slot.day, 0)
            count = here if self.slot.minute is None else 0
            name = words.spoken_slot(self.slot.day, self.slot.minute, count, self.form)
        self.setAccessibleName(name)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # -- keys ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        item = self.item()
        if key == Qt.Key.Key_Escape and self.drag is not None:
            self.let_go()
        elif key in ARROWS and control and item is not None:
            self.place(item, self.key_place(item, *ARROWS[key]))
        elif key in ARROWS and shift and item is not None:
            self._lengthen(item, *ARROWS[key])
        elif key in ARROWS and plain:
            self.step(*ARROWS[key])
        elif plain and self._act(key, item):
            pass
        else:
            super().keyPressEvent(event)

    def _act(self, key: Qt.Key, item: Item | None) -> bool:
        """Keys of one letter."""
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_T:
            self.today_wanted.emit()
        elif key == Qt.Key.Key_Delete and item is not None:
            self.delete_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.opened.emit(item.id)
        elif key in (Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.create_wanted.emit(self.new_place(self.slot))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            found = self.of_day(self.slot.day)
            ends = found[:1] if key == Qt.Key.Key_Home else found[-1:]
            for each in ends:
                self.go(Slot(self.slot.day, self.minute_of(each, self.slot.day)), each.id)
            if not ends:
                self.go(Slot(self.slot.day, None))
        else:
            return False
        return True

    def minute_of(self, item: Item, day: date) -> int | None:
        """Where the cursor stands on a task on one of its days."""
        return None if item.is_bar else item.start if item.on == day else 0

    def _lengthen(self, item: Item, across: int, down: int) -> None:
        """Shift and an arrow: later or earlier to end."""
        by = across * 1440 if item.start is None else down * STEP
        if by and item.duration + by >= (STEP if item.start is not None else 1440):
            self.place(item, Place(item.on, item.start, item.duration + by, item.all_day))

    def place(self, item: Item, to: Place) -> None:
        if to != Place.of(item) and EARLIEST <= to.on <= LATEST:
            self.placed.emit(item, to)

    # -- events --------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            piece = self.under(event.pos())
            found = piece.item if piece is not None else None
            QToolTip.showText(event.globalPos(), literal(words.tip(found, self.form)) if found else "", self)
            return True
        if event.type() == QEvent.Type.Leave:
            self.light(QPoint(-1, -1))
        return bool(super().viewportEvent(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.cursor_room().center())
        self.menu_wanted.emit(at)

    def cursor_room(self) -> QRect:
        """Where the cursor is seen."""
        for piece in self.pieces():
            if piece.item is not None and piece.item.id == self.item_id:
                return piece.room
        return self.room_of(self.slot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.forget()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.forget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.PaletteChange):
            self.forget()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Letters of ours are no keys of the window's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own(event)
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def _is_own(self, event: QKeyEvent) -> bool:
        key: Any = Qt.Key(event.key())
        letters = (Qt.Key.Key_N, Qt.Key.Key_T, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        moves = event.modifiers() == Qt.KeyboardModifier.ControlModifier and self.item_id is not None
        return (plain and key in letters and (key != Qt.Key.Key_Escape or self.drag is not None)) or (
            moves and key in ARROWS
        )
