"""Section 4.2: what the Update dialog proposes, checks and writes."""

from datetime import date
from typing import Any

import pytest

from oppdesk.domain.errors import StaleError
from oppdesk.domain.opportunity import propose
from oppdesk.domain.standing import Move, Proposal
from oppdesk.domain.words import Action, Status, Step
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused

APRIL = date(2026, 4, 30)


def proposal(desk: Desk, made: int, step: Step, stage: int | None = None, on: date | None = None) -> Proposal:
    now = desk.opportunities.situation(made)
    offer = now.offers[step]
    target = next((each for each in offer.stages if each.number == stage), offer.default)
    assert target is not None
    return propose(now.standing, step, target, on or now.change_date)


@pytest.mark.parametrize(
    ("formula", "previous", "on", "proposed"),
    [
        ("2W", APRIL, date(2026, 3, 9), date(2026, 3, 23)),  # the stage's formula, from the date of change
        ("", APRIL, date(2026, 3, 9), APRIL),  # else the previous estimate
        ("", APRIL, APRIL, APRIL),
        ("", APRIL, date(2026, 5, 1), date(2026, 5, 1)),  # unless it has passed
    ],
)
def test_r_upd_10_the_closing_date_proposed(
    desk: Desk, formula: str, previous: date, on: date, proposed: date
) -> None:
    sales_cycle = records.cycle(desk, "DATES", {}, {"date_formula": formula})
    made = records.started(desk, sales_cycle, closing_on=previous)
    assert proposal(desk, made, Step.NEXT, on=on).closing_on == proposed


def test_r_upd_10_on_first_there_is_no_previous_estimate(desk: Desk) -> None:
    plain = records.opportunity(desk, records.cycle(desk, "PLAIN", {}))
    dated = records.opportunity(desk, records.cycle(desk, "DATED", {"date_formula": "1M"}))
    assert proposal(desk, plain, Step.FIRST).closing_on == MONDAY
    assert proposal(desk, dated, Step.FIRST).closing_on == date(2026, 4, 2)


def test_r_upd_11_chances_of_the_target_else_the_previous_ones(desk: Desk) -> None:
    sales_cycle = records.cycle(
        desk, "CHANCES", {"may_skip": True}, {"chances": 25, "may_skip": True}, {"chances": 0}
    )
    made = records.started(desk, sales_cycle, chances=33)
    assert proposal(desk, made, Step.NEXT).chances == 25
    assert proposal(desk, made, Step.UPDATE).chances == 33
    skip = proposal(desk, made, Step.SKIP, 2)
    assert (skip.chances, skip.chances_fixed) == (25, True)
    skip = proposal(desk, made, Step.SKIP, 3)
    assert (skip.chances, skip.chances_fixed) == (33, False)
    assert not proposal(desk, made, Step.NEXT).chances_fixed


def test_the_value_proposed_is_the_quotes_else_the_last(desk: Desk) -> None:
    made = records.started(desk, value=750_000)
    assert proposal(desk, made, Step.NEXT).value == 750_000
    desk.quotes.create(made, 640_000)
    assert proposal(desk, made, Step.NEXT).value == 640_000
    assert proposal(desk, records.opportunity(desk), Step.FIRST).value == 0


def test_r_upd_12_checks_in_their_order(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    good: dict[str, Any] = {
        "step": Step.NEXT,
        "stage": 3,
        "on": date(2026, 3, 9),
        "value": 100,
        "chances": 10,
        "closing_on": APRIL,
    }
    faults: list[tuple[str, str, dict[str, Any]]] = [
        ("M-12", "step", {"step": None}),
        ("M-16", "on", {"on": date(2026, 3, 1)}),
        ("M-03", "on", {"on": None}),
        ("M-13", "stage", {"stage": 5}),
        ("M-14", "stage", {}),
        ("M-06", "value", {"value": 0}),
        ("M-06", "chances", {"chances": 0}),
        ("M-03", "closing_on", {"closing_on": None}),
        ("M-17", "closing_on", {"closing_on": date(2026, 3, 8)}),
    ]
    for index, (number, field, _values) in enumerate(faults):
        wish = dict(good)
        for _number, _field, values in reversed(faults[index:]):  # this one and all later ones at once
            wish |= values
        asked = Move(**wish)
        if (number, field) == ("M-06", "value"):
            desk.quotes.create(made, 5_000)  # the quote of M-14 is there from here on
        error = refused(desk, number, lambda asked=asked: desk.opportunities.move(made, asked))
        assert error.field == field
    desk.opportunities.move(made, Move(**good))
    assert records.view(desk, made).stage == 3


def test_m_12_without_an_action_the_user_is_told_to_choose_one(desk: Desk) -> None:
    made = records.started(desk)
    error = refused(desk, "M-12", lambda: desk.opportunities.move(made, Move(None, on=MONDAY)))
    assert "Choose" in error.message
    assert "no stages" not in error.message


@pytest.mark.parametrize(("value", "number"), [(0, "M-06"), (-1, "M-06"), (10**12 + 1, "M-49")])
def test_m_06_the_value_must_be_positive_and_can_be_stored(desk: Desk, value: int, number: str) -> None:
    made = records.started(desk)
    assert refused(desk, number, lambda: records.move(desk, made, Step.NEXT, value=value)).field == "value"


@pytest.mark.parametrize(("chances", "number"), [(0, "M-06"), (-1, "M-49"), (101, "M-49")])
def test_m_06_m_49_the_chances(desk: Desk, chances: int, number: str) -> None:
    made = records.started(desk)
    error = refused(desk, number, lambda: records.move(desk, made, Step.UPDATE, chances=chances))
    assert error.field == "chances"


def test_m_16_m_17_equal_dates_are_allowed(desk: Desk) -> None:
    made = records.started(desk, closing_on=MONDAY)
    error = refused(desk, "M-16", lambda: records.move(desk, made, Step.NEXT, on=date(2026, 3, 1)))
    assert "2026-03-02" in error.message
    refused(desk, "M-17", lambda: records.move(desk, made, Step.NEXT, closing_on=date(2026, 3, 1)))
    records.move(desk, made, Step.NEXT, on=MONDAY, closing_on=MONDAY)
    assert records.view(desk, made).entries[1].days_open == 0


def test_r_upd_13_stage_tasks_for_every_action_but_update(desk: Desk) -> None:
    made = records.started(desk, "EX-SMALL")  # stage 1 makes two tasks, stage 2 four
    records.change_stage(desk, records.code_id(desk, "sales_cycle", "EX-SMALL"), 3, quote_required=False)

    def new(step: Step, stage: int | None = None, *, cancel: bool = False) -> tuple[int, int]:
        before = records.view(desk, made)
        records.move(desk, made, step, stage, cancel_tasks=cancel)
        after = records.view(desk, made)
        return len(after.tasks) - len(before.tasks), len(after.open_tasks) - len(before.open_tasks)

    assert new(Step.UPDATE) == (0, 0)
    assert new(Step.NEXT) == (4, 4)
    assert new(Step.PREVIOUS) == (2, 2)
    assert new(Step.SKIP, 3, cancel=True) == (4, 4 - 8)
    assert new(Step.JUMP, 1) == (2, 2)
    assert new(Step.UPDATE, cancel=True) == (0, -6)


def test_r_upd_14_ok_at_the_last_stage_is_an_update(desk: Desk) -> None:
    made = records.started(desk, stage=5)
    before = records.view(desk, made)
    now = desk.opportunities.situation(made)
    assert now.default is not None
    desk.opportunities.step(made, now.default.step)
    after = records.view(desk, made)
    assert (after.entries[0].action, after.stage) == (Action.UPDATED, 5)
    assert len(after.tasks) == len(before.tasks)


def test_r_upd_15_first_has_its_stage_filled_in(desk: Desk) -> None:
    now = desk.opportunities.situation(records.opportunity(desk))
    assert now.default is not None
    assert now.default.default is not None
    assert now.default.default.number == 1


def test_r_upd_16_the_quotes_value_changed_meanwhile_is_proposed(desk: Desk) -> None:
    made = records.started(desk)
    refused(desk, "M-39", lambda: desk.quotes.of(made))
    quote = desk.quotes.create(made, 500_000)
    assert desk.quotes.of(made).id == quote
    desk.quotes.change(quote, net_amount=480_000, document_date=MONDAY, description="Second try")
    assert proposal(desk, made, Step.UPDATE).value == 480_000


def test_r_upd_17_company_and_contact_of_the_title(desk: Desk) -> None:
    house = records.company(desk, "Blue Sky Travel", number="CT000100")
    vera = records.person(desk, "Vera Kowalski", house, number="CT000101")
    found = records.view(desk, records.started(desk, contact=vera))
    assert found.company is not None
    assert found.contact is not None
    rows = desk.lists.rows("contact", [found.company.id, found.contact.id])
    assert [(row["number"], row["name"]) for row in rows] == [
        ("CT000100", "Blue Sky Travel"),
        ("CT000101", "Vera Kowalski"),
    ]


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.FIRST])
def test_r_upd_18_first_is_the_only_action_while_not_started(desk: Desk, step: Step) -> None:
    made = records.opportunity(desk)
    refused(desk, "M-11", lambda: records.move(desk, made, step))


def test_r_upd_18_first_writes_what_the_dialog_says(desk: Desk) -> None:
    made = records.opportunity(desk)
    # No earlier change to compare with: a date in the past is fine.
    records.move(
        desk, made, Step.FIRST, on=date(2026, 2, 20), value=5_000, chances=15, closing_on=date(2026, 2, 28)
    )
    found = records.view(desk, made)
    assert (found.status, found.stage, found.changed_on) == (Status.IN_PROGRESS, 1, date(2026, 2, 20))
    assert (found.estimated_value, found.chances, found.closing_on) == (5_000, 15, date(2026, 2, 28))
    assert {task.on for task in found.tasks} == {date(2026, 2, 20), date(2026, 2, 27)}


@pytest.mark.parametrize(
    ("number", "values"),
    [
        ("M-06", {"value": 0}),
        ("M-06", {"chances": 0}),
        ("M-03", {"closing_on": None}),
        ("M-17", {"closing_on": date(2026, 3, 1)}),
        ("M-13", {"stage": 2}),
        ("M-03", {"on": None}),
    ],
)
def test_r_upd_18_first_checks_what_every_update_checks(
    desk: Desk, number: str, values: dict[str, Any]
) -> None:
    made = records.opportunity(desk)
    refused(desk, number, lambda: records.move(desk, made, Step.FIRST, **values))


def test_r_upd_19_a_refused_move_touches_nothing_and_nobody_else(desk: Desk) -> None:
    made, other = records.started(desk, stage=2), records.started(desk, stage=2)
    refused(desk, "M-14", lambda: records.move(desk, made, Step.NEXT, cancel_tasks=True))
    found = records.view(desk, made)
    assert (len(found.entries), found.entries[0].days_open) == (2, 0)
    assert not any(task.canceled for task in found.tasks)
    before = records.view(desk, other)
    records.move(desk, made, Step.PREVIOUS, on=date(2026, 3, 9), cancel_tasks=True)
    assert records.view(desk, other) == before


def test_r_upd_20_full_completion_does_not_close(desk: Desk) -> None:
    made = records.started(
        desk, records.cycle(desk, "FULL", {}, {"completed": 100, "chances": 100}), 2, chances=100
    )
    found = records.view(desk, made)
    assert (found.completed, found.probability, found.status) == (100, 10_000, Status.IN_PROGRESS)


def test_one_key_moves_with_what_the_dialog_would_propose(desk: Desk) -> None:
    made = records.started(desk, value=640_000, chances=40)
    desk.context.work_as_of(date(2026, 3, 9))
    desk.opportunities.step(made, Step.NEXT)
    found = records.view(desk, made)
    assert (found.stage, found.estimated_value, found.chances) == (2, 640_000, 25)
    assert (found.changed_on, found.closing_on) == (date(2026, 3, 9), APRIL)
    refused(desk, "M-14", lambda: desk.opportunities.step(made, Step.NEXT))
    refused(desk, "M-11", lambda: desk.opportunities.step(made, Step.FIRST))
    waiting = records.opportunity(desk)
    refused(desk, "M-06", lambda: desk.opportunities.step(waiting, Step.FIRST))


def test_a_dialog_that_started_from_an_older_entry_is_refused(desk: Desk) -> None:
    made = records.started(desk)
    seen = desk.opportunities.situation(made).seen
    records.move(desk, made, Step.NEXT)
    wish = Move(Step.UPDATE, None, MONDAY, 100, 10, APRIL)
    error = refused(desk, "", lambda: desk.opportunities.move(made, wish, seen=seen))
    assert isinstance(error, StaleError)
