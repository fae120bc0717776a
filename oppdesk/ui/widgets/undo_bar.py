"""Says quietly what was done and offers to undo it; nobody is asked "Save?" because of it."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from oppdesk.i18n import _
from oppdesk.ui import icons, metrics, paint, spoken, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px

SHOWN_FOR = 8000  # milliseconds
_EDGE = 2  # u around the bar for its shadow
_HEIGHT = 5  # u


class UndoBar(QWidget):
    """Lies over the lower middle of its parent for eight seconds, and as long as the pointer rests on it."""

    undone = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._words = ""
        self._icon = "check"
        self._keys = ""
        self._undo = _Word(self, _("Undo"))
        self._undo.clicked.connect(self._take_back)
        self._close = _Word(self, "", "x")
        self._close.setAccessibleName(_("Close"))
        self._close.clicked.connect(self.hide)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SHOWN_FOR)
        self._wait.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, words: str, icon: str = "check", *, can_undo: bool = True) -> None:
        """Show a sentence in place of the one before."""
        self._words, self._icon = words, icon
        self._keys = QKeySequence(QKeySequence.StandardKey.Undo).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        self._undo.setVisible(can_undo)
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._wait.start()
        spoken.alert(self)

    def words(self) -> str:
        return self._words

    def _take_back(self) -> None:
        self.hide()
        self.undone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._wait.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._wait.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wait.stop()

    def _key_width(self) -> int:
        return round(metrics.face(Type.CAPTION).width(self._keys) + 0.49) + px(1)

    def _place(self) -> None:
        edge = px(_EDGE)
        over = self._over
        words = round(metrics.face(Type.NAME).width(self._words) + 0.49)
        right = px(5) + (self._undo.sizeHint().width() + self._key_width() + px(2) if self._can_undo() else 0)
        width = min(max(px(60), px(4.75) + words + px(3) + right), max(px(20), over.width() - 2 * px(1)))
        self.setGeometry(
            (over.width() - width) // 2 - edge,
            over.height() - px(_HEIGHT + 2.5) - edge,
            width + 2 * edge,
            px(_HEIGHT) + 2 * edge,
        )
        sheet = self._sheet()
        side = px(3.25)
        self._close.setGeometry(
            sheet.right() - px(0.75) - side, sheet.top() + (sheet.height() - side) // 2, side, side
        )
        size = self._undo.sizeHint()
        at = self._close.x() - px(0.5) - self._key_width() - size.width()
        self._undo.setGeometry(at, sheet.top() + (sheet.height() - side) // 2, size.width(), side)

    def _can_undo(self) -> bool:
        return not self._undo.isHidden()

    def _sheet(self) -> QRect:
        edge = px(_EDGE)
        return self.rect().adjusted(edge, edge, -edge, -edge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        sheet = self._sheet()
        paint.shadow(painter, sheet, px(1.5), px(0.5))
        paint.fill(painter, sheet, "tip")
        _icon(painter, self._icon, "won", sheet.left() + px(1.75), sheet)
        end = self._undo.x() if self._can_undo() else self._close.x()
        room = QRect(
            sheet.left() + px(4.75), sheet.top(), end - px(1) - sheet.left() - px(4.75), sheet.height()
        )
        paint.text(painter, room, self._words, Type.NAME, "tiptext")
        if self._can_undo():
            keys = QRect(self._undo.geometry().right() + 1, sheet.top(), self._key_width(), sheet.height())
            paint.line(painter, keys, self._keys, metrics.face(Type.CAPTION), theme.DARK.colour("text2"))
        painter.end()


def _icon(painter: QPainter, name: str, token: theme.Token, left: int, room: QRect) -> None:
    """The bar is dark in both themes and takes the dark theme's colours."""
    side = px(ICON_TEXT + 0.25)
    made = icons.painted(name, theme.DARK.colour(token).name(), side, painter.device().devicePixelRatioF())
    painter.drawPixmap(left, room.top() + (room.height() - side) // 2, made)


class _Word(QAbstractButton):
    def __init__(self, bar: UndoBar, words: str, icon: str = "") -> None:
        super().__init__(bar)
        self._icon = icon
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(round(metrics.face(Type.STRONG).width(self.text()) + 0.49) + px(2), px(3.25))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._icon:
            token: theme.Token = "text" if self.underMouse() else "text2"
            _icon(painter, self._icon, token, (self.width() - px(ICON_TEXT + 0.25)) // 2, self.rect())
        else:
            face = metrics.face(Type.STRONG)
            colour = theme.DARK.colour("text" if self.underMouse() else "accent")
            paint.line(painter, self.rect(), self.text(), face, colour, "centre")
        if self.hasFocus():
            paint.ring(painter, self.rect(), "tiptext")
        painter.end()
