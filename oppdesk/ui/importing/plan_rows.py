"""The rows of a plan as tables: what comes in, what is doubtful, what is refused; worded when they are seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.exchange.plan import Doubt, Fault, Likeness, Row
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.import_matching import Decision, Existing
from oppdesk.services.importing import TARGETS
from oppdesk.ui.cells import CellRole, FigureCell, NameCell, PercentCell, PillCell, QuietCell

Index = QModelIndex | QPersistentModelIndex
_TITLE = ("description", "name", "code")  # what a record is called: the first that is filled
_PARTS = ("first_name", "middle_name", "surname")
_FIRST = ("company", "contact", "job_title", "e_mail", "phone", "mobile_phone", "city")
_MOST = 6  # values that are told of a row


def described(target: str, row: Row, form: LocaleFormat) -> tuple[str, str]:
    """What a row is called, and what else tells it from others, in the user's manner."""
    said = spoken(target, row.values, form)
    title = next((said.pop(name) for name in _TITLE if said.get(name)), "")
    if not title:
        title = " ".join(said[name] for name in _PARTS if said.get(name))
    first = [said[name] for name in _FIRST if said.get(name)]
    others = [
        words for name, words in said.items() if words and name not in (*_FIRST, *_PARTS, "type", "number")
    ]
    return title, " · ".join([*first, *others][:_MOST])


def spoken(target: str, values: Mapping[str, object], form: LocaleFormat) -> dict[str, str]:
    """The values of a row by field as they read; references that are keys already are left out."""
    found: dict[str, str] = {}
    for field in TARGETS[target]:
        value = values.get(field.name)
        if value is not None and not (field.kind is Kind.LOOKUP and isinstance(value, int)):
            found[field.name] = _words(field, value, form)
    return found


def changing(target: str, row: Row, before: Mapping[str, object], form: LocaleFormat) -> tuple[str, ...]:
    """What a row changes in the record that is here, field by field, as "City: Bern → Basel"."""
    said = spoken(target, row.values, form)
    lines = []
    for field in TARGETS[target]:
        if field.name in said and field.name in before:
            old, new = field.show(before[field.name], form), said[field.name]
            if fold(old) != fold(new):
                lines.append(f"{_(field.label)}: {old} → {new}" if old else f"{_(field.label)}: {new}")
    return tuple(lines)


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _words(field: Field, value: object, form: LocaleFormat) -> str:
    return str(value) if isinstance(value, str) else field.show(value, form)


class _Rows(QAbstractTableModel):
    """A list in memory; `cell` says what stands where."""

    def __init__(self, header: Sequence[str], form: LocaleFormat) -> None:
        super().__init__()
        self._header = tuple(header)
        self._form = form
        self._all: Sequence[Any] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._all)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._header)

    def cell(self, row: int, column: int) -> Any:
        raise NotImplementedError

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, CellRole):
            return None
        cell = self.cell(index.row(), index.column())
        if role == CellRole or isinstance(cell, str):
            return cell
        return cell.text

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._header[section]
        return None


class PlainRows(_Rows):
    """Rows that come in, change something or change nothing: their line, their name, what else they say."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__((_("Line"), _("Name"), _("What the row says")), form)
        self._target = ""

    def fill(self, target: str, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._target, self._all = target, rows
        self.endResetModel()

    def cell(self, row: int, column: int) -> Any:
        one = self._all[row]
        if column == 0:
            return FigureCell(self._form.whole(one.line))
        title, second = described(self._target, one, self._form)
        return NameCell(title or "–") if column == 1 else QuietCell(second)


class FaultRows(_Rows):
    """Why rows are left out."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__((_("Line"), _("Column"), _("Value"), _("Reason")), form)

    def fill(self, faults: Sequence[Fault]) -> None:
        self.beginResetModel()
        self._all = faults
        self.endResetModel()

    def cell(self, row: int, column: int) -> Any:
        fault = self._all[row]
        cells = (FigureCell(self._form.whole(fault.line)), fault.column, QuietCell(fault.value), fault.reason)
        return cells[column]


class DoubtRows(_Rows):
    """Rows that may be somebody who is here, the likeliest one, and what was decided."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__((_("Line"), _("Name"), _("Most alike"), _("Likeness"), _("Decision")), form)
        self._decisions: Mapping[int, Decision] = {}

    def fill(self, doubts: Sequence[Doubt], decisions: Mapping[int, Decision]) -> None:
        """Other rows, or the same ones decided otherwise: their table keeps its place then."""
        self._decisions = decisions
        if doubts is self._all:
            last = self.index(len(doubts) - 1, len(self._header) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._all = doubts
        self.endResetModel()

    def doubt(self, row: int) -> Doubt | None:
        return self._all[row] if 0 <= row < len(self._all) else None

    def next_open(self, after: int) -> int:
        """The next row without a decision, from the top again at the end; -1 when there is none."""
        count = len(self._all)
        places = (at % count for at in range(after + 1, after + 1 + count))
        return next((at for at in places if self._all[at].row.line not in self._decisions), -1)

    def cell(self, row: int, column: int) -> Any:
        doubt: Doubt = self._all[row]
        best = doubt.candidates[0] if doubt.candidates else None
        if column == 0:
            return FigureCell(self._form.whole(doubt.row.line))
        if column == 1:
            return NameCell(*described("contacts", doubt.row, self._form))
        if column == 2:
            return NameCell(best.contact.text, best.company) if best else ""
        if column == 3:
            percent = best.percent if best else 0
            return PercentCell(percent, self._form.percent(percent))
        return decided(doubt, self._decisions.get(doubt.row.line))


def decided(doubt: Doubt, decision: Decision | None) -> PillCell:
    """What becomes of a doubtful row, as a mark."""
    if decision is None:
        return PillCell(_("New, not decided"), "circle-question-mark", "stale")
    if decision.kind is Existing.SKIP:
        return PillCell(_("Left out"), "minus", "neutral")
    if decision.kind is Existing.BOTH:
        return PillCell(_("New"), "plus", "accent")
    name = next((each.contact.text for each in doubt.candidates if each.contact.id == decision.contact), "")
    return PillCell(_("Changes {name}").format(name=name), "check", "accent")


def updating(candidate: Likeness) -> Decision:
    """What "this one" means: the contact is changed; of a row that stands in the file before, nothing is left to do."""
    if candidate.line:
        return Decision(Existing.SKIP)
    return Decision(Existing.UPDATE, Ref(*candidate.contact).id)
