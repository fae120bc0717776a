"""The card of a company or person: how to reach it, its fields, its opportunities, tasks, people and notes."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import contact_handlers
from oppdesk.ui.actions import card_actions
from oppdesk.ui.cards.columns import CardColumns
from oppdesk.ui.cards.contact_form import ContactForm
from oppdesk.ui.cards.contact_head import ContactHead
from oppdesk.ui.cards.contact_middle import ContactMiddle
from oppdesk.ui.cards.contact_side import ContactSide
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import currency
from oppdesk.ui.workplace import Workplace

WIDTH, HEIGHT = 180, 112  # u
FORM, SIDE = 51, 43  # u
LEAST = QSize(100, 0)  # u, of the columns
CONCERNS = ("contact", "opportunity", "task", "comment", "salesperson", "company_info")


class ContactCard(QMainWindow):
    """NotThereError when there is no such contact. Fields are saved when they are left, nothing is asked at the end."""

    def __init__(self, place: Workplace, contact: int) -> None:
        super().__init__()
        self.place = place
        self.contact = contact
        self._view = place.desk.contacts.view(contact)
        self._closing = False
        self._warned = False
        self._has_begun = False
        self._money = currency(place.desk)
        self._make()
        self.actions_here = card_actions(self, place.run)
        self._connect()
        self._show(self._view)
        room = self.screen().availableGeometry()
        self.resize(min(px(WIDTH), room.width() - px(4)), min(px(HEIGHT), room.height() - px(6)))

    def _make(self) -> None:
        place, tabs = self.place, (_("Opportunities"), _("Tasks, people and notes"))
        self.columns = CardColumns(self, tabs, (FORM, SIDE, WIDTH), LEAST)
        self.head = ContactHead(place, self._money, self.columns.head)
        self.form = ContactForm(place, self.columns.form)
        self.middle = self._middle()
        self.side = ContactSide(place, self.columns.side)
        for part in (self.head, self.form, self.middle, self.side):
            self.columns.put(part)

    def _middle(self) -> ContactMiddle:
        kind = ContactType(self._view.values["type"])
        return ContactMiddle(self.place, self.contact, kind, self._money, self.columns.middle)

    def _connect(self) -> None:
        self.head.new.clicked.connect(self.opportunity_for_contact)
        self.head.more.clicked.connect(self._show_menu)
        self.middle.opportunity_wanted.connect(self.opportunity_for_contact)
        for part in (self.head, self.middle, self.side):
            part.opened.connect(self.place.open_record)
        self.side.person_wanted.connect(self.new_person)
        self.form.faults_changed.connect(self._tell_faults)
        self.form.saved.connect(self.columns.tell_saved)
        self.form.settled.connect(self._settled)
        self.place.hub.changed.connect(self._take_news)
        self.place.hub.day_changed.connect(self._read)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)

    # -- showing ------------------------------------------------------------------------------------------

    def _take_news(self, changes: Changes) -> None:
        if (("contact", self.contact)) in changes.removed:
            self._closing = True
            self.close()
        elif changes.touches(*CONCERNS):
            self.middle.take_news(changes)
            self._read()

    def _read(self) -> None:
        contacts, contact = self.place.desk.contacts, self.contact
        self.place.jobs.read(
            lambda: contacts.view(contact), self._show, f"contact card {id(self)}", failed=self._gone
        )

    def _gone(self, _error: UserError) -> None:
        self._closing = True
        self.close()

    def _show(self, view: ContactView) -> None:
        was_person, self._view = self._view.is_person, view
        self.setWindowTitle(f"{view.number}  {view.name} – OppDesk")
        self.head.show_view(view)
        self.form.show_view(view)
        if was_person != view.is_person:
            self._replace_middle()
        self.middle.show_view(view)
        self.side.show_view(view)
        self.actions_here.update()
        self.columns.fit()

    def _replace_middle(self) -> None:
        """Another type lists its opportunities in another way."""
        old = self.middle
        self.middle = self._middle()
        self.middle.opportunity_wanted.connect(self.opportunity_for_contact)
        self.middle.opened.connect(self.place.open_record)
        self.columns.put(self.middle)
        old.hide()
        old.deleteLater()

    def _tell_faults(self) -> None:
        self.columns.tell_unsaved(self.form.unsaved())
        self._warned = False

    def _settled(self) -> None:
        self._tell_faults()
        if self._closing:
            self._closing = False
            self.close()

    # -- fitting ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """One reads a card before one writes in it."""
        super().showEvent(event)
        if not self._has_begun:
            self._has_begun = True
            self.middle.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    # -- actions ------------------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        """What holds of the contact, in the words of `ActionSpec.needs`."""
        found = {"record", "records", "contact"}
        return frozenset(found if self._view.values["company"] is None else found | {"company"})

    def selected(self) -> tuple[int, ...]:
        return (self.contact,)

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

        open_create(self.place, self, contact=self.contact)

    def new_opportunity(self) -> None:
        """Ctrl+N on a card means this contact."""
        self.opportunity_for_contact()

    def new_person(self) -> None:
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415

        company = self._view.values["company"]
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
        contact_handlers.change_type(self.place, self, self._view)

    def show_part(self, table: str, record: int) -> None:
        """Bring one of its tasks or notes into view: it was found elsewhere."""
        if table in ("task", "comment"):
            self.columns.show_side()
            self.columns.bring(self.side.part(table, record))

    def delete(self) -> None:
        contact_handlers.remove(self.place, self, (self.contact,))

    # -- closing ------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is saved first; a field that is wrong holds the window back once."""
        is_right = self.form.settle()
        if self.form.is_saving and not self._closing:
            self._closing = True
            event.ignore()
        elif not is_right and not self._warned and not self._closing:
            self._tell_faults()
            self._warned = True
            event.ignore()
        else:
            super().closeEvent(event)
