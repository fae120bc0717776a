"""Takes a list out of the program as it is shown: to a file for people, to one for machines, or line by line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oppdesk.domain.outgoing import Column, Grouping, Line, What, lines
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.exchange import tabular, workbook
from oppdesk.i18n import NEUTRAL
from oppdesk.services.lists import Lists

BLOCK = 1_000  # rows of a selection that are read at once
WORKBOOK, TEXT = ".xlsx", ".csv"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is shown: the columns in their order, the query with filters, order and group; or some records of it."""

    name: str  # of the list
    title: str
    columns: tuple[Column, ...]
    query: Query
    ids: Sequence[int] | None = None  # only these, in this order
    grouping: Grouping | None = None


class Exporting:
    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def count(self, wish: Outgoing) -> int:
        """How many records leave."""
        return self._lists.count(wish.name, wish.query) if wish.ids is None else len(wish.ids)

    def check(self, wish: Outgoing, suffix: str) -> None:
        """UserError when a workbook cannot hold as many rows; looked at before anything is written."""
        if suffix != WORKBOOK:
            return
        groups = len(self._lists.groups(wish.name, wish.query)) if wish.grouping is not None else 0
        needed = workbook.rows_needed(self.count(wish), groups)
        if needed > workbook.MOST_ROWS:
            raise workbook.too_long(needed)

    def lines(self, wish: Outgoing, progress: Progress | None = None) -> Iterator[Line]:
        """The list line by line, of one moment; Cancelled when the user asked to stop."""
        return lines(self._blocks(wish, progress), wish.columns, wish.grouping)

    def write(self, wish: Outgoing, path: Path, progress: Progress | None = None) -> int:
        """A workbook (.xlsx) with sums, or else a table of text for machines: records only, ISO dates, decimal points.

        The number of records. The file is there complete or not at all; UserError when it cannot be written.
        """
        self.check(wish, path.suffix.lower())
        found = self.lines(wish, progress)
        if path.suffix.lower() == WORKBOOK:
            return workbook.write(path, wish.title, wish.columns, found, progress)
        return tabular.write(path, [column.label for column in wish.columns], _texts(wish.columns, found))

    def _blocks(self, wish: Outgoing, progress: Progress | None) -> Iterator[list[dict[str, Any]]]:
        if wish.ids is None:
            yield from self._lists.each(wish.name, wish.query, progress)
            return
        for start in range(0, len(wish.ids), BLOCK):
            if progress is not None:
                progress.step(start, len(wish.ids))
            yield self._lists.rows(wish.name, wish.ids[start : start + BLOCK])
        if progress is not None and wish.ids:
            progress.step(len(wish.ids), len(wish.ids))


def _texts(columns: Sequence[Column], found: Iterable[Line]) -> Iterator[list[str]]:
    shows = [_plain(column) for column in columns]
    for line in found:
        if line.what is What.RECORD:
            yield [show(value) for show, value in zip(shows, line.values, strict=True)]


def _plain(column: Column) -> Callable[[Any], str]:
    """As the import reads it back."""
    show = column.field.show
    return lambda value: value if isinstance(value, str) else show(value, NEUTRAL)
