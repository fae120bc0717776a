"""Finds out which column of a foreign file is which field, and how the file writes its days and numbers.

What only one reading fits is taken; what several fit is a question to the user, asked once for the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind
from oppdesk.exchange import headings
from oppdesk.exchange.headings import KNOWN
from oppdesk.i18n import LocaleFormat, _

Columns = Mapping[str, int]  # name of the field -> index of the column

SURE = 90  # of 100: the heading is the field's own name or one that is known for it
LIKELY = 60  # at least half of the heading's words are such a name
_ORDERS = ("dmy", "mdy", "ymd")
_SIGNS = ((".", ","), (",", "."), (",", " "), (".", " "), (".", "’"), (",", "’"))  # decimal, group
_NUMBERS = frozenset({Kind.WHOLE, Kind.PERCENT, Kind.RATE, Kind.MONEY, Kind.VALUE})
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{1,2})")
_TIME = re.compile(
    r"(?<=[0-9])[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)? ?(?:[AaPp][Mm])?(?:Z|[-+][0-9]{2}:?[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a file, and the first cell that it reads differently from the others ("" if there are none)."""

    form: LocaleFormat
    cell: str = ""
    value: object = None  # what it makes of that cell; None if it cannot read it


@dataclass(frozen=True, slots=True)
class Ways:
    """How the file may be meant. More than one reading of its days or of its numbers is a question."""

    days: tuple[Reading, ...]
    numbers: tuple[Reading, ...]

    @property
    def asks(self) -> bool:
        return len(self.days) > 1 or len(self.numbers) > 1

    def form(self, days: int = 0, numbers: int = 0) -> LocaleFormat:
        """The file's manner, once the user has chosen among the readings."""
        chosen = self.numbers[numbers].form
        return replace(self.days[days].form, decimal=chosen.decimal, group=chosen.group)


def match(header: Sequence[str], fields: Iterable[Field]) -> dict[str, int]:
    """The likely column of each field, best first; no column and no field twice."""
    fillable = [field for field in fields if not field.read_only and not field.counts]
    found = sorted(
        (
            (-score(heading, field), column, place)
            for column, heading in enumerate(header)
            for place, field in enumerate(fillable)
        ),
    )
    columns: dict[str, int] = {}
    for points, column, place in found:
        name = fillable[place].name
        if -points >= LIKELY and name not in columns and column not in columns.values():
            columns[name] = column
    return columns


def score(heading: str, field: Field) -> int:
    """How much the heading speaks for the field, 0 to 100."""
    words = _words(heading)
    if words and words in {_words(field.name), _words(field.label), _words(_(field.label))}:
        return 100
    names = {_words(name) for name in KNOWN.get(field.name, ())}
    if words in names:
        return SURE
    if field.kind is Kind.CODE:
        return 0  # "fax number" is not a number
    best = 0
    for name in names | {_words(field.label), _words(_(field.label))}:
        if name and set(name) <= set(words):
            at_end = words[-len(name) :] == name  # "company phone" is a phone
            best = max(best, 40 + 40 * len(name) // len(words) + at_end)
    return best


def missing(columns: Columns, fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields a new record cannot do without and no column fills."""
    return tuple(f for f in fields if f.required and f.default is None and f.name not in columns)


def by_heading(columns: Columns, header: Sequence[str]) -> dict[str, str]:
    """The matching in a form that can be kept for the next file of this kind."""
    return {name: header[column] for name, column in columns.items()}


def ways(
    rows: Iterable[Sequence[str]], columns: Columns, fields: Iterable[Field], base: LocaleFormat
) -> Ways:
    """How the days and numbers of these rows can be read; `base`, the user's own manner, comes first."""
    days: dict[tuple[str, Field], None] = {}
    numbers: dict[tuple[str, Field], None] = {}
    mapped = [(field, columns[field.name]) for field in fields if field.name in columns]
    for row in rows:
        for field, column in mapped:
            cell = row[column].strip() if column < len(row) else ""
            if cell and field.kind is Kind.DATE:
                days[cell, field] = None
            elif cell and field.kind in _NUMBERS:
                numbers[cell, field] = None
    orders = dict.fromkeys((base.order, *_ORDERS))
    signs = dict.fromkeys(((base.decimal, base.group), *_SIGNS))
    return Ways(
        _readings(days, [replace(base, order=order) for order in orders]),
        _readings(numbers, [replace(base, decimal=decimal, group=group) for decimal, group in signs]),
    )


def spelled_out(text: str, order: str) -> str:
    """A day whose year has two digits as ISO, in this century; a day with a time without it; else unchanged."""
    text = _TIME.sub("", text.strip())
    found = _SHORT_YEAR.fullmatch(text)
    parts = dict(zip(order, found.group(1, 3, 4), strict=True)) if found else {"y": ""}
    if len(parts["y"]) != 2:
        return text
    return f"{2000 + int(parts['y']):04}-{int(parts['m']):02}-{int(parts['d']):02}"


def read(field: Field, cell: str, form: LocaleFormat) -> object:
    """`Field.parse` for a cell of a foreign file, whose order of the date is known."""
    return field.parse(spelled_out(cell, form.order) if field.kind is Kind.DATE else cell, form)


def _readings(cells: Iterable[tuple[str, Field]], forms: Sequence[LocaleFormat]) -> tuple[Reading, ...]:
    """The forms that no other form surpasses, each with what sets it apart; alike ones once."""
    cells = list(cells)
    results = {form: [_attempt(field, cell, form) for cell, field in cells] for form in forms}
    understood = {
        form: frozenset(place for place, value in enumerate(values) if value is not None)
        for form, values in results.items()
    }
    best: dict[tuple[object, ...], LocaleFormat] = {}
    for form, values in results.items():
        if not any(understood[form] < other for other in understood.values()):
            best.setdefault(tuple(values), form)
    for place, (cell, _field) in enumerate(cells):
        if len({values[place] for values in best}) > 1:
            return tuple(Reading(form, cell, values[place]) for values, form in best.items())
    return (Reading(next(iter(best.values()))),)


def _attempt(field: Field, cell: str, form: LocaleFormat) -> object:
    try:
        return read(field, cell, form)
    except FieldError:
        return None


_words = lru_cache(maxsize=4096)(headings.words)
