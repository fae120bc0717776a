"""What a contact shows of its opportunities and tasks: which they are, and what they come to."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from oppdesk.domain.words import Status
from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.task_tables import ATTENDEE, TASK

Sums = tuple[int, int, int]  # count, estimated value, calculated current value
_OPEN = (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))
_SUMS = (
    func.coalesce(func.sum(OPPORTUNITY.c.estimated_value), 0),
    func.coalesce(func.sum(OPPORTUNITY.c.current_value), 0),
)


def of_contact(table: Any, contact: int, company: int | None) -> Any:
    """Records of a contact: a company's with those of its people, a person's his or her own (8.22)."""
    counted = table.c.company.is_(None) if company is None else table.c.company == company
    return counted if contact == company else and_(counted, table.c.contact == contact)


def opportunity_ids(
    connection: Connection, contact: int, company: int | None, *, closed: bool, limit: int
) -> list[int]:
    """Open ones by closing date, closed ones the newest first."""
    own = OPPORTUNITY.c
    wanted = select(own.id).where(of_contact(OPPORTUNITY, contact, company)).limit(limit)
    if closed:
        wanted = wanted.where(own.status.not_in(_OPEN)).order_by(own.closed_on.desc(), own.id.desc())
    else:
        wanted = wanted.where(own.status.in_(_OPEN)).order_by(own.closing_on, own.id)
    return list(connection.execute(wanted).scalars())


def opportunity_counts(connection: Connection, contact: int, company: int | None) -> dict[Status, Sums]:
    """How many opportunities are in each status, and what they are worth by their active entries (section 10)."""
    mine = of_contact(OPPORTUNITY, contact, company)
    rows = connection.execute(
        select(OPPORTUNITY.c.status, func.count(), *_SUMS).where(mine).group_by(OPPORTUNITY.c.status)
    )
    return {Status(row[0]): (row[1], int(row[2]), int(row[3])) for row in rows}


def won_between(connection: Connection, contact: int, company: int | None, first: date, last: date) -> Sums:
    """What was won in a period, by the date of closing."""
    row = connection.execute(
        select(func.count(), *_SUMS).where(
            of_contact(OPPORTUNITY, contact, company),
            OPPORTUNITY.c.status == int(Status.WON),
            OPPORTUNITY.c.closed_on.between(first, last),
        )
    ).one()
    return row[0], int(row[1]), int(row[2])


def task_ids(
    connection: Connection, contact: int, company: int | None, *, closed: bool, limit: int
) -> list[int]:
    """Open ones by date, closed ones the newest first; a meeting counts for whoever attends it."""
    order: Any = (TASK.c.closed_on.desc(), TASK.c.id.desc()) if closed else (TASK.c.on, TASK.c.id)
    return list(
        connection.execute(
            select(TASK.c.id)
            .where(_tasks_of(contact, company), TASK.c.closed if closed else ~TASK.c.closed)
            .order_by(*order)
            .limit(limit)
        ).scalars()
    )


def last_done(connection: Connection, contact: int, company: int | None) -> date | None:
    """When the last task was done with a contact: closed and not cancelled."""
    done = and_(TASK.c.closed, ~TASK.c.canceled)
    return connection.execute(
        select(func.max(TASK.c.closed_on)).where(_tasks_of(contact, company), done)
    ).scalar()


def _tasks_of(contact: int, company: int | None) -> Any:
    """The tasks of a contact, and the meetings that he or she attends; of a company, that any of its people attends.

    A meeting is counted for the company of one contact at its table, whoever else sits there.
    """
    guests = select(CONTACT.c.id).where(CONTACT.c.company == company)
    mine = ATTENDEE.c.contact.in_(guests) if contact == company else ATTENDEE.c.contact == contact
    beside = ATTENDEE.alias("beside")
    other = exists().where(beside.c.task == TASK.c.id, beside.c.contact != contact)
    counted = TASK.c.company.is_(None) if company is None else TASK.c.company == company
    attended = and_(TASK.c.id.in_(select(ATTENDEE.c.task).where(mine)), or_(counted, other))
    return or_(of_contact(TASK, contact, company), attended)
