"""Who is free when: what is left of the hours of work beside what takes time. Times are those of the wall clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from oppdesk.domain.fields import Ref
from oppdesk.domain.task_times import DAY, When, minutes_of
from oppdesk.domain.words import TaskType

Minutes = tuple[int, int]  # from and until, after midnight
WORK = (8 * 60, 18 * 60)  # the hours looked at unless others are asked for
LEAST = 30  # minutes that are worth meeting for


@dataclass(frozen=True, slots=True)
class PersonDays:
    """`taken` has the days on which there is anything, each with what is taken, joined and in order."""

    person: Ref
    taken: Mapping[date, tuple[Minutes, ...]] = field(default_factory=dict)

    def free(self, day: date, hours: Minutes, least: int = LEAST) -> tuple[Minutes, ...]:
        return left(self.taken.get(day, ()), hours, least)


@dataclass(frozen=True, slots=True)
class Availability:
    days: tuple[date, ...]
    hours: Minutes
    people: tuple[PersonDays, ...]

    def together(self, day: date, least: int = LEAST) -> tuple[Minutes, ...]:
        """When all of them are free for at least so long."""
        if not self.people:
            return ()
        every = [span for person in self.people for span in person.taken.get(day, ())]
        return left(joined(every), self.hours, least)


def takes_time(when: When) -> bool:
    """Meetings and what has a time of the day; a plain task waits for a gap, and so does a call at no certain time."""
    return when.is_timed or (when.type is TaskType.MEETING and when.all_day)


def on_days(when: When, days: Iterable[date]) -> list[tuple[date, Minutes]]:
    """What a task takes of each of these days."""
    if not takes_time(when):
        return []
    last, end = when.ending
    begin = minutes_of(when.start_time) if when.is_timed and when.start_time is not None else 0
    until = minutes_of(end) if end is not None else DAY
    found = []
    for day in days:
        if when.on <= day <= last:
            span = (begin if day == when.on else 0, until if day == last else DAY)
            if span[0] < span[1]:
                found.append((day, span))
    return found


def joined(spans: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """In order, without overlaps; what touches is one."""
    found: list[Minutes] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)


def left(taken: Sequence[Minutes], hours: Minutes, least: int) -> tuple[Minutes, ...]:
    """What remains of the hours, in stretches of at least so many minutes."""
    found = []
    at = hours[0]
    for begin, end in (*taken, (hours[1], hours[1])):
        until = min(begin, hours[1])
        if until - at >= least:
            found.append((at, until))
        at = max(at, end)
    return tuple(found)


def of(
    people: Sequence[Ref], tasks: Iterable[tuple[int, When]], first: date, last: date, hours: Minutes
) -> Availability:
    """`tasks` are pairs of who is in it and when it is."""
    days = tuple(first + timedelta(number) for number in range((last - first).days + 1))
    spans: dict[int, dict[date, list[Minutes]]] = {person.id: {} for person in people}
    for person, when in tasks:
        for day, span in on_days(when, days):
            spans.setdefault(person, {}).setdefault(day, []).append(span)
    return Availability(
        days,
        hours,
        tuple(
            PersonDays(person, {day: joined(each) for day, each in spans[person.id].items()})
            for person in people
        ),
    )
