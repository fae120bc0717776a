"""Tasks with those who take part, and comments: what hangs on contacts and opportunities.

When a task ends is not stored: it follows from its date, its time and its duration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, Table, text

from oppdesk.storage.base import (
    Record,
    clock,
    day,
    flag,
    identity,
    metadata,
    moment,
    refers_to,
    search_text,
    table_of,
    whole,
    words,
)
from oppdesk.storage.types import Id, Moment

if TYPE_CHECKING:
    from datetime import date, datetime, time

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
    start_time: Mapped[time | None] = clock()
    all_day: Mapped[bool] = flag()
    location: Mapped[str] = words(100)
    status: Mapped[int] = whole()
    priority: Mapped[int] = whole(1)
    closed: Mapped[bool] = flag()
    closed_on: Mapped[date | None] = day()
    canceled: Mapped[bool] = flag()
    completed_by: Mapped[int | None] = refers_to("salesperson")
    recurring: Mapped[bool] = flag()
    recurring_interval: Mapped[str] = words(32)
    counted_from: Mapped[int] = whole()
    salesperson: Mapped[int | None] = refers_to("salesperson")
    team: Mapped[int | None] = refers_to("team")
    contact: Mapped[int | None] = refers_to("contact")
    company: Mapped[int | None] = refers_to("contact")
    opportunity: Mapped[int | None] = refers_to("opportunity")
    entry: Mapped[int | None] = refers_to("opportunity_entry")
    interaction_template: Mapped[int | None] = refers_to("interaction_template")
    language: Mapped[int | None] = refers_to("language")
    subject: Mapped[str] = words(100)
    unit_cost: Mapped[int] = whole()
    unit_duration: Mapped[int] = whole()
    reminder: Mapped[int] = whole(-1)  # minutes before it begins; -1 is the user's own habit
    search_text: Mapped[str] = search_text()


class AttendeeRow(Record):
    """Who takes part: at a meeting's table, or as a member of the team whose task it was when it was given (7.2)."""

    __tablename__ = "attendee"

    task: Mapped[int] = refers_to("task", required=True)
    attendance: Mapped[int] = whole()
    contact: Mapped[int | None] = refers_to("contact")
    salesperson: Mapped[int | None] = refers_to("salesperson")
    send_invitation: Mapped[bool] = flag()
    answer: Mapped[int] = whole()
    invitation_sent: Mapped[bool] = flag()


class TaskLanguageRow(Record):
    """The invitation of a meeting in one language: its words and its file (7.10)."""

    __tablename__ = "task_language"

    task: Mapped[int] = refers_to("task", required=True)
    language: Mapped[int | None] = refers_to("language")
    description: Mapped[str] = words(100)
    letter: Mapped[str] = words(32_000)
    attachment: Mapped[str] = words(64)  # the digest of its content
    file_name: Mapped[str] = words(255)


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
TASK_LANGUAGE = table_of(TaskLanguageRow)
COMMENT = table_of(CommentRow)

# What the user wants to hear of again, and when: a habit of this place, never journaled.
REMINDER = Table(
    "reminder",
    metadata,
    Column("task", Id(), primary_key=True, autoincrement=False),
    Column("quiet_until", Moment(), nullable=False),
)

TASK.info["search"] = ("description", "number")  # lists sort by the first

_t = TASK.c
Index("uq_task_number", _t.number, unique=True)
Index("ix_task_on", _t.on, _t.start_time, _t.id, _t.closed, _t.salesperson)
Index("ix_task_closed_on", _t.closed_on, _t.id, _t.closed, _t.salesperson)
Index("ix_task_description", _t.search_text, _t.id, _t.closed, _t.salesperson)
Index("ix_task_opportunity", _t.opportunity, _t.closed, _t.on)
Index("ix_task_contact", _t.company, _t.contact, _t.closed)
Index("ix_task_of_contact", _t.contact)
Index("ix_task_entry", _t.entry)
Index("ix_task_salesperson", _t.salesperson, _t.closed, _t.on)
Index("ix_task_team", _t.team, _t.closed, _t.on)
Index("ix_task_completed_by", _t.completed_by, sqlite_where=text("completed_by IS NOT NULL"))
Index(
    "ix_task_interaction_template",
    _t.interaction_template,
    sqlite_where=text("interaction_template IS NOT NULL"),
)
# What may have begun before the days that a calendar shows: few are longer than a day.
Index("ix_task_long", _t.on, sqlite_where=text("duration > 1440"))
Index("ix_task_language_task", TASK_LANGUAGE.c.task, TASK_LANGUAGE.c.language, unique=True)
Index("ix_attendee_task", ATTENDEE.c.task)
Index("ix_attendee_contact", ATTENDEE.c.contact, ATTENDEE.c.task)
Index("ix_attendee_salesperson", ATTENDEE.c.salesperson, ATTENDEE.c.task)
Index("ix_comment_subject", COMMENT.c.subject, COMMENT.c.row, COMMENT.c.id)
