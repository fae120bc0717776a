"""A list page on the screen, and what a user sees of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtTest import QTest

from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.table_model import GroupRole
from oppdesk.ui.workplace import Workplace
from tests.ui.hands import ready

Show = Callable[[], OpportunitiesPage]


def stand(page: ListPage) -> None:
    """Show a page with all its records, the keyboard in the list."""
    page.resize(1300, 800)
    ready(page)
    page.show_view("all")
    page.list.setFocus()
    QTest.qWait(1)


@contextmanager
def shown_pages(place: Workplace) -> Iterator[Show]:
    """Makes pages of opportunities that go with the test."""
    made: list[OpportunitiesPage] = []

    def show() -> OpportunitiesPage:
        page = OpportunitiesPage(place)
        stand(page)
        made.append(page)
        return page

    yield show
    for page in made:
        page.close()
        page.deleteLater()


def listed(page: OpportunitiesPage) -> list[str]:
    """Records by name; the heads of groups as "name: count"."""
    rows = page.list.records
    found = []
    for at in range(rows.rowCount()):
        head = rows.index(at, 0).data(GroupRole)
        found.append(f"{head.name}: {head.count}" if head else str(rows.row(at)["description"]))
    return found


def column(page: OpportunitiesPage, name: str) -> int:
    return [each.name for each in page.list.records.columns].index(name)
