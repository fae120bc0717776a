"""Remembers which column was which field: by itself for each set of headings, and under names that the user gives.

What is read is not trusted: the file of the settings may have been edited, or written by another version.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from oppdesk.exchange.mapping import Columns
from oppdesk.services.importing import TARGETS
from oppdesk.ui.preferences import Preferences

KEPT = 50  # the newest ones of those that have no name
LONGEST = 40  # letters of a name
_BY_NAME = "name"


@dataclass(frozen=True, slots=True)
class KeptMatching:
    """`days` and `decimal` are how the user said the file writes its days and numbers, "" is not asked; `stages` what
    its stages are called here."""

    columns: Columns
    notes: tuple[int, ...] = ()
    days: str = ""
    decimal: str = ""
    stages: Mapping[str, str] = field(default_factory=dict)


def remembered(preferences: Preferences, target: str, header: Sequence[str]) -> KeptMatching | None:
    """The matching that was used last for these headings."""
    return _read(preferences.now.matchings.get(_by_header(target, header), ""), target, header)


def remember(preferences: Preferences, target: str, header: Sequence[str], matching: KeptMatching) -> None:
    key = _by_header(target, header)
    others = {name: text for name, text in preferences.now.matchings.items() if name != key}
    unnamed = [name for name in others if not name.startswith(f"{_BY_NAME}:")]
    for name in unnamed[: max(0, len(unnamed) - KEPT + 1)]:
        del others[name]
    _change(preferences, {**others, key: _written(header, matching)})


def names(preferences: Preferences, target: str) -> list[str]:
    """Those that the user saved for this kind of record, in the order of the alphabet."""
    start = _named(target, "")
    found = (key.removeprefix(start) for key in preferences.now.matchings if key.startswith(start))
    return sorted(found, key=str.casefold)


def named(preferences: Preferences, target: str, name: str, header: Sequence[str]) -> KeptMatching | None:
    """A saved matching applied to these headings; those that the file lacks are left out."""
    return _read(preferences.now.matchings.get(_named(target, name), ""), target, header)


def save(
    preferences: Preferences, target: str, name: str, header: Sequence[str], matching: KeptMatching
) -> None:
    """Keep it under a name, in place of what the name stood for before."""
    kept = {**preferences.now.matchings, _named(target, name): _written(header, matching)}
    _change(preferences, kept)


def forget(preferences: Preferences, target: str, name: str) -> None:
    key = _named(target, name)
    _change(preferences, {each: text for each, text in preferences.now.matchings.items() if each != key})


def _change(preferences: Preferences, kept: dict[str, str]) -> None:
    if kept != preferences.now.matchings:
        preferences.keep(matchings=kept)


def _by_header(target: str, header: Sequence[str]) -> str:
    return f"{target}-{blake2b(chr(31).join(header).encode(), digest_size=8).hexdigest()}"


def _named(target: str, name: str) -> str:
    return f"{_BY_NAME}:{target}:{name}"


def _written(header: Sequence[str], matching: KeptMatching) -> str:
    told = {
        "columns": {name: header[at] for name, at in matching.columns.items()},
        "notes": [header[at] for at in matching.notes],
        "days": matching.days,
        "decimal": matching.decimal,
        "stages": dict(matching.stages),
    }
    return json.dumps(told)


def _read(text: str, target: str, header: Sequence[str]) -> KeptMatching | None:
    """None for what is not the work of `_written`; fields that no longer exist and foreign headings are left out."""
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        return None
    told = kept.get("columns") if isinstance(kept, dict) else None
    if not isinstance(told, dict):
        return None
    places = {heading: at for at, heading in enumerate(header)}
    fields = {one.name for one in TARGETS[target] if not one.counts}
    columns: dict[str, int] = {}
    for name, heading in told.items():
        at = places.get(heading) if isinstance(heading, str) else None
        if name in fields and at is not None and at not in columns.values():
            columns[name] = at
    notes = [places[each] for each in _list(kept.get("notes")) if each in places]
    free = dict.fromkeys(at for at in notes if at not in columns.values())
    stages = kept.get("stages")
    called = stages.items() if isinstance(stages, dict) else ()
    return KeptMatching(
        columns,
        tuple(free),
        _word(kept.get("days")),
        _word(kept.get("decimal")),
        {one: here for one, here in called if isinstance(here, str)},
    )


def _list(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
