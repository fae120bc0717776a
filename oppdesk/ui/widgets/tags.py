"""What a record is sorted by, as tags that are taken away one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets.flow import Flow

_CROSS = 3.25  # u: the square at the right end that takes the tag away


@dataclass(frozen=True, slots=True)
class Tag:
    """`key` is handed back."""

    key: object
    words: str


class Tags(QWidget):
    """Delete or its cross removes a tag, arrows move along."""

    removed = Signal(object)  # key

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[_TagButton] = []
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_tags(self, tags: Sequence[Tag]) -> None:
        """Show these; the focus stays at its place."""
        focused = next((at for at, each in enumerate(self._shown) if each.hasFocus()), -1)
        while len(self._shown) < len(tags):
            made = _TagButton(self)
            made.dismissed.connect(self._remove)
            self._shown.append(made)
            self._flow.addWidget(made)
        for at, button in enumerate(self._shown):
            if at < len(tags):
                button.show_tag(tags[at])
            button.setVisible(at < len(tags))
        if focused >= 0 and tags:
            self._shown[min(focused, len(tags) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(bool(tags))
        self._keep_height()

    def tags(self) -> list[Tag]:
        return [button.tag for button in self._shown if not button.isHidden()]

    def buttons(self) -> list[QAbstractButton]:
        return [button for button in self._shown if not button.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        """Layouts inside layouts forget the height that goes with a width."""
        height = self._flow.heightForWidth(max(self.width(), px(12)))
        if height != self.minimumHeight():
            self.setMinimumHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.buttons()
        at = next((at for at, each in enumerate(row) if each.hasFocus()), -1)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if at < 0 or not step:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(row):
            row[at + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self) -> None:
        button = self.sender()
        if isinstance(button, _TagButton):
            self.removed.emit(button.tag.key)


class _TagButton(QAbstractButton):
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tag = Tag(None, "")
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(_("Delete takes it away"))

    def show_tag(self, tag: Tag) -> None:
        self.tag = tag
        self.setAccessibleName(tag.words)
        self.setToolTip(literal(tag.words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = round(metrics.face(Type.BODY).width(self.tag.words) + 0.99)
        return QSize(min(px(1.25) + words + px(_CROSS), px(40)), px(metrics.SMALL_CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), px(16)), px(metrics.SMALL_CONTROL))

    def _cross(self) -> QRect:
        return QRect(self.width() - px(_CROSS), 0, px(_CROSS), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dismissed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_on_cross = self._cross().contains(event.position().toPoint()) and self.isDown()
        super().mouseReleaseEvent(event)
        if is_on_cross:
            self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        lit = self.underMouse()
        paint.fill(painter, self.rect(), "hover" if lit else "softidle")
        if self.hasFocus():
            paint.ring(painter, self.rect())
        cross = self._cross()
        room = QRect(px(1.25), 0, cross.left() - px(1.25), self.height())
        paint.text(painter, room, self.tag.words)
        left = cross.center().x() - px(ICON_TEXT) // 2
        paint.icon(painter, "x", "text" if lit else "text2", left, cross, ICON_TEXT)
        painter.end()
