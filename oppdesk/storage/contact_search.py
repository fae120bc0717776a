"""Contacts found by a few letters, in the order of how well they fit (relationships 3.7)."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, case, func, or_, select, true

from oppdesk.domain.finding import Hit, closeness, mistyped
from oppdesk.domain.words import ContactType, Status
from oppdesk.storage import sqlite_search
from oppdesk.storage.base import fold
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.search import Element, Question

NEWEST = 1000  # contacts a mistyped name is compared with
_COMPARED = 60  # contacts of those found that are ranked by how well they fit
_LOOKED_AT = 200  # letters of what was typed: no name and number is longer
_SORTS = {None: (), ContactType.PERSON: (1,), ContactType.COMPANY: (2,)}


def find(connection: Connection, text: str, limit: int, kind: ContactType | None = None) -> list[Hit]:
    """Contacts with all words of the text in their own or their company's words; without any, mistyped names."""
    found = ids(connection, text, limit, kind) or mistyped_ids(connection, text, limit, kind)
    return hits(connection, found)


def ids(
    connection: Connection,
    text: str,
    limit: int,
    kind: ContactType | None = None,
    question: Question | None = None,
) -> list[int]:
    """The best first: number, name, beginnings, other words, the newest of these."""
    folded = fold(text[:_LOOKED_AT])
    if not folded:
        return _in_order(connection, "search_name", "", limit, kind)
    upper = " ".join(text[:_LOOKED_AT].upper().split())
    found: dict[int, None] = {}
    for column in ("number", "search_name"):
        found |= dict.fromkeys(_in_order(connection, column, upper, limit, kind))
    asked = question or Question(connection, text)
    found |= dict.fromkeys(asked.newest("contact", max(limit, _COMPARED), _SORTS[kind]))
    rows = connection.execute(_NAMES, {"keys": json.dumps(list(found))}).all()
    ranked = sorted((closeness(folded, fold(row[1]), fold(row[2])), row[3], row[0]) for row in rows)
    return [row for _closeness, _name, row in ranked[:limit]]


def mistyped_ids(connection: Connection, text: str, limit: int, kind: ContactType | None = None) -> list[int]:
    """The newest contacts whose name differs by typing errors only."""
    return mistyped(fold(text[:_LOOKED_AT]), _newest(connection, kind))[:limit]


def _in_order(
    connection: Connection, column: str, words: str, limit: int, kind: ContactType | None
) -> list[int]:
    """Contacts in the order of a column that begins with some words."""
    given = {"first": words, "last": words + "\U0010ffff", "most": limit}
    return list(connection.execute(_BEGINNINGS[column, kind], given).scalars().all())


def _newest(connection: Connection, kind: ContactType | None) -> list[tuple[int, str]]:
    rows = connection.execute(
        select(CONTACT.c.id, CONTACT.c.name).where(_of(kind)).order_by(CONTACT.c.id.desc()).limit(NEWEST)
    )
    return [(row.id, fold(row.name)) for row in rows]


def _of(kind: ContactType | None) -> Element:
    return true() if kind is None else CONTACT.c.type == int(kind)


# Made once: making a statement takes longer than answering it.
_NAMES = select(CONTACT.c.id, CONTACT.c.number, CONTACT.c.name, CONTACT.c.search_name).where(
    sqlite_search.among(CONTACT.c.id)
)
# By the column's index, which a pattern would not use.
_BEGINNINGS = {
    (column, kind): select(CONTACT.c.id)
    .where(CONTACT.c[column].between(bindparam("first"), bindparam("last")), _of(kind))
    .order_by(CONTACT.c[column], CONTACT.c.id)
    .limit(bindparam("most"))
    for column in ("number", "search_name")
    for kind in (None, *ContactType)
}
_company, _own = CONTACT.alias("company_of"), OPPORTUNITY.alias("own")
_OPEN_ONES = (
    select(func.count())
    .where(
        _own.c.status.in_((int(Status.NOT_STARTED), int(Status.IN_PROGRESS))),
        _own.c.company.is_not_distinct_from(CONTACT.c.company),
        or_(CONTACT.c.type == int(ContactType.COMPANY), _own.c.contact == CONTACT.c.id),
    )
    .correlate(CONTACT)
    .scalar_subquery()
)
_SHOWN = (
    select(
        CONTACT.c.id,
        CONTACT.c.number,
        CONTACT.c.name,
        CONTACT.c.type,
        case((CONTACT.c.type == int(ContactType.PERSON), func.coalesce(_company.c.name, "")), else_=""),
        CONTACT.c.job_title,
        CONTACT.c.city,
        _OPEN_ONES,
        CONTACT.c.privacy_blocked,
    )
    .join_from(CONTACT, _company, _company.c.id == CONTACT.c.company, isouter=True)
    .where(sqlite_search.among(CONTACT.c.id))
)


def hits(connection: Connection, ids: Sequence[int]) -> list[Hit]:
    """What a row of search results says of each contact, in this order."""
    if not ids:
        return []
    rows = connection.execute(_SHOWN, {"keys": json.dumps(list(ids))})
    found = {row[0]: Hit(*row) for row in rows}
    return [found[row] for row in ids if row in found]
