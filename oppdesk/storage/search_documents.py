"""What the search knows of each record: its own words and the names it is shown with, and where its number lies.

The small numbers of documents lie in ranges, one a sort of record, ascending with their age: reading a range from its
end gives the newest first, open opportunities before closed ones, without sorting what was found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, select

from oppdesk.domain.words import ContactType, Status
from oppdesk.storage import search_words
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.opportunity_tables import DOCUMENT, OPPORTUNITY
from oppdesk.storage.task_tables import COMMENT, TASK

_RANGE = 1 << 28  # documents of one sort at most
Row = Sequence[Any]


@dataclass(frozen=True)
class Kind:
    """One table of the search. `ranges` from the last shown to the first; `watched` columns make a document anew."""

    table: Table
    ranges: tuple[int, ...]
    watched: frozenset[str]
    query: Callable[[], Select[Any]]  # made when it is asked for: a start would feel it
    sort: Callable[[Row], int]  # which of its ranges a row belongs to
    words: Callable[[Row], str]
    names: tuple[str, ...] = ()  # columns that refer to contacts whose names are words of this document


def bounds(number: int) -> tuple[int, int]:
    """The first and the last document of a range."""
    return number * _RANGE + 1, (number + 1) * _RANGE


def _named(table: Table, *columns: str) -> Select[Any]:
    """Some columns of each row, then its contact's and its company's names."""
    contact, company = CONTACT.alias("contact_named"), CONTACT.alias("company_named")
    return (
        select(table.c.id, *[table.c[name] for name in columns], contact.c.name, company.c.name)
        .select_from(table)
        .join(contact, contact.c.id == table.c.contact, isouter=True)
        .join(company, company.c.id == table.c.company, isouter=True)
    )


def _interaction_words(row: Row) -> str:
    """Its subject mostly is its description."""
    key, canceled, description, subject, *rest = row
    return _words([key, canceled, description, "" if subject == description else subject, *rest])


def _words(row: Row) -> str:
    """All from the third column on; a company that is its own contact is said once."""
    *own, contact, company = row[2:]
    return search_words.document(own, names=(contact, None if company == contact else company))


def _opportunity_words(row: Row) -> str:
    """What is searched of it is stored folded."""
    _key, _status, folded, contact, company = row
    return search_words.document((), folded=folded, names=(contact, None if company == contact else company))


def _contact_words(row: Row) -> str:
    """Most of it is stored folded; of a person the company's name too."""
    _key, _type, folded, name, search_name, mail, company, *phones = row
    others = ("" if search_name == name.upper() else search_name, mail)
    return search_words.document(others, phones, folded=folded, names=(None if company == name else company,))


def _contacts() -> Select[Any]:
    company = CONTACT.alias("company_named")
    return select(
        CONTACT.c.id,
        *[CONTACT.c[name] for name in ("type", "search_text", "name", "search_name", "e_mail_2")],
        company.c.name,
        *[CONTACT.c[name] for name in ("phone", "mobile_phone")],
    ).join_from(CONTACT, company, company.c.id == CONTACT.c.company, isouter=True)


KINDS: Mapping[str, Kind] = {
    "contact": Kind(
        CONTACT,
        (1, 2),
        frozenset({"type", "company", "search_name", "e_mail_2", *CONTACT.info["search"]}),
        _contacts,
        lambda row: 2 if row[1] == ContactType.COMPANY else 1,
        _contact_words,
        ("company",),
    ),
    "opportunity": Kind(
        OPPORTUNITY,
        (3, 4),
        frozenset({"status", "contact", "company", *OPPORTUNITY.info["search"]}),
        lambda: _named(OPPORTUNITY, "status", "search_text"),
        lambda row: 3 if row[1] >= Status.WON else 4,
        _opportunity_words,
        ("contact", "company"),
    ),
    "task": Kind(
        TASK,
        (5, 6),
        frozenset({"closed", "canceled", "number", "description", "contact", "company"}),
        lambda: _named(TASK, "closed", "canceled", "number", "description"),
        lambda row: 5 if row[1] or row[2] else 6,
        lambda row: _words(row[1:]),
        ("contact", "company"),
    ),
    "interaction": Kind(
        INTERACTION,
        (9, 10),
        frozenset({"canceled", "description", "subject", "letter", "contact", "company"}),
        lambda: _named(INTERACTION, "canceled", "description", "subject", "letter"),
        lambda row: 9 if row[1] else 10,
        _interaction_words,
        ("contact", "company"),
    ),
    "comment": Kind(
        COMMENT,
        (7,),
        frozenset({"text"}),
        lambda: select(COMMENT.c.id, COMMENT.c.text),
        lambda _row: 7,
        lambda row: search_words.document(row[1:]),
    ),
    "sales_document": Kind(
        DOCUMENT,
        (8,),
        frozenset({"number", "description", "contact", "company"}),
        lambda: _named(DOCUMENT, "kind", "number", "description"),
        lambda _row: 8,
        _words,
        ("contact", "company"),
    ),
}
