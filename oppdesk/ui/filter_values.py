"""What a filter compares with, typed as its field is: one value, two ends, several of a few, or a period of days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import NUMBERS, TEXTS, Field, Kind, Ref
from oppdesk.domain.query import SPELT, Op
from oppdesk.domain.spans import Between, Period
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui.editors import Editor, FlagBox, editor
from oppdesk.ui.filter_words import PERIODS
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.edits import DateEdit, ParsedEdit
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace

CENT = 10_000  # of a calculated value, which is typed as an amount
NARROW, WIDE = 16, 24  # u


class PeriodEdit(DateEdit):
    """A day, or a period that moves with the day: typed, or chosen from the menu (Alt+Down); F4 is the calendar."""

    def __init__(self, form: LocaleFormat, today: date) -> None:
        super().__init__(form, today)
        self._read = lambda text: _period(text) or form.parse_day(text, today)
        self._show = lambda value: _(PERIODS[value]) if isinstance(value, Period) else form.day(_day(value))
        self.setPlaceholderText(_("a day, or “this month”"))

    def open_calendar(self) -> None:
        """The icon and Alt+Down offer the periods first."""
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        action = menu.addAction(_("Calendar…"))
        action.triggered.connect(super().open_calendar)
        for number, (period, words) in enumerate(PERIODS.items()):
            if number % 3 == 0:
                menu.addSeparator()
            action = menu.addAction(_(words))
            action.triggered.connect(lambda _on=False, period=period: self._choose(period))
        return menu

    def _choose(self, period: Period) -> None:
        self.set_value(period)
        self.changed.emit(period)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            super().open_calendar()
        else:
            super().keyPressEvent(event)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _period(text: str) -> Period | None:
    """The period whose words these are."""
    plain = text.strip().casefold()
    return next((each for each, words in PERIODS.items() if plain in (_(words).casefold(), each.value)), None)


class ValueEditor(QWidget):
    """`value` raises FieldError for what is none; `first` is where the cursor goes."""

    resized = Signal()  # it needs more room, or less

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    @property
    def first(self) -> QWidget:
        raise NotImplementedError

    def value(self) -> object:
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        raise NotImplementedError

    def takes_enter(self) -> bool:
        """Whether Enter still completes something here."""
        return False


class One(ValueEditor):
    """A single value."""

    def __init__(self, place: Workplace, field: Field, width: float = WIDE) -> None:
        super().__init__(field)
        self._place = place
        # what the program keeps is read-only in forms, and can be typed here nevertheless
        typed = _typed(field)
        self.editor: Editor | PeriodEdit = (
            PeriodEdit(place.form, place.desk.context.work_date)
            if field.kind is Kind.DATE
            else editor(typed, place)
        )
        if isinstance(self.editor, FlagBox):
            self.editor.setText(_("yes"))
            self.editor.set_value(True)
        self.editor.setAccessibleName(_("Value"))
        self.editor.setMinimumWidth(px(width))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.editor)

    @property
    def first(self) -> QWidget:
        return self.editor

    def set_value(self, value: object) -> None:
        if self.field.kind is Kind.LOOKUP and isinstance(value, int):
            value = self._place.desk.lists.ref(str(self.field.target), value)
        elif self.field.kind is Kind.VALUE and isinstance(value, int):
            value //= CENT
        self.editor.set_value(value)

    def value(self) -> object:
        if isinstance(self.editor, LookupField):
            self.editor.settle()
        if isinstance(self.editor, ParsedEdit | LookupField) and self.editor.fault():
            raise FieldError(self.editor.fault(), self.field.name)
        value = self.editor.value()
        if self.field.kind in TEXTS:
            return value or ""
        if value is None:
            raise FieldError(_("Type a value to compare with."), self.field.name)
        if isinstance(value, Ref):
            return value.id
        return value * CENT if self.field.kind is Kind.VALUE and isinstance(value, int) else value


class Letters(One):
    """A part of what is read, of references too."""

    def value(self) -> object:
        found = str(super().value())
        if not found.strip():
            raise FieldError(_("Type a value to compare with."), self.field.name)
        return found


class TwoEnds(ValueEditor):
    """From here to there."""

    def __init__(self, place: Workplace, field: Field) -> None:
        super().__init__(field)
        self._low, self._high = One(place, field, NARROW), One(place, field, NARROW)
        self._low.first.setAccessibleName(_("From"))
        self._high.first.setAccessibleName(_("To"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(self._low)
        row.addWidget(Text(_("and"), Type.BODY, "text2"))
        row.addWidget(self._high)

    @property
    def first(self) -> QWidget:
        return self._low.first

    def set_value(self, value: object) -> None:
        if isinstance(value, Between):
            self._low.set_value(value.low)
            self._high.set_value(value.high)

    def value(self) -> object:
        low, high = self._low.value(), self._high.value()
        if isinstance(low, Period) or isinstance(high, Period):
            raise FieldError(_("Type a day for each end."), self.field.name)
        return Between(low, high) if low <= high else Between(high, low)  # type: ignore[operator]


class Ticks(ValueEditor):
    """Some of a few choices."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._boxes = [CheckBox(_(choice)) for choice in field.choices]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.25))
        for box in self._boxes:
            column.addWidget(box)
        self.setMinimumWidth(px(NARROW))

    @property
    def first(self) -> QWidget:
        return self._boxes[0]

    def set_value(self, value: object) -> None:
        wanted = value if isinstance(value, tuple) else (value,)
        for at, box in enumerate(self._boxes):
            box.setChecked(at in wanted)

    def value(self) -> object:
        return _several([at for at, box in enumerate(self._boxes) if box.isChecked()], self.field)


class Picks(ValueEditor):
    """Some of many records: each that is found joins those below, a click takes it away again."""

    def __init__(self, place: Workplace, field: Field) -> None:
        super().__init__(field)
        self._place = place
        self._picked: list[Ref] = []
        self._just_taken = QTimer(self, singleShot=True, interval=0)  # in this turn, by the same key
        self._find = editor(_typed(field), place)
        self._find.setAccessibleName(_("Value"))
        self._find.setMinimumWidth(px(WIDE))
        self._below = QWidget()
        self._rows = QVBoxLayout(self._below)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(0.5))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        column.addWidget(self._find)
        column.addWidget(self._below)
        self._below.hide()
        self._find.changed.connect(self._take)

    @property
    def first(self) -> QWidget:
        return self._find

    def set_value(self, value: object) -> None:
        rows = value if isinstance(value, tuple) else (value,)
        found = [
            self._place.desk.lists.ref(str(self.field.target), row) for row in rows if isinstance(row, int)
        ]
        self._picked = [each for each in found if each is not None]
        self._show()

    def _take(self, value: object) -> None:
        if isinstance(value, Ref):
            self._just_taken.start()
            if value.id not in [each.id for each in self._picked]:
                self._picked.append(value)
            self._find.set_value(None)
            self._show()

    def _leave_out(self, row: int) -> None:
        self._picked = [each for each in self._picked if each.id != row]
        self._show()
        self._find.setFocus()

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for each in self._picked:
            made = buttons.button(each.text, "x", small=True)
            made.setAccessibleName(_("Leave out {name}").format(name=each.text))
            made.clicked.connect(lambda _on=False, row=each.id: self._leave_out(row))
            self._rows.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self._below.setVisible(bool(self._picked))
        self.resized.emit()

    def picked(self) -> Sequence[Ref]:
        return tuple(self._picked)

    def takes_enter(self) -> bool:
        """What is typed joins the others."""
        if isinstance(self._find, LookupField) and self._find.text().strip():
            self._find.settle()
            self._take(self._find.value())
        return self._just_taken.isActive()

    def value(self) -> object:
        self.takes_enter()
        if isinstance(self._find, LookupField) and self._find.fault():
            raise FieldError(self._find.fault(), self.field.name)
        return _several([each.id for each in self._picked], self.field)


def _several(values: list[int], field: Field) -> object:
    """One value as it is, more of them together."""
    if not values:
        raise FieldError(_("Choose at least one."), field.name)
    return values[0] if len(values) == 1 else tuple(values)


def value_editor(place: Workplace, field: Field, op: Op, *, between: bool = False) -> ValueEditor:
    """What suits a field and a comparison."""
    if between:
        return TwoEnds(place, field)
    if op is Op.IS and field.kind is Kind.CHOICE:
        return Ticks(field)
    if op in SPELT:
        return Letters(place, replace(field, kind=Kind.TEXT, target=None))
    return Picks(place, field) if op is Op.IS and field.kind is Kind.LOOKUP else One(place, field)


def _typed(field: Field) -> Field:
    """The field as it is typed for comparing: not read-only, not required, calculated values as amounts."""
    kind = Kind.MONEY if field.kind is Kind.VALUE else field.kind
    if kind in NUMBERS and kind not in (Kind.MONEY, Kind.PERCENT, Kind.RATE):
        kind = Kind.WHOLE
    return Field(field.name, field.label, kind, field.size, choices=field.choices, target=field.target)
