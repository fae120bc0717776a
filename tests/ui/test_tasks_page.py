"""The section of tasks by keyboard: the views of the day, done and postponed by a key, edited in place (5096)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import CountedFrom, TaskStatus, TaskType
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import TaskRow
from oppdesk.ui import task_flows
from oppdesk.ui.cells import CellRole, DateCell, FlagCell
from oppdesk.ui.dialogs.assign_activity import AssignActivity
from oppdesk.ui.dialogs.call import MakeCall
from oppdesk.ui.dialogs.close_task import AfterClosing, CancelTask, CompletedBy
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.delete_canceled_tasks import DeleteCanceledTasks
from oppdesk.ui.dialogs.edit_many import EditMany
from oppdesk.ui.dialogs.interaction import CreateInteraction
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.pages.task_ways import WAYS
from oppdesk.ui.pages.tasks import TasksPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services import tasks as made
from tests.services.records import MONDAY
from tests.ui.hands import enter, has_cursor, press, ready, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[[], TasksPage]
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def anna(desk: Desk) -> int:
    """Who sits before the program."""
    found = records.salesperson(desk, "ANNA", e_mail="anna@oppdesk.example")
    desk.context.salesperson = found
    return found


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN", e_mail="ben@oppdesk.example")


@pytest.fixture
def show(place: Workplace, anna: int) -> Iterator[Show]:
    shown: list[TasksPage] = []

    def do() -> TasksPage:
        page = TasksPage(place)
        page.resize(1300, 820)
        ready(page)
        shown.append(page)
        page.list.setFocus()
        QTest.qWait(1)
        return page

    yield do
    for page in shown:
        for dialog in page.findChildren(QDialog):
            dialog.close()
        page.close()
        page.deleteLater()


def task(desk: Desk, description: str = "Send drawings", **values: Any) -> int:
    values.setdefault("salesperson", desk.context.salesperson)
    return desk.tasks.create(made.a_task(description=description, **values))


def listed(page: TasksPage) -> list[str]:
    rows = page.list.records
    return [rows.row(at)["description"] for at in range(rows.rowCount())]


def dialog(page: TasksPage, kind: type[D]) -> D:
    """The one that was just opened."""
    QApplication.processEvents()
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def cell(page: TasksPage, row: int, name: str) -> Any:
    column = [each.name for each in page.list.records.columns].index(name)
    return page.list.records.index(row, column).data(CellRole)


def choose(page: TasksPage, number: int) -> None:
    assert page.list.select([number])
    QTest.qWait(1)


# -- views ------------------------------------------------------------------------------------------------------


def test_5096_the_views_of_the_day(desk: Desk, show: Show, anna: int, ben: int) -> None:
    task(desk, "late", on=MONDAY - timedelta(days=3))
    task(desk, "today")
    task(desk, "friday", on=MONDAY + timedelta(days=4))
    task(desk, "in a month", on=MONDAY + timedelta(days=30))
    task(desk, "Ben's", salesperson=ben)
    desk.tasks.done(task(desk, "was done"))
    made.team(desk, "NORTH", anna, ben)
    page = show()
    assert listed(page) == ["late", "today", "friday", "in a month"]  # due ones first
    found = {}
    for view in ("today", "overdue", "week", "team", "done", "all"):
        page.show_view(view)
        found[view] = sorted(listed(page))
    assert found == {
        "today": ["today"],
        "overdue": ["late"],
        "week": ["friday", "today"],
        "team": ["Ben's", "friday", "in a month", "late", "today"],
        "done": ["was done"],
        "all": ["Ben's", "friday", "in a month", "late", "today", "was done"],
    }


def test_7_2_mine_are_those_of_my_team_and_at_whose_table_i_sit(
    desk: Desk, show: Show, anna: int, ben: int
) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    task(desk, "of the team", salesperson=None, team=north)
    meeting = made.a_meeting(desk, description="Ben's meeting", salesperson=ben)
    number = desk.tasks.create(meeting)
    page = show()
    assert listed(page) == ["of the team"]
    from oppdesk.domain.tasks import Seat
    from oppdesk.domain.words import Attendance

    desk.tasks.seat(number, Seat(Attendance.REQUIRED, salesperson=anna))
    assert sorted(listed(page)) == ["Ben's meeting", "of the team"]


def test_what_is_late_is_marked_by_icon_and_words(desk: Desk, show: Show) -> None:
    task(desk, "late", on=MONDAY - timedelta(days=3))
    page = show()
    shown = cell(page, 0, "on")
    assert isinstance(shown, DateCell)
    assert (shown.text, shown.overdue) == ("27 Feb", True)


def test_the_count_beside_the_section_is_what_is_overdue(desk: Desk, show: Show, anna: int, ben: int) -> None:
    from oppdesk.ui.pages import PAGES

    section = next(each for each in PAGES if each.key == "tasks")
    assert section.count is not None
    assert section.warns
    assert section.count(desk) == 0
    task(desk, "late", on=MONDAY - timedelta(days=3))
    task(desk, "Ben's", on=MONDAY - timedelta(days=3), salesperson=ben)
    assert section.count(desk) == 1


def test_an_empty_list_says_what_to_do_next(desk: Desk, show: Show) -> None:
    page = show()
    assert "No task waits for you" in page.empty_words()
    assert [each.text() for each in page.empty_buttons()] == ["New task"]


def test_the_switch_shows_every_way(desk: Desk, show: Show) -> None:
    number = task(desk, "today")
    page = show()
    choose(page, number)
    for way in WAYS[1:]:
        page.show_way(way.key)
        assert page.shown_way() is page.way(way.key)
        assert not page.chooser.isVisible()
    page.show_list()
    assert page.shown_way() is None
    assert page.selected() == (number,)


# -- done and not done ------------------------------------------------------------------------------------------


def test_7_3_done_by_a_key_then_what_came_of_it_may_be_recorded(desk: Desk, show: Show) -> None:
    number = task(desk, "Call back", type=TaskType.CALL, contact=records.person(desk))
    page = show()
    choose(page, number)
    page.finish_task()
    assert desk.tasks.sheet(number).status is TaskStatus.COMPLETED
    asked = dialog(page, AfterClosing)
    assert asked.primary.text() == "&Log the call…"
    assert has_cursor(asked.primary)
    press(asked, Qt.Key.Key_Escape)
    assert listed(page) == []


def test_7_3_nobody_is_asked_about_a_task_without_anybody(desk: Desk, show: Show) -> None:
    number = task(desk, "Tidy up")
    page = show()
    choose(page, number)
    page.finish_task()
    assert desk.tasks.sheet(number).closed
    assert not page.findChildren(AfterClosing)


def test_7_3_the_box_before_the_row_closes_and_opens_again(desk: Desk, show: Show) -> None:
    number = task(desk, "Tidy up")
    page = show()
    page.show_view("all")
    shown = cell(page, 0, "closed")
    assert isinstance(shown, FlagCell)
    assert shown.is_box
    assert not shown.is_on
    column = [each.name for each in page.list.records.columns].index("closed")
    page.list.records.setData(page.list.records.index(0, column), True)
    assert desk.tasks.sheet(number).closed
    page.list.records.setData(page.list.records.index(0, column), False)
    assert not desk.tasks.sheet(number).closed


def test_tsk_8_of_a_teams_task_it_is_asked_who_did_it(desk: Desk, show: Show, anna: int, ben: int) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    number = task(desk, "Tidy up", salesperson=None, team=north)
    page = show()
    choose(page, number)
    page.finish_task()
    asked = dialog(page, CompletedBy)
    assert not desk.tasks.sheet(number).closed
    assert asked.completed_by.value().id == anna  # who sits here is likely
    asked.completed_by.set_value(None)
    enter(asked)
    assert asked.rows["completed_by"].fault() == "Say who did it."
    write(asked.completed_by, "BEN")
    press(asked, Qt.Key.Key_Tab)
    asked.accept()
    closed = desk.tasks.sheet(number)
    assert closed.closed
    assert closed.completed_by is not None
    assert closed.completed_by.id == ben


def test_7_5_the_next_one_is_told_and_skipping_forward_offered(desk: Desk, show: Show) -> None:
    number = task(
        desk,
        "Monthly figures",
        on=MONDAY - timedelta(days=200),
        recurring=True,
        recurring_interval="1M",
        counted_from=CountedFrom.DUE_DATE,
    )
    page = show()
    choose(page, number)
    page.finish_task()
    told = dialog(page, AfterClosing)
    assert "That day is past." in told.next.text()
    told.skip.click()
    following = desk.lists.page("task", Query((Filter("closed", Op.IS, False),)), 0, 9)
    assert [row["on"] >= MONDAY for row in following] == [True]
    assert not told.skip.isVisible()


def test_a_2_one_of_a_series_or_the_whole_series_is_cancelled(desk: Desk, show: Show) -> None:
    series = {"recurring": True, "recurring_interval": "1W", "counted_from": CountedFrom.DUE_DATE}
    first, second = task(desk, "one", **series), task(desk, "all", **series)
    page = show()
    choose(page, first)
    page.cancel_task()
    dialog(page, CancelTask).accept()
    QApplication.processEvents()
    assert desk.lists.count("task", Query((Filter("closed", Op.IS, False),))) == 2  # the next one was planned
    for each in page.findChildren(AfterClosing):
        each.reject()
    choose(page, second)
    page.cancel_task()
    asked = [each for each in page.findChildren(CancelTask) if each.isVisible()][-1]
    asked.series.click()
    asked.accept()
    assert desk.tasks.sheet(second).canceled
    assert desk.lists.count("task", Query((Filter("closed", Op.IS, False),))) == 1


def test_7_3_a_plain_task_is_cancelled_at_once_and_opened_again(desk: Desk, show: Show) -> None:
    number = task(desk, "Tidy up")
    page = show()
    page.show_view("all")
    choose(page, number)
    page.cancel_task()
    assert desk.tasks.sheet(number).canceled
    page.reopen_task()
    assert not desk.tasks.sheet(number).canceled


def test_several_are_done_and_postponed_together(desk: Desk, show: Show, anna: int, ben: int) -> None:
    one, two = task(desk, "one"), task(desk, "two")
    page = show()
    page.list.selectAll()
    page.postpone_task()
    later = dialog(page, PostponeTask)
    later.on.set_value(MONDAY + timedelta(days=9))
    later.accept()
    assert {desk.tasks.sheet(each).on for each in (one, two)} == {MONDAY + timedelta(days=9)}
    page.show_view("mine")
    page.list.selectAll()
    page.finish_task()
    assert desk.tasks.sheet(one).closed
    assert desk.tasks.sheet(two).closed
    desk.history.undo()
    assert not desk.tasks.sheet(one).closed
    assert not desk.tasks.sheet(two).closed
    desk.history.undo()
    assert {desk.tasks.sheet(each).on for each in (one, two)} == {MONDAY}


def test_of_several_those_that_cannot_be_closed_are_told(
    desk: Desk, show: Show, anna: int, ben: int, prompts: ScriptedPrompts
) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    task(desk, "mine")
    task(desk, "ours", salesperson=None, team=north)
    page = show()
    page.list.selectAll()
    page.finish_task()
    assert prompts.told == ["1 task stays open.\nSay who completed the task of the team."]
    assert listed(page) == ["ours"]


# -- in place ---------------------------------------------------------------------------------------------------


def test_fields_are_edited_in_place(desk: Desk, show: Show) -> None:
    number = task(desk, "Tidy up")
    page = show()
    page.list.records.edited.emit(number, "description", "Tidy up hall 2")
    page.list.records.edited.emit(number, "on", MONDAY + timedelta(days=2))
    sheet = desk.tasks.sheet(number)
    assert (sheet.description, sheet.on) == ("Tidy up hall 2", MONDAY + timedelta(days=2))


def test_7_6_another_owner_in_place_asks_first(
    desk: Desk, show: Show, anna: int, ben: int, prompts: ScriptedPrompts
) -> None:
    north = made.team(desk, "NORTH", anna, ben)
    number = task(desk, "ours", salesperson=None, team=north)
    page = show()
    prompts.answers.extend([False, True])
    page.list.records.edited.emit(number, "salesperson", ben)
    assert desk.tasks.sheet(number).team is not None
    assert not page.list.records.is_saving
    page.list.records.edited.emit(number, "salesperson", ben)
    assert desk.tasks.sheet(number).team is None
    assert len(prompts.asked) == 2


# -- making and deleting ----------------------------------------------------------------------------------------


def test_7_8_a_new_task_from_a_list_of_one_contact(desk: Desk, show: Show) -> None:
    person = records.person(desk)
    page = show()
    page.show_filters((Filter("contact", Op.IS, person),))
    page.new_task()
    asked = dialog(page, CreateTask)
    assert asked.contact.value().id == person
    write(asked.description, "Ask about summer stop")
    enter(asked)
    assert listed(page) == ["Ask about summer stop"]


def test_7_11_deleting_tells_what_goes_along(
    desk: Desk, show: Show, prompts: ScriptedPrompts, anna: int
) -> None:
    number = desk.tasks.create(made.a_meeting(desk, salesperson=anna, contact=records.person(desk)))
    desk.comments.add("task", number, "Bring the drawings")
    page = show()
    choose(page, number)
    prompts.answers.append(True)
    page.delete()
    assert prompts.asked == ["Delete “Send drawings”? Deleted along: 2 attendees, 1 note."]
    assert listed(page) == []
    desk.history.undo()
    assert len(desk.tasks.sheet(number).attendees) == 2


def test_7_3_cancelled_tasks_are_deleted_by_filters(desk: Desk, show: Show, ben: int) -> None:
    gone = task(desk, "gone")
    desk.tasks.cancel(gone)
    desk.tasks.cancel(task(desk, "Ben's", salesperson=ben))
    task(desk, "stays")
    page = show()
    page.delete_canceled_tasks()
    asked = dialog(page, DeleteCanceledTasks)
    assert asked.primary.text() == "Delete 2 tasks"
    write(asked.salesperson, "BEN")
    press(asked, Qt.Key.Key_Tab)
    assert asked.primary.text() == "Delete 1 task"
    asked.primary.click()
    page.show_view("all")
    assert sorted(listed(page)) == ["gone", "stays"]


def test_tsk_9_only_meetings_have_attendees(
    desk: Desk, show: Show, calls: Calls, prompts: ScriptedPrompts, anna: int
) -> None:
    plain = task(desk, "plain")
    meeting = desk.tasks.create(replace(made.a_meeting(desk, salesperson=anna), description="meeting"))
    page = show()
    choose(page, plain)
    page.attendees()
    assert prompts.told == ["“plain” is no meeting: only meetings have attendees."]
    choose(page, meeting)
    page.attendees()
    assert calls.opened == [("attendee", desk.tasks.sheet(meeting).attendees[0].id)]


# -- activities -------------------------------------------------------------------------------------------------


def test_8_1_an_activity_is_assigned_after_a_look_at_its_days(desk: Desk, show: Show, anna: int) -> None:
    activity = records.add_setup(desk, "activity", code="VISIT", description="Visit a customer")
    for step, (kind, words, formula) in enumerate(
        ((0, "Prepare", ""), (2, "Call", "5D"), (0, "Write report", "1W")), 1
    ):
        records.add_setup(
            desk,
            "activity_step",
            activity=activity,
            step=step * 10_000,
            type=kind,
            description=words,
            date_formula=formula,
            priority=1,
        )
    page = show()
    page.assign_activity()
    asked = dialog(page, AssignActivity)
    assert asked.on.day() == MONDAY  # today is proposed
    enter(asked)
    assert "activity" in {name for name, row in asked.rows.items() if row.fault()}  # ACT-1
    write(asked.activity, "VISIT")
    press(asked, Qt.Key.Key_Tab)
    lines = asked.tasks.lines()
    assert [line.title for line in lines] == ["Prepare", "Call", "Write report"]
    assert [line.tone for line in lines] == ["neutral", "stale", "neutral"]  # Saturday
    assert "1 task lies on a weekend." in asked.told()
    assert asked.primary.text() == "&Create 3 tasks"
    asked.accept()
    assert sorted(listed(page)) == ["Call", "Prepare", "Write report"]


def test_act_3_a_team_with_meetings_needs_somebody_who_calls_them(
    desk: Desk, show: Show, anna: int, ben: int
) -> None:
    activity = records.add_setup(desk, "activity", code="MEET", description="Meet")
    records.add_setup(
        desk, "activity_step", activity=activity, step=10_000, type=1, description="Meet", priority=1
    )
    north = made.team(desk, "NORTH", anna, ben)
    page = show()
    page.assign_activity()
    asked = dialog(page, AssignActivity)
    write(asked.activity, "MEET")
    press(asked, Qt.Key.Key_Tab)
    assert asked.rows["organizer"].isHidden()
    asked.team_task.click()
    write(asked.team, "NORTH")
    press(asked, Qt.Key.Key_Tab)
    asked.accept()
    assert asked.rows["organizer"].fault()
    write(asked.organizer, "BEN")
    press(asked, Qt.Key.Key_Tab)
    asked.accept()
    (number,) = desk.lists.ids("task", Query())
    sheet = desk.tasks.sheet(number)
    assert sheet.team is not None
    assert sheet.team.id == north
    assert sheet.organizer is not None
    assert sheet.organizer.salesperson is not None
    assert sheet.organizer.salesperson.id == ben


def test_many_tasks_are_changed_together_and_undone_together(
    desk: Desk, show: Show, anna: int, ben: int
) -> None:
    plain, meeting = task(desk, "plain"), desk.tasks.create(made.a_meeting(desk, salesperson=anna))
    page = show()
    page.list.selectAll()
    assert "several" in page.words()
    page.edit_many()
    asked = dialog(page, EditMany)
    box = asked.editors["salesperson"]
    box.set_value(desk.lists.ref("salesperson", ben))
    box.changed.emit(box.value())
    QTest.qWait(400)
    asked.accept()
    sheets = {each: desk.tasks.sheet(each) for each in (plain, meeting)}
    found = {each: sheet.salesperson.id for each, sheet in sheets.items() if sheet.salesperson}
    assert found == {plain: ben, meeting: anna}  # TSK-2: who organizes a meeting stays
    desk.history.undo()
    restored = desk.tasks.sheet(plain).salesperson
    assert restored is not None
    assert restored.id == anna


@pytest.mark.parametrize(
    ("typed", "days"), [("2W", 14), ("+3", 3), ("in 1 week", 7), ("1D", 1), ("tomorrow", 1)]
)
def test_7_11_postponed_to_a_day_or_by_a_formula(desk: Desk, show: Show, typed: str, days: int) -> None:
    number = task(desk, "Tidy up")
    page = show()
    choose(page, number)
    page.postpone_task()
    asked = dialog(page, PostponeTask)
    write(asked.on, "soon")
    enter(asked)
    assert asked.rows["on"].fault()
    write(asked.on, typed)
    enter(asked)
    assert desk.tasks.sheet(number).on == MONDAY + timedelta(days=days)


def test_7_3_yes_opens_the_call_or_the_interaction_of_that_task(desk: Desk, show: Show) -> None:
    person = records.person(desk, phone="+31 20 555 0142")
    call = task(desk, "Call back", type=TaskType.CALL, contact=person)
    plain = task(desk, "Send drawings", contact=person)
    page = show()
    choose(page, call)
    page.finish_task()
    dialog(page, AfterClosing).primary.click()
    dialog(page, MakeCall).reject()
    choose(page, plain)
    page.finish_task()
    QApplication.processEvents()
    [told] = [each for each in page.findChildren(AfterClosing) if each.isVisible()]
    told.primary.click()
    assert dialog(page, CreateInteraction).contact.value().id == person


def test_postpone_clicked_twice_asks_once(
    desk: Desk, place: Workplace, prompts: ScriptedPrompts, anna: int, qtbot: QtBot
) -> None:
    number, window, jobs = task(desk), QWidget(), Jobs(prompts)
    qtbot.addWidget(window)
    ready(window)
    for _click in range(2):
        task_flows.postpone(replace(place, jobs=jobs), window, [number])
    qtbot.waitUntil(lambda: bool(window.findChildren(PostponeTask)))
    QTest.qWait(50)
    assert len(window.findChildren(PostponeTask)) == 1
    window.findChildren(PostponeTask)[0].reject()
    jobs.close()


def test_5199_a_meeting_without_attendees_opens_its_card(
    desk: Desk, place: Workplace, calls: Calls, qtbot: QtBot
) -> None:
    with records.store_of(desk).write("test.task") as work:
        number = work.add(TaskRow(number="K1", description="Visit", on=MONDAY, type=int(TaskType.MEETING)))
    window = QWidget()
    qtbot.addWidget(window)
    task_flows.show_meeting(place, window, [number])
    assert calls.opened == [("task", number)]
