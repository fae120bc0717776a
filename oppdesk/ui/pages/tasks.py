"""Tasks: the views of the day as tabs, a list or a calendar of them, and beside it what the chosen one is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Op
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import task_columns, task_flows, task_words
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.task_pane import TaskPane
from oppdesk.ui.pages.task_views import VIEWS
from oppdesk.ui.pages.task_ways import LIST, WAYS, TaskWay
from oppdesk.ui.task_acts import TaskActs
from oppdesk.ui.task_columns import TABLE, Looks
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from oppdesk.domain.changes import Changes
    from oppdesk.domain.query import Filter, Order
    from oppdesk.ui.editable_table import CellRun
    from oppdesk.ui.list_rows import ListColumn, Row


class TasksPage(ListPage, TaskActs):
    title = N_("Tasks")
    icon = "list-checks"
    table = TABLE
    views = VIEWS
    groups = ("on", "type", "salesperson", "team", "contact", "company", "opportunity", "status", "priority")
    unfiltered = task_columns.COUNTED
    watched = ("attendee", "opportunity", "contact")

    def prepare(self) -> None:
        self._looks = Looks.of(self.place.desk, self.place.form)
        self._ways: dict[str, TaskWay] = {}

    def _make(self) -> None:
        super()._make()
        self.switch = SegmentedSwitch([(way.key, _(way.text), way.icon) for way in WAYS])
        self.list.write = self._written

    def _lay_out(self) -> None:
        super()._lay_out()
        self.head.add_after_filter(self.switch)
        if len(WAYS) == 1:
            self.switch.hide()

    def _connect(self) -> None:
        super()._connect()
        self.switch.changed.connect(lambda key: self._show_way(str(key)))

    # -- what a list says of itself -----------------------------------------------------------------------

    def columns(self) -> Sequence[ListColumn]:
        return task_columns.columns(self.place, lambda: self._looks)

    def make_pane(self) -> QWidget:
        self.pane = TaskPane(self.place, self)
        return self.pane

    def show_beside(self, record: int | None) -> None:
        self.pane.show_record(record)

    def empty(self, words: str) -> tuple[str, str]:
        title, line = super().empty(words)
        return (_("No task found"), line) if words else (title, line)

    def empty_buttons(self) -> list[QPushButton]:
        new = buttons.button(_("New task"), "plus")
        new.clicked.connect(self.new_task)
        return [new]

    def status_words(self, every: int, selected: int, sums: Sequence[int]) -> str:  # noqa: ARG002 - nothing is added up
        words = task_words.counted(every, self.place.form)
        if selected > 1:
            chosen = ngettext("{count} selected", "{count} selected", selected)
            words += " · " + chosen.format(count=self.place.form.whole(selected))
        return words

    # -- list or calendar ---------------------------------------------------------------------------------

    def way(self, key: str) -> TaskWay:
        """One of WAYS that is no list, made when it is first wanted."""
        if key not in self._ways:
            make = next(each.make for each in WAYS if each.key == key)
            assert make is not None  # noqa: S101 - only the list has no widget of its own
            made = self._ways[key] = make(self.place, self)
            made.selected.connect(lambda _task: self._selection_settled())
            made.menu_wanted.connect(self.menu_wanted)
            made.show_query(self.query())
            for tool in made.tools():
                self.narrowed.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
            self.body.addWidget(made)
        return self._ways[key]

    def shown_way(self) -> TaskWay | None:
        """None while it is the list."""
        found = self.body.currentWidget()
        return found if isinstance(found, TaskWay) else None

    def show_filters(self, filters: tuple[Filter, ...]) -> None:
        """What lies behind a figure elsewhere is a list of exactly these."""
        super().show_filters(filters)
        self.show_list()

    def show_list(self) -> None:
        self.show_way(LIST)

    def show_way(self, key: str) -> None:
        """By its key, as the switch does."""
        self.switch.set_current(key)
        self._show_way(key)

    def _show_way(self, key: str) -> None:
        chosen, before = self.task(), self.shown_way()
        self.body.setCurrentWidget(self.list if key == LIST else self.way(key))
        for each in (self.chooser, self.grouping):
            each.setVisible(key == LIST)
        for made in self._ways.values():
            for tool in made.tools():
                tool.setVisible(made is self.shown_way())
        self._take_preferences()
        way = self.shown_way()
        if way is not None:
            if (
                before is not None
            ):  # from the list one comes to the present day, not to the oldest that is overdue
                way.select(chosen)
        elif chosen is not None:
            self.list.select([chosen])
        self.focus_rows()
        self._selection_settled()

    def _take_preferences(self) -> None:
        super()._take_preferences()
        way = self.shown_way()
        if way is not None and not way.has_details and self.beside is not None:
            self.beside.hide()

    def ask(self, orders: tuple[Order, ...] | None = None) -> None:
        super().ask(orders)
        for way in self._ways.values():
            way.show_query(self.query())

    def focus_rows(self) -> None:
        (self.shown_way() or self.list).setFocus()

    def go_to(self, record: int) -> None:
        way = self.shown_way()
        if way is None:
            super().go_to(record)
        else:
            way.select(record)
            self.focus_rows()

    # -- what the frame asks ------------------------------------------------------------------------------

    def task(self) -> int | None:
        """The one that the next action is about."""
        way = self.shown_way()
        return self.chosen() if way is None else way.task()

    def selected(self) -> tuple[int, ...]:
        way = self.shown_way()
        if way is None:
            return self.list.selected_ids()
        task = way.task()
        return () if task is None else (task,)

    def selected_count(self) -> int:
        return len(self.selected()) if self.shown_way() is not None else super().selected_count()

    def row(self) -> Row | None:
        way = self.shown_way()
        return super().row() if way is None else way.row()

    def words(self) -> frozenset[str]:
        found = super().words()
        return found | task_flows.words(self.row() if "record" in found else None, self.selected_count())

    def take_news(self, changes: Changes) -> None:
        super().take_news(changes)
        self.pane.take_news(changes)
        for way in self._ways.values():
            way.take_news(changes)

    def refresh(self) -> None:
        self._looks = Looks.of(self.place.desk, self.place.form)
        super().refresh()
        self.pane.refresh()
        for way in self._ways.values():
            way.refresh()

    def _selection_settled(self) -> None:
        self.show_beside(self.task())
        self.tell_status()
        self.selection_changed.emit()

    # -- actions ------------------------------------------------------------------------------------------

    def open(self) -> None:
        for task in self.selected()[:1]:
            self.place.open_record(TABLE, task)

    def new_task(self) -> None:
        """From a list of one contact, opportunity or salesperson, that one is filled in (7.8)."""
        from oppdesk.ui.dialogs.create_task import open_create_task  # noqa: PLC0415 - a start waits for no dialog

        given = {
            term.field: term.value
            for term in self.bar.filters()
            if term.op is Op.IS and term.field in ("contact", "opportunity", "salesperson", "team")
        }
        numbers = {name: value for name, value in given.items() if isinstance(value, int)}
        open_create_task(
            self.place, self.asks_from(), None, then=lambda made: made.created.connect(self.go_to), **numbers
        )

    def add_note(self) -> None:
        self.pane.add_note()

    def add_task(self) -> None:
        self.new_task()

    def _written(self, task: int, field: str, value: object, run: CellRun) -> None:
        """What was typed in place; a tick in the box closes with all that belongs to it, or opens again."""
        service = self.place.desk.tasks
        if field == "closed":
            self.list.records.set_saving(task, is_saving=False)
            act = task_flows.finish if value else task_flows.reopen
            act(self.place, self.window(), [task])
            return
        plain = value.id if isinstance(value, Ref) else value

        def write() -> None:
            run(_("Change task"), lambda _progress: service.change(task, {field: plain}))

        def give_up() -> None:
            self.list.records.set_saving(task, is_saving=False)

        def ask(question: str) -> None:
            if question:
                self.place.prompts.confirm(
                    self.window(), question, _("Change task"), write, otherwise=give_up
                )
            else:
                write()

        if field in task_flows.AGREED:
            self.place.jobs.read(lambda: service.question(task, {field: plain}), ask, urgent=True)
        else:
            write()
