"""Opportunities, their ledger and their sales documents.

The standing (stage, value, chances, … of the active entry) is copied to the opportunity by the function that
writes the entry: sort and filter then need one table. A unique partial index allows one active entry.
"""

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
    from datetime import date

    from sqlalchemy.orm import Mapped


class SalesDocumentRow(Record):
    """A light quote or order: enough for the rules that ask whether there is one and what it is worth."""

    __tablename__ = "sales_document"

    number: Mapped[str] = words(20)
    number_series: Mapped[int | None] = refers_to("number_series")
    kind: Mapped[int] = whole()
    contact: Mapped[int | None] = refers_to("contact")
    company: Mapped[int | None] = refers_to("contact")
    salesperson: Mapped[int | None] = refers_to("salesperson")
    description: Mapped[str] = words(100)
    document_date: Mapped[date | None] = day()
    net_amount: Mapped[int] = whole()


class OpportunityRow(Record):
    __tablename__ = "opportunity"

    number: Mapped[str] = words(20)
    number_series: Mapped[int | None] = refers_to("number_series")
    external_number: Mapped[str] = words(50)
    description: Mapped[str] = words(100)
    contact: Mapped[int | None] = refers_to("contact")
    company: Mapped[int | None] = refers_to("contact")
    salesperson: Mapped[int | None] = refers_to("salesperson")
    sales_cycle: Mapped[int | None] = refers_to("sales_cycle")
    former_cycle: Mapped[str] = words(10)  # code of a cycle removed since (R-DEL-04)
    quote: Mapped[int | None] = refers_to("sales_document")
    created_on: Mapped[date | None] = day()
    status: Mapped[int] = whole()
    priority: Mapped[int] = whole(1)
    closed_on: Mapped[date | None] = day()
    # the standing, of the active entry
    stage: Mapped[int] = whole()
    estimated_value: Mapped[int] = whole()
    chances: Mapped[int] = whole()
    completed: Mapped[int] = whole()
    probability: Mapped[int] = whole()
    current_value: Mapped[int] = whole()
    closing_on: Mapped[date | None] = day()
    changed_on: Mapped[date | None] = day()
    stage_since: Mapped[date | None] = day()
    search_text: Mapped[str] = search_text()


class EntryRow(Record):
    """The ledger. Its key is ascending in time, so it is the entry number too (R-ENT-01)."""

    __tablename__ = "opportunity_entry"

    opportunity: Mapped[int] = refers_to("opportunity", required=True)
    sales_cycle: Mapped[int | None] = refers_to("sales_cycle")
    former_cycle: Mapped[str] = words(10)
    stage: Mapped[int] = whole()
    stage_description: Mapped[str] = words(100)
    contact: Mapped[int | None] = refers_to("contact")
    company: Mapped[int | None] = refers_to("contact")
    salesperson: Mapped[int | None] = refers_to("salesperson")
    changed_on: Mapped[date | None] = day()
    active: Mapped[bool] = flag()
    closed_on: Mapped[date | None] = day()
    days_open: Mapped[int] = whole()
    action: Mapped[int] = whole()
    estimated_value: Mapped[int] = whole()
    current_value: Mapped[int] = whole()
    completed: Mapped[int] = whole()
    chances: Mapped[int] = whole()
    probability: Mapped[int] = whole()
    close_code: Mapped[int | None] = refers_to("close_code")
    previous_stage: Mapped[int] = whole()
    closing_on: Mapped[date | None] = day()


DOCUMENT = table_of(SalesDocumentRow)
OPPORTUNITY = table_of(OpportunityRow)
ENTRY = table_of(EntryRow)

OPPORTUNITY.info["search"] = ("description", "number", "external_number")  # lists sort by the first

Index("uq_sales_document_number", DOCUMENT.c.kind, DOCUMENT.c.number, unique=True)
Index("ix_sales_document_contact", DOCUMENT.c.contact)
Index("ix_sales_document_company", DOCUMENT.c.company)

_o = OPPORTUNITY.c
Index("uq_opportunity_number", _o.number, unique=True)
unique_where("uq_opportunity_external_number", _o.external_number, "external_number <> ''")
unique_where("uq_opportunity_quote", _o.quote, "quote IS NOT NULL")
# One for each order that people ask for at a million: the filters of every day are looked at in the index itself.
_often = (_o.id, _o.status, _o.salesperson)
Index("ix_opportunity_description", _o.search_text, *_often)
Index("ix_opportunity_value", _o.estimated_value, *_often)
Index("ix_opportunity_current", _o.current_value, *_often)
Index("ix_opportunity_closing", _o.closing_on, *_often)
Index("ix_opportunity_created", _o.created_on, *_often)
Index("ix_opportunity_closed", _o.closed_on, *_often, _o.estimated_value, _o.current_value)
Index("ix_opportunity_since", _o.stage_since, *_often, _o.estimated_value, _o.current_value)
Index("ix_opportunity_priority", _o.priority, *_often)
Index("ix_opportunity_probability", _o.probability, *_often)
Index("ix_opportunity_chances", _o.chances, *_often)
Index("ix_opportunity_completed", _o.completed, *_often)
Index(
    "ix_opportunity_status",
    *(_o.status, _o.closing_on, _o.id, _o.salesperson, _o.sales_cycle, _o.stage, _o.estimated_value),
    *(_o.current_value, _o.priority, _o.chances, _o.completed, _o.probability, _o.stage_since),
)
Index(
    "ix_opportunity_cycle",
    *(_o.sales_cycle, _o.stage, _o.status, _o.closing_on, _o.id, _o.salesperson),
    *(_o.estimated_value, _o.current_value),
)
Index("ix_opportunity_salesperson", _o.salesperson, _o.id, _o.status, _o.closing_on)
Index("ix_opportunity_contact", _o.company, _o.id, _o.contact, _o.status, _o.salesperson)
# Most have no stage: they are found in the order of their keys, without a look at the rest of the row.
Index("ix_opportunity_stage", _o.id, _o.stage, _o.sales_cycle)
Index("ix_opportunity_of_contact", _o.contact, *_often)  # a contact's removal too looks for references to it

_e = ENTRY.c
unique_where("uq_opportunity_entry_active", _e.opportunity, "active = 1")
Index("ix_opportunity_entry_opportunity", _e.opportunity, _e.id, _e.sales_cycle, _e.stage)
Index("ix_opportunity_entry_changed", _e.changed_on, _e.id, _e.active, _e.action, _e.salesperson)
Index("ix_opportunity_entry_company", _e.company, _e.changed_on, _e.id, _e.contact, _e.active)
Index("ix_opportunity_entry_of_contact", _e.contact)
Index("ix_opportunity_entry_stage", _e.sales_cycle, _e.stage, _e.active, _e.closing_on, _e.days_open)
Index("ix_opportunity_entry_salesperson", _e.salesperson, _e.active, _e.changed_on)
Index("ix_opportunity_entry_close_code", _e.close_code)
