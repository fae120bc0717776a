"""The notes on a sales cycle or a stage: read, added, changed and removed where they stand."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.services.views import CommentView
from oppdesk.ui.dialogs.note import Note, open_note
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import SectionTitle, text
from oppdesk.ui.workplace import Workplace


class Notes(QWidget):
    """`show_of` says whose notes; they are read anew by `refresh`."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._subject, self._row, self._name = "", 0, ""
        self._head = SectionTitle(_("Notes"), _("Add note"))
        self._head.linked.connect(self.add)
        self._list = QVBoxLayout()
        self._list.setSpacing(px(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.75))
        column.addWidget(self._head)
        column.addLayout(self._list)

    def show_of(self, subject: str, row: int, name: str) -> None:
        self._head.set_title(_("Notes on {name}").format(name=name))
        if (subject, row) != (self._subject, self._row):
            self._subject, self._row = subject, row
            self.refresh()
        self._name = name

    def refresh(self) -> None:
        comments, subject, row = self._place.desk.comments, self._subject, self._row
        if row:
            self._place.jobs.read(lambda: comments.of(subject, row), self._show, f"notes {id(self)}")
        else:
            self._show(())

    def _show(self, found: Sequence[CommentView]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for each in found:
            self._list.addWidget(self._line(each))
        if not found:
            self._list.addWidget(text(_("None yet."), Type.BODY, "text2"))

    def add(self) -> None:
        if self._row:
            open_note(self._place, self.window(), self._subject, self._row, self._name)

    def _line(self, note: CommentView) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(0.5))
        words = QVBoxLayout()
        words.setSpacing(px(0.25))
        words.addWidget(text(note.text, wrap=True))
        about = " · ".join(part for part in (self._place.form.day(note.on), note.author) if part)
        if about:
            words.addWidget(text(about, Type.CAPTION_FIGURE, "text2"))
        row.addLayout(words, 1)
        acts: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("pencil", _("Change note"), lambda: self._change(note)),
            ("trash-2", _("Remove note"), lambda: self._remove(note)),
        )
        for icon, name, act in acts:
            button = buttons.icon_button(icon, name, small=True)
            button.clicked.connect(act)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _change(self, note: CommentView) -> None:
        dialog = Note(
            self._place, self._subject, self._row, self._name, self.window(), comment=note.id, text=note.text
        )
        dialog.open()

    def _remove(self, note: CommentView) -> None:
        comments = self._place.desk.comments
        self._place.jobs.run(_("Remove note"), lambda _progress: comments.remove(note.id))
