"""The figures of a chart as a table, for those who would rather read."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from oppdesk.ui.cells import CellRole, FigureCell, NameCell
from oppdesk.ui.charts.marks import ChartData, Mark
from oppdesk.ui.table_view import Column, RecordTable

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class _Rows(QAbstractTableModel):
    """A row a mark; columns without a head are left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._data = ChartData("", ())
        self._parts: tuple[int, ...] = (0,)

    def set_data(self, data: ChartData) -> None:
        self.beginResetModel()
        self._data = data
        self._parts = tuple(
            at for at in (0, 2, 1, 3) if at == 0 or any(_part(mark, at) for mark in data.marks)
        )
        self.endResetModel()

    def parts(self) -> tuple[int, ...]:
        return self._parts

    def mark(self, row: int) -> Mark:
        return self._data.marks[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._data.marks)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._parts)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        part = self._parts[index.column()]
        words = _part(self.mark(index.row()), part)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == CellRole:
            return NameCell(words) if part == 0 else FigureCell(words)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._data.heads[self._parts[section]]
        return None


def _part(mark: Mark, at: int) -> str:
    return (mark.name, mark.inside, mark.figure, mark.note)[at]


class ChartTable(RecordTable):
    """Enter or a double click opens what lies behind a row."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.set_compact(is_compact=True)
        self.opened.connect(self._open)

    def set_data(self, data: ChartData) -> None:
        self._rows.set_data(data)
        self.setAccessibleName(data.title)
        self.set_columns(
            [
                Column(str(part), 9 if part else 20, at_right=part > 0, takes_rest=part == 0, sorts=False)
                for part in self._rows.parts()
            ]
        )

    def _open(self, index: QModelIndex) -> None:
        opens = self._rows.mark(index.row()).opens
        if opens is not None:
            self.chosen.emit(opens)
