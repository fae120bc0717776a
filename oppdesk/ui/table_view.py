"""The one table of all lists: calm rows, columns that remember their place, and nothing that needs a mouse."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.delegates import CellDelegate, Index
from oppdesk.ui.metrics import px
from oppdesk.ui.table_header import Order, TableHeader
from oppdesk.ui.widgets.viewport import give_viewport

NOTHING_FOR = 200  # milliseconds before a list shows that it is loading
PALE = 0.5  # how far rows fade that wait for others
LEAST_NAME = 20  # u that the name column keeps however many others there are
LEAST_TEXT = 0.7  # of its width that a column of text keeps before the list scrolls sideways


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of the model stands in the list; its words come from the model's header."""

    key: str  # what its place and width are remembered by
    width: float = 14  # u
    at_right: bool = False
    takes_rest: bool = False  # the name column
    is_fixed: bool = False  # the gutter
    sorts: bool = True
    is_hidden: bool = False  # until the user asks for it
    is_whole: bool = False  # short words that are never cut


class RecordTable(QTableView):
    """Enter or double click opens, F2 edits, Ctrl+C copies, letters go to whoever filters."""

    opened = Signal(QModelIndex)
    menu_wanted = Signal(QPoint)  # of the selected rows, in the coordinates of the screen
    columns_wanted = Signal(QPoint)  # the chooser of columns
    order_wanted = Signal(object)  # Order
    letters_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        give_viewport(self)
        self._columns: tuple[Column, ...] = ()
        self._empty: QWidget | None = None
        self._is_loading = False
        self._fits = False
        self._wished: dict[int, int] = {}  # widths that were asked for; where room lacks, texts get less
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(NOTHING_FOR)
        self._wait.timeout.connect(self.viewport().update)
        self._look = CellDelegate(self)
        self.setItemDelegate(self._look)
        self._head = TableHeader(self)
        self.setHorizontalHeader(self._head)
        self._head.order_wanted.connect(self.order_wanted)
        self._head.menu_wanted.connect(self.columns_wanted)
        self._head.sectionResized.connect(self._resized)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(px(2))
        self.set_compact(is_compact=False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)  # behind the scroll bars, too
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._double_click)

    # columns

    def set_columns(self, columns: Sequence[Column]) -> None:
        """The columns of the model, in its order; call after the model is set."""
        self._columns = tuple(columns)
        numbered = list(enumerate(self._columns))
        self._head.set_alignment(
            frozenset(at for at, column in numbered if column.at_right),
            frozenset(at for at, column in numbered if not column.sorts),
        )
        for at, column in numbered:
            self._head.moveSection(self._head.visualIndex(at), at)
            self._head.setSectionHidden(at, column.is_hidden)
            self._wished[at] = max(px(column.width), self._least(at))
            if column.is_fixed:
                self._head.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
        self._fit()

    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def _least(self, at: int) -> int:
        return 0 if self._columns[at].is_fixed else self._head.legible_width(at)

    def hidden_columns(self) -> set[str]:
        return {column.key for at, column in enumerate(self._columns) if self._head.isSectionHidden(at)}

    def set_hidden(self, key: str, *, is_hidden: bool) -> None:
        for at, column in enumerate(self._columns):
            if column.key == key and not column.takes_rest:
                self._head.setSectionHidden(at, is_hidden)
        self._fit()

    def save_columns(self) -> bytes:
        """Order, widths (in u) and hidden columns, by their keys, to be handed to `restore_columns` one day."""
        shown = []
        for place in range(self._head.count()):
            at = self._head.logicalIndex(place)
            if at < len(self._columns):
                width = round(self._wished[at] / metrics.unit(), 2)
                shown.append([self._columns[at].key, width, self._head.isSectionHidden(at)])
        return json.dumps(shown).encode()

    def restore_columns(self, state: bytes) -> bool:
        """False, and nothing changed, for what is not the work of `save_columns`; unknown columns are passed over."""
        try:
            kept = [(str(key), float(width), bool(hidden)) for key, width, hidden in json.loads(state)]
        except (ValueError, TypeError):
            return False
        places = {column.key: at for at, column in enumerate(self._columns)}
        known = [(places[key], width, hidden) for key, width, hidden in kept if key in places]
        for place, (at, width, hidden) in enumerate(known):
            self._head.moveSection(self._head.visualIndex(at), place)
            self._head.setSectionHidden(at, hidden and not self._columns[at].takes_rest)
            if not self._columns[at].is_fixed and 0 < width < 1000:
                self._wished[at] = max(px(width), self._least(at))
        self._fit()
        return True

    def header(self) -> TableHeader:
        return self._head

    def fit_columns(self) -> None:
        """As wide as what is on the screen needs; all rows are never measured."""
        model, top = self.model(), max(0, self.rowAt(0))
        if model is None:
            return
        bottom = min(model.rowCount(), top + self.viewport().height() // max(1, self.rowHeight(top)) + 1)
        for at, column in enumerate(self._columns):
            if not column.is_fixed and not column.takes_rest and not self._head.isSectionHidden(at):
                needed = [self._look.needed_width(model.index(row, at)) for row in range(top, bottom)]
                self._wished[at] = max([self._least(at), px(4), *needed])
        self._fit()

    def order(self) -> Order:
        return self._head.order()

    def set_order(self, order: Order) -> None:
        """Show by what the list is sorted."""
        self._head.set_order(order)

    def _resized(self, at: int, _old: int, new: int) -> None:
        if not self._fits and new > 0:
            self._wished[at] = max(new, self._least(at)) if at < len(self._columns) else new
            self._fit()

    def _fit(self) -> None:
        """The name column takes what the others leave; where that is too little, columns of text give way first."""
        name = next((at for at, column in enumerate(self._columns) if column.takes_rest), -1)
        if self._fits or not self._columns:
            return
        shown = [at for at in range(len(self._columns)) if at != name and not self._head.isSectionHidden(at)]
        room = self.viewport().width() - (px(LEAST_NAME) if name >= 0 else 0)
        spare = {at: max(0, self._wished[at] - self._shortest(at)) for at in shown}
        short = max(0, sum(self._wished[at] for at in shown) - room)
        share = (
            short / sum(spare.values()) if 0 < short <= sum(spare.values()) else 0.0
        )  # or it scrolls anyway
        self._fits = True  # our own resizing comes back as a signal
        for at in shown:
            self._head.resizeSection(at, self._wished[at] - round(spare[at] * share + 0.49))
        if name >= 0:
            others = sum(self._head.sectionSize(at) for at in shown)
            self._head.resizeSection(name, max(px(LEAST_NAME), self.viewport().width() - others))
        self._fits = False

    def _shortest(self, at: int) -> int:
        """Figures, dates and marks are never cut; texts may be."""
        column = self._columns[at]
        if column.at_right or column.is_fixed or column.is_whole:
            return self._wished[at]
        return max(self._least(at), round(self._wished[at] * LEAST_TEXT))

    # rows

    def set_compact(self, *, is_compact: bool) -> None:
        height = px(metrics.COMPACT_ROW if is_compact else metrics.ROW)
        self.verticalHeader().setDefaultSectionSize(height)

    def delegate(self) -> CellDelegate:
        return self._look

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
                changed.connect(self._show_empty)
        self._show_empty()

    def set_empty(self, widget: QWidget | None) -> None:
        """What to say in place of rows when there are none."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = widget
        if widget is not None:
            widget.setParent(self.viewport())
        self._show_empty()

    def set_loading(self, *, is_loading: bool) -> None:
        """While rows are on their way: nothing for 200 ms, then bars of the rows' shape."""
        said_so = self._says_loading()
        self._is_loading = is_loading
        if is_loading:
            self._wait.start()
        else:
            self._wait.stop()
        self._show_empty()
        if said_so:
            self.viewport().update()

    def _says_loading(self) -> bool:
        return self._is_loading and not self._wait.isActive()

    def _is_bare(self) -> bool:
        model = self.model()
        return model is None or model.rowCount() == 0

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setGeometry(self.viewport().rect())
            self._empty.setVisible(self._is_bare() and not self._is_loading)

    def copy(self) -> None:
        """The selected rows as they are shown, columns divided by tabs, onto the clipboard; they start no formula."""
        text = self.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def selected_text(self) -> str:
        model, chosen = self.model(), self.selectionModel()
        if model is None or chosen is None:
            return ""
        from oppdesk.ui.list_content import one_cell  # noqa: PLC0415 - no list waits for what leaves it

        head = [self._head.logicalIndex(place) for place in range(self._head.count())]
        shown = [at for at in head if not self._head.isSectionHidden(at)]
        selection = chosen.selection()
        parts = [selection.at(each) for each in range(selection.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        chosen_rows = [row for row in rows if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable]
        return "\n".join(
            "\t".join(one_cell(str(model.index(row, at).data() or "")) for at in shown) for row in chosen_rows
        )

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_F8 and self.currentIndex().isValid():
            is_further = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._head.ask(self.currentIndex().column(), adds=is_further)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_editing:
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Qt would walk through all rows; the list's own filter is the better search."""
        if search.strip():
            self.letters_typed.emit(search)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(px(4), 0)
            at = self.viewport().mapToGlobal(place)
        self.menu_wanted.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        before, self._look.hovered_row = self._look.hovered_row, row
        if row != before:
            for each in (before, row):
                if each >= 0:
                    top, height = self.rowViewportPosition(each), self.rowHeight(each)
                    self.viewport().update(0, top, self.viewport().width(), height)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The lines of the current row run through all columns."""
        rows = [index.row() for index in (current, previous) if index.isValid()]
        is_beside = current.column() != previous.column()
        super().currentChanged(current, previous)  # may end an editor: neither index is looked at after it
        if is_beside:
            self._head.viewport().update()
        for row in rows:
            self.viewport().update(
                0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row)
            )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()
        self._head.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        self._head.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_empty()

    def paint_rows(self, event: QPaintEvent) -> None:
        super().paintEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paint_rows(event)
        if self._says_loading():
            painter = QPainter(self.viewport())
            if self._is_bare():
                self._paint_bars(painter)
            else:
                self._paint_veil(painter)
            painter.end()

    def _paint_veil(self, painter: QPainter) -> None:
        """What is still shown is not what was asked for."""
        veil = QColor(theme.colour("base"))
        veil.setAlphaF(PALE)
        painter.fillRect(self.viewport().rect(), veil)

    def _paint_bars(self, painter: QPainter) -> None:
        height = self.verticalHeader().defaultSectionSize()
        shares = (0.86, 0.79, 0.71, 0.64)  # of the column: rows of text are not equally long
        for row in range(self.viewport().height() // height):
            top = row * height
            for at, column in enumerate(self._columns):
                if self._head.isSectionHidden(at) or column.is_fixed:
                    continue
                left, width = self._head.sectionViewportPosition(at), self._head.sectionSize(at)
                bar = round((width - px(1.5)) * shares[row % len(shares)])
                if column.at_right:
                    bar //= 2
                    left += width - px(1.5) - bar
                spot = painter.viewport().adjusted(0, 0, 0, 0)
                spot.setRect(left + px(0.75), top + (height - px(1.25)) // 2, bar, px(1.25))
                paint.fill(painter, spot, "softidle", 3)
            paint.across(painter, 0, top + height - 1, self.viewport().width(), "rule")

    def _double_click(self, index: QModelIndex) -> None:
        self.opened.emit(index)
