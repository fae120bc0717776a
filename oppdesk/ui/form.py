"""A form made of fields: laid out in groups, filled, read, its faults beside the fields; what is left is saved.

The form saves nothing itself: it says what was left with another value, and the window's owner writes it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.editors import AT_ONCE, Editor, FlagBox, NoteEdit, Shown, editor
from oppdesk.ui.lookup import Create, LookupField, opens_setup
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import FieldRow, align_labels
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace

Groups = Sequence[tuple[str, Sequence[Field]]]  # title (marked, "" for none) and the fields under it


class FieldForm(QWidget):
    """Fill it with a row; it says by `left` which fields were left with another value, checked and ready to store."""

    edited = Signal(str)  # the name of a field while it is typed in, for previews
    left = Signal(object)  # {name: clean value}
    faults_changed = Signal()

    def __init__(
        self,
        place: Workplace,
        groups: Groups,
        creates: Mapping[str, Create] | None = None,
        parent: QWidget | None = None,
        *,
        later: Collection[str] = (),
    ) -> None:
        """The fields named `later` are made when they are asked for first: by name, or because they are wrong."""
        super().__init__(parent)
        self._place = place
        self._creates = creates or {}
        self._fields: dict[str, Field] = {}
        self._labels: dict[str, str] = {}
        self._hints: dict[str, str] = {}
        self._columns: dict[str, QVBoxLayout] = {}
        self._rows: dict[str, FieldRow] = {}
        self._editors: dict[str, Editor] = {}
        self._given: dict[str, Any] = {}  # what was filled in last, also of fields that are not made yet
        self._stored: dict[str, object] = {}
        self._refused: set[str] = set()  # what the service refused: the words stay until they are changed
        self._titles: list[tuple[SectionTitle, tuple[str, ...]]] = []
        marked = with_mnemonics([_(field.label) for _title, fields in groups for field in fields])
        column = _column(self)
        for title, fields in groups:
            if title:
                head = SectionTitle(_(title))
                if column.count():
                    head.setContentsMargins(0, px(metrics.BETWEEN_GROUPS) - px(metrics.IN_GROUP), 0, 0)
                column.addWidget(head)
                self._titles.append((head, tuple(field.name for field in fields)))
            rows = _column()
            column.addLayout(rows)
            before = ""  # a run of fields with one hint says it once
            for field in fields:
                self._fields[field.name], self._labels[field.name] = field, next(marked)
                self._hints[field.name] = _(field.hint) if field.hint != before else ""
                self._columns[field.name] = rows
                before = field.hint
        for name in self._fields:
            if name not in later:
                self._add(name)
        align_labels(*self._rows.values())

    def _add(self, name: str) -> FieldRow:
        field, label, hint, place = self._fields[name], self._labels[name], self._hints[name], self._place
        made = editor(field, place, self._creates.get(name))
        if isinstance(made, FlagBox):
            made.setText(label)
            row = FieldRow("", made, hint)
            made.setAccessibleName(_(field.label))
        elif isinstance(made, LookupField):
            row = _LookupRow(label, made, hint, place, str(field.target))
        else:
            row = FieldRow(label, made, hint)
        self._rows[name], self._editors[name] = row, made
        value = self._given.get(name, field.blank)
        made.set_value(value)
        self._stored[name] = _plain(value)
        made.changed.connect(lambda _value: self._changed(name))
        if isinstance(made, ParsedEdit):
            made.hinted.connect(lambda words, icon: row.set_hint(words or hint, icon if words else ""))
            row.set_hint(hint)
        if isinstance(made, ParsedEdit | NoteEdit | LookupField):
            made.editingFinished.connect(lambda: self._settle(name))
        row.faulted.connect(lambda _sentence: self.faults_changed.emit())
        rows = self._columns[name]
        before = [each for each in self._in_order() if self._columns[each] is rows]
        rows.insertWidget(before.index(name), row)
        return row

    def _in_order(self) -> list[str]:
        """The fields that are made."""
        return [name for name in self._fields if name in self._rows]

    def _need(self, name: str) -> None:
        """Make a field that was left for later, at its place, also in the order of Tab."""
        if name not in self._rows:
            self._add(name)
            self._complete()

    def make_more(self, most: int) -> bool:
        """Make so many of the fields that were left for later; whether there are more."""
        missing = [name for name in self._fields if name not in self._rows]
        for name in missing[:most]:
            self._add(name)
        self._complete()
        return len(missing) > most

    def _complete(self) -> None:
        align_labels(*self._rows.values())
        stops = [stop for each in self._in_order() for stop in self._rows[each].stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def has(self, name: str) -> bool:
        """Whether a field is made."""
        return name in self._rows

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show a row. What is being typed, or was refused, stays as it stands."""
        self._given.update(values)
        for name, made in self._editors.items():
            if name not in values:
                continue
            is_waiting = name in self._refused or (made.hasFocus() and self._is_touched(name))
            self._stored[name] = _plain(values[name])
            if not is_waiting:
                made.set_value(values[name])
                self._rows[name].set_fault("")

    def clear(self, values: Mapping[str, Any]) -> None:
        """Show another row: what was typed for the one before is gone."""
        self._refused.clear()
        self._given = dict(values)
        for name, made in self._editors.items():
            value = values.get(name, self._fields[name].blank)
            self._stored[name] = _plain(value)
            made.set_value(value)
            self._rows[name].set_fault("")

    def values(self) -> dict[str, object]:
        """All that can be typed, checked; UserError for the first field that is wrong."""
        return {name: self._checked(name) for name in self._editors if not self._is_shown(name)}

    def editor(self, name: str) -> Editor:
        self._need(name)
        return self._editors[name]

    def row(self, name: str) -> FieldRow:
        self._need(name)
        return self._rows[name]

    def tell(self, error: UserError) -> bool:
        """Show what was refused beside its field; False when the form has no such field."""
        if error.field not in self._fields:
            return False
        self._refused.add(error.field)
        self.row(error.field).set_fault(error.message)
        return True

    def unsaved(self) -> tuple[str, ...]:
        """The labels of the fields that are wrong and therefore not stored."""
        return tuple(_(self._fields[name].label) for name, row in self._rows.items() if row.fault())

    def settle(self) -> bool:
        """Leave every field, as when the window closes; False when one of them is wrong."""
        for name in self._editors:
            self._settle(name)
        return not self.unsaved()

    def show_only(self, names: Collection[str]) -> None:
        """These fields and the titles above them; what is hidden keeps its value."""
        for name in self._fields:
            if name in names or name in self._rows:
                self.row(name).setVisible(name in names)
        for head, members in self._titles:
            head.setVisible(any(name in names for name in members))

    def focus(self, name: str = "") -> None:
        """Put the cursor into a field, by default the first that can be typed in."""
        wanted = name or next((each for each in self._editors if not self._is_shown(each)), "")
        if wanted:
            self._editors[wanted].setFocus()

    def set_read_only(self, names: Sequence[str], *, locked: bool = True) -> None:
        """Lock fields that a rule closes for the present."""
        for name in names:
            self._editors[name].setEnabled(not locked)

    def _changed(self, name: str) -> None:
        self._refused.discard(name)
        self.edited.emit(name)
        made = self._editors[name]
        is_emptied = isinstance(made, LookupField) and made.hasFocus() and made.value() is None
        if self._fields[name].kind in AT_ONCE and not is_emptied:  # emptied, it may be typed in again
            self._settle(name)

    def _settle(self, name: str) -> None:
        made, row = self._editors[name], self._rows[name]
        if self._is_shown(name) or name in self._refused:
            return
        if isinstance(made, LookupField) and made.hasFocus():
            made.settle()
        if isinstance(made, ParsedEdit | LookupField) and made.fault():
            row.set_fault(made.fault())
            return
        if not self._is_touched(name):
            row.set_fault("")
            return
        try:
            value = self._checked(name)
        except UserError as error:
            row.set_fault(error.message)
            return
        row.set_fault("")
        if value != self._stored[name]:
            self._stored[name] = value
            self.left.emit({name: value})

    def _checked(self, name: str) -> object:
        made = self._editors[name]
        if isinstance(made, ParsedEdit | LookupField) and made.fault():
            raise UserError(made.fault(), name)
        return self._fields[name].check(made.value())

    def _is_touched(self, name: str) -> bool:
        made, field = self._editors[name], self._fields[name]
        if isinstance(made, ParsedEdit | LookupField) and made.fault():
            return True
        value = made.value()
        return _plain(field.blank if value is None else value) != self._stored[name]

    def _is_shown(self, name: str) -> bool:
        return isinstance(self._editors[name], Shown)


class _LookupRow(FieldRow):
    """With the button that opens the list in Setup."""

    def __init__(self, label: str, field: LookupField, hint: str, place: Workplace, target: str) -> None:
        self._opens = opens_setup(target, place)
        super().__init__(label, field, hint)

    def _place(self, field: QWidget) -> QHBoxLayout:
        room = super()._place(field)
        if self._opens is not None:
            room.addWidget(self._opens)
        return room

    def stops(self) -> list[QWidget]:
        return [self.field] if self._opens is None else [self.field, self._opens]


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(metrics.IN_GROUP))
    return column


def _plain(value: object) -> object:
    return value.id if isinstance(value, Ref) else value


def with_mnemonics(labels: Sequence[str]) -> Iterator[str]:
    """The labels in order, each with a letter of its own marked for Alt, as far as the letters go."""
    taken: set[str] = set()
    for label in labels:
        plain = label.replace("&", "&&")
        for at, letter in enumerate(plain):
            if letter.isascii() and letter.isalnum() and letter.casefold() not in taken:
                taken.add(letter.casefold())
                plain = f"{plain[:at]}&{plain[at:]}"
                break
        yield plain
