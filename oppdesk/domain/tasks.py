"""From an activity's steps to dated tasks: what entering a stage creates, and what a plan will look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oppdesk.domain import date_formula
from oppdesk.domain.words import Priority, TaskType


@dataclass(frozen=True, slots=True)
class ActivityStep:
    number: int
    type: TaskType
    description: str
    priority: Priority
    formula: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    type: TaskType
    description: str
    priority: Priority
    on: date

    @property
    def on_weekend(self) -> bool:
        return self.on.weekday() >= 5


def plan(steps: Sequence[ActivityStep], start: date) -> tuple[PlannedTask, ...]:
    """One task a step, dated from `start` (R-TSK-01); an activity without steps yields one blank task."""
    if not steps:
        return (PlannedTask(TaskType.NONE, "", Priority.NORMAL, start),)
    return tuple(
        PlannedTask(step.type, step.description, step.priority, date_formula.advance(step.formula, start))
        for step in sorted(steps, key=lambda step: step.number)
    )
