"""All there is to show of one task, and of those at its table."""

from collections.abc import Iterable
from typing import Any

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.fields import Ref
from oppdesk.domain.task_seats import Reach, who
from oppdesk.domain.task_times import When
from oppdesk.domain.tasks import Seat, SeatView, TaskSheet
from oppdesk.domain.words import CountedFrom, Priority, TaskStatus, TaskType
from oppdesk.i18n import _
from oppdesk.storage import listing, lists, lookups, tasks
from oppdesk.storage.unit_of_work import Reader

_SAME = (
    *("id", "version", "number", "description", "on", "start_time", "duration", "all_day", "location"),
    *("closed", "closed_on", "canceled", "completed_by", "salesperson", "team", "contact", "company"),
    *("opportunity", "recurring", "recurring_interval", "interaction_template", "language", "subject"),
    *("unit_cost", "unit_duration"),
)


def sheet(connection: Reader, task: int) -> TaskSheet:
    """NotThereError when it is gone."""
    found = listing.rows(connection, lists.listing("task"), [task])
    if not found:
        raise NotThereError(_("This task does not exist any more."))
    row = found[0]
    kind = TaskType(row["type"])
    when = When(kind, row["on"], row["start_time"], row["duration"], row["all_day"])
    ending_on, ending_time = when.ending
    contact: Ref | None = row["contact"]
    language = row["language"].id if row["language"] else None
    words = tasks.language_row(connection, task, language)
    ways: dict[str, Any] = {
        name: lookups.value(connection, "contact", contact.id, name) if contact else ""
        for name in ("phone", "mobile_phone", "e_mail")
    }
    return TaskSheet(
        **{name: row[name] for name in _SAME},
        type=kind,
        ending_on=ending_on,
        ending_time=ending_time,
        status=TaskStatus(row["status"]),
        priority=Priority(row["priority"]),
        counted_from=CountedFrom(row["counted_from"]),
        reminder=lookups.value(connection, "task", task, "reminder"),
        file_name=words.file_name if words is not None else "",
        seats=views_of(connection, tasks.seats(connection, task)),
        notes=tasks.notes_count(connection, task),
        **ways,
    )


def views_of(connection: Reader, seats: Iterable[Seat]) -> tuple[SeatView, ...]:
    """Seats with the names of those who sit there and the ways to reach them."""
    every = tuple(seats)
    reaches = tasks.reaches(connection, every)
    found = []
    for seat in every:
        key = who(seat)
        reach = reaches.get(key, Reach("")) if key else Reach("")
        found.append(
            SeatView(
                seat.id,
                seat.attendance,
                Ref(seat.salesperson, reach.name) if seat.salesperson is not None else None,
                Ref(seat.contact, reach.name) if seat.contact is not None else None,
                reach.e_mail,
                reach.phone,
                seat.send_invitation,
                seat.answer,
                seat.invitation_sent,
            )
        )
    return tuple(found)
