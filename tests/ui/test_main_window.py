"""The frame: sections by key, what was done and how to undo it, what is possible now."""

from datetime import date

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from oppdesk.domain.progress import Progress
from oppdesk.services.opportunities import Draft
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.pages.entries import EntriesPage
from oppdesk.ui.pages.tasks import TasksPage
from tests.services.records import close, opportunity, started
from tests.ui.scripted import ScriptedPrompts

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def make(main: MainWindow, description: str = "Refit of filling line 3") -> int:
    return main.place.desk.opportunities.create(Draft(description=description), complete=False)


def count(main: MainWindow) -> int:
    from oppdesk.domain.query import Query

    return main.place.desk.lists.count("opportunity", Query())


def test_the_section_last_shown_is_shown_again(main: MainWindow) -> None:
    assert isinstance(main.page(), EntriesPage)
    assert main.sidebar.current() == "entries"


def test_sections_by_key(main: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(main, Qt.Key.Key_3, CTRL)
    assert isinstance(main.page(), ContactsPage)
    assert main.sidebar.current() == "contacts"
    assert main.place.preferences.now.page == "contacts"
    qtbot.keyClick(main, Qt.Key.Key_4, CTRL)
    assert isinstance(main.page(), TasksPage)


def test_pages_nobody_looks_at_are_not_made(main: MainWindow) -> None:
    assert list(main._pages) == ["entries"]


def test_what_was_done_is_said_and_can_be_undone(main: MainWindow, qtbot: QtBot) -> None:
    make(main)
    assert main.undo_bar.isVisible()
    assert main.undo_bar.words() == "“Refit of filling line 3” created"
    main.undo_bar.undone.emit()
    assert count(main) == 0
    assert main.undo_bar.words() == "Undone: “Refit of filling line 3” created"
    assert not main.undo_bar._can_undo()


def test_a_win_gets_the_trophy(main: MainWindow) -> None:
    desk = main.place.desk
    close(desk, started(desk, "EX-SMALL", description="Trial with paper bags"))
    assert main.undo_bar.words() == "Won: Trial with paper bags"
    assert main.undo_bar._icon == "trophy"


def test_ctrl_z_undoes_and_the_menu_names_it(main: MainWindow, qtbot: QtBot) -> None:
    undo = main.action_set.action("edit.undo")
    main.action_set.update()
    assert not undo.isEnabled()
    make(main, "Weighing belt & more")
    assert undo.text() == "Undo: “Weighing belt && more” created"
    qtbot.keyClick(main, Qt.Key.Key_Z, CTRL)
    assert count(main) == 0
    assert undo.text() == "Undo"
    assert not undo.isEnabled()


def test_ctrl_z_in_a_field_takes_back_what_was_typed(main: MainWindow, qtbot: QtBot) -> None:
    make(main)
    qtbot.keyClick(main, Qt.Key.Key_F, CTRL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert field.text() == ""
    assert count(main) == 1


def test_an_undo_that_is_not_possible_says_what_stands_in_the_way(
    main: MainWindow, prompts: ScriptedPrompts
) -> None:
    row = make(main)
    told = main._told.operation
    main.place.desk.opportunity_fields.change(row, "description", "Other")
    main.commands.undo(told)
    assert prompts.told
    assert count(main) == 1


def test_the_time_of_the_last_save_is_told(main: MainWindow) -> None:
    assert main.status._saved.text() == ""
    make(main)
    assert main.status._saved.text().startswith("saved ")


def test_a_work_date_that_is_not_today_is_always_visible(main: MainWindow, qtbot: QtBot) -> None:
    assert not main.status._day.isVisible()
    main.place.desk.context.work_as_of(date(2026, 4, 1))
    main.place.hub.day_changed.emit()
    assert main.status._day.isVisible()
    assert main.status._day.text() == "Work date: Wed 1 Apr 2026"
    main.place.desk.context.work_as_of(None)
    main.place.hub.day_changed.emit()
    assert not main.status._day.isVisible()


def test_a_window_is_not_closed_over_long_work_without_asking(
    main: MainWindow, prompts: ScriptedPrompts
) -> None:
    def long(progress: Progress) -> None:
        progress.step(1, 10)
        prompts.answers.append(False)
        assert not main.frame.close()

    main.place.jobs.run("Importing", long)
    assert len(prompts.asked) == 1
    assert main.frame.isVisible()


def test_the_sidebar_folds_by_key_and_stays_folded(main: MainWindow, qtbot: QtBot) -> None:
    assert not main.sidebar.is_rail()
    qtbot.keyClick(main, Qt.Key.Key_B, CTRL)
    assert main.sidebar.is_rail()
    assert main.place.preferences.now.rail


def test_compact_rows_are_switched_and_shown_as_on(main: MainWindow) -> None:
    before = main._pages["entries"].list.verticalHeader().defaultSectionSize()
    main.run("view.compact-rows")
    assert main._pages["entries"].list.verticalHeader().defaultSectionSize() < before
    assert main.action_set.action("view.compact-rows").isChecked()


def test_the_frame_reports_the_section_in_its_title_and_its_count_below(main: MainWindow) -> None:
    assert main.frame.windowTitle() == "History of stages"
    assert main.status.words() == "0 entries"


def test_escape_puts_the_undo_bar_away(main: MainWindow, qtbot: QtBot) -> None:
    make(main)
    qtbot.keyClick(main, Qt.Key.Key_Escape)
    assert not main.undo_bar.isVisible()


def test_the_window_remembers_its_place(main: MainWindow) -> None:
    main.frame.close()
    assert main.place.preferences.now.geometry


def test_another_way_of_writing_shows_at_once(main: MainWindow, qtbot: QtBot) -> None:
    make(main)
    main.place.desk.context.work_as_of(date(2026, 4, 1))
    frame = main.frame
    main.place.preferences.change(region="nl_NL")
    qtbot.waitUntil(lambda: not shiboken6.isValid(main))
    again = frame.centralWidget()
    assert isinstance(again, MainWindow)
    assert again.place.form.tag == "nl_NL"
    assert again.status._day.text() == "Work date: wo 1 apr 2026"
    assert isinstance(again.page(), EntriesPage)
    qtbot.keyClick(again, Qt.Key.Key_Z, CTRL)
    assert count(again) == 0


def test_an_opportunity_is_moved_and_moved_back_by_keys_alone(main: MainWindow, qtbot: QtBot) -> None:
    desk = main.place.desk
    row = started(desk, "EX-SMALL")
    qtbot.keyClick(main, Qt.Key.Key_2, CTRL)
    page = main.page()
    assert page is not None
    qtbot.waitUntil(lambda: page.selected() == (row,))
    qtbot.keyClick(page.keys_from(), Qt.Key.Key_Right, ALT)
    assert desk.opportunities.view(row).stage == 2
    assert main.undo_bar.words() == "“New offices” moved to Presentation"
    qtbot.keyClick(page.keys_from(), Qt.Key.Key_Left, ALT)
    assert desk.opportunities.view(row).stage == 1
    qtbot.keyClick(page.keys_from(), Qt.Key.Key_Z, CTRL)
    assert desk.opportunities.view(row).stage == 2


def test_a_key_that_does_nothing_says_why(main: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(main, Qt.Key.Key_2, CTRL)
    qtbot.keyClick(main, Qt.Key.Key_F7)
    assert main.status.words() == "Only for an opportunity in progress."
    opportunity(main.place.desk)
    qtbot.keyClick(main, Qt.Key.Key_Right, ALT)
    assert main.status.words() == "Only for an opportunity in progress."
    main.go("entries")
    qtbot.keyClick(main, Qt.Key.Key_F9)
    assert main.status.words() == "This list shows everything in its rows."
    qtbot.keyClick(main, Qt.Key.Key_1, CTRL)
    qtbot.keyClick(main, Qt.Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert main.status.words() == "This is not possible here."


def test_a_new_day_is_noticed_when_one_comes_back(main: MainWindow, qtbot: QtBot) -> None:
    main._today = date(2026, 3, 1)  # it was closed yesterday
    with qtbot.waitSignal(main.place.hub.day_changed):
        QApplication.sendEvent(main.frame, QEvent(QEvent.Type.WindowActivate))


def test_the_context_menu_offers_what_is_possible_with_the_selection(main: MainWindow, qtbot: QtBot) -> None:
    started(main.place.desk, "EX-SMALL")
    page = main.go("opportunities")
    qtbot.waitUntil(lambda: bool(page.selected()))
    menu = main.action_set.context_menu(main)
    offered = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "Next stage" in offered
    assert "Update…" in offered
    assert "Start the first stage…" not in offered
    menu.close()


def test_the_sidebar_counts_my_open_opportunities(main: MainWindow) -> None:
    started(main.place.desk)
    assert main.sidebar.rows()[1].accessibleName() == "Opportunities, 1"


def test_quit_closes_the_window(main: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(main, Qt.Key.Key_Q, CTRL)
    assert not main.frame.isVisible()
