"""Contact cards as a table, so that importing matches and checks them like the rows of any other file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from oppdesk.domain import line_texts
from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT
from oppdesk.exchange import vcard, vcard_lines, vcard_writer
from oppdesk.exchange.tabular import SAMPLE_ROWS, Guess
from oppdesk.exchange.vcard import Card
from oppdesk.i18n import N_, _

CARDS = "vcard"  # stands where other files have their encoding
COMMENT, CATEGORIES = N_("Comment"), N_("Categories")
_FIELDS = tuple(one for one in CONTACT if not one.read_only and not one.counts)


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The cards of a file, one a row; `rows` may be asked for as often as one likes, `cards` gives all they hold."""

    path: Path
    header: tuple[str, ...]
    faults: dict[int, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # by line, once it is read

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        for card in self.cards(progress):
            yield card.line, _cells(card)

    @staticmethod
    def cells(card: Card) -> list[str]:
        """A card as its row."""
        return _cells(card)

    def cards(self, progress: Progress | None = None) -> Iterator[Card]:
        for card in vcard.read(self.path, progress):
            if card.fault:
                self.faults[card.line] = card.fault
            yield card


def sniff(path: Path) -> Guess:
    """The fields as columns and the first cards. UserError when there are none."""
    found = tuple(tuple(_cells(card)) for card in islice(vcard.read(path), SAMPLE_ROWS))
    return Guess(CARDS, "", has_header=True, header=_header(), sample=found)


def open_sheet(path: Path, guess: Guess) -> CardSheet:
    """UserError when the file holds no cards."""
    found = CardSheet(path, guess.header)
    if next(vcard_lines.cards(path), None) is None:
        raise UserError(_(vcard_lines.NO_CARDS).format(file=path.name))
    return found


def is_cards(path: Path) -> bool:
    """By its beginning, whatever it is called."""
    head = _head(path)
    return b"BEGIN:VCARD" in head.lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")[:11].upper() or (
        path.suffix.casefold() in {".vcf", ".vcard"}
    )


def is_ours(path: Path) -> bool:
    """Whether we wrote the cards."""
    return b"\nPRODID:" + vcard_writer.PROGRAM.encode() in _head(path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096).replace(b"\0", b"")  # in two bytes a letter
    except (OSError, ValueError):
        return b""  # said by who reads it


def _header() -> tuple[str, ...]:
    return (*(_(one.label) for one in _FIELDS), _(COMMENT), _(CATEGORIES))


def _cells(card: Card) -> list[str]:
    values: Mapping[str, str] = card.values
    return [*(values.get(one.name, "") for one in _FIELDS), card.comment, _lines(card.categories)]


def _lines(codes: Iterable[str]) -> str:
    """In one cell; what separates them there may be within one."""
    return line_texts.written((code, {}) for code in codes)
