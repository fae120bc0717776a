"""Reads and writes CSV and TSV files of any origin, so that the rest of the program sees lines of plain text.

What cannot be read safely is refused with the number of its line; nothing is guessed twice, nothing is held
in memory but one line.
"""

import csv
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from statistics import median_low

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.exchange import encodings
from oppdesk.exchange.whole_file import written
from oppdesk.i18n import _

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 20
PROBE, PROBE_LENGTH = 100, 1_000_000  # lines and characters looked at to find the delimiter
_NO_NAME = re.compile(r"\s*[-+(€$£¥]?\d[\d\s.,:/()%+-]*|[^@\s]+@[^@\s]+\.[^@\s]+")  # a value, never a heading

# What makes a spreadsheet take a cell for a formula, after blanks and signs nobody sees.
_UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
_HOSTILE = re.compile(rf"'*(?:[\t\r\n]|{_UNSEEN}[=+\-@|%＝＋－＠｜％])")
_PLAIN_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may contain (reliability.md 3.6); characters unless said otherwise."""

    size: int = 500_000_000  # bytes
    columns: int = 200
    cell: int = 32_767

    @property
    def row(self) -> int:
        return self.columns * (self.cell + 3)


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Guess:
    """How a file seems to be written, with its first rows to judge by; the user may correct each part."""

    encoding: str
    delimiter: str
    has_header: bool
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...] = ()  # of a workbook; encoding and delimiter are blank then
    sheet: str = ""
    skipped: int = 0  # rows of titles above the header
    original: tuple[str, ...] = ()  # the file's own headings where `header` are made of them (pairs)
    loaded: object = field(
        default=None, repr=False, compare=False
    )  # what need not be read anew for each step


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that is understood. `rows` may be asked for as often as one likes; each time it is read anew."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    has_header: bool = True
    limits: Limits = field(default=LIMITS, repr=False)

    @property
    def faults(self) -> Mapping[int, str]:
        """What can be read is no fault of the file."""
        return {}

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        """Line number (from 1, of the row's first line) and cells of each row that is not blank.

        As many cells as the header has, or more if the row has more. UserError with the line number for
        whatever cannot be read. Progress is told in bytes.
        """
        for number, (line, cells) in enumerate(_records(self, progress)):
            if number == 0 and self.has_header:
                continue
            yield line, cells + [""] * (len(self.header) - len(cells))


def sniff(
    path: Path,
    *,
    encoding: str = "",
    delimiter: str = "",
    has_header: bool | None = None,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> Guess:
    """How the file is written; what is given is taken as it is. UserError if it cannot be a table of text."""
    _check_file(path, limits)
    try:
        encoding = encoding or encodings.find(path, progress)
    except OSError as fault:
        raise _cannot_read(path, fault) from None
    sheet = Sheet(path, encoding, delimiter, (), has_header=False, limits=limits)
    if not delimiter:
        sheet = replace(sheet, delimiter=_find_delimiter(sheet))
    rows = [cells for _line, cells in islice(_records(sheet), SAMPLE_ROWS + 1)]
    if not rows:
        raise UserError(_("“{file}” is empty.").format(file=path.name))
    return Guess(encoding, sheet.delimiter, *headed(rows, has_header))


def headed(
    rows: Sequence[Sequence[str]], has_header: bool | None = None
) -> tuple[bool, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Whether the first of these rows names the columns unless that is known, their names, and the rows below."""
    if has_header is None:
        has_header = not any(_NO_NAME.fullmatch(cell[:80]) for cell in rows[0])
    sample = rows[1:] if has_header else rows[:SAMPLE_ROWS]
    header = _headings(rows[0] if has_header else [], sample)
    return has_header, header, tuple(map(tuple, sample))


def open_sheet(path: Path, guess: Guess, limits: Limits = LIMITS) -> Sheet:
    """The file as its guess says. UserError if it holds no row besides the header."""
    _check_file(path, limits)
    sheet = Sheet(path, guess.encoding, guess.delimiter, guess.header, guess.has_header, limits)
    if next(sheet.rows(), None) is None:
        message = _("“{file}” holds the names of the columns but no rows.")
        raise UserError(message.format(file=path.name))
    return sheet


def write(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    delimiter: str = ",",
) -> int:
    """Write a table that spreadsheets open as text and that we read back unchanged; the number of rows.

    UTF-8 with its mark, for Excel. The file is there complete or not at all.
    """
    count = 0
    with written(path) as raw:
        file = TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([harmless(cell) for cell in header])
        for row in rows:
            writer.writerow([harmless(cell) for cell in row])
            count += 1
        file.detach()  # the file itself is closed by who opened it
    return count


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet could take it for a formula.

    A plain negative number stays a number. `original` takes the apostrophe away again.
    """
    return "'" + cell if _HOSTILE.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell


def original(cell: str) -> str:
    """Undoes `harmless`; other apostrophes stay ('s-Hertogenbosch)."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) != cell[1:] else cell


def _check_file(path: Path, limits: Limits) -> None:
    try:
        about = path.stat()
    except OSError as fault:
        raise _cannot_read(path, fault) from None
    except ValueError:  # a NUL in the name
        raise UserError(_("There is no such file.")) from None
    if not stat.S_ISREG(about.st_mode):
        raise UserError(_("“{file}” is not a file.").format(file=path.name))
    if about.st_size > limits.size:
        message = _("“{file}” is larger than {most} MB. Split it and import the parts one after the other.")
        raise UserError(message.format(file=path.name, most=limits.size // 1_000_000))


def _cannot_read(path: Path, fault: OSError) -> UserError:
    return UserError(
        _("“{file}” cannot be read: {reason}").format(file=path.name, reason=fault.strerror or fault)
    )


class _Lines:
    """Feeds the csv reader one bounded line after the other and knows where its current row began."""

    def __init__(self, sheet: Sheet, file: TextIOWrapper) -> None:
        self.sheet, self.file = sheet, file
        self.line = 0  # the last one read
        self.start = 1  # the first one of the current row
        self.length = 0  # characters of the current row so far

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        limits = self.sheet.limits
        try:
            text = self.file.readline(limits.row + 1)
        except UnicodeError:
            message = _("“{file}” cannot be read as {encoding} after line {line}. Choose another encoding.")
            raise UserError(
                message.format(file=self.sheet.path.name, encoding=self.sheet.encoding, line=self.line)
            ) from None
        if not text:
            raise StopIteration
        self.line += 1
        self.length += len(text)
        if self.length > limits.row:
            raise self.fault(_("it is longer than {most} characters.").format(most=limits.row))
        return text

    def next_row(self) -> None:
        self.start, self.length = self.line + 1, 0

    def fault(self, reason: str) -> UserError:
        message = _("“{file}”, line {line}: {reason}")
        return UserError(message.format(file=self.sheet.path.name, line=self.start, reason=reason))


def _records(sheet: Sheet, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, the header too, within the limits and without our apostrophes."""
    try:
        total = sheet.path.stat().st_size
        with sheet.path.open("rb") as raw, TextIOWrapper(raw, sheet.encoding, newline="") as file:
            lines = _Lines(sheet, file)
            if next(lines, "").rstrip("\r\n").casefold() == f"sep={sheet.delimiter}":
                lines.next_row()  # Excel's own hint
            else:
                file.seek(0)
                lines = _Lines(sheet, file)
            for cells in _parsed(sheet, lines):
                if progress is not None and lines.line % 256 == 1:
                    progress.step(min(raw.tell(), total), total)
                if cells and any(not cell.isspace() for cell in cells if cell):
                    yield lines.start, cells
                lines.next_row()
            if progress is not None:
                progress.step(total, total)
    except OSError as fault:
        raise _cannot_read(sheet.path, fault) from None


def _parsed(sheet: Sheet, lines: _Lines) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=sheet.delimiter, strict=True)
    limits = sheet.limits
    try:
        for cells in reader:
            while cells and not cells[-1]:
                cells.pop()  # spreadsheets write what was once used
            if len(cells) > limits.columns:
                raise lines.fault(_("it has more than {most} columns.").format(most=limits.columns))
            if max(map(len, cells), default=0) > limits.cell:
                raise lines.fault(_("a value has more than {most} characters.").format(most=limits.cell))
            yield [original(cell) if cell[:1] == "'" else cell for cell in cells]
    except csv.Error as fault:
        if "field larger" in str(fault):
            reason = _("a value has more than {most} characters, or its quotation mark is never closed.")
            raise lines.fault(reason.format(most=limits.cell)) from None
        reason = _("a quotation mark is not closed, or one stands inside a value.")
        raise lines.fault(reason) from None


def _find_delimiter(sheet: Sheet) -> str:
    """The sign that cuts the first rows into most columns alike; a comma if the file has one column."""
    text = _probe(sheet)
    hint = re.fullmatch(r"sep=(.)[\r\n]*", text[0], re.IGNORECASE) if text else None
    if hint and hint[1] in DELIMITERS:
        return hint[1]
    best, found = (0.0, 1), ","
    for delimiter in DELIMITERS:
        widths: list[int] = []
        with suppress(csv.Error):  # the last row may be cut off; and this may not be the delimiter
            widths += map(len, filter(None, csv.reader(text, delimiter=delimiter, strict=True)))
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        if alike >= 0.5 and (alike, widths[0]) > best:
            best, found = (alike, widths[0]), delimiter
    return found


def _probe(sheet: Sheet) -> list[str]:
    found: list[str] = []
    length = 0
    try:
        with sheet.path.open("rb") as raw, TextIOWrapper(raw, sheet.encoding, newline="") as file:
            lines = _Lines(sheet, file)
            for text in lines:
                found.append(text)
                length += len(text)
                if len(found) == PROBE or length > PROBE_LENGTH:
                    break
                lines.next_row()
    except OSError as fault:
        raise _cannot_read(sheet.path, fault) from None
    return found


def _headings(cells: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A name for every column, no name twice; columns without a heading count if most rows fill them."""
    width = median_low([len(row) for row in sample]) if sample else 0
    names: list[str] = []
    for number, cell in enumerate([*cells, *[""] * (width - len(cells))], 1):
        name = " ".join(cell.split()) or _("Column {number}").format(number=number)
        wanted, again = name, 1
        while name in names:
            again += 1
            name = f"{wanted} ({again})"
        names.append(name)
    return tuple(names)
