"""A list on its way out of the program, line after line: the same for a file, for paper and for the clipboard.

A line is a record, the head of a group, the sums of a group or those of everything. Nothing is held but sums.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from oppdesk.domain.fields import NUMBERS, Field, Kind

Row = Mapping[str, Any]
SUMMED = frozenset({Kind.MONEY, Kind.VALUE, Kind.COUNT})
AT_RIGHT = NUMBERS | {Kind.DATE, Kind.TIME, Kind.MOMENT}


@dataclass(frozen=True, slots=True)
class Column:
    """`label` in the user's words; `value` is of the field's kind, so that a date leaves as a date."""

    field: Field
    label: str
    value: Callable[[Row], object]

    @property
    def is_summed(self) -> bool:
        return self.field.kind in SUMMED

    @property
    def is_at_right(self) -> bool:
        return self.field.kind in AT_RIGHT


class What(Enum):
    RECORD = "record"
    GROUP = "group"  # the head of those that follow
    SUBTOTAL = "subtotal"
    TOTAL = "total"


class Line(NamedTuple):
    """`values` stand in the columns; `text` is the name of a group and `records` how many it has."""

    what: What
    values: tuple[object, ...]
    text: str = ""
    records: int = 0


def lines(
    blocks: Iterable[Sequence[Row]], columns: Sequence[Column], groups: Sequence[tuple[str, int]] = ()
) -> Iterator[Line]:
    """Each record, between head and sums of its group where the list is grouped, and the sums of all at the end.

    `groups` are names and how many records they have, in the order in which those come.
    """
    values = [column.value for column in columns]
    heads = iter(groups)
    every, group, name, left = _Sums(columns), _Sums(columns), "", 0
    for block in blocks:
        for row in block:
            if groups and not left:
                name, left = next(heads)
                group = _Sums(columns)
                yield Line(What.GROUP, (None,) * len(columns), name, left)
            found = tuple([value(row) for value in values])
            every.add(found)
            yield Line(What.RECORD, found)
            if groups:
                group.add(found)
                left -= 1
                if not left:
                    yield group.line(What.SUBTOTAL, name)
    if every.places and every.count:
        yield every.line(What.TOTAL)


class _Sums:
    def __init__(self, columns: Sequence[Column]) -> None:
        self.places = [at for at, column in enumerate(columns) if column.is_summed]
        self.count = 0
        self._width = len(columns)
        self._sums = dict.fromkeys(self.places, 0)

    def add(self, values: Sequence[Any]) -> None:
        self.count += 1
        for at in self.places:
            self._sums[at] += values[at] or 0

    def line(self, what: What, text: str = "") -> Line:
        found = tuple([self._sums.get(at) for at in range(self._width)])
        return Line(what, found, text, self.count)
