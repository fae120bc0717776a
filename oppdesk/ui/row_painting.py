"""Paints the rows of a list one by one: Qt asks and prepares for each cell what is the same for all of its row.

A page takes three quarters of the time so, and a list of any length is as good as its slowest frame.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from oppdesk.ui.cells import CellRole, RowRole

if TYPE_CHECKING:
    from oppdesk.ui.record_list import RecordList


def paint_rows(painter: QPainter, table: "RecordList", dirty: QRect) -> None:
    """Those that `dirty` touches, with the columns that it touches."""
    records, look, chosen = table.records, table.delegate(), table.selectionModel()
    columns = _columns(table, dirty)
    first, last = table.rowAt(dirty.top()), table.rowAt(dirty.bottom())
    if first < 0 or not columns:
        return
    left, right = columns[0][1], columns[-1][1] + columns[-1][2]
    for row in range(first, (last if last >= 0 else records.rowCount() - 1) + 1):
        begin = records.index(row, columns[0][0])
        shown = records.at(row)
        cells = [
            (x, width, shown.cell(at) if shown.is_known else records.index(row, at).data(CellRole))
            for at, x, width in columns
        ]
        room = QRect(left, table.rowViewportPosition(row), right - left, table.rowHeight(row))
        look.paint_row(painter, room, row, records.data(begin, RowRole), chosen.isSelected(begin), cells)


def _columns(table: "RecordList", dirty: QRect) -> list[tuple[int, int, int]]:
    """Where columns stand and how wide they are, from left to right."""
    head = table.horizontalHeader()
    places = [head.logicalIndex(place) for place in range(head.count())]
    sizes = [(at, head.sectionSize(at)) for at in places]
    shown = [
        (at, head.sectionViewportPosition(at), size) for at, size in sizes if size
    ]  # what is hidden has none
    return [each for each in shown if each[1] <= dirty.right() and each[1] + each[2] > dirty.left()]
