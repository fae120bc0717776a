"""Section 3.3: starting the first stage."""

from datetime import date

import pytest

from oppdesk.domain.standing import Move
from oppdesk.domain.words import Action, Outcome, Status, Step
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused

START = Move(Step.FIRST, on=MONDAY)


def test_r_act_01_offered_while_not_started_only(desk: Desk) -> None:
    made = records.opportunity(desk)
    now = desk.opportunities.situation(made)
    assert now.default is not None
    assert now.default.step is Step.FIRST
    assert [offer.step for offer in now.offers if offer.possible] == [Step.FIRST]
    assert now.seen is None
    # Looking and declining does nothing.
    assert records.view(desk, made).status is Status.NOT_STARTED
    desk.opportunities.activate(made, START)
    assert not desk.opportunities.situation(made).offers[Step.FIRST].possible
    records.close(desk, made, Outcome.LOST)
    assert not desk.opportunities.situation(made).offers[Step.FIRST].possible


def test_r_act_02_left_as_proposed_it_gives_the_reference_result(desk: Desk) -> None:
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-SMALL")
    records.change_stage(desk, sales_cycle, 1, date_formula="1M")
    made = records.opportunity(desk, "EX-SMALL")
    desk.opportunities.activate(made, START)
    found = records.view(desk, made)
    entry = found.entries[0]
    assert (entry.action, entry.stage, entry.previous_stage) == (Action.FIRST, 1, 0)
    assert (entry.estimated_value, entry.chances, entry.completed) == (0, 20, 2)
    assert (entry.changed_on, entry.closing_on) == (MONDAY, date(2026, 4, 2))
    assert found.status is Status.IN_PROGRESS
    assert len(found.tasks) == 2


def test_r_act_02_m_03_cycle_contact_and_salesperson_are_needed(desk: Desk) -> None:
    for field, made in (
        ("sales_cycle", records.opportunity(desk, None)),
        ("contact", records.opportunity(desk, contact=None)),
        ("salesperson", records.opportunity(desk, salesperson=None)),
    ):
        for command in (
            lambda made=made: desk.opportunities.activate(made, START),
            lambda made=made: records.move(desk, made, Step.FIRST),
        ):
            assert refused(desk, "M-03", command).field == field


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_r_act_02_m_08_only_while_not_started(desk: Desk, outcome: Outcome | None) -> None:
    made = records.started(desk)
    if outcome is not None:
        records.close(desk, made, outcome)
    error = refused(desk, "M-08", lambda: desk.opportunities.activate(made, START))
    status = {None: "In progress", Outcome.WON: "Won", Outcome.LOST: "Lost"}[outcome]
    assert status in error.message
    assert records.view(desk, made).number in error.message


def test_r_act_02_m_09_a_cycle_without_stages(desk: Desk) -> None:
    made = records.opportunity(desk, records.cycle(desk, "EMPTY"))
    error = refused(desk, "M-09", lambda: desk.opportunities.activate(made, START))
    assert "EMPTY" in error.message


@pytest.mark.parametrize(
    ("wish", "number"),
    [
        (Move(Step.FIRST, on=MONDAY, value=-1), "M-06"),
        (Move(Step.FIRST, on=MONDAY, chances=101), "M-49"),
        (Move(Step.FIRST, on=MONDAY, closing_on=date(2026, 3, 1)), "M-17"),
        (Move(Step.FIRST, 2, on=MONDAY), "M-13"),
        (Move(Step.FIRST), "M-03"),
    ],
)
def test_r_act_02_what_the_small_dialog_refuses(desk: Desk, wish: Move, number: str) -> None:
    made = records.opportunity(desk)
    refused(desk, number, lambda: desk.opportunities.activate(made, wish))


def test_r_act_03_the_first_stage_asks_for_no_quote(desk: Desk) -> None:
    sales_cycle = records.cycle(desk, "QUOTED", {"quote_required": True})
    made = records.opportunity(desk, sales_cycle)
    desk.opportunities.activate(made, START)
    assert records.view(desk, made).stage == 1
    other = records.opportunity(desk, sales_cycle)
    records.move(desk, other, Step.FIRST)
    assert records.view(desk, other).stage == 1


def test_r_act_04_a_cycle_blocked_since_still_starts(desk: Desk) -> None:
    made = records.opportunity(desk)
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    records.change_setup(desk, "sales_cycle", sales_cycle, blocked=True)
    desk.opportunities.activate(made, START)
    records.move(desk, made, Step.NEXT)
    assert records.view(desk, made).stage == 2
