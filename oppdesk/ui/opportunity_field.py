"""The field that finds an open opportunity of one contact: what a call or a visit was about."""

import shiboken6

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import Status
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.workplace import Workplace

MOST = 30  # rows that a search brings
OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))


class OpportunityField(LookupField):
    """Its value is a `Ref` or None; `take_contact` narrows it to the company of a contact (9.6)."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("opportunity", place)
        self._of: tuple[Filter, ...] = ()

    def take_contact(self, contact: int | None) -> None:
        rows = self._place.desk.lists.rows("contact", [contact]) if contact is not None else []
        company = rows[0]["company"] if rows else None
        if isinstance(company, Ref):
            self._of = (Filter("company", Op.IS, company.id),)
        else:
            self._of = (Filter("contact", Op.IS, contact),) if contact is not None else ()

    def _ask(self, text: str) -> None:
        desk, query = self._place.desk, Query((OPEN, *self._of), (Order("closing_on"),), text=text)

        def find() -> list[Found]:
            return [
                Found(
                    Ref(row["id"], row["description"] or row["number"]),
                    row["description"] or row["number"],
                    row["contact"].text if row["contact"] else "",
                    "target",
                )
                for row in desk.lists.page("opportunity", query, 0, MOST)
            ]

        def answer(rows: list[Found]) -> None:
            if shiboken6.isValid(self):
                self.show_found(rows)
                if not self.hasFocus():
                    self._settle()

        self._place.jobs.read(find, answer, key=f"opportunities {id(self)}")
