"""Addresses on sheets of labels: each as large as its label lets it, letter by letter as it is."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPainter, QPen

from oppdesk.i18n import _
from oppdesk.reports.labels import Format
from oppdesk.ui import list_paper, theme
from oppdesk.ui.paper import FINE, page_size

POINTS = 72 / 25.4  # a millimetre
LARGEST, SMALLEST = 11.0, 7.0  # points of the letters, unless there are many lines
SIDE, ABOVE = 5.0, 2.5  # millimetres between the edge of the label and its words
_LEADING = 1.2


class LabelPages:
    """The first `start` labels of the first sheet are used up; with guides the edges of all are drawn."""

    def __init__(
        self, format_: Format, addresses: Sequence[Sequence[str]], start: int = 0, *, guides: bool = False
    ) -> None:
        self.title = _("Labels")
        self.layout = QPageLayout(
            page_size(format_.paper),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
            QPageLayout.Unit.Millimeter,
        )
        self.layout.setMode(QPageLayout.Mode.FullPageMode)
        self.count = format_.sheets(len(addresses), start)
        self._format = format_
        self._addresses = addresses
        self._start = start
        self._guides = guides

    def paint(self, painter: QPainter, page: int) -> None:
        if self._guides:
            self._paint_edges(painter, page)
        for spot in self._format.spots(page, len(self._addresses), self._start):
            self._paint_address(painter, self._words_at(spot.x, spot.y), self._addresses[spot.address])

    def _label_at(self, x: float, y: float) -> QRectF:
        return QRectF(x * POINTS, y * POINTS, self._format.width * POINTS, self._format.height * POINTS)

    def _words_at(self, x: float, y: float) -> QRectF:
        side, above = SIDE * POINTS, ABOVE * POINTS
        return self._label_at(x, y).adjusted(side, above, -side, -above)

    def _paint_edges(self, painter: QPainter, page: int) -> None:
        painter.setPen(QPen(theme.LIGHT.colour("line"), 0.5))
        for place in range(self._format.per_sheet):
            box = self._label_at(*self._format.corner(place))
            if page == 0 and place < self._start:
                painter.fillRect(box, theme.LIGHT.colour("sunken"))
            painter.drawRect(box)

    @staticmethod
    def _paint_address(painter: QPainter, room: QRectF, lines: Sequence[str]) -> None:
        """In the middle of the height; too long a line is made smaller, then cut."""
        plain = [" ".join(line.split()) for line in lines]
        size = min(LARGEST, room.height() / (max(1, len(plain)) * _LEADING))
        measure = QFontMetricsF(list_paper.font(size))
        widest = max((measure.horizontalAdvance(line) / FINE for line in plain), default=0)
        if widest > room.width():
            size = max(min(SMALLEST, size), size * room.width() / widest)
        font, height = list_paper.font(size), size * _LEADING
        top = room.top() + max(0.0, room.height() - len(plain) * height) / 2
        for line in plain:
            list_paper.write(painter, QRectF(room.left(), top, room.width(), height), line, font, "text")
            top += height
