"""Setup in a window of its own, beside the work: lists by area at the left, the chosen one edited at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.setup import by_key
from oppdesk.i18n import _
from oppdesk.ui.actions import card_actions
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.setup import output
from oppdesk.ui.setup.activity_page import ActivityPage
from oppdesk.ui.setup.cycle_page import CyclePage
from oppdesk.ui.setup.duplicate_page import DuplicateSearchPage
from oppdesk.ui.setup.interaction_pages import InteractionGroupPage, InteractionTemplatePage
from oppdesk.ui.setup.list_editor import ListEditor
from oppdesk.ui.setup.nav import SetupNav
from oppdesk.ui.setup.people_page import SalespersonPage
from oppdesk.ui.setup.salutation_page import SalutationPage
from oppdesk.ui.setup.web_source_page import WebSourcePage
from oppdesk.ui.setup_page import FormPage, Page, SetupPage
from oppdesk.ui.widgets.labels import Elided, Hairline
from oppdesk.ui.widgets.undo_bar import UndoBar
from oppdesk.ui.workplace import Workplace

SIZE = 170, 96  # u, where the screen has room
QUIET = frozenset({"setup.save", "setup.move"})  # one sees what they did


_BY_HAND: dict[str, Callable[[Workplace, str], SetupPage]] = {
    "sales_cycle": CyclePage,
    "activity": ActivityPage,
    "salesperson": SalespersonPage,
    "salutation": SalutationPage,
    "duplicate_search": DuplicateSearchPage,
    "web_source": WebSourcePage,
    "interaction_group": InteractionGroupPage,
    "interaction_template": InteractionTemplatePage,
}


def page(place: Workplace, key: str) -> Page:
    """The page of a list, made by hand where the list deserves it."""
    return FormPage(place, key) if by_key[key].single else _BY_HAND.get(key, SetupPage)(place, key)


class SetupWindow(QMainWindow):
    """Pages are made when they are shown first."""

    def __init__(self, place: Workplace, list_key: str = "sales_cycle") -> None:
        super().__init__()
        self.place = place
        self._pages: dict[str, Page] = {}
        self._told = Changes()
        self._warned = False
        self.nav = SetupNav()
        self._stack = QStackedWidget()
        self._status = Elided("", Type.CAPTION_NAME, "text2")
        self.setWindowTitle(_("Setup"))
        self._lay_out()
        self.undo_bar = UndoBar(self._stack)
        self.undo_bar.undone.connect(self._undo_told)
        self.nav.chosen.connect(self._show)
        self.actions_ = card_actions(self, place.run)
        place.hub.changed.connect(self._take_news)
        room = self.screen().availableGeometry().size()
        self.resize(min(px(SIZE[0]), room.width() - px(4)), min(px(SIZE[1]), room.height() - px(6)))
        QShortcut(QKeySequence(Qt.Key.Key_F6), self, self._go_across)
        place.jobs.soon(
            self, lambda: self._begin(list_key)
        )  # the window stands before its first page is made

    def _begin(self, key: str) -> None:
        if self.page() is None:
            self.show_list(key)

    def _lay_out(self) -> None:
        foot = QWidget()
        foot.setBackgroundRole(QPalette.ColorRole.Window)
        foot.setAutoFillBackground(True)
        foot.setFixedHeight(px(3.5))
        line = QHBoxLayout(foot)
        line.setContentsMargins(px(2), 0, px(2), 0)
        line.addWidget(self._status, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.nav)
        middle.addWidget(self._stack, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addWidget(foot)
        self.setCentralWidget(content)

    def show_list(self, key: str) -> None:
        """One of the lists, by its key; the lines of a list are shown with it."""
        setup = by_key[key]
        self.nav.set_current(setup.lines_of or key)
        shown = self.page()
        if shown is not None:
            shown.focus_first()

    def page(self) -> Page | None:
        """What is shown."""
        return self._pages.get(self.nav.current())

    def _show(self, key: str) -> None:
        before = self._stack.currentWidget()
        if isinstance(before, FormPage):
            before.settle()
        if key not in self._pages:
            made = self._pages[key] = page(self.place, key)
            made.status.connect(lambda words: self._say(words) if made is self.page() else None)
            self._stack.addWidget(made)
        self._stack.setCurrentWidget(self._pages[key])
        self._say(self._pages[key].status_words())

    def _say(self, words: str) -> None:
        self._status.setText(words)

    def filter(self) -> None:
        """Ctrl+F: into the filter of a long list."""
        shown = self.page()
        if isinstance(shown, SetupPage) and shown.search is not None:
            shown.search.take_focus()

    def refresh(self) -> None:
        """F5: what is stored now."""
        shown = self.page()
        if shown is not None:
            shown.refresh()

    def export(self) -> None:
        """Ctrl+E: the list that has the keyboard."""
        self._take_out(output.export)

    def print_list(self) -> None:
        """Ctrl+Shift+P."""
        self._take_out(output.print_list)

    def column_menu(self) -> None:
        """Alt+F8: order and columns of the list that has the keyboard."""
        shown = self.page()
        if isinstance(shown, SetupPage):
            shown.editor().grid.show_column_menu()

    def _take_out(self, take: Callable[[ListEditor], None]) -> None:
        shown = self.page()
        if isinstance(shown, SetupPage):
            take(shown.editor())
        else:
            self._say(_("This is a form: only lists are exported and printed."))

    def _go_across(self) -> None:
        """F6: from the lists to the page and back."""
        shown = self.page()
        if self.nav.list.hasFocus() and shown is not None:
            shown.focus_first()
        else:
            self.nav.list.setFocus()

    def _take_news(self, changes: Changes) -> None:
        if self.isActiveWindow() and changes.title and changes.kind not in QUIET:
            self._told = changes
            self.undo_bar.say(changes.title, can_undo=changes.kind != "undo")

    def _undo_told(self) -> None:
        operation, history = self._told.operation, self.place.desk.history
        self.place.jobs.run(_("Undo"), lambda _progress: history.undo(operation))

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being typed is stored; what is wrong keeps the window open once, with the cursor in it."""
        for shown in self._pages.values():
            if isinstance(shown, FormPage) and not shown.settle() and not self._warned:
                self._warned = True
                self.nav.set_current(shown.key)
                shown.focus_first()
                event.ignore()
                return
        super().closeEvent(event)
