"""The ways of looking at tasks: a list, or a calendar of them. A further one joins by one line in WAYS.

Each is a widget that shows the tasks of the section's filters in its own manner; it is made when it is first wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from oppdesk.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from oppdesk.domain.changes import Changes
    from oppdesk.domain.query import Query
    from oppdesk.ui.pages.tasks import TasksPage
    from oppdesk.ui.workplace import Workplace

LIST = "list"


class TaskWay(QWidget):
    """What stands in place of the list. The page hands it the query, the news and the chosen task."""

    has_details = True  # the pane beside it tells of the chosen task

    selected = Signal(object)  # the task that is chosen now, or None
    menu_wanted = Signal(QPoint)  # the context menu of the chosen task, at a place on the screen

    def show_query(self, query: Query) -> None:
        """Show what these filters leave; those of days are for the way to decide."""
        raise NotImplementedError

    def task(self) -> int | None:
        """The one that is chosen."""
        raise NotImplementedError

    def row(self) -> Mapping[str, Any] | None:
        """Its values as rows of the list have them."""
        raise NotImplementedError

    def select(self, task: int | None) -> None:
        """Choose a task and bring it into view."""
        raise NotImplementedError

    def take_news(self, changes: Changes) -> None:
        """Something was committed."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Another day, or F5."""
        raise NotImplementedError

    def tools(self) -> tuple[QWidget, ...]:
        """What acts on the whole way, for the row above it: other days, back to today."""
        return ()


@dataclass(frozen=True, slots=True)
class Way:
    """`make` is handed the page, whose methods are the acts; the list itself needs none."""

    key: str
    text: str  # marked with N_
    icon: str
    make: Callable[[Workplace, TasksPage], TaskWay] | None = None


def _calendar(stretch: str) -> Callable[[Workplace, TasksPage], TaskWay]:
    def make(place: Workplace, page: TasksPage) -> TaskWay:
        from oppdesk.ui.calendar.calendar_way import CalendarWay  # noqa: PLC0415 - a start waits for no calendar
        from oppdesk.ui.calendar.words import Stretch  # noqa: PLC0415

        return CalendarWay(place, page, Stretch(stretch))

    return make


def _availability(place: Workplace, page: TasksPage) -> TaskWay:
    from oppdesk.ui.calendar.availability_way import AvailabilityWay  # noqa: PLC0415 - as above

    return AvailabilityWay(place, page)


WAYS: tuple[Way, ...] = (
    Way(LIST, N_("List"), "rows-3"),
    Way("day", N_("Day"), "calendar", _calendar("day")),
    Way("week", N_("Week"), "columns-3", _calendar("week")),
    Way("month", N_("Month"), "calendar-days", _calendar("month")),
    Way("availability", N_("Availability"), "users", _availability),
)
