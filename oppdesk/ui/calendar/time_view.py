"""Paints days over their hours: hairlines, quiet weekends, today's name in blue, and a line where the clock stands."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent

from oppdesk.domain.task_times import minutes_of
from oppdesk.i18n import LocaleFormat
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.calendar import picture, words
from oppdesk.ui.calendar.items import Item, clock_of
from oppdesk.ui.calendar.places import Piece, Place, Slot
from oppdesk.ui.calendar.time_grid import GUTTER, HEAD, TimeGrid
from oppdesk.ui.metrics import Type, px

HALF_A_MINUTE = 30_000  # milliseconds
WEEKEND = 5  # the first weekday of it, from Monday


class TimeView(TimeGrid):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form)
        self._clock = QTimer(self, interval=HALF_A_MINUTE)
        self._clock.timeout.connect(self.viewport().update)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.forget()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def now(self) -> datetime:
        """By the clock on the wall."""
        return datetime.now(UTC).astimezone()

    def paintEvent(self, event: QPaintEvent) -> None:
        pieces = self.pieces()
        painter = QPainter(self.viewport())
        self._paint_ground(painter)
        hours = self.hours_room()
        painter.save()
        painter.setClipRect(hours)
        self._paint_hours(painter, hours)
        seen = event.rect()
        self._paint_pieces(painter, [each for each in pieces if each.is_timed and each.room.intersects(seen)])
        self._paint_now(painter)
        self._paint_cursor(painter, timed=True)
        painter.restore()
        self._paint_pieces(painter, [each for each in pieces if not each.is_timed])
        self._paint_cursor(painter, timed=False)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        """The days with their names; weekends are quiet."""
        room, top = self.viewport().rect(), self._top()
        painter.fillRect(room, theme.colour("base"))
        for at, day in enumerate(self.days()):
            column = self._column(at)
            if day.weekday() >= WEEKEND:
                painter.fillRect(column.adjusted(0, px(HEAD), 0, 0), theme.colour("sunken"))
            paint.down(painter, column.left(), px(HEAD), room.height() - px(HEAD), "hair")
            self._paint_head(painter, QRect(column.left(), 0, column.width(), px(HEAD)), day)
        paint.across(painter, 0, px(HEAD) - 1, room.width())
        paint.across(painter, 0, top - 1, room.width())

    def _paint_head(self, painter: QPainter, room: QRect, day: date) -> None:
        name = words.day_head(day, self.form)
        is_today = day == self.today
        inner = room.adjusted(px(0.75), 0, -px(0.5), 0)
        took = paint.text(painter, inner, name, Type.BODY, "accent" if is_today else "text2")
        number = QRect(inner.left() + took + px(0.75), room.top(), px(3.5), room.height())
        if is_today:
            pill = QRect(number.left(), room.top() + px(0.75), px(3.25), px(HEAD) - px(1.5))
            paint.fill(painter, pill, "accentfill")
            paint.text(painter, pill, str(day.day), Type.FIGURE_STRONG, "onaccent", "centre")
        else:
            late = day.weekday() >= WEEKEND
            paint.text(painter, number, str(day.day), Type.FIGURE_STRONG, "text2" if late else "text")

    def _paint_hours(self, painter: QPainter, room: QRect) -> None:
        for hour in range(24):
            top = self._y(hour * 60)
            if top > room.bottom() or self._y(hour * 60 + 60) < room.top():
                continue
            if hour:
                paint.across(painter, px(GUTTER), top, room.width(), "hair")
                label = QRect(0, top - px(1.25), px(GUTTER) - px(1), px(2.5))
                paint.text(
                    painter,
                    label,
                    self.form.clock(clock_of(hour * 60)),
                    Type.CAPTION_FIGURE,
                    "text2",
                    "right",
                )
            paint.across(painter, px(GUTTER), self._y(hour * 60 + 30), room.width(), "rule")

    def _paint_pieces(self, painter: QPainter, pieces: list[Piece]) -> None:
        carried = self.drag.item.id if self.drag is not None and self.drag.item is not None else None
        for piece in pieces:
            if piece.item is None:
                room = piece.room.adjusted(px(0.5), 0, 0, 0)
                more = words.more(piece.more, self.form, metrics.face(Type.CAPTION_NAME), room.width())
                paint.text(painter, room, more, Type.CAPTION_NAME, "accent")
                continue
            painter.setOpacity(picture.LEFT if piece.item.id == carried else 1)
            self._draw(painter, piece, piece.item)
            painter.setOpacity(1)

    def _draw(self, painter: QPainter, piece: Piece, item: Item) -> None:
        draw = picture.draw_block if piece.is_timed else picture.draw_bar
        draw(painter, piece.room, item, self.look(item), self.form)

    def _paint_now(self, painter: QPainter) -> None:
        now = self.now()
        if not self.shows(self.today) or now.date() != self.today:
            return
        column = self._column((self.today - self.first).days)
        y = self._y(minutes_of(now.time()))
        painter.fillRect(column.left(), y - 1, column.width(), 2, theme.colour("accentfill"))
        paint.fill(painter, QRect(column.left() - 4, y - 4, 8, 8), "accentfill", 4)

    def _paint_cursor(self, painter: QPainter, *, timed: bool) -> None:
        """The empty slot of the keyboard, and what is carried or drawn."""
        drag = self.drag
        if drag is None:
            if self.item_id is None and self.hasFocus() and (self.slot.minute is not None) is timed:
                clock = self.form.clock(clock_of(self.slot.minute))
                picture.draw_slot(painter, self.room_of(self.slot), clock, focus=True)
            return
        if drag.item is None:
            if (drag.to.start is not None) is timed:
                picture.draw_slot(painter, self._room_for(drag.to), self._span(drag.to), focus=False)
            return
        ghost = self.ghost()
        if ghost is None or (not ghost.is_bar) is not timed:
            return
        painter.setOpacity(picture.CARRIED)
        room = self._room_for(drag.to)
        draw = picture.draw_bar if ghost.is_bar else picture.draw_block
        draw(painter, room, ghost, picture.Look(chosen=True, focus=True), self.form)
        painter.setOpacity(1)

    def _span(self, to: Place) -> str:
        if to.start is None:
            return ""
        end = (to.start + to.duration) % 1440
        return f"{self.form.clock(clock_of(to.start))} – {self.form.clock(clock_of(end))}"

    def _room_for(self, to: Place) -> QRect:
        """Where something of that time would lie, as wide as its days."""
        at = min(max((to.on - self.first).days, 0), self.count - 1)
        if to.start is None:
            until = min(max((to.on - self.first).days + -(-to.duration // 1440) - 1, at), self.count - 1)
            left = self.room_of(Slot(self.first + timedelta(at), None))
            return left.united(self.room_of(Slot(self.first + timedelta(until), None)))
        column = self._column(at).adjusted(2, 0, -px(1), 0)
        return self.block_room(column, to.start, min(to.start + to.duration, 1440), 0, 1)
