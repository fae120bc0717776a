"""The window of one record, which opens in two steps: its outline at once, its values as soon as they are read.

The windows' thread reads nothing and is never held for long, however much a card shows:
1. The window stands with empty places (`CardColumns`), and `read` is asked of the reader's thread, urgently.
2. With the answer the parts are made, the outermost first, each in a turn of the event loop of its own and filled at
   once. One that is not seen, behind a tab of a narrow window, is made when it is shown or needed first (`need`).
After news of `concerns` it is read again, and the parts that are there are filled anew.

A card is declared: `table`, `concerns`, `read`, `title`, and in its constructor `parts`, each a `Part` of how it is
made and how it is filled; further tabs are parts whose `is_seen` asks whether their tab is shown. The part with the
fields is a `SavedForm`: the card says what is saved and what is not, and closes only when nothing that was typed would
be lost. An action that comes while it is still being read waits (`when_ready`).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.ui import bringing
from oppdesk.ui.actions import card_actions
from oppdesk.ui.cards.columns import CardColumns
from oppdesk.ui.cards.saved_form import SavedForm
from oppdesk.ui.dropping import FileDrop
from oppdesk.ui.interaction_acts import InteractionActs
from oppdesk.ui.metrics import px
from oppdesk.ui.workplace import Workplace

WIDTH, HEIGHT = 180, 112  # u
R = TypeVar("R")  # all that a card shows, as one value
W = TypeVar("W", bound=QWidget)


class Part(Generic[R, W]):
    """`make` gives the widget, made with its place as parent; `show` fills it with what is read."""

    def __init__(
        self,
        make: Callable[[], W],
        show: Callable[[W, R], None],
        is_seen: Callable[[], bool] = lambda: True,
    ) -> None:
        self.make = make
        self.show = show
        self.is_seen = is_seen
        self.widget: W | None = None


class Card(QMainWindow, InteractionActs, Generic[R]):
    """`self.parts` is declared by the card itself, then it calls `begin`."""

    table = ""
    concerns: tuple[str, ...] = ()  # tables whose news are shown here

    def __init__(
        self,
        place: Workplace,
        record: int,
        tabs: tuple[str, str],
        widths: tuple[float, float],
        least: QSize,
        pages: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """`tabs` name middle and side in one column; `widths` of form and side, and `least`, are in u.

        `pages` are key and name of further pages of the middle.
        """
        super().__init__()
        self.place = place
        self.record = record
        self.shown: R | None = None  # what was read last
        self.parts: tuple[Part[R, Any], ...] = ()
        self.columns = CardColumns(self, tabs, (*widths, WIDTH), least, pages)
        self._typed_in: Part[R, Any] | None = None
        self._waiting: list[Callable[[], None]] = []
        self._closing = self._warned = self._has_begun = False
        self.setWindowTitle("OppDesk")

    def begin(self, form: Part[R, Any]) -> None:
        """Ask for what it shows; `form` is the part with the fields."""
        self._typed_in = form
        self.actions_here = card_actions(self, self.place.run)
        FileDrop(self, lambda: None, self._bring, bringing.is_brought)
        self.columns.tabs.chosen.connect(lambda _key: self._make_next())
        self.place.hub.changed.connect(self._take_news)
        self.place.hub.day_changed.connect(self.ask)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.columns.turn, step))
        room = self.screen().availableGeometry()
        self.resize(min(px(WIDTH), room.width() - px(4)), min(px(HEIGHT), room.height() - px(6)))
        self.ask(urgent=True)

    def _bring(self, path: Path) -> None:
        """An e-mail or an appointment was dropped on it; its dialog opens when its giver has been let go."""
        self.place.jobs.soon(self, lambda: bringing.bring(self.place, self, path, self.about()))

    # -- what a card says of itself -----------------------------------------------------------------------

    @staticmethod
    def read(desk: Desk, record: int) -> R:
        """All that is shown; in the reader's thread. NotThereError when there is no such record."""
        raise NotImplementedError

    def title(self, shown: R) -> str:
        raise NotImplementedError

    def take_cursor(self) -> None:
        """Put the cursor where one begins."""
        raise NotImplementedError

    def unwritten(self) -> str:
        """What would be lost beside the fields, as a sentence."""
        return ""

    def asks_at_end(self) -> bool:
        """Whether something is asked before it closes; who asks closes it later."""
        return False

    def hear(self, changes: Changes) -> None:
        """Hand news to the parts that read by themselves."""

    # -- reading and showing ------------------------------------------------------------------------------

    def ask(self, *, urgent: bool = False) -> None:
        """Read again what is shown."""
        read, desk, record = self.read, self.place.desk, self.record
        key = f"card {id(self)}"
        self.place.jobs.read(lambda: read(desk, record), self._take, key, self._missed, urgent=urgent)

    def _take_news(self, changes: Changes) -> None:
        if (self.table, self.record) in changes.removed:
            self._leave()
        elif changes.touches(*self.concerns):
            self.hear(changes)
            self.ask(urgent=self.shown is None)

    def _missed(self, error: UserError) -> None:
        """It is not there, or not any more."""
        if self.shown is None:
            words = _("This record cannot be opened")
            self.place.prompts.tell(QApplication.activeWindow(), words, error.message)
        self._leave()

    def _leave(self) -> None:
        self._closing = True
        self.shut()

    def shut(self) -> None:
        """In a turn of its own: an answer may come while the window is being closed."""
        QTimer.singleShot(0, self, self.close)

    def _take(self, shown: R) -> None:
        if self.shown is None:
            self.place.preferences.remember(self.table, self.record)
        self.shown = shown
        self.setWindowTitle(f"{self.title(shown)} – OppDesk")
        for part in self.parts:
            if part.widget is not None:
                part.show(part.widget, shown)
        self.actions_here.update()
        self._make_next()

    def _make_next(self) -> None:
        """The outermost part that is still missing, then the next one in a turn of its own."""
        if self.shown is None:
            return
        missing = [part for part in self.parts if part.widget is None and part.is_seen()]
        if missing:
            self.need(missing[0])
            self.place.jobs.soon(self, self._make_next)
            return
        self.columns.fit()
        self._start()
        while self._waiting:
            self._waiting.pop(0)()

    def need(self, part: Part[R, W]) -> W:
        """The widget of a part, made and filled if it was not yet."""
        if part.widget is None:
            part.widget = part.make()
            self.columns.put(part.widget)
            if self.shown is not None:
                part.show(part.widget, self.shown)
        return part.widget

    def when_ready(self, act: Callable[[], None]) -> None:
        """Act once everything is shown; at once if it is."""
        self._waiting.append(act)
        if self.shown is not None and all(part.widget or not part.is_seen() for part in self.parts):
            self._make_next()

    def _start(self) -> None:
        """The cursor, once there are both a window and its parts, where the user has not put it elsewhere."""
        if self.isVisible() and not self._has_begun:
            self._has_begun = True
            here = self.focusWidget()  # Qt itself begins with the tabs
            if here in (None, self.columns.tabs) or not self.columns.isAncestorOf(here):
                self.take_cursor()

    # -- the window ---------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if all(part.widget or not part.is_seen() for part in self.parts):
            self._start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()
        self._make_next()

    def watch(self, form: SavedForm) -> None:
        """Say what the form saves and what it cannot."""
        form.faults_changed.connect(self._tell_faults)
        form.saved.connect(self.columns.tell_saved)
        form.settled.connect(self._settled)

    def _typed(self) -> SavedForm | None:
        found = self._typed_in.widget if self._typed_in is not None else None
        return found if isinstance(found, SavedForm) else None

    def _tell_faults(self) -> None:
        form = self._typed()
        self.columns.tell_unsaved(form.unsaved() if form is not None else ())
        self._warned = False

    def _settled(self) -> None:
        self._tell_faults()
        if self._closing:
            self._closing = False
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is typed is saved first; a field that is wrong, or a note, holds the window once."""
        form = self._typed()
        if form is None or (self._closing and not form.is_saving):
            event.accept()
            return
        is_right = form.settle() and not self.unwritten()
        if form.is_saving:
            self._closing = True
            event.ignore()
        elif not is_right and not self._warned:
            self._tell_faults()
            self._warned = True
            words = self.unwritten() or self.columns.told.text()
            self.columns.told.setText(_("{what} Close again to leave it.").format(what=words))
            event.ignore()
        elif self.asks_at_end():
            event.ignore()
        else:
            event.accept()
