"""The card of a task (5098): its fields, its notes and what came of it; of a meeting also the table (5199)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.records import TASK
from oppdesk.domain.tasks import TaskSheet
from oppdesk.domain.words import TaskType
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.services.views import CommentView
from oppdesk.ui import task_flows
from oppdesk.ui.cards.card import Card, Part
from oppdesk.ui.cards.task_form import TaskForm, values_of
from oppdesk.ui.cards.task_head import TaskHead
from oppdesk.ui.cards.task_meeting import MeetingPage
from oppdesk.ui.cards.task_middle import TaskMiddle
from oppdesk.ui.cards.task_side import TaskSide
from oppdesk.ui.lookup import read_names
from oppdesk.ui.task_acts import TaskActs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oppdesk.ui.workplace import Workplace

FORM, SIDE = 50, 40  # u
LEAST = QSize(80, 16)  # u, of the columns
MEETING = "meeting"
MOST = 50  # interactions of a task


class Shown(NamedTuple):
    task: TaskSheet
    notes: Sequence[CommentView]
    interactions: Sequence[Mapping[str, Any]]


class TaskCard(TaskActs, Card[Shown]):
    """Fields are saved when they are left; nothing is asked at the end."""

    table = "task"
    concerns = (
        *("task", "attendee", "task_language", "comment", "interaction"),
        *("contact", "opportunity", "salesperson", "team"),
    )

    def __init__(self, place: Workplace, task: int) -> None:
        tabs, pages = (_("Overview"), _("About")), ((MEETING, _("Meeting")),)
        super().__init__(place, task, tabs, (FORM, SIDE), LEAST, pages)
        self._head = Part(self._make_head, _show_head)
        self._form = Part(self._make_form, _show_form)
        self._middle = Part(self._make_middle, _show_middle)
        self._side = Part(self._make_side, _show_side, self.columns.shows_side)
        self._meeting = Part(self._make_meeting, _show_meeting, self._is_meeting_seen)
        self.parts = (self._head, self._form, self._middle, self._side, self._meeting)
        self.begin(self._form)

    @staticmethod
    def read(desk: Desk, record: int) -> Shown:
        task = desk.tasks.sheet(record)
        read_names(desk.setup, TASK, values_of(task))
        query = Query((Filter("task", Op.IS, record),), (Order("on", descending=True),))
        return Shown(task, desk.comments.of("task", record), desk.lists.page("interaction", query, 0, MOST))

    def title(self, shown: Shown) -> str:
        return f"{shown.task.number}  {shown.task.description}".rstrip()

    def take_cursor(self) -> None:
        """One reads a task before one writes in it; what is done with it comes first."""
        head = self.head
        (head.again if self.task_shown.closed else head.done).setFocus()

    def _take(self, shown: Shown) -> None:
        is_meeting = shown.task.type is TaskType.MEETING
        self.columns.tabs.setTabVisible(1, is_meeting)
        if not is_meeting and self.columns.tabs.current() == MEETING:
            self.columns.show_middle()
        super()._take(shown)

    # -- its parts ----------------------------------------------------------------------------------------

    @property
    def task_shown(self) -> TaskSheet:
        assert self.shown is not None  # noqa: S101 - asked by what is shown
        return self.shown.task

    @property
    def head(self) -> TaskHead:
        return self.need(self._head)

    @property
    def form(self) -> TaskForm:
        return self.need(self._form)

    @property
    def middle(self) -> TaskMiddle:
        return self.need(self._middle)

    @property
    def side(self) -> TaskSide:
        return self.need(self._side)

    def meeting(self) -> MeetingPage:
        """The table, shown."""
        self.columns.show_page(MEETING)
        return self.need(self._meeting)

    def _is_meeting_seen(self) -> bool:
        return self.columns.tabs.current() == MEETING

    def _make_head(self) -> TaskHead:
        made = TaskHead(self.place, self.columns.head)
        made.done.clicked.connect(self.finish_task)
        made.again.clicked.connect(self.reopen_task)
        made.postpone.clicked.connect(self.postpone_task)
        made.cancel.clicked.connect(self.cancel_task)
        made.more.clicked.connect(self._show_menu)
        made.opened.connect(self._open)
        return made

    def _make_form(self) -> TaskForm:
        made = TaskForm(self.place, self.columns.form)
        self.watch(made)
        return made

    def _make_middle(self) -> TaskMiddle:
        made = TaskMiddle(self.place, self.record, self.columns.middle)
        made.opened.connect(self._open)
        made.wanted.connect(self._record)
        return made

    def _make_side(self) -> TaskSide:
        made = TaskSide(self.place, self.columns.side)
        made.opened.connect(self._open)
        made.skip.clicked.connect(self.skip_forward)
        return made

    def _make_meeting(self) -> MeetingPage:
        made = MeetingPage(self.place, self.columns.page(MEETING))
        made.opened.connect(self._open)
        made.left.connect(self._save_invitation)
        made.called.connect(self._call_attendee)
        made.invited.connect(self.send_invitations)
        return made

    def _open(self, table: str, what: object) -> None:
        """A record, or a page of this card."""
        if table == "page":
            self.attendees()
        elif isinstance(what, int):
            self.place.open_record(table, what)

    def _save_invitation(self, values: Mapping[str, object]) -> None:
        """A language without an invitation asks whether to make one (7.10)."""
        service, page, task = self.place.desk.tasks, self.meeting(), self.task_shown

        def restore() -> None:
            page.fields.clear({name: getattr(self.task_shown, name) for name in values})
            page.show_task(self.task_shown)

        def refused(error: UserError) -> None:
            if not page.fields.tell(error):
                self.place.prompts.tell(self, _("This could not be saved"), error.message)

        def store() -> None:
            self.place.jobs.run(
                _("Save task"), lambda _progress: service.change(task.id, values), failed=refused
            )

        def ask(question: str) -> None:
            if question:
                self.place.prompts.confirm(self, question, _("Go on"), store, otherwise=restore)
            else:
                store()

        self.place.jobs.read(lambda: service.question(task.id, values), ask, failed=refused, urgent=True)

    def _call_attendee(self, contact: int) -> None:
        from oppdesk.ui.dialogs.call import open_call  # noqa: PLC0415 - when it is wanted

        open_call(self.place, self, contact=contact, task=self.record)

    def _record(self) -> None:
        task_flows.record(self.place, self, self.record, self.task_shown.type)

    # -- closing ------------------------------------------------------------------------------------------

    def unwritten(self) -> str:
        middle = self._middle.widget
        return _("The note is not stored yet.") if middle is not None and middle.notes.unwritten() else ""

    # -- actions ------------------------------------------------------------------------------------------

    def selected(self) -> tuple[int, ...]:
        return (self.record,)

    def asks_from(self) -> QWidget:
        return self

    def words(self) -> frozenset[str]:
        """What holds of it, in the words of `ActionSpec.needs`."""
        row = None
        if self.shown is not None:
            row = values_of(self.shown.task)
        return frozenset({"record", "records"}) | task_flows.words(row, 1)

    def attendees(self) -> None:
        """TSK-9 for what is no meeting."""
        if self.task_shown.type is TaskType.MEETING:
            self.meeting().seats.setFocus()
        else:
            super().attendees()

    def add_note(self) -> None:
        """The place to write is on the card itself."""
        self.columns.show_middle()
        self.middle.notes.begin()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.actions_here.update()
        self.actions_here.fill_menu(menu, "task")
        menu.addSeparator()
        for name in ("opportunity.add-note", "edit.delete"):
            menu.addAction(self.actions_here.action(name))
        return menu

    def _show_menu(self) -> None:
        self.menu().popup(self.head.more.mapToGlobal(self.head.more.rect().bottomLeft()))

    def show_part(self, table: str, record: int) -> None:
        """Bring one of its notes into view: it was found elsewhere."""

        def bring() -> None:
            self.columns.show_middle()
            part = self.middle.notes.notes.parts().get(record)
            if part is not None:
                part.setFocus()

        if table == "comment":
            self.when_ready(bring)
        elif table == "attendee":
            self.when_ready(self.attendees)


def _show_head(head: TaskHead, shown: Shown) -> None:
    head.show_task(shown.task)


def _show_form(form: TaskForm, shown: Shown) -> None:
    form.show_task(shown.task)


def _show_side(side: TaskSide, shown: Shown) -> None:
    side.show_task(shown.task)


def _show_meeting(page: MeetingPage, shown: Shown) -> None:
    page.show_task(shown.task)


def _show_middle(middle: TaskMiddle, shown: Shown) -> None:
    middle.show_rows(shown.notes, shown.interactions)
