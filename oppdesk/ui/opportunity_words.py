"""How opportunities are spoken of in every window: one wording and one icon for the same fact everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import STATUS, Action, Method, Priority, Status, TaskType
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.services.desk import Desk
from oppdesk.ui.paint import Tone

if TYPE_CHECKING:
    from oppdesk.domain.standing import Cycle, Stage
    from oppdesk.services.views import OpportunityView

TASK_ICONS = {TaskType.NONE: "square-check", TaskType.MEETING: "users", TaskType.CALL: "phone"}
ACTION_ICONS = {
    Action.FIRST: "flag",
    Action.NEXT: "arrow-right",
    Action.PREVIOUS: "arrow-left",
    Action.UPDATED: "pencil",
    Action.JUMPED: "redo-dot",
    Action.WON: "trophy",
    Action.LOST: "circle-slash-2",
}
PRIORITY_ICONS = {Priority.HIGH: "chevrons-up", Priority.NORMAL: "", Priority.LOW: "chevrons-down"}
_STATUS_MARKS: dict[Status, tuple[str, Tone]] = {
    Status.NOT_STARTED: ("circle", "neutral"),
    Status.IN_PROGRESS: ("circle-play", "accent"),
    Status.WON: ("trophy", "won"),
    Status.LOST: ("circle-slash-2", "lost"),
}


def status_mark(status: Status) -> tuple[str, str, Tone]:
    """Words, icon and tone of a status."""
    icon, tone = _STATUS_MARKS[status]
    return _(STATUS[status]), icon, tone


def currency(desk: Desk) -> str:
    return str(desk.setup.setting("company_info", "currency") or "")


def code_of(desk: Desk, key: str, row: int) -> str:
    """The code of a row of setup."""
    found = desk.setup.named(key, row)
    return str(found["code"]) if found is not None else ""


def close_reason(desk: Desk, view: OpportunityView) -> str:
    """Why it was won or lost, in the words of the close code."""
    code = view.active.close_code if view.active else None
    row = desk.setup.named("close_code", code.id) if code is not None else None
    return str(row["description"] or row["code"]) if row is not None else ""


def in_currency(label: str, code: str) -> str:
    """A label of an amount with the currency, which never stands in the field."""
    return _("{label}, {currency}").format(label=label, currency=code) if code else label


def stage_name(number: int, description: str) -> str:
    return f"{number}  {description}".rstrip()


def named(stage: Stage) -> str:
    """A stage in a sentence or on a button."""
    return stage.description or _("stage {number}").format(number=stage.number)


def days(count: int) -> str:
    """A short number of days for cells: "8 d"."""
    return _("{count} d").format(count=count)


def whole_days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


def for_days(count: int) -> str:
    return ngettext("for {count} day", "for {count} days", count).format(count=count)


def how_far(day: date, today: date) -> str:
    """How far a day lies ahead or behind, in words."""
    away = (day - today).days
    if away == 0:
        return _("today")
    if away > 0:
        return ngettext("in {count} day", "in {count} days", away).format(count=away)
    return ngettext("{count} day late", "{count} days late", -away).format(count=-away)


def about(contact: Ref | None, company: Ref | None) -> str:
    """Who an opportunity is about: the person and the company, each once."""
    names = [each.text for each in (contact, company) if each is not None and each.text]
    return " · ".join(dict.fromkeys(names))


def reckoning(cycle: Cycle, value: int, chances: int, completed: int, form: LocaleFormat) -> str:
    """How the calculated current value comes about, by the cycle's method (R-EST-03)."""
    pattern = {
        Method.MULTIPLY: "{value} × {chances} × {completed}",
        Method.ADD: "{value} × ({chances} + {completed}) ÷ 2",
        Method.CHANCES: "{value} × {chances}",
        Method.COMPLETED: "{value} × {completed}",
    }[cycle.method]
    return pattern.format(
        value=form.money(value), chances=form.percent(chances), completed=form.percent(completed)
    )


def listed(words: list[str]) -> str:
    """Two or three things in a row: "3 or 4"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} or {last}").format(first=", ".join(words[:-1]), last=words[-1])


def shortened(words: str, most: int = 40) -> str:
    """Words for a button, which does not elide by itself."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def sums_words(form: LocaleFormat, money: str, every: int, selected: int, sums: Sequence[int]) -> str:
    """What the status line says of a list: how many, how many chosen, value and current value of these."""
    words = [ngettext("{count} opportunity", "{count} opportunities", every).format(count=form.whole(every))]
    if selected:
        chosen = ngettext("{count} selected", "{count} selected", selected)
        words.append(chosen.format(count=form.whole(selected)))
    if sums:  # not yet, while what is selected is still being read
        words.append(_("value {amount}").format(amount=f"{form.amount(sums[1])} {money}".strip()))
        words.append(_("current value {amount}").format(amount=f"{form.value(sums[2], 0)} {money}".strip()))
    return " · ".join(words)


def tasks_question(field: str, count: int) -> str:
    """Q-02: whether open tasks follow to the other salesperson or contact."""
    words = (
        ngettext(
            "{count} open task has the former salesperson. Change it there too?",
            "{count} open tasks have the former salesperson. Change it there too?",
            count,
        )
        if field == "salesperson"
        else ngettext(
            "{count} open task has the former contact. Change it there too?",
            "{count} open tasks have the former contact. Change it there too?",
            count,
        )
    )
    return words.format(count=count)
