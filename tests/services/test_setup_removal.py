"""Removing setup: refused while others need a row, saying who and how many; all or nothing, and undone whole."""

import pytest

from oppdesk.domain.errors import InUseError
from oppdesk.domain.words import Outcome, Step
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import code_id, refused, stored


def cycle_of(desk: Desk, code: str) -> int:
    return code_id(desk, "sales_cycle", code)


# -- sales cycles ---------------------------------------------------------------------------------------------


def test_m24_r_del_04_a_cycle_is_refused_while_open_opportunities_use_it_not_started_ones_too(
    desk: Desk,
) -> None:
    records.opportunity(desk, "EX-LARGE")
    records.started(desk, "EX-LARGE")
    cycle = cycle_of(desk, "EX-LARGE")
    error = refused(desk, "M-24", lambda: desk.setup.remove("sales_cycle", cycle))
    assert "EX-LARGE" in error.message
    assert "2 open opportunities" in error.message
    assert "Block it" in error.message
    with pytest.raises(InUseError):
        desk.setup.removal("sales_cycle", cycle)


def test_r_del_04_a_cycle_goes_with_its_stages_and_all_comments_and_comes_back_by_undo(desk: Desk) -> None:
    cycle = cycle_of(desk, "EX-SMALL")
    stage = records.stage_id(desk, cycle, 2)
    desk.comments.add("sales_cycle", cycle, "For repeat business")
    desk.comments.add("sales_cycle_stage", stage, "Bring the folder")
    before = stored(desk, quiet=False)
    told = desk.setup.removal("sales_cycle", cycle)
    assert told.consequences == ("4 stages go with it.",)
    assert not told.may_block
    desk.setup.remove("sales_cycle", cycle)
    assert [row["code"] for row in desk.setup.rows("sales_cycle")].count("EX-SMALL") == 0
    assert desk.setup.rows("sales_cycle_stage", cycle) == []
    assert stored(desk)["comment"] == {}
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_r_del_04_closed_opportunities_keep_the_code_of_a_cycle_that_goes_after_a_warning(desk: Desk) -> None:
    won, lost = (records.started(desk, "EX-LARGE", stage=2) for _each in range(2))
    records.close(desk, won)
    records.close(desk, lost, Outcome.LOST)
    before = stored(desk, quiet=False)
    cycle = cycle_of(desk, "EX-LARGE")
    told = desk.setup.removal("sales_cycle", cycle)
    assert "2 closed opportunities" in told.consequences[1]
    assert told.may_block
    assert "Blocking" in told.advice
    desk.setup.remove("sales_cycle", cycle)
    for opportunity in (won, lost):
        view = records.view(desk, opportunity)
        assert (view.sales_cycle, view.former_cycle) == (None, "EX-LARGE")
        assert [entry.stage for entry in view.entries] == [0, 2, 1]
    entries = stored(desk)["opportunity_entry"].values()
    assert {(entry["sales_cycle"], entry["former_cycle"]) for entry in entries} == {(None, "EX-LARGE")}
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_the_default_cycle_is_refused_until_another_one_is_the_default(desk: Desk) -> None:
    cycle = cycle_of(desk, "NEW")
    with pytest.raises(InUseError, match="Numbers and defaults"):
        desk.setup.remove("sales_cycle", cycle)
    desk.setup.save("marketing_setup", None, {"default_sales_cycle": None})
    desk.setup.remove("sales_cycle", cycle)


# -- stages ---------------------------------------------------------------------------------------------------


def test_m25_r_del_05_a_stage_is_refused_while_opportunities_are_at_it(desk: Desk) -> None:
    opportunity = records.started(desk, "EX-LARGE", stage=2, description="Refit of line 3")
    cycle = cycle_of(desk, "EX-LARGE")
    error = refused(
        desk, "M-25", lambda: desk.setup.remove("sales_cycle_stage", records.stage_id(desk, cycle, 2))
    )
    assert "Refit of line 3" in error.message
    records.move(desk, opportunity, Step.PREVIOUS)
    desk.setup.remove("sales_cycle_stage", records.stage_id(desk, cycle, 2))


def test_r_del_05_superseded_entries_keep_number_and_description_of_a_stage_that_is_gone(desk: Desk) -> None:
    opportunity = records.started(desk, "EX-LARGE", stage=3)
    cycle = cycle_of(desk, "EX-LARGE")
    stage = records.stage_id(desk, cycle, 2)
    desk.comments.add("sales_cycle_stage", stage, "Listen first")
    entries = records.view(desk, opportunity).entries
    desk.setup.remove("sales_cycle_stage", stage)
    assert records.view(desk, opportunity).entries == entries
    assert entries[1].stage_description == "Understanding needs meeting"
    assert stored(desk)["comment"] == {}
    offers = desk.opportunities.situation(opportunity).offers
    assert [stage.number for stage in offers[Step.PREVIOUS].stages] == [1]


# -- close codes ----------------------------------------------------------------------------------------------


def test_m31_a_used_close_code_is_refused_saying_how_often_and_an_unused_one_goes(desk: Desk) -> None:
    for _each in range(2):
        records.close(desk, records.started(desk))
    used, unused = (code_id(desk, "close_code", code) for code in ("PRICE_W", "CONSULT_W"))
    error = refused(desk, "M-31", lambda: desk.setup.remove("close_code", used))
    assert "2 opportunities" in error.message
    desk.setup.remove("close_code", unused)


# -- salespeople and teams ------------------------------------------------------------------------------------


def test_m27_m28_m52_sp_d1_sp_d2_sp_d3_a_salesperson_is_refused_for_tasks_then_opportunities_then_the_history(
    desk: Desk,
) -> None:
    anna = records.salesperson(desk)
    opportunity = records.started(desk, "FIRSTSMALL", salesperson=anna)
    records.opportunity(desk, salesperson=anna, description="Not begun")
    remove = lambda: desk.setup.remove("salesperson", anna)  # noqa: E731
    assert "2 tasks are open" in refused(desk, "M-27", remove).message
    for task in records.view(desk, opportunity).open_tasks:
        desk.tasks.done(task.id)
    assert "2 opportunities are open" in refused(desk, "M-28", remove).message
    records.close(desk, opportunity)
    assert "1 opportunity is open" in refused(desk, "M-28", remove).message
    waiting = next(
        row for row, values in stored(desk)["opportunity"].items() if values["description"] == "Not begun"
    )
    desk.opportunity_fields.remove([waiting])
    message = refused(desk, "M-52", remove).message
    assert "1 opportunity" in message
    assert "2 entries" in message
    assert "2 tasks" in message
    assert "Block" in message


def test_m27_the_open_meeting_of_another_that_a_salesperson_attends_counts(desk: Desk) -> None:
    guest = records.salesperson(desk, "GUEST")
    task = records.task(desk, records.opportunity(desk))
    records.attend(desk, task, attendance=1, salesperson=guest)
    refused(desk, "M-27", lambda: desk.setup.remove("salesperson", guest))
    desk.tasks.done(task)
    refused(desk, "M-52", lambda: desk.setup.remove("salesperson", guest))


def test_6_1_references_in_contacts_and_setup_are_counted_then_emptied_and_memberships_end(
    desk: Desk,
) -> None:
    anna = records.salesperson(desk)
    team = code_id(desk, "team", "SALE")
    desk.setup.save("team_salesperson", None, {"team": team, "salesperson": anna})
    desk.setup.save("marketing_setup", None, {"default_salesperson": anna})
    contacts = [records.company(desk, name, salesperson=anna) for name in ("Blue Sky", "Green Field")]
    before = stored(desk, quiet=False)
    told = desk.setup.removal("salesperson", anna)
    assert told.consequences == (
        "The membership in 1 team ends.",
        "The field Salesperson is emptied in 2 contacts, “Numbers and defaults” in Setup.",
    )
    desk.setup.remove("salesperson", anna)
    assert [stored(desk)["contact"][contact]["salesperson"] for contact in contacts] == [None, None]
    assert desk.setup.single("marketing_setup")["default_salesperson"] is None
    assert desk.setup.rows("team_salesperson", team) == []
    desk.history.undo()
    assert stored(desk, quiet=False) == before


def test_6_2_a_team_is_refused_with_open_tasks_and_goes_with_its_members(desk: Desk) -> None:
    team = code_id(desk, "team", "SALE")
    anna = records.salesperson(desk)
    desk.setup.save("team_salesperson", None, {"team": team, "salesperson": anna})
    task = records.task(desk, records.opportunity(desk, salesperson=anna), team=team)
    assert "1 task is open" in refused(desk, "6.2", lambda: desk.setup.remove("team", team)).message
    desk.tasks.done(task, anna)
    assert desk.setup.removal("team", team).consequences == ("The team is emptied in 1 task.",)
    desk.setup.remove("team", team)
    assert desk.setup.rows("team_salesperson") == []
    assert stored(desk)["task"][task]["team"] is None


# -- the others, by their foreign keys ------------------------------------------------------------------------


def test_8_an_activity_is_refused_while_a_stage_uses_it_and_goes_with_its_steps(desk: Desk) -> None:
    activity = code_id(desk, "activity", "NEEDS")
    with pytest.raises(InUseError, match=r"NEEDS .* is used by 1 stage"):
        desk.setup.remove("activity", activity)
    stage = records.stage_id(desk, cycle_of(desk, "EX-LARGE"), 2)
    desk.setup.save("sales_cycle_stage", stage, {"activity": None})
    desk.setup.remove("activity", activity)
    assert desk.setup.rows("activity_step", activity) == []


def test_a_number_series_is_refused_while_records_are_numbered_by_it(desk: Desk) -> None:
    records.opportunity(desk)
    series = code_id(desk, "number_series", "OPP")
    with pytest.raises(InUseError, match="“Numbers and defaults” in Setup, 1 opportunity"):
        desk.setup.remove("number_series", series)


@pytest.mark.parametrize(
    ("key", "code"), [("country", "NL"), ("language", "DEU"), ("salutation", "F"), ("territory", "N")]
)
def test_4_2_places_and_salutations_are_refused_while_a_contact_has_them(
    desk: Desk, key: str, code: str
) -> None:
    if key == "territory":
        desk.setup.save(key, None, {"code": code})
    row = code_id(desk, key, code)
    records.company(desk, **{key: row})
    with pytest.raises(InUseError, match="1 contact"):
        desk.setup.remove(key, row)
