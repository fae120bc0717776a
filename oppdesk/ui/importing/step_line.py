"""The line of steps at the top of a window that leads: what is done, where one is, what is ahead."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px

_BALL, _GAP, _LINE = 3, 1.25, 5  # u


class StepLine(QWidget):
    """A step that is done can be clicked; the keyboard has the window's Back."""

    stepped = Signal(int)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._at = 0
        self._is_free = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._describe()

    def at(self) -> int:
        return self._at

    def set_step(self, at: int) -> None:
        self._at = at
        self._describe()
        self.update()

    def set_free(self, *, is_free: bool) -> None:
        """Whether one may go back by a click."""
        self._is_free = is_free
        self.unsetCursor()

    def _describe(self) -> None:
        self.setAccessibleName(
            _("Step {number} of {count}: {name}").format(
                number=self._at + 1, count=len(self._names), name=self._names[self._at]
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(px(90), px(7))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(40), px(7))

    def _name_width(self, at: int) -> int:
        return round(metrics.face(Type.STRONG).width(self._names[at]) + 0.49)

    def _places(self) -> list[QRect]:
        """Where each step stands; when room lacks, only the present one has its name."""
        count = len(self._names)
        wide = sum(self._name_width(at) for at in range(count)) + count * px(_BALL + _GAP)
        wide += (count - 1) * px(_LINE + 2 * _GAP)
        shows_all = wide <= self.width() - 2 * px(metrics.PAGE_MARGIN)
        left, places = px(metrics.PAGE_MARGIN), []
        for at in range(count):
            width = px(_BALL)
            if shows_all or at == self._at:
                width += px(_GAP) + self._name_width(at)
            places.append(QRect(left, (self.height() - px(_BALL)) // 2, width, px(_BALL)))
            left += width + px(_LINE + 2 * _GAP)
        return places

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, room in enumerate(self._places()):
            ball = QRect(room.topLeft(), QSize(px(_BALL), px(_BALL)))
            self._paint_ball(painter, at, ball)
            is_now = at == self._at
            words = room.adjusted(px(_BALL + _GAP), 0, 0, 0)
            kind = Type.STRONG if is_now else Type.BODY
            paint.text(painter, words, self._names[at], kind, "text" if is_now else "text2")
            if at + 1 < len(self._names):
                paint.across(painter, room.right() + px(_GAP), room.center().y(), px(_LINE), "line")
        painter.end()

    def _paint_ball(self, painter: QPainter, at: int, ball: QRect) -> None:
        half = ball.width() / 2
        if at < self._at:
            paint.fill(painter, ball, "soft", half)
            inset = (ball.width() - px(metrics.ICON_TEXT)) // 2
            paint.icon(painter, "check", "accent", ball.left() + inset, ball, metrics.ICON_TEXT)
        elif at == self._at:
            paint.fill(painter, ball, "accentfill", half)
            paint.text(painter, ball, str(at + 1), Type.FIGURE_STRONG, "onaccent", "centre")
        else:
            paint.outline(painter, ball, "field", 1, half)
            paint.text(painter, ball, str(at + 1), Type.FIGURE, "text2", "centre")

    def _under(self, event: QMouseEvent) -> int:
        place = event.position().toPoint()
        return next((at for at, room in enumerate(self._places()) if room.contains(place)), len(self._names))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_free and self._under(event) < self._at:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        under = self._under(event)
        if self._is_free and under < self._at:
            self.stepped.emit(under)
