"""Finds pairs of contacts that may be one and keeps them; derived but for the user's word that two are separate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from oppdesk.domain.duplicates import matching, share
from oppdesk.domain.likeness import DOUBTFUL, NAME, SURE, likeness
from oppdesk.domain.progress import Progress
from oppdesk.domain.string_pairs import AGREE, Fingerprints, agreeing
from oppdesk.domain.traits import LARGEST_BLOCK, traits
from oppdesk.domain.words import ContactType
from oppdesk.storage import sqlite_duplicates, sqlite_search
from oppdesk.storage.contact_tables import CONTACT, DUPLICATE
from oppdesk.storage.duplicate_keys import Known, Neighbours, Rules, Values, contacts, known
from oppdesk.storage.journal import now

if TYPE_CHECKING:
    from oppdesk.storage.unit_of_work import Store

NAMESAKES = 3  # people of one name, and nothing else alike, who are worth a look; more have a common name
_MOST = 200  # contacts near one that are looked at
_BLOCK = 1_000  # contacts or pairs looked at together when all are searched
_REMEMBERED = 5_000  # contacts kept meanwhile: a block's neighbours are often a later block
_KEPT = 2_000  # pairs in a transaction: nobody waits longer for it than for a save
Ends = tuple[int, int]


class Found(NamedTuple):
    """Why two may be one: percent 0..100, how many search strings agree, and the reasons as marked texts."""

    percent: int
    strings: int
    reasons: tuple[str, ...]

    @property
    def is_name_only(self) -> bool:
        return self.percent == DOUBTFUL and self.reasons == (NAME,)


def compare(one: Known, other: Known, by: Rules) -> Found | None:
    """None when there is no need to look: neither alike nor, of companies, with enough strings in common."""
    match = likeness(one.traits, other.traits)
    common = matching(one.strings, other.strings) if one.strings and other.strings else 0
    if common >= by.needed:
        part = share(one.strings, other.strings) or common * 100 // len(one.strings)
        percent = max(match.percent, min(part, SURE - 1), DOUBTFUL)
        return Found(percent, common, (*match.reasons, AGREE))
    return Found(match.percent, common, match.reasons) if match.percent >= DOUBTFUL else None


# ------------------------------------------------------------------------------------------------ finding


def near(
    connection: Connection, one: Known, by: Rules, exclude: int | None = None
) -> dict[int, tuple[Known, Found]]:
    """Who may be the same contact, by id, the likeliest first."""
    ids = [each for each in Neighbours(connection, by).of(one, _MOST) if each != exclude]
    found = {}
    for other, values in contacts(connection, ids).items():
        theirs = known(values, by)
        match = compare(one, theirs, by)
        if match is not None:
            found[other] = theirs, match
    namesakes = [other for other, (_theirs, match) in found.items() if match.is_name_only]
    if len(namesakes) > NAMESAKES:
        for other in namesakes:
            del found[other]
    return dict(sorted(found.items(), key=lambda each: (-each[1][1].percent, each[0])))


def find(connection: Connection, ids: Sequence[int], by: Rules) -> dict[Ends, Found]:
    """The pairs of these contacts with any other."""
    found: dict[Ends, Found] = {}
    for contact, values in contacts(connection, ids).items():
        for other, (_theirs, match) in near(connection, known(values, by), by, contact).items():
            found[min(contact, other), max(contact, other)] = match
    return found


def find_all(connection: Connection, by: Rules, progress: Progress) -> dict[Ends, Found]:
    """The pairs of the whole book, in blocks of contacts that have keys in common with younger ones."""
    total = connection.execute(select(func.count()).select_from(CONTACT)).scalar() or 0
    large = sqlite_duplicates.large_keys(connection, LARGEST_BLOCK)
    book = _Book(connection, by)
    found: dict[Ends, Found] = {}
    done = 0
    for block in _blocks(connection):
        progress.step(done, total)
        for pairs in sqlite_duplicates.neighbours(connection, block[0].id, block[-1].id, large, _BLOCK):
            progress.step(done, total)
            book.open(pairs)
            for one, other in pairs:
                match = book.compare(one, other)
                if match is not None:
                    found[one, other] = match
        book.note(row.id for row in block if row.type == ContactType.COMPANY)
        done += len(block)
        book.close(row.id for row in block)
    if by.maintains:
        _add_agreeing(connection, found, book.prints, by, lambda: progress.step(done, total))
    progress.step(total, total)
    return _without_common_names(found)


class _Book:
    """What is known of the contacts a search is at: those with neighbours, and the strings of every company."""

    def __init__(self, connection: Connection, by: Rules) -> None:
        self.prints = Fingerprints()
        self._connection = connection
        self._rules = by
        self._known: dict[int, Known] = {}

    def open(self, pairs: Iterable[Ends]) -> None:
        """Get to know the contacts of these pairs; of those before, the ones known longest may be forgotten."""
        near = {contact for ends in pairs for contact in ends}
        forgotten = (each for each in self._known if each not in near)
        for contact in list(islice(forgotten, max(len(self._known) - _REMEMBERED, 0))):
            del self._known[contact]
        for contact, values in contacts(self._connection, near - self._known.keys()).items():
            # its values are compared no more
            self._known[contact] = Known({}, traits(values), self._strings(contact, values))

    def note(self, companies: Iterable[int]) -> None:
        """Note the strings of companies, if they are not noted already."""
        if self._rules.maintains:
            new = [each for each in companies if each not in self.prints]
            for contact, values in contacts(self._connection, new).items():
                self._strings(contact, values)

    def _strings(self, contact: int, values: Values) -> tuple[str, ...]:
        strings = self._rules.strings(values)
        if strings and contact not in self.prints:
            self.prints.add(contact, strings)
        return strings

    def compare(self, one: int, other: int) -> Found | None:
        """None also for keys of a contact that is gone."""
        if one not in self._known or other not in self._known:
            return None
        return compare(self._known[one], self._known[other], self._rules)

    def close(self, done: Iterable[int]) -> None:
        """The contacts of a block have met all their neighbours."""
        for contact in done:
            self._known.pop(contact, None)


def _blocks(connection: Connection) -> Iterator[Sequence[Any]]:
    """Id and type of all contacts, oldest first."""
    after = -1
    wanted = select(CONTACT.c.id, CONTACT.c.type).order_by(CONTACT.c.id).limit(_BLOCK)
    while rows := connection.execute(wanted.where(CONTACT.c.id > after)).all():
        yield rows
        after = rows[-1].id


def _add_agreeing(
    connection: Connection,
    found: dict[Ends, Found],
    prints: Fingerprints,
    by: Rules,
    step: Callable[[], None],
) -> None:
    """Companies whose strings agree, as the reference finds them."""
    every = agreeing(prints, by.needed)
    new = ((one, other) for one, other, _common in every if (one, other) not in found)
    for some in _parts(new, _BLOCK):
        step()
        both = contacts(connection, {contact for ends in some for contact in ends})
        for one, other in some:
            match = compare(known(both[one], by), known(both[other], by), by)
            if match is not None:
                found[one, other] = match


def _parts(every: Iterable[Ends], most: int) -> Iterator[list[Ends]]:
    left = iter(every)
    while some := list(islice(left, most)):
        yield some


def _without_common_names(found: dict[Ends, Found]) -> dict[Ends, Found]:
    times = Counter(contact for ends, match in found.items() if match.is_name_only for contact in ends)
    return {
        ends: match
        for ends, match in found.items()
        if not match.is_name_only or max(times[contact] for contact in ends) <= NAMESAKES
    }


# ------------------------------------------------------------------------------------------------ keeping


class News(NamedTuple):
    """Rows of pairs."""

    added: set[int]
    changed: set[int]
    removed: set[int]


def keep(store: Store, found: Mapping[Ends, Found], of: Sequence[int] | None = None) -> News:
    """Store the pairs found of some contacts, or of all; those not found any more go, but for separate ones."""
    news = News(set(), set(), set())
    for some in _parts(found, _KEPT):
        with store.derive() as connection:
            _put(connection, store, {ends: found[ends] for ends in some}, news)
    gone = _not_in(store, found, of)
    for start in range(0, len(gone), _KEPT):
        with store.derive() as connection:
            rows = DUPLICATE.delete().where(sqlite_search.among(DUPLICATE.c.id), ~DUPLICATE.c.separate)
            given = {"keys": json.dumps(gone[start : start + _KEPT])}
            news.removed.update(connection.execute(rows.returning(DUPLICATE.c.id), given).scalars())
    return news


def _put(connection: Connection, store: Store, found: Mapping[Ends, Found], news: News) -> None:
    wanted = select(DUPLICATE).where(sqlite_search.among(DUPLICATE.c.contact))
    rows = connection.execute(wanted, {"keys": json.dumps([ends[0] for ends in found])})
    stored = {(row.contact, row.other): row for row in rows}
    stamp = now()
    there = _still_there(connection, {contact for ends in found.keys() - stored.keys() for contact in ends})
    new = [ends for ends in found if ends not in stored and there.issuperset(ends)]
    keys = store.keys(len(new)) if new else []
    added = [
        {
            "id": key, "version": 1, "updated_at": stamp, "contact": ends[0], "other": ends[1],
            "separate": False, "strings": found[ends].strings, "score": found[ends].percent,
        }
        for key, ends in zip(keys, new, strict=True)
    ]  # fmt: skip
    if added:
        connection.execute(DUPLICATE.insert(), added)
        news.added.update(keys)
    for ends, match in found.items():
        row = stored.get(ends)
        if row is not None and (match.percent, match.strings) != (row.score, row.strings):
            values = {"score": match.percent, "strings": match.strings, "updated_at": stamp}
            connection.execute(DUPLICATE.update().where(DUPLICATE.c.id == row.id).values(values))
            news.changed.add(row.id)


def _not_in(store: Store, found: Mapping[Ends, Found], of: Sequence[int] | None) -> list[int]:
    """The pairs stored of some contacts, or of all, that were not found and are not called separate."""
    own = DUPLICATE.c
    wanted = select(own.id, own.contact, own.other).where(~own.separate)
    if of is not None:
        wanted = wanted.where(or_(*(sqlite_search.among(own[name]) for name in ("contact", "other"))))
    with store.read() as connection:
        rows = connection.execute(wanted, {"keys": json.dumps(list(of))} if of is not None else {})
        return [row[0] for row in rows if (row[1], row[2]) not in found]


def _still_there(connection: Connection, ids: Iterable[int]) -> set[int]:
    wanted = select(CONTACT.c.id).where(sqlite_search.among(CONTACT.c.id))
    return set(connection.execute(wanted, {"keys": json.dumps(list(ids))}).scalars())


# ------------------------------------------------------------------------------------------------ asking


def pairs_of(connection: Connection, ids: Sequence[int]) -> list[Any]:
    """All pairs that some contacts are in, separate ones too."""
    mine = (sqlite_search.among(DUPLICATE.c[name]) for name in ("contact", "other"))
    wanted = select(DUPLICATE).where(or_(*mine)).order_by(DUPLICATE.c.id)
    return list(connection.execute(wanted, {"keys": json.dumps(list(ids))}))


def pairs(connection: Connection, *, separate: bool, most: int) -> list[Any]:
    """The likeliest pairs that are, or are not, called separate."""
    return list(
        connection.execute(
            select(DUPLICATE)
            .where(DUPLICATE.c.separate == separate)
            .order_by(DUPLICATE.c.score.desc(), DUPLICATE.c.strings.desc(), DUPLICATE.c.id)
            .limit(most)
        )
    )


def count(connection: Connection) -> int:
    """How many pairs wait for a decision; separate ones are none."""
    wanted = select(func.count()).select_from(DUPLICATE).where(~DUPLICATE.c.separate)
    return connection.execute(wanted).scalar() or 0
