"""What a salesperson or a team still has to do."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from oppdesk.domain.words import Status
from oppdesk.storage.opportunity_tables import OPPORTUNITY
from oppdesk.storage.task_tables import ATTENDEE, TASK


def _open_tasks(connection: Connection, term: ColumnElement[Any]) -> int:
    return (
        connection.execute(
            select(func.count()).select_from(TASK).where(~TASK.c.closed, ~TASK.c.canceled, term)
        ).scalar()
        or 0
    )


def open_tasks(connection: Connection, salesperson: int) -> int:
    """Tasks that are neither closed nor cancelled, meetings he or she attends included (SP-D1)."""
    attends = TASK.c.id.in_(select(ATTENDEE.c.task).where(ATTENDEE.c.salesperson == salesperson))
    return _open_tasks(connection, or_(TASK.c.salesperson == salesperson, attends))


def open_team_tasks(connection: Connection, team: int) -> int:
    return _open_tasks(connection, TASK.c.team == team)


def open_opportunities(connection: Connection, salesperson: int) -> int:
    """Not Started ones included (SP-D2)."""
    statement = select(func.count()).where(
        OPPORTUNITY.c.salesperson == salesperson,
        OPPORTUNITY.c.status.in_((int(Status.NOT_STARTED), int(Status.IN_PROGRESS))),
    )
    return connection.execute(statement).scalar() or 0
