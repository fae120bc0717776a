"""Editing in the list itself: begun, written, gone on from and given up by keys; what is refused is not lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.words import Action
from oppdesk.services.desk import Desk
from oppdesk.ui.cells import RowRole, RowState
from oppdesk.ui.editable_table import CellRun
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import press
from tests.ui.lists import Show, column, listed, shown_pages


@pytest.fixture
def show(place: Workplace, deals: list[int]) -> Iterator[Show]:
    with shown_pages(place) as do:
        yield do


@pytest.fixture
def deals(desk: Desk) -> list[int]:
    return [
        records.started(desk, description=name, value=100_000, chances=50, closing_on=date(2026, 4, day))
        for day, name in enumerate("abc", 1)
    ]


def go(page: OpportunitiesPage, name: str, row: int = 0) -> None:
    page.list.setCurrentIndex(page.list.records.index(row, column(page, name)))


def begin(page: OpportunitiesPage) -> QLineEdit:
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    return editor(page)


def editor(page: OpportunitiesPage) -> QLineEdit:
    found = QApplication.focusWidget()
    assert isinstance(found, QLineEdit)
    return found


def type_in(field: QWidget, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)
    QTest.qWait(1)  # Qt takes what was typed a turn later


def where(page: OpportunitiesPage) -> tuple[int, str]:
    at = page.list.currentIndex()
    return at.row(), page.list.records.columns[at.column()].name


def test_f2_begins_in_the_first_cell_that_can_be_edited(show: Show) -> None:
    page = show()
    go(page, "stage")
    begin(page)
    assert where(page) == (0, "description")


def test_enter_writes_and_goes_down(desk: Desk, show: Show, deals: list[int]) -> None:
    page = show()
    go(page, "description")
    type_in(begin(page), "Alpha")
    assert records.view(desk, deals[0]).description == "Alpha"
    assert where(page) == (1, "description")
    assert listed(page)[0] == "Alpha"


def test_tab_writes_and_opens_the_next_cell_that_can_be_edited(
    desk: Desk, show: Show, deals: list[int]
) -> None:
    page = show()
    go(page, "closing_on")
    type_in(begin(page), "12 May 2026", Qt.Key.Key_Tab)
    assert where(page)[1] == "estimated_value"
    type_in(editor(page), "2500", Qt.Key.Key_Tab)
    now = records.view(desk, deals[0])
    assert now.active is not None
    assert (now.active.closing_on, now.active.estimated_value) == (date(2026, 5, 12), 250_000)
    assert now.active.action is Action.UPDATED  # R-UPD-10: the ledger tells of it
    assert where(page) == (1, "priority")  # after the last one comes the next record
    press(page, Qt.Key.Key_Escape)


def test_escape_leaves_everything_as_it_was(desk: Desk, show: Show, deals: list[int]) -> None:
    page = show()
    go(page, "description")
    type_in(begin(page), "nonsense", Qt.Key.Key_Escape)
    assert records.view(desk, deals[0]).description == "a"
    assert where(page) == (0, "description")


def test_what_cannot_be_read_stays_in_the_cell(show: Show) -> None:
    page = show()
    go(page, "estimated_value")
    type_in(begin(page), "many")
    assert editor(page).text() == "many"
    assert page.list.fault()
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    assert page.list.fault() == ""


def test_what_the_rules_refuse_stays_in_the_cell_and_can_be_mended(
    desk: Desk, show: Show, deals: list[int]
) -> None:
    page = show()
    go(page, "closing_on")
    type_in(begin(page), "1 Jan 2026")
    assert "must not be earlier" in page.list.fault()  # M-17
    assert editor(page).text() == "1 Jan 2026"
    type_in(editor(page), "1 Jun 2026")
    assert page.list.fault() == ""
    assert records.view(desk, deals[0]).closing_on == date(2026, 6, 1)


def test_a_fault_goes_with_its_editor(show: Show) -> None:
    page = show()
    go(page, "closing_on")
    type_in(begin(page), "1 Jan 2026")
    assert page.list.fault()
    shiboken6.delete(page.list._fault)  # as Qt does with an editor's parts, when its row is thrown away
    page.list.hide_fault()
    assert page.list.fault() == ""


def test_what_is_not_started_has_no_estimates_to_type(desk: Desk, show: Show) -> None:
    records.opportunity(desk, description="new")
    page = show()
    go(page, "estimated_value", listed(page).index("new"))
    type_in(begin(page), "100")
    assert "Start the first stage of" in page.list.fault()
    press(page, Qt.Key.Key_Escape)


def test_what_was_typed_in_place_can_be_undone(desk: Desk, show: Show) -> None:
    page = show()
    go(page, "description")
    type_in(begin(page), "Alpha")
    desk.history.undo()
    assert listed(page)[0] == "a"


def test_a_choice_is_made_in_place(desk: Desk, show: Show, deals: list[int]) -> None:
    page = show()
    go(page, "priority")
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.qWait(1)
    assert page.list.records.row(0)["priority"] == 2


def test_the_row_is_pale_until_it_is_written(
    desk: Desk, place: Workplace, qtbot: QtBot, deals: list[int]
) -> None:
    page = OpportunitiesPage(place)
    qtbot.addWidget(page)
    page.show()
    page.show_view("all")
    go(page, "description")
    states: list[object] = []

    def note(_record: int, _field: str, _value: object, run: CellRun) -> None:
        run("Change", lambda _progress: states.append(page.list.records.index(0, 0).data(RowRole)))

    page.list.write = note
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    type_in(page.list.viewport().findChild(QLineEdit) or page, "Alpha")
    assert states == [RowState.SAVING]
    assert page.list.records.index(0, 0).data(RowRole) is None


@pytest.fixture
def beside(place: Workplace, qtbot: QtBot, deals: list[int]) -> Iterator[OpportunitiesPage]:
    """A page whose jobs have threads of their own, the cursor in the closing date of the first row."""
    jobs = Jobs(place.prompts)
    page = OpportunitiesPage(replace(place, jobs=jobs))
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.show_view("all")
    qtbot.waitUntil(lambda: page.list.records.is_settled)
    go(page, "closing_on")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    yield page
    page.close()
    jobs.close()


def test_the_editor_stays_until_the_writing_thread_has_answered(
    desk: Desk, beside: OpportunitiesPage, qtbot: QtBot, deals: list[int]
) -> None:
    field = editor(beside)
    type_in(field, "1 Jan 2026")
    qtbot.waitUntil(lambda: bool(beside.list.fault()))
    assert field.text() == "1 Jan 2026"
    type_in(field, "1 Jun 2026")
    qtbot.waitUntil(lambda: records.view(desk, deals[0]).closing_on == date(2026, 6, 1))
    qtbot.waitUntil(lambda: beside.list.records.is_settled and not beside.list.fault())


@pytest.mark.parametrize("is_answered", [False, True])
def test_what_is_refused_holds_up_no_other_view(
    beside: OpportunitiesPage, qtbot: QtBot, *, is_answered: bool
) -> None:
    told: list[str] = []
    beside.list.refused.connect(told.append)
    type_in(editor(beside), "1 Jan 2026")
    if is_answered:
        qtbot.waitUntil(lambda: bool(beside.list.fault()))
    beside.show_view("overdue")
    qtbot.waitUntil(lambda: beside.list.records.is_settled)
    assert not beside.list.fault()
    assert [sentence for sentence in told if "must not be earlier" not in sentence] == []
    assert bool(told) is not is_answered
