"""The window of one entry of the log, when it is opened from a timeline, a search or a task."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import QMainWindow

from oppdesk.domain.changes import Changes
from oppdesk.services.interaction_views import InteractionView
from oppdesk.ui.actions import card_actions
from oppdesk.ui.log_acts import LogActs
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.interaction_pane import InteractionPane
from oppdesk.ui.workplace import Workplace

WIDTH, HEIGHT = 66, 78  # u


class InteractionCard(QMainWindow, LogActs):
    """Shows what the pane beside the log shows; a draft can be gone on with from here."""

    table = "interaction"

    def __init__(self, place: Workplace, interaction: int) -> None:
        super().__init__()
        self.place, self.record = place, interaction
        self.setWindowTitle("OppDesk")
        self.pane = _Whole(place, self)
        self.pane.setBackgroundRole(QPalette.ColorRole.Base)
        self.setCentralWidget(self.pane)
        self.actions_here = card_actions(self, place.run)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        place.hub.changed.connect(self._take_news)
        room = self.screen().availableGeometry()
        self.resize(min(px(WIDTH), room.width() - px(4)), min(px(HEIGHT), room.height() - px(6)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pane.show_record(self.record)

    def selected(self) -> tuple[int, ...]:
        return (self.record,)

    def entry(self) -> Mapping[str, Any] | None:
        view = self.pane.shown
        return None if view is None else {name: getattr(view, name) for name in _ASKED}

    def words(self) -> frozenset[str]:
        return frozenset({"record", "records"}) | self.log_words()

    def tell(self, view: InteractionView) -> None:
        """What it is called, and what can be done now."""
        self.setWindowTitle(f"{view.title} – OppDesk")
        self.actions_here.update()

    def _take_news(self, changes: Changes) -> None:
        if (self.table, self.record) in changes.removed:
            self.close()
        else:
            self.pane.take_news(changes)


class _Whole(InteractionPane):
    """The pane as the content of a window."""

    def __init__(self, place: Workplace, card: InteractionCard) -> None:
        super().__init__(place, card)
        self._card = card

    def fill(self, view: InteractionView, /) -> None:
        super().fill(view)
        self._card.tell(view)


_ASKED = ("description", "postponed", "canceled", "opportunity", "file_name", "logged_on")
