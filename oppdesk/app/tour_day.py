"""What the tour does on the pages, so that they show a day on which somebody works."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.services.desk import Desk
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.today import TodayPage
from oppdesk.ui.pages.today_chart import PIPELINE, SHARES
from oppdesk.ui.pages.today_side import RECENT, SAID
from oppdesk.ui.quick_line import QuickLine
from oppdesk.ui.reminding import Reminding


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


def show_chart(chart: str) -> "Act":
    """The start page with one of its charts, the third mark as if under the pointer."""

    def show(window: MainWindow, settle: Callable[[], None]) -> QWidget:
        page = window.go("today")
        if isinstance(page, TodayPage):
            page.side.chart.show_chart(chart)
            settle()
            for target in page.side.chart.views[chart].chart.targets()[2:3]:
                target.lit.emit(2)
        return window.frame

    return show


def show_said(window: MainWindow, settle: Callable[[], None]) -> QWidget:
    """The start page with the last interactions."""
    page = window.go("today")
    if isinstance(page, TodayPage):
        page.side.last.show_part(SAID)
        settle()
    return window.frame


def write_line(window: MainWindow, settle: Callable[[], None]) -> QWidget:
    """The quick line with something typed, its second part reached by key."""
    page = window.go("today")
    if isinstance(page, TodayPage):
        page.side.last.show_part(RECENT)
    window.run("task.quick-line")
    line = window.findChild(QuickLine)
    if line is not None:
        line.line.setText("call Aude tomorrow 10:00 for 45 min about the offer")
        line.line.textEdited.emit(line.line.text())
        settle()
        line.rows.step(line.rows.rows()[0], 1)
    return window.frame


def ring(window: MainWindow, settle: Callable[[], None]) -> QWidget:
    """The list under the bell."""
    line, watch = window.findChild(QuickLine), window.findChild(Reminding)
    if line is not None:
        line.close_line()
    if watch is None:
        return window.frame
    watch.open_list()
    settle()
    return watch.popup or window.frame


Act = Callable[
    [MainWindow, Callable[[], None]], QWidget
]  # what is called to let the program go on comes second
ACTS: tuple[tuple[str, Act], ...] = (
    ("today", show_chart(PIPELINE)),
    ("today-salespeople", show_chart(SHARES)),
    ("today-interactions", show_said),
    ("quick-line", write_line),
    ("reminders", ring),
)


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
