"""A list as the user holds it: the table and its model together, with selection, place and columns kept."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from oppdesk.domain import query as asked
from oppdesk.domain.query import Query
from oppdesk.ui import group_rows, row_painting
from oppdesk.ui.editable_table import EditableTable
from oppdesk.ui.list_rows import ListColumn
from oppdesk.ui.metrics import px
from oppdesk.ui.rows_at_hand import FIRST
from oppdesk.ui.table_header import Order
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.table_view import Column
from oppdesk.ui.workplace import Workplace

MOST_KEPT = 200_000  # selected rows that are looked up again after news
MOST_SOUGHT = 1_000  # of them, those the reader looks for


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the eye and the hand hold on to, by id."""

    current: int
    row: int
    selected: tuple[int, ...]
    is_everything: bool  # all of very many were selected, so all stay selected
    top: int  # the first record on the screen; 0 when the list was at its beginning and stays there
    offset: int  # pixels of it above the edge


class RecordList(EditableTable):
    """Shows `model`; `keeps` is the name its columns are remembered by. Everything is told by id."""

    record_opened = Signal(object)  # id
    selection_settled = Signal()  # not in the middle of a refresh
    reordered = Signal()  # the user sorts otherwise

    def __init__(self, place: Workplace, model: RecordTableModel, keeps: str = "") -> None:
        super().__init__(place, model)
        self.groupable: frozenset[str] = frozenset()  # fields its rows may stand together by
        self._kept: _Kept | None = None
        self._is_putting_back = False
        self._asked_by: dict[str, int] = {}  # the column that was clicked, by the field that is sorted by
        self._asks_anew = False  # it is another question, not news, that changes the rows
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self.selection_settled)
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._read_ahead)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._ahead.start())
        for known in (model.complete, model.ahead.came):
            known.connect(self._ahead.start)
        model.held = self._held
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._put_back)
        model.complete.connect(self._put_back)
        model.waits.connect(lambda waits: self.set_loading(is_loading=waits))
        model.failed.connect(lambda _why: self._show_order(model.query))
        self.horizontalHeader().setMinimumSectionSize(px(2))  # the gutter
        self.show_columns([column_of(each) for each in model.columns], keeps)
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.order_wanted.connect(self._sort)
        self.opened.connect(self._open)
        self.set_compact(is_compact=place.preferences.now.compact)
        place.preferences.changed.connect(self._take_preferences)

    # -- selection ----------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """None without a record: nothing is current, or the head of a group."""
        row = self.currentIndex().row()
        return self.records.row_id(row) or None if 0 <= row < self.records.rowCount() else None

    @property
    def knows_selection(self) -> bool:
        """Whether the ids of all selected rows are at hand."""
        if self._kept is not None or self.records.knows_all:
            return self._kept is None or not self._kept.is_everything
        return all(last < FIRST for _first, last in self._stretches())

    def when_known(self, then: Callable[[], None]) -> None:
        """Now, or as soon as the ids of all selected rows are there; nothing when something else is selected then."""
        if self.knows_selection:
            then()
            return
        wanted = self._stretches()

        def settled() -> None:
            is_same = self._stretches() == wanted
            if self.knows_selection or not is_same:
                self.selection_settled.disconnect(settled)
            if self.knows_selection and is_same:
                then()

        self.selection_settled.connect(settled)

    def selected_ids(self) -> tuple[int, ...]:
        """In the order of the list, the current one first; those at hand until `knows_selection`."""
        if self._kept is not None:
            return self._kept.selected
        found = [each for first, last in self._stretches() for each in self.records.ids_between(first, last)]
        current = self.current_id()
        if current in found:
            found.remove(current)
            found.insert(0, current)
        return tuple(found)

    def selected_count(self) -> int:
        """How many records are selected; all of a million are one stretch."""
        if self._kept is not None:
            return self.records.count if self._kept.is_everything else len(self._kept.selected)
        return sum(self.records.records_between(first, last) for first, last in self._stretches())

    def select(self, records: Sequence[int]) -> bool:
        """Select these and show the first; whether any is in the list."""
        if self.records.is_grouped:
            for record in records[:1]:
                self.records.reveal(record)
        rows = self.records.rows_of(records)
        if rows:
            first = self.records.row_of(records[0])
            self._select_rows(rows, first if first >= 0 else rows[0])
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
        begin = previous = -1
        for row in [*rows, -1]:  # neighbours as one stretch
            if row != previous + 1 or begin < 0:
                if begin >= 0:
                    chosen.select(self.records.index(begin, 0), self.records.index(previous, last))
                begin = row
            previous = row
        column = max(0, self.currentIndex().column())
        self.selectionModel().setCurrentIndex(
            self.records.index(current, column), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _tell_selection(self) -> None:
        if self._kept is not None and not self._is_putting_back:
            self._kept = None  # chosen anew before all was known
        if self._kept is None:
            self._settle.start()

    # -- staying where one was ----------------------------------------------------------------------------

    def _held(self) -> Collection[int]:
        """What is put back where it stands when all ids are there: the reader finds it among them."""
        kept = self._kept
        if kept is not None:
            return {kept.current, kept.top, *kept.selected[:MOST_SOUGHT]} - {0}
        if not self.records.rowCount():
            return ()
        few = self.selected_ids() if self.selected_count() <= MOST_SOUGHT else ()
        return {self.current_id() or 0, self.records.row_id(self._top_row()), *few} - {0}

    def _top_row(self) -> int:
        """Of the first record on the screen, at least in part."""
        top = max(0, self.rowAt(self._edge()))
        return min(top + 1, self.records.rowCount() - 1) if self.records.is_head(top) else top

    def _remember(self) -> None:
        if self._kept is not None or not self.records.rowCount():
            return
        count = self.selected_count()
        is_everything = MOST_KEPT < count == self.records.count
        top = self._top_row()
        is_at_top = self._asks_anew and not self.verticalScrollBar().value()
        self._kept = _Kept(
            current=self.current_id() or 0,
            row=self.currentIndex().row(),
            selected=self.selected_ids() if count <= MOST_KEPT else (),
            is_everything=is_everything,
            top=0 if is_at_top else self.records.row_id(top),
            offset=self._edge() - self.rowViewportPosition(top),
        )

    def _put_back(self) -> None:
        """As soon as it is known where everything stands."""
        if self.records.knows_all or self._kept is None or self._finds_all(self._kept):
            self._is_putting_back = True
            self._put(self._kept)
            self._kept = None
            self._is_putting_back = self._asks_anew = False
            self._settle.start()

    def _finds_all(self, kept: _Kept) -> bool:
        """Whether the first page has all that is looked for."""
        wanted = {kept.current, kept.top, *kept.selected[:20]} - {0}
        few = len(kept.selected) <= 20 and not kept.is_everything
        return few and all(self.records.row_of(each) >= 0 for each in wanted)

    def _put(self, kept: _Kept | None) -> None:
        count = self.records.rowCount()
        if kept is None:
            if count and not self.selectionModel().hasSelection():
                first = self.records.record_beside(-1, 1)
                self._select_rows([first] if first >= 0 else [], max(0, first))
            return
        if not count:
            return
        top = self.records.row_of(kept.top) if kept.top else -1
        current = self.records.row_of(kept.current) if kept.current else -1
        rows = self.records.rows_of(kept.selected)
        if kept.is_everything:
            self.selectAll()
        else:
            if current < 0:
                current = rows[0] if rows else max(0, min(kept.row, count - 1))
            here = [] if self.records.is_head(current) else [current]
            self._select_rows(rows or here, current)
        if top >= 0:
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(top * height + kept.offset - self._edge())
        elif kept.top:
            self.scrollTo(self.currentIndex())
        else:
            self.verticalScrollBar().setValue(0)

    def _edge(self) -> int:
        """Where rows begin to be seen: below the head of a group that stays at the top."""
        return self.verticalHeader().defaultSectionSize() if self.records.is_grouped else 0

    def _read_ahead(self) -> None:
        """What is scrolled to is there already: pages before and after are read beside the windows."""
        if self.isVisible():
            top = max(0, self.rowAt(0))
            count = self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2
            self.records.read_ahead(top, top + count - 1)

    # -- what is listed -----------------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """List something else; what stays in the list stays selected."""
        self.end_editing()
        self._show_order(query)
        self._asks_anew = True
        self.records.set_query(query)

    def _show_order(self, query: Query) -> None:
        places = [(self._place_of(each.field), each.descending) for each in query.orders]
        self.set_order(tuple(place for place in places if place[0] >= 0))

    def _place_of(self, field: str) -> int:
        """The column that was asked for this order, else the first that has it, rather one that is seen; or -1."""
        found = [at for at, column in enumerate(self.records.columns) if field and column.sorted_by == field]
        seen = [at for at in found if not self.horizontalHeader().isSectionHidden(at)]
        asked = self._asked_by.get(field, -1)
        return asked if asked in seen else next(iter([*seen, *found]), -1)

    def _sort(self, order: Order) -> None:
        self._asked_by = {self.records.columns[column].sorted_by: column for column, _down in order}
        wanted = tuple(
            asked.Order(self.records.columns[column].sorted_by, descending)
            for column, descending in order
            if self.records.columns[column].sorted_by
        )
        self.set_query(replace(self.records.query, orders=wanted))
        self.reordered.emit()

    # -- groups -------------------------------------------------------------------------------------------

    def fold_groups(self, *, are_folded: bool) -> None:
        """All of them."""
        self.records.fold_all(are_folded=are_folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.records.is_grouped and self._fold_by_key(event)):
            super().keyPressEvent(event)

    def _fold_by_key(self, event: QKeyEvent) -> bool:
        """Space turns a group; Left folds it, also from one of its records; Right unfolds it."""
        row = self.currentIndex().row()
        group = self.records.group_at(row)
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        wanted = {
            Qt.Key.Key_Left: True,
            Qt.Key.Key_Right: False,
            Qt.Key.Key_Space: None,
            Qt.Key.Key_Return: None,
            Qt.Key.Key_Enter: None,
        }
        key = Qt.Key(event.key())
        if group < 0 or key not in wanted or not is_plain:
            return False
        is_head = self.records.is_head(row)
        if not is_head and key != Qt.Key.Key_Left:
            return False
        self._turn(group, wanted[key])
        return True

    def _turn(self, group: int, is_folded: bool | None) -> None:
        """None: the other way round. The cursor stands on the head then."""
        head = self.records.head_of(group)
        was = self.records.is_folded(group)
        self.setCurrentIndex(self.records.index(head, max(0, self.currentIndex().column())))
        self.records.fold(group, is_folded=not was if is_folded is None else is_folded)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        row = self.rowAt(at.y())
        group = self.records.group_at(row) if self.records.is_grouped else -1
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and group >= 0 and (self.records.is_head(row) or self._sticks(at)):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._turn(group, None)
            self.scrollTo(self.currentIndex())
        else:
            super().mousePressEvent(event)

    def _sticks(self, at: QPoint) -> bool:
        """Whether the head of a group stays there while its rows pass beneath."""
        return self.records.is_grouped and at.y() < self.verticalHeader().defaultSectionSize()

    def paint_rows(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        row_painting.paint_rows(painter, self, event.rect())
        painter.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.records.is_grouped:
            painter = QPainter(self.viewport())
            group_rows.paint_heads(painter, self)
            painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.records.is_grouped:
            self.viewport().update()  # words of heads do not move sideways, and one sticks at the top

    # -- what else a list does ---------------------------------------------------------------------------

    def group_field(self, column: int) -> str:
        field = self.records.columns[column].sorted_by
        return field if field in self.groupable else ""

    def _take_preferences(self) -> None:
        self.set_compact(is_compact=self._preferences.now.compact)

    def _open(self, index: QModelIndex) -> None:
        record = self.records.row_id(index.row())
        if record:
            self.record_opened.emit(record)


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
        is_whole=column.whole,
    )
