"""The field that finds a contact by a few letters, the best fit first, and makes a new one in place."""

import shiboken6

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
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
        self.of_company: int | None = None  # narrows it to a company and its people

    def _ask(self, text: str) -> None:
        desk, only, company = self._place.desk, self._companies_only, self.of_company
        contacts = desk.contacts

        def find() -> list[Found]:
            if company is not None:
                terms = (Filter("company", Op.IS, company), Filter("privacy_blocked", Op.IS, False))
                rows = desk.lists.page("contact", Query(terms, text=text), 0, MOST)
                return [Found(Ref(row["id"], row["name"]), row["name"], row["job_title"]) for row in rows]
            hits = contacts.find(text, MOST, ContactType.COMPANY if only else None)
            return [contact_words.found(hit) for hit in hits]

        def answer(rows: list[Found]) -> None:
            if shiboken6.isValid(self):
                self.show_found(rows)
                if not self.hasFocus():
                    self._settle()

        self._place.jobs.read(find, answer, key=f"contacts {id(self)}")
