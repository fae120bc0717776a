"""Opens a file of any kind that can be imported as one table: text, workbook or contact cards."""

from dataclasses import replace
from pathlib import Path

from oppdesk.domain.progress import Progress
from oppdesk.exchange import pairs, sheets, tabular, vcard_table
from oppdesk.exchange.table import Table
from oppdesk.exchange.tabular import Guess

# By its first bytes: an archive, an empty one, a compound file of old; they decide, whatever the file is called.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"})


def sniff(
    path: Path,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    has_header: bool | None = None,
    progress: Progress | None = None,
) -> Guess:
    """How the file is written; what is given is taken as it is. UserError if it holds no table."""
    if is_workbook(path):
        return pairs.unpaired(sheets.sniff(path, sheet=sheet, has_header=has_header, progress=progress))
    if vcard_table.is_cards(path):
        return vcard_table.sniff(path)
    return pairs.unpaired(
        tabular.sniff(path, encoding=encoding, delimiter=delimiter, has_header=has_header, progress=progress)
    )


def open_sheet(path: Path, guess: Guess) -> Table:
    """The table as its guess says. UserError if it holds no row besides the header."""
    if guess.original:
        table = open_sheet(path, replace(guess, header=guess.original, original=()))
        return pairs.Unpaired(table, guess.header, guess.original)
    if guess.sheet:
        return sheets.open_sheet(path, guess)
    if guess.encoding == vcard_table.CARDS:
        return vcard_table.open_sheet(path, guess)
    return tabular.open_sheet(path, guess)


def is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except (OSError, ValueError):
        return False  # said by who reads it
    return head.startswith(_ARCHIVES) or path.suffix.casefold() in _WORKBOOKS
