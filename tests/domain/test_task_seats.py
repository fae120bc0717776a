"""Sections 7.6 and 7.7: who sits at a meeting's table, and who stays when a task goes to somebody else."""

from collections.abc import Callable

import pytest

from oppdesk.domain import task_seats
from oppdesk.domain.errors import UserError
from oppdesk.domain.task_seats import Owner, Reach, reassigned
from oppdesk.domain.tasks import Seat
from oppdesk.domain.words import Answer, Attendance, TaskType

ORGANIZER, REQUIRED, OPTIONAL, MEMBER = (
    Attendance.ORGANIZER,
    Attendance.REQUIRED,
    Attendance.OPTIONAL,
    Attendance.MEMBER,
)
ANNA, BEN, CARL, DORA, VERA, TOM = 1, 2, 3, 4, 11, 12
REACHES = {
    ("salesperson", ANNA): Reach("Anna", "anna@example.com"),
    ("salesperson", BEN): Reach("Ben"),
    ("salesperson", CARL): Reach("Carl", "carl@example.com"),
    ("contact", VERA): Reach("Vera", "vera@example.com"),
    ("contact", TOM): Reach("Tom"),
}


def organizer(salesperson: int = ANNA, **values: object) -> Seat:
    return Seat(ORGANIZER, salesperson=salesperson, send_invitation=True, **values)  # type: ignore[arg-type]


def refused(number: str, command: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        command()
    assert caught.value.number == number
    assert caught.value.message
    return caught.value


def check(*seats: Seat) -> None:
    task_seats.check(seats, REACHES)


# -- the table ----------------------------------------------------------------------------------------------------


def test_7_7_a_table_of_an_organizer_salespeople_and_contacts() -> None:
    check(organizer(), Seat(REQUIRED, BEN), Seat(OPTIONAL, contact=VERA, send_invitation=True))


def test_att_1_a_contact_organizes_no_meeting() -> None:
    assert "Vera" in refused("ATT-1", lambda: check(Seat(ORGANIZER, contact=VERA))).message


def test_att_2_there_is_one_organizer_only() -> None:
    refused("ATT-2", lambda: check(organizer(), organizer(CARL)))


def test_att_3_nobody_attends_twice() -> None:
    assert "Anna" in refused("ATT-3", lambda: check(organizer(), Seat(OPTIONAL, ANNA))).message
    refused("ATT-3", lambda: check(organizer(), Seat(OPTIONAL, contact=TOM), Seat(REQUIRED, contact=TOM)))
    check(organizer(), Seat(OPTIONAL, contact=ANNA))  # a contact who happens to have the same key


def test_att_4_an_organizer_without_an_e_mail_address_is_told_not_refused() -> None:
    check(organizer(BEN))
    assert task_seats.warnings([organizer(BEN)], REACHES) == ("The organizer Ben has no e-mail address.",)
    assert task_seats.warnings([organizer(), Seat(REQUIRED, BEN)], REACHES) == ()


def test_att_5_who_is_ticked_for_the_invitation_needs_an_e_mail_address() -> None:
    error = refused("ATT-5", lambda: check(organizer(), Seat(REQUIRED, contact=TOM, send_invitation=True)))
    assert "Tom" in error.message
    check(organizer(), Seat(REQUIRED, contact=TOM))


def test_att_6_the_organizer_stays_invited_and_at_the_table() -> None:
    before = organizer(id=5)
    for after, field in (
        (Seat(REQUIRED, ANNA, send_invitation=True, id=5), "attendance"),
        (organizer(CARL, id=5), "attendee"),
        (Seat(ORGANIZER, ANNA, id=5), "send_invitation"),
    ):
        assert refused("ATT-6", lambda after=after: task_seats.check_change(before, after)).field == field
    refused("ATT-6", lambda: task_seats.check_removal(before))
    task_seats.check_change(before, organizer(id=5, answer=Answer.ACCEPTED))
    task_seats.check_change(Seat(REQUIRED, BEN), Seat(OPTIONAL, CARL))
    task_seats.check_removal(Seat(REQUIRED, BEN))


def test_att_7_somebody_must_sit_there() -> None:
    refused("ATT-7", lambda: check(organizer(), Seat(REQUIRED)))
    refused("ATT-7", lambda: check(organizer(), Seat(REQUIRED, BEN, VERA)))


def test_7_7_the_organizer_is_always_ticked_the_others_when_an_invitation_reaches_them() -> None:
    assert task_seats.with_organizer_invited([Seat(ORGANIZER, BEN), Seat(REQUIRED, ANNA)]) == (
        organizer(BEN),
        Seat(REQUIRED, ANNA),
    )
    asked = [
        task_seats.is_asked(seat, REACHES)
        for seat in (Seat(ORGANIZER, BEN), Seat(REQUIRED, BEN), Seat(REQUIRED, contact=VERA), Seat(REQUIRED))
    ]
    assert asked == [True, False, True, False]


def test_7_5_of_the_next_meeting_nobody_was_invited_or_has_answered() -> None:
    (seat,) = task_seats.asked_anew([organizer(id=5, answer=Answer.DECLINED, invitation_sent=True)])
    assert seat == organizer()


# -- somebody else's task -----------------------------------------------------------------------------------------

ONE, TEAM, OTHERS = Owner(ANNA), Owner(None, 7, (ANNA, BEN)), Owner(None, 8, (BEN, CARL))


def test_7_6_a_task_given_to_a_team_is_of_all_who_are_its_members_then() -> None:
    assert reassigned(TaskType.CALL, (), ONE, TEAM) == (Seat(MEMBER, ANNA), Seat(MEMBER, BEN))


def test_7_6_from_team_to_team_members_of_both_keep_the_task() -> None:
    seats = (Seat(MEMBER, ANNA, id=21), Seat(MEMBER, BEN, id=22))
    assert reassigned(TaskType.NONE, seats, TEAM, OTHERS) == (Seat(MEMBER, BEN, id=22), Seat(MEMBER, CARL))


def test_7_6_from_a_team_to_a_salesperson_its_members_lose_it() -> None:
    seats = (Seat(MEMBER, ANNA, id=21), Seat(MEMBER, BEN, id=22))
    assert reassigned(TaskType.NONE, seats, TEAM, Owner(CARL)) == ()


def test_7_6_a_meeting_given_to_a_team_keeps_its_organizer_and_asks_the_members() -> None:
    table = (organizer(id=1), Seat(OPTIONAL, BEN, id=2), Seat(REQUIRED, contact=VERA, id=3))
    wide = Owner(None, 7, (ANNA, BEN, CARL))
    assert reassigned(TaskType.MEETING, table, ONE, wide) == (*table, Seat(REQUIRED, CARL))


def test_7_6_a_meeting_from_team_to_team_keeps_its_organizer_and_its_guests() -> None:
    table = (
        organizer(id=1),
        Seat(REQUIRED, BEN, id=2),
        Seat(OPTIONAL, DORA, id=3),
        Seat(REQUIRED, contact=VERA, id=4),
    )
    after = reassigned(TaskType.MEETING, table, TEAM, Owner(None, 8, (CARL,)))
    assert after == (
        organizer(id=1),
        Seat(OPTIONAL, DORA, id=3),
        Seat(REQUIRED, contact=VERA, id=4),
        Seat(REQUIRED, CARL),
    )


def test_7_6_a_meeting_given_to_a_salesperson_has_a_new_organizer_and_the_old_one_comes_along() -> None:
    table = (
        organizer(id=1),
        Seat(REQUIRED, BEN, id=2),
        Seat(OPTIONAL, DORA, id=3),
        Seat(REQUIRED, contact=VERA, id=4),
    )
    former = Seat(REQUIRED, ANNA, send_invitation=True, id=1)
    stay = (Seat(OPTIONAL, DORA, id=3), Seat(REQUIRED, contact=VERA, id=4))
    assert reassigned(TaskType.MEETING, table, TEAM, Owner(CARL)) == (organizer(CARL), former, *stay)
    assert reassigned(TaskType.MEETING, table, TEAM, Owner(BEN)) == (organizer(BEN, id=2), former, *stay)
    assert reassigned(TaskType.MEETING, table, TEAM, Owner(ANNA)) == (organizer(id=1), *stay)
