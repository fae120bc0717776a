"""The ledger of an opportunity told in lines: what was done, and what it was worth after."""

from collections.abc import Sequence
from datetime import date

from oppdesk.domain.words import ACTION, Action
from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.views import EntryView
from oppdesk.ui.opportunity_words import ACTION_ICONS
from oppdesk.ui.paint import Tone
from oppdesk.ui.widgets.lines import Line

_TONES: dict[Action, Tone] = {Action.WON: "won", Action.LOST: "lost"}


def title(entry: EntryView, form: LocaleFormat) -> str:
    """What was done: "Next: Needs meeting"."""
    action = _(ACTION[entry.action])
    if entry.action in (Action.WON, Action.LOST):
        return action
    if entry.action is Action.UPDATED:
        value = _("value {value}").format(value=form.amount(entry.estimated_value))
        return _("{action}: {what}").format(action=action, what=value)
    what = entry.stage_description or _("stage {number}").format(number=entry.stage)
    return _("{action}: {what}").format(action=action, what=what)


def note(entry: EntryView, form: LocaleFormat) -> str:
    """What it was worth after."""
    return _("chances {chances}, current value {value}").format(
        chances=form.percent(entry.chances), value=form.value(entry.current_value, 0)
    )


def lines(entries: Sequence[EntryView], form: LocaleFormat, today: date) -> list[Line]:
    return [
        Line(
            None,
            title(entry, form),
            note(entry, form),
            form.short_day(entry.changed_on, today),
            icon=ACTION_ICONS[entry.action],
            tone=_TONES.get(entry.action, "neutral"),
        )
        for entry in entries
    ]
