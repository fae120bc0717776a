"""Assigning an activity: the tasks that its steps become for somebody from a day on (8.1)."""

from dataclasses import replace
from datetime import date

from oppdesk.domain.errors import FieldError, NotThereError, RuleError
from oppdesk.domain.tasks import Assignment, NewTask, PlannedTask, plan
from oppdesk.domain.words import TaskType
from oppdesk.i18n import _, ngettext
from oppdesk.services import task_creating
from oppdesk.services.context import Context
from oppdesk.storage import lookups
from oppdesk.storage.opportunities import steps_of
from oppdesk.storage.unit_of_work import Reader, Store, Work


class Activities:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def planned(self, activity: int, start: date) -> tuple[PlannedTask, ...]:
        """The tasks that assigning it would make, with their days."""
        with self._store.read() as connection:
            return plan(steps_of(connection, activity), start)

    def proposal(
        self,
        *,
        contact: int | None = None,
        opportunity: int | None = None,
        salesperson: int | None = None,
        team: int | None = None,
    ) -> Assignment:
        """Whose it is to be from where it is asked for, from today on (8.1)."""
        with self._store.read() as connection:
            found = task_creating.proposal(
                connection,
                self._context,
                contact=contact,
                opportunity=opportunity,
                salesperson=salesperson,
                team=team,
            )
        return Assignment(
            None,
            self._context.today,
            found.contact,
            found.salesperson,
            found.team,
            opportunity=found.opportunity,
        )

    def assign(self, assignment: Assignment) -> list[int]:
        """One task a step, all of them or none; their ids. ACT-1, ACT-2, ACT-3, ACT-5."""
        with self._store.write("activity.assign") as work:
            activity, on = _check_filled(assignment)
            code = lookups.value(work.connection, "activity", activity, "code")
            if code is None:
                raise NotThereError(_("This activity does not exist any more."))
            steps = plan(steps_of(work.connection, activity), on)
            _check_organizer(work.connection, assignment, steps)
            made = [self._make(work, assignment, step) for step in steps]
            message = ngettext(
                "Activity {activity}: {n} task added", "Activity {activity}: {n} tasks added", len(made)
            )
            work.title = message.format(activity=code, n=len(made))
        return made

    def _make(self, work: Work, assignment: Assignment, step: PlannedTask) -> int:
        """A meeting takes all day, with who it is for at its table; an activity without steps gives its own name."""
        description = step.description or str(
            lookups.value(work.connection, "activity", assignment.activity, "description")
            or lookups.value(work.connection, "activity", assignment.activity, "code")
        )
        new = NewTask(
            step.type,
            description,
            step.on,
            priority=step.priority,
            salesperson=assignment.salesperson,
            team=assignment.team,
            contact=assignment.contact,
            opportunity=assignment.opportunity,
        )
        if step.type is TaskType.MEETING:
            seats = task_creating.proposed_seats(work.connection, self._context, new, assignment.organizer)
            template = lookups.setup(work.connection, "interaction_template_setup").get("meeting_invitation")
            new = replace(new, all_day=True, seats=seats, interaction_template=template)
        return task_creating.create(work, self._context, new).id


def _check_filled(assignment: Assignment) -> tuple[int, date]:
    """ACT-1, ACT-2."""
    if assignment.activity is None:
        raise FieldError(_("Fill in {field}.").format(field=_("Activity")), "activity", "ACT-1")
    if assignment.on is None:
        raise FieldError(_("Fill in {field}.").format(field=_("Date")), "on", "ACT-1")
    if assignment.salesperson is None and assignment.team is None:
        raise RuleError(_("Fill in a salesperson or a team."), "salesperson", "ACT-2")
    return assignment.activity, assignment.on


def _check_organizer(connection: Reader, assignment: Assignment, steps: tuple[PlannedTask, ...]) -> None:
    """ACT-3."""
    meets = any(step.type is TaskType.MEETING for step in steps)
    if assignment.team is not None and assignment.organizer is None and meets:
        code = lookups.value(connection, "activity", assignment.activity, "code")
        message = _("Activity {activity} contains meetings: say who organizes them.")
        raise RuleError(message.format(activity=code), "organizer", "ACT-3")
