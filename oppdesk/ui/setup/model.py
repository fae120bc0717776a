"""The rows of a setup list while they are edited: what is stored, what was typed and not stored yet, what is wrong.

The last row is where a new one begins. Rows keep their place in the view while others come, go and move, so that an
open editor and the cursor stay where they are.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from oppdesk.domain.fields import Kind, Ref
from oppdesk.i18n import _
from oppdesk.ui.cells import CellRole, IconCell, RowRole, RowState
from oppdesk.ui.setup.columns import GridColumn, Row

Index = QModelIndex | QPersistentModelIndex
NEW = 0  # the id of the row that is not there yet
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
FaultRole = Qt.ItemDataRole.UserRole + 9  # the sentence of what is wrong with a cell


class GridModel(QAbstractTableModel):
    """`committed` asks the owner to store what was typed in a row; `stored` and `refused` answer it."""

    committed = Signal(object)  # the row's id, NEW for the new row
    changed = Signal()  # anything that is shown is different now

    def __init__(
        self, columns: Sequence[GridColumn], new_words: str = "", parent: QObject | None = None
    ) -> None:
        """`new_words` invite to begin a new row; without them there is none."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._new_words = new_words
        self._rows: list[dict[str, Any]] = []
        self._typed: dict[int, dict[str, Any]] = {}
        self._faults: dict[int, dict[str, str]] = {}
        self._saving: set[int] = set()
        self._waiting: list[Row] | None = None
        self.proposed: Callable[[], dict[str, Any]] = dict  # what a new row begins with

    # -- rows ---------------------------------------------------------------------------------------------

    def fill(self, rows: Sequence[Row]) -> None:
        """What is stored now. Waits while a new row is on its way, or it would be there twice."""
        if NEW in self._saving:
            self._waiting = list(rows)
            return
        wanted = [row["id"] for row in rows]
        self._take_away(set(wanted))
        self._add({row["id"]: row for row in rows})
        self._arrange({row: place for place, row in enumerate(wanted)})
        for at, row in enumerate(rows):
            self._rows[at] = dict(row)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))
        self.changed.emit()

    def _take_away(self, wanted: set[int]) -> None:
        for at in range(len(self._rows) - 1, -1, -1):
            gone = self._rows[at]["id"]
            if gone not in wanted:
                self.beginRemoveRows(QModelIndex(), at, at)
                del self._rows[at]
                self.endRemoveRows()
                self._typed.pop(gone, None)
                self._faults.pop(gone, None)

    def _add(self, found: Mapping[int, Row]) -> None:
        known = {row["id"] for row in self._rows}
        added = [dict(row) for key, row in found.items() if key not in known]
        if added:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(added) - 1)
            self._rows += added
            self.endInsertRows()

    def _arrange(self, places: Mapping[int, int]) -> None:
        if all(places[row["id"]] == at for at, row in enumerate(self._rows)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        moved = [
            self.index(places[self._rows[each.row()]["id"]], each.column())
            if each.row() < len(self._rows)
            else each
            for each in before
        ]
        self._rows.sort(key=lambda row: places[row["id"]])
        self.changePersistentIndexList(before, moved)
        self.layoutChanged.emit()

    def rows(self) -> list[dict[str, Any]]:
        """The stored rows with what was typed over them."""
        return [row | self._typed.get(row["id"], {}) for row in self._rows]

    def row(self, at: int) -> dict[str, Any]:
        """One row with what was typed over it; the new row's proposals before anything was."""
        if at < len(self._rows):
            return self._rows[at] | self._typed.get(self._rows[at]["id"], {})
        return {"id": NEW} | self._typed.get(NEW, {})

    def stored_ids(self) -> tuple[int, ...]:
        """The rows that are shown, in their order."""
        return tuple(int(row["id"]) for row in self._rows)

    def row_id(self, at: int) -> int:
        return int(self._rows[at]["id"]) if 0 <= at < len(self._rows) else NEW

    def row_of(self, row: int) -> int:
        """Where a row stands; -1 when it is not in the list."""
        return next((at for at, each in enumerate(self._rows) if each["id"] == row), -1)

    def forget(self) -> None:
        """Another parent's rows are to come: nothing typed for this one is left."""
        self._typed.clear()
        self._faults.clear()
        self._saving.clear()
        self._waiting = None

    def count(self) -> int:
        """Without the row where a new one begins."""
        return len(self._rows)

    def version(self, row: int) -> int | None:
        """Of the row as it was read; None while an earlier change of ours is still on its way."""
        at = self.row_of(row)
        return None if row in self._saving or at < 0 else self._rows[at].get("version")

    # -- what was typed ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new row begins with its proposals."""
        if NEW not in self._typed:
            self._typed[NEW] = self.proposed()
            self._tell(NEW)

    def is_begun(self) -> bool:
        return NEW in self._typed

    def typed(self, row: int) -> dict[str, Any]:
        return dict(self._typed.get(row, {}))

    def put(self, row: int, name: str, value: object) -> None:
        """A value typed in a cell; the owner stores it."""
        if row == NEW:
            self.begin()
        self._typed.setdefault(row, {})[name] = value
        self._faults.get(row, {}).pop(name, None)
        self._tell(row)
        self.committed.emit(row)

    def saving(self, row: int) -> None:
        """It is being written: paler until it is."""
        self._saving.add(row)
        self._tell(row)

    def stored(self, row: int, made: int, values: Mapping[str, Any]) -> None:
        """What was typed is stored, unless it was changed meanwhile; a new row has its id."""
        self._saving.discard(row)
        typed = self._typed.get(row, {})
        left = {name: value for name, value in typed.items() if name not in values or values[name] != value}
        is_new = row == NEW and bool(self._new_words)
        if is_new:  # what was typed stands where it stood, and a row to begin another comes after it
            at = len(self._rows)
            self.beginInsertRows(QModelIndex(), at + 1, at + 1)
            self._rows.append({**values, "id": made})
        self._faults.pop(row, None)
        self._typed.pop(row, None)
        if is_new:
            self.endInsertRows()
        if left:
            self._typed[made] = left
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.fill(waiting)
        self._tell(made)
        if left and row == NEW:
            self.committed.emit(made)  # typed on while the row was on its way

    def is_saving(self, row: int) -> bool:
        return row in self._saving

    def refused(self, row: int, name: str, sentence: str) -> None:
        """What was typed stays as it stands, with what is wrong about it."""
        self._saving.discard(row)
        self._faults.setdefault(row, {})[name] = sentence
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.fill(waiting)
        self._tell(row)

    def give_up(self, row: int) -> bool:
        """Forget what was typed in a row and is not stored; False when there was nothing."""
        if row not in self._typed or row in self._saving:
            return False
        del self._typed[row]
        self._faults.pop(row, None)
        self._tell(row)
        return True

    def faults(self) -> dict[tuple[int, str], str]:
        return {(row, name): told for row, names in self._faults.items() for name, told in names.items()}

    def fault(self, row: int) -> str:
        return next(iter(self._faults.get(row, {}).values()), "")

    def _tell(self, row: int) -> None:
        at = len(self._rows) if row == NEW else self.row_of(row)
        if 0 <= at < self.rowCount():
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        self.changed.emit()

    # -- what Qt asks -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows) + bool(self._new_words)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].label
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()].is_typed:
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.row_id(index.row())
        if role in (FaultRole, Qt.ItemDataRole.ToolTipRole):
            return self._faults.get(row, {}).get(column.name)
        if role == RowRole:
            return RowState.SAVING if row in self._saving else None
        if row == NEW and NEW not in self._typed:
            return self._invitation(column, role)
        return self._shown(column, self.row(index.row()), role)

    @staticmethod
    def _shown(column: GridColumn, values: Row, role: int) -> Any:
        if role == CellRole:
            return column.cell(values)
        if role == Qt.ItemDataRole.EditRole:
            return values.get(column.name)
        return words(column, values) if role in _WORDS else None

    def _invitation(self, column: GridColumn, role: int) -> Any:
        if role == CellRole:
            return IconCell("plus", self._new_words, "accent") if column.takes_rest else ""
        return self._new_words if column.takes_rest and role in _WORDS else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column, at = self.columns[index.column()], index.row()
        field = column.field
        if field is None:
            return False
        row = self.row_id(at)
        if value is None and field.kind is not Kind.LOOKUP:
            value = field.blank
        present = self.row(at).get(column.name)
        if _plain(present) != _plain(value) or column.name in self._faults.get(row, {}):
            self.put(row, column.name, value)
        return True


def _plain(value: object) -> object:
    return value.id if isinstance(value, Ref) else value


def words(column: GridColumn, values: Row) -> str:
    """The whole text of a cell, for copying and reading aloud."""
    cell = column.cell(values)
    if column.field is not None and column.field.kind is Kind.FLAG:
        return _("yes") if values.get(column.name) else _("no")
    note = getattr(cell, "note", "")
    text = cell if isinstance(cell, str) else str(getattr(cell, "text", ""))
    return f"{text} {note}".strip()
