"""The one page on which a task is made (5097): what its type has, what follows, and what must be filled in (7.4, 7.8)."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from oppdesk.domain.query import Query
from oppdesk.domain.words import Answer, Attendance, CountedFrom, Priority, TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.create_task import CreateTask, open_create_task
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services import tasks as made
from tests.services.records import MONDAY
from tests.ui.hands import doubled_letters, enter, has_cursor, press, ready, write

Show = Callable[..., CreateTask]
DAY = 1440


@pytest.fixture
def anna(desk: Desk) -> int:
    found = records.salesperson(desk, "ANNA", name="Anna Berg", e_mail="anna@oppdesk.example")
    desk.context.salesperson = found
    return found


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN", name="Ben Cole", e_mail="ben@oppdesk.example")


@pytest.fixture
def vera(desk: Desk) -> int:
    return records.person(desk, "Vera Kowalski", e_mail="vera@sky.example")


@pytest.fixture
def show(place: Workplace, anna: int) -> Iterator[Show]:
    window = QWidget()
    ready(window)

    def do(given: dict[str, Any] | None = None, **known: int) -> CreateTask:
        shown: list[CreateTask] = []
        open_create_task(place, window, given, then=shown.append, **known)
        QApplication.processEvents()
        return shown[-1]

    yield do
    for each in window.findChildren(CreateTask):
        each.reject()
    window.close()
    window.deleteLater()


def kind(dialog: CreateTask, wanted: TaskType) -> None:
    dialog.type.set_current(wanted)
    dialog.type.changed.emit(wanted)
    QApplication.processEvents()


def sheet(desk: Desk) -> Any:
    (number,) = desk.lists.ids("task", Query())
    return desk.tasks.sheet(number)


def shown(dialog: CreateTask) -> set[str]:
    return {name for name, row in dialog.rows.items() if row.isVisible()}


def test_7_8_a_task_in_four_keystrokes_and_its_name(desk: Desk, show: Show, anna: int) -> None:
    dialog = show()
    assert has_cursor(dialog.description)
    QTest.keyClicks(dialog.description, "Send drawings")
    enter(dialog)
    found = sheet(desk)
    assert (found.description, found.on, found.type, found.duration) == (
        "Send drawings",
        MONDAY,
        TaskType.NONE,
        DAY,
    )
    assert found.salesperson.id == anna


def test_7_4_each_type_shows_what_it_has(desk: Desk, show: Show) -> None:
    dialog = show()
    times = {"on", "start_time", "duration", "ending_on", "ending_time"}
    assert shown(dialog) & (times | {"location", "contact"}) == {"on", "ending_on", "contact"}
    kind(dialog, TaskType.CALL)
    assert shown(dialog) & times == {"on", "start_time", "duration", "ending_time"}
    kind(dialog, TaskType.MEETING)
    assert shown(dialog) & (times | {"location", "contact"}) == times | {"location"}
    assert dialog.when.all_day.isVisible()
    assert dialog.table.isVisible()
    dialog.when.all_day.click()
    assert shown(dialog) & times == {"on", "ending_on"}


def test_7_4_a_call_or_a_meeting_is_given_half_an_hour(desk: Desk, show: Show) -> None:
    dialog = show()
    kind(dialog, TaskType.CALL)
    assert (dialog.new().start_time, dialog.new().duration) == (time(0), 30)
    kind(dialog, TaskType.NONE)
    assert (dialog.new().start_time, dialog.new().duration) == (None, DAY)


def test_7_4_start_keeps_the_duration_and_the_end_changes_it(desk: Desk, show: Show) -> None:
    dialog = show({"type": TaskType.CALL})
    when = dialog.when
    write(when.start_time, "10")
    press(dialog, Qt.Key.Key_Tab)
    assert when.ending_time.time() == time(10, 30)
    write(when.ending_time, "11:15")
    press(dialog, Qt.Key.Key_Tab)
    assert (when.duration.value(), dialog.new().duration) == (75, 75)
    write(when.duration, "2 h")
    press(dialog, Qt.Key.Key_Tab)
    assert when.ending_time.time() == time(12)


def test_7_4_a_17_a_day_ends_on_the_same_day(desk: Desk, show: Show) -> None:
    dialog = show()
    assert dialog.when.ending_on.day() == MONDAY
    dialog.when.ending_on.set_value(None)
    write(dialog.when.ending_on, "4.3.2026")
    press(dialog, Qt.Key.Key_Tab)
    assert dialog.new().duration == (dialog.when.ending_on.day() - MONDAY).days * DAY + DAY


def test_tsk_5_an_end_before_the_beginning_is_said_beside_it(desk: Desk, show: Show) -> None:
    dialog = show()
    write(dialog.when.ending_on, "1 Mar 2026")
    press(dialog, Qt.Key.Key_Tab)
    assert dialog.rows["ending_on"].fault() == "A task cannot end before it begins."
    write(dialog.description, "x")
    enter(dialog)
    assert dialog.isVisible()
    assert desk.lists.count("task", Query()) == 0


def test_tsk_w1_what_is_missing_is_said_beside_its_field(desk: Desk, show: Show) -> None:
    dialog = show()
    enter(dialog)
    assert dialog.rows["description"].fault()
    write(dialog.description, "Send drawings")
    write(dialog.when.on, "")
    enter(dialog)
    assert dialog.rows["on"].fault()
    assert has_cursor(dialog.when.on)
    write(dialog.when.on, "today")
    dialog.team_task.click()
    enter(dialog)
    assert dialog.rows["team"].fault() == "Say which team it is for."
    assert desk.lists.count("task", Query()) == 0


def test_tsk_w2_a_meeting_has_a_start_unless_it_takes_all_day(desk: Desk, show: Show) -> None:
    dialog = show({"type": TaskType.MEETING})
    write(dialog.description, "Visit")
    write(dialog.when.start_time, "")
    press(dialog, Qt.Key.Key_Tab)
    dialog.accept()
    assert dialog.rows["start_time"].fault()
    dialog.when.all_day.click()
    dialog.accept()
    assert (sheet(desk).all_day, sheet(desk).start_time) == (True, None)


def test_7_8_what_the_caller_knows_is_filled_in_and_locked(desk: Desk, show: Show, ben: int) -> None:
    deal = records.started(desk)
    contact = records.view(desk, deal).contact
    dialog = show(opportunity=deal)
    assert dialog.opportunity.value().id == deal
    assert not dialog.opportunity.isEnabled()
    assert contact is not None
    assert dialog.contact.value().id == contact.id
    other = show(salesperson=ben)
    assert (other.salesperson.value().id, other.salesperson.isEnabled()) == (ben, False)
    assert not other.team_task.isEnabled()


def test_7_8_a_contact_brings_its_salesperson(desk: Desk, show: Show, ben: int, vera: int) -> None:
    desk.contacts.change(vera, {"salesperson": ben})
    dialog = show()
    write(dialog.contact, "Vera")
    press(dialog, Qt.Key.Key_Tab)
    assert dialog.salesperson.value().id == ben


def test_7_8_a_meeting_is_proposed_its_table(desk: Desk, show: Show, anna: int, vera: int) -> None:
    dialog = show({"type": TaskType.MEETING}, contact=vera)
    rows = dialog.table.seats.rows()
    assert [(row.name.text(), row.attendance.value(), row.invite.value()) for row in rows] == [
        ("Anna Berg", Attendance.ORGANIZER, True),
        ("Vera Kowalski", Attendance.REQUIRED, True),
    ]
    write(dialog.description, "Visit")
    write(dialog.when.start_time, "14:00")
    dialog.accept()
    found = sheet(desk)
    assert found.contact is None
    assert [seat.name for seat in found.attendees] == ["Anna Berg", "Vera Kowalski"]
    assert all(seat.answer is Answer.NONE for seat in found.attendees)


def test_7_7_attendees_are_added_changed_and_removed_by_hand(
    desk: Desk, show: Show, ben: int, vera: int
) -> None:
    dialog = show({"type": TaskType.MEETING})
    seats = dialog.table.seats
    write(seats.add, "Vera")
    press(dialog, Qt.Key.Key_Return)
    write(seats.add, "BEN")
    press(dialog, Qt.Key.Key_Return)
    assert [row.name.text() for row in seats.rows()] == ["Anna Berg", "Vera Kowalski", "Ben Cole"]
    assert has_cursor(seats.add)  # one more may follow
    write(seats.add, "Vera")
    press(dialog, Qt.Key.Key_Return)
    assert seats.told() == "Vera Kowalski is among the attendees already."  # ATT-3
    last = seats.rows()[2]
    last.attendance.set_value(int(Attendance.ORGANIZER))
    last.attendance.changed.emit(int(Attendance.ORGANIZER))
    assert [(row.name.text(), row.attendance.value()) for row in seats.rows()] == [
        ("Ben Cole", Attendance.ORGANIZER),  # ATT-2: one organizer only
        ("Anna Berg", Attendance.REQUIRED),
        ("Vera Kowalski", Attendance.REQUIRED),
    ]
    seats.rows()[1].remove.click()
    assert len(seats.rows()) == 2


def test_att_1_a_contact_organizes_no_meeting(desk: Desk, show: Show, vera: int) -> None:
    dialog = show({"type": TaskType.MEETING}, contact=vera)
    row = dialog.table.seats.rows()[1]
    row.attendance.changed.emit(int(Attendance.ORGANIZER))
    assert dialog.table.seats.told() == "Vera Kowalski is a contact; a salesperson organizes a meeting."
    assert dialog.table.seats.rows()[1].attendance.value() == Attendance.REQUIRED


def test_att_4_an_organizer_without_an_address_is_told_not_refused(desk: Desk, show: Show) -> None:
    carl = records.salesperson(desk, "CARL", name="Carl")
    dialog = show({"type": TaskType.MEETING}, salesperson=carl)
    assert "The organizer Carl has no e-mail address." in dialog.table.seats.told()
    write(dialog.description, "Visit")
    dialog.accept()
    assert sheet(desk).organizer.name == "Carl"


def test_tsk_w4_a_meeting_needs_an_organizer(desk: Desk, show: Show) -> None:
    dialog = show({"type": TaskType.MEETING})
    write(dialog.description, "Visit")
    dialog.table.seats.rows()[0].remove.click()
    dialog.accept()
    assert dialog.table.seats.told() == "A meeting needs an organizer."
    assert desk.lists.count("task", Query()) == 0


def test_tsk_w3_w6_w7_what_invitations_need(desk: Desk, show: Show, vera: int) -> None:
    dialog = show({"type": TaskType.MEETING}, contact=vera)
    write(dialog.description, "Visit")
    dialog.table.send.click()
    dialog.table.template.set_value(None)
    dialog.accept()
    assert dialog.rows["interaction_template"].fault()
    dialog = show({"type": TaskType.MEETING})
    write(dialog.description, "Visit")
    dialog.table.send.click()
    dialog.accept()
    assert dialog.table.seats.told() == "Nobody is ticked for an invitation."
    dialog = show({"type": TaskType.MEETING}, contact=vera)
    write(dialog.description, "Visit")
    dialog.table.send.click()
    dialog.accept()
    assert dialog.rows["location"].fault()


def test_7_8_the_members_of_a_team_are_asked_to_its_meeting(
    desk: Desk, show: Show, anna: int, ben: int
) -> None:
    made.team(desk, "NORTH", anna, ben)
    dialog = show({"type": TaskType.MEETING})
    dialog.team_task.click()
    write(dialog.team, "NORTH")
    press(dialog, Qt.Key.Key_Tab)
    assert {row.name.text() for row in dialog.table.seats.rows()} == {"Anna Berg", "Ben Cole"}


def test_7_5_the_days_of_a_series_are_told_before_it_is_made(desk: Desk, show: Show) -> None:
    dialog = show()
    write(dialog.description, "Monthly figures")
    write(dialog.when.on, "31 Jan 2026")
    press(dialog, Qt.Key.Key_Tab)
    dialog.series.repeats.click()
    write(dialog.series.interval, "1M")
    press(dialog, Qt.Key.Key_Tab)
    assert "Sat 28 Feb 2026" in dialog.series.told()
    dialog.accept()
    found = sheet(desk)
    assert (found.recurring, found.recurring_interval) == (True, "1M")
    assert found.counted_from is CountedFrom.DUE_DATE


def test_tsk_w8_a_series_needs_an_interval(desk: Desk, show: Show) -> None:
    dialog = show()
    write(dialog.description, "Monthly figures")
    dialog.series.repeats.click()
    dialog.accept()
    assert dialog.rows["recurring_interval"].fault()
    assert desk.lists.count("task", Query()) == 0


def test_7_8_note_priority_and_reminder_are_stored(desk: Desk, show: Show) -> None:
    dialog = show()
    write(dialog.description, "Send drawings")
    dialog.priority.set_value(int(Priority.HIGH))
    dialog.reminder.set_value(15)
    dialog.comment.setPlainText("Hall 2 only")
    dialog.accept()
    found = sheet(desk)
    assert (found.priority, found.reminder, found.notes) == (Priority.HIGH, 15, 1)


def test_a_day_and_a_time_that_were_dragged_over_are_filled_in(desk: Desk, show: Show) -> None:
    day = MONDAY + timedelta(days=2)
    dialog = show({"type": TaskType.CALL, "on": day, "start_time": time(9, 30), "duration": 45})
    assert (dialog.when.on.day(), dialog.when.ending_time.time()) == (day, time(10, 15))
    assert isinstance(dialog.when.on.day(), date)


def test_each_letter_for_alt_is_given_once(desk: Desk, show: Show, vera: int) -> None:
    dialog = show()
    for each in TaskType:
        kind(dialog, each)
        for on in (True, False):
            dialog.team_task.setChecked(on)
            dialog.series.repeats.setChecked(on)
            QApplication.processEvents()
            assert doubled_letters(dialog) == []


def test_tab_goes_down_the_table_before_the_field_below_it(desk: Desk, show: Show, vera: int) -> None:
    dialog = show(contact=vera)
    kind(dialog, TaskType.MEETING)
    first, second = dialog.table.seats.rows()
    stops, each = [], dialog.comment.nextInFocusChain()
    while each is not dialog.comment:
        stops.append(each)
        each = each.nextInFocusChain()
    wanted = [first.attendance, first.remove, second.attendance, second.remove, dialog.table.seats.add,
              dialog.table.send, dialog.primary]  # fmt: skip
    assert [stops.index(widget) for widget in wanted] == sorted(stops.index(widget) for widget in wanted)
