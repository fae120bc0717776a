"""Section 4.1: which actions are offered, and what they may reach."""

from datetime import date

import pytest
from sqlalchemy import event

from oppdesk.domain.standing import Move
from oppdesk.domain.words import Action, Outcome, Status, Step
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused

MOST = 23  # statements of a move, its tasks, their documents and unheard words in the search, the journal


def reach(desk: Desk, made: int, step: Step) -> list[int]:
    return [stage.number for stage in desk.opportunities.situation(made).offers[step].stages]


def test_r_upd_01_not_on_closed_ones(desk: Desk) -> None:
    made = records.started(desk)
    records.close(desk, made, Outcome.WON)
    refused(desk, "M-10", lambda: records.move(desk, made, Step.UPDATE))
    waiting = records.opportunity(desk)
    records.move(desk, waiting, Step.FIRST)
    assert records.view(desk, waiting).status is Status.IN_PROGRESS


def test_a_move_asks_the_database_no_more_than_it_needs(desk: Desk) -> None:
    """What is read anew for each move, and what follows each write, is felt by whoever moves."""
    made, asked = records.started(desk, "EX-SMALL"), list[str]()  # the next stage asks for no meeting
    engine = desk._store.engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    desk.opportunities.step(made, Step.NEXT)
    assert len(asked) <= MOST, "\n".join(asked)


def test_r_upd_02_all_six_in_their_order_the_impossible_with_a_reason(desk: Desk) -> None:
    for made in (records.opportunity(desk), records.started(desk), records.started(desk, stage=5)):
        offers = desk.opportunities.situation(made).offers
        assert [offer.step for offer in offers] == [
            Step.FIRST,
            Step.NEXT,
            Step.PREVIOUS,
            Step.SKIP,
            Step.JUMP,
            Step.UPDATE,
        ]
        for offer in offers:
            assert bool(offer.reason) == (not offer.possible)


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (1, Step.FIRST),
        (1, Step.PREVIOUS),
        (1, Step.JUMP),
        (2, Step.JUMP),
        (3, Step.SKIP),
        (5, Step.NEXT),
        (5, Step.SKIP),
    ],
)
def test_r_upd_02_m_11_an_action_that_is_not_possible(desk: Desk, stage: int, step: Step) -> None:
    made = records.started(desk, stage=stage)
    error = refused(desk, "M-11", lambda: records.move(desk, made, step))
    assert desk.opportunities.situation(made).offers[step].reason in error.message
    assert records.view(desk, made).number in error.message


def test_r_upd_03_the_default_action(desk: Desk) -> None:
    def default(made: int) -> Step | None:
        offer = desk.opportunities.situation(made).default
        return offer.step if offer else None

    assert default(records.opportunity(desk)) is Step.FIRST
    assert default(records.started(desk)) is Step.NEXT
    assert default(records.started(desk, stage=5)) is Step.UPDATE
    assert default(records.started(desk, records.cycle(desk, "ONE", {}))) is Step.UPDATE
    assert default(records.opportunity(desk, records.cycle(desk, "EMPTY"))) is None


def test_r_upd_04_m_12_a_cycle_without_stages_cannot_be_finished(desk: Desk) -> None:
    made = records.opportunity(desk, records.cycle(desk, "EMPTY"))
    for step in (None, *Step):
        wish = Move(step, None, MONDAY, 100, 10, MONDAY)
        error = refused(desk, "M-12", lambda wish=wish: desk.opportunities.move(made, wish))
        assert "EMPTY" in error.message


def test_r_upd_05_the_default_stage_of_each_action(desk: Desk) -> None:
    small = records.started(desk, "EX-SMALL")
    made = records.started(desk, stage=5)
    defaults = {}
    for row in (small, made):
        for offer in desk.opportunities.situation(row).offers:
            if offer.default is not None:
                defaults[row, offer.step] = offer.default.number
    assert defaults == {
        (small, Step.NEXT): 2,
        (small, Step.SKIP): 2,  # the next one
        (small, Step.UPDATE): 1,
        (made, Step.PREVIOUS): 4,
        (made, Step.JUMP): 4,  # the previous one
        (made, Step.UPDATE): 5,
    }
    records.move(desk, made, Step.JUMP)
    assert records.view(desk, made).stage == 4


@pytest.mark.parametrize(
    ("stage", "step", "wanted", "offered"),
    [
        (1, Step.NEXT, 3, "2"),
        (2, Step.PREVIOUS, 2, "1"),
        (1, Step.UPDATE, 2, "1"),
        (1, Step.SKIP, 5, "2, 3, 4"),
        (1, Step.SKIP, 1, "2, 3, 4"),
        (3, Step.JUMP, 3, "1, 2"),
        (3, Step.JUMP, 99, "1, 2"),
    ],
)
def test_r_upd_05_m_13_a_stage_that_is_not_offered(
    desk: Desk, stage: int, step: Step, wanted: int, offered: str
) -> None:
    made = records.started(desk, stage=stage)
    error = refused(desk, "M-13", lambda: records.move(desk, made, step, wanted))
    assert error.field == "stage"
    assert offered in error.message


def test_r_upd_06_skip_list_of_ex_large(desk: Desk) -> None:
    lists = [reach(desk, records.started(desk, stage=stage), Step.SKIP) for stage in range(1, 6)]
    assert [skips if len(skips) > 1 else [] for skips in lists] == [[2, 3, 4], [3, 4], [], [], []]


def test_r_upd_06_the_first_stage_that_may_not_be_skipped_ends_the_list(desk: Desk) -> None:
    skip, stop = {"may_skip": True}, {"may_skip": False}
    for number, (stages, expected) in enumerate(
        (
            ((skip, skip, skip, skip), [2, 3, 4]),
            ((skip, stop, skip, skip), []),
            ((skip, skip, stop, skip), [2, 3]),
            ((stop, skip, stop), [2, 3]),
            ((skip, skip), []),  # one stage alone is no choice
        )
    ):
        made = records.started(desk, records.cycle(desk, f"SKIP{number}", *stages))
        assert reach(desk, made, Step.SKIP) == expected
        assert desk.opportunities.situation(made).offers[Step.SKIP].possible == bool(expected)


def test_r_upd_06_numbers_of_stages_need_not_follow_each_other(desk: Desk) -> None:
    numbers = (10, 25, 40, 1000)
    sales_cycle = records.cycle(desk, "GAPS", *({"stage": each, "may_skip": True} for each in numbers))
    made = records.started(desk, sales_cycle)
    assert records.view(desk, made).stage == 10
    assert (reach(desk, made, Step.NEXT), reach(desk, made, Step.SKIP)) == ([25], [25, 40, 1000])
    records.move(desk, made, Step.SKIP, 40)
    assert (reach(desk, made, Step.PREVIOUS), reach(desk, made, Step.JUMP)) == ([25], [10, 25])


def test_stages_are_read_as_they_are_now(desk: Desk) -> None:
    sales_cycle = records.cycle(desk, "LIVE", {"stage": 10}, {"stage": 20})
    made = records.started(desk, sales_cycle)
    assert reach(desk, made, Step.NEXT) == [20]
    records.add_setup(desk, "sales_cycle_stage", sales_cycle=sales_cycle, stage=15, description="Between")
    records.move(desk, made, Step.NEXT)
    assert records.view(desk, made).stage == 15


def test_r_upd_07_the_neighbouring_stage_is_a_next_or_a_previous(desk: Desk) -> None:
    def skipped(stage: int | None) -> Action:
        made = records.started(desk, "EX-SMALL")
        records.change_stage(desk, records.code_id(desk, "sales_cycle", "EX-SMALL"), 3, quote_required=False)
        records.move(desk, made, Step.SKIP, stage)
        return records.view(desk, made).entries[0].action

    assert (skipped(None), skipped(2), skipped(3)) == (Action.NEXT, Action.NEXT, Action.JUMPED)

    def jumped(stage: int | None) -> Action:
        made = records.started(desk, stage=3)
        records.move(desk, made, Step.JUMP, stage)
        return records.view(desk, made).entries[0].action

    assert (jumped(None), jumped(2), jumped(1)) == (Action.PREVIOUS, Action.PREVIOUS, Action.JUMPED)


@pytest.mark.parametrize(("step", "stage"), [(Step.NEXT, None), (Step.SKIP, 3), (Step.SKIP, 4)])
def test_r_upd_08_m_14_quote_missing(desk: Desk, step: Step, stage: int | None) -> None:
    made = records.started(desk, stage=2)
    error = refused(desk, "M-14", lambda: records.move(desk, made, step, stage))
    assert error.field == "stage"
    assert records.view(desk, made).number in error.message
    desk.quotes.create(made, 500_000)
    records.move(desk, made, step, stage)
    assert records.view(desk, made).stage == (stage or 3)


def test_r_upd_08_stages_leapt_over_and_other_actions_ask_for_no_quote(desk: Desk) -> None:
    quoted = {"may_skip": True, "quote_required": True}
    sales_cycle = records.cycle(desk, "LEAP", quoted, quoted, quoted, {"may_skip": True})
    made = records.opportunity(desk, sales_cycle)
    for step, stage in (
        (Step.FIRST, None),
        (Step.SKIP, 4),
        (Step.PREVIOUS, None),
        (Step.UPDATE, None),
        (Step.JUMP, 1),
    ):
        records.move(desk, made, step, stage)
    assert records.view(desk, made).stage == 1
    refused(desk, "M-14", lambda: records.move(desk, made, Step.NEXT))


def test_r_upd_08_a_quote_taken_away_counts_no_more(desk: Desk) -> None:
    made = records.started(desk, stage=3)
    quote = records.view(desk, made).quote
    assert quote is not None
    desk.quotes.remove(quote.id)
    refused(desk, "M-14", lambda: records.move(desk, made, Step.NEXT))


def test_r_upd_08_a_quote_worth_nothing_is_a_quote(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    desk.quotes.create(made, 0)
    records.move(desk, made, Step.NEXT, on=date(2026, 3, 9))
    assert records.view(desk, made).stage == 3
