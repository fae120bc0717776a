"""What a file of contacts holds beside its columns: what becomes a comment, and the lists and pictures of cards."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oppdesk.domain import line_texts
from oppdesk.domain.contact_columns import LISTS
from oppdesk.domain.errors import FieldError
from oppdesk.domain.progress import Progress
from oppdesk.exchange.plan import Row, Told
from oppdesk.exchange.table import Table
from oppdesk.exchange.vcard import Card
from oppdesk.exchange.vcard_table import CardSheet
from oppdesk.exchange.vcard_words import LABELS
from oppdesk.i18n import _
from oppdesk.services import pictures
from oppdesk.storage import content
from oppdesk.storage.unit_of_work import Work

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Noted:
    """A table with one column more, in which others stand together, each cell under its heading ("" for without)."""

    table: Table
    labels: Mapping[int, str]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        return (*self.table.header, "")

    @property
    def faults(self) -> Mapping[int, str]:
        return self.table.faults

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        width = len(self.table.header)
        for line, cells in self.table.rows(progress):
            parts = []
            for column, label in self.labels.items():
                if cells[column].strip():
                    parts.append(f"{label}: {cells[column]}" if label else cells[column])
                    if label:
                        self.counts[label] = self.counts.get(label, 0) + 1
            yield line, [*cells[:width], "\n".join(parts), *cells[width:]]

    def told(self) -> tuple[Told, ...]:
        return tuple(Told(label, count) for label, count in self.counts.items())


class Cards:
    """A file of cards as a table, which remembers what the cells of a card do not hold."""

    def __init__(self, sheet: CardSheet) -> None:
        self._sheet = sheet
        self._extras: dict[int, dict[str, str]] = {}
        self._counts: dict[tuple[str, bool], int] = {}

    @property
    def header(self) -> tuple[str, ...]:
        return self._sheet.header

    @property
    def faults(self) -> Mapping[int, str]:
        return self._sheet.faults

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        for card in self._sheet.cards(progress):
            self._look_at(card)
            yield card.line, self._sheet.cells(card)

    def _look_at(self, card: Card) -> None:
        extras = {name: card.values[name] for name in LISTS if card.values.get(name)}
        if card.addresses:
            lines = [
                (each.get("code", ""), {name: text for name, text in each.items() if name != "code"})
                for each in card.addresses
            ]
            extras["alternative_address"] = line_texts.written(lines)
        left = list(card.left)
        if card.picture:
            try:
                pictures.check(card.picture)
                extras["picture"] = content.digest_of(card.picture)
            except FieldError:
                left.append("PHOTO")
        if extras:
            self._extras[card.line] = extras
        if not card.fault:
            for names, is_kept in ((card.kept, True), (left, False)):
                for name in dict.fromkeys(names):
                    label = LABELS.get(name, name)
                    told = _(label), is_kept
                    self._counts[told] = self._counts.get(told, 0) + 1

    def whole(self, rows: Iterable[Row]) -> list[Row]:
        """The rows with what their cards hold beside."""
        return [Row(row.line, {**row.values, **self._extras.get(row.line, {})}, row.faults) for row in rows]

    def told(self) -> tuple[Told, ...]:
        return tuple(Told(label, count, is_kept) for (label, is_kept), count in self._counts.items())


def keep_pictures(work: Work, sheet: CardSheet, rows: Iterable[Values]) -> None:
    """The bytes of the pictures that these rows name."""
    wanted = {values["picture"] for values in rows if values.get("picture")}
    if wanted:
        for card in sheet.cards():
            if card.picture and content.digest_of(card.picture) in wanted:
                content.put(work.connection, card.picture)
