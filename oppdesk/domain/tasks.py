"""What a task is, seen from outside the store: to be made, as it stands, and closed; who takes part; plans of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from oppdesk.domain import date_formula
from oppdesk.domain.fields import Ref
from oppdesk.domain.task_times import DAY, When
from oppdesk.domain.words import Answer, Attendance, CountedFrom, Priority, TaskStatus, TaskType

# -- who takes part ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a meeting's table, or a member of the team whose task it is: a salesperson or a contact (7.2, 7.7).

    `id` is None for a seat that is not stored yet.
    """

    attendance: Attendance
    salesperson: int | None = None
    contact: int | None = None
    send_invitation: bool = False
    answer: Answer = Answer.NONE
    invitation_sent: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat as it is shown, with the ways to reach who sits there; `id` is None for one not stored yet."""

    id: int | None
    attendance: Attendance
    salesperson: Ref | None
    contact: Ref | None
    e_mail: str
    phone: str
    send_invitation: bool = False
    answer: Answer = Answer.NONE
    invitation_sent: bool = False

    @property
    def name(self) -> str:
        who = self.salesperson or self.contact
        return who.text if who else ""


# -- one task ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewTask:
    """What is agreed on before a task is made (7.8). `duration` and `reminder` are minutes; -1 is the user's habit.

    The contact of a meeting sits at its table: `contact` only tells who is proposed to.
    """

    type: TaskType
    description: str
    on: date | None
    start_time: time | None = None
    duration: int = DAY
    all_day: bool = False
    location: str = ""
    priority: Priority = Priority.NORMAL
    salesperson: int | None = None
    team: int | None = None
    contact: int | None = None
    opportunity: int | None = None
    recurring: bool = False
    recurring_interval: str = ""
    counted_from: CountedFrom = CountedFrom.NONE
    interaction_template: int | None = None
    language: int | None = None
    subject: str = ""
    reminder: int = -1
    seats: tuple[Seat, ...] = ()
    note: str = ""
    send_invitations: bool = False
    status: TaskStatus = TaskStatus.NOT_STARTED

    @property
    def when(self) -> When | None:
        """None while it has no date."""
        if self.on is None:
            return None
        return When(self.type, self.on, self.start_time, self.duration, self.all_day)


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """All there is to know of one task; the organizer sits first, members of the team are among the seats (7.2)."""

    id: int
    version: int
    number: str
    type: TaskType
    description: str
    on: date | None
    start_time: time | None
    duration: int
    ending_on: date | None
    ending_time: time | None
    all_day: bool
    location: str
    status: TaskStatus
    priority: Priority
    closed: bool
    closed_on: date | None
    canceled: bool
    completed_by: Ref | None
    salesperson: Ref | None
    team: Ref | None
    contact: Ref | None
    company: Ref | None
    opportunity: Ref | None
    recurring: bool
    recurring_interval: str
    counted_from: CountedFrom
    interaction_template: Ref | None
    language: Ref | None
    subject: str
    unit_cost: int
    unit_duration: int
    reminder: int
    phone: str  # of the contact
    mobile_phone: str
    e_mail: str
    file_name: str  # of the invitation in the language of the task
    seats: tuple[SeatView, ...]
    notes: int

    @property
    def attendees(self) -> tuple[SeatView, ...]:
        """Those at the table of a meeting."""
        return tuple(seat for seat in self.seats if seat.attendance is not Attendance.MEMBER)

    @property
    def members(self) -> tuple[SeatView, ...]:
        """The members of the team when it was given the task."""
        return tuple(seat for seat in self.seats if seat.attendance is Attendance.MEMBER)

    @property
    def organizer(self) -> SeatView | None:
        return next((seat for seat in self.seats if seat.attendance is Attendance.ORGANIZER), None)

    @property
    def accepted(self) -> int:
        return sum(seat.answer is Answer.ACCEPTED for seat in self.attendees)


@dataclass(frozen=True, slots=True)
class TaskLanguage:
    """The invitation to a meeting in one language; without one it is for all others (7.10)."""

    id: int
    language: Ref | None
    description: str
    letter: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a task brought about (7.3, 7.5): the next of its series, and what the user is asked now.

    `may_skip_to` is the first day of the series that is not past, when the next task would lie in the past.
    """

    task: int
    next: int | None
    next_number: str
    next_on: date | None
    may_skip_to: date | None
    ask_interaction: bool
    type: TaskType


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes with tasks that are deleted, and what only loses its link."""

    tasks: tuple[Ref, ...]
    attendees: int
    notes: int
    interactions: int  # which stay


# -- plans ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActivityStep:
    number: int
    type: TaskType
    description: str
    priority: Priority
    formula: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    type: TaskType
    description: str
    priority: Priority
    on: date

    @property
    def on_weekend(self) -> bool:
        return self.on.weekday() >= 5


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whose an activity is to be, and from which day on (8.1); `organizer` is of the meetings of a team."""

    activity: int | None
    on: date | None
    contact: int | None = None
    salesperson: int | None = None
    team: int | None = None
    organizer: int | None = None
    opportunity: int | None = None


def plan(steps: Sequence[ActivityStep], start: date) -> tuple[PlannedTask, ...]:
    """One task a step, dated from `start` (R-TSK-01); an activity without steps yields one blank task."""
    if not steps:
        return (PlannedTask(TaskType.NONE, "", Priority.NORMAL, start),)
    return tuple(
        PlannedTask(step.type, step.description, step.priority, date_formula.advance(step.formula, start))
        for step in sorted(steps, key=lambda step: step.number)
    )
