"""A grid one types in: F2, Enter or any letter edits the cell, Tab goes on, what is wrong keeps the cursor in it."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from oppdesk.domain.fields import Kind
from oppdesk.ui import metrics, paint
from oppdesk.ui.cells import CellRole, FigureCell, FlagCell
from oppdesk.ui.delegates import CellDelegate, Index
from oppdesk.ui.editors import Editor, editor
from oppdesk.ui.kept_table import KeptTable
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.setup.model import NEW, FaultRole, GridModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.workplace import Workplace

_Hint = QAbstractItemDelegate.EndEditHint


class SetupGrid(KeptTable):
    """One cell is current; its row is what Del, Ins and Alt+Up or Down are about."""

    typing = Signal(object, str, object)  # id, field, value: at each keystroke that makes one
    told = Signal(str, str)  # what is to be said about the cell being edited, and an icon
    closed = Signal()  # nothing is being typed any more
    moved_on = Signal()  # another cell is current
    remove_wanted = Signal()
    insert_wanted = Signal()
    move_wanted = Signal(int)
    holders_wanted = Signal()  # who has the current row

    def __init__(self, place: Workplace, model: GridModel, name: str, keeps: str = "") -> None:
        super().__init__(place)
        self._place = place
        self._grid = model
        self._rows_shown = 0
        self._unread = ""  # why what was typed in the cell that closes was no value
        self._hint = ("", "")
        self._look: _GridDelegate = _GridDelegate(self)
        self.setItemDelegate(self._look)
        self.setModel(model)
        self.show_columns([column.placed() for column in model.columns], keeps)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        self._look.make_editor = self._make_editor
        model.rowsInserted.connect(self.updateGeometry)
        model.rowsRemoved.connect(self.updateGeometry)

    def take_rows(self, most: int) -> None:
        """As high as its rows, up to so many; then, and in a low window, it scrolls."""
        self._rows_shown = most
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if self._rows_shown:
            size.setHeight(self._height_of(max(2, min(self._grid.rowCount(), self._rows_shown))))
        return size

    def minimumSizeHint(self) -> QSize:
        return QSize(px(30), self._height_of(2))

    def _height_of(self, rows: int) -> int:
        head = self.horizontalHeader().sizeHint().height()
        return rows * self.verticalHeader().defaultSectionSize() + head + metrics.HAIRLINE

    # -- the row and the cell ------------------------------------------------------------------------------

    def current_row(self) -> int:
        """The id of the row the cursor is in; NEW in the new row or without one."""
        return self._grid.row_id(self.currentIndex().row()) if self.currentIndex().isValid() else NEW

    def go_to(self, row: int, name: str = "") -> None:
        """Put the cursor into a row, in the same column or the one of a field."""
        at = self._grid.row_of(row) if row != NEW else self._grid.count()
        if at >= 0:
            column = next(
                (place for place, each in enumerate(self._grid.columns) if each.name == name),
                max(0, self.currentIndex().column()),
            )
            self.setCurrentIndex(self._grid.index(at, column))

    def begin_new(self) -> None:
        """Open the first cell that a new row needs filled."""
        self._grid.begin()
        values = self._grid.typed(NEW)
        fields = [column.field for column in self._grid.columns]
        wanted = next(
            (
                at
                for at, field in enumerate(fields)
                if field and field.required and not values.get(field.name)
            ),
            next((at for at, column in enumerate(self._grid.columns) if column.takes_rest), 0),
        )
        index = self._grid.index(self._grid.count(), wanted)
        self.setFocus()
        self.setCurrentIndex(index)
        self.edit(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved_on.emit()

    # -- editing ------------------------------------------------------------------------------------------

    def _make_editor(self, index: Index, parent: QWidget) -> QWidget | None:
        column = self._grid.columns[index.column()]
        if column.field is None or column.field.kind is Kind.FLAG:
            return None
        if self._grid.row_id(index.row()) == NEW:
            self._grid.begin()
        made = editor(column.field, self._place)
        made.setParent(parent)
        made.setAccessibleName(column.label)
        row, name = self._grid.row_id(index.row()), column.name
        made.changed.connect(lambda value: self.typing.emit(row, name, value))
        if isinstance(made, ParsedEdit):
            made.hinted.connect(self._take_hint)
            made.textEdited.connect(lambda _text: self._say(made))
        if isinstance(made, QComboBox):
            made.activated.connect(lambda _at: self._finish(made))
        if isinstance(made, LookupField):
            made.chosen.connect(lambda _row: self._finish(made))
        return made

    def _take_hint(self, words: str, icon: str) -> None:
        self._hint = (words, icon)
        self.told.emit(words, icon)

    def _say(self, made: ParsedEdit) -> None:
        """At each key: what is wrong with it, else what was understood."""
        if made.fault():
            self.told.emit(made.fault(), "circle-alert")
        else:
            self.told.emit(*self._hint)

    def _finish(self, made: QWidget) -> None:
        """A choice is complete: the cell closes, unless a key closes it already."""
        if not self._look.is_leaving:
            self.commitData(made)
            self.closeEditor(made, _Hint.NoHint)

    def closeEditor(self, editor: QWidget, hint: _Hint) -> None:
        """Tab goes to the next cell one types in, from the last of a row to the first of the next."""
        super().closeEditor(editor, _Hint.NoHint)
        self._hint = ("", "")
        self.told.emit(self._unread, "circle-alert" if self._unread else "")
        self._unread = ""
        self.closed.emit()
        self.setFocus()
        if hint in (_Hint.EditNextItem, _Hint.EditPreviousItem):
            index = self._next(self.currentIndex(), 1 if hint == _Hint.EditNextItem else -1)
            if index.isValid():
                self.setCurrentIndex(index)
                self.edit(index)

    def take(self, index: Index, made: Editor) -> None:
        """Write what an editor holds; nonsense is told and not written."""
        if isinstance(made, ParsedEdit | LookupField) and made.fault():
            self._unread = made.fault()
        else:
            self._grid.setData(index, made.value())

    def _next(self, index: QModelIndex, by: int) -> QModelIndex:
        columns = self._grid.columns
        place = index.row() * len(columns) + index.column() + by
        while 0 <= place < self._grid.rowCount() * len(columns):
            row, at = divmod(place, len(columns))
            field = columns[at].field
            if columns[at].is_typed and field is not None and field.kind is not Kind.FLAG:
                return self._grid.index(row, at)
            place += by
        return QModelIndex()

    # -- keys and mouse ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = modifiers == Qt.KeyboardModifier.NoModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif modifiers == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif is_plain and key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif is_plain and key == Qt.Key.Key_Insert:
            self.insert_wanted.emit()
        elif is_plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(self.currentIndex())
        elif modifiers == Qt.KeyboardModifier.ControlModifier and key in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.holders_wanted.emit()
        elif is_plain and key == Qt.Key.Key_Escape and self._grid.give_up(self.current_row()):
            self.told.emit("", "")
        else:
            super().keyPressEvent(event)

    def _enter(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        cell = index.data(CellRole)
        if self._grid.row_id(index.row()) == NEW and not self._grid.is_begun():
            self.begin_new()
        elif isinstance(cell, FlagCell):
            self._grid.setData(index, not cell.is_on)
        elif isinstance(cell, FigureCell) and cell.is_link:
            self.holders_wanted.emit()
        elif index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        cell = index.data(CellRole)
        if self._grid.row_id(index.row()) == NEW and not self._grid.is_begun():
            self.begin_new()
        elif isinstance(cell, FigureCell) and cell.is_link and index == self.currentIndex():
            self.holders_wanted.emit()


class _GridDelegate(CellDelegate):
    """With a ring round the current cell and round what is wrong, and editors that do not let nonsense go."""

    def __init__(self, view: SetupGrid) -> None:
        super().__init__(view)
        self._grid_view = view
        self.is_leaving = False  # a key closes the editor

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        room = option.rect.adjusted(1, 1, -1, -2)
        if index.data(FaultRole):
            paint.ring(painter, room, "overdue", metrics.SMALL_RADIUS)
            return
        view = self._grid_view
        if view.hasFocus() and index == view.currentIndex():
            paint.ring(painter, room, radius=metrics.SMALL_RADIUS)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """News fills an open editor anew, unless somebody has begun to type in it."""
        made: Editor = editor  # type: ignore[assignment]
        if not (isinstance(made, QLineEdit) and made.isModified()):
            made.set_value(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        made: Editor = editor  # type: ignore[assignment]
        if isinstance(made, LookupField):
            made.settle()
        self._grid_view.take(index, made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab do not leave a cell with nonsense in it; Esc gives it up. What is typed first replaces all."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            watched.selectAll()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            leaves = event.key() in (
                Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
            )  # fmt: skip
            if leaves and isinstance(watched, LookupField):
                self.is_leaving = True
                watched.settle()
                self.is_leaving = False
            if leaves and isinstance(watched, ParsedEdit | LookupField) and watched.fault():
                watched.setProperty("fault", True)
                buttons.restyle(watched)
                self._grid_view.told.emit(watched.fault(), "circle-alert")
                return True
        return super().eventFilter(watched, event)
