"""Another program holds the data (R08): the windows live on, what was typed stays, and it goes on by itself."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk, open_desk
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.dialogs.note import open_note
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.workplace import Workplace
from tests.conftest import RESOURCES
from tests.services import records
from tests.ui.hands import ready


class Holder:
    """Another program in the middle of a long write."""

    def __init__(self, folder: Path) -> None:
        self._desk = open_desk(folder, folder / "backups", RESOURCES, device=3)
        self._enough = threading.Event()
        holding = threading.Event()

        def hold() -> None:
            with self._desk.lists._store.write("test"):
                holding.set()
                self._enough.wait(20)

        self._thread = threading.Thread(target=hold)
        self._thread.start()
        assert holding.wait(5)

    def end(self) -> None:
        if self._thread.is_alive():
            self._enough.set()
            self._thread.join()
            self._desk.close()


@pytest.fixture
def beside(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    """A workplace with the program's own threads and little patience."""
    monkeypatch.setattr("oppdesk.ui.jobs.PATIENCE", 0.05)
    monkeypatch.setattr("oppdesk.storage.sqlite.ATTEMPT", 10)
    hub, jobs = ChangeHub(place.desk.changes), Jobs(place.prompts)
    yield replace(place, hub=hub, jobs=jobs)
    jobs.close()
    hub.close()


@pytest.fixture
def holder(folder: Path, desk: Desk) -> Iterator[Holder]:
    records.started(desk, description="Filling line")
    made = Holder(folder)
    yield made
    made.end()


def only(desk: Desk) -> int:
    return desk.lists.ids("opportunity", Query())[0]


def test_r08_what_is_typed_on_a_card_stays_and_is_saved_when_the_other_has_ended(
    qtbot: QtBot, beside: Workplace, desk: Desk, holder: Holder
) -> None:
    card = OpportunityCard(beside, only(desk))
    ready(card)
    qtbot.waitUntil(lambda: card.shown is not None)
    name = card.form.fields.editor("description")
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "Palletiser")
    with qtbot.waitSignal(beside.jobs.waits):
        qtbot.keyClick(name, Qt.Key.Key_Tab)
    assert name.text() == "Palletiser"
    assert records.view(desk, only(desk)).description == "Filling line"
    holder.end()
    qtbot.waitUntil(lambda: records.view(desk, only(desk)).description == "Palletiser")
    qtbot.waitUntil(lambda: not beside.jobs.is_busy)
    card.close()
    card.deleteLater()


def test_r08_a_dialog_says_that_it_waits_and_its_cancel_keeps_what_was_typed(
    qtbot: QtBot, beside: Workplace, desk: Desk, holder: Holder
) -> None:
    dialog = open_note(beside, None, "opportunity", only(desk), "Filling line")
    ready(dialog)
    dialog.text.set_value("Call again")
    dialog.primary.click()
    qtbot.waitUntil(lambda: dialog.said() == "Another program is using the data. Waiting for it…")
    assert not dialog.primary.isEnabled()
    dialog.cancel_button.click()
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert dialog.isVisible()
    assert dialog.said() == ""
    assert dialog.text.value() == "Call again"
    holder.end()
    with qtbot.waitSignal(dialog.accepted):
        dialog.primary.click()
    assert [each.text for each in records.view(desk, only(desk)).comments] == ["Call again"]


def test_r08_lists_and_pane_are_read_all_the_same(
    qtbot: QtBot, beside: Workplace, desk: Desk, holder: Holder
) -> None:
    page = OpportunitiesPage(beside)
    page.resize(1300, 800)
    ready(page)
    page.show_view("all")
    qtbot.waitUntil(lambda: page.list.records.rowCount() == 1)
    qtbot.waitUntil(lambda: page.pane.name.text() == "Filling line")
    page.show_board()
    page.board.show_cycle(records.code_id(desk, "sales_cycle", "EX-LARGE"))
    qtbot.waitUntil(lambda: page.board.totals()[:1] == (1,))
    page.close()
    page.deleteLater()
