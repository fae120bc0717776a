"""The understanding of a quick line, row by row: each part can be reached by key, chosen anew, or taken back."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.domain.quick_task import Part
from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.quick_words import NAMES, Told

_HEIGHT, _ICON, _GAP = 3.75, 1.75, 1.5  # u


class PartRow(QAbstractButton):
    """Space or a click offers what else it may be, Del takes it back into the description, Enter makes the task."""

    wanted = Signal()  # Enter
    refused = Signal()
    stepped = Signal(int)  # -1 up, 1 down
    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.told: Told | None = None
        self.name_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def tell(self, told: Told, name_width: int) -> None:
        self.told, self.name_width = told, name_width
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if told.may_change else Qt.FocusPolicy.NoFocus)
        pointing = Qt.CursorShape.PointingHandCursor if told.may_change else Qt.CursorShape.ArrowCursor
        self.setCursor(pointing)
        name = _(NAMES[told.part])
        self.setAccessibleName(", ".join(part for part in (f"{name}: {told.value}", told.note) if part))
        self.setAccessibleDescription(
            _("Space: choose another. Del: not meant so.") if told.may_change else ""
        )
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(40), px(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.refused.emit()
        elif key != Qt.Key.Key_Space and event.text().isprintable() and event.text():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        told = self.told
        if told is None:
            painter.end()
            return
        if self.hasFocus():
            paint.fill(painter, self.rect(), "soft")
            paint.ring(painter, self.rect())
        elif self.underMouse() and told.may_change:
            paint.fill(painter, self.rect(), "hover")
        quiet: theme.Token = "text3"
        room = self.rect().adjusted(px(_GAP), 0, -px(_GAP), 0)
        paint.icon(painter, told.icon, "text2" if told.is_said else quiet, room.left(), room, _ICON)
        room.setLeft(room.left() + px(_ICON + 1))
        paint.text(painter, room, _(NAMES[told.part]), Type.BODY, "text2")
        room.setLeft(room.left() + self.name_width + px(2))
        kind = Type.FIGURE_NAME if told.is_said else Type.FIGURE
        used = paint.text(painter, room, told.value, kind, "text" if told.is_said else quiet)
        rest = QRect(room.left() + used + px(1.5), room.top(), room.width() - used - px(1.5), room.height())
        if rest.width() > px(6):
            paint.text(painter, rest, told.note, Type.CAPTION_FIGURE, "text2")
        painter.end()


class PartRows(QWidget):
    """All parts under each other; above the first is the line again."""

    wanted = Signal()
    left = Signal()  # upwards, to the line
    refused = Signal(object)  # Part
    asked = Signal(object, object)  # Part, the row that asks what else it may be
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PartRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def tell(self, parts: Sequence[Told]) -> None:
        """Show these; rows are made once."""
        while len(self._rows) < len(parts):
            self._make()
        face = metrics.face(Type.BODY)
        wide = max((round(face.width(_(NAMES[each.part])) + 0.49) for each in parts), default=0)
        for row, each in zip(self._rows, parts, strict=False):
            row.tell(each, wide)
        self.setVisible(bool(parts))

    def _make(self) -> None:
        row = PartRow(self)
        row.wanted.connect(self.wanted)
        row.typed.connect(self.typed)
        row.stepped.connect(lambda way: self.step(row, way))
        row.refused.connect(lambda: self.refused.emit(row.told.part) if row.told else None)
        row.clicked.connect(lambda: self._ask(row))
        self._rows.append(row)
        self._column.addWidget(row)

    def _ask(self, row: PartRow) -> None:
        if row.told is not None and row.told.may_change:
            self.asked.emit(row.told.part, row)

    def row(self, part: Part) -> PartRow:
        return next(row for row in self._rows if row.told is not None and row.told.part is part)

    def rows(self) -> list[PartRow]:
        """Those that can be changed."""
        return [row for row in self._rows if row.told is not None and row.told.may_change]

    def step(self, row: PartRow | None, way: int) -> None:
        """To the next row that can be changed; from None to the first or the last."""
        rows = self.rows()
        at = rows.index(row) + way if row in rows else (0 if way > 0 else len(rows) - 1)
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit()
