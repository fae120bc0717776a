"""What a list is narrowed to, as chips that can be changed and taken away one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.flow import Flow

_CROSS = 3.25  # u: the square at the right end that takes the chip away


@dataclass(frozen=True, slots=True)
class Chip:
    """`key` is handed back; the three parts read as one sentence: Closing | before | 1 Apr 2026."""

    key: object
    field: str
    operator: str
    value: str


class FilterChips(QWidget):
    """Enter or a click edits a chip, Delete or its cross removes it, arrows move along; the last place adds one."""

    edited = Signal(object)  # key
    removed = Signal(object)  # key
    add_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[_ChipButton] = []
        self._flow = Flow()
        self.setLayout(self._flow)
        self.add = buttons.button(_("Filter"), "list-filter-plus", "quiet", small=True)
        self.add.clicked.connect(self.add_wanted)
        self._flow.addWidget(self.add)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these conditions; the focus stays at its place."""
        focused = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), -1)
        for old in self._chips:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._flow.removeWidget(self.add)
        self._chips = []
        for chip in chips:
            made = _ChipButton(self, chip)
            made.clicked.connect(self._edit)
            made.dismissed.connect(self._remove)
            self._chips.append(made)
            self._flow.addWidget(made)
            made.show()
        self._flow.addWidget(self.add)
        if focused >= 0:
            last = self._chips[min(focused, len(self._chips) - 1)] if self._chips else self.add
            last.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keep_height()

    def chips(self) -> list[Chip]:
        return [button.chip for button in self._chips]

    def buttons(self) -> list[QAbstractButton]:
        return list(self._chips)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        """Layouts inside layouts forget the height that goes with a width."""
        height = self._flow.heightForWidth(self.width())
        if height > 0 and height != self.minimumHeight():
            self.setMinimumHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row: list[QAbstractButton] = [*self._chips, self.add]
        at = next((at for at, each in enumerate(row) if each.hasFocus()), -1)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if at < 0 or not step:
            super().keyPressEvent(event)
        elif 0 <= at + step < len(row):
            row[at + step].setFocus(Qt.FocusReason.TabFocusReason)

    def _edit(self) -> None:
        button = self.sender()
        if isinstance(button, _ChipButton):
            self.edited.emit(button.chip.key)

    def _remove(self) -> None:
        button = self.sender()
        if isinstance(button, _ChipButton):
            self.removed.emit(button.chip.key)


class _ChipButton(QAbstractButton):
    dismissed = Signal()

    def __init__(self, parent: QWidget, chip: Chip) -> None:
        super().__init__(parent)
        self.chip = chip
        self._is_on_cross = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = f"{chip.field} {chip.operator} {chip.value}"
        self.setAccessibleName(words)
        self.setAccessibleDescription(_("Enter changes the filter, Delete removes it"))
        self.setToolTip(literal(words))

    def sizeHint(self) -> QSize:
        value = round(metrics.face(Type.FIGURE_NAME).width(self.chip.value) + 0.99)
        wanted = px(1.25) + self._quiet_width() + value + px(_CROSS)
        return QSize(min(wanted, px(48)), px(metrics.SMALL_CONTROL))

    def _quiet_width(self) -> int:
        """Of field and operator with the space after them."""
        return round(metrics.face(Type.BODY).width(self._quiet() + " ") + 0.99)

    def _quiet(self) -> str:
        return f"{self.chip.field} {self.chip.operator}"

    def _cross(self) -> QRect:
        side = px(_CROSS)
        return QRect(self.width() - side, 0, side, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dismissed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_on_cross = self._cross().contains(event.position().toPoint())
        if is_on_cross != self._is_on_cross:
            self._is_on_cross = is_on_cross
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._cross().contains(event.position().toPoint()) and self.isDown():
            self.setDown(False)
            self.dismissed.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        lit = self.underMouse()
        paint.fill(painter, self.rect(), "hover" if lit else "base")
        paint.outline(painter, self.rect(), "line" if lit else "hair")
        if self.hasFocus():
            paint.ring(painter, self.rect())
        cross = self._cross()
        room = QRect(px(1.25), 0, cross.left() - px(1.25), self.height())
        paint.text(painter, room, self._quiet(), Type.BODY, "text2")
        value = room.adjusted(self._quiet_width(), 0, 0, 0)
        paint.text(painter, value, self.chip.value, Type.FIGURE_NAME)
        on_cross = lit and self._is_on_cross
        left = cross.center().x() - px(ICON_TEXT) // 2
        paint.icon(painter, "x", "text" if on_cross else "text2", left, cross, ICON_TEXT)
        painter.end()
