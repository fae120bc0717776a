"""The life of an opportunity: created, started, moved, closed, reopened — each one transaction, each undoable."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from oppdesk.domain import closing
from oppdesk.domain import opportunity as rules
from oppdesk.domain.errors import NotThereError, RuleError, StaleError
from oppdesk.domain.records import OPPORTUNITY
from oppdesk.domain.standing import Closing, Cycle, Entry, Move, Offer, Stage, Standing
from oppdesk.domain.tasks import ActivityStep, PlannedTask, plan
from oppdesk.domain.words import Action, Priority, Step, TaskType
from oppdesk.i18n import _
from oppdesk.services import views
from oppdesk.services.context import Context
from oppdesk.services.views import OpportunityView
from oppdesk.storage import lookups, numbers, opportunities
from oppdesk.storage.opportunity_tables import EntryRow, OpportunityRow
from oppdesk.storage.unit_of_work import Reader, Store, Work

REMINDER = "6M"
_DESCRIPTION = next(field for field in OPPORTUNITY if field.name == "description")


@dataclass(frozen=True, slots=True)
class Draft:
    """A new opportunity as the Create dialog holds it; nothing of it is stored before `create`."""

    description: str = ""
    contact: int | None = None
    salesperson: int | None = None
    sales_cycle: int | None = None
    priority: Priority = Priority.NORMAL
    number: str = ""  # typed by hand; blank draws the next one
    activate: bool = False
    value: int = 0
    chances: int = 0
    closing_on: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the Create, Update and Close dialogs need to show consequences live, without asking again."""

    id: int
    seen: int | None  # the active entry the dialog starts from
    standing: Standing
    cycle: Cycle | None
    offers: tuple[Offer, ...]
    default: Offer | None
    steps: dict[int, tuple[ActivityStep, ...]]  # of the activities of the cycle's stages
    open_tasks: int
    any_tasks: bool
    change_date: date

    def planned(self, stage: Stage, on: date) -> tuple[PlannedTask, ...]:
        """The tasks that entering a stage creates."""
        return () if stage.activity is None else plan(self.steps.get(stage.activity, ()), on)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A sales cycle and the steps of its stages' activities: what starting in it would bring."""

    cycle: Cycle
    steps: dict[int, tuple[ActivityStep, ...]]

    def planned(self, stage: Stage, on: date) -> tuple[PlannedTask, ...]:
        return () if stage.activity is None else plan(self.steps.get(stage.activity, ()), on)


class Opportunities:
    """The commands; every one names what it did for the journal and the undo bar."""

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    # -- looking ------------------------------------------------------------------------------------------

    def view(self, opportunity: int) -> OpportunityView:
        """All that windows show of one opportunity; NotThereError when it is gone."""
        with self._store.read() as connection:
            return views.opportunity(connection, opportunity)

    def outlook(self, sales_cycle: int) -> Outlook:
        """What a new opportunity in this cycle would meet."""
        with self._store.read() as connection:
            found = opportunities.cycle(connection, sales_cycle)
            if found is None:
                raise NotThereError(_("This sales cycle does not exist any more."))
            activities = {stage.activity for stage in found.stages if stage.activity is not None}
            return Outlook(found, opportunities.steps_by_activity(connection, activities))

    # -- creating -----------------------------------------------------------------------------------------

    def draft(self, contact: int | None = None, salesperson: int | None = None) -> Draft:
        """The defaults of a new opportunity (R-CRE-03 to R-CRE-05): contact's salesperson, else the user's."""
        with self._store.read() as connection:
            return self._draft(connection, contact, salesperson)

    def _draft(self, connection: Reader, contact: int | None, salesperson: int | None) -> Draft:
        chosen = salesperson
        if chosen is None and contact is not None:
            chosen = lookups.value(connection, "contact", contact, "salesperson")
        if chosen is None:
            chosen = self._context.salesperson
        default = lookups.setup(connection, "marketing_setup").get("default_sales_cycle")
        if default is not None and lookups.value(connection, "sales_cycle", default, "blocked"):
            default = None
        return Draft(contact=contact, salesperson=chosen, sales_cycle=default)

    def create(self, draft: Draft, *, complete: bool = True) -> int:
        """Store a new opportunity and start its first stage if asked; its id.

        `complete` is the wizard's demand for description, contact, salesperson and cycle (R-CRE-10);
        the quick card leaves them for later.
        """
        with self._store.write("opportunity.create") as work:
            row = self._insert(work, draft, complete=complete)
            if draft.activate:
                on = self._context.work_date
                wish = Move(Step.FIRST, None, on, draft.value, draft.chances, draft.closing_on)
                self._start(work, row, wish, zero_allowed=False)
            work.title = _("“{opportunity}” created").format(opportunity=row.description or row.number)
        return row.id

    def begin(
        self, work: Work, *, description: str, contact: int | None, salesperson: int | None
    ) -> OpportunityRow:
        """A Not Started one in the default cycle, within an operation that is under way (R-CRE-06)."""
        usual = self._draft(work.connection, contact, salesperson)
        return self._insert(work, replace(usual, description=description), complete=False)

    def _insert(self, work: Work, draft: Draft, *, complete: bool) -> OpportunityRow:
        work_date = self._context.work_date
        rules.check_chances(draft.chances)
        description = str(_DESCRIPTION.check(draft.description))
        if complete:
            self._check_draft(draft, description, work_date)
        salesperson = draft.salesperson
        if salesperson is None:
            salesperson = self._default_salesperson(work, draft.contact)
        lookups.check_salesperson(work.connection, salesperson)
        lookups.check_contact(work.connection, draft.contact)
        lookups.check_cycle(work.connection, draft.sales_cycle)
        drawn = numbers.draw_for(work, "opportunity_nos", work_date, typed=draft.number)
        row = OpportunityRow(
            number=drawn.number,
            number_series=drawn.series,
            description=description,
            contact=draft.contact,
            company=lookups.company_of(work.connection, draft.contact),
            salesperson=salesperson,
            sales_cycle=draft.sales_cycle,
            priority=int(draft.priority),
            created_on=work_date,  # R-CRE-01: whatever was typed
        )
        work.add(row)
        work.flush()
        return row

    def _default_salesperson(self, work: Work, contact: int | None) -> int | None:
        found = lookups.value(work.connection, "contact", contact, "salesperson") if contact else None
        return found if found is not None else self._context.salesperson

    @staticmethod
    def _check_draft(draft: Draft, description: str, work_date: date) -> None:
        """R-CRE-10, in its order."""
        if not description:
            raise rules.required(_("Description"), "description")
        if draft.contact is None:
            raise RuleError(_("Name the contact the opportunity is about."), "contact", "M-04")
        if draft.salesperson is None:
            raise rules.required(_("Salesperson"), "salesperson")
        if draft.sales_cycle is None:
            raise rules.required(_("Sales cycle"), "sales_cycle")
        if not draft.activate:
            return
        for value, label, field in (
            (draft.value, _("Estimated value"), "value"),
            (draft.chances, _("Chances of success"), "chances"),
        ):
            if value <= 0:
                raise RuleError(_("{field} must be greater than 0.").format(field=label), field, "M-06")
        if draft.closing_on is None:
            raise rules.required(_("Estimated closing date"), "closing_on")
        if draft.closing_on < work_date:
            raise RuleError(_("The estimated closing date must not be in the past."), "closing_on", "M-15")

    # -- moving -------------------------------------------------------------------------------------------

    def situation(self, opportunity: int) -> Situation:
        """What may be done with an opportunity now, and all that the dialogs compute from."""
        with self._store.read() as connection:
            return self._situation(opportunity, *opportunities.situation(connection, opportunity))

    def _situation(
        self,
        opportunity: int,
        standing: Standing,
        seen: int | None,
        cycle: Cycle | None,
        steps: dict[int, tuple[ActivityStep, ...]],
        tasks: tuple[int, int],
    ) -> Situation:
        choices = rules.offers(cycle, standing) if cycle is not None else ()
        return Situation(
            id=opportunity,
            seen=seen,
            standing=standing,
            cycle=cycle,
            offers=choices,
            default=rules.default_offer(choices) if choices else None,
            steps=steps,
            open_tasks=tasks[0],
            any_tasks=tasks[1] > 0,
            change_date=rules.change_date(standing, self._context.work_date),
        )

    def activate(self, opportunity: int, wish: Move) -> None:
        """Start the first stage (R-ACT-02): value and chances may stay 0, a blank closing date follows the stage."""
        with self._store.write("opportunity.activate") as work:
            row = work.get(OpportunityRow, opportunity)
            self._start(work, row, replace(wish, step=Step.FIRST), zero_allowed=True)
            work.title = _("“{opportunity}” started").format(opportunity=row.description or row.number)

    def _start(self, work: Work, row: OpportunityRow, wish: Move, *, zero_allowed: bool) -> None:
        cycle = opportunities.cycle(work.connection, row.sales_cycle)
        standing = opportunities.standing(work, row, None)
        rules.check_activation(
            standing, cycle, contact=row.contact is not None, salesperson=row.salesperson is not None
        )
        if cycle is not None:
            self._write(work, row, None, cycle, rules.move(cycle, standing, wish, zero_allowed=zero_allowed))

    def move(self, opportunity: int, wish: Move, *, seen: int | None = None) -> None:
        """First, Next, Previous, Skip, Jump or Update (section 4). `seen` is the active entry the user saw (14.7)."""
        self._move(opportunity, lambda _cycle, _standing: wish, seen)

    def step(self, opportunity: int, step: Step) -> None:
        """One key: the move with what the dialog would propose; a UserError names what is missing."""

        def proposed(cycle: Cycle, standing: Standing) -> Move:
            stage = rules.offers(cycle, standing)[step].default or Stage(0)
            on = rules.change_date(standing, self._context.work_date)
            proposal = rules.propose(standing, step, stage, on)
            return Move(step, None, on, proposal.value, proposal.chances, proposal.closing_on)

        self._move(opportunity, proposed, None)

    def _move(self, opportunity: int, wished: Callable[[Cycle, Standing], Move], seen: int | None) -> None:
        with self._store.write("opportunity.move") as work:
            row = work.get(OpportunityRow, opportunity)
            active = self._current(work, row, seen)
            standing = opportunities.standing(work, row, active)
            rules.check_not_closed(standing)
            cycle = opportunities.cycle(work.connection, row.sales_cycle)
            if cycle is None:
                raise rules.required(_("Sales cycle"), "sales_cycle")
            wish = wished(cycle, standing)
            if active is None and wish.step is Step.FIRST and cycle.stages:
                rules.check_activation(
                    standing, cycle, contact=row.contact is not None, salesperson=row.salesperson is not None
                )
            entry = rules.move(cycle, standing, wish)
            if wish.cancel_tasks:
                opportunities.cancel_tasks(opportunities.open_tasks(work, row.id), self._context.today)
            self._write(work, row, active, cycle, entry)
            work.title = self._title(row, entry)

    def revise(self, opportunity: int, field: str, value: object) -> None:
        """One estimate typed in place, a field of Move: an Update with the others as they are (R-UPD-10)."""
        now = self.situation(opportunity)
        active = now.standing.active
        rules.check_not_closed(now.standing)
        if active is None:
            raise RuleError(
                _("Start the first stage of {opportunity} first; its estimates come with it.").format(
                    opportunity=now.standing.name
                ),
                field,
                "M-11",
            )
        wish = Move(Step.UPDATE, None, now.change_date, active.value, active.chances, active.closing_on)
        self.move(opportunity, replace(wish, **{field: value}), seen=now.seen)  # type: ignore[arg-type]

    def _current(self, work: Work, row: OpportunityRow, seen: int | None) -> EntryRow | None:
        active = opportunities.active_entry(work, row.id)
        if seen is not None and (active is None or active.id != seen):
            raise StaleError(
                _(
                    "“{opportunity}” was changed meanwhile. Look at where it stands now, then decide again."
                ).format(opportunity=row.description or row.number)
            )
        return active

    def _write(
        self, work: Work, row: OpportunityRow, active: EntryRow | None, cycle: Cycle, entry: Entry
    ) -> None:
        """The entry and, for every action but Update, the tasks of its stage (R-ENT-01, R-UPD-13)."""
        new = opportunities.write_entry(work, row, active, entry)
        stage = cycle.stage(entry.stage)
        if entry.action is Action.UPDATED or stage is None or stage.activity is None:
            return
        steps = opportunities.steps_of(work.connection, stage.activity)
        planned = plan(steps, entry.changed_on)
        opportunities.add_tasks(work, row, new, planned, self._context.work_date)

    @staticmethod
    def _title(row: OpportunityRow, entry: Entry) -> str:
        name = row.description or row.number
        if entry.action is Action.UPDATED:
            return _("“{opportunity}” updated").format(opportunity=name)
        return _("“{opportunity}” moved to {stage}").format(
            opportunity=name, stage=entry.stage_description or entry.stage
        )

    # -- closing ------------------------------------------------------------------------------------------

    def close(
        self,
        opportunity: int,
        wish: Closing,
        *,
        seen: int | None = None,
        new_reason: str = "",
        remind: bool = False,
    ) -> None:
        """Won or lost (section 5.1). `new_reason` makes a close code of the outcome first; `remind` a call later."""
        with self._store.write("opportunity.close") as work:
            row = work.get(OpportunityRow, opportunity)
            active = self._current(work, row, seen)
            if new_reason and wish.outcome is not None:
                wish = replace(wish, code=lookups.new_close_code(work, new_reason, wish.outcome))
            if wish.code is not None:
                name, outcome = lookups.close_code(work.connection, wish.code)
                wish = replace(wish, code_name=name, code_outcome=outcome)
            entry = closing.close(opportunities.standing(work, row, active), wish)
            if entry.action is Action.WON:
                if row.contact is None:
                    raise RuleError(
                        _("Name the contact the opportunity is about."), "contact", "M-04"
                    )  # R-CLO-06
                lookups.check_contact(work.connection, row.contact)
            if wish.cancel_tasks:
                opportunities.cancel_tasks(opportunities.open_tasks(work, row.id), self._context.today)
            opportunities.write_entry(work, row, active, entry)
            if remind and wish.on is not None:
                self._remind(work, row, wish.on)
            is_won = entry.action is Action.WON
            work.kind = "opportunity.won" if is_won else "opportunity.lost"
            words = _("Won: {opportunity}") if is_won else _("Lost: {opportunity}")
            work.title = words.format(opportunity=row.description or row.number)

    def _remind(self, work: Work, row: OpportunityRow, on: date) -> None:
        steps = (
            ActivityStep(
                1, TaskType.CALL, _("Ask again after the lost opportunity"), Priority.NORMAL, REMINDER
            ),
        )
        opportunities.add_tasks(work, row, None, plan(steps, on), self._context.work_date)

    def reopen(self, opportunity: int) -> None:
        """Bring a closed opportunity back to the stage it was closed in, as an Updated entry (D-16)."""
        with self._store.write("opportunity.reopen") as work:
            if not lookups.setup(work.connection, "marketing_setup").get("may_reopen"):
                raise RuleError(_("Reopening is switched off in the setup."), number="D-16")
            row = work.get(OpportunityRow, opportunity)
            active = opportunities.active_entry(work, row.id)
            cycle = opportunities.cycle(work.connection, row.sales_cycle)
            if cycle is None:
                raise rules.required(_("Sales cycle"), "sales_cycle")
            standing = opportunities.standing(work, row, active)
            chances = opportunities.chances_before_closing(work.connection, row.id)
            entry = closing.reopen(cycle, standing, chances, self._context.work_date)
            opportunities.write_entry(work, row, active, entry)
            work.title = _("“{opportunity}” reopened").format(opportunity=row.description or row.number)

    def recalculate(self, cycle: int) -> int:
        """Bring all open opportunities of a cycle to its percentages of today; how many changed (R-EST-09)."""
        with self._store.write("sales_cycle.recalculate") as work:
            now = opportunities.cycle(work.connection, cycle)
            if now is None:
                raise rules.required(_("Sales cycle"), "sales_cycle")
            count = 0
            for row in opportunities.in_progress(work, cycle):
                active = opportunities.active_entry(work, row.id)
                standing = opportunities.standing(work, row, active)
                entry = rules.recalculate(now, standing, self._context.work_date)
                if entry is not None:
                    opportunities.write_entry(work, row, active, entry)
                    count += 1
            work.title = _("Open opportunities of {cycle} recalculated").format(cycle=now.code)
        return count
