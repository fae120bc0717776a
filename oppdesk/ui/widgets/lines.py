"""Short lists beside a record, each line a link to what it names: two lines of words, never cut without a tooltip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal


@dataclass(frozen=True, slots=True)
class Line:
    """`what` is handed out when the line is chosen; None makes it plain words. `stage` draws the segments."""

    what: object
    title: str
    note: str = ""
    right: str = ""
    icon: str = ""
    tone: paint.Tone = "neutral"
    is_link: bool = False  # drawn in the colour of links even at rest
    stage: tuple[int, int, Literal["", "won", "lost"]] | None = None  # number, count, outcome


class Lines(QWidget):
    """Arrow keys go from line to line, Enter or a click chooses one."""

    chosen = Signal(object)  # what the line names

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[LineButton] = []
        self._used = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the widgets of before are filled anew."""
        while len(self._lines) < len(lines):
            made = LineButton()
            made.clicked.connect(self._click)
            self._lines.append(made)
            self._column.addWidget(made)
        self._used = len(lines)
        for at, button in enumerate(self._lines):
            button.setVisible(at < self._used)
            if at < self._used:
                button.show_line(lines[at])
        self.setVisible(bool(lines))

    def lines(self) -> list[Line]:
        return [button.line for button in self._lines[: self._used]]

    def buttons(self) -> "list[LineButton]":
        return self._lines[: self._used]

    def take_focus(self) -> None:
        """The cursor goes to the first line."""
        for button in self.buttons()[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _click(self) -> None:
        button = self.sender()
        if isinstance(button, LineButton) and button.line.what is not None:
            self.chosen.emit(button.line.what)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        here = next((at for at, button in enumerate(self.buttons()) if button.hasFocus()), None)
        if way is None or here is None or not 0 <= here + way < self._used:
            super().keyPressEvent(event)
            return
        self._lines[here + way].setFocus(Qt.FocusReason.OtherFocusReason)


class LineButton(QAbstractButton):
    """One line; as wide as there is room, its words cut with an ellipsis."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Line(None, "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_line(self, line: Line) -> None:
        self.line = line
        is_live = line.what is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_live else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_live else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(", ".join(part for part in (line.title, line.note, line.right) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(20), px(metrics.TWO_LINES) if self.line.note else px(3.5))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(12), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            event.ignore()  # of the list: QAbstractButton would go by the keys of a dialog
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = "\n".join(part for part in (self.line.title, self.line.note) if part)
            QToolTip.showText(event.globalPos(), literal(words) if self._is_cut() else "", self)
            return True
        return super().event(event)

    def _is_cut(self) -> bool:
        title, note = self._rooms()
        face = metrics.face
        return (
            face(Type.NAME).width(self.line.title) > title.width()
            or face(Type.CAPTION).width(self.line.note) > note.width()
        )

    def _rooms(self) -> tuple[QRect, QRect]:
        """Where title and note are written."""
        room = self.rect().adjusted(0, 0, -px(0.5), 0)
        if self.line.icon:
            room.setLeft(room.left() + px(ICON_TEXT + 1))
        right = metrics.face(Type.FIGURE).width(self.line.right)
        title, note = QRect(room), QRect(room)
        if self.line.right:
            title.setRight(room.right() - round(right + 0.49) - px(1))
        if self.line.note:
            middle = room.center().y() + px(0.25)
            title.setTop(middle - px(2.25))
            title.setHeight(px(2.25))
            note.setTop(middle)
            note.setHeight(px(2))
        if self.line.stage is not None:
            note.setLeft(note.left() + px(paint.SEGMENTS + 1))
        return title, note

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = self.line
        title, note = self._rooms()
        is_lit = line.what is not None and self.underMouse()
        tone = paint.TONES[line.tone][0]
        if line.icon:
            paint.icon(painter, line.icon, tone, 0, self.rect() if not line.note else title, ICON_TEXT)
        words: theme.Token = "accent" if line.is_link or is_lit else "text"
        paint.text(painter, title, line.title, Type.BODY if line.is_link else Type.NAME, words)
        right = QRect(
            title.right() + px(1), title.top(), self.width() - px(0.5) - title.right() - px(1), title.height()
        )
        paint.text(painter, right, line.right, Type.FIGURE, "text2" if line.is_link else "text", "right")
        if line.stage is not None:
            strip = note.adjusted(-px(paint.SEGMENTS + 1), 0, 0, 0)
            paint.segments(painter, strip, *line.stage)
        is_marked = line.tone in ("overdue", "stale")
        paint.text(painter, note, line.note, Type.CAPTION_FIGURE, tone if is_marked else "text2")
        if self.hasFocus():
            paint.ring(painter, self.rect())
        painter.end()
