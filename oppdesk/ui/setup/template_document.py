"""The document of a template in one language: its letter, written with fields that are filled later, or its file."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from oppdesk.domain import letters
from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File
from oppdesk.i18n import _
from oppdesk.ui import attachments, metrics
from oppdesk.ui.dialogs.note import Lines
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.even import Even
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Elided, Text
from oppdesk.ui.workplace import Workplace

TABLE = "interaction_template_language"
Row = Mapping[str, Any]


class DocumentBox(QWidget):
    """`show_line` shows another language; the letter is stored when it is left."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._line: Row = {}
        self._others: Sequence[tuple[str, int]] = ()  # languages with a file that can be copied from
        self.title = Elided("", Type.LEAD)
        self.letter = Lines()
        self.letter.setAccessibleName(_("Letter"))
        self.letter.setPlaceholderText(_("Write the letter; fields in braces are filled for each contact"))
        self.letter.setMinimumHeight(px(20))
        self.insert = buttons.button(_("Insert field"), "plus", small=True)
        self._told = Note()
        self._file_title = Text(_("Attachment"), Type.LEAD)
        self.file = Elided("", Type.NAME)
        self.bring = buttons.button(_("Import…"), "paperclip", small=True)
        self.copy = buttons.button(_("Copy from…"), "copy", small=True)
        self.open = buttons.button(_("Open"), "external-link", small=True)
        self.export = buttons.button(_("Export…"), "download", small=True)
        self.remove = buttons.button(_("Remove"), "trash-2", small=True)
        self._lay_out()
        self.letter.editingFinished.connect(self.store)
        self.letter.finished.connect(self.store)
        self.letter.textChanged.connect(self._tell_unknown)
        self.insert.clicked.connect(self._offer_fields)
        self.bring.clicked.connect(self._bring)
        self.copy.clicked.connect(self._offer_languages)
        self.open.clicked.connect(self._open)
        self.export.clicked.connect(self._export)
        self.remove.clicked.connect(self._remove)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.insert)
        acts = Even()
        for each in (self.bring, self.copy, self.open, self.export, self.remove):
            acts.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addLayout(head)
        column.addWidget(self.letter)
        column.addWidget(self._told)
        column.addSpacing(px(1))
        column.addWidget(self._file_title)
        column.addWidget(self.file)
        column.addLayout(acts)

    # -- showing ------------------------------------------------------------------------------------------

    def show_line(self, line: Row, language: str, others: Sequence[tuple[str, int]]) -> None:
        """`language` by its name; what is being written stays."""
        is_same = line.get("id") == self._line.get("id")
        self._line, self._others = line, others
        self.title.setText(_("Letter, {language}").format(language=language))
        if not (is_same and self.letter.hasFocus()):
            self.letter.set_value(line.get("letter") or "")
            self._tell_unknown()
        name = str(line.get("file_name") or "")
        self.file.setText(name or _("No attachment."))
        self.bring.setText(_("Replace…") if name else _("Import…"))
        for each in (self.open, self.export, self.remove):
            each.setVisible(bool(name))
        self.copy.setVisible(bool(others))

    def told(self) -> str:
        return self._told.words()

    def _tell_unknown(self) -> None:
        unknown = letters.unknown(self.letter.value())
        words = _("“{field}” is no field of a letter and stays as it is.")
        named = "{" + unknown[0] + "}" if unknown else ""
        self._told.say(words.format(field=named) if unknown else "", "triangle-alert", "stale")

    # -- the letter ---------------------------------------------------------------------------------------

    def _offer_fields(self) -> None:
        self.fields().popup(self.insert.mapToGlobal(self.insert.rect().bottomLeft()))

    def fields(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for name, words in letters.FIELDS.items():
            menu.addAction(_(words)).triggered.connect(partial(self._put_field, name))
        return menu

    def _put_field(self, name: str, _checked: bool = False) -> None:
        self.letter.insertPlainText("{" + name + "}")
        self.letter.setFocus()

    def store(self) -> None:
        """When it was changed."""
        row, version = self._line.get("id"), self._line.get("version")
        words = self.letter.value()
        if not isinstance(row, int) or words == (self._line.get("letter") or ""):
            return
        service = self._place.desk.setup
        self._place.jobs.run(
            _("Letter"),
            lambda _progress: service.save(TABLE, row, {"letter": words}, version),
            failed=self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self._told.say(error.message, "circle-alert", "overdue")

    # -- the file -----------------------------------------------------------------------------------------

    def _bring(self) -> None:
        title, place = _("Import an attachment"), self._place
        place.prompts.choose_file(self.window(), title, _("All files (*)"), self.take)

    def take(self, path: Path) -> None:
        """A file that was chosen; over another one only after a question (TPL-4)."""
        try:
            file = attachments.read(path)
        except UserError as error:
            self._refused(error)
            return
        self._agreed(lambda row: self._give(row, file))

    def _agreed(self, act: Callable[[int], None]) -> None:
        row, name = self._line.get("id"), str(self._line.get("file_name") or "")
        if not isinstance(row, int):
            return
        if not name:
            act(row)
            return
        question = _("There is an attachment already: {file}. Shall it be replaced?").format(file=name)
        self._place.prompts.confirm(self.window(), question, _("Replace"), partial(act, row))

    def _give(self, row: int, file: File) -> None:
        service = self._place.desk.attachments
        self._place.jobs.run(
            _("Attachment"),
            lambda _progress: service.give(TABLE, row, file, may_replace=True),
            failed=self._refused,
        )

    def _offer_languages(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for words, source in self._others:
            menu.addAction(words.replace("&", "&&")).triggered.connect(partial(self._copy_from, source))
        menu.popup(self.copy.mapToGlobal(self.copy.rect().bottomLeft()))

    def _copy_from(self, source: int, _checked: bool = False) -> None:
        service = self._place.desk.attachments

        def act(row: int) -> None:
            self._place.jobs.run(
                _("Attachment"),
                lambda _progress: service.copy(TABLE, source, row, may_replace=True),
                failed=self._refused,
            )

        self._agreed(act)

    def _with_file(self, act: Callable[[File], object]) -> None:
        row, service = self._line.get("id"), self._place.desk.attachments
        if isinstance(row, int):
            self._place.jobs.read(
                lambda: service.file(TABLE, row), lambda file: _done(act(file)), failed=self._refused
            )

    def _open(self) -> None:
        self._with_file(lambda file: attachments.open_copy(self._place, self.window(), file))

    def _export(self) -> None:
        self._with_file(lambda file: attachments.save(self._place, self.window(), file))

    def _remove(self) -> None:
        row, service = self._line.get("id"), self._place.desk.attachments
        if isinstance(row, int):
            self._place.jobs.run(
                _("Remove the attachment"),
                lambda _progress: service.take(TABLE, row),
                failed=self._refused,
            )


def _done(_result: object) -> None:
    """What was asked for is on the screen."""
