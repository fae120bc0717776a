"""Where the rows of a grouped list stand: heads between records, folded groups shown by their head alone.

Nothing here walks through records: groups are added up, and a place is found by halving.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import add, mul, not_

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.query import NO_GROUPS, Group, Groups
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.ui.list_rows import shown_as


@dataclass(frozen=True, slots=True)
class Folds:
    """Which groups are folded: all or none, but for the exceptions."""

    every: bool = False
    but: frozenset[Hashable] = frozenset()

    def of(self, groups: Groups) -> list[bool]:
        """Which of these are folded."""
        if not self.but:
            return [self.every] * len(groups)
        return [(key in self.but) != self.every for key in groups.keys]

    def turned(self, key: Hashable) -> "Folds":
        return Folds(self.every, self.but ^ {key})


class Layout:
    """Records are counted by `position` through the whole list, what stands on the screen by `row`."""

    def __init__(self, count: int, groups: Groups = NO_GROUPS, folds: Folds = Folds()) -> None:
        self.groups = groups
        self.is_grouped = bool(groups)
        self.count = count
        self.is_folded = folds.of(groups)
        self._starts = list(accumulate(groups.counts, initial=0))
        shown = map(mul, groups.counts, map(not_, self.is_folded))
        heads: list[int] = list(map(add, accumulate(shown, initial=0), range(len(groups) + 1)))
        self.rows = heads[-1] if groups else count
        del self._starts[-1], heads[-1]  # the end is no beginning
        self._heads = heads

    def place(self, row: int) -> tuple[int, int]:
        """The group and the position of the record in a row: -1 for no group, and for the head of one."""
        if not self.is_grouped:
            return -1, row
        group = bisect_right(self._heads, row) - 1
        below = row - self._heads[group]
        return group, self._starts[group] + below - 1 if below else -1

    def head(self, group: int) -> int:
        """The row of a group's head."""
        return self._heads[group]

    def group_of(self, position: int) -> int:
        """-1 where nothing is grouped."""
        return bisect_right(self._starts, position) - 1 if self.is_grouped else -1

    def row_of(self, position: int) -> int:
        """The row of a record; -1 when its group is folded."""
        if not self.is_grouped:
            return position
        group = self.group_of(position)
        if self.is_folded[group]:
            return -1
        return self._heads[group] + 1 + position - self._starts[group]

    def record_beside(self, row: int, step: int) -> int:
        """The next row after this one, or before it with -1, that is a record; -1 when there is none."""
        row += step
        if not 0 <= row < self.rows:
            return -1
        group, position = self.place(row)
        if position >= 0:
            return row
        groups = range(group, len(self.groups)) if step > 0 else range(group - 1, -1, -1)
        open_ = next((each for each in groups if not self.is_folded[each]), -1)
        return -1 if open_ < 0 else self._heads[open_] + (1 if step > 0 else self.groups.counts[open_])

    def records(self, first: int, last: int) -> int:
        """How many records stand in these rows, both ends included."""
        return last - first + 1 - (bisect_right(self._heads, last) - bisect_left(self._heads, first))

    def stretches(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The records in these rows as (first position, one after the last)."""
        if not self.is_grouped:
            yield first, last + 1
            return
        for group in range(self.place(first)[0], self.place(last)[0] + 1):
            if not self.is_folded[group]:
                head, start = self._heads[group], self._starts[group]
                begin, end = max(first, head + 1), min(last, head + self.groups.counts[group])
                if begin <= end:
                    yield start + begin - head - 1, start + end - head

    def positions(self, first: int, last: int) -> Iterator[int]:
        """The records in those of these rows that there are, one by one."""
        first, last = max(0, first), min(last, self.rows - 1)
        stretches = self.stretches(first, last) if first <= last else ()
        return chain.from_iterable(range(begin, end) for begin, end in stretches)


@dataclass(frozen=True, slots=True)
class GroupHead:
    """What the head of a group says: `sums` as (field, label, amount)."""

    name: str
    count: str
    sums: tuple[tuple[str, str, str], ...]
    is_folded: bool

    @property
    def text(self) -> str:
        """As it is read aloud."""
        return ", ".join(
            (self.name, self.count, *(f"{label} {amount}" for _name, label, amount in self.sums))
        )


_CALLED = {"stage": N_("Stage")}  # its groups are its names, not its numbers


def group_label(field: Field) -> str:
    """What rows stand together by."""
    label = _CALLED.get(field.name, field.label)
    return _(label)


def group_name(field: Field | None, value: object, form: LocaleFormat) -> str:
    """What the records of a group have in common."""
    if field is None:
        return str(value)
    if value is None or value == "" or (value == 0 and field.name in _CALLED):
        return _("{field}: none").format(field=group_label(field))
    if isinstance(value, int) and field.name in _CALLED:  # of several cycles, whose stages have other names
        return _("{field} {number}").format(field=group_label(field), number=value)
    if field.kind in (Kind.DATE, Kind.MOMENT):
        return form.month(value)  # type: ignore[arg-type]
    if field.kind is Kind.FLAG:
        words = _("{field}: yes") if value else _("{field}: no")
        return words.format(field=group_label(field))
    return field.show(value, form)


def made_head(
    group: Group,
    field: Field | None,
    added: Sequence[tuple[Field, str]],
    form: LocaleFormat,
    *,
    is_folded: bool,
) -> GroupHead:
    """`added` are the fields that were added up, each with the label of its column."""
    sums = tuple(
        (each.name, _(label or each.label), shown_as(each, form)(total))
        for (each, label), total in zip(added, group.sums, strict=True)
    )
    return GroupHead(group_name(field, group.value, form), form.whole(group.count), sums, is_folded)
