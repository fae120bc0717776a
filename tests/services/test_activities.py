"""Section 8: assigning an activity, by hand and by the stages of a sales cycle."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oppdesk.domain.errors import InUseError, NotThereError
from oppdesk.domain.tasks import Assignment
from oppdesk.domain.words import Attendance, Priority, Step, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, code_id, refused
from tests.services.tasks import team, whose

START = date(2025, 3, 3)  # a Monday
NONE, MEETING, CALL = TaskType.NONE, TaskType.MEETING, TaskType.CALL


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk, "ANNA", e_mail="anna@example.com")
    desk.context.salesperson = made
    return made


@pytest.fixture
def visit(desk: Desk) -> int:
    """A call at once and a meeting two weeks later."""
    made = records.add_setup(desk, "activity", code="VISIT", description="Visit")

    def line(**values: Any) -> None:
        records.add_setup(desk, "activity_step", activity=made, **values)

    line(step=20000, type=int(MEETING), description="Go there", priority=2, date_formula="2W")
    line(step=10000, type=int(CALL), description="Ask for a day")
    return made


def rows(desk: Desk, made: list[int]) -> list[dict[str, Any]]:
    every = records.stored(desk)["task"]
    return [every[task] for task in made]


def test_8_1_scenario_10_the_qualification_from_a_monday(desk: Desk, anna: int) -> None:
    activity = code_id(desk, "activity", "QUAL")
    planned = desk.activities.planned(activity, START)
    assert [each.on for each in planned] == [date(2025, 3, day) for day in (3, 10, 17, 18)]
    made = desk.activities.assign(Assignment(activity, START, salesperson=anna))
    found = rows(desk, made)
    assert [each["on"] for each in found] == [each.on for each in planned]
    assert [each["type"] for each in found] == [each.type for each in planned]
    assert found[2]["type"] == CALL
    assert [each["description"] for each in found] == [each.description for each in planned]


def test_8_1_each_step_is_a_task_in_its_order_whose_day_says_whether_it_is_a_weekend(
    desk: Desk, anna: int, visit: int
) -> None:
    house = records.company(desk)
    vera = records.person(desk, "Vera", house, e_mail="vera@example.com")
    deal = records.started(desk, contact=vera, salesperson=anna)
    call, meeting = rows(desk, desk.activities.assign(Assignment(visit, START, vera, anna, opportunity=deal)))
    assert (call["type"], call["description"], call["on"], call["priority"]) == (
        CALL,
        "Ask for a day",
        START,
        1,
    )
    assert (call["contact"], call["company"], call["salesperson"], call["opportunity"]) == (
        vera,
        house,
        anna,
        deal,
    )
    assert (call["duration"], call["all_day"], call["start_time"]) == (1440, False, None)
    assert (meeting["type"], meeting["on"], meeting["priority"]) == (
        MEETING,
        date(2025, 3, 17),
        Priority.HIGH,
    )
    assert (meeting["all_day"], meeting["contact"], meeting["company"]) == (True, None, house)
    seats = desk.tasks.sheet(meeting["id"]).seats
    assert [(seat.name, seat.attendance, seat.send_invitation) for seat in seats] == [
        ("Anna", Attendance.ORGANIZER, True),
        ("Vera", Attendance.REQUIRED, True),
    ]
    assert desk.tasks.sheet(meeting["id"]).interaction_template is not None
    assert [each.on_weekend for each in desk.activities.planned(visit, date(2025, 3, 1))] == [True, True]


def test_8_1_an_activity_without_steps_is_one_task_of_its_own_name(desk: Desk, anna: int) -> None:
    bare = records.add_setup(desk, "activity", code="BARE", description="Think of them")
    (found,) = rows(desk, desk.activities.assign(Assignment(bare, START, salesperson=anna)))
    assert (found["type"], found["description"], found["on"]) == (NONE, "Think of them", START)


def test_8_1_it_is_proposed_from_where_it_is_asked_for_from_today_on(desk: Desk, anna: int) -> None:
    vera = records.person(desk, "Vera")
    deal = records.started(desk, contact=vera, salesperson=anna)
    desk.context.work_as_of(date(2026, 7, 1))
    assert desk.activities.proposal(contact=vera) == Assignment(None, MONDAY, vera, anna)
    assert desk.activities.proposal(opportunity=deal) == Assignment(
        None, MONDAY, vera, anna, opportunity=deal
    )


def test_8_1_a_team_shares_the_tasks_and_all_of_it_meets(desk: Desk, anna: int, visit: int) -> None:
    ben = records.salesperson(desk, "BEN")
    north = team(desk, "NORTH", anna, ben)
    made = desk.activities.assign(Assignment(visit, START, team=north, organizer=ben))
    call, meeting = rows(desk, made)
    assert (call["team"], call["salesperson"], meeting["salesperson"]) == (north, None, None)
    assert whose(desk, made[0]) == ["Anna", "Ben"]
    assert [(seat.name, seat.attendance) for seat in desk.tasks.sheet(made[1]).seats] == [
        ("Ben", Attendance.ORGANIZER),
        ("Anna", Attendance.REQUIRED),
    ]


def test_8_1_all_its_tasks_are_one_step_to_undo(desk: Desk, anna: int, visit: int) -> None:
    before = records.stored(desk, quiet=False)
    desk.activities.assign(Assignment(visit, START, salesperson=anna))
    desk.history.undo()
    after = records.stored(desk, quiet=False)
    assert {name: after[name] for name in ("task", "attendee")} == {
        name: before[name] for name in ("task", "attendee")
    }


def test_act_1_an_activity_and_a_day_are_needed(desk: Desk, anna: int, visit: int) -> None:
    whole = Assignment(visit, START, salesperson=anna)
    assign = desk.activities.assign
    assert refused(desk, "ACT-1", lambda: assign(replace(whole, activity=None))).field == "activity"
    assert refused(desk, "ACT-1", lambda: assign(replace(whole, on=None))).field == "on"


def test_act_2_it_is_a_salespersons_or_a_teams(desk: Desk, visit: int) -> None:
    refused(desk, "ACT-2", lambda: desk.activities.assign(Assignment(visit, START)))


def test_act_3_the_meetings_of_a_team_need_an_organizer(desk: Desk, anna: int, visit: int) -> None:
    north = team(desk, "NORTH", anna)
    error = refused(desk, "ACT-3", lambda: desk.activities.assign(Assignment(visit, START, team=north)))
    assert (error.field, "VISIT" in error.message) == ("organizer", True)
    calls = records.add_setup(desk, "activity", code="CALLS")
    records.add_setup(desk, "activity_step", activity=calls, step=1, type=int(CALL), description="Call")
    desk.activities.assign(Assignment(calls, START, team=north))


def test_act_4_steps_have_numbers_of_their_own_and_a_description(desk: Desk, visit: int) -> None:
    twice = {"activity": visit, "step": 10000, "description": "Again"}
    refused(desk, "ACT-4", lambda: desk.setup.save("activity_step", None, twice))
    blank = {"activity": visit, "step": 30000, "description": ""}
    assert refused(desk, "M-03", lambda: desk.setup.save("activity_step", None, blank)).field == "description"


def test_act_5_con_p2_m_22_nothing_is_planned_with_a_blocked_contact(
    desk: Desk, anna: int, visit: int
) -> None:
    shy = records.person(desk, "Shy")
    records.block_contact(desk, shy)
    refused(desk, "M-22", lambda: desk.activities.assign(Assignment(visit, START, shy, anna)))


def test_tsk_11_m_53_nothing_is_planned_for_a_blocked_salesperson(desk: Desk, visit: int) -> None:
    away = records.salesperson(desk, "AWAY", blocked=True)
    refused(desk, "M-53", lambda: desk.activities.assign(Assignment(visit, START, salesperson=away)))


# -- by the stages of a sales cycle -------------------------------------------------------------------------------


def test_8_a_used_activity_stays_and_later_changes_touch_no_task(desk: Desk, anna: int, visit: int) -> None:
    (call, _meeting) = desk.activities.assign(Assignment(visit, START, salesperson=anna))
    step = next(
        row
        for row, each in records.stored(desk)["activity_step"].items()
        if each["description"] == "Ask for a day"
    )
    records.change_setup(desk, "activity_step", step, description="Write", date_formula="1M")
    assert rows(desk, [call])[0]["description"] == "Ask for a day"
    records.cycle(desk, "SHORT", {"activity": visit}, {})
    with pytest.raises(InUseError):
        desk.setup.remove("activity", visit)


def test_8_2_entering_a_stage_assigns_its_activity_an_update_does_not(
    desk: Desk, anna: int, visit: int
) -> None:
    vera = records.person(desk, "Vera", records.company(desk), e_mail="vera@example.com")
    records.cycle(desk, "SHORT", {}, {"activity": visit})
    deal = records.started(desk, "SHORT", contact=vera, salesperson=anna)
    assert records.view(desk, deal).tasks == ()
    desk.context.work_as_of(date(2026, 3, 9))
    records.move(desk, deal, Step.NEXT)
    tasks = records.view(desk, deal).tasks
    assert [(task.type, task.on) for task in tasks] == [
        (CALL, date(2026, 3, 9)),
        (MEETING, date(2026, 3, 23)),
    ]
    meeting = desk.tasks.sheet(tasks[1].id)
    assert [(seat.name, seat.send_invitation) for seat in meeting.seats] == [("Anna", True), ("Vera", True)]
    assert meeting.interaction_template is not None
    assert meeting.subject
    records.move(desk, deal, Step.UPDATE)
    assert len(records.view(desk, deal).tasks) == 2


def test_8_2_r_chg_01_nobody_sits_at_a_meeting_twice_when_the_opportunity_goes_to_who_attends(
    desk: Desk, anna: int, visit: int
) -> None:
    ben = records.salesperson(desk, "BEN")
    records.cycle(desk, "SHORT", {"activity": visit})
    deal = records.started(desk, "SHORT", salesperson=anna)
    meeting = next(task.id for task in records.view(desk, deal).tasks if task.type is MEETING)
    records.attend(desk, meeting, attendance=1, salesperson=ben)
    desk.opportunity_fields.change(deal, "salesperson", ben, with_tasks=True)
    found = [(seat.name, seat.attendance) for seat in desk.tasks.sheet(meeting).seats]
    assert found[0] == ("Ben", Attendance.ORGANIZER)
    assert [name for name, _attendance in found].count("Ben") == 1


def test_8_1_an_activity_that_is_gone_makes_no_task(desk: Desk, anna: int, visit: int) -> None:
    desk.setup.remove("activity", visit)
    before = records.stored(desk)["task"]
    with pytest.raises(NotThereError):
        desk.activities.assign(Assignment(visit, START, salesperson=anna))
    assert records.stored(desk)["task"] == before
