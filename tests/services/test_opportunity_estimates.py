"""Section 2.2: what an entry's chances, completion, probability, value and closing date come to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.opportunity import probability
from oppdesk.domain.query import Query
from oppdesk.domain.standing import Move
from oppdesk.domain.words import Action, Method, Outcome, Step
from oppdesk.i18n import NEUTRAL
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY


@pytest.mark.parametrize(
    ("step", "typed", "written"),
    [
        (Step.NEXT, 33, 33),
        (Step.SKIP, 33, 80),  # the target stage's percentage wins over what is typed
    ],
)
def test_r_est_01_chances_of_the_stage(desk: Desk, step: Step, typed: int, written: int) -> None:
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-SMALL")
    for number in (3, 4):
        records.change_stage(desk, sales_cycle, number, quote_required=False, may_skip=True)
    made = records.started(desk, "EX-SMALL", 2)
    records.move(desk, made, step, 4 if step is Step.SKIP else None, chances=typed)
    assert records.view(desk, made).chances == written


def test_r_est_01_activation_without_chances_takes_the_stages(desk: Desk) -> None:
    made = records.opportunity(desk, "EX-SMALL")
    desk.opportunities.activate(made, Move(Step.FIRST, on=MONDAY, value=100_000))
    assert records.view(desk, made).chances == 20


def test_r_est_01_a_stage_without_percentage_leaves_a_jump_as_typed(desk: Desk) -> None:
    sales_cycle = records.cycle(desk, "BLANK", {"chances": 10, "may_skip": True}, {"may_skip": True}, {})
    made = records.started(desk, sales_cycle)
    records.move(desk, made, Step.SKIP, 3, chances=45)
    assert records.view(desk, made).chances == 45


def test_r_est_02_completed_is_the_stages(desk: Desk) -> None:
    made = records.started(desk)
    assert records.view(desk, made).completed == 2
    records.move(desk, made, Step.NEXT)
    assert records.view(desk, made).completed == 35


@pytest.mark.parametrize(
    ("method", "expected"),
    [(Method.MULTIPLY, 1750), (Method.ADD, 4750), (Method.CHANCES, 2500), (Method.COMPLETED, 7000)],
)
def test_r_est_03_probability_by_the_method_of_the_cycle(desk: Desk, method: Method, expected: int) -> None:
    sales_cycle = records.cycle(desk, "METHOD", {"completed": 70}, method=int(method))
    made = records.started(desk, sales_cycle, chances=25)
    assert records.view(desk, made).probability == expected


@given(st.sampled_from(Method), st.integers(0, 100), st.integers(0, 100))
def test_r_est_03_probability_stays_within_0_and_100_percent(method: Method, c: int, k: int) -> None:
    found = probability(method, c, k)
    assert 0 <= found <= 10_000
    exact = {
        Method.MULTIPLY: (c * k, 100),
        Method.ADD: (c + k, 2),
        Method.CHANCES: (c, 1),
        Method.COMPLETED: (k, 1),
    }
    over, under = exact[method]
    assert found * under == over * 100  # percent x 100, without any remainder


def test_r_est_04_current_value_is_value_times_probability(desk: Desk) -> None:
    made = records.started(desk, stage=2, value=1_360_000, chances=25)
    found = records.view(desk, made)
    assert (found.probability, found.current_value) == (875, 1_190_000_000)
    assert NEUTRAL.value(found.current_value) == "1190.00"


@pytest.mark.parametrize(
    ("typed", "formula", "stored"),
    [
        (None, "2W", date(2026, 3, 16)),
        (MONDAY, "2W", date(2026, 3, 16)),
        (MONDAY, "", MONDAY),
        (None, "", MONDAY),
        (date(2026, 3, 3), "2W", date(2026, 3, 3)),
    ],
)
def test_r_est_05_closing_date_from_the_stages_formula(
    desk: Desk, typed: date | None, formula: str, stored: date
) -> None:
    sales_cycle = records.cycle(desk, "DATES", {"date_formula": formula})
    made = records.opportunity(desk, sales_cycle)
    desk.opportunities.activate(made, Move(Step.FIRST, on=MONDAY, closing_on=typed))
    assert records.view(desk, made).closing_on == stored


def test_r_est_06_won_takes_the_quote_over_anything_typed(desk: Desk) -> None:
    made = records.started(desk)
    desk.quotes.create(made, 1_150_000)
    records.close(desk, made, Outcome.WON, sales_value=999_900)
    entry = records.view(desk, made).entries[0]
    assert (entry.completed, entry.chances, entry.probability) == (100, 100, 10_000)
    assert entry.current_value == 1_150_000 * 10_000
    other = records.started(desk)
    records.close(desk, other, Outcome.WON, sales_value=999_900)
    assert records.view(desk, other).entries[0].current_value == 999_900 * 10_000


def test_r_est_07_lost_is_worth_nothing(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    records.close(desk, made, Outcome.LOST, sales_value=5_000)
    entry = records.view(desk, made).entries[0]
    assert (entry.current_value, entry.completed, entry.chances, entry.probability) == (0, 100, 0, 0)


def test_r_est_08_nothing_is_rounded_and_ties_show_away_from_zero(desk: Desk) -> None:
    sales_cycle = records.cycle(desk, "ODD", {"completed": 1}, {"completed": 3})
    made = records.started(desk, sales_cycle, value=333, chances=1)
    assert records.view(desk, made).current_value == 333  # 0.000333 LCY in units of 10^-6 x 10^-2
    records.started(desk, sales_cycle, stage=2, value=333, chances=1)
    count, total = desk.lists.sums("opportunity", Query(), ["current_value"])
    assert (count, total) == (2, 333 + 999)  # the sum of what is stored, not of what is shown
    assert NEUTRAL.value(4_995_000, 3) == "4.995"
    assert NEUTRAL.value(4_995_000) == "5.00"
    assert (NEUTRAL.rate(1750), NEUTRAL.rate(4750, 0), NEUTRAL.rate(1750, 0)) == ("17.5", "48", "18")


def test_r_est_09_entries_are_snapshots(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    before = records.view(desk, made).entries
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    records.change_stage(desk, sales_cycle, 2, completed=50, chances=99, description="Renamed")
    records.change_setup(desk, "sales_cycle", sales_cycle, method=int(Method.ADD))
    assert records.view(desk, made).entries == before


def test_r_est_09_recalculating_a_cycle_writes_updated_entries(desk: Desk) -> None:
    made, closed = records.started(desk, stage=2, chances=40), records.started(desk, stage=2)
    waiting = records.opportunity(desk)
    records.close(desk, closed, Outcome.LOST)
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    assert desk.opportunities.recalculate(sales_cycle) == 0
    records.change_stage(desk, sales_cycle, 2, completed=50, description="Renamed")
    desk.context.work_as_of(date(2026, 3, 9))
    before = [records.view(desk, each) for each in (closed, waiting)]
    assert desk.opportunities.recalculate(sales_cycle) == 1
    new, old = records.view(desk, made).entries[:2]
    assert (new.action, new.stage, new.previous_stage) == (Action.UPDATED, 2, 2)
    assert (new.stage_description, new.chances, new.completed, new.probability) == ("Renamed", 40, 50, 2000)
    assert (new.current_value, new.closing_on) == (new.estimated_value * 2000, date(2026, 4, 30))
    assert (old.active, old.days_open, new.changed_on) == (False, 7, date(2026, 3, 9))
    assert [records.view(desk, each) for each in (closed, waiting)] == before


def test_r_est_09_recalculating_gives_chances_where_there_were_none(desk: Desk) -> None:
    sales_cycle = records.cycle(desk, "NONE", {"completed": 10})
    made = records.opportunity(desk, sales_cycle)
    desk.opportunities.activate(made, Move(Step.FIRST, on=MONDAY, value=1_000))
    assert records.view(desk, made).chances == 0
    records.change_stage(desk, sales_cycle, 1, chances=30)
    assert desk.opportunities.recalculate(sales_cycle) == 1
    assert records.view(desk, made).chances == 30
