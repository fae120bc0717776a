"""The page of the task matrix: options above, figures below, tasks behind each figure (relationships 14)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.domain.spans import Span, resolved
from oppdesk.domain.task_matrix import Lines, Shows
from oppdesk.domain.words import Priority, TaskStatus
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import TaskRow
from oppdesk.ui import task_matrix_words
from oppdesk.ui.dialogs.export_list import ExportList
from oppdesk.ui.dialogs.print_list import PrintList
from oppdesk.ui.pages.task_matrix import TaskMatrixPage
from oppdesk.ui.widgets.pick_button import PickButton
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import CTRL, press
from tests.ui.scripted import Calls, ScriptedPrompts

MONDAY = date(2026, 3, 2)  # today and the work date
DAY = timedelta(1)
_numbers = count(1)


def task(desk: Desk, on: date = MONDAY, **values: Any) -> int:
    with records.store_of(desk).write("test.task") as work:
        return work.add(TaskRow(number=f"P{next(_numbers)}", description="Call", on=on, **values))


def pick(button: PickButton, words: str) -> None:
    next(each for each in button.menu().actions() if each.text() == words).trigger()


def shown(page: TaskMatrixPage) -> list[list[str]]:
    """Names with what stands in their cells, blank ones aside."""
    model = page.table.matrix
    found = []
    for row in range(model.rowCount()):
        cells = [str(model.index(row, column).data()) for column in range(model.columnCount())]
        found.append([model.line(row).name, *(each for each in cells if each)])
    return found


def heads(page: TaskMatrixPage) -> list[str]:
    model = page.table.matrix
    return [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]


@pytest.fixture
def anna(desk: Desk) -> int:
    return records.salesperson(desk, "ANNA", "Anna")


@pytest.fixture
def page(place: Workplace, qtbot: QtBot, anna: int) -> Iterator[TaskMatrixPage]:
    task(place.desk, salesperson=anna)
    made = TaskMatrixPage(place)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    assert made.matrix().options.span is Span.DAY  # 0.1: the first choice, until another is made
    pick(made.span, "week")
    yield made
    QApplication.processEvents()


def test_14_the_first_period_of_32_holds_the_work_date(page: TaskMatrixPage) -> None:
    assert len(heads(page)) == 32
    assert heads(page)[:2] == ["2 Mar", "9 Mar"]
    assert page.table.now() == 0


def test_14_view_by_day_week_month_quarter_year(page: TaskMatrixPage) -> None:
    first = {"day": "2 Mar", "week": "2 Mar", "month": "Mar 2026", "quarter": "Q1 2026", "year": "2026"}
    for span, words in first.items():
        pick(page.span, span)
        assert heads(page)[0] == words
        assert shown(page) == [["Anna", "1"]]


def test_14_previous_and_next_set(page: TaskMatrixPage) -> None:
    pick(page.span, "month")
    page.turning.forth.click()
    assert heads(page)[0] == "Nov 2028"
    assert shown(page) == [["Anna"]]  # she keeps her line: she has a task, whenever
    page.turning.today.click()
    page.turning.back.click()
    assert heads(page)[-1] == "Feb 2026"
    page.table.setFocus()
    press(page, Qt.Key.Key_PageDown, CTRL)
    assert heads(page)[0] == "Mar 2026"


def test_14_nothing_lies_beyond_the_calendar(page: TaskMatrixPage) -> None:
    said: list[str] = []
    page.remarked.connect(said.append)
    pick(page.span, "year")
    for _step in range(40):
        page.turning.forth.click()
    assert said
    assert page.matrix().periods[-1][1] == date(2999, 12, 31)


def test_14_lines_are_salespeople_teams_or_contacts(page: TaskMatrixPage, desk: Desk) -> None:
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    company = records.company(desk, "Contoso")
    vera = records.person(desk, "Vera", company)
    task(desk, team=team, contact=vera)
    page.lines.set_current(Lines.TEAMS)
    page.lines.changed.emit(Lines.TEAMS)
    assert shown(page) == [["North", "1"]]
    page.lines.changed.emit(Lines.CONTACTS)
    assert shown(page) == [["Contoso", "1"], ["Vera", "1"]]
    assert [(line.is_company, line.is_indented) for line in page.matrix().lines] == [
        (True, False),
        (False, True),
    ]
    assert not page.grab().isNull()


def test_14_each_filter_counts_anew_at_once(page: TaskMatrixPage, desk: Desk, anna: int) -> None:
    company = records.company(desk, "Contoso")
    task(
        desk,
        salesperson=anna,
        contact=company,
        status=int(TaskStatus.WAITING),
        priority=int(Priority.HIGH),
    )
    task(desk, salesperson=anna, closed=True)
    assert shown(page) == [["Anna", "2"]]
    pick(page.status_, "Waiting")
    assert shown(page) == [["Anna", "1"]]
    pick(page.status_, "all")
    pick(page.priority, "High")
    assert shown(page) == [["Anna", "1"]]
    pick(page.priority, "all")
    page.closed.setChecked(True)
    assert shown(page) == [["Anna", "3"]]
    page.company.changed.emit(Ref(company, "Contoso"))
    assert shown(page) == [["Anna", "1"]]


def test_14_salesperson_and_team_narrow(page: TaskMatrixPage, desk: Desk) -> None:
    bert = records.salesperson(desk, "BERT", "Bert")
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    task(desk, salesperson=bert)
    task(desk, team=team)
    assert shown(page) == [["Anna", "1"], ["Bert", "1"]]
    pick(page.salesperson, "Bert")
    assert shown(page) == [["Bert", "1"]]
    pick(page.salesperson, "all")
    pick(page.team, "North")
    assert shown(page) == []
    assert page.body.currentWidget() is page.empty


def test_14_contact_number_multiple_and_blank(page: TaskMatrixPage, desk: Desk, anna: int) -> None:
    one, other = records.company(desk, number="CT1"), records.company(desk, number="CT2")
    task(desk, MONDAY + 7 * DAY, salesperson=anna, contact=one)
    for each in (one, other):
        task(desk, MONDAY + 14 * DAY, salesperson=anna, contact=each)
    pick(page.shows, "contact number")
    assert shown(page) == [["Anna", "(none)", "CT1", "Multiple"]]


def test_14_a_cell_opens_exactly_its_tasks(page: TaskMatrixPage, desk: Desk, anna: int, calls: Calls) -> None:
    due = task(desk, MONDAY + 8 * DAY, salesperson=anna)
    seated = task(desk, MONDAY + 9 * DAY)
    records.attend(desk, seated, salesperson=anna)
    page.table.setCurrentIndex(page.table.matrix.index(0, 1))
    page.open()
    section, filters = calls.lists[-1]
    assert section == "tasks"
    assert set(desk.lists.ids("task", Query(resolved(filters, MONDAY)))) == {due, seated}


def test_14_an_empty_cell_opens_nothing(page: TaskMatrixPage, calls: Calls) -> None:
    page.table.setCurrentIndex(page.table.matrix.index(0, 5))
    page.open()
    assert calls.lists == []
    assert "record" not in page.words()


def test_14_a_click_on_a_cell_opens_it(page: TaskMatrixPage, calls: Calls) -> None:
    place = page.table.visualRect(page.table.matrix.index(0, 0)).center()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(calls.lists) == 1


def test_14_overdue_cells_are_told_by_words_too(page: TaskMatrixPage, desk: Desk, anna: int) -> None:
    task(desk, MONDAY - DAY, salesperson=anna)
    pick(page.span, "year")
    index = page.table.matrix.index(0, 0)
    assert "2 tasks, 1 overdue" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 overdue" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "1 cell with overdue tasks" in task_matrix_words.summary(page.matrix(), page.place.form)


def test_14_news_count_anew_and_keep_the_place(page: TaskMatrixPage, desk: Desk, anna: int) -> None:
    page.table.setFocus()
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_Right)
    records.salesperson(desk, "AARON", "Aaron")
    task(desk, salesperson=next(iter(desk.lists.ids("salesperson", Query()))))
    here: QModelIndex = page.table.currentIndex()
    assert (page.table.matrix.line(here.row()).row, here.column()) == (anna, 2)


def test_14_names_of_records_are_no_markup(page: TaskMatrixPage, desk: Desk) -> None:
    bad = records.salesperson(desk, "BAD", "<b>Bobby</b>")
    task(desk, salesperson=bad)
    row = next(at for at, line in enumerate(page.matrix().lines) if line.row == bad)
    tip = page.table.matrix.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Bobby" in tip
    assert not page.grab().isNull()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_14_the_matrix_is_exported_as_it_is_shown(
    page: TaskMatrixPage, desk: Desk, tmp_path: Path, suffix: str
) -> None:
    wish = task_matrix_words.outgoing(page.matrix(), page.place.form)
    path = tmp_path / f"matrix{suffix}"
    assert desk.exporting.write(wish, path) == 1
    assert len(wish.columns) == 34
    if suffix == ".csv":
        head, line = path.read_text("utf-8-sig").splitlines()
        assert head.split(",")[:2] == ["Salespeople", "No."]
        assert line.split(",")[:4] == ["Anna", "ANNA", "1", ""]


def test_14_export_and_print_from_the_page(page: TaskMatrixPage, qtbot: QtBot) -> None:
    page.export()
    page.print_list()
    found = page.findChildren(ExportList) + page.findChildren(PrintList)
    assert {type(each) for each in found} == {ExportList, PrintList}
    for each in found:
        each.close()


def test_14_selected_cells_are_copied_with_their_names(page: TaskMatrixPage) -> None:
    page.table.setCurrentIndex(page.table.matrix.index(0, 0))
    page.copy()
    assert QGuiApplication.clipboard().text() == "\t2 Mar\nAnna\t1"


def test_the_page_is_a_section(place: Workplace, prompts: ScriptedPrompts) -> None:
    from oppdesk.ui.pages import PAGES

    assert [each.key for each in PAGES][-1] == "analysis"


def test_14_a_period_is_told_in_full(page: TaskMatrixPage) -> None:
    days = (date(2026, 3, 2), date(2026, 3, 8))
    form = page.place.form
    assert task_matrix_words.period(Span.WEEK, days, form) == "2 Mar 2026 – 8 Mar 2026"
    assert task_matrix_words.SHOWS[Shows.NUMBER] == "number of tasks"
