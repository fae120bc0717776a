"""The sections of the main window, in the order of a working day; one joins by one line in PAGES.

A page is imported when it is shown first: a start need not wait for windows nobody looks at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Status
from oppdesk.i18n import N_

if TYPE_CHECKING:
    from oppdesk.services.desk import Desk
    from oppdesk.ui.pages.page import Page
    from oppdesk.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    icon: str
    make: "Callable[[Workplace], Page]"
    count: "Callable[[Desk], int] | None" = None  # what waits there, shown beside the title
    warns: bool = False  # it should not wait there any more


def _today(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.today import TodayPage  # noqa: PLC0415

    return TodayPage(place)


def _opportunities(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.opportunities import OpportunitiesPage  # noqa: PLC0415

    return OpportunitiesPage(place)


def _contacts(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.contacts import ContactsPage  # noqa: PLC0415

    return ContactsPage(place)


def _tasks(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.tasks import TasksPage  # noqa: PLC0415

    return TasksPage(place)


def _interactions(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.interactions import InteractionsPage  # noqa: PLC0415

    return InteractionsPage(place)


def _entries(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.entries import EntriesPage  # noqa: PLC0415

    return EntriesPage(place)


def _analysis(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.task_matrix import TaskMatrixPage  # noqa: PLC0415

    return TaskMatrixPage(place)


def _my_open(desk: "Desk") -> int:
    """The open opportunities of who sits before the program, or of all."""
    me = desk.context.salesperson
    filters = (Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))),)
    mine = (Filter("salesperson", Op.IS, me),) if me is not None else ()
    return desk.lists.count("opportunity", Query(filters + mine))


def _my_overdue(desk: "Desk") -> int:
    """The tasks that should be done already."""
    from oppdesk.domain.spans import resolved  # noqa: PLC0415
    from oppdesk.ui.pages.task_views import overdue  # noqa: PLC0415

    return desk.lists.count("task", Query(resolved(overdue(desk), desk.context.work_date)))


def _my_drafts(desk: "Desk") -> int:
    """The interactions that are to be finished later."""
    me = desk.context.salesperson
    mine = (Filter("salesperson", Op.IS, me),) if me is not None else ()
    return desk.lists.count("interaction", Query((Filter("postponed", Op.IS, True), *mine)))


PAGES = (
    Section("today", N_("Today"), "sun", _today),
    Section("opportunities", N_("Opportunities"), "target", _opportunities, _my_open),
    Section("contacts", N_("Contacts"), "contact", _contacts),
    Section("tasks", N_("Tasks"), "list-checks", _tasks, _my_overdue, warns=True),
    Section("interactions", N_("Interactions"), "message-circle", _interactions, _my_drafts),
    Section("entries", N_("History of stages"), "history", _entries),
    Section("analysis", N_("Analysis"), "chart-column", _analysis),
)
