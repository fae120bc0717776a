"""With large letters everything still fits the smallest screen, 1366 by 768; what has no room scrolls or goes on below."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.cards.contact import ContactCard
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.cards.task import TaskCard
from oppdesk.ui.dialogs.call import open_call
from oppdesk.ui.dialogs.contact_sheet import ContactSheetDialog
from oppdesk.ui.dialogs.export_contacts import ExportContacts
from oppdesk.ui.dialogs.interaction import open_interaction
from oppdesk.ui.dialogs.labels import Labels
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.widgets.edits import DateEdit
from oppdesk.ui.workplace import Workplace
from tests.services import records

LARGE = 20  # points
TITLE_BAR = 40  # pixels of the screen that no window has


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    before = qapp.font().pointSizeF()
    theme.apply(qapp, points=LARGE)
    yield
    theme.apply(qapp, points=before)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("page", ["today", "opportunities", "contacts", "tasks", "interactions", "entries"])
def test_the_program_is_no_wider_than_the_screen(sample_data: None, main: MainWindow, page: str) -> None:
    main.go(page)
    frame = main.window()
    QApplication.processEvents()
    assert frame.minimumSizeHint().width() <= 1366
    assert frame.minimumSizeHint().height() <= 768 - TITLE_BAR


@pytest.mark.usefixtures("large")
def test_cards_are_no_higher_than_the_screen(desk: Desk, place: Workplace, qtbot: QtBot) -> None:
    deal = records.started(desk)
    contact = records.view(desk, deal).contact
    assert contact is not None
    task = records.task(desk, deal)
    cards: list[QWidget] = [
        OpportunityCard(place, deal),
        ContactCard(place, contact.id),
        TaskCard(place, task),
    ]
    for card in cards:
        qtbot.addWidget(card)
        card.show()
        QApplication.processEvents()
        assert card.minimumSizeHint().height() <= 768 - TITLE_BAR
        card.close()


@pytest.mark.usefixtures("large")
def test_what_takes_contacts_elsewhere_fits_the_screen(desk: Desk, place: Workplace, qtbot: QtBot) -> None:
    contact = records.company(desk, city="Delft")
    records.block_contact(desk, records.company(desk, "Other"))
    dialogs: list[QDialog] = [
        ExportContacts(place, Query(), (contact,)),
        Labels(place, Query(), (contact,)),
        ContactSheetDialog(place, (contact,)),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        dialog.show()
        QApplication.processEvents()
        assert dialog.minimumSizeHint().width() <= 1366
        assert dialog.minimumSizeHint().height() <= 768 - TITLE_BAR
        dialog.close()


@pytest.mark.usefixtures("large")
def test_what_is_said_to_contacts_fits_the_screen(desk: Desk, place: Workplace) -> None:
    desk.context.salesperson = records.salesperson(desk)
    contact = records.company(desk, phone="+31 20 555 0142", mobile_phone="+31 6 5550187")
    dialogs: list[QWidget] = []
    open_interaction(place, None, contact=contact, then=dialogs.append)
    open_call(place, None, contact=contact, then=dialogs.append)
    for dialog in dialogs:
        assert isinstance(dialog, QDialog)
        QApplication.processEvents()
        assert dialog.minimumSizeHint().width() <= 1366
        assert dialog.minimumSizeHint().height() <= 768 - TITLE_BAR
        dialog.done(0)
        dialog.deleteLater()


def test_a_date_has_room_however_narrow_its_field(place: Workplace, qtbot: QtBot) -> None:
    field = DateEdit(place.form, place.desk.context.work_date)
    qtbot.addWidget(field)
    longest = max(
        field.fontMetrics().horizontalAdvance(f"28 {month} 2026") for month in ("May", "Mar", "Sept")
    )
    assert field.minimumSizeHint().width() > longest + field.fontMetrics().height() * 2
