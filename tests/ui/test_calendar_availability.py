"""Who of a team is free when, on the screen: a line a person, and a meeting made where all are."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import TaskRow
from oppdesk.ui.calendar.availability_grid import Spot
from oppdesk.ui.calendar.availability_way import AvailabilityWay
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.pages.tasks import TasksPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import press

MONDAY = date(2026, 3, 2)
DAY = timedelta(1)
_numbers = count(1)


def meeting(desk: Desk, who: int, start: time, on: date = MONDAY, **values: Any) -> int:
    with records.store_of(desk).write("test.task") as work:
        return work.add(
            TaskRow(
                number=f"A{next(_numbers)}",
                description="Meet",
                type=int(TaskType.MEETING),
                on=on,
                start_time=start,
                duration=60,
                salesperson=who,
                **values,
            )
        )


@pytest.fixture
def people(desk: Desk) -> tuple[int, int]:
    return records.salesperson(desk, "ANNA", "Anna"), records.salesperson(desk, "BERT", "Bert")


@pytest.fixture
def way(place: Workplace, qtbot: QtBot, people: tuple[int, int]) -> Iterator[AvailabilityWay]:
    page = TasksPage(place)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_way("availability")
    made = page.way("availability")
    assert isinstance(made, AvailabilityWay)
    made.show_people(people)
    yield made
    QApplication.processEvents()


def test_each_has_a_line_and_all_together_the_first(
    way: AvailabilityWay, desk: Desk, people: tuple[int, int]
) -> None:
    anna, bert = people
    meeting(desk, anna, time(9))
    meeting(desk, bert, time(11))
    grid = way.grid
    assert [grid.name(line) for line in range(3)] == ["Everybody", "Anna", "Bert"]
    assert grid.taken(1, MONDAY) == ((540, 600),)
    assert grid.taken(0, MONDAY) == ((540, 600), (660, 720))
    assert grid.found.days == tuple(MONDAY + number * DAY for number in range(7))
    assert not grid.grab().isNull()


def test_what_the_keyboard_meets_is_said(way: AvailabilityWay, desk: Desk, people: tuple[int, int]) -> None:
    meeting(desk, people[0], time(8))
    grid = way.grid
    grid.go(Spot(1, 0, 480))
    assert grid.accessibleName() == "Anna, Mon 2 Mar 2026, 08:00, taken"
    press(way.window(), Qt.Key.Key_Down)
    assert grid.accessibleName() == "Bert, Mon 2 Mar 2026, 08:00, free"
    press(way.window(), Qt.Key.Key_Right)
    assert grid.spot == Spot(2, 0, 510)
    press(way.window(), Qt.Key.Key_Left)
    press(way.window(), Qt.Key.Key_Left)  # before Monday morning: Sunday evening
    assert (grid.found.days[grid.spot.day], grid.spot.minute) == (MONDAY - DAY, 1050)


def test_tips_say_when_one_is_free(way: AvailabilityWay, desk: Desk, people: tuple[int, int]) -> None:
    meeting(desk, people[0], time(9))
    assert "Free: 08:00 – 09:00, 10:00 – 18:00" in way.grid.tip(Spot(1, 0, 540))


def test_who_is_shown_is_a_team_or_who_is_ticked(
    way: AvailabilityWay, desk: Desk, people: tuple[int, int]
) -> None:
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    records.add_setup(desk, "team_salesperson", team=team, salesperson=people[1])
    actions = {action.text(): action for action in way.menu().actions()}
    actions["North"].trigger()
    assert [each.person.text for each in way.grid.found.people] == ["Bert"]
    assert way.who.text() == "Who: North"
    actions = {action.text(): action for action in way.menu().actions()}
    actions["Anna"].trigger()
    assert [each.person.text for each in way.grid.found.people] == ["Anna"]


def test_page_keys_turn_the_week(way: AvailabilityWay) -> None:
    press(way.window(), Qt.Key.Key_PageDown)
    assert way.grid.found.days[0] == MONDAY + 7 * DAY
    press(way.window(), Qt.Key.Key_T)
    assert way.grid.found.days[0] == MONDAY


def test_the_meeting_is_one_with_all_of_them(
    way: AvailabilityWay, desk: Desk, people: tuple[int, int]
) -> None:
    anna, bert = people
    desk.context.salesperson = anna
    way.grid.go(Spot(0, 2, 600))
    press(way.window(), Qt.Key.Key_Return)
    (dialog,) = way.window().findChildren(CreateTask)
    new = dialog.new()
    dialog.close()
    assert (new.type, new.on, new.start_time, new.duration) == (
        TaskType.MEETING,
        MONDAY + 2 * DAY,
        time(10),
        60,
    )
    assert {seat.salesperson for seat in new.seats} == {anna, bert}


def test_enter_wants_a_meeting_there(way: AvailabilityWay) -> None:
    wanted: list[object] = []
    way.grid.create_wanted.disconnect()
    way.grid.create_wanted.connect(wanted.append)
    way.grid.go(Spot(0, 2, 600))
    press(way.window(), Qt.Key.Key_Return)
    assert wanted == [Spot(0, 2, 600)]
