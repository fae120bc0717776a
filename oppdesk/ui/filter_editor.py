"""A filter made in a small sheet: field, comparison, value typed as the field is typed everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.spans import Between
from oppdesk.i18n import _
from oppdesk.ui.filter_values import ValueEditor, value_editor
from oppdesk.ui.filter_words import VALUELESS, op_words, ops_for
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.workplace import Workplace

_BETWEEN = "between"  # stands among the comparisons; its filter is an "is" with two ends


class FilterEditor(QWidget):
    """`chosen` hands out the filter when Enter or the button is pressed."""

    chosen = Signal(object)  # Filter
    closes = Signal()
    resized = Signal()  # it needs more room, or less

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
        self._values: ValueEditor = value_editor(place, fields[0], Op.IS)
        self._apply = buttons.button(_("Filter"), "check", "primary")
        self._apply.clicked.connect(self.apply)
        self._note = Note()
        self._fault = ""
        self._row = QHBoxLayout()
        self._row.setSpacing(px(1))
        self._row.addWidget(self.field)
        self._row.addWidget(self.op)
        self._row.addWidget(self._values, 1)
        self._row.addWidget(self._apply)
        self._row.setAlignment(self._values, Qt.AlignmentFlag.AlignTop)
        for each in (self.field, self.op, self._apply):
            self._row.setAlignment(each, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        column.addLayout(self._row)
        column.addWidget(self._note)
        self.field.currentIndexChanged.connect(lambda _at: self._show_field())
        self.op.currentIndexChanged.connect(lambda _at: self._show_op())
        self._show_field()

    def begin(self, *, is_new: bool) -> None:
        """The sheet is open: the cursor goes where something is to be chosen or typed."""
        self._say("")
        first = self.field if is_new or self._values.isHidden() else self._values.first
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def value(self) -> QWidget:
        """Where the value is typed."""
        return self._values.first

    def show_filter(self, term: Filter) -> None:
        """Fill in a filter that is there."""
        self.field.setCurrentIndex(max(0, self.field.findData(term.field)))
        op = _BETWEEN if isinstance(term.value, Between) else Op.IS if term.op is Op.AMONG else term.op
        self.op.setCurrentIndex(max(0, self.op.findData(op)))
        if term.op not in VALUELESS:
            self._values.set_value(term.value)

    def _show_field(self) -> None:
        field = self._present()
        self.op.blockSignals(True)
        self.op.clear()
        for op in ops_for(field):
            self.op.addItem(op_words(op, field.kind), op)
            if op is Op.UP_TO:
                self.op.addItem(_("between"), _BETWEEN)
        self.op.blockSignals(False)
        self._show_op()

    def _show_op(self) -> None:
        """The value is typed as the comparison needs it."""
        chosen = self.op.currentData()
        is_between = chosen == _BETWEEN
        op = Op.IS if is_between else Op(chosen)
        made = value_editor(self._place, self._present(), op, between=is_between)
        self._row.replaceWidget(self._values, made)
        self._row.setAlignment(made, Qt.AlignmentFlag.AlignTop)
        self._values.hide()
        self._values.deleteLater()
        self._values = made
        self._values.resized.connect(self.resized)
        if op in VALUELESS:
            made.hide()
        self.resized.emit()

    def _present(self) -> Field:
        return self._fields[str(self.field.currentData())]

    def said(self) -> str:
        """What is wrong with the value."""
        return self._fault

    def apply(self) -> None:
        """Hand out the filter; what cannot be read is said here."""
        try:
            term = self.term()
        except UserError as error:
            self._say(error.message)
            return
        self.closes.emit()
        self.chosen.emit(term)

    def _say(self, fault: str) -> None:
        self._fault = fault
        self._note.say(fault, "circle-alert" if fault else "", "overdue")
        self.resized.emit()

    def term(self) -> Filter:
        """UserError when the value is none."""
        field, chosen = self._present(), self.op.currentData()
        op = Op.IS if chosen == _BETWEEN else Op(chosen)
        if op in VALUELESS:
            return Filter(field.name, op)
        value = self._values.value()
        return Filter(field.name, Op.AMONG if isinstance(value, tuple) else op, value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._values.takes_enter():
                self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.closes.emit()
        else:
            super().keyPressEvent(event)
