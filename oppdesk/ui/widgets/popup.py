"""A sheet that lies over its window beside a field, inside the screen, without pushing anything aside."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.ui import paint
from oppdesk.ui.metrics import px


class Popup(QWidget):
    """Holds one widget. One that takes the focus closes by Esc or a click elsewhere; one that does not leaves the
    keyboard with its owner, who hides it."""

    def __init__(self, owner: QWidget, content: QWidget, *, takes_focus: bool) -> None:
        kind = Qt.WindowType.Popup if takes_focus else Qt.WindowType.ToolTip
        super().__init__(
            owner, kind | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self._owner = owner
        # An X server need not have a compositor, and without one see-through is black.
        self._is_soft = QGuiApplication.platformName() != "xcb"
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_soft)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not takes_focus)
        column = QVBoxLayout(self)
        edge = self._edge() + 1
        column.setContentsMargins(edge, edge + 2, edge, edge + 2)
        column.addWidget(content)

    def _edge(self) -> int:
        """Room for the shadow."""
        return px(2) if self._is_soft else 0

    def show_beside(self, field: QWidget, size: QSize) -> None:
        """Below the field, or above it where there is more room; never beyond the screen."""
        edge, gap = self._edge(), px(0.5)
        screen = field.screen().availableGeometry()
        place = QRect(field.mapToGlobal(QPoint(0, 0)), field.size())
        below = screen.bottom() - place.bottom() - gap
        above = place.top() - screen.top() - gap
        height = size.height() + 6
        goes_up = height > below and above > below
        height = min(height, above if goes_up else below)
        width = min(size.width() + 2, screen.width())
        left = max(screen.left(), min(place.left(), screen.right() + 1 - width))
        top = place.top() - gap - height if goes_up else place.bottom() + 1 + gap
        self.setGeometry(QRect(left, top, width, height).adjusted(-edge, -edge, edge, edge))
        field.window().installEventFilter(self)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A sheet without the focus would stay behind when its window is moved."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = self._edge()
        sheet = self.rect().adjusted(edge, edge, -edge, -edge)
        if self._is_soft:
            paint.shadow(painter, sheet, px(1.5), px(0.5) - 1)
        paint.fill(painter, sheet, "raised")
        paint.outline(painter, sheet, "line")
        painter.end()
