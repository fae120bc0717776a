"""Making tasks: what is proposed for one, what must be right about it, and writing it with its table (7.8)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from oppdesk.domain import date_formula, new_tasks, task_seats, task_times
from oppdesk.domain.errors import RuleError
from oppdesk.domain.records import TASK
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import CountedFrom, TaskStatus, TaskType
from oppdesk.i18n import _
from oppdesk.services.context import Context
from oppdesk.storage import lookups, numbers, tasks
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunities import active_entry
from oppdesk.storage.task_tables import CommentRow, TaskRow
from oppdesk.storage.unit_of_work import Reader, Work

FIELDS = {field.name: field for field in TASK}
_TEXTS = ("description", "location", "recurring_interval", "subject")


# -- proposals ----------------------------------------------------------------------------------------------------


def proposal(
    connection: Reader,
    context: Context,
    *,
    contact: int | None = None,
    opportunity: int | None = None,
    salesperson: int | None = None,
    team: int | None = None,
    interaction: int | None = None,
) -> NewTask:
    """What the caller tells: whom it is about and whose it is; today, or so long after as the setup says."""
    if interaction is not None:
        contact = contact or lookups.value(connection, "interaction", interaction, "contact")
        opportunity = opportunity or lookups.value(connection, "interaction", interaction, "opportunity")
        salesperson = salesperson or lookups.value(connection, "interaction", interaction, "salesperson")
    contact = contact or lookups.value(connection, "opportunity", opportunity, "contact")
    theirs = lookups.value(connection, "opportunity", opportunity, "salesperson")
    theirs = theirs or lookups.value(connection, "contact", contact, "salesperson")
    owner = None if team is not None else salesperson or theirs or context.salesperson
    return NewTask(
        TaskType.NONE,
        "",
        proposed_date(connection, context.today),
        salesperson=owner,
        team=team,
        contact=contact,
        opportunity=opportunity,
    )


def proposed_date(connection: Reader, today: date) -> date:
    formula = lookups.setup(connection, "marketing_setup").get("default_task_date", "")
    return date_formula.advance(formula, today)


def retyped(connection: Reader, context: Context, new: NewTask, type: TaskType) -> NewTask:  # noqa: A002
    """The task as it would be of another type; a meeting is proposed its table and its invitation (7.4, 7.8)."""
    changed = new_tasks.with_type(new, type)
    if type is not TaskType.MEETING or new.type is TaskType.MEETING:
        return changed
    template = lookups.setup(connection, "interaction_template_setup").get("meeting_invitation")
    return replace(
        changed,
        seats=proposed_seats(connection, context, changed),
        interaction_template=changed.interaction_template or template,
    )


def proposed_seats(
    connection: Reader, context: Context, new: NewTask, organizer: int | None = None
) -> tuple[Seat, ...]:
    """The salesperson organizes, of a team who is at work here; the team and the contact are asked to come."""
    members = tasks.members_of(connection, new.team, only_usable=True)
    if new.team is None:
        organizer = new.salesperson
    elif organizer is None and context.salesperson in members:
        organizer = context.salesperson
    return tuple(tasks.ticked(connection, new_tasks.proposed_seats(new, organizer, members)))


# -- making one ---------------------------------------------------------------------------------------------------


def create(work: Work, context: Context, new: NewTask) -> TaskRow:
    """Write a task with its table, its invitation and its note; TSK-W1 to TSK-W8, TSK-4, TSK-6, TSK-11, ATT, CON-P2."""
    new_tasks.check(new)
    new = _cleaned(new)
    connection = work.connection
    is_meeting = new.type is TaskType.MEETING
    table = task_seats.with_organizer_invited(new.seats) if is_meeting else ()
    task_seats.check(table, tasks.reaches(connection, table))
    for salesperson in (new.salesperson, *[seat.salesperson for seat in table]):
        lookups.check_salesperson(connection, salesperson)
    contacts = [seat.contact for seat in table] if is_meeting else [new.contact]
    for contact in contacts:
        lookups.check_contact(connection, contact)
    row = _row(work, context, new, next((each for each in contacts if each is not None), None))
    task = work.add(row)
    members = tasks.members_of(connection, new.team, only_usable=True)
    tasks.write_seats(work, task, table or task_seats.members(members))
    if new.interaction_template is not None:
        tasks.copy_languages(work, task, "interaction_template", new.interaction_template)
    if new.note.strip():
        add_note(work, context, task, new.note)
    return row


def _cleaned(new: NewTask) -> NewTask:
    """Texts as they are stored, times that fit the type; a team's task names no salesperson."""
    texts: dict[str, Any] = {name: str(FIELDS[name].check(getattr(new, name))) for name in _TEXTS}
    for name in ("priority", "status", "counted_from"):
        FIELDS[name].check(int(getattr(new, name)))
    new = replace(new, **texts)
    when = new.when
    if when is not None:
        when = fitting(when)
        task_times.check(when)
        new = replace(new, start_time=when.start_time, duration=when.duration, all_day=when.all_day)
    if new.type is TaskType.MEETING and new.team is None:
        organizer = next(seat for seat in new.seats if seat.attendance == task_seats.ORGANIZER)
        new = replace(new, salesperson=organizer.salesperson)
    if not new.recurring:
        new = replace(new, recurring_interval="", counted_from=CountedFrom.NONE)
    return replace(new, salesperson=None) if new.team is not None else new


def fitting(when: task_times.When) -> task_times.When:
    """Whole days for a plain task; only a meeting takes all day, and then it begins at no time."""
    if when.type is TaskType.NONE:
        return replace(when, start_time=None, duration=_days(when.duration), all_day=False)
    if when.type is TaskType.CALL or not when.all_day:
        return replace(when, all_day=False)
    return replace(when, start_time=None, duration=_days(when.duration))


def _days(duration: int) -> int:
    """Whole days; what is no length at all is left to be refused."""
    within = 1 <= duration <= task_times.LONGEST
    return task_times.whole_days(duration) if within else duration


def _row(work: Work, context: Context, new: NewTask, first_contact: int | None) -> TaskRow:
    connection = work.connection
    number = numbers.draw_for(work, "task_nos", context.work_date)
    active = active_entry(work, new.opportunity) if new.opportunity is not None else None
    is_done = new.status is TaskStatus.COMPLETED
    if is_done and new.team is not None:
        raise RuleError(_("Say who completed the task of the team."), "completed_by", "TSK-8")
    invitation = tasks.invitation(connection, new.interaction_template)
    return TaskRow(
        number=number.number,
        number_series=number.series,
        type=int(new.type),
        description=new.description,
        on=new.on,
        start_time=new.start_time,
        duration=new.duration,
        all_day=new.all_day,
        location=new.location,
        status=int(new.status),
        priority=int(new.priority),
        closed=is_done,
        closed_on=context.today if is_done else None,
        recurring=new.recurring,
        recurring_interval=new.recurring_interval,
        counted_from=int(new.counted_from),
        salesperson=new.salesperson,
        team=new.team,
        contact=None if new.type is TaskType.MEETING else new.contact,
        company=lookups.company_of(connection, first_contact),
        opportunity=new.opportunity,
        entry=active.id if active else None,
        reminder=new.reminder,
        **invitation
        | {
            "language": new.language or invitation.get("language"),
            "subject": new.subject or invitation.get("subject", ""),
        },
    )


def add_note(work: Work, context: Context, task: int, text: str) -> None:
    work.add(
        CommentRow(
            subject=TABLE_NUMBERS["task"],
            row=task,
            on=context.work_date,
            text=text.strip(),
            author=context.salesperson,
            written_at=datetime.now(UTC),
        )
    )
