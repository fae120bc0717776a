"""Date formulas (`1W`, `CM+10D`, `-WD2`): how setup says "so long after" without knowing the date.

Grammar, results and errors DF-1 to DF-7 are those of relationships.md 1; the text is stored normalised.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from oppdesk.domain.errors import FieldError
from oppdesk.i18n import EARLIEST, LATEST, N_, _, months_later, ngettext

LONGEST = 32  # characters of the normalised text
_UNITS = "WD|D|W|M|Q|Y"
_COUNT = re.compile("([0-9]+)([DWMQY])(?!D)")  # 2WD is neither 2W nor 2 weekdays
_PLACE = re.compile(f"({_UNITS})([0-9]+)")
_CURRENT = re.compile(f"C({_UNITS})")
_HALF = re.compile(f"([0-9]+|{_UNITS}|C)(?=[-+]|$)")
_RANGES = {"D": 31, "WD": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12}


@dataclass(frozen=True, slots=True)
class Term:
    """One step. `form` is count (2W), place (D15: to the next 15th) or current (CM: to the edge of the month)."""

    sign: int
    form: str
    unit: str
    number: int = 0

    def __str__(self) -> str:
        body = {
            "count": f"{self.number}{self.unit}",
            "place": f"{self.unit}{self.number}",
            "current": f"C{self.unit}",
        }
        return ("-" if self.sign < 0 else "+") + body[self.form]


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` is normalised: two spellings of the same terms are equal. Without terms a date stays as it is."""

    text: str
    terms: tuple[Term, ...] = ()


@lru_cache(maxsize=256)
def parse(text: str) -> Formula:
    """The formula that the text spells; FieldError DF-1, DF-2, DF-3, DF-5, DF-6 or DF-7."""
    compact = re.sub(r"[ \t\u00a0\u202f]+", "", text).upper()
    if compact.startswith("<") and compact.endswith(">"):
        compact = compact[1:-1]
    if len(compact) > LONGEST:
        message = _("A date formula has at most {most} characters; this one has {length}.")
        raise FieldError(message.format(most=LONGEST, length=len(compact)), number="DF-7")
    terms: list[Term] = []
    place = 0
    while place < len(compact):
        sign = compact[place] if compact[place] in "+-" else ""
        term, end = _term(compact, place + len(sign), -1 if sign == "-" else 1)
        if terms and not sign:
            message = _("A + or - is missing before “{part}” in the date formula.")
            raise FieldError(message.format(part=compact[place:]), number="DF-6")
        terms.append(term)
        place = end
    return Formula("".join(str(term) for term in terms).removeprefix("+"), tuple(terms))


def _term(text: str, place: int, sign: int) -> tuple[Term, int]:
    if found := _CURRENT.match(text, place):
        return Term(sign, "current", found[1]), found.end()
    if found := _COUNT.match(text, place):
        _within(found[0], int(found[1]), 0, 9999)
        return Term(sign, "count", found[2], int(found[1])), found.end()
    if found := _PLACE.match(text, place):
        unit, number = found[1], int(found[2])
        if unit not in _RANGES:
            message = _("“{part}” is not a step of a date formula. Did you mean {better}?")
            raise FieldError(message.format(part=found[0], better=found[2] + unit), number="DF-5")
        _within(found[0], number, 1, _RANGES[unit])
        return Term(sign, "place", unit, number), found.end()
    if found := _HALF.match(text, place):
        message = _("A number or a unit is missing at “{part}” in the date formula, as in 2W or WD4.")
        raise FieldError(message.format(part=found[0]), number="DF-2")
    message = _(
        "“{part}” is not a date formula. Examples: {first} is two weeks later, {second} the end of the month."
    )
    raise FieldError(message.format(part=text[place:] or text, first="2W", second="CM"), number="DF-1")


def _within(part: str, number: int, low: int, high: int) -> None:
    if not low <= number <= high:
        message = _("In “{part}” the number must be between {low} and {high}.")
        raise FieldError(message.format(part=part, low=low, high=high), number="DF-3")


def advance(formula: Formula | str, base: date) -> date:
    """The date the formula leads to from `base`, term by term; FieldError DF-4 if it leaves the calendar."""
    if isinstance(formula, str):
        formula = parse(formula)
    day = base
    try:
        for term in formula.terms:
            day = _step(term, day)
    except OverflowError:
        day = date.max
    if formula.terms and not EARLIEST <= day <= LATEST:
        message = _("The date formula {formula} leads to a date outside the years {first} to {last}.")
        raise FieldError(
            message.format(formula=formula.text, first=EARLIEST.year, last=LATEST.year), number="DF-4"
        )
    return day


def _step(term: Term, day: date) -> date:
    if term.form == "current":
        return _edge(term.unit, day, last=term.sign > 0)
    if term.form == "count":
        if term.unit in _MONTHS:
            return months_later(day, term.sign * term.number * _MONTHS[term.unit])
        return day + timedelta(term.sign * term.number * (7 if term.unit == "W" else 1))
    if term.unit == "WD":  # strictly after or before: a day that already is that weekday goes a whole week
        distance = (term.number - day.isoweekday()) * term.sign % 7 or 7
        return day + timedelta(term.sign * distance)
    found = _day_of_month(day, term.number)
    if (found - day).days * term.sign > 0:
        return found
    return _day_of_month(months_later(day.replace(day=1), term.sign), term.number)


def _day_of_month(month: date, number: int) -> date:
    """That day of the month; the last one stands for a day the month lacks."""
    return date(month.year, month.month, min(number, _edge("M", month, last=True).day))


def _edge(unit: str, day: date, *, last: bool) -> date:
    """The first or last day of the period around a day; weeks run from Monday to Sunday."""
    if unit == "D":
        return day
    if unit in {"W", "WD"}:
        monday = day - timedelta(day.weekday())
        return monday + timedelta(6) if last else monday
    length = _MONTHS[unit]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return months_later(first, length) - timedelta(1) if last else first


# ------------------------------------------------------------------------------------------------ in plain words

_COUNTED = {  # unit: (one later, many later, one earlier, many earlier)
    "D": (N_("{n} day later"), N_("{n} days later"), N_("{n} day earlier"), N_("{n} days earlier")),
    "W": (N_("{n} week later"), N_("{n} weeks later"), N_("{n} week earlier"), N_("{n} weeks earlier")),
    "M": (N_("{n} month later"), N_("{n} months later"), N_("{n} month earlier"), N_("{n} months earlier")),
    "Q": (
        N_("{n} quarter later"),
        N_("{n} quarters later"),
        N_("{n} quarter earlier"),
        N_("{n} quarters earlier"),
    ),
    "Y": (N_("{n} year later"), N_("{n} years later"), N_("{n} year earlier"), N_("{n} years earlier")),
}
_EDGES = {  # unit: (last, first)
    "D": (N_("the same day"), N_("the same day")),
    "W": (N_("Sunday of the week"), N_("Monday of the week")),
    "WD": (N_("Sunday of the week"), N_("Monday of the week")),
    "M": (N_("end of month"), N_("start of month")),
    "Q": (N_("end of quarter"), N_("start of quarter")),
    "Y": (N_("end of year"), N_("start of year")),
}
_NEXT = (
    N_("next Monday"), N_("next Tuesday"), N_("next Wednesday"), N_("next Thursday"), N_("next Friday"),
    N_("next Saturday"), N_("next Sunday"),
)  # fmt: skip
_PREVIOUS = (
    N_("previous Monday"), N_("previous Tuesday"), N_("previous Wednesday"), N_("previous Thursday"),
    N_("previous Friday"), N_("previous Saturday"), N_("previous Sunday"),
)  # fmt: skip


def describe(formula: Formula | str) -> str:
    """What the formula does, in words: "end of month, then 1 day later"; "" for no formula."""
    if isinstance(formula, str):
        formula = parse(formula)
    words = ""
    for term in formula.terms:
        step = _in_words(term)
        words = _("{steps}, then {step}").format(steps=words, step=step) if words else step
    return words


def _in_words(term: Term) -> str:
    back = term.sign < 0
    if term.form == "current":
        return _(_EDGES[term.unit][back])
    if term.form == "count":
        if term.number == 0:
            return _("the same day")
        one, many = _COUNTED[term.unit][2 * back : 2 * back + 2]
        return ngettext(one, many, term.number).format(n=term.number)
    if term.unit == "WD":
        return _((_PREVIOUS if back else _NEXT)[term.number - 1])
    return (_("previous day {n} of a month") if back else _("next day {n} of a month")).format(n=term.number)
