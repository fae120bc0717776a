"""The lists and settings around contacts when they are changed: what follows, what goes along, what others know."""

from collections.abc import Iterable, Mapping

from oppdesk.domain.contact_relations import RESERVED
from oppdesk.domain.duplicates import DEFAULT_ROWS
from oppdesk.domain.setup.company import COMPARED
from oppdesk.i18n import ngettext
from oppdesk.services.interaction_setup import check_storage
from oppdesk.services.setup_rules import Removal, Row, Rules
from oppdesk.storage import comments, setup
from oppdesk.storage.unit_of_work import Reader, Work


def searches_follow(_work: Work, before: Row, after: Row) -> Row:
    """Strings are searched by themselves only while they are kept, and keeping them begins with it (2)."""
    if bool(before.get("maintain_duplicates")) != after["maintain_duplicates"]:
        return {"autosearch_duplicates": after["maintain_duplicates"]}
    if after["autosearch_duplicates"] and not after["maintain_duplicates"]:
        return {"maintain_duplicates": True}
    return {}


def relations_follow(work: Work, before: Row, after: Row) -> None:
    """Other codes are reserved now: who has a relation of one of them has another status, perhaps (3.11)."""
    codes = {
        row.get(name) for row in (before, after) for name in RESERVED if before.get(name) != after.get(name)
    }
    changed = [code for code in codes if code is not None]
    if changed:
        from oppdesk.storage import contact_lines, contacts  # noqa: PLC0415 - rarely

        contacts.relation_changed(work, contact_lines.related(work.connection, changed))


def salutation_removal(connection: Reader, row: Row, name: str) -> Removal:
    """Its formulas go with it (4.4)."""
    formulas = len(setup.referring(connection, "salutation_formula", "salutation", row["id"]))
    told = ngettext("{n} formula goes with it.", "{n} formulas go with it.", formulas).format(n=formulas)
    return Removal(name, (told,) if formulas else ())


def web_source_removal(connection: Reader, row: Row, name: str) -> Removal:
    """Its notes go with it (4.2)."""
    notes = len(comments.of(connection, "web_source", row["id"]))
    told = ngettext("{n} note goes with it.", "{n} notes go with it.", notes).format(n=notes)
    return Removal(name, (told,) if notes else ())


def web_source_clear(work: Work, row: Row) -> None:
    comments.remove_all(work, "web_source", [row["id"]])


def missing_searches(rows: Iterable[Row]) -> list[Row]:
    """The rows of the standard set (5.1) whose field and part are not among these."""
    present = {(row["field"], row["part"]) for row in rows}
    names = [name for name, _label in COMPARED]
    standard = [
        {"field": names.index(each.field), "part": int(each.part), "length": each.length}
        for each in DEFAULT_ROWS
    ]
    return [row for row in standard if (row["field"], row["part"]) not in present]


_REFUSED = Rules(in_use="4.2")  # while contacts have it
RULES: Mapping[str, Rules] = {
    "marketing_setup": Rules(follow=searches_follow, check=check_storage, settle=relations_follow),
    "mailing_group": Rules(in_use="MG-1"),
    "industry_group": _REFUSED,
    "job_responsibility": _REFUSED,
    "organizational_level": _REFUSED,
    "business_relation": _REFUSED,
    "territory": _REFUSED,
    "country": _REFUSED,
    "language": _REFUSED,
    "currency": _REFUSED,
    "web_source": Rules(removal=web_source_removal, clear=web_source_clear, in_use="4.2"),
    "salutation": Rules(removal=salutation_removal, in_use="4.4"),
}
