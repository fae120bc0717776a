"""What an import would do, as values: nothing is written before the user has seen it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.progress import Progress
from oppdesk.exchange import tabular
from oppdesk.exchange.mapping import Columns, read
from oppdesk.exchange.table import Table
from oppdesk.i18n import LocaleFormat, _

_REPEATED = 2000  # cells of a column whose values are remembered: days, stages and codes come again and again


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is left out: the line of the file, the heading of the column, the reason in words."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file as values of fields; with faults it is not imported."""

    line: int
    values: Mapping[str, object]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`change` names the id of the record that each row changes."""

    add: tuple[Row, ...] = ()
    change: tuple[tuple[int, Row], ...] = ()
    unchanged: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def faulty(self) -> int:
        """Rows that are left out; each may have several faults."""
        return len({fault.line for fault in self.faults})

    @property
    def rows(self) -> int:
        return len(self.add) + len(self.change) + len(self.unchanged) + self.faulty


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
    mapped = [
        (field, columns[field.name], lru_cache(maxsize=_REPEATED)(partial(_value, field, form=form)))
        for field in fields
        if field.name in columns
    ]
    known = sheet.faults
    for line, cells in sheet.rows(progress):
        values: dict[str, object] = {}
        faults = [Fault(line, "", known[line])] if line in known else []
        for one, column, value_of in mapped:
            try:
                if blanks or one.required or cells[column].strip():
                    values[one.name] = value_of(cells[column])
            except FieldError as error:
                faults.append(Fault(line, sheet.header[column], error.message))
        if any(cells[len(sheet.header) :]):
            reason = _("This row has {count} values, but there are only {most} columns.")
            faults.append(Fault(line, "", reason.format(count=len(cells), most=len(sheet.header))))
        yield Row(line, values, tuple(faults))


def write_faults(path: Path, faults: Sequence[Fault]) -> int:
    """The faults as a file, to mend the source by; the number of rows."""
    header = (_("Line"), _("Column"), _("Reason"))
    return tabular.write(path, header, ((str(f.line), f.column, f.reason) for f in faults))


def _value(one: Field, cell: str, *, form: LocaleFormat) -> object:
    value = read(one, cell, form)
    if one.kind is Kind.LOOKUP and value is not None:
        return value
    return one.check(value)
