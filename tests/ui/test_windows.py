"""Windows beside the main one: one card a record, brought forward when asked for again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.setup_window import SetupWindow
from tests.services.records import opportunity, started
from tests.ui.scripted import ScriptedPrompts

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def shown(kind: type[QMainWindow]) -> list[QMainWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


def test_opening_a_record_twice_raises_its_window(main: MainWindow) -> None:
    row = opportunity(main.place.desk)
    main.place.open_record("opportunity", row)
    main.place.open_record("opportunity", row)
    assert len(shown(OpportunityCard)) == 1
    other = opportunity(main.place.desk, description="Other")
    main.place.open_record("opportunity", other)
    assert len(shown(OpportunityCard)) == 2


def test_an_entry_opens_the_opportunity_it_belongs_to(main: MainWindow, qtbot: QtBot) -> None:
    started(main.place.desk)
    page = main.page()
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.selected()))
    qtbot.keyClick(page.keys_from(), Qt.Key.Key_Return)
    assert len(shown(OpportunityCard)) == 1


def test_a_record_that_is_gone_is_said(main: MainWindow, prompts: ScriptedPrompts) -> None:
    main.place.open_record("opportunity", 12345)
    assert prompts.told == ["This opportunity does not exist any more."]


def test_a_record_of_setup_opens_the_setup_at_its_list(main: MainWindow) -> None:
    main.place.open_record("salesperson", 1)
    (setup,) = shown(SetupWindow)
    assert isinstance(setup, SetupWindow)
    assert setup.nav.current() == "salesperson"
    main.place.open_setup("close_code")
    assert shown(SetupWindow) == [setup]
    assert setup.nav.current() == "close_code"


def test_setup_in_the_sidebar_is_a_window_and_no_section(main: MainWindow, qtbot: QtBot) -> None:
    main.sidebar.rows()[-1].click()
    assert shown(SetupWindow)
    qtbot.waitUntil(lambda: main.sidebar.current() == "entries")


def test_ctrl_z_in_a_card_undoes_what_was_done(main: MainWindow, qtbot: QtBot) -> None:
    row = started(main.place.desk)
    main.place.open_record("opportunity", row)
    (card,) = shown(OpportunityCard)
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Z, CTRL)
    assert main.place.desk.opportunities.view(row).stage == 0


def test_all_windows_close_with_the_main_one(main: MainWindow) -> None:
    main.place.open_record("opportunity", opportunity(main.place.desk))
    main.place.open_setup("")
    main.frame.close()
    assert not shown(QMainWindow)
