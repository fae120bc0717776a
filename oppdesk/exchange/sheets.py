"""Reads a sheet of a workbook as lines of plain text, so that importing does not ask what kind of file it has.

Formulas are never calculated: what the sheet showed when it was saved is what comes in.
"""

import re
import tempfile
from array import array
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.exchange import tabular
from oppdesk.exchange.archive import (
    LIMITS,
    NO_WORKBOOK,
    Book,
    Limits,
    opened,
    parser_of_text,
    refused,
    repacked,
)
from oppdesk.exchange.tabular import SAMPLE_ROWS, Guess, original
from oppdesk.i18n import N_, _

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of any workbook
_LETTERS = re.compile("[A-Za-z]{1,3}")
_QUIET = frozenset({"t", "r", "rPr"})  # parts of a text
_SPARSE = 20  # cells of room for each that holds something
_ROOM = 2_000_000  # cells of room that nobody needs to explain
_MOST_ERRORS = 100_000
_NO_SUCH_SHEET = N_("“{file}” has no sheet “{sheet}”.")
_TOO_LARGE = N_("Sheet “{sheet}” of “{file}” is too large. Save it as CSV.")

Lines = Generator[tuple[int, list[str]], None, None]
Cell = int | float | str | bool | date | datetime | time | timedelta


class Loaded:
    """A sheet in memory: which file it came from and as of when, so that each step of an import need not unpack it."""

    def __init__(self, path: Path, sheet: str, limits: Limits, progress: Progress | None = None) -> None:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - not paid by files of text

        self.origin = (path, sheet, _state(path))
        book = opened(path, limits)
        part = book.sheets.get(sheet, "")
        if not part:
            raise refused(path, _NO_SUCH_SHEET, sheet=sheet)
        self.survey = _surveyed(book, sheet, part, progress or Progress())
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            clean = Path(folder, "sheet.xlsx")
            with clean.open("wb") as file:
                repacked(book, part, file)
            try:
                with CalamineWorkbook.from_path(clean) as workbook:
                    self._sheet = workbook.get_sheet_by_index(0)
            except CalamineError:
                raise refused(path, NO_WORKBOOK) from None

    def records(self, limits: Limits, progress: Progress | None = None) -> Lines:
        """Every row that is not blank, the header too, within the limits and without our apostrophes."""
        if not self.survey.cells:
            return
        path, total = self.origin[0], self.survey.rows
        before = [""] * (
            self._sheet.start[1] if self._sheet.start else 0
        )  # columns, which the library leaves out
        for at, row in enumerate(self._sheet.iter_rows(), 1):
            if progress is not None and at % 256 == 1:
                progress.step(min(at, total), total)
            cells = _texts([*before, *row], at, self.survey)
            _check(path, at, cells, limits)
            if any(not cell.isspace() for cell in cells if cell) and at not in self.survey.sums:
                yield at, cells
        if progress is not None:
            progress.step(total, total)


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet that is understood; `rows` may be asked for as often as one likes."""

    path: Path
    header: tuple[str, ...]
    has_header: bool
    skipped: int
    loaded: Loaded = field(repr=False)
    limits: Limits = field(default=LIMITS, repr=False)

    @property
    def faults(self) -> Mapping[int, str]:
        """What can be read is no fault of the file."""
        return {}

    def rows(self, progress: Progress | None = None) -> Lines:
        """Row number of the sheet and cells of each row that is neither blank nor a sum over others.

        As many cells as the header has, or more if the row has more. UserError for whatever cannot be read.
        """
        first = self.skipped + self.has_header
        for line, cells in islice(self.loaded.records(self.limits, progress), first, None):
            yield line, cells + [""] * (len(self.header) - len(cells))


def sniff(
    path: Path,
    *,
    sheet: str = "",
    has_header: bool | None = None,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Guess:
    """The sheets and the first rows of one, the first that has any unless it is named. UserError as for any file."""
    names = tuple(opened(path, limits).sheets)
    if sheet and sheet not in names:
        raise refused(path, _NO_SUCH_SHEET, sheet=sheet)
    for name in [sheet] if sheet else names:
        loaded = Loaded(path, name, limits, progress)
        rows = [cells for _line, cells in islice(loaded.records(limits), SAMPLE_ROWS + 1)]
        if rows:
            skipped = 0 if has_header is False else _titles(rows)
            has, header, sample = tabular.headed(rows[skipped:], has_header)
            return Guess("", "", has, header, sample, names, name, skipped, loaded=loaded)
    raise refused(path, N_("“{file}” is empty."))


def open_sheet(path: Path, guess: Guess, limits: Limits = LIMITS) -> WorkbookSheet:
    """The sheet as its guess says. UserError if it holds no row besides the header."""
    loaded = guess.loaded
    if not isinstance(loaded, Loaded) or loaded.origin != (path, guess.sheet, _state(path)):
        loaded = Loaded(path, guess.sheet, limits)
    found = WorkbookSheet(path, guess.header, guess.has_header, guess.skipped, loaded, limits)
    if next(found.rows(), None) is None:
        raise refused(path, N_("“{file}” holds the names of the columns but no rows."))
    return found


def _state(path: Path) -> tuple[int, int]:
    """When the file was written last and how large it is."""
    try:
        about = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return about.st_mtime_ns, about.st_size


def _titles(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are titles: one value each, above a table of at least three columns."""
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    if max(filled) < 3:
        return 0
    return next(place for place, count in enumerate(filled) if count > 1)


class _Survey:
    """Counts what a sheet holds, cell by cell, before a library makes room for all of it.

    `start` is called a few times for each cell: what it does not do there it does for each row or each column.
    """

    def __init__(self, book: Book, sheet: str, lengths: Sequence[int], parser: expat.XMLParserType) -> None:
        self.cells = self.rows = self.columns = 0
        self.errors: dict[tuple[int, int], str] = {}  # row and column, from 1 -> #N/A and the like
        self.sums: set[int] = set()  # rows
        self._book, self._sheet = book, sheet
        self._lengths = (
            lengths if max(lengths, default=0) > 200 else ()
        )  # short ones cannot grow beyond the file
        self._parser = parser
        self._row = self._column = self._weight = 0
        self._digits = self._kind = self._tag = self._text = ""
        self._columns: dict[str, int] = {}  # by their letters

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._tag:
            self._settle()
        if tag == "c":
            self._cell(attributes)
        elif tag == "v" or tag == "is":  # noqa: PLR1714 - twice as fast, and called for each cell
            self._filled(tag)
        elif tag in _QUIET:
            return
        elif tag == "row":
            self._digits = attributes.get("r", str(self._row + 1))
            self._row = self._number(self._digits)
            self._column = 0
        elif tag == "f":
            self._listen(tag)
        elif ":" in tag:
            self.start(tag.rpartition(":")[2], attributes)

    def finish(self) -> None:
        if self._tag:
            self._settle()
        area, limits = self.rows * self.columns, self._book.limits
        if area > limits.area or area > max(_ROOM, _SPARSE * self.cells):
            raise self._too_large()

    def _cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "")
        ref = attributes.get("r")
        if ref is None:
            self._column += 1
        else:
            letters = ref.rstrip("0123456789")
            self._column = self._columns.get(letters) or self._new_column(letters)
            digits = ref[len(letters) :]
            if digits != self._digits:
                self._digits, self._row = digits, self._number(digits)

    def _filled(self, tag: str) -> None:
        """A cell that only looks different from others takes no room."""
        self.cells += 1
        if self._column > self.columns:
            self.columns = self._column
            if self._column > MOST_COLUMNS:
                raise refused(self._book.path, NO_WORKBOOK)
        self.rows = max(self.rows, self._row)
        if tag == "v" and (self._kind == "e" or (self._kind == "s" and self._lengths)):
            self._listen(tag)

    def _listen(self, tag: str) -> None:
        self._tag, self._text = tag, ""
        self._parser.CharacterDataHandler = self._add

    def _new_column(self, letters: str) -> int:
        """A is 1, Z is 26, AA is 27."""
        if not _LETTERS.fullmatch(letters):
            raise refused(self._book.path, NO_WORKBOOK)
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - ord("A") + 1
        self._columns[letters] = number
        return number

    def _settle(self) -> None:
        """A text that was waited for is whole."""
        tag, self._tag = self._tag, ""
        self._parser.CharacterDataHandler = None
        if tag == "f":
            if self._text.lstrip("= ").upper().startswith(("SUBTOTAL(", "AGGREGATE(")):
                self.sums.add(self._row)
        elif self._kind == "e":
            if len(self.errors) < _MOST_ERRORS:
                self.errors[self._row, self._column] = self._text.strip()[:20]
        elif self._text.strip().isdecimal() and int(self._text[:12]) < len(self._lengths):
            self._weight += self._lengths[int(self._text)]
            if self._weight > self._book.limits.text:
                raise self._too_large()

    def _add(self, text: str) -> None:
        if len(self._text) < 100:
            self._text += text

    def _number(self, digits: str) -> int:
        number = int(digits) if digits.isdecimal() and len(digits) < 8 else 0
        if not 0 < number <= MOST_ROWS:
            raise refused(self._book.path, NO_WORKBOOK)
        return number

    def _too_large(self) -> UserError:
        return refused(self._book.path, _TOO_LARGE, sheet=self._sheet)


def _surveyed(book: Book, sheet: str, part: str, progress: Progress) -> _Survey:
    lengths = _lengths(book, sheet) if book.strings else array("I")
    if book.styles:
        book.parse(book.styles, parser_of_text())
    parser = parser_of_text()
    survey = _Survey(book, sheet, lengths, parser)
    parser.StartElementHandler = survey.start
    size = max(1, book.size(part))
    book.parse(part, parser, lambda done: progress.step(min(done, size), size))
    survey.finish()
    return survey


def _lengths(book: Book, sheet: str) -> "array[int]":
    """How long each shared text is, in characters."""
    found = array("I")

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "si":
            found.append(0)
            if len(found) > book.limits.strings:
                raise refused(book.path, _TOO_LARGE, sheet=sheet)

    def add(text: str) -> None:
        if found:
            found[-1] += len(text)

    parser = parser_of_text()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = add
    book.parse(book.strings, parser)
    return found


def _texts(row: Sequence[Cell], at: int, survey: _Survey) -> list[str]:
    """The cells as text, blank ones at the end left out; what could not be calculated is told as it was shown."""
    cells = [original(cell) if isinstance(cell, str) else _shown(cell) for cell in row]
    if survey.errors:
        for column in range(len(cells)):
            cells[column] = cells[column] or survey.errors.get((at, column + 1), "")
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _shown(cell: Cell) -> str:
    """As the neutral form reads it: ISO days, a point for the decimals, no fraction where there is none."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float | int):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0).isoformat(" ")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(value: float) -> str:
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - no number equals itself but this
        return ""
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _check(path: Path, line: int, cells: Sequence[str], limits: Limits) -> None:
    message = _("“{file}”, line {line}: {reason}")
    if len(cells) > limits.columns:
        reason = _("it has more than {most} columns.").format(most=limits.columns)
        raise UserError(message.format(file=path.name, line=line, reason=reason))
    if max(map(len, cells), default=0) > limits.cell:
        reason = _("a value has more than {most} characters.").format(most=limits.cell)
        raise UserError(message.format(file=path.name, line=line, reason=reason))
