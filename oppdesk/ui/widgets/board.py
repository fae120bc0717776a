"""The sales cycle as lanes of cards: a card is dragged, or moved by keys, to the stage it has reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.board_cards import BoardCard, Drop
from oppdesk.ui.widgets.board_lane import LaneView

NARROWEST = 25  # u of a lane; with more lanes than fit the board scrolls sideways


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage; figures as they shall read. `more` cards are not shown because nobody looks through so many."""

    stage: int
    name: str
    count: str = ""
    value: str = ""
    current: str = ""  # "current 21,525"
    note: str = ""  # "needs a quote, may be skipped"
    locked: bool = False
    may_skip: bool = False
    cards: Sequence[BoardCard] = ()
    more: int = 0


class Board(QScrollArea):
    """Arrows move between cards and lanes, Ctrl+Left and Ctrl+Right ask for a move, Enter opens.

    `answers` is asked when a drag begins and tells for each stage what a drop there would be; without an answer a
    lane takes no card.
    """

    dropped = Signal(object, int)  # id of the card, stage
    move_wanted = Signal(object, int)  # id, -1 or 1
    opened = Signal(object)  # id
    selected = Signal(object)  # id; None when nothing is
    menu_wanted = Signal(object, QPoint)  # id, place on the screen
    more_wanted = Signal(int)  # stage

    def __init__(self, answers: Callable[[int], Mapping[int, Drop]]) -> None:
        super().__init__()
        self._answers = answers
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

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """Show these lanes; selection and scroll stay with their cards."""
        while len(self._lanes) < len(lanes):
            self._add_lane()
        self._shown = len(lanes)
        had_focus = any(view.cards.hasFocus() for view in self._lanes)
        before = next((view for view in self._lanes if view.holds(self._selected)), None)
        for at, view in enumerate(self._lanes):
            view.setVisible(at < self._shown)
            if at < self._shown:
                lane = lanes[at]
                view.show_lane(lane.stage, (lane.name, lane.count, lane.value, lane.current, lane.note))
                view.show_marks(locked=lane.locked, may_skip=lane.may_skip, more=lane.more)
                view.show_cards(lane.cards)
        if self._selected is not None:
            self._mark(self._selected, takes_focus=had_focus, still_in=before)

    def lanes(self) -> list[LaneView]:
        return self._lanes[: self._shown]

    def select(self, card: int | None) -> None:
        """Mark a card and bring it into view, without saying that it was chosen."""
        self._selected = card
        if card is None:
            for view in self._lanes:
                view.unmark()
        else:
            self._mark(card, takes_focus=False)

    def selected_card(self) -> int | None:
        return self._selected

    def _add_lane(self) -> None:
        view = LaneView()
        view.setMinimumWidth(px(NARROWEST))
        view.selected.connect(self._select)
        view.opened.connect(self.opened)
        view.move_wanted.connect(self.move_wanted)
        view.menu_wanted.connect(self.menu_wanted)
        view.more_wanted.connect(self.more_wanted)
        view.dropped.connect(self.dropped)
        view.drag_began.connect(self.begin_drag)
        view.drag_ended.connect(self.end_drag)
        view.dragged_over.connect(self._keep_in_view)
        view.left.connect(self._step)
        self._lanes.append(view)
        self._row.addWidget(view, 1)

    def begin_drag(self, card: int) -> None:
        """Every lane says what a drop of this card would be."""
        answers = self._answers(card)
        for view in self.lanes():
            view.show_drop(answers.get(view.stage, Drop("", allowed=False)), card)

    def end_drag(self) -> None:
        for view in self._lanes:
            view.show_drop(None, 0)

    def _mark(self, card: int, *, takes_focus: bool, still_in: LaneView | None = None) -> None:
        """Select a card where it is; a lane it has not left does not scroll for it."""
        found = [view for view in self.lanes() if view.holds(card)]
        for view in found:
            view.mark(card, scrolls=view is not still_in)
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

    def _step(self, by: int, row: int) -> None:
        """The cursor leaves a lane sideways, for the next one that has cards."""
        view = self.sender()
        shown = self.lanes()
        if not isinstance(view, LaneView) or view not in shown:
            return
        at = shown.index(view) + by
        while 0 <= at < len(shown):
            if shown[at].enter(row):
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
