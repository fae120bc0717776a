"""A stretch of work on tasks with nothing but keys: made, put off, done, taken back, cancelled, deleted."""

from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.domain.words import TaskStatus
from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.assign_activity import AssignActivity
from oppdesk.ui.dialogs.create_task import CreateTask
from oppdesk.ui.dialogs.task import PostponeTask
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.tasks import TasksPage
from tests.services import records
from tests.services import tasks as made
from tests.services.records import MONDAY
from tests.ui.hands import CTRL, SHIFT, enter, press, ready
from tests.ui.scripted import ScriptedPrompts

D = TypeVar("D", bound=QDialog)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def at_work(main: MainWindow) -> MainWindow:
    anna = records.salesperson(main.place.desk, "ANNA")
    main.place.preferences.change(salesperson=anna)
    main.place.desk.context.salesperson = anna
    return main


def shown(main: MainWindow, kind: type[D]) -> D:
    QApplication.processEvents()
    (found,) = [each for each in main.frame.findChildren(kind) if each.isVisible()]
    return found


def page(main: MainWindow, qtbot: QtBot) -> TasksPage:
    qtbot.keyClick(main, Qt.Key.Key_4, CTRL)
    found = main.page()
    assert isinstance(found, TasksPage)
    QTest.qWait(1)
    return found


def back(main: MainWindow, number: int) -> None:
    """The dialog is gone; the task is chosen in the list."""
    ready(main.frame)
    tasks = main.page()
    assert isinstance(tasks, TasksPage)
    tasks.list.setFocus()
    assert tasks.list.select([number])
    QTest.qWait(1)


def only(desk: Desk) -> int:
    (number,) = desk.lists.ids("task", Query())
    return number


def test_a_task_lives_by_keys(at_work: MainWindow, qtbot: QtBot, prompts: ScriptedPrompts) -> None:
    desk = at_work.place.desk
    tasks = page(at_work, qtbot)
    qtbot.keyClick(at_work, Qt.Key.Key_T, CTRL | SHIFT)
    dialog = shown(at_work, CreateTask)
    QTest.keyClicks(dialog.focusWidget(), "Send drawings")
    enter(dialog)
    number = only(desk)
    assert tasks.selected() == (number,)
    back(at_work, number)
    qtbot.keyClick(at_work, Qt.Key.Key_R, CTRL)
    later = shown(at_work, PostponeTask)
    QTest.keyClicks(later.focusWidget(), "+3")
    enter(later)
    assert desk.tasks.sheet(number).on == MONDAY + timedelta(days=3)
    back(at_work, number)
    qtbot.keyClick(at_work, Qt.Key.Key_D, CTRL)
    assert desk.tasks.sheet(number).status is TaskStatus.COMPLETED
    qtbot.keyClick(at_work, Qt.Key.Key_Z, CTRL)
    assert not desk.tasks.sheet(number).closed
    tasks.list.select([number])
    QTest.qWait(1)
    qtbot.keyClick(at_work, Qt.Key.Key_X, CTRL | SHIFT)
    assert desk.tasks.sheet(number).canceled
    tasks.show_view("all")
    tasks.list.select([number])
    QTest.qWait(1)
    qtbot.keyClick(at_work, Qt.Key.Key_R, CTRL | SHIFT)
    assert not desk.tasks.sheet(number).closed
    prompts.answers.append(True)
    tasks.list.setFocus()
    press(at_work, Qt.Key.Key_Delete)
    assert desk.lists.count("task", Query()) == 0


def test_8_1_an_activity_is_assigned_by_a_key_from_anywhere(at_work: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(at_work, Qt.Key.Key_A, CTRL | ALT)
    dialog = shown(at_work, AssignActivity)
    assert dialog.focusWidget() is dialog.activity
    dialog.reject()


def test_a_key_that_does_nothing_says_why(at_work: MainWindow, qtbot: QtBot) -> None:
    desk = at_work.place.desk
    number = desk.tasks.create(made.a_task(salesperson=desk.context.salesperson))
    tasks = page(at_work, qtbot)
    tasks.list.select([number])
    QTest.qWait(1)
    qtbot.keyClick(at_work, Qt.Key.Key_R, CTRL | SHIFT)
    assert at_work.status.words() == "Only for a task that is done or cancelled."


def test_enter_opens_the_card_once(at_work: MainWindow, qtbot: QtBot) -> None:
    desk = at_work.place.desk
    number = desk.tasks.create(made.a_task(salesperson=desk.context.salesperson))
    tasks = page(at_work, qtbot)
    tasks.list.select([number])
    QTest.qWait(1)
    for _twice in range(2):
        tasks.list.setFocus()
        press(at_work, Qt.Key.Key_Return)
    cards = [key for key in at_work._windows._cards if key[0] == "task"]
    assert cards == [("task", number)]
    at_work._windows._cards["task", number].close()
