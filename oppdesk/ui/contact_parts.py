"""What the details pane and the card of a contact have in common: its opportunities, tasks and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.domain.words import Status
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import TASK_ICONS, how_far, status_mark
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.figures_row import Figure
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.widgets.lines import Line, LineButton
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.services.contact_views import ContactView, OpportunityLine
    from oppdesk.services.views import CommentView, TaskView


# -- what is going on -----------------------------------------------------------------------------------------


def opportunity_line(found: OpportunityLine, form: LocaleFormat, today: date, *, with_contact: bool) -> Line:
    """Stage and closing date under the description, the value at the right."""
    is_closed = found.status in (Status.WON, Status.LOST)
    parts = [found.stage_description or status_mark(found.status)[0]]
    if is_closed:
        parts = [status_mark(found.status)[0]]
    day = found.closed_on if is_closed else found.closing_on
    if day is not None:
        parts.append(form.short_day(day, today))
    if with_contact and found.contact is not None:
        parts.append(found.contact.text)
    outcome = {Status.WON: "won", Status.LOST: "lost"}.get(found.status, "")
    position = 0 if found.status is Status.NOT_STARTED else found.position
    return Line(
        found.id,
        found.description or found.number,
        " · ".join(parts),
        form.amount(found.estimated_value),
        stage=(position, found.stages, outcome),  # type: ignore[arg-type]
    )


def figures(view: ContactView, form: LocaleFormat, money: str, year: int) -> list[Figure]:
    """Open ones and what was won this year; closed ones never count as open (R-AGG-01)."""
    found = view.figures
    count = len(view.open_opportunities)

    def words(number: int, value: int) -> str:
        amount = f"{form.amount(value)} {money}".strip()
        return f"{form.whole(number)} · {amount}" if number else form.whole(0)

    won = found.won_this_year
    return [
        Figure(_("Open opportunities"), words(count, found.open.estimated)),
        Figure(
            _("Won in {year}").format(year=year),
            words(won.count, won.current // 10_000),
            tone="won" if won.count else "neutral",
        ),
    ]


class TaskLines(QWidget):
    """Open tasks: a box to tick when done, the words open the task, a button finds another day."""

    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._rows: list[_TaskRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_tasks(self, tasks: Sequence[TaskView]) -> None:
        while len(self._rows) < len(tasks):
            made = _TaskRow(self._place)
            made.words.clicked.connect(self._open)
            self._rows.append(made)
            self._column.addWidget(made)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(tasks))
            if at < len(tasks):
                row.show_task(tasks[at])
        self.setVisible(bool(tasks))

    def rows(self) -> list[_TaskRow]:
        return [row for row in self._rows if not row.isHidden()]

    def parts(self) -> dict[int, QWidget]:
        """What takes the cursor of each, by the task."""
        return {row.task.id: row.words for row in self.rows() if row.task is not None}

    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, LineButton) and isinstance(button.line.what, int):
            self.opened.emit("task", button.line.what)


class _TaskRow(QWidget):
    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.task: TaskView | None = None
        self.done = QCheckBox()
        self.words = LineButton()
        self.postpone = buttons.icon_button("calendar-clock", _("Postpone"), small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(self.done)
        row.addWidget(self.words, 1)
        row.addWidget(self.postpone)
        self.done.clicked.connect(self._finish)
        self.postpone.clicked.connect(self._postpone)

    def show_task(self, task: TaskView) -> None:
        self.task = task
        form, today = self._place.form, self._place.desk.context.work_date
        is_late = task.on is not None and task.on < today
        parts = [how_far(task.on, today)] if is_late and task.on else []
        parts.append(task.opportunity.text if task.opportunity else _("no opportunity"))
        words = task.description or task.number
        line = Line(
            task.id,
            words,
            " · ".join(parts),
            form.short_day(task.on, today),
            icon="clock-alert" if is_late else TASK_ICONS[task.type],
            tone="overdue" if is_late else "neutral",
        )
        self.words.show_line(line)
        self.done.setChecked(False)
        self.done.setAccessibleName(_("Done: {task}").format(task=words))
        self.done.setToolTip(_("Done"))
        self.postpone.setAccessibleName(_("Postpone {task}").format(task=words))

    def _finish(self) -> None:
        if self.task is not None:
            from oppdesk.ui import task_flows  # noqa: PLC0415 - as below

            task_flows.finish(self._place, self.window(), [self.task.id], self._untick)

    def _untick(self) -> None:
        """It could not be done."""
        self.done.setChecked(False)

    def _postpone(self) -> None:
        if self.task is not None:
            from oppdesk.ui.dialogs.task import open_postpone  # noqa: PLC0415 - imported when it is asked for

            open_postpone(self._place, self.window(), self.task)


class Notes(QWidget):
    """Notes, each under its date and author; with a `place` they can be changed and removed."""

    def __init__(self, form: LocaleFormat, place: Workplace | None = None) -> None:
        super().__init__()
        self._form = form
        self._place = place
        self._shown: list[_Note] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_notes(self, notes: Sequence[CommentView]) -> None:
        while len(self._shown) < len(notes):
            made = _Note(self._form, self._place)
            self._shown.append(made)
            self._column.addWidget(made)
        for at, shown in enumerate(self._shown):
            shown.setVisible(at < len(notes))
            if at < len(notes):
                shown.show_note(notes[at])
        self.setVisible(bool(notes))

    def rows(self) -> list[_Note]:
        return [shown for shown in self._shown if not shown.isHidden()]

    def parts(self) -> dict[int, QWidget]:
        """What takes the cursor of each, by the note."""
        return {row.note.id: row.edit for row in self.rows() if row.note is not None}


class _Note(QWidget):
    def __init__(self, form: LocaleFormat, place: Workplace | None) -> None:
        super().__init__()
        self._form = form
        self._place = place
        self.note: CommentView | None = None
        self._head = Text("", Type.CAPTION_FIGURE, "text2")
        self.words = Text("", wrap=True)
        self.edit = buttons.icon_button("pencil", _("Change note"), small=True)
        self.remove = buttons.icon_button("trash-2", _("Remove note"), small=True)
        row = QHBoxLayout()
        row.setSpacing(px(0.5))
        row.addWidget(self._head, 1)
        for button in (self.edit, self.remove):
            button.setVisible(place is not None)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.25))
        column.addLayout(row)
        column.addWidget(self.words)
        self.edit.clicked.connect(self._change)
        self.remove.clicked.connect(self._take_away)

    def show_note(self, note: CommentView) -> None:
        self.note = note
        when = self._form.moment(note.written_at)
        self._head.setText(" · ".join(part for part in (when, note.author) if part))
        self.words.setText(note.text)

    def _change(self) -> None:
        if self.note is not None and self._place is not None:
            from oppdesk.ui.dialogs.note import Note  # noqa: PLC0415 - as above

            dialog = Note(
                self._place, "contact", 0, "", self.window(), comment=self.note.id, text=self.note.text
            )
            dialog.open()
            dialog.text.setFocus()

    def _take_away(self) -> None:
        """Without a question: the undo bar brings it back."""
        if self.note is not None and self._place is not None:
            comments, comment = self._place.desk.comments, self.note.id
            self._place.jobs.run(_("Remove note"), lambda _progress: comments.remove(comment))


def all_of(count: int) -> str:
    """The words of the link to what a short list leaves out."""
    return ngettext("All {count}", "All {count}", count).format(count=count)
