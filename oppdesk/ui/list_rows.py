"""The columns of a list: what each shows of a row, how it is sorted and edited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from oppdesk.domain.fields import NUMBERS, Field, Kind, Ref
from oppdesk.i18n import LocaleFormat
from oppdesk.ui.cells import Cell, DateCell, FigureCell, FlagCell

Row = Mapping[str, Any]


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
    whole: bool = False  # short words that are never cut, the state of a record
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
    Kind.TIME: DateCell,
}
_AT_RIGHT = frozenset(_CELLS)

GUTTER = ListColumn("gutter", "", lambda _row: "", width=2.25, order="", fixed=True)
# Before the first column, so that its words stand under the title of the page.
