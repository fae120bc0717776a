"""Contacts: companies with their people, found by a few letters, and beside them all that helps to reach one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import contact_handlers, metrics
from oppdesk.ui.contact_columns import TABLE, Tab, columns, is_by_company, tabs
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.contact_pane import ContactPane
from oppdesk.ui.pages.head import PageHead
from oppdesk.ui.pages.page import Page
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel, Row
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs
from oppdesk.ui.workplace import Workplace

PANE = 42  # u


class ContactsPage(Page):
    title = N_("Contacts")
    icon = "contact"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._tabs = {tab.key: tab for tab in tabs(place.desk.context.salesperson)}
        self._tab: Tab = self._tabs.get("mine", self._tabs["all"])
        self._head = PageHead(_(self.title))
        self._columns = buttons.icon_button("columns-3", _("Columns"))
        self._head.add(self._columns)
        self.tabs = ViewTabs()
        self.tabs.set_views([View(tab.key, _(tab.text)) for tab in self._tabs.values()])
        self.tabs.set_current(self._tab.key)
        model = RecordTableModel(place.desk.lists, TABLE, columns(place, self._is_indented), place.jobs)
        model.watch("opportunity")
        self.list = RecordList(place, model, TABLE)
        self.pane = ContactPane(place)
        self._lay_out()
        self._connect()
        self._show()
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(px(metrics.PAGE_MARGIN - BLEED), 0, px(metrics.PAGE_MARGIN), 0)
        row.addWidget(self.tabs, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        column.addWidget(self.list, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(metrics.HAIRLINE)
        self._split.addWidget(left)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([px(100), px(PANE)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self._split, 1)

    def _connect(self) -> None:
        self._head.filter.asked.connect(lambda _words: self._show())
        self._head.filter.left.connect(self.list.setFocus)
        self.tabs.chosen.connect(self._choose_tab)
        self.list.letters_typed.connect(self._head.filter.take_letters)
        self.list.record_opened.connect(lambda contact: self.place.open_record(TABLE, contact))
        self.list.selection_settled.connect(self._selection_settled)
        self.list.menu_wanted.connect(self.menu_wanted)
        self.list.records.counted.connect(lambda _count: self._selection_settled())
        self._columns.clicked.connect(self._choose_columns)
        self.pane.opened.connect(self.place.open_record)
        self.place.preferences.changed.connect(self._take_preferences)
        self._take_preferences()

    # -- what is listed -----------------------------------------------------------------------------------

    def _is_indented(self) -> bool:
        return self._tab.indents and is_by_company(self.list.records.query)

    def _choose_tab(self, key: object) -> None:
        self._tab = self._tabs[str(key)]
        self._show()

    def _show(self) -> None:
        """The list of the tab, narrowed by what is typed in the head."""
        words, orders = self._head.filter.text().strip(), self.list.records.query.orders
        self._say_empty(words)
        self.list.set_query(Query(self._tab.filters, orders, words))
        self._count_tabs()

    def _say_empty(self, words: str) -> None:
        """What an empty list means, and what to do next."""
        if words:
            everywhere = buttons.button(_("Look in all contacts"))
            everywhere.clicked.connect(self._look_everywhere)
            everywhere.setVisible(self._tab.key != "all")
            new = buttons.button(_("New contact"), "user-plus")
            new.clicked.connect(self.new_contact)
            state = EmptyState(
                "search",
                _("No contact found"),
                _("Nothing fits “{text}”.").format(text=words),
                everywhere,
                new,
            )
        else:
            new = buttons.button(_("New contact"), "user-plus", "primary")
            new.clicked.connect(self.new_contact)
            bring = buttons.button(_("Import contacts…"), "file-input")
            bring.clicked.connect(lambda: self.place.run("file.import-records:contact"))
            state = EmptyState(
                "contact",
                _("No contacts here yet"),
                _("Companies and the people in them: whom opportunities are about."),
                new,
                bring,
            )
        self.list.set_empty(state)

    def _look_everywhere(self) -> None:
        self.tabs.set_current("all")
        self._choose_tab("all")
        self.list.setFocus()

    def _count_tabs(self) -> None:
        lists, every = self.place.desk.lists, list(self._tabs.values())

        def count() -> list[int]:
            return [lists.count(TABLE, Query(tab.filters)) for tab in every]

        def show(counts: list[int]) -> None:
            for tab, number in zip(every, counts, strict=True):
                self.tabs.set_count(tab.key, self.place.form.whole(number))

        self.place.jobs.read(count, show, f"contact tabs {id(self)}")

    def _choose_columns(self) -> None:
        self.list.columns_menu().popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _take_preferences(self) -> None:
        self.pane.setVisible(self.place.preferences.now.details)

    # -- what the frame asks ------------------------------------------------------------------------------

    def selected(self) -> tuple[int, ...]:
        return self.list.selected_ids()

    def selected_count(self) -> int:
        return self.list.selected_count()

    def words(self) -> frozenset[str]:
        found = super().words()
        row = self._row()
        if "record" not in found or row is None:
            return found
        return found | ({"contact"} if row["company"] is None else {"contact", "company"})

    def keys_from(self) -> QWidget:
        return self.list

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)
        self.pane.take_news(changes)
        if changes.touches(TABLE):
            self._count_tabs()

    def refresh(self) -> None:
        self.list.records.refresh()
        self.pane.refresh()
        self._count_tabs()

    def _row(self) -> Row | None:
        """The values of the current contact."""
        row = self.list.currentIndex().row()
        return self.list.records.row(row) if 0 <= row < self.list.records.rowCount() else None

    def _selection_settled(self) -> None:
        self.pane.show_contact(self.list.current_id() if self.list.selected_count() else None)
        self.tell_status()
        self.selection_changed.emit()

    def tell_status(self) -> None:
        count, chosen = self.list.records.rowCount(), self.list.selected_count()
        whole = self.place.form.whole
        words = ngettext("{count} contact", "{count} contacts", count).format(count=whole(count))
        if chosen > 1:
            words += " · " + ngettext("{count} selected", "{count} selected", chosen).format(
                count=whole(chosen)
            )
        self.status.emit(words)

    # -- actions ------------------------------------------------------------------------------------------

    def open(self) -> None:
        for contact in self.selected()[:1]:
            self.place.open_record(TABLE, contact)

    def filter(self) -> None:
        self._head.filter.take_focus()

    def details_pane(self) -> None:
        self.place.preferences.change(details=not self.place.preferences.now.details)

    def new_contact(self) -> None:
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415 - imported when it is wanted

        kind = ContactType.PERSON if self._tab.key == "people" else ContactType.COMPANY
        name = self._head.filter.text().strip() if not self.list.records.rowCount() else ""
        open_new(self.place, self.window(), kind=kind, name=name).created.connect(self._go_to)

    def new_person(self) -> None:
        """Someone of the company that is selected, or of the company of the person."""
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415

        row = self._row()
        company = row["company"] if row is not None else None
        if isinstance(company, Ref):
            dialog = open_new(self.place, self.window(), company=company)
            dialog.created.connect(self._go_to)

    def opportunity_for_contact(self) -> None:
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415

        for contact in self.selected()[:1]:
            open_create(self.place, self.window(), contact=contact)

    def add_note(self) -> None:
        self.pane.add_note()

    def add_task(self) -> None:
        self.pane.add_task()

    def call(self) -> None:
        self.pane.call()

    def write_mail(self) -> None:
        self.pane.write_mail()

    def change_type(self) -> None:
        for contact in self.selected()[:1]:
            contact_handlers.change_type(self.place, self.window(), self.place.desk.contacts.view(contact))

    def delete(self) -> None:
        contact_handlers.remove(self.place, self.window(), self.selected())

    def _go_to(self, contact: int) -> None:
        """Show what was just made, even if the present view would hide it."""
        if not self.list.select([contact]):
            self._head.filter.set_words("")
            self._look_everywhere()
            self.list.select([contact])
        self.list.setFocus()
