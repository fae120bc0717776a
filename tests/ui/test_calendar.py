"""The calendar in the section of tasks: what is shown, and what keys and the pointer do with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import count
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import TaskRow
from oppdesk.ui.calendar.calendar_way import CalendarWay, period, turned
from oppdesk.ui.calendar.grid import Grid
from oppdesk.ui.calendar.month_view import MonthView
from oppdesk.ui.calendar.places import Place, Slot
from oppdesk.ui.calendar.time_view import TimeView
from oppdesk.ui.calendar.words import Stretch
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.pages.tasks import TasksPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, SHIFT, press
from tests.ui.scripted import Calls

MONDAY = date(2026, 3, 2)  # today and the work date
DAY = timedelta(1)
_numbers = count(1)


def task(desk: Desk, on: date = MONDAY, start: time | None = None, **values: Any) -> int:
    usual: dict[str, Any] = {"description": "Call", "duration": 1440 if start is None else 60}
    usual["type"] = int(TaskType.NONE if start is None else TaskType.MEETING)
    with records.store_of(desk).write("test.task") as work:
        row = TaskRow(number=f"K{next(_numbers)}", on=on, start_time=start, **(usual | values))
        return work.add(row)


def stored(desk: Desk, row: int) -> tuple[date, time | None, int]:
    found = desk.lists.rows("task", [row])[0]
    return found["on"], found["start_time"], found["duration"]


@pytest.fixture
def page(place: Workplace, qtbot: QtBot) -> Iterator[TasksPage]:
    made = TasksPage(place)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_view("all")
    yield made
    QApplication.processEvents()


def shown(page: TasksPage, stretch: Stretch) -> CalendarWay:
    page.show_way(stretch.value)
    way = page.way(stretch.value)
    assert isinstance(way, CalendarWay)
    return way


def days(grid: Grid) -> tuple[date, date]:
    return grid.first, grid.first + (grid.count - 1) * DAY


def centre(grid: Grid, row: int) -> QPoint:
    """The middle of a task on the screen."""
    return next(
        piece.room.center() for piece in grid.pieces() if piece.item is not None and piece.item.id == row
    )


def at(grid: Grid, day: date, minute: int | None) -> QPoint:
    grid.pieces()  # laid out
    return grid.room_of(Slot(day, minute)).center()


def drag(grid: Grid, begin: QPoint, end: QPoint) -> None:
    port = grid.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    for step in (QPoint(6, 6), QPoint(12, 12)):
        QTest.mouseMove(port, begin + step)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


# -- periods --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stretch", "first_weekday", "first", "count"),
    [
        (Stretch.DAY, 0, date(2026, 3, 18), 1),
        (Stretch.WEEK, 0, date(2026, 3, 16), 7),
        (Stretch.WEEK, 6, date(2026, 3, 15), 7),  # Sunday first
        (Stretch.MONTH, 0, date(2026, 2, 23), 42),
        (Stretch.MONTH, 6, date(2026, 3, 1), 35),
    ],
)
def test_a_period_begins_as_the_locale_has_it(
    stretch: Stretch, first_weekday: int, first: date, count: int
) -> None:
    assert period(stretch, date(2026, 3, 18), first_weekday) == (first, count)


def test_a_month_turns_to_its_last_day_where_it_is_shorter() -> None:
    assert turned(Stretch.MONTH, date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert turned(Stretch.MONTH, date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert turned(Stretch.DAY, date(2999, 12, 31), 1) == date(2999, 12, 31)


def test_page_keys_turn_the_period_and_t_comes_back_to_today(page: TasksPage) -> None:
    way = shown(page, Stretch.WEEK)
    press(page, Qt.Key.Key_PageDown)
    assert days(way.grid) == (MONDAY + 7 * DAY, MONDAY + 13 * DAY)
    press(page, Qt.Key.Key_PageUp)
    press(page, Qt.Key.Key_PageUp)
    assert way.grid.first == MONDAY - 7 * DAY
    press(page, Qt.Key.Key_T)
    assert way.grid.first == MONDAY
    assert way.grid.slot.day == MONDAY


def test_who_changes_from_week_to_month_and_day_stays_on_his_day(page: TasksPage) -> None:
    shown(page, Stretch.WEEK)
    press(page, Qt.Key.Key_PageDown)
    press(page, Qt.Key.Key_Right)
    assert shown(page, Stretch.DAY).grid.first == MONDAY + 8 * DAY
    month = shown(page, Stretch.MONTH)
    assert month.grid.shows(MONDAY + 8 * DAY)
    press(page, Qt.Key.Key_PageDown)
    assert shown(page, Stretch.WEEK).grid.shows(date(2026, 4, 10))


def test_the_cursor_that_leaves_the_week_brings_the_next_one(page: TasksPage) -> None:
    way = shown(page, Stretch.WEEK)
    press(page, Qt.Key.Key_Left)
    assert (way.grid.first, way.grid.slot.day) == (MONDAY - 7 * DAY, MONDAY - DAY)


# -- what is shown --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stretch", Stretch)
def test_only_tasks_of_the_days_shown_are_there(page: TasksPage, desk: Desk, stretch: Stretch) -> None:
    here, away = task(desk), task(desk, MONDAY + 100 * DAY)
    running = task(desk, MONDAY - 50 * DAY, type=int(TaskType.MEETING), all_day=True, duration=60 * 1440)
    way = shown(page, stretch)
    assert set(way.grid.items) == {here, running}
    assert away not in way.grid.items


def test_the_filters_of_the_section_hold_but_those_of_days(page: TasksPage, desk: Desk) -> None:
    anna, bert = records.salesperson(desk, "ANNA"), records.salesperson(desk, "BERT")
    mine, other = task(desk, MONDAY + DAY, salesperson=anna), task(desk, salesperson=bert)
    seated = task(desk, MONDAY + 2 * DAY, time(10), salesperson=bert)
    records.attend(desk, seated, salesperson=anna)
    way = shown(page, Stretch.WEEK)
    assert set(way.grid.items) == {mine, other, seated}
    page.show_filters((Filter("participant", Op.IS, anna), Filter("on", Op.IS, MONDAY)))
    assert page.shown_way() is None  # what lies behind a figure is a list
    page.show_way("week")
    assert set(way.grid.items) == {mine, seated}


def test_a_task_of_another_month_is_gone_to(page: TasksPage, desk: Desk) -> None:
    far = task(desk, MONDAY + 100 * DAY)
    way = shown(page, Stretch.WEEK)
    way.select(far)
    assert way.task() == far
    assert way.grid.shows(MONDAY + 100 * DAY)


def test_a_full_day_is_read_in_part_and_all_of_it_counted(page: TasksPage, desk: Desk) -> None:
    for _number in range(20):
        task(desk)
    way = shown(page, Stretch.MONTH)
    assert len(way.grid.items) < 20
    (more,) = [piece.more for piece in way.grid.pieces() if piece.item is None]
    assert more + sum(piece.item is not None for piece in way.grid.pieces()) == 20
    way.grid.go(Slot(MONDAY, None))
    assert "20 tasks" in way.grid.accessibleName()
    assert len(shown(page, Stretch.DAY).grid.items) == 20


def test_news_are_shown_at_once(page: TasksPage, desk: Desk) -> None:
    way = shown(page, Stretch.WEEK)
    made = task(desk)
    assert made in way.grid.items
    desk.tasks.remove([made])
    assert made not in way.grid.items


def test_what_has_no_room_is_counted_and_opens_the_day_alone(page: TasksPage, desk: Desk) -> None:
    for _number in range(30):
        task(desk)
    way = shown(page, Stretch.MONTH)
    (more,) = [piece for piece in way.grid.pieces() if piece.item is None]
    seen = sum(piece.item is not None for piece in way.grid.pieces())
    assert (more.day, more.more + seen) == (MONDAY, 30)
    QTest.mouseClick(way.grid.viewport(), Qt.MouseButton.LeftButton, pos=more.room.center())
    day = page.shown_way()
    assert isinstance(day, CalendarWay)
    assert (day.stretch, day.grid.first) == (Stretch.DAY, MONDAY)


def test_a_period_is_painted_light_and_with_everything_in_it(page: TasksPage, desk: Desk) -> None:
    records.salesperson(desk, "ANNA")
    task(desk, closed=True)
    task(desk, MONDAY - DAY)
    task(desk, start=time(10))
    task(desk, start=time(10, 15))
    for stretch in Stretch:
        way = shown(page, stretch)
        assert not way.grid.grab().isNull()


# -- keys -----------------------------------------------------------------------------------------------------


def test_arrows_meet_tasks_and_what_is_met_is_said(page: TasksPage, desk: Desk) -> None:
    plain, timed = task(desk, description="Plain one"), task(desk, start=time(9), description="Meet them")
    way = shown(page, Stretch.WEEK)
    way.grid.go(Slot(MONDAY, None))
    assert "nothing" not in way.grid.accessibleName()
    press(page, Qt.Key.Key_Down)
    assert way.task() == plain
    assert "Plain one" in way.grid.accessibleName()
    way.grid.go(Slot(MONDAY, 8 * 60))
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Down)
    assert way.task() == timed
    assert "Meeting" in way.grid.accessibleName()
    assert "09:00" in way.grid.accessibleName()
    press(page, Qt.Key.Key_Down)
    assert way.task() is None
    assert way.grid.slot == Slot(MONDAY, 10 * 60)
    assert "nothing planned" in way.grid.accessibleName()
    press(page, Qt.Key.Key_Up)
    assert way.task() == timed


def test_enter_opens_what_is_met(page: TasksPage, desk: Desk, calls: Calls) -> None:
    made = task(desk)
    way = shown(page, Stretch.WEEK)
    way.select(made)
    press(page, Qt.Key.Key_Return)
    assert calls.opened == [("task", made)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_N])
def test_enter_and_n_on_an_empty_slot_create_with_that_time(
    page: TasksPage, key: Qt.Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = shown(page, Stretch.WEEK)
    wanted: list[object] = []
    way.grid.create_wanted.disconnect()
    way.grid.create_wanted.connect(wanted.append)
    way.grid.go(Slot(MONDAY + DAY, 14 * 60))
    press(page, key)
    assert wanted == [(MONDAY + DAY, 14 * 60, 30, False)]


def test_the_dialog_knows_the_time_that_was_met(page: TasksPage, desk: Desk, place: Workplace) -> None:
    desk.context.salesperson = records.salesperson(desk, "ANNA", e_mail="anna@oppdesk.example")
    way = shown(page, Stretch.WEEK)
    way.grid.go(Slot(MONDAY + DAY, 14 * 60))
    press(page, Qt.Key.Key_N)
    (dialog,) = page.findChildren(CreateTask)
    new = dialog.new()
    dialog.close()
    assert (new.type, new.on, new.start_time, new.duration, new.all_day) == (
        TaskType.MEETING,
        MONDAY + DAY,
        time(14),
        30,
        False,
    )


def test_del_asks_as_the_menu_does(page: TasksPage, desk: Desk, calls: Calls) -> None:
    way = shown(page, Stretch.WEEK)
    way.select(task(desk))
    press(page, Qt.Key.Key_Delete)
    assert calls.runs == ["edit.delete"]


def test_ctrl_and_arrows_move_the_task(page: TasksPage, desk: Desk) -> None:
    made = task(desk, start=time(10))
    way = shown(page, Stretch.WEEK)
    way.select(made)
    press(page, Qt.Key.Key_Right, CTRL)
    assert stored(desk, made) == (MONDAY + DAY, time(10), 60)
    press(page, Qt.Key.Key_Down, CTRL)
    press(page, Qt.Key.Key_Down, CTRL)
    assert stored(desk, made) == (MONDAY + DAY, time(10, 30), 60)
    press(page, Qt.Key.Key_Down, SHIFT)
    assert stored(desk, made) == (MONDAY + DAY, time(10, 30), 75)
    assert way.task() == made


def test_in_a_month_ctrl_and_down_is_a_week_later_and_the_time_stays(page: TasksPage, desk: Desk) -> None:
    made = task(desk, start=time(10))
    way = shown(page, Stretch.MONTH)
    way.select(made)
    press(page, Qt.Key.Key_Down, CTRL)
    assert stored(desk, made) == (MONDAY + 7 * DAY, time(10), 60)


def test_over_a_change_of_the_clocks_the_wall_clock_time_stays(page: TasksPage, desk: Desk) -> None:
    """29 March 2026, when the clocks of Europe go on at two."""
    made = task(desk, date(2026, 3, 28), time(2, 30))
    way = shown(page, Stretch.WEEK)
    way.select(made)
    press(page, Qt.Key.Key_Right, CTRL)
    assert stored(desk, made) == (date(2026, 3, 29), time(2, 30), 60)
    press(page, Qt.Key.Key_Right, CTRL)
    assert stored(desk, made) == (date(2026, 3, 30), time(2, 30), 60)


# -- the pointer ----------------------------------------------------------------------------------------------


def test_a_dragged_meeting_is_moved_and_can_be_taken_back(page: TasksPage, desk: Desk) -> None:
    made = task(desk, start=time(10))
    grid = shown(page, Stretch.WEEK).grid
    drag(grid, centre(grid, made), at(grid, MONDAY + 2 * DAY, 14 * 60))
    on, start, minutes = stored(desk, made)
    assert (on, minutes) == (MONDAY + 2 * DAY, 60)
    assert start is not None
    assert time(13, 30) <= start <= time(14)
    desk.history.undo()
    assert stored(desk, made) == (MONDAY, time(10), 60)


def test_the_lower_edge_makes_it_longer(page: TasksPage, desk: Desk) -> None:
    made = task(desk, start=time(10))
    grid = shown(page, Stretch.WEEK).grid
    piece = next(each for each in grid.pieces() if each.item is not None)
    drag(grid, piece.grip().center(), at(grid, MONDAY, 12 * 60) - QPoint(0, 5))
    on, start, minutes = stored(desk, made)
    assert (on, start) == (MONDAY, time(10))
    assert minutes in (135, 150)


def test_a_meeting_dropped_in_the_head_row_takes_all_day_and_back_among_the_hours_half_an_hour(
    page: TasksPage, desk: Desk
) -> None:
    made = task(desk, start=time(10))
    grid = shown(page, Stretch.WEEK).grid
    drag(grid, centre(grid, made), at(grid, MONDAY + DAY, None))
    row = desk.lists.rows("task", [made])[0]
    assert (row["on"], row["all_day"], row["duration"]) == (MONDAY + DAY, True, 1440)
    drag(grid, centre(grid, made), at(grid, MONDAY, 11 * 60) - QPoint(0, 5))
    row = desk.lists.rows("task", [made])[0]
    assert (row["on"], row["all_day"], row["duration"]) == (MONDAY, False, 30)


@pytest.mark.parametrize("stretch", [Stretch.WEEK, Stretch.MONTH])
def test_what_lasts_for_days_is_moved_by_whichever_day_it_is_taken(
    page: TasksPage, desk: Desk, stretch: Stretch
) -> None:
    made = task(desk, type=int(TaskType.MEETING), all_day=True, duration=3 * 1440)
    grid = shown(page, stretch).grid
    begin = centre(grid, made)  # on Tuesday, its second day
    width = grid.room_of(Slot(MONDAY + DAY, None)).left() - grid.room_of(Slot(MONDAY, None)).left()
    drag(grid, begin, begin + QPoint(width, 0))
    row = desk.lists.rows("task", [made])[0]
    assert (row["on"], row["all_day"], row["duration"]) == (MONDAY + DAY, True, 3 * 1440)


def test_7_4_a_task_of_no_type_has_no_time_wherever_it_is_dropped(page: TasksPage, desk: Desk) -> None:
    made = task(desk)
    grid = shown(page, Stretch.WEEK).grid
    drag(grid, centre(grid, made), at(grid, MONDAY + 3 * DAY, 11 * 60))
    assert stored(desk, made) == (MONDAY + 3 * DAY, None, 1440)


def test_what_is_refused_goes_back_and_says_why(page: TasksPage, desk: Desk) -> None:
    made = task(desk, start=time(10))
    way = shown(page, Stretch.WEEK)
    said: list[str] = []
    page.remarked.connect(said.append)
    item = way.grid.items[made]
    desk.tasks.remove([made])  # meanwhile, by somebody else
    way.grid.placed.emit(item, Place(MONDAY + DAY, 600, 60, all_day=False))
    assert said
    assert made not in way.grid.items


def test_drawing_over_the_hours_asks_for_a_task_of_that_length(page: TasksPage) -> None:
    grid = shown(page, Stretch.WEEK).grid
    wanted: list[Any] = []
    grid.create_wanted.disconnect()
    grid.create_wanted.connect(wanted.append)
    drag(grid, at(grid, MONDAY, 9 * 60), at(grid, MONDAY, 11 * 60))
    assert wanted[0].on == MONDAY
    assert wanted[0].start in (540, 555)
    assert 120 <= wanted[0].duration <= 150


def test_esc_lets_go_of_what_is_carried(page: TasksPage, desk: Desk) -> None:
    made = task(desk, start=time(10))
    grid = shown(page, Stretch.WEEK).grid
    port, begin = grid.viewport(), centre(grid, made)
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=begin)
    for step in (QPoint(15, 15), QPoint(150, 40)):
        QTest.mouseMove(port, begin + step)
    assert grid.drag is not None
    press(page, Qt.Key.Key_Escape)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=begin + QPoint(150, 40))
    assert stored(desk, made) == (MONDAY, time(10), 60)


def test_a_click_on_the_name_of_a_day_shows_it_alone(page: TasksPage) -> None:
    grid = shown(page, Stretch.WEEK).grid
    place = QPoint(at(grid, MONDAY + 3 * DAY, None).x(), 5)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    day = page.shown_way()
    assert isinstance(day, CalendarWay)
    assert (day.stretch, day.grid.first) == (Stretch.DAY, MONDAY + 3 * DAY)


def test_the_kinds_of_views(page: TasksPage) -> None:
    assert isinstance(shown(page, Stretch.WEEK).grid, TimeView)
    assert isinstance(shown(page, Stretch.MONTH).grid, MonthView)


class FullDisk(Jobs):
    """Nothing can be written."""

    def run(self, title: str, _work: object, *wishes: Any) -> None:
        def full(_progress: object) -> None:
            raise StorageTrouble(Trouble.FULL, "The disk is full.")

        super().run(title, full, *wishes)


def test_what_was_moved_goes_back_when_the_disk_is_full(
    page: TasksPage, desk: Desk, place: Workplace
) -> None:
    made = task(desk, start=time(10))
    way = shown(page, Stretch.WEEK)
    jobs = FullDisk(place.prompts, inline=True)
    way._place = replace(place, jobs=jobs)
    way.grid.placed.emit(way.grid.items[made], Place(MONDAY + DAY, 600, 60, all_day=False))
    assert way.grid.items[made].on == MONDAY
    assert not way.grid.saving
    jobs.close()


def test_only_the_left_button_makes_something_new(page: TasksPage) -> None:
    for stretch in (Stretch.WEEK, Stretch.MONTH):
        grid = shown(page, stretch).grid
        wanted: list[Any] = []
        grid.create_wanted.connect(wanted.append)
        where = at(grid, MONDAY, 600 if stretch is Stretch.WEEK else None)
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.RightButton, pos=where)
        assert wanted == []
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert len(wanted) == 1
        grid.create_wanted.disconnect(wanted.append)
