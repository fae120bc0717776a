"""Sections 7.1, 7.2 and 7.8: making tasks, and whose they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Attendance, CountedFrom, Priority, TaskStatus, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, code_id, refused
from tests.services.tasks import a_meeting, a_task, row, team, whose

NONE, MEETING, CALL = TaskType.NONE, TaskType.MEETING, TaskType.CALL


@pytest.fixture
def anna(desk: Desk) -> int:
    """The user, with an e-mail address."""
    made = records.salesperson(desk, "ANNA", e_mail="anna@example.com")
    desk.context.salesperson = made
    return made


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN")


@pytest.fixture
def north(desk: Desk, anna: int, ben: int) -> int:
    """A team of Anna and Ben."""
    return team(desk, "NORTH", anna, ben)


# -- what is proposed ---------------------------------------------------------------------------------------------


def test_7_8_a_task_is_proposed_for_today_and_the_user(desk: Desk, anna: int) -> None:
    desk.context.work_as_of(date(2026, 5, 4))  # today stays the 2nd of March
    assert desk.tasks.proposal() == NewTask(NONE, "", MONDAY, salesperson=anna)
    records.marketing(desk, default_task_date="1W")
    assert desk.tasks.proposal().on == date(2026, 3, 9)


def test_7_8_from_a_contact_an_opportunity_a_salesperson_or_a_team(
    desk: Desk, anna: int, ben: int, north: int
) -> None:
    vera = records.person(desk, "Vera", records.company(desk), salesperson=ben)
    alone = records.company(desk, "Alone")
    deal = records.started(desk, contact=vera, salesperson=anna)
    found = desk.tasks.proposal(contact=vera)
    assert (found.contact, found.salesperson) == (vera, ben)
    assert desk.tasks.proposal(contact=alone).salesperson == anna
    found = desk.tasks.proposal(opportunity=deal)
    assert (found.opportunity, found.contact, found.salesperson) == (deal, vera, anna)
    assert desk.tasks.proposal(salesperson=ben).salesperson == ben
    found = desk.tasks.proposal(team=north, contact=vera)
    assert (found.team, found.salesperson, found.contact) == (north, None, vera)


def test_7_4_a_new_task_changes_its_type_freely(desk: Desk, anna: int) -> None:
    vera = records.person(desk, "Vera", e_mail="vera@example.com")
    new = desk.tasks.proposal(contact=vera)
    call = desk.tasks.retyped(new, CALL)
    assert (call.start_time, call.duration, call.seats) == (time(0), 30, ())
    meeting = desk.tasks.retyped(call, MEETING)
    assert (meeting.start_time, meeting.duration) == (time(0), 30)
    assert meeting.seats == (
        Seat(Attendance.ORGANIZER, anna, send_invitation=True),
        Seat(Attendance.REQUIRED, contact=vera, send_invitation=True),
    )
    back = desk.tasks.retyped(replace(meeting, location="Their office"), NONE)
    assert back == replace(new, interaction_template=meeting.interaction_template)


def test_7_8_at_the_meeting_of_a_team_all_its_members_are_required(
    desk: Desk, anna: int, ben: int, north: int
) -> None:
    vera = records.person(desk, "Vera")
    meeting = desk.tasks.retyped(desk.tasks.proposal(team=north, contact=vera), MEETING)
    assert [
        (seat.attendance, seat.salesperson, seat.contact, seat.send_invitation) for seat in meeting.seats
    ] == [
        (Attendance.ORGANIZER, anna, None, True),
        (Attendance.REQUIRED, ben, None, False),
        (Attendance.REQUIRED, None, vera, False),
    ]
    desk.context.salesperson = records.salesperson(desk, "CARL")  # no member: somebody must be chosen
    meeting = desk.tasks.retyped(desk.tasks.proposal(team=north), MEETING)
    assert {seat.attendance for seat in meeting.seats} == {Attendance.REQUIRED}
    refused(desk, "TSK-W4", lambda: desk.tasks.create(replace(meeting, description="Visit")))


def test_7_8_the_invitation_of_the_setup_is_proposed_for_meetings_only(desk: Desk, anna: int) -> None:
    template = desk.setup.single("interaction_template_setup")["meeting_invitation"]
    assert template is not None
    assert desk.tasks.retyped(a_task(), CALL).interaction_template is None
    meeting = desk.tasks.retyped(a_task(salesperson=anna), MEETING)
    assert meeting.interaction_template == getattr(template, "id", template)


# -- what must be right -------------------------------------------------------------------------------------------


def test_tsk_w1_date_description_and_whose_it_is(desk: Desk, anna: int) -> None:
    new = a_task(salesperson=anna)
    create: Callable[..., int] = lambda **values: desk.tasks.create(replace(new, **values))  # noqa: E731
    assert refused(desk, "TSK-W1", lambda: create(on=None)).field == "on"
    assert refused(desk, "TSK-W1", lambda: create(description="  ")).field == "description"
    assert refused(desk, "TSK-W1", lambda: create(salesperson=None)).field == "salesperson"
    assert refused(desk, "TSK-W1", lambda: create(on=None, description="", salesperson=None)).field == "on"


def test_tsk_w2_a_meeting_has_a_start_and_a_duration_unless_it_takes_all_day(desk: Desk, anna: int) -> None:
    new = a_meeting(desk, salesperson=anna)
    assert (
        refused(desk, "TSK-W2", lambda: desk.tasks.create(replace(new, start_time=None))).field
        == "start_time"
    )
    assert refused(desk, "TSK-W2", lambda: desk.tasks.create(replace(new, duration=0))).field == "duration"
    made = desk.tasks.create(replace(new, start_time=None, duration=90, all_day=True))
    assert (row(desk, made)["all_day"], row(desk, made)["duration"]) == (True, 1440)


def test_tsk_w3_invitations_need_a_template(desk: Desk, anna: int) -> None:
    new = replace(a_meeting(desk, salesperson=anna), interaction_template=None)
    error = refused(desk, "TSK-W3", lambda: desk.tasks.create(replace(new, send_invitations=True)))
    assert error.field == "interaction_template"
    desk.tasks.create(new)


def test_tsk_w4_a_meeting_has_an_organizer(desk: Desk, anna: int) -> None:
    new = a_meeting(desk, salesperson=anna)
    refused(desk, "TSK-W4", lambda: desk.tasks.create(replace(new, seats=())))


def test_tsk_w5_w6_w7_invitations_need_somebody_to_go_to_and_a_place_but_no_attachment(
    desk: Desk, anna: int
) -> None:
    vera = records.person(desk, "Vera", e_mail="vera@example.com")
    new = replace(a_meeting(desk, salesperson=anna, contact=vera), send_invitations=True)
    nobody = tuple(
        replace(seat, send_invitation=seat.attendance is Attendance.ORGANIZER) for seat in new.seats
    )
    refused(desk, "TSK-W6", lambda: desk.tasks.create(replace(new, seats=nobody, location="Here")))
    assert refused(desk, "TSK-W7", lambda: desk.tasks.create(new)).field == "location"
    # TSK-W5: the contact is invited by a file of its own.
    desk.tasks.create(replace(new, location="Here"))


def test_tsk_w6_nobody_to_send_to_is_told_before_the_place_tsk_w7(desk: Desk, anna: int) -> None:
    new = replace(a_meeting(desk, salesperson=anna), send_invitations=True)
    refused(desk, "TSK-W6", lambda: desk.tasks.create(new))


def test_tsk_w8_a_series_needs_an_interval_and_where_it_is_counted_from(desk: Desk, anna: int) -> None:
    new = a_task(salesperson=anna, recurring=True, recurring_interval="1M", counted_from=CountedFrom.DUE_DATE)
    assert (
        refused(desk, "TSK-W8", lambda: desk.tasks.create(replace(new, recurring_interval=""))).field
        == "recurring_interval"
    )
    without = replace(new, counted_from=CountedFrom.NONE)
    assert refused(desk, "TSK-W8", lambda: desk.tasks.create(without)).field == "counted_from"
    refused(desk, "DF-1", lambda: desk.tasks.create(replace(new, recurring_interval="soon")))
    made = row(desk, desk.tasks.create(new))
    assert (made["recurring"], made["recurring_interval"], made["counted_from"]) == (True, "1M", 1)
    made = row(desk, desk.tasks.create(replace(new, recurring=False)))
    assert (made["recurring"], made["recurring_interval"], made["counted_from"]) == (False, "", 0)


def test_tsk_11_m_53_a_blocked_salesperson_gets_no_task(desk: Desk, anna: int) -> None:
    away = records.salesperson(desk, "AWAY", blocked=True)
    refused(desk, "M-53", lambda: desk.tasks.create(a_task(salesperson=away)))
    new = a_meeting(desk, salesperson=anna)
    seats = (*new.seats, Seat(Attendance.REQUIRED, away))
    refused(desk, "M-53", lambda: desk.tasks.create(replace(new, seats=seats)))


def test_con_p2_m_22_a_blocked_contact_gets_no_task_and_no_seat(desk: Desk, anna: int) -> None:
    shy = records.person(desk, "Shy")
    records.block_contact(desk, shy)
    refused(desk, "M-22", lambda: desk.tasks.create(a_task(salesperson=anna, contact=shy)))
    refused(desk, "M-22", lambda: desk.tasks.create(a_meeting(desk, salesperson=anna, contact=shy)))


def test_tsk_4_tsk_6_a_new_task_has_a_possible_day_and_length(desk: Desk, anna: int) -> None:
    new = a_task(salesperson=anna, type=CALL)
    refused(desk, "TSK-4", lambda: desk.tasks.create(replace(new, on=date(3000, 1, 1))))
    refused(desk, "TSK-6", lambda: desk.tasks.create(replace(new, duration=0)))
    refused(desk, "TSK-6", lambda: desk.tasks.create(replace(new, duration=3651 * 1440)))
    refused(desk, "0.2", lambda: desk.tasks.create(replace(new, description="x" * 101)))


def test_att_2_att_3_att_5_the_table_of_a_new_meeting_is_checked(desk: Desk, anna: int, ben: int) -> None:
    new = a_meeting(desk, salesperson=anna)
    for number, seat in (
        ("ATT-2", Seat(Attendance.ORGANIZER, ben)),
        ("ATT-3", Seat(Attendance.OPTIONAL, anna)),
        ("ATT-5", Seat(Attendance.OPTIONAL, ben, send_invitation=True)),
        ("ATT-7", Seat(Attendance.OPTIONAL)),
    ):
        wrong = replace(new, seats=(*new.seats, seat))
        refused(desk, number, lambda wrong=wrong: desk.tasks.create(wrong))


# -- what is made -------------------------------------------------------------------------------------------------


def test_7_1_everything_that_was_agreed_on_is_stored(desk: Desk, anna: int) -> None:
    vera = records.person(desk, "Vera", records.company(desk), phone="+31 10 123", e_mail="vera@example.com")
    deal = records.started(desk, contact=vera, salesperson=anna)
    new = a_task(
        type=CALL,
        start_time=time(14, 30),
        duration=15,
        priority=Priority.HIGH,
        salesperson=anna,
        contact=vera,
        opportunity=deal,
        reminder=10,
        note="Ask for the floor plan",
        status=TaskStatus.WAITING,
    )
    made = desk.tasks.create(new)
    found = desk.tasks.sheet(made)
    assert (found.type, found.description, found.on) == (CALL, "Send drawings", MONDAY)
    assert (found.start_time, found.duration, found.ending_on, found.ending_time) == (
        time(14, 30),
        15,
        MONDAY,
        time(14, 45),
    )
    assert (found.priority, found.status, found.closed) == (Priority.HIGH, TaskStatus.WAITING, False)
    assert (found.reminder, found.notes, found.phone, found.e_mail) == (
        10,
        1,
        "+31 10 123",
        "vera@example.com",
    )
    assert [ref and ref.id for ref in (found.salesperson, found.contact, found.opportunity)] == [
        anna,
        vera,
        deal,
    ]
    active = records.view(desk, deal).active
    assert active is not None
    assert row(desk, made)["entry"] == active.id
    assert row(desk, made)["company"] == records.stored(desk)["contact"][vera]["company"]
    assert found.number.startswith("TD")
    assert desk.comments.of("task", made)[0].text == "Ask for the floor plan"
    before = records.stored(desk, quiet=False)
    desk.history.undo()
    assert made not in records.stored(desk)["task"]
    assert before != records.stored(desk, quiet=False)


def test_7_8_a_meeting_has_its_contacts_at_the_table_and_its_organizer_as_salesperson(
    desk: Desk, anna: int, ben: int
) -> None:
    vera = records.person(desk, "Vera", records.company(desk))
    new = a_meeting(desk, salesperson=anna, contact=vera, location="Their office")
    seats = (Seat(Attendance.ORGANIZER, ben), Seat(Attendance.OPTIONAL, anna), new.seats[1])
    made = desk.tasks.create(replace(new, seats=seats))
    stored = row(desk, made)
    assert (stored["contact"], stored["salesperson"], stored["location"]) == (None, ben, "Their office")
    assert stored["company"] == records.stored(desk)["contact"][vera]["company"]
    found = desk.tasks.sheet(made)
    assert found.organizer is not None
    assert (found.organizer.name, found.organizer.send_invitation) == ("Ben", True)
    assert [seat.name for seat in found.attendees] == ["Ben", "Anna", "Vera"]
    assert (found.members, found.accepted) == ((), 0)


def test_7_1_a_template_brings_language_subject_cost_and_its_invitations(desk: Desk, anna: int) -> None:
    group = code_id(desk, "interaction_group", desk.lists.rows("interaction_group", desk.lists.ids("interaction_group", Query()))[0]["code"])  # fmt: skip
    dutch = records.add_setup(desk, "language", code="NLX", description="Dutch")
    template = records.add_setup(
        desk,
        "interaction_template",
        code="VISIT",
        description="Our visit",
        interaction_group=group,
        unit_cost=2500,
        unit_duration=45,
        language=dutch,
    )
    records.add_setup(
        desk,
        "interaction_template_language",
        interaction_template=template,
        language=dutch,
        description="Bezoek",
        letter="Beste {contact}",
    )
    made = desk.tasks.create(replace(a_meeting(desk, salesperson=anna), interaction_template=template))
    found = desk.tasks.sheet(made)
    assert (found.subject, found.unit_cost, found.unit_duration) == ("Our visit", 2500, 45)
    assert found.language is not None
    assert found.language.id == dutch
    (words,) = records.stored(desk)["task_language"].values()
    assert (words["task"], words["description"], words["letter"]) == (made, "Bezoek", "Beste {contact}")


def test_a_plain_task_takes_whole_days_and_only_meetings_take_all_day(desk: Desk, anna: int) -> None:
    made = desk.tasks.create(a_task(salesperson=anna, start_time=time(10), duration=30, all_day=True))
    assert (row(desk, made)["start_time"], row(desk, made)["duration"], row(desk, made)["all_day"]) == (
        None,
        1440,
        False,
    )
    made = desk.tasks.create(
        a_task(type=CALL, salesperson=anna, start_time=time(10), duration=30, all_day=True)
    )
    assert (row(desk, made)["start_time"], row(desk, made)["duration"], row(desk, made)["all_day"]) == (
        time(10),
        30,
        False,
    )


# -- whose it is --------------------------------------------------------------------------------------------------


def numbers(found: object) -> set[int]:
    return {task.id for task in found}  # type: ignore[attr-defined]


def test_7_2_a_3_one_task_is_seen_by_all_who_take_part(desk: Desk, anna: int, ben: int, north: int) -> None:
    house = records.company(desk)
    vera, tom = records.person(desk, "Vera", house), records.person(desk, "Tom", house)
    guest = records.person(desk, "Guest", records.company(desk, "Other"))
    own = desk.tasks.create(a_task(salesperson=ben, contact=vera))
    of_team = desk.tasks.create(a_task(team=north))
    new = a_meeting(desk, salesperson=anna, contact=tom)
    seats = (*new.seats, Seat(Attendance.OPTIONAL, ben), Seat(Attendance.OPTIONAL, contact=guest))
    meeting = desk.tasks.create(replace(new, seats=seats))
    alone = desk.tasks.create(a_meeting(desk, salesperson=anna))
    of = lambda field, each: numbers(desk.tasks.of(field, each))  # noqa: E731
    assert of("salesperson", anna) == {of_team, meeting, alone}
    assert of("salesperson", ben) == {own, of_team, meeting}
    assert of("team", north) == {of_team}
    assert of("contact", vera) == {own}
    assert of("contact", tom) == {meeting}
    assert of("contact", guest) == {meeting}
    assert of("company", house) == {own, meeting}
    for who in (anna, ben):
        found = desk.lists.ids("task", Query((Filter("participant", Op.IS, who),), (Order("on"),)))
        assert set(found) == of("salesperson", who)
    assert set(desk.lists.ids("task", Query((Filter("attendee", Op.AMONG, (vera, guest)),)))) == {
        own,
        meeting,
    }
    assert set(desk.lists.ids("task", Query((Filter("attendee", Op.CONTAINS, "guest"),)))) == {meeting}
    assert desk.lists.count("task", Query((Filter("participant", Op.IS_NOT, anna),))) == 1


def test_7_2_members_are_those_when_the_task_was_given_not_those_of_today(
    desk: Desk, anna: int, ben: int, north: int
) -> None:
    made = desk.tasks.create(a_task(team=north, salesperson=anna))
    assert row(desk, made)["salesperson"] is None
    carl = records.salesperson(desk, "CARL")
    records.add_setup(desk, "team_salesperson", team=north, salesperson=carl)
    assert made not in numbers(desk.tasks.of("salesperson", carl))
    assert [seat.name for seat in desk.tasks.sheet(made).members] == ["Anna", "Ben"]


def test_6_1_6_2_the_next_task_date_of_a_salesperson_and_of_a_team(
    desk: Desk, anna: int, ben: int, north: int
) -> None:
    assert desk.tasks.next_date("salesperson", ben) is None
    desk.tasks.create(a_task(salesperson=ben, on=date(2026, 3, 20)))
    done = desk.tasks.create(a_task(salesperson=ben, on=date(2026, 3, 3)))
    desk.tasks.done(done)
    assert desk.tasks.next_date("salesperson", ben) == date(2026, 3, 20)
    desk.tasks.create(a_task(team=north, on=date(2026, 3, 12)))
    assert desk.tasks.next_date("salesperson", ben) == date(2026, 3, 12)
    assert desk.tasks.next_date("team", north) == date(2026, 3, 12)
    desk.tasks.create(a_meeting(desk, team=north, on=date(2026, 3, 10)))
    assert desk.tasks.next_date("salesperson", ben) == date(2026, 3, 10)
    assert desk.statistics.next_task(ben) == date(2026, 3, 10)


# -- what a calendar shows ----------------------------------------------------------------------------------------


def test_what_overlaps_some_days_however_long_ago_it_began(
    desk: Desk, anna: int, ben: int, north: int
) -> None:
    def make(name: str, **values: Any) -> None:
        desk.tasks.create(a_task(**{"description": name, "type": CALL, "salesperson": anna} | values))

    day = timedelta(1)
    make("before", on=MONDAY - day)
    make("over midnight", on=MONDAY - day, start_time=time(23), duration=120)
    make("until midnight", on=MONDAY - day, start_time=time(23), duration=60)
    make("long", on=MONDAY - 30 * day, type=NONE, duration=31 * 1440)
    make("long ago", on=MONDAY - 30 * day, type=NONE, duration=30 * 1440)
    make("whole day", on=MONDAY)
    make("at ten", on=MONDAY, start_time=time(10), duration=30)
    make("at nine", on=MONDAY, start_time=time(9), duration=30)
    make("of ben", on=MONDAY, salesperson=ben)
    make("of the team", on=MONDAY, salesperson=None, team=north)
    make("cancelled", on=MONDAY)
    make("after", on=MONDAY + day)
    cancelled = next(each for each in desk.tasks.between(MONDAY, MONDAY) if each.description == "cancelled")
    desk.tasks.cancel(cancelled.id)
    names = lambda *whose: [each.description for each in desk.tasks.between(MONDAY, MONDAY, *whose)]  # noqa: E731
    everybody = ["long", "over midnight", "whole day", "of ben", "of the team", "at nine", "at ten"]
    assert names() == everybody
    assert names([anna]) == [name for name in everybody if name != "of ben"]
    assert names([ben]) == ["of ben", "of the team"]
    assert names([], [north]) == ["of the team"]
    found = {each.description: each for each in desk.tasks.between(MONDAY, MONDAY + 6 * day)}
    assert {*everybody, "after"} == set(found)
    assert (found["long"].ending_on, found["long"].ending_time) == (MONDAY, None)
    assert (found["over midnight"].ending_on, found["over midnight"].ending_time) == (MONDAY, time(1))
    assert found["of the team"].team is not None


@pytest.mark.parametrize("kind", [NONE, MEETING, CALL])
@pytest.mark.parametrize("start", [None, time(0), time(9, 30), time(23, 59)])
@pytest.mark.parametrize("all_day", [False, True])
def test_7_4_lists_know_the_same_end_as_the_rules(
    desk: Desk,
    anna: int,
    kind: TaskType,
    start: time | None,
    all_day: bool,
) -> None:
    new = a_task(salesperson=anna, type=kind, start_time=start, all_day=all_day, on=date(2024, 2, 28))
    if kind is MEETING:
        new = replace(new, seats=(Seat(Attendance.ORGANIZER, anna),))
        if start is None and not all_day:
            return
    for minutes in (1, 30, 1439, 1440, 1441, 2880, 100_000):
        made = desk.tasks.create(replace(new, duration=minutes))
        shown, told = desk.lists.rows("task", [made])[0], desk.tasks.sheet(made)
        assert (shown["ending_on"], shown["ending_time"]) == (told.ending_on, told.ending_time)


def test_6_1_a_blocked_member_of_a_team_is_given_none_of_its_tasks(desk: Desk, anna: int, ben: int) -> None:
    north = team(desk, "NORTH", anna, ben)
    records.change_setup(desk, "salesperson", ben, blocked=True)
    assert whose(desk, desk.tasks.create(a_task(team=north))) == ["Anna"]
    assert whose(desk, desk.tasks.create(a_meeting(desk, team=north))) == ["Anna"]
    mine = desk.tasks.create(a_task(salesperson=anna))
    desk.tasks.change(mine, {"team": north})
    assert whose(desk, mine) == ["Anna"]
