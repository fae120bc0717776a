"""Makes the tasks, teams and meetings that tests of the working day begin with."""

from dataclasses import replace
from datetime import time
from typing import Any

from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY


def team(desk: Desk, code: str, *members: int) -> int:
    made = records.add_setup(desk, "team", code=code, name=code.title())
    for member in members:
        records.add_setup(desk, "team_salesperson", team=made, salesperson=member)
    return made


def a_task(**values: Any) -> NewTask:
    return NewTask(**{"type": TaskType.NONE, "description": "Send drawings", "on": MONDAY, **values})


def a_meeting(desk: Desk, **values: Any) -> NewTask:
    """At ten for an hour, with the attendees that are proposed."""
    new = desk.tasks.retyped(a_task(**values), TaskType.MEETING)
    return replace(new, start_time=time(10), duration=60)


def row(desk: Desk, task: int) -> dict[str, Any]:
    """The stored values of a task."""
    return records.stored(desk)["task"][task]


def whose(desk: Desk, task: int) -> list[str]:
    """Everybody who takes part, by name."""
    return [seat.name for seat in desk.tasks.sheet(task).seats]
