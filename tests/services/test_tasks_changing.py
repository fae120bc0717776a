"""Sections 7.1, 7.4, 7.6 and 7.9: changing a stored task, and what must be agreed to first."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from oppdesk.domain.errors import StaleError
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Attendance, CountedFrom, Priority, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused
from tests.services.tasks import a_meeting, a_task, row, team, whose

NONE, MEETING, CALL = TaskType.NONE, TaskType.MEETING, TaskType.CALL
DAY = timedelta(1)


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk, "ANNA", e_mail="anna@example.com")
    desk.context.salesperson = made
    return made


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN", e_mail="ben@example.com")


@pytest.fixture
def carl(desk: Desk) -> int:
    return records.salesperson(desk, "CARL")


@pytest.fixture
def task(desk: Desk, anna: int) -> int:
    return desk.tasks.create(a_task(salesperson=anna))


@pytest.fixture
def call(desk: Desk, anna: int) -> int:
    return desk.tasks.create(a_task(type=CALL, salesperson=anna, start_time=time(10), duration=30))


@pytest.fixture
def meeting(desk: Desk, anna: int) -> int:
    vera = records.person(desk, "Vera", records.company(desk), e_mail="vera@example.com")
    return desk.tasks.create(a_meeting(desk, salesperson=anna, contact=vera))


def when(desk: Desk, task: int) -> tuple[Any, ...]:
    found = desk.tasks.sheet(task)
    return found.on, found.start_time, found.duration, found.ending_on, found.ending_time


# -- plain fields -------------------------------------------------------------------------------------------------


def test_7_1_plain_fields_are_checked_and_stored_in_one_step(desk: Desk, task: int) -> None:
    before = records.stored(desk, quiet=False)
    desk.tasks.change(task, {"description": " Call back ", "priority": int(Priority.HIGH), "reminder": 30})
    found = desk.tasks.sheet(task)
    assert (found.description, found.priority, found.reminder) == ("Call back", Priority.HIGH, 30)
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before
    refused(desk, "0.2", lambda: desk.tasks.change(task, {"location": "x" * 101}))
    refused(desk, "CON-F8", lambda: desk.tasks.change(task, {"priority": 7}))
    refused(desk, "M-49", lambda: desk.tasks.change(task, {"reminder": -2}))
    refused(desk, "", lambda: desk.tasks.change(task, {"closed_on": MONDAY}))
    refused(desk, "M-03", lambda: desk.tasks.change(task, {"on": None}))


def test_a_task_changed_elsewhere_meanwhile_is_not_overwritten(desk: Desk, task: int) -> None:
    seen = desk.tasks.sheet(task).version
    desk.tasks.change(task, {"description": "First"}, version=seen)
    with pytest.raises(StaleError):
        desk.tasks.change(task, {"description": "Second"}, version=seen)
    assert desk.tasks.sheet(task).description == "First"


def test_7_1_the_company_follows_the_contact_and_the_entry_the_opportunity(desk: Desk, task: int) -> None:
    house = records.company(desk)
    vera = records.person(desk, "Vera", house)
    desk.tasks.change(task, {"contact": vera})
    assert (row(desk, task)["contact"], row(desk, task)["company"]) == (vera, house)
    going, waiting = records.started(desk), records.opportunity(desk)
    desk.tasks.change(task, {"opportunity": going})
    active = records.view(desk, going).active
    assert active is not None
    assert row(desk, task)["entry"] == active.id
    desk.tasks.change(task, {"opportunity": waiting})
    assert row(desk, task)["entry"] is None
    desk.tasks.change(task, {"contact": None, "opportunity": None})
    assert (row(desk, task)["company"], row(desk, task)["opportunity"]) == (None, None)
    records.block_contact(desk, vera)
    refused(desk, "M-22", lambda: desk.tasks.change(task, {"contact": vera}))


def test_7_11_what_does_not_recur_has_no_interval(desk: Desk, task: int) -> None:
    series = {"recurring": True, "recurring_interval": "1m", "counted_from": int(CountedFrom.CLOSING_DATE)}
    desk.tasks.change(task, series)
    found = desk.tasks.sheet(task)
    assert (found.recurring, found.recurring_interval, found.counted_from) == (
        True,
        "1M",
        CountedFrom.CLOSING_DATE,
    )
    desk.tasks.change(task, {"recurring": False})
    found = desk.tasks.sheet(task)
    assert (found.recurring_interval, found.counted_from) == ("", CountedFrom.NONE)


def test_7_10_a_language_without_an_invitation_is_asked_for_and_gets_one(desk: Desk, meeting: int) -> None:
    language = records.add_setup(desk, "language", code="NLX", description="Dutch")
    assert "invitation" in desk.tasks.question(meeting, {"language": language})
    desk.tasks.change(meeting, {"language": language})
    assert [each["language"] for each in records.stored(desk)["task_language"].values()][-1] == language
    desk.tasks.change(meeting, {"language": None})
    assert desk.tasks.question(meeting, {"language": language}) == ""


def test_7_1_another_template_brings_its_own_invitation(desk: Desk, meeting: int) -> None:
    group = next(iter(records.stored(desk)["interaction_group"]))
    template = records.add_setup(
        desk,
        "interaction_template",
        code="VISIT",
        description="Our visit",
        interaction_group=group,
        unit_cost=500,
    )
    line = {"interaction_template": template, "description": "Come and see"}
    records.add_setup(desk, "interaction_template_language", **line)
    desk.tasks.change(meeting, {"interaction_template": template})
    found = desk.tasks.sheet(meeting)
    assert (found.subject, found.unit_cost) == ("Our visit", 500)
    assert [each["description"] for each in records.stored(desk)["task_language"].values()] == [
        "Come and see"
    ]
    desk.tasks.change(meeting, {"interaction_template": None})
    assert desk.tasks.sheet(meeting).interaction_template is None
    assert records.stored(desk)["task_language"] == {}


# -- type and time ------------------------------------------------------------------------------------------------


def test_tsk_3_a_stored_task_becomes_no_meeting_and_a_meeting_nothing_else(
    desk: Desk, task: int, call: int, meeting: int
) -> None:
    for each in (task, call):
        assert (
            refused(desk, "TSK-3", lambda each=each: desk.tasks.change(each, {"type": int(MEETING)})).field
            == "type"
        )
    for kind in (NONE, CALL):
        refused(desk, "TSK-3", lambda kind=kind: desk.tasks.change(meeting, {"type": int(kind)}))
    desk.tasks.change(task, {"type": int(CALL)})
    assert when(desk, task) == (MONDAY, time(0), 30, MONDAY, time(0, 30))
    desk.tasks.change(call, {"type": int(NONE)})
    assert when(desk, call) == (MONDAY, None, 1440, MONDAY, None)
    desk.tasks.change(meeting, {"type": int(MEETING)})


def test_7_4_date_and_start_move_the_end_and_the_end_changes_the_duration(desk: Desk, call: int) -> None:
    desk.tasks.change(call, {"on": MONDAY + DAY})
    assert when(desk, call) == (MONDAY + DAY, time(10), 30, MONDAY + DAY, time(10, 30))
    desk.tasks.change(call, {"start_time": time(23, 45)})
    assert when(desk, call) == (MONDAY + DAY, time(23, 45), 30, MONDAY + 2 * DAY, time(0, 15))
    desk.tasks.change(call, {"ending_time": time(1)})
    assert when(desk, call)[2:] == (75, MONDAY + 2 * DAY, time(1))
    desk.tasks.change(call, {"ending_on": MONDAY + 3 * DAY})
    assert when(desk, call)[2:] == (75 + 1440, MONDAY + 3 * DAY, time(1))
    desk.tasks.change(call, {"duration": 10})
    assert when(desk, call)[2:] == (10, MONDAY + DAY, time(23, 55))
    desk.tasks.change(call, {"start_time": None})
    assert when(desk, call) == (MONDAY + DAY, None, 10, MONDAY + DAY, None)


def test_7_4_a_17_a_plain_task_has_days_only(desk: Desk, task: int) -> None:
    desk.tasks.change(task, {"ending_on": MONDAY + 4 * DAY})
    assert when(desk, task) == (MONDAY, None, 5 * 1440, MONDAY + 4 * DAY, None)
    desk.tasks.change(task, {"start_time": time(9), "duration": 100, "all_day": True})
    assert when(desk, task) == (MONDAY, None, 1440, MONDAY, None)


def test_7_4_all_day_of_a_meeting_on_and_off(desk: Desk, meeting: int) -> None:
    desk.tasks.change(meeting, {"all_day": True})
    assert when(desk, meeting) == (MONDAY, None, 1440, MONDAY, None)
    desk.tasks.change(meeting, {"ending_on": MONDAY + DAY})
    assert when(desk, meeting)[2:] == (2880, MONDAY + DAY, None)
    desk.tasks.change(meeting, {"all_day": False, "start_time": time(9)})
    assert when(desk, meeting) == (MONDAY, time(9), 1440, MONDAY + DAY, time(9))


def test_tsk_4_tsk_5_tsk_6_tsk_7_impossible_times(desk: Desk, task: int, call: int, meeting: int) -> None:
    change = desk.tasks.change
    refused(desk, "TSK-4", lambda: change(task, {"on": date(1899, 12, 31)}))
    assert refused(desk, "TSK-4", lambda: change(task, {"ending_on": date(3000, 1, 1)})).field == "ending_on"
    refused(desk, "TSK-5", lambda: change(call, {"ending_time": time(9)}))
    refused(desk, "TSK-5", lambda: change(task, {"ending_on": MONDAY - DAY}))
    refused(desk, "TSK-6", lambda: change(call, {"duration": 0}))
    refused(desk, "TSK-6", lambda: change(call, {"duration": 3651 * 1440}))
    refused(desk, "TSK-6", lambda: change(call, {"ending_time": time(10)}))
    assert refused(desk, "TSK-7", lambda: change(meeting, {"start_time": None})).field == "start_time"
    assert refused(desk, "TSK-7", lambda: change(meeting, {"duration": 0})).field == "duration"
    change(meeting, {"all_day": True})
    refused(desk, "TSK-7", lambda: change(meeting, {"all_day": False}))
    refused(desk, "TSK-4", lambda: desk.tasks.postpone(task, date(3000, 1, 1)))


def test_a_calendar_puts_a_task_where_its_type_lets_it_be(
    desk: Desk, task: int, call: int, meeting: int
) -> None:
    there = MONDAY + 3 * DAY
    desk.tasks.place(meeting, there, time(15), 45)
    assert when(desk, meeting) == (there, time(15), 45, there, time(15, 45))
    desk.tasks.place(meeting, there, None, 2880, all_day=True)
    assert (when(desk, meeting), desk.tasks.sheet(meeting).all_day) == (
        (there, None, 2880, there + DAY, None),
        True,
    )
    desk.tasks.place(call, there, time(15), 45, all_day=True)
    assert (when(desk, call), desk.tasks.sheet(call).all_day) == ((there, None, 45, there, None), False)
    desk.tasks.place(task, there, time(15), 45)
    assert when(desk, task) == (there, None, 1440, there, None)
    refused(desk, "TSK-7", lambda: desk.tasks.place(meeting, there, None, 60))
    refused(desk, "TSK-4", lambda: desk.tasks.place(call, date(3000, 1, 1), None, 60))
    before = row(desk, call)
    desk.tasks.place(call, there, time(8), 45)
    desk.history.undo()
    assert row(desk, call)["start_time"] == before["start_time"]


# -- whose it is --------------------------------------------------------------------------------------------------


def test_tsk_1_a_task_belongs_to_a_salesperson_or_to_a_team(desk: Desk, anna: int, task: int) -> None:
    refused(desk, "TSK-1", lambda: desk.tasks.change(task, {"salesperson": None}))
    of_team = desk.tasks.create(a_task(team=team(desk, "NORTH", anna)))
    assert refused(desk, "TSK-1", lambda: desk.tasks.change(of_team, {"team": None})).field == "team"


def test_tsk_2_the_organizer_of_a_meeting_stays_its_salesperson(desk: Desk, ben: int, meeting: int) -> None:
    refused(desk, "TSK-2", lambda: desk.tasks.change(meeting, {"salesperson": ben}))
    refused(desk, "TSK-2", lambda: desk.tasks.question(meeting, {"salesperson": ben}))


def test_tsk_11_m_53_a_task_is_given_to_nobody_who_is_blocked(desk: Desk, task: int) -> None:
    away = records.salesperson(desk, "AWAY", blocked=True)
    refused(desk, "M-53", lambda: desk.tasks.change(task, {"salesperson": away}))


def test_7_6_from_one_salesperson_to_another_nothing_is_asked(desk: Desk, ben: int, task: int) -> None:
    assert desk.tasks.question(task, {"salesperson": ben}) == ""
    desk.tasks.done(task)
    assert desk.tasks.question(task, {"salesperson": ben}) == ""
    desk.tasks.change(task, {"salesperson": ben})
    assert (row(desk, task)["salesperson"], row(desk, task)["closed"]) == (ben, True)


def test_7_6_a_task_given_to_a_team_is_of_all_its_members(desk: Desk, anna: int, ben: int, task: int) -> None:
    north = team(desk, "NORTH", anna, ben)
    assert desk.tasks.question(task, {"team": north}) == ""
    before = records.stored(desk, quiet=False)
    desk.tasks.change(task, {"team": north})
    assert (row(desk, task)["team"], row(desk, task)["salesperson"]) == (north, None)
    assert whose(desk, task) == ["Anna", "Ben"]
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before
    desk.tasks.done(task)
    assert "opened again and given to the team" in desk.tasks.question(task, {"team": north})
    desk.tasks.change(task, {"team": north})
    assert not row(desk, task)["closed"]


def test_7_6_from_team_to_team_those_who_are_not_in_the_new_one_lose_it(
    desk: Desk, anna: int, ben: int, carl: int
) -> None:
    north, south, all_of_us = (
        team(desk, "NORTH", anna, ben),
        team(desk, "SOUTH", ben, carl),
        team(desk, "ALL", anna, ben, carl),
    )
    task = desk.tasks.create(a_task(team=north))
    assert desk.tasks.question(task, {"team": all_of_us}) == ""
    assert "no longer see" in desk.tasks.question(task, {"team": south})
    desk.tasks.change(task, {"team": south})
    assert whose(desk, task) == ["Ben", "Carl"]
    desk.tasks.done(task, ben)
    assert "opened again" in desk.tasks.question(task, {"team": all_of_us})
    asked = desk.tasks.question(task, {"team": north})
    assert "opened again" in asked
    assert "no longer see" in asked
    desk.tasks.change(task, {"team": north})
    found = row(desk, task)
    assert (found["closed"], found["completed_by"], found["team"]) == (False, None, north)


def test_7_6_from_a_team_to_a_salesperson_its_members_lose_it(
    desk: Desk, anna: int, ben: int, carl: int
) -> None:
    task = desk.tasks.create(a_task(team=team(desk, "NORTH", anna, ben)))
    assert "no longer see" in desk.tasks.question(task, {"salesperson": carl})
    desk.tasks.change(task, {"salesperson": carl})
    assert (row(desk, task)["team"], row(desk, task)["salesperson"]) == (None, carl)
    assert whose(desk, task) == []
    assert desk.tasks.of("salesperson", anna) == ()


def test_7_6_a_meeting_goes_to_a_team_to_another_and_back_to_a_salesperson(
    desk: Desk, anna: int, ben: int, carl: int, meeting: int
) -> None:
    def seats() -> list[tuple[str, Attendance, bool]]:
        return [
            (seat.name, seat.attendance, seat.send_invitation) for seat in desk.tasks.sheet(meeting).seats
        ]

    organizer, required = Attendance.ORGANIZER, Attendance.REQUIRED
    desk.tasks.change(meeting, {"team": team(desk, "NORTH", anna, ben)})
    assert row(desk, meeting)["salesperson"] is None
    assert seats() == [("Anna", organizer, True), ("Vera", required, True), ("Ben", required, True)]
    desk.tasks.change(meeting, {"team": team(desk, "SOUTH", carl)})
    assert seats() == [("Anna", organizer, True), ("Vera", required, True), ("Carl", required, False)]
    desk.tasks.change(meeting, {"salesperson": ben})
    assert (row(desk, meeting)["salesperson"], row(desk, meeting)["team"]) == (ben, None)
    assert seats() == [("Ben", organizer, True), ("Anna", required, True), ("Vera", required, True)]


def test_7_6_the_team_of_a_meeting_is_no_new_meeting(desk: Desk, anna: int, ben: int) -> None:
    """Who sat there for another reason than the team stays."""
    guest = records.salesperson(desk, "GUEST")
    new = a_meeting(desk, salesperson=anna)
    made = desk.tasks.create(replace(new, seats=(*new.seats, Seat(Attendance.OPTIONAL, guest))))
    desk.tasks.change(made, {"team": team(desk, "NORTH", anna, ben)})
    desk.tasks.change(made, {"team": team(desk, "EMPTY")})
    assert whose(desk, made) == ["Anna", "Guest"]
