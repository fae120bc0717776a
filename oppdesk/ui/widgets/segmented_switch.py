"""One of a few ways of looking at the same thing: list or board, all or calls or visits."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_BUTTON, Type, px
from oppdesk.ui.tips import literal


class SegmentedSwitch(QWidget):
    """Arrow keys and clicks change it; `ways` are (key, words, icon)."""

    changed = Signal(object)  # the key

    def __init__(self, ways: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self._segments: dict[object, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(px(0.25))
        for key, words, icon in ways:
            segment = _Segment(words, icon)
            segment.toggled.connect(self._tell)
            self._segments[key] = segment
            row.addWidget(segment)
        if ways:
            self.set_current(ways[0][0])
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def current(self) -> object:
        return next((key for key, segment in self._segments.items() if segment.isChecked()), None)

    def set_current(self, key: object) -> None:
        """Show a way without saying that it changed."""
        was_blocked = self.blockSignals(True)
        self._segments[key].setChecked(True)
        self.blockSignals(was_blocked)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(metrics.CONTROL))

    def _tell(self, is_on: bool) -> None:
        if is_on:
            self.changed.emit(self.current())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if theme.current().dark:  # raised is lighter there, so the trough stays dark
            paint.outline(painter, self.rect(), "hair")
        else:
            paint.fill(painter, self.rect(), "softidle")
        painter.end()


class _Segment(QAbstractButton):
    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setText(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        icon = px(ICON_BUTTON + 1) if self._icon else 0
        width = round(metrics.face(Type.NAME).width(self._words()) + 0.49) + icon + px(3)
        return QSize(width, px(metrics.CONTROL) - 6)

    def minimumSizeHint(self) -> QSize:
        """Where there is little room the icon alone stands for it."""
        return QSize(px(ICON_BUTTON + 2), self.sizeHint().height()) if self._icon else self.sizeHint()

    def _words(self) -> str:
        return self.text().replace("&", "")

    def _has_room(self) -> bool:
        return not self._icon or self.width() >= self.sizeHint().width() - px(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip("" if self._has_room() else literal(self._words()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        if self.isChecked():
            paint.fill(painter, room, "softidle" if theme.current().dark else "raised", 4)
            if not theme.current().dark:
                paint.outline(painter, room, "hair", 1, 4)
        if self.hasFocus():
            paint.ring(painter, room, radius=4)
        lit = self.isChecked() or self.underMouse()
        icon = px(ICON_BUTTON + 1) if self._icon else 0
        kind = Type.NAME if self.isChecked() else Type.BODY
        spelt = self._words() if self._has_room() else ""
        width = round(metrics.face(kind).width(spelt) + 0.49) - (0 if spelt else px(1))
        left = (room.width() - width - icon) // 2
        if self._icon:
            paint.icon(
                painter, self._icon, "accent" if self.isChecked() else "text2", left, room, ICON_BUTTON
            )
        words = room.adjusted(left + icon, 0, 0, 0)
        paint.text(painter, words, spelt, kind, "text" if lit else "text2")
        painter.end()
