"""What every section that is a list has: head, views as tabs, filters, groups, the rows, a pane, and their sums.

A further list is a short declaration: its table, views, columns, and what can be done with its records.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Field
from oppdesk.domain.query import Filter, Order, Query
from oppdesk.domain.records import ASKED
from oppdesk.domain.spans import resolved
from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.filter_bar import FilterBar
from oppdesk.ui.interaction_acts import InteractionActs
from oppdesk.ui.list_handlers import ListHandlers
from oppdesk.ui.list_rows import ListColumn, Row
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.group_button import GroupButton
from oppdesk.ui.pages.head import FilterField, PageHead
from oppdesk.ui.pages.list_actions import ListActions
from oppdesk.ui.pages.list_status import ListStatus
from oppdesk.ui.pages.list_tabs import ListTabs
from oppdesk.ui.pages.list_views import ListView
from oppdesk.ui.pages.page import Page
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.saved_views import SavedView
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.workplace import Workplace

PANE = 42  # u


class ListPage(ListStatus, Page, ListActions, ListHandlers, InteractionActs):
    """Subclasses say what they list by class attributes, and override `columns`, `empty`, `status_words` …"""

    table = ""  # of desk.lists
    views: tuple[ListView, ...] = ()
    first: tuple[str, ...] = ("mine", "all")  # the view that is shown at the start: the first that is there
    groups: tuple[str, ...] = ()  # fields the rows can stand together by
    unfiltered: frozenset[str] = frozenset()  # fields that are made when shown
    hidden_fields: tuple[Field, ...] = ()  # only views filter by these
    watched: tuple[str, ...] = ()  # further tables whose news concern the list

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._is_changed = False  # its filters are not those of the view any more
        self._goal: int | None = None  # a record that is shown as soon as it is listed
        self._empty: EmptyState | None = None
        self._clock = QElapsedTimer()
        self.fields: Mapping[str, Field] = place.desk.lists.fields(self.table)
        self.prepare()
        self._make()
        self._lay_out()
        self._connect()
        self._take_view(self.tabs.view(next(key for key in self.first if self.tabs.has(key))))
        self.tabs.count()
        self.setFocusProxy(self.list)

    # -- what a list says of itself -----------------------------------------------------------------------

    def prepare(self) -> None:
        """What columns and words need, before anything is made."""

    def columns(self) -> Sequence[ListColumn]:
        raise NotImplementedError

    def make_pane(self) -> QWidget | None:
        """What stands beside the list."""
        return None

    def show_beside(self, record: int | None) -> None:
        """Show a record in the pane."""

    def special_words(self) -> Mapping[Filter, tuple[str, str]]:
        """Words of filters that mean more than their figures."""
        return {}

    def empty(self, words: str) -> tuple[str, str]:
        """Title and line where nothing is listed for what was typed."""
        if words:
            return _("Nothing found"), _("Nothing fits “{text}”.").format(text=words)
        return _(self.view.empty[0]), _(self.view.empty[1])

    def empty_buttons(self) -> list[QPushButton]:
        """What to do next where nothing is listed."""
        return []

    # -- making -------------------------------------------------------------------------------------------

    def _make(self) -> None:
        place = self.place
        self.head = PageHead(_(self.title))
        self.chooser = buttons.icon_button("columns-3", _("Columns"))
        self.head.add(self.chooser)
        offered = [field for name, field in self.fields.items() if name not in self.unfiltered]
        offered += ASKED.get(self.table, ())
        known = {field.name: field for field in (*offered, *self.hidden_fields)}
        self.tabs = ListTabs(place, self.table, self.views, known)
        self.bar = FilterBar(place, offered, self.hidden_fields, self.special_words)
        self.grouping = GroupButton([self.fields[name] for name in self.groups])
        model = RecordTableModel(
            place.desk.lists, self.table, self.columns(), place.jobs, sums=self.sums, form=place.form
        )
        model.watch(*self.watched)
        self.list = RecordList(place, model, self.table)
        self.list.setAccessibleName(_(self.title))
        self.list.groupable = frozenset(self.groups)
        self.beside = self.make_pane()

    def _lay_out(self) -> None:
        self.narrowed = QHBoxLayout()
        self.narrowed.setContentsMargins(px(metrics.PAGE_MARGIN), px(1), px(metrics.PAGE_MARGIN), px(1))
        self.narrowed.setSpacing(px(1))
        self.narrowed.addWidget(self.bar, 1)
        self.narrowed.addWidget(self.grouping, 0, Qt.AlignmentFlag.AlignTop)
        if not self.groups:
            self.grouping.hide()
        self.body = QStackedWidget()
        self.body.addWidget(self.list)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.narrowed)
        column.addWidget(self.body, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(metrics.HAIRLINE)
        self._split.addWidget(left)
        self._split.setStretchFactor(0, 1)
        if self.beside is not None:
            self._split.addWidget(self.beside)
            self._split.setStretchFactor(1, 0)
            self._split.setSizes([px(100), px(PANE)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for each in (self.head, self.tabs, Hairline()):
            whole.addWidget(each)
        whole.addWidget(self._split, 1)

    def _connect(self) -> None:
        table, model = self.list, self.list.records
        self.head.filter.asked.connect(lambda _words: self.ask())
        self.head.filter.left.connect(self.focus_rows)
        self.tabs.chosen.connect(self._take_view)
        self.tabs.save_wanted.connect(self._save_view)
        self.tabs.change_wanted.connect(lambda: self._save_view(self.view.text))
        self.tabs.remarked.connect(self.remarked)
        self.bar.changed.connect(self.ask)
        self.grouping.chosen.connect(self.group_rows)
        self.grouping.folded.connect(lambda folds: table.fold_groups(are_folded=folds))
        self.chooser.clicked.connect(self.choose_columns)
        table.letters_typed.connect(self.head.filter.take_letters)
        table.record_opened.connect(lambda _record: self.open())
        table.selection_settled.connect(self._selection_settled)
        table.menu_wanted.connect(self.menu_wanted)
        table.reordered.connect(self._arrange)
        table.grouping_wanted.connect(self.group_rows)
        table.refused.connect(self.remarked)
        model.counted.connect(self._take_count)
        model.complete.connect(self._reach)
        model.failed.connect(self.remarked)
        self.place.preferences.changed.connect(self._take_preferences)
        self._take_preferences()

    # -- views --------------------------------------------------------------------------------------------

    def show_view(self, key: str) -> None:
        """A view by its key, for links from elsewhere."""
        self._take_view(self.tabs.view(key if self.tabs.has(key) else "all"))

    def _take_view(self, view: ListView) -> None:
        self.view = view
        self.tabs.show_current(view.key)
        self.bar.set_filters(view.filters(self.place.desk))
        self.list.keep_columns_as(f"{self.table}:{view.key}" if view.is_own else self.table)
        arranged = self.tabs.arranged(view)
        self.grouping.set_current(arranged.group)
        self.ask(arranged.orders)

    def _arrange(self) -> None:
        """Remember how the view is sorted and grouped now."""
        self.tabs.arrange(self.view, self.list.records.query.orders, self.grouping.current)
        self._tell_changed()

    def _present(self) -> SavedView:
        """What is shown, as a view."""
        return SavedView(self.bar.filters(), self.list.records.query.orders, self.grouping.current)

    def _tell_changed(self) -> None:
        """Whether what is shown is what the view says; order and grouping are part of an own one."""
        now = self._present()
        self._is_changed = now.filters != self.view.filters(self.place.desk)
        same = (now.orders, now.group) == (self.view.orders, self.view.group)
        self.tabs.offer_saving(is_changed=self._is_changed or (self.view.is_own and not same))

    def _save_view(self, name: str) -> None:
        self._take_view(self.tabs.save(name, self._present()))

    def show_filters(self, filters: tuple[Filter, ...]) -> None:
        """Everything that meets these, for links from elsewhere."""
        self.view = self.tabs.view("all")
        self.tabs.show_current("all")
        self.bar.set_filters(filters)
        self.list.keep_columns_as(self.table)
        self.ask(self.tabs.arranged(self.view).orders)

    # -- what is listed -----------------------------------------------------------------------------------

    def query(self) -> Query:
        """What is shown now, in its order."""
        return self._query(self.list.records.query.orders)

    def _query(self, orders: tuple[Order, ...]) -> Query:
        filters = resolved(
            self.bar.filters(), self.place.desk.context.work_date, self.place.form.first_weekday
        )
        return Query(filters, orders, self.head.filter.text().strip(), self.grouping.current)

    def ask(self, orders: tuple[Order, ...] | None = None) -> None:
        """List what view, chips and words say."""
        query = self._query(self.list.records.query.orders if orders is None else orders)
        self._clock.start()
        self.list.set_query(query)
        self._tell_changed()

    def group_rows(self, field: str) -> None:
        """Let the rows stand together by a field, or by none."""
        self.grouping.set_current(field)
        self.ask()
        self._arrange()

    def _take_count(self, count: int) -> None:
        if not count:
            self._say_empty(self.list.records.query.text)
        if self._clock.isValid():
            self.head.filter.set_pace(self._clock.elapsed())
            self._clock.invalidate()
        self.tell_status()

    def _say_empty(self, words: str) -> None:
        more = self.empty_buttons()
        if words or self.bar.filters():
            everything = buttons.button(_("Show all"))
            everything.clicked.connect(self.show_all)
            more = [*more[:1], everything]
        self._empty = EmptyState(self.icon, *self.empty(words), *more)
        self.list.set_empty(self._empty)

    def empty_words(self) -> str:
        """What stands in place of rows when there are none."""
        return self._empty.accessibleName() if self._empty and not self.list.records.rowCount() else ""

    def filter_field(self) -> FilterField:
        """Where one types what the list is searched for."""
        return self.head.filter

    def show_all(self) -> None:
        self.head.filter.set_words("")
        self.show_view("all")
        self.focus_rows()

    def show_words(self, words: str) -> None:
        """All in which some words are found: what the command box had no room for."""
        self.show_view("all")
        self.head.filter.set_words(words)
        self.focus_rows()

    def focus_rows(self) -> None:
        self.list.setFocus()

    def go_to(self, record: int) -> None:
        """Show what was just made, even if the present view would hide it."""
        self._goal = record
        if self.list.records.is_settled:
            self._reach()

    def _reach(self) -> None:
        goal = self._goal
        if goal is None:
            return
        if self.list.select([goal]) or not (self.bar.filters() or self.head.filter.text().strip()):
            self._goal = None
            self.focus_rows()
        else:
            self.show_all()

    # -- what the frame asks ------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        return super().words() | self.list_words() | ({"pane"} if self.beside is not None else set())

    def selected(self) -> tuple[int, ...]:
        return self.list.selected_ids()

    def selected_count(self) -> int:
        return self.list.selected_count()

    def when_ready(self, act: Callable[[], None]) -> None:
        """Act once all selected ids are there."""
        self.list.when_known(act)

    def chosen(self) -> int | None:
        """The record that is current and selected."""
        return self.list.current_id() if self.list.selected_count() else None

    def row(self) -> Row | None:
        """The values of the current record, as far as they are at hand."""
        at = self.list.currentIndex().row()
        found = self.list.records.row(at) if 0 <= at < self.list.records.rowCount() else None
        return found if found is not None and found["id"] else None

    def keys_from(self) -> QWidget:
        return self.list

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)
        if changes.touches(self.table, *self.watched):
            self.forget_sums()
        if changes.touches(self.table):
            self.tabs.count()
            self.tell_status()

    def refresh(self) -> None:
        """F5, another day, or somebody else before the screen: views of a day begin anew."""
        self.forget_sums()
        self.tabs.fill()
        if not self.tabs.has(self.view.key):
            self.show_view("all")
            return
        filters = self.view.filters(self.place.desk)
        if not self._is_changed and filters != self.bar.filters():
            self.bar.set_filters(filters)
        if self.query() != self.list.records.query:
            self.ask()
        else:
            self.list.records.refresh()
        self.tabs.count()

    def _selection_settled(self) -> None:
        self.show_beside(self.chosen())
        self.tell_status()
        self.selection_changed.emit()

    def _take_preferences(self) -> None:
        if self.beside is not None:
            self.beside.setVisible(self.place.preferences.now.details)

    # -- actions (the others stand in ListActions) --------------------------------------------------------

    def asks_from(self) -> QWidget:
        return self.window()

    def remark(self, sentence: str) -> None:
        self.remarked.emit(sentence)
