"""Lists of any length at once: the count and a page are read where they are shown, all ids follow beside it.

Rows come in blocks by id and are formatted once; after news the same ids keep their rows, so that nothing jumps.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import NUMBERS, Field, Kind
from oppdesk.domain.query import Order, Query
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.lists import Lists
from oppdesk.ui.cells import Cell, CellRole, DateCell, FigureCell, FlagCell, RowRole, RowState
from oppdesk.ui.change_hub import merged
from oppdesk.ui.jobs import Jobs

Row = Mapping[str, Any]
Index = QModelIndex | QPersistentModelIndex
BLOCK, BLOCKS = 128, 64  # rows read at once; blocks kept
IdRole = Qt.ItemDataRole.UserRole  # beside CellRole and RowRole of oppdesk.ui.cells
ValuesRole = Qt.ItemDataRole.UserRole + 3  # the row's values by name


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`cell` makes what the delegate paints, once per row that is read; `text` is what is copied and read aloud."""

    name: str
    label: str  # marked with N_
    cell: Callable[[Row], Cell]
    align: Literal["left", "right"] = "left"
    width: float = 12  # u; 0 takes what the others leave
    order: str | None = None  # the field that is sorted by; None is `name`, "" cannot be sorted
    hidden: bool = False  # until the user asks for it
    fixed: bool = False  # the gutter
    edits: bool = False  # F2 edits the field `name` in place; the model says so by `edited`
    text: Callable[[Row], str] | None = None  # where the cell has no text of its own

    @property
    def sorted_by(self) -> str:
        return self.name if self.order is None else self.order


def field_column(
    field: Field, form: LocaleFormat, *, width: float = 12, hidden: bool = False, label: str = ""
) -> ListColumn:
    """A column that shows a field as its kind is shown everywhere."""
    make: Callable[[str], Cell] = _CELLS.get(field.kind, str)
    shows: dict[Kind, Callable[[int], str]] = {
        Kind.MONEY: form.amount,  # lists show whole amounts, cards and dialogs two decimals
        Kind.VALUE: lambda value: form.value(value, 0),
    }
    show: Callable[[Any], str] = shows.get(field.kind, lambda value: field.show(value, form))

    def cell(row: Row) -> Cell:
        value = row[field.name]
        if field.kind is Kind.FLAG:
            return FlagCell(bool(value))
        return make(show(value))

    right = field.kind in _AT_RIGHT
    order = "" if field.kind is Kind.COUNT else None
    shown = (lambda row: field.show(row[field.name], form)) if field.kind is Kind.FLAG else None
    return ListColumn(
        field.name, label or field.label, cell, "right" if right else "left", width, order, hidden, text=shown
    )


_CELLS: dict[Kind, Callable[[str], Cell]] = {
    **dict.fromkeys(NUMBERS, FigureCell),
    Kind.DATE: DateCell,
    Kind.MOMENT: DateCell,
}
_AT_RIGHT = frozenset(_CELLS)


GUTTER = ListColumn("gutter", "", lambda _row: "", width=2.25, order="", fixed=True)
# Before the first column, so that its words stand under the title of the page.


class _Shown:
    """One row as it is shown."""

    __slots__ = ("cells", "row", "state", "texts")

    def __init__(
        self, row: Row, columns: Sequence[ListColumn], state: Callable[[Row], RowState | None] | None = None
    ) -> None:
        self.row = row
        self.cells = [column.cell(row) for column in columns]
        self.texts = [
            column.text(row) if column.text else getattr(cell, "text", None) or str(cell)
            for column, cell in zip(columns, self.cells, strict=True)
        ]
        self.state = state(row) if state and columns else None


class RecordTableModel(QAbstractTableModel):
    """A list of `services.lists` under one query. Give it news by `refresh`."""

    counted = Signal(int)  # the number of rows is known anew
    complete = Signal()  # all ids are known: row_of finds every row
    edited = Signal(object, str, object)  # id, field, value typed in place: who listens writes it

    def __init__(
        self,
        lists: Lists,
        name: str,
        columns: Sequence[ListColumn],
        jobs: Jobs,
        query: Query | None = None,
        *,
        state: Callable[[Row], RowState | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Reads nothing before the first `set_query` unless `query` is given. `state` tells rows that stand out."""
        super().__init__(parent)
        self._state = state
        self.name = name
        self.columns = tuple(columns)
        self.query = query or Query()
        self._lists = lists
        self._jobs = jobs
        self._tables = {name} | {field.target or "" for field in lists.fields(name).values()}
        self._count = 0
        self._ids: array[int] | None = None
        self._blocks: OrderedDict[int, list[_Shown]] = OrderedDict()
        self._places: dict[int, int] = {}
        self._generation = 0
        self._waiting: list[Changes] | None = None
        self._key = f"ids of {name} {id(self)}"
        if query is not None:
            self.set_query(query)

    # -- what is listed -----------------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """List what `query` finds; the first page can be painted when this returns."""
        count = self._lists.count(self.name, query)
        self.beginResetModel()
        self.query = query
        self._count = count
        self._forget()
        self.endResetModel()
        self.counted.emit(count)
        self._ask_ids(None)

    def watch(self, *tables: str) -> None:
        """Take news of these tables, too, for news of the list (tasks, for the next step of an opportunity)."""
        self._tables.update(tables)

    def refresh(self, changes: Changes | None = None) -> None:
        """Take news: rows that stay keep their place, what changed is read again. None: whatever it was."""
        if changes is not None and not changes.touches(*self._tables):
            return
        if self._waiting is not None:
            self._waiting.append(changes or Changes())
            return
        self._ask_ids(changes or Changes())

    def hold(self) -> None:
        """Let news wait, because an editor is open in the list."""
        if self._waiting is None:
            self._waiting = []

    def release(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting:
            self.refresh(merged(waiting) if all(waiting) else None)

    def _ask_ids(self, news: Changes | None) -> None:
        self._generation += 1
        generation, name, query, lists = self._generation, self.name, self.query, self._lists

        def arrived(ids: "array[int]") -> None:
            if generation == self._generation:
                self._take_ids(ids, news)

        self._jobs.read(lambda: lists.ids(name, query), arrived, self._key)

    def _take_ids(self, ids: "array[int]", news: Changes | None) -> None:
        before = self._ids
        if before is not None and before == ids:
            self._drop_rows(news)
        elif before is None and news is None and len(ids) == self._count and self._agrees(ids):
            self._ids = ids
        else:
            self.beginResetModel()
            self._count = len(ids)
            self._forget(ids)
            self.endResetModel()
            self.counted.emit(self._count)
        self.complete.emit()

    def _agrees(self, ids: "array[int]") -> bool:
        """Whether the rows read by position are those the ids say."""
        return all(
            [shown.row["id"] for shown in block] == list(ids[number * BLOCK : number * BLOCK + len(block)])
            for number, block in self._blocks.items()
        )

    def _forget(self, ids: "array[int] | None" = None) -> None:
        self._ids = ids
        self._blocks.clear()
        self._places = {}

    def _drop_rows(self, news: Changes | None) -> None:
        """Read again what changed, or everything shown when it is another table that did."""
        own = news.of(self.name) if news else frozenset()
        only_own = bool(news) and news is not None and all(table == self.name for table, _row in news.rows)
        for number, block in list(self._blocks.items()):
            if not only_own or any(shown.row["id"] in own for shown in block):
                del self._blocks[number]
                first = number * BLOCK
                last = min(first + BLOCK, self._count) - 1
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    # -- rows and ids -------------------------------------------------------------------------------------

    def row_id(self, row: int) -> int:
        if self._ids is not None:
            return self._ids[row]
        return int(self._shown(row).row["id"])

    def ids_between(self, first: int, last: int) -> list[int]:
        """The ids of a stretch of rows, both ends included."""
        if self._ids is None and last - first >= BLOCK:
            self._ids = self._lists.ids(self.name, self.query)
        if self._ids is not None:
            return self._ids[first : last + 1].tolist()
        return [self.row_id(row) for row in range(first, last + 1)]

    def row_of(self, record: int) -> int:
        """Where a record stands; -1 when it is not in the list, or not known yet."""
        if self._ids is None:
            return next(
                (
                    number * BLOCK + place
                    for number, block in self._blocks.items()
                    for place, shown in enumerate(block)
                    if shown.row["id"] == record
                ),
                -1,
            )
        if not self._places and len(self._ids) <= BLOCK * BLOCKS:
            self._places = {each: place for place, each in enumerate(self._ids)}
        if self._places:
            return self._places.get(record, -1)
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def rows_of(self, records: Sequence[int]) -> list[int]:
        """Where many records stand, those not in the list left out."""
        if self._ids is not None and not self._places and len(records) > 20:
            self._places = {each: place for place, each in enumerate(self._ids)}
        return [row for row in map(self.row_of, records) if row >= 0]

    @property
    def knows_all(self) -> bool:
        """Whether the ids are there."""
        return self._ids is not None

    def row(self, row: int) -> Row:
        return self._shown(row).row

    def _shown(self, row: int) -> _Shown:
        number, place = divmod(row, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._read(number)
        else:
            self._blocks.move_to_end(number)
        return block[place] if place < len(block) else _Shown(_GONE, ())

    def _read(self, number: int) -> list[_Shown]:
        first = number * BLOCK
        if self._ids is None:
            rows: list[Row] = list(self._lists.page(self.name, self.query, first, BLOCK))
        else:
            wanted = self._ids[first : first + BLOCK].tolist()
            found: dict[int, Row] = {row["id"]: row for row in self._lists.rows(self.name, wanted)}
            rows = [found.get(each, _GONE) for each in wanted]
        block = [
            _Shown(row, self.columns, self._state) if row is not _GONE else _Shown(row, ()) for row in rows
        ]
        self._blocks[number] = block
        while len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return block

    # -- what Qt asks -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = _ANSWERS.get(role)
        if answer is None or not index.isValid():
            return None
        shown = self._shown(index.row())
        return answer(shown, index.column(), self.columns) if shown.cells else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].edits:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or not column.edits:
            return False
        if value != self.row(index.row()).get(column.name):
            self.edited.emit(self.row_id(index.row()), column.name, value)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return _(column.label)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By one column; `sort_by` takes several."""
        if 0 <= column < len(self.columns):
            self.sort_by((Order(self.columns[column].sorted_by, order is Qt.SortOrder.DescendingOrder),))

    def sort_by(self, orders: Sequence[Order]) -> None:
        wanted = tuple(order for order in orders if order.field)
        if wanted != self.query.orders:
            self.set_query(Query(self.query.filters, wanted, self.query.text))


_GONE: Row = {"id": 0}  # removed since the ids were read; the news of it is on its way
_ANSWERS: dict[int, Callable[[_Shown, int, Sequence[ListColumn]], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda shown, column, _columns: shown.texts[column],
    int(Qt.ItemDataRole.AccessibleTextRole): lambda shown, column, _columns: shown.texts[column],
    int(Qt.ItemDataRole.EditRole): lambda shown, column, columns: shown.row.get(columns[column].name),
    int(CellRole): lambda shown, column, _columns: shown.cells[column],
    int(RowRole): lambda shown, _column, _columns: shown.state,
    int(IdRole): lambda shown, _column, _columns: shown.row["id"],
    int(ValuesRole): lambda shown, _column, _columns: shown.row,
}
