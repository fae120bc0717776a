"""What a list asks for, as values: filters, orders, a text. Storage turns them into SQL, never the other way."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from oppdesk.domain.fields import Ref


class Op(StrEnum):
    """How a filter compares; which ones suit a field follows from its kind."""

    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    LACKS = "does not contain"
    BEGINS = "begins with"
    ENDS = "ends with"
    BEFORE = "before"  # less than
    FROM = "from"  # greater than or equal
    OVER = "over"  # greater than
    UP_TO = "up to"  # less than or equal
    BLANK = "blank"
    FILLED = "filled"
    AMONG = "among"  # value is a tuple


SPELT = frozenset(
    {Op.CONTAINS, Op.LACKS, Op.BEGINS, Op.ENDS}
)  # they compare what is read, also of references


@dataclass(frozen=True, slots=True)
class Filter:
    """`field` is the name of a Field of the list; `value` is typed as that field's values are."""

    field: str
    op: Op
    value: object = None


@dataclass(frozen=True, slots=True)
class Order:
    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One view of one list. `text` is what the user typed: every word must be found, accents ignored.

    `group` names the field whose values the rows stand together by, a date's by month: its groups come in the
    order of that field, descending if `orders` says so of it, and the other orders hold within each.
    """

    filters: tuple[Filter, ...] = ()
    orders: tuple[Order, ...] = ()
    text: str = ""
    group: str = ""

    def where(self, *filters: Filter) -> "Query":
        """The same query, narrowed further."""
        return replace(self, filters=self.filters + filters)

    @property
    def unordered(self) -> "Query":
        """The same rows however they stand: their number and their sums are the same."""
        return replace(self, orders=(), group="")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a list that stand together, one after the other.

    `value` is typed as in rows: a Ref for references and stages, the first day of the month for dates, None for
    blank. `sums` are of the fields that were asked for.
    """

    value: object
    count: int
    sums: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a list in their order, kept by columns: a list has as many as contacts, and few are looked at.

    `keys` are their values, of references the ids, whose texts are `names` then.
    """

    keys: Sequence[object] = ()
    counts: "array[int]" = field(default_factory=lambda: array("q"))
    sums: Sequence["array[int]"] = ()
    names: Sequence[str] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Group]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, at: int) -> Group:
        value = self.keys[at]
        if self.names is not None and isinstance(value, int):
            value = Ref(value, self.names[at])
        return Group(value, self.counts[at], tuple(column[at] for column in self.sums))

    def stand_as(self, other: "Groups") -> bool:
        """Whether rows stand at the same places; sums and names may differ."""
        return self.counts == other.counts and self.keys == other.keys


NO_GROUPS = Groups()
