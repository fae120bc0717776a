"""The sales cycle as lanes of cards: a card is dragged, or moved by keys, to the stage it has reached."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.board_cards import BoardCard, Drop
from oppdesk.ui.widgets.board_lane import LaneView
from oppdesk.ui.widgets.board_rows import Cards

Answers = Mapping[int, Drop]
NARROWEST = 25  # u of a lane; with more lanes than fit the board scrolls sideways


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage; figures as they shall read. `ids` are those of all its cards, in their order."""

    stage: int
    name: str
    count: str = ""
    value: str = ""
    current: str = ""  # "current 21,525"
    current_alone: str = ""  # "21,525", where the room is narrow
    note: str = ""  # "needs a quote, may be skipped"
    locked: bool = False
    may_skip: bool = False
    ids: Sequence[int] = ()


class Board(QScrollArea):
    """Arrows move between cards and lanes, Ctrl+Left and Ctrl+Right ask for a move, Enter opens.

    The board knows the ids of all cards and asks for those that come into view (`cards_wanted`, answered by
    `put_cards`), so that it does not matter how many there are. `ask` is called when a drag begins and answers for
    each stage what a drop there would be, at once or soon; without an answer a lane takes no card.
    """

    dropped = Signal(object, int)  # id of the card, stage
    move_wanted = Signal(object, int)  # id, -1 or 1
    opened = Signal(object)  # id
    selected = Signal(object)  # id; None when nothing is
    menu_wanted = Signal(object, QPoint)  # id, place on the screen
    cards_wanted = Signal(object)  # ids

    def __init__(self, ask: Callable[[int, Callable[[Answers], None]], None]) -> None:
        super().__init__()
        self._ask = ask
        self._dragged = 0
        self._known = Cards()
        self._wanted: dict[int, None] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._want)
        self._lanes: list[LaneView] = []
        self._shown = 0
        self._selected: int | None = None
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(1.5))
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    # -- what is shown ------------------------------------------------------------------------------------

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show these lanes; selection and scroll stay with their cards, and one that came elsewhere is marked."""
        while len(self._lanes) < len(lanes):
            self._add_lane()
        self._shown = len(lanes)
        had_focus = any(view.cards.hasFocus() for view in self._lanes)
        before = next((view for view in self._lanes if view.holds(self._selected)), None)
        for at, view in enumerate(self._lanes):
            view.setVisible(at < self._shown)
            if at < self._shown:
                lane = lanes[at]
                texts = (lane.name, lane.count, lane.value, lane.current, lane.note)
                view.show_lane(lane.stage, texts, lane.current_alone)
                view.show_marks(locked=lane.locked, may_skip=lane.may_skip)
                view.show_ids(lane.ids)
        if self._selected is not None:
            self._mark(self._selected, takes_focus=had_focus, still_in=before)

    def put_cards(self, cards: Iterable[BoardCard]) -> None:
        """Cards that were read. Those that are still missing in view are asked for again."""
        came = {card.id: card for card in cards}
        self._known.put(came.values())
        for view in self.lanes():
            seen = view.cards.visible_ids()
            if any(each in came or each not in self._known for each in seen):
                view.cards.viewport().update()

    def knows(self, card: int) -> bool:
        return card in self._known

    def visible_ids(self) -> list[int]:
        """Of the cards that can be seen."""
        return [each for view in self.lanes() for each in view.cards.visible_ids()]

    def forget_all_but(self, ids: Iterable[int]) -> None:
        """Let the other cards be read again when they come into view."""
        self._known.forget_all_but(ids)

    def _look_for(self, ids: Sequence[int]) -> None:
        """Cards came into view that were not read yet; those of all lanes are asked for together."""
        self._wanted.update(dict.fromkeys(ids))
        self._soon.start()

    def _want(self) -> None:
        wanted, self._wanted = [each for each in self._wanted if each not in self._known], {}
        if wanted:
            self.cards_wanted.emit(wanted)

    def lanes(self) -> list[LaneView]:
        return self._lanes[: self._shown]

    def select(self, card: int | None) -> None:
        """Mark a card and bring it into view, now or when it is there, without saying that it was chosen."""
        self._selected = card
        if card is not None and any(view.holds(card) for view in self.lanes()):
            self._mark(card, takes_focus=False)
        else:
            for view in self._lanes:
                view.unmark()

    def selected_card(self) -> int | None:
        return self._selected

    def _add_lane(self) -> None:
        view = LaneView(self._known)
        view.setMinimumWidth(px(NARROWEST))
        view.selected.connect(self._select)
        view.opened.connect(self.opened)
        view.move_wanted.connect(self.move_wanted)
        view.menu_wanted.connect(self.menu_wanted)
        view.cards_wanted.connect(self._look_for)
        view.dropped.connect(self.dropped)
        view.drag_began.connect(self.begin_drag)
        view.drag_ended.connect(self.end_drag)
        view.dragged_over.connect(self._keep_in_view)
        view.left.connect(self._step)
        self._lanes.append(view)
        self._row.addWidget(view, 1)

    # -- dragging -----------------------------------------------------------------------------------------

    def begin_drag(self, card: int) -> None:
        """Every lane says what a drop of this card would be."""
        self._dragged = card
        self._ask(card, lambda answers: self._show_answers(card, answers))

    def _show_answers(self, card: int, answers: Answers) -> None:
        if card == self._dragged:
            for view in self.lanes():
                view.show_drop(answers.get(view.stage, Drop("", allowed=False)), card)

    def end_drag(self) -> None:
        self._dragged = 0
        for view in self._lanes:
            view.show_drop(None, 0)

    # -- the selected card --------------------------------------------------------------------------------

    def _mark(self, card: int, *, takes_focus: bool, still_in: LaneView | None = None) -> None:
        """Select a card where it is; a lane it has not left does not scroll for it."""
        found = [view for view in self.lanes() if view.holds(card)]
        for view in found:
            view.mark(card, scrolls=view is not still_in)
            if still_in is not None and view is not still_in:
                view.land(card)
            if takes_focus:
                view.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        for view in self._lanes:
            if view not in found:
                view.unmark()
        if not found:
            self._selected = None
            self.selected.emit(None)

    def _select(self, card: int) -> None:
        view = self.sender()
        for other in self._lanes:
            if other is not view:
                other.unmark()
        if card != self._selected:
            self._selected = card
            self.selected.emit(card)

    def _step(self, by: int, height: int) -> None:
        """The cursor leaves a lane sideways, for the next one that has cards."""
        view = self.sender()
        shown = self.lanes()
        if not isinstance(view, LaneView) or view not in shown:
            return
        at = shown.index(view) + by
        while 0 <= at < len(shown):
            if shown[at].enter(height):
                self.ensureWidgetVisible(shown[at], 0, 0)
                return
            at += by

    def _keep_in_view(self, place: QPoint) -> None:
        """A card at the edge of the board pulls hidden lanes into view."""
        at = self.viewport().mapFromGlobal(place).x()
        bar = self.horizontalScrollBar()
        if at < px(4):
            bar.setValue(bar.value() - px(2))
        elif at > self.viewport().width() - px(4):
            bar.setValue(bar.value() + px(2))
