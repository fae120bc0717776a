"""What can be done with tasks: make them, change them, work them off, and sit people at the table of a meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time

from oppdesk.domain import task_seats, task_times
from oppdesk.domain.errors import NotThereError, RuleError, StaleError
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Filter
from oppdesk.domain.task_times import When
from oppdesk.domain.tasks import Closed, NewTask, Removal, Seat, SeatView, TaskLanguage, TaskSheet
from oppdesk.domain.words import Answer, Attendance, Priority, TaskStatus, TaskType
from oppdesk.i18n import _, ngettext
from oppdesk.services import (
    task_batches,
    task_changing,
    task_closing,
    task_creating,
    task_languages,
    task_removal,
    task_sheets,
    views,
)
from oppdesk.services.context import Context
from oppdesk.services.views import TaskView
from oppdesk.storage import lookups, tasks
from oppdesk.storage.task_tables import TaskRow
from oppdesk.storage.unit_of_work import Store, Work

Values = Mapping[str, object]


class Tasks:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    # -- looking --------------------------------------------------------------------------------------------------

    def of(self, field: str, row: int) -> tuple[TaskView, ...]:
        """Open tasks by date, then closed ones; `field` is opportunity, contact, company, salesperson or team."""
        with self._store.read() as connection:
            return views.waiting_first(views.tasks_by_id(connection, tasks.of(connection, field, row)))

    def sheet(self, task: int) -> TaskSheet:
        with self._store.read() as connection:
            return task_sheets.sheet(connection, task)

    def invitation(self, task: int) -> int:
        """The row of the invitation in the language of a task; RuleError when none was chosen yet."""
        with self._store.read() as connection:
            row = tasks.row(connection, task)
            found = tasks.language_row(connection, task, row.language) if row is not None else None
        if found is None:
            message = _("Choose an interaction template or a language first: the attachment belongs to it.")
            raise RuleError(message, "language")
        return int(found.id)

    def between(
        self, first: date, last: date, people: Sequence[int] | None = None, teams: Sequence[int] = ()
    ) -> list[TaskView]:
        """Tasks of which any part lies on these days, by day and time; cancelled ones aside. None is everybody."""
        with self._store.read() as connection:
            found = tasks.between(connection, first, last, people, teams)
            return views.tasks_by_id(connection, found)

    def next_date(self, field: str, row: int) -> date | None:
        """The earliest day of the open tasks of a salesperson or a team (6.1, 6.2)."""
        with self._store.read() as connection:
            return tasks.next_date(connection, field, row)

    # -- making ---------------------------------------------------------------------------------------------------

    def proposal(
        self,
        *,
        contact: int | None = None,
        opportunity: int | None = None,
        salesperson: int | None = None,
        team: int | None = None,
        interaction: int | None = None,
    ) -> NewTask:
        """What a new task begins with, from where it is asked for (7.8)."""
        with self._store.read() as connection:
            return task_creating.proposal(
                connection,
                self._context,
                contact=contact,
                opportunity=opportunity,
                salesperson=salesperson,
                team=team,
                interaction=interaction,
            )

    def retyped(self, new: NewTask, type: TaskType) -> NewTask:  # noqa: A002 - the field's own name
        """The task as it would be of another type, a meeting with the attendees proposed for it (7.4, 7.8)."""
        with self._store.read() as connection:
            return task_creating.retyped(connection, self._context, new, type)

    def seated(self, seats: Sequence[Seat]) -> tuple[SeatView, ...]:
        """Seats, stored or not, with names and ways to reach those who sit there."""
        with self._store.read() as connection:
            return task_sheets.views_of(connection, seats)

    def warnings(self, seats: Sequence[Seat]) -> tuple[str, ...]:
        """What is told of a table, though it may stay so (ATT-4)."""
        with self._store.read() as connection:
            return task_seats.warnings(seats, tasks.reaches(connection, seats))

    def create(self, new: NewTask) -> int:
        """TSK-W1 to TSK-W8, TSK-4, TSK-6, ATT-1 to ATT-7; M-53, M-22 for who is blocked."""
        with self._store.write("task.add") as work:
            row = task_creating.create(work, self._context, new)
            work.title = _("Task “{task}” added").format(task=row.description)
        return row.id

    def create_all(self, every: Sequence[NewTask], progress: Progress | None = None) -> list[int]:
        """Several in one action: all of them or none."""
        with self._store.write("task.add") as work:
            return task_batches.create(work, self._context, every, progress)

    def add(
        self,
        description: str,
        on: date,
        *,
        type: TaskType = TaskType.NONE,  # noqa: A002
        priority: Priority = Priority.NORMAL,
        opportunity: int | None = None,
        contact: int | None = None,
    ) -> int:
        """A task in few words; a meeting takes all day."""
        new = self.proposal(opportunity=opportunity, contact=contact)
        if new.salesperson is None:
            raise RuleError(_("A task needs a salesperson: say who you are first."), "salesperson", "TSK-1")
        new = replace(new, description=description, on=on, priority=priority)
        is_meeting = type is TaskType.MEETING
        new = replace(self.retyped(new, type), all_day=True) if is_meeting else replace(new, type=type)
        return self.create(new)

    # -- changing -------------------------------------------------------------------------------------------------

    def question(self, task: int, values: Values) -> str:
        """What must be agreed to before `change` is given these values; blank for nothing (7.3, 7.6, 7.10)."""
        with self._store.read() as connection:
            return task_changing.question(connection, task, values)

    def change(self, task: int, values: Values, version: int | None = None) -> Closed | None:
        """Set fields, with all that follows; what `question` asks is taken as agreed. TSK-1 to TSK-8, TSK-11.

        Completing it, by its status or by who completed it, closes it: then what came of that is returned.
        """
        with self._store.write("task.change") as work:
            row = self._row(work, task, version)
            task_changing.apply(work, row, values)
            work.title = _("Task “{task}” changed").format(task=row.description)
            completed_by = values.get("completed_by")
            if values.get("status") != TaskStatus.COMPLETED and completed_by is None:
                return None
            return self._close(work, row, completed_by if isinstance(completed_by, int) else None)

    def postpone(self, task: int, on: date) -> None:
        """Let it begin on another day; it takes as long as before."""
        self.postpone_all((task,), on)

    def postpone_all(self, tasks: Sequence[int], on: date, progress: Progress | None = None) -> None:
        """Let all of them begin on one day, in one action."""
        with self._store.write("task.postpone") as work:
            task_batches.postpone(work, tasks, on, progress)

    def place(
        self, task: int, on: date, start_time: time | None, duration: int, *, all_day: bool = False
    ) -> None:
        """Where a calendar puts it; a plain task has no time of the day, and only a meeting takes all day."""
        with self._store.write("task.place") as work:
            row = work.get(TaskRow, task)
            when = When(TaskType(row.type), on, start_time, duration, all_day)
            if all_day and when.type is not TaskType.MEETING:
                when = replace(when, start_time=None)
            when = task_creating.fitting(when)
            task_times.check(when)
            task_changing.set_when(row, when)
            work.title = _("Task “{task}” moved").format(task=row.description)

    # -- closing --------------------------------------------------------------------------------------------------

    def done(self, task: int, completed_by: int | None = None) -> Closed:
        """Close a task today (7.3). TSK-8, TSK-12."""
        with self._store.write("task.done") as work:
            return self._close(work, work.get(TaskRow, task), completed_by)

    def done_all(self, tasks: Sequence[int], progress: Progress | None = None) -> tuple[str, ...]:
        """Close several in one action; why those that stay open cannot be closed, a sentence each."""
        with self._store.write("task.done") as work:
            return task_batches.close(work, self._context, tasks, progress)

    def cancel(self, task: int, *, series: bool = False) -> Closed:
        """Cancel a task, of a series only this one unless all of it is meant (7.3, A-2)."""
        with self._store.write("task.cancel") as work:
            row = work.get(TaskRow, task)
            work.title = _("Task “{task}” cancelled").format(task=row.description)
            return task_closing.cancel(work, self._context, row, series=series)

    def cancel_all(self, tasks: Sequence[int], progress: Progress | None = None) -> None:
        """Cancel those of several that are open, in one action; of a series only this one (A-2)."""
        with self._store.write("task.cancel") as work:
            task_batches.cancel(work, self._context, tasks, progress)

    def reopen(self, task: int) -> None:
        self.reopen_all((task,))

    def reopen_all(self, tasks: Sequence[int], progress: Progress | None = None) -> None:
        with self._store.write("task.reopen") as work:
            task_batches.reopen(work, tasks, progress)

    def skip_forward(self, task: int) -> None:
        """Move a task of a series that lies in the past to the first of its days that does not (7.5)."""
        with self._store.write("task.postpone") as work:
            row = work.get(TaskRow, task)
            task_closing.skip_forward(self._context, row)
            work.title = _("Task “{task}” postponed").format(task=row.description)

    def _close(self, work: Work, row: TaskRow, completed_by: int | None) -> Closed:
        work.title = _("Task “{task}” done").format(task=row.description)
        return task_closing.close(work, self._context, row, completed_by)

    # -- the table of a meeting -------------------------------------------------------------------------------------

    def seat(self, task: int, seat: Seat) -> int:
        """Let somebody attend a meeting. TSK-9, ATT-1 to ATT-3, ATT-5, ATT-7; M-22, M-53 for who is blocked."""
        with self._store.write("task.seat") as work:
            row = work.get(TaskRow, task)
            before = self._table(work, row)
            self._check(work, (*before, replace(seat, id=None)))
            lookups.check_salesperson(work.connection, seat.salesperson)
            lookups.check_contact(work.connection, seat.contact)
            made = tasks.add_seat(work, task, replace(seat, id=None))
            self._follow_table(work, row)
            work.title = _("Attendee of “{task}” added").format(task=row.description)
        return made

    def change_seat(self, seat: int, values: Values) -> None:
        """Change attendance, who sits there, the tick for the invitation, or the answer. ATT-1 to ATT-7."""
        with self._store.write("task.seat") as work:
            row, before = self._seat(work, seat)
            mine = next(each for each in before if each.id == seat)
            changed = _changed(mine, values)
            task_seats.check_change(mine, changed)
            if task_seats.who(changed) != task_seats.who(mine):
                lookups.check_salesperson(work.connection, changed.salesperson)
                lookups.check_contact(work.connection, changed.contact)
                changed = replace(changed, answer=Answer.NONE, invitation_sent=False)  # who sits there now
                if "send_invitation" not in values:
                    (changed,) = tasks.ticked(work.connection, [changed])
            self._check(work, [changed if each.id == seat else each for each in before])
            tasks.change_seat(work, changed)
            self._follow_table(work, row)
            work.title = _("Attendee of “{task}” changed").format(task=row.description)

    def note_answers(self, answers: Mapping[int, Answer]) -> None:
        """What those who are asked answered, by their seats, in one action."""
        with self._store.write("task.seat") as work:
            for seat, answer in answers.items():
                _row, table = self._seat(work, seat)
                mine = next(each for each in table if each.id == seat)
                tasks.change_seat(work, replace(mine, answer=answer))
            work.title = ngettext("{n} answer noted", "{n} answers noted", len(answers)).format(
                n=len(answers)
            )

    def unseat(self, seat: int) -> None:
        """ATT-6."""
        with self._store.write("task.seat") as work:
            row, before = self._seat(work, seat)
            task_seats.check_removal(next(each for each in before if each.id == seat))
            tasks.write_seats(work, row.id, [each for each in before if each.id != seat])
            self._follow_table(work, row)
            work.title = _("Attendee of “{task}” removed").format(task=row.description)

    def mark_invited(self, task: int, seats: Sequence[int]) -> None:
        """Note that these attendees were sent the invitation (7.10)."""
        with self._store.write("task.seat") as work:
            row = work.get(TaskRow, task)
            for seat in tasks.seats(work.connection, task):
                if seat.id in seats:
                    tasks.change_seat(work, replace(seat, invitation_sent=True))
            work.title = _("Invitations to “{task}” sent").format(task=row.description)

    def _table(self, work: Work, row: TaskRow) -> tuple[Seat, ...]:
        """TSK-9."""
        if row.type != TaskType.MEETING:
            raise RuleError(_("Only meetings have attendees."), "", "TSK-9")
        return tasks.seats(work.connection, row.id)

    def _seat(self, work: Work, seat: int) -> tuple[TaskRow, tuple[Seat, ...]]:
        """The task of a seat and its whole table."""
        task = tasks.task_of_seat(work.connection, seat)
        if task is None:
            raise NotThereError(_("This attendee is not there any more."))
        row = work.get(TaskRow, task)
        return row, self._table(work, row)

    def _check(self, work: Work, seats: Sequence[Seat]) -> None:
        task_seats.check(seats, tasks.reaches(work.connection, seats))

    def _follow_table(self, work: Work, row: TaskRow) -> None:
        """A meeting is counted for the company of the first contact at its table."""
        guests = [seat.contact for seat in tasks.seats(work.connection, row.id) if seat.contact is not None]
        row.company = lookups.company_of(work.connection, guests[0] if guests else None)

    # -- the invitation in several languages ----------------------------------------------------------------------

    def languages(self, task: int) -> tuple[TaskLanguage, ...]:
        with self._store.read() as connection:
            return task_languages.of(connection, task)

    def save_language(self, task: int, row: int | None, values: Values) -> int:
        """Write an invitation in one language, a new one if `row` is None. TPL-4."""
        with self._store.write("task.language") as work:
            return task_languages.save(work, task, row, values)

    def remove_language(self, row: int) -> None:
        with self._store.write("task.language") as work:
            task_languages.remove(work, row)

    # -- deleting -------------------------------------------------------------------------------------------------

    def removal(self, ids: Sequence[int]) -> Removal:
        """What deleting these tasks takes along."""
        with self._store.read() as connection:
            return task_removal.removal(connection, ids)

    def remove(self, ids: Sequence[int]) -> None:
        with self._store.write("task.remove") as work:
            task_removal.remove(work, ids)

    def canceled(self, filters: Sequence[Filter] = ()) -> int:
        """How many cancelled tasks there are that `remove_canceled` would delete."""
        with self._store.read() as connection:
            return len(task_removal.canceled(connection, filters))

    def remove_canceled(self, filters: Sequence[Filter] = ()) -> int:
        """Delete the cancelled tasks that the filters find (7.3); how many they were."""
        with self._store.write("task.remove") as work:
            found = task_removal.canceled(work.connection, filters)
            task_removal.remove(work, found)
            work.title = task_removal.title_of_canceled(len(found))
        return len(found)

    def _row(self, work: Work, task: int, version: int | None) -> TaskRow:
        row = work.get(TaskRow, task)
        if version is not None and row.version != version:
            raise StaleError(_("“{task}” was changed elsewhere meanwhile.").format(task=row.description))
        return row


def _changed(seat: Seat, values: Values) -> Seat:
    """The seat with these values; a contact takes the place of a salesperson, and the other way round."""
    found = dict(values)
    for one, other in (("salesperson", "contact"), ("contact", "salesperson")):
        if found.get(one) is not None:
            found.setdefault(other, None)
    if "attendance" in found:
        found["attendance"] = Attendance(int(str(found["attendance"])))
    if "answer" in found:
        found["answer"] = Answer(int(str(found["answer"])))
    return replace(seat, **found)  # type: ignore[arg-type]  # the values of its own fields
