"""The cards of the board: what one shows and how it is painted."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.cells import NextStepCell
from oppdesk.ui.metrics import ICON_TEXT, Type, px

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

    def waits(self) -> str:
        """How long it has been in its stage."""
        return "" if self.days is None else _("{days} d").format(days=self.days)


@dataclass(frozen=True, slots=True)
class Drop:
    """What dropping the dragged card on a lane would be: `words` for the head of the lane, `title` and `line` for
    the place it would take; or, not allowed, the reason in `words`."""

    words: str
    icon: str = ""
    allowed: bool = True
    title: str = ""
    line: str = ""


def paint_slot(painter: QPainter, box: QRect, drop: Drop) -> None:
    paint.fill(painter, box, "soft")
    paint.outline(painter, box, "accentfill", 2, dashed=True)
    inner = box.adjusted(px(2), 0, -px(2), 0)
    first = QRect(inner.left(), box.center().y() - px(2), inner.width(), px(2))
    paint.text(painter, first, drop.title, Type.STRONG, "accent", "right")
    second = QRect(inner.left(), box.center().y() + px(0.25), inner.width(), px(2))
    paint.text(painter, second, drop.line, Type.CAPTION_FIGURE, "text2", "right")


def paint_ground(painter: QPainter, box: QRect, ground: theme.Token, glow: float) -> None:
    """The sheet of a card; one that has just come to its lane glows."""
    paint.fill(painter, box, ground)
    if glow > 0:
        before = painter.opacity()
        painter.setOpacity(before * glow)
        paint.fill(painter, box, "soft")
        paint.outline(painter, box, "accentfill", metrics.RING)
        painter.setOpacity(before)


def paint_coming(painter: QPainter, box: QRect) -> None:
    """A card that is being read."""
    paint.fill(painter, box, "raised")
    paint.outline(painter, box, "hair")
    for top, part in ((1.625, 0.6), (4.125, 0.4), (6.875, 0.3)):
        bar = QRect(box.left() + px(1.5), box.top() + px(top), round((box.width() - px(3)) * part), px(1.25))
        paint.fill(painter, bar, "sunken")


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
    days = card.waits()
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
