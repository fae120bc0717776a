"""One editor a kind of field, for forms and grids alike: what a field is decides how it is typed, everywhere.

Every editor has `value()`, `set_value(value)`, which says nothing, and the signal `changed(value)` at each change.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit

from oppdesk.domain import date_formula
from oppdesk.domain.fields import NUMBERS, Field, Kind
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import metrics
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.lookup import Create, LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.edits import DateEdit, DurationEdit, FigureEdit, FormulaEdit, ParsedEdit, TimeEdit
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace

AT_ONCE = frozenset({Kind.FLAG, Kind.CHOICE, Kind.LOOKUP})  # a choice is complete; a text when it is left


class FlagBox(QCheckBox):
    """Yes or no; its words are the field's name."""

    changed = Signal(object)

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.changed.emit(self.value())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: object) -> None:
        self.setChecked(bool(value))


class ChoiceBox(QComboBox):
    """One of a few; the value is its number."""

    changed = Signal(object)

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__()
        self.addItems([_(choice) for choice in choices])
        self.activated.connect(self._tell)

    def _tell(self, _index: int) -> None:
        self.changed.emit(self.value())

    def value(self) -> int:
        return self.currentIndex()

    def set_value(self, value: object) -> None:
        self.setCurrentIndex(value if isinstance(value, int) else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page; it changes only a box that has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NoteEdit(QPlainTextEdit):
    """Text of several lines; Tab goes on, as in every other field."""

    changed = Signal(object)
    editingFinished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMinimumHeight(px(4 * metrics.TWO))
        self._silent = False
        self.textChanged.connect(self._tell)

    def value(self) -> str:
        return self.toPlainText()

    def set_value(self, value: object) -> None:
        self._silent = True
        self.setPlainText("" if value is None else str(value))
        self._silent = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.editingFinished.emit()

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit(self.value())


class Shown(Text):
    """A value that cannot be changed here, as plain words."""

    changed = Signal(object)  # never: it is there so that all editors are alike

    def __init__(self, field: Field, form: LocaleFormat) -> None:
        super().__init__("", Type.FIGURE if field.kind in NUMBERS else Type.BODY, wrap=True)
        self._field = field
        self._form = form
        self._value: object = None
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def value(self) -> object:
        return self._value

    def set_value(self, value: object) -> None:
        self._value = value
        self.setText(self._field.show(value, self._form) or "–")


Editor = ParsedEdit | FlagBox | ChoiceBox | NoteEdit | LookupField | Shown


def editor(field: Field, place: Workplace, create: Create | None = None) -> Editor:
    """The editor that suits a field; a field that is counted or read-only is shown as words.

    `create` makes a new record for a LOOKUP out of what was typed.
    """
    if field.read_only or field.kind in (Kind.COUNT, Kind.VALUE, Kind.MOMENT):
        made: Editor = Shown(field, place.form)
    elif field.kind is Kind.LOOKUP:
        made = _lookup(field, place, create)
    else:
        made = _MAKERS[field.kind](field, place)
    made.setObjectName(field.name)
    return made


def _lookup(field: Field, place: Workplace, create: Create | None) -> Editor:
    if field.target == "contact":
        return ContactField(place, create, companies_only=field.name in ("company", "parent_company"))
    return LookupField(str(field.target), place, create)


def _text(field: Field, _place: Workplace) -> Editor:
    return ParsedEdit(field.check, str)


def _figure(field: Field, place: Workplace) -> Editor:
    """The sign of a percentage stands in the label, so the field holds figures only."""
    form = place.form
    show: Callable[[int], str] = form.whole
    if field.kind in (Kind.RATE, Kind.MONEY):
        show = form.money
    return FigureEdit(
        lambda text: field.check(field.parse(text, form)),
        lambda value: show(value) if isinstance(value, int) else "",
    )


def _date(_field: Field, place: Workplace) -> Editor:
    return DateEdit(place.form, place.desk.context.work_date)


def _formula(_field: Field, place: Workplace) -> Editor:
    return FormulaEdit(lambda text: explain(text, place.desk.context.work_date, place.form))


def explain(formula: str, base: date, form: LocaleFormat) -> str:
    """What a date formula means and where it leads from `base`; FieldError DF-1 to DF-7 when it is none."""
    meaning = date_formula.describe(formula)
    day = form.long_day(date_formula.advance(formula, base))
    return _("{meaning}, counted from today: {day}").format(meaning=meaning, day=day) if meaning else ""


_MAKERS: dict[Kind, Callable[[Field, Workplace], Editor]] = {
    Kind.CODE: _text,
    Kind.TEXT: _text,
    Kind.NOTE: lambda _field, _place: NoteEdit(),
    Kind.FORMULA: _formula,
    Kind.FLAG: lambda _field, _place: FlagBox(),
    Kind.CHOICE: lambda field, _place: ChoiceBox(field.choices),
    Kind.WHOLE: _figure,
    Kind.PERCENT: _figure,
    Kind.RATE: _figure,
    Kind.MONEY: _figure,
    Kind.DATE: _date,
    Kind.TIME: lambda _field, place: TimeEdit(place.form),
    Kind.DURATION: lambda _field, place: DurationEdit(place.form),
}
