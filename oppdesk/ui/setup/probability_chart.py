"""How likely an opportunity is from stage to stage, as three lines: one sees at once where a cycle is too hopeful."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import paint, theme
from oppdesk.ui.metrics import Type, px

_LEFT, _TOP, _FOOT, _LEGEND = 4.5, 1.5, 2.5, 3  # u around the lines
_SCALE = (0, 50, 100)


@dataclass(frozen=True, slots=True)
class Point:
    """A stage: its probability in basis points, chances and completion in whole percent."""

    stage: int
    probability: int
    chances: int
    completed: int


class ProbabilityChart(QWidget):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._points: tuple[Point, ...] = ()
        self._current = 0
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Probability over the cycle, %"))

    def show_points(self, points: Sequence[Point], current: int) -> None:
        """`current` is the number of the stage that is edited."""
        self._points, self._current = tuple(points), current
        self.setAccessibleDescription("; ".join(self.words(point) for point in points))
        self.update()

    def points(self) -> tuple[Point, ...]:
        return self._points

    def words(self, point: Point) -> str:
        """A mark in words, for the tooltip and for those who listen."""
        return _("Stage {stage}: probability {probability}, chances {chances}, completed {completed}").format(
            stage=point.stage,
            probability=self._form.rate(point.probability),
            chances=self._form.percent(point.chances),
            completed=self._form.percent(point.completed),
        )

    def sizeHint(self) -> QSize:
        return QSize(px(40), px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(24), px(24))

    # -- places -------------------------------------------------------------------------------------------

    def _room(self) -> QRect:
        return self.rect().adjusted(px(_LEFT), px(_TOP), -px(2), -px(_FOOT + _LEGEND))

    def _place(self, at: int, share: float) -> QPointF:
        """Where a share (0..1) of the point number `at` stands."""
        room = self._room()
        step = room.width() / max(1, len(self._points) - 1)
        left = room.left() + (at * step if len(self._points) > 1 else room.width() / 2)
        return QPointF(left, room.bottom() - share * room.height())

    def _nearest(self, where: QPoint) -> int:
        found = [
            (abs(self._place(at, 0).x() - where.x()), at)
            for at in range(len(self._points))
            if self.rect().contains(where)
        ]
        return min(found)[1] if found else -1

    # -- events -------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._nearest(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._nearest(event.pos())
            QToolTip.showText(event.globalPos(), self.words(self._points[at]) if at >= 0 else "", self)
            return True
        return super().event(event)

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        self._paint_scale(painter)
        self._line(painter, [point.completed / 100 for point in self._points], "text2", 1.2, dashed=True)
        self._line(painter, [point.chances / 100 for point in self._points], "passed", 1.5)
        likely = [point.probability / 10_000 for point in self._points]
        self._line(painter, likely, "accent", 2)
        painter.setPen(Qt.PenStyle.NoPen)
        for at, share in enumerate(likely):
            is_big = at == self._hovered or self._points[at].stage == self._current
            painter.setBrush(theme.colour("accent"))
            size = px(0.6) if is_big else px(0.45)
            painter.drawEllipse(self._place(at, share), size, size)
        self._paint_legend(painter)
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        room = self._room()
        for value in _SCALE:
            top = round(room.bottom() - value / 100 * room.height())
            paint.across(painter, room.left() - px(1), top, room.width() + px(2), "hair")
            words = QRect(0, top - px(1), px(_LEFT - 1.25), px(2))
            paint.text(painter, words, str(value), Type.CAPTION_FIGURE, "text2", "right")
        for at, point in enumerate(self._points):
            centre = round(self._place(at, 0).x())
            below = QRect(centre - px(2), room.bottom() + px(0.5), px(4), px(2))
            kind = Type.CAPTION_STRONG if point.stage == self._current else Type.CAPTION_FIGURE
            colour: theme.Token = "text" if point.stage == self._current else "text2"
            paint.text(painter, below, str(point.stage), kind, colour, "centre")

    def _line(
        self,
        painter: QPainter,
        shares: Sequence[float],
        colour: theme.Token,
        width: float,
        *,
        dashed: bool = False,
    ) -> None:
        painter.setPen(_pen(colour, width, dashed=dashed))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([self._place(at, share) for at, share in enumerate(shares)]))

    def _paint_legend(self, painter: QPainter) -> None:
        left, top = 0, self.height() - px(2)
        names: tuple[tuple[str, theme.Token, float, bool], ...] = (
            (_("Probability"), "accent", 2, False),
            (_("Chances"), "passed", 1.5, False),
            (_("Completed"), "text2", 1.2, True),
        )
        for words, colour, width, dashed in names:
            painter.setPen(_pen(colour, width, dashed=dashed))
            painter.drawLine(left, top + px(1), left + px(2), top + px(1))
            room = QRect(left + px(2.5), top, self.width() - left, px(2))
            left += px(2.5) + paint.text(painter, room, words, Type.CAPTION, "text2") + px(2)


def _pen(colour: theme.Token, width: float, *, dashed: bool) -> QPen:
    pen = QPen(theme.colour(colour), width)
    if dashed:
        pen.setDashPattern([3, 2])
    return pen
