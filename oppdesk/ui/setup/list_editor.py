"""One setup list as it is edited: title, what can be done with a row, the grid, and under it what is to be said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.query import Order, Query
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.cells import Cell, NameCell
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.setup.columns import Extra, Row, columns, words_for_new
from oppdesk.ui.setup.grid import SetupGrid
from oppdesk.ui.setup.model import NEW, GridModel
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.found import folded
from oppdesk.ui.widgets.labels import Elided
from oppdesk.ui.workplace import Workplace

MANY = 1_000_000  # rows: as many as the window has room for
MOST_SHOWN = 2000  # of a list: who has more of them looks for some by the filter


class _Found(NamedTuple):
    """What the reader brings: the rows, how many are left out, and the names of the records that lines are about."""

    rows: list[dict[str, Any]]
    left_out: int = 0
    names: Mapping[int, str] = {}


class ListEditor(QWidget):
    """Rows are stored when a cell is left; `parent` (of lines) is set by `show_parent`."""

    current_changed = Signal(
        object
    )  # the id of the row the cursor is in, NEW for none; also when it was read anew
    edited = Signal()  # what is shown changed, at each keystroke too
    refilled = Signal()  # the stored rows were read anew

    def __init__(
        self,
        place: Workplace,
        key: str,
        *,
        title: str = "",
        leave: frozenset[str] = frozenset(),
        extras: tuple[Extra, ...] = (),
        cells: Mapping[str, Callable[[Row], Cell]] | None = None,
    ) -> None:
        super().__init__()
        self.place, self.key, self.setup = place, key, by_key[key]
        self.parent_row: int | None = None
        self._live: tuple[int, str, object] | None = None
        self._filter = ""
        self._orders: tuple[Order, ...] = ()  # none is the list's own
        self.left_out = 0  # rows that are not shown, for there are too many
        self._standing: tuple[str, str] = ("", "")
        self._said: tuple[str, str] = ("", "")
        self._current = NEW
        self._named: Mapping[int, str] = {}  # the records that lines are about
        self._goal: tuple[int, str, bool] | None = None  # where the cursor shall go when it is read
        self._is_filling = False
        if self.setup.fields[0].kind is Kind.LOOKUP:
            cells = {self.setup.fields[0].name: self._reference_cell, **(cells or {})}
        shown = columns(key, place.form, leave=leave, extras=extras, cells=cells)
        self.model = GridModel(shown, words_for_new(key), self)
        self.model.proposed = self._proposals
        self.grid = SetupGrid(place, self.model, _(self.setup.title), f"setup:{key}")
        self.grid.setObjectName(key)
        self.grid.take_rows(MANY)
        self._name = title or _(self.setup.title)
        self._title = Elided(self._name, Type.LEAD)
        self.note = Note()
        self.tools = QHBoxLayout()
        self.tools.setSpacing(px(1))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(metrics.ONE), 0, px(metrics.ONE), 0)
        head.setSpacing(px(1))
        head.addWidget(self._title, 1)
        head.addLayout(self.tools)
        below = QHBoxLayout()
        below.setContentsMargins(px(1), px(0.5), px(1), 0)
        below.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addLayout(below)
        column.addStretch(0)
        self.note.setMinimumHeight(px(2.5))

    def _connect(self) -> None:
        self.model.committed.connect(self._store)
        self.model.changed.connect(self._tell_edited)
        self.grid.typing.connect(self._type)
        self.grid.told.connect(self._tell)
        self.grid.closed.connect(self._stop_typing)
        self.grid.moved_on.connect(self._move_on)
        self.grid.order_wanted.connect(self._sort)

    # -- what is shown ------------------------------------------------------------------------------------

    def title(self) -> str:
        return self._name

    def set_title(self, title: str) -> None:
        self._name = title
        self._title.setText(title)

    def show_parent(self, parent: int | None) -> None:
        """The lines of another parent."""
        if parent != self.parent_row:
            self.parent_row = parent
            self.model.forget()
            self.refresh()

    def refresh(self) -> None:
        """Read what is stored, beside the window; the cursor stays with its row."""
        parent, query = self.parent_row, self.query()
        if self.setup.lines_of and parent is None:
            self._take(_Found([]))
            return
        self.place.jobs.read(
            lambda: self._read(parent, query), self._take, f"setup rows {id(self)}", urgent=True
        )

    def _read(self, parent: int | None, query: Query) -> _Found:
        """In the reader's thread: the stored rows; of a great many only the first that the filter finds."""
        desk = self.place.desk
        if self.setup.lines_of:
            return self._with_names(desk.setup.rows(self.key, parent))
        if desk.lists.count(self.key, Query()) <= MOST_SHOWN:
            every = replace(query, text="")  # the filter looks into the rows, at words of references, too
            return self._with_names(desk.lists.page(self.key, every, 0, MOST_SHOWN))
        left_out = max(0, desk.lists.count(self.key, query) - MOST_SHOWN)
        return _Found(desk.lists.page(self.key, query, 0, MOST_SHOWN), left_out)

    def _with_names(self, rows: list[dict[str, Any]]) -> _Found:
        first = self.setup.fields[0]
        if first.kind is not Kind.LOOKUP:
            return _Found(rows)
        refs = [row[first.name] for row in rows if isinstance(row[first.name], Ref)]
        known = {ref.id: self.place.desk.setup.named(str(first.target), ref.id) or {} for ref in refs}
        return _Found(rows, 0, {each: str(row.get("name") or "") for each, row in known.items()})

    def _take(self, found: _Found) -> None:
        row, had_cursor = self.grid.current_row(), self.grid.currentIndex().isValid()
        if not self.model.count() and not self.model.is_begun():
            had_cursor = False  # it was put into the row where a new one begins: there was no other
        self.left_out, self._named = found.left_out, found.names
        words = folded(self._filter).split()
        shown = [each for each in found.rows if not words or self._matches(each, words)]
        self._is_filling = True
        self.model.fill(shown)
        if shown and (not had_cursor or (row != NEW and self.model.row_of(row) < 0)):
            self.grid.go_to(shown[0]["id"])
        self._reach()
        self._is_filling = False
        self.grid.updateGeometry()
        self._move_on(is_new=True)
        self.refilled.emit()

    def _reach(self) -> None:
        """Put the cursor where it was wanted, if that row has come."""
        if self._goal is None or self.model.row_of(self._goal[0]) < 0:
            return
        (row, name, edits), self._goal = self._goal, None
        self.grid.setFocus()
        self.grid.go_to(row, name)
        if edits:
            self.grid.edit(self.grid.currentIndex())

    def _reference_cell(self, row: Row) -> Cell:
        shown = row.get(self.setup.fields[0].name)
        return NameCell(shown.text, self._named.get(shown.id, "")) if isinstance(shown, Ref) else ""

    def _matches(self, row: Mapping[str, Any], words: Sequence[str]) -> bool:
        text = folded(" ".join(value for value in row.values() if isinstance(value, str)))
        return all(word in text for word in words)

    def query(self) -> Query:
        """The words that narrow what is shown, and by what it is sorted."""
        return Query(orders=self._orders, text=self._filter)

    def _sort(self, order: Sequence[tuple[int, bool]]) -> None:
        """By the columns whose heads were clicked; the cursor stays with its row."""
        self._orders = tuple(Order(self.model.columns[at].name, down) for at, down in order)
        self.grid.set_order(tuple(order))
        self.refresh()

    def filter(self, text: str) -> None:
        self._filter = text
        self.refresh()

    def rows(self) -> list[dict[str, Any]]:
        """What is shown, with what is being typed this moment."""
        rows = self.model.rows()
        if self.model.is_begun():
            rows.append({"id": NEW, **self.model.typed(NEW)})
        if self._live is not None:
            live, name, value = self._live
            rows = [row | {name: value} if row["id"] == live else row for row in rows]
        return rows

    def current(self) -> int:
        return self.grid.current_row()

    def current_values(self) -> dict[str, Any]:
        """The row of the cursor with what is being typed; empty without one."""
        row = self.current()
        return next((each for each in self.rows() if row != NEW and each["id"] == row), {})

    def say(self, words: str, icon: str = "") -> None:
        """What stands under the grid while there is nothing about a cell to say."""
        self._standing = (words, icon)
        self._show_note()

    # -- storing ------------------------------------------------------------------------------------------

    def _proposals(self) -> dict[str, Any]:
        values = {field.name: field.blank for field in self.setup.fields}
        if self.parent_row is not None and self.setup.fields[0].kind is Kind.WHOLE:
            values[self.setup.fields[0].name] = self.place.desk.setup.next_number(self.key, self.parent_row)
        return values

    def _missing(self, values: Mapping[str, Any]) -> str:
        """The first field that must be filled and is not."""
        for field in self.setup.fields:
            if field.required and field.default is None and values.get(field.name) in (None, "", 0):
                return field.name
        return ""

    def _store(self, row: int) -> None:
        typed = self.model.typed(row)
        values: dict[str, Any] = dict(typed)
        if row == NEW:
            if self._missing(values) or self.model.is_saving(NEW):
                return  # until the row is left, the rest may come
            if self.setup.lines_of:
                values[self.setup.lines_of] = self.parent_row
        version = self.model.version(row)
        self.model.saving(row)
        service = self.place.desk.setup
        self.place.jobs.run(
            _(self.setup.title),
            lambda _progress: service.save(self.key, row or None, values, version),
            lambda made: self._stored(row, made, typed),
            lambda error: self._refused(row, typed, error),
        )

    def _stored(self, row: int, made: int, typed: Mapping[str, Any]) -> None:
        self.model.stored(row, made, typed)
        self.grid.updateGeometry()
        self._move_on()

    def _refused(self, row: int, typed: Mapping[str, Any], error: UserError) -> None:
        names = [column.name for column in self.model.columns]
        name = error.field if error.field in names else next(iter(typed), names[0])
        self.model.refused(row, name, error.message)
        self._show_note()

    # -- what can be done with a row -----------------------------------------------------------------------

    def add(self) -> None:
        if self._filter:
            self.filter("")
        self.grid.begin_new()

    def give_up_new(self) -> None:
        """Forget the new row."""
        if self.model.give_up(NEW):
            self._tell("", "")

    def toggle(self, name: str) -> None:
        """Switch a flag of the current row."""
        row = self.current()
        if row != NEW:
            self.model.put(row, name, not self.current_values().get(name))

    def go_to(self, row: int, name: str, *, edits: bool = False) -> None:
        """Read anew and put the cursor into a row that has just been made."""
        self._goal = row, name, edits
        self.refresh()

    # -- telling ------------------------------------------------------------------------------------------

    def _type(self, row: int, name: str, value: object) -> None:
        field = self.setup.field(name)
        self._live = (row, name, field.blank if value is None and field.kind is not Kind.LOOKUP else value)
        self.edited.emit()

    def _tell(self, words: str, icon: str) -> None:
        self._said = (words, icon)
        self._show_note()

    def _stop_typing(self) -> None:
        self._live = None
        self.edited.emit()

    def _tell_edited(self) -> None:
        self._show_note()
        self.edited.emit()

    def _show_note(self) -> None:
        words, icon = self._said
        fault = self.model.fault(self.current())
        if not words and fault:
            words, icon = fault, "circle-alert"
        if not words:
            words, icon = self._standing
        colours = {"circle-alert": "overdue", "triangle-alert": "stale", "circle-check": "won"}
        self.note.say(words, icon, colours.get(icon, "text2"))  # type: ignore[arg-type]

    def _move_on(self, *, is_new: bool = False) -> None:
        """Another row is current: a new row that is left says what it lacks, or goes if nothing was typed in it.

        `is_new` says that the rows were read anew: the same row may tell something else now.
        """
        if self._is_filling:
            return
        row = self.current()
        if row != NEW and self.model.is_begun():
            typed, proposed = self.model.typed(NEW), self._proposals()
            missing = self._missing(typed)
            if typed == proposed:
                self.model.give_up(NEW)
            elif missing and not self.model.fault(NEW):
                label = _(self.setup.field(missing).label)
                self.model.refused(NEW, missing, _("Please fill in {field}.").format(field=label))
        self._show_note()
        if row != self._current or is_new:
            self._current = row
            self.current_changed.emit(row)
