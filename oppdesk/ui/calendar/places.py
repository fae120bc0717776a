"""Where things are in a calendar, as values: slots, places tasks may take, the pieces they are painted as."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt

from oppdesk.ui.calendar.items import Item
from oppdesk.ui.metrics import px

# Columns and rows that an arrow key goes.
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
GRIP = 0.75  # u at the lower end of a block that change its length


class Slot(NamedTuple):
    """A place for the cursor; without a minute it is the day itself, or its head row."""

    day: date
    minute: int | None


class Place(NamedTuple):
    """When a task is; `start` and `duration` in minutes."""

    on: date
    start: int | None
    duration: int
    all_day: bool

    @classmethod
    def of(cls, item: Item) -> "Place":
        return cls(item.on, item.start, item.duration, item.all_day)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a task as it is seen, or, without a task, so many more of a day that are not."""

    room: QRect
    item: Item | None
    day: date  # its first day here
    more: int = 0
    is_timed: bool = False  # it lies among the hours
    has_grip: bool = False

    def grip(self) -> QRect:
        """Where the pointer takes its end."""
        if not self.has_grip:
            return QRect()
        height = min(px(GRIP), self.room.height() // 3)
        return QRect(self.room.left(), self.room.bottom() + 1 - height, self.room.width(), height)


@dataclass(frozen=True, slots=True)
class Hold:
    """What the pressed button has hold of."""

    point: QPoint
    slot: Slot
    item: Item | None
    is_grip: bool = False


@dataclass(frozen=True, slots=True)
class Drag:
    """Something on its way; without an item it is new."""

    item: Item | None
    to: Place
    point: QPoint
