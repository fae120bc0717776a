"""Who is in the book already: contacts found by number, by the key of a file's program, or by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from oppdesk.domain.words import ContactType
from oppdesk.storage import bulk
from oppdesk.storage.base import blanks, fold
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.unit_of_work import Reader

Values = Mapping[str, Any]


class Known(NamedTuple):
    """What every contact is found by."""

    name: str
    e_mail: str
    type: int
    company: int | None
    privacy_blocked: bool


BLANKS = tuple((name, blanks(ContactRow.__table__)[name]) for name in Known._fields)
_COLUMNS = ("id", "number", "external_number", *Known._fields)


class Book:
    """What was looked up, and what an import has added to it."""

    def __init__(self, connection: Reader) -> None:
        self._connection = connection
        self._known: dict[int, Known] = {}
        self._by_external: dict[str, int] = {}
        self._by_number: dict[str, int] = {}
        self._external: dict[int, str] = {}
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        self._asked: defaultdict[str, set[str]] = defaultdict(set)  # what was looked up already, by column
        self._words: set[str] = set()  # of which it is known whom they name

    def note(self, key: int, number: str, external: str, known: Known) -> None:
        """Remember who can be found."""
        if key in self._known:
            return
        self._known[key] = known
        self._by_number[number] = key
        if external:
            self._by_external[external] = key
            self._external[key] = external
        self._named[fold(known.name)].append(key)

    def look_up(self, **named: Iterable[str]) -> None:
        """Those that are there with such numbers, keys or folded names, and their companies; each looked up once."""
        companies: set[int | None] = {None}
        for column, texts in named.items():
            new = {text for text in texts if text} - self._asked[column]
            self._asked[column] |= new
            companies |= self._note_all(bulk.rows_among(self._connection, "contact", _COLUMNS, column, new))
        self.look_at(companies - {None})

    def look_at(self, keys: Iterable[int | None]) -> None:
        """Those with these keys."""
        missing = set(keys) - self._known.keys()
        self._note_all(bulk.rows_among(self._connection, "contact", _COLUMNS, "id", missing))

    def _note_all(self, rows: Iterable[Any]) -> set[int | None]:
        """Remember them; the keys of their companies."""
        companies: set[int | None] = set()
        for key, number, external, *rest in rows:
            known = Known(*rest)
            self.note(key, number, external, known)
            companies.add(known.company)
        return companies

    def __getitem__(self, key: int) -> Known:
        return self._known[key]

    def get(self, key: int | None) -> Known | None:
        return self._known.get(key) if key is not None else None

    def know(self, texts: Iterable[str]) -> None:
        """Look up whom these texts may name, all in one go: who is to be found later."""
        words = {text.strip() for text in texts} - self._words
        self._words |= words
        self.look_up(
            number={word.upper() for word in words},
            external_number=words,
            search_text={fold(word) for word in words},
        )

    def find(self, text: str) -> int | None:
        """The key of a contact named by number, the file's key or its name; of equal names the oldest."""
        word = text.strip()
        if word not in self._words:
            self.know([word])
        found = self._by_number.get(word.upper()) or self._by_external.get(word)
        return found or min(self.named(word), default=None)

    def find_company(self, text: str) -> int | None:
        """As `find`, companies only: of equal names the oldest."""
        found = self.find(text)
        if found is None or self._known[found].type == ContactType.COMPANY:
            return found
        return next(
            (key for key in sorted(self.named(text)) if self._known[key].type == ContactType.COMPANY), None
        )

    def external(self, key: int) -> str:
        """The key that a contact has in another program, "" if none."""
        return self._external.get(key, "")

    def with_external(self, text: str) -> int | None:
        return self._by_external.get(text)

    def with_number(self, number: str) -> int | None:
        return self._by_number.get(number)

    def named(self, name: str) -> Sequence[int]:
        """All of that name who were looked up."""
        return self._named.get(fold(name), ())
