"""The windows beside the main one: a record has one card, opened again it comes forward; Setup has one window."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oppdesk.domain.query import Filter
from oppdesk.domain.setup import by_key
from oppdesk.ui.frame import bring_forward
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.ui.dialogs.duplicates import DuplicatesWindow
    from oppdesk.ui.main_window import MainWindow
    from oppdesk.ui.setup_window import SetupWindow


class Windows:
    """Its methods are handed to the workplace; who comes after it is told to it once it is there."""

    place: Workplace
    main: "MainWindow"

    def __init__(self) -> None:
        self._cards: dict[tuple[str, int], QWidget] = {}
        self._setup: SetupWindow | None = None
        self._duplicates: DuplicatesWindow | None = None

    def open_record(self, table: str, record: int) -> None:
        """The card of a record; a record without one opens that of the record it belongs to."""
        card = _CARDS.get(table)
        if card is None:
            self._open_owner(table, record)
            return
        shown = self._cards.get((table, record))
        if shown is None:
            shown = card(self.place, record)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            shown.destroyed.connect(lambda: self._cards.pop((table, record), None))
            self._cards[table, record] = shown
        else:
            self.place.preferences.remember(table, record)
        bring_forward(shown)

    def _open_owner(self, table: str, record: int) -> None:
        """Of a task, a note, a quote: the card it stands on, at its place; of setup, its list."""
        owner = self.place.desk.search.owner(table, record)
        if owner is None:
            if table in by_key:
                self.open_setup(by_key[table].lines_of or table)
            return
        self.open_record(*owner)
        show = getattr(self._cards.get(owner), "show_part", None)
        if callable(show):
            show(table, record)

    def run(self, action: str) -> None:
        """An action of the main window."""
        self.main.run(action)

    def show_list(self, section: str, filters: tuple[Filter, ...]) -> None:
        """A section of the main window with what meets the filters."""
        self.main.narrow(section, filters)
        bring_forward(self.main.frame)

    def open_setup(self, key: str) -> None:
        """The Setup window at one of its lists."""
        from oppdesk.ui.setup_window import SetupWindow  # noqa: PLC0415 - nobody sets up at every start

        if self._setup is None:
            shown = SetupWindow(self.place, key) if key else SetupWindow(self.place)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            shown.destroyed.connect(self._forget_setup)
            self._setup = shown
        elif key:
            self._setup.show_list(key)
        bring_forward(self._setup)

    def _forget_setup(self) -> None:
        self._setup = None

    def show_duplicates(self, contacts: Sequence[int]) -> None:
        """The Duplicates window with all pairs, or with those of some contacts."""
        from oppdesk.ui.dialogs.duplicates import DuplicatesWindow  # noqa: PLC0415 - a start need not wait for it

        if self._duplicates is None:
            shown = DuplicatesWindow(self.place, contacts)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            shown.destroyed.connect(self._forget_duplicates)
            self._duplicates = shown
        else:
            self._duplicates.show_contacts(contacts)
        bring_forward(self._duplicates)

    def _forget_duplicates(self) -> None:
        self._duplicates = None

    def close_all(self) -> bool:
        """Whether every window let itself be closed."""
        return all(
            window.close()
            for window in [*self._cards.values(), self._setup, self._duplicates]
            if window is not None
        )


def _opportunity(place: Workplace, record: int) -> QWidget:
    from oppdesk.ui.cards.opportunity import OpportunityCard  # noqa: PLC0415 - a card is imported when opened

    return OpportunityCard(place, record)


def _contact(place: Workplace, record: int) -> QWidget:
    from oppdesk.ui.cards.contact import ContactCard  # noqa: PLC0415

    return ContactCard(place, record)


def _interaction(place: Workplace, record: int) -> QWidget:
    from oppdesk.ui.cards.interaction import InteractionCard  # noqa: PLC0415

    return InteractionCard(place, record)


def _task(place: Workplace, record: int) -> QWidget:
    from oppdesk.ui.cards.task import TaskCard  # noqa: PLC0415

    return TaskCard(place, record)


_CARDS: dict[str, Callable[[Workplace, int], QWidget]] = {
    "opportunity": _opportunity,
    "contact": _contact,
    "interaction": _interaction,
    "task": _task,
}
