"""Rows that stand together: heads with subtotals over all that is found, folded and unfolded by hand and key."""

from array import array
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from oppdesk.domain.query import Filter, Groups, Op
from oppdesk.services.desk import Desk
from oppdesk.ui import metrics
from oppdesk.ui.group_rows import rooms_of_sums
from oppdesk.ui.grouping import Folds, Layout
from oppdesk.ui.metrics import Type
from oppdesk.ui.table_model import GroupRole
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import press
from tests.ui.lists import Show, column, listed, shown_pages


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    with shown_pages(place) as do:
        yield do


@pytest.fixture
def deals(desk: Desk) -> list[int]:
    """Two of Anna's, one of Bob's."""
    anna, bob = records.salesperson(desk, "ANNA", "Anna"), records.salesperson(desk, "BOB", "Bob")
    return [
        records.started(
            desk, description="a", salesperson=anna, value=100_000, chances=50, closing_on=date(2026, 4, 30)
        ),
        records.started(
            desk, description="b", salesperson=bob, value=300_000, chances=50, closing_on=date(2026, 4, 1)
        ),
        records.started(
            desk, description="c", salesperson=anna, value=200_000, chances=50, closing_on=date(2026, 5, 2)
        ),
    ]


def test_each_group_tells_its_count_and_sums(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    assert listed(page) == ["Anna: 2", "a", "c", "Bob: 1", "b"]
    head = page.list.records.index(0, 0).data(GroupRole)
    assert [(label, amount) for _name, label, amount in head.sums] == [
        ("Value, EUR", "3,000"),
        ("Current value, EUR", "30"),
    ]
    value = page.list.records.index(0, column(page, "estimated_value"))
    assert value.data() == "3,000"
    assert page.list.records.index(0, 0).data() == "Anna, 2, Value, EUR 3,000, Current value, EUR 30"


def test_a_subtotal_wider_than_its_column_is_shown_whole(show: Show, desk: Desk) -> None:
    records.started(
        desk, description="dear", value=1_000_000_000_000, chances=100, closing_on=date(2026, 5, 2)
    )
    page = show()
    page.group_rows("salesperson")
    page.list.set_hidden("current_value", is_hidden=False)
    rooms = rooms_of_sums(page.list, page.list.records.index(0, 0).data(GroupRole), 0)
    assert [(name, text) for name, text, _room in rooms] == [
        ("estimated_value", "10,000,000,000"),
        ("current_value", "200,000,000"),
    ]
    for name, text, room in rooms:
        at = column(page, name)
        end = page.list.columnViewportPosition(at) + page.list.columnWidth(at)
        assert room.width() >= metrics.face(Type.FIGURE_STRONG).width(text)
        assert room.left() > 0
        assert room.right() < end
    assert not rooms[0][2].intersects(rooms[1][2])


def test_dates_stand_together_by_month(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("closing_on")
    assert listed(page) == ["April 2026: 2", "b", "a", "May 2026: 1", "c"]


def test_subtotals_are_of_what_is_filtered(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    page.show_filters((Filter("estimated_value", Op.FROM, 200_000),))
    assert page.grouping.current == "salesperson"
    assert listed(page) == ["Anna: 1", "c", "Bob: 1", "b"]


def test_a_group_is_folded_by_key_and_keeps_its_subtotal(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    page.list.select([deals[2]])
    press(page, Qt.Key.Key_Left)
    assert listed(page) == ["Anna: 2", "Bob: 1", "b"]
    assert page.list.currentIndex().row() == 0
    press(page, Qt.Key.Key_Right)
    assert len(listed(page)) == 5
    press(page, Qt.Key.Key_Space)
    assert len(listed(page)) == 3
    page.unfold_groups()
    assert len(listed(page)) == 5
    page.fold_groups()
    assert listed(page) == ["Anna: 2", "Bob: 1"]
    assert page.list.records.count == 3


def test_a_click_on_a_head_folds_it(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    height = page.list.verticalHeader().defaultSectionSize()
    QTest.mouseClick(
        page.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 3 * height + height // 2)
    )
    assert listed(page) == ["Anna: 2", "a", "c", "Bob: 1"]


def test_heads_are_neither_selected_nor_copied(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    page.list.selectAll()
    assert page.selected_count() == 3
    assert set(page.selected()) == set(deals)
    assert len(page.list.selected_text().splitlines()) == 3


def test_a_record_in_a_folded_group_is_found_nevertheless(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    page.fold_groups()
    assert page.list.select([deals[1]])
    assert listed(page) == ["Anna: 2", "Bob: 1", "b"]
    assert page.selected() == (deals[1],)


def test_news_keep_groups_folded_and_the_selection(desk: Desk, show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    page.list.records.fold(0, is_folded=True)
    page.list.select([deals[1]])
    desk.opportunities.revise(deals[0], "value", 500_000)
    assert listed(page) == ["Anna: 2", "Bob: 1", "b"]
    assert page.list.records.index(0, column(page, "estimated_value")).data() == "7,000"
    assert page.selected() == (deals[1],)


def test_the_grouping_of_a_view_is_remembered(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    page.show_view("mine")
    assert page.grouping.current == ""
    again = show()
    again.show_view("all")
    assert again.grouping.button.text() == "Group by: Salesperson"
    assert len(listed(again)) == 5


def test_the_menu_says_by_what_rows_may_stand_together(show: Show, deals: list[int]) -> None:
    page = show()
    texts = [action.text() for action in page.grouping.menu().actions() if action.text()]
    assert texts[:4] == ["None", "Stage", "Salesperson", "Estimated closing date, by month"]


def test_the_model_of_a_grouped_list_keeps_qts_rules(show: Show, deals: list[int]) -> None:
    page = show()
    tester = QAbstractItemModelTester(page.list.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.group_rows("salesperson")
    page.list.records.fold(0, is_folded=True)
    page.list.records.fold(1, is_folded=True)
    page.list.records.fold(0, is_folded=False)
    page.group_rows("")
    assert tester.model() is page.list.records


def test_places_in_a_million_grouped_rows_are_found_by_halving() -> None:
    groups = Groups(range(1_000), array("q", [1_000] * 1_000))
    layout = Layout(1_000_000, groups, Folds(but=frozenset({1})))
    assert layout.rows == 1_000_000 + 1_000 - 1_000
    assert layout.place(0) == (0, -1)
    assert layout.place(1_001) == (1, -1)
    assert layout.place(1_002) == (2, -1)
    assert layout.row_of(1_500) == -1
    assert layout.row_of(999_999) == layout.rows - 1
    assert layout.records(0, layout.rows - 1) == 999_000
    assert sum(end - begin for begin, end in layout.stretches(0, layout.rows - 1)) == 999_000


@pytest.mark.parametrize("folded", [(), (0,), (1,), (0, 1), (1, 2), (0, 1, 2, 3)])
def test_the_record_beside_a_row_is_found_past_heads_and_folded_groups(folded: tuple[int, ...]) -> None:
    layout = Layout(9, Groups(range(4), array("q", [2, 1, 3, 3])), Folds(but=frozenset(folded)))
    records = [row for row in range(layout.rows) if layout.place(row)[1] >= 0]
    for row in range(-1, layout.rows + 1):
        assert layout.record_beside(row, 1) == min((each for each in records if each > row), default=-1)
        assert layout.record_beside(row, -1) == max((each for each in records if each < row), default=-1)


def test_the_first_row_is_not_hidden_under_a_head_that_stays(show: Show, deals: list[int]) -> None:
    page = show()
    page.group_rows("salesperson")
    assert page.list.verticalScrollBar().value() == 0


def test_the_screen_stays_when_rows_come_above_it(desk: Desk, show: Show, deals: list[int]) -> None:
    anna = page_owner(desk)
    for number in range(40):
        records.started(desk, description=f"n{number:02}", salesperson=anna, closing_on=date(2026, 6, 1))
    page = show()
    page.group_rows("salesperson")
    page.list.verticalScrollBar().setValue(333)
    below = page.list.verticalHeader().defaultSectionSize()
    seen = page.list.records.row_id(page.list.rowAt(below))
    records.started(desk, description="0", salesperson=anna, closing_on=date(2026, 3, 3))
    assert page.list.records.row_id(page.list.rowAt(below)) == seen


def page_owner(desk: Desk) -> int:
    """Anna."""
    return records.code_id(desk, "salesperson", "ANNA")
