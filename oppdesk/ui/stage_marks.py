"""The steps of a stage strip for an opportunity: where it has been, where it may go, and why not elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from oppdesk.domain.words import Step
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.ui.opportunity_words import named, whole_days
from oppdesk.ui.widgets.stage_strip import StageMark

if TYPE_CHECKING:
    from oppdesk.domain.standing import Stage
    from oppdesk.services.opportunities import Situation
    from oppdesk.services.views import OpportunityView

_PLAINEST = (Step.FIRST, Step.NEXT, Step.PREVIOUS, Step.UPDATE, Step.SKIP, Step.JUMP)


def reaching(now: Situation, stage: int) -> Step | None:
    """The action that leads to a stage: the plainest one that does."""
    for step in _PLAINEST:
        offer = now.offers[step] if now.offers else None
        if offer is not None and any(each.number == stage for each in offer.stages):
            return step
    return None


def why_not(now: Situation, stage: int) -> str:
    """Why no action leads to a stage; "" when one does."""
    if reaching(now, stage) is not None:
        return ""
    if now.standing.closed:
        return _("It is closed")
    if now.cycle is None or now.standing.active is None:
        return _("Not started yet")
    for between in now.cycle.above(now.standing.active.stage):
        if between.number < stage and not between.may_skip:
            return _("{stage} may not be skipped").format(stage=named(between))
    return _("No action leads there")


def marks(
    view: OpportunityView, now: Situation, form: LocaleFormat, today: date, target: int | None = None
) -> list[StageMark]:
    """One mark a stage of the cycle; `target` is where the move that is being prepared leads."""
    if now.cycle is None:
        return []
    current = now.standing.active.stage if now.standing.active else 0
    reached = current or (now.standing.active.previous_stage if now.standing.active else 0)
    has_quote = now.standing.quote_value is not None
    found = []
    for stage in now.cycle.stages:
        is_current = stage.number == current
        is_passed = stage.number < reached or (not is_current and stage.number == reached)
        is_target = stage.number == target and not is_current
        found.append(
            StageMark(
                stage.number,
                named(stage),
                "target" if is_target else "current" if is_current else "passed" if is_passed else "ahead",
                _stay(view, stage.number, form, today, is_current=is_current)
                if is_current or is_passed
                else _needs(stage, has_quote=has_quote),
                may_skip=stage.may_skip and not is_current and not is_passed,
                locked=stage.quote_required and not has_quote and not is_current and not is_passed,
                reason=why_not(now, stage.number),
            )
        )
    return found


def _stay(view: OpportunityView, stage: int, form: LocaleFormat, today: date, *, is_current: bool) -> str:
    """Since when, and how long, in all visits."""
    visits = [entry for entry in view.entries if entry.stage == stage and entry.changed_on is not None]
    if not visits:
        return ""
    first = visits[-1].changed_on
    if is_current:
        since = view.stage_since or first
        count = max(0, (today - since).days) if since else 0
        words = ngettext("{date}, {count} day so far", "{date}, {count} days so far", count)
        return words.format(date=form.short_day(since, today), count=count)
    spent = sum(entry.days_open for entry in visits)
    return _("{date}, {days}").format(date=form.short_day(first, today), days=whole_days(spent))


def _needs(stage: Stage, *, has_quote: bool) -> str:
    if stage.quote_required and not has_quote:
        return _("needs a quote, may be skipped") if stage.may_skip else _("needs a quote")
    return _("may be skipped") if stage.may_skip else ""
