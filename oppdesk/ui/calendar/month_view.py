"""A month, week under week: each day with what it holds as far as there is room, and how much more there is."""

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from oppdesk.i18n import LocaleFormat
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.calendar import picture, words
from oppdesk.ui.calendar.carrying import CarryingGrid
from oppdesk.ui.calendar.items import DAY, Item, bars
from oppdesk.ui.calendar.places import Hold, Piece, Place, Slot
from oppdesk.ui.metrics import Type, px

HEAD = 3.5  # u, the names of the weekdays
NUMBER = 3  # u, the number of a day
WEEK = 7
WEEKEND = 5  # the first weekday of it, from Monday


class MonthView(CarryingGrid):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form)
        self.month = self.first  # a day of the one that is meant; the others are paler
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # -- where things are ----------------------------------------------------------------------------------

    def _weeks(self) -> int:
        return max(1, self.count // WEEK)

    def _cell(self, at: int) -> QRect:
        room = self.viewport().rect()
        week, column = divmod(at, WEEK)
        height = max(1, room.height() - px(HEAD))
        left, right = room.width() * column // WEEK, room.width() * (column + 1) // WEEK
        top = px(HEAD) + height * week // self._weeks()
        bottom = px(HEAD) + height * (week + 1) // self._weeks()
        return QRect(left, top, right - left, bottom - top)

    def _line(self, at: int, lane: int) -> QRect:
        cell = self._cell(at)
        top = cell.top() + px(NUMBER) + lane * px(picture.BAR + picture.GAP)
        return QRect(cell.left() + 3, top, cell.width() - px(0.5) - 3, px(picture.BAR))

    def _room_for_lanes(self, at: int) -> int:
        return max(0, (self._cell(at).height() - px(NUMBER) - 2) // px(picture.BAR + picture.GAP))

    def slot_at(self, point: QPoint) -> Slot | None:
        if point.y() < px(HEAD):
            return None
        at = next((at for at in range(self.count) if self._cell(at).contains(point)), None)
        return None if at is None else Slot(self.first + timedelta(at), None)

    def room_of(self, slot: Slot) -> QRect:
        return self._cell((slot.day - self.first).days)

    def lay_out(self) -> list[Piece]:
        pieces: list[Piece] = []
        for week in range(self._weeks()):
            pieces += self._week(week * WEEK)
        return pieces

    def _week(self, begin: int) -> list[Piece]:
        """What lasts whole days first, each in a line of its own all along; then by time, where lines are free."""
        first = self.first + timedelta(begin)
        whole = bars(self.items.values(), first, WEEK)
        taken: list[set[int]] = [set() for _day in range(WEEK)]
        wants: list[tuple[int, int, int, Item]] = []  # lane, first and last column
        for bar in whole:
            wants.append((bar.lane, bar.first, bar.last, bar.item))
            for column in range(bar.first, bar.last + 1):
                taken[column].add(bar.lane)
        for column in range(WEEK):
            day = first + timedelta(column)
            timed = [each for each in self.items.values() if not each.is_bar and each.on == day]
            for item in sorted(timed, key=lambda each: each.order):
                lane = next(at for at in range(len(taken[column]) + 1) if at not in taken[column])
                taken[column].add(lane)
                wants.append((lane, column, column, item))
        return list(self._placed(begin, wants, taken))

    def _placed(
        self, begin: int, wants: Iterable[tuple[int, int, int, Item]], taken: list[set[int]]
    ) -> Iterable[Piece]:
        most = self._room_for_lanes(begin)
        hidden = [self.more.get(self.first + timedelta(begin + column), 0) for column in range(WEEK)]
        # The last line of a full day says how many more there are.
        shown = [
            most if max(lanes, default=-1) < most and not unread else most - 1
            for lanes, unread in zip(taken, hidden, strict=True)
        ]
        for lane, left, right, item in wants:
            columns = range(left, right + 1)
            if all(lane < shown[column] for column in columns):
                room = self._line(begin + left, lane).united(self._line(begin + right, lane))
                yield Piece(room, item, self.first + timedelta(begin + left))
            else:
                for column in columns:
                    hidden[column] += 1
        for column, count in enumerate(hidden):
            if count and most > 0:
                day = self.first + timedelta(begin + column)
                yield Piece(self._line(begin + column, most - 1), None, day, count)

    # -- where things go -----------------------------------------------------------------------------------

    def moved(self, item: Item, slot: Slot, hold: Hold) -> Place:
        return Place(item.on + (slot.day - hold.slot.day), item.start, item.duration, item.all_day)

    def drawn(self, begin: Slot, end: Slot) -> Place:
        first, last = min(begin.day, end.day), max(begin.day, end.day)
        return Place(first, None, ((last - first).days + 1) * DAY, all_day=True)

    def key_place(self, item: Item, across: int, down: int) -> Place:
        return Place(item.on + timedelta(across + WEEK * down), item.start, item.duration, item.all_day)

    # -- the cursor ----------------------------------------------------------------------------------------

    def minute_of(self, item: Item, day: date) -> int | None:  # noqa: ARG002 - days have no hours here
        return None

    def step(self, across: int, down: int) -> None:
        """Sideways from day to day; down through what a day holds, then to the week below."""
        day, item = self.slot.day, self.item()
        if across:
            self.go(Slot(day + timedelta(across), None))
            return
        found = self.of_day(day)
        at = (found.index(item) if item in found else -1) + down
        if 0 <= at < len(found):
            self.go(self.slot, found[at].id)
        elif at == -1 and item is not None:
            self.go(self.slot)
        else:
            self.go(Slot(day + timedelta(WEEK * down), None))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the number of a day: that day alone."""
        slot = self.slot_at(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        on_number = (
            is_left and slot is not None and event.position().y() < self.room_of(slot).top() + px(NUMBER)
        )
        if slot is not None and on_number:
            self.let_go()
            self.day_wanted.emit(slot.day)
        else:
            super().mouseDoubleClickEvent(event)

    # -- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        pieces = self.pieces()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("base"))
        for column in range(WEEK):
            cell = self._cell(column)
            name = self.form.weekdays[(self.first + timedelta(column)).weekday()]
            head = QRect(cell.left() + px(0.75), 0, cell.width() - px(1), px(HEAD))
            paint.text(painter, head, name, Type.CAPTION_NAME, "text2")
        for at, day in enumerate(self.days()):
            self._paint_day(painter, at, day)
        carried = self.drag.item.id if self.drag is not None and self.drag.item is not None else None
        for piece in pieces:
            if piece.item is None:
                room = piece.room.adjusted(px(0.75), 0, 0, 0)
                more = words.more(piece.more, self.form, metrics.face(Type.CAPTION_NAME), room.width())
                paint.text(painter, room, more, Type.CAPTION_NAME, "accent")
                continue
            painter.setOpacity(picture.LEFT if piece.item.id == carried else 1)
            picture.draw_bar(painter, piece.room, piece.item, self.look(piece.item), self.form)
            painter.setOpacity(1)
        self._paint_cursor(painter)
        painter.end()

    def _paint_day(self, painter: QPainter, at: int, day: date) -> None:
        cell, is_today = self._cell(at), day == self.today
        if day.weekday() >= WEEKEND:
            painter.fillRect(cell, theme.colour("sunken"))
        paint.across(painter, cell.left(), cell.top(), cell.width())
        if at % WEEK:
            paint.down(painter, cell.left(), cell.top(), cell.height(), "rule")
        number = str(day.day)
        if day.day == 1 or at == 0:
            number = f"{number} {self.form.months[day.month - 1]}"
        room = QRect(cell.left() + px(0.75), cell.top() + 1, cell.width() - px(1), px(NUMBER) - 1)
        if is_today:
            width = max(px(3), paint.pill_width(number) - px(0.5))
            pill = QRect(cell.left() + px(0.5), cell.top() + px(0.25) + 1, width, px(NUMBER) - px(0.5))
            paint.fill(painter, pill, "accentfill")
            paint.text(painter, pill, number, Type.CAPTION_FIGURE_NAME, "onaccent", "centre")
        else:
            inside = (day.year, day.month) == (self.month.year, self.month.month)
            kind = Type.CAPTION_FIGURE_NAME if inside else Type.CAPTION_FIGURE
            paint.text(painter, room, number, kind, "text" if inside else "text3")

    def _paint_cursor(self, painter: QPainter) -> None:
        drag = self.drag
        if drag is None:
            if self.item_id is None and self.hasFocus() and self.shows(self.slot.day):
                paint.ring(painter, self.room_of(self.slot).adjusted(1, 1, 0, 0))
            return
        days = range(-(-drag.to.duration // DAY) if drag.item is None else 1)
        for number in days:
            day = drag.to.on + timedelta(number)
            if self.shows(day):
                paint.outline(painter, self.room_of(Slot(day, None)).adjusted(1, 1, 0, 0), "accentfill", 2)
        ghost = self.ghost()
        if ghost is not None and self.shows(ghost.on):
            painter.setOpacity(picture.CARRIED)
            room = self._line((ghost.on - self.first).days, 0)
            picture.draw_bar(painter, room, ghost, picture.Look(chosen=True, focus=True), self.form)
            painter.setOpacity(1)
