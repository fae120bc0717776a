"""Sections 7.7 and 7.10: the attendees of a stored meeting."""

from collections.abc import Callable

import pytest

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.interactions import File
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Answer, Attendance, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import refused
from tests.services.tasks import a_meeting, a_task, row, team, whose

ORGANIZER, REQUIRED, OPTIONAL = Attendance.ORGANIZER, Attendance.REQUIRED, Attendance.OPTIONAL


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk, "ANNA", e_mail="anna@example.com")
    desk.context.salesperson = made
    return made


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN")


@pytest.fixture
def vera(desk: Desk) -> int:
    return records.person(desk, "Vera", records.company(desk), e_mail="vera@example.com", phone="010 123")


@pytest.fixture
def meeting(desk: Desk, anna: int, vera: int) -> int:
    return desk.tasks.create(a_meeting(desk, salesperson=anna, contact=vera))


def seat_of(desk: Desk, meeting: int, name: str) -> int:
    found = next(seat.id for seat in desk.tasks.sheet(meeting).seats if seat.name == name)
    assert found is not None
    return found


def refuse(desk: Desk, number: str, command: Callable[[], object]) -> str:
    return refused(desk, number, command).field


def test_7_7_an_attendee_is_seated_changed_and_taken_from_the_table(
    desk: Desk, ben: int, meeting: int
) -> None:
    made = desk.tasks.seat(meeting, Seat(OPTIONAL, ben))
    assert whose(desk, meeting) == ["Anna", "Vera", "Ben"]
    assert {task.id for task in desk.tasks.of("salesperson", ben)} == {meeting}
    desk.tasks.change_seat(made, {"attendance": int(REQUIRED), "answer": int(Answer.TENTATIVE)})
    found = desk.tasks.sheet(meeting).seats[2]
    assert (found.attendance, found.answer, found.id) == (REQUIRED, Answer.TENTATIVE, made)
    desk.tasks.unseat(made)
    assert whose(desk, meeting) == ["Anna", "Vera"]
    assert desk.tasks.of("salesperson", ben) == ()
    desk.history.undo()
    assert whose(desk, meeting) == ["Anna", "Vera", "Ben"]


def test_7_7_a_seat_is_shown_with_the_ways_to_reach_who_sits_there(
    desk: Desk, anna: int, ben: int, vera: int, meeting: int
) -> None:
    guest = desk.tasks.sheet(meeting).seats[1]
    assert (guest.name, guest.e_mail, guest.phone) == ("Vera", "vera@example.com", "010 123")
    assert guest.contact is not None
    assert guest.contact.id == vera
    (seen,) = desk.tasks.seated([Seat(OPTIONAL, ben)])
    assert (seen.name, seen.e_mail, seen.id) == ("Ben", "", None)


def test_7_7_replacing_an_attendee_moves_the_view_of_the_task(
    desk: Desk, ben: int, vera: int, meeting: int
) -> None:
    house = records.company(desk, "Other house")
    tom = records.person(desk, "Tom", house)
    seat = seat_of(desk, meeting, "Vera")
    desk.tasks.change_seat(seat, {"send_invitation": False})
    desk.tasks.change_seat(seat, {"contact": tom})
    assert desk.tasks.of("contact", vera) == ()
    assert {task.id for task in desk.tasks.of("contact", tom)} == {meeting}
    assert row(desk, meeting)["company"] == house
    desk.tasks.change_seat(seat, {"salesperson": ben})  # no contact any more
    found = desk.tasks.sheet(meeting).seats[1]
    assert (found.name, found.contact) == ("Ben", None)
    assert row(desk, meeting)["company"] is None


def test_tsk_9_only_meetings_have_attendees(desk: Desk, anna: int, ben: int, vera: int) -> None:
    call = desk.tasks.create(a_task(type=TaskType.CALL, salesperson=anna))
    refuse(desk, "TSK-9", lambda: desk.tasks.seat(call, Seat(OPTIONAL, ben)))
    of_team = desk.tasks.create(a_task(team=team(desk, "NORTH", ben)))
    member = seat_of(desk, of_team, "Ben")
    refuse(desk, "TSK-9", lambda: desk.tasks.unseat(member))
    refuse(desk, "TSK-9", lambda: desk.tasks.change_seat(member, {"answer": int(Answer.ACCEPTED)}))
    meeting = desk.tasks.create(a_meeting(desk, salesperson=anna))
    assert refuse(desk, "TSK-9", lambda: desk.tasks.change(meeting, {"contact": vera})) == "contact"


def test_att_1_a_contact_does_not_become_organizer(desk: Desk, meeting: int) -> None:
    seat = seat_of(desk, meeting, "Vera")
    refuse(desk, "ATT-1", lambda: desk.tasks.change_seat(seat, {"attendance": int(ORGANIZER)}))


def test_att_2_scenario_9_there_is_no_second_organizer(desk: Desk, ben: int, meeting: int) -> None:
    refuse(desk, "ATT-2", lambda: desk.tasks.seat(meeting, Seat(ORGANIZER, ben)))


def test_att_3_nobody_sits_there_twice(desk: Desk, anna: int, ben: int, vera: int, meeting: int) -> None:
    refuse(desk, "ATT-3", lambda: desk.tasks.seat(meeting, Seat(OPTIONAL, anna)))
    seat = desk.tasks.seat(meeting, Seat(OPTIONAL, ben))
    refuse(desk, "ATT-3", lambda: desk.tasks.change_seat(seat, {"contact": vera}))


def test_att_4_scenario_9_an_organizer_without_e_mail_is_warned_of(desk: Desk, ben: int) -> None:
    new = a_meeting(desk, salesperson=ben)
    assert "Ben has no e-mail address" in desk.tasks.warnings(new.seats)[0]
    made = desk.tasks.create(new)
    assert desk.tasks.sheet(made).organizer is not None


def test_att_5_an_invitation_needs_an_address(desk: Desk, ben: int, meeting: int) -> None:
    refuse(desk, "ATT-5", lambda: desk.tasks.seat(meeting, Seat(OPTIONAL, ben, send_invitation=True)))
    seat = desk.tasks.seat(meeting, Seat(OPTIONAL, ben))
    assert (
        refuse(desk, "ATT-5", lambda: desk.tasks.change_seat(seat, {"send_invitation": True}))
        == "send_invitation"
    )


def test_att_6_the_organizer_is_neither_changed_nor_taken_away(
    desk: Desk, anna: int, ben: int, meeting: int
) -> None:
    seat = seat_of(desk, meeting, "Anna")
    for values in ({"attendance": int(OPTIONAL)}, {"salesperson": ben}, {"send_invitation": False}):
        refuse(desk, "ATT-6", lambda values=values: desk.tasks.change_seat(seat, values))
    refuse(desk, "ATT-6", lambda: desk.tasks.unseat(seat))
    desk.tasks.change_seat(seat, {"answer": int(Answer.ACCEPTED)})
    assert desk.tasks.sheet(meeting).accepted == 1


def test_att_7_a_seat_is_somebodys(desk: Desk, meeting: int) -> None:
    refuse(desk, "ATT-7", lambda: desk.tasks.seat(meeting, Seat(OPTIONAL)))
    seat = seat_of(desk, meeting, "Vera")
    refuse(desk, "ATT-7", lambda: desk.tasks.change_seat(seat, {"contact": None}))


def test_m_22_m_53_nobody_blocked_is_seated(desk: Desk, meeting: int) -> None:
    away, shy = records.salesperson(desk, "AWAY", blocked=True), records.person(desk, "Shy")
    records.block_contact(desk, shy)
    refuse(desk, "M-53", lambda: desk.tasks.seat(meeting, Seat(OPTIONAL, away)))
    refuse(desk, "M-22", lambda: desk.tasks.seat(meeting, Seat(OPTIONAL, contact=shy)))
    seat = desk.tasks.seat(meeting, Seat(OPTIONAL, contact=records.person(desk, "Tom")))
    refuse(desk, "M-22", lambda: desk.tasks.change_seat(seat, {"contact": shy}))
    desk.tasks.change_seat(seat, {"answer": int(Answer.DECLINED)})


def test_7_10_who_was_sent_the_invitation_is_noted(desk: Desk, ben: int, meeting: int) -> None:
    desk.tasks.seat(meeting, Seat(OPTIONAL, ben))
    desk.tasks.mark_invited(meeting, [seat_of(desk, meeting, "Vera")])
    assert [seat.invitation_sent for seat in desk.tasks.sheet(meeting).seats] == [False, True, False]


def test_7_10_an_invitation_is_written_in_several_languages(desk: Desk, meeting: int) -> None:
    dutch = records.add_setup(desk, "language", code="NLX", description="Dutch")
    made = desk.tasks.save_language(meeting, None, {"language": dutch, "letter": "Beste {contact}"})
    plain = desk.tasks.save_language(meeting, None, {"description": "Come and see"})
    found = desk.tasks.languages(meeting)
    assert [(each.id, each.language and each.language.id, each.description) for each in found] == [
        (plain, None, "Come and see"),
        (made, dutch, ""),
    ]
    refuse(desk, "TPL-4", lambda: desk.tasks.save_language(meeting, None, {"language": dutch}))
    refuse(desk, "TPL-4", lambda: desk.tasks.save_language(meeting, plain, {"language": dutch}))
    desk.tasks.save_language(meeting, made, {"letter": "Dag {contact}"})
    assert desk.tasks.languages(meeting)[1].letter == "Dag {contact}"
    desk.tasks.change(meeting, {"language": dutch})
    desk.attachments.give("task_language", made, File("route.pdf", b"there"))
    assert desk.tasks.sheet(meeting).file_name == "route.pdf"
    desk.tasks.remove_language(made)
    assert len(desk.tasks.languages(meeting)) == 1
    desk.history.undo()
    assert desk.tasks.languages(meeting)[1].file_name == "route.pdf"


def test_an_attendee_who_is_gone_is_told(desk: Desk, meeting: int) -> None:
    with pytest.raises(NotThereError):
        desk.tasks.unseat(12345)


def test_scenario_9_the_whole_of_it(desk: Desk, anna: int, ben: int) -> None:
    new = a_meeting(desk, salesperson=ben)
    assert desk.tasks.warnings(new.seats)  # ATT-4
    meeting = desk.tasks.create(new)
    refuse(desk, "ATT-2", lambda: desk.tasks.seat(meeting, Seat(ORGANIZER, anna)))
    refuse(desk, "TSK-2", lambda: desk.tasks.change(meeting, {"salesperson": anna}))
    refuse(desk, "TSK-3", lambda: desk.tasks.change(meeting, {"type": int(TaskType.CALL)}))


def test_7_7_who_takes_the_seat_of_another_has_neither_answered_nor_been_invited(
    desk: Desk, meeting: int, vera: int
) -> None:
    seat = next(each.id for each in desk.tasks.sheet(meeting).seats if each.contact)
    assert seat
    desk.tasks.change_seat(seat, {"answer": int(Answer.ACCEPTED)})
    desk.tasks.mark_invited(meeting, [seat])
    desk.tasks.change_seat(seat, {"contact": records.person(desk, "Tom")})
    tom = next(each for each in desk.tasks.sheet(meeting).seats if each.id == seat)
    assert (tom.name, tom.answer, tom.invitation_sent, tom.send_invitation) == (
        "Tom",
        Answer.NONE,
        False,
        False,
    )
