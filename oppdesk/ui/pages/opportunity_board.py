"""The board: the running opportunities of one sales cycle, a lane a stage, moved by drag or by keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oppdesk.domain import opportunity as rules
from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.standing import Cycle, Stage
from oppdesk.domain.words import Status, Step
from oppdesk.i18n import N_, _
from oppdesk.services.opportunities import Situation
from oppdesk.ui import metrics, opportunity_cells
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_cells import Looks
from oppdesk.ui.opportunity_handlers import OpportunityHandlers
from oppdesk.ui.opportunity_words import named
from oppdesk.ui.stage_marks import reaching, why_not
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.board import Board, Lane
from oppdesk.ui.widgets.board_cards import Drop
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace

TABLE, MOST = "opportunity", 200  # cards read at once in a lane
_ORDERS = (
    (N_("value"), (Order("estimated_value", descending=True),)),
    (N_("closing date"), (Order("closing_on"),)),
    (N_("time in stage"), (Order("stage_since"),)),
)
_STEPS = {
    Step.FIRST: (N_("First"), "flag"),
    Step.NEXT: (N_("Next"), "arrow-right"),
    Step.PREVIOUS: (N_("Previous"), "arrow-left"),
    Step.SKIP: (N_("Skip"), "redo-dot"),
    Step.JUMP: (N_("Jump back"), "undo-2"),
}


@dataclass(frozen=True, slots=True)
class _Lane:
    stage: Stage
    sums: list[int]
    rows: list[dict[str, Any]]


class OpportunityBoard(QWidget):
    """`set_query` narrows it as the page's view does; what it shows is In Progress and of the chosen cycle."""

    selected = Signal(object)  # id | None
    menu_wanted = Signal(QPoint)

    def __init__(self, place: Workplace, acts: OpportunityHandlers, looks: Callable[[], Looks]) -> None:
        super().__init__()
        self._place = place
        self._acts = acts
        self._looks = looks
        self._query = Query()
        self._cycle: Cycle | None = None
        self._shown_most: dict[int, int] = {}
        self._orders: tuple[Order, ...] = _ORDERS[0][1]
        self.cycle = QComboBox()
        self.cycle.setAccessibleName(_("Sales cycle"))
        self.order = buttons.button("", "arrow-down-wide-narrow", "quiet", small=True)
        self.order.hide()
        self.cards = Board(self.drops)
        self.chooser = QWidget()  # stands before the filters of the page
        row = QHBoxLayout(self.chooser)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        label = Text(_("Sales c&ycle"), Type.BODY, "text2")
        label.setBuddy(self.cycle)
        row.addWidget(label)
        row.addWidget(self.cycle)
        self.chooser.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), 0, px(metrics.PAGE_MARGIN), px(1))
        column.addWidget(self.cards, 1)
        self._fill_cycles()
        self._make_order_menu()
        self.cycle.activated.connect(lambda _at: self.refresh())
        self.cards.selected.connect(self.selected)
        self.cards.opened.connect(lambda card: place.open_record(TABLE, card))
        self.cards.dropped.connect(lambda card, stage: acts.go_to_stage(stage, card))
        self.cards.move_wanted.connect(self._move)
        self.cards.menu_wanted.connect(lambda _card, at: self.menu_wanted.emit(at))
        self.cards.more_wanted.connect(self._show_more)
        self.setFocusProxy(self.cards)

    def _make_order_menu(self) -> None:
        menu, group = QMenu(self), QActionGroup(self)
        for words, orders in _ORDERS:
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(orders is self._orders)
            group.addAction(action)
            action.triggered.connect(lambda _on=False, words=words, orders=orders: self._sort(words, orders))
        self.order.setMenu(menu)
        self.order.setText(_("Sort: {order}").format(order=_(_ORDERS[0][0])))

    def _sort(self, words: str, orders: tuple[Order, ...]) -> None:
        self._orders = orders
        self.order.setText(_("Sort: {order}").format(order=_(words)))
        self.refresh()

    def _fill_cycles(self) -> None:
        """Every cycle, the default one first chosen."""
        chosen = self.cycle.currentData()
        if chosen is None:
            default = self._place.desk.setup.single("marketing_setup")["default_sales_cycle"]
            chosen = default.id if default else None
        self.cycle.clear()
        for row in self._place.desk.setup.rows("sales_cycle"):
            self.cycle.addItem(f"{row['code']}  {row['description']}".strip(), row["id"])
        self.cycle.setCurrentIndex(max(0, self.cycle.findData(chosen)))

    def show_cycle(self, cycle: int | None) -> None:
        self.cycle.setCurrentIndex(max(0, self.cycle.findData(cycle)))
        self.refresh()

    def show_cycle_of(self, opportunity: int | None) -> None:
        """The board on which an opportunity stands; without one the board stays."""
        rows = self._place.desk.lists.rows(TABLE, [opportunity]) if opportunity is not None else []
        cycle = rows[0]["sales_cycle"] if rows else None
        self.show_cycle(cycle.id if cycle else self.cycle.currentData())

    # -- showing ------------------------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """What the page is narrowed to."""
        self._query = query
        self._shown_most.clear()
        self.refresh()

    def query(self) -> Query:
        """What is on the board."""
        cycle = self.cycle.currentData()
        filters = tuple(term for term in self._query.filters if term.field not in ("status", "sales_cycle"))
        own = (
            Filter("sales_cycle", Op.IS, cycle),
            Filter("status", Op.IS, int(Status.IN_PROGRESS)),
        )
        return Query(filters + own, self._orders, self._query.text)

    def take_news(self, changes: Changes) -> None:
        if changes.touches("sales_cycle", "sales_cycle_stage"):
            self._fill_cycles()
        if changes.touches(TABLE, "task", "contact", "sales_cycle", "sales_cycle_stage", "sales_document"):
            self.refresh()

    def refresh(self) -> None:
        """Read the lanes again, if they can be seen."""
        number = self.cycle.currentData()
        if number is None or self.isHidden() or not self.isVisible():
            return
        desk, query, most = self._place.desk, self.query(), dict(self._shown_most)
        cycle = desk.setup.cycle(number)
        self._cycle = cycle

        def read() -> list[_Lane]:
            found = []
            for stage in cycle.stages:
                here = query.where(Filter("stage", Op.IS, stage.number))
                sums = desk.lists.sums(TABLE, here, ("estimated_value", "current_value"))
                rows = desk.lists.page(TABLE, here, 0, most.get(stage.number, MOST))
                found.append(_Lane(stage, sums, rows))
            return found

        self._place.jobs.read(read, self._show, f"board {id(self)}")

    def _show(self, lanes: list[_Lane]) -> None:
        form, looks = self._place.form, self._looks()
        self.cards.set_lanes(
            [
                Lane(
                    stage=lane.stage.number,
                    name=named(lane.stage),
                    count=form.whole(lane.sums[0]),
                    value=form.amount(lane.sums[1]),
                    current=_("current {value}").format(value=form.value(lane.sums[2], 0)),
                    locked=lane.stage.quote_required,
                    may_skip=lane.stage.may_skip,
                    cards=[opportunity_cells.card(row, looks) for row in lane.rows],
                    more=max(0, lane.sums[0] - len(lane.rows)),
                )
                for lane in lanes
            ]
        )

    def _show_more(self, stage: int) -> None:
        self._shown_most[stage] = self._shown_most.get(stage, MOST) + MOST
        self.refresh()

    def selected_card(self) -> int | None:
        return self.cards.selected_card()

    def select(self, opportunity: int | None) -> None:
        self.cards.select(opportunity)

    # -- moving -------------------------------------------------------------------------------------------

    def drops(self, opportunity: int) -> Mapping[int, Drop]:
        """What dropping a card on each stage would be, by the rules' own offers."""
        try:
            now = self._place.desk.opportunities.situation(opportunity)
        except UserError:
            return {}
        return {stage.number: self._drop(now, stage) for stage in now.cycle.stages} if now.cycle else {}

    def _drop(self, now: Situation, stage: Stage) -> Drop:
        step = reaching(now, stage.number)
        if step is None:
            return Drop(why_not(now, stage.number), "ban", allowed=False)
        if step is Step.UPDATE:
            return Drop(_("here now"), allowed=False)
        words, icon = _STEPS[step]
        line = ""
        if rules.quote_missing(now.standing, step, stage):
            line = _("needs a quote: you will be asked")
        elif stage.quote_required and now.standing.quote_value is not None:
            line = _("its quote is there")
        return Drop(_(words), icon, title=named(stage), line=line)

    def _move(self, opportunity: int, by: int) -> None:
        """Ctrl+Left and Ctrl+Right."""
        self._acts.move_by_key(Step.NEXT if by > 0 else Step.PREVIOUS, opportunity)
