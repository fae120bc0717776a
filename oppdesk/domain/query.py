"""What a list asks for, as values: filters, orders, a text. Storage turns them into SQL, never the other way."""

from dataclasses import dataclass, replace
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a list that stand together, one after the other.

    `value` is typed as in rows: a Ref for references and stages, the first day of the month for dates, None for
    blank. `sums` are of the fields that were asked for.
    """

    value: object
    count: int
    sums: tuple[int, ...] = ()
