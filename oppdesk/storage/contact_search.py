"""Contacts found by a few letters, in the order of how well they fit (relationships 3.7)."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, case, false, or_, select, true

from oppdesk.domain.finding import Hit, closeness, mistyped
from oppdesk.domain.words import ContactType
from oppdesk.storage import listing, lists
from oppdesk.storage.base import fold
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.listing import Element

NEWEST = 1000  # contacts a mistyped name is compared with
_MORE = 3  # so many times the rows asked for are ranked exactly


def find(connection: Connection, text: str, limit: int, kind: ContactType | None = None) -> list[Hit]:
    """Contacts with all words of the text in their own or their company's words; without any, mistyped names."""
    folded = fold(text)
    ids = _ids(connection, text, folded, limit * _MORE, kind)
    if len(ids) < limit and kind is not ContactType.COMPANY:
        ids += [each for each in _by_company(connection, folded, limit) if each not in ids]
    found = hits(connection, ids or mistyped(folded, _newest(connection, kind))[:limit])
    found.sort(key=lambda hit: closeness(folded, fold(hit.number), fold(hit.name)))
    return found[:limit]


def _ids(connection: Connection, text: str, folded: str, limit: int, kind: ContactType | None) -> list[int]:
    """By their own words, roughly the best first: SQL knows the folded texts of a row only together."""
    own, upper = CONTACT.c, " ".join(text.upper().split())
    begins = or_(
        own.number.startswith(upper, autoescape=True), own.search_name.startswith(upper, autoescape=True)
    )
    rank = case(
        (own.number == upper, 0),
        (own.search_name == upper, 1),
        (begins, 2),
        (own.search_text.contains(f" {folded}", autoescape=True), 3),
        (own.search_text.contains(folded, autoescape=True), 4),
        else_=5,
    )
    words = [own.search_text.contains(word, autoescape=True) for word in folded.split()]
    named = own.search_name.contains(upper, autoescape=True)  # a search name of its own
    return list(
        connection.execute(
            select(own.id)
            .where(_of(kind), or_(named, and_(true(), *words)))
            .order_by(rank, own.search_name, own.id)
            .limit(limit)
        ).scalars()
    )


def _by_company(connection: Connection, folded: str, limit: int) -> list[int]:
    """People of whom some words are in their company's: "tolsma zilveren"."""
    company, own, words = CONTACT.alias("company"), CONTACT.c, folded.split()
    meant = select(CONTACT.c.id).where(
        CONTACT.c.type == int(ContactType.COMPANY),
        or_(false(), *[CONTACT.c.search_text.contains(word, autoescape=True) for word in words]),
    )
    either = [
        or_(
            own.search_text.contains(word, autoescape=True),
            company.c.search_text.contains(word, autoescape=True),
        )
        for word in words
    ]
    return list(
        connection.execute(
            select(own.id)
            .join(company, company.c.id == own.company)
            .where(own.type == int(ContactType.PERSON), company.c.id.in_(meant), *either)
            .order_by(own.search_name, own.id)
            .limit(limit)
        ).scalars()
    )


def _newest(connection: Connection, kind: ContactType | None) -> list[tuple[int, str]]:
    rows = connection.execute(
        select(CONTACT.c.id, CONTACT.c.name).where(_of(kind)).order_by(CONTACT.c.id.desc()).limit(NEWEST)
    )
    return [(row.id, fold(row.name)) for row in rows]


def _of(kind: ContactType | None) -> Element:
    return true() if kind is None else CONTACT.c.type == int(kind)


def hits(connection: Connection, ids: Sequence[int]) -> list[Hit]:
    """What a row of search results says of each contact, in this order."""
    return [
        Hit(
            row["id"],
            row["number"],
            row["name"],
            row["type"],
            row["company"].text if row["company"] and row["type"] == ContactType.PERSON else "",
            row["job_title"],
            row["city"],
            row["open_opportunities"],
            row["privacy_blocked"],
        )
        for row in listing.rows(connection, lists.listing("contact"), ids)
    ]
