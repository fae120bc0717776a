"""Every list of the program asks the same way: how many, which ids in which order, the rows of some ids, sums.

A `Listing` says what a list's fields are in SQL; filters and orders come as values and never as text. Blank dates
and references stand last, and first when the order is reversed.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, false, func, or_, select, true
from sqlalchemy.sql import visitors

from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.domain.query import Filter, Group, Op, Query
from oppdesk.i18n import _
from oppdesk.storage import sqlite
from oppdesk.storage.base import fold
from oppdesk.storage.expressions import month_of
from oppdesk.storage.types import NO_DAY

Element = ColumnElement[Any]
LARGEST_FILTER = 100  # terms


@dataclass(frozen=True)
class Join:
    """A table that the list's rows refer to."""

    table: Any  # an alias
    on: Element


@dataclass(frozen=True)
class Target:
    """What a field refers to: `own` columns of the list equal its `keys`; `order` is its own, and unique.

    `source` is where all of them come from without the list; `id` and `shown` make the Ref of a group.
    """

    own: tuple[Element, ...]
    keys: tuple[Element, ...]
    source: Any
    order: tuple[Element, ...]
    id: Element
    shown: Element


@dataclass(frozen=True)
class Listing:
    """`columns` are the stored values by field name; `texts` what a reference shows; `extras` only of shown rows."""

    table: Table
    fields: Mapping[str, Field]
    columns: Mapping[str, Element]
    joins: tuple[Join, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    texts: Mapping[str, Element] = field(default_factory=dict)
    extras: Mapping[str, Element] = field(default_factory=dict)
    search: tuple[Element, ...] = ()
    order: tuple[Element, ...] = ()

    @property
    def key(self) -> Element:
        return self.table.c.id


def source(listing: Listing, parts: Iterable[Any]) -> Any:
    """The list's table with those of its joins that the parts name: who counts need not look at names."""
    used = {id(each.table) for part in parts for each in visitors.iterate(part) if hasattr(each, "table")}
    found: Any = listing.table
    for join in listing.joins:
        if id(join.table) in used:
            found = found.join(join.table, join.on, isouter=True)
    return found


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
    """Groups first, then the orders; stable: the key decides between equals."""
    orders = query.orders
    elements: list[Element] = []
    if query.group:
        parts, alike = _grouped_by(listing, query.group), _is_alike(listing, query.group)
        elements += _turned(parts, down=_groups_descend(query))
        orders = tuple(order for order in orders if order.field != query.group or not alike)
    for order in orders:
        elements += _turned(_sorted_by(listing, order.field), down=order.descending)
    if not orders:
        elements.extend(listing.order)
    down = bool(query.orders) and query.orders[-1].descending
    return [*elements, *_turned((listing.key,), down=down)]


def _turned(parts: Iterable[Element], *, down: bool) -> list[Element]:
    return [part.desc() if down else part.asc() for part in parts]


def _sorted_by(listing: Listing, name: str) -> tuple[Element, ...]:
    target = listing.targets.get(name)
    if target is not None:
        return (target.id.is_(None), *target.order)
    if name not in listing.columns:
        raise RuleError(_("This list cannot be sorted by {field}.").format(field=name))
    return (listing.columns[name],)


# -- groups ---------------------------------------------------------------------------------------------------


def _grouped_by(listing: Listing, name: str) -> tuple[Element, ...]:
    if name not in listing.columns or name not in listing.fields:
        raise RuleError(_("This list cannot be grouped by {field}.").format(field=name))
    if listing.fields[name].kind is Kind.DATE:
        return (month_of(listing.columns[name]),)
    return _sorted_by(listing, name)


def _is_alike(listing: Listing, name: str) -> bool:
    """Whether all rows of a group have one value: those of a month have days of their own."""
    return listing.fields[name].kind is not Kind.DATE


def _groups_descend(query: Query) -> bool:
    return any(order.descending for order in query.orders if order.field == query.group)


def groups(connection: Connection, listing: Listing, query: Query, fields: Sequence[str]) -> list[Group]:
    """What stands together, in the order of `ids`: the blank ones are one group."""
    parts, target = _grouped_by(listing, query.group), listing.targets.get(query.group)
    own = parts if target is None else target.own
    conditions = where(listing, query)
    sums = [func.coalesce(func.sum(listing.columns[name]), 0) for name in fields]
    counted = (
        select(*[each.label(f"own_{at}") for at, each in enumerate(own)])
        .add_columns(func.count().label("count"), *[each.label(f"sum_{at}") for at, each in enumerate(sums)])
        .select_from(source(listing, [*own, *conditions, *sums]))
        .where(true(), *conditions)
        .group_by(*own)
    )
    down = _groups_descend(query)
    if target is None:
        statement = counted.order_by(*_turned(own, down=down))
        return [
            Group(None if row[0] == "" else row[0], row[1], tuple(int(value) for value in row[2:]))
            for row in connection.execute(statement)
        ]
    return _merged(connection.execute(_named(counted, target, len(fields), down=down)))


def _named(counted: Select[Any], target: Target, sums: int, *, down: bool) -> Select[Any]:
    """The groups of what the list refers to, each with its name; only they are joined with it, not their rows."""
    inner = counted.subquery("counted")
    same = and_(*[key == inner.c[f"own_{at}"] for at, key in enumerate(target.keys)])
    return (
        select(target.id, target.shown, inner.c["count"], *[inner.c[f"sum_{at}"] for at in range(sums)])
        .select_from(inner.outerjoin(target.source, same))
        .order_by(*_turned((target.id.is_(None), *target.order), down=down))
    )


def _merged(rows: Iterable[Any]) -> list[Group]:
    """Groups with their names; several kinds of nothing are one."""
    found: list[Group] = []
    for row, text, count, *sums in rows:
        last = found[-1] if found else None
        exact = tuple(int(value) for value in sums)
        if row is None and last is not None and last.value is None:
            both = tuple(one + other for one, other in zip(last.sums, exact, strict=True))
            found[-1] = Group(None, last.count + count, both)
        else:
            found.append(Group(None if row is None else Ref(row, text or ""), count, exact))
    return found


# -- what a list asks ------------------------------------------------------------------------------------------


def count(connection: Connection, listing: Listing, query: Query) -> int:
    return sums(connection, listing, query, ())[0]


def ids(connection: Connection, listing: Listing, query: Query) -> "array[int]":
    """All ids in order, in one step of the database."""
    return sqlite.all_ids(connection, _ids(listing, query))


def first_ids(connection: Connection, listing: Listing, query: Query, offset: int, limit: int) -> list[int]:
    return list(connection.execute(_ids(listing, query).offset(offset).limit(limit)).scalars())


def _ids(listing: Listing, query: Query) -> Select[Any]:
    conditions, order = where(listing, query), ordered(listing, query)
    return (
        select(listing.key.label("id"))
        .select_from(source(listing, [*conditions, *order]))
        .where(true(), *conditions)
        .order_by(*order)
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
    conditions = where(listing, query)
    added = [func.coalesce(func.sum(listing.columns[name]), 0) for name in fields]
    statement = (
        select(func.count(), *added)
        .select_from(source(listing, [*conditions, *added]))
        .where(true(), *conditions)
    )
    return [int(value) for value in connection.execute(statement).one()]


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
