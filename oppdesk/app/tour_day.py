"""What the tour does on the pages, so that they show a day on which somebody works."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.services.desk import Desk
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.today import TodayPage


def work_a_little(desk: Desk) -> None:
    """So that something was worked on lately."""
    opportunity = desk.lists.ids("opportunity", Query())[1]
    desk.contacts.change(desk.lists.ids("contact", Query())[3], {"phone": "+31 20 555 0100"})
    desk.comments.add("opportunity", opportunity, "He asks for a second drawing.")


def busiest(desk: Desk) -> int:
    """Who has the most opportunities in the sample."""
    people = desk.lists.ids("salesperson", Query())
    return max(
        people, key=lambda each: desk.lists.count("opportunity", Query((Filter("salesperson", Op.IS, each),)))
    )


def show_chart(window: MainWindow, chart: str, settle: Callable[[], None]) -> None:
    """The start page with one of its charts, the third mark as if under the pointer."""
    page = window.go("today")
    if isinstance(page, TodayPage):
        page.side.chart.show_chart(chart)
        settle()
        for target in page.side.chart.views[chart].chart.targets()[2:3]:
            target.lit.emit(2)


def group_rows(window: MainWindow) -> QWidget:
    """The dearer opportunities of each salesperson together."""
    page = window.go("opportunities")
    if isinstance(page, ListPage):
        page.show_filters((Filter("estimated_value", Op.FROM, 500_000),))
        page.group_rows("salesperson")
    return window.frame


def ungroup_rows(window: MainWindow) -> None:
    page = window.page()
    if isinstance(page, ListPage):
        page.group_rows("")
        page.show_view("mine")
