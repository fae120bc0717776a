"""Who may be in the book twice: shown while typing, searched for, decided about, merged (relationships 5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from oppdesk.domain.changes import Changes
from oppdesk.domain.duplicates import PART, search_strings
from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.likeness import SURE
from oppdesk.domain.progress import WAITING, Cancelled, Progress
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services import merging
from oppdesk.services.contacts import Contacts
from oppdesk.services.merging import Comparison, Resolution
from oppdesk.storage import duplicate_bulk, duplicate_keys, duplicates
from oppdesk.storage.contact_tables import DuplicateRow
from oppdesk.storage.duplicate_keys import Known, known
from oppdesk.storage.duplicates import Found
from oppdesk.storage.unit_of_work import Reader, Store

SEARCH = "duplicate.search"
MOST = 2_000  # pairs that are brought at once: when they are decided about, others come
_LABELS = {field.name: field.label for field in CONTACT}


@dataclass(frozen=True, slots=True)
class Likeness:
    """A contact that may be the one that is typed."""

    contact: Ref
    kind: ContactType
    company: str  # of a person
    percent: int
    reasons: tuple[str, ...]  # sentences to be shown
    sure: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contacts that may be one; `one` is the older. `strings` of the search strings agree."""

    id: int
    one: Ref
    other: Ref
    percent: int
    strings: int
    separate: bool  # somebody said that they are two
    reasons: tuple[str, ...]
    kind: ContactType = ContactType.COMPANY
    companies: tuple[str, str] = ("", "")  # of persons

    @property
    def sure(self) -> bool:
        return self.percent >= SURE


@dataclass(frozen=True, slots=True)
class Detail:
    """One row of the setup: what both contacts have in the field, and the strings made of it (5192)."""

    field: str  # its label
    part: str
    length: int
    values: tuple[str, str]
    strings: tuple[str, str]

    @property
    def agrees(self) -> bool:
        return self.strings[0] == self.strings[1] != ""


class Duplicates:
    """Keys of contacts are made along with each change; those of a file of many by `catch_up`, in the background."""

    def __init__(self, store: Store, contacts: Contacts) -> None:
        self._store = store
        self._contacts = contacts

    # -- looking ------------------------------------------------------------------------------------------

    def like(
        self, values: Mapping[str, object], limit: int = 5, exclude: int | None = None
    ) -> list[Likeness]:
        """The contacts that may be the one with these values by field name, the likeliest first.

        Of a person, `company` or `company_name` helps. `exclude` is the contact itself when it is there already.
        """
        with self._store.read() as connection:
            by = duplicate_keys.rules(connection)
            typed = dict(values)
            if not typed.get("company_name"):
                typed["company_name"] = duplicate_keys.company_name(connection, typed.get("company"))
            found = duplicates.near(connection, known(typed, by), by, exclude)
        return [
            Likeness(
                Ref(contact, str(theirs.values["name"])),
                ContactType(theirs.values["type"]),
                _company(theirs.values),
                match.percent,
                tuple(_(reason) for reason in match.reasons),
                match.percent >= SURE,
            )
            for contact, (theirs, match) in list(found.items())[:limit]
        ]

    def pairs(self, separate: bool = False, most: int = MOST) -> list[Pair]:
        """The pairs to be decided about, the likeliest first; or those that were called separate."""
        with self._store.read() as connection:
            return _pairs(connection, duplicates.pairs(connection, separate=separate, most=most))

    def pairs_of(self, contacts: Sequence[int]) -> list[Pair]:
        """The pairs to be decided about that these contacts are in."""
        with self._store.read() as connection:
            rows = duplicates.pairs_of(connection, contacts)
            return _pairs(connection, [row for row in rows if not row.separate])

    def count(self) -> int:
        """How many pairs wait for a decision; separate ones are not counted (5.3)."""
        with self._store.read() as connection:
            return duplicates.count(connection)

    def details(self, one: int, other: int) -> list[Detail]:
        """Each row of the setup with the values and strings of both (5192); NotThereError when one is gone."""
        with self._store.read() as connection:
            by = duplicate_keys.rules(connection)
            both = duplicate_keys.contacts(connection, [one, other])
        if not {one, other} <= both.keys():
            raise NotThereError(_("One of the two contacts does not exist any more."), number="DUP-5")
        mine, theirs = both[one], both[other]
        pairs = zip(search_strings(mine, by.rows), search_strings(theirs, by.rows), strict=True)
        return [
            Detail(
                _(_LABELS[row.field]),
                _(PART[row.part]),
                row.length,
                (str(mine[row.field]), str(theirs[row.field])),
                strings,
            )
            for row, strings in zip(by.rows, pairs, strict=True)
        ]

    # -- searching ----------------------------------------------------------------------------------------

    def search(self, contacts: Sequence[int], *, is_asked: bool = False) -> list[Pair]:
        """Look for duplicates of contacts that were added or changed; the pairs to be decided about.

        Nothing when the setup does not want it, unless somebody asks for it. What is found is kept; what is not found
        any more goes.
        """
        with self._store.read() as connection:
            by = duplicate_keys.rules(connection)
            wanted = by.searches or is_asked
            found = duplicates.find(connection, contacts, by) if wanted else {}
        if not wanted:
            return []
        self._keep(found, contacts)
        return self.pairs_of(contacts)

    def search_all(self, progress: Progress | None = None) -> int:
        """Search the whole book; how many pairs are to be decided about. 100,000 contacts take some ten seconds.

        Reads at length and writes at the end in one go, so it need not run where writes wait for each other.
        """
        told = progress or Progress()
        self.catch_up(told)
        with self._store.read() as connection:
            found = duplicates.find_all(connection, duplicate_keys.rules(connection), told)
        with _patience(told):
            self._keep(found)
        return self.count()

    def _keep(self, found: Mapping[tuple[int, int], Found], of: Sequence[int] | None = None) -> None:
        news = duplicates.keep(self._store, found, of)
        changed = {
            verb: frozenset(("duplicate", row) for row in rows) for verb, rows in news._asdict().items()
        }
        if any(changed.values()):
            self._store.tell(
                Changes(
                    kind=SEARCH,
                    added=changed["added"],
                    changed=changed["changed"],
                    removed=changed["removed"],
                )
            )

    # -- keys ---------------------------------------------------------------------------------------------

    def is_behind(self) -> bool:
        """Whether contacts wait for their keys: after a large import, another setup, an older version's file."""
        with self._store.read() as connection:
            by = duplicate_keys.rules(connection)
            return not duplicate_keys.is_current(connection, by) or duplicate_keys.pending(connection) > 0

    def generate(self, progress: Progress | None = None) -> None:
        """Make all search strings and keys anew; cancelled, it goes on the next time."""
        with self._store.read() as connection:
            by = duplicate_keys.rules(connection)
        duplicate_bulk.let_all_wait(self._store, by)
        self.catch_up(progress)

    def catch_up(self, progress: Progress | None = None) -> None:
        """Make the keys of those that wait; meant for a thread of its own, who saves meanwhile hardly waits."""
        told = progress or Progress()
        with _patience(told):
            self._catch_up(told)

    def _catch_up(self, told: Progress) -> None:
        most = 0
        while True:
            with self._store.read() as connection:
                by = duplicate_keys.rules(connection)
                is_current, waiting = (
                    duplicate_keys.is_current(connection, by),
                    duplicate_keys.pending(connection),
                )
            most = max(most, waiting)
            if not is_current:
                duplicate_bulk.let_all_wait(self._store, by)
                continue
            told.step(most - waiting, most)
            if not waiting:
                return
            if waiting >= duplicate_bulk.MANY:
                duplicate_bulk.make_many(self._store, by, told, most - waiting, most)
            else:
                with self._store.derive() as connection:
                    duplicate_keys.put_waiting(connection, by)

    # -- deciding -----------------------------------------------------------------------------------------

    def separate(self, pair: int, flag: bool = True) -> None:
        """Say that the two of a pair are two, or take it back; a search does not change it (5.3)."""
        with self._store.write("duplicate.separate") as work:
            row = work.get(DuplicateRow, pair)
            row.separate = flag
            names = [_name(work.connection, contact) for contact in (row.contact, row.other)]
            title = _("{one} and {other} are two") if flag else _("{one} and {other} may be one")
            work.title = title.format(one=names[0], other=names[1])

    def comparison(self, keep: int, drop: int) -> Comparison:
        """Both side by side: each field, the records of each, what is in each other's way (702)."""
        with self._store.read() as connection:
            return merging.comparison(connection, keep, drop)

    def merge(
        self,
        keep: int,
        drop: int,
        taken: Iterable[str] = (),
        resolve: Mapping[tuple[str, int], Resolution] | None = None,
    ) -> None:
        """Let `keep` take over all that hangs on `drop` and the fields named in `taken`; `drop` goes (5.4).

        `resolve` says for each conflict, by table and row, that the row goes (None) or which key it gets instead.
        One operation that can be undone. RuleError DUP-3, DUP-4, DUP-5, DUP-7.
        """
        with self._store.write("contact.merge") as work:
            merging.merge(work, self._contacts, keep, drop, tuple(taken), dict(resolve or {}))


@contextmanager
def _patience(told: Progress) -> Iterator[None]:
    """Beside all other work, an import may be waited for until it ends."""
    if WAITING.get() is not None:
        yield  # who began it says how long
        return

    def wait(_seconds: float) -> None:
        if told.is_cancelled:
            raise Cancelled

    before = WAITING.set(wait)
    try:
        yield
    finally:
        WAITING.reset(before)


def _pairs(connection: Reader, rows: Sequence[Any]) -> list[Pair]:
    by = duplicate_keys.rules(connection)
    found = duplicate_keys.contacts(connection, {row.contact for row in rows} | {row.other for row in rows})
    both = {contact: known(values, by) for contact, values in found.items()}
    return [
        _pair(row, both[row.contact], both[row.other], by)
        for row in rows
        if row.contact in both and row.other in both
    ]


def _pair(row: Any, one: Known, other: Known, by: duplicate_keys.Rules) -> Pair:
    match = duplicates.compare(one, other, by)
    return Pair(
        row.id,
        Ref(row.contact, str(one.values["name"])),
        Ref(row.other, str(other.values["name"])),
        row.score,
        row.strings,
        bool(row.separate),
        tuple(_(reason) for reason in match.reasons) if match else (),
        ContactType(one.values["type"]),
        (_company(one.values), _company(other.values)),
    )


def _company(values: Mapping[str, Any]) -> str:
    return str(values["company_name"] or "") if values["type"] == ContactType.PERSON else ""


def _name(connection: Reader, contact: int) -> str:
    return str(duplicate_keys.contacts(connection, [contact])[contact]["name"])
