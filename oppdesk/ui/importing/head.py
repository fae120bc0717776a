"""The head of a step: its title, a sentence below it, and what can be done at the right."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from oppdesk.ui.metrics import px

_BESIDE = 40  # u that the words keep beside the buttons


class Head(QWidget):
    """The buttons stand below the words where there is no room beside them."""

    def __init__(self, title: QWidget, line: QWidget, *tools: QWidget) -> None:
        super().__init__()
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addWidget(title)
        names.addWidget(line)
        self._tools = tools
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(px(1), 0, px(1), 0)
        self._sides.setSpacing(px(1))
        self._sides.addLayout(names, 1)
        for tool in tools:
            self._sides.addWidget(tool)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = [tool.sizeHint().width() for tool in self._tools]
        is_wide = self.width() - sum(wide) >= px(_BESIDE)
        for tool, width in zip(self._tools, wide, strict=True):
            tool.setMinimumWidth(width if is_wide else 0)  # in one line while there is room for it
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)
