"""The rows of a list as far as they are at hand: all ids packed, values in blocks by id, formatted once."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from oppdesk.domain.fields import NUMBERS, Field, Kind, Ref
from oppdesk.i18n import LocaleFormat
from oppdesk.ui.cells import Cell, DateCell, FigureCell, FlagCell, RowState

Row = Mapping[str, Any]
BLOCK, BLOCKS = 128, 64  # rows read at once; blocks kept
FEW = 20  # records that are looked for one by one
GONE: Row = {"id": 0}  # removed since the ids were read; the news of it is on its way


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
    edits: bool = False  # F2 edits the field in place; the model says so by `edited`
    edited: str = ""  # that field, where it is not `name`
    text: Callable[[Row], str] | None = None  # where the cell has no text of its own
    value: Callable[[Row], object] | None = None  # what a file gets where it is not that of the field `name`

    @property
    def sorted_by(self) -> str:
        return self.name if self.order is None else self.order

    @property
    def field(self) -> str:
        """The one that is edited."""
        return self.edited or self.name


def field_column(
    field: Field, form: LocaleFormat, *, width: float = 12, hidden: bool = False, label: str = ""
) -> ListColumn:
    """A column that shows a field as its kind is shown everywhere."""
    make: Callable[[str], Cell] = _CELLS.get(field.kind, str)
    show = shown_as(field, form)

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


def shown_as(field: Field, form: LocaleFormat) -> Callable[[Any], str]:
    """How lists write a field: whole amounts, where cards and dialogs have two decimals."""
    shows: dict[Kind, Callable[[int], str]] = {
        Kind.MONEY: form.amount,
        Kind.VALUE: lambda value: form.value(value, 0),
    }
    return shows.get(field.kind, lambda value: field.show(value, form))


def are_same(left: object, right: object) -> bool:
    """References by what they mean, however they read."""
    return (left.id if isinstance(left, Ref) else left) == (right.id if isinstance(right, Ref) else right)


_CELLS: dict[Kind, Callable[[str], Cell]] = {
    **dict.fromkeys(NUMBERS, FigureCell),
    Kind.DATE: DateCell,
    Kind.MOMENT: DateCell,
}
_AT_RIGHT = frozenset(_CELLS)

GUTTER = ListColumn("gutter", "", lambda _row: "", width=2.25, order="", fixed=True)
# Before the first column, so that its words stand under the title of the page.


class Shown:
    """One row as it is shown: each cell is made when it is looked at first, as most of a block never is."""

    __slots__ = ("_cells", "_columns", "_texts", "is_known", "row", "state")

    def __init__(
        self, row: Row, columns: Sequence[ListColumn], state: Callable[[Row], RowState | None] | None = None
    ) -> None:
        """Without columns it is one that is not known."""
        self.row = row
        self.is_known = bool(columns)
        self.state = state(row) if state and columns else None
        self._columns = columns
        self._cells: list[Cell | None] = [None] * len(columns)
        self._texts: list[str | None] = [None] * len(columns)

    def cell(self, at: int) -> Cell:
        found = self._cells[at]
        if found is None:
            found = self._cells[at] = self._columns[at].cell(self.row)
        return found

    def text(self, at: int) -> str:
        found = self._texts[at]
        if found is None:
            column, cell = self._columns[at], self.cell(at)
            found = column.text(self.row) if column.text else getattr(cell, "text", None) or str(cell)
            self._texts[at] = found
        return found


UNKNOWN = Shown(GONE, ())


class Rows:
    """By position. `read` brings the rows of some ids, `make` makes one fit to be shown."""

    def __init__(self, read: Callable[[Sequence[int]], Sequence[Row]], make: Callable[[Row], Shown]) -> None:
        self._read = read
        self._make = make
        self._blocks: OrderedDict[int, list[Shown]] = OrderedDict()
        self._packed = b""
        self.ids: array[int] | None = None

    def begin(self, rows: Sequence[Row]) -> None:
        """Only the first page is known."""
        self.take_ids(None)
        if rows:
            self._blocks[0] = [self._make(row) for row in rows[:BLOCK]]

    def take_ids(self, ids: "array[int] | None", *, keeps: bool = False) -> None:
        """These are the records; the rows at hand are kept only where they are in their places."""
        self.ids, self._packed = ids, b""
        if not keeps:
            self._blocks.clear()

    def agree(self, ids: "array[int]") -> bool:
        """Whether the rows read by position are those the ids say."""
        return all(
            [shown.row["id"] for shown in block] == ids[number * BLOCK : number * BLOCK + len(block)].tolist()
            for number, block in self._blocks.items()
        )

    def forget(self, records: frozenset[int] | None = None) -> bool:
        """Read these again when they are shown next, or all; whether any was at hand."""
        gone = [
            number
            for number, block in self._blocks.items()
            if records is None or any(shown.row["id"] in records for shown in block)
        ]
        for number in gone:
            del self._blocks[number]
        return bool(gone)

    def at(self, position: int) -> Shown:
        """UNKNOWN while the ids are not there, and for what was removed."""
        number, place = divmod(position, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            if self.ids is None:
                return UNKNOWN
            block = self._fetch(number, self.ids)
        else:
            self._blocks.move_to_end(number)
        return block[place] if place < len(block) else UNKNOWN

    def _fetch(self, number: int, ids: "array[int]") -> list[Shown]:
        wanted = ids[number * BLOCK : (number + 1) * BLOCK].tolist()
        found = {row["id"]: row for row in self._read(wanted)}
        block = [self._make(found[each]) if each in found else UNKNOWN for each in wanted]
        self._blocks[number] = block
        while len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return block

    def find(self, record: int) -> int:
        """The position of a record; -1 when it is not in the list, or not known yet."""
        if self.ids is None:
            return next((at for at, shown in self._at_hand() if shown.row["id"] == record), -1)
        wanted = array("q", (record,)).tobytes()
        packed = self._packed = self._packed or self.ids.tobytes()  # searched as bytes, a million in 2 ms
        at = packed.find(wanted)
        while at >= 0 and at % len(wanted):
            at = packed.find(wanted, at + 1)
        return at // len(wanted) if at >= 0 else -1

    def find_all(self, records: Sequence[int]) -> list[int]:
        """The positions of many, in order; those not in the list are left out."""
        if self.ids is None or len(records) <= FEW:
            return sorted(at for at in map(self.find, records) if at >= 0)
        wanted = frozenset(records)
        return [at for at, each in enumerate(self.ids) if each in wanted]

    def _at_hand(self) -> Iterator[tuple[int, Shown]]:
        for number, block in self._blocks.items():
            for place, shown in enumerate(block):
                yield number * BLOCK + place, shown
