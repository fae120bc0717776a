"""One lane of the board: the head of the stage over its cards, and what it says while a card is dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_BUTTON, ICON_TEXT, Type, px
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets.board_cards import FORBIDDEN, Drop
from oppdesk.ui.widgets.board_list import CardList
from oppdesk.ui.widgets.board_rows import MIME, Cards, LaneRows, carried

_HEAD = 10.25  # u
GLOW = 900  # milliseconds that a card which came to a lane is marked


class LaneView(QWidget):
    """Head and cards of one stage."""

    selected = Signal(object)
    opened = Signal(object)
    move_wanted = Signal(object, int)
    menu_wanted = Signal(object, QPoint)
    cards_wanted = Signal(object)  # ids
    dropped = Signal(object, int)
    drag_began = Signal(object)
    drag_ended = Signal()
    dragged_over = Signal(QPoint)
    left = Signal(int, int)  # sideways: step, height of the card it leaves

    def __init__(self, known: Cards) -> None:
        super().__init__()
        self.stage = 0
        self._texts = ("", "", "", "", "")
        self._alone = ""
        self._locked = self._may_skip = False
        self._drop: Drop | None = None
        self._is_target = False
        self.cards = CardList(self, self, LaneRows(known, self.cards_wanted.emit))
        self._glow = QVariantAnimation(self, duration=GLOW, startValue=1.0, endValue=0.0)
        self._glow.valueChanged.connect(self._shine)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, px(_HEAD), 1, px(0.5))
        column.setSpacing(0)
        column.addWidget(self.cards, 1)
        self.setAcceptDrops(True)

    def show_lane(self, stage: int, texts: tuple[str, str, str, str, str], alone: str) -> None:
        """`texts` are name, count, value, current value and note; `alone` the current value without words."""
        self.stage, self._texts, self._alone = stage, texts, alone
        words = [part for part in (f"{stage} {texts[0]}", *texts[1:]) if part]
        self.cards.setAccessibleName(", ".join(words))
        self.setToolTip(literal("\n".join(words)))
        self.update()

    def show_marks(self, *, locked: bool, may_skip: bool) -> None:
        self._locked, self._may_skip = locked, may_skip

    def show_ids(self, ids: Sequence[int]) -> None:
        was_blocked = self.blockSignals(
            True
        )  # a card that goes takes the cursor to its neighbour: nobody chose that
        self.cards.show_ids(ids)
        self.blockSignals(was_blocked)

    def land(self, card: int) -> None:
        """Let the eye find a card that has just come."""
        self.cards.rows.landed = card
        self._glow.stop()
        self._glow.start()

    def _shine(self, glow: object) -> None:
        self.cards.rows.glow = float(glow) if isinstance(glow, float) else 0.0
        row = self.cards.rows.row_of(self.cards.rows.landed)
        self.cards.viewport().update(self.cards.visualRect(self.cards.rows.index(row)))

    def holds(self, card: int | None) -> bool:
        return card is not None and self.cards.rows.row_of(card) >= 0

    def mark(self, card: int, *, scrolls: bool) -> None:
        """Select a card of this lane without saying so."""
        was_blocked = self.blockSignals(True)
        self.cards.setAutoScroll(scrolls)
        self.cards.setCurrentIndex(self.cards.rows.index(self.cards.rows.row_of(card)))
        self.cards.setAutoScroll(True)
        self.blockSignals(was_blocked)

    def unmark(self) -> None:
        self.cards.setCurrentIndex(QModelIndex())
        self.cards.clearSelection()

    def enter(self, height: int) -> bool:
        """Take the cursor at about this height; False for a lane without cards."""
        count = self.cards.rows.rowCount()
        if count:
            at = self.cards.rowAt(height)
            self.cards.setFocus(Qt.FocusReason.TabFocusReason)
            self.cards.setCurrentIndex(self.cards.rows.index(at if at >= 0 else count - 1))
        return count > 0

    def show_drop(self, drop: Drop | None, card: int) -> None:
        """What a drop of `card` here would be; None when nothing is dragged."""
        self._drop = drop
        rows = self.cards.rows
        rows.drop = drop or Drop("")
        rows.dragged = card
        rows.is_forbidden = drop is not None and not drop.allowed and rows.row_of(card) < 0
        rows.open_slot(-1)
        self._is_target = False
        if drop is None:
            self.cards.end_pull()
        self.update()
        self.cards.viewport().update()

    def takes(self, card: int) -> bool:
        return card != 0 and self._drop is not None and self._drop.allowed

    def set_target(self, *, is_target: bool) -> None:
        if is_target != self._is_target:
            self._is_target = is_target
            self.update()
            self.cards.viewport().update()

    def ground(self) -> theme.Token:
        """What lies under the cards."""
        return "soft" if self._is_target else "sunken"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """The head of a lane is part of it."""
        if event.mimeData().hasFormat(MIME) and self.takes(carried(event.mimeData())):
            self.set_target(is_target=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.set_target(is_target=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.cards.dropEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        if self._is_target:
            paint.fill(painter, room, self.ground())
            paint.outline(painter, room, "accentfill")
        else:
            painter.fillRect(room, theme.colour(self.ground()))
        if self.cards.rows.is_forbidden:
            painter.setOpacity(FORBIDDEN)
        self._paint_head(painter)
        painter.setOpacity(1)
        self._paint_answer(painter)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        name, count, value, current, _note = self._texts
        first = QRect(px(2), px(1), self.width() - px(4), px(2.5))
        for mark, is_on in (("redo", self._may_skip), ("lock", self._locked)):
            if is_on:
                at = first.right() + 1 - px(ICON_BUTTON)
                paint.icon(painter, mark, "text2", at, first, ICON_BUTTON)
                first.setRight(at - px(0.5))
        room = first.width() - round(metrics.face(Type.FIGURE).width(count)) - px(1)
        title = QRect(first.left(), first.top(), max(px(4), room), first.height())
        taken = paint.text(painter, title, f"{self.stage}  {name}", Type.STRONG)
        paint.text(painter, first.adjusted(taken + px(1), 0, 0, 0), count, Type.FIGURE, "text2")
        second = QRect(px(2), px(3.5), self.width() - px(4), px(2.5))
        taken = paint.text(painter, second, value, Type.FIGURE_STRONG)
        rest = second.adjusted(taken + px(1), 0, 0, 0)
        fits = metrics.face(Type.FIGURE).width(current) <= rest.width()
        paint.text(painter, rest, current if fits or not self._alone else self._alone, Type.FIGURE, "text2")
        paint.across(painter, px(2), px(6.5), self.width() - px(4), "hair")

    def _paint_answer(self, painter: QPainter) -> None:
        """The third line: what the lane needs, or during a drag what a drop here would be."""
        third = QRect(px(2), px(6.75), self.width() - px(4), px(2.75))
        if self._drop is None:
            self._paint_wrapped(painter, third, self._texts[4], Type.CAPTION, "text3")
            return
        icon = self._drop.icon or ("" if self._drop.allowed or not self.cards.rows.is_forbidden else "ban")
        colour: theme.Token = "accent" if self._drop.allowed else "text2"
        if icon:
            paint.icon(painter, icon, colour, third.left(), third, ICON_TEXT)
            third.setLeft(third.left() + px(ICON_TEXT + 0.75))
        self._paint_wrapped(painter, third, self._drop.words, Type.CAPTION_NAME, colour)

    @staticmethod
    def _paint_wrapped(painter: QPainter, room: QRect, words: str, kind: Type, colour: theme.Token) -> None:
        """A reason is never cut: what is too long for one line takes two."""
        if metrics.face(kind).width(words) <= room.width():
            paint.text(painter, room, words, kind, colour)
        else:
            two = QRect(room.left(), room.top() - px(0.125), room.width(), px(3.75))
            paint.paragraph(painter, two, words, kind, colour)
