"""What a row of a file says of an opportunity's standing, and the ledger that its dates tell of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from oppdesk.domain.opportunity import FULL, probability
from oppdesk.domain.standing import Entry, Stage
from oppdesk.domain.words import STATUS, Action, Method, Status
from oppdesk.i18n import _
from oppdesk.storage.base import fold

_OUTCOMES = {
    "closed won": Status.WON,
    "closed lost": Status.LOST,
    "verloren": Status.LOST,
    "gewonnen": Status.WON,
}
CLOSED = (Status.WON, Status.LOST)
Values = Mapping[str, Any]


class Wish(NamedTuple):
    """What a row says: the status, the stage it is in ("" for the first), amounts and days; 0 and None are unsaid."""

    status: Status
    stage: str
    value: int
    sold: int
    chances: int | None
    started_on: date
    changed_on: date | None
    closing_on: date | None
    closed_on: date | None
    close_code: int | None

    @property
    def closed(self) -> bool:
        return self.status in CLOSED


def mark_of(values: Values) -> str:
    """What tells a row from all others, if anything does."""
    return str(values.get("external_number") or values.get("number") or "")


def status_of(stage: str) -> Status | None:
    """The status that is written where others write a stage."""
    word = fold(stage)
    found = {fold(text): Status(place) for place, label in enumerate(STATUS) for text in (label, _(label))}
    found.pop(fold(STATUS[Status.IN_PROGRESS]))
    return found.get(word, _OUTCOMES.get(word))


def read(
    values: Values,
    status: Status | None,
    close_code: int | None,
    work_date: date,
    old: Values | None,
) -> Wish:
    """The row as a wish. `status` is that of its stage column, None for the name of a stage.

    A row without a stage stays where the opportunity is; a new one with an amount, chances or a closing date stands
    in the first stage, else it is not started.
    """
    stage = str(values.get("stage") or "").strip()
    value = values.get("estimated_value") or values.get("sales_value") or 0
    if not stage:
        if old is not None:
            status = Status(old["status"])
            stage = str(old["stage"]) if status is Status.IN_PROGRESS else ""
        else:
            says_more = value or values.get("chances") or values.get("closing_on") or values.get("changed_on")
            status = Status.IN_PROGRESS if says_more else Status.NOT_STARTED
    elif status is None:
        status = Status.IN_PROGRESS
    else:
        stage = ""
    closed_on = (values.get("closed_on") or values.get("closing_on")) if status in CLOSED else None
    return Wish(
        status=status,
        stage=stage,
        value=value,
        sold=values.get("sales_value") or value,
        chances=values.get("chances") or None,
        started_on=values.get("changed_on") or values.get("created_on") or closed_on or work_date,
        changed_on=values.get("changed_on"),
        closing_on=values.get("closing_on"),
        closed_on=closed_on,
        close_code=close_code,
    )


def is_standing(wish: Wish, stage: Stage | None, old: Values) -> bool:
    """Whether an opportunity stands already where the row says; what the row does not say agrees with everything."""
    if wish.status != old["status"]:
        return False
    if wish.status is Status.IN_PROGRESS and (stage is None or stage.number != old["stage"]):
        return False
    if wish.status is Status.WON and wish.sold and wish.sold * FULL != old["current_value"]:
        return False
    if wish.closed:
        return wish.closed_on in (None, old["closed_on"])
    said = ((wish.value, "estimated_value"), (wish.chances, "chances"), (wish.closing_on, "closing_on"))
    return wish.status is Status.NOT_STARTED or all(not value or value == old[name] for value, name in said)


def entries(method: Method, stages: Sequence[Stage], reached: Stage | None, wish: Wish) -> list[Entry]:
    """The ledger of a new opportunity, oldest first; the last one is the active one.

    A closed row does not say where it was before: it is taken to have reached the last stage of its cycle.
    """
    if wish.status is Status.NOT_STARTED or not stages:
        return []
    if wish.closed_on is None:
        return [stage_entry(method, stages[-1] if wish.closed else reached or stages[0], wish)]
    first = stage_entry(method, stages[-1], wish, days_open=(wish.closed_on - wish.started_on).days)
    return [first, closing_entry(wish, first)]


def stage_entry(
    method: Method, stage: Stage, wish: Wish, before: Entry | None = None, days_open: int = 0
) -> Entry:
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
        days_open=days_open,
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


def next_entry(method: Method, stage: Stage | None, wish: Wish, before: Entry, work_date: date) -> Entry:
    """The entry after the active one: what the row leaves unsaid stays, its day is never before the last (R-ENT-02)."""
    wish = wish._replace(
        started_on=max(wish.changed_on or work_date, before.changed_on),
        value=wish.value or before.value,
        sold=wish.sold or before.value,
        closing_on=wish.closing_on or before.closing_on,
    )
    if wish.closed or stage is None:
        return closing_entry(wish, before)
    if wish.chances is None and stage.number == before.stage:
        wish = wish._replace(chances=before.chances)
    return stage_entry(method, stage, wish, before)
