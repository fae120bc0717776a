"""What the tour does for the calendar and the matrix, so that they show a week in which somebody works."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.spans import Span
from oppdesk.domain.task_matrix import Lines, Options, Shows
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages.task_matrix import TaskMatrixPage
from oppdesk.ui.pages.tasks import TasksPage

Act = Callable[[MainWindow], QWidget]
CALL, MEETING, PLAIN = TaskType.CALL, TaskType.MEETING, TaskType.NONE
# Days after Monday, type, from, minutes, what; a meeting without a time takes so many days.
_WEEK: tuple[tuple[int, TaskType, time | None, int, str, str], ...] = (
    (0, MEETING, time(9), 60, "Week meeting", "Meeting room 2"),
    (0, CALL, time(11), 30, "Call about the drawings", ""),
    (0, PLAIN, None, 1440, "Send the offer for the palletiser", ""),
    (1, MEETING, time(10), 120, "Visit: walk the line with the plant manager", "At the customer"),
    (1, CALL, time(14, 30), 30, "Proposal feedback", ""),
    (2, MEETING, time(9, 30), 90, "Workshop on the layout", "Meeting room 1"),
    (2, MEETING, time(10), 60, "Price round", "By video"),
    (2, CALL, time(10, 30), 15, "Ask for the date of delivery", ""),
    (2, CALL, time(15), 45, "Call about the service contract", ""),
    (3, MEETING, None, 2 * 1440, "Fair in Utrecht", "Jaarbeurs"),
    (3, CALL, time(16, 15), 30, "Confirm workshop date", ""),
    (4, MEETING, time(13), 120, "Presentation to the board", "At the customer"),
    (4, PLAIN, None, 1440, "Prepare the figures of the month", ""),
)


def prepare(desk: Desk) -> None:
    """A week of calls and visits around the work date, and of a colleague's too."""
    me = desk.context.salesperson
    others = [each for each in desk.lists.ids("salesperson", Query()) if each != me]
    contacts = list(desk.lists.ids("contact", Query((Filter("type", Op.IS, 1),))))
    today = desk.context.work_date
    monday = today - timedelta(today.weekday())
    for number, (day, kind, start, minutes, what, where) in enumerate(_WEEK):
        plain = NewTask(
            PLAIN,
            what,
            monday + timedelta(day),
            salesperson=me if number % 4 else others[0],
            contact=contacts[number % len(contacts)] if kind is CALL else None,
        )
        all_day = kind is MEETING and start is None
        new = replace(
            desk.tasks.retyped(plain, kind),
            start_time=start,
            duration=minutes,
            all_day=all_day,
            location=where,
        )
        desk.tasks.create(new)


def _way(key: str) -> Act:
    def show(window: MainWindow) -> QWidget:
        page = window.go("tasks")
        if isinstance(page, TasksPage):
            page.show_view("mine")
            page.show_way(key)
        return window.frame

    return show


def _matrix(options: Options) -> Act:
    def show(window: MainWindow) -> QWidget:
        tasks, page = window.go("tasks"), window.go("analysis")
        if isinstance(tasks, TasksPage) and isinstance(page, TaskMatrixPage):
            tasks.show_list()  # for those who come after
            page.choose(options)
        return window.frame

    return show


ACTS: tuple[tuple[str, Act], ...] = (
    ("calendar-day", _way("day")),
    ("calendar-week", _way("week")),
    ("calendar-month", _way("month")),
    ("calendar-availability", _way("availability")),
    ("task-matrix", _matrix(Options(span=Span.WEEK, with_closed=True))),
    ("task-matrix-contacts", _matrix(Options(Lines.CONTACTS, Shows.CONTACT, Span.MONTH))),
)
