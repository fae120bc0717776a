"""Draws human numbers (`OP000123`) from a series; pure, so a number is drawn in the transaction that uses it.

Rules R-NUM-01 to R-NUM-06 and errors NUM-1 to NUM-6 (relationships.md 0.6, opportunities.md 1.8).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from oppdesk.domain.errors import RuleError
from oppdesk.i18n import _, said

LONGEST = 20
_LAST_DIGITS = re.compile("(.*?)([0-9]+)([^0-9]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """Where a series stands from a date on; `id` tells the caller which row to write back."""

    starting_no: str
    starting_date: date | None = None
    ending_no: str = ""
    warning_no: str = ""
    increment: int = 1
    last_no: str = ""
    last_date: date | None = None
    open: bool = True
    id: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    code: str
    lines: tuple[SeriesLine, ...]
    default_nos: bool = True  # numbers may be given automatically
    manual_nos: bool = False  # numbers may be typed
    date_order: bool = False


class Drawn(NamedTuple):
    number: str
    line: SeriesLine  # as it stands after the draw
    running_out: bool  # NUM-4: the warning number is reached


class Parts(NamedTuple):
    """A number around its last group of digits, the only one that counts on."""

    head: str
    digits: str
    tail: str

    @property
    def shape(self) -> tuple[str, str]:
        """What two numbers of one series have in common."""
        return self.head, self.tail


def split(number: str) -> Parts | None:
    """The parts of a number; None when it has no digit to count on."""
    found = _LAST_DIGITS.fullmatch(number)
    return Parts(*found.groups()) if found else None


def following(number: str, increment: int = 1) -> str:
    """R-NUM-02: the last group of digits counted on, zeros kept: OP-99X is followed by OP-100X."""
    parts = split(number)
    if parts is None:
        raise RuleError(
            _("{number} has no digit that could be counted on.").format(number=number),
            "starting_no",
            "R-NUM-02",
        )
    return f"{parts.head}{int(parts.digits) + increment:0{len(parts.digits)}}{parts.tail}"


def passes(number: str, limit: str) -> bool:
    """Whether a number stands behind another one of its series; no limit is never passed."""
    mine, other = split(number), split(limit)
    return mine is not None and other is not None and int(mine.digits) > int(other.digits)


def line_in_force(lines: Sequence[SeriesLine], on: date) -> SeriesLine | None:
    """R-NUM-05: the open line with the latest starting date up to the day; without a date is from the beginning."""
    begun = [line for line in lines if line.open and (line.starting_date or date.min) <= on]
    return max(begun, key=lambda line: line.starting_date or date.min, default=None)


def draw(
    series: Series | None, on: date, setup_field: str, taken: Callable[[str], bool] = lambda _number: False
) -> Drawn:
    """The next free number on a work date; `setup_field` is the label of the field that names the series."""
    if series is None:
        message = _("Numbers are given automatically, but no series is chosen. Fill in {field} in the setup.")
        raise RuleError(message.format(field=setup_field), "number", "NUM-1")
    if not series.default_nos:
        message = _("Series {series} gives no numbers automatically; type the number.")
        raise RuleError(message.format(series=series.code), "number", "NUM-2")
    line = line_in_force(series.lines, on)
    if line is None:
        message = _("Series {series} has no numbers for {day}.")
        raise RuleError(message.format(series=series.code, day=said(on)), "number", "NUM-5")
    if series.date_order and line.last_date is not None and on < line.last_date:
        message = _(
            "Numbers of series {series} are given in the order of dates; the last one was used on {day}."
        )
        raise RuleError(message.format(series=series.code, day=said(line.last_date)), "number", "R-NUM-06")
    number = following(line.last_no, line.increment) if line.last_no else line.starting_no
    while taken(number):
        number = following(number, line.increment)
        _within(series, line, number)
    _within(series, line, number)
    warned = bool(line.warning_no) and (number == line.warning_no or passes(number, line.warning_no))
    return Drawn(number, replace(line, last_no=number, last_date=max(on, line.last_date or on)), warned)


def draw_many(series: Series | None, on: date, setup_field: str, count: int) -> tuple[list[str], SeriesLine]:
    """The next numbers of a series, at least one, whether they are free or not, and where the series then stands."""
    first = draw(series, on, setup_field)
    parts = split(first.number)
    if series is None or parts is None:
        return [first.number], first.line
    begin, width = int(parts.digits), len(parts.digits)
    drawn = [
        f"{parts.head}{begin + each * first.line.increment:0{width}}{parts.tail}" for each in range(count)
    ]
    _within(series, first.line, drawn[-1])  # they only grow
    return drawn, replace(first.line, last_no=drawn[-1])


def _within(series: Series, line: SeriesLine, number: str) -> None:
    if len(number) > LONGEST or (line.ending_no and passes(number, line.ending_no)):
        last = line.ending_no or line.last_no
        message = _("Series {series} is exhausted: its last number is {number}.")
        raise RuleError(message.format(series=series.code, number=last), "number", "NUM-4")


def check_typed(series: Series | None, number: str, *, taken: bool) -> None:
    """R-NUM-03: whether a number may be typed: NUM-3 the series forbids it, NUM-6 it is used already."""
    if series is not None and not series.manual_nos:
        message = _("Numbers of series {series} are given automatically and cannot be typed.")
        raise RuleError(message.format(series=series.code), "number", "NUM-3")
    if taken:
        raise RuleError(_("Number {number} is already used.").format(number=number), "number", "NUM-6")
