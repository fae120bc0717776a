"""What the task matrix asks and answers: how many tasks whom falls to in each of 32 periods (relationships 14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from oppdesk.domain.spans import Span
from oppdesk.domain.words import Priority, TaskStatus
from oppdesk.i18n import EARLIEST, LATEST

COLUMNS = 32  # periods of a set
_DAYS = {Span.DAY: 1, Span.WEEK: 7}
_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


class Lines(StrEnum):
    """What a line of the matrix is."""

    SALESPEOPLE = "salespeople"
    TEAMS = "teams"
    CONTACTS = "contacts"


class Shows(StrEnum):
    """What stands in a cell."""

    NUMBER = "number"
    CONTACT = "contact"  # the number of the contact, where there is one task


@dataclass(frozen=True, slots=True)
class Options:
    """Ids narrow to one record each, None does not; `at` counts sets of periods away from that of the work date."""

    lines: Lines = Lines.SALESPEOPLE
    shows: Shows = Shows.NUMBER
    span: Span = Span.DAY
    at: int = 0
    salesperson: int | None = None
    team: int | None = None
    company: int | None = None
    status: TaskStatus | None = None
    priority: Priority | None = None
    with_closed: bool = False


Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Cell:
    """`contact` is the number of the contact of the only task, where the matrix shows it and there is one."""

    count: int
    overdue: int = 0  # of these
    contact: str = ""
    is_multiple: bool = False  # several tasks, or one with several contacts


EMPTY: Mapping[int, Cell] = MappingProxyType({})  # the cells of most lines


class Line(NamedTuple):
    """`row` is a salesperson, a team or a contact; persons are indented under the company they belong to."""

    row: int
    name: str
    note: str = ""
    is_company: bool = False
    is_indented: bool = False
    cells: Mapping[int, Cell] = EMPTY  # by the column; empty ones are left out


@dataclass(frozen=True, slots=True)
class Matrix:
    options: Options
    periods: tuple[Days, ...]
    lines: tuple[Line, ...]


def periods(span: Span, day: date, at: int = 0, first_weekday: int = 0) -> tuple[Days, ...]:
    """The set of periods: that of `day` and those after it, or a set `at` sets on; what lies beyond 1900 to 2999 is
    left out. Weeks begin with `first_weekday`, 0 is Monday."""
    found = [_period(span, day, at * COLUMNS + number, first_weekday) for number in range(COLUMNS)]
    return tuple(
        (max(days[0], EARLIEST), min(days[1], LATEST))
        for days in found
        if days is not None and days[0] <= LATEST and days[1] >= EARLIEST
    )


def _period(span: Span, day: date, number: int, first_weekday: int) -> Days | None:
    """The period so many after the one that holds a day; None beyond the calendar."""
    try:
        if span in _DAYS:
            length = _DAYS[span]
            back = (day.weekday() - first_weekday) % 7 if span is Span.WEEK else 0
            first = day + timedelta(number * length - back)
            return first, first + timedelta(length - 1)
        length = _MONTHS[span]
        months = (day.year * 12 + day.month - 1) // length * length + number * length
        return _month(months), _month(months + length) - timedelta(1)
    except (OverflowError, ValueError):
        return None


def _month(months: int) -> date:
    """The first day of a month, counted from the year 0; ValueError beyond the calendar."""
    return date(months // 12, months % 12 + 1, 1)


def column_of(day: date, columns: Sequence[Days]) -> int | None:
    """The column that a day falls into."""
    return next((at for at, (first, last) in enumerate(columns) if first <= day <= last), None)
