"""Under which keys each contact is found again by its likeness: follows each change, is never journaled.

A key is a hash of a telephone number, a name, a place …, or of one of the search strings of the setup (5.2). Two
contacts without a common key are never compared. Beside the keys lie two notes: PENDING with each contact whose keys
are still to be made, as after a file of many, and SIGNATURE with what the keys were made by.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, select

from oppdesk.domain.duplicates import (
    DEFAULT_ROWS,
    HIT_PERCENT,
    Part,
    SearchRow,
    needed,
    search_strings,
)
from oppdesk.domain.setup.company import COMPARED
from oppdesk.domain.traits import LARGEST_BLOCK, Traits, keys_of, traits
from oppdesk.domain.words import ContactType
from oppdesk.storage import sqlite_duplicates, sqlite_search
from oppdesk.storage.contact_tables import CONTACT, DUPLICATE, DUPLICATE_KEY
from oppdesk.storage.setup_tables import TABLES

if TYPE_CHECKING:
    from oppdesk.storage.journal import Journal

Values = Mapping[str, Any]

PENDING, SIGNATURE = sqlite_duplicates.PENDING, sqlite_duplicates.SIGNATURE  # instead of a key
SOME = 200  # contacts of an operation whose keys are made along with it; those of more are made afterwards
BLOCK = 500  # contacts whose keys are made in one transaction: nobody waits longer for it than for a save
_MADE_BY = 1  # a greater number makes all keys anew: for other rules in domain.traits
_COMPARED_NAMES = tuple(name for name, _label in COMPARED)
_TRAITS = (
    *("type", "name", "first_name", "middle_name", "surname", "initials", "company", "address", "post_code"),
    *("city", "country", "phone", "mobile_phone", "e_mail", "e_mail_2", "home_page", "vat_number"),
    "registration_number",
)
WATCHED = frozenset({*_TRAITS, *_COMPARED_NAMES})
# What tells most first; of these a company is found by as few as are enough.
_TELLING = (
    *(("phone", Part.LAST), ("mobile_phone", Part.LAST), ("fax", Part.LAST), ("external_number", Part.LAST)),
    *(("registration_number", Part.LAST), ("vat_number", Part.FIRST), ("post_code", Part.LAST)),
    *(("name", Part.FIRST), ("address", Part.FIRST), ("home_page", Part.FIRST), ("post_code", Part.FIRST)),
    *(("address", Part.LAST), ("vat_number", Part.LAST), ("registration_number", Part.FIRST)),
    *(("mobile_phone", Part.FIRST), ("name", Part.LAST), ("e_mail", Part.FIRST), ("phone", Part.FIRST)),
)
_RANKS = {pair: rank for rank, pair in enumerate(_TELLING)}


class Rules(NamedTuple):
    """The setup of the search (5.1): its rows, the hit percentage, whether strings are kept and searched by."""

    rows: tuple[SearchRow, ...] = DEFAULT_ROWS
    hit_percent: int = HIT_PERCENT
    maintains: bool = True
    searches: bool = True

    @property
    def needed(self) -> int:
        """How many strings of two companies must agree."""
        return max(needed(len(self.rows), self.hit_percent), 1)

    @property
    def common(self) -> int:
        """How many keys of strings two companies have in common at least that agree in `needed`."""
        return min(self.needed, 2)

    @property
    def order(self) -> tuple[int, ...]:
        """The rows by how much they tell."""
        ranks = [_RANKS.get((row.field, row.part), len(_RANKS)) for row in self.rows]
        return tuple(sorted(range(len(ranks)), key=ranks.__getitem__))

    @property
    def signature(self) -> int:
        """Another one for each setup that makes other keys."""
        made_by = (_MADE_BY, [tuple(row) for row in self.rows], self.needed) if self.maintains else _MADE_BY
        return _hashed(repr(made_by)) >> 1

    def strings(self, values: Values) -> tuple[str, ...]:
        """The search strings of a company; none of a person, or when they are not kept."""
        if not self.maintains or values.get("type", ContactType.COMPANY) != ContactType.COMPANY:
            return ()
        return search_strings(values, self.rows)


def rules(connection: Connection) -> Rules:
    setup, search = TABLES["marketing_setup"], TABLES["duplicate_search"]
    own = connection.execute(
        select(setup.c.search_hit, setup.c.maintain_duplicates, setup.c.autosearch_duplicates).limit(1)
    ).first()
    rows = tuple(
        SearchRow(_COMPARED_NAMES[row.field], Part(row.part), row.length)
        for row in connection.execute(select(search).order_by(search.c.id))
    )
    if own is None:
        return Rules(rows)
    return Rules(rows, own.search_hit, bool(own.maintain_duplicates) and bool(rows), bool(own[2]))


class Known(NamedTuple):
    """A contact as it is compared: its values and what is made of them."""

    values: Values
    traits: Traits
    strings: tuple[str, ...]


def known(values: Values, by: Rules) -> Known:
    return Known(values, traits(values), by.strings(values))


# ------------------------------------------------------------------------------------------------ the keys


class Keys(NamedTuple):
    """Even ones of traits; odd ones of search strings."""

    traits: tuple[int, ...]
    strings: tuple[int, ...]


def keys(one: Known, by: Rules) -> Keys:
    return Keys(tuple(key & ~1 for key in keys_of(one.traits)), _string_keys(one.strings, by))


def _string_keys(strings: Sequence[str], by: Rules) -> tuple[int, ...]:
    """Of so many strings that any two companies which agree in `needed` have `common` of them in common.

    All companies take them in the same order, leaving out `needed - common` of what they have, the last ones.
    """
    order = by.order if strings else ()
    filled = [row for row in order if strings[row]]
    if len(filled) < by.needed:
        return ()
    taken = filled[: len(filled) - by.needed + by.common]
    return tuple(
        _hashed(f"{by.rows[row].field} {int(by.rows[row].part)} {strings[row]}") | 1 for row in taken
    )


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


# ------------------------------------------------------------------------------------------------ contacts

_OWNER = CONTACT.alias("owner")
_VALUES = select(
    CONTACT.c.id,
    CONTACT.c.number,
    *(CONTACT.c[name] for name in sorted(WATCHED)),
    _OWNER.c.name.label("company_name"),
).join(_OWNER, _OWNER.c.id == CONTACT.c.company, isouter=True)
_THESE = _VALUES.where(sqlite_search.among(CONTACT.c.id))
_PEOPLE = select(CONTACT.c.id).where(
    sqlite_search.among(CONTACT.c.company), CONTACT.c.type == int(ContactType.PERSON)
)


def contacts(connection: Connection, ids: Iterable[int]) -> dict[int, Values]:
    """Their values as they are compared, with `company_name`; those that are gone are left out."""
    given = json.dumps(list(ids))
    if given == "[]":
        return {}
    found = connection.execute(_THESE, {"keys": given})
    names = tuple(found.keys())
    return {row[0]: dict(zip(names, row, strict=True)) for row in found}


def company_name(connection: Connection, company: object) -> str:
    wanted = select(CONTACT.c.name).where(CONTACT.c.id == company)
    return str(connection.execute(wanted).scalar() or "") if company else ""


# ------------------------------------------------------------------------------------------------ following


def follow(
    connection: Connection, journal: Journal, touched: Mapping[str, Mapping[int, Collection[str] | None]]
) -> None:
    """Bring the keys up to what an operation touched; contacts that an undo took away lose their pairs."""
    changed = touched.get("contact", {})
    stale = {row for row, names in changed.items() if names is None or not WATCHED.isdisjoint(names)}
    if not stale:
        return
    if renamed := [row for row, names in changed.items() if names and "name" in names]:
        stale.update(connection.execute(_PEOPLE, {"keys": json.dumps(renamed)}).scalars())
    if len(stale) > SOME:
        sqlite_duplicates.let_wait(connection, stale)
    else:
        put(connection, stale, rules(connection))
    _forget_pairs(connection, journal, [row for row, names in changed.items() if names is None])


def _forget_pairs(connection: Connection, journal: Journal, touched: Sequence[int]) -> None:
    """Pairs are found without an operation, so the undo of the one that added a contact does not know of them."""
    given = {"keys": json.dumps(touched)}
    gone = (sqlite_search.among(DUPLICATE.c[name]) for name in ("contact", "other"))
    for condition, name in zip(gone, ("contact", "other"), strict=True):
        is_there = select(CONTACT.c.id).where(CONTACT.c.id == DUPLICATE.c[name]).exists()
        for row in (
            connection.execute(select(DUPLICATE.c.id).where(condition, ~is_there), given).scalars().all()
        ):
            journal.delete(connection, DUPLICATE, row)


def put(connection: Connection, ids: Collection[int], by: Rules) -> None:
    """The keys of these contacts as they are stored now; who is gone has none."""
    rows = [
        (key, contact)
        for contact, values in contacts(connection, ids).items()
        for some in keys(known(values, by), by)
        for key in some
    ]
    sqlite_duplicates.replace(connection, ids, rows)


# ------------------------------------------------------------------------------------------------ making them again


def is_current(connection: Connection, by: Rules) -> bool:
    """Whether the keys were made by these rules."""
    stored = select(DUPLICATE_KEY.c.contact).where(DUPLICATE_KEY.c.key == SIGNATURE)
    return connection.execute(stored).scalar() == by.signature


def pending(connection: Connection) -> int:
    """How many contacts wait for their keys."""
    wanted = select(func.count()).select_from(DUPLICATE_KEY).where(DUPLICATE_KEY.c.key == PENDING)
    return connection.execute(wanted).scalar() or 0


def put_waiting(connection: Connection, by: Rules) -> int:
    """Make the keys of the next contacts that wait; how many were made."""
    wanted = select(DUPLICATE_KEY.c.contact).where(DUPLICATE_KEY.c.key == PENDING).limit(BLOCK)
    some = list(connection.execute(wanted).scalars())
    if some:
        put(connection, some, by)
    return len(some)


# ------------------------------------------------------------------------------------------------ asking


class Neighbours:
    """Who has keys in common with a contact, the closest first."""

    def __init__(self, connection: Connection, by: Rules) -> None:
        self._connection = connection
        self._rules = by

    def of(self, one: Known, limit: int) -> list[int]:
        """At most so many contacts; a key of more than LARGEST_BLOCK tells nothing."""
        found: Counter[int] = Counter()
        asked = keys(one, self._rules)
        for key in asked.traits:
            block = sqlite_duplicates.block(self._connection, key, LARGEST_BLOCK + 1)
            if len(block) <= LARGEST_BLOCK:
                found.update(block)
        if asked.strings:
            found.update(
                sqlite_duplicates.sharing(self._connection, asked.strings, self._rules.common, limit)
            )
        return [contact for contact, _common in found.most_common(limit)]
