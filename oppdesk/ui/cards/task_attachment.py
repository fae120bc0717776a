"""The file that goes with the invitation to a meeting, in the language of its task (5196, 5199)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.ui import attachments, metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oppdesk.domain.interactions import File
    from oppdesk.domain.tasks import TaskSheet
    from oppdesk.ui.workplace import Workplace

TABLE = "task_language"


class InvitationFile(QWidget):
    """Brought, opened, exported and removed where it stands; over another one only after a question (TPL-4)."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._task: TaskSheet | None = None
        self.name = Elided("", Type.NAME)
        self.bring = buttons.button(_("Import…"), "paperclip", small=True)
        self.open = buttons.button(_("Open"), "external-link", small=True)
        self.export = buttons.button(_("Export…"), "download", small=True)
        self.remove = buttons.button(_("Remove"), "trash-2", small=True)
        self._fault = Note()
        acts = Flow()
        for each in (self.bring, self.open, self.export, self.remove):
            acts.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(Text(_("Attachment"), Type.LEAD))
        column.addWidget(self.name)
        column.addLayout(acts)
        column.addWidget(self._fault)
        self.bring.clicked.connect(self._bring)
        self.open.clicked.connect(self._open)
        self.export.clicked.connect(self._export)
        self.remove.clicked.connect(self._remove)

    def show_task(self, task: TaskSheet) -> None:
        self._task = task
        has_file = bool(task.file_name)
        self.name.setText(task.file_name or _("No attachment."))
        self.bring.setText(_("Replace…") if has_file else _("Import…"))
        for each in (self.open, self.export, self.remove):
            each.setVisible(has_file)

    def told(self) -> str:
        return self._fault.words()

    def take(self, path: Path) -> None:
        """A file that was chosen."""
        task = self._task
        if task is None:
            return
        try:
            file = attachments.read(path)
        except UserError as error:
            self._refused(error)
            return
        service = self._place.desk.attachments

        def give() -> None:
            self._with_row(_("Attachment"), lambda row: service.give(TABLE, row, file, may_replace=True))

        if not task.file_name:
            give()
            return
        question = _("There is an attachment already: {file}. Shall it be replaced?")
        self._place.prompts.confirm(self.window(), question.format(file=task.file_name), _("Replace"), give)

    def _bring(self) -> None:
        self._place.prompts.choose_file(
            self.window(), _("Import an attachment"), _("All files (*)"), self.take
        )

    def _open(self) -> None:
        self._with_file(lambda file: attachments.open_copy(self._place, self.window(), file))

    def _export(self) -> None:
        self._with_file(lambda file: attachments.save(self._place, self.window(), file))

    def _remove(self) -> None:
        """Without a question: the undo bar brings it back."""
        service = self._place.desk.attachments
        self._with_row(_("Remove the attachment"), lambda row: service.take(TABLE, row))

    def _with_row(self, title: str, act: Callable[[int], object]) -> None:
        """Write to the invitation in the language of the task."""
        if self._task is None:
            return
        tasks, task = self._place.desk.tasks, self._task.id
        self._fault.say("")
        self._place.jobs.run(title, lambda _progress: act(tasks.invitation(task)), failed=self._refused)

    def _with_file(self, act: Callable[[File], object]) -> None:
        if self._task is None:
            return
        tasks, task, service = self._place.desk.tasks, self._task.id, self._place.desk.attachments

        def show(file: File) -> None:
            act(file)

        self._place.jobs.read(lambda: service.file(TABLE, tasks.invitation(task)), show, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._fault.say(error.message, "circle-alert", "overdue")
