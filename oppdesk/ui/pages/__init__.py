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


def _today(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.today import TodayPage  # noqa: PLC0415

    return TodayPage(place)


def _opportunities(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.opportunities import OpportunitiesPage  # noqa: PLC0415

    return OpportunitiesPage(place)


def _contacts(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.contacts import ContactsPage  # noqa: PLC0415

    return ContactsPage(place)


def _entries(place: "Workplace") -> "Page":
    from oppdesk.ui.pages.entries import EntriesPage  # noqa: PLC0415

    return EntriesPage(place)


def _my_open(desk: "Desk") -> int:
    """The open opportunities of who sits before the program, or of all."""
    me = desk.context.salesperson
    filters = (Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS))),)
    mine = (Filter("salesperson", Op.IS, me),) if me is not None else ()
    return desk.lists.count("opportunity", Query(filters + mine))


PAGES = (
    Section("today", N_("Today"), "sun", _today),
    Section("opportunities", N_("Opportunities"), "target", _opportunities, _my_open),
    Section("contacts", N_("Contacts"), "contact", _contacts),
    Section("entries", N_("History of stages"), "history", _entries),
)
