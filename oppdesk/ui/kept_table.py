"""A table whose columns the user chooses, moves and widens: they stand so again the next time."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu

from oppdesk.ui import list_menus
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.workplace import Workplace


class KeptTable(RecordTable):
    """`show_columns` says which there are, and by what name they are remembered; without one they are not."""

    grouping_wanted = Signal(str)  # by this field

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._preferences = place.preferences
        self._keeps = ""
        self._keep_soon = QTimer(self, singleShot=True, interval=1_000)
        self._keep_soon.timeout.connect(self._keep_columns)
        self.columns_wanted.connect(self._show_header_menu)
        head = self.horizontalHeader()
        for signal in (head.sectionResized, head.sectionMoved):
            signal.connect(self.columns_touched)

    def show_columns(self, columns: Sequence[Column], keeps: str) -> None:
        """Call after the model is set."""
        self.set_columns(columns)
        self._keeps = keeps
        self.restore_columns(self._preferences.columns_of(keeps))

    def keep_columns_as(self, keeps: str) -> None:
        """Remember columns by another name from now on, and show what is remembered by it, if anything is."""
        if keeps != self._keeps:
            self._keep_soon.stop()
            self._keep_columns()
            self._keeps = keeps
            self.restore_columns(self._preferences.columns_of(keeps))

    def group_field(self, column: int) -> str:  # noqa: ARG002 - for lists that can be grouped
        """The field that rows may stand together by, of a column that shows it."""
        return ""

    def columns_menu(self) -> QMenu:
        """The columns to be shown, each with a tick."""
        return list_menus.columns_menu(self)

    def _show_header_menu(self, at: QPoint) -> None:
        column = self.horizontalHeader().logicalIndexAt(self.horizontalHeader().mapFromGlobal(at))
        list_menus.header_menu(self, column).popup(at)

    def show_column_menu(self) -> None:
        """The menu of the current column, by keyboard."""
        column = max(0, self.currentIndex().column())
        head = self.horizontalHeader()
        place = QPoint(head.sectionViewportPosition(column), head.height())
        list_menus.header_menu(self, column).popup(head.viewport().mapToGlobal(place))

    def columns_touched(self) -> None:
        if self._keeps and self.isVisible():
            self._keep_soon.start()

    def fit_columns(self) -> None:
        super().fit_columns()
        self.columns_touched()

    def reset_columns(self) -> None:
        """As they were at first."""
        self.set_columns(self.columns())
        self.columns_touched()

    def _keep_columns(self) -> None:
        if self._keeps:
            self._preferences.keep_columns(self._keeps, self.save_columns())
