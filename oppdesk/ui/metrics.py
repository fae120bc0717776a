"""All sizes follow from the application font, so that 9 and 20 points, and every screen, get the same layout."""

from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

RADIUS = 5  # of controls and cards; not scaled, like all lines
SMALL_RADIUS = 2  # of segments and bars
HAIRLINE = 1
RING = 2

# In u, half the height of a line of text.
HALF, ONE, ONE_HALF, TWO, THREE, FOUR = 0.5, 1, 1.5, 2, 3, 4  # the spacing scale
PAGE_MARGIN, BETWEEN_GROUPS, IN_GROUP = 3, 2, 0.75
ROW, COMPACT_ROW, TWO_LINES = 4, 3, 5
CONTROL, SMALL_CONTROL, PILL = 4, 3.25, 2.75
ICON_TEXT, ICON_BUTTON, ICON_SIDE, ICON_CHOICE = 1.75, 2, 2.25, 3


class _Type(NamedTuple):
    size: float
    weight: int
    figures: bool


class Type(Enum):
    """The few kinds of lettering: size relative to the application font, weight, figures of equal width."""

    CAPTION = _Type(0.9, 400, False)
    CAPTION_NAME = _Type(0.9, 500, False)
    CAPTION_STRONG = _Type(0.9, 600, False)
    CAPTION_FIGURE = _Type(0.9, 400, True)
    CAPTION_FIGURE_NAME = _Type(0.9, 500, True)
    BODY = _Type(1.0, 400, False)
    NAME = _Type(1.0, 500, False)
    STRONG = _Type(1.0, 600, False)
    FIGURE = _Type(1.0, 400, True)
    FIGURE_NAME = _Type(1.0, 500, True)
    FIGURE_STRONG = _Type(1.0, 600, True)
    LEAD = _Type(1.2, 600, False)
    LEAD_FIGURE = _Type(1.2, 600, True)
    TITLE = _Type(1.5, 600, False)
    TITLE_FIGURE = _Type(1.5, 600, True)
    WELCOME = _Type(1.8, 600, False)


class Face:
    """One kind of lettering, measured with the very font it is drawn with."""

    def __init__(self, base: QFont, kind: _Type) -> None:
        self.font = QFont(base)
        if base.pixelSize() > 0:
            self.font.setPixelSize(round(base.pixelSize() * kind.size))
        else:
            self.font.setPointSizeF(base.pointSizeF() * kind.size)
        self.font.setWeight(QFont.Weight(kind.weight))
        if kind.figures:
            self.font.setFeature(QFont.Tag("tnum"), 1)
        # Chinese letters come from a fallback font that has no 600 and silently gives regular.
        self.heavy = QFont(self.font)
        if kind.weight >= 600:
            self.heavy.setWeight(QFont.Weight.Bold)
        self.measure = QFontMetricsF(self.font)
        self._heavy_measure = QFontMetricsF(self.heavy)
        self.ascent = self.measure.ascent()
        self.height = self.measure.height()

    def font_for(self, text: str) -> QFont:
        return self.font if _is_western(text) else self.heavy

    @lru_cache(maxsize=16384)  # noqa: B019 - faces live as long as the application font
    def width(self, text: str) -> float:
        """Device-independent pixels the text takes."""
        measure = self.measure if _is_western(text) else self._heavy_measure
        return measure.horizontalAdvance(text)

    @lru_cache(maxsize=16384)  # noqa: B019
    def elided(self, text: str, room: int) -> str:
        """One line of at most `room` pixels; what is cut ends in an ellipsis."""
        line = text.replace("\n", " ") if "\n" in text else text
        if self.width(line) <= room:
            return line
        measure = self.measure if _is_western(line) else self._heavy_measure
        return measure.elidedText(line, Qt.TextElideMode.ElideRight, room)


def _is_western(text: str) -> bool:
    return text.isascii() or max(text) < "\u2e80"


class _Measured:
    """The sizes of one application font, kept until another is set."""

    font: QFont | None = None
    unit: int = 0
    faces: dict[Type, Face] = {}  # noqa: RUF012 - one application, one set


def unit(font: QFont | None = None) -> int:
    """u: half the height of a line of the application font, in device-independent pixels."""
    if font is not None:
        return max(1, round(QFontMetricsF(font).height() / 2))
    present = QApplication.font()
    if _Measured.font is None or present != _Measured.font:
        _Measured.font = present
        _Measured.unit = unit(present)
        _Measured.faces = {}
    return _Measured.unit


def px(size: float) -> int:
    """`size` in u as whole pixels."""
    return round(size * unit())


def face(kind: Type) -> Face:
    unit()  # notices another application font
    found = _Measured.faces.get(kind)
    if found is None:
        found = _Measured.faces[kind] = Face(QApplication.font(), kind.value)
    return found
