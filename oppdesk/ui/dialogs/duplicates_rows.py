"""The pairs of the Duplicates window as a table: a few thousand at most, sorted and narrowed where they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.outgoing import Column as OutColumn
from oppdesk.domain.query import Query
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.services.duplicates import Pair
from oppdesk.services.exporting import Outgoing
from oppdesk.ui.cells import Cell, CellRole, FigureCell, FlagCell, NameCell, PercentCell, QuietCell
from oppdesk.ui.table_header import Order
from oppdesk.ui.table_view import Column

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
OPEN, SURE, DOUBTFUL, SEPARATE = "open", "sure", "doubtful", "separate"  # which of the pairs are shown
VIEWS = (
    (OPEN, N_("To decide")),
    (SURE, N_("Sure")),
    (DOUBTFUL, N_("Doubtful")),
    (SEPARATE, N_("Marked separate")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A pair, and of each contact what tells it from others of its name."""

    pair: Pair
    numbers: tuple[str, str]
    places: tuple[str, str]  # company of a person, and city

    @property
    def names(self) -> tuple[str, str]:
        return self.pair.one.text, self.pair.other.text

    def is_in(self, view: str) -> bool:
        if self.pair.separate or view == SEPARATE:
            return self.pair.separate and view == SEPARATE
        return view == OPEN or self.pair.sure == (view == SURE)

    def note(self, side: int) -> str:
        return " · ".join(part for part in (self.numbers[side], self.places[side]) if part)

    def says(self, words: str) -> bool:
        """Whether each of the folded words stands anywhere in the row."""
        every = " ".join((*self.names, *self.numbers, *self.places, *self.pair.reasons)).casefold()
        return all(word in every for word in words.split())


def read(desk: Desk, contacts: Sequence[int]) -> list[Line]:
    """All pairs that are shown, separate ones too; of some contacts only those that they are in."""
    apart = desk.duplicates.pairs(separate=True)
    if contacts:
        mine = frozenset(contacts)
        apart = [pair for pair in apart if not mine.isdisjoint((pair.one.id, pair.other.id))]
        found = desk.duplicates.pairs_of(contacts)
    else:
        found = desk.duplicates.pairs()
    pairs = [*found, *apart]
    ids = dict.fromkeys(ref.id for pair in pairs for ref in (pair.one, pair.other))
    rows = {row["id"]: row for row in desk.lists.rows("contact", list(ids))}
    return [_line(pair, rows.get(pair.one.id, {}), rows.get(pair.other.id, {})) for pair in pairs]


def _line(pair: Pair, *sides: Mapping[str, Any]) -> Line:
    one, other = (str(row.get("number") or "") for row in sides)
    places = [
        ", ".join(part for part in (company, str(row.get("city") or "")) if part)
        for company, row in zip(pair.companies, sides, strict=True)
    ]
    return Line(pair, (one, other), (places[0], places[1]))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column: `cell` is painted, `value` sorted by and handed to files."""

    name: str
    label: str  # marked
    width: float
    cell: Callable[[Line, LocaleFormat], Cell]
    value: Callable[[Line], Any]
    kind: Kind = Kind.TEXT


def _name(side: int) -> Callable[[Line, LocaleFormat], Cell]:
    return lambda line, _form: NameCell(line.names[side], line.note(side))


_COLUMNS = (
    _Shown("one", N_("Contact"), 46, _name(0), lambda line: line.names[0]),
    _Shown("other", N_("May be the same as"), 46, _name(1), lambda line: line.names[1]),
    _Shown(
        "percent",
        N_("Likeness"),
        14,
        lambda line, form: PercentCell(line.pair.percent, form.percent(line.pair.percent)),
        lambda line: line.pair.percent,
        Kind.PERCENT,
    ),
    _Shown(
        "reasons",
        N_("Why"),
        0,
        lambda line, _form: QuietCell(" · ".join(line.pair.reasons)),
        lambda line: " · ".join(line.pair.reasons),
    ),
    _Shown(
        "strings",
        N_("Strings"),
        9,
        lambda line, form: FigureCell(form.whole(line.pair.strings)),
        lambda line: line.pair.strings,
        Kind.WHOLE,
    ),
    _Shown(
        "separate",
        N_("Separate"),
        10,
        lambda line, _form: FlagCell(line.pair.separate, is_box=True),
        lambda line: line.pair.separate,
        Kind.FLAG,
    ),
)
_PLACES = {column.name: at for at, column in enumerate(_COLUMNS)}
# What a file says of each contact beside its name, and from where it comes.
_BESIDE = (
    (N_("No."), lambda line: line.numbers[0]),
    (N_("Company, city"), lambda line: line.places[0]),
    (N_("Other No."), lambda line: line.numbers[1]),
    (N_("Other company, city"), lambda line: line.places[1]),
)


def table_columns() -> list[Column]:
    return [
        Column(
            each.name,
            each.width,
            at_right=each.kind in (Kind.PERCENT, Kind.WHOLE),
            takes_rest=not each.width,
        )
        for each in _COLUMNS
    ]


class PairRows(QAbstractTableModel):
    """`fill` it with all lines, then say which are shown; `marked` tells that a box was ticked or cleared."""

    marked = Signal(object, bool)  # Line, separate

    def __init__(self, form: LocaleFormat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._all: Sequence[Line] = ()
        self._deciding: dict[int, bool] = {}
        self._lines: list[Line] = []
        self._view, self._words = OPEN, ""
        self._order: Order = ()

    def fill(self, lines: Sequence[Line]) -> None:
        """The likeliest first; what is decided and not written yet stays decided."""
        self._all = [_decided(line, self._deciding.get(line.pair.id)) for line in lines]
        self._show()

    def decide(self, line: Line, *, is_separate: bool) -> None:
        """Show it before it is written and read again: keys may come faster than that."""
        self._deciding[line.pair.id] = is_separate
        self.fill(self._all)

    def settle(self, pair: int) -> None:
        """It is written, or was refused: what is read counts again."""
        self._deciding.pop(pair, None)

    def set_view(self, view: str) -> None:
        self._view = view
        self._show()

    def set_words(self, words: str) -> None:
        self._words = words.casefold()
        self._show()

    def set_order(self, order: Order) -> None:
        self._order = order
        self._show()

    def _show(self) -> None:
        self.beginResetModel()
        self._lines = [line for line in self._all if line.is_in(self._view) and line.says(self._words)]
        for at, descending in reversed(self._order):
            self._lines.sort(key=lambda line, at=at: _sorted_by(at, line), reverse=descending)  # type: ignore[misc]
        self.endResetModel()

    def counts(self) -> dict[str, int]:
        """How many each view has."""
        return {
            view: sum(line.is_in(view) for line in self._all) for view in (OPEN, SURE, DOUBTFUL, SEPARATE)
        }

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, pair: int) -> int:
        """-1 when it is not shown."""
        return next((row for row, line in enumerate(self._lines) if line.pair.id == pair), -1)

    def outgoing(self, title: str) -> Outgoing:
        """What is shown, for a file or paper."""
        columns = [
            OutColumn(Field(each.name, each.label, each.kind), _(each.label), _value(each.value))
            for each in _COLUMNS
        ]
        beside = [
            OutColumn(Field(f"beside_{at}", label), _(label), _value(tell))
            for at, (label, tell) in enumerate(_BESIDE)
        ]
        every = (columns[0], *beside[:2], columns[1], *beside[2:], *columns[2:])
        rows = tuple({"id": line.pair.id, "line": line} for line in self._lines)
        return Outgoing("contact", title, every, Query(), rows=rows)

    # -- what Qt asks -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        is_box = index.isValid() and _COLUMNS[index.column()].name == SEPARATE
        return found | Qt.ItemFlag.ItemIsEditable if is_box else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._lines[index.row()], _COLUMNS[index.column()]
        if role == CellRole:
            return column.cell(line, self._form)
        if role == Qt.ItemDataRole.DisplayRole:
            if column.name == SEPARATE:
                return _("Separate") if line.pair.separate else ""
            cell = column.cell(line, self._form)
            words = cell if isinstance(cell, str) else str(getattr(cell, "text", ""))
            note = getattr(cell, "note", "")
            return f"{words} · {note}" if note else words
        if role == Qt.ItemDataRole.EditRole:
            return column.value(line)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.line(index.row())
        if role != Qt.ItemDataRole.EditRole or line is None or index.column() != _PLACES[SEPARATE]:
            return False
        self.marked.emit(line, bool(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section].label)
        return None


def _decided(line: Line, is_separate: bool | None) -> Line:
    if is_separate is None:
        return line
    return replace(line, pair=replace(line.pair, separate=is_separate))


def _sorted_by(at: int, line: Line) -> Any:
    value = _COLUMNS[at].value(line)
    return value.casefold() if isinstance(value, str) else value


def _value(tell: Callable[[Line], Any]) -> Callable[[Mapping[str, Any]], Any]:
    return lambda row: tell(row["line"])
