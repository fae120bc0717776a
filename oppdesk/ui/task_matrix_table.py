"""The task matrix on the screen: names that stay at the left, 32 periods beside them, cells that open their tasks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from oppdesk.domain.task_matrix import Cell, Line, Matrix, Options, Shows, column_of
from oppdesk.i18n import LocaleFormat
from oppdesk.ui import metrics, paint, task_matrix_words, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.tips import literal

NAMES = 30  # u
INDENT = 2  # u
NARROWEST = 6  # u of a period
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MatrixModel(QAbstractTableModel):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self.form = form
        self.matrix = Matrix(Options(), (), ())

    def show_matrix(self, matrix: Matrix) -> None:
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matrix.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matrix.periods)

    def line(self, row: int) -> Line:
        return self.matrix.lines[row]

    def cell(self, index: Index) -> Cell | None:
        return self.line(index.row()).cells.get(index.column()) if index.isValid() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return task_matrix_words.cell(self.cell(index), self.matrix.options.shows, self.form)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = task_matrix_words.tip(self.matrix, self.line(index.row()), index.column(), self.form)
            return literal(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        span, periods = self.matrix.options.span, self.matrix.periods
        if orientation == Qt.Orientation.Vertical and section < len(self.matrix.lines):
            line = self.line(section)
            if role == Qt.ItemDataRole.DisplayRole:
                return line.name
            if role == Qt.ItemDataRole.ToolTipRole:
                return literal(" · ".join(part for part in (line.name, line.note) if part))
        elif orientation == Qt.Orientation.Horizontal and section < len(periods):
            if role == Qt.ItemDataRole.DisplayRole:
                return task_matrix_words.head(span, periods[section], self.form)
            if role == Qt.ItemDataRole.ToolTipRole:
                return literal(task_matrix_words.period(span, periods[section], self.form))
        return None


class _Heads(QHeaderView):
    """The periods; that of the work date is the blue one."""

    def __init__(self, table: "MatrixTable") -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(metrics.ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        end = self.length() - self.offset()
        painter.fillRect(end, 0, max(self.width() - end, 0), self.height(), theme.colour("base"))
        paint.across(painter, end, self.height() - 1, max(self.width() - end, 0))
        painter.end()

    def paintSection(self, painter: QPainter, room: QRect, column: int) -> None:
        painter.fillRect(room, theme.colour("base"))
        is_now = column == self._table.now()
        words = str(self.model().headerData(column, self.orientation()) or "")
        inner = room.adjusted(px(0.5), 0, -px(1), -1)
        kind = Type.CAPTION_STRONG if is_now else Type.CAPTION_FIGURE_NAME
        paint.text(painter, inner, words, kind, "accent" if is_now else "text2", "right")
        paint.across(painter, room.left(), room.bottom(), room.width())


class _Names(QHeaderView):
    """Who the lines are: companies strong, their people indented."""

    def __init__(self, table: "MatrixTable") -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(px(NAMES), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        end = self.length() - self.offset()  # what is below the last line is ground, no heading
        painter.fillRect(0, end, self.width(), max(self.height() - end, 0), theme.colour("base"))
        painter.end()

    def paintSection(self, painter: QPainter, room: QRect, row: int) -> None:
        line = self._table.matrix.line(row)
        is_current = row == self._table.currentIndex().row() and self._table.hasFocus()
        painter.fillRect(room, theme.colour("soft" if is_current else "base"))
        left = px(metrics.PAGE_MARGIN) + (px(INDENT) if line.is_indented else 0)
        inner = room.adjusted(left, 0, -px(1), -1)
        paint.text(painter, inner, line.name, Type.STRONG if line.is_company else Type.BODY)
        paint.across(painter, room.left(), room.bottom(), room.width(), "rule")
        paint.down(painter, room.right(), room.top(), room.height())


class _Cells(QStyledItemDelegate):
    """A figure, or a contact; what is overdue has its mark before it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        room: QRect = option.rect
        state = option.state
        if not isinstance(view, MatrixTable):
            return
        cell = view.matrix.cell(index)
        line = view.matrix.line(index.row())
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, theme.colour("soft" if view.hasFocus() else "softidle"))
        elif cell is not None and state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, theme.colour("hover"))
        if cell is not None:
            words = str(index.data() or "")
            inner = room.adjusted(px(0.5), 0, -px(1), -1)
            kind = Type.FIGURE_STRONG if line.is_company else Type.FIGURE
            colour: theme.Token = "overdue" if cell.overdue else "text"
            took = paint.text(painter, inner, words, kind, colour, "right")
            if cell.overdue:
                left = inner.right() + 1 - took - px(metrics.ICON_TEXT + 0.5)
                paint.icon(
                    painter, "clock-alert", "overdue", max(left, room.left()), inner, metrics.ICON_TEXT
                )
        paint.across(painter, room.left(), room.bottom(), room.width(), "rule")
        if view.hasFocus() and index == view.currentIndex():
            paint.ring(painter, room.adjusted(0, 0, 0, -1))


class _Corner(QWidget):
    """Lies over the corner between names and periods: what Qt paints there is no part of our look."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("base"))
        paint.across(painter, 0, self.height() - 1, self.width())
        painter.end()


class MatrixTable(QTableView):
    """Enter or a click on a cell asks for its tasks."""

    cell_opened = Signal(int, int)  # line and period
    turned = Signal(int)  # to the set of periods before (-1) or after

    def __init__(self, form: LocaleFormat, work_date: Callable[[], date]) -> None:
        super().__init__()
        self.matrix = MatrixModel(form)
        self._work_date = work_date
        self.setModel(self.matrix)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._corner = _Corner(self)
        self.setHorizontalHeader(_Heads(self))
        self.setVerticalHeader(_Names(self))
        self.verticalHeader().setDefaultSectionSize(px(metrics.ROW))
        self.setItemDelegate(_Cells(self))
        self.clicked.connect(self._open)

    def now(self) -> int | None:
        """The period of the work date, if it is shown."""
        return column_of(self._work_date(), self.matrix.matrix.periods)

    def show_matrix(self, matrix: Matrix) -> None:
        """Where one was is kept as far as it is still there."""
        here = self.currentIndex()
        line = self.matrix.line(here.row()).row if here.isValid() else None
        self.matrix.show_matrix(matrix)
        wide = Type.FIGURE_NAME if matrix.options.shows is Shows.CONTACT else Type.CAPTION_FIGURE_NAME
        sample = "CT00000000" if matrix.options.shows is Shows.CONTACT else ""
        for column in range(self.matrix.columnCount()):
            words = str(self.matrix.headerData(column, Qt.Orientation.Horizontal) or "")
            needed = max(metrics.face(Type.CAPTION_STRONG).width(words), metrics.face(wide).width(sample))
            self.setColumnWidth(column, max(px(NARROWEST), round(needed) + px(2.5)))
        row = next((at for at, each in enumerate(matrix.lines) if each.row == line), 0)
        column = here.column() if here.isValid() else self.now() or 0
        if matrix.lines and matrix.periods:
            self.setCurrentIndex(self.matrix.index(row, min(column, len(matrix.periods) - 1)))

    def selected_text(self) -> str:
        """The selected cells with their names, for the clipboard."""
        chosen = self.selectionModel().selectedIndexes()
        rows, columns = sorted({each.row() for each in chosen}), sorted({each.column() for each in chosen})
        heads = [str(self.matrix.headerData(each, Qt.Orientation.Horizontal)) for each in columns]
        lines = ["\t".join(["", *heads])]
        for row in rows:
            figures = [str(self.matrix.index(row, column).data() or "") for column in columns]
            lines.append("\t".join([_plain(self.matrix.line(row).name), *figures]))
        return "\n".join(lines)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "_corner"):
            self._corner.setGeometry(0, 0, self.verticalHeader().width(), self.horizontalHeader().height())
            self._corner.raise_()

    def open_current(self) -> None:
        self._open(self.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        if self.matrix.cell(index) is not None:
            self.cell_opened.emit(index.row(), index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        key = Qt.Key(event.key())
        if key in ways and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(ways[key])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_link = self.matrix.cell(self.indexAt(event.position().toPoint())) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("base"))
        painter.end()
        super().paintEvent(event)


def _plain(text: str) -> str:
    return " ".join(text.split())
