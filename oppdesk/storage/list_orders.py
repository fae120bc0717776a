"""The ids of a list in order, by the index that brings them fastest: at a million rows a sort is felt, a walk is not.

Where few rows answer the filters, an index finds those and they are sorted. Else the order's index is walked and the
filters are looked at on the way, in the index itself when it holds their columns; they are wrapped in `unindexed`,
or the planner would leave that index for one of theirs and sort. An order by a name walks the names and takes the
rows of each, then those that have none.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Connection, Select, and_, column, func, literal, select, true, union_all

from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Kind
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.i18n import _
from oppdesk.storage import list_parts, search
from oppdesk.storage.expressions import month_of, unindexed
from oppdesk.storage.list_indexes import RANGE, by_links, covered, indexes, own_name, prefix
from oppdesk.storage.list_parts import (
    Element,
    Listing,
    Target,
    column_of,
    condition,
    source,
    terms,
    text_conditions,
)
from oppdesk.storage.types import NO_DAY

FEW = 15_000  # rows that are sorted while somebody waits for the first page
SOME = 100_000  # rows that are sooner sorted than picked out of a walk through all
FEW_TARGETS = 500  # names that are looked through one by one
_DAY = timedelta(days=1)
_FEW_VALUED = (Kind.CHOICE, Kind.FLAG, Kind.PERCENT, Kind.RATE, Kind.TEXT)


@dataclass(frozen=True)
class Step:
    """One field of an order; `down` is None where the list's own order has its direction already."""

    name: str
    parts: tuple[Element, ...]
    down: bool | None = False

    def elements(self, spelt: Callable[[Element], Element] = lambda part: part) -> list[Element]:
        if self.down is None:
            return list(self.parts)
        return [spelt(part).desc() if self.down else spelt(part).asc() for part in self.parts]


# -- orders ---------------------------------------------------------------------------------------------------


def steps(listing: Listing, query: Query) -> list[Step]:
    """Groups first, then the orders; stable: the key decides between equals."""
    orders, found = query.orders, list[Step]()
    if query.group:
        found.append(Step(query.group, grouped_by(listing, query.group), groups_descend(query)))
        if _is_alike(listing, query.group):
            orders = tuple(order for order in orders if order.field != query.group)
    found += [Step(order.field, sorted_by(listing, order.field), order.descending) for order in orders]
    if not orders:
        found += [Step("", (part,), None) for part in listing.order]
    found.append(Step("", (listing.key,), bool(query.orders) and query.orders[-1].descending))
    if query.group and not _is_alike(listing, query.group) and _goes_on(found[0], found[1], listing):
        del found[0]  # days in order have their months in order
    return found


def _goes_on(month: Step, step: Step, listing: Listing) -> bool:
    day = listing.columns[month.name]
    return step.parts[0] is day and bool(step.down) == month.down


def sorted_by(listing: Listing, name: str) -> tuple[Element, ...]:
    target = listing.targets.get(name)
    if target is not None:
        return (target.missing, *target.order)
    if name not in listing.columns:
        raise RuleError(_("This list cannot be sorted by {field}.").format(field=name))
    return (listing.sorts.get(name, listing.columns[name]),)


def grouped_by(listing: Listing, name: str) -> tuple[Element, ...]:
    if name not in listing.columns or name not in listing.fields:
        raise RuleError(_("This list cannot be grouped by {field}.").format(field=name))
    if name in listing.targets:
        return sorted_by(listing, name)
    stored = listing.columns[name]
    return (stored if _is_alike(listing, name) else month_of(stored),)


def _is_alike(listing: Listing, name: str) -> bool:
    """Whether all rows of a group have one value: those of a month have days of their own."""
    return listing.fields[name].kind is not Kind.DATE


def groups_descend(query: Query) -> bool:
    return any(order.descending for order in query.orders if order.field == query.group)


# -- stretches ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    listing: Listing
    query: Query
    filters: tuple[Filter, ...]
    is_page: bool

    def narrowed(self, *filters: Filter) -> "_Asked":
        return replace(self, filters=self.filters + filters)

    def conditions(self, by: Iterable[Filter] = (), *, words: bool = False) -> list[Element]:
        """All conditions, of which only these filters, or the words, say where the rows come from."""
        texts = text_conditions(self.listing, self.query, is_walked=not words and self.is_page)
        return [*spelt(self.listing, self.filters, by), *(texts if words else map(unindexed, texts))]


def stretches(
    connection: Connection, listing: Listing, query: Query, *, is_page: bool
) -> Iterator[Select[Any]]:
    """Selections of ids that, one after the other, are the list; a page needs the first ones only."""
    asked = _Asked(listing, query, terms(query), is_page)
    return _ways(connection, asked, steps(listing, query))


def _ways(connection: Connection, asked: _Asked, way: Sequence[Step]) -> Iterator[Select[Any]]:
    listing, first = asked.listing, way[0]
    found = _finders(connection, asked, FEW if asked.is_page else SOME)
    if found is not None:
        by, words = found
        yield _select(listing, asked.conditions(by, words=words), _aside(way))
    elif first.name in listing.targets:
        yield from _by_target(connection, asked, listing.targets[first.name], way)
    elif first.name and isinstance(first.parts[0], month_of) and asked.is_page:
        yield from _by_month(connection, asked, way)
    elif asked.is_page and _has_few_values(asked, way):
        yield from _by_value(connection, asked, way)
    elif listing.branches and first.down is None:
        yield _merged(listing, asked.conditions())
    else:
        yield _walk(connection, asked, way)


def _walk(connection: Connection, asked: _Asked, way: Sequence[Step]) -> Select[Any]:
    """The index of the order, or else one that holds all that the order and the filters look at."""
    listing = asked.listing
    walked = _walked(listing, asked.filters, way, is_page=asked.is_page)
    if walked is not None:
        is_sorted_on = asked.is_page and len(way) > 2  # else the index has the whole order
        begun = list_parts.all_days(listing, way[0].name, way[0].parts[0]) if is_sorted_on else []
        return _select(listing, [*begun, *asked.conditions(walked)], _order(way))
    parts = [part for step in way for part in step.parts]
    names = {part.name for part in parts if isinstance(part, Column) and part.table is listing.table}
    by = covered(listing, asked.filters, names)
    if by is None:
        by = [term for term in asked.filters if _narrows(connection, listing, term)]
    return _select(listing, asked.conditions(by, words=True), _aside(way))


def _narrows(connection: Connection, listing: Listing, term: Filter) -> bool:
    """Whether an index is sooner asked for a filter than all rows are read: one begins with it, or few rows have it."""
    name = own_name(listing, term)
    if not name or any(columns[0] == name for columns in indexes(listing)):
        return True
    return _count(connection, listing, [condition(listing, term)], FEW) <= FEW


def _order(way: Iterable[Step]) -> list[Element]:
    return [each for step in way for each in step.elements()]


def _aside(way: Sequence[Step]) -> list[Element]:
    """The same order, but no index that has it is walked for it."""
    return [*way[0].elements(unindexed), *_order(way[1:])]


def spelt(listing: Listing, filters: Iterable[Filter], by: Iterable[Filter]) -> list[Element]:
    """The conditions of filters, of which only some choose an index."""
    found = set(map(id, by))
    return [
        condition(listing, term)
        if id(term) in found
        else condition(listing, term, unindexed(column_of(listing, term)))
        for term in filters
    ]


def _select(
    listing: Listing, conditions: Sequence[Element], order: Sequence[Element], begun: Any = None
) -> Select[Any]:
    return (
        select(listing.key.label("id"))
        .select_from(source(listing, [*conditions, *order], begun))
        .where(true(), *conditions)
        .order_by(*order)
    )


def _by_target(
    connection: Connection, asked: _Asked, target: Target, way: Sequence[Step]
) -> Iterator[Select[Any]]:
    """What refers to the first target by name, to the second, …, and what refers to none."""
    missing = _select(asked.listing, [target.missing, *asked.conditions()], _order(way[1:]))
    if way[0].down:
        yield missing
    few = _few_targets(connection, target, way[0]) if asked.is_page else None
    if few is None:
        yield _joined(asked, target, way)
    else:
        names = [_field_of(asked.listing, own) for own in target.own]
        for keys in few:
            its = [Filter(name, Op.IS, key) for name, key in zip(names, keys, strict=True)]
            yield from _ways(connection, asked.narrowed(*its), way[1:])
    if not way[0].down:
        yield missing


def _few_targets(connection: Connection, target: Target, step: Step) -> list[Any] | None:
    """The keys of all targets in order, if they are few: for a page the first of them are asked one by one."""
    order = Step("", target.order, step.down).elements()
    every = select(*target.keys).select_from(target.source).order_by(*order).limit(FEW_TARGETS + 1)
    found = list(connection.execute(every))
    return found if len(found) <= FEW_TARGETS else None


def _field_of(listing: Listing, own: Element) -> str:
    return next(name for name, stored in listing.columns.items() if stored is own)


def _joined(asked: _Asked, target: Target, way: Sequence[Step]) -> Select[Any]:
    """The targets by name, and of each what refers to it: what is known of the reference is known of the target."""
    listing = asked.listing
    joined = and_(*[own == unindexed(key) for own, key in zip(target.own, target.keys, strict=True)])
    keys = {id(own): key for own, key in zip(target.own, target.keys, strict=True)}
    of_target = [term for term in asked.filters if id(column_of(listing, term)) in keys]
    others = replace(asked, filters=tuple(term for term in asked.filters if term not in of_target))
    conditions = [
        *[condition(listing, term, keys[id(column_of(listing, term))]) for term in of_target],
        *others.conditions(),
    ]
    order = _order([Step("", target.order, way[0].down), *way[1:]])
    return _select(listing, conditions, order, target.source.join(listing.table, joined))


def _by_month(connection: Connection, asked: _Asked, way: Sequence[Step]) -> Iterator[Select[Any]]:
    """The months of a day, each of which an index finds, instead of all days sorted by their month."""
    name, down = way[0].name, bool(way[0].down)
    day = asked.listing.columns[name]
    nearest = select(day).order_by(day.desc() if down else day.asc()).limit(1)
    further = nearest
    while (row := connection.execute(further).first()) is not None:
        if row[0] is None:
            first = last = None
            yield from _ways(connection, asked.narrowed(Filter(name, Op.BLANK)), way[1:])
        else:
            first = row[0].replace(day=1)
            last = min(first.replace(day=monthrange(first.year, first.month)[1]), NO_DAY - _DAY)
            span = Filter(name, Op.FROM, first), Filter(name, Op.UP_TO, last)
            yield from _ways(connection, asked.narrowed(*span), way[1:])
        if last is None and not down:
            return
        further = nearest.where(day < (first or NO_DAY) if down else day > (last or NO_DAY))


def _has_few_values(asked: _Asked, way: Sequence[Step]) -> bool:
    """Whether an index finds the rows of each value, of which there are few, but has them in another order."""
    listing, first, stored = asked.listing, way[0], way[0].parts[0]
    kind = first.name in listing.fields and listing.fields[first.name].kind
    if kind not in _FEW_VALUED or listing.columns[first.name] is not stored:
        return False
    after = [columns[1] for columns in indexes(listing) if columns[0] == stored.key and columns[1:]]
    return bool(after) and not any(way[1].parts[0] is listing.table.c[name] for name in after)


def _by_value(connection: Connection, asked: _Asked, way: Sequence[Step]) -> Iterator[Select[Any]]:
    """The values of a field, each of which an index finds, instead of all rows of a value sorted to show some."""
    name, down = way[0].name, bool(way[0].down)
    stored = asked.listing.columns[name]
    own = [condition(asked.listing, term) for term in asked.filters if term.field == name]
    nearest = select(stored).where(true(), *own).order_by(stored.desc() if down else stored.asc()).limit(1)
    further = nearest
    while (row := connection.execute(further).first()) is not None:
        yield from _ways(connection, asked.narrowed(Filter(name, Op.IS, row[0])), way[1:])
        further = nearest.where(stored < row[0] if down else stored > row[0])


def _merged(listing: Listing, conditions: Sequence[Element]) -> Select[Any]:
    """The usual order of a list as its branches have it, one row of each at a time."""
    parts = []
    for branch in listing.branches:
        named = [each.label(f"by_{at}") for at, each in enumerate(branch.order)]
        begun = source(listing, conditions, branch.source)
        parts.append(
            select(*named, listing.key.label("id")).select_from(begun).where(branch.condition, *conditions)
        )
    places: list[Element] = [column(f"by_{at}") for at in range(len(listing.branches[0].order))]
    merged = union_all(*parts).order_by(*places, column("id")).subquery("merged")
    return select(merged.c.id)


# -- indexes --------------------------------------------------------------------------------------------------


def _finders(connection: Connection, asked: _Asked, most: int) -> tuple[list[Filter], bool] | None:
    """The filters by which an index finds at most so many rows, and whether the words do; None if nothing does.

    Never more rows are looked at than that for each index, and none where more of the filters were tried already.
    """
    listing = asked.listing
    best: tuple[int, list[Filter], bool] | None = None
    tried: list[list[Filter]] = []
    ways = [prefix(listing, asked.filters, columns) for columns in indexes(listing)]
    ways += [way for term in asked.filters for way in by_links(listing, term, asked.filters)]
    for by in sorted(ways, key=len, reverse=True):
        if by and not any(all(term in more for term in by) for more in tried):
            tried.append(by)
            count = _count(connection, listing, [condition(listing, term) for term in by], most)
            if count <= most and (best is None or count < best[0]):
                best = count, by, False
    if best is None and (texts := text_conditions(listing, asked.query)):
        found = search.documents(listing.table.name, asked.query.text)
        if _count(connection, listing, texts, most, found) <= most:
            return [], True
    return best and best[1:]


def _count(
    connection: Connection, listing: Listing, conditions: Sequence[Element], most: int, found: Any = None
) -> int:
    """How many rows there are, up to one more than `most`; `found` are as many others, counted faster."""
    rows = select(literal(1)).select_from(source(listing, conditions)).where(*conditions)
    some = (rows if found is None else found).limit(most + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar() or 0


def _walked(
    listing: Listing, filters: Sequence[Filter], way: Sequence[Step], *, is_page: bool
) -> list[Filter] | None:
    """The filters that narrow a walk in the wanted order; None when no index has it, or it is not worth it.

    A page is soon full, but all ids are sooner sorted than looked up row by row.
    """
    first = way[0].parts[0] if way[0].down is not None else None
    if not isinstance(first, Column) or first.table is not listing.table:
        return [] if way[0].down is None else None
    filtered = {own_name(listing, term) for term in filters}
    best: tuple[tuple[int, bool], list[Filter]] | None = None
    for columns in indexes(listing):
        if first.name not in columns:
            continue
        before = columns[: columns.index(first.name)]
        equal = [
            term
            for name in before
            for term in filters
            if own_name(listing, term) == name and term.op is Op.IS
        ]
        if len(equal) != len(before):
            continue
        ranged = [
            term for term in filters if own_name(listing, term) == first.name and term.op in (*RANGE, Op.IS)
        ]
        worth = len(equal), filtered <= {*columns, "id"}
        if best is None or worth > best[0]:
            best = worth, [*equal, *ranged]
    if best is None or not (is_page or best[0][1] or best[1]):
        return None
    return best[1]
