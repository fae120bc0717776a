"""The pane beside a list: it follows the selection, and its values come from the reader as those of a card do.

A pane is declared: `concerns`, `read`, and `fill`; in its constructor it puts what it shows into `column`. What is not
wanted any more is not read, a hidden pane reads nothing, and the record before stays until the next one is there.
"""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.services.desk import Desk
from oppdesk.ui import metrics
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.workplace import Workplace

LEAST = 38  # u
R = TypeVar("R")  # all that a pane shows, as one value


class Pane(QScrollArea, Generic[R]):
    """`nothing` stands there while nothing is selected."""

    concerns: tuple[str, ...] = ()  # tables whose news are shown here

    def __init__(self, place: Workplace, nothing: EmptyState) -> None:
        super().__init__()
        self.place = place
        self.record: int | None = None  # that is wanted
        self.shown: R | None = None  # what was read last
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(px(LEAST))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedWidget()
        self.setWidget(self._stack)
        self._content = QWidget(self._stack)
        for each in (nothing, self._content):
            each.setBackgroundRole(QPalette.ColorRole.Base)
            each.setAutoFillBackground(True)
            self._stack.addWidget(each)
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(px(2.25), px(2), px(2.25), px(2))
        self.column.setSpacing(px(metrics.IN_GROUP))

    # -- what a pane says of itself -----------------------------------------------------------------------

    @staticmethod
    def read(desk: Desk, record: int) -> R:
        """All that is shown; in the reader's thread."""
        raise NotImplementedError

    def fill(self, shown: R, /) -> None:
        """Show what was read."""
        raise NotImplementedError

    # -- reading and showing ------------------------------------------------------------------------------

    def show_record(self, record: int | None) -> None:
        """Read one and show it; the one before stays until it is there."""
        if record != self.record:
            self.record = record
            self.refresh()

    def take_news(self, changes: Changes) -> None:
        if changes.touches(*self.concerns):
            self.refresh()

    def refresh(self) -> None:
        read, desk, record = self.read, self.place.desk, self.record
        if record is None:
            self._show(None)
        elif not self.isHidden():
            self.place.jobs.read(
                lambda: read(desk, record),
                self._show,
                f"pane {id(self)}",
                failed=self._gone,
                urgent=self.shown is not None,  # at first the list is what the user waits for
            )

    def setVisible(self, visible: bool) -> None:
        was_hidden = self.isHidden()
        super().setVisible(visible)
        if visible and was_hidden:
            self.refresh()

    def _gone(self, _error: UserError) -> None:
        self._show(None)

    def _show(self, shown: R | None) -> None:
        self.shown = shown
        if shown is not None:
            self.fill(shown)
            bar = self.verticalScrollBar().sizeHint().width()
            self.setMinimumWidth(max(px(LEAST), self._content.minimumSizeHint().width() + bar))
        self._stack.setCurrentIndex(0 if shown is None else 1)
