"""Nothing under the hand of a fast user breaks: editors open, rows asked anew and cursors moved at the same moment."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Order, Query
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.workplace import Workplace
from tests.ui.hands import press
from tests.ui.lists import column

COUNT = 300
NAME = "description"


@pytest.fixture
def deals(desk: Desk) -> list[int]:
    return [
        desk.opportunities.create(Draft(description=f"deal {at:03}"), complete=False) for at in range(COUNT)
    ]


@pytest.fixture
def page(place: Workplace, deals: list[int], qtbot: QtBot) -> Iterator[OpportunitiesPage]:
    """With the threads of the real program."""
    jobs = Jobs(place.prompts)
    made = OpportunitiesPage(replace(place, jobs=jobs))
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.show_view("all")
    qtbot.waitUntil(lambda: made.list.records.is_settled and made.list.records.count == COUNT)
    made.list.setFocus()
    yield made
    made.close()
    jobs.close()


def is_editing(page: OpportunitiesPage) -> bool:
    return page.list.state() == QAbstractItemView.State.EditingState


def open_editor(page: OpportunitiesPage, row: int) -> QLineEdit:
    page.list.setCurrentIndex(page.list.records.index(row, column(page, NAME)))
    press(page.list, Qt.Key.Key_F2)
    (field,) = [each for each in page.list.viewport().findChildren(QLineEdit) if each.isVisible()]
    return field


def type_over(page: OpportunitiesPage, row: int, text: str) -> None:
    field = open_editor(page, row)
    field.selectAll()
    QTest.keyClicks(field, text)


def test_leaving_a_row_writes_what_was_typed_and_goes_where_the_key_says(
    desk: Desk, page: OpportunitiesPage, qtbot: QtBot
) -> None:
    record = page.list.records.row_id(2)
    type_over(page, 2, "typed")
    QTest.keyClick(page.list, Qt.Key.Key_Down)  # it keeps the cursor of the keys for the editor
    assert page.list.currentIndex().row() == 3
    qtbot.waitUntil(lambda: desk.lists.rows("opportunity", [record])[0][NAME] == "typed")
    qtbot.waitUntil(lambda: not is_editing(page))
    assert page.list.currentIndex().row() == 3


def test_rows_stay_while_an_editor_is_open_even_when_they_were_asked_for_before(
    desk: Desk, page: OpportunitiesPage, qtbot: QtBot
) -> None:
    resets: list[int] = []
    page.list.records.modelReset.connect(lambda: resets.append(1))
    desk.opportunities.create(Draft(description="a new one"), complete=False)
    page.list.records.refresh()  # on its way
    field = open_editor(page, 1)
    qtbot.wait(150)
    assert (resets, field.isVisible(), page.list.records.count) == ([], True, COUNT)
    press(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.records.count == COUNT + 1)


def test_page_down_out_of_an_editor_while_news_wait_and_rows_are_thrown_away(
    page: OpportunitiesPage, qtbot: QtBot
) -> None:
    records = page.list.records
    for turn in range(8):
        type_over(page, turn * 3, f"typed {turn}")
        records.refresh()  # held until the editor has closed
        again = Query(orders=(Order(NAME, descending=bool(turn % 2)),))
        page.list.selectionModel().currentChanged.connect(
            lambda _now, _before, query=again: page.list.set_query(query),
            Qt.ConnectionType.SingleShotConnection,
        )
        QTest.keyClick(page.list, Qt.Key.Key_PageDown)
        if turn % 2:
            records.beginResetModel()
            records.endResetModel()
        qtbot.waitUntil(lambda: records.is_settled and not is_editing(page) and not records.is_saving)
    assert page.list.currentIndex().isValid()


def test_another_order_writes_what_is_typed(desk: Desk, page: OpportunitiesPage, qtbot: QtBot) -> None:
    record = page.list.records.row_id(4)
    type_over(page, 4, "zz last")
    page.list.set_query(Query(orders=(Order(NAME, descending=True),)))
    qtbot.waitUntil(lambda: desk.lists.rows("opportunity", [record])[0][NAME] == "zz last")
    qtbot.waitUntil(lambda: page.list.records.is_settled and page.list.records.row_of(record) == 0)
    assert not is_editing(page)


@pytest.mark.parametrize("seed", range(3))
def test_any_keys_over_rows_that_are_asked_anew_at_each_step(
    page: OpportunitiesPage, qtbot: QtBot, seed: int
) -> None:
    rng = Random(seed)
    keys = (
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_End,
        Qt.Key.Key_F2,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Return,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Tab,
    )
    columns = [column(page, name) for name in (NAME, "closing_on", "priority")]
    page.list.record_opened.disconnect()
    for step in range(150):
        table = page.list
        if step % 7 == 0 and table.records.rowCount():
            table.setCurrentIndex(
                table.records.index(rng.randrange(table.records.rowCount()), rng.choice(columns))
            )
        if rng.random() < 0.3:
            table.records.refresh()
        elif rng.random() < 0.3:
            table.set_query(Query(orders=(Order(rng.choice((NAME, "priority")), rng.random() < 0.5),)))
        target = QApplication.focusWidget() if rng.random() < 0.6 else table
        shift = Qt.KeyboardModifier.ShiftModifier if rng.random() < 0.2 else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(target or table, rng.choice(keys), shift)
        if step % 3 == 0:
            QTest.qWait(rng.choice((0, 1, 5)))
    for field in page.list.viewport().findChildren(QLineEdit):
        if field.isVisible():
            press(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.records.is_settled)
    assert page.list.records.count == COUNT
