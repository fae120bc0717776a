"""What every window of its own does; imports nothing of the data, so that the first frame need not wait for it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from oppdesk.ui import theme
from oppdesk.ui.metrics import HAIRLINE, px

TOP, STATUS = 6, 3.5  # u: heights of the bar over everything and of the line under it
SIDEBAR, RAIL = 25, 7  # u: widths of the sections, folded to icons too
RAIL_BELOW = 160  # u: a narrower window starts with the sidebar as a rail


def bring_forward(window: QWidget) -> None:
    """Before all others, also when it was minimised."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


class Outline(QWidget):
    """The main window's bars and lines, shown until there is something to fill them with."""

    def __init__(self, *, is_rail: bool) -> None:
        super().__init__()
        self._is_rail = is_rail

    def paintEvent(self, _event: QPaintEvent) -> None:
        top, foot = px(TOP), self.height() - px(STATUS) - HAIRLINE
        left = px(RAIL if self._is_rail or self.width() < px(RAIL_BELOW) else SIDEBAR)
        painter = QPainter(self)
        painter.fillRect(QRect(left, top, self.width() - left, foot - top), theme.colour("base"))
        for line in (
            QRect(0, top, self.width(), HAIRLINE),
            QRect(0, foot, self.width(), HAIRLINE),
            QRect(left - HAIRLINE, top, HAIRLINE, foot - top),
        ):
            painter.fillRect(line, theme.colour("hair"))
        painter.end()
