"""The card of a company or person: how to reach it, its fields, its opportunities, tasks, people and notes."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import CONTACT_LINES
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _
from oppdesk.services.contact_views import ContactView
from oppdesk.services.desk import Desk
from oppdesk.ui import contact_marks
from oppdesk.ui.cards.card import Card, Part
from oppdesk.ui.cards.contact_addresses import AddressesPage
from oppdesk.ui.cards.contact_form import ContactForm
from oppdesk.ui.cards.contact_head import TIMELINE, ContactHead
from oppdesk.ui.cards.contact_history import HistoryPage
from oppdesk.ui.cards.contact_middle import ContactMiddle
from oppdesk.ui.cards.contact_notes import NotesPage, TasksPage
from oppdesk.ui.cards.contact_opportunities import OpportunitiesPage
from oppdesk.ui.cards.contact_page import ContactPage
from oppdesk.ui.cards.contact_people import PeoplePage
from oppdesk.ui.cards.contact_relations import RelationsPage
from oppdesk.ui.cards.contact_side import ContactSide
from oppdesk.ui.contact_acts import ContactActs
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.contact_output import ContactOutput
from oppdesk.ui.lookup import read_names
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.workplace import Workplace

FORM, SIDE = 51, 43  # u
LEAST = QSize(80, 16)  # u, of the columns
PAGES = (
    ("people", N_("People")),
    ("opportunities", N_("Opportunities")),
    ("tasks", N_("Tasks")),
    ("addresses", N_("Addresses")),
    ("relations", N_("Relations")),
    ("notes", N_("Notes")),
    ("history", N_("History")),
)
_PLAIN = {
    "tasks": TasksPage,
    "addresses": AddressesPage,
    "relations": RelationsPage,
    "notes": NotesPage,
    "history": HistoryPage,
}


class ContactCard(Card[Shown], ContactActs, ContactOutput):
    """Fields are saved when they are left, nothing is asked at the end."""

    table = "contact"
    concerns = (
        *("contact", "opportunity", "task", "interaction", "comment", "salesperson", "company_info"),
        *(lines.key for lines in CONTACT_LINES),
    )

    def __init__(self, place: Workplace, contact: int) -> None:
        tabs = (_("Overview"), _("Side"))
        pages = tuple((key, _(name)) for key, name in PAGES)
        super().__init__(place, contact, tabs, (FORM, SIDE), LEAST, pages)
        self._head = Part(self._make_head, ContactHead.show_contact)
        self._form = Part(self._make_form, ContactForm.show_contact)
        self._middle = Part(self._make_middle, self._show_middle)
        self._side = Part(self._make_side, ContactSide.show_contact, self.columns.shows_side)
        self._pages = {key: self._page_part(key) for key, _name in PAGES}
        self.parts = (self._head, self._form, self._middle, self._side, *self._pages.values())
        self.begin(self._form)

    @staticmethod
    def read(desk: Desk, record: int) -> Shown:
        view = desk.contacts.view(record)
        read_names(desk.setup, CONTACT, view.values)
        currency(desk)
        return Shown(view, contact_marks.read(desk, view))

    def title(self, shown: Shown) -> str:
        return f"{shown.view.number}  {shown.view.name}"

    def take_cursor(self) -> None:
        """One reads a card before one writes in it."""
        self.middle.list.setFocus()

    def hear(self, changes: Changes) -> None:
        for page in self._made():
            if isinstance(page, ContactMiddle | PeoplePage | OpportunitiesPage):
                page.take_news(changes)

    def _made(self) -> list[ContactPage]:
        """The pages of the middle that are there already."""
        pages = [part.widget for part in self._pages.values()]
        return [page for page in (self._middle.widget, *pages) if page is not None]

    @property
    def view(self) -> ContactView:
        assert self.shown is not None  # noqa: S101 - asked by what is shown
        return self.shown.view

    # -- its parts ----------------------------------------------------------------------------------------

    @property
    def head(self) -> ContactHead:
        return self.need(self._head)

    @property
    def form(self) -> ContactForm:
        return self.need(self._form)

    @property
    def middle(self) -> ContactMiddle:
        return self.need(self._middle)

    @property
    def side(self) -> ContactSide:
        return self.need(self._side)

    def page(self, key: str) -> ContactPage:
        """One of PAGES, shown."""
        self.columns.show_page(key)
        return self.need(self._pages[key])

    def _make_head(self) -> ContactHead:
        made = ContactHead(self.place, currency(self.place.desk), self.columns.head)
        made.call_button.lead_to(self.make_call)
        made.new.clicked.connect(self.opportunity_for_contact)
        made.more.clicked.connect(self._show_menu)
        made.opened.connect(self._open)
        return made

    def _open(self, table: str, what: object) -> None:
        """A record, or a page of this card."""
        if (table, what) == ("page", TIMELINE):
            self.columns.show_middle()
            self.middle.timeline.setFocus()
        elif table == "page":
            self.page(str(what))
        elif isinstance(what, int):
            self.place.open_record(table, what)

    def _make_form(self) -> ContactForm:
        made = ContactForm(self.place, self.columns.form)
        self.watch(made)
        return made

    def _make_middle(self) -> ContactMiddle:
        made = ContactMiddle(self.place, self._kind(), currency(self.place.desk), self.columns.middle)
        made.wanted.connect(self.opportunity_for_contact)
        made.all_wanted.connect(lambda: self.page("opportunities"))
        made.interaction_wanted.connect(self.create_interaction)
        made.opened.connect(self._open)
        return made

    def _make_side(self) -> ContactSide:
        made = ContactSide(self.place, self.columns.side)
        made.opened.connect(self._open)
        made.person_wanted.connect(self.new_person)
        return made

    def _page_part(self, key: str) -> Part[Shown, ContactPage]:
        return Part(
            lambda: self._make_page(key),
            lambda page, shown: page.show_contact(shown),
            lambda: self.columns.tabs.current() == key,
        )

    def _make_page(self, key: str) -> ContactPage:
        place, parent = self.place, self.columns.page(key)
        made: ContactPage
        if key == "people":
            made = PeoplePage(place, parent, self.new_person)
        elif key == "opportunities":
            made = OpportunitiesPage(place, parent, currency(place.desk), self._kind())
            made.wanted.connect(self.opportunity_for_contact)
        else:
            made = _PLAIN[key](place, parent)
        made.opened.connect(self._open)
        return made

    def _kind(self) -> ContactType:
        return ContactType(self.view.values["type"])

    def _show_middle(self, middle: ContactMiddle, shown: Shown) -> None:
        """Another type lists its opportunities and people in another way."""
        if middle.kind is self._kind():
            middle.show_contact(shown)
            return
        for page in self._made():
            page.hide()
            page.deleteLater()
        self._middle.widget = None
        for part in self._pages.values():
            part.widget = None
        self.need(self._middle)

    # -- actions ------------------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        """What holds of the contact, in the words of `ActionSpec.needs`."""
        has_company = self.shown is not None and self.view.values["company"] is not None
        return frozenset({"record", "records", "contact"} | ({"company"} if has_company else set()))

    def selected(self) -> tuple[int, ...]:
        return (self.record,)

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.actions_here.fill_menu(menu, "contact")
        menu.addSeparator()
        for name in ("opportunity.add-task", "opportunity.add-note", "edit.delete"):
            menu.addAction(self.actions_here.action(name))
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    def opportunity_for_contact(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - when it is wanted

        open_create(self.place, self, contact=self.record)

    def new_opportunity(self) -> None:
        """Ctrl+N on a card means this contact."""
        self.opportunity_for_contact()

    def new_person(self) -> None:
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415

        company = self.view.values["company"] if self.shown is not None else None
        if isinstance(company, Ref):
            open_new(self.place, self, company=company)

    def add_task(self) -> None:
        self.side.add_task()

    def add_note(self) -> None:
        self.side.add_note()

    def write_mail(self) -> None:
        self.head.mail_button.reach()

    def asks_from(self) -> QWidget:
        return self

    def show_part(self, table: str, record: int) -> None:
        """Bring one of its tasks or notes into view: it was found elsewhere."""

        def bring() -> None:
            self.columns.show_side()
            self.columns.bring(self.side.part(table, record))

        if table in ("task", "comment"):
            self.when_ready(bring)
