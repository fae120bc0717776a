"""What the opportunity's rules need to know, loaded as their own values, and the one way an entry is written."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, func, or_, select

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.standing import Cycle, Entry, Stage, Standing
from oppdesk.domain.tasks import ActivityStep, PlannedTask, Seat
from oppdesk.domain.words import Action, Answer, Attendance, Method, Priority, Status, TaskStatus, TaskType
from oppdesk.i18n import _
from oppdesk.storage import lookups, numbers, sqlite_search, tasks
from oppdesk.storage.journal import Values
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY, EntryRow, OpportunityRow
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, TASK, TaskRow
from oppdesk.storage.unit_of_work import Work

_STATUS_OF = {Action.WON: Status.WON, Action.LOST: Status.LOST}
_DAY = 1440  # minutes


# Made once: making a statement takes longer than answering it, and these are asked at each move.
_cycle, _stage, _step = TABLES["sales_cycle"], TABLES["sales_cycle_stage"], TABLES["activity_step"]
_CYCLE = select(_cycle).where(_cycle.c.id == bindparam("row"))
_STAGES = select(_stage).where(_stage.c.sales_cycle == bindparam("row")).order_by(_stage.c.stage)
_STEPS = select(_step).where(sqlite_search.among(_step.c.activity)).order_by(_step.c.step)


def cycle(connection: Connection, row: int | None) -> Cycle | None:
    """A sales cycle with its stages as they are now."""
    found = connection.execute(_CYCLE, {"row": row}).first() if row is not None else None
    if found is None:
        return None
    return Cycle(
        id=found.id,
        code=found.code,
        description=found.description,
        method=Method(found.method),
        blocked=found.blocked,
        stages=tuple(
            Stage(
                number=stage.stage,
                description=stage.description,
                completed=stage.completed,
                chances=stage.chances,
                activity=stage.activity,
                quote_required=stage.quote_required,
                may_skip=stage.may_skip,
                formula=stage.date_formula,
            )
            for stage in connection.execute(_STAGES, {"row": row})
        ),
    )


def steps_of(connection: Connection, activity: int) -> tuple[ActivityStep, ...]:
    return steps_by_activity(connection, (activity,))[activity]


def steps_by_activity(
    connection: Connection, activities: Iterable[int]
) -> dict[int, tuple[ActivityStep, ...]]:
    """The steps of each, in order."""
    found: dict[int, list[ActivityStep]] = {activity: [] for activity in activities}
    for step in connection.execute(_STEPS, {"keys": json.dumps(list(found))}) if found else ():
        found[step.activity].append(
            ActivityStep(
                step.step, TaskType(step.type), step.description, Priority(step.priority), step.date_formula
            )
        )
    return {activity: tuple(own) for activity, own in found.items()}


def entry_of(row: EntryRow) -> Entry:
    """A stored entry as the rules know it."""
    return Entry(
        action=Action(row.action),
        stage=row.stage,
        stage_description=row.stage_description,
        previous_stage=row.previous_stage,
        value=row.estimated_value,
        chances=row.chances,
        completed=row.completed,
        probability=row.probability,
        current_value=row.current_value,
        changed_on=row.changed_on or date.min,
        closing_on=row.closing_on,
        closed_on=row.closed_on,
        close_code=row.close_code,
        days_open=row.days_open,
    )


def active_entry(work: Work, opportunity: int) -> EntryRow | None:
    return work.session.scalars(_active(), {"opportunity": opportunity}).one_or_none()


@cache
def _active() -> Select[Any]:
    """Made when the classes are mapped."""
    return select(EntryRow).where(EntryRow.opportunity == bindparam("opportunity"), EntryRow.active)


def quote_value(connection: Connection, quote: int | None) -> int | None:
    """R-QUO-02: the net amount of the assigned quote or order, None without one."""
    if quote is None:
        return None
    return connection.execute(select(DOCUMENT.c.net_amount).where(DOCUMENT.c.id == quote)).scalar()


def name_of(number: str, description: str) -> str:
    return f"{number} {description}".strip()


def standing(work: Work, row: OpportunityRow, active: EntryRow | None) -> Standing:
    return _standing(work.connection, row, active)


def _standing(connection: Connection, row: OpportunityRow, active: EntryRow | None) -> Standing:
    return Standing(
        name=name_of(row.number, row.description),
        status=Status(row.status),
        active=entry_of(active) if active else None,
        closed_on=row.closed_on,
        quote_value=quote_value(connection, row.quote),
    )


def write_entry(work: Work, row: OpportunityRow, active: EntryRow | None, entry: Entry) -> int:
    """R-ENT-01 without the tasks: supersede the active entry, insert the new one, copy the standing; the new key."""
    if active is not None:  # before the insert: only one entry may be active
        days = (entry.changed_on - (active.changed_on or entry.changed_on)).days
        work.amend(active, {"active": False, "days_open": days})
    new = work.put(ENTRY, line_of(row, entry))
    work.amend(row, standing_values(entry, row.stage, row.stage_since))
    return new


def line_of(row: OpportunityRow, entry: Entry) -> Values:
    """The line of the ledger that an opportunity stands by from now on."""
    return {
        "opportunity": row.id,
        "sales_cycle": row.sales_cycle,
        "former_cycle": row.former_cycle,
        "contact": row.contact,
        "company": row.company,
        "salesperson": row.salesperson,
        "active": True,
        **entry_values(entry),
        "days_open": 0,
    }


def entry_values(entry: Entry) -> Values:
    """An entry's own columns."""
    return {
        "stage": entry.stage,
        "stage_description": entry.stage_description,
        "previous_stage": entry.previous_stage,
        "changed_on": entry.changed_on,
        "closed_on": entry.closed_on,
        "days_open": entry.days_open,
        "action": int(entry.action),
        "estimated_value": entry.value,
        "current_value": entry.current_value,
        "completed": entry.completed,
        "chances": entry.chances,
        "probability": entry.probability,
        "close_code": entry.close_code,
        "closing_on": entry.closing_on,
    }


def standing_values(entry: Entry, stage_before: int, since_before: date | None) -> Values:
    """The copy of an entry that the opportunity carries for sorting and filtering."""
    stays = entry.stage == stage_before and since_before is not None
    return {
        "status": int(_STATUS_OF.get(entry.action, Status.IN_PROGRESS)),
        "closed_on": entry.closed_on,
        "stage": entry.stage,
        "estimated_value": entry.value,
        "chances": entry.chances,
        "completed": entry.completed,
        "probability": entry.probability,
        "current_value": entry.current_value,
        "closing_on": entry.closing_on,
        "changed_on": entry.changed_on,
        "stage_since": since_before if stays else entry.changed_on,
    }


def situation(
    connection: Connection, opportunity: int
) -> tuple[Standing, int | None, Cycle | None, dict[int, tuple[ActivityStep, ...]], tuple[int, int]]:
    """For looking: the standing, its active entry's key, the cycle, its activities' steps, (open, all) tasks."""
    # Plain rows: who only looks needs no mapper.
    row: Any = connection.execute(select(OPPORTUNITY).where(OPPORTUNITY.c.id == opportunity)).first()
    if row is None:
        raise NotThereError(_("This opportunity does not exist any more."))
    active: Any = connection.execute(
        select(ENTRY).where(ENTRY.c.opportunity == opportunity, ENTRY.c.active)
    ).first()
    stands = _standing(connection, row, active)
    seen = active.id if active else None
    found = cycle(connection, row.sales_cycle)
    activities = {stage.activity for stage in found.stages if stage.activity is not None} if found else set()
    steps = steps_by_activity(connection, activities)
    every = connection.execute(select(func.count()).where(TASK.c.opportunity == opportunity)).scalar() or 0
    return stands, seen, found, steps, (pending_tasks(connection, opportunity), every)


def chances_before_closing(connection: Connection, opportunity: int) -> int:
    """The chances of the last stage entry."""
    return (
        connection.execute(
            select(ENTRY.c.chances)
            .where(ENTRY.c.opportunity == opportunity, ENTRY.c.stage > 0)
            .order_by(ENTRY.c.id.desc())
            .limit(1)
        ).scalar()
        or 0
    )


def in_progress(work: Work, sales_cycle: int) -> list[OpportunityRow]:
    return list(
        work.session.scalars(
            select(OpportunityRow)
            .where(
                OpportunityRow.sales_cycle == sales_cycle, OpportunityRow.status == int(Status.IN_PROGRESS)
            )
            .order_by(OpportunityRow.id)
        )
    )


def open_tasks(work: Work, opportunity: int) -> list[TaskRow]:
    """Its tasks that are neither closed nor cancelled."""
    return list(
        work.session.scalars(
            select(TaskRow)
            .where(TaskRow.opportunity == opportunity, ~TaskRow.closed, ~TaskRow.canceled)
            .order_by(TaskRow.on, TaskRow.id)
        )
    )


def cancel_tasks(tasks: Iterable[TaskRow], today: date) -> None:
    """R-TSK-03: closed today, whatever the work date; a cancelled series ends."""
    for task in tasks:
        task.recurring, task.recurring_interval, task.counted_from = False, "", 0
        task.canceled = True
        task.closed = True
        task.closed_on = today
        task.status = int(TaskStatus.COMPLETED)


def add_tasks(
    work: Work, row: OpportunityRow, entry: int | None, planned: Iterable[PlannedTask], on: date
) -> list[int]:
    """R-TSK-01: a task each, numbered by the task series; a meeting's contact becomes an attendee (R-TSK-02)."""
    every = list(planned)
    template, invitation = None, {}
    if any(plan.type is TaskType.MEETING for plan in every):
        template = lookups.setup(work.connection, "interaction_template_setup").get("meeting_invitation")
        invitation = tasks.invitation(work.connection, template)
    drawn = numbers.draw_many(work, "task_nos", on, len(every))
    keys = work.keys(len(every))
    work.put_many(
        TASK,
        [
            {
                "id": key,
                "number": number.number,
                "number_series": number.series,
                "type": int(plan.type),
                "description": plan.description,
                "on": plan.on,
                "duration": _DAY,
                "all_day": plan.type is TaskType.MEETING,
                "priority": int(plan.priority),
                "salesperson": row.salesperson,
                "contact": None if plan.type is TaskType.MEETING else row.contact,
                "company": row.company,
                "opportunity": row.id,
                "entry": entry,
                **(invitation if plan.type is TaskType.MEETING else {}),
            }
            for key, plan, number in zip(keys, every, drawn, strict=True)
        ],
    )
    for key, plan in zip(keys, every, strict=True):
        if plan.type is TaskType.MEETING:
            _seat(work, key, row.salesperson, row.contact, template)
    return keys


def _seat(
    work: Work, meeting: int, salesperson: int | None, contact: int | None, template: int | None
) -> None:
    """Who sits at a meeting's table: the salesperson organises it, the contact is asked to come (R-TSK-02).

    The invitation is ticked for whom it can reach, in the words of the template (8.1).
    """
    asked = [Seat(Attendance.ORGANIZER, salesperson=salesperson, send_invitation=True)] if salesperson else []
    asked += [Seat(Attendance.REQUIRED, contact=contact)] if contact else []
    tasks.write_seats(work, meeting, tasks.ticked(work.connection, asked))
    if template is not None:
        tasks.copy_languages(work, meeting, "interaction_template", template)


def pending_tasks(connection: Connection, opportunity: int) -> int:
    """How many tasks 'cancel open tasks' would cancel."""
    return (
        connection.execute(
            select(func.count()).where(TASK.c.opportunity == opportunity, ~TASK.c.closed, ~TASK.c.canceled)
        ).scalar()
        or 0
    )


def _carrying(opportunity: int, field: str, old: int) -> list[ColumnElement[bool]]:
    """Open tasks that carry a salesperson or contact; of a meeting, who sits at the table counts."""
    attends = exists().where(ATTENDEE.c.task == TASK.c.id, ATTENDEE.c[field] == old)
    own = and_(TASK.c.type != int(TaskType.MEETING), TASK.c[field] == old)
    return [
        TASK.c.opportunity == opportunity,
        ~TASK.c.closed,
        ~TASK.c.canceled,
        or_(own, and_(TASK.c.type == int(TaskType.MEETING), attends)),
    ]


def tasks_with(work: Work, opportunity: int, field: str, old: int) -> list[TaskRow]:
    """Open tasks of the opportunity with the old salesperson or contact (R-CHG-01, R-CHG-02)."""
    return list(
        work.session.scalars(select(TaskRow).where(*_carrying(opportunity, field, old)).order_by(TaskRow.id))
    )


def count_tasks_with(connection: Connection, opportunity: int, field: str, old: int) -> int:
    found = select(func.count()).select_from(TASK).where(*_carrying(opportunity, field, old))
    return connection.execute(found).scalar() or 0


def replace_attendee(work: Work, task: int, field: str, old: object, new: int) -> None:
    """Somebody else takes the seat, who has not answered yet; nobody sits there twice (ATT-3)."""
    before = tasks.seats(work.connection, task)
    after = [
        replace(seat, **{field: new}, answer=Answer.NONE, invitation_sent=False)  # type: ignore[arg-type]
        if getattr(seat, field) == old
        else seat
        for seat in before
        if getattr(seat, field) != new
    ]
    fresh = tasks.ticked(work.connection, [seat for seat in after if seat not in before])
    tasks.write_seats(work, task, [*fresh, *[seat for seat in after if seat in before]])


def entries(work: Work, opportunity: int) -> list[EntryRow]:
    return list(
        work.session.scalars(
            select(EntryRow).where(EntryRow.opportunity == opportunity).order_by(EntryRow.id)
        )
    )


def detach_tasks(work: Work, opportunity: int) -> None:
    """R-TSK-04: the tasks stay, their link to the opportunity and its entries is cleared."""
    for task in work.session.scalars(select(TaskRow).where(TaskRow.opportunity == opportunity)):
        task.opportunity = None
        task.entry = None


def broken_standings(connection: Connection) -> list[int]:
    """Opportunities whose copied standing differs from their active entry: always empty, a check compares."""
    same = [
        OPPORTUNITY.c[name] == ENTRY.c[name]
        for name in ("stage", "estimated_value", "current_value", "completed", "chances", "probability")
    ]
    rows = connection.execute(
        select(OPPORTUNITY.c.id)
        .join(ENTRY, and_(ENTRY.c.opportunity == OPPORTUNITY.c.id, ENTRY.c.active))
        .where(~and_(*same, OPPORTUNITY.c.closing_on == ENTRY.c.closing_on))
    )
    return list(rows.scalars())
