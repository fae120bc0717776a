"""What the tour does on the start page, so that it shows a day on which somebody works."""

from collections.abc import Callable

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.today import TodayPage


def work_a_little(desk: Desk) -> None:
    """So that something was worked on lately."""
    opportunity = desk.lists.ids("opportunity", Query())[1]
    desk.contacts.change(desk.lists.ids("contact", Query())[3], {"phone": "+31 20 555 0100"})
    desk.comments.add("opportunity", opportunity, "He asks for a second drawing.")


def show_chart(window: MainWindow, chart: str, settle: Callable[[], None]) -> None:
    """The start page with one of its charts, the third mark as if under the pointer."""
    page = window.go("today")
    if isinstance(page, TodayPage):
        page.side.chart.show_chart(chart)
        settle()
        for target in page.side.chart.views[chart].chart.targets()[2:3]:
            target.lit.emit(2)
