"""Makes the records that service tests begin with, in as few words as the test needs to say."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from oppdesk.domain.errors import UserError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.setup import by_key
from oppdesk.domain.standing import Closing, Move
from oppdesk.domain.words import ContactType, Outcome, Step
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft
from oppdesk.services.views import OpportunityView
from oppdesk.storage import base
from oppdesk.storage.base import metadata
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.task_tables import AttendeeRow, TaskRow
from oppdesk.storage.unit_of_work import Store

MONDAY = date(2026, 3, 2)  # the work date of the specification's examples


def store_of(desk: Desk) -> Store:
    return desk.opportunities._store


# -- setup ----------------------------------------------------------------------------------------------------


def code_id(desk: Desk, key: str, code: str) -> int:
    """The id of a row of a setup list by its code."""
    return next(iter(desk.lists.ids(key, Query((Filter("code", Op.IS, code),)))))


def add_setup(desk: Desk, key: str, **values: object) -> int:
    with store_of(desk).write("test.setup") as work:
        return work.put(TABLES[key], by_key[key].check(values))


def change_setup(desk: Desk, key: str, row: int, **values: object) -> None:
    with store_of(desk).write("test.setup") as work:
        work.change(TABLES[key], row, values)


def setup_row(desk: Desk, key: str, row: int) -> dict[str, Any]:
    return desk.lists.rows(key, [row])[0]


def marketing(desk: Desk, **values: object) -> None:
    """Change the one row of the marketing setup."""
    change_setup(desk, "marketing_setup", next(iter(desk.lists.ids("marketing_setup", Query()))), **values)


def salesperson(desk: Desk, code: str = "ANNA", name: str = "", **values: object) -> int:
    return add_setup(desk, "salesperson", code=code, name=name or code.title(), **values)


def cycle(desk: Desk, code: str, *stages: dict[str, object], **values: object) -> int:
    """A sales cycle of its own; stages are numbered from 1 unless they say otherwise."""
    made = add_setup(desk, "sales_cycle", code=code, description=code.title(), **values)
    for number, stage in enumerate(stages, start=1):
        described = {"stage": number, "description": f"Stage {number}"} | stage
        add_setup(desk, "sales_cycle_stage", sales_cycle=made, **described)
    return made


def stage_id(desk: Desk, sales_cycle: int, number: int) -> int:
    terms = (Filter("sales_cycle", Op.IS, sales_cycle), Filter("stage", Op.IS, number))
    return next(iter(desk.lists.ids("sales_cycle_stage", Query(terms))))


def change_stage(desk: Desk, sales_cycle: int, number: int, **values: object) -> None:
    change_setup(desk, "sales_cycle_stage", stage_id(desk, sales_cycle, number), **values)


# -- contacts -------------------------------------------------------------------------------------------------


def company(desk: Desk, name: str = "Blue Sky Travel", **values: Any) -> int:
    return _contact(desk, ContactType.COMPANY, name, values)


def person(desk: Desk, name: str = "Vera Kowalski", company: int | None = None, **values: Any) -> int:
    return _contact(desk, ContactType.PERSON, name, {"company": company} | values)


def _contact(desk: Desk, kind: ContactType, name: str, values: dict[str, Any]) -> int:
    with store_of(desk).write("test.contact") as work:
        row = ContactRow(type=int(kind), name=name, search_name=name.upper(), **values)
        row.id = work.key()
        row.number = str(values.get("number", f"T{row.id % 10**12}"))
        if kind is ContactType.COMPANY:
            row.company = row.id
        return work.add(row)


def block_contact(desk: Desk, contact: int) -> None:
    with store_of(desk).write("test.contact") as work:
        work.get(ContactRow, contact).privacy_blocked = True


# -- opportunities --------------------------------------------------------------------------------------------


def opportunity(desk: Desk, cycle: str | int | None = "EX-LARGE", **values: Any) -> int:
    """A Not Started opportunity; a company and a salesperson are made unless they are given."""
    values.setdefault("contact", company(desk) if "contact" not in values else None)
    if "salesperson" not in values:
        known = list(desk.lists.ids("salesperson", Query((Filter("code", Op.IS, "ANNA"),))))
        values["salesperson"] = known[0] if known else salesperson(desk)
    values.setdefault("description", "New offices")
    sales_cycle = code_id(desk, "sales_cycle", cycle) if isinstance(cycle, str) else cycle
    return desk.opportunities.create(Draft(sales_cycle=sales_cycle, **values), complete=False)


def started(
    desk: Desk,
    cycle: str | int = "EX-LARGE",
    stage: int = 1,
    *,
    value: int = 1_000_000,
    chances: int = 40,
    closing_on: date | None = date(2026, 4, 30),
    **values: Any,
) -> int:
    """An opportunity In Progress, brought to a stage by as many moves as it takes; no tasks are cancelled."""
    made = opportunity(desk, cycle, **values)
    on = desk.context.work_date
    desk.opportunities.activate(made, Move(Step.FIRST, None, on, value, chances, closing_on))
    while True:
        now = desk.opportunities.situation(made)
        if now.standing.active is None or now.standing.active.stage >= stage:
            break
        if now.offers[Step.NEXT].stages[0].quote_required and now.standing.quote_value is None:
            desk.quotes.create(made, value)
        desk.opportunities.move(made, Move(Step.NEXT, None, on, value, chances, closing_on))
    return made


def move(desk: Desk, opportunity: int, step: Step, stage: int | None = None, **values: Any) -> None:
    """A move with what the dialog proposes, except what is given."""
    now = desk.opportunities.situation(opportunity)
    proposed: dict[str, Any] = {"on": now.change_date, "value": 1_000_000, "chances": 40}
    proposed["closing_on"] = max(date(2026, 4, 30), now.change_date)
    desk.opportunities.move(opportunity, Move(step, stage, **(proposed | values)), seen=now.seen)


def close(desk: Desk, opportunity: int, outcome: Outcome | None = Outcome.WON, **values: Any) -> None:
    """Won with PRICE_W for 9,000.00 or lost with PRICE_L, except what is given; open tasks are cancelled."""
    code = "PRICE_L" if outcome is Outcome.LOST else "PRICE_W"
    usual: dict[str, Any] = {
        "code": code_id(desk, "close_code", code),
        "on": desk.opportunities.situation(opportunity).change_date,
        "sales_value": 0 if outcome is Outcome.LOST else 900_000,
    }
    desk.opportunities.close(opportunity, Closing(outcome, **(usual | values)))


def view(desk: Desk, opportunity: int) -> OpportunityView:
    return desk.opportunities.view(opportunity)


# -- tasks ----------------------------------------------------------------------------------------------------


def task(desk: Desk, opportunity: int, description: str = "Call back", **values: Any) -> int:
    made = desk.tasks.add(description, desk.context.work_date, opportunity=opportunity)
    if values:
        with store_of(desk).write("test.task") as work:
            row = work.get(TaskRow, made)
            for name, value in values.items():
                setattr(row, name, value)
    return made


def attendees(desk: Desk, task: int) -> list[tuple[int, int | None, int | None]]:
    """(attendance, salesperson, contact) of everyone at a meeting."""
    with store_of(desk).read() as connection:
        table = metadata.tables["attendee"]
        rows = connection.execute(table.select().where(table.c.task == task).order_by(table.c.id))
        return [(row.attendance, row.salesperson, row.contact) for row in rows]


def attend(desk: Desk, task: int, **who: Any) -> None:
    with store_of(desk).write("test.attendee") as work:
        work.add(AttendeeRow(task=task, **who))


# -- everything -----------------------------------------------------------------------------------------------

State = dict[str, dict[int, dict[str, Any]]]


def stored(desk: Desk, *, quiet: bool = True) -> State:
    """Every stored value of every journaled table by row; without what undo may leave changed if not `quiet`."""
    found: State = {}
    with store_of(desk).read() as connection:
        for name, statement in _selects().items():
            result = connection.execute(statement)
            names = list(result.keys())
            rows = [dict(zip(names, row, strict=True)) for row in result]
            found[name] = {row["id"]: row for row in rows}
    if not quiet:
        for name, kept in found.items():
            for hidden in base.quiet(metadata.tables[name]):
                for row in kept.values():
                    del row[hidden]
    return found


@cache
def _selects() -> dict[str, Any]:
    return {name: metadata.tables[name].select() for name in TABLE_NUMBERS}


def operations(desk: Desk) -> int:
    """How many operations the journal holds."""
    with store_of(desk).read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM operation").scalar() or 0)


def refused(desk: Desk, number: str, command: Callable[[], object]) -> UserError:
    """The error with that message number; a refused command leaves every value, the journal and the news alone."""
    before, done, news = stored(desk), operations(desk), []
    end = desk.changes.subscribe(news.append)
    with pytest.raises(UserError) as caught:
        command()
    end()
    assert caught.value.number == number
    assert caught.value.message
    assert (stored(desk), operations(desk), news) == (before, done, [])
    return caught.value
