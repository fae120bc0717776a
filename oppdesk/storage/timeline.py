"""What happened with a contact or an opportunity, of all kinds in one order: keys first, then what a page says."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from oppdesk.domain.words import ACTION
from oppdesk.i18n import _
from oppdesk.storage import interactions, search
from oppdesk.storage.base import fold
from oppdesk.storage.contact_figures import of_contact
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.expressions import local_day
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.opportunity_tables import DOCUMENT, ENTRY, OPPORTUNITY
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import ATTENDEE, COMMENT, TASK
from oppdesk.storage.types import NO_DAY, Day

KINDS = ("interaction", "note", "task", "entry", "quote")
DRAFTS = "draft"  # asked for beside the kinds: what is postponed is no history otherwise
Place = tuple[date, int]
Key = tuple[str, int, date | None]

# A note is of its day; only the first one of a day carries it, the others say when they were written.
_NOTED: Any = case((COMMENT.c.on != NO_DAY, COMMENT.c.on), else_=local_day(COMMENT.c.written_at))
_DAYS: Mapping[str, Any] = {
    "interaction": INTERACTION.c.on,
    "note": _NOTED,
    "task": TASK.c.closed_on,
    "entry": ENTRY.c.changed_on,
    "quote": DOCUMENT.c.document_date,
}
_TABLES: Mapping[str, Any] = {
    "interaction": INTERACTION,
    "note": COMMENT,
    "task": TASK,
    "entry": ENTRY,
    "quote": DOCUMENT,
}


def keys(
    connection: Connection,
    field: str,
    row: int,
    kinds: Collection[str],
    text: str,
    before: Place | None,
    limit: int,
) -> list[Key]:
    """Kind, key and day of what is asked for, newest first; `field` is contact, opportunity or salesperson."""
    company = connection.execute(select(CONTACT.c.company).where(CONTACT.c.id == row)).scalar()
    branches = []
    for kind in KINDS:
        terms = _TERMS[kind](connection, field, row, company, DRAFTS in kinds)
        if kind not in kinds or terms is None:
            continue
        own, day = _TABLES[kind], _DAYS[kind]
        wanted = select(literal(kind).label("kind"), own.c.id.label("id"), day.label("day")).where(
            *terms, *_found(connection, kind, text)
        )
        if before is not None:
            wanted = wanted.where(tuple_(day, own.c.id) < tuple_(literal(before[0], Day()), before[1]))
        first = wanted.order_by(day.desc(), own.c.id.desc()).limit(limit).subquery()
        branches.append(select(first))
    if not branches:
        return []
    every = union_all(*branches).subquery()
    newest = select(every).order_by(every.c.day.desc(), every.c.id.desc()).limit(limit)
    return [(each.kind, each.id, each.day) for each in connection.execute(newest)]


def _of_interactions(
    connection: Connection, field: str, row: int, _company: int | None, drafts: bool
) -> list[Any]:
    own = INTERACTION.c
    return [*interactions.of(connection, field, row), true() if drafts else ~own.postponed]


def _of_notes(
    _connection: Connection, field: str, row: int, company: int | None, _drafts: bool
) -> list[Any] | None:
    """A company's are its people's, too; nobody's are a salesperson's."""
    if field not in ("contact", "opportunity"):
        return None
    owners: Any = COMMENT.c.row == row
    if field == "contact" and company == row:
        owners = COMMENT.c.row.in_(select(CONTACT.c.id).where(CONTACT.c.company == row))
    return [COMMENT.c.subject == TABLE_NUMBERS[field], owners]


def _of_tasks(_connection: Connection, field: str, row: int, company: int | None, _drafts: bool) -> list[Any]:
    """What was done, not what is still to do; a meeting counts for whoever attended it."""
    if field == "opportunity":
        return [TASK.c.closed, TASK.c.opportunity == row]
    if field == "salesperson":
        return [TASK.c.closed, TASK.c.salesperson == row]
    attending: Any = ATTENDEE.c.contact == row
    if company == row:
        attending = ATTENDEE.c.contact.in_(select(CONTACT.c.id).where(CONTACT.c.company == row))
    attended = TASK.c.id.in_(select(ATTENDEE.c.task).where(attending))
    return [TASK.c.closed, or_(of_contact(TASK, row, company), attended)]


def _of_entries(
    _connection: Connection, field: str, row: int, company: int | None, _drafts: bool
) -> list[Any]:
    return [of_contact(ENTRY, row, company)] if field == "contact" else [ENTRY.c[field] == row]


def _of_quotes(
    _connection: Connection, field: str, row: int, company: int | None, _drafts: bool
) -> list[Any]:
    if field == "opportunity":
        return [DOCUMENT.c.id.in_(select(OPPORTUNITY.c.quote).where(OPPORTUNITY.c.id == row))]
    return [of_contact(DOCUMENT, row, company)] if field == "contact" else [DOCUMENT.c[field] == row]


_TERMS: Mapping[str, Callable[..., list[Any] | None]] = {
    "interaction": _of_interactions,
    "note": _of_notes,
    "task": _of_tasks,
    "entry": _of_entries,
    "quote": _of_quotes,
}


def _entry_found(connection: Connection, text: str) -> Any:
    """A move is found by its action, its stage or its opportunity."""
    words = fold(text).split()

    def has(name: str) -> bool:
        return all(word in fold(name) for word in words)

    stages = connection.execute(select(TABLES["sales_cycle_stage"].c.description).distinct()).scalars()
    actions = [at for at, label in enumerate(ACTION) if has(_(label))]
    about: Any = search.matching("opportunity", text, is_walked=True)
    return or_(
        ENTRY.c.action.in_(actions),
        ENTRY.c.stage_description.in_([each for each in stages if has(each)]),
        exists().where(OPPORTUNITY.c.id == ENTRY.c.opportunity, about),
    )


def _found(connection: Connection, kind: str, text: str) -> list[Any]:
    """Every word of a text is found; of an interaction also in its notes."""
    if not text.strip():
        return []
    if kind == "entry":
        return [_entry_found(connection, text)]
    own: Any = search.matching(_TABLES[kind].name, text, is_walked=True)
    if kind != "interaction":
        return [own]
    here: Any = search.matching("comment", text, is_walked=True)
    of_it = and_(COMMENT.c.subject == TABLE_NUMBERS["interaction"], COMMENT.c.row == INTERACTION.c.id)
    return [or_(own, exists().where(of_it, here))]


# ------------------------------------------------------------------------------------------------ what a page says

_contact = CONTACT.alias("contact_said")
_person, _template = TABLES["salesperson"], TABLES["interaction_template"]
_WHO = (
    _contact.c.name.label("contact_name"),
    OPPORTUNITY.c.description.label("opportunity_name"),
    _person.c.name.label("who"),
)


def _joined(table: Any, *columns: Any, sold_by: Any = None) -> Any:
    about = OPPORTUNITY.c.id == table.c.opportunity if sold_by is None else sold_by
    return (
        select(table, *_WHO, *columns)
        .select_from(table)
        .join(_contact, _contact.c.id == table.c.contact, isouter=True)
        .join(OPPORTUNITY, about, isouter=True)
        .join(_person, _person.c.id == table.c.salesperson, isouter=True)
    )


_newest_note = (
    select(COMMENT.c.text)
    .where(COMMENT.c.subject == TABLE_NUMBERS["interaction"], COMMENT.c.row == INTERACTION.c.id)
    .order_by(COMMENT.c.id.desc())
    .limit(1)
    .correlate(INTERACTION)
    .scalar_subquery()
)
_NOTES = (
    select(
        COMMENT,
        _contact.c.id.label("contact"),
        OPPORTUNITY.c.id.label("opportunity"),
        *_WHO,
    )
    .join(
        _contact,
        and_(COMMENT.c.subject == TABLE_NUMBERS["contact"], _contact.c.id == COMMENT.c.row),
        isouter=True,
    )
    .join(
        OPPORTUNITY,
        and_(COMMENT.c.subject == TABLE_NUMBERS["opportunity"], OPPORTUNITY.c.id == COMMENT.c.row),
        isouter=True,
    )
    .join(_person, _person.c.id == COMMENT.c.author, isouter=True)
)
_SAID: Mapping[str, Any] = {
    "interaction": _joined(
        INTERACTION,
        func.coalesce(_template.c.description, "").label("template_name"),
        func.coalesce(_newest_note, "").label("note"),
    ).join(_template, _template.c.id == INTERACTION.c.interaction_template, isouter=True),
    "note": _NOTES,
    "task": _joined(TASK),
    "entry": _joined(ENTRY),
    "quote": _joined(
        DOCUMENT, OPPORTUNITY.c.id.label("opportunity"), sold_by=OPPORTUNITY.c.quote == DOCUMENT.c.id
    ),
}


def said(connection: Connection, kind: str, ids: Sequence[int]) -> dict[int, Any]:
    """The records of a kind with the names they are told with, by key."""
    own = _TABLES[kind].c.id
    rows = connection.execute(_SAID[kind].where(own.in_(list(ids)))).mappings()
    return {row["id"]: row for row in rows}
