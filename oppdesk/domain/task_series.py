"""When the next task of a series is due (7.5)."""

from datetime import date

from oppdesk.domain import date_formula
from oppdesk.domain.words import CountedFrom


def next_date(interval: str, counted_from: CountedFrom, due: date, closed_on: date) -> date:
    """The formula from the due date or from the day of closing; FieldError DF-4 if it leaves the calendar."""
    return date_formula.advance(interval, closed_on if counted_from is CountedFrom.CLOSING_DATE else due)


def skipped(interval: str, due: date, today: date) -> date | None:
    """The first day of the series that is not past, None when it is not past already or never gets there."""
    formula = date_formula.parse(interval)
    day = due
    while day < today:
        following = date_formula.advance(formula, day)
        if following <= day:
            return None
        day = following
    return day if day > due else None


def dates(interval: str, first: date, until: date) -> list[date]:
    """The days of a series counted from its due dates, from the first one to a last day."""
    formula, day, found = date_formula.parse(interval), first, []
    while day <= until:
        found.append(day)
        following = date_formula.advance(formula, day)
        if following <= day:
            break
        day = following
    return found
