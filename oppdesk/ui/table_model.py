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
from oppdesk.ui.change_hub import merged
from oppdesk.ui.jobs import Jobs

Row = Mapping[str, Any]
Index = QModelIndex | QPersistentModelIndex
BLOCK, BLOCKS = 128, 64  # rows read at once; blocks kept
CELL = Qt.ItemDataRole.UserRole  # the cell's value as the column made it, for the delegate
ROW = Qt.ItemDataRole.UserRole + 1  # the row's values by name
ID = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`cell` makes what the delegate paints, once per row that is read; its `str` is what is copied and read aloud."""

    name: str
    label: str  # marked with N_
    cell: Callable[[Row], object]
    align: Literal["left", "right"] = "left"
    width: float = 12  # u; 0 takes what the others leave
    order: str | None = None  # the field that is sorted by; None is `name`, "" cannot be sorted
    hidden: bool = False  # until the user asks for it

    @property
    def sorted_by(self) -> str:
        return self.name if self.order is None else self.order


def field_column(field: Field, form: LocaleFormat, *, width: float = 12, hidden: bool = False) -> ListColumn:
    """A column that shows a field as its kind is shown everywhere."""

    def cell(row: Row) -> str:
        return field.show(row[field.name], form)

    right = field.kind in NUMBERS or field.kind in (Kind.DATE, Kind.MOMENT)
    order = "" if field.kind is Kind.COUNT else None
    return ListColumn(field.name, field.label, cell, "right" if right else "left", width, order, hidden)


class _Shown:
    """One row as it is shown."""

    __slots__ = ("cells", "row", "texts")

    def __init__(self, row: Row, columns: Sequence[ListColumn]) -> None:
        self.row = row
        self.cells = [column.cell(row) for column in columns]
        self.texts = [str(cell) for cell in self.cells]


class RecordTableModel(QAbstractTableModel):
    """A list of `services.lists` under one query. Give it news by `refresh`."""

    counted = Signal(int)  # the number of rows is known anew
    complete = Signal()  # all ids are known: row_of finds every row

    def __init__(
        self,
        lists: Lists,
        name: str,
        columns: Sequence[ListColumn],
        jobs: Jobs,
        query: Query | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Reads nothing before the first `set_query` unless `query` is given."""
        super().__init__(parent)
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
        block = [_Shown(row, self.columns if row is not _GONE else ()) for row in rows]
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
        if role not in _ROLES or not index.isValid():
            return None
        shown, column = self._shown(index.row()), index.column()
        if not shown.cells:
            return None
        if role == CELL:
            return shown.cells[column]
        if role == ROW:
            return shown.row
        return shown.row["id"] if role == ID else shown.texts[column]

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
_ROLES = frozenset(
    {int(CELL), int(ROW), int(ID), int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)}
    | {int(Qt.ItemDataRole.AccessibleTextRole)}
)
