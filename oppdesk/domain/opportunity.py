"""The rules of an opportunity's life as functions over small values: what may be done, and what an entry then says.

They touch neither storage nor screen: the service loads a `Standing`, asks here, and writes the answer.
Amounts are minor units, chances and completion whole percents, probability basis points, the calculated
current value minor units x basis points (exact, R-EST-08).
"""

from datetime import date

from oppdesk.domain import date_formula
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.standing import Cycle, Entry, Move, Offer, Proposal, Stage, Standing
from oppdesk.domain.words import STATUS, Action, Method, Status, Step
from oppdesk.i18n import EARLIEST, LATEST, _, said

FULL = 10_000  # basis points of a certainty
LARGEST_AMOUNT = 10**12  # minor units; sums over a million rows then stay exact in 64 bits


def probability(method: Method, chances: int, completed: int) -> int:
    """R-EST-03, in basis points: exact, whole percents in."""
    return {
        Method.MULTIPLY: chances * completed,
        Method.ADD: 50 * (chances + completed),
        Method.CHANCES: 100 * chances,
        Method.COMPLETED: 100 * completed,
    }[method]


def skip_list(cycle: Cycle, current: int) -> tuple[Stage, ...]:
    """R-UPD-06: upward through stages that may be skipped, and the first one that may not."""
    reachable: list[Stage] = []
    for stage in cycle.above(current):
        if not reachable and not stage.may_skip:
            return ()
        reachable.append(stage)
        if not stage.may_skip:
            break
    return tuple(reachable)


def offers(cycle: Cycle, standing: Standing) -> tuple[Offer, ...]:
    """All six actions in the order they are shown (R-UPD-02), the impossible ones with their reason (4.1)."""
    if standing.closed:
        closed = _("It is closed")
        return tuple(Offer(step, reason=closed) for step in Step)
    if standing.active is None:
        if not cycle.stages:
            reason = _("{cycle} has no stages.").format(cycle=cycle.code)
            return tuple(Offer(step, reason=reason) for step in Step)
        first = cycle.stages[0]
        not_yet = _("Not started yet")
        return tuple(
            Offer(step, (first,), first) if step is Step.FIRST else Offer(step, reason=not_yet)
            for step in Step
        )
    current = standing.active.stage
    above, below = cycle.above(current), cycle.below(current)
    skips = skip_list(cycle, current)
    here = cycle.stage(current) or Stage(current, standing.active.stage_description)
    return (
        Offer(Step.FIRST, reason=_("Already started")),
        Offer(Step.NEXT, above[:1], above[0])
        if above
        else Offer(Step.NEXT, reason=_("This is the last stage")),
        Offer(Step.PREVIOUS, below[-1:], below[-1])
        if below
        else Offer(Step.PREVIOUS, reason=_("This is the first stage")),
        Offer(Step.SKIP, skips, skips[0])
        if len(skips) >= 2
        else Offer(Step.SKIP, reason=_why_no_skip(above, skips)),
        Offer(Step.JUMP, below, below[-1])
        if len(below) >= 2
        else Offer(Step.JUMP, reason=_("Needs at least two earlier stages")),
        Offer(Step.UPDATE, (here,), here),
    )


def _why_no_skip(above: tuple[Stage, ...], skips: tuple[Stage, ...]) -> str:
    if not above:
        return _("This is the last stage")
    if skips:
        return _("Only one stage lies ahead")
    return _("{stage} may not be skipped").format(stage=above[0].description or above[0].number)


def default_offer(choices: tuple[Offer, ...]) -> Offer | None:
    """R-UPD-03: First, else Next, else Update, else Previous, Skip, Jump."""
    by_step = {offer.step: offer for offer in choices}
    for step in (Step.FIRST, Step.NEXT, Step.UPDATE, Step.PREVIOUS, Step.SKIP, Step.JUMP):
        if by_step[step].possible:
            return by_step[step]
    return None


def change_date(standing: Standing, work_date: date) -> date:
    """The date of change proposed: the later of the work date and the last change (R-ENT-02)."""
    return max(work_date, standing.active.changed_on) if standing.active else work_date


def propose(standing: Standing, step: Step, stage: Stage, on: date) -> Proposal:
    """The dialog's values for an action and its target stage (R-UPD-10, R-UPD-11, section 4.2)."""
    active = standing.active
    value = active.value if active else 0
    if standing.quote_value is not None:
        value = standing.quote_value
    before = active.chances if active else 0
    closing_on = on
    if stage.formula:
        closing_on = date_formula.advance(stage.formula, on)
    elif active is not None and active.closing_on is not None and active.closing_on >= on:
        closing_on = active.closing_on
    return Proposal(
        value=value,
        chances=stage.chances or before,
        chances_fixed=step in (Step.SKIP, Step.JUMP) and stage.chances != 0,
        closing_on=closing_on,
    )


def quote_missing(standing: Standing, step: Step, stage: Stage) -> bool:
    """R-UPD-08: only Next and Skip ask, and only for the stage that is entered."""
    return stage.quote_required and step in (Step.NEXT, Step.SKIP) and standing.quote_value is None


def check_chances(chances: int) -> None:
    """M-49, as it is typed."""
    if not 0 <= chances <= 100:
        raise FieldError(_("Chances of success must be between 0 and 100 %."), "chances", "M-49")


def check_not_closed(standing: Standing) -> None:
    """R-STA-05."""
    if standing.closed:
        raise RuleError(
            _("{opportunity} has been closed since {date} and cannot be changed.").format(
                opportunity=standing.name, date=said(standing.closed_on)
            ),
            number="M-10",
        )


def _chosen(cycle: Cycle, standing: Standing, move: Move) -> tuple[Offer, Stage]:
    choices = offers(cycle, standing)
    if default_offer(choices) is None:
        raise RuleError(
            _("Sales cycle {cycle} has no stages, so {opportunity} cannot be moved.").format(
                cycle=cycle.code, opportunity=standing.name
            ),
            "step",
            "M-12",
        )
    if move.step is None:
        raise RuleError(
            _("Choose what to do with {opportunity}.").format(opportunity=standing.name), "step", "M-12"
        )
    offer = choices[move.step]
    if offer.default is None:
        raise RuleError(
            _("This choice is not possible for {opportunity}: {reason}.").format(
                opportunity=standing.name, reason=offer.reason.rstrip(".")
            ),
            "step",
            "M-11",
        )
    if standing.active is not None and move.on is not None and move.on < standing.active.changed_on:
        raise too_early(standing, standing.active.changed_on, "on")
    if move.on is None:
        raise required(_("Date of change"), "on")
    wanted = offer.default.number if move.stage is None else move.stage
    stage = next((stage for stage in offer.stages if stage.number == wanted), None)
    if stage is None:
        raise RuleError(
            _("Stage {stage} is not offered for {opportunity}; choose one of {stages}.").format(
                stage=wanted,
                opportunity=standing.name,
                stages=", ".join(str(stage.number) for stage in offer.stages),
            ),
            "stage",
            "M-13",
        )
    return offer, stage


def move(cycle: Cycle, standing: Standing, wish: Move, *, zero_allowed: bool = False) -> Entry:
    """The entry that a move writes, after all checks of R-UPD-12 in their order.

    `zero_allowed` is the activation's one difference: value and chances may stay 0, the closing date blank
    (R-UPD-18).
    """
    check_not_closed(standing)
    check_chances(wish.chances)
    check_day(wish.on, _("Date of change"), "on")
    check_day(wish.closing_on, _("Estimated closing date"), "closing_on")
    offer, stage = _chosen(cycle, standing, wish)
    if quote_missing(standing, offer.step, stage):
        raise RuleError(
            _("Stage {stage} needs a sales quote: assign one to {opportunity} first.").format(
                stage=stage.description or stage.number, opportunity=standing.name
            ),
            "stage",
            "M-14",
        )
    if wish.on is None:
        raise required(_("Date of change"), "on")
    check_amount(wish.value)
    if wish.value < 0 or (wish.value == 0 and not zero_allowed):
        raise RuleError(
            _("The estimated value of {opportunity} must be greater than 0.").format(
                opportunity=standing.name
            ),
            "value",
            "M-06",
        )
    if wish.chances == 0 and not zero_allowed:
        raise RuleError(
            _("The chances of success of {opportunity} must be greater than 0.").format(
                opportunity=standing.name
            ),
            "chances",
            "M-06",
        )
    if wish.closing_on is None and not zero_allowed:
        raise required(_("Estimated closing date"), "closing_on")
    if wish.closing_on is not None and wish.closing_on < wish.on:
        raise RuleError(
            _(
                "The estimated closing date of {opportunity} must not be earlier than the change on {date}."
            ).format(opportunity=standing.name, date=said(wish.on)),
            "closing_on",
            "M-17",
        )
    current = standing.active.stage if standing.active else 0
    return stage_entry(
        cycle, stage, wish, wish.on, _action(cycle, offer.step, current, stage.number), current
    )


def _action(cycle: Cycle, step: Step, current: int, target: int) -> Action:
    """R-ENT-03; Skip and Jump to the neighbouring stage are a Next and a Previous (R-UPD-07)."""
    if step is Step.SKIP:
        return Action.NEXT if cycle.above(current)[0].number == target else Action.JUMPED
    if step is Step.JUMP:
        return Action.PREVIOUS if cycle.below(current)[-1].number == target else Action.JUMPED
    return {
        Step.FIRST: Action.FIRST,
        Step.NEXT: Action.NEXT,
        Step.PREVIOUS: Action.PREVIOUS,
        Step.UPDATE: Action.UPDATED,
    }[step]


def stage_entry(cycle: Cycle, stage: Stage, wish: Move, on: date, action: Action, previous: int) -> Entry:
    """R-EST-01 to R-EST-05."""
    chances = wish.chances
    if stage.chances and (chances == 0 or wish.step in (Step.SKIP, Step.JUMP)):
        chances = stage.chances
    likely = probability(cycle.method, chances, stage.completed)
    closing_on = wish.closing_on
    if closing_on is None or closing_on == on:
        closing_on = date_formula.advance(stage.formula, on)
    return Entry(
        action=action,
        stage=stage.number,
        stage_description=stage.description,
        previous_stage=previous,
        value=wish.value,
        chances=chances,
        completed=stage.completed,
        probability=likely,
        current_value=wish.value * likely,
        changed_on=on,
        closing_on=closing_on,
    )


def recalculate(cycle: Cycle, standing: Standing, on: date) -> Entry | None:
    """The Updated entry that brings an open opportunity to its cycle's percentages of today (R-EST-09).

    None when nothing would change or the stage is gone.
    """
    active = standing.active
    stage = cycle.stage(active.stage) if active and not standing.closed else None
    if active is None or stage is None:
        return None
    on = max(on, active.changed_on)
    wish = Move(Step.UPDATE, stage.number, on, active.value, active.chances, max(active.closing_on or on, on))
    entry = stage_entry(cycle, stage, wish, on, Action.UPDATED, active.stage)
    before = (active.chances, active.completed, active.probability)
    return None if (entry.chances, entry.completed, entry.probability) == before else entry


def check_activation(standing: Standing, cycle: Cycle | None, *, contact: bool, salesperson: bool) -> None:
    """R-ACT-02: not started, a cycle with stages, a contact and a salesperson (D-04)."""
    if standing.status is not Status.NOT_STARTED:
        raise RuleError(
            _("{opportunity} must be Not started to be activated; its status is {status}.").format(
                opportunity=standing.name, status=_(STATUS[standing.status])
            ),
            number="M-08",
        )
    if cycle is None:
        raise required(_("Sales cycle"), "sales_cycle")
    if not cycle.stages:
        raise RuleError(
            _("Sales cycle {cycle} has no stages; set up its stages first.").format(cycle=cycle.code),
            "sales_cycle",
            "M-09",
        )
    if not contact:
        raise required(_("Contact"), "contact")
    if not salesperson:
        raise required(_("Salesperson"), "salesperson")


def check_amount(minor: int) -> None:
    """Amounts beyond 10^12 minor units would leave exact arithmetic when multiplied and summed."""
    if abs(minor) > LARGEST_AMOUNT:
        raise FieldError(_("This amount is too large."), "value", "M-49")


def check_day(day: date | None, label: str, field: str) -> None:
    """M-49: the years people mean; a slip of the keyboard would stand at the end of every list."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise FieldError(
            _("{field} must lie between the years {first} and {last}.").format(
                field=label, first=EARLIEST.year, last=LATEST.year
            ),
            field,
            "M-49",
        )


def required(label: str, field: str) -> FieldError:
    """M-03."""
    return FieldError(_("Fill in {field}.").format(field=label), field, "M-03")


def too_early(standing: Standing, last: date, field: str) -> RuleError:
    return RuleError(
        _("The date for {opportunity} must not be earlier than its last change on {date}.").format(
            opportunity=standing.name, date=said(last)
        ),
        field,
        "M-16",
    )
