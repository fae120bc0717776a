"""Two values side by side, what differs between them heavier and underlined: to be seen without any colour."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics, theme
from oppdesk.ui.metrics import Type, px

Span = tuple[int, int]  # from, to
Spans = tuple[Span, ...]
ALIKE = 0.4  # what has less in common differs as a whole
BRIDGE = 2  # letters in common between two differences that are not worth telling


def differences(one: str, other: str) -> tuple[Spans, Spans]:
    """The parts of each that the other has not, or has otherwise; capitals count. Blank says it by itself."""
    if one == other or not one or not other:
        return (), ()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(one), _whole(other)
    parts = [codes[1:] for codes in matcher.get_opcodes() if codes[0] != "equal"]
    return _joined(one, [part[:2] for part in parts]), _joined(other, [part[2:] for part in parts])


def _whole(words: str) -> Spans:
    return ((0, len(words)),)


def _joined(words: str, spans: Sequence[Span]) -> Spans:
    """Neighbours become one, so that a word is not chopped into letters; blanks at the ends are not worth a mark."""
    found: list[Span] = []
    for begin, end in spans:
        if begin == end:
            continue
        if found and begin - found[-1][1] <= BRIDGE:
            found[-1] = found[-1][0], end
        else:
            found.append((begin, end))
    return tuple(_trimmed(words, span) for span in found)


def _trimmed(words: str, span: Span) -> Span:
    begin, end = span
    part = words[begin:end]
    if not part.strip():
        return span
    return begin + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def laid_out(words: str, spans: Spans, width: int) -> QTextLayout:
    """The words in lines of `width` pixels, broken anywhere if need be: nothing is cut, nothing is markup."""
    font = metrics.face(Type.FIGURE).font_for(words)
    layout = QTextLayout(words.replace("\n", "\u2028"), font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_marked(begin, end) for begin, end in spans])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _marked(begin: int, end: int) -> QTextLayout.FormatRange:
    shape = QTextCharFormat()
    shape.setFontWeight(QFont.Weight.DemiBold)
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = begin, end - begin, shape
    return made


class Compared(QWidget):
    """One of two values; `paint_on` draws it where another widget wants it."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._spans: Spans = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, words: str, spans: Spans) -> None:
        """Blank is said in words."""
        self._words, self._spans = words, spans
        self.setAccessibleName(words or _("blank"))
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.update()

    def words(self) -> str:
        return self._words

    def marked(self) -> tuple[str, ...]:
        """What is underlined."""
        return tuple(self._words[begin:end] for begin, end in self._spans)

    def sizeHint(self) -> QSize:
        return QSize(px(20), px(2))

    def heightForWidth(self, width: int) -> int:
        return max(px(2), height_of(self._words, self._spans, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_value(painter, self.rect(), self._words, self._spans)
        painter.end()


def height_of(words: str, spans: Spans, width: int) -> int:
    return round(laid_out(words or _("blank"), spans, width).boundingRect().height() + 0.49)


def paint_value(painter: QPainter, room: QRect, words: str, spans: Spans) -> None:
    """A value from the top of `room`."""
    painter.setPen(theme.colour("text" if words else "text3"))
    layout = laid_out(words or _("blank"), spans, room.width())
    layout.draw(painter, QPointF(room.topLeft()))
