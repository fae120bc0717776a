"""The cards of the board: what one shows, the rows of one lane, and how a card is painted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.cells import NextStepCell
from oppdesk.ui.metrics import ICON_TEXT, Type, px

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-oppdesk-opportunity"
CARD, GAP, SIDE = 13, 1, 1  # u: height of a card, space below it, space beside it
FORBIDDEN = 0.45  # opacity of lanes where a card may not go, and of the place it leaves


@dataclass(frozen=True, slots=True)
class BoardCard:
    """One opportunity; texts as they shall read."""

    id: int
    name: str
    contact: str = ""
    amount: str = ""
    closing: str = ""
    overdue: bool = False
    step: NextStepCell = field(default_factory=NextStepCell)
    days: int | None = None
    stale: bool = False
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Drop:
    """What dropping the dragged card on a lane would be: `words` for the head of the lane, `title` and `line` for
    the place it would take; or, not allowed, the reason in `words`."""

    words: str
    icon: str = ""
    allowed: bool = True
    title: str = ""
    line: str = ""


class LaneModel(QAbstractListModel):
    """The cards of a lane, and during a drag the free place among them."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[BoardCard, ...] = ()
        self._places: dict[int, int] = {}
        self._slot = -1
        self.drop = Drop("")
        self.dragged = 0
        self.is_forbidden = False

    def set_cards(self, cards: Sequence[BoardCard]) -> None:
        self.beginResetModel()
        self._slot = -1
        self._cards = tuple(cards)
        self._places = {card.id: at for at, card in enumerate(self._cards)}
        self.endResetModel()

    def holds(self, cards: Sequence[BoardCard]) -> bool:
        return self._cards == tuple(cards)

    def row_of(self, card: int) -> int:
        """The row of a card, -1 when it is not in this lane."""
        at = self._places.get(card, -1)
        return at + 1 if 0 <= self._slot <= at else at

    def card(self, row: int) -> BoardCard | None:
        """None for the free place."""
        if row == self._slot:
            return None
        at = row - 1 if 0 <= self._slot < row else row
        return self._cards[at] if 0 <= at < len(self._cards) else None

    def slot(self) -> int:
        return self._slot

    def open_slot(self, row: int) -> None:
        """Make a free place before the card in `row`; -1 closes it."""
        row = min(row, len(self._cards))
        if row == self._slot:
            return
        if self._slot >= 0:
            self.beginRemoveRows(QModelIndex(), self._slot, self._slot)
            self._slot = -1
            self.endRemoveRows()
        if row >= 0:
            self.beginInsertRows(QModelIndex(), row, row)
            self._slot = row
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._cards) + (self._slot >= 0)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.card(index.row())
        if card is None:
            return self.drop.title if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            step = f"{card.step.date} {card.step.text}".strip() or _("No next step")
            parts = (card.name, card.contact, card.amount, card.closing, step, _days(card))
            return ("\n" if role == Qt.ItemDataRole.ToolTipRole else ", ").join(
                part for part in parts if part
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.card(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        card = self.card(indexes[0].row()) if indexes else None
        if card is not None:
            made.setData(MIME, QByteArray(str(card.id).encode()))
        return made


def carried(data: QMimeData) -> int:
    """The id of the card that is dragged; 0 for anything else."""
    text = bytes(data.data(MIME).data())
    return int(text) if text.isdigit() else 0


def _days(card: BoardCard) -> str:
    return "" if card.days is None else _("{days} d").format(days=card.days)


class CardDelegate(QStyledItemDelegate):
    """Paints cards and the free place."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(20), px(CARD + GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, LaneModel):
            return
        box = option.rect.adjusted(px(SIDE), 0, -px(SIDE), -px(GAP))
        card = model.card(index.row())
        if card is None:
            paint_slot(painter, box, model.drop)
            return
        if model.is_forbidden or card.id == model.dragged:
            painter.setOpacity(FORBIDDEN)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        has_focus = option.widget is not None and option.widget.hasFocus()
        ground: theme.Token = "hover" if is_hovered else "raised"
        if is_selected:
            ground = "soft" if has_focus else "softidle"
        paint.fill(painter, box, ground)
        if is_selected and has_focus:
            paint.ring(painter, box)
        else:
            paint.outline(painter, box, "line" if is_selected else "hair")
        paint_card(painter, box, card)
        painter.setOpacity(1)


def paint_slot(painter: QPainter, box: QRect, drop: Drop) -> None:
    paint.fill(painter, box, "soft")
    paint.outline(painter, box, "accentfill", 2, dashed=True)
    inner = box.adjusted(px(2), 0, -px(2), 0)
    first = QRect(inner.left(), box.center().y() - px(2), inner.width(), px(2))
    paint.text(painter, first, drop.title, Type.STRONG, "accent", "right")
    second = QRect(inner.left(), box.center().y() + px(0.25), inner.width(), px(2))
    paint.text(painter, second, drop.line, Type.CAPTION_FIGURE, "text2", "right")


def paint_card(painter: QPainter, box: QRect, card: BoardCard) -> None:
    """What stands on a card; its ground is the caller's."""
    inner = box.adjusted(px(1.5), 0, -px(1.5), 0)

    def line(middle: float) -> QRect:
        return QRect(inner.left(), box.top() + px(middle - 1.25), inner.width(), px(2.5))

    name = line(2.25)
    mark = {0: "chevrons-down", 2: "chevrons-up"}.get(card.priority)
    if mark:
        paint.icon(painter, mark, "text2", name.right() + 1 - px(ICON_TEXT), name, ICON_TEXT)
        name.setRight(name.right() - px(ICON_TEXT + 0.5))
    paint.text(painter, name, card.name, Type.STRONG)
    paint.text(painter, line(4.625), card.contact, Type.BODY, "text2")
    amount = line(7.5)
    taken = paint.text(painter, amount, card.amount, Type.FIGURE_STRONG)
    closing = amount.adjusted(taken + px(1), 0, 0, 0)
    if card.overdue:
        width = paint.text(painter, closing, card.closing, Type.FIGURE_NAME, "overdue", "right")
        at = closing.right() + 1 - width - px(ICON_TEXT + 0.75)
        if at >= closing.left():
            paint.icon(painter, "clock-alert", "overdue", at, closing, ICON_TEXT)
    else:
        paint.text(painter, closing, card.closing, Type.FIGURE, "text2", "right")
    paint.across(painter, inner.left(), box.top() + px(9), inner.width(), "hair")
    _paint_step(painter, line(10.875), card)


def _paint_step(painter: QPainter, room: QRect, card: BoardCard) -> None:
    days = _days(card)
    if days:
        kind = Type.FIGURE_STRONG if card.stale else Type.FIGURE
        width = paint.text(painter, room, days, kind, "stale" if card.stale else "text2", "right")
        room.setRight(room.right() - width - px(0.5))
        if card.stale:
            at = room.right() + 1 - px(ICON_TEXT)
            paint.icon(painter, "hourglass", "stale", at, room, ICON_TEXT)
            room.setRight(at - px(1))
        else:
            room.setRight(room.right() - px(0.5))
    step = card.step
    rest = room.adjusted(px(ICON_TEXT + 0.75), 0, 0, 0)
    if step.is_closed:
        return
    if not step.date:
        paint.icon(painter, "circle-dashed", "stale", room.left(), room, ICON_TEXT)
        paint.text(painter, rest, _("No next step"), Type.BODY, "stale")
        return
    colour: theme.Token = "overdue" if step.overdue else "text2"
    paint.icon(painter, step.icon, colour, room.left(), room, ICON_TEXT)
    kind = Type.FIGURE_NAME if step.overdue else Type.FIGURE
    taken = paint.text(painter, rest, step.date, kind, colour)
    paint.text(painter, rest.adjusted(taken + px(0.75), 0, 0, 0), step.text, Type.BODY, "text2")


def card_picture(card: BoardCard, width: int, ratio: float) -> QPixmap:
    """The card as it hangs on the pointer while it is dragged."""
    edge = px(1.5)
    size = QSize(width + 2 * edge, px(CARD) + 2 * edge)
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    box = QRect(edge, edge, width, px(CARD))
    paint.shadow(painter, box, px(1.25), px(0.25))
    paint.fill(painter, box, "raised")
    paint.outline(painter, box, "accentfill", metrics.RING)
    paint_card(painter, box, card)
    painter.end()
    return made
