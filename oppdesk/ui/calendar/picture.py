"""How a task looks in a calendar, the same in every view: a quiet piece with an edge, an icon, and its words."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from oppdesk.i18n import LocaleFormat
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.calendar import words
from oppdesk.ui.calendar.items import Item
from oppdesk.ui.metrics import Type, px

BAR = 2.75  # u, the height of a piece in the head row and in a month
GAP = 0.25  # u between two pieces
EDGE = 3  # pixels of the stripe that tells how it stands
NARROW = 8  # u below which a piece has no icon that only tells its type
SAVING = 0.55  # how much of a piece is seen until it is written
LEFT, CARRIED = 0.35, 0.85  # where it was taken from, and on its way


class Look:
    """What a piece is at the moment: chosen, under the pointer, being written, carried."""

    def __init__(
        self, *, chosen: bool = False, lit: bool = False, saving: bool = False, focus: bool = False
    ) -> None:
        self.chosen = chosen
        self.lit = lit
        self.saving = saving
        self.focus = focus


def _ground(painter: QPainter, room: QRect, item: Item, look: Look) -> None:
    colour: theme.Token = "soft" if look.chosen else "hover" if look.lit else "softidle"
    if item.closed and not look.chosen:
        colour = "sunken" if not look.lit else "hover"
    paint.fill(painter, room, colour, metrics.RADIUS)
    if item.closed and not look.chosen:
        paint.outline(painter, room, "hair")
    elif look.lit and not look.chosen:
        paint.outline(painter, room, "line")
    edge: theme.Token = "overdue" if item.late else "line" if item.closed else "accent"
    painter.save()
    painter.setClipRect(QRect(room.left(), room.top(), EDGE, room.height()))
    paint.fill(painter, room, edge, metrics.RADIUS)
    painter.restore()
    if look.chosen and look.focus:
        paint.ring(painter, room)
    elif look.chosen:
        paint.outline(painter, room, "accentfill")


def draw_bar(
    painter: QPainter, room: QRect, item: Item, look: Look, form: LocaleFormat, *, with_time: bool = True
) -> None:
    """One line: icon, time, words."""
    painter.save()
    if look.saving:
        painter.setOpacity(painter.opacity() * SAVING)
    _ground(painter, room, item, look)
    name, colour = words.mark(item)
    inner = room.adjusted(px(0.75) + EDGE // 2, 0, -px(0.5), 0)
    paint.icon(painter, name, colour, inner.left(), inner, metrics.ICON_TEXT)
    inner.setLeft(inner.left() + px(metrics.ICON_TEXT + 0.5))
    clock = form.clock(item.clock()) if with_time and item.start is not None else ""
    if clock:
        took = paint.text(painter, inner, clock, Type.CAPTION_FIGURE, "overdue" if item.late else "text2")
        inner.setLeft(inner.left() + took + px(0.5))
    paint.text(painter, inner, item.title, Type.CAPTION_NAME, _text(item))
    painter.restore()


def draw_block(painter: QPainter, room: QRect, item: Item, look: Look, form: LocaleFormat) -> None:
    """As many lines as fit: title, time, whom, where."""
    line = px(2.25)
    if room.height() < 2 * line:
        draw_bar(painter, room, item, look, form)
        return
    painter.save()
    if look.saving:
        painter.setOpacity(painter.opacity() * SAVING)
    _ground(painter, room, item, look)
    painter.setClipRect(room)
    name, colour = words.mark(item)
    inner = room.adjusted(px(0.75) + EDGE // 2, px(0.25), -px(0.5), -px(0.25))
    top = first = QRect(inner.left(), inner.top(), inner.width(), line)
    if (
        inner.width() >= px(NARROW) or item.late or item.closed
    ):  # else the words need the room more than the type
        paint.icon(painter, name, colour, top.left(), top, metrics.ICON_TEXT)
        first = top.adjusted(px(metrics.ICON_TEXT + 0.5), 0, 0, 0)
    paint.text(painter, first, item.title, Type.CAPTION_STRONG, _text(item))
    late: theme.Token = "overdue" if item.late else "text2"
    lines: list[tuple[str, Type, theme.Token]] = [
        (words.time_span(item, form), Type.CAPTION_FIGURE, late),
        (item.whom, Type.CAPTION, "text2"),
        (item.location, Type.CAPTION, "text2"),
    ]
    for text, kind, shade in lines:
        top = top.translated(0, line)
        if text and top.bottom() <= inner.bottom() + px(0.5):
            paint.text(painter, top, text, kind, shade)
        elif not text:
            top = top.translated(0, -line)
    painter.restore()


def _text(item: Item) -> theme.Token:
    return "text3" if item.canceled else "text2" if item.closed else "text"


def draw_slot(painter: QPainter, room: QRect, text: str, *, focus: bool) -> None:
    """A place where something may come: under the keyboard, or drawn up with the pointer."""
    paint.fill(painter, room, "soft")
    if focus:
        paint.ring(painter, room)
    else:
        paint.outline(painter, room, "accentfill", 1, dashed=True)
    paint.text(painter, room.adjusted(px(0.75), 0, -px(0.5), 0), text, Type.CAPTION_FIGURE, "accent")
