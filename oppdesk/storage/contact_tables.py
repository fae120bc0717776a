"""Contacts: companies and persons in one table, because an opportunity may belong to either; and their likenesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, LargeBinary, Table, text

from oppdesk.storage.base import (
    Record,
    day,
    flag,
    metadata,
    refers_to,
    search_text,
    table_of,
    unique_where,
    whole,
    words,
)
from oppdesk.storage.types import Id, Whole, Words

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped


class ContactRow(Record):
    """`company` of a company is the company itself, so the figures of a company are one equality."""

    __tablename__ = "contact"

    number: Mapped[str] = words(20)
    number_series: Mapped[int | None] = refers_to("number_series")
    external_number: Mapped[str] = words(50)
    type: Mapped[int] = whole()
    name: Mapped[str] = words(100)
    name_2: Mapped[str] = words(50)
    search_name: Mapped[str] = words(100)
    first_name: Mapped[str] = words(30)
    middle_name: Mapped[str] = words(30)
    surname: Mapped[str] = words(30)
    initials: Mapped[str] = words(30)
    job_title: Mapped[str] = words(30)
    salutation: Mapped[int | None] = refers_to("salutation")
    organizational_level: Mapped[int | None] = refers_to("organizational_level")
    company: Mapped[int | None] = refers_to("contact")
    parent_company: Mapped[int | None] = refers_to("contact")
    address: Mapped[str] = words(100)
    address_2: Mapped[str] = words(50)
    post_code: Mapped[str] = words(20)
    city: Mapped[str] = words(30)
    county: Mapped[str] = words(30)
    country: Mapped[int | None] = refers_to("country")
    phone: Mapped[str] = words(30)
    mobile_phone: Mapped[str] = words(30)
    extension: Mapped[str] = words(30)
    fax: Mapped[str] = words(30)
    pager: Mapped[str] = words(30)
    telex: Mapped[str] = words(20)
    telex_answer_back: Mapped[str] = words(20)
    e_mail: Mapped[str] = words(80)
    e_mail_2: Mapped[str] = words(80)
    home_page: Mapped[str] = words(255)
    correspondence_type: Mapped[int] = whole()
    language: Mapped[int | None] = refers_to("language")
    format_region: Mapped[str] = words(80)
    territory: Mapped[int | None] = refers_to("territory")
    salesperson: Mapped[int | None] = refers_to("salesperson")
    vat_number: Mapped[str] = words(20)
    registration_number: Mapped[str] = words(50)
    currency: Mapped[int | None] = refers_to("currency")
    employees: Mapped[int] = whole()
    revenue: Mapped[int] = whole()
    exclude_from_segment: Mapped[bool] = flag()
    privacy_blocked: Mapped[bool] = flag()
    minor: Mapped[bool] = flag()
    parental_consent: Mapped[bool] = flag()
    relation: Mapped[int] = (
        whole()
    )  # of the rows of contact_business_relation, kept by what writes them (3.11)
    picture: Mapped[str] = words(64)  # the digest of its content
    created_on: Mapped[object] = day()
    search_text: Mapped[str] = search_text()


CONTACT = table_of(ContactRow)
CONTACT.info["search"] = (
    "name",  # first: by it lists sort
    "name_2",
    "number",
    "city",
    "post_code",
    "e_mail",
    "phone",
    "mobile_phone",
    "external_number",
)
Index("uq_contact_number", CONTACT.c.number, unique=True)
unique_where("uq_contact_external_number", CONTACT.c.external_number, "external_number <> ''")
# the usual order: a company and its persons by name
Index("ix_contact_company", CONTACT.c.company, CONTACT.c.type, CONTACT.c.search_text, CONTACT.c.id)
Index("ix_contact_search_text", CONTACT.c.search_text, CONTACT.c.id, CONTACT.c.type)
Index("ix_contact_name", CONTACT.c.search_name, CONTACT.c.id)
Index("ix_contact_city", CONTACT.c.city, CONTACT.c.id, CONTACT.c.type)
Index("ix_contact_salesperson", CONTACT.c.salesperson, CONTACT.c.id)
# few have one; asked whenever a company is removed
Index("ix_contact_parent_company", CONTACT.c.parent_company, sqlite_where=text("parent_company IS NOT NULL"))


class DuplicateRow(Record):
    """A pair, the older contact first; `separate` is the user's word that they are two (5.3)."""

    __tablename__ = "duplicate"

    contact: Mapped[int] = refers_to("contact", required=True)
    other: Mapped[int] = refers_to("contact", required=True)
    separate: Mapped[bool] = flag()
    strings: Mapped[int] = whole()  # how many search strings agree
    score: Mapped[int] = whole()  # percent of likeness


DUPLICATE = table_of(DuplicateRow)
Index("uq_duplicate_contact", DUPLICATE.c.contact, DUPLICATE.c.other, unique=True)
Index("ix_duplicate_other", DUPLICATE.c.other)

# Derived from the contacts, never journaled: two contacts that share a key are looked at side by side.
DUPLICATE_KEY = Table(
    "duplicate_key",
    metadata,
    Column("key", Id(), primary_key=True, autoincrement=False),
    Column("contact", Id(), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
Index("ix_duplicate_key_contact", DUPLICATE_KEY.c.contact)

# Bytes of pictures and files, each once, under the digest of what they are; records name the digest. Never journaled:
# what an undone operation named is still there when it is done again.
CONTENT = Table(
    "content",
    metadata,
    Column("digest", Words(), primary_key=True),  # SHA-256, 64 digits
    Column("size", Whole(), nullable=False),
    Column("data", LargeBinary(), nullable=False),
)
