"""Every list of the program asks the same way: how many, which ids in which order, the rows of some ids, sums.

A `Listing` says what a list's fields are in SQL; filters and orders come as values and never as text. Blank dates
and references stand last, and first when the order is reversed.
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.storage import list_figures, list_parts, sqlite
from oppdesk.storage.list_orders import stretches
from oppdesk.storage.list_parts import Listing, source

Element = list_parts.Element
sums, groups = list_figures.sums, list_figures.groups


def count(connection: Connection, listing: Listing, query: Query) -> int:
    return sums(connection, listing, query, ())[0]


def ids(connection: Connection, listing: Listing, query: Query) -> "array[int]":
    """All ids in order, in one step of the database for each stretch of them."""
    found = array("q")
    for stretch in stretches(connection, listing, query, is_page=False):
        found += sqlite.all_ids(connection, stretch)
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
    statement = _rows(listing).where(listing.key.in_(list(wanted)))
    found = {
        row["id"]: row
        for row in (_made(listing, dict(each)) for each in connection.execute(statement).mappings())
    }
    return [found[row] for row in wanted if row in found]


def _rows(listing: Listing) -> Select[Any]:
    parts = [listing.key.label("id")]
    parts += [column.label(name) for name, column in listing.columns.items() if name != "id"]
    parts += [text.label(f"{name}.text") for name, text in listing.texts.items()]
    parts += [column.label(name) for name, column in listing.extras.items()]
    return select(*parts).select_from(source(listing, parts))


def _made(listing: Listing, row: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in row.items() if not name.endswith(".text")}
    for name in listing.texts:
        made[name] = None if made.get(name) is None else Ref(made[name], row[f"{name}.text"] or "")
    return made
