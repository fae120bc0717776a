"""Ctrl+K: records and actions by a few letters, without the mouse."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.services.opportunities import Draft
from oppdesk.services.search import Hit
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.cards.task import TaskCard
from oppdesk.ui.command_box import RECORDS
from oppdesk.ui.command_sheet import CommandSheet
from oppdesk.ui.dialogs.create_opportunity import CreateOpportunity
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.preferences import Preferences
from oppdesk.ui.widgets.found import Found, matches
from tests.services import records
from tests.ui.hands import ALT, CTRL
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def asked(main: MainWindow, qtbot: QtBot) -> MainWindow:
    """The box open over a small book."""
    company = main.place.desk.contacts.create({"type": 0, "name": "Brouwerij De Zilveren Hop"})
    for name in ("Robot cell for crates", "Cleaning-in-place skid"):
        main.place.desk.opportunities.create(Draft(description=name, contact=company), complete=False)
    main.place.desk.opportunities.create(Draft(description="Tunnel"), complete=False)
    qtbot.keyClick(main, Qt.Key.Key_K, CTRL)
    return main


def found(main: MainWindow) -> list[tuple[str, str]]:
    return [(row.group, row.text) for row in main.box.list.rows()]


def test_records_of_every_kind_are_found_as_one_types(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, "brouw")
    assert found(asked) == [
        ("Opportunities", "Cleaning-in-place skid"),
        ("Opportunities", "Robot cell for crates"),
        ("Contacts", "Brouwerij De Zilveren Hop"),
        ("Actions", "New opportunity for Brouwerij De Zilveren Hop"),
    ]


def test_enter_opens_what_is_chosen(asked: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(asked._windows, "_cards", {})
    monkeypatch.setattr(
        "oppdesk.ui.windows._CARDS", {"contact": lambda _place, _row: opened.append("card") or asked}
    )
    qtbot.keyClicks(asked.box.line, "zilveren")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Up)
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return)
    assert opened == ["card"]
    assert not asked.box.isVisible()


def test_every_action_is_found_by_its_name(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, "work da")
    assert found(asked)[0] == ("Actions", "Work date…")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is not None or QApplication.activeWindow() is not asked.frame
    for window in QApplication.topLevelWidgets():
        if window.windowTitle() == "Work date":
            window.close()


def test_setup_lists_are_found_by_their_names(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, "close codes")
    assert ("Actions", "Setup: Close codes") in found(asked)


def test_a_sign_asks_for_actions_only(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, ">crates")
    assert found(asked) == []
    qtbot.keyClick(asked.box.line, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(asked.box.line, "crates")
    assert found(asked) == [("Opportunities", "Robot cell for crates")]


def test_the_box_says_what_is_searched(asked: MainWindow, qtbot: QtBot) -> None:
    sheet = asked.box.line.parentWidget().parentWidget()
    assert isinstance(sheet, CommandSheet)
    assert sheet.scope() == "searches everything"
    qtbot.keyClicks(asked.box.line, ">gro")
    assert sheet.scope() == "actions only"


def test_the_corners_of_the_box_show_what_is_behind_it(asked: MainWindow) -> None:
    sheet = asked.box.line.parentWidget().parentWidget()
    picture = asked.frame.grab().toImage()
    corner = sheet.mapTo(asked.frame, sheet.rect().bottomRight())
    inside, outside = picture.pixelColor(corner), picture.pixelColor(corner + QPoint(1, 1))
    assert abs(inside.lightness() - outside.lightness()) < 30


def test_what_is_not_possible_now_is_not_offered(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, ">next stage")
    assert found(asked) == []
    assert "next stage" in asked.box._sheet._nothing.text()


def test_escape_works_when_the_card_where_one_was_is_closed(asked: MainWindow, qtbot: QtBot) -> None:
    """A look at a part that is gone ended the program."""
    asked.box.close_box()
    field = QLineEdit(asked)
    field.show()
    field.setFocus()
    asked.box.open()
    shiboken6.delete(field)
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Escape)
    assert not asked.box.isVisible()


def test_escape_goes_back_to_where_one_was(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Escape)
    assert not asked.box.isVisible()
    page = asked.page()
    assert page is not None
    assert page.isAncestorOf(QApplication.focusWidget())


def test_without_a_word_the_daily_actions_are_offered_with_their_keys(asked: MainWindow) -> None:
    rows = asked.box.list.rows()
    assert rows[0].text == "New opportunity…"
    assert all(row.key for row in rows)


# -- all kinds, more than fit, and the way to the very place ---------------------------------------------------


class Later(Jobs):
    """Answers come when the test says so, as from a slow database."""

    def __init__(self, main: MainWindow) -> None:
        super().__init__(main.place.prompts, inline=True)
        self.waiting: list[tuple[str, Callable[[], object], Callable[[object], None]]] = []

    def read(self, work: Any, done: Any, key: str = "", *_failed: Any, **_urgent: Any) -> None:
        self.waiting.append((key, work, done))

    def answer(self, at: int = 0) -> None:
        _key, work, done = self.waiting.pop(at)
        done(work())


@pytest.fixture
def later(asked: MainWindow) -> Iterator[tuple[MainWindow, Later]]:
    jobs = Later(asked)
    asked.box._place = replace(asked.place, jobs=jobs)
    yield asked, jobs
    jobs.close()


@pytest.fixture
def opened(asked: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is opened, instead of opening it."""
    calls: list[tuple[str, int]] = []
    asked.box._place = replace(asked.place, open_record=lambda table, record: calls.append((table, record)))
    return calls


def heads(main: MainWindow) -> dict[str, str]:
    lines = main.box.list.model().lines  # type: ignore[attr-defined]
    return {line.text: line.count for line in lines if not isinstance(line, Found)}


def many(main: MainWindow, count: int) -> None:
    for at in range(count):
        main.place.desk.opportunities.create(Draft(description=f"Valve {at}"), complete=False)


def test_tasks_notes_and_quotes_stand_in_groups_of_their_own(asked: MainWindow, qtbot: QtBot) -> None:
    desk = asked.place.desk
    desk.context.salesperson = records.salesperson(desk)
    row = desk.opportunities.create(Draft(description="Kettle"), complete=False)
    desk.tasks.add("Ask about the kettle", desk.context.work_date, opportunity=row)
    desk.comments.add("opportunity", row, "The kettle leaks")
    qtbot.keyClicks(asked.box.line, "kettl")
    assert found(asked) == [
        ("Opportunities", "Kettle"),
        ("Tasks", "Ask about the kettle"),
        ("Notes", "The kettle leaks"),
    ]


def test_of_many_a_few_are_shown_with_their_number_and_the_way_to_all(
    asked: MainWindow, qtbot: QtBot
) -> None:
    many(asked, 9)
    qtbot.keyClicks(asked.box.line, "valve")
    assert len(asked.box.list.rows()) == RECORDS + 1
    assert heads(asked) == {"Opportunities": "5 of 9"}
    assert asked.box.list.rows()[-1].text == "Show all in the list"
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return, ALT)
    assert not asked.box.isVisible()
    page = asked.page()
    assert isinstance(page, OpportunitiesPage)
    assert page.query().text == "valve"
    assert page.list.records.rowCount() == 9


def test_the_row_that_shows_all_does_so(asked: MainWindow, qtbot: QtBot) -> None:
    many(asked, 6)
    qtbot.keyClicks(asked.box.line, "valve")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Up)
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return)
    page = asked.page()
    assert isinstance(page, OpportunitiesPage)
    assert page.list.records.rowCount() == 6


def test_ctrl_enter_opens_and_stays(asked: MainWindow, qtbot: QtBot, opened: list[tuple[str, int]]) -> None:
    qtbot.keyClicks(asked.box.line, "brouw")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Down)
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return, CTRL)
    assert [table for table, _record in opened] == ["opportunity", "opportunity"]
    assert asked.box.isVisible()
    assert asked.box.line.text() == "brouw"


def test_what_was_typed_is_there_again_until_something_is_opened(
    asked: MainWindow, qtbot: QtBot, opened: list[tuple[str, int]]
) -> None:
    qtbot.keyClicks(asked.box.line, "crates")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Escape)
    qtbot.keyClick(asked, Qt.Key.Key_K, CTRL)
    assert asked.box.line.selectedText() == "crates"  # the next key replaces it
    assert found(asked) == [("Opportunities", "Robot cell for crates")]
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return)
    assert len(opened) == 1
    qtbot.keyClick(asked, Qt.Key.Key_K, CTRL)
    assert asked.box.line.text() == ""


def test_records_opened_last_are_offered_before_anything_is_typed(asked: MainWindow, qtbot: QtBot) -> None:
    rows = list(asked.place.desk.lists.ids("opportunity", Query()))
    for row in (rows[0], 4711, rows[1], rows[0]):
        asked.place.preferences.remember("opportunity", row)
    asked.box.close_box()
    qtbot.keyClick(asked, Qt.Key.Key_K, CTRL)
    offered = [row for row in asked.box.list.rows() if row.group == "Recently opened"]
    assert [row.what.id for row in offered if isinstance(row.what, Hit)] == rows[:2]
    assert Preferences(Path(asked.place.preferences._file.fileName()).parent).recent()[0] == (
        "opportunity",
        rows[0],
    )


def test_an_older_answer_never_replaces_a_newer_question(
    later: tuple[MainWindow, Later], qtbot: QtBot
) -> None:
    main, jobs = later
    jobs.waiting.clear()
    qtbot.keyClicks(main.box.line, "tu")
    assert len(jobs.waiting) == 2
    jobs.answer(1)
    assert found(main)[0] == ("Opportunities", "Tunnel")
    jobs.answer(0)  # of "t": too late
    assert found(main)[0] == ("Opportunities", "Tunnel")


def test_enter_before_the_answer_opens_what_was_meant(
    later: tuple[MainWindow, Later], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    main, jobs = later
    calls: list[tuple[str, int]] = []
    main.box._place = replace(main.box._place, open_record=lambda table, row: calls.append((table, row)))
    jobs.waiting.clear()
    qtbot.keyClicks(main.box.line, "tunnel")
    qtbot.keyClick(main.box.line, Qt.Key.Key_Return)
    assert not calls
    jobs.answer(len(jobs.waiting) - 1)
    (row,) = main.place.desk.lists.ids("opportunity", Query(text="tunnel"))
    assert calls == [("opportunity", row)]


def test_a_contact_that_is_meant_gets_an_opportunity_from_here(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, "brouwerij")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Up)
    current = asked.box.list.current()
    assert current is not None
    assert current.text == "New opportunity for Brouwerij De Zilveren Hop"
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return)
    (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, CreateOpportunity)]
    dialog.close()


@pytest.mark.parametrize("text", ["<b>x</b>", '"', "NEAR(", "\0", "%", "x" * 100_000])
def test_i16_any_text_is_only_text(asked: MainWindow, qtbot: QtBot, text: str) -> None:
    asked.box.line.setText(text)
    asked.box.line.textEdited.emit(text)
    assert found(asked) == []
    assert asked.box._sheet._nothing.text()


def test_words_are_marked_where_they_were_found() -> None:
    assert matches("Brouwerij De Zilveren Hop", "zil bro") == [(0, 3), (13, 16)]
    assert matches("上海电气集团", "电气") == [(2, 4)]
    assert matches("Crêperie des Chênes", "chen") == [(13, 17)]
    assert matches("Robot", "ob") == []  # two letters count where words begin
    assert matches("Robot", "obo") == [(1, 4)]


def test_a_task_has_its_card_and_a_note_its_place_on_one(asked: MainWindow, qtbot: QtBot) -> None:
    desk = asked.place.desk
    desk.context.salesperson = records.salesperson(desk)
    (row,) = desk.lists.ids("opportunity", Query(text="tunnel"))
    for at in range(20):
        desk.comments.add("opportunity", row, f"Note {at}\nand a second line")
    task = desk.tasks.add("Ask about the slope", desk.context.work_date, opportunity=row)
    oldest = desk.comments.of("opportunity", row)[-1].id
    asked.place.open_record("comment", oldest)
    card = asked._windows._cards["opportunity", row]
    assert isinstance(card, OpportunityCard)
    part = card.side.part("comment", oldest)
    assert part is not None
    qtbot.waitUntil(lambda: not part.visibleRegion().isEmpty())
    assert card.focusWidget() is part
    card.close()
    asked.place.open_record("task", task)
    opened = asked._windows._cards["task", task]
    assert isinstance(opened, TaskCard)
    opened.close()


def test_the_search_index_is_made_again_by_an_action(
    asked: MainWindow, qtbot: QtBot, prompts: ScriptedPrompts
) -> None:
    qtbot.keyClicks(asked.box.line, "search index")
    qtbot.keyClick(asked.box.line, Qt.Key.Key_Return)
    assert "made again" in prompts.told[-1]
    assert [hit.title for hit in asked.place.desk.search.find("tunnel")] == ["Tunnel"]
