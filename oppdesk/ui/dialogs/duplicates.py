"""The Duplicates window (5134): who may be in the book twice, decided about pair by pair, by keyboard alone."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.i18n import _, ngettext
from oppdesk.services.duplicates import Detail
from oppdesk.ui import metrics
from oppdesk.ui.actions import card_actions
from oppdesk.ui.dialogs.duplicates_details import DuplicateDetails
from oppdesk.ui.dialogs.duplicates_list import PairList, nothing_here
from oppdesk.ui.dialogs.duplicates_rows import (
    OPEN,
    VIEWS,
    Line,
    PairRows,
    read,
    table_columns,
)
from oppdesk.ui.dialogs.duplicates_search import BookSearch
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages.head import PageHead
from oppdesk.ui.table_header import Order
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.filter_chips import Chip, FilterChips
from oppdesk.ui.widgets.labels import Elided, Hairline, text
from oppdesk.ui.widgets.undo_bar import UndoBar
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs
from oppdesk.ui.workplace import Workplace

SIZE = 160, 100  # u, where the screen has room
LIST, DETAILS = 5, 4  # how they share the height
LEAST = 11  # u: a few rows are seen on the smallest screen with large letters, too
MANY = 500  # contacts that are looked for at once; of more, what a search of the book found is shown
CONCERNS = ("duplicate", "contact", "duplicate_search")


class DuplicatesWindow(QMainWindow):
    """All pairs, or those of some contacts; what is decided is written at once and can be undone."""

    def __init__(self, place: Workplace, contacts: Sequence[int] = ()) -> None:
        super().__init__()
        self.place = place
        self._contacts: tuple[int, ...] = ()
        self._done = Changes()  # what the undo bar speaks of
        self._total = 0  # pairs to be decided about, also beyond those that are here
        self._kept: tuple[int, int] = 0, 0  # pair and row that were selected last
        self.rows = PairRows(place.form, self)
        self.setWindowTitle(_("Duplicates"))
        self._make()
        self._lay_out()
        self._connect()
        room = self.screen().availableGeometry().size()
        self.resize(min(px(SIZE[0]), room.width() - px(4)), min(px(SIZE[1]), room.height() - px(6)))
        self.show_contacts(contacts)
        self.list.setFocus()

    def _make(self) -> None:
        self.head = PageHead(_("Duplicates"))
        self.search = BookSearch(self.place)
        self.head.add(self.search.maker, self.search.finder)
        self.tabs = ViewTabs()
        self._tell_counts({})
        self.chips = FilterChips()
        self.chips.add.hide()
        self.list = PairList()
        self.list.setModel(self.rows)
        self.list.set_columns(table_columns())
        self.list.set_compact(is_compact=self.place.preferences.now.compact)
        self.details = DuplicateDetails(self.place.form)
        self._status = Elided("", Type.FIGURE_NAME)
        keys = _("Enter: merge · N: not a duplicate · 1, 2: open a card")
        self._keys = text(keys, Type.CAPTION, "text2")

    def _lay_out(self) -> None:
        edge = px(metrics.PAGE_MARGIN)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(edge - px(BLEED), 0, edge, 0)
        tabs.addWidget(self.tabs, 1)
        above = QVBoxLayout()
        above.setContentsMargins(edge, 0, edge, 0)
        above.setSpacing(0)
        self.chips.setContentsMargins(0, px(1), 0, px(1))
        above.addWidget(self.chips)
        above.addWidget(self.search)
        self.chips.hide()
        around = QWidget()
        across = QHBoxLayout(around)
        across.setContentsMargins(px(2), 0, px(2), 0)
        across.addWidget(self.list)
        around.setMinimumHeight(px(LEAST))
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(metrics.HAIRLINE)
        self._split.addWidget(around)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, LIST)
        self._split.setStretchFactor(1, DETAILS)
        self._split.setSizes([px(10 * LIST), px(10 * DETAILS)])
        foot = QWidget()
        foot.setBackgroundRole(QPalette.ColorRole.Window)
        foot.setAutoFillBackground(True)
        foot.setFixedHeight(px(3.5))
        line = QHBoxLayout(foot)
        line.setContentsMargins(edge, 0, edge, 0)
        line.addWidget(self._status, 1)
        line.addWidget(self._keys)
        content = QWidget()
        content.setBackgroundRole(QPalette.ColorRole.Base)
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(tabs)
        column.addWidget(Hairline())
        column.addLayout(above)
        column.addWidget(self._split, 1)
        column.addWidget(Hairline())
        column.addWidget(foot)
        self.setCentralWidget(content)
        self.undo_bar = UndoBar(around)

    def _connect(self) -> None:
        self.actions_ = card_actions(self, self.place.run)
        self.actions_.refused.connect(self._say)
        self.tabs.chosen.connect(self.show_view)
        self.head.filter.asked.connect(self._narrow)
        self.head.filter.left.connect(self.list.setFocus)
        self.chips.removed.connect(lambda _key: self.show_contacts(()))
        self.chips.edited.connect(lambda _key: self.show_contacts(()))
        self.search.searched.connect(self._searched)
        self.search.made.connect(self._made)
        self.search.refused.connect(self._say)
        self.rows.marked.connect(self._mark)
        self.list.selectionModel().currentRowChanged.connect(self._show_current)
        self.list.opened.connect(lambda _index: self.merge())
        self.list.order_wanted.connect(self._sort)
        self.list.separate_wanted.connect(self.separate)
        self.list.card_wanted.connect(self.open_card)
        details = self.details
        details.merge.clicked.connect(self.merge)
        details.separate.clicked.connect(self.separate)
        details.open_one.clicked.connect(lambda: self.open_card(0))
        details.open_other.clicked.connect(lambda: self.open_card(1))
        self.undo_bar.undone.connect(self._undo)
        self.place.hub.changed.connect(self._take_news)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self._leave)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_contacts(self, contacts: Sequence[int]) -> None:
        """Only pairs that these are in, which are looked for at once; all pairs without any."""
        self._contacts = tuple(contacts)
        if not contacts:
            self.chips.hide()
            self.refresh()
            return
        self._tell_whom()
        if len(contacts) > MANY:
            self.refresh()
            return
        duplicates, some = self.place.desk.duplicates, self._contacts
        self.place.jobs.run(
            _("Looking for duplicates"),
            lambda _progress: duplicates.search(some, is_asked=True),
            lambda _pairs: self.refresh(),
        )

    def _tell_whom(self) -> None:
        desk, contacts, form = self.place.desk, self._contacts, self.place.form

        def name() -> str:
            if len(contacts) > 1:
                words = ngettext("{count} contact", "{count} contacts", len(contacts))
                return words.format(count=form.whole(len(contacts)))
            ref = desk.lists.ref("contact", contacts[0])
            return ref.text if ref is not None else ""

        def tell(words: str) -> None:
            self.chips.set_chips([Chip("contacts", _("Contact"), _("is"), words)])
            self.chips.show()

        self.place.jobs.read(name, tell, f"whom of duplicates {id(self)}")

    def refresh(self) -> None:
        """F5: what is stored now."""
        desk, contacts = self.place.desk, self._contacts
        key = f"duplicates {id(self)}"
        self.place.jobs.read(
            lambda: (read(desk, contacts), desk.duplicates.count()), self._take, key, urgent=True
        )

    def _take(self, found: tuple[Sequence[Line], int]) -> None:
        """The pair that was selected stays so; is it gone, the one that came into its place."""
        lines, self._total = found
        self._remember()
        self.rows.fill(lines)
        self._tell_counts(self.rows.counts())
        self._put_back()

    def _tell_counts(self, counts: dict[str, int]) -> None:
        whole = self.place.form.whole
        self.tabs.set_views([View(key, _(name), whole(counts.get(key, 0))) for key, name in VIEWS])

    def show_view(self, view: object) -> None:
        self._remember()
        self.rows.set_view(str(view))
        self.tabs.set_current(view)
        self._put_back()

    def _narrow(self, words: str) -> None:
        self._remember()
        self.rows.set_words(words)
        self._put_back()

    def _sort(self, order: Order) -> None:
        self._remember()
        self.list.set_order(order)
        self.rows.set_order(order)
        self._put_back()

    def line(self) -> Line | None:
        """The pair that is selected."""
        return self.rows.line(self.list.currentIndex().row())

    def _remember(self) -> None:
        line = self.line()
        if line is not None:
            self._kept = line.pair.id, self.list.currentIndex().row()

    def _put_back(self) -> None:
        pair, row = self._kept
        found = self.rows.row_of(pair)
        count = self.rows.rowCount()
        if found < 0:
            found = min(row, count - 1)
        if count:
            self.list.selectRow(found)
            self.list.setCurrentIndex(self.rows.index(found, 0))
        else:
            self.list.set_empty(self._empty())
        self._show_current()
        self._tell_status()

    def _empty(self) -> EmptyState:
        again = None
        if not self._contacts:
            again = buttons.button(_("Search the whole book"), "search")
            again.clicked.connect(self.search.search_all)
        return nothing_here(str(self.tabs.current()), self.head.filter.text().strip(), again)

    def _show_current(self, *_indexes: QModelIndex) -> None:
        line = self.line()
        self.details.show_line(line)
        self.actions_.update()
        if line is None:
            return
        desk, one, other = self.place.desk, line.pair.one.id, line.pair.other.id

        def show(details: list[Detail]) -> None:
            now = self.line()
            if now is not None and now.pair.id == line.pair.id:
                self.details.show_details(details)

        key = f"details of duplicates {id(self)}"
        self.place.jobs.read(
            lambda: desk.duplicates.details(one, other),
            show,
            key,
            lambda error: self._say(error.message),
            urgent=True,
        )

    def _tell_status(self) -> None:
        form, count = self.place.form, self.rows.rowCount()
        words = ngettext("{count} pair", "{count} pairs", count).format(count=form.whole(count))
        open_ = self.rows.counts()[OPEN]
        if not self._contacts and open_ < self._total:
            more = _("{pairs}; the likeliest {count} of {total} are here, the others follow them")
            words = more.format(pairs=words, count=form.whole(open_), total=form.whole(self._total))
        self._say(words)

    def _say(self, words: str) -> None:
        self._status.setText(words)

    def status_words(self) -> str:
        return self._status.text()

    # -- deciding -----------------------------------------------------------------------------------------

    def merge(self) -> None:
        """Enter: both side by side; nothing is written before it is said there."""
        from oppdesk.ui.dialogs.merge import MergeContacts  # noqa: PLC0415 - made when it is wanted

        line = self.line()
        if line is not None:
            MergeContacts(self.place, line.pair.one.id, line.pair.other.id, self).open()

    def separate(self) -> None:
        """N: the two are two. Of a pair that is marked so, the mark goes."""
        line = self.line()
        if line is not None:
            self._mark(line, is_separate=not line.pair.separate)

    def _mark(self, line: Line, is_separate: bool) -> None:
        duplicates, pair = self.place.desk.duplicates, line.pair.id
        title = _("Not a duplicate") if is_separate else _("May be one again")
        self._remember()
        self.rows.decide(line, is_separate=is_separate)
        self._tell_counts(self.rows.counts())
        self._put_back()
        self.place.jobs.run(
            title,
            lambda _progress: duplicates.separate(pair, is_separate),
            failed=self._refused,
            ended=lambda: self.rows.settle(pair),
        )

    def _refused(self, error: UserError) -> None:
        self._say(error.message)
        self.refresh()

    def _searched(self, words: str) -> None:
        self.show_contacts(())
        self._say(words)

    def _made(self, words: str) -> None:
        self.refresh()
        self._say(words)

    def open_card(self, side: int) -> None:
        line = self.line()
        if line is not None:
            self.place.open_record("contact", (line.pair.one, line.pair.other)[side].id)

    # -- actions ------------------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        return frozenset({"records"} if self.line() is not None else ())

    def filter(self) -> None:
        """Ctrl+F."""
        self.head.filter.take_focus()

    def copy(self) -> None:
        """Ctrl+C."""
        self.list.copy()

    def export(self) -> None:
        """Ctrl+E: what is shown."""
        from oppdesk.ui.dialogs.export_list import ExportList  # noqa: PLC0415

        line, count = self.line(), self.rows.rowCount()
        chosen = (line.pair.id,) if line is not None else ()
        ExportList(self.place, self.rows.outgoing(_("Duplicates")), chosen, count, self).show()

    def print_list(self) -> None:
        """Ctrl+Shift+P."""
        from oppdesk.ui.dialogs.print_list import print_rows  # noqa: PLC0415

        print_rows(self.place, self.rows.outgoing(_("Duplicates")), self.rows.rowCount(), self)

    # -- news ---------------------------------------------------------------------------------------------

    def _take_news(self, changes: Changes) -> None:
        if changes.touches(*CONCERNS):
            self.refresh()
        if self._is_worked_in() and changes.operation and changes.title:
            self._done = changes
            self.undo_bar.say(changes.title, can_undo=changes.kind != "undo")

    def _is_worked_in(self) -> bool:
        """Here, or in a dialog that stands before it."""
        active = QApplication.activeWindow()
        return active is not None and self in (active, active.parent())

    def _undo(self) -> None:
        operation, history = self._done.operation, self.place.desk.history
        self.place.jobs.run(_("Undo"), lambda _progress: history.undo(operation))

    def _leave(self) -> None:
        """Esc puts the undo bar away, then the window."""
        if self.undo_bar.isVisible():
            self.undo_bar.hide()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A search that goes on ends with its window; what it found is not kept by halves."""
        self.search.stop()
        super().closeEvent(event)
