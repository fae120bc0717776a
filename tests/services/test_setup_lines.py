"""Stages and steps keep their order by number: moved, inserted, numbered afresh, copied; opportunities follow."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.words import Outcome, Step
from oppdesk.services.desk import Desk
from oppdesk.services.setup_lines import continued
from tests.services import records
from tests.services.records import code_id, stored


def numbered(desk: Desk, cycle: int) -> list[tuple[int, str]]:
    return [(row["stage"], row["description"]) for row in desk.setup.rows("sales_cycle_stage", cycle)]


def test_a_stage_changes_places_with_its_neighbour_and_opportunities_stay_at_it(desk: Desk) -> None:
    opportunity = records.started(desk, "EX-LARGE", stage=2)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    before = stored(desk, quiet=False)
    desk.setup.move("sales_cycle_stage", records.stage_id(desk, cycle, 2), 1)
    assert numbered(desk, cycle)[1:3] == [(2, "Product presentation"), (3, "Understanding needs meeting")]
    view = records.view(desk, opportunity)
    assert (view.stage, view.stage_description) == (3, "Understanding needs meeting")
    assert [(entry.stage, entry.previous_stage) for entry in view.entries] == [(3, 1), (1, 0)]
    assert desk.statistics.broken() == ()
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_a_stage_at_the_end_stays_where_it_is(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    before = records.operations(desk)
    desk.setup.move("sales_cycle_stage", records.stage_id(desk, cycle, 1), -1)
    desk.setup.move("sales_cycle_stage", records.stage_id(desk, cycle, 5), 1)
    assert records.operations(desk) == before


def test_a_stage_inserted_before_another_moves_up_only_those_that_must(desk: Desk) -> None:
    cycle = records.cycle(desk, "GAPS", {"stage": 1}, {"stage": 2}, {"stage": 3}, {"stage": 10})
    opportunity = records.started(desk, cycle, stage=2)
    made = desk.setup.insert("sales_cycle_stage", records.stage_id(desk, cycle, 2), {"description": "New"})
    assert numbered(desk, cycle) == [
        (1, "Stage 1"),
        (2, "New"),
        (3, "Stage 2"),
        (4, "Stage 3"),
        (10, "Stage 4"),
    ]
    assert desk.setup.row("sales_cycle_stage", made)["stage"] == 2
    assert records.view(desk, opportunity).stage == 3
    desk.setup.insert("sales_cycle_stage", records.stage_id(desk, cycle, 10), {"description": "Halfway"})
    assert numbered(desk, cycle)[-2:] == [(7, "Halfway"), (10, "Stage 4")]
    desk.history.undo()
    desk.history.undo()
    assert numbered(desk, cycle) == [(1, "Stage 1"), (2, "Stage 2"), (3, "Stage 3"), (10, "Stage 4")]
    assert records.view(desk, opportunity).stage == 2


def test_stages_are_numbered_afresh_in_their_order_and_closed_opportunities_follow_too(desk: Desk) -> None:
    cycle = records.cycle(desk, "GAPS", {"stage": 10}, {"stage": 20}, {"stage": 30})
    opportunity = records.started(desk, cycle, stage=20)
    records.close(desk, opportunity, Outcome.LOST)
    before = stored(desk, quiet=False)
    desk.setup.renumber("sales_cycle_stage", cycle)
    assert [number for number, _name in numbered(desk, cycle)] == [1, 2, 3]
    assert [(each.stage, each.previous_stage) for each in records.view(desk, opportunity).entries] == [
        (0, 2), (2, 1), (1, 0),
    ]  # fmt: skip
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_8_steps_are_numbered_by_position_in_ten_thousands(desk: Desk) -> None:
    activity = code_id(desk, "activity", "INIT")
    assert [row["step"] for row in desk.setup.rows("activity_step", activity)] == [5000, 10000]
    assert desk.setup.next_number("activity_step", activity) == 20000
    second = desk.setup.rows("activity_step", activity)[1]["id"]
    desk.setup.insert("activity_step", second, {"description": "Between"})
    assert [row["step"] for row in desk.setup.rows("activity_step", activity)] == [5000, 7500, 10000]
    desk.setup.renumber("activity_step", activity)
    assert [row["step"] for row in desk.setup.rows("activity_step", activity)] == [10000, 20000, 30000]


def test_typing_another_number_is_a_rename_that_opportunities_follow(desk: Desk) -> None:
    opportunity = records.started(desk, "EX-LARGE", stage=2)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    desk.setup.save("sales_cycle_stage", records.stage_id(desk, cycle, 2), {"stage": 25})
    assert records.view(desk, opportunity).stage == 25
    assert [number for number, _name in numbered(desk, cycle)] == [1, 3, 4, 5, 25]
    offers = desk.opportunities.situation(opportunity).offers
    assert [stage.number for stage in offers[Step.PREVIOUS].stages] == [5]


def test_8_13_stages_are_copied_behind_those_that_are_there_and_the_source_stays(desk: Desk) -> None:
    source, target = code_id(desk, "sales_cycle", "NEW"), records.cycle(desk, "COPY")
    assert desk.setup.copy_stages(source, target) == 5
    copied = desk.setup.rows("sales_cycle_stage", target)
    original = desk.setup.rows("sales_cycle_stage", source)
    told = (
        "stage",
        "description",
        "completed",
        "chances",
        "activity",
        "quote_required",
        "may_skip",
        "date_formula",
    )
    assert [[row[name] for name in told] for row in copied] == [
        [row[name] for name in told] for row in original
    ]
    assert desk.setup.copy_stages(source, target) == 5
    assert [row["stage"] for row in desk.setup.rows("sales_cycle_stage", target)] == list(range(1, 11))
    assert desk.history.last().title == "Stages of NEW copied to COPY"


def test_copies_keep_the_distances_of_their_source() -> None:
    assert continued([], 5) == []
    assert continued([10, 20], 5) == [10, 20]
    assert continued([1, 2, 10], 5) == [6, 7, 15]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from((-1, 1, 0, 9))), max_size=6))
def test_whatever_the_order_of_moves_every_opportunity_stays_at_its_stage(
    desk: Desk, moves: list[tuple[int, int]]
) -> None:
    cycle = records.cycle(desk, f"C{records.operations(desk)}", *[{} for _each in range(5)])
    at = {records.started(desk, cycle, stage=number): f"Stage {number}" for number in (1, 3, 5)}
    for place, by in moves:
        lines = desk.setup.rows("sales_cycle_stage", cycle)
        line = lines[place % len(lines)]["id"]
        if by == 0:
            desk.setup.insert("sales_cycle_stage", line, {"description": "New"})
        elif by == 9:
            desk.setup.renumber("sales_cycle_stage", cycle)
        else:
            desk.setup.move("sales_cycle_stage", line, by)
    for opportunity, description in at.items():
        view = records.view(desk, opportunity)
        assert view.stage_description == description
        assert view.cycle.stage(view.stage).description == description
    assert desk.statistics.broken() == ()


def test_a_copy_of_a_cycle_has_its_stages_under_a_code_of_its_own(desk: Desk) -> None:
    source = code_id(desk, "sales_cycle", "FIRSTLARGE")
    desk.setup.save("sales_cycle", source, {"blocked": True})
    copies = [desk.setup.row("sales_cycle", desk.setup.copy_cycle(source)) for _each in range(2)]
    assert [copy["code"] for copy in copies] == ["FIRSTLAR-2", "FIRSTLAR-3"]
    assert not any(copy["blocked"] for copy in copies)
    assert numbered(desk, copies[0]["id"]) == numbered(desk, source)
    before = records.operations(desk)
    desk.history.undo()
    assert records.operations(desk) == before + 1
    assert desk.setup.rows("sales_cycle_stage", copies[1]["id"]) == []


def test_an_undo_whose_number_another_stage_has_by_now_is_refused_with_a_reason(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "EX-SMALL")
    desk.setup.remove("sales_cycle_stage", records.stage_id(desk, cycle, 3))
    operation = desk.history.last().operation
    desk.setup.save("sales_cycle_stage", None, {"sales_cycle": cycle, "stage": 3, "description": "Other"})
    records.refused(desk, "", lambda: desk.history.undo(operation))
    assert numbered(desk, cycle)[2] == (3, "Other")
