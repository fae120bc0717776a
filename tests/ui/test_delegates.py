"""Every kind of cell is painted in every state, and the table does by keyboard what lists promise."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.i18n import learn
from oppdesk.ui import theme
from oppdesk.ui.cells import (
    Cell,
    CellRole,
    DateCell,
    FigureCell,
    FlagCell,
    IconCell,
    NameCell,
    NextStepCell,
    PercentCell,
    PillCell,
    PriorityCell,
    QuietCell,
    RowRole,
    RowState,
    StageCell,
)
from oppdesk.ui.metrics import px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets.edits import MoneyEdit
from oppdesk.ui.widgets.empty_state import EmptyState

Index = QModelIndex | QPersistentModelIndex
KINDS: list[Cell] = [
    NameCell("Refit of filling line 3", "Molenhof"),
    QuietCell("Molenhof Zuivel BV"),
    FigureCell("48,000"),
    StageCell(2, 5, "Needs meeting", 8),
    StageCell(4, 5, "Proposal", 41, stale=True),
    StageCell(5, 5, "Won", outcome="won"),
    StageCell(0, 0),
    StageCell(40, 90, "Crowded"),
    NextStepCell("phone", "5 Mar", "Arrange presentation", overdue=True),
    NextStepCell(),
    NextStepCell(is_closed=True),
    DateCell("6 Mar", overdue=True),
    DateCell("30 Apr"),
    PercentCell(35, "35 %"),
    FlagCell(is_on=True),
    FlagCell(is_on=True, is_box=True),
    FlagCell(is_on=False, is_box=True),
    PriorityCell(2),
    PriorityCell(1),
    PillCell("Won", "trophy", "won"),
    IconCell("phone", "Call"),
    "plain\nwith a line break",
    "",
]
COLUMNS = (
    Column("priority", 4, is_fixed=True, sorts=False),
    Column("name", 20, takes_rest=True),
    Column("stage", 27),
    Column("value", 11, at_right=True),
)
ROWS: list[list[Cell]] = [
    [
        PriorityCell(2),
        NameCell(f"Opportunity {n}"),
        StageCell(n % 5 + 1, 5, "Stage", n),
        FigureCell(f"{n},000"),
    ]
    for n in range(40)
]


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


class Model(QAbstractTableModel):
    def __init__(self, rows: list[list[Cell]], heads: list[str], state: RowState | None = None) -> None:
        super().__init__()
        self.rows = rows
        self.heads = heads
        self.state = state
        self.written: list[object] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def headerData(self, section: int, _orientation: object, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == CellRole:
            return cell
        if role == RowRole:
            return self.state
        if role == Qt.ItemDataRole.EditRole:
            return 900
        if role == Qt.ItemDataRole.DisplayRole:
            return cell if isinstance(cell, str) else getattr(cell, "text", getattr(cell, "name", ""))
        return None

    def setData(self, _index: Index, value: Any, _role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.written.append(value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


class Shown:
    """A table in a window that has the focus."""

    def __init__(
        self, qtbot: QtBot, model: Model, columns: tuple[Column, ...] = COLUMNS, width: int = 640
    ) -> None:
        self.model = model
        self.window = QWidget()
        self.table = RecordTable()
        self.table.setModel(model)
        self.table.set_columns(columns)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.window.resize(width, 400)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.table.setFocus()

    def row(self, row: int) -> QImage:
        image = self.table.viewport().grab().toImage()
        return image.copy(0, self.table.rowViewportPosition(row), image.width(), px(4))

    def click(self, qtbot: QtBot, row: int, column: int = 1, *, twice: bool = False) -> None:
        place = self.table.visualRect(self.model.index(row, column)).center()
        qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        if twice:
            qtbot.mouseDClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def list_of_records(qtbot: QtBot, rows: list[list[Cell]] | None = None, width: int = 640) -> Shown:
    heads = ["", "Opportunity", "Stage", "Value, EUR"]
    return Shown(qtbot, Model(ROWS if rows is None else rows, heads), width=width)


def ground(image: QImage) -> QColor:
    return image.pixelColor(image.width() // 3, 4)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("state", [None, *RowState])
def test_every_kind_of_cell_is_painted_in_every_state(
    qtbot: QtBot, qapp: QApplication, state: RowState | None, name: theme.Choice
) -> None:
    theme.apply(qapp, name)
    model = Model([[cell] for cell in KINDS], ["Kind"], state)
    shown_table = Shown(qtbot, model, (Column("kind", 30, takes_rest=True),))
    shown_table.window.resize(400, px(4) * (len(KINDS) + 2))
    blank = [shown_table.row(row).copy(0, 2, 400, px(4) - 4) for row, cell in enumerate(KINDS) if cell == ""]
    for row, cell in enumerate(KINDS):
        image = shown_table.row(row).copy(0, 2, 400, px(4) - 4)
        shows_nothing = cell in ("", PriorityCell(1), NextStepCell(is_closed=True))
        assert (image == blank[0]) == (shows_nothing or image.isNull())


@pytest.mark.parametrize("width", [1, 8, 40])
def test_no_cell_fails_in_a_column_of_hardly_any_width(qtbot: QtBot, width: int) -> None:
    model = Model([[cell, ""] for cell in KINDS], ["", ""])
    shown_table = Shown(qtbot, model, (Column("kind", is_fixed=True), Column("rest", takes_rest=True)))
    shown_table.table.horizontalHeader().setMinimumSectionSize(1)
    shown_table.table.horizontalHeader().resizeSection(0, width)
    assert not shown_table.table.grab().isNull()


def test_a_selected_row_is_soft_and_idle_when_the_focus_is_elsewhere(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    shown_table.table.selectRow(2)
    assert ground(shown_table.row(2)) == theme.colour("soft")
    shown_table.table.clearFocus()
    assert ground(shown_table.row(2)) == theme.colour("softidle")


def test_the_current_row_has_a_line_above_and_below(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    shown_table.table.selectRow(2)
    image = shown_table.row(2)
    assert image.pixelColor(9, 0) == image.pixelColor(600, px(4) - 1) == theme.colour("accent")


def test_the_whole_row_under_the_pointer_is_lit(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    viewport = shown_table.table.viewport()
    qtbot.mouseMove(viewport, QPoint(5, 5))
    qtbot.mouseMove(viewport, shown_table.table.visualRect(shown_table.model.index(3, 1)).center())
    qtbot.waitUntil(lambda: shown_table.table.delegate().hovered_row == 3)
    image = shown_table.row(3)
    assert image.pixelColor(2, 5) == image.pixelColor(image.width() - 2, 5) == theme.colour("hover")


def test_rows_are_four_units_high_and_three_when_compact(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    assert shown_table.table.rowHeight(0) == px(4)
    shown_table.table.set_compact(is_compact=True)
    assert shown_table.table.rowHeight(0) == px(3)


@pytest.mark.parametrize("width", [500, 640, 1200])
def test_the_name_takes_what_the_others_leave(qtbot: QtBot, width: int) -> None:
    shown_table = list_of_records(qtbot, width=width)
    table = shown_table.table
    others = sum(table.columnWidth(at) for at in (0, 2, 3))
    assert table.columnWidth(1) == max(table.viewport().width() - others, px(20))


def test_texts_give_way_before_the_list_scrolls_and_come_back(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot, width=900)
    table = shown_table.table
    kept = table.save_columns()
    assert table.columnWidth(2) == px(27)
    shown_table.window.resize(px(4 + 20 + 24 + 12), 400)
    assert px(27) * 0.7 - 2 <= table.columnWidth(2) < px(27)
    assert table.columnWidth(3) >= px(11)
    assert table.save_columns() == kept
    shown_table.window.resize(px(40), 400)
    assert table.columnWidth(2) == px(27), "what scrolls sideways anyway need not be narrow, too"
    shown_table.window.resize(900, 400)
    assert table.columnWidth(2) == px(27)


def test_a_head_is_never_cut(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    header = shown_table.table.horizontalHeader()
    header.resizeSection(3, 5)
    assert header.sectionSize(3) >= px(8)


def test_a_click_on_the_head_asks_for_its_order_and_shift_adds_one(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    table, header = shown_table.table, shown_table.table.horizontalHeader()

    def click(column: int, *keys: Qt.KeyboardModifier) -> object:
        place = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, 9)
        with qtbot.waitSignal(table.order_wanted) as told:
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, *keys, pos=place)
        table.set_order(told.args[0])
        return told.args[0]

    assert click(2) == ((2, False),)
    assert click(2) == ((2, True),)
    assert click(3, Qt.KeyboardModifier.ShiftModifier) == ((2, True), (3, False))
    assert click(2, Qt.KeyboardModifier.ShiftModifier) == ((2, False), (3, False))
    assert click(1) == ((1, False),)


def test_the_gutter_has_no_order(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    header = shown_table.table.horizontalHeader()
    with qtbot.assertNotEmitted(shown_table.table.order_wanted):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(px(2), 9))


def test_columns_remember_order_width_and_who_is_hidden(qtbot: QtBot) -> None:
    one, other = list_of_records(qtbot), list_of_records(qtbot)
    first, second = one.table, other.table
    first.horizontalHeader().moveSection(3, 1)
    first.horizontalHeader().resizeSection(2, px(33))
    first.set_hidden("value", is_hidden=True)
    assert second.restore_columns(first.save_columns())
    assert second.horizontalHeader().logicalIndex(1) == 3
    assert second.columnWidth(2) == px(33)
    assert second.hidden_columns() == {"value"}


@pytest.mark.parametrize(
    "state", [b"", b"{", b"[1]", b'[["name"]]', b'[["name", "wide", false]]', b"\xff", b"null"]
)
def test_a_spoilt_column_state_changes_nothing(qtbot: QtBot, state: bytes) -> None:
    shown_table = list_of_records(qtbot)
    table = shown_table.table
    before = table.save_columns()
    assert not table.restore_columns(state)
    assert table.save_columns() == before


def test_columns_of_another_release_are_passed_over(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    table = shown_table.table
    assert table.restore_columns(b'[["gone", 12, false], ["value", 15, false]]')
    assert table.columnWidth(3) == px(15)


def test_enter_and_double_click_open(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    shown_table.table.selectRow(4)
    with qtbot.waitSignal(shown_table.table.opened) as told:
        qtbot.keyClick(shown_table.table, Qt.Key.Key_Return)
    assert told.args[0].row() == 4
    with qtbot.waitSignal(shown_table.table.opened) as told:
        shown_table.click(qtbot, 2, twice=True)
    assert told.args[0].row() == 2


def test_selected_rows_are_copied_as_shown_divided_by_tabs(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    table = shown_table.table
    table.horizontalHeader().moveSection(3, 0)
    table.set_hidden("stage", is_hidden=True)
    table.selectRow(1)
    shown_table.click(qtbot, 1)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1,000\t\tOpportunity 1\n2,000\t\tOpportunity 2"


def test_a_cell_cannot_smuggle_another_one_into_the_clipboard(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot, [[PriorityCell(1), "a\tb\nc", "", ""]])
    shown_table.table.selectRow(0)
    assert shown_table.table.selected_text() == "\ta b c\t\t"


def test_i10_a_cell_that_is_copied_starts_no_formula(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot, [[PriorityCell(1), "=1+1", "+31 20 555 0142", "@sum"]])
    shown_table.table.selectRow(0)
    assert shown_table.table.selected_text() == "\t'=1+1\t+31 20 555 0142\t'@sum"


def test_a_mark_keeps_its_room_where_texts_give_way(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    table = shown_table.table
    table.set_columns(
        [
            Column("priority", 3, is_fixed=True),
            Column("name", takes_rest=True),
            Column("state", 15, is_whole=True),
            Column("contact", 40),
        ]
    )
    table.resize(px(72), px(40))
    assert table.columnWidth(2) == px(15)
    assert table.columnWidth(3) < px(40)


def test_letters_go_to_the_filter_and_do_not_walk_through_the_rows(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    shown_table.click(qtbot, 0)
    with qtbot.waitSignal(shown_table.table.letters_typed) as told:
        qtbot.keyClick(shown_table.table, Qt.Key.Key_B, text="b") if False else qtbot.keyClicks(
            shown_table.table, "b"
        )
    assert told.args == ["b"]


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot)
    assert not shown_table.table.tabKeyNavigation()


def test_an_empty_list_says_so_and_a_loading_one_waits(qtbot: QtBot) -> None:
    shown_table = list_of_records(qtbot, [])
    empty = EmptyState("target", "No overdue opportunities", "Every closing date lies ahead.")
    shown_table.table.set_empty(empty)
    assert empty.isVisible()
    shown_table.table.set_loading(is_loading=True)
    assert not empty.isVisible()
    still = shown_table.table.viewport().grab().toImage()
    qtbot.wait(260)
    assert shown_table.table.viewport().grab().toImage() != still
    shown_table.table.set_loading(is_loading=False)
    assert empty.isVisible()
    shown_table.model.beginInsertRows(QModelIndex(), 0, 0)
    shown_table.model.rows.append(ROWS[0])
    shown_table.model.endInsertRows()
    assert not empty.isVisible()


def test_a_box_in_a_cell_is_ticked_by_click_and_by_space(qtbot: QtBot) -> None:
    model = Model([[FlagCell(is_on=False, is_box=True)]], ["Quote"])
    shown_table = Shown(qtbot, model, (Column("quote", 20, takes_rest=True),))
    shown_table.click(qtbot, 0, 0)
    assert model.written == [True]
    qtbot.keyClick(shown_table.table, Qt.Key.Key_Space)
    assert model.written == [True, True]


def test_a_cell_is_edited_with_the_editor_it_is_given(qtbot: QtBot) -> None:
    model = Model([[FigureCell("9.00")]], ["Value"])
    shown_table = Shown(qtbot, model, (Column("value", 20, takes_rest=True),))
    form = learn("en_GB")
    shown_table.table.delegate().make_editor = lambda _index, _parent: MoneyEdit(form)
    shown_table.click(qtbot, 0, 0)
    qtbot.keyClick(shown_table.table, Qt.Key.Key_F2)
    editor = shown_table.table.findChild(MoneyEdit)
    assert isinstance(editor, MoneyEdit)
    assert editor.text() == "9.00"
    qtbot.keyClicks(editor, "12.50")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.written == [1250])


def test_nonsense_in_a_cell_is_said_and_kept_for_mending(qtbot: QtBot) -> None:
    model = Model([[FigureCell("9.00")]], ["Value"])
    shown_table = Shown(qtbot, model, (Column("value", 20, takes_rest=True),))
    form = learn("en_GB")
    shown_table.table.delegate().make_editor = lambda _index, _parent: MoneyEdit(form)
    shown_table.click(qtbot, 0, 0)
    qtbot.keyClick(shown_table.table, Qt.Key.Key_F2)
    editor = shown_table.table.findChild(MoneyEdit)
    assert isinstance(editor, MoneyEdit)
    qtbot.keyClicks(editor, "12,x")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert editor.isVisible()
    assert editor.property("fault") is True
    assert "12,x" in QToolTip.text()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert model.written == []
