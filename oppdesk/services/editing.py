"""Changes a few fields of many records in one operation, after saying of each record what would become of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from oppdesk.domain import opportunity as rules
from oppdesk.domain.errors import FieldError, RuleError, UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT, OPPORTUNITY, SHARED, TASK
from oppdesk.domain.standing import Cycle, Move
from oppdesk.domain.words import Step
from oppdesk.i18n import _, ngettext
from oppdesk.services import task_changing
from oppdesk.services.contacts import Contacts
from oppdesk.services.context import Context
from oppdesk.services.opportunity_fields import OpportunityFields
from oppdesk.storage import listing, lists, many, opportunities
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.opportunity_tables import EntryRow, OpportunityRow
from oppdesk.storage.task_tables import TaskRow
from oppdesk.storage.unit_of_work import Store, Work

Values = Mapping[str, object]
BLOCK = 200  # records that are brought at once
_ESTIMATES = (
    "estimated_value",
    "chances",
    "closing_on",
)  # they change by an Updated entry (4.1), like the dialog's
_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "opportunity": {field.name: field for field in OPPORTUNITY},
    "contact": {field.name: field for field in CONTACT},
    "task": {field.name: field for field in TASK},
}


def fields_of(table: str) -> list[Field]:
    """The fields that may be changed in many records of a list; none where it makes no sense."""
    return [_FIELDS[table][name] for name in SHARED.get(table, ())]


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` by field, typed as rows of lists are; only fields that become another."""

    id: int
    version: int
    name: str
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Left:
    """A record that stays as it is: it has these values already, or `reason` says why it may not change."""

    id: int
    name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen, before anything does."""

    table: str
    values: Mapping[str, object]
    with_tasks: bool = False  # the open tasks of an opportunity follow its salesperson (R-CHG-01)
    changes: tuple[Change, ...] = ()
    unchanged: tuple[Left, ...] = ()
    refused: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """`overtaken` were changed or removed by somebody since they were looked at: they stay as they are."""

    changed: int
    overtaken: tuple[str, ...] = ()


class Editing:
    def __init__(
        self, store: Store, context: Context, opportunity_fields: OpportunityFields, contacts: Contacts
    ) -> None:
        self._store = store
        self._begin: Mapping[str, Callable[[bool], _Doer]] = {
            "opportunity": lambda with_tasks: _Opportunities(context, opportunity_fields, with_tasks),
            "contact": lambda _with_tasks: _Contacts(contacts),
            "task": lambda _with_tasks: _Tasks(),
        }

    def plan(
        self,
        table: str,
        ids: Sequence[int],
        values: Values,
        *,
        with_tasks: bool = False,
        progress: Progress | None = None,
    ) -> Plan:
        """What each record would become, in the order of `ids`; the rules speak, and nothing is written.

        References may be given as Ref, to be shown so. FieldError for a value that its field does not take at all.
        """
        clean = _checked(table, values)
        doer = self._begin[table](with_tasks)
        shown = lists.listing(table)
        found: list[Change | Left] = []
        with many.rehearsal(self._store) as work:
            for start in range(0, len(ids), BLOCK):
                if progress is not None:
                    progress.step(start, len(ids))
                block = ids[start : start + BLOCK]
                records = {record.id: record for record in doer.bring(work, block)}
                found += [
                    _rehearsed(work, doer, records[row["id"]], row, values, clean)
                    for row in listing.rows(work.connection, shown, block)
                ]
                doer.forget()
                work.forget()
        return Plan(
            table,
            values,
            with_tasks,
            tuple(each for each in found if isinstance(each, Change)),
            tuple(each for each in found if isinstance(each, Left) and not each.reason),
            tuple(each for each in found if isinstance(each, Left) and each.reason),
        )

    def apply(self, plan: Plan, progress: Progress | None = None) -> Edited:
        """Do what was planned, in one operation; a record that changed since is left alone and told.

        A UserError is a rule that did not speak before, because what it looks at has changed: then nothing is written.
        """
        doer = self._begin[plan.table](plan.with_tasks)
        clean = _checked(plan.table, plan.values)
        overtaken: list[str] = []
        with self._store.write(f"{plan.table}.edit_many") as work:
            now = many.versions(work, doer.cls, [each.id for each in plan.changes])
            for start in range(0, len(plan.changes), BLOCK):
                if progress is not None:
                    progress.step(start, len(plan.changes))
                block = plan.changes[start : start + BLOCK]
                untouched = [each.id for each in block if now.get(each.id) == each.version]
                overtaken += [each.name for each in block if now.get(each.id) != each.version]
                records = doer.bring(work, untouched)
                with many.gathering(work):
                    for record in records:
                        doer.change(work, record, _wanted(record, clean))
                doer.write(work)
            done = len(plan.changes) - len(overtaken)
            work.title = _title(plan, done)
        return Edited(done, tuple(overtaken))


class _Doer(Protocol):
    """How records of one table change: `bring` a block, `change` each, `write` the block."""

    cls: type[Any]

    def bring(self, work: Work, ids: Sequence[int]) -> list[Any]: ...
    def change(self, work: Work, record: Any, values: Values) -> None: ...
    def write(self, work: Work) -> None: ...
    def forget(self) -> None: ...


class _Contacts:
    cls = ContactRow

    def __init__(self, contacts: Contacts) -> None:
        self._contacts = contacts

    def bring(self, work: Work, ids: Sequence[int]) -> list[ContactRow]:
        return many.brought(work, ContactRow, ids)

    def change(self, work: Work, record: ContactRow, values: Values) -> None:
        if values:  # else a company has passed it on to this person already
            self._contacts.change_in(work, record.id, values)

    def write(self, work: Work) -> None:
        work.flush()

    def forget(self) -> None:
        """Nothing is kept."""


class _Tasks:
    """As on the card; what it asks there is taken as agreed: the preview says what becomes of each."""

    cls = TaskRow

    def bring(self, work: Work, ids: Sequence[int]) -> list[TaskRow]:
        return many.brought(work, TaskRow, ids)

    def change(self, work: Work, record: TaskRow, values: Values) -> None:
        if values:
            task_changing.apply(work, record, values)

    def write(self, work: Work) -> None:
        work.flush()

    def forget(self) -> None:
        """Nothing is kept."""


class _Opportunities:
    """Fields change as on the card, estimates as by the Update dialog; entries are written a block at a time."""

    cls = OpportunityRow

    def __init__(self, context: Context, fields: OpportunityFields, with_tasks: bool) -> None:
        self._context = context
        self._fields = fields
        self._with_tasks = with_tasks
        self._cycles: dict[int | None, Cycle | None] = {}
        self._salespeople: set[int] = set()  # that may be used
        self._active: dict[int, EntryRow] = {}
        self._steps: list[many.Step] = []

    def bring(self, work: Work, ids: Sequence[int]) -> list[OpportunityRow]:
        self._active = many.active_entries(work, ids)
        return many.brought(work, OpportunityRow, ids)

    def change(self, work: Work, record: OpportunityRow, values: Values) -> None:
        active = self._active.get(record.id)
        estimates = {name: value for name, value in values.items() if name in _ESTIMATES}
        if estimates:  # they ask most; and the new entry takes what the other fields become
            self._update(work, record, active, estimates)
            active = None
        for name, value in values.items():
            if name not in _ESTIMATES:
                self._fields.change_in(
                    work,
                    record,
                    name,
                    value,
                    active=active,
                    with_tasks=self._with_tasks,
                    checked=self._salespeople,
                )

    def _update(
        self, work: Work, row: OpportunityRow, active: EntryRow | None, values: Mapping[str, Any]
    ) -> None:
        """An Update in its stage, dated the work date or the last change (R-ENT-02)."""
        standing = opportunities.standing(work, row, active)
        rules.check_not_closed(standing)
        if standing.active is None or active is None:
            message = _("{opportunity} is not started yet: its estimates begin with its first stage.")
            raise RuleError(message.format(opportunity=standing.name), number="M-11")
        if row.sales_cycle not in self._cycles:
            self._cycles[row.sales_cycle] = opportunities.cycle(work.connection, row.sales_cycle)
        cycle = self._cycles[row.sales_cycle]
        if cycle is None:
            raise rules.required(_("Sales cycle"), "sales_cycle")
        wish = Move(
            Step.UPDATE,
            None,
            rules.change_date(standing, self._context.work_date),
            values.get("estimated_value", standing.active.value),
            values.get("chances", standing.active.chances),
            values.get("closing_on", standing.active.closing_on),
        )
        step = many.Step(row, active, rules.move(cycle, standing, wish))
        many.stand(step)
        self._steps.append(step)

    def write(self, work: Work) -> None:
        many.write_entries(work, self._steps)
        work.flush()
        self.forget()

    def forget(self) -> None:
        self._steps = []


def _rehearsed(
    work: Work, doer: _Doer, record: Any, row: Mapping[str, Any], values: Values, clean: Values
) -> Change | Left:
    name, version = _name(row), record.version
    wanted = _wanted(record, clean)
    if not wanted:
        return Left(row["id"], name)
    before = {field: getattr(record, field) for field in clean}
    try:
        doer.change(work, record, wanted)
    except UserError as error:
        return Left(row["id"], name, error.message)
    after = {field: getattr(record, field) for field in clean}
    became = [field for field in clean if before[field] != after[field]]
    if not became:
        return Left(row["id"], name)
    return Change(
        row["id"],
        version,
        name,
        {field: row[field] for field in became},
        {field: _as_given(after[field], values[field]) for field in became},
    )


def _wanted(record: Any, clean: Values) -> dict[str, object]:
    """What the record does not have yet."""
    return {name: value for name, value in clean.items() if getattr(record, name) != value}


def _checked(table: str, values: Values) -> dict[str, object]:
    clean = {}
    for name, value in values.items():
        if name not in SHARED.get(table, ()):
            raise FieldError(_("This field cannot be changed in many records at once."), name)
        clean[name] = _FIELDS[table][name].check(value)
    return clean


def _as_given(after: object, given: object) -> object:
    """A reference with its name."""
    return given if isinstance(given, Ref) and given.id == after else after


def _name(row: Mapping[str, Any]) -> str:
    for field in ("name", "description", "number"):
        if row.get(field):
            return str(row[field])
    return ""


def _title(plan: Plan, count: int) -> str:
    """For the undo bar: "Salesperson of 12 opportunities changed"."""
    labels = ", ".join(_(_FIELDS[plan.table][name].label) for name in plan.values)
    titles = {
        "opportunity": ngettext(
            "{fields} of {count} opportunity changed", "{fields} of {count} opportunities changed", count
        ),
        "contact": ngettext(
            "{fields} of {count} contact changed", "{fields} of {count} contacts changed", count
        ),
        "task": ngettext("{fields} of {count} task changed", "{fields} of {count} tasks changed", count),
    }
    return titles[plan.table].format(fields=labels, count=count)
