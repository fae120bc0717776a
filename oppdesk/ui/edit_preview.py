"""Shows of each record what a change of many would make of it, before it is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.fields import Field
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.editing import Change, Left, Plan, fields_of
from oppdesk.ui.cells import Cell, CellRole, NameCell, QuietCell
from oppdesk.ui.metrics import px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch

Index = QModelIndex | QPersistentModelIndex
CHANGES, REFUSED, UNCHANGED = "changes", "refused", "unchanged"
ROWS = 9  # that are seen at once
_HEADS = {
    CHANGES: (N_("Record"), N_("Now"), N_("Then")),
    REFUSED: (N_("Record"), N_("Why not"), ""),
    UNCHANGED: (N_("Record"), "", ""),
}


class PreviewModel(QAbstractTableModel):
    """One line a record; its texts are made when they are shown, so that a hundred thousand cost nothing."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._plan: Plan | None = None
        self._way = CHANGES
        self._lines: Sequence[Change | Left] = ()
        self._fields: Mapping[str, Field] = {}

    def show_plan(self, plan: Plan | None, way: str) -> None:
        self.beginResetModel()
        self._plan, self._way = plan, way
        lines = {} if plan is None else _lines_of(plan)
        self._lines = lines.get(way, ())
        self._fields = {} if plan is None else {field.name: field for field in fields_of(plan.table)}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text = self._text(self._lines[index.row()], index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == CellRole:
            cell: Cell = (
                NameCell(text) if index.column() == 0 else text if self._is_new(index) else QuietCell(text)
            )
            return cell
        return None

    def _is_new(self, index: Index) -> bool:
        return index.column() == 2 or self._way == REFUSED

    def _text(self, line: Change | Left, column: int) -> str:
        if column == 0:
            return line.name
        if isinstance(line, Left):
            return line.reason if column == 1 else ""
        return self._values(line.before if column == 1 else line.after)

    def _values(self, values: Mapping[str, object]) -> str:
        shown = [self._fields[name].show(value, self._form) or _("blank") for name, value in values.items()]
        return " · ".join(shown)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            label = _HEADS[self._way][section]
            return _(label) if label else ""
        return None


def _lines_of(plan: Plan) -> dict[str, Sequence[Change | Left]]:
    return {CHANGES: plan.changes, REFUSED: plan.refused, UNCHANGED: plan.unchanged}


class EditPreview(QWidget):
    """What changes, what may not, and what is so already; the switch says how many of each."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._plan: Plan | None = None
        self._way = CHANGES
        self.model = PreviewModel(form)
        self.model.setParent(self)
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("What will change"))
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * ROWS)
        self._switch_place = QVBoxLayout()
        self.switch: SegmentedSwitch | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addLayout(self._switch_place)
        column.addWidget(self.table, 1)
        self._lay_columns()

    def show_plan(self, plan: Plan | None) -> None:
        """None while it is not known."""
        self._plan = plan
        counts = {way: len(lines) for way, lines in _lines_of(plan).items()} if plan is not None else {}
        if not counts.get(self._way):
            self._way = next((way for way, count in counts.items() if count), CHANGES)
        self._make_switch(counts)
        self._show_way(self._way)

    def _make_switch(self, counts: Mapping[str, int]) -> None:
        """Its words have the numbers in them, so it is made anew."""
        if self.switch is not None:
            self._switch_place.removeWidget(self.switch)
            self.switch.deleteLater()
        words = {
            CHANGES: _("Will change: {count}"),
            REFUSED: _("Refused: {count}"),
            UNCHANGED: _("As they are: {count}"),
        }
        whole = self._form.whole
        self.switch = SegmentedSwitch(
            [(way, text.format(count=whole(counts.get(way, 0))), "") for way, text in words.items()]
        )
        self.switch.set_current(self._way)
        self.switch.changed.connect(lambda way: self._show_way(str(way)))
        self._switch_place.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_way(self, way: str) -> None:
        self._way = way
        self.model.show_plan(self._plan, way)
        self._lay_columns()

    def _lay_columns(self) -> None:
        why, plain = self._way == REFUSED, self._way == UNCHANGED
        self.table.set_columns(
            (
                Column("record", 26, takes_rest=not why, sorts=False),
                Column("now", 18, takes_rest=why, sorts=False, is_hidden=plain),
                Column("then", 18, sorts=False, is_hidden=why or plain),
            )
        )
