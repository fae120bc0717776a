"""What leaves with contacts, read for many of them at once: lines, comments, pictures, who is not to be used."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from oppdesk.domain.contact_columns import LISTS
from oppdesk.storage import listing, lists, sqlite_search
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT, CONTENT
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.task_tables import COMMENT

Rows = list[dict[str, Any]]


class Barred(NamedTuple):
    """Contacts that are not for every use: blocked for privacy, or their company is; left out of segments."""

    blocked: frozenset[int]
    excluded: frozenset[int]


def barred(connection: Connection, ids: Collection[int]) -> Barred:
    """Which of these contacts are (3.10, CON-P2)."""
    company = CONTACT.alias("company_of")
    is_blocked = or_(CONTACT.c.privacy_blocked, func.coalesce(company.c.privacy_blocked, False))
    found = connection.execute(
        select(CONTACT.c.id, is_blocked, CONTACT.c.exclude_from_segment)
        .join(company, company.c.id == CONTACT.c.company, isouter=True)
        .where(sqlite_search.among(CONTACT.c.id), or_(is_blocked, CONTACT.c.exclude_from_segment)),
        {"keys": _keys(ids)},
    ).all()
    return Barred(frozenset(row[0] for row in found if row[1]), frozenset(row[0] for row in found if row[2]))


def used(connection: Connection) -> frozenset[str]:
    """The lists of lines that hold anything."""
    return frozenset(
        key
        for key in LISTS.values()
        if connection.execute(select(metadata.tables[key].c.id).limit(1)).first() is not None
    )


def lines(connection: Connection, key: str, contacts: Collection[int]) -> dict[int, Rows]:
    """The lines of one list by contact, in the order they have on a card, references as they are shown."""
    table = metadata.tables[key]
    wanted = lists.listing(key)
    ids = connection.execute(
        select(table.c.id).where(sqlite_search.among(table.c.contact)).order_by(*wanted.order, table.c.id),
        {"keys": _keys(contacts)},
    ).scalars()
    found: defaultdict[int, Rows] = defaultdict(list)
    for row in listing.rows(connection, wanted, list(ids)):
        found[row["contact"]].append(row)
    return found


def comments(connection: Connection, contacts: Collection[int]) -> dict[int, list[str]]:
    """The texts of the comments of each, the oldest first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row, text in connection.execute(
        select(COMMENT.c.row, COMMENT.c.text)
        .where(COMMENT.c.subject == TABLE_NUMBERS["contact"], sqlite_search.among(COMMENT.c.row))
        .order_by(COMMENT.c.id),
        {"keys": _keys(contacts)},
    ):
        found[row].append(text)
    return found


def pictures(connection: Connection, contacts: Collection[int]) -> dict[int, bytes]:
    """The pictures of those that have one."""
    found = connection.execute(
        select(CONTACT.c.id, CONTENT.c.data)
        .join(CONTENT, CONTENT.c.digest == CONTACT.c.picture)
        .where(sqlite_search.among(CONTACT.c.id)),
        {"keys": _keys(contacts)},
    )
    return {row: bytes(data) for row, data in found}


def numbers(connection: Connection, contacts: Iterable[int]) -> dict[int, str]:
    """The numbers of contacts."""
    found = connection.execute(
        select(CONTACT.c.id, CONTACT.c.number).where(sqlite_search.among(CONTACT.c.id)),
        {"keys": _keys(contacts)},
    )
    return {row: str(number) for row, number in found}


def _keys(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
