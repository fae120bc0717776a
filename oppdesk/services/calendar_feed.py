"""My tasks as one calendar file in a folder that other programs look at, kept as the tasks are (9.11)."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from oppdesk.domain.attachments import safe_name
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import TASK_TYPE, TaskType
from oppdesk.exchange import calendar_files
from oppdesk.exchange.calendar_files import Event
from oppdesk.exchange.whole_file import written
from oppdesk.i18n import _
from oppdesk.services import task_events
from oppdesk.services.context import Context
from oppdesk.storage import calendar_feed, interactions, listing, lists
from oppdesk.storage.unit_of_work import Reader, Store

TABLES: Final = frozenset({"task", "attendee", "contact", "opportunity", "salesperson"})  # what it tells of
BACK, AHEAD = (
    timedelta(90),
    timedelta(730),
)  # how long ago and how far off a task may be; overdue ones always stay
MOST = 3_000  # tasks


class CalendarFeed:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def write(self, folder: Path) -> Path | None:
        """Bring the file up to date; its place, or None when it was so already. UserError when it cannot be written.

        It is left alone while nothing changed, so that what copies the folder elsewhere has nothing to do.
        """
        me = self._context.salesperson
        if me is None:
            raise UserError(
                _("Say who you are in Preferences: the calendar is of your tasks."), "salesperson"
            )
        with self._store.read() as connection:
            who = interactions.stored(connection, "salesperson", me)
            events = self._events(connection, me)
        path = folder / safe_name(f"OppDesk {who.get('code') or me}.ics")
        name = _("Tasks of {salesperson}").format(salesperson=who.get("name") or who.get("code") or "")
        data = calendar_files.text(events, name=name)
        if not folder.is_dir():
            message = _("The folder of the calendar is not there: {folder}")
            raise UserError(message.format(folder=folder), "feed_folder")
        if _is_same(path, data):
            return None
        with written(path) as file:
            file.write(data)
        return path

    def _events(self, connection: Reader, salesperson: int) -> list[Event]:
        today = self._context.today
        found = calendar_feed.tasks_of(connection, salesperson, today - BACK, today + AHEAD, MOST)
        rows = listing.rows(connection, lists.listing("task"), [each.id for each in found])
        contacts = {row["contact"].id for row in rows if row["contact"] is not None}
        phones = calendar_feed.phones(connection, contacts)
        stamps = {each.id: task_events.changed_at(each.updated_at) for each in found}
        events = [_event(row, phones, changed_at=stamps[row["id"]]) for row in rows]
        return sorted(events, key=lambda each: (each.on, each.uid))


def _event(row: dict[str, Any], phones: dict[int, str], **more: Any) -> Event:
    """With what one wants to know on the way: who, by which number, about what."""
    contact, kind = row["contact"], TaskType(row["type"])
    lines = [
        task_events.names(contact, row["company"] if contact != row["company"] else None),
        phones.get(contact.id, "") if contact is not None else "",
        task_events.names(row["opportunity"]),
    ]
    summary = row["description"] or row["number"]
    if kind is TaskType.CALL:
        summary = _("{type}: {task}").format(type=_(TASK_TYPE[kind]), task=summary)
    if row["closed"]:
        summary = _("Done: {task}").format(task=summary)
    about = "\n".join(line for line in lines if line)
    return task_events.event(row, summary=summary, description=about, **more)


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
