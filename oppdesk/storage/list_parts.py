"""What a list is in SQL: its table, what it refers to, and the conditions that a query makes of that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.sql import visitors

from oppdesk.domain.errors import RuleError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.query import SPELT, Filter, Op, Query
from oppdesk.i18n import _
from oppdesk.storage import search
from oppdesk.storage.base import fold
from oppdesk.storage.expressions import reads
from oppdesk.storage.types import NO_CLOCK, NO_DAY, Whole

Element = ColumnElement[Any]
LARGEST_FILTER = 100  # terms
_TEXTS = (Kind.CODE, Kind.TEXT, Kind.NOTE, Kind.FORMULA)


@dataclass(frozen=True)
class Join:
    """A table that the list's rows refer to."""

    table: Any  # an alias
    on: Element


@dataclass(frozen=True)
class Target:
    """What a field refers to: `own` columns of the list equal its `keys`; `order` is its own, and unique.

    `source` is where all of them come from without the list; `id` and `shown` make the Ref of a group; `missing` says
    that a row of the list has none.
    """

    own: tuple[Element, ...]
    keys: tuple[Element, ...]
    source: Any
    order: tuple[Element, ...]
    id: Element
    shown: Element
    missing: Element


@dataclass(frozen=True)
class Branch:
    """A part of a list that its indexes bring in the usual order; the branches of a list merge into it."""

    source: Any
    condition: Element
    order: tuple[Element, ...]


@dataclass(frozen=True)
class Cells:
    """Kept sums of a list's rows: by the fields in `columns` (a date by its month), of those in `sums`."""

    table: Any
    columns: Mapping[str, Element]
    count: Element
    sums: Mapping[str, Element]


@dataclass(frozen=True)
class Linked:
    """What rows have several of: a table of lines, whose `owner` is the row and whose `named` a row of `target`.

    `own` is a column of the row itself that names one more.
    """

    table: Table
    owner: Element
    named: Element
    target: Table
    own: Column[Any] | None = None

    def condition(self, listing: "Listing", term: Filter, *, is_walked: bool) -> Element:
        """The rows that have it, found by the lines; or looked up row by row, where these are walked anyway."""
        lines: Any = self.table
        if term.op in SPELT:
            lines = self.table.join(self.target, self.target.c.id == self.named)
        every = (
            select(literal(1)).select_from(lines).where(self.owner == listing.key, self._is(term, self.named))
        )
        found: Element = exists(every.correlate(listing.table))
        if finds(term) and not is_walked:
            owners = select(self.owner).select_from(lines).where(self._is(term, self.named))
            found = listing.key.in_(owners)
        if self.own is not None:
            own = self._is(term, self.own)
            if term.op in SPELT:
                one = select(literal(1)).where(self.target.c.id == self.own, own)
                own = exists(one.correlate(listing.table))
            found = or_(own, found) if finds(term) else or_(and_(self.own.is_not(None), own), found)
        return found if finds(term) else ~found

    def _is(self, term: Filter, named: Element) -> Element:
        """What a filter asks of one that is named: any, or a certain one."""
        if term.op in (Op.BLANK, Op.FILLED) or (term.value is None and term.op in (Op.IS, Op.IS_NOT)):
            return named.is_not(None)
        if term.op in SPELT:
            texts = self.target.c
            key_text = texts.code if "code" in texts else texts.number
            name = texts.description if "description" in texts else texts.name
            ends = {"begins": term.op is Op.BEGINS, "ends": term.op is Op.ENDS}
            return or_(*[reads(text, str(term.value), **ends) for text in (key_text, name)])
        if term.op is Op.AMONG:
            several = term.value if isinstance(term.value, list | tuple | set | frozenset) else [term.value]
            return named.in_(several)
        return named == term.value


@dataclass(frozen=True)
class Newest:
    """The last day on which something happened to a row: lines of another table, of which each of `owners` may be it.

    Nothing at all lies before every day: who asks for what was not touched since then means it too.
    """

    named: Element  # the day of a line
    owners: tuple[Element, ...]
    counts: Element  # whether a line does

    def condition(self, listing: "Listing", term: Filter, *, is_walked: bool) -> Element:  # noqa: ARG002
        """Asked row by row: the days of a row's lines are next to each other in their index."""
        day, value = self.named, term.value
        is_blank = term.op is Op.BLANK or (value is None and term.op is Op.IS)
        if is_blank or term.op is Op.FILLED or value is None:
            return ~self._has(listing) if is_blank else self._has(listing)
        simple: dict[Op, Callable[[], Element]] = {
            Op.BEFORE: lambda: ~self._has(listing, day >= value),
            Op.UP_TO: lambda: ~self._has(listing, day > value),
            Op.FROM: lambda: self._has(listing, day >= value),
            Op.OVER: lambda: self._has(listing, day > value),
            Op.IS: lambda: and_(self._has(listing, day == value), ~self._has(listing, day > value)),
            Op.IS_NOT: lambda: or_(~self._has(listing, day == value), self._has(listing, day > value)),
        }
        if term.op not in simple:
            raise RuleError(_("This list has no field {field}.").format(field=term.field))
        return simple[term.op]()

    def _has(self, listing: "Listing", *terms: Element) -> Element:
        lines = [
            exists(
                select(literal(1)).where(owner == listing.key, self.counts, *terms).correlate(listing.table)
            )
            for owner in self.owners
        ]
        return or_(*lines)


@dataclass(frozen=True)
class Listing:
    """`columns` are the stored values by field name; `texts` what a reference shows; `extras` only of shown rows.

    By `links` the list is filtered only.

    `sorts` are what texts are compared by, when that is not the value itself.
    """

    table: Table
    fields: Mapping[str, Field]
    columns: Mapping[str, Element]
    joins: tuple[Join, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    texts: Mapping[str, Element] = field(default_factory=dict)
    sorts: Mapping[str, Element] = field(default_factory=dict)
    extras: Mapping[str, Element] = field(default_factory=dict)
    links: Mapping[str, Linked | Newest] = field(default_factory=dict)
    search: tuple[Element, ...] = ()
    order: tuple[Element, ...] = ()
    branches: tuple[Branch, ...] = ()
    cells: Cells | None = None

    @property
    def key(self) -> Element:
        return self.table.c.id

    @cached_property
    def rows(self) -> Select[Any]:
        """All that is shown of the rows `wanted`; made once, as it is asked with each stretch that is scrolled to."""
        parts = [self.key.label("id")]
        parts += [column.label(name) for name, column in self.columns.items() if name != "id"]
        parts += [self.texts[name].label(shown) for name, shown in self.shown]
        parts += [column.label(name) for name, column in self.extras.items()]
        wanted = self.key.in_(bindparam("wanted", expanding=True))
        return select(*parts).select_from(source(self, parts)).where(wanted)

    @cached_property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The fields that are references, and what their texts are called in `rows`."""
        return tuple((name, f"{name}.text") for name in self.texts)


def tables(parts: Iterable[Any]) -> set[int]:
    """The identities of the tables whose columns these expressions name."""
    return {id(each.table) for part in parts for each in visitors.iterate(part) if hasattr(each, "table")}


def source(listing: Listing, parts: Iterable[Any], begun: Any = None) -> Any:
    """The list's table with those of its joins that the parts name: who counts need not look at names.

    `begun` is a join that has some of them already.
    """
    used = tables(parts)
    found: Any = listing.table if begun is None else begun
    there = {id(table) for table in _within(found)}
    for join in listing.joins:
        if id(join.table) in used and id(join.table) not in there:
            found = found.join(join.table, join.on, isouter=True)
    return found


def _within(clause: Any) -> Iterator[Any]:
    if hasattr(clause, "left"):
        yield from _within(clause.left)
        yield from _within(clause.right)
    else:
        yield clause


# -- conditions -----------------------------------------------------------------------------------------------


def where(listing: Listing, query: Query) -> list[Element]:
    """The conditions of a query; RuleError for a field or a comparison the list does not have."""
    return [*[condition(listing, each) for each in terms(query)], *text_conditions(listing, query)]


def terms(query: Query) -> tuple[Filter, ...]:
    if len(query.filters) > LARGEST_FILTER:
        raise RuleError(_("A filter may have {most} conditions at most.").format(most=LARGEST_FILTER))
    return query.filters


def text_conditions(listing: Listing, query: Query, *, is_walked: bool = False) -> list[Element]:
    """What was typed, by the index over all words, or by a list's own texts when it is not in there."""
    if not query.text.strip():
        return []
    found = search.matching(listing.table.name, query.text, is_walked=is_walked)
    if found is not None:
        return [found]
    return [
        or_(false(), *[column.contains(word, autoescape=True) for column in listing.search])
        for word in fold(query.text).split()[:LARGEST_FILTER]
    ]


def finds(term: Filter) -> bool:
    """Whether lines find the rows of a filter: not where it asks for those that lack something."""
    if term.op in (Op.IS, Op.IS_NOT):
        return (term.op is Op.IS) is (term.value is not None)
    return term.op not in (Op.BLANK, Op.LACKS, Op.BEFORE, Op.UP_TO)


def column_of(listing: Listing, term: Filter) -> Element:
    link = listing.links.get(term.field)
    if link is not None:
        return link.named
    column = listing.columns.get(term.field)
    if column is None:
        raise RuleError(_("This list has no field {field}.").format(field=term.field))
    return column


def condition(listing: Listing, term: Filter, column: Element | None = None) -> Element:
    """A filter as a condition; on another spelling of its column, if one is given, as it must not choose an index."""
    link = listing.links.get(term.field)
    if link is not None:
        return link.condition(listing, term, is_walked=column is not None)
    own = column_of(listing, term)
    column = own if column is None else column
    described = listing.fields.get(term.field)
    kind = described.kind if described else Kind.WHOLE
    blank = _blank(column, kind)
    value, shown = term.value, listing.texts.get(term.field, column)
    simple: dict[Op, Callable[[], Element]] = {
        Op.IS: lambda: blank if value is None else column == value,
        Op.IS_NOT: lambda: ~blank if value is None else column != value,
        Op.BEFORE: lambda: column < value,
        Op.FROM: lambda: and_(column >= value, ~blank) if kind is Kind.DATE else column >= value,
        Op.OVER: lambda: and_(column > value, ~blank) if kind is Kind.DATE else column > value,
        Op.UP_TO: lambda: and_(column <= value, ~blank) if kind is Kind.TIME else column <= value,
        Op.BLANK: lambda: blank,
        Op.FILLED: lambda: ~blank,
        Op.AMONG: lambda: column.in_(value if isinstance(value, list | tuple | set | frozenset) else [value]),
        Op.CONTAINS: lambda: reads(shown, str(value)),
        Op.LACKS: lambda: ~reads(func.coalesce(shown, ""), str(value)),
        Op.BEGINS: lambda: reads(shown, str(value), begins=True),
        Op.ENDS: lambda: reads(shown, str(value), ends=True),
    }
    return simple[term.op]()


def all_days(listing: Listing, name: str, column: Element) -> list[Element]:
    """Of a stored day: that it is any. Asked so, the planner walks its index and sorts day by day, else all at once."""
    described = listing.fields.get(name)
    is_day = described is not None and described.kind is Kind.DATE and isinstance(column, Column)
    return [column >= date.min] if is_day else []


def _blank(column: Element, kind: Kind) -> Element:
    if kind in (Kind.LOOKUP, Kind.MOMENT):
        return column.is_(None)
    if kind is Kind.DATE:
        return column == NO_DAY
    if kind is Kind.TIME:
        return type_coerce(column, Whole()) == NO_CLOCK
    if kind in _TEXTS:
        return column == ""
    return column == 0
