"""Contacts: companies with their people, found by a few letters, and beside them all that helps to reach one."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import contact_handlers, metrics
from oppdesk.ui.contact_columns import TABLE, Tab, columns, is_by_company, tabs
from oppdesk.ui.editors import editor
from oppdesk.ui.filter_bar import FilterBar
from oppdesk.ui.list_rows import Row
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.contact_pane import ContactPane
from oppdesk.ui.pages.head import PageHead
from oppdesk.ui.pages.page import Page
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs
from oppdesk.ui.workplace import Workplace

PANE = 42  # u
NOT_FILTERED = frozenset({"open_opportunities"})  # counted when shown


class ContactsPage(Page):
    title = N_("Contacts")
    icon = "contact"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._tabs: dict[str, Tab] = {}
        self._tab = Tab("all", "", ())
        self._head = PageHead(_(self.title))
        self._columns = buttons.icon_button("columns-3", _("Columns"))
        self._head.add(self._columns)
        self.tabs = ViewTabs()
        fields = [field for name, field in place.desk.lists.fields(TABLE).items() if name not in NOT_FILTERED]
        self.bar = FilterBar(place, fields, (), dict)
        model = RecordTableModel(place.desk.lists, TABLE, columns(place, self._is_indented), place.jobs)
        model.watch("opportunity")
        self.list = RecordList(place, model, TABLE)
        self.pane = ContactPane(place)
        self.list.delegate().make_editor = self._cell_editor
        self._lay_out()
        self._connect()
        self._make_tabs()
        self._take_tab("mine" if "mine" in self._tabs else "all")
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        views = QHBoxLayout()
        views.setContentsMargins(px(metrics.PAGE_MARGIN - BLEED), 0, px(metrics.PAGE_MARGIN), 0)
        views.addWidget(self.tabs, 1)
        narrowed = QHBoxLayout()
        narrowed.setContentsMargins(px(metrics.PAGE_MARGIN), px(1), px(metrics.PAGE_MARGIN), px(1))
        narrowed.addWidget(self.bar, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(narrowed)
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
        whole.addLayout(views)
        whole.addWidget(Hairline())
        whole.addWidget(self._split, 1)

    def _connect(self) -> None:
        self._head.filter.asked.connect(lambda _words: self._ask())
        self._head.filter.left.connect(self.list.setFocus)
        self.tabs.chosen.connect(lambda key: self._take_tab(str(key)))
        self.bar.changed.connect(self._ask)
        self.list.letters_typed.connect(self._head.filter.take_letters)
        self.list.record_opened.connect(lambda contact: self.place.open_record(TABLE, contact))
        self.list.selection_settled.connect(self._selection_settled)
        self.list.menu_wanted.connect(self.menu_wanted)
        self.list.records.edited.connect(self._write_cell)
        self.list.records.counted.connect(lambda _count: self._selection_settled())
        self._columns.clicked.connect(self._choose_columns)
        self.pane.opened.connect(self.place.open_record)
        self.place.preferences.changed.connect(self._take_preferences)
        self._take_preferences()

    # -- what is listed -----------------------------------------------------------------------------------

    def _is_indented(self) -> bool:
        return self._tab.indents and is_by_company(self.list.records.query)

    def _make_tabs(self) -> None:
        """Mine comes and goes with who sits before the screen."""
        self._tabs = {tab.key: tab for tab in tabs(self.place.desk.context.salesperson)}
        self.tabs.set_views([View(tab.key, _(tab.text)) for tab in self._tabs.values()])

    def show_view(self, key: str) -> None:
        """A view by its key, for links from elsewhere."""
        self._take_tab(key if key in self._tabs else "all")

    def _take_tab(self, key: str) -> None:
        self._tab = self._tabs[key]
        self.tabs.set_current(key)
        self.bar.set_filters(self._tab.filters)
        self._ask()

    def _ask(self) -> None:
        """List what tab, chips and words say."""
        words, orders = self._head.filter.text().strip(), self.list.records.query.orders
        self._say_empty(words)
        self.list.set_query(Query(self.bar.filters(), orders, words))
        self._count_tabs()

    def _say_empty(self, words: str) -> None:
        """What an empty list means, and what to do next."""
        new = buttons.button(_("New contact"), "user-plus")
        new.clicked.connect(self.new_contact)
        more = buttons.button(_("Show all"))
        more.clicked.connect(self._show_all)
        title, line = _("No contact found"), _("Nothing fits “{text}”.").format(text=words)
        if not words and self.bar.filters():
            title, line = _("No contacts in this view"), _("Another view or filter may show some.")
        elif not words:
            title = _("No contacts yet")
            line = _("Companies and the people in them: whom opportunities are about.")
            more = buttons.button(_("Import contacts…"), "file-input")
            more.clicked.connect(lambda: self.place.run("file.import-records:contact"))
        self.list.set_empty(EmptyState("contact", title, line, new, more))

    def _show_all(self) -> None:
        self._head.filter.set_words("")
        self._take_tab("all")
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
        """F5, another day, or somebody else before the screen."""
        self._make_tabs()
        if self._tab.key not in self._tabs:
            self._take_tab("all")
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
            self._show_all()
            self.list.select([contact])
        self.list.setFocus()

    # -- editing in place ---------------------------------------------------------------------------------

    def _cell_editor(self, index: QModelIndex | QPersistentModelIndex, _parent: QWidget) -> QWidget:
        field = self.place.desk.lists.fields(TABLE)[self.list.records.columns[index.column()].name]
        return editor(field, self.place)

    def _write_cell(self, contact: int, field: str, value: object) -> None:
        """What was typed in place, with all that follows from it."""
        contacts = self.place.desk.contacts
        self.place.jobs.run(
            _("Change contact"), lambda _progress: contacts.change(contact, {field: value or ""})
        )
