"""Fields that understand what is typed: they say what they understood, and what is wrong only when one leaves."""

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from oppdesk.domain.errors import UserError
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.calendar import Calendar
from oppdesk.ui.widgets.field_icon import FieldIcon
from oppdesk.ui.widgets.popup import Popup

LEAST = 16  # u: a date or an amount with what stands in the field beside it


def show_beginning(field: QLineEdit) -> None:
    """A text that is longer than its field is read from its beginning, until one goes there."""
    is_cut = field.fontMetrics().horizontalAdvance(field.text()) > field.contentsRect().width() - px(2)
    if is_cut and not field.hasFocus():
        field.home(False)


class ParsedEdit(QLineEdit):
    """A line edit over a value. `read` raises ValueError or UserError with a sentence for what it cannot read."""

    changed = Signal(object)  # the value, at each keystroke that makes one
    faulted = Signal(str)  # the sentence when left with nonsense; "" when it is right again
    hinted = Signal(str, str)  # what was understood, and an icon; "" when there is nothing to add

    def __init__(self, read: Callable[[str], object], show: Callable[[object], str]) -> None:
        super().__init__()
        self._read = read
        self._show = show
        self._value: object = None
        self._fault = ""
        self._told = ""
        self.textEdited.connect(self._understand)
        self.editingFinished.connect(self._settle)

    def value(self) -> object:
        """The last value that was understood; None for blank."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show a value without saying that it changed."""
        self._value = value
        self._fault = ""
        self.setText("" if value is None else self._show(value))
        show_beginning(self)
        self._tell("")
        self._hint()

    def fault(self) -> str:
        """Why the present text is no value; "" when it is one."""
        return self._fault

    def minimumSizeHint(self) -> QSize:
        """Long labels beside it do not cut a date or an amount."""
        least = super().minimumSizeHint()
        return QSize(max(least.width(), px(LEAST)), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        show_beginning(self)

    def _understand(self, text: str) -> None:
        try:
            value = self._read(text) if text.strip() else None
        except (ValueError, UserError) as error:
            self._fault = str(error)
            self._hint()
            return
        self._fault = ""
        self._tell("")
        if value != self._value:
            self._value = value
            self.changed.emit(value)
        self._hint()

    def _settle(self) -> None:
        self._tell(self._fault)
        if not self._fault and self._value is not None:
            self.setText(self._show(self._value))

    def _tell(self, fault: str) -> None:
        if fault != self._told:
            self._told = fault
            self.faulted.emit(fault)

    def _hint(self) -> None:
        """What was understood; most fields need not say it."""


class FigureEdit(ParsedEdit):
    """A number, at the right, in figures of equal width."""

    def __init__(self, read: Callable[[str], object], show: Callable[[object], str]) -> None:
        super().__init__(read, show)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._take_font()

    def _take_font(self) -> None:
        self.setFont(metrics.face(Type.FIGURE).font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._take_font()


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


class MoneyEdit(FigureEdit):
    """Minor units; typed "48000" becomes "48,000.00" when left."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form.parse_money, lambda value: form.money(_whole(value)))


class PercentEdit(FigureEdit):
    """A whole percentage; the sign stands in the label."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form.parse_percent, lambda value: form.whole(_whole(value)))


class WholeEdit(FigureEdit):
    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form.parse_whole, lambda value: form.whole(_whole(value)))


class TimeEdit(ParsedEdit):
    """A time of the day in any usual writing: "1430", "2 pm", "14h30" become "14:30" when left."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(
            form.parse_clock, lambda value: form.clock(value if isinstance(value, time) else None)
        )

    def time(self) -> time | None:
        value = self.value()
        return value if isinstance(value, time) else None


class DurationEdit(ParsedEdit):
    """Minutes, typed "90", "1:30", "2 h" or "1 day"."""

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__(form.parse_duration, lambda value: form.duration(_whole(value)))


class FormulaEdit(ParsedEdit):
    """A date formula; `explain` says in words what it means and where it leads, or raises with what is wrong."""

    def __init__(self, explain: Callable[[str], str]) -> None:
        super().__init__(self._explained, str)
        self._explain = explain

    def _explained(self, text: str) -> str:
        self._explain(text)
        return text.strip().upper()

    def _hint(self) -> None:
        text = self.text()
        try:
            meaning = "" if self._fault or not text.strip() else self._explain(text)
        except (
            UserError
        ):  # what is kept may be none, when it came from elsewhere: it can be looked at and changed
            meaning = ""
        self.hinted.emit(meaning, "calendar-check")


class DateEdit(ParsedEdit):
    """A day, typed in any way the locale understands ("tomorrow", "in 3 months", "17.3.") or chosen from a month."""

    def __init__(self, form: LocaleFormat, today: date) -> None:
        super().__init__(lambda text: form.parse_day(text, today), lambda value: form.day(_day(value)))
        self._form = form
        self._today = today
        self._sheet: Popup | None = None
        self._calendar: Calendar | None = None
        opens = FieldIcon(self, "calendar", _("Choose from the calendar"))
        opens.clicked.connect(self.open_calendar)

    def day(self) -> date | None:
        return _day(self.value())

    def open_calendar(self) -> None:
        if self._calendar is None or self._sheet is None:
            self._calendar = Calendar(self._form, self._today)
            self._calendar.chosen.connect(self._take)
            self._sheet = Popup(self, self._calendar, takes_focus=True)
        self._calendar.set_day(self.day() or self._today)
        self._sheet.show_beside(self, QSize(self._calendar.sizeHint()))
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt_down or event.key() == Qt.Key.Key_F4:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def _take(self, chosen: date) -> None:
        if self._sheet is not None:
            self._sheet.hide()
        self.setText(self._form.day(chosen))
        self._understand(self.text())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        self._tell(self.fault())  # the words stay as they were typed: the line below says which day they mean

    def _hint(self) -> None:
        found = self.day()
        is_plain = found is None or self.fault() or self.text().strip() == self._form.day(found)
        self.hinted.emit("" if is_plain else self._form.long_day(found), "calendar-check")


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
