"""Beside the list of tasks: when the chosen one is, what it is about, how to reach whom it is for, and who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from oppdesk.domain.words import TASK_TYPE, TaskType
from oppdesk.i18n import _
from oppdesk.ui import links, task_flows, task_words
from oppdesk.ui.contact_parts import Notes
from oppdesk.ui.dialogs.note import open_note
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import how_far
from oppdesk.ui.pages.pane import Pane
from oppdesk.ui.task_parts import about_lines, seat_line
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.even import Even
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Hairline, Pill, SectionTitle
from oppdesk.ui.widgets.lines import Line, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oppdesk.domain.tasks import TaskSheet
    from oppdesk.services.desk import Desk
    from oppdesk.services.views import CommentView
    from oppdesk.ui.task_acts import TaskActs
    from oppdesk.ui.workplace import Workplace

NOTES, SEATS = 3, 8  # shown


class Shown(NamedTuple):
    task: TaskSheet
    notes: Sequence[CommentView]


class TaskPane(Pane[Shown]):
    """What is done here goes through the acts of the page."""

    concerns = ("task", "attendee", "contact", "opportunity", "comment", "salesperson", "team")

    def __init__(self, place: Workplace, acts: TaskActs) -> None:
        nothing = EmptyState("list-checks", _("No task selected"), _("Choose one to see what it is about."))
        super().__init__(place, nothing)
        self._acts = acts
        self._make()
        self._lay_out()
        self._connect()

    @staticmethod
    def read(desk: Desk, record: int) -> Shown:
        return Shown(desk.tasks.sheet(record), desk.comments.of("task", record))

    def _make(self) -> None:
        self.name = Elided("", Type.LEAD)
        self._line = Elided("", Type.BODY, "text2")
        self.status = Pill("")
        self._late = Pill("", "clock-alert", "overdue")
        self._repeats = Pill(_("repeats"), "refresh-cw")
        self._priority = Pill(_("High priority"), "chevrons-up")
        self.when = Lines()
        self.done = buttons.button(_("Done"), "check", small=True)
        self.postpone = buttons.button(_("Postpone"), "calendar-clock", small=True)
        self.again = buttons.button(_("Open again"), "rotate-ccw", small=True)
        self._about_title = SectionTitle(_("About"), small=True)
        self.about = Lines()
        self._seats_title = SectionTitle("", small=True)
        self.seats = Lines()
        self._notes_title = SectionTitle(_("Notes"), _("Add note"), small=True)
        self.notes = Notes(self.place.form)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.name)
        column.addWidget(self._line)
        marks = Flow()
        for mark in (self.status, self._late, self._priority, self._repeats):
            marks.addWidget(mark)
        column.addSpacing(px(0.25))
        column.addLayout(marks)
        column.addSpacing(px(0.5))
        column.addWidget(self.when)
        column.addSpacing(px(0.5))
        acts = Even()
        for button in (self.done, self.postpone, self.again):
            acts.addWidget(button)
        column.addLayout(acts)
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._about_title, self.about),
            (self._seats_title, self.seats),
            (self._notes_title, self.notes),
        )
        self._lines = [Hairline() for _group in groups]
        for line, group in zip(self._lines, groups, strict=True):
            column.addSpacing(px(0.5))
            column.addWidget(line)
            column.addSpacing(px(0.25))
            for each in group:
                column.addWidget(each)
        column.addStretch(1)

    def _connect(self) -> None:
        self.done.clicked.connect(self._finish)
        self.postpone.clicked.connect(self._postpone)
        self.again.clicked.connect(self._reopen)
        self.about.chosen.connect(self._follow)
        self.seats.chosen.connect(self._follow)
        self._notes_title.linked.connect(self.add_note)
        self._seats_title.linked.connect(self._acts.attendees)

    # -- showing ------------------------------------------------------------------------------------------

    def fill(self, shown: Shown, /) -> None:
        task, today = shown.task, self.place.desk.context.work_date
        self.name.setText(task.description or task.number)
        self._line.setText(
            " · ".join(
                part
                for part in (_(TASK_TYPE[task.type]), task_words.doer(task.salesperson, task.team))
                if part
            )
        )
        self.status.set(*task_words.status_mark(task.status, canceled=task.canceled))
        is_late = task_words.is_late(task.on, today, closed=task.closed)
        self._late.set(how_far(task.on, today) if is_late and task.on else "", "clock-alert", "overdue")
        self._late.setVisible(is_late)
        self._repeats.setVisible(task.recurring)
        self._priority.setVisible(task.priority == 2)
        self.when.set_lines(self._times(task))
        for button in (self.done, self.postpone):
            button.setVisible(not task.closed)
        self.again.setVisible(task.closed)
        about = about_lines(task)
        self.about.set_lines(about)
        for each in (self._about_title, self._lines[0]):
            each.setVisible(bool(about))
        self._show_seats(task)
        self.notes.set_notes(shown.notes[:NOTES])

    def _times(self, task: TaskSheet) -> list[Line]:
        form, today = self.place.form, self.place.desk.context.work_date
        words = task_words.span(
            task.on, task.start_time, task.ending_on, task.ending_time, form, all_day=task.all_day
        )
        found = []
        if words:
            far = "" if task.closed or task.on is None or task.on < today else how_far(task.on, today)
            found.append(Line(None, words, far, icon="calendar"))
        if task.closed_on is not None:
            sentence = _("cancelled on {date}") if task.canceled else _("done on {date}")
            who = task.completed_by.text if task.completed_by else ""
            found.append(
                Line(None, sentence.format(date=form.short_day(task.closed_on, today)), who, icon="check")
            )
        if task.location:
            found.append(Line(None, task.location, icon="map-pin"))
        return found

    def _show_seats(self, task: TaskSheet) -> None:
        is_meeting = task.type is TaskType.MEETING
        seats = task.attendees if is_meeting else task.members
        self._seats_title.set_title(_("Attendees") if is_meeting else _("Members of the team"))
        self._seats_title.set_link(_("Schedule") if is_meeting else "")
        count = len(seats)
        self._seats_title.set_count(self.place.form.whole(count) if count > 1 else "")
        self.seats.set_lines([seat_line(seat, is_meeting=is_meeting) for seat in seats[:SEATS]])
        for each in (self._seats_title, self._lines[1]):
            each.setVisible(bool(seats) or is_meeting)

    # -- doing --------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        self._do(task_flows.finish)

    def _postpone(self) -> None:
        self._do(task_flows.postpone)

    def _reopen(self) -> None:
        self._do(task_flows.reopen)

    def _do(self, act: task_flows.Act) -> None:
        """With the task that is shown, however many are selected."""
        if self.shown is not None:
            act(self.place, self.window(), [self.shown.task.id])

    def add_note(self) -> None:
        if self.shown is not None:
            task = self.shown.task
            open_note(self.place, self.window(), "task", task.id, task.description or task.number)

    def _follow(self, what: object) -> None:
        if isinstance(what, QUrl):
            links.follow(what, self.place.prompts, self.window())
        elif isinstance(what, tuple):
            self.place.open_record(*what)
