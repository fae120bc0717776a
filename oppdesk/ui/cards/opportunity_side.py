"""The side of an opportunity's card: its tasks, and the notes with a place to write the next one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.services.views import OpportunityView
from oppdesk.ui import metrics
from oppdesk.ui.contact_parts import Notes
from oppdesk.ui.dialogs.note import Lines as NoteLines
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.task_rows import TaskRows
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.workplace import Workplace

SHOWN = 12  # tasks and notes, until all are asked for


class OpportunitySide(QWidget):
    task_wanted = Signal()

    def __init__(self, place: Workplace, opportunity: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._opportunity = opportunity
        self._view: OpportunityView | None = None
        self._shows_all = False
        self._tasks_title = SectionTitle(_("Tasks"), _("Add task"))
        self.tasks = TaskRows(place)
        self._no_task = Text(_("No task is planned."), Type.BODY, "text2")
        self._notes_title = SectionTitle(_("Notes"))
        self.text = NoteLines()
        self.text.setPlaceholderText(_("Write a note"))
        self.text.setAccessibleName(_("New note"))
        self.text.setFixedHeight(px(8))
        self.save = buttons.button(_("Add note"), "sticky-note", small=True)
        self.save.setToolTip(_("Ctrl+Enter"))
        self._fault = Note()
        self.notes = Notes(place.form, place)
        self._rest = SectionTitle("", small=True)
        self._lay_out()
        self._tasks_title.linked.connect(self.task_wanted)
        self.save.clicked.connect(self.write)
        self.text.finished.connect(self.write)
        self.text.textChanged.connect(self._touch)
        self._rest.linked.connect(self._show_all)
        self._touch()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        for each in (self._tasks_title, self.tasks, self._no_task):
            column.addWidget(each)
        column.addSpacing(px(1))
        column.addWidget(Hairline())
        column.addSpacing(px(1))
        column.addWidget(self._notes_title)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.addWidget(self._fault, 1)
        row.addStretch(1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addWidget(self.notes)
        column.addWidget(self._rest)
        column.addStretch(1)

    def show_view(self, view: OpportunityView) -> None:
        self._view = view
        most = None if self._shows_all else SHOWN
        self.tasks.set_tasks(view.tasks[:most])
        count = len(view.open_tasks)
        self._tasks_title.set_count(self._place.form.whole(count) if count > 1 else "")
        self._no_task.setVisible(not view.tasks)
        self.notes.set_notes(view.comments[:most])
        more = max(len(view.tasks), len(view.comments)) > SHOWN and not self._shows_all
        self._rest.setVisible(more)
        self._rest.set_link(_("Show everything") if more else "")

    def part(self, table: str, record: int) -> QWidget | None:
        """What takes the cursor of one of its tasks or notes; everything is shown when it is among the rest."""
        for _try in range(2):
            rows = self.tasks.parts() if table == "task" else self.notes.parts()
            if record in rows:
                return rows[record]
            self._show_all()
        return None

    def _show_all(self) -> None:
        self._shows_all = True
        if self._view is not None:
            self.show_view(self._view)

    def begin_note(self) -> None:
        """The cursor goes where a note is written."""
        self.text.setFocus()

    def unwritten(self) -> bool:
        """Whether a note stands in its field that was not stored."""
        return bool(self.text.value().strip())

    def _touch(self) -> None:
        self.save.setEnabled(self.unwritten())
        self._fault.say("")

    def write(self) -> None:
        """Store the note; the field is empty again once it is."""
        comments, opportunity, words = self._place.desk.comments, self._opportunity, self.text.value()
        if not words.strip():
            return
        self._place.jobs.run(
            _("Add note"),
            lambda _progress: comments.add("opportunity", opportunity, words),
            lambda _made: self.text.set_value(""),
            self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self._fault.say(error.message, "circle-alert", "overdue")
