"""Section 2 and 2.1: the statuses of an opportunity, and how an entry is written."""

from datetime import date

import pytest

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.standing import Closing, Move
from oppdesk.domain.words import Action, Outcome, Status, Step
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused


def test_r_sta_01_the_status_follows_from_the_ledger_alone(desk: Desk) -> None:
    made = records.opportunity(desk)
    assert records.view(desk, made).status is Status.NOT_STARTED
    assert records.view(desk, made).entries == ()
    for name in ("status", "closed_on", "stage", "created_on"):
        refused(desk, "", lambda name=name: desk.opportunity_fields.change(made, name, 2))
    records.move(desk, made, Step.FIRST)
    assert records.view(desk, made).status is Status.IN_PROGRESS
    for step in (Step.NEXT, Step.PREVIOUS, Step.UPDATE):
        records.move(desk, made, step)
        assert records.view(desk, made).status is Status.IN_PROGRESS


@pytest.mark.parametrize(("outcome", "status"), [(Outcome.WON, Status.WON), (Outcome.LOST, Status.LOST)])
def test_r_sta_02_closing_sets_status_and_dates(desk: Desk, outcome: Outcome, status: Status) -> None:
    made = records.started(desk)
    records.close(desk, made, outcome, on=date(2026, 3, 20))
    found = records.view(desk, made)
    assert (found.status, found.closed, found.closed_on) == (status, True, date(2026, 3, 20))
    entry = found.active
    assert entry is not None
    assert (entry.closed_on, entry.closing_on, entry.changed_on) == (date(2026, 3, 20),) * 3


def test_r_sta_03_there_is_no_way_back_unless_the_setup_allows_it(desk: Desk) -> None:
    made = records.started(desk)
    records.close(desk, made, Outcome.LOST)
    refused(desk, "D-16", lambda: desk.opportunities.reopen(made))


def test_r_sta_04_a_not_started_opportunity_may_be_closed(desk: Desk) -> None:
    for outcome, status in ((Outcome.WON, Status.WON), (Outcome.LOST, Status.LOST)):
        made = records.opportunity(desk)
        records.close(desk, made, outcome)
        found = records.view(desk, made)
        assert found.status is status
        assert [(entry.stage, entry.previous_stage, entry.estimated_value) for entry in found.entries] == [
            (0, 0, 0)
        ]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_r_sta_05_m_10_a_closed_one_is_neither_updated_nor_closed_again(desk: Desk, outcome: Outcome) -> None:
    made = records.started(desk, stage=2)
    records.close(desk, made, outcome)
    for step in Step:
        wish = Move(step, None, MONDAY, 100, 10, MONDAY)
        error = refused(desk, "M-10", lambda wish=wish: desk.opportunities.move(made, wish))
        assert records.view(desk, made).number in error.message
        refused(desk, "M-10", lambda step=step: desk.opportunities.step(made, step))
    refused(desk, "M-10", lambda: records.close(desk, made, Outcome.WON))
    refused(desk, "M-10", lambda: records.close(desk, made, Outcome.LOST))
    assert not any(offer.possible for offer in desk.opportunities.situation(made).offers)


def test_r_sta_06_closing_takes_an_opportunity_out_of_cycle_and_stage_figures(desk: Desk) -> None:
    made, other = records.started(desk, stage=2), records.started(desk, stage=2)
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    stage = records.stage_id(desk, sales_cycle, 2)

    def counts() -> tuple[int, int]:
        return (
            records.setup_row(desk, "sales_cycle", sales_cycle)["number_of_opportunity"],
            records.setup_row(desk, "sales_cycle_stage", stage)["number_of_opportunity"],
        )

    before = records.setup_row(desk, "sales_cycle", sales_cycle)
    assert counts() == (2, 2)
    records.close(desk, made, Outcome.WON)
    assert counts() == (1, 1)
    records.close(desk, other, Outcome.LOST)
    assert counts() == (0, 0)
    assert records.setup_row(desk, "sales_cycle", sales_cycle) | {"number_of_opportunity": 2} == before


def test_r_ent_01_a_new_entry_supersedes_the_active_one(desk: Desk) -> None:
    made = records.started(desk)
    desk.context.work_as_of(date(2026, 3, 12))
    records.move(desk, made, Step.NEXT)
    new, old = records.view(desk, made).entries
    assert new.id > old.id
    assert (old.active, old.days_open, new.active, new.days_open) == (False, 10, True, 0)
    assert new.stage_description == "Understanding needs meeting"


def test_r_ent_01_tasks_are_cancelled_before_the_stage_makes_its_own(desk: Desk) -> None:
    made = records.started(desk)
    before = {task.id for task in records.view(desk, made).tasks}
    records.move(desk, made, Step.NEXT, cancel_tasks=True)
    tasks = records.view(desk, made).tasks
    assert {task.id for task in tasks if task.canceled} == before
    assert len(records.view(desk, made).open_tasks) == 4


def test_r_ent_01_one_transaction_for_entry_and_tasks(desk: Desk) -> None:
    made = records.started(desk)
    line = next(
        iter(
            desk.lists.ids(
                "number_series_line",
                Query((Filter("number_series", Op.IS, records.code_id(desk, "number_series", "TASK")),)),
            )
        )
    )
    records.change_setup(desk, "number_series_line", line, ending_no="TD000003")
    # The second of the four tasks of stage 2 finds no number.
    refused(desk, "NUM-4", lambda: records.move(desk, made, Step.NEXT, cancel_tasks=True))


def test_r_ent_02_the_entry_copies_the_opportunity_and_carries_over(desk: Desk) -> None:
    made = records.started(desk, stage=2, value=750_000, chances=33, closing_on=date(2026, 5, 5))
    found = records.view(desk, made)
    now = desk.opportunities.situation(made)
    assert now.standing.active is not None
    assert now.standing.active.value == 750_000
    assert now.standing.active.chances == 33
    assert now.standing.active.closing_on == date(2026, 5, 5)
    records.close(desk, made, Outcome.LOST, on=MONDAY)
    entry = desk.lists.rows("opportunity_entry", [records.view(desk, made).entries[0].id])[0]
    for name in ("contact", "company", "salesperson", "sales_cycle"):
        assert entry[name].id == getattr(found, name).id
    assert (entry["previous_stage"], entry["estimated_value"], entry["current_value"]) == (2, 750_000, 0)


def test_r_ent_02_date_of_change_is_the_later_of_work_date_and_last_change(desk: Desk) -> None:
    made = records.opportunity(desk)
    assert desk.opportunities.situation(made).change_date == MONDAY
    records.move(desk, made, Step.FIRST, on=date(2026, 3, 20))
    assert desk.opportunities.situation(made).change_date == date(2026, 3, 20)
    desk.context.work_as_of(date(2026, 3, 25))
    assert desk.opportunities.situation(made).change_date == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("step", "stage", "written"),
    [
        # action, stage, previous, chances asked 37: typed, or the target's
        (Step.NEXT, None, (Action.NEXT, 4, 3, 37)),
        (Step.PREVIOUS, None, (Action.PREVIOUS, 2, 3, 37)),
        (Step.SKIP, 4, (Action.NEXT, 4, 3, 80)),
        (Step.SKIP, 5, (Action.JUMPED, 5, 3, 100)),
        (Step.JUMP, 2, (Action.PREVIOUS, 2, 3, 25)),
        (Step.JUMP, 1, (Action.JUMPED, 1, 3, 10)),
        (Step.UPDATE, None, (Action.UPDATED, 3, 3, 37)),
    ],
)
def test_r_ent_03_what_each_action_writes(
    desk: Desk, step: Step, stage: int | None, written: tuple[Action, int, int, int]
) -> None:
    sales_cycle = records.code_id(desk, "sales_cycle", "EX-LARGE")
    records.change_stage(desk, sales_cycle, 4, may_skip=True)
    made = records.started(desk, stage=3)
    before = len(records.view(desk, made).tasks)
    records.move(desk, made, step, stage, chances=37, value=5_000, closing_on=date(2026, 6, 1))
    found = records.view(desk, made)
    entry = found.entries[0]
    assert (entry.action, entry.stage, entry.previous_stage, entry.chances) == written
    assert (entry.estimated_value, entry.closing_on) == (5_000, date(2026, 6, 1))
    assert (len(found.tasks) > before) == (step is not Step.UPDATE)
    assert not any(task.canceled for task in found.tasks)


def test_r_ent_03_what_a_first_stage_and_a_closing_write(desk: Desk) -> None:
    made = records.opportunity(desk)
    desk.opportunities.activate(made, Move(Step.FIRST, on=MONDAY))
    first = records.view(desk, made).entries[0]
    assert (first.action, first.stage, first.previous_stage) == (Action.FIRST, 1, 0)
    assert (first.estimated_value, first.chances, first.closing_on) == (0, 10, MONDAY)
    records.move(desk, made, Step.UPDATE, value=7_000)
    for outcome, chances, current in ((Outcome.WON, 100, 90_000 * 10_000), (Outcome.LOST, 0, 0)):
        other = records.started(desk, stage=2, value=7_000)
        records.close(desk, other, outcome, sales_value=90_000, on=date(2026, 3, 9))
        entry = records.view(desk, other).entries[0]
        assert entry.action is (Action.WON if outcome is Outcome.WON else Action.LOST)
        assert (entry.stage, entry.previous_stage, entry.estimated_value) == (0, 2, 7_000)
        assert (entry.chances, entry.current_value, entry.closing_on) == (chances, current, date(2026, 3, 9))
        assert records.view(desk, other).open_tasks == ()


def test_d_16_reopening_writes_an_updated_entry_on_the_stage_before(desk: Desk) -> None:
    records.marketing(desk, may_reopen=True)
    made = records.started(desk, stage=2, value=5_000, chances=35)
    refused(desk, "", lambda: desk.opportunities.reopen(made))
    records.close(desk, made, Outcome.LOST, on=date(2026, 3, 9))
    desk.opportunities.reopen(made)
    found = records.view(desk, made)
    entry, closing = found.entries[:2]
    assert (found.status, found.closed_on) == (Status.IN_PROGRESS, None)
    assert (entry.action, entry.stage, entry.previous_stage) == (Action.UPDATED, 2, 0)
    assert (entry.chances, entry.completed, entry.probability) == (35, 35, 1225)
    assert (entry.changed_on, entry.closed_on, entry.close_code) == (date(2026, 3, 9), None, None)
    assert (closing.active, closing.action, closing.days_open) == (False, Action.LOST, 0)
    # One that never had a stage has none to go back to.
    never = records.opportunity(desk)
    records.close(desk, never, Outcome.LOST)
    refused(desk, "", lambda: desk.opportunities.reopen(never))


def test_closing_names_the_outcome_and_the_record_in_the_undo_bar(desk: Desk) -> None:
    made = records.started(desk, description="Warehouse")
    desk.opportunities.close(
        made, Closing(Outcome.LOST, records.code_id(desk, "close_code", "PRICE_L"), on=MONDAY)
    )
    last = desk.history.last()
    assert last is not None
    assert "Warehouse" in last.title
