"""Opportunities: the views of the day as tabs, a list or a board of them, and beside it where the chosen one stands."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import Status
from oppdesk.i18n import N_, _
from oppdesk.ui import opportunity_cells
from oppdesk.ui.editable_table import CellRun
from oppdesk.ui.list_rows import ListColumn
from oppdesk.ui.opportunity_cells import Looks, Row
from oppdesk.ui.opportunity_handlers import OpportunityHandlers, delete, status_words
from oppdesk.ui.opportunity_words import currency, sums_words, tasks_question
from oppdesk.ui.pages.beside import Beside
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.opportunity_views import VIEWS, special_words
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch

if TYPE_CHECKING:
    from oppdesk.ui.pages.opportunity_board import OpportunityBoard
    from oppdesk.ui.pages.opportunity_pane import OpportunityPane

TABLE = "opportunity"
LIST, BOARD = "list", "board"
ESTIMATES = {
    "estimated_value": "value",
    "chances": "chances",
    "closing_on": "closing_on",
}  # as Move names them
PARTIES = ("salesperson", "contact")  # whom open tasks may follow
SINCE = Field("stage_since", N_("In its stage"), read_only=True)


class OpportunitiesPage(ListPage, OpportunityHandlers):
    title = N_("Opportunities")
    icon = "target"
    table = TABLE
    views = VIEWS
    sums = ("estimated_value", "current_value")
    groups = ("stage", "salesperson", "closing_on", "company", "contact", "status", "sales_cycle", "priority")
    unfiltered = frozenset({"days_in_stage", "next_step", "next_step_on"})
    hidden_fields = (SINCE,)
    watched = ("task", "sales_cycle_stage", "company_info")

    def prepare(self) -> None:
        desk = self.place.desk
        self._looks = Looks.of(desk, self.place.form)
        self._may_reopen = bool(desk.setup.setting("marketing_setup", "may_reopen"))
        self._money = currency(desk)

    def _make(self) -> None:
        super()._make()
        self.switch = SegmentedSwitch(((LIST, _("List"), "rows-3"), (BOARD, _("Board"), "square-kanban")))
        self.list.write = self._written

    def _lay_out(self) -> None:
        super()._lay_out()
        self.head.add_after_filter(self.switch)

    def _connect(self) -> None:
        super()._connect()
        self.switch.changed.connect(lambda way: self._show_way(str(way)))

    # -- what a list says of itself -----------------------------------------------------------------------

    def columns(self) -> Sequence[ListColumn]:
        return opportunity_cells.columns(self.place, lambda: self._looks)

    def make_pane(self) -> QWidget:
        self._place_of_pane = Beside()
        return self._place_of_pane

    @cached_property
    def pane(self) -> "OpportunityPane":
        from oppdesk.ui.pages.opportunity_pane import OpportunityPane  # noqa: PLC0415 - as the board

        made = OpportunityPane(self.place, self)
        self._place_of_pane.take(made)
        made.setVisible(self._shows_pane())
        return made

    def show_beside(self, record: int | None) -> None:
        """The pane is made when the first rows are painted: its reading comes after what is urgent."""
        if "pane" in vars(self):
            self.pane.show_record(record)
            return
        show = lambda _none: self.pane.show_record(self.opportunity())  # noqa: E731
        self.place.jobs.read(lambda: None, show, f"opportunity pane {id(self)}")

    def special_words(self) -> Mapping[Filter, tuple[str, str]]:
        return special_words(self.place.desk)

    def empty(self, words: str) -> tuple[str, str]:
        title, line = super().empty(words)
        return (_("No opportunity found"), line) if words else (title, line)

    def empty_buttons(self) -> list[QPushButton]:
        new = buttons.button(_("New opportunity"), "plus")
        new.clicked.connect(self.new_opportunity)
        if self.place.desk.samples.present():
            return [new]
        samples = buttons.button(_("Add sample data"), "flask-conical")
        samples.clicked.connect(lambda: self.place.run("tools.add-samples"))
        return [new, samples]

    def status_words(self, every: int, selected: int, sums: Sequence[int]) -> str:
        return sums_words(self.place.form, self._money, every, selected, sums)

    # -- list or board ------------------------------------------------------------------------------------

    @cached_property
    def board(self) -> "OpportunityBoard":
        """Made when it is first wanted: no start waits for it."""
        from oppdesk.ui.pages.opportunity_board import OpportunityBoard  # noqa: PLC0415

        made = OpportunityBoard(self.place, self, lambda: self._looks)
        made.selected.connect(lambda _card: self._selection_settled())
        made.menu_wanted.connect(self.menu_wanted)
        made.set_query(self.query())
        self.narrowed.insertWidget(0, made.chooser, 0, Qt.AlignmentFlag.AlignTop)
        self.narrowed.addWidget(made.order, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(made)
        return made

    def _made_board(self) -> "OpportunityBoard | None":
        return self.board if "board" in vars(self) else None

    def ask(self, orders: tuple[Order, ...] | None = None) -> None:
        super().ask(orders)
        if (board := self._made_board()) is not None:
            board.set_query(self.query())

    def show_list(self) -> None:
        self.switch.set_current(LIST)
        self._show_way(LIST)

    def show_board(self) -> None:
        self.switch.set_current(BOARD)
        self._show_way(BOARD)

    def is_board(self) -> bool:
        return self.body.currentWidget() is not self.list

    def _show_way(self, way: str) -> None:
        chosen = self.opportunity()
        self.body.setCurrentWidget(self.board if way == BOARD else self.list)
        for each in (self.chooser, self.grouping):
            each.setVisible(way == LIST)
        if (board := self._made_board()) is not None:
            board.order.setVisible(way == BOARD)
            board.chooser.setVisible(way == BOARD)
        self._take_preferences()
        if way == BOARD:
            self.board.show_cycle_of(chosen)
            self.board.select(chosen)
        elif chosen is not None:
            self.list.select([chosen])
        self.focus_rows()
        self._selection_settled()

    def focus_rows(self) -> None:
        (self.board if self.is_board() else self.list).setFocus()

    def go_to(self, record: int) -> None:
        if self.is_board():
            self.board.select(record)
            self.focus_rows()
        else:
            super().go_to(record)

    def _take_preferences(self) -> None:
        self._place_of_pane.setVisible(self._shows_pane())
        if "pane" in vars(self):
            self.pane.setVisible(self._shows_pane())

    def _shows_pane(self) -> bool:
        return self.place.preferences.now.details and not self.is_board()

    # -- what the frame asks ------------------------------------------------------------------------------

    def selected(self) -> tuple[int, ...]:
        if self.is_board():
            card = self.board.selected_card()
            return () if card is None else (card,)
        return super().selected()

    def selected_count(self) -> int:
        return len(self.selected()) if self.is_board() else super().selected_count()

    def opportunity(self) -> int | None:
        return self.board.selected_card() if self.is_board() else self.chosen()

    def words(self) -> frozenset[str]:
        found = super().words()
        row = self.row() if "record" in found else None
        status = Status(row["status"]) if row is not None else None
        return found | status_words(status, may_reopen=self._may_reopen)

    def row(self) -> Row | None:
        if not self.is_board():
            return super().row()
        return self.board.row(self.board.selected_card())

    def take_news(self, changes: Changes) -> None:
        if changes.touches("marketing_setup", "company_info"):
            self.prepare()
            self.list.records.make_anew()
        super().take_news(changes)
        if "pane" in vars(self):
            self.pane.take_news(changes)
        if (board := self._made_board()) is not None:
            board.take_news(changes)

    def refresh(self) -> None:
        self._looks = Looks.of(self.place.desk, self.place.form)
        super().refresh()
        if "pane" in vars(self):
            self.pane.refresh()
        if (board := self._made_board()) is not None:
            board.refresh()

    def _selection_settled(self) -> None:
        self.show_beside(self.opportunity())
        self.tell_status()
        self.selection_changed.emit()

    def summed_query(self) -> Query:
        return self.board.query() if self.is_board() else super().summed_query()

    def counted(self, sums: Sequence[int]) -> int:
        return sums[0] if self.is_board() else super().counted(sums)

    # -- actions ------------------------------------------------------------------------------------------

    def open(self) -> None:
        chosen = self.opportunity()
        if chosen is not None:
            self.place.open_record(TABLE, chosen)

    def delete(self) -> None:
        delete(self.place, self.asks_from(), self.selected())

    def new_opportunity(self) -> None:
        """From a list of one contact or of another salesperson, that one is filled in and locked (R-CRE-03)."""
        from oppdesk.ui.dialogs.create_opportunity import open_create  # noqa: PLC0415 - a start waits for no dialog

        me = self.place.desk.context.salesperson
        given = {
            term.field: term.value
            for term in self.bar.filters()
            if term.op is Op.IS and term.field in ("contact", "salesperson") and term.value != me
        }
        contact, salesperson = given.get("contact"), given.get("salesperson")
        open_create(
            self.place,
            self.asks_from(),
            contact=contact if isinstance(contact, int) else None,
            salesperson=salesperson if isinstance(salesperson, int) else None,
            then=lambda dialog: dialog.created.connect(self.go_to),
        )

    def _written(self, opportunity: int, field: str, value: object, run: CellRun) -> None:
        """What was typed in place; estimates change by an Update, as in its dialog, and tasks may follow a party."""
        fields, service = self.place.desk.opportunity_fields, self.place.desk.opportunities
        plain = value.id if isinstance(value, Ref) else value
        if field in ESTIMATES:
            name, value = ESTIMATES[field], plain if field == "closing_on" else plain or 0
            run(_("Update opportunity"), lambda _progress: service.revise(opportunity, name, value))
            return

        def write(*, with_tasks: bool = False) -> None:
            title = _("Change opportunity")
            run(title, lambda _progress: fields.change(opportunity, field, plain, with_tasks=with_tasks))

        def ask(count: int) -> None:
            if not count:
                write()
                return
            self.place.prompts.confirm(
                self.window(),
                tasks_question(field, count),
                _("Change the tasks too"),
                lambda: write(with_tasks=True),
                otherwise=write,
            )

        if field in PARTIES and plain is not None:
            self.place.jobs.read(lambda: fields.tasks_to_follow(opportunity, field, plain), ask, urgent=True)
        else:
            write()
