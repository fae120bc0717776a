"""Ctrl+L and Enter call whoever is looked at, Ctrl+I logs what was said, from every list and card (9.6, 9.7)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui import links
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.dialogs.call import MakeCall
from oppdesk.ui.dialogs.interaction import CreateInteraction
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.workplace import Workplace
from tests.services import records, talks
from tests.ui.hands import CTRL, press, ready

PHONE = "+31 20 555 0142"


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(links.QDesktopServices, "openUrl", lambda url: found.append(url.toString()) or True)
    return found


@pytest.fixture
def deal(desk: Desk) -> int:
    """An opportunity with a task, and a call that was logged about it."""
    anna = desk.context.salesperson = records.salesperson(desk)
    firm = records.company(desk, "Molenhof Zuivel BV", phone=PHONE, salesperson=anna)
    made = records.started(desk, contact=firm, description="Filler")
    desk.tasks.add("Ask about it", desk.context.work_date, type=TaskType.CALL, opportunity=made)
    talks.talk(desk, "OUTGOING", contact=firm, opportunity=made)
    return made


def dialog_of(parent: QWidget, kind: type) -> QWidget:
    QApplication.processEvents()
    (found,) = [each for each in parent.findChildren(kind) if each.isVisible()]
    assert isinstance(found, QWidget)
    return found


@pytest.mark.parametrize("section", ["contacts", "opportunities", "tasks", "interactions"])
def test_9_7_two_keystrokes_call_from_every_list(
    main: MainWindow, deal: int, dialled: list[str], section: str, qtbot: QtBot
) -> None:
    page = main.go(section)
    show = page.show_view  # type: ignore[attr-defined]
    show("all")
    qtbot.waitUntil(lambda: bool(page.selected()))
    QTest.keyClick(page.list, Qt.Key.Key_L, CTRL)  # type: ignore[attr-defined]
    dialog = dialog_of(main.frame, MakeCall)
    ready(dialog)
    press(dialog, Qt.Key.Key_Return)
    assert dialled == ["tel:+31205550142"]


@pytest.mark.parametrize("section", ["contacts", "opportunities", "tasks", "interactions"])
def test_9_6_an_interaction_is_begun_from_every_list(
    main: MainWindow, deal: int, section: str, qtbot: QtBot
) -> None:
    page = main.go(section)
    page.show_view("all")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bool(page.selected()))
    QTest.keyClick(page.list, Qt.Key.Key_I, CTRL)  # type: ignore[attr-defined]
    dialog = dialog_of(main.frame, CreateInteraction)
    assert isinstance(dialog, CreateInteraction)
    found = dialog.new()
    assert found.contact is not None
    assert (found.opportunity == deal) == (section != "contacts")
    assert (found.task is not None) == (section == "tasks")


@pytest.mark.parametrize("section", ["today", "entries"])
def test_where_nobody_is_chosen_the_dialog_asks(main: MainWindow, section: str) -> None:
    main.go(section)
    QTest.qWait(20)
    main.run("interaction.create-interaction")
    dialog = dialog_of(main.frame, CreateInteraction)
    assert isinstance(dialog, CreateInteraction)
    assert dialog.contact.isEnabled()


@pytest.mark.parametrize("make", [ContactCard, OpportunityCard])
def test_9_7_two_keystrokes_call_from_a_card(
    desk: Desk, place: Workplace, deal: int, dialled: list[str], make: Callable[[Workplace, int], QWidget]
) -> None:
    contact = desk.opportunities.view(deal).contact
    assert contact is not None
    card = make(place, contact.id if make is ContactCard else deal)
    ready(card)
    QTest.qWait(1)
    QTest.keyClick(card.focusWidget() or card, Qt.Key.Key_L, CTRL)
    dialog = dialog_of(card, MakeCall)
    ready(dialog)
    press(dialog, Qt.Key.Key_Return)
    assert dialled == ["tel:+31205550142"]
    dialog.close()
    card.close()
    card.deleteLater()
