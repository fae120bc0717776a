"""Tasks with those who take part, and comments: what hangs on contacts and opportunities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Index

from oppdesk.storage.base import (
    Record,
    day,
    flag,
    identity,
    moment,
    refers_to,
    search_text,
    table_of,
    whole,
    words,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Mapped


class TaskRow(Record):
    """One row a task; who else sees it follows from `attendee` and the team (relationships 7.2)."""

    __tablename__ = "task"

    number: Mapped[str] = words(20)
    number_series: Mapped[int | None] = refers_to("number_series")
    type: Mapped[int] = whole()
    description: Mapped[str] = words(100)
    on: Mapped[date | None] = day()
    duration: Mapped[int] = whole(1440)  # minutes
    all_day: Mapped[bool] = flag()
    status: Mapped[int] = whole()
    priority: Mapped[int] = whole(1)
    closed: Mapped[bool] = flag()
    closed_on: Mapped[date | None] = day()
    canceled: Mapped[bool] = flag()
    recurring: Mapped[bool] = flag()
    salesperson: Mapped[int | None] = refers_to("salesperson")
    team: Mapped[int | None] = refers_to("team")
    contact: Mapped[int | None] = refers_to("contact")
    company: Mapped[int | None] = refers_to("contact")
    opportunity: Mapped[int | None] = refers_to("opportunity")
    entry: Mapped[int | None] = refers_to("opportunity_entry")
    search_text: Mapped[str] = search_text()


class AttendeeRow(Record):
    """Who takes part in a meeting: the salesperson who organises it, the contact who is asked to come."""

    __tablename__ = "attendee"

    task: Mapped[int] = refers_to("task", required=True)
    attendance: Mapped[int] = whole()  # 0 required, 1 optional, 2 organizer
    contact: Mapped[int | None] = refers_to("contact")
    salesperson: Mapped[int | None] = refers_to("salesperson")


class CommentRow(Record):
    """A dated note on any record; `subject` is the journal's number of its table (1.7)."""

    __tablename__ = "comment"

    subject: Mapped[int] = whole()
    row: Mapped[int] = identity()
    on: Mapped[date | None] = day()
    code: Mapped[str] = words(10)
    text: Mapped[str] = words(32_000)
    author: Mapped[int | None] = refers_to("salesperson")
    written_at: Mapped[datetime] = moment()
    modified_on: Mapped[date | None] = day()


TASK = table_of(TaskRow)
ATTENDEE = table_of(AttendeeRow)
COMMENT = table_of(CommentRow)

TASK.info["search"] = ("description", "number")  # lists sort by the first

_t = TASK.c
Index("uq_task_number", _t.number, unique=True)
Index("ix_task_on", _t.on, _t.id, _t.closed, _t.salesperson)
Index("ix_task_description", _t.search_text, _t.id, _t.closed, _t.salesperson)
Index("ix_task_opportunity", _t.opportunity, _t.closed, _t.on)
Index("ix_task_contact", _t.company, _t.contact, _t.closed)
Index("ix_task_of_contact", _t.contact)
Index("ix_task_entry", _t.entry)
Index("ix_task_salesperson", _t.salesperson, _t.closed, _t.on)
Index("ix_attendee_task", ATTENDEE.c.task)
Index("ix_attendee_contact", ATTENDEE.c.contact)
Index("ix_comment_subject", COMMENT.c.subject, COMMENT.c.row, COMMENT.c.id)
