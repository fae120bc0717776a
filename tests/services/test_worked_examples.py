"""The worked examples of section 14, through the services, to the digit. Work date Monday 2 March 2026."""

from datetime import date
from typing import Any

import pytest

from oppdesk.domain.errors import StaleError
from oppdesk.domain.opportunity import propose
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.standing import Closing, Move
from oppdesk.domain.words import Action, Method, Outcome, Status, Step
from oppdesk.i18n import NEUTRAL
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft
from oppdesk.services.views import EntryView
from tests.services import records
from tests.services.records import refused

MARCH = {day: date(2026, 3, day) for day in range(1, 32)}
APRIL_30 = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("method", "probability", "value", "header", "entry"),
    [
        (Method.MULTIPLY, 1750, "2100.00", "17.5", "18"),
        (Method.ADD, 4750, "5700.00", "47.5", "48"),
        (Method.CHANCES, 2500, "3000.00", "25.0", "25"),
        (Method.COMPLETED, 7000, "8400.00", "70.0", "70"),
    ],
)
def test_14_1_probability_methods(
    desk: Desk, method: Method, probability: int, value: str, header: str, entry: str
) -> None:
    sales_cycle = records.cycle(desk, "METHOD", {"completed": 70}, method=int(method))
    found = records.view(desk, records.started(desk, sales_cycle, value=1_200_000, chances=25))
    assert found.probability == probability
    assert NEUTRAL.value(found.current_value) == value
    assert (NEUTRAL.rate(found.probability, 1), NEUTRAL.rate(found.probability, 0)) == (header, entry)


def written(entry: EntryView) -> tuple[Any, ...]:
    return (
        entry.action,
        entry.stage,
        entry.previous_stage,
        entry.estimated_value,
        entry.completed,
        entry.chances,
        entry.probability,
        NEUTRAL.value(entry.current_value),
        entry.closing_on,
        entry.active,
        entry.days_open,
    )


def run_won(desk: Desk, anna: int) -> int:
    """The whole of 14.2, checked at each step; the opportunity."""
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    contact = records.company(desk, salesperson=anna)
    made = desk.opportunities.create(
        Draft(
            "Office chairs",
            contact,
            anna,
            sales_cycle,
            activate=True,
            value=1_000_000,
            chances=40,
            closing_on=APRIL_30,
        )
    )
    first = (Action.FIRST, 1, 0, 1_000_000, 2, 40, 80, "80.00", APRIL_30)
    found = records.view(desk, made)
    assert found.status is Status.IN_PROGRESS
    assert [written(entry) for entry in found.entries] == [(*first, True, 0)]
    assert [task.on for task in found.tasks] == [MARCH[2], MARCH[9]]

    desk.context.work_as_of(MARCH[9])
    now = desk.opportunities.situation(made)
    assert now.default is not None
    assert now.default.default is not None
    assert (now.default.step, now.default.default.number) == (Step.NEXT, 2)
    proposal = propose(now.standing, Step.NEXT, now.default.default, now.change_date)
    assert (now.change_date, proposal.value, proposal.chances) == (MARCH[9], 1_000_000, 25)
    assert proposal.closing_on == APRIL_30
    wish = Move(Step.NEXT, 2, MARCH[9], 1_360_000, proposal.chances, APRIL_30)
    desk.opportunities.move(made, wish, seen=now.seen)
    second = (Action.NEXT, 2, 1, 1_360_000, 35, 25, 875, "1190.00", APRIL_30)
    found = records.view(desk, made)
    assert [written(entry) for entry in found.entries] == [(*second, True, 0), (*first, False, 7)]
    assert [task.on for task in found.tasks if task.on != MARCH[2]][1:] == [
        MARCH[9],
        MARCH[12],
        MARCH[23],
        MARCH[30],
    ]
    assert len(found.tasks) == 6

    desk.context.work_as_of(MARCH[16])
    refused(
        desk,
        "M-14",
        lambda: desk.opportunities.move(made, Move(Step.SKIP, 4, MARCH[16], 1_360_000, 50, APRIL_30)),
    )
    desk.quotes.create(made, 1_150_000)
    now = desk.opportunities.situation(made)
    offer = now.offers[Step.SKIP]
    assert [stage.number for stage in offer.stages] == [3, 4]
    proposal = propose(now.standing, Step.SKIP, offer.stages[1], now.change_date)
    assert (proposal.value, proposal.chances, proposal.chances_fixed) == (1_150_000, 80, True)
    desk.opportunities.move(made, Move(Step.SKIP, 4, MARCH[16], proposal.value, 50, APRIL_30), seen=now.seen)
    third = (Action.JUMPED, 4, 2, 1_150_000, 85, 80, 6800, "7820.00", APRIL_30)
    found = records.view(desk, made)
    assert [written(entry) for entry in found.entries[:2]] == [(*third, True, 0), (*second, False, 7)]

    desk.context.work_as_of(MARCH[20])
    desk.opportunities.move(made, Move(Step.UPDATE, None, MARCH[20], 1_100_000, 80, APRIL_30))
    fourth = (Action.UPDATED, 4, 4, 1_100_000, 85, 80, 6800, "7480.00", APRIL_30)
    tasks = len(found.tasks)
    found = records.view(desk, made)
    assert [written(entry) for entry in found.entries[:2]] == [(*fourth, True, 0), (*third, False, 4)]
    assert len(found.tasks) == tasks

    desk.context.work_as_of(MARCH[30])
    code = records.code_id(desk, "close_code", "PRICE_W")
    desk.opportunities.close(made, Closing(Outcome.WON, code, on=MARCH[30], sales_value=999_900))
    last = (Action.WON, 0, 4, 1_100_000, 100, 100, 10_000, "11500.00", MARCH[30])
    found = records.view(desk, made)
    assert [written(entry) for entry in found.entries[:2]] == [(*last, True, 0), (*fourth, False, 10)]
    assert (found.status, found.closed_on, found.entries[0].closed_on) == (Status.WON, MARCH[30], MARCH[30])
    assert found.open_tasks == ()
    return made


def test_14_2_full_run_ex_large(desk: Desk) -> None:
    run_won(desk, records.salesperson(desk))


def run_lost(desk: Desk, anna: int) -> int:
    """14.3; the opportunity. The cycle counts it until it is lost, the salesperson after it too."""
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-SMALL")
    desk.context.work_as_of(MARCH[2])
    made = records.opportunity(
        desk, "EX-SMALL", contact=records.company(desk, "Small House"), salesperson=anna
    )
    desk.opportunities.activate(made, Move(Step.FIRST, on=MARCH[2]))
    assert written(records.view(desk, made).entries[0]) == (
        *(Action.FIRST, 1, 0, 0, 2, 20, 1100, "0.00", MARCH[2]),
        *(True, 0),
    )
    desk.opportunities.move(made, Move(Step.NEXT, None, MARCH[2], 500_000, 35, APRIL_30))
    assert written(records.view(desk, made).entries[0]) == (
        *(Action.NEXT, 2, 1, 500_000, 50, 35, 4250, "2125.00", APRIL_30),
        *(True, 0),
    )
    counted = records.setup_row(desk, "sales_cycle", sales_cycle)["number_of_opportunity"]
    mine = entries_of(desk, salesperson=anna)[0]
    code = records.code_id(desk, "close_code", "PRICE_L")
    desk.opportunities.close(made, Closing(Outcome.LOST, code, on=MARCH[31]))
    assert written(records.view(desk, made).entries[0]) == (
        *(Action.LOST, 0, 2, 500_000, 100, 0, 0, "0.00", MARCH[31]),
        *(True, 0),
    )
    assert records.setup_row(desk, "sales_cycle", sales_cycle)["number_of_opportunity"] == counted - 1
    assert entries_of(desk, salesperson=anna)[0] == mine
    return made


def entries_of(desk: Desk, *filters: Filter, active: bool = True, **fields: int) -> list[int]:
    """Count, estimated value, calculated value and days open over entries (section 10)."""
    terms = [Filter("active", Op.IS, active), *filters]
    terms += [Filter(name, Op.IS, value) for name, value in fields.items()]
    return desk.lists.sums(
        "opportunity_entry", Query(tuple(terms)), ["estimated_value", "current_value", "days_open"]
    )


def test_14_3_lost_ex_small(desk: Desk) -> None:
    run_lost(desk, records.salesperson(desk))


@pytest.mark.parametrize(
    ("code", "current", "following", "previous", "skip", "jump"),
    [
        ("EX-LARGE", 1, 2, None, (2, 3, 4), ()),
        ("EX-LARGE", 2, 3, 1, (3, 4), ()),
        ("EX-LARGE", 3, 4, 2, (), (1, 2)),
        ("EX-LARGE", 5, None, 4, (), (1, 2, 3, 4)),
        ("EX-SMALL", 1, 2, None, (2, 3), ()),
        ("EX-SMALL", 2, 3, 1, (), ()),
        ("FIRSTLARGE", 1, 2, None, (), ()),
        ("FIRSTLARGE", 4, 5, 3, (5, 6, 7), (1, 2, 3)),
        ("FIRSTLARGE", 5, 6, 4, (6, 7), (1, 2, 3, 4)),
        ("FIRSTLARGE", 6, 7, 5, (), (1, 2, 3, 4, 5)),
        ("FIRSTSMALL", 2, 3, 1, (3, 4), ()),
    ],
)
def test_14_4_offered_stages(
    desk: Desk,
    code: str,
    current: int,
    following: int | None,
    previous: int | None,
    skip: tuple[int, ...],
    jump: tuple[int, ...],
) -> None:
    now = desk.opportunities.situation(records.started(desk, code, current))
    possible = {offer.step: offer for offer in now.offers if offer.possible}
    reach = {step: tuple(stage.number for stage in offer.stages) for step, offer in possible.items()}
    assert reach.get(Step.NEXT, ()) == ((following,) if following else ())
    assert reach.get(Step.PREVIOUS, ()) == ((previous,) if previous else ())
    assert (reach.get(Step.SKIP, ()), reach.get(Step.JUMP, ())) == (skip, jump)
    assert now.default is not None
    assert now.default.step is (Step.NEXT if following else Step.UPDATE)
    if jump:
        stage = possible[Step.JUMP].default
        assert stage is not None
        assert stage.number == jump[-1]


@pytest.mark.parametrize(
    ("typed", "formula", "stored"),
    [
        (None, "2W", MARCH[23]),
        (MARCH[9], "2W", MARCH[23]),
        (MARCH[9], "", MARCH[9]),
        (MARCH[10], "2W", MARCH[10]),
        (MARCH[8], "2W", None),
        (MARCH[8], "", None),
    ],
)
def test_14_5_estimated_close_date(desk: Desk, typed: date | None, formula: str, stored: date | None) -> None:
    sales_cycle = records.cycle(desk, "DATES", {"date_formula": formula}, {"date_formula": formula})
    started, waiting = records.started(desk, sales_cycle), records.opportunity(desk, sales_cycle)
    update = Move(Step.NEXT, None, MARCH[9], 100, 10, typed)
    activation = Move(Step.FIRST, None, MARCH[9], 100, 10, typed)
    if stored is None:
        refused(desk, "M-17", lambda: desk.opportunities.move(started, update))
        refused(desk, "M-17", lambda: desk.opportunities.activate(waiting, activation))
        return
    desk.opportunities.activate(waiting, activation)
    assert records.view(desk, waiting).closing_on == stored
    if typed is None:
        refused(desk, "M-03", lambda: desk.opportunities.move(started, update))
    else:
        desk.opportunities.move(started, update)
        assert records.view(desk, started).closing_on == stored


def test_14_6_r_agg_01_aggregates(desk: Desk) -> None:
    anna = records.salesperson(desk)
    won, lost = run_won(desk, anna), run_lost(desk, anna)
    count, estimated, calculated, _days = entries_of(desk, salesperson=anna)
    assert (count, estimated, calculated) == (2, 1_600_000, 1_150_000 * 10_000)
    assert (estimated // count, NEUTRAL.value(calculated // count)) == (800_000, "5750.00")
    taken = Filter("action", Op.AMONG, tuple(range(Action.JUMPED + 1)))
    assert entries_of(desk, taken, salesperson=anna)[0] == 0
    large, small = (records.code_id(desk, "sales_cycle", code) for code in ("EX-LARGE", "EX-SMALL"))
    for sales_cycle in (large, small):
        assert records.setup_row(desk, "sales_cycle", sales_cycle)["number_of_opportunity"] == 0
    stage = records.setup_row(desk, "sales_cycle_stage", records.stage_id(desk, large, 2))
    assert stage["number_of_opportunity"] == 0
    for number, days in ((2, [7]), (4, [4, 10])):
        found = entries_of(desk, active=False, sales_cycle=large, stage=number)
        assert (found[0], found[3]) == (len(days), sum(days))
        assert found[3] // found[0] == 7
    in_march = (Filter("closing_on", Op.FROM, MARCH[1]), Filter("closing_on", Op.UP_TO, MARCH[31]))
    assert entries_of(desk, *in_march, salesperson=anna, action=Action.WON)[2] == 1_150_000 * 10_000
    assert entries_of(desk, *in_march, salesperson=anna, action=Action.LOST)[1] == 500_000
    closed = [records.view(desk, each).status for each in (won, lost)]
    assert 100 * closed.count(Status.WON) // len(closed) == 50


def test_r_agg_02_the_date_filter_acts_on_the_estimated_close_date(desk: Desk) -> None:
    anna = records.salesperson(desk)
    records.started(desk, salesperson=anna, closing_on=APRIL_30)
    records.close(desk, records.started(desk, salesperson=anna, closing_on=APRIL_30), on=MARCH[20])
    up_to = Filter("closing_on", Op.UP_TO, MARCH[31])
    assert entries_of(desk, salesperson=anna)[0] == 2
    assert entries_of(desk, up_to, salesperson=anna)[0] == 1


def test_14_7_two_dialogs_on_one_opportunity(desk: Desk) -> None:
    made = records.started(desk)
    one, other = desk.opportunities.situation(made), desk.opportunities.situation(made)
    wish = Move(Step.NEXT, None, MARCH[9], 100, 10, APRIL_30)
    desk.opportunities.move(made, wish, seen=one.seen)
    error = refused(desk, "", lambda: desk.opportunities.move(made, wish, seen=other.seen))
    assert isinstance(error, StaleError)
    assert len(records.view(desk, made).entries) == 2


def test_14_7_exhausted_task_numbers_leave_everything_as_before(desk: Desk) -> None:
    line = Query((Filter("number_series", Op.IS, records.code_id(desk, "number_series", "TASK")),))
    made = records.started(desk)
    row = desk.lists.ids("number_series_line", line)[0]
    records.change_setup(desk, "number_series_line", row, ending_no="TD000004")
    refused(desk, "NUM-4", lambda: records.move(desk, made, Step.NEXT, cancel_tasks=True))
    draft = Draft("X", records.company(desk), records.salesperson(desk, "BEN"))
    records.change_setup(desk, "number_series_line", row, ending_no="TD000002")
    large = records.code_id(desk, "sales_cycle", "EX-LARGE")
    full = Draft(
        "X", draft.contact, draft.salesperson, large, activate=True, value=1, chances=1, closing_on=APRIL_30
    )
    refused(desk, "NUM-4", lambda: desk.opportunities.create(full))
