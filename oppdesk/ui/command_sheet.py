"""The sheet of the command box: its line, its rows, and the keys that work in it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui import icons, paint, theme
from oppdesk.ui.metrics import RADIUS, Type, px
from oppdesk.ui.widgets.found import FoundList
from oppdesk.ui.widgets.labels import Hairline, Keycap, text

ONLY_ACTIONS = ">"


class CommandSheet(QWidget):
    """The box itself: line, rows, and the keys that work in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hint = text("", Type.BODY, "text3")
        self._nothing = text("", Type.BODY, "text2")
        self._nothing.setContentsMargins(px(1.5), 0, px(1.5), 0)
        self._head = QWidget()
        self._foot = QWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is under it is not painted for it
        self._keys: list[QWidget] = []
        self._head.setFixedHeight(px(6.5))
        self._foot.setFixedHeight(px(4.5))

    def lay_out(self, line: QLineEdit, rows: FoundList) -> None:
        line.textChanged.connect(self._tell_scope)
        self._tell_scope(line.text())
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(2.5), 0, px(2.5), 0)
        head.setSpacing(px(1.5))
        head.addWidget(_Icon("search"))
        head.addWidget(line, 1)
        head.addWidget(self._hint)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(2.5), 0, px(2.5), 0)
        foot.setSpacing(px(1))
        for key, what in _KEYS():
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, px(1), 0)
            row.setSpacing(px(1))
            row.addWidget(Keycap(key))
            row.addWidget(text(what, Type.CAPTION, "text2"))
            foot.addWidget(pair)
            self._keys.append(pair)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(Hairline())
        inner = QVBoxLayout()
        inner.setContentsMargins(px(1), px(0.5), px(1), px(0.5))
        inner.setSpacing(0)
        inner.addWidget(self._nothing)
        inner.addWidget(rows, 1)
        column.addLayout(inner, 1)
        column.addWidget(Hairline())
        column.addWidget(self._foot)

    def _tell_scope(self, words: str) -> None:
        is_narrow = words.startswith(ONLY_ACTIONS)
        self._hint.setText(_("actions only") if is_narrow else _("searches everything"))

    def scope(self) -> str:
        """What is searched for what is typed."""
        return self._hint.text()

    def fixed_height(self) -> int:
        """All but the rows."""
        nothing = self._nothing.sizeHint().height() if self._nothing.text() else 0
        return self._head.height() + self._foot.height() + px(1) + 4 + nothing

    def tell(self, *, nothing: bool, words: str) -> None:
        sentence = _("Nothing is called “{words}”.").format(words=words) if nothing else ""
        self._nothing.setText(sentence)
        self._nothing.setVisible(nothing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keys that find no room are left out, the best known ones first."""
        super().resizeEvent(event)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        self.setMask(QRegion(corners.toFillPolygon().toPolygon()))  # outside it nobody would paint
        room = self.width() - px(5)
        for pair in reversed(self._keys):
            room -= pair.sizeHint().width() + px(1)
            pair.setVisible(room >= 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("line"))  # under the soft edge of the corners
        paint.fill(painter, self.rect(), "raised")
        paint.outline(painter, self.rect(), "line")
        painter.end()


class _Icon(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(px(2.25), px(2.25))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.draw(painter, self._name, "text2", QRect(self.rect()).topLeft(), self.width())
        painter.end()


def _KEYS() -> Sequence[tuple[str, str]]:
    return (
        ("↑ ↓", _("choose")),
        (_("Enter"), _("open")),
        (_("Ctrl+Enter"), _("open and stay")),
        (ONLY_ACTIONS, _("actions only")),
        (_("Esc"), _("close")),
    )
