"""A list as the user holds it: the table and its model together, with selection, place and columns kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QWidget

from oppdesk.domain import query as asked
from oppdesk.domain.query import Query
from oppdesk.i18n import _
from oppdesk.ui.metrics import px
from oppdesk.ui.table_header import Order
from oppdesk.ui.table_model import ListColumn, RecordTableModel
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.workplace import Workplace

MOST_KEPT = 10_000  # selected rows that are looked up again after news


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the eye and the hand hold on to, by id."""

    current: int
    row: int
    selected: tuple[int, ...]
    top: int  # the first row on the screen
    offset: int  # pixels of it above the edge


class RecordList(RecordTable):
    """Shows `model`; `keeps` is the name its columns are remembered by. Everything is told by id."""

    record_opened = Signal(object)  # id
    selection_settled = Signal()  # not in the middle of a refresh

    def __init__(self, place: Workplace, model: RecordTableModel, keeps: str = "") -> None:
        super().__init__()
        self.records = model
        self._preferences = place.preferences
        self._keeps = keeps
        self._kept: _Kept | None = None
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self.selection_settled)
        model.setParent(self)
        model.modelAboutToBeReset.connect(self._remember)
        self.setModel(model)
        model.modelReset.connect(self._put_back)
        model.complete.connect(self._put_back)
        self.horizontalHeader().setMinimumSectionSize(px(2))  # the gutter
        self.set_columns([column_of(each) for each in model.columns])
        self.restore_columns(place.preferences.columns_of(keeps))
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.order_wanted.connect(self._sort)
        self.columns_wanted.connect(self._choose_columns)
        self.opened.connect(self._open)
        head = self.horizontalHeader()
        for signal in (head.sectionResized, head.sectionMoved):
            signal.connect(self._columns_touched)
        self._keep_soon = QTimer(self, singleShot=True, interval=1_000)
        self._keep_soon.timeout.connect(self._keep_columns)
        self.set_compact(is_compact=place.preferences.now.compact)
        place.preferences.changed.connect(self._take_preferences)

    # -- selection ----------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        row = self.currentIndex().row()
        return self.records.row_id(row) if 0 <= row < self.records.rowCount() else None

    def selected_ids(self) -> tuple[int, ...]:
        """In the order of the list, the current one first."""
        if self._kept is not None:
            return self._kept.selected
        found = [each for first, last in self._stretches() for each in self.records.ids_between(first, last)]
        current = self.current_id()
        if current in found:
            found.remove(current)
            found.insert(0, current)
        return tuple(found)

    def selected_count(self) -> int:
        return sum(last - first + 1 for first, last in self._stretches())

    def select(self, records: Sequence[int]) -> bool:
        """Select these and show the first; whether any is in the list."""
        rows = self.records.rows_of(records)
        if rows:
            self._select_rows(rows, rows[0])
            self.scrollTo(self.currentIndex())
        return bool(rows)

    def _stretches(self) -> list[tuple[int, int]]:
        """The selected rows as (first, last), in order."""
        selection = self.selectionModel().selection()
        parts = [selection.at(each) for each in range(selection.count())]
        return sorted((part.top(), part.bottom()) for part in parts if part.isValid())

    def _select_rows(self, rows: Sequence[int], current: int) -> None:
        chosen = QItemSelection()
        last = self.records.columnCount() - 1
        for row in rows:
            chosen.select(self.records.index(row, 0), self.records.index(row, last))
        column = max(0, self.currentIndex().column())
        self.selectionModel().setCurrentIndex(
            self.records.index(current, column), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _tell_selection(self) -> None:
        if self._kept is None:
            self._settle.start()

    # -- staying where one was ----------------------------------------------------------------------------

    def _remember(self) -> None:
        if self._kept is not None or not self.records.rowCount():
            return
        top = max(0, self.rowAt(0))
        selected = self.selected_ids() if self.selected_count() <= MOST_KEPT else ()
        self._kept = _Kept(
            current=self.current_id() or 0,
            row=self.currentIndex().row(),
            selected=selected,
            top=self.records.row_id(top),
            offset=-self.rowViewportPosition(top),
        )

    def _put_back(self) -> None:
        if not self.records.knows_all:
            return  # row_of finds everything once the ids are there
        kept, self._kept = self._kept, None
        count = self.records.rowCount()
        if kept is None:
            if count and not self.selectionModel().hasSelection():
                self._select_rows([0], 0)
            return
        top = self.records.row_of(kept.top)
        rows = self.records.rows_of(kept.selected)
        current = self.records.row_of(kept.current)
        if count:
            if current < 0:
                current = rows[0] if rows else max(0, min(kept.row, count - 1))
            self._select_rows(rows or [current], current)
            if top >= 0:
                height = self.verticalHeader().defaultSectionSize()
                self.verticalScrollBar().setValue(top * height + kept.offset)
            else:
                self.scrollTo(self.currentIndex())
        self._settle.start()

    # -- editing in place ---------------------------------------------------------------------------------

    def edit(self, index: QModelIndex, trigger: Any = None, event: Any = None) -> bool:  # type: ignore[override]
        """While an editor is open, news waits (house 4.2)."""
        if trigger is None:
            super().edit(index)
            begun = self.state() == QAbstractItemView.State.EditingState
        else:
            begun = super().edit(index, trigger, event)
        if begun and self.state() == QAbstractItemView.State.EditingState:
            self.records.hold()
        return begun

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if self.state() != QAbstractItemView.State.EditingState:
            self.records.release()

    # -- order and columns --------------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """List something else; what stays in the list stays selected."""
        self.records.set_query(query)
        places = {column.sorted_by: at for at, column in enumerate(self.records.columns) if column.sorted_by}
        self.set_order(
            tuple((places[each.field], each.descending) for each in query.orders if each.field in places)
        )

    def _sort(self, order: Order) -> None:
        wanted = tuple(
            asked.Order(self.records.columns[column].sorted_by, descending)
            for column, descending in order
            if self.records.columns[column].sorted_by
        )
        query = self.records.query
        self.set_query(Query(query.filters, wanted, query.text))

    def _choose_columns(self, at: QPoint) -> None:
        menu = self.columns_menu()
        menu.popup(at)

    def columns_menu(self) -> QMenu:
        """The columns to be shown, each with a tick."""
        menu = QMenu(_("Columns"), self)
        menu.aboutToHide.connect(menu.deleteLater)
        hidden = self.hidden_columns()
        for column in self.records.columns:
            if column.width and not column.fixed:
                action = menu.addAction(_(column.label))
                action.setCheckable(True)
                action.setChecked(column.name not in hidden)
                action.toggled.connect(lambda on, name=column.name: self._show_column(name, on))
        return menu

    def _show_column(self, name: str, shown: bool) -> None:
        self.set_hidden(name, is_hidden=not shown)
        self._columns_touched()

    def _columns_touched(self) -> None:
        if self._keeps and self.isVisible():
            self._keep_soon.start()

    def _keep_columns(self) -> None:
        self._preferences.keep_columns(self._keeps, self.save_columns())

    def _take_preferences(self) -> None:
        self.set_compact(is_compact=self._preferences.now.compact)

    def _open(self, index: QModelIndex) -> None:
        self.record_opened.emit(self.records.row_id(index.row()))


def column_of(column: ListColumn) -> Column:
    """How a column of the model stands in the table."""
    return Column(
        key=column.name,
        width=column.width,
        at_right=column.align == "right",
        takes_rest=not column.width,
        is_fixed=column.fixed,
        sorts=bool(column.sorted_by),
        is_hidden=column.hidden,
    )
