"""The table of a meeting (5197, 5199): who comes and what they answered, and the invitation they are sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.records import TASK
from oppdesk.domain.tasks import Seat, SeatView, TaskSheet
from oppdesk.domain.words import Attendance
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import metrics
from oppdesk.ui.cards.task_attachment import InvitationFile
from oppdesk.ui.form import FieldForm
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.task_seats import SeatRows
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from oppdesk.domain.errors import UserError
    from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in TASK}
NAMES = ("interaction_template", "language", "subject", "unit_cost", "unit_duration")
GROUPS = ((N_("Invitation"), tuple(replace(_FIELDS[name], hint="") for name in NAMES)),)


class MeetingPage(QWidget):
    opened = Signal(str, object)  # table, id
    invited = Signal()  # the invitations are to be sent
    called = Signal(object)  # a contact, from the table
    left = Signal(object)  # {name: value} of the invitation

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._task: TaskSheet | None = None
        self.title = SectionTitle(_("Attendees"))
        self._line = Text("", Type.BODY, "text2", wrap=True)
        self.seats = SeatRows(place, is_saved=True)
        self.send = buttons.button(_("&Send invitations…"), "send")
        self.fields = FieldForm(place, GROUPS, parent=self)
        self.file = InvitationFile(place)
        row = QHBoxLayout()
        row.addWidget(self.send)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.IN_GROUP))
        for each in (self.title, self._line, self.seats):
            column.addWidget(each)
        column.addSpacing(px(1))
        column.addLayout(row)
        column.addSpacing(px(1))
        column.addWidget(Hairline())
        column.addSpacing(px(1))
        column.addWidget(self.fields)
        column.addSpacing(px(1))
        column.addWidget(self.file)
        column.addStretch(1)
        self.send.clicked.connect(self.invited)
        self.seats.added.connect(self._add)
        self.seats.changed.connect(self._change)
        self.seats.removed.connect(self._remove)
        self.seats.opened.connect(self.opened)
        self.seats.called.connect(self._call)
        self.fields.left.connect(self.left)

    def show_task(self, task: TaskSheet) -> None:
        self._task = task
        form = self._place.form
        self.title.set_count(form.whole(len(task.attendees)) if len(task.attendees) > 1 else "")
        waiting = sum(
            not seat.answer for seat in task.attendees if seat.attendance is not Attendance.ORGANIZER
        )
        silent = ngettext("{count} has not answered yet", "{count} have not answered yet", waiting)
        parts = [_("{count} accepted").format(count=form.whole(task.accepted))]
        if waiting:
            parts.append(silent.format(count=form.whole(waiting)))
        self._line.setText(" · ".join(parts))
        self.seats.show_seats(task.attendees)
        bare = [_plain(seat) for seat in task.attendees]
        tasks = self._place.desk.tasks
        self._place.jobs.read(lambda: tasks.warnings(bare), self._warn, key=f"table {id(self)}")
        self.fields.fill({name: getattr(task, name) for name in NAMES})
        self.file.show_task(task)

    def _warn(self, sentences: tuple[str, ...]) -> None:
        if sentences or not self.seats.told():
            self.seats.warn(sentences)

    # -- by hand ------------------------------------------------------------------------------------------

    def _add(self, kind: str, who: Ref) -> None:
        """Invited where there is an address."""
        if self._task is None:
            return
        tasks, task = self._place.desk.tasks, self._task.id
        is_contact = kind == "contact"
        seat = Seat(
            Attendance.REQUIRED,
            salesperson=None if is_contact else who.id,
            contact=who.id if is_contact else None,
        )
        seat = replace(seat, send_invitation=bool(tasks.seated([seat])[0].e_mail))
        self._run(_("Add attendee"), lambda: tasks.seat(task, seat))

    def _change(self, seat: SeatView, values: Mapping[str, Any]) -> None:
        tasks, number = self._place.desk.tasks, seat.id
        if number is not None:
            self._run(_("Change attendee"), lambda: tasks.change_seat(number, values))

    def _remove(self, seat: SeatView) -> None:
        """Without a question: the undo bar brings it back."""
        tasks, number = self._place.desk.tasks, seat.id
        if number is not None:
            self._run(_("Remove attendee"), lambda: tasks.unseat(number))

    def _run(self, title: str, work: Callable[[], object]) -> None:
        """What is refused is said below the table, and the table shows what is stored."""

        def refused(error: UserError) -> None:
            if self._task is not None:
                self.seats.show_seats(self._task.attendees)
            self.seats.tell(error.message)

        self._place.jobs.run(title, lambda _progress: work(), failed=refused)

    def _call(self, seat: SeatView) -> None:
        if seat.contact is not None:
            self.called.emit(seat.contact.id)


def _plain(seat: SeatView) -> Seat:
    salesperson, contact = seat.salesperson, seat.contact
    return Seat(seat.attendance, salesperson.id if salesperson else None, contact.id if contact else None)
