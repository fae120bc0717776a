"""The bell by a clock that the test holds: counted, listed, done, put to rest, told on the desktop, never missed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QWindowStateChangeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from oppdesk.domain.reminders import Habit
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui.bell import Bell
from oppdesk.ui.dialogs.preferences import PreferencesDialog, open_preferences
from oppdesk.ui.dialogs.snooze import SnoozeDialog
from oppdesk.ui.frame import bring_forward
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.preferences import Preferences, Workstation
from oppdesk.ui.reminding import Reminding, habit_of
from oppdesk.ui.tray import Tray
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services.records import MONDAY
from tests.ui.hands import press, ready, write
from tests.ui.scripted import Calls


class NotedTray(Tray):
    """A desktop that shows notifications: they are kept."""

    def __init__(self, frame: QMainWindow, preferences: Preferences, parent: QObject) -> None:
        super().__init__(frame, preferences, parent)
        self.shown: list[tuple[str, str]] = []

    def tell(self, title: str, words: str) -> None:
        self.shown.append((title, words))


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    read: list[datetime] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bell(place: Workplace, desk: Desk, clock: Clock) -> Iterator[Reminding]:
    desk.context.salesperson = records.salesperson(desk, "ANNA", "Anna de Vries")
    desk.reminders.zone = UTC
    frame = QMainWindow()
    frame.resize(1366, 768)
    shown = Bell()
    frame.setCentralWidget(shown)
    ready(frame)
    yield Reminding(place, frame, shown, frame, clock, NotedTray)
    frame.close()
    frame.deleteLater()


def call(desk: Desk, words: str, start: time | None, on: date = MONDAY, **values: object) -> int:
    me = desk.context.salesperson
    return desk.tasks.create(
        NewTask(TaskType.CALL, words, on, start, 30, salesperson=me, **values)  # type: ignore[arg-type]
    )


def told(bell: Reminding) -> list[tuple[str, str]]:
    assert isinstance(bell.tray, NotedTray)
    return bell.tray.shown


def listed(bell: Reminding) -> list[str]:
    assert bell.popup is not None
    return [task.description for task in bell.popup.list.tasks()]


def choose(menu: QMenu, words: str) -> None:
    next(each for each in menu.actions() if words in each.text().replace("&", "")).trigger()
    menu.close()


def test_at_start_it_says_what_was_missed(bell: Reminding, desk: Desk) -> None:
    call(desk, "Ask for the drawing", time(10), MONDAY - timedelta(days=3))
    call(desk, "Confirm the date", time(8))
    bell.begin()
    assert bell._bell.count == 2
    assert bell._bell.accessibleName() == "Reminders: 2 tasks are due"
    assert told(bell) == [("2 tasks ask for attention", "Confirm the date\nAsk for the drawing")]


def test_each_is_told_once_when_it_is_due(bell: Reminding, desk: Desk, clock: Clock) -> None:
    company = desk.contacts.create({"type": 0, "name": "Contoso Ltd"})
    call(desk, "Ask for the drawing", time(9, 30), contact=company)
    bell.begin()
    assert told(bell) == []
    clock.go(minutes=14)
    bell.tick()
    assert bell._bell.count == 0
    clock.go(minutes=1)
    bell.tick()
    assert told(bell) == [("Ask for the drawing", "09:30 · Contoso Ltd")]
    clock.go(minutes=1)
    bell.tick()
    bell.look()
    assert len(told(bell)) == 1


def test_r10_after_sleep_everything_is_there_at_the_first_tick(
    bell: Reminding, desk: Desk, clock: Clock
) -> None:
    call(desk, "at ten", time(10))
    call(desk, "at noon", time(12))
    bell.begin()
    clock.go(hours=9)
    bell.tick()
    assert bell._bell.count == 2
    assert told(bell)[0][0] == "2 tasks ask for attention"


def test_r11_a_clock_set_back_wakes_what_rests(bell: Reminding, desk: Desk, clock: Clock) -> None:
    call(desk, "call", time(9))
    clock.go(days=2)  # wrong
    bell.begin()
    assert bell.due is not None
    bell.snooze(bell.due.tasks, clock.now + timedelta(minutes=10))
    assert bell._bell.count == 0
    clock.go(days=-2)
    bell.tick()
    assert bell._bell.count == 1


def test_another_day_brings_its_tasks_without_a_time(bell: Reminding, desk: Desk, clock: Clock) -> None:
    desk.tasks.add("any time tomorrow", MONDAY + timedelta(days=1))
    bell.begin()
    clock.go(hours=23, minutes=59)
    bell.tick()
    assert bell._bell.count == 0
    clock.go(minutes=1)
    bell.tick()
    assert bell._bell.count == 1


def test_in_the_list_a_task_is_done_by_space_and_opened_by_enter(
    bell: Reminding, desk: Desk, calls: Calls
) -> None:
    first = call(desk, "first", time(8, 30))
    call(desk, "second", time(8))
    bell.begin()
    bell.open_list()
    assert bell.popup is not None
    assert listed(bell) == ["first", "second"]
    press(bell.popup, Qt.Key.Key_Return)
    assert calls.opened == [("task", first)]
    assert not bell.popup.isVisible()
    bell.open_list()
    press(bell.popup, Qt.Key.Key_Space)
    for window in QApplication.topLevelWidgets():
        if window.isModal():
            window.close()
            window.deleteLater()
    assert listed(bell) == ["second"]
    assert desk.tasks.sheet(first).closed


def test_in_the_list_a_task_is_put_to_rest(bell: Reminding, desk: Desk, clock: Clock) -> None:
    call(desk, "call", time(9))
    bell.begin()
    bell.open_list()
    assert bell.due is not None
    [task] = bell.due.tasks
    for words, later in (("10 minutes", timedelta(minutes=10)), ("1 hour", timedelta(hours=1))):
        choose(bell.menu([task]), words)
        assert listed(bell) == []
        clock.now += later
        bell.tick()
        assert listed(bell) == ["call"]
    choose(bell.menu([task]), "Tomorrow, 09:00")
    clock.now = datetime(2026, 3, 3, 8, 59, tzinfo=UTC)
    bell.tick()
    assert listed(bell) == []
    clock.go(minutes=1)
    bell.tick()
    assert listed(bell) == ["call"]


def test_a_time_of_ones_own_is_asked_for(bell: Reminding, desk: Desk, clock: Clock) -> None:
    call(desk, "call", time(9))
    bell.begin()
    assert bell.due is not None
    choose(bell.menu(bell.due.tasks), "my own")
    shown = next(each for each in QApplication.topLevelWidgets() if isinstance(each, SnoozeDialog))
    write(shown.day, "in 2 days")
    write(shown.clock, "7:15")
    shown.accept()
    shown.deleteLater()
    clock.now = datetime(2026, 3, 4, 7, 14, tzinfo=UTC)
    bell.tick()
    assert bell._bell.count == 0
    clock.go(minutes=1)
    bell.tick()
    assert bell._bell.count == 1


def test_all_are_put_to_rest_at_once(bell: Reminding, desk: Desk) -> None:
    for number in range(3):
        call(desk, f"call {number}", time(8))
    bell.begin()
    bell.open_list()
    assert bell.popup is not None
    choose(bell.menu(bell.popup.list.tasks()), "1 hour")
    assert listed(bell) == []
    assert not bell.popup.list.nothing.isHidden()


def test_done_elsewhere_it_leaves_the_bell(bell: Reminding, desk: Desk) -> None:
    task = call(desk, "call", time(8))
    bell.begin()
    assert bell._bell.count == 1
    desk.tasks.done(task)
    assert bell._bell.count == 0


def test_the_habit_comes_from_preferences(bell: Reminding, desk: Desk, place: Workplace) -> None:
    call(desk, "call", time(10))
    bell.begin()
    assert bell._bell.count == 0
    place.preferences.change(remind_before=60)
    assert bell._bell.count == 1
    assert habit_of(Workstation(day_start="nonsense", remind_before=-5)) == Habit(0, time(9))


def test_preferences_ask_for_the_habit(place: Workplace) -> None:
    made: list[PreferencesDialog] = []
    open_preferences(place, None, made.append)
    (dialog,) = made
    write(dialog.before, "1 h")
    write(dialog.day_start, "8:30")
    dialog.notify.setChecked(False)
    dialog.tray.setChecked(True)
    dialog.accept()
    now = place.preferences.now
    assert (now.remind_before, now.day_start, now.notify, now.tray) == (60, "08:30", False, True)
    dialog.deleteLater()


def test_a_minimised_window_waits_in_the_tray_if_the_user_wants_it(bell: Reminding, place: Workplace) -> None:
    bell.begin()
    tray, frame = bell.tray, bell._frame
    assert tray is not None
    frame.showMinimized()
    QApplication.sendEvent(frame, QWindowStateChangeEvent(Qt.WindowState.WindowNoState))
    QApplication.processEvents()
    assert frame.isVisible()  # there is no tray here
    tray.put_away()
    assert not frame.isVisible()
    assert not QApplication.quitOnLastWindowClosed()
    tray.bring_back()
    assert frame.isVisible()
    assert QApplication.quitOnLastWindowClosed()


def test_the_action_shows_the_list(main: MainWindow) -> None:
    main.run("view.reminders")
    watch = main.findChild(Reminding)
    assert watch is not None
    assert watch.popup is not None
    assert watch.popup.isVisible()
    press(watch.popup, Qt.Key.Key_Escape)
    assert not watch.popup.isVisible()


def test_i11_no_text_of_a_record_is_a_mark_for_the_desktop(bell: Reminding, desk: Desk) -> None:
    company = desk.contacts.create({"type": 0, "name": "<img src=file:///etc/passwd>"})
    call(desk, "<a href=file:///x>", time(8), contact=company)
    bell.begin()
    [(title, words)] = told(bell)
    assert "<" not in title + words
    assert "img src" in words


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # Qt looks for the tray of a desktop that is not there
def test_where_there_is_a_tray_the_window_waits_in_it_and_comes_back(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    preferences = Preferences(tmp_path)
    preferences.change(tray=True)
    frame = QMainWindow()
    ready(frame)
    tray = Tray(frame, preferences, frame)
    assert tray.icon is not None
    frame.showMinimized()
    qtbot.waitUntil(lambda: not frame.isVisible())
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert frame.isVisible()
    clicked: list[bool] = []
    tray.clicked.connect(lambda: clicked.append(frame.isVisible()))
    tray.put_away()
    tray.icon.messageClicked.emit()
    assert clicked == [True]
    tray.put_away()
    assert not QApplication.quitOnLastWindowClosed()
    bring_forward(frame)  # as a second start does
    assert QApplication.quitOnLastWindowClosed()
    preferences.change(tray=False, notify=False)
    assert tray.icon is None
    assert QApplication.quitOnLastWindowClosed()
    frame.close()
    frame.deleteLater()


def test_a_list_that_fills_while_it_is_open_takes_the_keys(bell: Reminding, desk: Desk) -> None:
    bell.open_list()
    assert bell.popup is not None
    task = call(desk, "call", time(8))
    assert bell.popup.list.stack.lines()[0].hasFocus()
    press(bell.popup, Qt.Key.Key_Escape)
    assert not bell.popup.isVisible()
    assert not desk.tasks.sheet(task).closed
