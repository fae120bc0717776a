"""Ctrl+Alt+T: a task from one line, its understanding seen before Enter and corrected without the mouse."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.domain.quick_task import Part
from oppdesk.domain.tasks import TaskSheet
from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.quick_line import QuickLine
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, press, ready

NOW = datetime(2026, 3, 2, 9, 0)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def book(desk: Desk) -> dict[str, int]:
    desk.context.salesperson = records.salesperson(desk, "ANNA", "Anna de Vries")
    company = desk.contacts.create({"type": 0, "name": "Contoso Ltd"})
    person = desk.contacts.create(
        {"type": 1, "first_name": "Sanne", "surname": "Hoekema", "company": company}
    )
    other = desk.contacts.create({"type": 1, "first_name": "Sanne", "surname": "de Wit", "company": company})
    return {"company": company, "person": person, "other": other}


@pytest.fixture
def line(place: Workplace, book: dict[str, int]) -> Iterator[QuickLine]:
    window = QWidget()
    window.resize(1366, 768)
    made = QuickLine(place, window, now=lambda: NOW)
    ready(window)
    made.open()
    yield made
    window.close()
    window.deleteLater()


def values(line: QuickLine) -> dict[str, str]:
    """What each part is understood to be."""
    return (
        {row.told.part.value: row.told.value for row in line.rows._rows if row.told is not None}
        if line.found
        else {}
    )


def tasks(desk: Desk) -> list[TaskSheet]:
    return [desk.tasks.sheet(row) for row in desk.lists.ids("task", Query())]


def type_in(line: QuickLine, words: str) -> None:
    QTest.keyClicks(line.line, words)


def choose(menu: QMenu, words: str) -> None:
    next(each for each in menu.actions() if each.text().startswith(words)).trigger()
    menu.close()


def test_the_understanding_is_there_before_enter(line: QuickLine, desk: Desk) -> None:
    type_in(line, "call Contoso tomorrow 10:00 about the offer")
    assert values(line) == {
        "type": "Phone call",
        "contact": "Contoso Ltd",
        "day": "Tue 3 Mar 2026",
        "clock": "10:00 – 10:30",
        "length": "30 min",
        "subject": "The offer",
    }
    assert tasks(desk) == []
    press(line.window(), Qt.Key.Key_Return)
    [task] = tasks(desk)
    assert (task.type, task.description, task.on, task.start_time) == (
        TaskType.CALL,
        "The offer",
        TUESDAY,
        time(10),
    )
    assert not line.isVisible()
    assert line.line.text() == ""


def test_a_wrong_guess_is_taken_back_by_one_key(line: QuickLine, desk: Desk) -> None:
    type_in(line, "call Contoso tomorrow about the offer")
    press(line.window(), Qt.Key.Key_Down)  # type
    press(line.window(), Qt.Key.Key_Down)  # contact
    press(line.window(), Qt.Key.Key_Delete)
    assert (values(line)["contact"], values(line)["subject"]) == ("no contact", "Contoso about the offer")
    press(line.window(), Qt.Key.Key_Return)
    assert tasks(desk)[0].contact is None


def test_of_several_contacts_another_is_chosen(line: QuickLine, desk: Desk, book: dict[str, int]) -> None:
    type_in(line, "call Sanne tomorrow")
    row = line.rows.row(Part.CONTACT)
    assert row.told is not None
    assert "1 more may be meant" in row.told.note
    first = values(line)["contact"]
    menu = line.menu(Part.CONTACT)
    names = [each.text().split(" · ")[0] for each in menu.actions()]
    assert {"Sanne Hoekema", "Sanne de Wit"} < set(names)
    other = next(name for name in ("Sanne Hoekema", "Sanne de Wit") if name != first)
    choose(menu, other)
    assert values(line)["contact"] == other
    type_in(line, " 14:00")
    assert (values(line)["contact"], values(line)["clock"]) == (other, "14:00 – 14:30")
    press(line.window(), Qt.Key.Key_Return)
    contact = tasks(desk)[0].contact
    assert contact is not None
    assert contact.text == other


def test_type_day_time_and_length_are_chosen_where_they_stand(line: QuickLine, desk: Desk) -> None:
    type_in(line, "Contoso presentation")
    choose(line.menu(Part.TYPE), "Meeting")
    choose(line.menu(Part.DAY), "Tomorrow")
    choose(line.menu(Part.CLOCK), "14:00")
    choose(line.menu(Part.LENGTH), "1 h 30 min")
    assert values(line)["clock"] == "14:00 – 15:30"
    press(line.window(), Qt.Key.Key_Return)
    [task] = tasks(desk)
    assert (task.type, task.on, task.start_time, task.duration) == (
        TaskType.MEETING,
        TUESDAY,
        time(14),
        90,
    )


def test_a_plain_task_takes_no_time_and_its_words_stay(line: QuickLine) -> None:
    type_in(line, "tomorrow 10:00 Contoso prices")
    assert values(line)["type"] == "Meeting"
    choose(line.menu(Part.TYPE), "Task")
    assert (values(line)["clock"], values(line)["subject"]) == ("any time", "10:00 Contoso prices")


def test_letters_typed_in_a_row_go_on_in_the_line(line: QuickLine) -> None:
    type_in(line, "call Contoso")
    press(line.window(), Qt.Key.Key_Down)
    QTest.keyClicks(line.window().focusWidget(), " ")  # offers, types nothing
    line.findChild(QMenu).close()
    press(line.window(), Qt.Key.Key_Down)
    for letter in "s":
        QTest.keyClicks(line.window().focusWidget(), letter)
    assert line.line.text() == "call Contosos"
    assert line.line.hasFocus()


def test_ctrl_enter_makes_one_and_goes_on(line: QuickLine, desk: Desk) -> None:
    type_in(line, "prepare slides")
    press(line.window(), Qt.Key.Key_Return, CTRL)
    assert line.isVisible()
    type_in(line, "write the minutes friday")
    press(line.window(), Qt.Key.Key_Return)
    assert sorted(task.description for task in tasks(desk)) == ["Prepare slides", "Write the minutes"]


def test_escape_closes_and_the_words_are_there_again(line: QuickLine) -> None:
    type_in(line, "call Contoso")
    press(line.window(), Qt.Key.Key_Escape)
    assert not line.isVisible()
    line.open()
    assert line.line.text() == "call Contoso"
    assert values(line)["contact"] == "Contoso Ltd"


def test_what_cannot_be_made_says_why_and_keeps_the_words(line: QuickLine, desk: Desk) -> None:
    desk.context.salesperson = None
    type_in(line, "prepare slides")
    press(line.window(), Qt.Key.Key_Return)
    assert line.isVisible()
    assert "salesperson" in line._fault.text()
    assert line.line.text() == "prepare slides"


def test_each_part_says_what_it_is_to_a_screen_reader(line: QuickLine) -> None:
    type_in(line, "call Contoso tomorrow 10:00")
    assert line.rows.row(Part.DAY).accessibleName() == "Date: Tue 3 Mar 2026, tomorrow · “tomorrow”"


def test_the_key_opens_it_from_anywhere(main: MainWindow, qtbot: QtBot) -> None:
    for section in ("today", "contacts", "entries"):
        main.go(section)
        qtbot.keyClick(main, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.AltModifier)
        shown = main.findChild(QuickLine)
        assert shown is not None
        assert shown.isVisible()
        qtbot.keyClick(shown.line, Qt.Key.Key_Escape)
        assert not shown.isVisible()


def test_a_task_made_by_it_can_be_undone(main: MainWindow, qtbot: QtBot) -> None:
    desk = main.place.desk
    desk.context.salesperson = records.salesperson(desk, "ANNA", "Anna de Vries")
    main.run("task.quick-line")
    shown = main.findChild(QuickLine)
    assert shown is not None
    qtbot.keyClicks(shown.line, "prepare slides tomorrow")
    qtbot.keyClick(shown.line, Qt.Key.Key_Return)
    assert [task.on for task in tasks(desk)] == [desk.context.today + timedelta(days=1)]
    main.commands.undo()
    assert desk.lists.count("task", Query()) == 0


def test_over_a_card_it_opens_there(main: MainWindow, qtbot: QtBot) -> None:
    desk = main.place.desk
    contact = desk.contacts.create({"type": 0, "name": "Contoso Ltd"})
    main.place.open_record("contact", contact)
    card = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ContactCard))
    ready(card)
    qtbot.keyClick(card, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.AltModifier)
    shown = card.findChild(QuickLine)
    assert shown is not None
    assert shown.isVisible()
    assert main.findChild(QuickLine) is None
    card.close()


class Later(Jobs):
    """Answers come when the test says so, as from a slow database."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place.prompts, inline=True)
        self.waiting: list[tuple[Any, Any]] = []

    def read(self, work: Any, done: Any, *_key: Any, **_options: Any) -> None:
        self.waiting.append((work, done))

    def answer(self, at: int = 0) -> None:
        work, done = self.waiting.pop(at)
        done(work())


def test_enter_before_the_answer_makes_what_was_typed(line: QuickLine, place: Workplace, desk: Desk) -> None:
    jobs = Later(place)
    line._place = replace(place, jobs=jobs)
    type_in(line, "call Contoso")
    press(line.window(), Qt.Key.Key_Return)
    assert tasks(desk) == []
    while jobs.waiting:
        jobs.answer()  # those of the letters before change nothing
    [task] = tasks(desk)
    assert (task.description, task.type) == ("Call Contoso Ltd", TaskType.CALL)
    jobs.close()


def test_an_old_answer_shows_nothing(line: QuickLine, place: Workplace) -> None:
    jobs = Later(place)
    line._place = replace(place, jobs=jobs)
    type_in(line, "call Sa")
    type_in(line, "x")
    jobs.answer(-1)
    assert values(line)["contact"] == "no contact"
    while jobs.waiting:
        jobs.answer()
    assert values(line)["contact"] == "no contact"
    jobs.close()


class Slow(Later):
    """Writes end when the test says so, too."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.writes: list[tuple[Any, ...]] = []

    def run(self, _title: str, *wish: Any) -> None:
        self.writes.append(wish)

    def end(self) -> None:
        work, done, _failed, ended = self.writes.pop(0)
        made = work(Progress())
        ended()
        done(made)


def test_enter_that_is_held_makes_one_task_and_what_is_typed_meanwhile_stays(
    line: QuickLine, place: Workplace, desk: Desk
) -> None:
    jobs = Slow(place)
    line._place = replace(place, jobs=jobs)
    type_in(line, "call Contoso")
    while jobs.waiting:
        jobs.answer()
    for _time in range(3):
        press(line.window(), Qt.Key.Key_Return, CTRL)
    assert len(jobs.writes) == 1
    type_in(line, " x")
    jobs.end()
    assert len(tasks(desk)) == 1
    assert line.line.text() == "call Contoso x"
    jobs.close()


def test_where_room_lacks_the_first_keys_are_told(line: QuickLine) -> None:
    line.window().resize(500, 500)
    QApplication.processEvents()
    shown = [not pair.isHidden() for pair in line._keys]
    assert shown == sorted(shown, reverse=True)
    assert shown[0]
    assert not shown[-1]
