"""What a cycle means for those who sell by it: the moves of each stage, and what looks unintended."""

from dataclasses import replace

from oppdesk.domain.sales_cycle import concerns, preview
from oppdesk.domain.standing import Cycle, Stage
from oppdesk.domain.words import Method, Step

EX_LARGE = Cycle(
    1,
    "EX-LARGE",
    method=Method.MULTIPLY,
    stages=(
        Stage(1, "Initial", 2, 10, may_skip=True),
        Stage(2, "Understanding needs", 35, 25, may_skip=True),
        Stage(3, "Presentation", 70, 60, quote_required=True, may_skip=True),
        Stage(4, "Proposal", 85, 80, quote_required=True),
        Stage(5, "Sign contract", 95, 100, quote_required=True),
    ),
)


def offered(cycle: Cycle) -> list[dict[str, list[int]]]:
    steps = (Step.NEXT, Step.PREVIOUS, Step.SKIP, Step.JUMP)
    return [
        {step.name: [stage.number for stage in each.offer(step).stages] for step in steps}
        for each in preview(cycle)
    ]


def test_14_4_the_preview_offers_what_the_update_dialog_will() -> None:
    assert offered(EX_LARGE) == [
        {"NEXT": [2], "PREVIOUS": [], "SKIP": [2, 3, 4], "JUMP": []},
        {"NEXT": [3], "PREVIOUS": [1], "SKIP": [3, 4], "JUMP": []},
        {"NEXT": [4], "PREVIOUS": [2], "SKIP": [], "JUMP": [1, 2]},
        {"NEXT": [5], "PREVIOUS": [3], "SKIP": [], "JUMP": [1, 2, 3]},
        {"NEXT": [], "PREVIOUS": [4], "SKIP": [], "JUMP": [1, 2, 3, 4]},
    ]


def test_r_est_03_the_preview_shows_the_probability_of_each_stage_by_every_method() -> None:
    likely = {
        method: [each.probability for each in preview(replace(EX_LARGE, method=method))] for method in Method
    }
    assert likely[Method.MULTIPLY] == [20, 875, 4200, 6800, 9500]
    assert likely[Method.ADD] == [600, 3000, 6500, 8250, 9750]
    assert likely[Method.CHANCES] == [1000, 2500, 6000, 8000, 10000]
    assert likely[Method.COMPLETED] == [200, 3500, 7000, 8500, 9500]


def test_8_13_a_cycle_whose_percentages_rise_raises_no_concern() -> None:
    assert concerns(EX_LARGE) == ()


def test_8_13_falling_percentages_are_told_with_their_stage_and_a_chance_of_0_is_no_fall() -> None:
    stages = (Stage(1, "", 50, 60), Stage(3, "", 40, 0), Stage(7, "", 40, 30))
    found = concerns(replace(EX_LARGE, stages=stages))
    assert [(each.stage, each.text) for each in found] == [
        (3, "Completion falls at stage 3, from 50 % to 40 %."),
    ]
    found = concerns(replace(EX_LARGE, stages=(Stage(1, "", 0, 60), Stage(2, "", 0, 59))))
    assert [each.text for each in found] == ["Chances fall at stage 2, from 60 % to 59 %."]


def test_m09_a_cycle_without_stages_says_that_nothing_can_be_started_in_it() -> None:
    found = concerns(replace(EX_LARGE, stages=()))
    assert [each.stage for each in found] == [0]
    assert "EX-LARGE has no stages" in found[0].text
    assert preview(replace(EX_LARGE, stages=())) == ()
