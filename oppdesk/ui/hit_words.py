"""How records that the one search found are spoken of: a title, and beside it what tells two of them apart."""

from oppdesk.domain.words import STATUS, ContactType, DocumentKind, Status, TaskType
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.desk import Desk
from oppdesk.services.search import Hit
from oppdesk.ui.contact_words import ICONS, open_ones
from oppdesk.ui.interaction_words import INTERACTION_ICON
from oppdesk.ui.opportunity_words import TASK_ICONS
from oppdesk.ui.widgets.found import Found, matches

GROUPS = {
    "opportunity": N_("Opportunities"),
    "contact": N_("Contacts"),
    "task": N_("Tasks"),
    "interaction": N_("Interactions"),
    "comment": N_("Notes"),
    "sales_document": N_("Quotes"),
}


def found(hit: Hit, desk: Desk, form: LocaleFormat, money: str, words: str = "") -> Found:
    """A row of the command box. A number is told when one was typed, a person beside the company when he is meant."""
    parts, icon = _NOTES[hit.table](hit, desk, form, money)
    asks_number = any(letter.isdigit() for letter in words) and hit.table != "sales_document"
    if asks_number and hit.number != hit.title:
        parts.append(hit.number)
    if hit.person and matches(hit.person, words):
        parts.insert(parts.index(hit.who), hit.person)
    note = " · ".join(part for part in parts if part)
    return Found(hit, hit.title, note, icon, _(GROUPS[hit.table]))


Parts = tuple[list[str], str]


def _opportunity(hit: Hit, _desk: Desk, form: LocaleFormat, money: str) -> Parts:
    status = Status(hit.status)
    if status in (Status.WON, Status.LOST):
        year = str(hit.on.year) if hit.on else ""
        pattern = _("won {year}") if status is Status.WON else _("lost {year}")
        where = pattern.format(year=year).strip()
    else:
        where = hit.where if status is Status.IN_PROGRESS else _(STATUS[status])
    return [hit.who, where, _amount(hit, form, money)], "target"


def _contact(hit: Hit, _desk: Desk, _form: LocaleFormat, _money: str) -> Parts:
    parts = [hit.who, hit.where, open_ones(hit.count) if hit.count else ""]
    if hit.blocked:
        parts.append(_("privacy blocked"))
    return parts, ICONS[ContactType(hit.type)]


def _task(hit: Hit, desk: Desk, form: LocaleFormat, _money: str) -> Parts:
    day = form.short_day(hit.on, desk.context.work_date) if hit.on else ""
    done = {1: _("done"), 2: _("cancelled")}.get(hit.status, "")
    return [day, done, hit.who], TASK_ICONS[TaskType(hit.type)]


def _interaction(hit: Hit, desk: Desk, form: LocaleFormat, _money: str) -> Parts:
    day = form.short_day(hit.on, desk.context.work_date) if hit.on else ""
    mark = {1: _("draft"), 2: _("cancelled")}.get(hit.status, "")
    return [day, mark, hit.where, hit.who], INTERACTION_ICON


def _comment(hit: Hit, desk: Desk, form: LocaleFormat, _money: str) -> Parts:
    return [hit.who, form.short_day(hit.on, desk.context.work_date) if hit.on else ""], "sticky-note"


def _quote(hit: Hit, _desk: Desk, form: LocaleFormat, money: str) -> Parts:
    kind = _("order") if hit.type == DocumentKind.ORDER else ""
    day = form.day(hit.on) if hit.on else ""
    return [f"{kind} {hit.number}".strip(), hit.who, day, _amount(hit, form, money)], "file-text"


def _amount(hit: Hit, form: LocaleFormat, money: str) -> str:
    return f"{form.amount(hit.amount)} {money}".strip() if hit.amount else ""


_NOTES = {
    "opportunity": _opportunity,
    "contact": _contact,
    "task": _task,
    "interaction": _interaction,
    "comment": _comment,
    "sales_document": _quote,
}
