"""One lane of the board: the head of the stage over its cards, and what it says while a card is dragged."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from oppdesk.i18n import ngettext
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.delegates import Index
from oppdesk.ui.metrics import ICON_BUTTON, ICON_TEXT, Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.board_cards import (
    CARD,
    FORBIDDEN,
    GAP,
    MIME,
    SIDE,
    BoardCard,
    CardDelegate,
    Drop,
    LaneModel,
    card_picture,
    carried,
)

_HEAD = 10.25  # u


class CardList(QListView):
    """The cards. Drags start here and end here; the lane decides what they mean."""

    def __init__(self, lane: "LaneView") -> None:
        super().__init__(lane)
        self._lane = lane
        self.rows = LaneModel()
        self.setModel(self.rows)
        self._look = CardDelegate(self)
        self.setItemDelegate(self._look)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(px(2))
        self.doubleClicked.connect(self._open)

    def fill(self, cards: Sequence[BoardCard]) -> None:
        """Show these cards; nothing moves under the eye for nothing."""
        if self.rows.holds(cards):
            return
        scrolled = self.verticalScrollBar().value()
        self.rows.set_cards(cards)
        self.doItemsLayout()
        self.updateGeometries()  # or the scroll bar still knows the old length
        self.verticalScrollBar().setValue(scrolled)

    def current_card(self) -> BoardCard | None:
        index = self.currentIndex()
        return self.rows.card(index.row()) if index.isValid() else None

    def _open(self, index: QModelIndex) -> None:
        card = self.rows.card(index.row())
        if card is not None:
            self._lane.opened.emit(card.id)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        card = self.rows.card(current.row()) if current.isValid() else None
        if card is not None:
            self._lane.selected.emit(card.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current_card()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if card is not None:
                self._lane.move_wanted.emit(card.id, step)
        elif step and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._lane.left.emit(step, max(0, self.currentIndex().row()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and card is not None:
            self._lane.opened.emit(card.id)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters belong to the filter of the page."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        card = self.current_card()
        if card is not None:
            is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            place = self.visualRect(self.currentIndex()).center()
            self._lane.menu_wanted.emit(
                card.id, self.viewport().mapToGlobal(place) if is_key else event.globalPos()
            )

    # dragging

    def startDrag(self, _actions: Qt.DropAction) -> None:
        card = self.current_card()
        if card is None:
            return
        width = self.viewport().width() - 2 * px(SIDE)
        drag = QDrag(self)
        drag.setMimeData(self.rows.mimeData([self.currentIndex()]))
        drag.setPixmap(card_picture(card, width, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(width // 2, px(CARD) // 2))
        self._lane.drag_began.emit(card.id)
        drag.exec(Qt.DropAction.MoveAction)
        self._lane.drag_ended.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._lane.set_target(is_target=False)
        self.rows.open_slot(-1)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        card = carried(event.mimeData())
        allowed = self._lane.takes(card)
        self._lane.set_target(is_target=False)
        self.rows.open_slot(-1)
        if not allowed:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self._lane.dropped.emit(card, self._lane.stage)

    def _consider(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        place = event.position().toPoint()
        self._lane.dragged_over.emit(self.viewport().mapToGlobal(place))
        if not self._lane.takes(carried(event.mimeData())):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self._lane.set_target(is_target=True)
        scrolled = place.y() + self.verticalScrollBar().value()
        self.rows.open_slot(max(0, scrolled // px(CARD + GAP)))


class LaneView(QWidget):
    """Head and cards of one stage."""

    selected = Signal(object)
    opened = Signal(object)
    move_wanted = Signal(object, int)
    menu_wanted = Signal(object, QPoint)
    more_wanted = Signal(int)
    dropped = Signal(object, int)
    drag_began = Signal(object)
    drag_ended = Signal()
    dragged_over = Signal(QPoint)
    left = Signal(int, int)  # sideways: step, row

    def __init__(self) -> None:
        super().__init__()
        self.stage = 0
        self._texts = ("", "", "", "", "")
        self._locked = self._may_skip = False
        self._drop: Drop | None = None
        self._is_target = False
        self.cards = CardList(self)
        self._more = buttons.link("")
        self._more.clicked.connect(lambda: self.more_wanted.emit(self.stage))
        self._more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, px(_HEAD), 1, px(0.5))
        column.setSpacing(0)
        column.addWidget(self.cards, 1)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setAcceptDrops(True)

    def show_lane(self, stage: int, texts: tuple[str, str, str, str, str]) -> None:
        """`texts` are name, count, value, current value and note."""
        self.stage, self._texts = stage, texts
        words = [part for part in (f"{stage} {texts[0]}", *texts[1:]) if part]
        self.cards.setAccessibleName(", ".join(words))
        self.setToolTip("\n".join(words))
        self.update()

    def show_marks(self, *, locked: bool, may_skip: bool, more: int) -> None:
        self._locked, self._may_skip = locked, may_skip
        self._more.setText(ngettext("Show {count} more", "Show {count} more", more).format(count=more))
        self._more.setVisible(more > 0)

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        self.cards.fill(cards)

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

    def enter(self, row: int) -> bool:
        """Take the cursor at about this row; False for a lane without cards."""
        count = self.cards.rows.rowCount()
        if count:
            self.cards.setFocus(Qt.FocusReason.TabFocusReason)
            self.cards.setCurrentIndex(self.cards.rows.index(min(row, count - 1)))
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
        self.update()
        self.cards.viewport().update()

    def takes(self, card: int) -> bool:
        return card != 0 and self._drop is not None and self._drop.allowed

    def set_target(self, *, is_target: bool) -> None:
        if is_target != self._is_target:
            self._is_target = is_target
            self.update()

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
            paint.fill(painter, room, "soft")
            paint.outline(painter, room, "accentfill")
        else:
            painter.fillRect(room, theme.colour("sunken"))
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
        paint.text(painter, second.adjusted(taken + px(1), 0, 0, 0), current, Type.FIGURE, "text2")
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
