"""What an interaction carries: the letter as it was written, a file, and the note for oneself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File
from oppdesk.i18n import _
from oppdesk.ui import attachments, metrics
from oppdesk.ui.dialogs.note import Lines
from oppdesk.ui.dropping import dropped_file
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Elided, Icon, Text
from oppdesk.ui.workplace import Workplace


class FileBox(QWidget):
    """One file: chosen, opened as a copy that may be changed, exchanged, taken away. Nothing is opened by itself."""

    changed = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._file: File | None = None
        self._copy: Path | None = None  # that is being worked on in another program
        self._name = Elided("", Type.NAME)
        self._size = Text("", Type.CAPTION_FIGURE, "text2")
        self._icon = Icon("paperclip")
        self.choose = buttons.button(_("Attac&h file…"), "paperclip", small=True)
        self.open = buttons.button(_("Open"), small=True)
        self.exchange = buttons.button(_("Replace…"), small=True)
        self.remove = buttons.icon_button("x", _("Remove the attachment"), small=True)
        self.told = Note()
        for button in (self.choose, self.open, self.exchange):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(self._icon)
        row.addWidget(self.choose)
        row.addWidget(self._name, 1)
        for each in (self._size, self.open, self.exchange, self.remove):
            row.addWidget(each)
        row.addStretch(0)
        self.choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.5))
        column.addLayout(row)
        column.addWidget(self.told)
        self.choose.clicked.connect(self._choose)
        self.exchange.clicked.connect(self._choose)
        self.open.clicked.connect(self._open)
        self.remove.clicked.connect(lambda: self.set_file(None))
        self.set_file(None)

    def file(self) -> File | None:
        """With what another program made of the copy meanwhile."""
        if self._file is not None and self._copy is not None:
            self._file = attachments.read_again(self._file, self._copy)
        return self._file

    def set_file(self, file: File | None) -> None:
        self._file, self._copy = file, None
        self.told.say("")
        for each in (self._icon, self._name, self._size, self.open, self.exchange, self.remove):
            each.setVisible(file is not None)
        self.choose.setVisible(file is None)
        if file is not None:
            self._name.setText(file.name)
            self._size.setText(attachments.size_words(len(file.data), self._place.form))
        self.changed.emit()

    def ask_for_one(self) -> None:
        """The template brings none of its own: one is to be imported (9.2)."""
        if self._file is None:
            self.told.say(_("This template wants a file: attach it here, or drop it on this side."), "info")

    def say(self, sentence: str) -> None:
        """Why it cannot be taken, or what is missing."""
        self.told.say(sentence, "circle-alert", "overdue")

    def take(self, path: Path) -> None:
        """A file that was chosen or dropped."""
        try:
            self.set_file(attachments.read(path))
        except UserError as error:
            self.say(error.message)

    def _choose(self) -> None:
        self._place.prompts.choose_file(self.window(), _("Attach a file"), _("All files (*)"), self.take)

    def _open(self) -> None:
        if self._file is not None:
            self._copy = attachments.open_copy(self._place, self.window(), self._file, may_change=True)
            if self._copy is not None:
                self.told.say(_("Save it there: what you change is taken along when you log."), "info")


class Content(QWidget):
    """At the right of the dialog: letter and file where the template or the correspondence asks for them, the note."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._letter_title = Text(_("Letter"), Type.LEAD)
        self.letter = Lines()
        self.letter.setAccessibleName(_("Letter"))
        self.letter.setMinimumHeight(px(16))
        self.preview = buttons.button(_("Show it &filled in"), "eye", "quiet", small=True)
        self.preview.setAutoDefault(False)
        self.file_title = Text(_("Attachment"), Type.LEAD)
        self.file = FileBox(place)
        self._note_title = Text(_("&Note"), Type.LEAD)
        self.note = Lines()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("What was said, what was agreed: found by the search later"))
        self.note.setMinimumHeight(px(10))
        self._note_title.setBuddy(self.note)
        for lines in (self.letter, self.note):
            lines.setAcceptDrops(False)  # else the name of a file would be written there
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(self._letter_title)
        column.addWidget(self.letter, 2)
        column.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(px(1))
        column.addWidget(self._note_title)
        column.addWidget(self.note, 1)
        column.addSpacing(px(1))
        column.addWidget(self.file_title)
        column.addWidget(self.file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file that is let go here is attached."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file.take(path)

    def listen(self, touched: Callable[[], None], finish: Callable[[], None]) -> None:
        for lines in (self.letter, self.note):
            lines.textChanged.connect(touched)
            lines.finished.connect(finish)
        self.file.changed.connect(touched)

    def show_letter(self, *, is_shown: bool) -> None:
        for each in (self._letter_title, self.letter, self.preview):
            each.setVisible(is_shown)
