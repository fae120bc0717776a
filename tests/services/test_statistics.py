"""The figures of section 10, with the digits of 14.6, and the split that says which of them are closed."""

from datetime import date

import pytest

from oppdesk.domain.standing import Closing, Move
from oppdesk.domain.words import Action, Outcome, Step
from oppdesk.services.desk import Desk
from oppdesk.services.statistics import Figures, Narrowing, Split
from tests.services import records
from tests.services.records import code_id, stored

MICRO = 10_000  # minor units of a value, per minor unit of an amount
OPEN_ACTIONS = frozenset(Action) - {Action.WON, Action.LOST}


def won_as_in_14_2(desk: Desk, salesperson: int, contact: int) -> int:
    """EX-LARGE, sold for 11,500.00 on 30 March."""
    opportunity = records.opportunity(
        desk,
        "EX-LARGE",
        salesperson=salesperson,
        contact=contact,
        activate=True,
        value=1_000_000,
        chances=40,
        closing_on=date(2026, 4, 30),
    )
    desk.context.work_as_of(date(2026, 3, 9))
    records.move(desk, opportunity, Step.NEXT, value=1_360_000, chances=25)
    desk.context.work_as_of(date(2026, 3, 16))
    desk.quotes.create(opportunity, 1_150_000)
    records.move(desk, opportunity, Step.SKIP, 4, value=1_150_000, chances=50)
    desk.context.work_as_of(date(2026, 3, 20))
    records.move(desk, opportunity, Step.UPDATE, value=1_100_000, chances=80)
    desk.context.work_as_of(date(2026, 3, 30))
    records.close(desk, opportunity, sales_value=999_900)
    return opportunity


def lost_as_in_14_3(desk: Desk, salesperson: int, contact: int) -> int:
    """EX-SMALL, 5,000.00 lost on 31 March."""
    desk.context.work_as_of(None)
    opportunity = records.opportunity(desk, "EX-SMALL", salesperson=salesperson, contact=contact)
    desk.opportunities.activate(opportunity, Move(Step.FIRST, None, desk.context.work_date))
    records.move(desk, opportunity, Step.NEXT, value=500_000, chances=35)
    desk.context.work_as_of(date(2026, 3, 31))
    records.close(desk, opportunity, Outcome.LOST)
    return opportunity


@pytest.fixture
def anna(desk: Desk) -> int:
    """Salesperson A with both examples behind her."""
    made = records.salesperson(desk)
    contact = records.company(desk)
    won_as_in_14_2(desk, made, contact)
    lost_as_in_14_3(desk, made, contact)
    return made


def test_14_6_the_salespersons_figures(desk: Desk, anna: int) -> None:
    total = desk.statistics.salesperson(anna).total
    assert total == Figures(2, 1_600_000, 1_150_000 * MICRO)
    assert total.average_estimated == 800_000
    assert total.average_current == 575_000 * MICRO
    assert desk.statistics.salesperson(anna, Narrowing(actions=OPEN_ACTIONS)).total == Figures()


def test_r_agg_01_d_09_the_split_says_what_is_closed_and_its_sum_is_the_reference_figure(
    desk: Desk, anna: int
) -> None:
    records.started(desk, "NEW", salesperson=anna, value=200_000, chances=50)
    records.opportunity(desk, salesperson=anna)  # Not Started never counts
    split = desk.statistics.salesperson(anna)
    assert split == Split(
        open=Figures(1, 200_000, 200_000 * 5_000),
        won=Figures(1, 1_100_000, 1_150_000 * MICRO),
        lost=Figures(1, 500_000, 0),
    )
    assert split.total.count == 3
    assert split.win_rate == 50


def test_14_6_cycles_count_open_opportunities_only(desk: Desk, anna: int) -> None:
    for code in ("EX-LARGE", "EX-SMALL"):
        assert desk.statistics.cycle(code_id(desk, "sales_cycle", code)) == Figures()
    assert desk.statistics.cycles() == {}


def test_14_6_stages_tell_how_long_opportunities_stayed(desk: Desk, anna: int) -> None:
    stages = desk.statistics.stages(code_id(desk, "sales_cycle", "EX-LARGE"))
    assert {number: figures.average_days for number, figures in stages.items()} == {1: 700, 2: 700, 4: 700}
    assert all(figures.active == Figures() for figures in stages.values())


def test_10_average_days_keep_two_decimals(desk: Desk) -> None:
    for days in (1, 2, 2):
        opportunity = records.started(desk, "EX-LARGE")
        desk.context.work_as_of(date(2026, 3, 2 + days))
        records.move(desk, opportunity, Step.NEXT)
        desk.context.work_as_of(None)
    assert desk.statistics.stages(code_id(desk, "sales_cycle", "EX-LARGE"))[1].average_days == 167


def test_14_3_closing_lowers_the_cycles_count_and_not_the_salespersons(desk: Desk) -> None:
    anna = records.salesperson(desk)
    opportunity = records.started(desk, "EX-SMALL", salesperson=anna, value=500_000)
    cycle = code_id(desk, "sales_cycle", "EX-SMALL")
    assert desk.statistics.cycle(cycle).count == 1
    assert desk.statistics.stages(cycle)[1].active.estimated == 500_000
    records.close(desk, opportunity, Outcome.LOST)
    assert desk.statistics.cycle(cycle).count == 0
    assert desk.statistics.salesperson(anna).total.count == 1


def test_r_agg_02_a_date_filter_acts_on_the_estimated_closing_date(desk: Desk, anna: int) -> None:
    march = Narrowing(date(2026, 3, 30), date(2026, 3, 30))
    assert desk.statistics.salesperson(anna, march).won.count == 1
    assert desk.statistics.salesperson(anna, march).lost.count == 0
    records.started(desk, "EX-LARGE", closing_on=date(2026, 6, 1))
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    assert desk.statistics.cycle(cycle, Narrowing(date(2026, 6, 1))).count == 1
    assert desk.statistics.cycle(cycle, Narrowing(last=date(2026, 5, 31))).count == 0
    assert desk.statistics.stages(cycle, Narrowing(date(2026, 6, 1), date(2026, 6, 30)))[1].active.count == 1


def test_10_a_salespersons_figures_narrow_by_cycle_stage_probability_and_completion(desk: Desk) -> None:
    anna = records.salesperson(desk)
    records.started(desk, "EX-LARGE", salesperson=anna)  # stage 1: completed 2, chances 40: 0.8 %
    records.started(desk, "EX-LARGE", stage=2, salesperson=anna)  # completed 35: 14 %
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    count = lambda **terms: desk.statistics.salesperson(anna, Narrowing(**terms)).total.count  # noqa: E731
    assert (count(cycle=cycle), count(cycle=code_id(desk, "sales_cycle", "NEW"))) == (2, 0)
    assert count(stage=2) == 1
    assert count(probability=(1000, 10_000)) == 1
    assert count(completed=(0, 34)) == 1


def test_10_a_company_counts_its_persons_and_a_person_only_itself(desk: Desk) -> None:
    company = records.company(desk)
    vera, tom = (records.person(desk, name, company) for name in ("Vera", "Tom"))
    for contact in (company, vera, vera):
        records.started(desk, contact=contact)
    alone = records.person(desk, "Nobody's")
    records.started(desk, contact=alone)
    counts = [desk.statistics.contact(contact).total.count for contact in (company, vera, tom, alone)]
    assert counts == [3, 2, 0, 1]


def test_10_a_close_code_counts_the_entries_that_carry_it(desk: Desk, anna: int) -> None:
    assert desk.statistics.close_code(code_id(desk, "close_code", "PRICE_W")) == 1
    assert desk.statistics.close_code(code_id(desk, "close_code", "CONSULT_W")) == 0
    rows = {row["code"]: row["number_of_opportunity_entry"] for row in desk.setup.rows("close_code")}
    assert (rows["PRICE_W"], rows["PRICE_L"], rows["CONSULT_W"]) == (1, 1, 0)


def test_averages_of_nothing_are_0() -> None:
    assert (Figures().average_estimated, Figures().average_current, Split().win_rate) == (0, 0, 0)


def test_averages_round_half_away_from_zero() -> None:
    assert Figures(2, 3, -3).average_estimated == 2
    assert Figures(2, 3, -3).average_current == -2


def test_1_6_the_next_task_of_a_salesperson_is_the_earliest_open_one_organised_or_attended(
    desk: Desk,
) -> None:
    anna, guest = records.salesperson(desk), records.salesperson(desk, "GUEST")
    opportunity = records.opportunity(desk, salesperson=anna)
    assert desk.statistics.next_task(anna) is None
    later = records.task(desk, opportunity, on=date(2026, 3, 20))
    sooner = records.task(desk, opportunity, on=date(2026, 3, 10))
    records.attend(desk, later, attendance=1, salesperson=guest)
    assert desk.statistics.next_task(anna) == date(2026, 3, 10)
    assert desk.statistics.next_task(guest) == date(2026, 3, 20)
    desk.tasks.done(sooner)
    assert desk.statistics.next_task(anna) == date(2026, 3, 20)


def test_an_opportunity_whose_copy_differs_from_its_ledger_is_found(desk: Desk, anna: int) -> None:
    assert desk.statistics.broken() == ()
    opportunity = next(iter(stored(desk)["opportunity"]))
    with records.store_of(desk).write("test.harm") as work:
        work.change(records.metadata.tables["opportunity"], opportunity, {"estimated_value": 1})
    assert desk.statistics.broken() == (opportunity,)


@pytest.mark.usefixtures("sample_data")
def test_the_sample_data_has_no_broken_opportunity(desk: Desk) -> None:
    assert desk.statistics.broken() == ()
    for row in desk.setup.rows("salesperson"):
        split = desk.statistics.salesperson(row["id"])
        assert split.total.count == split.open.count + split.won.count + split.lost.count


def test_a_closing_without_a_quote_counts_what_was_sold(desk: Desk) -> None:
    anna = records.salesperson(desk)
    opportunity = records.opportunity(desk, salesperson=anna)
    code = code_id(desk, "close_code", "PRICE_W")
    desk.opportunities.close(opportunity, Closing(Outcome.WON, code, on=date(2026, 3, 2), sales_value=700))
    assert desk.statistics.salesperson(anna).won == Figures(1, 0, 700 * MICRO)
