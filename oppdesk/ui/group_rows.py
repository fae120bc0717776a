"""Paints the heads of groups over the whole width of a list; the one whose rows are passing stays at the top."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.delegates import PADDING
from oppdesk.ui.grouping import GroupHead
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.table_model import GroupRole

if TYPE_CHECKING:
    from oppdesk.ui.record_list import RecordList

_GAP = 1  # u between the parts


def paint_heads(painter: QPainter, table: "RecordList") -> None:
    height = table.viewport().height()
    row, last = table.rowAt(0), table.rowAt(height - 1)
    last = last if last >= 0 else table.records.rowCount() - 1
    stuck = table.rowAt(0)
    if stuck < 0:
        return
    for each in range(row, last + 1):
        if table.records.is_head(each):
            _paint(painter, table, each, table.rowViewportPosition(each))
    if not (table.records.is_head(stuck) and table.rowViewportPosition(stuck) == 0):
        _paint_stuck(painter, table, stuck)


def _paint_stuck(painter: QPainter, table: "RecordList", row: int) -> None:
    """The head of the group at the top, pushed away by the next one."""
    size = table.verticalHeader().defaultSectionSize()
    top = 0
    if row + 1 < table.records.rowCount() and table.records.is_head(row + 1):
        top = min(0, table.rowViewportPosition(row + 1) - size)
    room = QRect(0, top, table.viewport().width(), size)
    painter.fillRect(room, theme.colour("sunken"))
    paint.across(painter, 0, room.bottom(), room.width(), "hair")
    _paint(painter, table, table.records.head_of(table.records.group_at(row)), top)


def _head(table: "RecordList", row: int) -> GroupHead:
    found: GroupHead = table.records.index(row, 0).data(GroupRole)
    return found


def _paint(painter: QPainter, table: "RecordList", row: int, top: int) -> None:
    """Name, count and the sums that have no column on the screen from the left edge; the others in their columns."""
    head, size = _head(table, row), table.verticalHeader().defaultSectionSize()
    rooms = rooms_of_sums(table, head, top)
    edge = min((room.left() for _name, _text, room in rooms), default=table.viewport().width())
    left = px(1)
    name = "chevron-right" if head.is_folded else "chevron-down"
    paint.icon(painter, name, "text2", left, QRect(0, top, px(3), size - 1), ICON_TEXT)
    left += px(ICON_TEXT + 0.75)
    room = QRect(left, top, max(px(10), edge - left - px(_GAP)), size - 1)
    left += paint.text(painter, room, head.name, Type.STRONG) + px(_GAP)
    seen = {name for name, _text, _room in rooms}
    words = [head.count]
    words += [f"{label} {text}" for name, label, text in head.sums if name not in seen]
    for each in words:
        room = QRect(left, top, max(0, edge - left - px(_GAP)), size - 1)
        if room.width() < metrics.face(Type.FIGURE).width(each):
            break
        left += paint.text(painter, room, each, Type.FIGURE, "text2") + px(2)
    for _name, text, room in rooms:
        paint.text(painter, room, text, Type.FIGURE_STRONG, "text", "right")


def rooms_of_sums(table: "RecordList", head: GroupHead, top: int) -> list[tuple[str, str, QRect]]:
    """Name, words and room of each sum whose column is shown: it ends with the column, and begins where it must.

    A sum is wider than the values it is made of, and figures are never cut.
    """
    size, face = table.verticalHeader().defaultSectionSize(), metrics.face(Type.FIGURE_STRONG)
    hidden, places = (
        table.hidden_columns(),
        {column.name: at for at, column in enumerate(table.records.columns)},
    )
    shown = [
        (places[name], name, text)
        for name, _label, text in head.sums
        if name in places and name not in hidden
    ]
    found, least = [], 0
    for at, name, text in sorted(shown, key=lambda each: table.columnViewportPosition(each[0])):
        left = table.columnViewportPosition(at)
        end = left + table.columnWidth(at) - px(PADDING)
        begin = max(least, min(left + px(PADDING), end - round(face.width(text) + 0.99)))
        found.append((name, text, QRect(begin, top, end - begin, size - 1)))
        least = end + px(PADDING)
    return found
