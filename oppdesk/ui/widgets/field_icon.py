"""The picture at the right end of a field that opens its list or calendar; Qt's own does not grow with the font."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import px


class FieldIcon(QAbstractButton):
    """Takes no focus: the key that does the same belongs to the field."""

    def __init__(self, field: QLineEdit, icon: str, name: str) -> None:
        super().__init__(field)
        self._field = field
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._make_room()
        field.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(px(3), px(3))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ApplicationFontChange):
            self._make_room()
        elif event.type() in (QEvent.Type.EnabledChange, QEvent.Type.ReadOnlyChange):
            self.setVisible(not self._field.isReadOnly())
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        side = px(3)
        self._field.setTextMargins(0, 0, side - px(0.5), 0)
        self.setGeometry(self._field.width() - side - px(0.5), (self._field.height() - side) // 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour: theme.Token = (
            "text" if self.underMouse() and self.isEnabled() else "text2" if self.isEnabled() else "disabled"
        )
        left = (self.width() - px(metrics.ICON_BUTTON)) // 2
        paint.icon(painter, self._icon, colour, left, self.rect(), metrics.ICON_BUTTON)
        painter.end()
