"""The board: the running opportunities of one sales cycle, a lane a stage, moved by drag or by keys."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oppdesk.domain import opportunity as rules
from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Group, Groups, Op, Order, Query
from oppdesk.domain.standing import Cycle, Stage
from oppdesk.domain.words import Status, Step
from oppdesk.i18n import N_, _
from oppdesk.services.desk import Desk
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

if TYPE_CHECKING:
    from oppdesk.services.opportunities import Situation

TABLE = "opportunity"
SUMMED = ("estimated_value", "current_value")
FIRST = 12  # cards of each lane that are read with the lanes; the others come when they are looked at
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
class _Read:
    """What the reader thread brings: the stages with their figures, the ids of all cards, some of the cards."""

    cycles: list[tuple[int, str]]
    cycle: Cycle
    groups: dict[int, Group]
    ids: dict[int, "array[int]"]
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
        self._chosen: int | None = None  # the cycle
        self._follows: int | None = None  # an opportunity whose cycle is wanted
        self._cycles: list[tuple[int, str]] = []
        self._rows: dict[int, dict[str, Any]] = {}
        self._changed: set[int] = set()  # cards to be read again
        self._is_stale = True  # all of them
        self._totals: tuple[int, ...] = ()
        self._orders: tuple[Order, ...] = _ORDERS[0][1]
        self.cycle = QComboBox()
        self.cycle.setAccessibleName(_("Sales cycle"))
        self.cycle.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.order = buttons.button("", "arrow-down-wide-narrow", "quiet", small=True)
        self.order.hide()
        self.cards = Board(self._ask_drops)
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
        self._make_order_menu()
        self.cycle.activated.connect(lambda _at: self.show_cycle(self.cycle.currentData()))
        self.cards.selected.connect(self.selected)
        self.cards.opened.connect(lambda card: place.open_record(TABLE, card))
        self.cards.dropped.connect(lambda card, stage: acts.go_to_stage(stage, card))
        self.cards.move_wanted.connect(self._move)
        self.cards.menu_wanted.connect(lambda _card, at: self.menu_wanted.emit(at))
        self.cards.cards_wanted.connect(self._read_cards)
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
        self._read()

    def show_cycle(self, cycle: int | None) -> None:
        self._chosen, self._follows = cycle, None
        self._read()

    def show_cycle_of(self, opportunity: int | None) -> None:
        """The board on which an opportunity stands; without one the board stays."""
        self._follows = opportunity
        self._read()

    # -- showing ------------------------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """What the page is narrowed to."""
        self._query = query
        self._read()

    def query(self) -> Query:
        """What is on the board."""
        return replace(_narrowed(self._query, self._orders, self._chosen), group="")

    def take_news(self, changes: Changes) -> None:
        if changes.touches("sales_cycle", "sales_cycle_stage"):
            self._cycles = []
        if changes.tables <= {TABLE, "opportunity_entry"}:
            self._changed |= changes.of(TABLE)
        else:
            self._is_stale = True
        if changes.touches(TABLE, "task", "contact", "sales_cycle", "sales_cycle_stage", "sales_document"):
            self._read()

    def refresh(self) -> None:
        """Read the lanes again, if they can be seen."""
        self._is_stale = True
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale or self._changed:
            self._read()

    def _read(self) -> None:
        if self.isHidden() or not self.isVisible():
            return
        desk, chosen, follows, known = self._place.desk, self._chosen, self._follows, self._cycles
        kept = frozenset() if self._is_stale else frozenset(self._rows)
        wanted = dict.fromkeys([*(self.cards.visible_ids() if self._is_stale else ()), *self._changed])
        query_of = partial(_narrowed, self._query, self._orders)

        def read() -> _Read | None:
            cycles = known or _cycles(desk)
            number = _cycle_of(desk, cycles, chosen, follows)
            if number is None:
                return None
            query = query_of(number)
            groups = desk.lists.groups(TABLE, query, SUMMED)
            ids = _by_group(groups, desk.lists.ids(TABLE, query))
            here = {each for some in ids.values() for each in wanted.keys() & some}
            first = [each for some in ids.values() for each in some[:FIRST] if each not in kept]
            asked = dict.fromkeys([*(each for each in wanted if each in here), *first])
            rows = desk.lists.rows(TABLE, list(asked))
            found = {each.value: each for each in groups if isinstance(each.value, int)}
            return _Read(cycles, desk.setup.cycle(number), found, ids, rows)

        self._place.jobs.read(read, self._take, f"board {id(self)}", urgent=True)

    def _take(self, read: _Read | None) -> None:
        if self._is_stale:
            self.cards.forget_all_but(())
            self._rows.clear()
        self._is_stale, self._follows = False, None
        self._changed.clear()
        if read is None:
            self.cards.set_lanes(())
            return
        self._show_cycles(read)
        self._put(read.rows)
        self._totals = tuple(
            sum(parts)
            for parts in zip(*[(each.count, *each.sums) for each in read.groups.values()], strict=True)
        )
        self.cards.set_lanes(
            [self._lane(stage, read.groups.get(stage.number), read.ids) for stage in read.cycle.stages]
        )

    def _show_cycles(self, read: _Read) -> None:
        self._chosen = read.cycle.id
        if read.cycles != self._cycles:
            self._cycles = read.cycles
            self.cycle.clear()
            for number, words in read.cycles:
                self.cycle.addItem(words, number)
        self.cycle.setCurrentIndex(self.cycle.findData(self._chosen))

    def _lane(self, stage: Stage, group: Group | None, ids: dict[int, "array[int]"]) -> Lane:
        form = self._place.form
        value, current = group.sums if group is not None else (0, 0)
        alone = form.value(current, 0)
        return Lane(
            stage=stage.number,
            name=named(stage),
            count=form.whole(group.count if group is not None else 0),
            value=form.amount(value),
            current=_("current {value}").format(value=alone),
            current_alone=alone,
            locked=stage.quote_required,
            may_skip=stage.may_skip,
            ids=ids.get(stage.number, ()),
        )

    def _put(self, rows: list[dict[str, Any]]) -> None:
        looks = self._looks()
        self._rows.update((row["id"], row) for row in rows)
        self.cards.put_cards([opportunity_cells.card(row, looks) for row in rows])

    def _read_cards(self, ids: list[int]) -> None:
        """Cards came into view; of what one has scrolled past since nobody wants to know."""
        lists = self._place.desk.lists
        self._place.jobs.read(
            lambda: lists.rows(TABLE, ids), self._put, f"board cards {id(self)}", urgent=True
        )

    def totals(self) -> tuple[int, ...]:
        """Count, value and current value of all that is on the board; () before it was read."""
        return self._totals

    def row(self, opportunity: int | None) -> dict[str, Any] | None:
        """The values of a card, without reading; what is on the board is in progress, whatever else it is."""
        if opportunity is None:
            return None
        return self._rows.get(opportunity, {"id": opportunity, "status": int(Status.IN_PROGRESS)})

    def selected_card(self) -> int | None:
        return self.cards.selected_card()

    def select(self, opportunity: int | None) -> None:
        self.cards.select(opportunity)

    # -- moving -------------------------------------------------------------------------------------------
    # -- moving -------------------------------------------------------------------------------------------

    def _ask_drops(self, opportunity: int, tell: Callable[[Mapping[int, Drop]], None]) -> None:
        self._place.jobs.read(lambda: self.drops(opportunity), tell, f"drops {id(self)}", urgent=True)

    def drops(self, opportunity: int) -> Mapping[int, Drop]:
        """What dropping a card on each stage would be, by the rules' own offers; asked on the reader thread."""
        try:
            now = self._place.desk.opportunities.situation(opportunity)
        except UserError:
            return {}
        return {stage.number: self._drop(now, stage) for stage in now.cycle.stages} if now.cycle else {}

    def _drop(self, now: "Situation", stage: Stage) -> Drop:
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


def _narrowed(query: Query, orders: tuple[Order, ...], cycle: int | None) -> Query:
    """What of a query is in progress on a cycle, stage by stage."""
    filters = tuple(term for term in query.filters if term.field not in ("status", "sales_cycle"))
    own = (
        Filter("sales_cycle", Op.IS, cycle),
        Filter("status", Op.IS, int(Status.IN_PROGRESS)),
    )
    return Query(filters + own, orders, query.text, group="stage")


def _cycles(desk: Desk) -> list[tuple[int, str]]:
    return [
        (row["id"], f"{row['code']}  {row['description']}".strip()) for row in desk.setup.rows("sales_cycle")
    ]


def _cycle_of(
    desk: Desk, cycles: list[tuple[int, str]], chosen: int | None, follows: int | None
) -> int | None:
    """The cycle to show: that of an opportunity, the one that was chosen, the default one, the first."""
    wanted = [chosen]
    if follows is not None:
        wanted[:0] = [
            row["sales_cycle"].id for row in desk.lists.rows(TABLE, [follows]) if row["sales_cycle"]
        ]
    default = desk.setup.single("marketing_setup")["default_sales_cycle"]
    wanted.append(default.id if default else None)
    known = [number for number, _words in cycles]
    return next((each for each in wanted if each in known), known[0] if known else None)


def _by_group(groups: Groups, ids: "array[int]") -> dict[int, "array[int]"]:
    """The ids of each stage; they come in the order of the groups."""
    found, first = {}, 0
    for group in groups:
        if isinstance(group.value, int):
            found[group.value] = ids[first : first + group.count]
        first += group.count
    return found
