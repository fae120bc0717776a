"""The frame: one section at a time between sidebar and status line, menus over it, the undo bar on it.

It knows no section by name: pages come from PAGES, what can be done from ACTIONS.
"""

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.i18n import _
from oppdesk.ui import bringing
from oppdesk.ui.actions import ActionSet
from oppdesk.ui.commands import Commands
from oppdesk.ui.dropping import FileDrop, target_of
from oppdesk.ui.frame import RAIL_BELOW
from oppdesk.ui.metrics import px
from oppdesk.ui.pages import PAGES
from oppdesk.ui.pages.page import Page
from oppdesk.ui.status_line import StatusLine
from oppdesk.ui.top_bar import TopBar
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.widgets.sidebar import Section, Sidebar
from oppdesk.ui.widgets.undo_bar import UndoBar
from oppdesk.ui.windows import Windows
from oppdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from oppdesk.ui.command_box import CommandBox

WON = "opportunity.won"  # the kind of operation that deserves a moment of delight
SETUP = "setup"  # the sidebar's row that is a window of its own


class MainWindow(QWidget):
    """Fills `frame`, which was on the screen before there was anything to fill it with."""

    def __init__(self, place: Workplace, windows: Windows, frame: QMainWindow) -> None:
        super().__init__(frame)
        self.place = place
        self.frame = frame
        self._windows = windows
        self._pages: dict[str, Page] = {}
        self._may_close = False
        self._today = place.desk.context.today
        self._told = Changes()  # what the undo bar speaks of
        self._stack = QStackedWidget()
        self.commands = Commands(place, self, self.go)
        self.action_set = ActionSet(self, lambda: (self.page(), self, self.commands))
        self.top = TopBar(self.action_set)
        self.status = StatusLine(place.jobs, self.action_set, place.form)
        self.sidebar = Sidebar(
            [Section(page.key, _(page.title), page.icon) for page in PAGES]
            + [Section(SETUP, _("Setup"), "settings-2", at_foot=True)]
        )
        self._lay_out()
        self.undo_bar = UndoBar(self._stack)
        FileDrop(self, lambda: self.status.remark(_("Drop the file to import it.")), self._import_file)
        self._connect()
        frame.setCentralWidget(self)
        frame.installEventFilter(self)
        self._start_rail()
        self.tell_work_date()
        self.go(self._first_page())
        self._take_preferences()
        self._name_undo()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(Hairline())
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addWidget(self.status)

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self._choose)
        self.sidebar.folded.connect(lambda rail: self.place.preferences.keep(rail=rail))
        self.undo_bar.undone.connect(lambda: self.commands.undo(self._told.operation))
        self.place.hub.changed.connect(self._take_news)
        self.place.hub.day_changed.connect(self.tell_work_date)
        self.place.preferences.changed.connect(self._take_preferences)
        self.action_set.refused.connect(self.status.remark)

    # -- sections -----------------------------------------------------------------------------------------

    def page(self) -> Page | None:
        """The one that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def go(self, key: str) -> Page:
        """Show a section; its page is made when it is shown first."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._make(key)
        self.sidebar.set_current(key)
        self._stack.setCurrentWidget(page)
        page.setFocus()
        self.status.say("")
        page.tell_status()
        self.frame.setWindowTitle(_(page.title))
        if self.place.preferences.now.page != key:
            self.place.preferences.keep(page=key)
        self.action_set.update()
        return page

    def _make(self, key: str) -> Page:
        page = next(each for each in PAGES if each.key == key).make(self.place)
        page.status.connect(lambda words: self.status.say(words) if page is self.page() else None)
        page.remarked.connect(self.status.remark)
        page.selection_changed.connect(self.action_set.update)
        page.menu_wanted.connect(self._show_menu)
        page.list_wanted.connect(self.narrow)
        self._stack.addWidget(page)
        self.action_set.hear_keys_of(page.keys_from())
        return page

    def _first_page(self) -> str:
        last = self.place.preferences.now.page
        return last if last in [page.key for page in PAGES] else PAGES[0].key

    def _choose(self, key: object) -> None:
        if key == SETUP:
            shown = next(each for each, page in self._pages.items() if page is self.page())
            QTimer.singleShot(0, self, lambda: self.sidebar.set_current(shown))
            self.place.open_setup("")
        else:
            self.go(str(key))

    def narrow(self, section: str, filters: object) -> None:
        """What lies behind a figure elsewhere."""
        show = getattr(self.go(section), "show_filters", None)
        if callable(show):
            show(filters)

    def _show_words(self, section: str, words: str) -> None:
        """All of a section in which the words are found."""
        show = getattr(self.go(section), "show_words", None)
        if callable(show):
            show(words)

    def _show_menu(self, at: QPoint) -> None:
        self.action_set.update()
        self.action_set.context_menu(self).popup(at)

    # -- handlers of the frame ----------------------------------------------------------------------------

    def run(self, action: str) -> None:
        self.action_set.run(action)

    @cached_property
    def box(self) -> "CommandBox":
        from oppdesk.ui.command_box import CommandBox  # noqa: PLC0415 - a start need not wait for it

        return CommandBox(self.place, self.action_set, self._show_words, self)

    def command_box(self) -> None:
        self.box.open()

    def reminders(self) -> None:
        """The list under the bell."""
        self.top.bell.click()

    def collapse_sidebar(self) -> None:
        self.sidebar.set_rail(is_rail=not self.sidebar.is_rail())

    def _import_file(self, path: Path) -> None:
        """A file was dropped; the assistant opens when its giver has been let go."""
        place, target = self.place, target_of(path, self.place.preferences.now.page)

        def show() -> None:
            if bringing.is_brought(path):
                bringing.bring(place, self, path)
                return
            from oppdesk.ui.dialogs.import_wizard import ImportWizard  # noqa: PLC0415 - a start need not wait for it

            ImportWizard(place, target, path, self).show()

        place.jobs.soon(self, show)

    # -- news ---------------------------------------------------------------------------------------------

    def _take_news(self, changes: Changes) -> None:
        self.status.tell_saved(datetime.now(UTC))
        if changes.operation and changes.title:
            self._told = changes
            icon = "trophy" if changes.kind == WON else "check"
            self.undo_bar.say(changes.title, icon, can_undo=changes.kind != "undo")
        self._name_undo()
        self._count_sections()
        self.action_set.update()

    def _count_sections(self) -> None:
        """What waits in each section, beside its title."""
        desk, counted = self.place.desk, [page for page in PAGES if page.count is not None]

        def count() -> list[int]:
            return [page.count(desk) for page in counted if page.count is not None]

        def show(counts: list[int]) -> None:
            for page, number in zip(counted, counts, strict=True):
                words = self._counted(number) if number else ""
                self.sidebar.set_count(page.key, words, is_overdue=page.warns and bool(number))

        self.place.jobs.read(count, show, "section counts")

    def _counted(self, number: int) -> str:
        """A great number in thousands: beside the name of a section there is room for four figures."""
        form = self.place.form
        return (
            form.whole(number) if number < 10_000 else _("{count}k").format(count=form.whole(number // 1000))
        )

    def _name_undo(self) -> None:
        """The Edit menu says what would be undone."""
        last = self.place.desk.history.last()
        words = _("Undo: {title}").format(title=last.title) if last and last.title else _("Undo")
        self.action_set.action("edit.undo").setText(words.replace("&", "&&"))

    def _take_preferences(self) -> None:
        now = self.place.preferences.now
        self.action_set.show_checked("view.compact-rows", now.compact)
        self._count_sections()  # "I am" may have changed

    def tell_work_date(self) -> None:
        context = self.place.desk.context
        words = self.place.form.long_day(context.work_date) if not context.works_today else ""
        self.status.tell_work_date(_("Work date: {day}").format(day=words) if words else "")

    # -- the window ---------------------------------------------------------------------------------------

    def _start_rail(self) -> None:
        narrow = self.frame.width() < px(RAIL_BELOW)
        was_blocked = self.sidebar.blockSignals(True)
        self.sidebar.set_rail(is_rail=self.place.preferences.now.rail or narrow)
        self.sidebar.blockSignals(was_blocked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.frame and isinstance(event, QCloseEvent):
            return self._close(event)
        if watched is self.frame and event.type() == QEvent.Type.WindowActivate:
            self._look_at_clock()
        return super().eventFilter(watched, event)

    def _look_at_clock(self) -> None:
        """A laptop that was closed yesterday wakes up on another day."""
        today = self.place.desk.context.today
        if today != self._today:
            self._today = today
            self.place.hub.day_changed.emit()

    def _close(self, event: QCloseEvent) -> bool:
        """What is being written is finished or, when it can take long, given up after a question."""
        if self.place.jobs.is_long and not self._may_close:
            event.ignore()
            question = _(
                "Something is still being written. Stop it and quit? What it has done so far is undone."
            )
            self.place.prompts.confirm(self.frame, question, _("Stop and quit"), self._stop_and_close)
            return True
        if not self._windows.close_all():
            event.ignore()
            return True
        geometry = self.frame.saveGeometry().toBase64().toStdString()
        self.place.preferences.keep(geometry=geometry)
        return False

    def _stop_and_close(self) -> None:
        self._may_close = True
        self.place.jobs.cancel()
        self.frame.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts away what lies over the list and goes back into it."""
        page = self.page()
        if event.key() == Qt.Key.Key_Escape and page is not None:
            self.undo_bar.hide()
            page.setFocus()
        else:
            super().keyPressEvent(event)
