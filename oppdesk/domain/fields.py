"""One description of a value, read by every layer: its column, its label, how it is typed, shown and checked.

Blank is "" for texts, None for references, dates and moments, 0 for numbers and the first of the choices.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from oppdesk.domain import date_formula
from oppdesk.domain.errors import FieldError
from oppdesk.i18n import EARLIEST, GREATEST, LATEST, N_, NEUTRAL, LocaleFormat, _, said


class Kind(StrEnum):
    """What sort of value it is; everything that differs by kind is looked up by it in each reader."""

    CODE = "code"
    TEXT = "text"
    FLAG = "flag"
    WHOLE = "whole"
    PERCENT = "percent"  # whole percent
    RATE = "rate"  # basis points
    MONEY = "money"  # minor units
    VALUE = "value"  # minor units x basis points: calculated, never typed
    DATE = "date"
    TIME = "time"  # of the day, to the minute
    DURATION = "duration"  # minutes
    MOMENT = "moment"  # aware, UTC
    FORMULA = "formula"
    CHOICE = "choice"  # index into the choices
    LOOKUP = "lookup"  # id of another record
    COUNT = "count"  # counted when read, never stored
    NOTE = "note"  # text of any length, with lines


class Ref(NamedTuple):
    """A reference as it is shown."""

    id: int
    text: str


TEXTS = frozenset({Kind.CODE, Kind.TEXT, Kind.NOTE, Kind.FORMULA})
NUMBERS = frozenset({Kind.WHOLE, Kind.PERCENT, Kind.RATE, Kind.MONEY, Kind.VALUE, Kind.COUNT, Kind.DURATION})
_RANGES: dict[Kind, tuple[int, int]] = {
    Kind.WHOLE: (-(2**31), 2**31 - 1),
    Kind.PERCENT: (0, 100),
    Kind.RATE: (0, 10_000),
    Kind.MONEY: (-GREATEST, GREATEST),
    Kind.VALUE: (-GREATEST * 10_000, GREATEST * 10_000),
    Kind.COUNT: (0, 2**63 - 1),
    Kind.DURATION: (0, 3650 * 1440),
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes these
_BREAKS = re.compile("[\t\n\r\v\f\x85\u2028\u2029]+")  # a text of one line has none
_YES = (N_("yes"), N_("true"), "✓", "1", "x")
_NO = (N_("no"), N_("false"), "0", "-")


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is the column, `label` is marked for translation. Low and high are in the units that are stored."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    size: int | None = None  # characters
    required: bool = False
    choices: tuple[str, ...] = ()  # labels in the order of the stored numbers
    target: str | None = None  # LOOKUP: the list or table it points to
    counts: str | None = None  # COUNT: whose rows are counted
    hint: str = ""
    low: int | None = None
    high: int | None = None
    read_only: bool = False
    default: object = None

    @property
    def blank(self) -> object:
        """The value of a field nobody has filled: the default, else what blank is for its kind."""
        if self.default is not None:
            return self.default
        if self.kind in TEXTS:
            return ""
        if self.kind is Kind.FLAG:
            return False
        if self.kind in NUMBERS or self.kind is Kind.CHOICE:
            return 0
        return None

    def parse(self, text: str, form: LocaleFormat) -> object:
        """The value that a cell or an editor spells, not yet checked; a blank number is None.

        A LOOKUP stays text, a code or a number: who knows the other table finds its id.
        """
        try:
            return _READ[self.kind](self, text if self.kind is Kind.NOTE else text.strip(), form)
        except ValueError as error:
            message = _("{field}: {reason}").format(field=_(self.label), reason=error)
            raise FieldError(message, self.name) from None

    def show(self, value: object, form: LocaleFormat) -> str:
        """The value as people read it; a file (the neutral form) gets what `parse` takes back."""
        if isinstance(value, int):
            return _SHOWN[self.kind](self, value, form)
        if isinstance(value, datetime):
            return form.moment(value)
        if isinstance(value, date):
            return form.day(value)
        if isinstance(value, time):
            return form.clock(value)
        return value.text if isinstance(value, Ref) else "" if value is None else str(value)

    def check(self, value: object) -> object:
        """The value as it is stored; FieldError M-03, M-49, 0.2, or saying what else is wrong."""
        if value is None or (value == "" and self.kind not in TEXTS):
            if self.required and self.default is None:
                raise _missing(self)
            value = self.blank
        return value if value is None else _CHECKED[self.kind](self, value)


Reader = Callable[[Field, str, LocaleFormat], object]


def _read_flag(_field: Field, plain: str, _form: LocaleFormat) -> bool:
    word = plain.casefold()
    if word in {"", *_NO, *(_(no).casefold() for no in _NO)}:
        return False
    if word in {*_YES, *(_(yes).casefold() for yes in _YES)}:
        return True
    raise ValueError(_("“{text}” is neither yes nor no.").format(text=plain[:40]))


def _read_choice(field: Field, plain: str, _form: LocaleFormat) -> int | None:
    if not plain:
        return None
    for index, label in enumerate(field.choices):
        if plain.casefold() in {label.casefold(), _(label).casefold()}:
            return index
    offered = ", ".join(_(label) for label in field.choices)
    raise ValueError(_("“{text}” is none of {choices}.").format(text=plain[:40], choices=offered))


def _number(read: Callable[[LocaleFormat, str], int]) -> Reader:
    return lambda _field, plain, form: read(form, plain) if plain else None


def _show_choice(field: Field, value: int, form: LocaleFormat) -> str:
    label = field.choices[value] if 0 <= value < len(field.choices) else ""
    return _(label) if form.tag else label


def _show_flag(_field: Field, value: int, form: LocaleFormat) -> str:
    return ("✓" if value else "") if form.tag else ("yes" if value else "no")


def _show_rate(field: Field, value: int, form: LocaleFormat) -> str:
    """What can be typed is shown exactly, what is calculated with one decimal."""
    return form.rate(value, 1 if field.read_only and form.tag else 2)


def _check_text(field: Field, value: object) -> str:
    text = str(value)
    if not text.isprintable():
        if _UNSTORABLE.search(text):
            message = _("{field} contains a character that cannot be stored.")
            raise FieldError(message.format(field=_(field.label)), field.name)
        if field.kind is not Kind.NOTE:
            text = _BREAKS.sub(" ", text)
    if field.kind is not Kind.NOTE:
        text = text.strip()
    if field.kind is Kind.CODE:
        text = text.upper()
    if field.required and not text.strip():
        raise _missing(field)
    if field.size is not None and len(text) > field.size:
        message = _("{field} may have {most} characters; this text has {length}.")
        message = message.format(field=_(field.label), most=field.size, length=len(text))
        raise FieldError(message, field.name, "0.2")
    return text


def _check_formula(field: Field, value: object) -> str:
    try:
        return date_formula.parse(_check_text(field, value)).text
    except FieldError as error:
        raise FieldError(error.message, field.name, error.number) from None


def _check_number(field: Field, value: object) -> int:
    low, high = _RANGES[field.kind]
    low = low if field.low is None else field.low
    high = high if field.high is None else field.high
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _outside(field, field.show(low, NEUTRAL), field.show(high, NEUTRAL))
    return int(value)


def _check_flag(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _not_offered(field)
    return value


def _check_choice(field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < len(field.choices):
        raise _not_offered(field)
    return int(value)


def _check_lookup(field: Field, value: object) -> int:
    row = value.id if isinstance(value, Ref) else value
    if isinstance(row, bool) or not isinstance(row, int) or not 0 < row < 2**63:
        raise _not_offered(field)
    return row


def _check_date(field: Field, value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime) or not EARLIEST <= value <= LATEST:
        raise _outside(field, said(EARLIEST), said(LATEST))
    return value


def _check_moment(field: Field, value: object) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _not_offered(field)
    return value.astimezone(UTC)


def _check_time(field: Field, value: object) -> time:
    if not isinstance(value, time) or value.tzinfo is not None:
        raise _not_offered(field)
    return value.replace(second=0, microsecond=0)


def _missing(field: Field) -> FieldError:
    return FieldError(_("Please fill in {field}.").format(field=_(field.label)), field.name, "M-03")


def _outside(field: Field, low: str, high: str) -> FieldError:
    message = _("{field} must be between {low} and {high}.")
    if field.kind in {Kind.WHOLE, Kind.PERCENT, Kind.COUNT}:
        message = _("{field} must be a whole number between {low} and {high}.")
    return FieldError(message.format(field=_(field.label), low=low, high=high), field.name, "M-49")


def _not_offered(field: Field) -> FieldError:
    message = _("{field}: this value is not one of those offered.")
    return FieldError(message.format(field=_(field.label)), field.name, "CON-F8")


def _as_it_is(_field: Field, plain: str, _form: LocaleFormat) -> str:
    return plain


def _show_whole(_field: Field, value: int, form: LocaleFormat) -> str:
    return form.whole(value)


_READ: dict[Kind, Reader] = dict.fromkeys(TEXTS, _as_it_is) | {
    Kind.FLAG: _read_flag,
    Kind.CHOICE: _read_choice,
    Kind.WHOLE: _number(LocaleFormat.parse_whole),
    Kind.COUNT: _number(LocaleFormat.parse_whole),
    Kind.PERCENT: _number(LocaleFormat.parse_percent),
    Kind.RATE: _number(LocaleFormat.parse_rate),
    Kind.MONEY: _number(LocaleFormat.parse_money),
    Kind.VALUE: _number(lambda form, plain: form.parse_money(plain) * 10_000),
    Kind.DURATION: _number(LocaleFormat.parse_duration),
    Kind.DATE: lambda _field, plain, form: form.parse_day(plain),
    Kind.TIME: lambda _field, plain, form: form.parse_clock(plain),
    Kind.MOMENT: lambda _field, plain, form: form.parse_moment(plain),
    Kind.LOOKUP: lambda _field, plain, _form: plain or None,
}
_SHOWN: dict[Kind, Callable[[Field, int, LocaleFormat], str]] = dict.fromkeys(Kind, _show_whole) | {
    Kind.FLAG: _show_flag,
    Kind.CHOICE: _show_choice,
    Kind.PERCENT: lambda _field, value, form: form.percent(value),
    Kind.RATE: _show_rate,
    Kind.MONEY: lambda _field, value, form: form.money(value),
    Kind.VALUE: lambda _field, value, form: form.value(value),
    Kind.DURATION: lambda _field, value, form: form.duration(value),
}
_CHECKED: dict[Kind, Callable[[Field, object], object]] = {
    **dict.fromkeys(TEXTS, _check_text),
    **dict.fromkeys(NUMBERS, _check_number),
    Kind.FORMULA: _check_formula,
    Kind.FLAG: _check_flag,
    Kind.CHOICE: _check_choice,
    Kind.LOOKUP: _check_lookup,
    Kind.DATE: _check_date,
    Kind.TIME: _check_time,
    Kind.MOMENT: _check_moment,
}


def code(size: int = 10, label: str = N_("Code"), name: str = "code") -> Field:
    """The unique key people type for a row of setup."""
    return Field(name, label, Kind.CODE, size, required=True)


def description(size: int = 100, *, required: bool = False) -> Field:
    return Field("description", N_("Description"), Kind.TEXT, size, required=required)


def number_of(counts: str, label: str) -> Field:
    """How many rows of another table refer to this one."""
    return Field(f"number_of_{counts}", label, Kind.COUNT, counts=counts, read_only=True)
