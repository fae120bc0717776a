"""Opportunities: the views of the day as tabs, a list or a board of them, and beside it where the chosen one stands."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Field
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import Status
from oppdesk.i18n import N_, _
from oppdesk.ui import metrics, opportunity_cells
from oppdesk.ui.dialogs.create_opportunity import open_create
from oppdesk.ui.filter_bar import FilterBar
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_cells import Looks, Row
from oppdesk.ui.opportunity_handlers import OpportunityHandlers, delete, status_words
from oppdesk.ui.opportunity_words import currency, sums_words
from oppdesk.ui.pages.head import FilterField, PageHead
from oppdesk.ui.pages.opportunity_board import OpportunityBoard
from oppdesk.ui.pages.opportunity_pane import OpportunityPane
from oppdesk.ui.pages.opportunity_tabs import OpportunityTabs
from oppdesk.ui.pages.opportunity_views import VIEWS, OpportunityView, special_words
from oppdesk.ui.pages.page import Page
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.workplace import Workplace

TABLE, PANE = "opportunity", 42  # u
LIST, BOARD = "list", "board"
MOST_SUMMED = 5_000  # selected rows; above it the sums are those of the list
NOT_FILTERED = frozenset({"days_in_stage", "next_step", "next_step_on"})  # made when shown
SINCE = Field("stage_since", N_("In its stage"), read_only=True)


class OpportunitiesPage(Page, OpportunityHandlers):
    title = N_("Opportunities")
    icon = "target"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._looks = Looks.of(place.desk, place.form)
        self._may_reopen = bool(place.desk.setup.single("marketing_setup")["may_reopen"])
        self._view: OpportunityView = VIEWS[0]
        self._is_changed = False  # its filters are not those of the view any more
        self._empty: EmptyState | None = None
        self._money = currency(place.desk)
        self._make()
        self._lay_out()
        self._connect()
        self._take_view(self._view)
        self.tabs.count()
        self.setFocusProxy(self.list)

    def _make(self) -> None:
        place = self.place
        self._head = PageHead(_(self.title))
        self.switch = SegmentedSwitch(((LIST, _("List"), "rows-3"), (BOARD, _("Board"), "square-kanban")))
        self._columns = buttons.icon_button("columns-3", _("Columns"))
        self._head.add(self.switch, self._columns)
        self.tabs = OpportunityTabs(place)
        fields = [field for name, field in place.desk.lists.fields(TABLE).items() if name not in NOT_FILTERED]
        self.bar = FilterBar(place, fields, (SINCE,), lambda: special_words(place.desk))
        columns = opportunity_cells.columns(place, lambda: self._looks)
        model = RecordTableModel(place.desk.lists, TABLE, columns, place.jobs)
        model.watch("task", "sales_cycle_stage", "company_info")
        self.list = RecordList(place, model, TABLE)
        self.board = OpportunityBoard(place, self, lambda: self._looks)
        self.pane = OpportunityPane(place, self)

    def _lay_out(self) -> None:
        narrowed = QHBoxLayout()
        narrowed.setContentsMargins(px(metrics.PAGE_MARGIN), px(1), px(metrics.PAGE_MARGIN), px(1))
        narrowed.setSpacing(px(1))
        narrowed.addWidget(self.board.chooser, 0, Qt.AlignmentFlag.AlignTop)
        narrowed.addWidget(self.bar, 1)
        narrowed.addWidget(self.board.order, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.board)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(narrowed)
        column.addWidget(self._stack, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setHandleWidth(metrics.HAIRLINE)
        self._split.setSizes([px(100), px(PANE)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(self.tabs)
        whole.addWidget(Hairline())
        whole.addWidget(self._split, 1)

    def _connect(self) -> None:
        self._head.filter.asked.connect(lambda _words: self._ask())
        self._head.filter.left.connect(self._focus_rows)
        self.tabs.chosen.connect(self._take_view)
        self.tabs.save_wanted.connect(self._save_view)
        self.bar.changed.connect(self._take_chips)
        self.switch.changed.connect(lambda way: self._show_way(str(way)))
        self._columns.clicked.connect(self._choose_columns)
        self.list.letters_typed.connect(self._head.filter.take_letters)
        self.list.record_opened.connect(lambda record: self.place.open_record(TABLE, record))
        self.list.selection_settled.connect(self._selection_settled)
        self.list.menu_wanted.connect(self.menu_wanted)
        self.list.records.counted.connect(lambda _count: self._selection_settled())
        self.list.records.edited.connect(self._write_cell)
        self.board.selected.connect(lambda _card: self._selection_settled())
        self.board.menu_wanted.connect(self.menu_wanted)
        self.place.preferences.changed.connect(self._take_preferences)
        self._take_preferences()

    # -- what is listed -----------------------------------------------------------------------------------

    def show_view(self, key: str) -> None:
        """A view by its key, for links from elsewhere."""
        self._take_view(self.tabs.view(key))

    def _take_view(self, view: OpportunityView) -> None:
        self._view = view
        self.tabs.show_current(view.key)
        self.bar.set_filters(view.filters(self.place.desk))
        self._tell_changed(is_changed=False)
        self._ask(view.orders)

    def _tell_changed(self, *, is_changed: bool) -> None:
        self._is_changed = is_changed
        self.tabs.offer_saving(is_changed=is_changed)

    def _save_view(self, name: str) -> None:
        self._take_view(self.tabs.save(name, self.bar.filters()))

    def _take_chips(self) -> None:
        self._tell_changed(is_changed=True)
        self._ask()

    def show_filters(self, filters: tuple[Filter, ...]) -> None:
        """Everything that meets these, for links from elsewhere."""
        self._view = self.tabs.view("all")
        self.tabs.show_current("all")
        self.bar.set_filters(filters)
        self._tell_changed(is_changed=True)
        self._ask(self._view.orders)

    def query(self) -> Query:
        """What is shown now, without its order."""
        return Query(self.bar.filters(), text=self._head.filter.text().strip())

    def _ask(self, orders: tuple[Order, ...] | None = None) -> None:
        """List what view, chips and words say."""
        query = self.query()
        kept = self.list.records.query.orders if orders is None else orders
        self._say_empty(query.text)
        self.list.set_query(Query(query.filters, kept, query.text))
        self.board.set_query(query)

    def _say_empty(self, words: str) -> None:
        new = buttons.button(_("New opportunity"), "plus")
        new.clicked.connect(self.new_opportunity)
        title, line = _(self._view.empty[0]), _(self._view.empty[1])
        more: list[QPushButton] = []
        if words:
            title, line = _("No opportunity found"), _("Nothing fits “{text}”.").format(text=words)
        if words or self.bar.filters():
            everything = buttons.button(_("Show all"))
            everything.clicked.connect(self._show_all)
            more.append(everything)
        elif not self.place.desk.samples.present():
            samples = buttons.button(_("Add sample data"), "flask-conical")
            samples.clicked.connect(lambda: self.place.run("tools.add-samples"))
            more.append(samples)
        self._empty = EmptyState("target", title, line, new, *more)
        self.list.set_empty(self._empty)

    def filter_field(self) -> FilterField:
        """Where one types what the list is searched for."""
        return self._head.filter

    def empty_words(self) -> str:
        """What stands in place of rows when there are none."""
        return self._empty.accessibleName() if self._empty and not self.list.records.rowCount() else ""

    def _show_all(self) -> None:
        self._head.filter.set_words("")
        self.show_view("all")
        self._focus_rows()

    # -- list or board ------------------------------------------------------------------------------------

    def show_list(self) -> None:
        self.switch.set_current(LIST)
        self._show_way(LIST)

    def show_board(self) -> None:
        self.switch.set_current(BOARD)
        self._show_way(BOARD)

    def is_board(self) -> bool:
        return self._stack.currentWidget() is self.board

    def _show_way(self, way: str) -> None:
        chosen = self.opportunity()
        self._stack.setCurrentWidget(self.board if way == BOARD else self.list)
        self._columns.setVisible(way == LIST)
        for each in (self.board.order, self.board.chooser):
            each.setVisible(way == BOARD)
        self._take_preferences()
        if way == BOARD:
            self.board.show_cycle_of(chosen)
            self.board.select(chosen)
        elif chosen is not None:
            self.list.select([chosen])
        self._focus_rows()
        self._selection_settled()

    def _focus_rows(self) -> None:
        (self.board if self.is_board() else self.list).setFocus()

    def _choose_columns(self) -> None:
        self.list.columns_menu().popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _take_preferences(self) -> None:
        self.pane.setVisible(self.place.preferences.now.details and not self.is_board())

    # -- what the frame asks ------------------------------------------------------------------------------

    def selected(self) -> tuple[int, ...]:
        if self.is_board():
            card = self.board.selected_card()
            return () if card is None else (card,)
        return self.list.selected_ids()

    def selected_count(self) -> int:
        return len(self.selected()) if self.is_board() else self.list.selected_count()

    def opportunity(self) -> int | None:
        if self.is_board():
            return self.board.selected_card()
        return self.list.current_id() if self.list.selected_count() else None

    def words(self) -> frozenset[str]:
        found = super().words()
        row = self._row() if "record" in found else None
        status = Status(row["status"]) if row is not None else None
        return found | status_words(status, may_reopen=self._may_reopen)

    def _row(self) -> Row | None:
        """The values of the chosen one; those of the list are at hand."""
        if not self.is_board():
            at = self.list.currentIndex().row()
            return self.list.records.row(at) if 0 <= at < self.list.records.rowCount() else None
        chosen = self.board.selected_card()
        rows = self.place.desk.lists.rows(TABLE, [chosen]) if chosen is not None else []
        return rows[0] if rows else None

    def keys_from(self) -> QWidget:
        return self.list

    def take_news(self, changes: Changes) -> None:
        if changes.touches("marketing_setup", "company_info"):
            self._looks = Looks.of(self.place.desk, self.place.form)
            self._may_reopen = bool(self.place.desk.setup.single("marketing_setup")["may_reopen"])
        self.list.records.refresh(changes)
        self.pane.take_news(changes)
        self.board.take_news(changes)
        if changes.touches(TABLE):
            self.tabs.count()
            self.tell_status()

    def refresh(self) -> None:
        """Another day, or F5: views of a day begin anew."""
        self._looks = Looks.of(self.place.desk, self.place.form)
        filters = self._view.filters(self.place.desk)
        if not self._is_changed and filters != self.bar.filters():
            self.bar.set_filters(filters)
            self._ask()
        self.list.records.refresh()
        self.pane.refresh()
        self.board.refresh()
        self.tabs.count()

    def _selection_settled(self) -> None:
        self.pane.show_opportunity(self.opportunity())
        self.tell_status()
        self.selection_changed.emit()

    def tell_status(self) -> None:
        """Count and sums of the selection when it is more than one row, else of the list."""
        selected = self.selected_count()
        is_part = 1 < selected <= MOST_SUMMED and selected < self.list.records.rowCount()
        chosen = self.selected() if is_part else ()
        query = self.query()
        if chosen:
            query = Query((Filter("id", Op.AMONG, chosen),))
        elif self.is_board():
            query = self.board.query()
        lists = self.place.desk.lists

        def show(sums: list[int]) -> None:
            every = self.list.records.rowCount() if not self.is_board() else sums[0]
            self.status.emit(sums_words(self.place.form, self._money, every, selected, sums))

        self.place.jobs.read(
            lambda: lists.sums(TABLE, query, ("estimated_value", "current_value")),
            show,
            f"opportunity sums {id(self)}",
        )

    # -- actions ------------------------------------------------------------------------------------------

    def asks_from(self) -> QWidget:
        return self.window()

    def remark(self, sentence: str) -> None:
        self.remarked.emit(sentence)

    def open(self) -> None:
        chosen = self.opportunity()
        if chosen is not None:
            self.place.open_record(TABLE, chosen)

    def filter(self) -> None:
        self._head.filter.take_focus()

    def details_pane(self) -> None:
        self.place.preferences.change(details=not self.place.preferences.now.details)

    def delete(self) -> None:
        delete(self.place, self.asks_from(), self.selected())

    def new_opportunity(self) -> None:
        """From a list of one contact or of another salesperson, that one is filled in and locked (R-CRE-03)."""
        me = self.place.desk.context.salesperson
        given = {
            term.field: term.value
            for term in self.bar.filters()
            if term.op is Op.IS and term.field in ("contact", "salesperson") and term.value != me
        }
        contact, salesperson = given.get("contact"), given.get("salesperson")
        dialog = open_create(
            self.place,
            self.asks_from(),
            contact=contact if isinstance(contact, int) else None,
            salesperson=salesperson if isinstance(salesperson, int) else None,
        )
        dialog.created.connect(self._go_to)

    def _go_to(self, opportunity: int) -> None:
        """Show what was just made, even if the present view would hide it."""
        if self.is_board():
            self.board.select(opportunity)
        elif not self.list.select([opportunity]):
            self._show_all()
            self.list.select([opportunity])
        self._focus_rows()

    def _write_cell(self, opportunity: int, field: str, value: object) -> None:
        """What was typed in place."""
        fields = self.place.desk.opportunity_fields
        self.place.jobs.run(
            _("Change opportunity"), lambda _progress: fields.change(opportunity, field, value)
        )
