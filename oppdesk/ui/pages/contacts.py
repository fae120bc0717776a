"""Contacts: companies with their people, found by a few letters, and beside them all that helps to reach one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.query import Query
from oppdesk.domain.records import CONTACT, LINKS
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui.contact_acts import ContactActs
from oppdesk.ui.contact_columns import INDENTED, TABLE, VIEWS, columns, is_by_company
from oppdesk.ui.contact_output import ContactOutput
from oppdesk.ui.editable_table import CellRun
from oppdesk.ui.list_rows import ListColumn
from oppdesk.ui.pages.contact_pane import ContactPane
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.widgets import buttons

if TYPE_CHECKING:
    from oppdesk.ui.dialogs.contact import NewContact


class ContactsPage(ListPage, ContactActs, ContactOutput):
    title = N_("Contacts")
    icon = "contact"
    table = TABLE
    views = VIEWS
    groups = ("company", "salesperson", "country", "city", "territory", "type")
    unfiltered = frozenset(field.name for field in CONTACT if field.kind is Kind.COUNT)  # counted when shown
    watched = ("opportunity", *(f"contact_{field.name}" for field in LINKS["contact"]))

    # -- what a list says of itself -----------------------------------------------------------------------

    def _make(self) -> None:
        super()._make()
        self.list.write = self._written

    def _connect(self) -> None:
        super()._connect()
        self.pane.opened.connect(self.place.open_record)
        self.pane.call_button.lead_to(self.make_call)

    def columns(self) -> Sequence[ListColumn]:
        return columns(self.place, self._is_indented)

    def _is_indented(self) -> bool:
        return self.view.key in INDENTED and is_by_company(self.list.records.query)

    def make_pane(self) -> QWidget:
        self.pane = ContactPane(self.place)
        return self.pane

    def show_beside(self, record: int | None) -> None:
        self.pane.show_record(record)

    def empty(self, words: str) -> tuple[str, str]:
        title, line = super().empty(words)
        return (_("No contact found"), line) if words else (title, line)

    def empty_buttons(self) -> list[QPushButton]:
        new = buttons.button(_("New contact"), "user-plus")
        new.clicked.connect(self.new_contact)
        more = buttons.button(_("Import contacts…"), "file-input")
        more.clicked.connect(lambda: self.place.run("file.import-records:contact"))
        return [new, more]

    def status_words(self, every: int, selected: int, sums: Sequence[int]) -> str:  # noqa: ARG002 - nothing is added up
        whole = self.place.form.whole
        words = ngettext("{count} contact", "{count} contacts", every).format(count=whole(every))
        if selected > 1:
            chosen = ngettext("{count} selected", "{count} selected", selected)
            words += " · " + chosen.format(count=whole(selected))
        return words

    # -- what the frame asks ------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        found = super().words()
        row = self.row()
        if "record" not in found or row is None:
            return found
        return found | ({"contact"} if row["company"] is None else {"contact", "company"})

    def take_news(self, changes: Changes) -> None:
        super().take_news(changes)
        if not changes.touches(self.table) and changes.touches(*self.watched[1:]):
            self.tabs.count()  # views ask for groups and relations
        self.pane.take_news(changes)

    def refresh(self) -> None:
        super().refresh()
        self.pane.refresh()

    # -- actions ------------------------------------------------------------------------------------------

    def new_contact(self) -> None:
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415 - imported when it is wanted

        kind = ContactType.PERSON if self.view.key == "people" else ContactType.COMPANY
        name = self.filter_field().text().strip() if not self.list.records.count else ""
        open_new(self.place, self.window(), kind=kind, name=name, then=self._go_to_new)

    def _go_to_new(self, dialog: "NewContact") -> None:
        dialog.created.connect(self.go_to)

    def new_person(self) -> None:
        """Someone of the company that is selected, or of the company of the person."""
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415

        row = self.row()
        company = row["company"] if row is not None else None
        if isinstance(company, Ref):
            open_new(self.place, self.window(), company=company, then=self._go_to_new)

    def opportunity_for_contact(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415

        for contact in self.selected()[:1]:
            open_create(self.place, self.window(), contact=contact)

    def add_note(self) -> None:
        self.pane.add_note()

    def add_task(self) -> None:
        self.pane.add_task()

    def write_mail(self) -> None:
        self.pane.write_mail()

    def add_to_group(self) -> None:
        """All that are selected."""
        from oppdesk.ui.dialogs.assign_group import open_assign  # noqa: PLC0415

        open_assign(self.place, self.window(), self.selected())

    def remove_from_group(self) -> None:
        from oppdesk.ui.dialogs.assign_group import open_unassign  # noqa: PLC0415

        open_unassign(self.place, self.window(), self.selected())

    def listed(self) -> Query:
        return self.list.records.query

    def in_order(self) -> Sequence[int]:
        return self._chosen()

    def _written(self, contact: int, field: str, value: object, run: CellRun) -> None:
        """What was typed in place, with all that follows from it."""
        contacts = self.place.desk.contacts
        plain = value.id if isinstance(value, Ref) else value
        run(_("Change contact"), lambda _progress: contacts.change(contact, {field: plain}))
