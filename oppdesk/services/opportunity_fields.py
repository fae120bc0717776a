"""Changing the fields of an opportunity with all that follows (5.3), and deleting opportunities (5.2)."""

from collections.abc import Sequence

from oppdesk.domain import opportunity as rules
from oppdesk.domain.errors import FieldError, RuleError, StaleError
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.words import STATUS, Status, TaskType
from oppdesk.i18n import _, ngettext, said
from oppdesk.services.context import Context
from oppdesk.storage import comments, interactions, listing, lists, lookups, numbers, opportunities
from oppdesk.storage.opportunity_tables import EntryRow, OpportunityRow, SalesDocumentRow
from oppdesk.storage.unit_of_work import Store, Work

CHANGEABLE = ("number", "description", "contact", "salesperson", "sales_cycle", "priority")
CLOSED = Filter("status", Op.AMONG, (int(Status.WON), int(Status.LOST)))
_FIELDS = {field.name: field for field in OPPORTUNITY}
_ASKED = ("salesperson", "contact")  # fields that open tasks carry too


def name_of(row: OpportunityRow) -> str:
    return opportunities.name_of(row.number, row.description)


class OpportunityFields:
    """One field at a time, as it is left on the card."""

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def tasks_to_follow(self, opportunity: int, field: str, value: object) -> int:
        """How many open tasks carry the old value, so whether to ask (Q-02); 0 when there is nothing to ask."""
        if field not in _ASKED:
            return 0
        with self._store.read() as connection:
            old = lookups.value(connection, "opportunity", opportunity, field)
            if old is None or old == value:
                return 0
            return opportunities.count_tasks_with(connection, opportunity, field, old)

    def change(
        self,
        opportunity: int,
        field: str,
        value: object,
        *,
        version: int | None = None,
        with_tasks: bool = False,
    ) -> None:
        """Set one of CHANGEABLE; `with_tasks` lets the open tasks with the old value follow (R-CHG-01, -02).

        FieldError and RuleError name the field; StaleError when the record is not of the version that was read.
        """
        if field not in CHANGEABLE:
            raise FieldError(_("This field cannot be changed here."), field)
        described = _FIELDS[field]
        value = described.check(value)
        with self._store.write(f"opportunity.{field}") as work:
            row = work.get(OpportunityRow, opportunity)
            if version is not None and row.version != version:
                raise StaleError(
                    _("{opportunity} was changed elsewhere meanwhile.").format(opportunity=name_of(row)),
                    field,
                )
            if getattr(row, field) == value:
                return
            active = opportunities.active_entry(work, row.id) if field in _ASKED else None
            self.change_in(work, row, field, value, active=active, with_tasks=with_tasks)
            work.title = _("{field} of “{opportunity}” changed").format(
                field=_(described.label), opportunity=row.description or row.number
            )

    def change_in(
        self,
        work: Work,
        row: OpportunityRow,
        field: str,
        value: object,
        *,
        active: EntryRow | None,
        with_tasks: bool = False,
        checked: set[int] | None = None,
    ) -> None:
        """As `change`, within an operation that is under way; every check comes before the first change.

        `checked` are salespeople that were looked at before: among many records it is mostly the same.
        """
        value = _FIELDS[field].check(value)
        old = getattr(row, field)
        if old == value:
            return
        _check_open(row, field)
        if field == "number":
            row.number = numbers.check_renumber(work, "opportunity_nos", str(value))
            row.number_series = None
        elif field in _ASKED:
            known = set() if checked is None else checked
            self._change_party(work, row, field, value, active, known, with_tasks=with_tasks)
        else:
            if field == "sales_cycle":
                _check_cycle(work, row, value)
            setattr(row, field, value)

    def _change_party(
        self,
        work: Work,
        row: OpportunityRow,
        field: str,
        new: object,
        active: EntryRow | None,
        checked: set[int],
        *,
        with_tasks: bool,
    ) -> None:
        """Salesperson or contact: never blanked, the active entry follows, open tasks when the user says so."""
        if new is None:
            raise rules.required(_(_FIELDS[field].label), field)
        if not isinstance(new, int):
            raise FieldError(_("Choose one of the list."), field, "CON-F8")
        old = getattr(row, field)
        tasks = (
            opportunities.tasks_with(work, row.id, field, old) if with_tasks and isinstance(old, int) else []
        )
        if field == "salesperson":
            if new not in checked:
                lookups.check_salesperson(work.connection, new)
                checked.add(new)
            row.salesperson = new
        else:
            self._check_new_contact(work, row, new)
            row.contact = new
            row.company = lookups.company_of(work.connection, new)
            if row.quote is not None:
                document = work.get(SalesDocumentRow, row.quote)
                document.contact, document.company = row.contact, row.company
        if active is not None:
            active.salesperson, active.contact, active.company = row.salesperson, row.contact, row.company
        for task in tasks:
            meeting = task.type == TaskType.MEETING
            if field == "contact":
                task.company = row.company
            if meeting:
                # The organiser keeps his own task; who sits at the table changes.
                opportunities.replace_attendee(work, task.id, field, old, new)
            else:
                setattr(task, field, new)

    @staticmethod
    def _check_new_contact(work: Work, row: OpportunityRow, contact: int) -> None:
        """R-CHG-02."""
        lookups.check_contact(work.connection, contact)
        if row.contact is None or row.status == Status.NOT_STARTED:
            return
        if lookups.company_of(work.connection, contact) != row.company:
            raise RuleError(
                _("{contact} belongs to another company, so {opportunity} cannot move there.").format(
                    contact=lookups.value(work.connection, "contact", contact, "name"),
                    opportunity=name_of(row),
                ),
                "contact",
                "M-30",
            )

    # -- deleting -----------------------------------------------------------------------------------------

    def remove(
        self, ids: Sequence[int], *, cancel_tasks: bool = False, progress: Progress | None = None
    ) -> None:
        """Delete Not Started and closed opportunities with entries and comments; tasks stay without the link.

        One that is In Progress refuses all (R-DEL-01, M-23, R-DEL-10). `cancel_tasks` cancels the open tasks.
        """
        with self._store.write("opportunity.remove") as work:
            names = []
            for done, opportunity in enumerate(ids):
                if progress is not None:
                    progress.step(done, len(ids))
                row = work.get(OpportunityRow, opportunity)
                _check_removable(row)
                names.append(row.description or row.number)
                self._remove(work, row, cancel_tasks=cancel_tasks)
            work.title = (
                _("“{opportunity}” deleted").format(opportunity=names[0])
                if len(names) == 1
                else ngettext(
                    "{count} opportunity deleted", "{count} opportunities deleted", len(names)
                ).format(count=len(names))
            )

    def _remove(self, work: Work, row: OpportunityRow, *, cancel_tasks: bool) -> None:
        if cancel_tasks:
            opportunities.cancel_tasks(opportunities.open_tasks(work, row.id), self._context.today)
        entries = opportunities.entries(work, row.id)
        opportunities.detach_tasks(work, row.id)
        interactions.detach(work, "opportunity", [row.id])
        comments.remove_all(work, "opportunity", [row.id])
        work.flush()
        for entry in entries:
            work.remove(entry)
        work.flush()
        work.remove(row)
        work.flush()

    def closed(self, query: Query) -> int:
        """How many closed opportunities the batch would delete (9.6)."""
        with self._store.read() as connection:
            return listing.count(connection, lists.listing("opportunity"), query.where(CLOSED))

    def remove_closed(self, query: Query, progress: Progress | None = None) -> int:
        """The batch job of 9.6: every closed opportunity the filters find, in one transaction; how many."""
        with self._store.read() as connection:
            ids = list(listing.ids(connection, lists.listing("opportunity"), query.where(CLOSED)))
        if ids:
            self.remove(ids, progress=progress)
        return len(ids)


def _check_open(row: OpportunityRow, field: str) -> None:
    """1.3, R-CLO-08: once closed only the description may change."""
    if field == "description" or row.status not in (Status.WON, Status.LOST):
        return
    raise RuleError(
        _("{opportunity} has been closed since {date} and cannot be changed.").format(
            opportunity=name_of(row), date=said(row.closed_on)
        ),
        field,
        "M-10",
    )


def _check_cycle(work: Work, row: OpportunityRow, cycle: object) -> None:
    """R-CHG-05."""
    if row.status != Status.NOT_STARTED:
        raise RuleError(
            _("The sales cycle of {opportunity} is fixed since it was started.").format(
                opportunity=name_of(row)
            ),
            "sales_cycle",
            "M-51",
        )
    if isinstance(cycle, int):
        lookups.check_cycle(work.connection, cycle)
        row.former_cycle = ""


def _check_removable(row: OpportunityRow) -> None:
    if row.status == Status.IN_PROGRESS:
        raise RuleError(
            _("{opportunity} is {status} and cannot be deleted; close it first.").format(
                opportunity=name_of(row), status=_(STATUS[row.status])
            ),
            number="M-23",
        )
