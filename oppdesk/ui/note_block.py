"""The notes on a record, with a place to write the next one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.services.views import CommentView
from oppdesk.ui import metrics
from oppdesk.ui.contact_parts import Notes
from oppdesk.ui.dialogs.note import Lines
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.workplace import Workplace


class NoteBlock(QWidget):
    """`subject` is the table that the notes hang on."""

    def __init__(self, place: Workplace, subject: str, row: int) -> None:
        super().__init__()
        self._place, self._subject, self._row = place, subject, row
        self._title = SectionTitle(_("Notes"))
        self.text = Lines()
        self.text.setPlaceholderText(_("Write a note"))
        self.text.setAccessibleName(_("New note"))
        self.text.setFixedHeight(px(8))
        self.save = buttons.button(_("Add note"), "sticky-note", small=True)
        self.save.setToolTip(_("Ctrl+Enter"))
        self._fault = Note()
        self.notes = Notes(place.form, place)
        foot = QHBoxLayout()
        foot.addWidget(self._fault, 1)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(self._title)
        column.addWidget(self.text)
        column.addLayout(foot)
        column.addWidget(self.notes)
        self.save.clicked.connect(self.write)
        self.text.finished.connect(self.write)
        self.text.textChanged.connect(self._touch)
        self._touch()

    def show_notes(self, notes: Sequence[CommentView]) -> None:
        self.notes.set_notes(notes)
        self._title.set_count(self._place.form.whole(len(notes)) if len(notes) > 1 else "")

    def begin(self) -> None:
        """The cursor goes where a note is written."""
        self.text.setFocus()

    def unwritten(self) -> bool:
        """Whether a note stands in its field that was not stored."""
        return bool(self.text.value().strip())

    def write(self) -> None:
        """Store the note; the field is empty again once it is."""
        comments, subject, row, words = self._place.desk.comments, self._subject, self._row, self.text.value()
        if words.strip():
            self._place.jobs.run(
                _("Add note"),
                lambda _progress: comments.add(subject, row, words),
                lambda _made: self.text.set_value(""),
                self._refused,
            )

    def _touch(self) -> None:
        self.save.setEnabled(self.unwritten())
        self._fault.say("")

    def _refused(self, error: UserError) -> None:
        self._fault.say(error.message, "circle-alert", "overdue")
