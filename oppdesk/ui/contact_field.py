"""The field that finds a contact by a few letters, the best fit first, and makes a new one in place."""

import shiboken6

from oppdesk.domain.words import ContactType
from oppdesk.ui import contact_words
from oppdesk.ui.lookup import Create, LookupField
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.workplace import Workplace

MOST = 30  # rows that a search brings


class ContactField(LookupField):
    """Its value is a `Ref` or None. `companies_only` for the company a person belongs to."""

    def __init__(
        self, place: Workplace, create: Create | None = None, *, companies_only: bool = False
    ) -> None:
        super().__init__("contact", place, create)
        self._companies_only = companies_only

    def _ask(self, text: str) -> None:
        contacts, only = self._place.desk.contacts, self._companies_only

        def find() -> list[Found]:
            hits = contacts.find(text, MOST, ContactType.COMPANY if only else None)
            return [contact_words.found(hit) for hit in hits]

        def answer(rows: list[Found]) -> None:
            if shiboken6.isValid(self):
                self.show_found(rows)
                if not self.hasFocus():
                    self._settle()

        self._place.jobs.read(find, answer, key=f"contacts {id(self)}")
