"""How many rows a list has, what they come to, and its groups: from the kept sums where those can tell.

Else an index that holds all that is asked for is read, narrowed as far as it can be; the planner alone would rather
take an index that fits the filters better, and look every row up.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Select, and_, func, select, true

from oppdesk.domain.fields import Kind
from oppdesk.domain.query import SPELT, Filter, Groups, Op, Query
from oppdesk.storage import search
from oppdesk.storage.list_indexes import covered
from oppdesk.storage.list_orders import grouped_by, groups_descend, spelt
from oppdesk.storage.list_parts import Element, Listing, Target, condition, source, terms, text_conditions
from oppdesk.storage.types import NO_DAY

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Basis:
    """Where figures come from: the rows, or the cells that hold them already."""

    source: Any
    conditions: list[Element]
    count: Element
    sums: list[Element]
    own: list[Element]  # what groups are told apart by


def sums(connection: Connection, listing: Listing, query: Query, fields: Sequence[str]) -> list[int]:
    """The count and the sum of each field over the whole query."""
    basis = _basis(listing, query, fields, ())
    statement = select(basis.count, *basis.sums).select_from(basis.source).where(true(), *basis.conditions)
    return [int(value) for value in connection.execute(statement).one()]


def _basis(listing: Listing, query: Query, fields: Sequence[str], own: Sequence[Element]) -> _Basis:
    kept = _from_cells(listing, query, fields, own)
    if kept is not None:
        return kept
    found = search.documents(listing.table.name, query.text)
    if found is not None and not (fields or own or terms(query)):
        return _Basis(found.subquery(), [], func.count(), [], [])
    added = [listing.columns[name] for name in fields]
    conditions = [*_narrowed(listing, query, [*added, *own]), *text_conditions(listing, query)]
    return _Basis(
        source(listing, [*conditions, *added, *own]),
        conditions,
        func.count(),
        [_total(each) for each in added],
        list(own),
    )


def _total(column: Element) -> Element:
    return func.coalesce(func.sum(column), 0)


def _narrowed(listing: Listing, query: Query, needed: Sequence[Element]) -> list[Element]:
    """The filters, of which only those of an index that holds everything choose one."""
    filters = terms(query)
    by = covered(listing, filters, {each.name for each in needed if isinstance(each, Column)})
    return [condition(listing, term) for term in filters] if by is None else spelt(listing, filters, by)


# -- cells ----------------------------------------------------------------------------------------------------


def _from_cells(
    listing: Listing, query: Query, fields: Sequence[str], own: Sequence[Element]
) -> _Basis | None:
    """The kept sums, if they tell all that is asked for."""
    cells = listing.cells
    if cells is None or query.text.strip() or not set(fields) <= cells.sums.keys():
        return None
    if not all(term.field in cells.columns and _of_whole_cells(listing, term) for term in terms(query)):
        return None
    by_column = {id(listing.columns[name]): cell for name, cell in cells.columns.items()}
    grouped = [
        by_column.get(id(each)) if isinstance(each, Column) else cells.columns.get(query.group)
        for each in own
    ]
    if any(each is None for each in grouped):
        return None
    return _Basis(
        cells.table,
        [condition(listing, term, cells.columns[term.field]) for term in terms(query)],
        _total(cells.count),
        [_total(cells.sums[name]) for name in fields],
        [each for each in grouped if each is not None],
    )


def _of_whole_cells(listing: Listing, term: Filter) -> bool:
    """Whether a filter takes each cell whole or leaves it: a range of days must not cut a month."""
    if term.op in SPELT:
        return False
    day = term.value
    if listing.fields[term.field].kind is not Kind.DATE or term.op in (Op.BLANK, Op.FILLED) or day is None:
        return True
    if not isinstance(day, date) or day >= NO_DAY:
        return False
    if term.op in (Op.FROM, Op.BEFORE):
        return day.day == 1
    return term.op in (Op.UP_TO, Op.OVER) and (day + _DAY).day == 1


# -- groups ---------------------------------------------------------------------------------------------------


def groups(connection: Connection, listing: Listing, query: Query, fields: Sequence[str]) -> Groups:
    """What stands together, in the order of `ids`: the blank ones are one group."""
    parts, target = grouped_by(listing, query.group), listing.targets.get(query.group)
    basis = _basis(listing, query, fields, parts if target is None else target.own)
    counted = (
        select(*[each.label(f"own_{at}") for at, each in enumerate(basis.own)])
        .add_columns(
            basis.count.label("count"), *[each.label(f"sum_{at}") for at, each in enumerate(basis.sums)]
        )
        .select_from(basis.source)
        .where(true(), *basis.conditions)
        .group_by(*basis.own)
    )
    down = groups_descend(query)
    if target is None:
        counted = counted.order_by(*_turned(basis.own, down=down))
        return _gathered(((row[0], "", row[1:]) for row in connection.execute(counted)), len(fields))
    rows = connection.execute(_named(counted, target, len(fields), down=down))
    return _gathered(((row[0], row[1] or "", row[2:]) for row in rows), len(fields), has_names=True)


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


def _gathered(
    rows: Iterable[tuple[Any, str, Sequence[Any]]], sums: int, *, has_names: bool = False
) -> Groups:
    """Rows of value, name, count and sums by columns; several kinds of nothing are one."""
    keys, names, figures = list[object](), list[str](), [array("q") for _each in range(1 + sums)]
    for value, name, numbers in rows:
        key = None if value == "" else value
        if key is None and keys and keys[-1] is None:
            for column, number in zip(figures, numbers, strict=True):
                column[-1] += int(number)
            continue
        keys.append(key)
        names.append(name)
        for column, number in zip(figures, numbers, strict=True):
            column.append(int(number))
    return Groups(keys, figures[0], figures[1:], names if has_names else None)
