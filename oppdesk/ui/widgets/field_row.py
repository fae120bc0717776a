"""One line of a form: the label in its column, the field, and under it what is wrong or what was understood."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from oppdesk.ui import metrics, spoken, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.labels import Icon, Text, show_if
from oppdesk.ui.widgets.search_field import SearchField

TEXT_EDGE = (
    3  # pixels beyond 1 u: outline and the field's own margin, so that lines below stand under its text
)


class Note(QWidget):
    """An icon and a sentence under a field or in a preview; hidden while it has nothing to say."""

    def __init__(
        self, words: str = "", icon: str = "", colour: theme.Token = "text2", *, indented: bool = False
    ) -> None:
        super().__init__()
        self._indented = indented
        self._icon = Icon("")
        self._words = Text("", Type.CAPTION, "text2", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(metrics.IN_GROUP))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._tell(words, icon, colour)
        if not words:
            self.hide()  # shown before it has a parent it would be a window of its own

    def say(self, words: str, icon: str = "", colour: theme.Token = "text2") -> None:
        self._tell(words, icon, colour)
        show_if(self, is_shown=bool(words))

    def _tell(self, words: str, icon: str, colour: theme.Token) -> None:
        self._icon.set(icon, colour)
        self._icon.setVisible(bool(icon))
        # an icon stands a little outside, so that it looks in line with the text of the field above
        self.setContentsMargins(px(1) + (0 if icon else TEXT_EDGE) if self._indented else 0, 0, 0, 0)
        self._words.setText(words)
        self._words.set_colour(colour)

    def words(self) -> str:
        return self._words.text()


class FieldRow(QWidget):
    """A label with its mnemonic, a field, and the line below it. A fault hides the hint until it is mended."""

    faulted = Signal(str)

    def __init__(self, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self.label = Text(label, Type.BODY, "text2")
        self.label.setBuddy(field)
        self.label.setMinimumHeight(px(metrics.CONTROL))
        self._note: Note | None = None  # made when there is something to say: most fields never have
        self._fault = ""
        self._hint = (hint, "")
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", ""))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(1))
        grid.setVerticalSpacing(px(0.25))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._place(field), 0, 1)
        self._grid = grid
        if isinstance(field, ParsedEdit | SearchField):
            field.faulted.connect(self.set_fault)
        if isinstance(field, ParsedEdit):
            field.hinted.connect(self.set_hint)
        self._say()

    def _place(self, field: QWidget) -> QHBoxLayout:
        """Words without a box, and links, begin where the text of the fields begins."""
        is_bare = isinstance(field, QLabel) or (
            isinstance(field, QPushButton) and field.property("kind") == "link"
        )
        if isinstance(field, QLabel | QAbstractButton):
            field.setMinimumHeight(px(metrics.CONTROL))
        if isinstance(field, QLabel):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        place = _inset(field, px(1) + TEXT_EDGE if is_bare else 0)
        if isinstance(field, QPushButton):
            place.addStretch(1)
        return place

    def stops(self) -> list[QWidget]:
        """Where Tab halts in it, in that order."""
        return [self.field]

    def set_fault(self, sentence: str) -> None:
        """One sentence of what is wrong, "" when it is right again."""
        if sentence == self._fault:
            return
        self._fault = sentence
        self.field.setProperty("fault", bool(sentence))
        buttons.restyle(self.field)
        self.field.setAccessibleDescription(sentence)
        if sentence:
            spoken.alert(self.field)
        self._say()
        self.faulted.emit(sentence)

    def set_hint(self, sentence: str, icon: str = "") -> None:
        self._hint = (sentence, icon)
        self._say()

    def fault(self) -> str:
        return self._fault

    def note(self) -> str:
        """What stands under the field now."""
        return self._note.words() if self._note else ""

    def _say(self) -> None:
        words, icon = (self._fault, "circle-alert") if self._fault else self._hint
        if self._note is None:
            if not words:
                return
            self._note = Note(indented=True)
            self._grid.addWidget(self._note, 1, 1)
        self._note.say(words, icon, "overdue" if self._fault else "text2")


def _inset(widget: QWidget, left: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(left, 0, 0, 0)
    row.addWidget(widget)
    return row


class FieldGroup(QWidget):
    """Rows of one group, their labels in a column as wide as the widest of them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FieldRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(metrics.IN_GROUP))

    def add(self, label: str, field: QWidget, hint: str = "") -> FieldRow:
        row = FieldRow(label, field, hint)
        self.rows.append(row)
        self._column.addWidget(row)
        align_labels(*self.rows)
        return row

    def focus_first_fault(self) -> bool:
        """Put the cursor into the first field that is wrong; False when none is."""
        for row in self.rows:
            if row.fault():
                row.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


def align_labels(*rows: FieldRow) -> None:
    """One label column for rows that stand under each other, also in several groups."""
    widest = max((row.label.sizeHint().width() for row in rows), default=0)
    for row in rows:
        row.label.setMinimumWidth(max(widest, px(11)) + px(1))
