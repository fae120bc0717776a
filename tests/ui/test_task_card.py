"""The card of a task (5098) and the table of its meeting (5197, 5199): saved as fields are left, asked where 7.6 asks."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import Answer, Attendance, CountedFrom, Priority, TaskStatus, TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.task import TaskCard
from oppdesk.ui.dialogs.close_task import CompletedBy
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services import tasks as made
from tests.services.records import MONDAY
from tests.ui.hands import CTRL, press, ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[int], TaskCard]
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def anna(desk: Desk) -> int:
    found = records.salesperson(desk, "ANNA", name="Anna Berg", e_mail="anna@oppdesk.example")
    desk.context.salesperson = found
    return found


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN", name="Ben Cole", e_mail="ben@oppdesk.example")


@pytest.fixture
def show(place: Workplace, anna: int) -> Iterator[Show]:
    shown: list[TaskCard] = []

    def do(task: int) -> TaskCard:
        card = TaskCard(place, task)
        ready(card)
        QApplication.processEvents()
        shown.append(card)
        return card

    yield do
    for card in shown:
        for dialog in card.findChildren(QDialog):
            dialog.close()
        card.close()
        card.deleteLater()


def task(desk: Desk, **values: Any) -> int:
    values.setdefault("salesperson", desk.context.salesperson)
    return desk.tasks.create(made.a_task(**values))


def meeting(desk: Desk, **values: Any) -> int:
    new: NewTask = made.a_meeting(desk, salesperson=desk.context.salesperson, **values)
    return desk.tasks.create(new)


def child(card: TaskCard, kind: type[D]) -> D:
    QApplication.processEvents()
    (found,) = [each for each in card.findChildren(kind) if each.isVisible()]
    return found


def pick(card: TaskCard, name: str, value: object) -> None:
    """A choice that is complete at once."""
    box = card.form.fields.editor(name)
    box.set_value(value)
    box.changed.emit(box.value())


def visible(card: TaskCard) -> set[str]:
    fields = card.form.fields
    return {
        name
        for name in ("location", "start_time", "duration", "ending_on", "ending_time", "contact")
        if fields.row(name).isVisible()
    }


# -- fields -----------------------------------------------------------------------------------------------------


def test_5098_fields_are_saved_when_they_are_left(desk: Desk, show: Show) -> None:
    number = task(desk)
    card = show(number)
    write(card.form.fields.editor("description"), "Send the drawings of hall 2")
    press(card, Qt.Key.Key_Tab)
    pick(card, "priority", int(Priority.HIGH))
    card.form.reminder.set_value(30)
    card.form.reminder.changed.emit(30)
    found = desk.tasks.sheet(number)
    assert (found.description, found.priority, found.reminder) == (
        "Send the drawings of hall 2",
        Priority.HIGH,
        30,
    )
    assert card.windowTitle().startswith(f"{found.number}  Send the drawings of hall 2")


def test_7_4_the_card_shows_what_the_type_has(desk: Desk, show: Show) -> None:
    assert visible(show(task(desk))) == {"ending_on", "contact"}
    call = show(task(desk, type=TaskType.CALL, start_time=time(9), duration=30))
    assert visible(call) == {"start_time", "duration", "ending_time", "contact"}
    table = show(meeting(desk))
    assert visible(table) == {"location", "start_time", "duration", "ending_on", "ending_time"}
    pick(table, "all_day", True)
    assert visible(table) == {"location", "ending_on"}


def test_tsk_7_what_does_not_take_all_day_any_more_has_a_time_to_be_changed(desk: Desk, show: Show) -> None:
    number = meeting(desk)
    card = show(number)
    pick(card, "all_day", True)
    pick(card, "all_day", False)
    found = desk.tasks.sheet(number)
    assert (found.all_day, found.start_time, found.duration) == (False, time(0), 30)
    assert {"start_time", "duration"} <= visible(card)


def test_7_4_the_end_changes_the_duration(desk: Desk, show: Show) -> None:
    number = task(desk, type=TaskType.CALL, start_time=time(9), duration=30)
    card = show(number)
    write(card.form.fields.editor("ending_time"), "10:15")
    press(card, Qt.Key.Key_Tab)
    assert desk.tasks.sheet(number).duration == 75
    write(card.form.fields.editor("start_time"), "11")
    press(card, Qt.Key.Key_Tab)
    assert desk.tasks.sheet(number).ending_time == time(12, 15)


def test_tsk_5_what_is_refused_stands_beside_its_field(desk: Desk, show: Show) -> None:
    number = task(desk)
    card = show(number)
    write(card.form.fields.editor("ending_on"), "1 Feb 2026")
    press(card, Qt.Key.Key_Tab)
    assert card.form.fields.row("ending_on").fault() == "A task cannot end before it begins."
    assert "1 field not saved: Ending date" in card.columns.told.text()
    assert desk.tasks.sheet(number).ending_on == MONDAY


def test_tsk_3_a_stored_task_becomes_no_meeting(desk: Desk, show: Show) -> None:
    card = show(task(desk))
    box = card.form.fields.editor("type")
    assert not box.model().item(int(TaskType.MEETING)).isEnabled()
    pick(card, "type", int(TaskType.CALL))
    assert "start_time" in visible(card)
    assert not show(meeting(desk)).form.fields.editor("type").isEnabled()


def test_tsk_2_the_salesperson_of_a_meeting_is_its_organizer(desk: Desk, show: Show) -> None:
    card = show(meeting(desk))
    assert not card.form.fields.editor("salesperson").isEnabled()
    assert "Organizes the meeting" in card.form.fields.row("salesperson").note()


def test_7_6_answered_no_the_old_owner_stands_there_again(
    desk: Desk, show: Show, anna: int, ben: int, prompts: ScriptedPrompts
) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    number = task(desk, salesperson=None, team=north)
    card = show(number)
    prompts.answers.append(False)
    field = card.form.fields.editor("salesperson")
    write(field, "BEN")
    press(card, Qt.Key.Key_Tab)
    assert prompts.asked == ["Members of the team will no longer see this task. Go on?"]
    assert field.value() is None
    assert desk.tasks.sheet(number).team is not None
    prompts.answers.append(True)
    write(field, "BEN")
    press(card, Qt.Key.Key_Tab)
    found = desk.tasks.sheet(number)
    assert found.team is None
    assert found.salesperson is not None
    assert found.salesperson.id == ben


def test_7_3_completed_by_asks_whether_to_close(
    desk: Desk, show: Show, anna: int, ben: int, prompts: ScriptedPrompts
) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    number = task(desk, salesperson=None, team=north)
    card = show(number)
    field = card.form.fields.editor("completed_by")
    prompts.answers.append(False)
    write(field, "BEN")
    press(card, Qt.Key.Key_Tab)
    assert field.value() is None  # no empties it again
    assert not desk.tasks.sheet(number).closed
    prompts.answers.append(True)
    write(field, "BEN")
    press(card, Qt.Key.Key_Tab)
    assert desk.tasks.sheet(number).closed


def test_7_3_the_status_closes_and_opens_again(desk: Desk, show: Show) -> None:
    number = task(desk)
    card = show(number)
    pick(card, "status", int(TaskStatus.COMPLETED))
    assert desk.tasks.sheet(number).closed
    assert card.head.again.isVisible()
    pick(card, "status", int(TaskStatus.WAITING))
    assert not desk.tasks.sheet(number).closed


def test_tsk_8_completing_a_teams_task_asks_who_did_it(desk: Desk, show: Show, anna: int, ben: int) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    number = task(desk, salesperson=None, team=north)
    card = show(number)
    pick(card, "status", int(TaskStatus.COMPLETED))
    asked = child(card, CompletedBy)
    assert card.form.fields.editor("status").value() == TaskStatus.NOT_STARTED
    asked.accept()  # who sits here is filled in
    assert desk.tasks.sheet(number).closed


def test_7_11_what_does_not_recur_has_no_interval(desk: Desk, show: Show) -> None:
    number = task(desk, recurring=True, recurring_interval="1M", counted_from=CountedFrom.DUE_DATE)
    card = show(number)
    assert [line.title for line in card.side.series.lines()][:2] == ["Thu 2 Apr 2026", "Sat 2 May 2026"]
    pick(card, "recurring", False)
    found = desk.tasks.sheet(number)
    assert (found.recurring_interval, found.counted_from) == ("", CountedFrom.NONE)
    assert not card.form.fields.editor("recurring_interval").isEnabled()
    assert card.side.series.isHidden()


def test_7_5_a_series_that_fell_behind_skips_forward(desk: Desk, show: Show) -> None:
    number = task(
        desk,
        on=MONDAY - timedelta(days=100),
        recurring=True,
        recurring_interval="1W",
        counted_from=CountedFrom.DUE_DATE,
    )
    card = show(number)
    assert not card.side.skip.isHidden()
    card.side.skip.click()
    on = desk.tasks.sheet(number).on
    assert on is not None
    assert MONDAY <= on < MONDAY + timedelta(days=7)
    assert card.side.skip.isHidden()


# -- what is done with it ---------------------------------------------------------------------------------------


def test_postpone_cancel_and_open_again_from_the_head(desk: Desk, show: Show) -> None:
    number = task(desk)
    card = show(number)
    assert card.focusWidget() is card.head.done
    card.head.postpone.click()
    later = child(card, PostponeTask)
    later.on.set_value(MONDAY + timedelta(days=3))
    later.accept()
    assert desk.tasks.sheet(number).on == MONDAY + timedelta(days=3)
    card.head.cancel.click()
    assert desk.tasks.sheet(number).canceled
    card.head.again.click()
    assert not desk.tasks.sheet(number).closed


def test_a_note_is_written_on_the_card(desk: Desk, show: Show) -> None:
    number = task(desk)
    card = show(number)
    card.add_note()
    QTest.keyClicks(card.middle.notes.text, "Bring the drawings.")
    assert card.unwritten()
    press(card, Qt.Key.Key_Return, CTRL)
    assert [note.text for note in desk.comments.of("task", number)] == ["Bring the drawings."]
    assert not card.unwritten()


def test_what_it_is_about_opens(desk: Desk, show: Show, calls: Calls) -> None:
    deal = records.started(desk)
    contact = records.view(desk, deal).contact
    assert contact is not None
    card = show(task(desk, opportunity=deal, contact=contact.id))
    card.side.about.chosen.emit(("contact", contact.id))
    card.head.facts.chosen.emit(("opportunity", deal))
    assert calls.opened == [("contact", contact.id), ("opportunity", deal)]


def test_deleted_elsewhere_the_card_closes(desk: Desk, show: Show) -> None:
    number = task(desk)
    card = show(number)
    desk.tasks.remove([number])
    QTest.qWait(10)
    assert not card.isVisible()


def test_a_task_is_opened_once(main: MainWindow) -> None:
    desk = main.place.desk
    desk.context.salesperson = records.salesperson(desk, "ANNA")
    number = task(desk)
    main.place.open_record("task", number)
    first = main._windows._cards["task", number]
    main.place.open_record("task", number)
    assert main._windows._cards["task", number] is first
    first.close()


# -- the table of a meeting -------------------------------------------------------------------------------------


def test_5199_only_a_meeting_has_the_tab(desk: Desk, show: Show, prompts: ScriptedPrompts) -> None:
    plain = show(task(desk))
    assert not plain.columns.tabs.isTabVisible(1)
    plain.attendees()
    assert prompts.told == ["“Send drawings” is no meeting: only meetings have attendees."]  # TSK-9
    card = show(meeting(desk))
    assert card.columns.tabs.isTabVisible(1)
    card.attendees()
    QApplication.processEvents()
    assert card.meeting().seats.isVisible()


def test_5197_attendees_are_added_answered_and_removed(desk: Desk, show: Show, ben: int) -> None:
    vera = records.person(desk, "Vera Kowalski", e_mail="vera@sky.example")
    number = meeting(desk)
    card = show(number)
    seats = card.meeting().seats
    for name in ("Vera", "BEN"):
        write(seats.add, name)
        press(card, Qt.Key.Key_Return)
    found = desk.tasks.sheet(number).attendees
    assert [(seat.name, seat.send_invitation) for seat in found] == [
        ("Anna Berg", True),
        ("Vera Kowalski", True),
        ("Ben Cole", True),
    ]
    row = seats.rows()[1]
    row.answer.set_value(int(Answer.ACCEPTED))
    row.answer.changed.emit(int(Answer.ACCEPTED))
    assert desk.tasks.sheet(number).accepted == 1
    assert card.head.facts is not None
    seats.rows()[2].remove.click()
    assert [seat.name for seat in desk.tasks.sheet(number).attendees] == ["Anna Berg", "Vera Kowalski"]
    desk.history.undo()
    assert len(seats.rows()) == 3
    assert vera in {seat.contact.id for seat in desk.tasks.sheet(number).attendees if seat.contact}


def test_att_3_att_5_what_is_refused_is_said_below_the_table(desk: Desk, show: Show) -> None:
    bare = records.person(desk, "Otto Bare")
    number = meeting(desk, contact=bare)
    card = show(number)
    seats = card.meeting().seats
    write(seats.add, "Otto")
    press(card, Qt.Key.Key_Return)
    assert seats.told() == "Otto Bare is among the attendees already."
    row = seats.rows()[1]
    row.invite.click()
    assert seats.told() == "Otto Bare has no e-mail address for an invitation."
    assert not row.invite.value()


def test_att_6_the_organizer_stays_as_he_is(desk: Desk, show: Show) -> None:
    card = show(meeting(desk))
    row = card.meeting().seats.rows()[0]
    assert row.attendance.value() == Attendance.ORGANIZER
    for each in (row.attendance, row.invite, row.remove):
        assert not each.isEnabled()
        assert each.toolTip().startswith("The organizer stays")


def test_7_10_a_language_without_an_invitation_is_asked_about(
    desk: Desk, show: Show, prompts: ScriptedPrompts
) -> None:
    number = meeting(desk)
    card = show(number)
    field = card.meeting().fields.editor("language")
    prompts.answers.append(False)
    write(field, "FRA")
    press(card, Qt.Key.Key_Tab)
    assert prompts.asked == ["There is no invitation in this language yet. Make one?"]
    assert desk.tasks.sheet(number).language is None
    assert field.value() is None
    prompts.answers.append(True)
    write(field, "FRA")
    press(card, Qt.Key.Key_Tab)
    language = desk.tasks.sheet(number).language
    assert language is not None
    assert language.text == "FRA"


def test_tsk_10_only_contacts_are_called_from_the_table(desk: Desk, show: Show) -> None:
    vera = records.person(desk, "Vera Kowalski", e_mail="vera@sky.example")
    card = show(meeting(desk, contact=vera))
    organizer, guest = card.meeting().seats.rows()
    assert not organizer.call.isEnabled()
    assert guest.call.isEnabled()


def test_every_control_of_the_table_is_named(desk: Desk, show: Show) -> None:
    vera = records.person(desk, "Vera Kowalski")
    card = show(meeting(desk, contact=vera))
    row = card.meeting().seats.rows()[1]
    names = [
        each.accessibleName()
        for each in (row.attendance, row.invite, row.answer, row.call, row.open, row.remove)
    ]
    assert all("Vera Kowalski" in name for name in names)
    assert len(set(names)) == len(names)


def test_5196_the_file_of_the_invitation(
    desk: Desk, show: Show, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    number = meeting(desk)
    desk.tasks.change(number, {"interaction_template": None})
    card = show(number)
    file = card.meeting().file
    drawing = tmp_path / "drawing.txt"
    drawing.write_text("hall 2", "utf-8")
    file.take(drawing)
    assert "Choose an interaction template or a language first" in file.told()
    desk.tasks.change(number, {"language": records.code_id(desk, "language", "FRA")})
    file.take(drawing)
    assert (desk.tasks.sheet(number).file_name, file.name.text()) == ("drawing.txt", "drawing.txt")
    other = tmp_path / "other.txt"
    other.write_text("hall 3", "utf-8")
    prompts.answers.append(False)
    file.take(other)
    assert prompts.asked == ["There is an attachment already: drawing.txt. Shall it be replaced?"]  # TPL-4
    assert desk.tasks.sheet(number).file_name == "drawing.txt"
    prompts.files.append(tmp_path / "copy.txt")
    file.export.click()
    assert (tmp_path / "copy.txt").read_text("utf-8") == "hall 2"
    file.remove.click()
    assert desk.tasks.sheet(number).file_name == ""
    assert file.export.isHidden()
