"""Parts of a whole as a ring, each named beside it: a legend is read, colours are only looked at."""

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.charts.marks import ChartData, Drawing
from oppdesk.ui.metrics import SMALL_RADIUS, Type, px

_ROW, _GAP, _SWATCH, _LINE = 2.75, 3, 1.25, 2.5  # u
_HOLE = 0.58  # of the radius
_MOST = 0.42  # of the width
_BETWEEN = 1.2  # degrees between two slices


def height(count: int) -> int:
    return max(px(19), px(_LINE) + count * px(_ROW))


def least(count: int) -> int:
    return max(px(12), px(_LINE) + count * px(2.25))


def _circle(room: QRect) -> QRectF:
    side = min(room.height() - px(1), round(room.width() * _MOST))
    return QRectF(room.left(), room.top() + (room.height() - side) / 2, side, side)


def places(room: QRect, data: ChartData) -> list[QRect]:
    """The lines of the legend, in the middle of the height."""
    count = max(1, len(data.marks))
    head = px(_LINE) if data.line else 0
    row = min(px(_ROW), max(1, (room.height() - head) // count))
    left = round(_circle(room).right()) + px(_GAP)
    top = room.top() + head + max(0, (room.height() - head - row * count) // 2)
    return [QRect(left, top + at * row, room.right() + 1 - left, row) for at in range(len(data.marks))]


def found(room: QRect, data: ChartData, where: QPointF) -> int:
    """The slice under a point."""
    circle = _circle(room)
    away = where - circle.center()
    distance = math.hypot(away.x(), away.y())
    if not circle.width() / 2 * _HOLE <= distance <= circle.width() / 2:
        return -1
    turned = (math.degrees(math.atan2(away.x(), -away.y())) % 360) / 360  # from the top, clockwise
    total = 0.0
    for at, mark in enumerate(data.marks):
        total += mark.share
        if turned <= total:
            return at
    return -1


def shade(at: int, count: int) -> QColor:
    """Of the slice number `at`: from strong to pale, the greatest first."""
    strong, pale = theme.colour("passed"), theme.colour("ahead")
    part = at / max(1, count - 1) if count > 1 else 0.0
    return QColor.fromRgbF(
        strong.redF() + (pale.redF() - strong.redF()) * part,
        strong.greenF() + (pale.greenF() - strong.greenF()) * part,
        strong.blueF() + (pale.blueF() - strong.blueF()) * part,
    )


def draw(painter: QPainter, room: QRect, data: ChartData, lit: int = -1) -> None:
    circle, count = _circle(room), len(data.marks)
    paint.smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    start = 0.0
    for at, mark in enumerate(data.marks):
        painter.setBrush(theme.colour("accent") if at == lit else shade(at, count))
        painter.drawPath(_slice(circle, start, mark.share, is_alone=count == 1))
        start += mark.share
    if 0 <= lit < count:
        _draw_middle(painter, circle, data.marks[lit].figure, data.marks[lit].note)
    else:
        _draw_middle(painter, circle, *data.middle)
    rows = places(room, data)
    if data.line and rows:
        line = QRect(rows[0].left(), rows[0].top() - px(_LINE), rows[0].width(), px(2))
        paint.text(painter, line, data.line, Type.CAPTION, "text2")
    for at, place in enumerate(rows):
        side = px(_SWATCH)
        swatch = QRect(place.left(), place.top() + (place.height() - side) // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent") if at == lit else shade(at, count))
        painter.drawRoundedRect(swatch, SMALL_RADIUS, SMALL_RADIUS)
        _draw_line(painter, place.adjusted(side + px(1), 0, 0, 0), data, at)


def _slice(circle: QRectF, start: float, share: float, *, is_alone: bool) -> QPainterPath:
    """A part of the ring; start and share of the whole, from the top clockwise."""
    hole = circle.width() / 2 * (1 - _HOLE)
    inner = circle.adjusted(hole, hole, -hole, -hole)
    path = QPainterPath()
    if is_alone or share >= 1:
        path.addEllipse(circle)
        path.addEllipse(inner)
        return path
    gap = min(_BETWEEN, share * 360 / 2)
    begin, sweep = 90 - start * 360 - gap / 2, -(share * 360 - gap)
    path.arcMoveTo(circle, begin)
    path.arcTo(circle, begin, sweep)
    path.arcTo(inner, begin + sweep, -sweep)
    path.closeSubpath()
    return path


def _draw_middle(painter: QPainter, circle: QRectF, figure: str, words: str) -> None:
    middle, room = circle.center().toPoint(), round(circle.width() * _HOLE) - px(1)
    left, tall = middle.x() - room // 2, px(2.5)
    top = middle.y() - (tall + px(1.75)) // 2 if words else middle.y() - tall // 2
    paint.text(painter, QRect(left, top, room, tall), figure, Type.LEAD_FIGURE, "text", "centre")
    paint.text(painter, QRect(left, top + tall, room, px(1.75)), words, Type.CAPTION, "text2", "centre")


def _draw_line(painter: QPainter, room: QRect, data: ChartData, at: int) -> None:
    """Name, count and share, each in its column."""
    mark = data.marks[at]
    note = max(round(metrics.face(Type.FIGURE).width(each.note) + 0.49) for each in data.marks)
    figure = max(round(metrics.face(Type.FIGURE_STRONG).width(each.figure) + 0.49) for each in data.marks)
    right = room.right() + 1
    notes = QRect(right - note, room.top(), note, room.height())
    figures = QRect(notes.left() - px(1.5) - figure, room.top(), figure, room.height())
    names = QRect(room.left(), room.top(), max(0, figures.left() - px(1) - room.left()), room.height())
    paint.text(painter, names, mark.name)
    paint.text(painter, figures, mark.figure, Type.FIGURE_STRONG, "text", "right")
    paint.text(painter, notes, mark.note, Type.FIGURE, "text2", "right")


RING = Drawing(draw, places, height, least, found)
