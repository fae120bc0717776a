"""Values of filters that cover a stretch: periods that move with the day, and figures between two ends.

A saved view keeps them as they are; a list is asked with the days and figures they mean at that moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from oppdesk.domain.query import Filter, Op
from oppdesk.i18n import months_later


class Period(StrEnum):
    """The value is what is stored."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this week"
    NEXT_WEEK = "next week"
    LAST_WEEK = "last week"
    THIS_MONTH = "this month"
    NEXT_MONTH = "next month"
    LAST_MONTH = "last month"
    THIS_QUARTER = "this quarter"
    NEXT_QUARTER = "next quarter"
    LAST_QUARTER = "last quarter"
    THIS_YEAR = "this year"
    NEXT_YEAR = "next year"
    LAST_YEAR = "last year"
    NEXT_7 = "next 7 days"
    NEXT_30 = "next 30 days"
    NEXT_90 = "next 90 days"
    LAST_7 = "last 7 days"
    LAST_30 = "last 30 days"
    LAST_90 = "last 90 days"


class Span(StrEnum):
    """How long the periods are that figures are told by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends are included."""

    low: object
    high: object


_DAYS = {
    Period.TODAY: (0, 0),
    Period.YESTERDAY: (-1, -1),
    Period.TOMORROW: (1, 1),
    Period.NEXT_7: (0, 7),
    Period.NEXT_30: (0, 30),
    Period.NEXT_90: (0, 90),
    Period.LAST_7: (-7, 0),
    Period.LAST_30: (-30, 0),
    Period.LAST_90: (-90, 0),
}
_WEEKS = {Period.THIS_WEEK: 0, Period.NEXT_WEEK: 1, Period.LAST_WEEK: -1}
# Months in one, and how many of these lie between now and then.
_MONTHS = {
    Period.THIS_MONTH: (1, 0),
    Period.NEXT_MONTH: (1, 1),
    Period.LAST_MONTH: (1, -1),
    Period.THIS_QUARTER: (3, 0),
    Period.NEXT_QUARTER: (3, 1),
    Period.LAST_QUARTER: (3, -1),
    Period.THIS_YEAR: (12, 0),
    Period.NEXT_YEAR: (12, 1),
    Period.LAST_YEAR: (12, -1),
}


def bounds(period: Period, today: date, first_weekday: int = 0) -> tuple[date, date]:
    """The first and the last day; weeks begin with `first_weekday`, 0 is Monday."""
    if period in _DAYS:
        first, last = _DAYS[period]
        return today + timedelta(first), today + timedelta(last)
    if period in _WEEKS:
        begin = today - timedelta((today.weekday() - first_weekday) % 7) + timedelta(7 * _WEEKS[period])
        return begin, begin + timedelta(6)
    length, away = _MONTHS[period]
    present = today.replace(month=(today.month - 1) // length * length + 1, day=1)
    begin = months_later(present, length * away)
    return begin, months_later(begin, length) - timedelta(1)


def resolved(filters: Sequence[Filter], today: date, first_weekday: int = 0) -> tuple[Filter, ...]:
    """The same filters with plain values only."""
    return tuple(plain for term in filters for plain in _plain(term, today, first_weekday))


def _plain(term: Filter, today: date, first_weekday: int) -> Iterator[Filter]:
    value = term.value
    if isinstance(value, Between):
        yield Filter(term.field, Op.FROM, value.low)
        yield Filter(term.field, Op.UP_TO, value.high)
    elif isinstance(value, Period):
        first, last = bounds(value, today, first_weekday)
        if term.op is Op.IS:
            yield Filter(term.field, Op.FROM, first)
            yield Filter(term.field, Op.UP_TO, last)
        else:
            yield Filter(term.field, term.op, last if term.op in (Op.OVER, Op.UP_TO) else first)
    else:
        yield term
