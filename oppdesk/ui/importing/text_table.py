"""A list that is held in memory: the first rows of a file, the faults of a plan. Texts only."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from oppdesk.ui.cells import CellRole, FigureCell

Index = QModelIndex | QPersistentModelIndex


class TextTableModel(QAbstractTableModel):
    """`figures` are the columns that stand at the right."""

    def __init__(self, header: Sequence[str] = (), figures: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._header = tuple(header)
        self._figures = figures
        self._rows: Sequence[Sequence[str]] = ()

    def fill(self, rows: Sequence[Sequence[str]], header: Sequence[str] | None = None) -> None:
        """Other rows, under another head if one is given; short rows are blank at their end."""
        self.beginResetModel()
        self._rows = rows
        if header is not None:
            self._header = tuple(header)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        text = row[index.column()] if index.column() < len(row) else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == CellRole:
            return FigureCell(text) if index.column() in self._figures else text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._header[section]
        return None
