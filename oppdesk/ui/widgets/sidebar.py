"""The sections of the program in the order of a working day; narrow, they are icons on a rail."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui import paint, theme
from oppdesk.ui.frame import RAIL, SIDEBAR
from oppdesk.ui.metrics import ICON_SIDE, ICON_TEXT, Type, px

_ROW, _LEAST = 4.5, 3.25  # u, where there is room, and on a low screen with large letters


@dataclass(frozen=True, slots=True)
class Section:
    """`key` is handed back when it is chosen; those `at_foot` stand below."""

    key: object
    text: str
    icon: str
    at_foot: bool = False


class Sidebar(QWidget):
    """Arrow keys and clicks choose a section; the last row folds the bar to a rail of icons."""

    chosen = Signal(object)  # key
    folded = Signal(bool)

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self._is_rail = False
        self._rows: dict[object, _Row] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1), px(1.25), px(1), px(1))
        column.setSpacing(0)
        for section in (each for each in sections if not each.at_foot):
            column.addWidget(self._row(section))
        column.addStretch(1)
        for section in (each for each in sections if each.at_foot):
            column.addWidget(self._row(section))
        self._fold = _Row(self, _("Collapse"), "panel-left-close")
        self._fold.clicked.connect(lambda: self.set_rail(is_rail=not self._is_rail))
        column.addWidget(self._fold)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Sections"))
        self.set_rail(is_rail=False)

    def _row(self, section: Section) -> "_Row":
        row = _Row(self, section.text, section.icon)
        row.setCheckable(True)
        row.setAutoExclusive(True)
        row.toggled.connect(self._tell)
        self._rows[section.key] = row
        return row

    def set_current(self, key: object) -> None:
        """Show a section as current without saying that it was chosen."""
        was_blocked = self.blockSignals(True)
        self._rows[key].setChecked(True)
        self.blockSignals(was_blocked)

    def current(self) -> object:
        return next((key for key, row in self._rows.items() if row.isChecked()), None)

    def set_count(self, key: object, count: str, *, is_overdue: bool = False) -> None:
        """A count that matters; overdue ones get a mark besides their colour. "" hides it."""
        self._rows[key].set_count(count, is_overdue=is_overdue)

    def rows(self) -> list[QAbstractButton]:
        return list(self._rows.values())

    def is_rail(self) -> bool:
        return self._is_rail

    def set_rail(self, *, is_rail: bool) -> None:
        changed = is_rail != self._is_rail
        self._is_rail = is_rail
        self._fold.show_as(
            _("Expand") if is_rail else _("Collapse"), "panel-left-open" if is_rail else "panel-left-close"
        )
        for row in (*self._rows.values(), self._fold):
            row.set_rail(is_rail=is_rail)
        self.setFixedWidth(px(RAIL if is_rail else SIDEBAR))
        if changed:
            self.folded.emit(is_rail)

    def _tell(self, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        if Qt.Key(event.key()) in ends:
            row = list(self._rows.values())[ends[Qt.Key(event.key())]]
            row.setFocus(Qt.FocusReason.TabFocusReason)
            row.setChecked(True)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        paint.down(painter, self.width() - 1, 0, self.height())
        painter.end()


class _Row(QAbstractButton):
    def __init__(self, bar: Sidebar, words: str, icon: str) -> None:
        super().__init__(bar)
        self._is_rail = False
        self._count = ""
        self._is_overdue = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.show_as(words, icon)

    def show_as(self, words: str, icon: str) -> None:
        self._icon = icon
        self.setText(words)
        self._describe()

    def set_rail(self, *, is_rail: bool) -> None:
        self._is_rail = is_rail
        self._describe()

    def set_count(self, count: str, *, is_overdue: bool) -> None:
        self._count, self._is_overdue = count, is_overdue
        self._describe()

    def _describe(self) -> None:
        words = f"{self.text()}, {self._count}" if self._count else self.text()
        if self._is_overdue and self._count:
            words = _("{section}, {count} overdue").format(section=self.text(), count=self._count)
        self.setAccessibleName(words)
        self.setToolTip(words if self._is_rail else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(5), px(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(5), px(_LEAST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect().adjusted(0, 1, 0, -1)
        if self.isChecked():
            paint.fill(painter, room, "soft")
        elif self.underMouse():
            paint.fill(painter, room, "softidle")
        if self.hasFocus():
            paint.ring(painter, room)
        icon: theme.Token = "accent" if self.isChecked() else "text2"
        side = px(ICON_SIDE)
        left = (room.width() - side) // 2 if self._is_rail else px(1.5)
        paint.icon(painter, self._icon, icon, left, room, ICON_SIDE)
        if self._is_rail:
            self._paint_dot(painter, left + side, room)
        else:
            inner = QRect(px(5.25), room.top(), room.width() - px(5.25) - px(1.5), room.height())
            inner.setRight(inner.right() - self._paint_count(painter, inner))
            kind = Type.STRONG if self.isChecked() else Type.BODY
            paint.text(painter, inner, self.text().replace("&", ""), kind)
        painter.end()

    def _paint_count(self, painter: QPainter, room: QRect) -> int:
        if not self._count:
            return 0
        words: theme.Token = "overdue" if self._is_overdue else "text2"
        taken = paint.text(painter, room, self._count, Type.CAPTION_FIGURE_NAME, words, "right")
        if not self._is_overdue:
            return taken + px(1)
        at = room.right() + 1 - max(taken, px(1.5)) - px(ICON_TEXT + 0.75)
        paint.icon(painter, "circle-alert", "overdue", at, room, ICON_TEXT)
        return room.right() + 1 - at + px(1)

    def _paint_dot(self, painter: QPainter, right: int, room: QRect) -> None:
        if self._count and self._is_overdue:
            side = px(0.75)
            spot = QRect(right - side // 2, room.center().y() - px(ICON_SIDE) // 2 - side // 2, side, side)
            paint.fill(painter, spot, "overdue", side / 2)
