"""References edited in the list itself: found as one types, written by the same keys, refused with their reason."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.services.desk import Desk
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import ready
from tests.ui.lists import Show, shown_pages
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def show(place: Workplace, deals: list[int]) -> Iterator[Show]:
    with shown_pages(place) as do:
        yield do


@pytest.fixture
def people(desk: Desk) -> list[int]:
    return [records.salesperson(desk, code, code.title()) for code in ("ANNA", "BOB", "EVA")]


@pytest.fixture
def deals(desk: Desk, people: list[int]) -> list[int]:
    return [records.opportunity(desk, description=name, salesperson=people[0]) for name in "abc"]


def begin(page: ListPage, name: str, row: int = 0) -> LookupField:
    page.list.set_hidden(name, is_hidden=False)
    names = [each.name for each in page.list.records.columns]
    page.list.setCurrentIndex(page.list.records.index(row, names.index(name)))
    QTest.keyClick(page.list, Qt.Key.Key_F2)
    return editor()


def editor() -> LookupField:
    found = QApplication.focusWidget()
    assert isinstance(found, LookupField)
    return found


def type_in(field: LookupField, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)
    QTest.qWait(1)  # Qt takes what was typed a turn later


def where(page: ListPage) -> tuple[int, str]:
    at = page.list.currentIndex()
    return at.row(), page.list.records.columns[at.column()].name


def person_of(desk: Desk, deal: int) -> int | None:
    found = records.view(desk, deal).salesperson
    return found.id if found else None


def test_enter_takes_what_is_found_and_goes_down(
    desk: Desk, show: Show, deals: list[int], people: list[int]
) -> None:
    page = show()
    type_in(begin(page, "salesperson"), "bo")
    assert person_of(desk, deals[0]) == people[1]
    assert where(page) == (1, "salesperson")


def test_tab_takes_it_and_opens_the_next_cell(
    desk: Desk, show: Show, deals: list[int], people: list[int]
) -> None:
    page = show()
    page.list.set_hidden("sales_cycle", is_hidden=False)
    type_in(begin(page, "salesperson"), "eva", Qt.Key.Key_Tab)
    assert person_of(desk, deals[0]) == people[2]
    assert where(page) == (0, "sales_cycle")
    QTest.keyClick(editor(), Qt.Key.Key_Escape)


def test_a_row_of_the_list_is_taken_by_arrows(
    desk: Desk, show: Show, deals: list[int], people: list[int]
) -> None:
    page = show()
    field = begin(page, "salesperson")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.is_open()
    while field._list.current() is None or field._list.current().text.split()[0] != "BOB":
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.qWait(1)
    assert person_of(desk, deals[0]) == people[1]


def test_escape_leaves_the_reference(desk: Desk, show: Show, deals: list[int], people: list[int]) -> None:
    page = show()
    type_in(begin(page, "salesperson"), "bo", Qt.Key.Key_Escape)
    assert person_of(desk, deals[0]) == people[0]
    assert where(page) == (0, "salesperson")


@pytest.mark.parametrize(
    ("typed", "reason"), [("nobody", "is not in the list"), ("", "Fill in Salesperson.")]
)
def test_what_is_no_salesperson_stays_with_its_reason(
    desk: Desk, show: Show, deals: list[int], people: list[int], typed: str, reason: str
) -> None:
    page = show()
    field = begin(page, "salesperson")
    type_in(field, typed)
    assert editor() is field
    assert field.text() == typed
    assert reason in page.list.fault()
    type_in(field, "bob")
    assert page.list.fault() == ""
    assert person_of(desk, deals[0]) == people[1]


def test_r_chg_01_open_tasks_follow_when_the_user_says_so(
    desk: Desk, show: Show, deals: list[int], people: list[int], prompts: ScriptedPrompts
) -> None:
    task = records.task(desk, deals[0], salesperson=people[0])
    page = show()
    prompts.answers.append(True)
    type_in(begin(page, "salesperson"), "bob")
    assert "Change it there too?" in prompts.asked[0]
    [row] = desk.lists.rows("task", [task])
    assert row["salesperson"].id == people[1]
    assert person_of(desk, deals[0]) == people[1]
    assert where(page) == (1, "salesperson")


def test_the_column_of_the_company_takes_a_contact(desk: Desk, show: Show, deals: list[int]) -> None:
    company = records.company(desk, "Brouwer Works")
    person = records.person(desk, "Vera Ypma", company)
    page = show()
    type_in(begin(page, "company"), "ypma")
    now = records.view(desk, deals[0])
    assert (now.contact and now.contact.id, now.company and now.company.id) == (person, company)
    assert where(page) == (1, "company")


def test_a_contact_gets_its_references_in_place(
    desk: Desk, place: Workplace, qtbot: QtBot, people: list[int]
) -> None:
    company = records.company(desk, "Brouwer Works")
    page = ContactsPage(place)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    ready(page)
    page.show_view("all")
    page.list.setFocus()
    row = page.list.records.row_of(company)
    type_in(begin(page, "salesperson", row), "eva")
    assert desk.lists.rows("contact", [company])[0]["salesperson"].id == people[2]
    type_in(begin(page, "salesperson", row), "")
    assert desk.lists.rows("contact", [company])[0]["salesperson"] is None
    type_in(begin(page, "country", row), "nl")
    assert desk.lists.rows("contact", [company])[0]["country"].text == "NL"
