"""Invitations to meetings: whom they go to, what is in them, and what is known once they were sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest

from oppdesk.domain.interactions import File
from oppdesk.domain.query import Query
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Answer, Attendance, CountedFrom, TaskType
from oppdesk.exchange import calendar_files, calendar_reader
from oppdesk.exchange.calendar_files import Event, Method, Person
from oppdesk.i18n import learn
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import TaskLanguageRow
from tests.exchange.calendar_lines import Line, components
from tests.exchange.test_calendar_files import HOSTILE
from tests.services.records import (
    block_contact,
    change_setup,
    opportunity,
    person,
    refused,
    salesperson,
    store_of,
    stored,
)
from tests.services.tasks import team
from tests.services.test_correspondence import vera

DAY = date(2026, 7, 2)
ALL = Query()


def visit(desk: Desk, *seats: Seat, **values: Any) -> int:
    """A meeting of Anna's."""
    known = desk.lists.rows("salesperson", list(desk.lists.ids("salesperson", ALL)))
    anna = next((row["id"] for row in known if row["code"] == "ANNA"), None)
    anna = anna or salesperson(desk, name="Anna Bos", e_mail="anna@oppdesk.example")
    usual: dict[str, Any] = {"start_time": time(10), "duration": 90, "location": "Dam 1", "salesperson": anna}
    table = (Seat(Attendance.ORGANIZER, salesperson=anna), *seats)
    return desk.tasks.create(
        NewTask(TaskType.MEETING, **({"description": "Visit", "on": DAY} | usual | values | {"seats": table}))
    )


def invited(contact: int, attendance: Attendance = Attendance.REQUIRED) -> Seat:
    return Seat(attendance, contact=contact, send_invitation=True)


def parsed(file: File) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(file.data, policy=policy.default))


def lines(data: bytes) -> list[Line]:
    (found,) = components(data, "VEVENT")
    return found


def test_7_10_an_invitation_is_a_request_with_organizer_and_everybody_who_attends(desk: Desk) -> None:
    guest, other = vera(desk), person(desk, "Bo", e_mail="bo@x.example; second@x.example")
    task = visit(desk, invited(guest), invited(other, Attendance.OPTIONAL))
    file = desk.invitations.file(task)
    assert file.name == "Visit.ics"
    found = {line.name: line for line in lines(file.data)}
    assert found["UID"].value == f"oppdesk-task-{task}"
    assert found["ORGANIZER"].value == "mailto:anna@oppdesk.example"
    said = datetime.strptime(found["DTSTART"].value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert said == datetime.combine(DAY, time(10)).astimezone()
    people = [(line.value, line.parameters["ROLE"]) for line in lines(file.data) if line.name == "ATTENDEE"]
    assert people == [
        ("mailto:anna@oppdesk.example", "CHAIR"),
        ("mailto:vera@bluesky.example", "REQ-PARTICIPANT"),
        ("mailto:bo@x.example", "OPT-PARTICIPANT"),
    ]
    assert calendar_reader.read(file.data).method is Method.REQUEST


def test_7_10_strangers_learn_nothing_of_the_opportunity_and_of_notes(desk: Desk) -> None:
    made = opportunity(desk, description="Secret deal")
    task = visit(desk, invited(vera(desk)), opportunity=made, note="He is difficult")
    seats = [seat.id or 0 for seat in desk.invitations.invitees(task).ticked]
    for data in (desk.invitations.file(task).data, desk.invitations.message(task, seats).data):
        assert b"Secret" not in data
        assert b"difficult" not in data


def test_7_10_an_all_day_meeting_says_so(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)), all_day=True, start_time=None, duration=2 * 1440)
    found = {line.name: line for line in lines(desk.invitations.file(task).data)}
    assert (found["DTSTART"].value, found["DTEND"].value) == ("20260702", "20260704")


def test_7_10_each_meeting_of_a_series_is_invited_to_on_its_own(desk: Desk) -> None:
    series = {"recurring": True, "recurring_interval": "1W", "counted_from": CountedFrom.DUE_DATE}
    task = visit(desk, invited(vera(desk)), all_day=True, start_time=None, duration=1440, **series)
    assert "RRULE" not in {line.name for line in lines(desk.invitations.file(task).data)}


def test_7_10_a_cancelled_meeting_takes_the_invitation_back(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)))
    first = {line.name: line.value for line in lines(desk.invitations.file(task).data)}
    desk.tasks.cancel(task)
    data = desk.invitations.file(task).data
    again = {line.name: line.value for line in lines(data)}
    assert calendar_reader.read(data).method is Method.CANCEL
    assert again["STATUS"] == "CANCELLED"
    assert int(again["SEQUENCE"]) > int(first["SEQUENCE"])
    assert again["UID"] == first["UID"]


def test_7_10_the_draft_goes_to_those_who_are_chosen_with_the_file_in_it(desk: Desk) -> None:
    guest, other = vera(desk), person(desk, "Bo", e_mail="bo@x.example")
    task = visit(desk, invited(guest), invited(other))
    found = desk.invitations.invitees(task)
    assert [seat.name for seat in found.ticked] == ["Vera Kowalski", "Bo"]
    message = parsed(desk.invitations.message(task, [found.ticked[1].id or 0], learn("en_GB")))
    assert str(message["To"]) == "Bo <bo@x.example>"
    assert str(message["From"]) == "Anna Bos <anna@oppdesk.example>"
    assert message["Subject"] == "Visit"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r", "").split("\n") == [
        "You are invited to a meeting.",
        "",
        "What: Visit",
        "When: Thu 2 Jul 2026, 10:00",
        "Where: Dam 1",
        "",
    ]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "invite.ics"
    link = desk.invitations.link(task, [seat.id or 0 for seat in found.ticked])
    assert link.startswith("mailto:vera@bluesky.example,bo@x.example?subject=Visit&body=You%20are")


def test_5196_the_invitation_has_the_words_and_the_file_of_the_task_in_its_language(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)), subject="See you at {house}")
    change_setup(desk, "company_info", desk.setup.single("company_info")["id"], name="Our House")
    with store_of(desk).write("test.language") as work:
        line = work.add(
            TaskLanguageRow(task=task, language=None, letter="{informal}\ncome, {salesperson} & {nobody}")
        )
    desk.attachments.give("task_language", line, File("plan.pdf", b"%PDF"), may_replace=True)
    letter = desk.invitations.letter(task)
    assert letter.subject == "See you at Our House"
    assert letter.text == "Hi Vera,\ncome, Anna Bos & {nobody}"
    seats = [seat.id or 0 for seat in desk.invitations.invitees(task).ticked]
    files = [each.get_filename() for each in parsed(desk.invitations.message(task, seats)).iter_attachments()]
    assert files == ["invite.ics", "plan.pdf"]


def test_inv_1_nobody_is_ticked(desk: Desk) -> None:
    task = visit(desk, Seat(Attendance.REQUIRED, contact=vera(desk)))
    refused(desk, "INV-1", lambda: desk.invitations.invitees(task))
    refused(desk, "INV-1", lambda: desk.invitations.sent(task, []))


def test_tsk_9_only_to_meetings_somebody_is_invited(desk: Desk) -> None:
    seller = salesperson(desk)
    task = desk.tasks.create(
        NewTask(TaskType.CALL, "Call", DAY, start_time=time(9), duration=30, salesperson=seller)
    )
    refused(desk, "TSK-9", lambda: desk.invitations.invitees(task))
    assert lines(desk.invitations.file(task).data), "yet it goes into a calendar"


def test_att_5_who_lost_the_address_is_named(desk: Desk) -> None:
    guest = vera(desk)
    task = visit(desk, invited(guest))
    desk.contacts.change(guest, {"e_mail": ""})
    assert "Vera Kowalski" in refused(desk, "ATT-5", lambda: desk.invitations.invitees(task)).message


def test_7_10_once_sent_each_is_marked_and_the_contacts_log_says_so(desk: Desk) -> None:
    guest, colleague = vera(desk), salesperson(desk, "BO", e_mail="bo@oppdesk.example")
    made = opportunity(desk, contact=guest)
    seats = (invited(guest), Seat(Attendance.REQUIRED, salesperson=colleague, send_invitation=True))
    task = visit(desk, *seats, opportunity=made)
    before = stored(desk)
    found = desk.invitations.invitees(task)
    assert (len(found.waiting), len(found.sent)) == (2, 0)
    desk.invitations.sent(task, [seat.id or 0 for seat in found.ticked])
    after = desk.invitations.invitees(task)
    assert (len(after.waiting), len(after.sent)) == (0, 2)
    (entry,) = desk.lists.rows("interaction", list(desk.lists.ids("interaction", ALL)))
    assert entry["contact"].id == guest
    assert (entry["description"], entry["subject"]) == ("Visit", "Visit")
    assert entry["interaction_template"].text == "MEETINV"
    assert (entry["task"].id, entry["opportunity"].id) == (task, made)
    assert (entry["information_flow"], entry["correspondence_type"]) == (1, 2)
    assert entry["contact_via"] == "vera@bluesky.example"
    assert (entry["cost"], entry["duration"]) == (800, 1)
    file = desk.interactions.file(entry["id"])
    assert file is not None
    assert lines(file.data)
    desk.history.undo()
    now = stored(desk)
    assert now["interaction"] == before["interaction"]
    assert [row["invitation_sent"] for row in now["attendee"].values()] == [False] * 3


def test_7_10_a_guest_of_another_house_is_logged_without_the_opportunity(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)), opportunity=opportunity(desk))
    desk.invitations.sent(task, [seat.id or 0 for seat in desk.invitations.invitees(task).ticked])
    (entry,) = desk.lists.rows("interaction", list(desk.lists.ids("interaction", ALL)))
    assert entry["opportunity"] is None


def test_7_10_only_those_who_were_chosen_are_marked(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)), invited(person(desk, "Bo", e_mail="bo@x.example")))
    one = desk.invitations.invitees(task).ticked[0]
    desk.invitations.sent(task, [one.id or 0])
    found = desk.invitations.invitees(task)
    assert [seat.name for seat in found.sent] == [one.name]
    assert [seat.name for seat in found.waiting] == ["Bo"]


@pytest.mark.parametrize(
    "words", [each for each in HOSTILE if each.strip() and "\x00" not in each and "\ud800" not in each]
)
def test_i11_a_hostile_meeting_is_an_invitation_like_another(desk: Desk, words: str) -> None:
    plain = " ".join(words.split())[:100].strip()
    task = visit(desk, invited(vera(desk, name=plain)), description=plain, location=plain)
    found = {line.name: line for line in lines(desk.invitations.file(task).data)}
    assert found["SUMMARY"].text == calendar_files.line(plain)
    seats = [seat.id or 0 for seat in desk.invitations.invitees(task).ticked]
    message = parsed(desk.invitations.message(task, seats))
    assert [each.addr_spec for each in message["To"].addresses] == ["vera@bluesky.example"]


# -- calendar files that are brought ----------------------------------------------------------------------------

THEIRS = Event(
    uid="x-1",
    summary="Contract",
    on=DAY,
    start_time=time(14),
    duration=60,
    location="Board room",
    description="Agenda",
    organizer=Person("Vera", "vera@bluesky.example"),
    attendees=(
        Person("Anna", "ANNA@oppdesk.example"),
        Person("Zed", "zed@else.example"),
        Person("Vera", "vera@bluesky.example"),
    ),
)


def brought(event: Event, method: Method = Method.REQUEST) -> File:
    return File("x.ics", calendar_files.text([event], method))


def test_9_11_an_invitation_that_is_brought_becomes_a_meeting_with_those_we_know(desk: Desk) -> None:
    anna = salesperson(desk, e_mail="anna@oppdesk.example")
    desk.context.salesperson = anna
    guest = vera(desk)
    (new,) = desk.calendar_intake.read(brought(THEIRS)).tasks
    assert (new.type, new.description, new.on, new.start_time, new.duration) == (
        *(TaskType.MEETING, "Contract", DAY),
        *(time(14), 60),
    )
    assert [(seat.attendance, seat.salesperson, seat.contact) for seat in new.seats] == [
        (Attendance.ORGANIZER, anna, None),
        (Attendance.REQUIRED, None, guest),
    ]
    assert new.note == "Agenda\n\nAlso invited: Zed <zed@else.example>"
    task = desk.tasks.create(new)
    assert desk.tasks.sheet(task).location == "Board room"


def test_9_11_a_day_without_people_becomes_a_task(desk: Desk) -> None:
    seller = desk.context.salesperson = salesperson(desk)
    event = Event("x", "Send offer", DAY, all_day=True, formula="1W")
    (new,) = desk.calendar_intake.read(brought(event, Method.PUBLISH)).tasks
    assert new.type is TaskType.NONE
    assert (new.recurring, new.recurring_interval, new.counted_from) == (True, "1W", CountedFrom.DUE_DATE)
    assert desk.tasks.sheet(desk.tasks.create(new)).salesperson == (seller, "ANNA")


def test_9_11_a_file_of_ours_is_known_and_made_no_second_time(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)))
    found = desk.calendar_intake.read(desk.invitations.file(task))
    assert (found.tasks, found.known) == ((), (task,))


def test_9_11_an_answer_to_our_invitation_is_noted(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)))
    (ours,) = calendar_reader.read(desk.invitations.file(task).data).events
    answer = Person("Vera", "VERA@bluesky.example", answer=Answer.TENTATIVE)
    reply = Event(
        ours.uid, "Visit", DAY, attendees=(answer, Person("Zed", "zed@x.example", answer=Answer.DECLINED))
    )
    found = desk.calendar_intake.read(brought(reply, Method.REPLY))
    assert [(each.name, each.answer) for each in found.replies] == [("Vera Kowalski", Answer.TENTATIVE)]
    desk.calendar_intake.answer(found.replies)
    assert [seat.answer for seat in desk.tasks.sheet(task).attendees] == [Answer.NONE, Answer.TENTATIVE]


def test_7_10_the_invitation_to_a_teams_meeting_is_logged_for_its_organizer(desk: Desk) -> None:
    anna, guest = salesperson(desk, name="Anna Bos"), vera(desk)
    table = (Seat(Attendance.ORGANIZER, salesperson=anna), invited(guest))
    new = NewTask(TaskType.MEETING, "Visit", DAY, start_time=time(10), duration=90, seats=table)
    task = desk.tasks.create(replace(new, team=team(desk, "NORTH", anna)))
    seat = next(each.id for each in desk.invitations.invitees(task).ticked)
    assert seat
    desk.invitations.sent(task, [seat])
    (entry,) = stored(desk)["interaction"].values()
    assert entry["salesperson"] == anna


def test_int_5_nobody_who_was_blocked_since_is_invited(desk: Desk) -> None:
    guest = vera(desk)
    task = visit(desk, invited(guest))
    seat = next(each.id for each in desk.invitations.invitees(task).ticked)
    assert seat
    block_contact(desk, guest)
    refused(desk, "INT-5", lambda: desk.invitations.invitees(task))
    refused(desk, "INT-5", lambda: desk.invitations.message(task, [seat]))


def test_7_10_the_message_that_takes_an_invitation_back_says_so(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)))
    seats = [each.id or 0 for each in desk.invitations.invitees(task).ticked]

    def method() -> str:
        (part,) = [
            each
            for each in parsed(desk.invitations.message(task, seats)).walk()
            if each.get_content_type() == "text/calendar" and not each.get_filename()
        ]
        return str(part.get_param("method"))

    assert method() == "REQUEST"
    desk.tasks.cancel(task)
    assert method() == "CANCEL"


def test_m_53_who_was_blocked_since_invites_nobody(desk: Desk) -> None:
    task = visit(desk, invited(vera(desk)))
    organizer = desk.tasks.sheet(task).salesperson
    assert organizer
    change_setup(desk, "salesperson", organizer.id, blocked=True)
    refused(desk, "M-53", lambda: desk.invitations.invitees(task))
