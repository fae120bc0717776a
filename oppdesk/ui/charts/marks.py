"""What a chart shows, as frozen values: the same for the picture, the table, the paper and the screen reader."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or slice. `share` is 0..1, of the longest bar or of the whole circle; `tip` says it in a sentence."""

    name: str
    share: float
    figure: str = ""
    note: str = ""  # a second figure
    inside: str = ""  # on the bar
    tip: str = ""
    opens: object = None  # what is handed out when it is chosen; None is no link


@dataclass(frozen=True, slots=True)
class ChartData:
    """`heads` stand over name, mark, figure and note; `line` tells what is counted."""

    title: str
    marks: tuple[Mark, ...]
    heads: tuple[str, str, str, str] = ("", "", "", "")
    line: str = ""
    middle: tuple[str, str] = ("", "")  # in a ring: the whole, and what it is


@dataclass(frozen=True, slots=True)
class Drawing:
    """A kind of chart as functions over the same data and the same room."""

    draw: Callable[[QPainter, QRect, ChartData, int], None]  # the last is the mark that is lit, -1 for none
    places: Callable[[QRect, ChartData], list[QRect]]  # a hit target a mark, in their order
    height: Callable[[int], int]  # pixels that so many marks want
    least: Callable[[int], int]  # pixels below which they could not be read
    found: Callable[[QRect, ChartData, QPointF], int]  # a mark under a point beside the targets, or -1
