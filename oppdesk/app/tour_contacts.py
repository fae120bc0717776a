"""What the tour shows of contacts: the cards of a company and a person, each page, and the questions they ask."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType, Relation
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.contact import ContactCard


class Act(NamedTuple):
    """A picture: its name, whose card, and what is done there; a dialog that opens is shown instead of the card."""

    name: str
    kind: ContactType
    do: Callable[[ContactCard], object] = lambda _card: None
    asks: bool = False  # it opens a dialog


def _page(key: str) -> Callable[[ContactCard], object]:
    return lambda card: card.page(key)


def _privacy(card: ContactCard) -> None:
    """The fields of a minor, unfolded to the end."""
    card.form.more.click()
    QApplication.processEvents()
    card.form.fields.editor("exclude_from_segment").setFocus()


ACTS = (
    Act("contact-card", ContactType.COMPANY),
    Act("contact-card-person", ContactType.PERSON),
    Act("contact-people", ContactType.COMPANY, _page("people")),
    Act("contact-opportunities", ContactType.COMPANY, _page("opportunities")),
    Act("contact-addresses", ContactType.PERSON, _page("addresses")),
    Act("contact-relations", ContactType.PERSON, _page("relations")),
    Act("contact-history", ContactType.PERSON, _page("history")),
    Act("contact-privacy", ContactType.PERSON, _privacy),
    Act("contact-salutations", ContactType.PERSON, lambda card: card.salutations(), asks=True),
    Act("contact-template", ContactType.PERSON, lambda card: card.apply_template(), asks=True),
    Act("contact-link", ContactType.COMPANY, lambda card: card.link_number(), asks=True),
    Act("contact-anonymise", ContactType.PERSON, lambda card: card.anonymise(), asks=True),
    Act("contact-export", ContactType.COMPANY, lambda card: card.export_contacts(), asks=True),
    Act("contact-labels", ContactType.COMPANY, lambda card: card.print_labels(), asks=True),
    Act("contact-sheet", ContactType.PERSON, lambda card: card.contact_sheet(), asks=True),
    Act("contact-delete", ContactType.PERSON, lambda card: card.delete(), asks=True),
)
_LONGEST = 4_000  # milliseconds
_SUMMER = ("SUMMER", "Strandweg 4", "2202 ZZ", "Noordwijk")


def prepare(desk: Desk) -> None:
    """A person of the sample with an address for the summer, groups, a number elsewhere, and a note."""
    person, company = somebody(desk, ContactType.PERSON), somebody(desk, ContactType.COMPANY)
    lines, today = desk.contact_lines, desk.context.today
    for key, count in (("mailing_group", 2), ("job_responsibility", 1), ("industry_group", 2)):
        for row in desk.setup.rows(key)[:count]:
            lines.assign(f"contact_{key}", [person], row["id"])
    if not any(row["external_number"] for row in lines.rows("contact_business_relation", company)):
        lines.link(company, Relation.CUSTOMER, "C10240", note="since 2019")
    if not lines.rows("alternative_address", person):
        code, street, post_code, city = _SUMMER
        values = {
            "code": code,
            "address": street,
            "post_code": post_code,
            "city": city,
            "phone": "+31 20 555 0142",
        }
        address = lines.save("alternative_address", person, None, values).id
        start = {"starting_date": today - timedelta(days=20), "alternative_address": address}
        lines.save("address_range", person, None, start | {"ending_date": today + timedelta(days=40)})
    desk.comments.add("contact", person, "Prefers calls before nine. Speaks German with the fitters.")


def somebody(desk: Desk, kind: ContactType) -> int:
    """The person of the dearest opportunity, or the company of that person."""
    for row in desk.lists.page("opportunity", Query(), 0, 100):
        person, company = row["contact"], row["company"]
        if isinstance(person, Ref) and isinstance(company, Ref) and person.id != company.id:
            return person.id if kind is ContactType.PERSON else company.id
    return desk.lists.ids("contact", Query((Filter("type", Op.IS, int(kind)),)))[0]


def show_act(card: QWidget, act: Act, settle: Callable[[], None]) -> QWidget:
    """The card, or the dialog over it as soon as what it asks about is read."""
    if not isinstance(card, ContactCard):
        return card
    act.do(card)
    settle()
    patience = QDeadlineTimer(_LONGEST)
    while act.asks and not patience.hasExpired():
        for dialog in card.findChildren(QDialog):
            if dialog.isVisible():
                return dialog
        settle()
    return card


def close_cards(settle: Callable[[], None]) -> None:
    """A card stays when the dialog before it is closed."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, ContactCard):
            window.close()
    settle()
