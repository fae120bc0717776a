"""Changing a stored task: what its fields allow, what follows from each, what must be agreed to first (7.4, 7.6)."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from oppdesk.domain import task_seats, task_times
from oppdesk.domain.errors import FieldError, NotThereError, RuleError
from oppdesk.domain.task_seats import Owner
from oppdesk.domain.task_times import When
from oppdesk.domain.words import TaskStatus, TaskType
from oppdesk.i18n import _
from oppdesk.services import task_closing
from oppdesk.services.task_creating import FIELDS, fitting
from oppdesk.storage import lookups, tasks
from oppdesk.storage.opportunities import active_entry
from oppdesk.storage.task_tables import TaskLanguageRow, TaskRow
from oppdesk.storage.unit_of_work import Reader, Work

Values = Mapping[str, object]
_PLAIN = ("description", "location", "priority", "subject", "unit_cost", "unit_duration")
_TIMES = ("on", "start_time", "duration", "all_day", "ending_on", "ending_time")
_OWNERS = ("salesperson", "team")
_SERIES = ("recurring", "recurring_interval", "counted_from")
_REFERENCES = ("contact", "opportunity", "interaction_template", "language")
CHANGEABLE = frozenset(
    {*_PLAIN, *_TIMES, *_OWNERS, *_SERIES, *_REFERENCES, "type", "status", "completed_by", "reminder"}
)
_LEAST_REMINDER = -1  # the user's own habit


def checked(values: Values) -> dict[str, Any]:
    """Each value as its field allows it; FieldError names the field."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise FieldError(_("This field cannot be changed here."), name)
        if name == "reminder":
            if not isinstance(value, int) or value < _LEAST_REMINDER:
                raise FieldError(_("A reminder is minutes before the task begins."), name, "M-49")
            found[name] = value
        elif name == "duration" and isinstance(value, int):
            found[name] = value  # TSK-6, TSK-7 tell more
        elif name in ("on", "ending_on") and isinstance(value, date):
            task_times.check_date(value, name)
            found[name] = value
        else:
            found[name] = FIELDS[name].check(value)
    return found


def apply(work: Work, row: TaskRow, values: Values) -> None:
    """All that is given, in the order in which one follows from the other; completion is left to the caller."""
    new = checked(values)
    if new.get("completed_by") is not None and (row.team is None or row.closed):
        message = _("Who completed it is only told of an open task of a team.")
        raise RuleError(message, "completed_by", "7.3")
    _retype(row, new)
    _set_times(row, new)
    if any(name in new for name in _OWNERS):
        _reassign(work, row, new)
    for name in _PLAIN:
        if name in new:
            setattr(row, name, new[name])
    if "reminder" in new:
        row.reminder = new["reminder"]
    _set_series(row, new)
    for name, refer in _REFERRED.items():
        if name in new and new[name] != getattr(row, name):
            refer(work, row, new[name])
    if "status" in new and new["status"] != row.status and new["status"] != TaskStatus.COMPLETED:
        if row.closed:
            task_closing.reopen(row)
        row.status = new["status"]


# -- time ---------------------------------------------------------------------------------------------------------


def when_of(row: TaskRow) -> When:
    return When(TaskType(row.type), row.on or date.max, row.start_time, row.duration, row.all_day)


def set_when(row: TaskRow, when: When) -> None:
    row.on, row.start_time, row.duration, row.all_day = when.on, when.start_time, when.duration, when.all_day


def _retype(row: TaskRow, new: Values) -> None:
    """TSK-3."""
    kind = TaskType(int(str(new.get("type", row.type))))
    if kind == row.type:
        return
    if TaskType.MEETING in (kind, row.type):
        message = _("A stored task becomes a meeting no more, and a meeting nothing else.")
        raise RuleError(message, "type", "TSK-3")
    set_when(row, task_times.with_type(when_of(row), kind))
    row.type = int(kind)


def _set_times(row: TaskRow, new: dict[str, Any]) -> None:
    """A changed start keeps the duration and moves the end, a changed end changes the duration (7.4)."""
    if not any(name in new for name in _TIMES):
        return
    when = when_of(row)
    if "all_day" in new and when.type is TaskType.MEETING:
        when = task_times.with_all_day(when, all_day=new["all_day"])
    start: time | None = new.get("start_time", when.start_time)
    when = When(when.type, new.get("on") or when.on, start, new.get("duration", when.duration), when.all_day)
    if "ending_on" in new or "ending_time" in new:
        on, at = when.ending
        when = task_times.until(when, new.get("ending_on") or on, new.get("ending_time") or at)
    when = fitting(when)
    task_times.check(when)
    set_when(row, when)


# -- whose it is --------------------------------------------------------------------------------------------------


def owners(connection: Reader, row: Any, new: Values) -> tuple[Owner, Owner]:
    """Whose task it is and whose it would be; TSK-1, TSK-2, TSK-11."""
    before = Owner(row.salesperson, row.team, tasks.members_of(connection, row.team))
    after = _wanted(row, new)
    if after.team is None and after.salesperson is None:
        message = _("A task belongs to a salesperson or to a team: fill in one of both.")
        raise RuleError(message, next(name for name in _OWNERS if name in new), "TSK-1")
    of_salesperson = before.team is None and after.team is None
    if row.type == TaskType.MEETING and of_salesperson and before.salesperson != after.salesperson:
        message = _("This salesperson is the organizer of the meeting and cannot be changed.")
        raise RuleError(message, "salesperson", "TSK-2")
    if after.salesperson != before.salesperson:
        lookups.check_salesperson(connection, after.salesperson)
    usable = tasks.members_of(connection, after.team, only_usable=True)
    return before, Owner(after.salesperson, after.team, usable)


def _wanted(row: Any, new: Values) -> Owner:
    """Who is named gets it: a team that is given takes it from the salesperson, and the other way round."""
    salesperson, team = new.get("salesperson", row.salesperson), new.get("team", row.team)
    if salesperson is not None and team is not None:
        if "team" in new and team != row.team:
            salesperson = None
        else:
            team = None
    return Owner(_id(salesperson), _id(team))


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _reassign(work: Work, row: TaskRow, values: Values) -> None:
    connection = work.connection
    before, after = owners(connection, row, values)
    if (before.salesperson, before.team) == (after.salesperson, after.team):
        return
    if before.team is not None or after.team is not None:
        seats = tasks.seats(connection, row.id)
        wanted = task_seats.reassigned(TaskType(row.type), seats, before, after)
        if row.type == TaskType.MEETING:
            new = tasks.ticked(connection, [seat for seat in wanted if seat.id is None])
            wanted = (*[seat for seat in wanted if seat.id is not None], *new)
        tasks.write_seats(work, row.id, wanted)
        if row.closed:
            task_closing.reopen(row)
    row.salesperson, row.team = after.salesperson, after.team


# -- what it is about ---------------------------------------------------------------------------------------------


def _set_contact(work: Work, row: TaskRow, contact: int | None) -> None:
    if row.type == TaskType.MEETING:
        raise RuleError(_("The contacts of a meeting are among its attendees."), "contact", "TSK-9")
    lookups.check_contact(work.connection, contact)
    row.contact = contact
    row.company = lookups.company_of(work.connection, contact)


def _set_opportunity(work: Work, row: TaskRow, opportunity: int | None) -> None:
    """It knows the entry that is active then, 0 if there is none (7.1)."""
    active = active_entry(work, opportunity) if opportunity is not None else None
    row.opportunity = opportunity
    row.entry = active.id if active else None


def _set_series(row: TaskRow, new: Values) -> None:
    """What does not recur has neither interval nor day to count from (7.11)."""
    for name in _SERIES:
        if name in new:
            setattr(row, name, new[name])
    if not row.recurring:
        row.recurring_interval, row.counted_from = "", 0


def _set_template(work: Work, row: TaskRow, template: int | None) -> None:
    """Language, subject, cost, time and the invitation in every language come with the template (7.1)."""
    row.interaction_template = template
    for name, value in tasks.invitation(work.connection, template).items():
        setattr(row, name, value)
    work.flush()
    tasks.clear_languages(work, row.id)
    if template is not None:
        tasks.copy_languages(work, row.id, "interaction_template", template)


def _set_language(work: Work, row: TaskRow, language: int | None) -> None:
    """A language in which there is no invitation yet gets one, to be written (7.10)."""
    row.language = language
    if language is not None and tasks.language_row(work.connection, row.id, language) is None:
        work.add(TaskLanguageRow(task=row.id, language=language))


_REFERRED: Mapping[str, Callable[[Work, TaskRow, int | None], None]] = {
    "contact": _set_contact,
    "opportunity": _set_opportunity,
    "interaction_template": _set_template,
    "language": _set_language,
}


# -- what must be agreed to first ---------------------------------------------------------------------------------


def question(connection: Reader, task: int, values: Values) -> str:
    """What the change would do that the user may not expect, as a question; blank when it does nothing such."""
    new = checked(values)
    row = tasks.row(connection, task)
    if row is None:
        raise NotThereError(_("This task does not exist any more."))
    if new.get("completed_by") is not None and not row.closed:
        name = lookups.ref(connection, "salesperson", new["completed_by"])
        message = _("Close this task as completed by {salesperson}?")
        return message.format(salesperson=name.text if name else "")
    if any(name in new for name in _OWNERS):
        before, after = owners(connection, row, new)
        return _question_of_owner(row, before, after)
    language = new.get("language")
    is_new = language is not None and language != row.language
    if is_new and tasks.language_row(connection, row.id, language) is None:
        return _("There is no invitation in this language yet. Make one?")
    return ""


def _question_of_owner(row: Any, before: Owner, after: Owner) -> str:
    if before.team == after.team:
        return ""
    leaving = bool(set(before.members) - set(after.members))
    told = {
        (True, False, False): _("The task will be opened again and given to the team. Go on?"),
        (True, True, False): _("The task will be opened again and given to somebody else. Go on?"),
        (False, True, True): _("Members of the team will no longer see this task. Go on?"),
        (True, True, True): _(
            "The task will be opened again, and members of the team will no longer see it. Go on?"
        ),
    }
    return told.get((bool(row.closed), before.team is not None, leaving), "")
