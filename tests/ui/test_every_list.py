"""What one list can, all can: each section with rows is sorted, grouped, filtered, copied, taken out by the same hands."""

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.records import ASKED, SHARED
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.ui import metrics
from oppdesk.ui.delegates import PADDING
from oppdesk.ui.dialogs.export_list import ExportList
from oppdesk.ui.dialogs.print_list import PrintList
from oppdesk.ui.filter_words import VALUELESS, ops_for
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.pages.entries import EntriesPage
from oppdesk.ui.pages.interactions import InteractionsPage
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.pages.tasks import TasksPage
from oppdesk.ui.workplace import Workplace
from tests.ui.hands import press
from tests.ui.lists import stand

PAGES = (OpportunitiesPage, ContactsPage, TasksPage, InteractionsPage, EntriesPage)
Show = Callable[[type[ListPage]], ListPage]


@pytest.fixture
def show(place: Workplace, desk: Desk) -> Iterator[Show]:
    """A list of the sample data, whole; what it refuses fails the test."""
    desk.samples.add()
    made: list[ListPage] = []
    said: list[str] = []

    def do(kind: type[ListPage]) -> ListPage:
        page = kind(place)
        page.remarked.connect(said.append)
        stand(page)
        made.append(page)
        return page

    yield do
    for page in made:
        page.close()
        page.deleteLater()
    assert not [each for each in said if each != "3 rows copied"]


def every_list() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.table)


def click_head(page: ListPage, column: int) -> None:
    head = page.list.header()
    place = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) // 2, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)


@every_list()
def test_every_column_that_looks_like_it_is_sorted_by_a_click(show: Show, kind: type[ListPage]) -> None:
    page = show(kind)
    rows, count = page.list.records, page.list.records.count
    for at, column in enumerate(rows.columns):
        if not column.sorted_by:
            continue
        page.list.set_hidden(column.name, is_hidden=False)
        page.list.set_order(())
        for down in (False, True):
            click_head(page, at)
            (first, *_rest) = rows.query.orders
            assert (first.field, first.descending) == (column.sorted_by, down)
            assert rows.count == count
        page.list.set_hidden(column.name, is_hidden=column.hidden)


@every_list()
def test_every_grouping_has_heads_and_keeps_qts_rules(show: Show, kind: type[ListPage]) -> None:
    page = show(kind)
    rows, count = page.list.records, page.list.records.count
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for name in page.groups:
        page.group_rows(name)
        heads = rows.rowCount() - count
        assert rows.count == count
        assert heads > 0, name
        page.fold_groups()
        assert rows.rowCount() == heads
        page.unfold_groups()
        assert rows.rowCount() == heads + count
    page.group_rows("")
    assert rows.rowCount() == count
    tester.deleteLater()


def value_of(field: Field, desk: Desk) -> object:
    """Something that the field may be compared with."""
    if field.kind is Kind.LOOKUP:
        ids = desk.lists.ids(str(field.target), Query())
        return ids[0] if ids else 1
    return _VALUES.get(field.kind, 1)


_VALUES: dict[Kind, object] = {
    **dict.fromkeys((Kind.CODE, Kind.TEXT, Kind.NOTE, Kind.FORMULA), "a"),
    Kind.FLAG: True,
    Kind.DATE: date(2026, 3, 2),
    Kind.TIME: time(9, 30),
}


@every_list()
def test_every_field_that_is_offered_narrows_by_every_comparison(
    show: Show, desk: Desk, kind: type[ListPage]
) -> None:
    page = show(kind)
    everything = desk.lists.count(kind.table, Query())
    editor = page.bar.editor
    known = {**page.fields, **{each.name: each for each in ASKED.get(kind.table, ())}}
    for field in [known[editor.field.itemData(at)] for at in range(editor.field.count())]:
        for op in ops_for(field):
            term = Filter(field.name, op, None if op in VALUELESS else value_of(field, desk))
            page.show_filters((term,))
            editor.show_filter(term)
            assert page.list.records.count <= everything, (field.name, op)
            (chip,) = page.bar.chips.buttons()
            assert chip.accessibleName(), (field.name, op)


@every_list()
def test_selected_rows_are_copied_taken_out_and_printed(show: Show, kind: type[ListPage]) -> None:
    page = show(kind)
    page.list.select([page.list.records.row_id(at) for at in range(3)])
    page.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3
    for act, expected in ((page.export, ExportList), (page.print_list, PrintList)):
        act()
        (dialog,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, expected) and each.isVisible()
        ]
        dialog.close()
        dialog.deleteLater()


@every_list()
def test_several_are_changed_at_once_where_they_may_be(show: Show, kind: type[ListPage]) -> None:
    page = show(kind)
    page.list.select([page.list.records.row_id(at) for at in range(3)])
    assert ("several" in page.words()) == (kind.table in SHARED)


@every_list()
def test_what_is_shown_is_saved_as_a_view_and_comes_back(show: Show, kind: type[ListPage]) -> None:
    page = show(kind)
    page.group_rows(page.groups[0])
    page.save_view()
    QTest.keyClicks(page.tabs.name.field, "Own <b>view</b>")
    press(page.tabs.name.window(), Qt.Key.Key_Return)
    assert page.view.text == "Own <b>view</b>"
    page.show_view("all")
    page.group_rows("")
    page.show_view("own:Own <b>view</b>")
    assert page.grouping.current == page.groups[0]


@every_list()
def test_columns_are_chosen_and_stand_in_another_order_the_next_time(
    show: Show, place: Workplace, kind: type[ListPage]
) -> None:
    page = show(kind)
    head, columns = page.list.header(), page.list.records.columns
    shown = next(each for each in columns if each.hidden and each.width)
    menu = page.list.columns_menu()
    next(each for each in menu.actions() if each.text() == _(shown.label)).trigger()
    at = [each.name for each in columns].index(shown.name)
    head.moveSection(head.visualIndex(at), 2)
    head.resizeSection(at, 222)
    page.list._keep_columns()
    menu.deleteLater()
    again = show(kind)
    assert again.list.header().visualIndex(at) == 2
    assert shown.name not in again.list.hidden_columns()


@pytest.mark.parametrize(("kind", "name"), [(OpportunitiesPage, "closing_on"), (TasksPage, "on")])
def test_a_late_day_of_another_year_has_room_for_its_mark(
    show: Show, kind: type[ListPage], name: str
) -> None:
    table = show(kind).list
    at = [each.name for each in table.records.columns].index(name)
    words = metrics.face(Type.FIGURE_NAME).width("27 Sept 2025")
    assert table.columnWidth(at) >= words + px(metrics.ICON_TEXT + 0.75) + 2 * px(PADDING)


def test_a_kept_filter_by_a_formula_that_is_none_can_be_looked_at_and_changed(show: Show) -> None:
    page = show(TasksPage)
    term = Filter("recurring_interval", Op.IS, "none of them")
    page.show_filters((term,))
    page.bar.edit(0)
    assert page.bar.editor.term() == term
    page.bar.editor.closes.emit()
