"""Setup lists as any other list: sorted by their heads, with the columns one wants, where one left them."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from oppdesk.domain.setup import ALL
from oppdesk.services.desk import Desk
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup_window import SetupWindow
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import ALT, CTRL, press, ready

Show = Callable[[str], ListEditor]
LISTS = [each.key for each in ALL if each.lines_of is None and not each.single]


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    made: list[ListEditor] = []

    def do(key: str) -> ListEditor:
        editor = ListEditor(place, key)
        editor.resize(1100, 600)
        ready(editor)
        editor.refresh()
        editor.grid.setFocus()
        made.append(editor)
        return editor

    yield do
    for editor in made:
        editor.close()
        editor.deleteLater()


def column(editor: ListEditor, name: str) -> int:
    return [each.name for each in editor.model.columns].index(name)


def click_head(editor: ListEditor, name: str) -> None:
    head, at = editor.grid.header(), column(editor, name)
    place = QPoint(head.sectionViewportPosition(at) + head.sectionSize(at) // 2, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)


def told(editor: ListEditor, name: str) -> list[object]:
    return [row[name] for row in editor.rows()]


def test_a_click_on_a_head_sorts_and_another_turns_it_round(show: Show, desk: Desk) -> None:
    for code, name in (("ZOE", "Anna"), ("ANN", "Zoe"), ("MIA", "Mia")):
        records.salesperson(desk, code, name)
    editor = show("salesperson")
    codes = told(editor, "code")
    click_head(editor, "name")
    assert told(editor, "name") == ["Anna", "Mia", "Zoe"]
    click_head(editor, "name")
    assert told(editor, "name") == ["Zoe", "Mia", "Anna"]
    assert editor.grid.order() == ((column(editor, "name"), True),)
    editor.grid.header().leave_out(column(editor, "name"))
    assert told(editor, "code") == codes


def test_f8_sorts_by_the_column_of_the_cursor_which_stays_with_its_row(show: Show, desk: Desk) -> None:
    records.salesperson(desk, "ANN", "Zoe")
    zoe = records.salesperson(desk, "ZOE", "Anna")
    editor = show("salesperson")
    editor.grid.go_to(zoe, "name")
    press(editor, Qt.Key.Key_F8)
    assert told(editor, "name") == ["Anna", "Zoe"]
    assert editor.current() == zoe


def test_what_is_typed_into_a_sorted_list_finds_its_place(show: Show, desk: Desk) -> None:
    ann = records.salesperson(desk, "ANN", "Anna")
    records.salesperson(desk, "ZOE", "Zoe")
    editor = show("salesperson")
    click_head(editor, "name")
    editor.grid.go_to(ann, "name")
    editor.model.put(ann, "name", "Zuzanna")
    editor.refresh()
    assert told(editor, "name") == ["Zoe", "Zuzanna"]
    assert editor.current() == ann


@pytest.mark.parametrize("key", LISTS)
def test_every_column_that_looks_like_it_sorts(show: Show, key: str) -> None:
    editor = show(key)
    count = editor.model.count()
    for each in editor.model.columns:
        if each.sorts:
            click_head(editor, each.name)
            (order,) = editor.query().orders
            assert order.field == each.name
            assert editor.model.count() == count


def test_lines_keep_the_order_they_were_given(show: Show) -> None:
    assert not any(each.sorts for each in show("sales_cycle_stage").model.columns)


def test_columns_are_hidden_moved_and_remembered(show: Show) -> None:
    editor = show("salesperson")
    head, at = editor.grid.header(), column(editor, "e_mail")
    menu = editor.grid.columns_menu()
    next(each for each in menu.actions() if each.text() == "Phone No.").trigger()
    menu.deleteLater()
    head.moveSection(head.visualIndex(at), 0)
    assert "phone" in editor.grid.hidden_columns()
    editor.grid._keep_columns()
    again = show("salesperson").grid
    assert again.hidden_columns() == editor.grid.hidden_columns()
    assert again.header().visualIndex(at) == 0
    again.reset_columns()
    assert again.header().visualIndex(at) == at
    assert not again.hidden_columns()


def test_i10_a_copied_row_starts_no_formula(show: Show, desk: Desk) -> None:
    bad = records.salesperson(desk, "BAD", "=HYPERLINK(1)")
    editor = show("salesperson")
    editor.grid.go_to(bad)
    press(editor, Qt.Key.Key_C, CTRL)
    assert "'=HYPERLINK(1)" in QGuiApplication.clipboard().text().split("\t")


def test_the_menu_of_a_column_opens_by_its_key(place: Workplace, qtbot: QtBot) -> None:
    window = SetupWindow(place, "close_code")
    qtbot.addWidget(window)
    ready(window)
    qtbot.waitUntil(lambda: window.page() is not None)
    window.page().focus_first()
    press(window, Qt.Key.Key_F8, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Sort descending" in [each.text() for each in menu.actions()]
    menu.close()
