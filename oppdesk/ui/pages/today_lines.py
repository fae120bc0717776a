"""The lines of the start page: one button each, painted, kept in a stack that shows as many as there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal

BLEED = 1  # u that the ground of a line reaches beyond its words
ONE_LINE = 3.25  # u
_KEY_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LiveLine(QAbstractButton):
    """A line that is one stop of the keyboard: Enter or a click opens it, arrows go to its neighbours."""

    opened = Signal()
    stepped = Signal(int)  # -1 up, 1 down
    met = Signal()  # it has the focus now

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._by_key = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.opened)

    def stops(self) -> "list[QWidget]":
        """Where Tab stops, in order."""
        return [self]

    def tall(self) -> int:
        """Pixels."""
        return px(ONE_LINE)

    def whole(self) -> str:
        """All words, for a tip when some are cut."""
        return self.accessibleName()

    def is_cut(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(px(20), self.tall())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_key = event.reason() in _KEY_REASONS
        self.met.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), literal(self.whole()) if self.is_cut() else "", self)
            return True
        return super().event(event)

    def paint_ground(self, painter: QPainter) -> None:
        """A ring for the focus that keys brought; that of a click, or of a page just shown, lies under the words."""
        if self.underMouse() or self.hasFocus():
            paint.fill(painter, self.rect(), "hover")
        if self.hasFocus() and self._by_key:
            paint.ring(painter, self.rect())


L = TypeVar("L", bound=LiveLine)


class Stack(QWidget, Generic[L]):
    """Lines under each other, filled anew and never made anew; those without room are not shown."""

    met = Signal()  # another line has the focus

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[L] = []
        self._used = 0
        self._here = 0  # where Tab enters
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def make(self) -> L:
        """A further line."""
        raise NotImplementedError

    def lines(self) -> list[L]:
        """Those that are shown."""
        return [line for line in self._lines[: self._used] if not line.isHidden()]

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [stop for line in self._lines for stop in line.stops()]

    def use(self, count: int) -> list[L]:
        """So many lines, to be filled."""
        while len(self._lines) < count:
            line = self.make()
            line.stepped.connect(self._step)
            line.met.connect(self._meet)
            self._lines.append(line)
        self._used = count
        return self._lines[:count]

    def wanted(self) -> int:
        """Pixels that all lines take."""
        return sum(line.tall() for line in self._lines[: self._used])

    def fitting(self, room: int) -> int:
        """Pixels of the lines that have room whole."""
        top = fits = 0
        for at, line in enumerate(self._lines[: self._used]):
            top += self.before(at) + line.tall()
            fits = top if top <= room else fits
        return fits

    def arrange(self) -> None:
        """Give every line its place as far as there is room."""
        top, had_focus = 0, any(line.hasFocus() for line in self._lines)
        for at, line in enumerate(self._lines):
            top += self.before(at) if at < self._used else 0
            fits = at < self._used and top + line.tall() <= self.height()
            line.setVisible(fits)
            if fits:
                line.setGeometry(0, top, self.width(), line.tall())
            top += line.tall()
        self._rove(min(self._here, max(0, len(self.lines()) - 1)))
        if had_focus and not any(line.hasFocus() for line in self._lines):
            self.take_focus(Qt.FocusReason.TabFocusReason)

    def before(self, at: int) -> int:
        """Pixels over the line number `at`."""
        del at
        return 0

    def take_focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        shown = self.lines()
        if shown:
            shown[min(self._here, len(shown) - 1)].setFocus(reason)

    def _rove(self, at: int) -> None:
        """Tab enters the stack at one line only."""
        self._here = at
        for each, line in enumerate(self._lines):
            line.setFocusPolicy(Qt.FocusPolicy.TabFocus if each == at else Qt.FocusPolicy.ClickFocus)

    def _meet(self) -> None:
        line = self.sender()
        if line in self._lines:
            self._rove(self._lines.index(line))
            self.met.emit()

    def _step(self, way: int) -> None:
        line, shown = self.sender(), self.lines()
        at = shown.index(line) + way if line in shown else -1
        if 0 <= at < len(shown):
            shown[at].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.arrange()


Piece = tuple[str, Type, theme.Token]


@dataclass(frozen=True, slots=True)
class Plain:
    """A line of one row: icon, words in pieces, the stages, a figure at the right. `opens` is handed out."""

    opens: object
    pieces: tuple[Piece, ...]
    right: str = ""
    icon: str = ""
    stage: tuple[int, int] | None = None  # place, of how many
    is_figure: bool = False  # what stands at the right is an amount


class PlainLine(LiveLine):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plain = Plain(None, ())

    def show_plain(self, plain: Plain) -> None:
        self.plain = plain
        words = [words for words, _kind, _colour in plain.pieces]
        self.setAccessibleName(", ".join(part for part in (" ".join(words), plain.right) if part))
        self.update()

    def _pieces_room(self) -> QRect:
        room = self.rect().adjusted(px(BLEED), 0, -px(BLEED), 0)
        if self.plain.icon:
            room.setLeft(room.left() + px(ICON_TEXT + 1.5))
        face = metrics.face(Type.FIGURE_NAME if self.plain.is_figure else Type.CAPTION_FIGURE)
        right = round(face.width(self.plain.right) + 0.49) + px(2) if self.plain.right else 0
        if self.plain.stage is not None:
            right = max(right, px(10)) + px(paint.SEGMENTS)
        return room.adjusted(0, 0, -right, 0)

    def is_cut(self) -> bool:
        wide = sum(metrics.face(kind).width(words) + px(1) for words, kind, _colour in self.plain.pieces)
        return wide - px(1) > self._pieces_room().width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_ground(painter)
        room = self.rect().adjusted(px(BLEED), 0, -px(BLEED), 0)
        if self.plain.icon:
            paint.icon(painter, self.plain.icon, "text2", room.left(), room, ICON_TEXT)
        pieces = self._pieces_room()
        for words, kind, colour in self.plain.pieces:
            pieces.setLeft(pieces.left() + paint.text(painter, pieces, words, kind, colour) + px(1))
        if self.plain.stage is not None and self.plain.stage[1]:
            strip = QRect(self._pieces_room().right() + px(1), 0, px(paint.SEGMENTS), self.height())
            paint.segments(painter, strip, *self.plain.stage)
        kind = Type.FIGURE_NAME if self.plain.is_figure else Type.CAPTION_FIGURE
        colour = "text" if self.plain.is_figure else "text2"
        paint.text(painter, room, self.plain.right, kind, colour, "right")
        painter.end()


class PlainStack(Stack[PlainLine]):
    """Top five, or the recent records."""

    chosen = Signal(object)

    def make(self) -> PlainLine:
        line = PlainLine(self)
        line.opened.connect(lambda: self.chosen.emit(line.plain.opens))
        return line

    def set_lines(self, lines: Sequence[Plain]) -> None:
        for line, plain in zip(self.use(len(lines)), lines, strict=True):
            line.show_plain(plain)
        self.arrange()
