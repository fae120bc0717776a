"""What windows show of one record, as frozen values: read in one snapshot, nothing of storage in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.standing import Cycle
from oppdesk.domain.task_times import DAY
from oppdesk.domain.words import Action, DocumentKind, Priority, Status, TaskStatus, TaskType
from oppdesk.i18n import _
from oppdesk.storage import comments, listing, lists, lookups, opportunities
from oppdesk.storage.unit_of_work import Reader

_BLOCK = 1000  # rows asked for at once


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the ledger; amounts as in the domain."""

    id: int
    action: Action
    active: bool
    stage: int
    stage_description: str
    previous_stage: int
    changed_on: date | None
    closed_on: date | None
    days_open: int
    closing_on: date | None
    estimated_value: int
    current_value: int
    completed: int
    chances: int
    probability: int
    close_code: Ref | None


@dataclass(frozen=True, slots=True)
class TaskView:
    id: int
    version: int
    number: str
    type: TaskType
    description: str
    on: date | None
    status: TaskStatus
    priority: Priority
    closed: bool
    closed_on: date | None
    canceled: bool
    salesperson: Ref | None
    contact: Ref | None
    opportunity: Ref | None
    company: Ref | None = None
    team: Ref | None = None
    start_time: time | None = None
    duration: int = DAY  # minutes
    all_day: bool = False
    ending_on: date | None = None
    ending_time: time | None = None
    location: str = ""
    recurring: bool = False
    completed_by: Ref | None = None


@dataclass(frozen=True, slots=True)
class CommentView:
    id: int
    version: int
    on: date | None
    text: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: int
    version: int
    kind: DocumentKind
    number: str
    description: str
    document_date: date | None
    net_amount: int


@dataclass(frozen=True, slots=True)
class OpportunityView:
    """Everything the details pane and the card show of an opportunity."""

    id: int
    version: int
    number: str
    description: str
    contact: Ref | None
    company: Ref | None
    salesperson: Ref | None
    sales_cycle: Ref | None
    former_cycle: str
    status: Status
    priority: Priority
    created_on: date | None
    closed_on: date | None
    external_number: str
    stage: int
    stage_description: str
    stage_since: date | None
    estimated_value: int
    chances: int
    completed: int
    probability: int
    current_value: int
    closing_on: date | None
    changed_on: date | None
    quote: DocumentView | None
    phone: str
    mobile_phone: str
    e_mail: str
    cycle: Cycle | None
    entries: tuple[EntryView, ...]  # newest first
    tasks: tuple[TaskView, ...]  # open ones first by date, then the done ones, newest first
    comments: tuple[CommentView, ...]  # newest first

    @property
    def closed(self) -> bool:
        return self.status in (Status.WON, Status.LOST)

    @property
    def active(self) -> EntryView | None:
        return next((entry for entry in self.entries if entry.active), None)

    @property
    def open_tasks(self) -> tuple[TaskView, ...]:
        return tuple(task for task in self.tasks if not task.closed)

    @property
    def close_reason(self) -> str:
        return self.active.close_code.text if self.active and self.active.close_code else ""


def opportunity(connection: Reader, row: int) -> OpportunityView:
    """NotThereError when it is gone."""
    found = listing.rows(connection, lists.listing("opportunity"), [row])
    if not found:
        raise NotThereError(_("This opportunity does not exist any more."))
    values = dict(found[0])
    contact: Ref | None = values["contact"]
    reach = {
        name: lookups.value(connection, "contact", contact.id, name) or "" if contact else ""
        for name in ("phone", "mobile_phone", "e_mail")
    }
    if contact and not (reach["phone"] or reach["mobile_phone"]):
        reach["phone"] = (
            lookups.value(connection, "contact", values["company"] and values["company"].id, "phone") or ""
        )
    cycle = values["sales_cycle"]
    return OpportunityView(
        **_only(OpportunityView, values)
        | {
            "status": Status(values["status"]),
            "priority": Priority(values["priority"]),
            "quote": document(connection, values["quote"]),
            "cycle": opportunities.cycle(connection, cycle.id if cycle else None),
            "entries": entries(connection, row),
            "tasks": tasks(connection, Filter("opportunity", Op.IS, row)),
            "comments": notes(connection, "opportunity", row),
        }
        | reach
    )


def _only(cls: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those values that a view has a place for."""
    return {name: values[name] for name in cls.__dataclass_fields__ if name in values}


def entries(connection: Reader, row: int) -> tuple[EntryView, ...]:
    """The ledger of an opportunity, newest first."""
    return tuple(
        EntryView(**_only(EntryView, values) | {"action": Action(values["action"])})
        for values in _rows(connection, "opportunity_entry", Filter("opportunity", Op.IS, row))
    )


def tasks(connection: Reader, *filters: Filter) -> tuple[TaskView, ...]:
    """Open tasks by date, then closed ones, the newest first."""
    return waiting_first(tasks_shown(_rows(connection, "task", *filters)))


def waiting_first(found: Sequence[TaskView]) -> tuple[TaskView, ...]:
    """Those that are by date, the closed ones behind the open ones and the newest first."""
    waiting = [task for task in found if not task.closed]
    done = [task for task in found if task.closed]
    done.sort(key=lambda task: task.closed_on or date.min, reverse=True)
    return tuple(waiting + done)


def tasks_shown(rows: Iterable[Mapping[str, Any]]) -> list[TaskView]:
    """Rows of the task list as windows show them."""
    return [
        TaskView(
            **_only(TaskView, values)
            | {
                "type": TaskType(values["type"]),
                "status": TaskStatus(values["status"]),
                "priority": Priority(values["priority"]),
            }
        )
        for values in rows
    ]


def tasks_by_id(connection: Reader, ids: Sequence[int]) -> list[TaskView]:
    """These tasks in this order; one that is gone is left out."""
    wanted = lists.listing("task")
    some = (ids[start : start + _BLOCK] for start in range(0, len(ids), _BLOCK))
    return [task for each in some for task in tasks_shown(listing.rows(connection, wanted, each))]


def document(connection: Reader, quote: Ref | None) -> DocumentView | None:
    if quote is None:
        return None
    values = listing.rows(connection, lists.listing("sales_document"), [quote.id])[0]
    return DocumentView(**_only(DocumentView, values) | {"kind": DocumentKind(values["kind"])})


def documents_of(connection: Reader, contact: int) -> tuple[DocumentView, ...]:
    """The quotes of a contact, newest first: what may be assigned (R-QUO-07)."""
    found = _rows(connection, "sales_document", Filter("contact", Op.IS, contact))
    return tuple(
        DocumentView(**_only(DocumentView, values) | {"kind": DocumentKind(values["kind"])})
        for values in reversed(found)
    )


def notes(connection: Reader, subject: str, row: int) -> tuple[CommentView, ...]:
    return tuple(
        CommentView(note.id, note.version, note.on, note.text, note.author, note.written_at)
        for note in comments.of(connection, subject, row)
    )


def _rows(connection: Reader, name: str, *filters: Filter) -> list[dict[str, Any]]:
    wanted = lists.listing(name)
    keys = listing.ids(connection, wanted, Query(filters))
    return listing.rows(connection, wanted, keys)
