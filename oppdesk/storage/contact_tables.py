"""Contacts: companies and persons in one table, because an opportunity may belong to either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index

from oppdesk.storage.base import (
    Record,
    day,
    flag,
    refers_to,
    search_text,
    table_of,
    unique_where,
    whole,
    words,
)

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
    company: Mapped[int | None] = refers_to("contact")
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
    privacy_blocked: Mapped[bool] = flag()
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
