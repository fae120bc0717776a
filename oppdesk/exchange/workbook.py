"""Writes a list as a workbook for Excel and LibreOffice: real numbers and dates, and no text ever a formula.

Rows go straight to the disk, so a million take no more memory than a hundred. The package is imported when the
first workbook is written.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.outgoing import AT_RIGHT, Column, Line, What
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.exchange.tabular import original
from oppdesk.exchange.whole_file import written
from oppdesk.i18n import NEUTRAL, _

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576  # of a sheet, its heading and sums included
LONGEST = 32_767  # characters of a cell
SAMPLE = 200  # lines that decide how wide a column is
NARROWEST, WIDEST = 8, 60  # characters
EARLIEST = date(1900, 3, 1)  # before it the days of a workbook are those of a calendar that never was

# The workbook's own formats by number: whoever opens it sees them in the manner of his place.
_LOOKS: dict[Kind, int] = {
    Kind.MONEY: 4,  # 1,234.00
    Kind.VALUE: 4,
    Kind.PERCENT: 9,  # 25%
    Kind.RATE: 10,  # 25.00%
    Kind.WHOLE: 1,  # 1234
    Kind.COUNT: 3,  # 1,234
    Kind.DURATION: 1,
    Kind.DATE: 14,
    Kind.MOMENT: 22,
}
_UNITS: dict[Kind, int] = {Kind.MONEY: 100, Kind.VALUE: 1_000_000, Kind.PERCENT: 100, Kind.RATE: 10_000}


def rows_needed(records: int, groups: int = 0) -> int:
    """Of a sheet: the heading, the records, two lines a group, the sums."""
    return records + 2 * groups + 2


def write(
    path: Path,
    title: str,
    columns: Sequence[Column],
    lines: Iterable[Line],
    progress: Progress | None = None,
) -> int:
    """A sheet named `title`; the number of records. It is there complete or not at all.

    UserError when the place cannot be written to, or a text or the list is longer than a sheet may be.
    """
    with written(path) as file, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        return _Writer(file, Path(scratch), title, columns, progress).write(lines)


@dataclass(frozen=True, slots=True)
class _Formats:
    """What cells look like, by column."""

    plain: "list[Format | None]"
    strong: "list[Format]"
    bold: "Format"
    right: "Format"


class _Writer:
    def __init__(
        self, file: IO[bytes], scratch: Path, title: str, columns: Sequence[Column], progress: Progress | None
    ) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - few write a workbook at every start

        self._target = _Target(file, progress)
        self._columns = columns
        self._book: Workbook = Workbook(
            self._target,
            {
                "constant_memory": True,
                "tmpdir": str(scratch),
                "use_zip64": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": title, "comments": "OppDesk"})
        self._sheet: Worksheet = self._book.add_worksheet(_sheet_name(title))
        self._looks = _formats(self._book, columns)
        self._puts = [
            _PUTS.get(column.field.kind, _put_text)(self._sheet, look, column.field)
            for column, look in zip(columns, self._looks.plain, strict=True)
        ]
        self._at = 0  # the next row, from 0
        self._first = 1  # the first row of the group, or of all
        self._records = 0

    def write(self, lines: Iterable[Line]) -> int:
        done = False
        try:
            self._write(lines)
            done = True
        finally:
            if not done:
                self._give_up()
        return self._records

    def _write(self, lines: Iterable[Line]) -> None:
        each = iter(lines)
        sample = [line for _number, line in zip(range(SAMPLE), each, strict=False)]
        for at, width in enumerate(_widths(self._columns, sample)):
            self._sheet.set_column(at, at, width)
        self._sheet.freeze_panes(1, 0)
        grouped = any(line.what is What.GROUP for line in sample)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(
                0, at, column.label, self._looks.right if column.is_at_right else self._looks.bold
            )
        self._at = 1
        for line in sample:
            self._put(line, is_grouped=grouped)
        for line in each:
            self._put(line, is_grouped=grouped)
        if not grouped:  # sorting by the sheet's own arrows would tear groups apart
            self._sheet.autofilter(0, 0, self._records, len(self._columns) - 1)
        self._print_well()
        self._pack()

    def _pack(self) -> None:
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - as above

        try:
            self._book.close()
        except FileCreateError as fault:
            raise fault.args[0] from None  # what the disk said

    def _print_well(self) -> None:
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)

    def _put(self, line: Line, *, is_grouped: bool) -> None:
        if self._at >= MOST_ROWS:
            raise too_long(self._at)
        if line.what is What.RECORD:
            if is_grouped:
                self._sheet.set_row(self._at, None, None, {"level": 1})
            row = self._at
            for at, value in enumerate(line.values):
                if value is not None:
                    self._puts[at](row, at, value)
            self._records += 1
        elif line.what is What.GROUP:
            self._sheet.write_string(self._at, 0, line.text, self._looks.bold)
            self._first = self._at + 1
        else:
            self._put_sums(line)
        self._at += 1

    def _put_sums(self, line: Line) -> None:
        """By a formula that follows the sheet's filter and passes over the sums of groups."""
        first = 1 if line.what is What.TOTAL else self._first
        words = _("Sum of {name}").format(name=line.text) if line.text else _("Sum")
        if line.values and line.values[0] is None:
            self._sheet.write_string(self._at, 0, words, self._looks.bold)
        for at, value in enumerate(line.values):
            if isinstance(value, int):
                unit = _UNITS.get(self._columns[at].field.kind, 1)
                letter = _letters(at)
                formula = f"=SUBTOTAL(9,{letter}{first + 1}:{letter}{self._at})"
                self._sheet.write_formula(self._at, at, formula, self._looks.strong[at], value / unit)

    def _give_up(self) -> None:
        """Let go of the files, so that nothing is left."""
        self._target.is_dead = True
        self._book.fileclosed = True
        handle = self._sheet.row_data_fh
        if handle is not None:
            handle.close()


class _Target:
    """The file under the workbook: the long packing at the end can be cancelled, too.

    A dead one is a file in name only: the archive writes its end when it is thrown away.
    """

    def __init__(self, file: IO[bytes], progress: Progress | None) -> None:
        self._file = file
        self._progress = progress
        self._at = 0
        self.is_dead = False

    def write(self, data: bytes) -> int:
        self._at += len(data)
        if self.is_dead:
            return len(data)
        if self._progress is not None and self._progress.is_cancelled:
            self.is_dead = True
            raise Cancelled
        return self._file.write(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        if self.is_dead:
            self._at = offset
        else:
            self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        if not self.is_dead:
            self._file.flush()


def too_long(rows: int) -> UserError:
    """Said before anything is written where the number is known, and at the latest when the sheet is full."""
    return UserError(
        _(
            "A workbook holds {most} rows and this list needs {count}. Narrow the list by a filter, or save it as CSV."
        ).format(most=f"{MOST_ROWS:,}", count=f"{rows:,}")
    )


def _formats(book: "Workbook", columns: Sequence[Column]) -> _Formats:
    plain: list[Format | None] = []
    strong: list[Format] = []
    for column in columns:
        look = _LOOKS.get(column.field.kind)
        plain.append(None if look is None else book.add_format({"num_format": look}))
        strong.append(book.add_format({"bold": True, "top": 1, "num_format": look or 0}))
    bold = book.add_format({"bold": True})
    return _Formats(plain, strong, bold, book.add_format({"bold": True, "align": "right"}))


Put = Callable[[int, int, Any], object]


def _put_text(sheet: "Worksheet", _look: "Format | None", field: Field) -> Put:
    def put(row: int, at: int, value: object) -> None:
        text = value if isinstance(value, str) else _shown(field, value)
        if original(text) != text:
            text = "'" + text  # it looks like one of a CSV file whose apostrophe is taken away on reading
        if len(text) > LONGEST:
            message = _("A text in row {row} has {length} characters; a cell may have {most}. Save as CSV.")
            raise UserError(message.format(row=row + 1, length=len(text), most=LONGEST))
        if text:
            sheet.write_string(row, at, text)

    return put


def _put_number(sheet: "Worksheet", look: "Format | None", field: Field) -> Put:
    unit = _UNITS.get(field.kind, 1)
    write = sheet.write_number
    return lambda row, at, value: write(row, at, value / unit if unit > 1 else value, look)


def _put_flag(sheet: "Worksheet", _look: "Format | None", _field: Field) -> Put:
    return lambda row, at, value: sheet.write_boolean(row, at, bool(value))


def _put_day(sheet: "Worksheet", look: "Format | None", field: Field) -> Put:
    def put(row: int, at: int, value: date) -> None:
        day = value.astimezone().replace(tzinfo=None) if isinstance(value, datetime) else value
        if (day.date() if isinstance(day, datetime) else day) < EARLIEST:
            sheet.write_string(row, at, field.show(value, NEUTRAL))
        else:
            sheet.write_datetime(row, at, day, look)

    return put


_PUTS: dict[Kind, Callable[["Worksheet", "Format | None", Field], Put]] = {
    **dict.fromkeys(
        (Kind.MONEY, Kind.VALUE, Kind.PERCENT, Kind.RATE, Kind.WHOLE, Kind.COUNT, Kind.DURATION), _put_number
    ),
    Kind.FLAG: _put_flag,
    Kind.DATE: _put_day,
    Kind.MOMENT: _put_day,
}


def _shown(field: Field, value: object) -> str:
    """A choice in the user's words."""
    if field.kind is Kind.CHOICE and isinstance(value, int) and 0 <= value < len(field.choices):
        return _(field.choices[value])
    return field.show(value, NEUTRAL)


def _widths(columns: Sequence[Column], sample: Sequence[Line]) -> list[float]:
    """In characters, by what the first lines hold."""
    found = []
    for at, column in enumerate(columns):
        texts = [_shown(column.field, line.values[at]) for line in sample if line.values[at] is not None]
        grouping = (
            1.2 if column.field.kind in AT_RIGHT else 1.0
        )  # signs between thousands, and sums are longer
        longest = max((len(text) for text in texts), default=0) * grouping
        found.append(min(WIDEST, max(NARROWEST, longest + 2, len(column.label) + 4)))
    return found


def _sheet_name(title: str) -> str:
    """What a sheet may be called: no signs of references, 31 letters at most, never nothing."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip("' ")
    return plain[:31].strip("' ") or "OppDesk"


def _letters(at: int) -> str:
    """The name of a column: A, B … Z, AA …"""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
