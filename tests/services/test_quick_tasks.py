"""The quick line in a real book of contacts: who is meant, and the task that is made of it."""

from datetime import datetime, time

import pytest

from oppdesk.domain.errors import RuleError
from oppdesk.domain.quick_task import QuickTask
from oppdesk.domain.words import Attendance, TaskType
from oppdesk.i18n import learn
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY

NOW = datetime(2026, 3, 2, 9, 0)
FORM = learn("en_GB")


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk)
    desk.context.salesperson = made
    return made


def read(desk: Desk, text: str) -> QuickTask:
    return desk.quick_tasks.read(text, FORM, NOW)


def test_7_8_a_call_is_made_of_a_line(desk: Desk, anna: int) -> None:
    company = desk.contacts.create({"type": 0, "name": "Contoso Ltd"})
    task = desk.tasks.sheet(desk.quick_tasks.add(read(desk, "call Contoso tomorrow 10:00 about the offer")))
    assert (task.type, task.description) == (TaskType.CALL, "The offer")
    assert (task.on, task.start_time, task.duration) == (datetime(2026, 3, 3).date(), time(10), 30)
    assert (task.contact and task.contact.id, task.salesperson and task.salesperson.id) == (company, anna)


def test_7_8_a_meeting_gets_its_table(desk: Desk, anna: int) -> None:
    company = desk.contacts.create({"type": 0, "name": "Contoso Ltd"})
    task = desk.tasks.sheet(desk.quick_tasks.add(read(desk, "meeting with Contoso friday 14:00-15:30")))
    assert (task.description, task.duration, task.all_day) == ("Meeting with Contoso Ltd", 90, False)
    assert task.contact is None
    assert [(seat.attendance, seat.salesperson and seat.salesperson.id) for seat in task.seats] == [
        (Attendance.ORGANIZER, anna),
        (Attendance.REQUIRED, None),
    ]
    assert task.seats[1].contact is not None
    assert task.seats[1].contact.id == company


def test_a_meeting_without_a_time_takes_all_day_and_a_plain_task_a_day(desk: Desk, anna: int) -> None:
    fair = desk.tasks.sheet(desk.quick_tasks.add(read(desk, "workshop tomorrow")))
    assert (fair.all_day, fair.start_time) == (True, None)
    plain = desk.tasks.sheet(desk.quick_tasks.add(read(desk, "prepare slides for 2 days")))
    assert (plain.description, plain.duration, plain.on) == ("Prepare slides", 2880, MONDAY)


def test_a_description_too_long_is_whole_in_a_note(desk: Desk, anna: int) -> None:
    task = desk.quick_tasks.add(read(desk, "write " + "everything " * 12))
    notes = desk.comments.of("task", task)
    assert notes[0].text.count("everything") == 12


def test_con_p2_a_contact_blocked_for_privacy_reasons_is_not_meant(desk: Desk, anna: int) -> None:
    company = desk.contacts.create({"type": 0, "name": "Contoso Ltd"})
    records.block_contact(desk, company)
    found = read(desk, "call Contoso tomorrow")
    assert (found.contact, found.description) == (None, "Contoso")


def test_tsk_1_somebody_must_be_known_to_do_it(desk: Desk) -> None:
    with pytest.raises(RuleError) as refused:
        desk.quick_tasks.add(read(desk, "prepare slides"))
    assert refused.value.number == "TSK-1"


@pytest.mark.parametrize(
    ("tag", "text", "name"),
    [
        ("zh_CN", "明天10点给华为打电话谈报价", "华为技术有限公司"),
        ("zh_CN", "下周二下午三点和王小明开会", "王小明"),
        ("fr_FR", "appeler Hélène Marsac demain à 10h au sujet de l’offre", "Hélène Marsac"),
        ("fr_FR", "appeler helene marsac demain", "Hélène Marsac"),
        ("nl_NL", "Obsthof Brennersee bellen vrijdag 14u30", "Obsthof Brennersee KG"),
        ("en_GB", "visit Obsthof Brenersee KG on 3 May", "Obsthof Brennersee KG"),
        ("en_GB", "call Marsac tomorrow", "Hélène Marsac"),
    ],
)
def test_contacts_are_found_as_they_are_spoken_of(
    desk: Desk, anna: int, tag: str, text: str, name: str
) -> None:
    for each in ("华为技术有限公司", "Obsthof Brennersee KG", "Obsthof Nord"):
        desk.contacts.create({"type": 0, "name": each})
    for first, surname in (("Hélène", "Marsac"), ("", "王小明")):
        desk.contacts.create({"type": 1, "first_name": first, "surname": surname})
    found = desk.quick_tasks.read(text, learn(tag), NOW)
    assert found.contact is not None
    assert found.contact.name == name
