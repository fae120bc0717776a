"""Phone calls: by which number, what is missing for one, and its entry in the log (relationships 9.7)."""

from dataclasses import dataclass, replace

from oppdesk.domain.addresses import CALLS, Choice
from oppdesk.domain.errors import FieldError, RuleError, UserError
from oppdesk.domain.interactions import FIELDS, Call, NewInteraction
from oppdesk.domain.tasks import Closed, NewTask
from oppdesk.domain.words import TaskType
from oppdesk.i18n import _
from oppdesk.services import contact_letters, interaction_setup, task_closing, task_creating
from oppdesk.services import interaction_writing as writing
from oppdesk.services.context import Context
from oppdesk.services.interactions import Interactions
from oppdesk.storage import interactions
from oppdesk.storage.task_tables import TaskRow
from oppdesk.storage.unit_of_work import Reader, Store, Work

PURPOSE = "calls"  # which template of the setup
_NEEDED = ("on", "description", "salesperson")  # in this order (CALL-2)


@dataclass(frozen=True, slots=True)
class Concluded:
    """The entry of a call, and what else came of it: an opportunity, the task that was closed."""

    interaction: int
    opportunity: int | None = None
    closed: Closed | None = None


class Calls:
    def __init__(self, store: Store, context: Context, log: Interactions) -> None:
        self._store = store
        self._context = context
        self._log = log

    def proposal(
        self,
        *,
        contact: int | None = None,
        opportunity: int | None = None,
        task: int | None = None,
        seat: int | None = None,
    ) -> Call:
        """A call of today by the preferred number, asked for at a contact, an opportunity, a task or one of its seats.

        `fault` says what stands in its way: ITS-3, TSK-10, CALL-3, LOG-4.
        """
        try:
            with self._store.read() as connection:
                if seat is not None:
                    contact, task = _at_seat(connection, seat)
                elif task is not None and contact is None:
                    contact = _of_task(connection, task)
                template = interaction_setup.document_template(connection, PURPOSE)
            new = self._log.proposal(contact=contact, opportunity=opportunity, task=task)
            new = replace(self._log.with_template(new, template), on=self._context.today)
        except UserError as error:
            new = self._log.proposal(contact=contact, opportunity=opportunity, task=task)
            return Call(replace(new, on=self._context.today), fault=error.message)
        return self.reaching(new)

    def reaching(self, new: NewInteraction) -> Call:
        """The same call to the contact that it names now: its numbers, the preferred one chosen."""
        try:
            with self._store.read() as connection:
                writing.check_contact(connection, new.contact)
                ways = self._ways(connection, new)
        except UserError as error:
            return Call(replace(new, contact_via=""), fault=error.message)
        return Call(replace(new, contact_via=ways[0].value), ways)

    def _ways(self, connection: Reader, new: NewInteraction) -> tuple[Choice, ...]:
        """CALL-3."""
        if new.contact is None:
            raise RuleError(_("Choose whom to call."), "contact", "CALL-3")
        try:
            return tuple(contact_letters.ways(connection, new.contact, self._context.today, CALLS))
        except UserError as error:
            raise RuleError(error.message, "contact_via", "CALL-3") from None

    def check(self, new: NewInteraction) -> None:
        """What a call needs before it is dialled: LOG-4, ITS-3, CALL-3, CALL-1, CALL-2."""
        with self._store.read() as connection:
            self._check(connection, new)

    def _check(self, connection: Reader, new: NewInteraction) -> int:
        if new.contact is None:
            raise RuleError(_("Choose whom to call."), "contact", "CALL-3")
        writing.check_contact(connection, new.contact)
        template = interaction_setup.document_template(connection, PURPOSE)
        if not new.contact_via.strip():
            self._ways(connection, new)
            raise FieldError(_("Fill in the phone number."), "contact_via", "CALL-1")
        values = {"on": new.on, "description": new.description.strip(), "salesperson": new.salesperson}
        for name in _NEEDED:
            if not values[name]:
                message = _("Fill in {field}.").format(field=_(FIELDS[name].label))
                raise FieldError(message, name, "CALL-2")
        return template

    def log(self, new: NewInteraction) -> int:
        """Write the call to the log; the key of its entry."""
        return self.conclude(new).interaction

    def conclude(
        self,
        new: NewInteraction,
        *,
        makes_opportunity: bool = False,
        is_done: bool = False,
        following: NewTask | None = None,
    ) -> Concluded:
        """Log the call with all that follows from it, everything or nothing (0.5).

        An opportunity is made of it, the task that was called about is done, and the next one is made; the errors of
        that one name their fields with "task." before them.
        """
        with self._store.write("call.log") as work:
            template = self._check(work.connection, new)
            row = self._log.log_in(work, replace(new, template=template))
            made = self._log.make_opportunity_in(work, row) if makes_opportunity else None
            closed = self._close(work, new.task) if is_done and new.task is not None else None
            if following is not None:
                opportunity = made if made is not None else following.opportunity
                self._add_task(work, replace(following, opportunity=opportunity))
            work.title = _("“{interaction}” logged").format(interaction=row.description)
        return Concluded(row.id, made, closed)

    def _close(self, work: Work, task: int) -> Closed:
        """A team's task was done by who called."""
        return task_closing.close(work, self._context, work.get(TaskRow, task), self._context.salesperson)

    def _add_task(self, work: Work, new: NewTask) -> None:
        try:
            task_creating.create(work, self._context, new)
        except UserError as error:
            raise type(error)(error.message, f"task.{error.field}", error.number) from None


def _of_task(connection: Reader, task: int) -> int:
    """TSK-10."""
    found = interactions.contact_of_task(connection, task)
    if found is not None:
        return found
    kind = interactions.stored(connection, "task", task).get("type")
    message = _("This task has no contact; assign one before you call.")
    if kind == TaskType.MEETING:
        message = _("Choose whom to call among the attendees of this meeting.")
    raise RuleError(message, "contact", "TSK-10")


def _at_seat(connection: Reader, seat: int) -> tuple[int, int]:
    """The contact at a meeting's table; TSK-10 for a salesperson."""
    found = interactions.stored(connection, "attendee", seat)
    if not found or found["contact"] is None:
        raise RuleError(_("Salespeople are not called from here, only contacts."), "contact", "TSK-10")
    return found["contact"], found["task"]
