"""Tasks as appointments of a calendar file, and appointments of others as tasks (7.10, 9.11)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from oppdesk.domain.fields import Ref
from oppdesk.domain.task_times import When
from oppdesk.domain.words import CountedFrom, Priority, TaskType
from oppdesk.exchange.calendar_files import Event

_UID: Final = "oppdesk-task-{id}"
_OURS: Final = "oppdesk-task-"


def uid(task: int) -> str:
    """What a task is known by in all calendars; it never changes."""
    return _UID.format(id=task)


def task_of(event: Event) -> int | None:
    """The task that an appointment is ours of."""
    number = event.uid.removeprefix(_OURS)
    is_ours = event.uid != number and number.isascii() and number.isdigit() and len(number) < 20
    return int(number) if is_ours else None


def event(row: Mapping[str, Any], **more: Any) -> Event:
    """Of a task as its list shows it; a series that is reckoned from its due dates has its formula."""
    when = When(TaskType(row["type"]), row["on"], row["start_time"], row["duration"], row["all_day"])
    is_even = row["recurring"] and row["counted_from"] == CountedFrom.DUE_DATE
    usual: dict[str, Any] = {
        "uid": uid(row["id"]),
        "summary": row["description"] or row["number"],
        "on": when.on,
        "start_time": when.start_time if when.is_timed else None,
        "duration": when.duration,
        "all_day": not when.is_timed,
        "location": row["location"],
        "version": row["version"],
        "canceled": row["canceled"],
        "busy": when.type is not TaskType.NONE,
        "high": row["priority"] == Priority.HIGH,
        "formula": row["recurring_interval"] if is_even and not row["closed"] else "",
    }
    return Event(**(usual | more))


def changed_at(stamp: object) -> datetime:
    """When a row was changed, as it is stored."""
    if not isinstance(stamp, datetime):
        return datetime(2000, 1, 1, tzinfo=UTC)
    return stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=UTC)


def names(*refs: Ref | None) -> str:
    return ", ".join(ref.text for ref in refs if ref is not None and ref.text)
