"""What the pages behind the tabs of a contact's card have in common: groups in a column, read when they are shown."""

from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.services.desk import Desk
from oppdesk.ui import metrics
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.metrics import px
from oppdesk.ui.workplace import Workplace

R = TypeVar("R")


class ContactPage(QWidget):
    """`show_contact` is called with what the card has read, and again after news."""

    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self.shown: Shown | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        self.column.setSpacing(px(metrics.IN_GROUP))

    def show_contact(self, shown: Shown) -> None:
        self.shown = shown

    @property
    def contact(self) -> int:
        assert self.shown is not None  # noqa: S101 - no page is made before there is something to show
        return self.shown.view.id


class ReadPage(ContactPage, Generic[R]):
    """A page that shows more than the card has read."""

    @staticmethod
    def read(desk: Desk, contact: int) -> R:
        """All that is shown; in the reader's thread."""
        raise NotImplementedError

    def fill(self, found: R, /) -> None:
        raise NotImplementedError

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        read, desk, contact = self.read, self.place.desk, shown.view.id
        self.place.jobs.read(
            lambda: read(desk, contact), self._take, f"page {id(self)}", failed=self._gone, urgent=True
        )

    def _take(self, found: R) -> None:
        if shiboken6.isValid(self):
            self.fill(found)

    def _gone(self, _error: UserError) -> None:
        """The card closes by itself."""
