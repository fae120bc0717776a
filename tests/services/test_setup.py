"""Setup lists through their one service: what is checked before a row is saved, in which order, and what is kept."""

import pytest

from oppdesk.domain.errors import FieldError, NotThereError, StaleError, UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.words import Method, Outcome, Status
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import code_id, refused


def test_rows_of_a_list_and_of_one_parent_come_in_their_order(desk: Desk) -> None:
    assert [row["code"] for row in desk.setup.rows("close_code")] == sorted(
        row["code"] for row in desk.setup.rows("close_code")
    )
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    stages = desk.setup.rows("sales_cycle_stage", cycle)
    assert [stage["stage"] for stage in stages] == [1, 2, 3, 4, 5]
    assert isinstance(stages[0]["activity"], Ref)
    assert stages[0]["activity"].text == "INIT"
    assert len(desk.setup.rows("sales_cycle_stage")) == 30


def test_a_row_is_added_changed_and_both_can_be_undone(desk: Desk) -> None:
    made = desk.setup.save("territory", None, {"code": "nl-n", "name": "North"})
    assert desk.setup.row("territory", made)["code"] == "NL-N"
    assert desk.history.last().title == "“NL-N North” added to Territories"
    desk.setup.save("territory", made, {"name": "North of the river"})
    assert desk.setup.row("territory", made)["name"] == "North of the river"
    desk.history.undo()
    assert desk.setup.row("territory", made)["name"] == "North"
    desk.history.undo()
    with pytest.raises(NotThereError):
        desk.setup.row("territory", made)


def test_saving_what_is_there_already_makes_no_operation(desk: Desk) -> None:
    before = records.operations(desk)
    made = code_id(desk, "sales_cycle", "NEW")
    desk.setup.save("sales_cycle", made, {"description": "New customer"})
    assert records.operations(desk) == before


def test_a_code_is_unique_whatever_the_case_and_the_message_names_who_has_it(desk: Desk) -> None:
    error = refused(desk, "NUM-6", lambda: desk.setup.save("sales_cycle", None, {"code": " new "}))
    assert error.field == "code"
    assert "NEW New customer" in error.message


def test_a_code_can_be_renamed_and_all_who_refer_to_it_follow(desk: Desk) -> None:
    opportunity = records.opportunity(desk, "EX-SMALL")
    desk.setup.save("sales_cycle", code_id(desk, "sales_cycle", "EX-SMALL"), {"code": "KNOWN"})
    assert records.view(desk, opportunity).sales_cycle.text == "KNOWN"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"completed": 101}, "completed"),
        ({"chances": -1}, "chances"),
        ({"chances": 42.5}, "chances"),
        ({"stage": 0}, "stage"),
    ],
)
def test_m49_percentages_and_stage_numbers_outside_their_range_are_refused(
    desk: Desk, values: dict[str, object], field: str
) -> None:
    stage = records.stage_id(desk, code_id(desk, "sales_cycle", "NEW"), 2)
    assert refused(desk, "M-49", lambda: desk.setup.save("sales_cycle_stage", stage, values)).field == field


def test_fields_are_checked_before_rules_and_rules_before_the_code(desk: Desk) -> None:
    desk.setup.save("salesperson", None, {"code": "AB"})
    values: dict[str, object] = {"code": "AB", "commission": 20_000, "e_mail": "nobody"}
    assert refused(desk, "M-49", lambda: desk.setup.save("salesperson", None, values)).field == "commission"
    values["commission"] = 500
    assert refused(desk, "CON-F2", lambda: desk.setup.save("salesperson", None, values)).field == "e_mail"
    values["e_mail"] = "a@b.example"
    assert refused(desk, "NUM-6", lambda: desk.setup.save("salesperson", None, values)).field == "code"


def test_act_4_two_lines_with_the_same_number_are_refused(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "NEW")
    values = {"sales_cycle": cycle, "stage": 3, "description": "Again"}
    error = refused(desk, "ACT-4", lambda: desk.setup.save("sales_cycle_stage", None, values))
    assert error.field == "stage"
    assert "3 Presentation" in error.message


def test_set_2_a_blocked_salesperson_is_not_chosen_anew_and_stays_where_he_is(desk: Desk) -> None:
    blocked = desk.setup.save("salesperson", None, {"code": "OLD", "blocked": True})
    values = {"default_salesperson": blocked}
    assert (
        refused(desk, "SET-2", lambda: desk.setup.save("marketing_setup", None, values)).field
        == "default_salesperson"
    )
    desk.setup.save("salesperson", blocked, {"blocked": False})
    desk.setup.save("marketing_setup", None, values)
    desk.setup.save("salesperson", blocked, {"blocked": True})
    desk.setup.save("marketing_setup", None, {"stale_days": 14})
    assert desk.setup.single("marketing_setup")["default_salesperson"].id == blocked
    desk.setup.save("salesperson", blocked, {"blocked": False, "privacy_blocked": True})
    team = code_id(desk, "team", "SALE")
    refused(
        desk,
        "SET-2",
        lambda: desk.setup.save("team_salesperson", None, {"team": team, "salesperson": blocked}),
    )


def test_set_2_a_blocked_cycle_does_not_become_the_default(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    desk.setup.save("sales_cycle", cycle, {"blocked": True})
    values = {"default_sales_cycle": cycle}
    assert (
        "EX-LARGE" in refused(desk, "SET-2", lambda: desk.setup.save("marketing_setup", None, values)).message
    )


def test_a_reference_to_nothing_is_refused(desk: Desk) -> None:
    stage = records.stage_id(desk, code_id(desk, "sales_cycle", "NEW"), 2)
    refused(desk, "CON-F8", lambda: desk.setup.save("sales_cycle_stage", stage, {"activity": 4711}))
    with pytest.raises(NotThereError):
        desk.setup.save("sales_cycle_stage", None, {"sales_cycle": 4711, "stage": 1})


def test_a_member_is_in_a_team_once(desk: Desk) -> None:
    team = code_id(desk, "team", "SALE")
    one = desk.setup.save("salesperson", None, {"code": "AB"})
    desk.setup.save("team_salesperson", None, {"team": team, "salesperson": one})
    with pytest.raises(UserError, match="AB is in the list already"):
        desk.setup.save("team_salesperson", None, {"team": team, "salesperson": one})


def test_a_save_against_an_older_version_is_refused(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "NEW")
    seen = desk.setup.row("sales_cycle", cycle)["version"]
    desk.setup.save("sales_cycle", cycle, {"description": "Changed elsewhere"}, seen)
    with pytest.raises(StaleError):
        desk.setup.save("sales_cycle", cycle, {"description": "Changed here"}, seen)


def test_r_est_09_entries_written_keep_their_figures_when_stage_and_method_change(desk: Desk) -> None:
    opportunity = records.started(desk, "EX-LARGE", stage=2)
    before = records.view(desk, opportunity)
    cycle = code_id(desk, "sales_cycle", "EX-LARGE")
    desk.setup.save("sales_cycle", cycle, {"method": int(Method.ADD)})
    desk.setup.save(
        "sales_cycle_stage",
        records.stage_id(desk, cycle, 2),
        {"completed": 90, "chances": 90, "description": "Renamed"},
    )
    assert records.view(desk, opportunity).entries == before.entries
    assert desk.opportunities.recalculate(cycle) == 1
    active = records.view(desk, opportunity).active
    assert (active.completed, active.probability, active.stage_description) == (90, 6500, "Renamed")


def test_m31_the_outcome_of_a_used_close_code_stays_and_an_unused_one_can_be_retyped(desk: Desk) -> None:
    used, unused = (code_id(desk, "close_code", code) for code in ("PRICE_W", "CONSULT_W"))
    records.close(desk, records.started(desk))
    lost = {"outcome": int(Outcome.LOST)}
    error = refused(desk, "M-31", lambda: desk.setup.save("close_code", used, lost))
    assert (error.field, "1 opportunity" in error.message) == ("outcome", True)
    desk.setup.save("close_code", used, {"description": "Our price"})
    desk.setup.save("close_code", unused, lost)
    assert desk.setup.row("close_code", unused)["outcome"] == Outcome.LOST


def test_the_single_lists_are_one_row_that_is_changed(desk: Desk) -> None:
    assert desk.setup.single("company_info")["currency"] == "EUR"
    desk.setup.save("company_info", None, {"name": "Blue Sky Travel"})
    desk.setup.save("company_info", None, {"city": "Utrecht"})
    found = desk.setup.rows("company_info")
    assert [(row["name"], row["city"]) for row in found] == [("Blue Sky Travel", "Utrecht")]
    assert desk.history.last().title == "“Company” changed in Company"


def test_1_1_a_blocked_cycle_is_no_default_and_goes_on_for_those_who_are_on_it(desk: Desk) -> None:
    cycle = code_id(desk, "sales_cycle", "NEW")  # the default one
    waiting = records.opportunity(desk, "NEW")
    desk.setup.save("sales_cycle", cycle, {"blocked": True})
    assert desk.opportunities.draft().sales_cycle is None
    desk.opportunities.step(records.started(desk, "EX-LARGE"), records.Step.UPDATE)
    records.move(desk, waiting, records.Step.FIRST)
    assert records.view(desk, waiting).status is Status.IN_PROGRESS


def test_0_2_a_text_too_long_says_how_long_it_may_be(desk: Desk) -> None:
    with pytest.raises(FieldError, match="100 characters; this text has 101"):
        desk.setup.save("sales_cycle", None, {"code": "A", "description": "x" * 101})
