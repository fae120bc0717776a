"""What can be done with any list, by menu, key and command box; the methods are named by the actions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

    from oppdesk.ui.pages.group_button import GroupButton
    from oppdesk.ui.pages.head import PageHead
    from oppdesk.ui.pages.list_tabs import ListTabs
    from oppdesk.ui.record_list import RecordList


class ListActions:
    """For a page with a list, its head, its tabs and its groups."""

    place: Workplace
    table: str
    head: "PageHead"
    tabs: "ListTabs"
    list: "RecordList"
    grouping: "GroupButton"
    chooser: "QToolButton"

    def selected(self) -> Sequence[int]:
        """The current record first."""
        raise NotImplementedError

    def open(self) -> None:
        for record in self.selected()[:1]:
            self.place.open_record(self.table, record)

    def filter(self) -> None:
        self.head.filter.take_focus()

    def details_pane(self) -> None:
        self.place.preferences.change(details=not self.place.preferences.now.details)

    def group_by(self) -> None:
        self.grouping.open()

    def fold_groups(self) -> None:
        self.list.fold_groups(are_folded=True)

    def unfold_groups(self) -> None:
        self.list.fold_groups(are_folded=False)

    def choose_columns(self) -> None:
        self.list.columns_menu().popup(self.chooser.mapToGlobal(self.chooser.rect().bottomLeft()))

    def column_menu(self) -> None:
        self.list.show_column_menu()

    def save_view(self) -> None:
        self.tabs.ask_name()
