"""Closing, cancelling and reopening tasks, and the next one of a series that follows (7.3, 7.5)."""

from datetime import date

from oppdesk.domain import new_tasks, task_series, task_times
from oppdesk.domain.errors import RuleError
from oppdesk.domain.task_seats import asked_anew
from oppdesk.domain.tasks import Closed
from oppdesk.domain.words import CountedFrom, TaskStatus, TaskType
from oppdesk.i18n import _
from oppdesk.services.context import Context
from oppdesk.storage import lookups, numbers, tasks
from oppdesk.storage.opportunities import cancel_tasks
from oppdesk.storage.task_tables import TASK, TaskRow
from oppdesk.storage.unit_of_work import Work

_ITS_OWN = frozenset({"id", "version", "updated_at", "search_text"})  # of each row


def close(work: Work, context: Context, row: TaskRow, completed_by: int | None = None) -> Closed:
    """Close it today, with the next of its series; TSK-8, TSK-11, TSK-12. What is closed already stays as it is."""
    if row.closed:
        return _closed(row)
    if row.team is None:
        completed_by = None
    else:
        completed_by = completed_by or row.completed_by
        if completed_by is None:
            raise RuleError(_("Say who completed the task of the team."), "completed_by", "TSK-8")
        lookups.check_salesperson(work.connection, completed_by)
    following = _next(work, context, row)  # what is refused changes nothing
    row.completed_by = completed_by
    _shut(row, context.today)
    return _closed(row, following, context.today, ask_interaction=True)


def cancel(work: Work, context: Context, row: TaskRow, *, series: bool) -> Closed:
    """Cancel it; of a series only this one, so that the next is planned, or all that would follow (A-2)."""
    was_closed = row.closed
    if series or not row.recurring:
        cancel_tasks([row], context.today)
        return _closed(row)
    row.canceled = True
    _shut(row, context.today)
    following = None if was_closed else _next(work, context, row)  # closed before, it has its next already
    return _closed(row, following, context.today)


def reopen(row: TaskRow) -> None:
    row.closed = False
    row.closed_on = None
    row.canceled = False
    row.completed_by = None
    if row.status == TaskStatus.COMPLETED:
        row.status = int(TaskStatus.IN_PROGRESS)


def _shut(row: TaskRow, today: date) -> None:
    row.closed = True
    row.closed_on = today
    row.status = int(TaskStatus.COMPLETED)


def _closed(
    row: TaskRow,
    following: TaskRow | None = None,
    today: date | None = None,
    *,
    ask_interaction: bool = False,
) -> Closed:
    due = following.on if following else None
    skip = task_series.skipped(row.recurring_interval, due, today) if due and today else None
    return Closed(
        task=row.id,
        next=following.id if following else None,
        next_number=following.number if following else "",
        next_on=due,
        may_skip_to=skip,
        ask_interaction=ask_interaction,
        type=TaskType(row.type),
    )


def _next(work: Work, context: Context, row: TaskRow) -> TaskRow | None:
    """The next of its series: all of it on another day, open, with those who took part asked anew."""
    if not row.recurring:
        return None
    counted_from = CountedFrom(row.counted_from)
    new_tasks.check_series(row.recurring_interval, counted_from, "TSK-12")
    due = task_series.next_date(row.recurring_interval, counted_from, row.on or context.today, context.today)
    task_times.check_date(due)
    work.flush()
    values = {
        column.name: getattr(row, column.name) for column in TASK.columns if column.name not in _ITS_OWN
    }
    number = numbers.draw_for(work, "task_nos", context.work_date)
    following = TaskRow(
        **values
        | {
            "number": number.number,
            "number_series": number.series,
            "on": due,
            "status": int(TaskStatus.NOT_STARTED),
            "closed": False,
            "closed_on": None,
            "canceled": False,
            "completed_by": None,
        }
    )
    task = work.add(following)
    tasks.write_seats(work, task, asked_anew(tasks.seats(work.connection, row.id)))
    tasks.copy_languages(work, task, "task", row.id)
    tasks.copy_notes(work, row.id, task)
    return following


def skip_forward(context: Context, row: TaskRow) -> bool:
    """Move an overdue task of a series to its first day that is not past; False when there is none."""
    if row.on is None or not row.recurring or not row.recurring_interval:
        return False
    day = task_series.skipped(row.recurring_interval, row.on, context.today)
    if day is not None:
        row.on = day
    return day is not None
