"""Paints who is free when: a line a person, days side by side over their hours of work, all of them together on top."""

from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from oppdesk.domain.availability import WORK, Availability, Minutes, joined, left
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.calendar.items import SLOT, clock_of
from oppdesk.ui.calendar.places import ARROWS
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.tips import literal

NAMES = 20  # u, the names at the left
HEAD = 6  # u, days and hours
LINE = 4  # u
WEEKEND = 5


class Spot(NamedTuple):
    """A line (0 is everybody), a day, and a half hour of it."""

    line: int
    day: int
    minute: int


class AvailabilityGrid(QAbstractScrollArea):
    create_wanted = Signal(object)  # a Spot
    turned = Signal(int)
    today_wanted = Signal()

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self.form = form
        self.found = Availability((), WORK, ())
        self.today = date.min
        self.spot = Spot(0, 0, WORK[0])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_found(self, found: Availability, today: date) -> None:
        self.found, self.today = found, today
        lines, days = len(found.people) + 1, max(len(found.days), 1)
        self.spot = Spot(min(self.spot.line, lines - 1), min(self.spot.day, days - 1), self.spot.minute)
        self._fit()
        self._say()
        self.viewport().update()

    # -- where things are ----------------------------------------------------------------------------------

    def _fit(self) -> None:
        seen = self.viewport().height() - px(HEAD)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, (len(self.found.people) + 1) * px(LINE) - seen))
        bar.setPageStep(max(seen, 1))
        bar.setSingleStep(px(LINE))

    def _day(self, at: int) -> QRect:
        count = max(len(self.found.days), 1)
        width = max(1, self.viewport().width() - px(NAMES))
        begin, end = px(NAMES) + width * at // count, px(NAMES) + width * (at + 1) // count
        return QRect(begin, 0, end - begin, self.viewport().height())

    def _x(self, at: int, minute: int) -> int:
        room, (begin, end) = self._day(at).adjusted(px(0.5), 0, -px(0.5), 0), self.found.hours
        return room.left() + room.width() * (min(max(minute, begin), end) - begin) // (end - begin)

    def _line(self, line: int) -> QRect:
        top = px(HEAD) + line * px(LINE) - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), px(LINE))

    def spot_at(self, point: QPoint) -> Spot | None:
        if point.y() < px(HEAD) or point.x() < px(NAMES):
            return None
        line = (point.y() - px(HEAD) + self.verticalScrollBar().value()) // px(LINE)
        at = next((at for at in range(len(self.found.days)) if point.x() <= self._day(at).right()), None)
        if at is None or line > len(self.found.people):
            return None
        room, (begin, end) = self._day(at).adjusted(px(0.5), 0, -px(0.5), 0), self.found.hours
        minute = begin + (point.x() - room.left()) * (end - begin) // max(room.width(), 1)
        return Spot(line, at, min(max(minute // SLOT * SLOT, begin), end - SLOT))

    def room_of(self, spot: Spot) -> QRect:
        line = self._line(spot.line)
        begin, end = self._x(spot.day, spot.minute), self._x(spot.day, spot.minute + SLOT)
        return QRect(begin, line.top() + px(0.5), max(end - begin, px(0.5)), line.height() - px(1))

    # -- what is there -------------------------------------------------------------------------------------

    def taken(self, line: int, day: date) -> tuple[Minutes, ...]:
        people = self.found.people if line == 0 else self.found.people[line - 1 : line]
        return joined(span for person in people for span in person.taken.get(day, ()))

    def name(self, line: int) -> str:
        return _("Everybody") if line == 0 else self.found.people[line - 1].person.text

    def spans(self, spans: tuple[Minutes, ...]) -> str:
        clock = self.form.clock
        return ", ".join(f"{clock(clock_of(begin))} – {clock(clock_of(end % 1440))}" for begin, end in spans)

    def words(self, spot: Spot) -> str:
        """What is there, for who hears or points."""
        if not self.found.days:
            return ""
        day = self.found.days[spot.day]
        taken = self.taken(spot.line, day)
        is_free = not any(begin < spot.minute + SLOT and end > spot.minute for begin, end in taken)
        words = _("{name}, {day}, {time}, free") if is_free else _("{name}, {day}, {time}, taken")
        clock = self.form.clock(clock_of(spot.minute))
        return words.format(name=self.name(spot.line), day=self.form.long_day(day), time=clock)

    def tip(self, spot: Spot) -> str:
        day = self.found.days[spot.day]
        free = left(self.taken(spot.line, day), self.found.hours, SLOT)
        words = _("Free: {times}").format(times=self.spans(free)) if free else _("Not free")
        return f"{self.words(spot)}\n{words}"

    def _say(self) -> None:
        self.setAccessibleName(self.words(self.spot))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # -- hands ---------------------------------------------------------------------------------------------

    def go(self, spot: Spot) -> None:
        self.spot = spot
        line, bar = self._line(spot.line), self.verticalScrollBar()
        if line.top() < px(HEAD):
            bar.setValue(bar.value() - px(HEAD) + line.top())
        elif line.bottom() > self.viewport().height():
            bar.setValue(bar.value() + line.bottom() - self.viewport().height() + 1)
        self._say()
        self.viewport().update()

    def _step(self, across: int, down: int) -> None:
        line = min(max(self.spot.line + down, 0), len(self.found.people))
        day, minute = self.spot.day, self.spot.minute + across * SLOT
        begin, end = self.found.hours
        if minute < begin:
            day, minute = day - 1, end - SLOT
        elif minute >= end:
            day, minute = day + 1, begin
        if 0 <= day < len(self.found.days):
            self.go(Spot(line, day, minute))
        else:
            self.spot = Spot(line, 0 if day > 0 else max(len(self.found.days) - 1, 0), minute)
            self.turned.emit(1 if day > 0 else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in ARROWS and self.found.days:
            self._step(*ARROWS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_T:
            self.today_wanted.emit()
        elif key in (Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.found.days:
            self.create_wanted.emit(self.spot)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position().toPoint())
        if spot is not None:
            self.go(spot)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position().toPoint())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.create_wanted.emit(spot)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.spot_at(event.pos())
            QToolTip.showText(event.globalPos(), literal(self.tip(spot)) if spot else "", self)
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("base"))
        room = self.viewport().rect()
        for at, day in enumerate(self.found.days):
            if day.weekday() >= WEEKEND:
                painter.fillRect(self._day(at).adjusted(0, px(HEAD), 0, 0), theme.colour("sunken"))
        painter.save()
        painter.setClipRect(room.adjusted(0, px(HEAD), 0, 0))
        for line in range(len(self.found.people) + 1):
            if self._line(line).intersects(room):
                self._paint_line(painter, line)
        if self.hasFocus() and self.found.days:
            paint.ring(painter, self.room_of(self.spot).adjusted(-1, -2, 1, 2))
        painter.restore()
        for at, day in enumerate(self.found.days):
            self._paint_head(painter, at, day)
        paint.across(painter, 0, px(HEAD) - 1, room.width())
        painter.end()

    def _paint_head(self, painter: QPainter, at: int, day: date) -> None:
        room, is_today = self._day(at), day == self.today
        name = QRect(room.left() + px(0.5), 0, room.width() - px(0.5), px(HEAD) - px(2.5))
        words = f"{self.form.weekdays[day.weekday()]} {self.form.short_day(day, day)}"
        paint.text(painter, name, words, Type.STRONG, "accent" if is_today else "text")
        begin, end = self.found.hours
        hours = (end - begin) // 60
        step = next((each for each in (1, 2, 5, 10) if hours // each * px(4.5) <= room.width()), hours)
        for hour in range(0, hours, step):
            minute = begin + hour * 60
            label = QRect(self._x(at, minute), px(HEAD) - px(2.5), px(4.5), px(2))
            paint.text(painter, label, str(minute // 60), Type.CAPTION_FIGURE, "text2")
        paint.down(painter, room.left(), 0, room.height())

    def _paint_line(self, painter: QPainter, line: int) -> None:
        room = self._line(line)
        names = QRect(px(3), room.top(), px(NAMES) - px(4), room.height())
        paint.text(painter, names, self.name(line), Type.STRONG if line == 0 else Type.BODY)
        for at, day in enumerate(self.found.days):
            taken = self.taken(line, day)
            if line == 0:
                for begin, end in left(taken, self.found.hours, SLOT) if self.found.people else ():
                    self._paint_free(painter, at, room, begin, end)
                continue
            for begin, end in taken:
                x, until = self._x(at, begin), self._x(at, end)
                if until > x:
                    paint.fill(
                        painter,
                        QRect(x, room.top() + px(0.75), until - x, room.height() - px(1.5)),
                        "passed",
                        2,
                    )
        paint.across(painter, 0, room.bottom(), room.width(), "hair" if line == 0 else "rule")

    def _paint_free(self, painter: QPainter, at: int, room: QRect, begin: int, end: int) -> None:
        x, until = self._x(at, begin), self._x(at, end)
        box = QRect(x, room.top() + px(0.5), until - x - 1, room.height() - px(1))
        paint.fill(painter, box, "wonsoft")
        side = px(1.75)
        if box.width() > side + px(0.5):
            paint.icon(painter, "check", "won", box.left() + px(0.25), box, 1.75)
            inner = box.adjusted(side + px(0.5), 0, -px(0.25), 0)
            words = self.spans(((begin, end),))
            if metrics.face(Type.CAPTION_FIGURE).width(words) <= inner.width():
                paint.text(painter, inner, words, Type.CAPTION_FIGURE, "won")


def week_of(day: date, first_weekday: int) -> date:
    return day - timedelta((day.weekday() - first_weekday) % 7)
