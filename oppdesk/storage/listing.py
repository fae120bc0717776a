"""Every list of the program asks the same way: how many, which ids in which order, the rows of some ids, sums.

A `Listing` says what a list's fields are in SQL; filters and orders come as values and never as text. Blank dates
and references stand last, and first when the order is reversed.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, true

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Group, Query
from oppdesk.storage import list_parts, sqlite
from oppdesk.storage.list_orders import grouped_by, groups_descend, stretches
from oppdesk.storage.list_parts import Listing, Target, source, where

Element = list_parts.Element


# -- groups ---------------------------------------------------------------------------------------------------


def groups(connection: Connection, listing: Listing, query: Query, fields: Sequence[str]) -> list[Group]:
    """What stands together, in the order of `ids`: the blank ones are one group."""
    parts, target = grouped_by(listing, query.group), listing.targets.get(query.group)
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
    down = groups_descend(query)
    if target is None:
        statement = counted.order_by(*_turned(own, down=down))
        return [
            Group(None if row[0] == "" else row[0], row[1], tuple(int(value) for value in row[2:]))
            for row in connection.execute(statement)
        ]
    return _merged(connection.execute(_named(counted, target, len(fields), down=down)))


def _turned(parts: Iterable[Element], *, down: bool) -> list[Element]:
    return [part.desc() if down else part.asc() for part in parts]


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
