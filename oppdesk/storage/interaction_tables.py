"""The log of interactions: what was said and written to contacts, kept for good; drafts wait in the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index, text

from oppdesk.storage.base import Record, clock, day, flag, refers_to, search_text, table_of, whole, words

if TYPE_CHECKING:
    from datetime import date, time

    from sqlalchemy.orm import Mapped


class InteractionRow(Record):
    """Its key is ascending in time, so it is the entry number too; `postponed` is a draft, counted nowhere (9.4)."""

    __tablename__ = "interaction"

    contact: Mapped[int | None] = refers_to("contact")
    company: Mapped[int | None] = refers_to("contact")
    on: Mapped[date | None] = day()
    at: Mapped[time | None] = clock()
    description: Mapped[str] = words(100)
    subject: Mapped[str] = words(100)
    interaction_group: Mapped[int | None] = refers_to("interaction_group")
    interaction_template: Mapped[int | None] = refers_to("interaction_template")
    information_flow: Mapped[int] = whole()
    initiated_by: Mapped[int] = whole()
    language: Mapped[int | None] = refers_to("language")
    correspondence_type: Mapped[int] = whole()
    contact_via: Mapped[str] = words(80)
    alternative_address: Mapped[str] = words(10)
    cost: Mapped[int] = whole()
    duration: Mapped[int] = whole()  # minutes
    evaluation: Mapped[int] = whole()
    attempt_failed: Mapped[bool] = flag()
    salesperson: Mapped[int | None] = refers_to("salesperson")
    author: Mapped[str] = words(50)
    opportunity: Mapped[int | None] = refers_to("opportunity")
    task: Mapped[int | None] = refers_to("task")
    letter: Mapped[str] = words(32_000)  # what was written, as it was sent
    attachment: Mapped[str] = words(64)  # the digest of its content
    file_name: Mapped[str] = words(255)
    delivery: Mapped[int] = whole()
    message: Mapped[str] = words(255)  # the id of the e-mail it came from
    canceled: Mapped[bool] = flag()
    postponed: Mapped[bool] = flag()
    logged_on: Mapped[date | None] = day()
    search_text: Mapped[str] = search_text()


INTERACTION = table_of(InteractionRow)
INTERACTION.info["search"] = ("description", "subject")

_i = INTERACTION.c
_counted = (_i.canceled, _i.postponed, _i.cost, _i.duration)
Index("ix_interaction_on", _i.on, _i.id, _i.salesperson, _i.postponed, _i.canceled, _i.attempt_failed)
Index("ix_interaction_company", _i.company, _i.on, _i.id, _i.attempt_failed, *_counted)
Index("ix_interaction_contact", _i.contact, _i.on, _i.id, _i.attempt_failed, *_counted)
Index("ix_interaction_salesperson", _i.salesperson, _i.on, _i.id, *_counted)
Index("ix_interaction_opportunity", _i.opportunity, _i.on, _i.id, *_counted)
Index("ix_interaction_group", _i.interaction_group, *_counted)
Index("ix_interaction_template", _i.interaction_template, *_counted)
Index("ix_interaction_task", _i.task, sqlite_where=text("task IS NOT NULL"))
Index("ix_interaction_postponed", _i.salesperson, _i.id, sqlite_where=text("postponed = 1"))
Index("ix_interaction_message", _i.message, sqlite_where=text("message <> ''"))
Index("ix_interaction_attachment", _i.attachment, sqlite_where=text("attachment <> ''"))
