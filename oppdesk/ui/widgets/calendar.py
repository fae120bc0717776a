"""A month to choose a day from, written in the user's own way; Qt's calendar knows neither our locale nor theme."""

from calendar import monthrange
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from oppdesk.i18n import EARLIEST, LATEST, LocaleFormat
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px

_CELL = 4  # u, wide and high
_WEEKS = 6


class Calendar(QWidget):
    """Arrows move by days and weeks, Page Up and Down by months, Home goes to today, Enter chooses."""

    chosen = Signal(object)  # date

    def __init__(self, form: LocaleFormat, today: date) -> None:
        super().__init__()
        self._form = form
        self._today = today
        self._day = today
        self._under = QPoint(-1, -1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(form.long_day(today))

    def day(self) -> date:
        return self._day

    def set_day(self, day: date) -> None:
        """Move the cursor, within the days that can be stored."""
        self._day = min(max(day, EARLIEST), LATEST)
        self.setAccessibleName(self._form.long_day(self._day))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(_CELL) * 7 + px(2), px(_CELL) * _WEEKS + px(4.5) + px(3) + px(1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key in months:
            self._turn(months[key])
        elif key == Qt.Key.Key_Home:
            self.set_day(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self._turn(-1 if event.angleDelta().y() > 0 else 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = event.position().toPoint()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._under = QPoint(-1, -1)
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._arrow(0).contains(place):
            self._turn(-1)
        elif self._arrow(1).contains(place):
            self._turn(1)
        else:
            for index in range(7 * _WEEKS):
                if self._cell(index).contains(place):
                    self.set_day(self._first() + timedelta(index))
                    self.chosen.emit(self._day)

    def _move(self, days: int) -> None:
        if EARLIEST <= self._day + timedelta(days) <= LATEST:
            self.set_day(self._day + timedelta(days))

    def _turn(self, months: int) -> None:
        index = self._day.year * 12 + self._day.month - 1 + months
        year, month = divmod(index, 12)
        if EARLIEST.year <= year <= LATEST.year:
            self.set_day(date(year, month + 1, min(self._day.day, monthrange(year, month + 1)[1])))

    def _first(self) -> date:
        """The first day shown: the first of the month's first week, or the week before it."""
        first = self._day.replace(day=1)
        back = (first.weekday() - self._form.first_weekday) % 7
        return first if (first - date.min).days < back else first - timedelta(back)

    def _cell(self, index: int) -> QRect:
        side = px(_CELL)
        return QRect(px(1) + index % 7 * side, px(4.5) + px(3) + index // 7 * side, side, side)

    def _arrow(self, which: int) -> QRect:
        return QRect(self.width() - px(1) - px(_CELL) * (2 - which), px(0.5), px(_CELL), px(_CELL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        title = QRect(px(2), 0, self._arrow(0).left() - px(2), px(4.5))
        paint.text(painter, title, self._form.month(self._day), Type.STRONG)
        for which, name in enumerate(("chevron-left", "chevron-right")):
            arrow = self._arrow(which)
            if arrow.contains(self._under):
                paint.fill(painter, arrow, "hover")
            paint.icon(painter, name, "text2", arrow.center().x() - px(1) + 1, arrow, metrics.ICON_BUTTON)
        for column in range(7):
            name = self._form.weekdays[(column + self._form.first_weekday) % 7]
            head = QRect(px(1) + column * px(_CELL), px(4.5), px(_CELL), px(3))
            paint.text(painter, head, name, Type.CAPTION, "text2", "centre")
        for index in range(7 * _WEEKS):
            self._paint_day(painter, self._cell(index), self._first() + timedelta(index))
        painter.end()

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        box = cell.adjusted(1, 1, -1, -1)
        is_current = day == self._day
        if is_current:
            paint.fill(painter, box, "accentfill")
        elif box.contains(self._under):
            paint.fill(painter, box, "hover")
        if day == self._today and not is_current:
            paint.outline(painter, box, "accentfill")
        if is_current:
            paint.text(painter, box, str(day.day), Type.FIGURE_STRONG, "onaccent", "centre")
        else:
            is_inside = day.month == self._day.month
            paint.text(painter, box, str(day.day), Type.FIGURE, "text" if is_inside else "text3", "centre")
