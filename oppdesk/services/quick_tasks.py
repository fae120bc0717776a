"""The quick line: what it means in this book of contacts, and the task that is made of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from oppdesk.domain.errors import RuleError
from oppdesk.domain.finding import Hit
from oppdesk.domain.quick_reading import read
from oppdesk.domain.quick_task import Candidate, Part, QuickTask
from oppdesk.domain.task_times import DAY, HALF_AN_HOUR
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import TaskType
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.contacts import Contacts
from oppdesk.services.context import Context
from oppdesk.services.tasks import Tasks

MOST = 8  # contacts that may be meant


class QuickTasks:
    def __init__(self, contacts: Contacts, tasks: Tasks, context: Context) -> None:
        self._contacts = contacts
        self._tasks = tasks
        self._context = context

    def read(
        self,
        text: str,
        form: LocaleFormat,
        now: datetime,
        refused: frozenset[Part] = frozenset(),
        wanted: TaskType | None = None,
    ) -> QuickTask:
        """What a line means; `now` by the wall clock. Contacts blocked for privacy reasons are never meant."""
        return read(text, form, now, self._find, refused, wanted)

    def _find(self, words: str) -> Sequence[Candidate]:
        return [_candidate(hit) for hit in self._contacts.find(words, MOST) if not hit.blocked]

    def new(self, found: QuickTask) -> NewTask:
        """The task that is agreed on: one's own, the contact's salesperson's where nobody has said who sits here."""
        contact = found.contact.id if found.contact is not None else None
        proposed = self._tasks.proposal(contact=contact)
        owner = self._context.salesperson or proposed.salesperson
        new = replace(proposed, description=described(found), on=found.on, salesperson=owner, note=found.note)
        new = self._tasks.retyped(new, found.type)
        if found.type is TaskType.NONE:
            return replace(new, start_time=None, duration=found.duration or DAY)
        if found.type is TaskType.MEETING and found.start_time is None:
            return replace(new, all_day=True, start_time=None, duration=found.duration or DAY)
        return replace(
            new, all_day=False, start_time=found.start_time, duration=found.duration or HALF_AN_HOUR
        )

    def add(self, found: QuickTask) -> int:
        """The id of the new task; UserError as of `Tasks.create`."""
        new = self.new(found)
        if new.salesperson is None:
            raise RuleError(_("A task needs a salesperson: say who you are first."), "salesperson", "TSK-1")
        return self._tasks.create(new)


def described(found: QuickTask) -> str:
    """What was said is to be done, else what the type and the contact say."""
    who = found.contact.name if found.contact is not None else ""
    if found.description:
        return found.description
    if found.type is TaskType.CALL:
        words = _("Call {contact}").format(contact=who) if who else _("Phone call")
    elif found.type is TaskType.MEETING:
        words = _("Meeting with {contact}").format(contact=who) if who else _("Meeting")
    else:
        words = who
    return words[:100]


def _candidate(hit: Hit) -> Candidate:
    note = " · ".join(part for part in (hit.job_title, hit.company, hit.city) if part)
    return Candidate(hit.id, hit.name, hit.company, note)
