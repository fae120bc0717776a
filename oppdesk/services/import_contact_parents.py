"""Which company of a file stands above which: no rings, and those above come in before those below."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oppdesk.domain.words import ContactType
from oppdesk.services.import_contact_book import Book
from oppdesk.storage import contacts
from oppdesk.storage.base import fold
from oppdesk.storage.unit_of_work import Reader

Values = Mapping[str, Any]


class Parents:
    """The companies of a file by number and name, and what is above them there and in the book."""

    def __init__(self, connection: Reader, book: Book, rows: Sequence[Values]) -> None:
        self._connection = connection
        self._book = book
        self._rows = _by_word(rows) if any(values.get("parent_company") for values in rows) else {}

    def is_ring(self, values: Values, key: int | None) -> bool:
        """Whether the parent that a row names is the company itself or stands below it."""
        text = str(values.get("parent_company") or "")
        own = {id(values)}
        while text:
            above = self._rows.get(fold(text))
            if above is None:
                found = self._book.find_company(text)
                return found is not None and key in contacts.ancestors(self._connection, found)
            if id(above) in own:
                return True
            own.add(id(above))
            text = str(above.get("parent_company") or "")
        return False

    @staticmethod
    def first(rows: Sequence[Values]) -> Sequence[Values]:
        """The rows in an order in which no company comes before the one above it."""
        if not any(values.get("parent_company") for values in rows):
            return rows
        known = _by_word(rows)
        found: dict[int, Values] = {}
        for values in rows:
            chain = [values]
            while (above := known.get(fold(str(chain[-1].get("parent_company") or "")))) is not None:
                if any(above is each for each in chain):
                    break
                chain.append(above)
            found |= {id(each): each for each in reversed(chain) if id(each) not in found}
        return list(found.values())

    @staticmethod
    def missing(book: Book, new: Sequence[Values], changed: Iterable[Values]) -> list[str]:
        """The parents that neither the file nor the book has."""
        named = {str(values["parent_company"]) for values in [*new, *changed] if values.get("parent_company")}
        if not named:
            return []
        own = _by_word(new)
        book.know(named)
        return sorted(text for text in named if fold(text) not in own and book.find_company(text) is None)


def _by_word(rows: Iterable[Values]) -> dict[str, Values]:
    found: dict[str, Values] = {}
    for values in rows:
        if values["type"] == ContactType.COMPANY:
            for name in ("name", "number"):
                if text := str(values.get(name) or ""):
                    found.setdefault(fold(text), values)
    found.pop("", None)
    return found
