"""Every list of the program asks the same way: how many, which ids in which order, the rows of some ids, sums.

A `Listing` says what a list's fields are in SQL; filters and orders come as values and never as text.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, false, func, or_, select, true

from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.i18n import _
from oppdesk.storage import sqlite
from oppdesk.storage.base import fold
from oppdesk.storage.types import NO_DAY

Element = ColumnElement[Any]
LARGEST_FILTER = 100  # terms


@dataclass(frozen=True)
class Listing:
    """`columns` are the stored values by field name; `texts` what a reference shows; `extras` only of shown rows."""

    source: FromClause
    key: Element
    fields: Mapping[str, Field]
    columns: Mapping[str, Element]
    texts: Mapping[str, Element] = field(default_factory=dict)
    extras: Mapping[str, Element] = field(default_factory=dict)
    search: tuple[Element, ...] = ()
    order: tuple[Element, ...] = ()


def where(listing: Listing, query: Query) -> list[Element]:
    """The conditions of a query; RuleError for a field or a comparison the list does not have."""
    if len(query.filters) > LARGEST_FILTER:
        raise RuleError(_("A filter may have {most} conditions at most.").format(most=LARGEST_FILTER))
    words = fold(query.text).split()[:LARGEST_FILTER]
    return [
        *[condition(listing, each) for each in query.filters],
        *[
            or_(false(), *[column.contains(word, autoescape=True) for column in listing.search])
            for word in words
        ],
    ]


def condition(listing: Listing, term: Filter) -> Element:
    column = listing.columns.get(term.field)
    described = listing.fields.get(term.field)
    if column is None:
        raise RuleError(_("This list has no field {field}.").format(field=term.field))
    kind = described.kind if described else Kind.WHOLE
    blank = _blank(column, kind)
    value = term.value
    simple: dict[Op, Callable[[], Element]] = {
        Op.IS: lambda: blank if value is None else column == value,
        Op.IS_NOT: lambda: ~blank if value is None else column != value,
        Op.BEFORE: lambda: column < value,
        Op.FROM: lambda: and_(column >= value, ~blank) if kind is Kind.DATE else column >= value,
        Op.OVER: lambda: and_(column > value, ~blank) if kind is Kind.DATE else column > value,
        Op.UP_TO: lambda: column <= value,
        Op.BLANK: lambda: blank,
        Op.FILLED: lambda: ~blank,
        Op.AMONG: lambda: column.in_(value if isinstance(value, list | tuple | set | frozenset) else [value]),
        Op.CONTAINS: lambda: _contains(listing, term, column),
    }
    return simple[term.op]()


def _contains(listing: Listing, term: Filter, column: Element) -> Element:
    shown = listing.texts.get(term.field, column)
    return func.lower(shown).contains(str(term.value).lower(), autoescape=True)


def _blank(column: Element, kind: Kind) -> Element:
    if kind in (Kind.LOOKUP, Kind.MOMENT):
        return column.is_(None)
    if kind is Kind.DATE:
        return column == NO_DAY
    if kind in (Kind.CODE, Kind.TEXT, Kind.NOTE, Kind.FORMULA):
        return column == ""
    return column == 0


def ordered(listing: Listing, query: Query) -> list[Element]:
    """Stable: the key decides between equals."""
    elements: list[Element] = []
    for order in query.orders:
        column = listing.texts.get(order.field, listing.columns.get(order.field))
        if column is None:
            raise RuleError(_("This list cannot be sorted by {field}.").format(field=order.field))
        elements.append(column.desc() if order.descending else column.asc())
    if not query.orders:
        elements.extend(listing.order)
    down = bool(query.orders) and query.orders[-1].descending
    return [*elements, listing.key.desc() if down else listing.key.asc()]


def count(connection: Connection, listing: Listing, query: Query) -> int:
    conditions = where(listing, query)
    source = listing.key.table if _asks_own(listing, query) else listing.source
    return (
        connection.execute(select(func.count()).select_from(source).where(true(), *conditions)).scalar() or 0
    )


def _asks_own(listing: Listing, query: Query) -> bool:
    """Whether the conditions are about the list's own table only: a count need not join what it refers to."""
    table = getattr(listing.key, "table", None)
    columns = [listing.columns.get(term.field) for term in query.filters]
    shown = any(term.op is Op.CONTAINS and term.field in listing.texts for term in query.filters)
    return (
        table is not None
        and not query.text.strip()
        and not shown
        and all(getattr(column, "table", None) is table for column in columns)
    )


def ids(connection: Connection, listing: Listing, query: Query) -> "array[int]":
    """All ids in order, in one step of the database."""
    return sqlite.all_ids(connection, _ids(listing, query))


def first_ids(connection: Connection, listing: Listing, query: Query, offset: int, limit: int) -> list[int]:
    return list(connection.execute(_ids(listing, query).offset(offset).limit(limit)).scalars())


def _ids(listing: Listing, query: Query) -> Select[Any]:
    return (
        select(listing.key.label("id"))
        .select_from(listing.source)
        .where(true(), *where(listing, query))
        .order_by(*ordered(listing, query))
    )


def rows(connection: Connection, listing: Listing, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of these ids in this order; an id that is gone is left out."""
    statement = _rows(listing).where(listing.key.in_(list(wanted)))
    found = {
        row["id"]: row
        for row in (_made(listing, dict(each)) for each in connection.execute(statement).mappings())
    }
    return [found[row] for row in wanted if row in found]


def sums(connection: Connection, listing: Listing, query: Query, fields: Sequence[str]) -> list[int]:
    """The count and the sum of each field over the whole query."""
    statement = (
        select(func.count(), *[func.coalesce(func.sum(listing.columns[name]), 0) for name in fields])
        .select_from(listing.source)
        .where(true(), *where(listing, query))
    )
    return [int(value) for value in connection.execute(statement).one()]


def _rows(listing: Listing) -> Select[Any]:
    parts = [listing.key.label("id")]
    parts += [column.label(name) for name, column in listing.columns.items() if name != "id"]
    parts += [text.label(f"{name}.text") for name, text in listing.texts.items()]
    parts += [column.label(name) for name, column in listing.extras.items()]
    return select(*parts).select_from(listing.source)


def _made(listing: Listing, row: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in row.items() if not name.endswith(".text")}
    for name in listing.texts:
        made[name] = None if made.get(name) is None else Ref(made[name], row[f"{name}.text"] or "")
    return made
