"""What the indexes of a list can do for the filters of a query: find rows, or hold all that is looked at."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Column

from oppdesk.domain.query import Filter, Op
from oppdesk.storage.list_parts import Linked, Listing, column_of, finds

_EQUAL = (Op.IS, Op.AMONG, Op.BLANK)
RANGE = (Op.BEFORE, Op.FROM, Op.OVER, Op.UP_TO)


def indexes(listing: Listing) -> list[list[str]]:
    """The columns of each whole index of the list's table, always in the same sequence."""
    every = sorted(listing.table.indexes, key=lambda index: str(index.name))
    whole = [index for index in every if index.dialect_options["sqlite"].get("where") is None]
    return [["id"], *[[each.name for each in index.columns] for index in whole]]


def own_name(listing: Listing, term: Filter) -> str:
    """The name of the list's own column that a filter is about, or nothing."""
    stored = column_of(listing, term)
    return str(stored.name) if isinstance(stored, Column) and stored.table is listing.table else ""


def prefix(listing: Listing, filters: Sequence[Filter], columns: Iterable[str]) -> list[Filter]:
    """The filters that an index over these columns can find rows by."""
    found: list[Filter] = []
    for name in columns:
        own = [term for term in filters if own_name(listing, term) == name]
        equal = [term for term in own if term.op in _EQUAL]
        if not equal:
            return found + [term for term in own if term.op in RANGE]
        found += equal[:1]
    return found


def covered(listing: Listing, filters: Sequence[Filter], needed: set[str]) -> list[Filter] | None:
    """The filters that narrow the reading of an index that holds all that is needed; None if there is none."""
    names = needed | {own_name(listing, term) for term in filters}
    found = [prefix(listing, filters, columns) for columns in indexes(listing) if names <= {*columns, "id"}]
    return max(found, key=lambda by: (len(by), sum(term.op in _EQUAL for term in by)), default=None)


def by_links(listing: Listing, term: Filter, filters: Sequence[Filter]) -> Iterator[list[Filter]]:
    """The filters that find rows where one asks whom lines name: where the row itself names one, too, the index that
    has its column finds fewer by what follows there."""
    link = listing.links.get(term.field)
    if link is None or not finds(term):
        return
    yield [term]
    if isinstance(link, Linked) and link.own is not None:
        for first, *others in indexes(listing):
            if first == link.own.name:
                yield [term, *prefix(listing, filters, others)]
