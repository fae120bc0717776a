"""A list without rows says what that means and offers what to do next, instead of staring blankly."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from oppdesk.ui import icons, metrics, paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Text


class EmptyState(QWidget):
    """An icon, one line of what it means, one of what follows, and at most two buttons."""

    def __init__(self, icon: str, title: str, line: str = "", *buttons: QPushButton) -> None:
        super().__init__()
        self._icon = icon
        words = QVBoxLayout()
        words.setContentsMargins(px(3), px(5.5), px(3), px(2))
        words.setSpacing(px(0.5))
        for label in (Text(title, Type.LEAD, wrap=True), Text(line, Type.BODY, "text2", wrap=True)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.addWidget(label)
            if not label.text():
                label.hide()  # shown before it has a parent it would be a window of its own
        row = QHBoxLayout()
        row.setSpacing(px(1))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addStretch(1)
        column.addLayout(words)
        column.addLayout(row)
        column.addStretch(2)
        self._words = words
        self.setAccessibleName(f"{title} {line}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self._words.geometry()
        side = px(metrics.ICON_CHOICE)
        paint.fill(painter, room, "sunken")
        at = room.topLeft()
        at.setX(room.center().x() - side // 2)
        at.setY(room.top() + px(2))
        icons.draw(painter, self._icon, "text2", at, side)
        painter.end()
