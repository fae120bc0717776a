"""Rows that are painted one by one look as Qt would paint their cells."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Order, Query
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_view import RecordTable
from oppdesk.ui.workplace import Workplace
from tests.ui.test_record_list import add, list_of

ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def shown(place: Workplace, qtbot: QtBot) -> RecordList:
    add(place, *[f"Machine {number}" for number in range(40)])
    made = list_of(place)
    qtbot.addWidget(made)
    made.show()
    made.set_query(Query(orders=(Order("description"),)))
    return made


def picture(table: RecordList) -> QImage:
    return table.grab().toImage()


def same_as_cells(table: RecordList, monkeypatch: pytest.MonkeyPatch) -> bool:
    by_row = picture(table)
    with monkeypatch.context() as patched:
        patched.setattr(RecordList, "paint_rows", RecordTable.paint_rows)
        return by_row == picture(table)


def test_rows_that_are_selected_hovered_current_or_being_saved(
    shown: RecordList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = picture(shown)
    shown.activateWindow()
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    shown.setCurrentIndex(shown.records.index(1, 1))
    shown.selectionModel().select(shown.records.index(3, 0), ROW)
    shown.delegate().hovered_row = 4
    shown.records.set_saving(shown.records.row_id(5), is_saving=True)
    assert picture(shown) != plain
    assert same_as_cells(shown, monkeypatch)


def test_columns_that_are_moved_hidden_or_beyond_the_edge(
    shown: RecordList, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.horizontalHeader().moveSection(0, 2)
    assert same_as_cells(shown, monkeypatch)
    shown.set_hidden("number", is_hidden=True)
    assert same_as_cells(shown, monkeypatch)
    shown.resize(150, 300)
    shown.horizontalScrollBar().setValue(37)
    shown.verticalScrollBar().setValue(11)
    assert shown.horizontalScrollBar().value()
    assert same_as_cells(shown, monkeypatch)


def test_groups_and_a_list_that_ends_before_its_window(
    shown: RecordList, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.set_query(Query(group="status"))
    assert shown.records.is_grouped
    assert same_as_cells(shown, monkeypatch)
    shown.fold_groups(are_folded=True)
    assert shown.records.rowCount() == 1
    assert same_as_cells(shown, monkeypatch)
    shown.set_query(Query(text="nothing like it"))
    assert not shown.records.rowCount()
    assert same_as_cells(shown, monkeypatch)


def test_a_part_of_the_window_is_painted_as_it_stands_in_the_whole(shown: RecordList) -> None:
    shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    whole = shown.viewport().grab()
    for part in (QRect(0, 0, 40, 200), QRect(130, 45, 300, 90), QRect(0, 100, 500, 1)):
        assert shown.viewport().grab(part).toImage() == whole.copy(part).toImage()
