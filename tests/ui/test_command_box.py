"""Ctrl+K: records and actions by a few letters, without the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.services.opportunities import Draft
from oppdesk.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


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


def test_what_is_not_possible_now_is_not_offered(asked: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(asked.box.line, ">next stage")
    assert found(asked) == []
    assert "next stage" in asked.box._sheet._nothing.text()


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
