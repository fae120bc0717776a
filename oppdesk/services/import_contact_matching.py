"""Whose row it is: the contact of its key, of its name and e-mail or company, or one it is surely like."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from oppdesk.domain.likeness import SURE
from oppdesk.domain.progress import Progress
from oppdesk.domain.words import ContactType
from oppdesk.exchange.plan import Fault, Likeness, Row
from oppdesk.services.import_contact_book import Book
from oppdesk.services.import_contact_likeness import THOROUGH, Earlier, Likenesses
from oppdesk.services.import_contact_values import mark_of, name_of
from oppdesk.storage.base import fold
from oppdesk.storage.unit_of_work import Reader

Values = Mapping[str, Any]
# Who fills these otherwise is somebody else, whatever the name: of companies, and of people without more in common.
_OF_COMPANIES = ("city", "post_code", "e_mail", "vat_number", "registration_number")
_OF_PEOPLE = (
    *("city", "post_code", "address", "phone", "mobile_phone", "e_mail", "job_title", "external_number"),
    *("initials", "home_page", "country"),
)

IDENTIFYING = frozenset({*_OF_COMPANIES, *_OF_PEOPLE})


class Item(NamedTuple):
    """A row that is understood, the contact it surely speaks of, and those it may speak of."""

    row: Row
    key: int | None = None
    faults: tuple[Fault, ...] = ()
    candidates: tuple[Likeness, ...] = ()


class Matches:
    def __init__(
        self, connection: Reader, book: Book, load: Callable[[Iterable[int]], Mapping[int, Values]]
    ) -> None:
        self._book = book
        self._load = load
        self._likenesses = Likenesses(connection)
        self._taken: set[int] = set()

    def found(self, items: Sequence[Item], progress: Progress) -> list[Item]:
        """The same rows with their contacts and candidates."""
        self._taken = {item.key for item in items if item.key is not None}
        open_rows = [item.row for item in items if item.key is None and not item.faults]
        by_name = self._by_name(open_rows)
        unlike = [row for row in open_rows if row.line not in by_name]
        likely = self._likenesses.of(unlike, progress)
        self._book.look_at({contact for matches in likely.values() for contact, _match in matches})
        earlier = Earlier()
        found = []
        for item in items:
            if item.key is None and not item.faults:
                found.append(self._placed(item, by_name.get(item.row.line), likely, earlier))
            else:
                found.append(item)
        return found

    def _placed(
        self, item: Item, key: int | None, likely: Mapping[int, Sequence[tuple[int, Any]]], earlier: Earlier
    ) -> Item:
        row = item.row
        if key is not None:
            return item._replace(key=key)
        matches = [each for each in likely.get(row.line, ()) if each[0] not in self._taken]
        sure = [contact for contact, match in matches if match.percent >= SURE]
        if len(sure) == 1 and not self._has_other_key(row.values, sure[0]):
            self._taken.add(sure[0])
            return item._replace(key=sure[0], candidates=self._likenesses.shown(matches))
        in_file = () if mark_of(row.values) else earlier.like(row)
        return item._replace(candidates=(*self._likenesses.shown(matches), *in_file))

    def _has_other_key(self, values: Values, contact: int) -> bool:
        """Whether the contact has a key in another program that is not the row's: perhaps it is another program."""
        external = self._book.external(contact)
        return bool(external and values.get("external_number") not in (None, "", external))

    # -- by name and what goes with it --------------------------------------------------------------------

    def _by_name(self, rows: Sequence[Row]) -> dict[int, int]:
        """Contacts of the same name with the same e-mail or company, or of whom nothing says otherwise; by line."""
        wanted = [row for row in rows if len(rows) <= THOROUGH or not mark_of(row.values)]
        names = {row.line: fold(name_of(row.values)) for row in wanted}
        self._book.look_up(search_text=set(names.values()))
        likely: defaultdict[int, list[int]] = defaultdict(list)
        for row in wanted:
            for key in self._book.named(names[row.line]):
                if self._book[key].type == row.values["type"] and key not in self._taken:
                    likely[row.line].append(key)
        stored = self._load({key for keys in likely.values() for key in keys})
        found: dict[int, int] = {}
        for row in wanted:
            same = [
                key
                for key in likely.get(row.line, ())
                if key not in self._taken and self._is_same(row.values, key, stored[key])
            ]
            if same:
                best = min(same, key=lambda key: (_differences(stored[key], row.values), key))
                found[row.line] = best
                self._taken.add(best)
        return found

    def _is_same(self, values: Values, key: int, old: Values) -> bool:
        if self._has_other_key(values, key):
            return False
        company = values.get("company")
        if values["type"] == ContactType.COMPANY:
            return not _contradict(old, values, _OF_COMPANIES)
        own = self._book.find_company(str(company)) if company else None
        if (own != old["company"]) if company else old["company"] is not None and not values.get("e_mail"):
            return False
        if values.get("e_mail"):
            return bool(fold(str(values["e_mail"])) == fold(old["e_mail"]))
        if own is not None:
            return not _contradict(old, values, ("mobile_phone", "e_mail"))
        return not _contradict(old, values, _OF_PEOPLE)


def _contradict(old: Values, values: Values, names: Iterable[str]) -> bool:
    return any(values.get(name) and old[name] and _plain(values[name]) != _plain(old[name]) for name in names)


def _differences(old: Values, values: Values) -> int:
    return sum(
        bool(value) and name in old and _plain(old[name]) != _plain(value) for name, value in values.items()
    )


def _plain(value: object) -> object:
    """Numbers by their last digits, texts folded."""
    if not isinstance(value, str):
        return value
    digits = "".join(filter(str.isdecimal, value))
    return digits[-8:] if len(digits) >= 6 and not any(map(str.isalpha, value)) else fold(value)
