"""Takes a list out of the program as it is shown: to a file for people, to one for machines, or line by line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oppdesk.domain.outgoing import Column, Line, Row, What, lines
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.exchange import tabular, workbook
from oppdesk.i18n import NEUTRAL
from oppdesk.storage import listing, lists
from oppdesk.storage.list_parts import Listing
from oppdesk.storage.unit_of_work import Reader, Store

BLOCK = 1_000  # rows that are read at once
WORKBOOK, TEXT = ".xlsx", ".csv"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is shown: the columns in their order, the query with filters, order and group; or some records of it."""

    name: str  # of the list
    title: str
    columns: tuple[Column, ...]
    query: Query
    ids: Sequence[int] | None = None  # only these, in this order
    group_name: Callable[[object], str] = str  # how the value of a group reads
    rows: Sequence[Row] | None = None  # all there are, each with an `id`, where no list of the data has them


class Exporting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, wish: Outgoing) -> int:
        """How many records leave."""
        if wish.ids is not None:
            return len(wish.ids)
        if wish.rows is not None:
            return len(wish.rows)
        with self._store.read() as connection:
            return listing.count(connection, lists.listing(wish.name), wish.query)

    def check(self, wish: Outgoing, suffix: str) -> None:
        """UserError when a workbook cannot hold as many rows; looked at before anything is written."""
        if suffix != WORKBOOK:
            return
        groups = 0
        if wish.query.group:
            with self._store.read() as connection:
                groups = len(listing.groups(connection, lists.listing(wish.name), wish.query, ()))
        needed = workbook.rows_needed(self.count(wish), groups)
        if needed > workbook.MOST_ROWS:
            raise workbook.too_long(needed)

    def lines(self, wish: Outgoing, progress: Progress | None = None) -> Iterator[Line]:
        """The list line by line, of one moment; Cancelled when the user asked to stop."""
        if wish.rows is not None:
            chosen = frozenset(wish.ids) if wish.ids is not None else None
            yield from lines(
                [[row for row in wish.rows if chosen is None or row["id"] in chosen]], wish.columns
            )
            return
        with self._store.read() as connection:
            shown = lists.listing(wish.name)
            ids: Sequence[int] = wish.ids or ()
            if wish.ids is None or wish.query.group:
                ids = listing.ids(connection, shown, wish.query)
            groups: list[tuple[str, int]] = []
            if wish.query.group:
                found = listing.groups(connection, shown, wish.query, ())
                groups = [(wish.group_name(group.value), group.count) for group in found]
                if wish.ids is not None:
                    ids, groups = _chosen(ids, groups, frozenset(wish.ids))
            yield from lines(_blocks(connection, shown, ids, progress), wish.columns, groups)

    def write(self, wish: Outgoing, path: Path, progress: Progress | None = None) -> int:
        """A workbook (.xlsx) with sums, or else a table of text for machines: records only, ISO dates, decimal points.

        The number of records. The file is there complete or not at all; UserError when it cannot be written.
        """
        self.check(wish, path.suffix.lower())
        found = self.lines(wish, progress)
        if path.suffix.lower() == WORKBOOK:
            return workbook.write(path, wish.title, wish.columns, found, progress)
        return tabular.write(path, [column.label for column in wish.columns], _texts(wish.columns, found))


def _blocks(
    connection: Reader, shown: Listing, ids: Sequence[int], progress: Progress | None
) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(ids), BLOCK):
        if progress is not None:
            progress.step(start, len(ids))
        yield listing.rows(connection, shown, ids[start : start + BLOCK])
    if progress is not None and ids:
        progress.step(len(ids), len(ids))


def _chosen(
    ids: Sequence[int], groups: Sequence[tuple[str, int]], chosen: frozenset[int]
) -> tuple[list[int], list[tuple[str, int]]]:
    """What was selected of a grouped list, and the groups with what is left in them."""
    found: list[int] = []
    left = []
    start = 0
    for name, count in groups:
        own = [each for each in ids[start : start + count] if each in chosen]
        start += count
        if own:
            found += own
            left.append((name, len(own)))
    return found, left


def _texts(columns: Sequence[Column], found: Iterable[Line]) -> Iterator[list[str]]:
    shows = [_plain(column) for column in columns]
    for line in found:
        if line.what is What.RECORD:
            yield [show(value) for show, value in zip(shows, line.values, strict=True)]


def _plain(column: Column) -> Callable[[Any], str]:
    """As the import reads it back."""
    show = column.field.show
    return lambda value: value if isinstance(value, str) else show(value, NEUTRAL)
