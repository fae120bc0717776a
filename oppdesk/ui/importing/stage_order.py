"""The stages of a cycle that will be made, put in order by dragging, by keys or by the two buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons

Index = QModelIndex | QPersistentModelIndex
_MOST = 8  # rows shown without scrolling
_ROW = 3.75  # u


class StageOrder(QWidget):
    ordered = Signal(object)  # the names, first to last

    def __init__(self) -> None:
        super().__init__()
        self.list = _List()
        self.list.setAccessibleName(_("Stages of the new cycle, first to last"))
        self.list.moved.connect(self._move)
        self.list.model().rowsMoved.connect(lambda *_args: self._tell())
        up = buttons.icon_button("arrow-up", _("Move the stage up"), small=True)
        down = buttons.icon_button("arrow-down", _("Move the stage down"), small=True)
        up.clicked.connect(lambda: self._move(-1))
        down.clicked.connect(lambda: self._move(1))
        side = QVBoxLayout()
        side.addWidget(up)
        side.addWidget(down)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(0.5))
        row.addWidget(self.list, 1)
        row.addLayout(side)

    def show_names(self, names: Sequence[str]) -> None:
        if list(names) == self.names():
            return
        self.list.clear()
        self.list.addItems(list(names))
        if names:
            self.list.setCurrentRow(0)
        self.list.setFixedHeight(px(_ROW) * min(len(names), _MOST) + 2)

    def names(self) -> list[str]:
        return [self.list.item(at).text() for at in range(self.list.count())]

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count():
            self.list.insertItem(at + by, self.list.takeItem(at))
            self.list.setCurrentRow(at + by)
            self._tell()

    def _tell(self) -> None:
        self.ordered.emit(tuple(self.names()))


class _Stages(QStyledItemDelegate):
    """A stage with its place in the cycle."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(12), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            paint.fill(painter, room, "soft" if state & QStyle.StateFlag.State_Active else "softidle")
        inner = room.adjusted(px(1), 0, -px(1) - px(metrics.ICON_TEXT), 0)
        paint.text(painter, inner, str(index.row() + 1), Type.FIGURE, "text2")
        paint.text(painter, inner.adjusted(px(2.5), 0, 0, 0), str(index.data() or ""), Type.NAME)
        paint.icon(painter, "grip-vertical", "text3", inner.right() + px(0.5), room, metrics.ICON_TEXT)


class _List(QListWidget):
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Stages(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)
