"""What the start page is told, as frozen values; every figure carries the filters of the list behind it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import Priority, Status, TaskType

TOP = 5  # opportunities (8.20)
ASLEEP, MOST_ASLEEP = 90, 10_000  # days (15.1); contacts that are counted
OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
CLOSED = Filter("status", Op.AMONG, (int(Status.WON), int(Status.LOST)))


class Scope(StrEnum):
    """Whose records are counted (15.1)."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


class Part(StrEnum):
    """What of the page is read: news of a task need not count the stages anew."""

    FIGURES = "figures"
    TASKS = "tasks"
    NEEDS = "needs"
    TOP = "top"
    RECENT = "recent"
    INTERACTIONS = "interactions"
    CUES = "cues"


EVERYTHING = frozenset(Part)
SLOW = frozenset({Part.NEEDS, Part.CUES})  # they look at every open record: read after the others
# Which rows make which part old.
CONCERNS: dict[str, frozenset[Part]] = {
    "opportunity": EVERYTHING - {Part.TASKS, Part.CUES, Part.INTERACTIONS},
    "opportunity_entry": frozenset(),  # its opportunity changes with it
    "task": frozenset({Part.TASKS, Part.NEEDS, Part.RECENT, Part.CUES}),
    "attendee": frozenset({Part.TASKS, Part.CUES}),
    "interaction": frozenset({Part.INTERACTIONS, Part.RECENT, Part.CUES}),
    "duplicate": frozenset({Part.CUES}),
    "contact": EVERYTHING - {Part.NEEDS, Part.FIGURES},
    "sales_document": frozenset({Part.RECENT}),
    "comment": frozenset({Part.RECENT}),
    "sales_cycle_stage": frozenset({Part.TOP, Part.NEEDS}),
}


class TaskDays(StrEnum):
    """The heaps that open tasks are put on."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"
    CALLS = "calls"
    MEETINGS = "meetings"  # of today


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with the list that shows what it counts; amounts as everywhere, 0 where there are none."""

    list: str
    filters: tuple[Filter, ...]
    count: int = 0
    value: int = 0
    current: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The four great figures, and what is counted with them (8.21, 15.1)."""

    open: Count
    closing: Count  # this month, still in progress
    won: Count  # this month
    overdue: Count
    due_soon: Count
    closed: Count

    @property
    def share(self) -> int | None:
        """The current value in whole percent of the open value; None without any."""
        if not self.open.value:
            return None
        whole = self.open.value * 10_000
        return (200 * self.open.current + whole) // (2 * whole)


@dataclass(frozen=True, slots=True)
class Cues:
    """Counts that are looked at now and then, and that take longer (15.1)."""

    companies: Count
    persons: Count
    calls: int
    meetings: int  # today
    drafts: Count  # interactions to be finished
    asleep: Count  # contacts without an interaction for ASLEEP days, MOST_ASLEEP when there are more
    duplicates: int  # pairs to be decided about


@dataclass(frozen=True, slots=True)
class DueTask:
    """An open task and whom it is about."""

    id: int
    type: TaskType
    description: str
    on: date | None
    priority: Priority
    person: str
    company: str
    opportunity: Ref | None
    at: time | None = None  # of the day; None is any time
    duration: int = 0  # minutes
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the log in one line; `who` is the contact."""

    id: int
    group: int | None  # of interactions, which tells a call from a letter
    who: str
    description: str
    on: date | None
    at: time | None
    is_failed: bool
    duration: int  # minutes


@dataclass(frozen=True, slots=True)
class Tasks:
    """Counts of every heap, and the first tasks of those that are shown."""

    counts: dict[TaskDays, int]
    overdue: tuple[DueTask, ...]
    today: tuple[DueTask, ...]
    tomorrow: tuple[DueTask, ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity in one line."""

    id: int
    name: str
    contact: str
    status: Status
    stage: int  # its place among `stages`, not its number
    stages: int
    value: int


@dataclass(frozen=True, slots=True)
class Need:
    """An opportunity that asks for a next step, and why."""

    deal: Deal
    has_no_task: bool
    closing_on: date | None  # only when it has passed
    stage: str
    days_in_stage: int | None  # only when they are too many


@dataclass(frozen=True, slots=True)
class Needs:
    count: int
    first: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was worked on: `title` is what was done in one sentence that usually holds `name`."""

    table: str
    id: int
    name: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was asked for; the other parts are None."""

    scope: Scope
    work_date: date
    scopes: tuple[Scope, ...] = ()  # that can be chosen
    name: str = ""  # of who sits before the program
    currency: str = ""
    figures: Figures | None = None
    tasks: Tasks | None = None
    needs: Needs | None = None
    top: tuple[Deal, ...] | None = None
    recent: tuple[Recent, ...] | None = None
    cues: Cues | None = None
    said: tuple[Said, ...] | None = None  # the newest first
