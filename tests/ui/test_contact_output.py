"""From the list and from the card contacts go to a file, onto paper and to the clipboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.ui.action_specs import ACTIONS
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.dialogs.contact_sheet import ContactSheetDialog
from oppdesk.ui.dialogs.export_contacts import ExportContacts
from oppdesk.ui.dialogs.labels import Labels
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.services.test_exporting_contacts import People, people

__all__ = ["people"]
WINDOWS = {"export_contacts": ExportContacts, "print_labels": Labels, "contact_sheet": ContactSheetDialog}


@pytest.fixture
def page(place: Workplace, people: People, qtbot: QtBot) -> Iterator[ContactsPage]:
    made = ContactsPage(place)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.list.records.count == len(people))
    yield made
    made.list.setModel(None)


def opened(kind: type[QWidget], qtbot: QtBot) -> QWidget:
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
    qtbot.addWidget(found)
    return found


@pytest.mark.parametrize("name", WINDOWS)
def test_the_list_opens_each_window(page: ContactsPage, qtbot: QtBot, name: str) -> None:
    getattr(page, name)()
    assert opened(WINDOWS[name], qtbot).isVisible()


@pytest.mark.parametrize("name", WINDOWS)
def test_a_card_opens_each_window(place: Workplace, people: People, qtbot: QtBot, name: str) -> None:
    card = ContactCard(place, people.person)
    qtbot.addWidget(card)
    card.show()
    getattr(card, name)()
    assert opened(WINDOWS[name], qtbot).isVisible()


def test_what_the_list_shows_is_what_the_window_offers(
    page: ContactsPage, people: People, qtbot: QtBot
) -> None:
    page.list.select([people.person])
    page.export_contacts()
    dialog = opened(ExportContacts, qtbot)
    assert isinstance(dialog, ExportContacts)
    assert dialog.listed.isVisible()
    dialog.selected.click()
    assert dialog.chosen().ids == (people.person,)


def test_4_1_copied_as_text_an_address_is_as_on_a_letter(
    place: Workplace, page: ContactsPage, people: People, qtbot: QtBot
) -> None:
    page.list.select([people.person])
    page.copy_as_text()
    block = "Molenhof BV\nZoë van Dam\nKade 3\n2611 AB Delft\nNETHERLANDS"
    assert QGuiApplication.clipboard().text() == block
    card = ContactCard(place, people.firm)
    qtbot.addWidget(card)
    card.copy_as_text()
    assert QGuiApplication.clipboard().text() == "Molenhof BV\nKade 3\n2611 AB Delft\nNETHERLANDS"


def test_several_copied_as_text_have_a_blank_line_between_them(page: ContactsPage) -> None:
    page.list.selectAll()
    page.copy_as_text()
    assert QGuiApplication.clipboard().text().count("\n\n") == 1


def test_i11_markup_is_copied_as_it_is(place: Workplace, page: ContactsPage, qtbot: QtBot) -> None:
    evil = records.person(place.desk, "<b>Ann</b>", city="=1+1")
    card = ContactCard(place, evil)
    qtbot.addWidget(card)
    card.copy_as_text()
    assert QGuiApplication.clipboard().text() == "<b>Ann</b>\n=1+1"
    assert page


def test_all_contacts_can_be_exported_whatever_is_shown(main: MainWindow, qtbot: QtBot) -> None:
    spec = next(each for each in ACTIONS if each.id == "contact.export-contacts")
    assert main.action_set.may_run(spec)
    main.action_set.run(spec.id)
    dialog = opened(ExportContacts, qtbot)
    assert isinstance(dialog, ExportContacts)
    assert dialog.every.isChecked()
