"""The ledger that a file's dates tell of: a stage entry on the day it was reached, a closing entry on its day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from oppdesk.domain.opportunity import FULL, probability
from oppdesk.domain.standing import Entry, Stage
from oppdesk.domain.words import Action, Method, Status


@dataclass(frozen=True, slots=True)
class Wish:
    """What a row says of the standing: its status, the stage it is or was in, amounts and days."""

    status: Status
    stage: str
    value: int
    sold: int
    chances: int | None
    started_on: date
    closing_on: date | None
    closed_on: date | None
    close_code: int | None

    @property
    def closed(self) -> bool:
        return self.status in (Status.WON, Status.LOST)


def entries(method: Method, stages: Sequence[Stage], reached: Stage | None, wish: Wish) -> list[Entry]:
    """The ledger of a new opportunity, oldest first; the last one is the active one.

    A closed row does not say where it was before: it is taken to have reached the last stage of its cycle.
    """
    if wish.status is Status.NOT_STARTED or not stages:
        return []
    stage = stages[-1] if wish.closed else reached
    if stage is None:
        return []
    first = stage_entry(method, stage, wish)
    if wish.closed_on is None:
        return [first]
    days = (wish.closed_on - wish.started_on).days
    return [replace(first, days_open=days), closing_entry(wish, first)]


def stage_entry(method: Method, stage: Stage, wish: Wish, before: Entry | None = None) -> Entry:
    """An entry on a stage; after another one it is an Updated or a Jumped one."""
    chances = wish.chances if wish.chances is not None else stage.chances
    likely = probability(method, chances, stage.completed)
    action = Action.FIRST
    if before is not None:
        action = Action.UPDATED if before.stage == stage.number else Action.JUMPED
    return Entry(
        action=action,
        stage=stage.number,
        stage_description=stage.description,
        previous_stage=before.stage if before else 0,
        value=wish.value,
        chances=chances,
        completed=stage.completed,
        probability=likely,
        current_value=wish.value * likely,
        changed_on=wish.started_on,
        closing_on=wish.closing_on or wish.closed_on,
    )


def closing_entry(wish: Wish, before: Entry) -> Entry:
    """Won for the sales value, or lost."""
    won = wish.status is Status.WON
    on = wish.closed_on or wish.started_on
    return Entry(
        action=Action.WON if won else Action.LOST,
        stage=0,
        stage_description="",
        previous_stage=before.stage,
        value=before.value,
        chances=100 if won else 0,
        completed=100,
        probability=FULL if won else 0,
        current_value=wish.sold * FULL if won else 0,
        changed_on=on,
        closing_on=on,
        closed_on=on,
        close_code=wish.close_code,
    )
