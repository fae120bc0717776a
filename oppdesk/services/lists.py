"""What a list on the screen may ask, whatever it lists: how many, which, the rows, the sums."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Groups, Query
from oppdesk.storage import listing, lists, lookups
from oppdesk.storage.unit_of_work import Store

BLOCK = 1000  # rows that `each` brings at a time


class Lists:
    """Lists are named by their table: opportunity, contact, task, opportunity_entry, or a setup list's key."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def fields(self, name: str) -> Mapping[str, Field]:
        return lists.listing(name).fields

    def count(self, name: str, query: Query) -> int:
        with self._store.read() as connection:
            return listing.count(connection, lists.listing(name), query)

    def ids(self, name: str, query: Query) -> "array[int]":
        with self._store.read() as connection:
            return listing.ids(connection, lists.listing(name), query)

    def rows(self, name: str, ids: Sequence[int]) -> list[dict[str, Any]]:
        """The rows of these ids in this order: `id`, `version`, each field's value, a Ref for references."""
        with self._store.read() as connection:
            return listing.rows(connection, lists.listing(name), ids)

    def ref(self, name: str, row: int | None) -> Ref | None:
        """A record as fields show it; None when there is none. One look at its row, whatever its list counts."""
        with self._store.read() as connection:
            return None if row is None else lookups.ref(connection, name, row)

    def page(self, name: str, query: Query, offset: int, limit: int) -> list[dict[str, Any]]:
        """A stretch of the list by position, before its ids are known."""
        with self._store.read() as connection:
            wanted = lists.listing(name)
            return listing.rows(
                connection, wanted, listing.first_ids(connection, wanted, query, offset, limit)
            )

    def sums(self, name: str, query: Query, fields: Sequence[str]) -> list[int]:
        """The count, then the sum of each field, over all that the query finds."""
        with self._store.read() as connection:
            return listing.sums(connection, lists.listing(name), query, fields)

    def groups(self, name: str, query: Query, fields: Sequence[str] = ()) -> Groups:
        """What stands together by `query.group`, in the order of `ids`, with the sums of these fields in each."""
        with self._store.read() as connection:
            return listing.groups(connection, lists.listing(name), query, fields)

    def opening(
        self, name: str, query: Query, limit: int, seen: int, count: int | None = None
    ) -> tuple[int, list[int], list[dict[str, Any]]]:
        """How many there are, the ids of the first and the rows of those that are seen at once, of one moment.

        They are not counted again where `count` is known, of the same rows in another order.
        """
        with self._store.read() as connection:
            wanted = lists.listing(name)
            first = listing.first_ids(connection, wanted, query, 0, limit)
            if len(first) < limit:
                count = len(first)
            elif count is None:
                count = listing.count(connection, wanted, query)
            return max(count, len(first)), first, listing.rows(connection, wanted, first[:seen])

    def each(
        self, name: str, query: Query, progress: Progress | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """All rows in order, a block at a time, of one moment; Cancelled when the user asked to stop."""
        with self._store.read() as connection:
            wanted = lists.listing(name)
            ids = listing.ids(connection, wanted, query)
            for start in range(0, len(ids), BLOCK):
                if progress is not None:
                    progress.step(start, len(ids))
                yield listing.rows(connection, wanted, ids[start : start + BLOCK])
            if progress is not None and ids:
                progress.step(len(ids), len(ids))
