"""Every model that a window shows keeps the rules Qt has for models, while records come, change, move and go."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from oppdesk.domain.query import Query
from oppdesk.domain.setup import ALL
from oppdesk.domain.words import Step
from oppdesk.services.desk import Desk
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages import PAGES
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.setup_window import SetupWindow
from oppdesk.ui.workplace import Workplace
from tests.services import records
from tests.ui.hands import press

Watch = Callable[[QWidget], list[QAbstractItemModel]]


@pytest.fixture
def watch() -> Watch:
    """Has each model below a widget tested from now on; what it does wrong is a warning of Qt, which fails the test."""
    known: dict[QAbstractItemModel, QAbstractItemModelTester] = {}

    def do(widget: QWidget) -> list[QAbstractItemModel]:
        found = [view.model() for view in widget.findChildren(QAbstractItemView)]
        for model in found:
            if model is not None and model not in known:
                mode = QAbstractItemModelTester.FailureReportingMode.Warning
                known[model] = QAbstractItemModelTester(model, mode, model)
        return [model for model in found if model is not None]

    return do


def _work(desk: Desk) -> None:
    """Something comes, changes, moves, goes, and comes back."""
    made = records.started(desk, description="Zebra", stage=1)
    records.task(desk, made)
    desk.opportunity_fields.change(made, "description", "Aardvark")
    records.move(desk, made, Step.NEXT)
    desk.comments.add("opportunity", made, "A note")
    desk.history.undo()
    desk.history.undo()
    desk.tasks.remove(desk.lists.ids("task", Query())[:1])
    desk.history.undo()


@pytest.mark.parametrize("section", [page.key for page in PAGES])
def test_the_lists_of_a_section(main: MainWindow, watch: Watch, section: str) -> None:
    desk = main.place.desk
    desk.samples.add()
    main.go(section)
    QTest.qWait(50)
    watch(main.frame)
    _work(desk)
    QTest.qWait(50)
    main.run("view.refresh")
    desk.context.work_as_of(date(2026, 6, 1))
    main.run("view.refresh")
    QTest.qWait(50)
    assert main.page() is not None


def test_the_lanes_of_the_board(main: MainWindow, watch: Watch) -> None:
    desk = main.place.desk
    desk.samples.add()
    page = main.go("opportunities")
    assert isinstance(page, OpportunitiesPage)
    page.show_view("all")
    page.show_board()
    QTest.qWait(50)
    assert len(watch(page.board)) > 3
    _work(desk)
    page.head.filter.set_words("line")
    page.head.filter.set_words("")
    QTest.qWait(50)


def test_what_the_command_box_finds(main: MainWindow, watch: Watch) -> None:
    main.place.desk.samples.add()
    main.command_box()
    watch(main.frame)
    assert watch(main.box.list.parentWidget())
    for letter in "line":
        QTest.keyClicks(main.box.line, letter)
        press(main.frame, Qt.Key.Key_Down)
    for _each in range(4):
        press(main.frame, Qt.Key.Key_Backspace)
    QTest.qWait(20)
    main.box.close_box()


@pytest.mark.parametrize("key", [each.key for each in ALL if each.lines_of is None and not each.single])
def test_the_lists_of_setup(place: Workplace, watch: Watch, key: str) -> None:
    window = SetupWindow(place, key)
    window.show()
    QTest.qWait(50)
    assert watch(window)
    page = window.page()
    assert page is not None
    page.rows.add()
    QTest.keyClicks(page.rows.grid.focusWidget() or page.rows.grid, "X1")
    QTest.keyClick(page.rows.grid.focusWidget() or page.rows.grid, Qt.Key.Key_Tab)
    page.rows.give_up_new()
    for column, shown in enumerate(page.rows.model.columns):
        if shown.sorts:
            page.rows.grid.header().ask(column, adds=False)
    page.refresh()
    QTest.qWait(20)
    window.close()
    window.deleteLater()
