"""Whose tasks they are: a meeting belongs to everyone at its table, not only to whom its own row names."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, true

from oppdesk.domain.fields import Ref
from oppdesk.domain.task_seats import Reach, Who, is_asked, who
from oppdesk.domain.task_times import DAY, When
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Answer, Attendance, TaskType
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.expressions import unindexed
from oppdesk.storage.interaction_tables import INTERACTION
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import (
    ATTENDEE,
    COMMENT,
    TASK,
    TASK_LANGUAGE,
    CommentRow,
)
from oppdesk.storage.unit_of_work import Work

_t, _a = TASK.c, ATTENDEE.c
_CHUNK = 500  # ids a question
Element = ColumnElement[Any]
People = Sequence[int] | None  # ids of salespeople; None is everybody


# -- whose they are -----------------------------------------------------------------------------------------------


def of(connection: Connection, field: str, row: int) -> tuple[int, ...]:
    """Ids of the tasks of an opportunity, a salesperson, a team, a contact, or a company with its people (7.2), by
    their days."""
    mine: Element = _t[field] == row
    if field in ("contact", "salesperson"):
        mine = or_(mine, _t.id.in_(select(_a.task).where(_a[field] == row)))
    elif field == "company":
        people = select(CONTACT.c.id).where(or_(CONTACT.c.company == row, CONTACT.c.id == row))
        mine = or_(mine, _t.id.in_(select(_a.task).where(_a.contact.in_(people))))
    return tuple(connection.execute(select(_t.id).where(mine).order_by(_t.on, _t.id)).scalars())


def next_date(connection: Connection, field: str, row: int) -> date | None:
    """The earliest day of the open tasks of a salesperson or a team (6.1, 6.2)."""
    earliest = select(func.min(_t.on)).where(~_t.closed)  # which the cancelled ones are, too
    asked = [earliest.where(_t[field] == row)]
    if field == "salesperson":
        asked.append(earliest.where(_t.id.in_(select(_a.task).where(_a.salesperson == row))))
    found = [connection.execute(each).scalar() for each in asked]
    return min((day for day in found if day is not None), default=None)


def members_of(connection: Connection, team: int | None, *, only_usable: bool = False) -> tuple[int, ...]:
    """The salespeople of a team as it is now; blocked ones are given no task (6.1)."""
    if team is None:
        return ()
    member, person = TABLES["team_salesperson"].c, TABLES["salesperson"].c
    found = select(member.salesperson).where(member.team == team).order_by(member.id)
    if only_usable:
        usable = and_(person.id == member.salesperson, ~person.blocked, ~person.privacy_blocked)
        found = found.where(exists().where(usable))
    return tuple(connection.execute(found).scalars())


def row(connection: Connection, task: int) -> Any:
    """The stored values of a task, to look at; None when it is gone."""
    return connection.execute(select(TASK).where(_t.id == task)).first()


# -- who takes part -----------------------------------------------------------------------------------------------


def seats(connection: Connection, task: int) -> tuple[Seat, ...]:
    """Who takes part in a task, the organizer first."""
    first = case((_a.attendance == int(Attendance.ORGANIZER), 0), else_=1)
    rows = connection.execute(select(ATTENDEE).where(_a.task == task).order_by(first, _a.id))
    return tuple(
        Seat(
            Attendance(row.attendance),
            row.salesperson,
            row.contact,
            row.send_invitation,
            Answer(row.answer),
            row.invitation_sent,
            row.id,
        )
        for row in rows
    )


def reaches(connection: Connection, seats: Iterable[Seat]) -> dict[Who, Reach]:
    """What those at a table are called, and how they are reached."""
    wanted = [key for seat in seats if (key := who(seat)) is not None]
    found: dict[Who, Reach] = {}
    for name in ("salesperson", "contact"):
        ids = [row for kind, row in wanted if kind == name]
        columns = metadata.tables[name].c
        mobile = columns.mobile_phone if "mobile_phone" in columns else columns.phone
        other = columns.code if "code" in columns else columns.number
        asked = (columns.id, columns.name, columns.e_mail, columns.phone)
        rows = connection.execute(
            select(*asked, other.label("other"), mobile.label("mobile")).where(columns.id.in_(ids))
        )
        for row in rows if ids else ():
            found[name, row.id] = Reach(row.name or row.other, row.e_mail, row.phone or row.mobile)
    return found


def ticked(connection: Connection, seats: Iterable[Seat]) -> list[Seat]:
    """These seats, the invitation ticked for the organizer and whoever has an e-mail address (7.7)."""
    every = list(seats)
    found = reaches(connection, every)
    return [replace(seat, send_invitation=is_asked(seat, found)) for seat in every]


def write_seats(work: Work, task: int, wanted: Sequence[Seat]) -> None:
    """Let exactly these take part; a seat with an id stays, changed where it differs."""
    before = {seat.id: seat for seat in seats(work.connection, task)}
    kept = {seat.id for seat in wanted}
    for row in before.keys() - kept:
        if row is not None:
            work.take(ATTENDEE, row)
    for seat in wanted:
        if seat.id is None:
            add_seat(work, task, seat)
        elif before.get(seat.id) != seat:
            work.change(ATTENDEE, seat.id, _values(seat))


def add_seat(work: Work, task: int, seat: Seat) -> int:
    return work.put(ATTENDEE, {"task": task, **_values(seat)})


def change_seat(work: Work, seat: Seat) -> None:
    if seat.id is not None:
        work.change(ATTENDEE, seat.id, _values(seat))


def _values(seat: Seat) -> dict[str, Any]:
    return {
        "attendance": int(seat.attendance),
        "salesperson": seat.salesperson,
        "contact": seat.contact,
        "send_invitation": seat.send_invitation,
        "answer": int(seat.answer),
        "invitation_sent": seat.invitation_sent,
    }


def task_of_seat(connection: Connection, seat: int) -> int | None:
    return connection.execute(select(_a.task).where(_a.id == seat)).scalar()


# -- languages of an invitation -----------------------------------------------------------------------------------

_WORDS = ("language", "description", "letter", "attachment", "file_name")


def invitation(connection: Connection, template: int | None) -> dict[str, Any]:
    """What a task takes from the template of its invitation (7.1); nothing without one."""
    table = TABLES["interaction_template"].c
    found = connection.execute(
        select(
            table.id.label("interaction_template"),
            table.language,
            table.description.label("subject"),
            table.unit_cost,
            table.unit_duration,
        ).where(table.id == template)
    ).mappings()
    return {name: value for row in found for name, value in row.items()}


def copy_languages(work: Work, task: int, source: str, owner: int) -> None:
    """The invitation in each language that a template or another task has it in."""
    table = TASK_LANGUAGE if source == "task" else TABLES["interaction_template_language"]
    rows = work.connection.execute(
        select(*[table.c[name] for name in _WORDS]).where(table.c[source] == owner).order_by(table.c.id)
    ).mappings()
    for row in rows.all():
        work.put(TASK_LANGUAGE, {"task": task, **row})


def languages(connection: Connection, task: int) -> Sequence[Any]:
    """The invitations of a task, the one without a language first."""
    own = TASK_LANGUAGE.c
    found = select(TASK_LANGUAGE).where(own.task == task)
    return connection.execute(found.order_by(own.language.is_not(None), own.id)).all()


def clear_languages(work: Work, task: int) -> None:
    found = work.connection.execute(select(TASK_LANGUAGE.c.id).where(TASK_LANGUAGE.c.task == task))
    for row in found.scalars().all():
        work.take(TASK_LANGUAGE, row)


def language_row(connection: Connection, task: int, language: int | None) -> Any:
    """The invitation of a task in one language; None when there is none."""
    same = TASK_LANGUAGE.c.language.is_not_distinct_from(language)
    return connection.execute(select(TASK_LANGUAGE).where(TASK_LANGUAGE.c.task == task, same)).first()


# -- notes, and what refers to a task -----------------------------------------------------------------------------


def copy_notes(work: Work, source: int, task: int) -> None:
    """The comments of a task for the next of its series (7.5)."""
    names = ("subject", "on", "code", "text", "author", "written_at", "modified_on")
    rows = work.connection.execute(
        select(*[COMMENT.c[name] for name in names])
        .where(COMMENT.c.subject == TABLE_NUMBERS["task"], COMMENT.c.row == source)
        .order_by(COMMENT.c.id)
    ).mappings()
    for row in rows.all():
        work.add(CommentRow(row=task, **row))


def notes_count(connection: Connection, task: int) -> int:
    found = select(func.count()).where(COMMENT.c.subject == TABLE_NUMBERS["task"], COMMENT.c.row == task)
    return connection.execute(found).scalar() or 0


def hanging_on(connection: Connection, ids: Collection[int]) -> tuple[int, int, int]:
    """How many attendees, notes and interactions these tasks have."""
    attendees = notes = logged = 0
    for some in _chunks(ids):
        for_tasks = and_(COMMENT.c.subject == TABLE_NUMBERS["task"], COMMENT.c.row.in_(some))
        seated = and_(_a.task.in_(some), _a.attendance != int(Attendance.MEMBER))
        attendees += connection.execute(select(func.count()).where(seated)).scalar() or 0
        notes += connection.execute(select(func.count()).where(for_tasks)).scalar() or 0
        logged += connection.execute(select(func.count()).where(INTERACTION.c.task.in_(some))).scalar() or 0
    return attendees, notes, logged


def named(connection: Connection, ids: Collection[int]) -> tuple[Ref, ...]:
    """Those of them that are there, by their descriptions."""
    text = case((_t.description != "", _t.description), else_=_t.number)
    return tuple(
        Ref(row.id, row.text)
        for some in _chunks(ids)
        for row in connection.execute(select(_t.id, text.label("text")).where(_t.id.in_(some)))
    )


def parts(work: Work, table: str, ids: Collection[int]) -> list[int]:
    """The attendees or languages of these tasks."""
    columns = metadata.tables[table].c
    found = select(columns.id).where(columns.task.in_(list(ids)))
    return list(work.connection.execute(found).scalars())


def _chunks(ids: Collection[int]) -> list[list[int]]:
    every = list(ids)
    return [every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK)]


# -- what a calendar shows ----------------------------------------------------------------------------------------


def between(
    connection: Connection, first: date, last: date, people: People, teams: Sequence[int]
) -> list[int]:
    """Tasks of which any part lies on these days, cancelled ones aside, of these people and these teams."""
    evening = and_(_t.on == date.fromordinal(first.toordinal() - 1), _t.start_time.is_not(None))
    begun_before = or_(and_(_t.duration > DAY, _t.on < first), evening)  # the former as its index says it
    columns = (_t.id, _t.type, _t.on, _t.start_time, _t.duration, _t.all_day)
    asked = [
        *[and_(_t.on.between(first, last), part) for part in _parts_of(people, teams)],
        and_(begun_before, _looked_at(people, teams)),
    ]
    found = {
        (row.on, row.start_time is not None, row.start_time or time(), row.id)
        for term in asked
        for row in connection.execute(select(*columns).where(~_t.canceled, term))
        if When(TaskType(row.type), row.on, row.start_time, row.duration, row.all_day).overlaps(first, last)
    }
    return [row for _on, _timed, _at, row in sorted(found)]


def _parts_of(people: People, teams: Sequence[int]) -> list[Element]:
    """Whose they are, each so that an index over its people or teams also has the days; at the tables of these days
    one looks about, as a person has sat at thousands."""
    if people is None:
        return [true()]
    either = _t.closed.in_((False, True))
    of_teams = [and_(_t.team.in_(list(teams)), either)] if teams else []
    return [and_(_t.salesperson.in_(list(people)), either), _seated(people), *of_teams]


def _looked_at(people: People, teams: Sequence[int]) -> Element:
    """Whose they are, looked at row by row: the days say which rows."""
    if people is None:
        return true()
    return or_(
        unindexed(_t.salesperson).in_(list(people)),
        unindexed(_t.team).in_(list(teams)),
        _seated(people),
    )


def _seated(people: Sequence[int]) -> Element:
    return exists().where(_a.task == _t.id, unindexed(_a.salesperson).in_(list(people)))
