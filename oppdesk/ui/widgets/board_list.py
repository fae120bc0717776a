"""The list of cards in a lane: a table of one column, which shows 50,000 rows as quickly as ten."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, SignalInstance
from PySide6.QtGui import (
    QBrush,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from oppdesk.i18n import _
from oppdesk.ui import paint, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.board_cards import (
    CARD,
    FORBIDDEN,
    GAP,
    SIDE,
    BoardCard,
    card_picture,
    paint_card,
    paint_coming,
    paint_ground,
    paint_slot,
)
from oppdesk.ui.widgets.board_rows import MIME, Index, LaneRows, carried

EDGE = 5  # u from its upper or lower end where a dragged card pulls the list on
PULL = 30  # milliseconds between two pulls
PULLED = 2.5  # u
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Lane(Protocol):
    """What a list tells its lane."""

    stage: int
    selected: SignalInstance
    opened: SignalInstance
    move_wanted: SignalInstance
    menu_wanted: SignalInstance
    dropped: SignalInstance
    drag_began: SignalInstance
    drag_ended: SignalInstance
    dragged_over: SignalInstance
    left: SignalInstance

    def takes(self, card: int) -> bool: ...
    def ground(self) -> theme.Token: ...
    def set_target(self, *, is_target: bool) -> None: ...


class CardList(QTableView):
    """Drags start here and end here; the lane decides what they mean."""

    def __init__(self, lane: Lane, parent: QWidget, rows: LaneRows) -> None:
        super().__init__(parent)
        self._lane = lane
        self.rows = rows
        self.setModel(rows)
        self._look = CardDelegate(self)
        self.setItemDelegate(self._look)
        self._pull = QTimer(self, interval=PULL)
        self._pull.timeout.connect(self._pull_on)
        self._over = QPoint()
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(px(CARD + GAP))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # scrolling moves what is painted
        plain = self.palette()  # the look of a selected card is the delegate's
        plain.setBrush(QPalette.ColorRole.Highlight, QBrush(Qt.BrushStyle.NoBrush))
        self.setPalette(plain)
        self.verticalScrollBar().setSingleStep(px(2))
        self.doubleClicked.connect(self._open)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(10), px(CARD))

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these cards; what stays in view stays where it is."""
        step, bar = self.verticalHeader().defaultSectionSize(), self.verticalScrollBar()
        above, offset = divmod(bar.value(), step)
        top, scrolled = self.rows.id_at(above), bar.value()
        self.rows.set_ids(ids)
        self.updateGeometries()  # or the scroll bar still knows the old length
        if scrolled:
            at = self.rows.row_of(top)
            bar.setValue(scrolled if at < 0 else at * step + offset)

    def current_card(self) -> BoardCard | None:
        index = self.currentIndex()
        return self.rows.card(index.row()) if index.isValid() else None

    def current_id(self) -> int:
        index = self.currentIndex()
        return self.rows.id_at(index.row()) if index.isValid() else 0

    def visible_ids(self) -> list[int]:
        """Of the cards that can be seen."""
        step, top = self.verticalHeader().defaultSectionSize(), self.verticalScrollBar().value()
        first, last = top // step, (top + self.viewport().height()) // step
        return [each for row in range(first, last + 1) if (each := self.rows.id_at(row))]

    def _open(self, index: QModelIndex) -> None:
        card = self.rows.id_at(index.row())
        if card:
            self._lane.opened.emit(card)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        card = self.rows.id_at(current.row()) if current.isValid() else 0
        if card:
            self._lane.selected.emit(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card, key = self.current_id(), Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = modifiers == Qt.KeyboardModifier.NoModifier
        step = _SIDEWAYS.get(key, 0)
        if step and modifiers == Qt.KeyboardModifier.ControlModifier:
            if card:
                self._lane.move_wanted.emit(card, step)
        elif step and is_plain:
            self._lane.left.emit(step, self.visualRect(self.currentIndex()).center().y())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and is_plain:
            self.setCurrentIndex(self.rows.index(0 if key == Qt.Key.Key_Home else self.rows.rowCount() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and card:
            self._lane.opened.emit(card)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters belong to the filter of the page."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        card = self.current_id()
        if card:
            is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            place = self.visualRect(self.currentIndex()).center()
            self._lane.menu_wanted.emit(
                card, self.viewport().mapToGlobal(place) if is_key else event.globalPos()
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour(self._lane.ground()))
        painter.end()
        super().paintEvent(event)
        if not self.rows.rowCount():
            painter.begin(self.viewport())
            room = self.viewport().rect().adjusted(px(1.5), px(0.5), -px(1.5), 0)
            paint.paragraph(painter, room, _("No opportunity at this stage."), Type.BODY, "text3")
            painter.end()

    # -- dragging -----------------------------------------------------------------------------------------

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
        self.end_pull()
        self._lane.set_target(is_target=False)
        self.rows.open_slot(-1)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        card = carried(event.mimeData())
        allowed = self._lane.takes(card)
        self.end_pull()
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
        self._over = event.position().toPoint()
        if not self._pull.isActive():
            self._pull.start()  # the pointer may rest at an edge
        if not self._lane.takes(carried(event.mimeData())):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self._lane.set_target(is_target=True)
        self._show_place()

    def _show_place(self) -> None:
        scrolled = self._over.y() + self.verticalScrollBar().value()
        self.rows.open_slot(max(0, scrolled // px(CARD + GAP)))

    def _pull_on(self) -> None:
        """A card that is held at an edge pulls the list on, and the board."""
        self._lane.dragged_over.emit(self.viewport().mapToGlobal(self._over))
        bar, near = self.verticalScrollBar(), min(px(EDGE), self.viewport().height() // 4)
        if self._over.y() < near:
            bar.setValue(bar.value() - px(PULLED))
        elif self._over.y() > self.viewport().height() - near:
            bar.setValue(bar.value() + px(PULLED))
        else:
            return
        if self.rows.slot() >= 0:
            self._show_place()

    def end_pull(self) -> None:
        self._pull.stop()


class CardDelegate(QStyledItemDelegate):
    """Paints cards and the free place."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rows = index.model()
        if not isinstance(rows, LaneRows):
            return
        box = option.rect.adjusted(px(SIDE), 0, -px(SIDE), -px(GAP))
        number = rows.id_at(index.row())
        if not number:
            paint_slot(painter, box, rows.drop)
            return
        card = rows.card(index.row())
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if card is None and not is_selected:
            paint_coming(painter, box)
            return
        if rows.is_forbidden or number == rows.dragged:
            painter.setOpacity(FORBIDDEN)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        has_focus = option.widget is not None and option.widget.hasFocus()
        ground: theme.Token = "hover" if is_hovered else "raised"
        if is_selected:
            ground = "soft" if has_focus else "softidle"
        paint_ground(painter, box, ground, rows.glow if number == rows.landed else 0)
        if is_selected and has_focus:
            paint.ring(painter, box)
        else:
            paint.outline(painter, box, "line" if is_selected else "hair")
        if card is not None:
            paint_card(painter, box, card)
        painter.setOpacity(1)
