"""What can be done with tasks beside an opportunity or a contact: add, done, cancel, postpone."""

from datetime import date

from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.opportunity import required
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.records import TASK
from oppdesk.domain.words import Priority, TaskStatus, TaskType
from oppdesk.i18n import EARLIEST, LATEST, _
from oppdesk.services import views
from oppdesk.services.context import Context
from oppdesk.services.views import TaskView
from oppdesk.storage import lookups, numbers, tasks
from oppdesk.storage.opportunities import active_entry, cancel_tasks, seat
from oppdesk.storage.opportunity_tables import OpportunityRow
from oppdesk.storage.task_tables import TaskRow
from oppdesk.storage.unit_of_work import Store

_DESCRIPTION = next(field for field in TASK if field.name == "description")


class Tasks:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def of(self, field: str, row: int) -> tuple[TaskView, ...]:
        """Open tasks by date, then closed ones; `field` is opportunity, contact, company or salesperson."""
        with self._store.read() as connection:
            return views.tasks(connection, Filter("id", Op.AMONG, tasks.of(connection, field, row)))

    def add(
        self,
        description: str,
        on: date,
        *,
        type: TaskType = TaskType.NONE,  # noqa: A002 - the field's own name
        priority: Priority = Priority.NORMAL,
        opportunity: int | None = None,
        contact: int | None = None,
    ) -> int:
        """A task for the salesperson of its opportunity or contact, else the user (relationships 7.8)."""
        description = str(_DESCRIPTION.check(description))
        if not description:
            raise required(_("Description"), "description")
        _check_date(on)
        with self._store.write("task.add") as work:
            salesperson, company, entry = self._context.salesperson, None, None
            if opportunity is not None:
                row = work.get(OpportunityRow, opportunity)
                contact = row.contact if contact is None else contact
                salesperson = row.salesperson or salesperson
                active = active_entry(work, opportunity)
                entry = active.id if active else None
            elif contact is not None:
                salesperson = lookups.value(work.connection, "contact", contact, "salesperson") or salesperson
            if salesperson is None:
                raise RuleError(
                    _("A task needs a salesperson: say who you are first."), "salesperson", "TSK-1"
                )
            lookups.check_salesperson(work.connection, salesperson)
            lookups.check_contact(work.connection, contact)
            company = lookups.company_of(work.connection, contact)
            number = numbers.draw_for(work, "task_nos", self._context.work_date)
            work.title = _("Task “{task}” added").format(task=description)
            meeting = type is TaskType.MEETING
            task = work.add(
                TaskRow(
                    number=number.number,
                    number_series=number.series,
                    type=int(type),
                    description=description,
                    on=on,
                    all_day=meeting,
                    priority=int(priority),
                    salesperson=salesperson,
                    contact=None if meeting else contact,
                    company=company,
                    opportunity=opportunity,
                    entry=entry,
                )
            )
            if meeting:
                seat(work, task, salesperson, contact)
        return task

    def done(self, task: int) -> None:
        """Close a task today (relationships 7.3)."""
        with self._store.write("task.done") as work:
            row = work.get(TaskRow, task)
            row.closed = True
            row.closed_on = self._context.today
            row.status = int(TaskStatus.COMPLETED)
            work.title = _("Task “{task}” done").format(task=row.description)

    def reopen(self, task: int) -> None:
        with self._store.write("task.reopen") as work:
            row = work.get(TaskRow, task)
            row.closed = False
            row.closed_on = None
            row.canceled = False
            if row.status == TaskStatus.COMPLETED:
                row.status = int(TaskStatus.IN_PROGRESS)
            work.title = _("Task “{task}” reopened").format(task=row.description)

    def cancel(self, task: int) -> None:
        with self._store.write("task.cancel") as work:
            row = work.get(TaskRow, task)
            cancel_tasks([row], self._context.today)
            work.title = _("Task “{task}” cancelled").format(task=row.description)

    def postpone(self, task: int, on: date) -> None:
        _check_date(on)
        with self._store.write("task.postpone") as work:
            row = work.get(TaskRow, task)
            row.on = on
            work.title = _("Task “{task}” postponed").format(task=row.description)


def _check_date(on: date) -> None:
    """TSK-4."""
    if not EARLIEST <= on <= LATEST:
        raise FieldError(_("This date is outside the years 1900 to 2999."), "on", "TSK-4")
