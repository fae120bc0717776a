"""Lists of any length without waiting: old rows stay until count and first page are read, the ids follow beside.

Rows come by id, a millisecond each stretch: beside the windows before they are scrolled to, else on their thread. After
news the same ids keep their rows, so that nothing jumps. Of several questions only the newest is answered.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Query
from oppdesk.i18n import NEUTRAL, LocaleFormat, _
from oppdesk.services.lists import Lists
from oppdesk.ui.cells import CellRole, RowRole, RowState
from oppdesk.ui.change_hub import merged
from oppdesk.ui.grouping import Folds, GroupHead, Layout, made_head
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.list_answers import Answer, everything, opening
from oppdesk.ui.list_rows import ListColumn, Row, are_same
from oppdesk.ui.rows_ahead import RowsAhead
from oppdesk.ui.rows_at_hand import FIRST, GONE, UNKNOWN, Rows, Shown

Index = QModelIndex | QPersistentModelIndex
_Read = Callable[[Lists, str, Query, Sequence[str]], Answer]
IdRole = Qt.ItemDataRole.UserRole  # beside CellRole and RowRole of oppdesk.ui.cells
ValuesRole = Qt.ItemDataRole.UserRole + 3  # the row's values by name
GroupRole = Qt.ItemDataRole.UserRole + 4  # GroupHead of the head of a group


class RecordTableModel(QAbstractTableModel):
    """A list of `services.lists` under one query. Give it news by `refresh`."""

    counted = Signal(int)  # the number of records is known anew
    complete = Signal()  # all ids are known: row_of finds every row
    edited = Signal(object, str, object)  # id, field, value typed in place: who listens writes it
    waits = Signal(bool)  # whether another list was asked for and is not there yet
    failed = Signal(str)  # why it could not be read; what was there before stays

    def __init__(
        self,
        lists: Lists,
        name: str,
        columns: Sequence[ListColumn],
        jobs: Jobs,
        query: Query | None = None,
        *,
        sums: Sequence[str] = (),
        form: LocaleFormat = NEUTRAL,
        state: Callable[[Row], RowState | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Reads nothing before the first `set_query` unless `query` is given.

        `sums` are the fields that groups are added up by; `state` tells rows that stand out.
        """
        super().__init__(parent)
        self.name = name
        self.columns = tuple(columns)
        self.query = query or Query()
        self.held: Callable[[], Collection[int]] = (
            tuple  # records that will be looked for once all ids are there
        )
        self._lists = lists
        self._jobs = jobs
        self._form = form
        self._fields = lists.fields(name)
        self._sums = tuple(each for each in sums if each in self._fields)
        labels = {column.name: column.label for column in self.columns}
        self._added = [(self._fields[each], labels.get(each, "")) for each in self._sums]
        self._tables = {name} | {field.target or "" for field in self._fields.values()}
        self._names_itself = any(field.target == name for field in self._fields.values())
        read = partial(lists.rows, name)
        self._rows = Rows(read, lambda row: Shown(row, self.columns, state))
        self.ahead = RowsAhead(self._rows, read, jobs, self)
        self._shown = Query()  # what the rows on the screen answer
        self._layout = Layout(0)
        self._folds = Folds()
        self._saving: set[int] = set()
        self._flags = [_EDITED if column.edits else _PLAIN for column in self.columns]
        self._generation = 0
        self._is_opening = self._is_asking = False
        self._held: list[Changes] | None = None
        self._late: Callable[[], None] | None = None  # an answer that came while rows had to stay
        self._key = f"list of {name} {id(self)}"
        if query is not None:
            self.set_query(query)

    # -- asking -------------------------------------------------------------------------------------------

    def set_query(self, query: Query) -> None:
        """List what `query` finds, as soon as that is known; a field that cannot be grouped by is left aside."""
        known = self.count if self.is_settled and query.unordered == self._shown.unordered else None
        self.query = query
        self._is_opening = True
        self.waits.emit(True)
        self._ask(query, partial(opening, known=known), self._take_opening)

    def _ask(
        self, query: Query, read: _Read, take: Callable[[Answer], None], *, is_second: bool = False
    ) -> None:
        self._generation += 1
        self._is_asking = True
        generation, lists, name, sums = self._generation, self._lists, self.name, self._sums

        def arrived(answer: Answer) -> None:
            if generation != self._generation:
                return
            if self._held is not None:
                self._late = lambda: arrived(answer)
            elif answer.is_whole(query) or is_second:
                self._is_asking = False
                take(answer)
            else:
                self._ask(query, read, take, is_second=True)

        def refused(error: UserError) -> None:
            if generation == self._generation:
                self.query, self._is_opening, self._is_asking = self._shown, False, False
                self.waits.emit(False)
                self.failed.emit(error.message)

        work, is_urgent = partial(read, lists, name, query, sums), self._is_opening
        self._jobs.read(work, arrived, self._key, refused, urgent=is_urgent, awaited=True)

    def _take_opening(self, answer: Answer) -> None:
        self._is_opening = False
        self.beginResetModel()
        self._shown = self.query
        self._layout = Layout(answer.count, answer.groups, self._folds)
        self._rows.begin(answer.first, answer.page)
        self.endResetModel()
        self.waits.emit(False)
        self.counted.emit(answer.count)
        self._ask_all()

    def _ask_all(self) -> None:
        self._ask(self.query, partial(everything, held=self.held()), self._take_all)

    def _take_all(self, answer: Answer) -> None:
        before, ids = self._rows.ids, answer.ids
        if ids is None:
            return
        stays = ids == before if before is not None else self._rows.agree(ids)
        stays = stays and answer.count == self._layout.count and answer.groups.stand_as(self._layout.groups)
        if not stays:
            self.beginResetModel()
        self._layout = Layout(answer.count, answer.groups, self._folds)
        self._rows.take_ids(ids, answer.places)
        if not stays:
            self.endResetModel()
            self.counted.emit(answer.count)
        elif before is None or answer.groups:
            self._tell_changed(0 if answer.groups else FIRST)  # the first page shows what it showed
        self.complete.emit()

    # -- news ---------------------------------------------------------------------------------------------

    def watch(self, *tables: str) -> None:
        """Take news of these tables, too, for news of the list (tasks, for the next step of an opportunity)."""
        self._tables.update(tables)

    def refresh(self, changes: Changes | None = None) -> None:
        """Take news: rows that stay keep their place, what changed is read again. None: whatever it was."""
        if changes is not None and not changes.touches(*self._tables):
            return
        self._forget(changes)
        if self._held is not None:
            self._held.append(changes or Changes())
        elif self._is_opening:
            self.set_query(self.query)
        else:
            self._ask_all()

    def _forget(self, news: Changes | None) -> None:
        """Read again what changed of the rows at hand, or all of them when it is another table that did."""
        is_own = news is not None and news.tables == {self.name} and not self._names_itself
        changed = frozenset(row for _table, row in news.changed) if news is not None and is_own else None
        if self._rows.forget(changed, wholly=news is None):
            self._tell_changed()

    def make_anew(self) -> None:
        """Cells tell more than what the row says, the day or the setup, and that is different now."""
        self._forget(None)

    def _tell_changed(self, first: int = 0, last: int | None = None) -> None:
        last = self._layout.rows - 1 if last is None else last
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def hold(self) -> None:
        """Let rows stay where they are, because an editor is open; only their values follow the news."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        (held, self._held), (late, self._late) = (self._held, None), (self._late, None)
        if late is not None:
            late()
        if held:
            self.refresh(merged(held) if all(held) else None)

    @property
    def is_saving(self) -> bool:
        """Whether something typed in place is being written."""
        return bool(self._saving)

    def set_saving(self, record: int, *, is_saving: bool) -> None:
        """Show a row as being written."""
        (self._saving.add if is_saving else self._saving.discard)(record)
        row = self.row_of(record)
        self._tell_changed(row, row)

    # -- rows and ids -------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many records are listed, folded or not."""
        return self._layout.count

    @property
    def knows_all(self) -> bool:
        """Whether the ids are there."""
        return self._rows.ids is not None

    @property
    def is_settled(self) -> bool:
        """Whether the ids are there and no news is on its way."""
        return self.knows_all and not self._is_asking

    def row_id(self, row: int) -> int:
        """0 for the head of a group, and for a row that is not known yet."""
        return self._rows.id_at(self._layout.place(row)[1])

    def ids_between(self, first: int, last: int) -> list[int]:
        """The ids of a stretch of rows, heads of groups left out; those at hand while the others are on their way."""
        ids = self._rows.ids
        if ids is None:
            return [each for each in map(self.row_id, range(first, min(last + 1, FIRST))) if each]
        stretches = self._layout.stretches(first, last)
        return [each for begin, end in stretches for each in ids[begin:end].tolist()]

    def records_between(self, first: int, last: int) -> int:
        """How many records stand in a stretch of rows."""
        return self._layout.records(first, last)

    def row_of(self, record: int) -> int:
        """Where a record stands; -1 when it is not in the list, not known yet, or in a folded group."""
        position = self._rows.find(record)
        return self._layout.row_of(position) if position >= 0 else -1

    def rows_of(self, records: Sequence[int]) -> list[int]:
        """Where many records stand, in order; those not to be seen are left out."""
        rows = map(self._layout.row_of, self._rows.find_all(records))
        return [row for row in rows if row >= 0]

    def row(self, row: int) -> Row:
        """The values of a record; only `id`, which is 0, where there is none."""
        return self.at(row).row

    def at(self, row: int) -> Shown:
        position = self._layout.place(row)[1]
        return self._rows.at(position) if position >= 0 else UNKNOWN

    def read_ahead(self, first: int, last: int) -> bool:
        """Have the reader bring what lies beyond these rows, where little of it is at hand; whether that is so."""
        return self.ahead.look(self._layout.positions, first, last)

    # -- groups -------------------------------------------------------------------------------------------

    @property
    def is_grouped(self) -> bool:
        return self._layout.is_grouped

    def group_at(self, row: int) -> int:
        """The group that a row belongs to, its head included; -1 where nothing is grouped."""
        return self._layout.place(row)[0] if 0 <= row < self._layout.rows else -1

    def is_folded(self, group: int) -> bool:
        return self._layout.is_folded[group]

    def head_of(self, group: int) -> int:
        """The row of a group's head."""
        return self._layout.head(group)

    def is_head(self, row: int) -> bool:
        return self.is_grouped and self._layout.place(row)[1] < 0

    def record_beside(self, row: int, step: int) -> int:
        return self._layout.record_beside(row, step)

    def reveal(self, record: int) -> None:
        """Unfold the group a record is hidden in."""
        group = self._layout.group_of(self._rows.find(record))
        if group >= 0 and self._layout.is_folded[group]:
            self.fold(group, is_folded=False)

    def fold(self, group: int, *, is_folded: bool) -> None:
        """Show a group by its head alone, or with its records."""
        if self._layout.is_folded[group] == is_folded:
            return
        self._folds = self._folds.turned(self._layout.groups.keys[group])
        first, count = self._layout.head(group) + 1, self._layout.groups.counts[group]
        begin = self.beginRemoveRows if is_folded else self.beginInsertRows
        begin(QModelIndex(), first, first + count - 1)
        self._layout = Layout(self._layout.count, self._layout.groups, self._folds)
        (self.endRemoveRows if is_folded else self.endInsertRows)()
        self._tell_changed(first - 1, first - 1)

    def fold_all(self, *, are_folded: bool) -> None:
        self._folds = Folds(every=are_folded)
        if self.is_grouped:
            self.beginResetModel()
            self._layout = Layout(self._layout.count, self._layout.groups, self._folds)
            self.endResetModel()
            self.complete.emit()

    def _head(self, row: int) -> GroupHead:
        number = self._layout.place(row)[0]
        is_folded = self._layout.is_folded[number]
        field = self._fields.get(self._shown.group)
        return made_head(self._layout.groups[number], field, self._added, self._form, is_folded=is_folded)

    # -- what Qt asks -------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._layout.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = _ANSWERS.get(role)
        if answer is None or not index.isValid():
            return None
        shown = self.at(index.row())
        if shown.is_known:
            if self._saving and role == RowRole and shown.row["id"] in self._saving:
                return RowState.SAVING
            return answer(shown, index.column(), self.columns)
        return self._of_head(index, role) if self.is_head(index.row()) else _OF_UNKNOWN.get(role)

    def _of_head(self, index: Index, role: int) -> Any:
        if role == RowRole:
            return RowState.GROUP
        head = self._head(index.row())
        if role == GroupRole:
            return head
        if index.column() == 0:
            return head.text if role in _WORDS else ""
        name = self.columns[index.column()].name
        amount = next((amount for each, _label, amount in head.sums if each == name), "")
        if role == CellRole:
            return ""  # group_rows paints over the whole row
        return amount if role in _WORDS else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._layout.is_grouped and self._layout.place(index.row())[1] < 0:
            return Qt.ItemFlag.ItemIsEnabled
        return self._flags[index.column()]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        if role != Qt.ItemDataRole.EditRole or not column.edits:
            return False
        if not are_same(value, self.row(index.row()).get(column.field)):
            self.edited.emit(self.row_id(index.row()), column.field, value)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return _(column.label)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None


_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_EDITED = _PLAIN | Qt.ItemFlag.ItemIsEditable
_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
_OF_UNKNOWN: dict[int, object] = {int(IdRole): 0, int(ValuesRole): GONE, int(CellRole): ""}
_ANSWERS: dict[int, Callable[[Shown, int, Sequence[ListColumn]], Any]] = {
    **dict.fromkeys(_WORDS, lambda shown, column, _columns: shown.text(column)),
    int(Qt.ItemDataRole.EditRole): lambda shown, column, columns: shown.row.get(columns[column].field),
    int(CellRole): lambda shown, column, _columns: shown.cell(column),
    int(RowRole): lambda shown, _column, _columns: shown.state,
    int(IdRole): lambda shown, _column, _columns: shown.row["id"],
    int(ValuesRole): lambda shown, _column, _columns: shown.row,
    int(GroupRole): lambda _shown, _column, _columns: None,
}
