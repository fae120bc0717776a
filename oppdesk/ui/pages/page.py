"""What the main window expects of a section's page, so that a new section joins without touching the frame."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from oppdesk.domain.changes import Changes
from oppdesk.ui.change_hub import merged
from oppdesk.ui.workplace import Workplace


class Page(QWidget):
    """A section. Its methods that are named like an action's last part (with _ for -) are that action's handler."""

    title = ""  # marked with N_, translated when shown
    icon = ""

    status = Signal(str)  # the left text of the status bar
    remarked = Signal(str)  # something that passes, in its place: why an action was not possible
    selection_changed = Signal()
    list_wanted = Signal(str, object)  # a section, and the filters of what its list shall show
    menu_wanted = Signal(QPoint)  # the context menu of the selection, at a place on the screen

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self._news: list[Changes] = []
        place.hub.changed.connect(self._hear)
        place.hub.day_changed.connect(self.refresh)

    def selected(self) -> tuple[int, ...]:
        """The ids the next action is about, the current one first."""
        return ()

    def selected_count(self) -> int:
        return len(self.selected())

    def words(self) -> frozenset[str]:
        """What holds of the selection, in the words of `ActionSpec.needs`; a page adds those it knows."""
        count = self.selected_count()
        return frozenset({"record", "records"} if count == 1 else {"records"} if count else ())

    def refresh(self) -> None:
        """Show what is stored now."""

    def take_news(self, changes: Changes) -> None:
        """What was committed while the page is shown, or before it is shown again."""
        if changes:
            self.refresh()

    def tell_status(self) -> None:
        """Emit `status` again: the page is shown anew."""

    def keys_from(self) -> QWidget | None:
        """The list whose Enter and Del are actions."""
        return None

    def _hear(self, changes: Changes) -> None:
        if self.isVisible():
            self.take_news(changes)
        else:
            self._news.append(changes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._news:
            news, self._news = merged(self._news), []
            self.take_news(news)
