"""Bars beside their names, one under the other: stages of a funnel, or what is greatest."""

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.charts.marks import ChartData, Drawing, Mark
from oppdesk.ui.metrics import SMALL_RADIUS, Type, px

_ROW, _LEAST_ROW, _BAR, _HEAD, _GAP = 3.75, 2.25, 2.5, 2.75, 1.5  # u
_LEAST_BAR = 0.25  # of the width: names are cut before bars are shorter
_LEAST_NAME = 10  # u


def height(count: int) -> int:
    return px(_HEAD) + count * px(_ROW)


def least(count: int) -> int:
    return px(_HEAD) + count * px(_LEAST_ROW)


def places(room: QRect, data: ChartData) -> list[QRect]:
    """The whole row of each bar."""
    top = room.top() + px(_HEAD)
    row = min(px(_ROW), max(1, (room.height() - px(_HEAD)) // max(1, len(data.marks))))
    return [QRect(room.left(), top + at * row, room.width(), row) for at in range(len(data.marks))]


def draw(painter: QPainter, room: QRect, data: ChartData, lit: int = -1) -> None:
    columns = _columns(room, data)
    head = QRect(room.left(), room.top(), room.width(), px(_HEAD) - px(0.5))
    for column, words, align in zip(columns[1:], data.heads[1:], _ALIGNS[1:], strict=True):
        if metrics.face(Type.CAPTION).width(words) <= column.width():
            paint.text(painter, _across(column, head), words, Type.CAPTION, "text2", align)
    for at, (place, mark) in enumerate(zip(places(room, data), data.marks, strict=True)):
        _draw_row(painter, place, columns, mark, is_lit=at == lit)


_ALIGNS: tuple[paint.Align, ...] = ("left", "left", "right", "right")


def _columns(room: QRect, data: ChartData) -> tuple[QRect, QRect, QRect, QRect]:
    """Name, bar, figure and note from left to right."""
    name = _widest([mark.name for mark in data.marks], Type.NAME)
    figure = max(
        _widest([mark.figure for mark in data.marks], Type.FIGURE_STRONG),
        _widest([data.heads[2]], Type.CAPTION),
    )
    note = max(
        _widest([mark.note for mark in data.marks], Type.FIGURE), _widest([data.heads[3]], Type.CAPTION)
    )
    gap = px(_GAP)
    rest = room.width() - figure - note - (4 if note else 2) * gap
    name = min(name, max(px(_LEAST_NAME), rest - round(room.width() * _LEAST_BAR)))
    right = room.right() + 1
    notes = QRect(right - note, room.top(), note, room.height())
    end = notes.left() - (2 * gap if note else 0)
    figures = QRect(end - figure, room.top(), figure, room.height())
    left = room.left() + name + gap
    bar = QRect(left, room.top(), max(px(2), figures.left() - gap - left), room.height())
    return QRect(room.left(), room.top(), name, room.height()), bar, figures, notes


def _widest(words: list[str], kind: Type) -> int:
    face = metrics.face(kind)
    return max((round(face.width(each) + 0.49) for each in words), default=0)


def _across(column: QRect, row: QRect) -> QRect:
    return QRect(column.left(), row.top(), column.width(), row.height())


def _draw_row(
    painter: QPainter, row: QRect, columns: tuple[QRect, QRect, QRect, QRect], mark: Mark, *, is_lit: bool
) -> None:
    name, bar, figure, note = (_across(column, row) for column in columns)
    paint.text(painter, name, mark.name)
    thick = min(px(_BAR), row.height() - 2)
    trough = QRect(bar.left(), row.top() + (row.height() - thick) // 2, bar.width(), thick)
    paint.fill(painter, trough, "sunken", SMALL_RADIUS)
    length = round(trough.width() * min(1.0, max(0.0, mark.share)))
    filled = QRect(trough.left(), trough.top(), max(2, length) if mark.share > 0 else 0, thick)
    if filled.width():
        paint.fill(painter, filled, "accent" if is_lit else "passed", SMALL_RADIUS)
    _draw_inside(painter, trough, filled, mark.inside, is_lit=is_lit)
    paint.text(painter, figure, mark.figure, Type.FIGURE_STRONG, "text", "right")
    paint.text(painter, note, mark.note, Type.FIGURE, "text2", "right")


def _draw_inside(painter: QPainter, trough: QRect, filled: QRect, words: str, *, is_lit: bool) -> None:
    """On the bar where it is long enough, else beside its end."""
    wide = round(metrics.face(Type.CAPTION_FIGURE_NAME).width(words) + 0.49)
    if wide + px(1.5) <= filled.width():
        on_light: theme.Token = "window" if theme.current().dark else "onaccent"
        colour: theme.Token = on_light if is_lit else "text"
        paint.text(painter, filled.adjusted(px(1), 0, 0, 0), words, Type.CAPTION_FIGURE_NAME, colour)
    else:
        rest = QRect(
            filled.right() + 1 + px(0.75), trough.top(), trough.right() - filled.right(), trough.height()
        )
        if wide <= rest.width():  # a share that is cut would be another share
            paint.text(painter, rest, words, Type.CAPTION_FIGURE_NAME, "text2")


def _nothing(_room: QRect, _data: ChartData, _where: QPointF) -> int:
    return -1


BARS = Drawing(draw, places, height, least, _nothing)
