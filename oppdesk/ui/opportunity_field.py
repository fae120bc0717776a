"""The field that finds an open opportunity of one contact: what a call or a visit was about."""

import shiboken6

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import Status
from oppdesk.services.desk import Desk
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.workplace import Workplace

MOST = 30  # rows that a search brings
OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))


class OpportunityField(LookupField):
    """Its value is a `Ref` or None; `take_contact` narrows it to the company of a contact (9.6)."""

    def __init__(self, place: Workplace) -> None:
        super().__init__("opportunity", place)
        self._contact: int | None = None

    def take_contact(self, contact: int | None) -> None:
        self._contact = contact

    def _ask(self, text: str) -> None:
        desk, contact = self._place.desk, self._contact

        def find() -> list[Found]:
            query = Query((OPEN, *_of(desk, contact)), (Order("closing_on"),), text=text)
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


def _of(desk: Desk, contact: int | None) -> tuple[Filter, ...]:
    """What narrows it to the company of a contact, or to the contact that has none."""
    if contact is None:
        return ()
    companies = [row["company"] for row in desk.lists.rows("contact", [contact])]
    found = next((each for each in companies if isinstance(each, Ref)), None)
    return (Filter("company", Op.IS, found.id) if found else Filter("contact", Op.IS, contact),)
