"""A salesperson's day through the program's own window, by keyboard alone; the keys are counted.

In the reference system the same day takes, by the steps its windows ask for: a call with its wizard 9, two tasks put
off 2 x 5, a meeting with its wizard and attendee 14, a move of the opportunity 6, a note 5: 44 clicks and keys beside
what is typed as text.
"""

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Attendance, TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui import links
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.today import TodayPage
from oppdesk.ui.pages.today_tasks import TaskLine
from tests.services import records
from tests.ui.hands import ALT, CTRL, NONE

REFERENCE = 44  # keys and clicks


class Keyboard:
    """Keys for whatever has the cursor, counted; words are typed too, but count by themselves."""

    def __init__(self, frame: QWidget) -> None:
        self._frame = frame
        self.keys = 0
        self.letters = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._cursor(), key, modifiers)
        self.keys += 1
        QApplication.processEvents()

    def write(self, words: str) -> None:
        QTest.keyClicks(self._cursor(), words)
        self.letters += len(words)
        QApplication.processEvents()

    def _cursor(self) -> QWidget:
        popup, window = QApplication.activePopupWidget(), QApplication.activeWindow()
        if popup is None and window is None:  # no window manager here gives it back when a dialog ends
            self._frame.activateWindow()
            assert QTest.qWaitForWindowActive(self._frame)
            window = self._frame
        return popup or (window.focusWidget() if window else None) or self._frame


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(links.QDesktopServices, "openUrl", lambda url: found.append(url.toString()) is None)
    return found


def test_a_day_by_keyboard_alone(main: MainWindow, desk: Desk, dialled: list[str]) -> None:
    anna = records.salesperson(desk, "ANNA", "Anna de Vries", e_mail="anna@oppdesk.example")
    main.place.preferences.change(salesperson=anna)
    today: date = desk.context.work_date
    firm = records.company(desk, "Molenhof Zuivel BV", phone="+31 20 555 0142", salesperson=anna)
    vera = records.person(desk, company=firm, e_mail="vera@molenhof.example")
    deal = records.started(desk, contact=firm, salesperson=anna)
    for task in desk.tasks.of("opportunity", deal):
        desk.tasks.cancel(task.id)
    call = desk.tasks.add("Ask about the offer", today, type=TaskType.CALL, contact=firm)
    for words in ("Write the report", "Order samples"):
        desk.tasks.add(words, today + timedelta(days=1))
    board = Keyboard(main.frame)

    # see today
    board.press(Qt.Key.Key_1, CTRL)
    assert [line.words() for line in lines(main)] == [
        "Ask about the offer",
        "Write the report",
        "Order samples",
    ]
    # call about the first: nobody answers, so call back tomorrow
    board.press(Qt.Key.Key_L, CTRL)
    board.press(Qt.Key.Key_Return)
    assert dialled == ["tel:+31205550142"]
    board.press(Qt.Key.Key_4)
    board.press(Qt.Key.Key_Return)
    (entry,) = desk.lists.rows("interaction", desk.lists.ids("interaction", Query()))
    assert entry["task"].id == call
    assert entry["attempt_failed"]
    follow_up = next(
        task for task in desk.tasks.of("contact", firm) if task.description.startswith("Call back")
    )
    assert (follow_up.type, follow_up.on) == (TaskType.CALL, today + timedelta(days=1))
    # put two off
    put_off = [line.task.id for line in lines(main)[:2] if line.task is not None]
    for _each in put_off:
        board.press(Qt.Key.Key_P)
        board.press(Qt.Key.Key_Down)
        board.press(Qt.Key.Key_Down)
        board.press(Qt.Key.Key_Return)
    assert all(row["on"] == today + timedelta(days=3) for row in desk.lists.rows("task", put_off))
    # plan a visit with an attendee
    board.press(Qt.Key.Key_T, CTRL | ALT)
    board.write("meet Vera Kowalski friday 10:00 2 h visit the plant")
    board.press(Qt.Key.Key_Return)
    (visit,) = (
        desk.tasks.sheet(row)
        for row in desk.lists.ids("task", Query((Filter("type", Op.IS, int(TaskType.MEETING)),)))
    )
    assert (visit.on, visit.start_time, visit.duration) == (today + timedelta(days=4), time(10), 120)
    assert [(seat.attendance, seat.salesperson or seat.contact) for seat in visit.seats] == [
        (Attendance.ORGANIZER, Ref(anna, "Anna de Vries")),
        (Attendance.REQUIRED, Ref(vera, "Vera Kowalski")),
    ]
    # the opportunity goes on, and why is written down
    board.press(Qt.Key.Key_2, CTRL)
    board.press(Qt.Key.Key_Right, ALT)
    assert records.view(desk, deal).stage == 2
    board.press(Qt.Key.Key_M, CTRL)
    board.write("They want the plant seen before they decide.")
    board.press(Qt.Key.Key_Return, CTRL)
    assert [note.text for note in desk.comments.of("opportunity", deal)] == [
        "They want the plant seen before they decide."
    ]
    assert board.keys < REFERENCE / 2


def lines(main: MainWindow) -> list[TaskLine]:
    page = main.page()
    assert isinstance(page, TodayPage)
    return page.work.tasks.lines()
