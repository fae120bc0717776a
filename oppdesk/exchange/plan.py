"""What an import would do, as values: nothing is written before the user has seen it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.domain.progress import Progress
from oppdesk.exchange.mapping import Columns, read
from oppdesk.exchange.table import Table
from oppdesk.i18n import LocaleFormat, _

_ANY_SIZE = 10**9
_REPEATED = 2000  # cells of a column whose values are remembered: days, stages and codes come again and again


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is left out: the line of the file, the heading of the column, the reason in words, the cell's text."""

    line: int
    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file as values of fields; with faults it is not imported."""

    line: int
    values: Mapping[str, object]
    faults: tuple[Fault, ...] = ()


class Likeness(NamedTuple):
    """A contact that a row may be, the likeliest first; `line` is that of an earlier row of the file instead of one."""

    contact: Ref
    kind: int
    company: str
    percent: int
    reasons: tuple[str, ...]  # to be translated when shown
    sure: bool
    line: int = 0


class Doubt(NamedTuple):
    """A row of which the user should say whether it is one of these."""

    row: Row
    candidates: tuple[Likeness, ...]


class Told(NamedTuple):
    """What of how many rows went into the comment, or, not `is_kept`, nowhere."""

    what: str
    rows: int
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """Each row stands in one of the first six; `change` names the id of the record that each row changes.

    Doubtful ones come in as new contacts unless the user decides otherwise; skipped ones do not, by his word.
    """

    add: tuple[Row, ...] = ()
    change: tuple[tuple[int, Row], ...] = ()
    unchanged: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubtful: tuple[Doubt, ...] = ()
    skipped: tuple[Row, ...] = ()
    same_e_mail: int = 0  # rows with the e-mail address of an earlier row
    told: tuple[Told, ...] = ()

    @property
    def faulty(self) -> int:
        """Rows that are left out; each may have several faults."""
        return len({fault.line for fault in self.faults})

    @property
    def written(self) -> tuple[Row, ...]:
        """The rows that the import writes."""
        return (*self.add, *(row for _key, row in self.change), *(doubt.row for doubt in self.doubtful))

    @property
    def rows(self) -> int:
        sure = len(self.add) + len(self.change) + len(self.unchanged)
        return sure + len(self.doubtful) + len(self.skipped) + self.faulty


def read_rows(
    sheet: Table,
    columns: Columns,
    fields: Sequence[Field],
    form: LocaleFormat,
    progress: Progress | None = None,
    *,
    blanks: bool = True,
) -> Iterator[Row]:
    """Every row with its mapped fields parsed and checked, each fault kept beside its line.

    Without `blanks` a blank cell says nothing: its field is not among the values, or a fault if it is required. A
    LOOKUP is still the code or number written there, None if blank: who knows the other table finds its id.
    """
    plain, others = _readers(columns, fields, form, blanks=blanks)
    known, width = sheet.faults, len(sheet.header)
    for line, cells in sheet.rows(progress):
        values: dict[str, object] = {}
        faults = [Fault(line, "", known[line])] if line in known else []
        for name, column, size, is_code, value_of in plain:
            cell = cells[column].strip()
            if not cell:
                continue
            text = cell.upper() if is_code else cell
            if len(text) <= size and text.isprintable():
                values[name] = text
            else:
                _read(values, faults, name, value_of, cells[column], line, sheet.header[column])
        for one, column, value_of in others:
            if blanks or one.required or cells[column].strip():
                _read(values, faults, one.name, value_of, cells[column], line, sheet.header[column])
        if len(cells) > width and any(cells[width:]):
            reason = _("This row has {count} values, but there are only {most} columns.")
            faults.append(Fault(line, "", reason.format(count=len(cells), most=width)))
        yield Row(line, values, tuple(faults))


Value = Callable[[str], object]
_PLAIN = frozenset({Kind.TEXT, Kind.CODE, Kind.LOOKUP})


def _readers(
    columns: Columns, fields: Sequence[Field], form: LocaleFormat, *, blanks: bool
) -> tuple[list[tuple[str, int, int, bool, Value]], list[tuple[Field, int, Value]]]:
    """The fields that are nearly always taken as they are, with their sizes; and all others."""
    plain: list[tuple[str, int, int, bool, Value]] = []
    others: list[tuple[Field, int, Value]] = []
    for field in fields:
        if field.name not in columns:
            continue
        column, value_of = columns[field.name], partial(_value, field, form=form)
        if field.kind in _PLAIN and not (blanks or field.required):
            size = field.size if field.size is not None else _ANY_SIZE
            plain.append((field.name, column, size, field.kind is Kind.CODE, value_of))
        else:
            others.append((field, column, lru_cache(maxsize=_REPEATED)(value_of)))
    return plain, others


def _read(
    values: dict[str, object],
    faults: list[Fault],
    name: str,
    value_of: Value,
    cell: str,
    line: int,
    heading: str,
) -> None:
    try:
        values[name] = value_of(cell)
    except FieldError as error:
        faults.append(Fault(line, heading, error.message, cell))


def _value(one: Field, cell: str, *, form: LocaleFormat) -> object:
    value = read(one, cell, form)
    if one.kind is Kind.LOOKUP and value is not None:
        return value
    return one.check(value)
