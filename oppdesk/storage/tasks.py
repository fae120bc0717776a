"""Whose tasks they are: a meeting belongs to everyone at its table, not only to whom its own row names."""

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from oppdesk.storage.contact_tables import CONTACT
from oppdesk.storage.task_tables import ATTENDEE, TASK


def of(connection: Connection, field: str, row: int) -> tuple[int, ...]:
    """Ids of the tasks of an opportunity, a salesperson, a contact, or a company with its people (7.2)."""
    mine: ColumnElement[bool] = TASK.c[field] == row
    if field in ("contact", "salesperson"):
        mine = or_(mine, exists().where(ATTENDEE.c.task == TASK.c.id, ATTENDEE.c[field] == row))
    elif field == "company":
        people = select(CONTACT.c.id).where(CONTACT.c.company == row)
        mine = or_(mine, exists().where(ATTENDEE.c.task == TASK.c.id, ATTENDEE.c.contact.in_(people)))
    return tuple(connection.execute(select(TASK.c.id).where(mine)).scalars())
