"""How interactions are spoken of in every window: icons, what became of them, what is asked before they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import EVALUATION, Action, Evaluation, TaskType
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui.opportunity_words import ACTION_ICONS, TASK_ICONS, currency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time
    from typing import Any

    from oppdesk.domain.interactions import Event
    from oppdesk.services.desk import Desk
    from oppdesk.ui.paint import Tone

EVALUATION_ICONS = {
    Evaluation.NONE: "",
    Evaluation.VERY_POSITIVE: "laugh",
    Evaluation.POSITIVE: "smile",
    Evaluation.NEUTRAL: "meh",
    Evaluation.NEGATIVE: "frown",
    Evaluation.VERY_NEGATIVE: "angry",
}
EVALUATION_TONES: Mapping[Evaluation, Tone] = {
    Evaluation.VERY_POSITIVE: "won",
    Evaluation.POSITIVE: "won",
    Evaluation.NEGATIVE: "stale",
    Evaluation.VERY_NEGATIVE: "overdue",
}
INTERACTION_ICON = "message-circle"
# The templates the program itself uses tell which groups are calls, mails and meetings.
_GROUPS = (("calls", "phone"), ("e_mails", "mail"), ("meeting_invitation", "users"))
_TOLD_FIRST = frozenset({"task"})
KIND_ICONS = {
    "interaction": INTERACTION_ICON,
    "note": "sticky-note",
    "task": "square-check",
    "entry": "flag",
    "quote": "file-text",
}


def group_icons(desk: Desk) -> dict[int, str]:
    """The icon of each group of interactions that is known to be calls, mails or meetings; kept by the setup."""
    used = desk.setup.single("interaction_template_setup")
    found: dict[int, str] = {}
    for name, icon in _GROUPS:
        template = used.get(name)
        row = desk.setup.named("interaction_template", template.id) if isinstance(template, Ref) else None
        if row is not None and row["interaction_group"] is not None:
            found.setdefault(row["interaction_group"], icon)
    return found


def event_icon(event: Event, groups: Mapping[int, str]) -> str:
    """By what sort of its kind it is; `groups` are those of `group_icons`."""
    if event.sort is not None:
        if event.kind == "interaction":
            return groups.get(event.sort, INTERACTION_ICON)
        if event.kind == "task":
            return TASK_ICONS[TaskType(event.sort)]
        if event.kind == "entry":
            return ACTION_ICONS[Action(event.sort)]
    return KIND_ICONS.get(event.kind, "circle")


def evaluation_mark(evaluation: Evaluation) -> tuple[str, str, Tone]:
    """Words, icon and tone; nothing of what was not evaluated."""
    if evaluation is Evaluation.NONE:
        return "", "", "neutral"
    tone = EVALUATION_TONES.get(evaluation, "neutral")
    return _(EVALUATION[evaluation]), EVALUATION_ICONS[evaluation], tone


def state_mark(row: Mapping[str, Any]) -> tuple[str, str, Tone]:
    """What stands out of an entry of the log: a draft, cancelled, or an attempt that failed."""
    if row["postponed"]:
        return _("Draft"), "notebook-pen", "accent"
    if row["canceled"]:
        return _("Cancelled"), "ban", "neutral"
    if row["attempt_failed"]:
        return _("Failed"), "phone-missed", "stale"
    return "", "", "neutral"


def event_mark(event: Event) -> tuple[str, str, Tone]:
    return state_mark(
        {"postponed": event.postponed, "canceled": event.canceled, "attempt_failed": event.failed}
    )


def event_title(event: Event) -> str:
    """What is said first: of a task what was to be done, of anything else what it was."""
    if event.kind in _TOLD_FIRST:
        return event.text.strip().partition("\n")[0] or event.title
    return event.title


def event_note(event: Event, known: int = 0) -> str:
    """The second line: what was written, with whom, about what; not the record that is `known` where it stands."""
    lines = [line.strip() for line in event.text.splitlines() if line.strip()]
    if event.kind in _TOLD_FIRST:
        lines = [event.title, *lines[1:]]
    elif lines and event.title.startswith(lines[0]):
        lines = lines[1:]  # a template's own words stand in the title already
    about = [
        each.text for each in (event.contact, event.opportunity) if each is not None and each.id != known
    ]
    parts = [*lines, *about, event.file_name]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def moment(on: date | None, at: time | None, form: LocaleFormat) -> str:
    """Date and time of an interaction, as far as they are known."""
    clock = form.clock(at) if at is not None else ""
    return " ".join(part for part in (form.long_day(on) if on else "", clock) if part)


def cost_words(cost: int, desk: Desk, form: LocaleFormat) -> str:
    return f"{form.money(cost)} {currency(desk)}".strip() if cost else ""
