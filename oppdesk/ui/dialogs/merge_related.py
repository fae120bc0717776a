"""What follows from a merge: the records that move with their numbers, and what is in the way, to be decided about."""

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from oppdesk.domain import duplicates as rules
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.setup import by_key
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.services.merging import Comparison, Conflict, Resolution
from oppdesk.ui import metrics
from oppdesk.ui.editors import editor
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Text, text
from oppdesk.ui.workplace import Workplace

Key = tuple[str, int]
_UNTOLD = frozenset({"duplicate", "opportunity_entry"})  # they follow what is told
_COUNTED: Mapping[str, Callable[[int], str]] = {
    "opportunity": lambda n: ngettext("{n} opportunity", "{n} opportunities", n),
    "contact": lambda n: ngettext("{n} person or subsidiary", "{n} people and subsidiaries", n),
    "task": lambda n: ngettext("{n} task", "{n} tasks", n),
    "interaction": lambda n: ngettext("{n} interaction", "{n} interactions", n),
    "sales_document": lambda n: ngettext("{n} quote or order", "{n} quotes and orders", n),
    "comment": lambda n: ngettext("{n} note", "{n} notes", n),
}


def consequence(found: Comparison, form: LocaleFormat) -> str:
    """ "Molenhof BV keeps 12 opportunities, 3 people …; CT000123 goes; Undo brings both back." """
    sums = {each.table: each.kept + each.dropped for each in found.related}
    parts = [
        say(sums[table]).format(n=form.whole(sums[table]))
        for table, say in _COUNTED.items()
        if sums.get(table)
    ]
    if not parts:
        words = _("{duplicate} disappears, {contact} stays. Undo brings both back.")
        return words.format(duplicate=found.drop.text, contact=found.keep.text)
    words = _("{contact} then has {records}. {duplicate} disappears. Undo brings both back.")
    return words.format(contact=found.keep.text, records=", ".join(parts), duplicate=found.drop.text)


class MergeAside(QWidget):
    """`resolved` says what was decided about the rows in the way; `check` whether all were (DUP-4)."""

    decided = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.conflicts: list[ConflictBox] = []
        self.sums: dict[str, tuple[int, Text]] = {}  # by table: of both, and where what is left is said
        self.sentence = Text("", Type.BODY, wrap=True)
        self._moves = QWidget()
        self._grid = QGridLayout(self._moves)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(1.5))
        self._grid.setVerticalSpacing(px(0.5))
        self._grid.setColumnStretch(0, 1)
        self._open = Note()
        self.remove_all = buttons.button(_("Keep &one of each"), "check", small=True)
        self.remove_all.setAutoDefault(False)
        self.remove_all.clicked.connect(self._let_all_go)
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(px(1.5))
        self._in_the_way = QWidget()
        way = QVBoxLayout(self._in_the_way)
        way.setContentsMargins(0, px(1), 0, 0)
        way.setSpacing(px(metrics.IN_GROUP))
        way.addWidget(text(_("In the way"), Type.CAPTION_STRONG, "text2"))
        way.addWidget(self._open)
        way.addLayout(self._boxes)
        way.addWidget(self.remove_all, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(1))
        column.addWidget(text(_("What will happen"), Type.CAPTION_STRONG, "text2"))
        column.addWidget(self.sentence)
        column.addWidget(self._moves)
        column.addWidget(self._in_the_way)
        column.addStretch(1)
        self._in_the_way.hide()

    def say(self, words: str) -> None:
        """In place of consequences, while there are none."""
        self._clear()
        self.sentence.setText(words)

    def show_comparison(self, found: Comparison) -> None:
        form = self._place.form
        self._clear()
        self.sentence.setText(consequence(found, form))
        told = [each for each in found.related if each.table not in _UNTOLD]
        for row, each in enumerate(told):
            self._grid.addWidget(text(each.label, colour="text2", wrap=True), row, 0)
            both = text(f"{form.whole(each.kept)} + {form.whole(each.dropped)}", Type.FIGURE)
            self.sums[each.table] = each.kept + each.dropped, text("", Type.FIGURE_STRONG)
            for at, label in enumerate((both, self.sums[each.table][1]), 1):
                self._grid.addWidget(label, row, at, Qt.AlignmentFlag.AlignRight)
        for related in found.related:
            for conflict in related.conflicts:
                box = ConflictBox(self._place, related.label, conflict, (found.keep.text, found.drop.text))
                box.decided.connect(self._tell)
                self.conflicts.append(box)
                self._boxes.addWidget(box)
        self._in_the_way.setVisible(bool(self.conflicts))
        self.remove_all.setVisible(len(self.conflicts) > 1)
        self._tell()

    def _clear(self) -> None:
        for each in (*self._moves.findChildren(QWidget), *self.conflicts):
            each.hide()
            each.deleteLater()
        while self._grid.takeAt(0) is not None:
            pass
        for box in self.conflicts:
            self._boxes.removeWidget(box)
        self.conflicts, self.sums = [], {}
        self._in_the_way.hide()

    def _tell(self) -> None:
        """How many are still open, in place of a refusal later; what is left of each list."""
        gone = Counter(box.conflict.table for box in self.conflicts if not box.rename.isChecked())
        for table, (count, label) in self.sums.items():
            label.setText(self._place.form.whole(count - gone[table]))
        try:
            self.check()
        except UserError as error:
            self._open.say(error.message, "circle-alert", "stale")
        else:
            self._open.say(
                _("All of them are decided about.") if self.conflicts else "", "circle-check", "won"
            )
        self.decided.emit()

    def check(self) -> None:
        """DUP-4."""
        rules.check_conflicts(sum(not box.is_decided() for box in self.conflicts))

    def go_to_open(self) -> None:
        """The cursor where a decision is missing."""
        for box in self.conflicts:
            if not box.is_decided():
                box.remove.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def resolved(self) -> dict[Key, Resolution]:
        return {(box.conflict.table, box.conflict.id): box.resolution() for box in self.conflicts}

    def _let_all_go(self) -> None:
        for box in self.conflicts:
            box.remove.setChecked(True)


class ConflictBox(QWidget):
    """A row that both have under one key: the one of the duplicate goes, or gets another key."""

    decided = Signal()

    def __init__(self, place: Workplace, label: str, conflict: Conflict, names: tuple[str, str]) -> None:
        super().__init__()
        self.conflict = conflict
        field = by_key[conflict.table].field(conflict.field)
        self.title = Text(f"{label}: {conflict.text}", Type.NAME, wrap=True)
        both = _("Both {contact} and {duplicate} have it.").format(contact=names[0], duplicate=names[1])
        self.remove = QRadioButton(_("Keep one of them"))
        self.rename = QRadioButton(_("Keep both, with another value:"))
        self.rename.setToolTip(_(field.label))
        self.other = editor(field, place)
        self.other.setEnabled(False)
        self.other.setAccessibleName(_(field.label))
        self._ways = QButtonGroup(self)
        self._ways.setExclusive(True)
        for each in (self.remove, self.rename):
            each.setAccessibleDescription(conflict.text)
            self._ways.addButton(each)
            each.toggled.connect(self._follow)
        self.other.changed.connect(lambda _value: self.decided.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        column.addWidget(self.title)
        column.addWidget(Text(both, Type.CAPTION, "text2", wrap=True))
        for way in (self.remove, self.rename, self.other):
            column.addWidget(way)

    def _follow(self) -> None:
        self.other.setEnabled(self.rename.isChecked())
        if self.rename.isChecked():
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)
        self.decided.emit()

    def is_decided(self) -> bool:
        return self.remove.isChecked() or (self.rename.isChecked() and self.other.value() not in (None, ""))

    def resolution(self) -> Resolution:
        if not self.rename.isChecked():
            return None
        value = self.other.value()
        return value.id if isinstance(value, Ref) else value  # type: ignore[return-value]  # of its field's kind
