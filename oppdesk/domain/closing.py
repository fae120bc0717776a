"""The rules of an opportunity's end: won, lost, and back again."""

from datetime import date

from oppdesk.domain.errors import RuleError
from oppdesk.domain.opportunity import (
    FULL,
    check_amount,
    check_day,
    check_not_closed,
    required,
    stage_entry,
    too_early,
)
from oppdesk.domain.standing import Closing, Cycle, Entry, Move, Standing
from oppdesk.domain.words import STATUS, Action, Outcome, Step
from oppdesk.i18n import _


def close(standing: Standing, wish: Closing) -> Entry:
    """The closing entry, after the checks of R-CLO-02 in their order (R-EST-06, R-EST-07, R-CLO-04, R-CLO-05)."""
    check_not_closed(standing)
    if wish.outcome is None:
        raise RuleError(
            _("Choose whether {opportunity} was won or lost.").format(opportunity=standing.name),
            "outcome",
            "M-18",
        )
    if wish.code is None:
        raise required(_("Close opportunity code"), "code")
    if wish.code_outcome is not wish.outcome:
        raise RuleError(
            (
                _("Reason {code} is for won opportunities; choose one for lost ones.")
                if wish.outcome is Outcome.LOST
                else _("Reason {code} is for lost opportunities; choose one for won ones.")
            ).format(code=wish.code_name),
            "code",
            "M-50",
        )
    if wish.on is None:
        raise required(_("Closing date"), "on")
    check_day(wish.on, _("Closing date"), "on")
    active = standing.active
    if active is not None and wish.on < active.changed_on:
        raise too_early(standing, active.changed_on, "on")
    won = wish.outcome is Outcome.WON
    sold = 0
    if won:
        check_amount(wish.sales_value)
        sold = wish.sales_value if standing.quote_value is None else standing.quote_value
        if wish.sales_value <= 0 or sold <= 0:
            raise RuleError(
                _("Enter the sales value of {opportunity}: it must be greater than 0.").format(
                    opportunity=standing.name
                ),
                "sales_value",
                "M-19",
            )
    return Entry(
        action=Action.WON if won else Action.LOST,
        stage=0,
        stage_description="",
        previous_stage=active.stage if active else 0,
        value=active.value if active else 0,
        chances=100 if won else 0,
        completed=100,
        probability=FULL if won else 0,
        current_value=sold * FULL,
        changed_on=wish.on,
        closing_on=wish.on,
        closed_on=wish.on,
        close_code=wish.code,
    )


def reopen(cycle: Cycle, standing: Standing, chances: int, on: date) -> Entry:
    """The Updated entry on the stage before the closing (D-16); `chances` are those it last had there."""
    active = standing.active
    if not standing.closed or active is None:
        raise RuleError(
            _("{opportunity} is not closed: its status is {status}.").format(
                opportunity=standing.name, status=_(STATUS[standing.status])
            )
        )
    stage = cycle.stage(active.previous_stage)
    if stage is None:
        raise RuleError(
            _(
                "{opportunity} cannot be reopened: it was closed before its first stage, or that stage is gone."
            ).format(opportunity=standing.name)
        )
    on = max(on, active.changed_on)
    wish = Move(Step.UPDATE, stage.number, on, active.value, chances)
    return stage_entry(cycle, stage, wish, on, Action.UPDATED, active.stage)
