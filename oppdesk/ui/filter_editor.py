"""A filter made in a small sheet: field, comparison, value typed as the field is typed everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import NUMBERS, TEXTS, Field, Kind, Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.i18n import _
from oppdesk.ui.editors import Editor, FlagBox, editor
from oppdesk.ui.filter_words import VALUELESS, op_words, ops_for
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import ref_of
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.workplace import Workplace

CENT = 10_000  # of a calculated value, which is typed as an amount


class FilterEditor(QWidget):
    """`chosen` hands out the filter when Enter or the button is pressed."""

    chosen = Signal(object)  # Filter
    closes = Signal()

    def __init__(self, place: Workplace, fields: Sequence[Field]) -> None:
        super().__init__()
        self._place = place
        self._fields = {field.name: field for field in fields}
        self.field = QComboBox()
        for field in fields:
            self.field.addItem(_(field.label), field.name)
        self.op = QComboBox()
        self.field.setAccessibleName(_("Field"))
        self.op.setAccessibleName(_("Comparison"))
        self.value: Editor | None = None
        self._apply = buttons.button(_("Filter"), "check", "primary")
        self._apply.clicked.connect(self.apply)
        self._note = Note()
        self._row = QHBoxLayout()
        self._row.setSpacing(px(1))
        self._row.addWidget(self.field)
        self._row.addWidget(self.op)
        self._row.addWidget(self._apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        column.addLayout(self._row)
        column.addWidget(self._note)
        self.field.currentIndexChanged.connect(lambda _at: self._show_field())
        self.op.currentIndexChanged.connect(lambda _at: self._show_op())
        self._show_field()

    def begin(self, *, is_new: bool) -> None:
        """The sheet is open: the cursor goes where something is to be chosen or typed."""
        self._note.say("")
        first = self.field if is_new else self.value or self.op
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_filter(self, term: Filter) -> None:
        """Fill in a filter that is there."""
        self.field.setCurrentIndex(max(0, self.field.findData(term.field)))
        op = Op.IS if term.op is Op.AMONG else term.op
        self.op.setCurrentIndex(max(0, self.op.findData(op)))
        if self.value is not None and not isinstance(term.value, tuple | list):
            field = self._fields[str(self.field.currentData())]
            shown = term.value
            if field.kind is Kind.LOOKUP and isinstance(shown, int):
                shown = ref_of(self._place.desk, str(field.target), shown)
            elif field.kind is Kind.VALUE and isinstance(shown, int):
                shown //= CENT
            self.value.set_value(shown)

    def _show_field(self) -> None:
        field = self._present()
        self.op.blockSignals(True)
        self.op.clear()
        for op in ops_for(field):
            self.op.addItem(op_words(op, field.kind), op)
        self.op.blockSignals(False)
        if self.value is not None:
            self._row.removeWidget(self.value)
            self.value.hide()
            self.value.deleteLater()
        # what the program keeps is read-only in forms, and can be typed here nevertheless
        self.value = editor(_typed(field), self._place)
        if isinstance(self.value, FlagBox):
            self.value.setText(_("yes"))
            self.value.set_value(True)
        self.value.setAccessibleName(_("Value"))
        self.value.setMinimumWidth(px(22))
        self._row.insertWidget(2, self.value, 1)
        self._show_op()

    def _show_op(self) -> None:
        if self.value is not None:
            self.value.setVisible(self.op.currentData() not in VALUELESS)

    def _present(self) -> Field:
        return self._fields[str(self.field.currentData())]

    def apply(self) -> None:
        """Hand out the filter; what cannot be read is said here."""
        try:
            term = self.term()
        except UserError as error:
            self._note.say(error.message, "circle-alert", "overdue")
            return
        self.closes.emit()
        self.chosen.emit(term)

    def term(self) -> Filter:
        """UserError when the value is none."""
        field, op = self._present(), Op(self.op.currentData())
        if op in VALUELESS or self.value is None:
            return Filter(field.name, op)
        if isinstance(self.value, LookupField):
            self.value.settle()
        if isinstance(self.value, ParsedEdit | LookupField) and self.value.fault():
            raise UserError(self.value.fault(), field.name)
        value = self.value.value()
        if value is None and field.kind not in TEXTS:
            raise UserError(_("Type a value to compare with."), field.name)
        if field.kind in TEXTS:
            value = value or ""
        elif isinstance(value, Ref):
            value = value.id
        elif field.kind is Kind.VALUE and isinstance(value, int):
            value *= CENT
        return Filter(field.name, op, value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.closes.emit()
        else:
            super().keyPressEvent(event)


def _typed(field: Field) -> Field:
    """The field as it is typed for comparing: not read-only, not required, calculated values as amounts."""
    kind = Kind.MONEY if field.kind is Kind.VALUE else field.kind
    if kind in NUMBERS and kind not in (Kind.MONEY, Kind.PERCENT, Kind.RATE):
        kind = Kind.WHOLE
    return Field(field.name, field.label, kind, field.size, choices=field.choices, target=field.target)
