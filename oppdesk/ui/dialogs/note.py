"""A note on a record: a few lines, dated by the program."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from oppdesk.i18n import _
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import NoteEdit
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.field_row import FieldGroup
from oppdesk.ui.workplace import Workplace


class Lines(NoteEdit):
    """Ctrl+Enter is done: Enter alone makes a new line."""

    finished = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class Note(Sheet):
    """`subject` is the table the note hangs on; with a `comment` its text is changed."""

    def __init__(
        self,
        place: Workplace,
        subject: str,
        row: int,
        name: str,
        parent: QWidget | None = None,
        *,
        comment: int | None = None,
        text: str = "",
    ) -> None:
        super().__init__(_("Add note") if comment is None else _("Change note"), parent, width=62)
        self._place, self._subject, self._row, self._comment = place, subject, row, comment
        self.tell_subject(name, "")
        self.text = Lines()
        self.text.set_value(text)
        self.text.setMinimumHeight(px(18))
        group = FieldGroup()
        self.add(group, "text", _("&Note"), self.text)
        self.body.addWidget(group)
        self.primary.setText(_("Add note") if comment is None else _("Save"))
        self.text.finished.connect(self.accept)

    def finish(self) -> None:
        comments, comment, words = self._place.desk.comments, self._comment, self.text.value()
        subject, row = self._subject, self._row
        if comment is None:
            self.write(self._place.jobs, _("Add note"), lambda _p: comments.add(subject, row, words))
        else:
            self.write(self._place.jobs, _("Change note"), lambda _p: comments.change(comment, words))


def open_note(place: Workplace, parent: QWidget | None, subject: str, row: int, name: str) -> Note:
    dialog = Note(place, subject, row, name, parent)
    dialog.open()
    dialog.text.setFocus()
    return dialog
