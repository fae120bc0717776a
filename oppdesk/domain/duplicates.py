"""The reference's way of finding duplicate companies: search strings counted against a hit percentage, and merging.

Pure, on values by field name; a row of the setup has `field`, `part` and `length` (relationships.md 5). How much two
contacts are alike in all their fields is `domain.likeness`.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

from oppdesk.domain.errors import NotThereError, RuleError
from oppdesk.i18n import N_, _, ngettext

Values = Mapping[str, object]


class Part(IntEnum):
    """Which end of a field's value a search string is taken from."""

    FIRST = 0
    LAST = 1


PART = (N_("First"), N_("Last"))
SHORTEST, LONGEST, USUAL = 2, 10, 5  # characters of a search string
COMPARABLE: Final = 4  # the fewest rows of which a share says something
HIT_PERCENT: Final = 60


class SearchRow(NamedTuple):
    """A row of the duplicate search setup: `length` characters of one end of a field."""

    field: str
    part: Part = Part.FIRST
    length: int = USUAL


FIELDS = ("name", "address", "city", "phone", "vat_number", "post_code", "e_mail", "mobile_phone")
DEFAULT_ROWS: tuple[SearchRow, ...] = tuple(SearchRow(field, part) for field in FIELDS for part in Part)

_LEFT_OUT = str.maketrans("", "", '+"&/,.;:-_(){}#!£$\\')

# ------------------------------------------------------------------------------------------------ strings (5.2)


def search_string(value: str, part: Part, length: int) -> str:
    """5.2: the first or last `length` characters, without blanks and signs, in capitals; "" is not stored."""
    return _end(_plain(value), part, length)


def _plain(value: str) -> str:
    return "".join(value.translate(_LEFT_OUT).split())


def _end(plain: str, part: Part, length: int) -> str:
    return (plain[:length] if part is Part.FIRST else plain[-length:]).upper()


def search_row(row: Values) -> SearchRow:
    """A stored row of the setup as a value."""
    part = row.get("part")
    length = row.get("length")
    return SearchRow(
        str(row["field"]),
        Part(part if isinstance(part, int) else 0),
        length if isinstance(length, int) and length else USUAL,
    )


def search_strings(values: Values, rows: Sequence[SearchRow] = DEFAULT_ROWS) -> tuple[str, ...]:
    """The search string of each row of the setup, in its order; "" where the field has nothing."""
    fields = {row.field: values.get(row.field) for row in rows}
    plain = {name: _plain(str(value)) if value else "" for name, value in fields.items()}
    return tuple(_end(plain[row.field], row.part, row.length) for row in rows)


# ------------------------------------------------------------------------------------------------ matching (5.3)


def needed(rows: int, hit_percent: int) -> int:
    """How many strings of so many rows must agree: 16 rows and 60 % are 10 (5.3, rounded up)."""
    return -(-rows * hit_percent // 100)


def matching(one: Sequence[str], other: Sequence[str]) -> int:
    """How many rows have the same string at both; empty ones agree with nothing."""
    return sum(a == b != "" for a, b in zip(one, other, strict=True))


def comparable(one: Sequence[str], other: Sequence[str]) -> int:
    """How many rows have a string at both."""
    return sum(bool(a and b) for a, b in zip(one, other, strict=True))


def share(one: Sequence[str], other: Sequence[str]) -> int | None:
    """Percent of agreeing strings among the rows that both fill; None below four such rows (A-4)."""
    both = comparable(one, other)
    return matching(one, other) * 100 // both if both >= COMPARABLE else None


def are_duplicates(
    one: Sequence[str], other: Sequence[str], hit_percent: int, *, exactly: bool = False
) -> bool:
    """Whether two companies are taken for one: by the share of what both fill, or `exactly` as the reference counts.

    The reference counts empty fields among the rows, so sparse contacts are hardly ever found.
    """
    if exactly or comparable(one, other) < COMPARABLE:
        return matching(one, other) >= max(needed(len(one), hit_percent), 1)
    return matching(one, other) * 100 >= comparable(one, other) * hit_percent


def pair(one: int, other: int) -> tuple[int, int]:
    """5.3: a pair is stored once whatever its direction, the lower id first."""
    return (one, other) if one < other else (other, one)


# ------------------------------------------------------------------------------------------------ setup (5.1)


# ------------------------------------------------------------------------------------------------ merging (5.4)


def check_merge(current: Values | None, duplicate: Values | None) -> None:
    """DUP-5, DUP-3 and DUP-7: two contacts that are there, not the same, and of one type. None is one that is gone."""
    if duplicate == {}:
        raise RuleError(_("Choose the contact that is to be merged."), "duplicate", "DUP-3")
    if current is None or duplicate is None:
        message = _("One of the two contacts does not exist any more.")
        raise NotThereError(message, "duplicate" if duplicate is None else "contact", "DUP-5")
    if current.get("id") == duplicate.get("id"):
        message = _("A contact cannot be merged with itself. Choose another one.")
        raise RuleError(message, "duplicate", "DUP-3")
    if current.get("type") != duplicate.get("type"):
        message = _("A company and a person cannot be merged.")
        raise RuleError(message, "duplicate", "DUP-7")


def check_conflicts(unresolved: int) -> None:
    """DUP-4: rows that both contacts have under one key are decided about before a merge."""
    if unresolved:
        message = ngettext(
            "{count} conflict must be resolved first.",
            "{count} conflicts must be resolved first.",
            unresolved,
        )
        raise RuleError(message.format(count=unresolved), "", "DUP-4")


def question(current: str, duplicate: str) -> str:
    """DUP-6: what is asked before a merge; `current` and `duplicate` are their numbers and names."""
    message = _(
        "Merge {duplicate} into {current}? Everything that hangs on it moves; one step takes it all back."
    )
    return message.format(duplicate=duplicate, current=current)


def proposed_takes(current: Values, duplicate: Values, names: Iterable[str]) -> tuple[str, ...]:
    """The fields ticked to be taken from the duplicate when a merge opens: those that only it has filled."""
    return tuple(name for name in names if duplicate.get(name) and not current.get(name))
