"""What a calendar places: tasks as pieces of days. Times are those of the wall clock, whatever the clocks do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from oppdesk.domain.task_times import When, minutes_of
from oppdesk.domain.words import Priority, TaskType
from oppdesk.ui import task_words

DAY = 1440  # minutes
STEP = 15  # minutes that dragging moves by
SLOT = 30  # minutes that an arrow key moves by, and that something new takes
LEAST = 25  # minutes whose height the shortest block is given


@dataclass(frozen=True, slots=True)
class Item:
    """A task as it is placed; `start` and `end` are minutes after midnight, None for one of whole days."""

    id: int
    type: TaskType
    title: str
    whom: str
    location: str
    on: date
    start: int | None
    duration: int
    all_day: bool
    last: date
    end: int | None
    priority: Priority
    closed: bool
    canceled: bool
    late: bool

    @property
    def is_bar(self) -> bool:
        """It stands in the head row: without a time, or longer than a day."""
        return self.start is None or self.duration >= DAY

    def covers(self, day: date) -> bool:
        return self.on <= day <= self.last

    @property
    def order(self) -> tuple[object, ...]:
        """Within a day: what takes it whole, then by time, the longer first."""
        return (not self.is_bar, self.start or 0, -self.duration, -self.priority, self.id)

    def clock(self) -> time | None:
        return clock_of(self.start)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of whole days in a row of days; columns count from the first of them, both ends belong to it."""

    item: Item
    first: int
    last: int
    lane: int
    goes_on_before: bool
    goes_on_after: bool


@dataclass(frozen=True, slots=True)
class Block:
    """What a task takes of one day, in minutes; side by side with the others of its time in `lanes` lanes."""

    item: Item
    begin: int
    end: int
    lane: int = 0
    lanes: int = 1


def clock_of(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes // 60, minutes % 60)


def item_of(row: Mapping[str, Any], today: date) -> Item:
    """A row of the list of tasks; `today` decides what is late."""
    kind, start = TaskType(row["type"]), row["start_time"]
    on, duration, all_day = row["on"], row["duration"], bool(row["all_day"])
    timed = When(kind, on, start, duration, all_day).is_timed
    begins = minutes_of(start) if timed else None
    item = Item(
        id=row["id"],
        type=kind,
        title=task_words.named(row),
        whom=task_words.contact_of(row),
        location=row["location"],
        on=on,
        start=begins,
        duration=duration,
        all_day=all_day,
        last=on,
        end=None,
        priority=Priority(row["priority"]),
        closed=bool(row["closed"]),
        canceled=bool(row["canceled"]),
        late=False,
    )
    return placed(item, on, begins, duration, today, all_day=all_day)


def placed(item: Item, on: date, start: int | None, duration: int, today: date, *, all_day: bool) -> Item:
    """The same task elsewhere; its end follows (7.4)."""
    last, end = When(item.type, on, clock_of(start), duration, all_day).ending
    ends = minutes_of(end) if end is not None else None
    if ends == 0 and last > on:  # at midnight: the day that begins is not touched
        last, ends = last - timedelta(1), DAY
    late = not item.closed and on < today
    return replace(
        item, on=on, start=start, duration=duration, all_day=all_day, last=last, end=ends, late=late
    )


def bars(items: Iterable[Item], first: date, count: int) -> list[Bar]:
    """Those of whole days over a row of days, each in the uppermost lane that is free all along."""
    found: list[Bar] = []
    free: list[int] = []  # by lane: the first column that is free
    shown = (
        each for each in items if each.is_bar and each.on < first + timedelta(count) and each.last >= first
    )
    for item in sorted(shown, key=lambda each: (max(each.on, first), -_length(each), each.order)):
        begin, end = max((item.on - first).days, 0), min((item.last - first).days, count - 1)
        lane = next((at for at, until in enumerate(free) if until <= begin), len(free))
        if lane == len(free):
            free.append(0)
        free[lane] = end + 1
        found.append(Bar(item, begin, end, lane, item.on < first, (item.last - first).days > count - 1))
    return found


def _length(item: Item) -> int:
    return (item.last - item.on).days


def blocks(items: Iterable[Item], day: date) -> list[Block]:
    """The timed pieces of a day; those that share time stand side by side, as wide as their neighbours allow."""
    pieces = []
    for item in items:
        if item.is_bar or not item.covers(day):
            continue
        begin = item.start if item.on == day and item.start is not None else 0
        end = item.end if item.last == day and item.end is not None else DAY
        pieces.append(Block(item, begin, max(end, begin + 1)))
    pieces.sort(key=lambda piece: (piece.begin, -piece.end, piece.item.order))
    found: list[Block] = []
    heap: list[Block] = []  # what hangs together by shared time
    until = 0
    for piece in pieces:
        if heap and piece.begin >= until:
            found += _side_by_side(heap)
            heap = []
        heap.append(piece)
        until = max(until, piece.end, piece.begin + LEAST)
    return found + _side_by_side(heap)


def _side_by_side(heap: Sequence[Block]) -> list[Block]:
    free: list[int] = []  # by lane: when it is free again
    lanes = []
    for piece in heap:
        lane = next((at for at, until in enumerate(free) if until <= piece.begin), len(free))
        if lane == len(free):
            free.append(0)
        free[lane] = max(piece.end, piece.begin + LEAST)
        lanes.append(lane)
    return [replace(piece, lane=lane, lanes=len(free)) for piece, lane in zip(heap, lanes, strict=True)]


def of_day(items: Iterable[Item], day: date) -> list[Item]:
    """In the order in which the keyboard meets them."""
    return sorted((each for each in items if each.covers(day)), key=lambda each: each.order)
