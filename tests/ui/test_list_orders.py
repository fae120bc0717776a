"""Order and columns of a list by hand and key: several columns, numbered; what is chosen is remembered."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from oppdesk.domain.query import Order
from oppdesk.services.desk import Desk
from oppdesk.ui import list_menus
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import SHIFT, press
from tests.ui.lists import Show, column, listed, shown_pages


@pytest.fixture
def show(place: Workplace) -> Iterator[Show]:
    with shown_pages(place) as do:
        yield do


@pytest.fixture(autouse=True)
def _deals(desk: Desk) -> None:
    for name, value, day in (("a", 100_000, 2), ("b", 300_000, 1), ("c", 100_000, 1)):
        records.started(desk, description=name, value=value, closing_on=date(2026, 4, day))


def click(page: OpportunitiesPage, name: str, modifiers: Qt.KeyboardModifier) -> None:
    head = page.list.horizontalHeader()
    at = column(page, name)
    place = QPoint(head.sectionViewportPosition(at) + head.sectionSize(at) // 2, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def texts(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def test_shift_and_click_sorts_by_a_further_column(show: Show) -> None:
    page = show()
    click(page, "estimated_value", Qt.KeyboardModifier.NoModifier)
    click(page, "description", SHIFT)
    assert listed(page) == ["a", "c", "b"]
    click(page, "description", SHIFT)
    assert listed(page) == ["c", "a", "b"]
    assert page.list.records.query.orders == (Order("estimated_value"), Order("description", descending=True))
    assert page.list.order() == (
        (column(page, "estimated_value"), False),
        (column(page, "description"), True),
    )


def test_the_same_is_done_by_keys(show: Show) -> None:
    page = show()
    page.list.setCurrentIndex(page.list.records.index(0, column(page, "estimated_value")))
    press(page, Qt.Key.Key_F8)
    page.list.setCurrentIndex(page.list.records.index(0, column(page, "description")))
    press(page, Qt.Key.Key_F8, SHIFT)
    assert listed(page) == ["a", "c", "b"]


def test_a_head_with_a_number_is_wide_enough_for_it(show: Show) -> None:
    page = show()
    at = column(page, "estimated_value")
    before = page.list.header().legible_width(at)
    click(page, "estimated_value", Qt.KeyboardModifier.NoModifier)
    click(page, "closing_on", SHIFT)
    assert page.list.header().legible_width(at) > before


def test_the_menu_of_a_head_offers_order_grouping_and_columns(show: Show) -> None:
    page = show()
    click(page, "estimated_value", Qt.KeyboardModifier.NoModifier)
    menu = list_menus.header_menu(page.list, column(page, "closing_on"))
    assert texts(menu)[:5] == [
        "Sort ascending",
        "Sort descending",
        "Then by this",
        "Without this order",
        "Group by this",
    ]
    assert texts(menu)[-2:] == ["Fit widths to what is shown", "Reset columns"]
    next(each for each in menu.actions() if each.text() == "Group by this").trigger()
    assert page.grouping.current == "closing_on"


def test_columns_are_reset_to_what_they_were_at_first(show: Show) -> None:
    page = show()
    head = page.list.horizontalHeader()
    before = [head.logicalIndex(place) for place in range(head.count())]
    page.list.set_hidden("number", is_hidden=False)
    head.moveSection(3, 6)
    page.list.reset_columns()
    assert "number" in page.list.hidden_columns()
    assert [head.logicalIndex(place) for place in range(head.count())] == before


def test_widths_fit_what_is_shown(desk: Desk, show: Show) -> None:
    page = show()
    at = column(page, "company")
    page.list.fit_columns()
    narrow = page.list.columnWidth(at)
    firm = records.company(desk, "The Company with the Longest Name of All")
    records.started(desk, description="d", contact=firm)
    page.list.fit_columns()
    assert page.list.columnWidth(at) > narrow
