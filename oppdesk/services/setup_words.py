"""How setup speaks of its rows and of who uses them: names and counts for messages and the undo bar."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from oppdesk.domain.fields import Kind, Ref
from oppdesk.domain.setup import by_key
from oppdesk.i18n import NEUTRAL, _, ngettext
from oppdesk.storage.setup import Use

_COUNTED: Mapping[str, Callable[[int], str]] = {
    "opportunity": lambda n: ngettext("{n} opportunity", "{n} opportunities", n),
    "opportunity_entry": lambda n: ngettext("{n} entry", "{n} entries", n),
    "contact": lambda n: ngettext("{n} contact", "{n} contacts", n),
    "task": lambda n: ngettext("{n} task", "{n} tasks", n),
    "interaction": lambda n: ngettext("{n} interaction", "{n} interactions", n),
    "attendee": lambda n: ngettext("{n} meeting", "{n} meetings", n),
    "comment": lambda n: ngettext("{n} note", "{n} notes", n),
    "sales_document": lambda n: ngettext("{n} quote or order", "{n} quotes and orders", n),
    "sales_cycle_stage": lambda n: ngettext("{n} stage", "{n} stages", n),
    "team_salesperson": lambda n: ngettext("{n} team", "{n} teams", n),
}


def counted(table: str, count: int) -> str:
    """ "12 opportunities" """
    if table in _COUNTED:
        return _COUNTED[table](count).format(n=count)
    if by_key[table].lines_of == "contact":
        return ngettext("{n} contact", "{n} contacts", count).format(n=count)
    return _("“{list}” in Setup").format(list=_(by_key[table].title))


def used_by(uses: Iterable[Use]) -> str:
    """All who refer to a row, a table once: "12 opportunities, 3 tasks"."""
    sums: dict[str, int] = {}
    for use in uses:
        sums[use.table] = sums.get(use.table, 0) + use.times
    return ", ".join(counted(table, count) for table, count in sums.items())


def name_of(key: str, row: Mapping[str, Any]) -> str:
    """A row as people call it: code and description, number and description, a member's code."""
    setup = by_key[key]
    if setup.single:
        return _(setup.title)
    first = setup.fields[0]
    if first.kind is Kind.LOOKUP:
        value = row[first.name]
        without = _("without {field}").format(field=_(first.label))
        return value.text if isinstance(value, Ref) else without
    text = " ".join(setup.field(name).show(row[name], NEUTRAL) for name in setup.key_fields).strip()
    about = next((str(row[name]) for name in ("description", "name", "starting_no") if row.get(name)), "")
    return f"{text} {about}".strip()
