"""Every list of the program asks the same way: how many, which ids in which order, the rows of some ids, sums.

A `Listing` says what a list's fields are in SQL; filters and orders come as values and never as text. Blank dates
and references stand last, and first when the order is reversed.
"""

from array import array
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.storage import list_figures, list_parts, sqlite
from oppdesk.storage.list_orders import stretches
from oppdesk.storage.list_parts import Listing

Element = list_parts.Element
sums, groups = list_figures.sums, list_figures.groups


def count(connection: Connection, listing: Listing, query: Query) -> int:
    return sums(connection, listing, query, ())[0]


def ids(connection: Connection, listing: Listing, query: Query) -> "array[int]":
    """All ids in order, in one step of the database for each stretch of them."""
    found = array("q")
    for stretch in stretches(connection, listing, query, is_page=False):
        more = sqlite.all_ids(connection, stretch)
        if found:
            found += more
        else:
            found = more  # mostly there is one: a million ids are not copied
    return found


def first_ids(connection: Connection, listing: Listing, query: Query, offset: int, limit: int) -> list[int]:
    found: list[int] = []
    for stretch in stretches(connection, listing, query, is_page=True):
        more = stretch.offset(offset).limit(limit - len(found))
        found += connection.execute(more).scalars()
        if len(found) >= limit:
            break
        offset = 0 if found or not offset else max(0, offset - _length(connection, stretch))
    return found


def _length(connection: Connection, stretch: Select[Any]) -> int:
    every = stretch.order_by(None).subquery()
    return connection.execute(select(func.count()).select_from(every)).scalar() or 0


def rows(connection: Connection, listing: Listing, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of these ids in this order; an id that is gone is left out."""
    result = connection.execute(listing.rows, {"wanted": list(wanted)})
    names = tuple(result.keys())
    found: dict[int, dict[str, Any]] = {}
    for values in result.all():
        row = dict(zip(names, values, strict=True))
        for name, shown in listing.shown:
            text = row.pop(shown)
            if row[name] is not None:
                row[name] = Ref(row[name], text or "")
        found[row["id"]] = row
    return [found[row] for row in wanted if row in found]
