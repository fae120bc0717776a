"""The card of a company or person: how to reach it, its fields, its opportunities, tasks, people and notes."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services.contact_views import ContactView
from oppdesk.services.desk import Desk
from oppdesk.ui import contact_handlers
from oppdesk.ui.cards.card import Card, Part
from oppdesk.ui.cards.contact_form import ContactForm
from oppdesk.ui.cards.contact_head import ContactHead
from oppdesk.ui.cards.contact_middle import ContactMiddle
from oppdesk.ui.cards.contact_side import ContactSide
from oppdesk.ui.lookup import read_names
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.workplace import Workplace

FORM, SIDE = 51, 43  # u
LEAST = QSize(80, 16)  # u, of the columns


class ContactCard(Card[ContactView]):
    """Fields are saved when they are left, nothing is asked at the end."""

    table = "contact"
    concerns = ("contact", "opportunity", "task", "comment", "salesperson", "company_info")

    def __init__(self, place: Workplace, contact: int) -> None:
        tabs = (_("Opportunities"), _("Tasks, people and notes"))
        super().__init__(place, contact, tabs, (FORM, SIDE), LEAST)
        self._head = Part(self._make_head, ContactHead.show_view)
        self._form = Part(self._make_form, ContactForm.show_view)
        self._middle = Part(self._make_middle, self._show_middle)
        self._side = Part(self._make_side, ContactSide.show_view, self.columns.shows_side)
        self.parts = (self._head, self._form, self._middle, self._side)
        self.begin(self._form)

    @staticmethod
    def read(desk: Desk, record: int) -> ContactView:
        view = desk.contacts.view(record)
        read_names(desk.setup, CONTACT, view.values)
        currency(desk)
        return view

    def title(self, shown: ContactView) -> str:
        return f"{shown.number}  {shown.name}"

    def take_cursor(self) -> None:
        """One reads a card before one writes in it."""
        self.middle.list.setFocus()

    def hear(self, changes: Changes) -> None:
        if self._middle.widget is not None:
            self._middle.widget.take_news(changes)

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

    def _make_head(self) -> ContactHead:
        made = ContactHead(self.place, currency(self.place.desk), self.columns.head)
        made.new.clicked.connect(self.opportunity_for_contact)
        made.more.clicked.connect(self._show_menu)
        made.opened.connect(self.place.open_record)
        return made

    def _make_form(self) -> ContactForm:
        made = ContactForm(self.place, self.columns.form)
        self.watch(made)
        return made

    def _make_middle(self) -> ContactMiddle:
        money = currency(self.place.desk)
        made = ContactMiddle(self.place, self.record, self._kind(), money, self.columns.middle)
        made.opportunity_wanted.connect(self.opportunity_for_contact)
        made.opened.connect(self.place.open_record)
        return made

    def _make_side(self) -> ContactSide:
        made = ContactSide(self.place, self.columns.side)
        made.opened.connect(self.place.open_record)
        made.person_wanted.connect(self.new_person)
        return made

    def _kind(self) -> ContactType:
        assert self.shown is not None  # noqa: S101 - no part is made before there is something to show
        return ContactType(self.shown.values["type"])

    def _show_middle(self, middle: ContactMiddle, view: ContactView) -> None:
        """Another type lists its opportunities in another way."""
        if middle.kind is self._kind():
            middle.show_view(view)
            return
        self._middle.widget = None
        middle.hide()
        middle.deleteLater()
        self.need(self._middle)

    # -- actions ------------------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        """What holds of the contact, in the words of `ActionSpec.needs`."""
        has_company = self.shown is not None and self.shown.values["company"] is not None
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

        company = self.shown.values["company"] if self.shown is not None else None
        if isinstance(company, Ref):
            open_new(self.place, self, company=company)

    def add_task(self) -> None:
        self.side.add_task()

    def add_note(self) -> None:
        self.side.add_note()

    def call(self) -> None:
        self.head.call_button.reach()

    def write_mail(self) -> None:
        self.head.mail_button.reach()

    def change_type(self) -> None:
        if self.shown is not None:
            contact_handlers.change_type(self.place, self, self.shown)

    def show_part(self, table: str, record: int) -> None:
        """Bring one of its tasks or notes into view: it was found elsewhere."""

        def bring() -> None:
            self.columns.show_side()
            self.columns.bring(self.side.part(table, record))

        if table in ("task", "comment"):
            self.when_ready(bring)

    def delete(self) -> None:
        contact_handlers.remove(self.place, self, (self.record,))
