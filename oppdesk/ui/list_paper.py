"""A list on paper, page by page: any page is painted by itself, so that a thousand are there at once.

Everything is measured in points; the same strokes make the preview, the PDF and the print. Texts of records are drawn
letter by letter as they are: nothing in them is ever read as markup.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPen,
)

from oppdesk.domain.outgoing import Column, Line, What
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import theme

MARGINS = QMarginsF(14, 12, 14, 12)  # millimetres
LETTERS, SMALL, TITLE = 8.5, 7.5, 15.0  # points
ROW, HEAD, FOOT, TOP = 15.0, 18.0, 20.0, 44.0  # points: a line, the heading, the foot, the title
GAP = 8.0  # points between columns
NARROWEST, WIDEST = 30.0, 210.0  # points
SMALLEST = 0.7  # of the letters, before texts are cut
SAMPLE = 1_000  # lines whose widths count
_CUT = "\x1f"  # between the texts of a line


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is on the paper: `lines` are packed, a letter for what they are and then their texts."""

    title: str
    words: str  # what narrows the list
    made: str  # when it was printed
    columns: tuple[Column, ...]
    lines: tuple[str, ...]


_MARKS = {What.RECORD: "r", What.GROUP: "g", What.SUBTOTAL: "s", What.TOTAL: "t"}


def packed(lines: Iterable[Line], columns: Sequence[Column], form: LocaleFormat) -> tuple[str, ...]:
    """Each line as the texts of its cells; the name of a group stands in the first."""
    shows = [_shown(column, form) for column in columns]
    return tuple([_MARKS[line.what] + _CUT.join(_texts(line, shows)) for line in lines])


def _shown(column: Column, form: LocaleFormat) -> Callable[[object], str]:
    show = column.field.show
    return lambda value: "" if value is None else " ".join(show(value, form).split())


def _texts(line: Line, shows: Sequence[Callable[[object], str]]) -> list[str]:
    texts = [show(value) for show, value in zip(shows, line.values, strict=True)]
    if line.what is What.GROUP:
        return [line.text]
    if line.what is not What.RECORD and not texts[0]:
        texts[0] = _("Sum of {name}").format(name=line.text) if line.text else _("Sum")
    return texts


class Pages:
    """The sheets laid out on A4, upright unless they are too wide for it; `turned` decides it otherwise."""

    def __init__(self, sheets: Sheets, *, turned: bool | None = None) -> None:
        self.sheets = sheets
        wanted = _wanted(sheets)
        upright = layout(turned=False).paintRect(QPageLayout.Unit.Point).width()
        self.is_turned = sum(wanted) + GAP * (len(wanted) - 1) > upright if turned is None else turned
        self.layout = layout(turned=self.is_turned)
        self.room = self.layout.paintRect(QPageLayout.Unit.Point)
        self.scale, self.widths = _fitted(wanted, sheets.columns, self.room.width())
        self._row = ROW * self.scale
        body = self.room.height() - HEAD - FOOT
        self._rest = max(1, int(body // self._row))
        self._first = max(1, int((body - TOP) // self._row))
        beyond = max(0, len(sheets.lines) - self._first)
        self.count = 1 + -(-beyond // self._rest)

    @property
    def title(self) -> str:
        return self.sheets.title

    def lines_of(self, page: int) -> tuple[str, ...]:
        """Pages count from 0."""
        if page == 0:
            return self.sheets.lines[: self._first]
        start = self._first + (page - 1) * self._rest
        return self.sheets.lines[start : start + self._rest]

    def paint(self, painter: QPainter, page: int) -> None:
        """A page from its upper left printable corner; the painter's unit is the point."""
        top = 0.0
        if page == 0:
            self._paint_title(painter)
            top = TOP
        top = self._paint_heading(painter, top)
        for line in self.lines_of(page):
            self._paint_line(painter, line, top)
            top += self._row
        self._paint_foot(painter, page)

    def _paint_title(self, painter: QPainter) -> None:
        across = self.room.width()
        write(painter, QRectF(0, 0, across, 20), self.sheets.title, font(TITLE, bold=True), "text")
        write(painter, QRectF(0, 22, across, 12), self.sheets.words, font(SMALL), "text2")

    def _paint_heading(self, painter: QPainter, top: float) -> float:
        letters = font(SMALL * self.scale, bold=True)
        for column, left, width in self._places():
            room = QRectF(left, top, width, HEAD - 4)
            write(painter, room, column.label, letters, "text2", at_right=column.is_at_right)
        self._rule(painter, top + HEAD - 3, "field")
        return top + HEAD

    def _paint_line(self, painter: QPainter, line: str, top: float) -> None:
        mark, texts = line[:1], line[1:].split(_CUT)
        letters = font(LETTERS * self.scale, bold=mark != "r")
        height = self._row - 1
        if mark == "g":
            write(painter, QRectF(0, top, self.room.width(), height), texts[0], letters, "text")
        else:
            for (column, left, width), text in zip(self._places(), texts, strict=True):
                room = QRectF(left, top, width, height)
                write(painter, room, text, letters, "text", at_right=column.is_at_right)
        self._rule(painter, top + self._row - 0.5, "rule")

    def _paint_foot(self, painter: QPainter, page: int) -> None:
        room = QRectF(0, self.room.height() - 12, self.room.width(), 12)
        write(painter, room, self.sheets.made, font(SMALL), "text2")
        words = _("Page {page} of {count}").format(page=page + 1, count=self.count)
        write(painter, room, words, font(SMALL), "text2", at_right=True)

    def _places(self) -> list[tuple[Column, float, float]]:
        left, found = 0.0, []
        for column, width in zip(self.sheets.columns, self.widths, strict=True):
            found.append((column, left, width))
            left += width + GAP
        return found

    def _rule(self, painter: QPainter, top: float, token: theme.Token) -> None:
        painter.setPen(QPen(_colour(token), 0.5))
        painter.drawLine(0, round(top), round(self.room.width()), round(top))


def layout(*, turned: bool) -> QPageLayout:
    way = QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, MARGINS, QPageLayout.Unit.Millimeter)


def font(points: float, *, bold: bool = False) -> QFont:
    """In points of the paper, whatever the screen's are."""
    made = QFont()
    made.setPixelSize(max(1, round(points * _FINE)))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


_FINE = 10  # pixel sizes are whole: letters are set ten times as large and drawn smaller


def write(
    painter: QPainter, room: QRectF, text: str, letters: QFont, token: theme.Token, *, at_right: bool = False
) -> None:
    """One line in its place, cut where it is too long."""
    if not text:
        return
    painter.save()
    painter.translate(room.topLeft())
    painter.scale(1 / _FINE, 1 / _FINE)
    painter.setFont(letters)
    painter.setPen(_colour(token))
    across, down = room.width() * _FINE, room.height() * _FINE
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetricsF(letters).elidedText(text, Qt.TextElideMode.ElideRight, across)
    flags = int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
    painter.drawText(QRectF(0, 0, across, down), flags, shown)
    painter.restore()


def _colour(token: theme.Token) -> QColor:
    """Paper is light in every theme."""
    return theme.LIGHT.colour(token)


def _wanted(sheets: Sheets) -> list[float]:
    """How wide each column would be, by its heading and some of its lines."""
    plain, strong = QFontMetricsF(font(LETTERS)), QFontMetricsF(font(LETTERS, bold=True))
    step = max(1, len(sheets.lines) // SAMPLE)
    widths = [strong.horizontalAdvance(column.label) for column in sheets.columns]
    for line in (*sheets.lines[::step], *sheets.lines[-1:]):
        if line[0] == "g":
            continue
        measure = plain if line[0] == "r" else strong
        for at, text in enumerate(line[1:].split(_CUT)):
            if at or line[0] == "r":  # the words of sums may run on
                widths[at] = max(widths[at], measure.horizontalAdvance(text))
    return [min(WIDEST, max(NARROWEST, width / _FINE + 2)) for width in widths]


def _fitted(wanted: Sequence[float], columns: Sequence[Column], across: float) -> tuple[float, list[float]]:
    """Smaller letters first, then narrower texts; figures and dates are never cut while there is any other way."""
    gaps = GAP * (len(wanted) - 1)
    room = across - gaps
    scale = min(1.0, max(SMALLEST, room / sum(wanted))) if wanted else 1.0
    widths = [width * scale for width in wanted]
    short = sum(widths) - room
    if short > 0:
        texts = [at for at, column in enumerate(columns) if not column.is_at_right] or list(
            range(len(widths))
        )
        spare = sum(max(0.0, widths[at] - NARROWEST / 2) for at in texts) or 1.0
        share = min(1.0, short / spare)
        for at in texts:
            widths[at] -= max(0.0, widths[at] - NARROWEST / 2) * share
        over = sum(widths) / room
        if over > 1:
            widths = [width / over for width in widths]
    elif widths:
        first = next((at for at, column in enumerate(columns) if not column.is_at_right), 0)
        widths[first] += min(-short, WIDEST)
    return scale, widths
