"""Where things are in days side by side over their hours, what takes whole days in a row above; and where they go."""

from collections.abc import Iterator
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent

from oppdesk.domain.words import TaskType
from oppdesk.i18n import LocaleFormat
from oppdesk.ui.calendar import picture
from oppdesk.ui.calendar.carrying import CarryingGrid
from oppdesk.ui.calendar.items import DAY, LEAST, SLOT, STEP, Block, Item, bars, blocks
from oppdesk.ui.calendar.places import Hold, Piece, Place, Slot
from oppdesk.ui.metrics import px

HOUR = 5.5  # u
HEAD = 4.5  # u, the names of the days
GUTTER = 6.5  # u, the hours at the left
NARROWEST = 4.5  # u that a piece needs to be met; more side by side are counted
MORNING = 8 * 60  # what is seen first of a day
EDGE = 3  # u from the ends where something carried scrolls on


class TimeGrid(CarryingGrid):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form)
        self._lanes = 1  # of the head row
        self._is_placed = False

    # -- where things are ----------------------------------------------------------------------------------

    def _top(self) -> int:
        """Where the hours begin."""
        return px(HEAD) + self._lanes * px(picture.BAR + picture.GAP) + px(1)

    def _hour(self) -> int:
        return px(HOUR)

    def _column(self, at: int) -> QRect:
        """A day from top to bottom."""
        left, width = px(GUTTER), max(1, self.viewport().width() - px(GUTTER))
        begin, end = left + width * at // self.count, left + width * (at + 1) // self.count
        return QRect(begin, 0, end - begin, self.viewport().height())

    def _y(self, minute: int) -> int:
        return self._top() + minute * self._hour() // 60 - self.verticalScrollBar().value()

    def hours_room(self) -> QRect:
        room = self.viewport().rect()
        return room.adjusted(0, self._top(), 0, 0)

    def under(self, point: QPoint) -> Piece | None:
        """What is scrolled under the head row is not met there."""
        is_timed = point.y() >= self._top()
        found = [each for each in self.pieces() if each.is_timed is is_timed and each.room.contains(point)]
        return found[-1] if found else None

    def slot_at(self, point: QPoint) -> Slot | None:
        at = next((at for at in range(self.count) if point.x() <= self._column(at).right()), self.count - 1)
        day = self.first + timedelta(at)
        if point.y() < px(HEAD):
            return None
        if point.y() < self._top():
            return Slot(day, None)
        minute = (point.y() - self._top() + self.verticalScrollBar().value()) * 60 // self._hour()
        return Slot(day, min(max(minute // STEP * STEP, 0), DAY - STEP))

    def rest(self, slot: Slot) -> Slot:
        return Slot(slot.day, None if slot.minute is None else slot.minute // SLOT * SLOT)

    def room_of(self, slot: Slot) -> QRect:
        column = self._column((slot.day - self.first).days).adjusted(2, 0, -px(0.5), 0)
        if slot.minute is None:
            lane = min(len([each for each in self.of_day(slot.day) if each.is_bar]), self._lanes - 1)
            return self._lane(column, lane)
        top, end = self._y(slot.minute), self._y(slot.minute + SLOT)
        return QRect(column.left(), top + 1, column.width(), end - top - 1)

    def _lane(self, column: QRect, lane: int) -> QRect:
        height = px(picture.BAR + picture.GAP)
        return QRect(column.left(), px(HEAD) + px(0.5) + lane * height, column.width(), px(picture.BAR))

    def lay_out(self) -> list[Piece]:
        found = bars(self.items.values(), self.first, self.count)
        lanes = max((bar.lane + 1 for bar in found), default=0)
        most = max(2, (self.viewport().height() * 2 // 5) // px(picture.BAR + picture.GAP))
        hidden = [self.more.get(day, 0) for day in self.days()]
        lanes += any(hidden)
        self._lanes = min(max(lanes, 1), most)
        self._fit()
        shown = self._lanes - 1 if lanes > self._lanes or any(hidden) else self._lanes
        pieces: list[Piece] = []
        for at, day in enumerate(self.days()):
            pieces += self._pieces_of(at, day)
        for bar in found:
            if bar.lane < shown:
                left, right = self._column(bar.first), self._column(bar.last)
                begin = left.left() if bar.goes_on_before else left.left() + 2
                end = right.right() if bar.goes_on_after else right.right() - px(0.5)
                room = QRect(begin, 0, end - begin, 0)
                day = self.first + timedelta(bar.first)
                pieces.append(Piece(self._lane(room, bar.lane), bar.item, day))
            else:
                for at in range(bar.first, bar.last + 1):
                    hidden[at] += 1
        for at, count in enumerate(hidden):
            if count:
                column = self._column(at).adjusted(2, 0, -px(0.5), 0)
                pieces.append(Piece(self._lane(column, shown), None, self.first + timedelta(at), count))
        return pieces

    def _pieces_of(self, at: int, day: date) -> Iterator[Piece]:
        column = self._column(at).adjusted(2, 0, -px(1), 0)
        most = max(2, column.width() // px(NARROWEST))
        hidden: dict[int, list[Block]] = {}
        for block in blocks(self.items.values(), day):
            lanes = min(block.lanes, most)
            if block.lanes > most and block.lane >= most - 1:
                hidden.setdefault(block.begin // 60, []).append(block)
                continue
            yield Piece(
                self.block_room(column, block.begin, block.end, block.lane, lanes),
                block.item,
                day,
                is_timed=True,
                has_grip=block.item.last == day,
            )
        for hour, heap in hidden.items():
            room = self.block_room(column, hour * 60, hour * 60 + SLOT, most - 1, most)
            yield Piece(room, None, day, len(heap), is_timed=True)

    def block_room(self, column: QRect, begin: int, end: int, lane: int, lanes: int) -> QRect:
        left = column.left() + column.width() * lane // lanes
        right = column.left() + column.width() * (lane + 1) // lanes
        top = self._y(begin) + 1
        height = max(self._y(end) - top, LEAST * self._hour() // 60)
        return QRect(left, top, right - left - (2 if lane + 1 < lanes else 0), height)

    def _fit(self) -> None:
        """Scroll over the hours there are; at first to the morning."""
        bar, seen = self.verticalScrollBar(), self.viewport().height() - self._top()
        was_blocked = bar.blockSignals(True)
        bar.setRange(0, max(0, 24 * self._hour() - seen))
        bar.setPageStep(max(1, seen))
        bar.setSingleStep(self._hour() // 2)
        if not self._is_placed and self.isVisible():
            self._is_placed = True
            bar.setValue((MORNING - SLOT) * self._hour() // 60)
        bar.blockSignals(was_blocked)

    def reveal(self) -> None:
        if self.slot.minute is None:
            return
        self.pieces()
        found = self.item()
        begin = self.slot.minute
        until = begin + (min(found.duration, 4 * SLOT) if found is not None else SLOT)
        bar, seen = self.verticalScrollBar(), self.viewport().height() - self._top()
        top, end = begin * self._hour() // 60, min(until, DAY) * self._hour() // 60
        if top < bar.value():
            bar.setValue(top - px(1))
        elif end > bar.value() + seen:
            bar.setValue(end - seen + px(1))

    def pull_speed(self, point: QPoint) -> int:
        hours = self.hours_room()
        if self.drag is None or self.drag.to.start is None:
            return 0
        if point.y() < hours.top() + px(EDGE) / 2:
            return -px(1)
        return px(1) if point.y() > hours.bottom() - px(EDGE) / 2 else 0

    # -- where things go -----------------------------------------------------------------------------------

    def moved(self, item: Item, slot: Slot, hold: Hold) -> Place:
        on = item.on + (slot.day - hold.slot.day)
        if slot.minute is None or item.type is TaskType.NONE:  # what has no type has no time either (7.4)
            if item.start is None or item.is_bar:
                return Place(on, item.start, item.duration, item.all_day)
            return Place(on, None, DAY, item.type is TaskType.MEETING)
        if item.start is None:
            return Place(slot.day, slot.minute, SLOT, all_day=False)
        grabbed = (hold.slot.minute or item.start) - item.start if hold.slot.minute is not None else 0
        start = slot.minute - grabbed % DAY
        duration = item.duration if not item.is_bar else SLOT
        return Place(on, min(max(start, 0), DAY - STEP), duration, all_day=False)

    def drawn(self, begin: Slot, end: Slot) -> Place:
        if begin.minute is None or end.minute is None:
            first, last = min(begin.day, end.day), max(begin.day, end.day)
            return Place(first, None, ((last - first).days + 1) * DAY, all_day=True)
        low, high = min(begin.minute, end.minute), max(begin.minute, end.minute)
        length = high - low + STEP if high > low else SLOT
        return Place(begin.day, low, length, all_day=False)

    def key_place(self, item: Item, across: int, down: int) -> Place:
        on = item.on + timedelta(across)
        if not down or item.start is None:
            return Place(on, item.start, item.duration, item.all_day)
        start = (
            (item.start // STEP + down) * STEP
            if item.start % STEP == 0 or down > 0
            else item.start // STEP * STEP
        )
        return Place(on, min(max(start, 0), DAY - STEP), item.duration, item.all_day)

    # -- the cursor ----------------------------------------------------------------------------------------

    def step(self, across: int, down: int) -> None:
        if across:
            self._sideways(across)
        else:
            self._along(down)

    def _sideways(self, across: int) -> None:
        """To the neighbour at the same time, then to the next day."""
        item, day, minute = self.item(), self.slot.day, self.slot.minute
        if item is not None and minute is not None:
            beside = [each for each in self._at(day, minute) if not each.is_bar]
            at = beside.index(item) + across if item in beside else -1
            if 0 <= at < len(beside):
                self.go(Slot(day, minute), beside[at].id)
                return
        there = day + timedelta(across)
        found = self._at(there, minute)
        chosen = found[0 if across > 0 else -1].id if found else None
        self.go(Slot(there, minute), chosen)

    def _at(self, day: date, minute: int | None) -> list[Item]:
        """What lies in a slot, in the order of the day."""
        if minute is None:
            return [each for each in self.of_day(day) if each.is_bar]
        return [
            block.item
            for block in sorted(blocks(self.items.values(), day), key=lambda each: (each.lane, each.begin))
            if block.begin < minute + SLOT and block.end > minute
        ]

    def _along(self, down: int) -> None:
        """Through the head row, then by half hours; from task to task where they follow one another."""
        day, found = self.slot.day, self.of_day(self.slot.day)
        whole, item = [each for each in found if each.is_bar], self.item()
        if self.slot.minute is None:
            at = (whole.index(item) if item in whole else -1) + down
            if 0 <= at < len(whole):
                self.go(Slot(day, None), whole[at].id)
            elif at < 0:
                self.go(Slot(day, None), None)
            else:
                self._meet(
                    day, max(self.verticalScrollBar().value() * 60 // self._hour() // SLOT * SLOT + SLOT, 0)
                )
            return
        timed = [each for each in found if not each.is_bar]
        if item in timed:
            at = timed.index(item) + down
            here = self.minute_of(item, day) or 0
            until = item.end if item.last == day and item.end is not None else DAY
            near = timed[at] if 0 <= at < len(timed) else None
            begin = self.minute_of(near, day) if near is not None else None
            if (
                near is not None
                and begin is not None
                and (begin <= until if down > 0 else begin > here - SLOT)
            ):
                self.go(Slot(day, begin), near.id)
                return
            minute = -(-until // SLOT) * SLOT if down > 0 else (here - 1) // SLOT * SLOT
        else:
            minute = self.slot.minute + down * SLOT
        if minute < 0:
            self.go(Slot(day, None), whole[-1].id if whole else None)
        elif minute < DAY:
            self._meet(day, minute)

    def _meet(self, day: date, minute: int) -> None:
        """Go to a slot, or to what lies in it."""
        found = [each for each in self._at(day, minute) if not each.is_bar]
        self.go(Slot(day, minute), found[0].id if found else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if point.y() < px(HEAD) and event.button() == Qt.MouseButton.LeftButton:
            slot = self.slot_at(QPoint(point.x(), px(HEAD) + 1))
            if slot is not None:
                self.day_wanted.emit(slot.day)
            return
        super().mousePressEvent(event)
