"""Understands the days people type: in figures by their locale's order, with a month's name, or relative."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from oppdesk.i18n.day_words import month_number, named_day
from oppdesk.i18n.texts import _

if TYPE_CHECKING:
    from oppdesk.i18n.formats import LocaleFormat

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIGURES = re.compile(r"([0-9]{1,4}) ?([-/.]) ?([0-9]{1,2})(?: ?\2 ?([0-9]{1,4})?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.?[ -]?([^\W\d_]+)\.?(?:,?[ -]([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? ([0-9]{1,2})(?:,? ([0-9]{4}))?")


def parse(form: "LocaleFormat", plain: str, text: str, base: date | None) -> date:
    """The day that `plain` (casefolded, single blanks) names; `text` is what was typed, for the error."""
    if len(plain) > 40:
        raise _no_day(form, text)
    if _ISO.fullmatch(plain):  # what most files write, read before all other ways
        found = _day(int(plain[:4]), int(plain[5:7]), int(plain[8:]), base)
    else:
        found = _relative(form, plain, text, base) if base is not None else None
    if found is None:
        rest, weekday = _without_weekday(form, plain)
        year, month, day = _split(form, rest, text)
        found = _day(year, month, day, base)
        if found is None or weekday not in (None, found.weekday()):
            raise ValueError(_("“{text}” is not a day of the calendar.").format(text=text))
    if not EARLIEST <= found <= LATEST:
        raise _out_of_range(text)
    return found


def found_day(form: "LocaleFormat", plain: str, base: date) -> date | None:
    """The day that a casefolded text is, if it is one."""
    try:
        return parse(form, plain, plain, base)
    except ValueError:
        return None


def _relative(form: "LocaleFormat", plain: str, text: str, base: date) -> date | None:
    try:
        found = re.fullmatch(r"([+-]) ?([0-9]{1,4})", plain)
        if found:
            return base + timedelta(int(found[1] + found[2]))
        short = {name.casefold().rstrip("."): number for number, name in enumerate(form.weekdays)}
        number = short.get(plain.rstrip("."))
        if number is not None:
            return base + timedelta((number - base.weekday()) % 7 or 7)
        return named_day(plain, base)
    except OverflowError:
        raise _out_of_range(text) from None


def _without_weekday(form: "LocaleFormat", plain: str) -> tuple[str, int | None]:
    for index, name in enumerate(form.weekdays):
        word = name.casefold()
        if plain.startswith(word + " "):
            return plain.removeprefix(word + " "), index
        if plain.endswith(" " + word):
            return plain.removesuffix(" " + word), index
    return plain, None


def _split(form: "LocaleFormat", plain: str, text: str) -> tuple[int, int, int]:
    """Year (0 if not written), month and day."""
    found = _FIGURES.fullmatch(re.sub("[年月]", "-", plain).replace("日", ""))
    if found:
        first, second, third = found[1], found[3], found[4] or ""
        if len(first) == 4 and 0 < len(third) <= 2:
            return int(first), int(second), int(third)
        if len(first) > 2 or len(third) not in {0, 4} or (third and form.order == "ymd"):
            raise ValueError(
                _("“{text}” can be read in several ways. Write it like {example}.").format(
                    text=text, example=form.day(date(2026, 4, 30))
                )
            )
        day, month = (first, second) if form.order == "dmy" else (second, first)
        return int(third or 0), int(month), int(day)
    if found := _DAY_FIRST.fullmatch(plain):
        return int(found[3] or 0), _month(form, found[2], text), int(found[1])
    if found := _MONTH_FIRST.fullmatch(plain):
        return int(found[3] or 0), _month(form, found[1], text), int(found[2])
    raise _no_day(form, text)


def _month(form: "LocaleFormat", word: str, text: str) -> int:
    for names in (form.months, form.month_names, MONTHS, MONTH_NAMES):
        for number, name in enumerate(names, 1):
            if name.rstrip(".").casefold() == word:
                return number
    elsewhere = month_number(word)
    if elsewhere is None:
        raise _no_day(form, text)
    return elsewhere


def _day(year: int, month: int, day: int, base: date | None) -> date | None:
    """That day; without a year the one nearest to the base, the later of two; None if there is none."""
    years = [year] if year else [base.year - 1, base.year, base.year + 1] if base else []
    if not 1 <= month <= 12:
        return None
    found = [date(y, month, day) for y in years if 1 <= y <= 9999 and 1 <= day <= monthrange(y, month)[1]]
    if base is None or year:
        return found[0] if found else None
    return min(found, key=lambda d: (abs(d - base), base - d), default=None)


def _no_day(form: "LocaleFormat", text: str) -> ValueError:
    example = form.day(date(2026, 4, 30))
    return ValueError(
        _("“{text}” is not a date. Write it like {example}.").format(text=text[:40], example=example)
    )


def _out_of_range(text: str) -> ValueError:
    return ValueError(
        _("“{text}” lies outside the years {first} to {last}.").format(
            text=text, first=EARLIEST.year, last=LATEST.year
        )
    )
