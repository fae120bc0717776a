"""The strokes that every painted widget and delegate shares, so that a pill in a list is the pill on a card."""

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from oppdesk.ui import icons, metrics, theme
from oppdesk.ui.metrics import RADIUS, RING, Type, px

Align = Literal["left", "right", "centre"]
Tone = Literal["neutral", "accent", "won", "lost", "overdue", "stale"]

# The words and the ground of a mark; a tone never comes without its words.
TONES: dict[Tone, tuple[theme.Token, theme.Token]] = {
    "neutral": ("text2", "softidle"),
    "accent": ("accent", "soft"),
    "won": ("won", "wonsoft"),
    "lost": ("lost", "lostsoft"),
    "overdue": ("overdue", "overduesoft"),
    "stale": ("stale", "stalesoft"),
}


def smooth(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def text(
    painter: QPainter,
    room: QRect,
    words: str,
    kind: Type = Type.BODY,
    colour: theme.Token = "text",
    align: Align = "left",
) -> int:
    """One line in the middle of `room`'s height, cut with an ellipsis; returns the pixels it took."""
    return line(painter, room, words, metrics.face(kind), theme.colour(colour), align)


def line(
    painter: QPainter, room: QRect, words: str, face: metrics.Face, colour: QColor, align: Align = "left"
) -> int:
    """As `text`, for those who keep the face and the colour over many cells."""
    if not words or room.width() <= 0:
        return 0
    shown = face.elided(words, room.width())
    width = face.width(shown)
    left = float(room.left())
    if align == "right":
        left = room.left() + room.width() - width
    elif align == "centre":
        left = room.left() + (room.width() - width) / 2
    baseline = room.top() + round((room.height() - face.height) / 2 + face.ascent)
    painter.setFont(face.font_for(shown))
    painter.setPen(colour)
    painter.drawText(QPointF(left, baseline), shown)
    return round(width + 0.49)


def paragraph(
    painter: QPainter, room: QRect, words: str, kind: Type = Type.BODY, colour: theme.Token = "text"
) -> None:
    """Several lines from the top of `room`, broken between words."""
    painter.setFont(metrics.face(kind).font_for(words))
    painter.setPen(theme.colour(colour))
    painter.drawText(room, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, words)


def paragraph_height(words: str, width: int, kind: Type = Type.BODY) -> int:
    face = metrics.face(kind)
    room = face.measure.boundingRect(
        QRectF(0, 0, max(1, width), 10_000), Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, words
    )
    return round(room.height() + 0.49)


def icon(painter: QPainter, name: str, colour: theme.Token, left: int, room: QRect, size: float) -> None:
    """An icon of `size` u at `left`, in the middle of `room`'s height."""
    side = px(size)
    icons.draw(painter, name, colour, QPoint(left, room.top() + (room.height() - side) // 2), side)


def fill(painter: QPainter, room: QRect, colour: theme.Token, radius: float = RADIUS) -> None:
    if radius <= 0:
        painter.fillRect(room, theme.colour(colour))
        return
    smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(colour))
    painter.drawRoundedRect(room, radius, radius)


def outline(
    painter: QPainter,
    room: QRect,
    colour: theme.Token,
    width: float = 1,
    radius: float = RADIUS,
    *,
    dashed: bool = False,
) -> None:
    """A line inside the edge of `room`."""
    smooth(painter)
    pen = QPen(theme.colour(colour), width)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([(3 + width) / width, (1.5 + width) / width])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    inner = radius - half
    painter.drawRoundedRect(QRectF(room).adjusted(half, half, -half, -half), inner, inner)


def ring(painter: QPainter, room: QRect, colour: theme.Token = "accentfill", radius: float = RADIUS) -> None:
    """The mark of the keyboard focus."""
    outline(painter, room, colour, RING, radius)


def across(painter: QPainter, left: int, top: int, length: int, colour: theme.Token = "hair") -> None:
    """A hairline on the pixel grid."""
    painter.fillRect(left, top, length, metrics.HAIRLINE, theme.colour(colour))


def down(painter: QPainter, left: int, top: int, length: int, colour: theme.Token = "hair") -> None:
    painter.fillRect(left, top, metrics.HAIRLINE, length, theme.colour(colour))


def shadow(painter: QPainter, room: QRect, spread: int, offset: int) -> None:
    """A soft shadow `spread` pixels around what will be painted on `room`, moved down by `offset`.

    Blurred once for corners and edges; its middle is left out, since `room` is painted over it.
    """
    device = painter.device()
    ratio = device.devicePixelRatio() if device else 1.0
    corner = max(2, spread) + RADIUS + 1  # a corner reaches as far into the room as the shadow out of it
    picture = _shadow(max(2, spread), ratio, is_dark=theme.current().dark)
    outer = QRect(room).adjusted(-corner, -corner, corner, corner).translated(0, offset)
    inner = outer.adjusted(2 * corner, 2 * corner, -2 * corner, -2 * corner)
    lefts = (
        (outer.left(), 0, 2 * corner),
        (inner.left(), 2 * corner, 1),
        (inner.right() + 1, 2 * corner + 1, 2 * corner),
    )
    tops = (
        (outer.top(), 0, 2 * corner),
        (inner.top(), 2 * corner, 1),
        (inner.bottom() + 1, 2 * corner + 1, 2 * corner),
    )
    for row, (top, from_top, height) in enumerate(tops):
        for column, (left, from_left, width) in enumerate(lefts):
            if row == column == 1:
                continue
            wide = inner.width() if column == 1 else width
            high = inner.height() if row == 1 else height
            source = QRectF(from_left * ratio, from_top * ratio, width * ratio, height * ratio)
            painter.drawPixmap(QRectF(left, top, wide, high), picture, source)


@lru_cache(maxsize=32)
def _shadow(reach: int, ratio: float, *, is_dark: bool) -> QPixmap:
    """The shadow of a room that is one pixel wide and high between its corners."""
    corner = reach + RADIUS + 1
    side = 4 * corner + 1
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor(theme.LIGHT.colour("veil"))
    darkest = 0.4 if is_dark else 0.2
    room = QRectF(corner, corner, side - 2 * corner, side - 2 * corner)
    for step in range(reach, 0, -1):  # every ring adds a little, so the sum falls off as the square outward
        shade.setAlphaF(darkest * 2 * (reach - step + 1) / (reach * (reach + 1)))
        painter.setBrush(shade)
        painter.drawRoundedRect(room.adjusted(-step, -step, step, step), RADIUS + step, RADIUS + step)
    painter.end()
    return picture


def pill_width(words: str, icon_name: str = "") -> int:
    face = metrics.face(Type.CAPTION_FIGURE_NAME)
    return round(face.width(words) + 0.49) + px(2) + (px(ICON_AND_GAP) if icon_name else 0)


ICON_AND_GAP = metrics.ICON_TEXT + 0.5  # u


def pill(painter: QPainter, room: QRect, words: str, icon_name: str, tone: Tone) -> int:
    """A mark at the left of `room`, in the middle of its height; returns its width."""
    colour, ground = TONES[tone]
    height = px(metrics.PILL)
    width = min(room.width(), pill_width(words, icon_name))
    box = QRect(room.left(), room.top() + (room.height() - height) // 2, width, height)
    fill(painter, box, ground)
    left = box.left() + px(1)
    if icon_name:
        icon(painter, icon_name, colour, left, box, metrics.ICON_TEXT)
        left += px(ICON_AND_GAP)
    inner = QRect(left, box.top(), box.right() + 1 - px(1) - left, height)
    text(painter, inner, words, Type.CAPTION_FIGURE_NAME, colour)
    return width


def keycap_width(words: str) -> int:
    return max(px(3), round(metrics.face(Type.CAPTION).width(words) + 0.49) + px(1.5))


def keycap(painter: QPainter, room: QRect, words: str) -> int:
    """A key at the right end of `room`; returns its width."""
    width, height = keycap_width(words), px(2.5)
    box = QRect(room.right() + 1 - width, room.top() + (room.height() - height) // 2, width, height)
    outline(painter, box, "hair" if not theme.current().dark else "line", 1, RADIUS)
    text(painter, box, words, Type.CAPTION, "text2", "centre")
    return width


def segments(
    painter: QPainter, room: QRect, number: int, count: int, outcome: Literal["", "won", "lost"] = ""
) -> int:
    """The stage strip in a list cell: `number` of `count` stages; all green when won, all grey when lost or not
    started. Returns its width."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device else 1.0
    width, height = px(SEGMENTS), px(0.75)
    strip = _segments(number, max(1, count), outcome, width, height, ratio, theme.current().name)
    painter.drawPixmap(QPoint(room.left(), room.top() + (room.height() - height) // 2), strip)
    return width


@lru_cache(maxsize=512)
def _segments(
    number: int, count: int, outcome: str, width: int, height: int, ratio: float, _theme: str
) -> QPixmap:
    """Painted once: round corners are dear, and a list has the same few strips in row after row."""
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    smooth(painter)
    painter.setPen(Qt.PenStyle.NoPen)
    gap = 2
    each = (width - gap * (count - 1)) / count
    if each < 2:  # a cycle of very many stages keeps its place in it, without gaps
        gap, each = 0, width / count
    for index in range(count):
        colour: theme.Token = "ahead"
        if outcome == "won":
            colour = "won"
        elif outcome != "lost" and index + 1 <= number:
            colour = "accent" if index + 1 == number else "passed"
        left, right = round(index * (each + gap)), round(index * (each + gap) + each)
        painter.setBrush(theme.colour(colour))
        painter.drawRoundedRect(QRect(left, 0, max(1, right - left), height), 2, 2)
    painter.end()
    return picture


SEGMENTS = 5.75  # u: the width of all segments together


def bar(
    painter: QPainter, room: QRect, share: float, colour: theme.Token = "accent", second: float | None = None
) -> None:
    """A bar filled to `share` (0..1); `second` is a share shown paler behind it."""
    fill(painter, room, "ahead", 2)
    parts: tuple[tuple[float | None, theme.Token], ...] = ((second, "passed"), (share, colour))
    for part, shown in parts:
        if part:
            width = max(2, round(room.width() * min(1.0, max(0.0, part))))
            fill(painter, QRect(room.left(), room.top(), width, room.height()), shown, 2)


def check_box_place(room: QRect) -> QRect:
    """Where a box stands in a cell: in its middle."""
    side = px(2.25) if px(2.25) % 2 == 0 else px(2.25) - 1
    return QRect(room.center().x() - side // 2 + 1, room.top() + (room.height() - side) // 2, side, side)


def check_box(painter: QPainter, room: QRect, *, is_on: bool, is_enabled: bool = True) -> None:
    """A box as the style sheet draws it, for cells and sentences."""
    box = check_box_place(room)
    ground: theme.Token = "sunken" if not is_enabled else "accentfill" if is_on else "base"
    fill(painter, box, ground, 4)
    if not is_enabled or not is_on:
        outline(painter, box, "field" if is_enabled else "hair", 1, 4)
    if is_on:
        colour: theme.Token = "onaccent" if is_enabled else "disabled"
        icons.draw(painter, "tick", colour, box.topLeft() + QPoint(1, 1), box.width() - 2)
