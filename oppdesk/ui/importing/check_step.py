"""The third step: what the import would do, row by row, with every doubt to decide and every fault with its reason."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.exchange.plan import Doubt, Plan, Row
from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.services.import_matching import Decision, Existing
from oppdesk.ui import metrics
from oppdesk.ui.importing import words
from oppdesk.ui.importing.counts import Counts
from oppdesk.ui.importing.head import Head
from oppdesk.ui.importing.plan_rows import DoubtRows, FaultRows, PlainRows, updating
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import show_if, text
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs

NEW, CHANGE, SAME, DOUBTFUL, FAULTS = "new", "change", "same", "doubtful", "faults"


class CheckStep(QWidget):
    """Shows the progress of the reading, then the plan. `doubt_shown` carries the Doubt that is looked at, or None."""

    save_wanted = Signal()
    cancelled = Signal()
    doubt_shown = Signal(object)
    change_shown = Signal(object)  # id of a record and the Row that changes it, or None
    decided = Signal(object)  # Decision by line
    record_opened = Signal(object)  # id of a contact that is here

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self._target = ""
        self._plan: Plan | None = None
        self._looked_at = ("", 0)  # tab, and line of a doubtful row
        self._decisions: Mapping[int, Decision] = {}
        self._line = text("", colour="text2", wrap=True)
        self.save = buttons.button(_("Sa&ve the rejected rows…"), "save")
        self.save.clicked.connect(self.save_wanted)
        self.tabs = ViewTabs()
        self.tabs.setAccessibleName(_("Rows by what becomes of them"))
        self.tabs.chosen.connect(lambda key: self._show(str(key)))
        self._plain, self._doubts, self._faults = PlainRows(form), DoubtRows(form), FaultRows(form)
        self.rows = _table(self._plain, _("Rows of the file"), (("line", 6), ("name", 30), ("rest", 0)))
        self.doubts = _table(
            self._doubts,
            _("Doubtful rows"),
            (("line", 6), ("name", 0), ("alike", 24), ("percent", 11), ("decision", 24)),
        )
        self.faults = _table(
            self._faults,
            _("Rows that are left out, and why"),
            (("line", 6), ("column", 20), ("value", 20), ("reason", 0)),
        )
        line = _("Nothing is left out. You can undo the import as a whole.")
        self.faults.set_empty(EmptyState("circle-check", _("Every row is fine"), line))
        self.rows.set_empty(EmptyState("table-2", _("No such rows")))
        self.rows.opened.connect(self._open)
        self.rows.selectionModel().currentRowChanged.connect(lambda: self.change_shown.emit(self.change()))
        self.doubts.selectionModel().currentRowChanged.connect(self._tell_doubt)
        self.all_alike = buttons.button(_("Change the most ali&ke"), small=True)
        self.all_new = buttons.button(_("All n&ew"), small=True)
        self.all_out = buttons.button(_("&Leave all out"), small=True)
        for button, kind in (
            (self.all_alike, Existing.UPDATE),
            (self.all_new, Existing.BOTH),
            (self.all_out, Existing.SKIP),
        ):
            button.clicked.connect(lambda _on=False, kind=kind: self._decide_all(kind))
        self._for_all = text("", colour="text2")
        self.progress = ProgressCard(_("Reading the rows"))
        self.progress.cancelled.connect(self.cancelled)
        self._tables = QStackedWidget()
        self._stack = QStackedWidget()
        self._busy = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._for_all.setMinimumHeight(px(metrics.SMALL_CONTROL))  # in one line with the buttons
        every = QWidget()
        every.setContentsMargins(px(1), 0, 0, 0)
        flow = Flow(1)
        every.setLayout(flow)
        for part in (self._for_all, self.all_alike, self.all_new, self.all_out):
            flow.addWidget(part)
        doubtful = QWidget()
        inner = QVBoxLayout(doubtful)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(1))
        inner.addWidget(every)
        inner.addWidget(self.doubts, 1)
        wrong = QWidget()
        lines = QVBoxLayout(wrong)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(1))
        lines.addLayout(_further_in(self.save, 1))
        lines.addWidget(self.faults, 1)
        for page in (self.rows, doubtful, wrong):
            self._tables.addWidget(page)
        found = QWidget()
        parts = QVBoxLayout(found)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(px(1))
        parts.addWidget(self.tabs)
        parts.addLayout(_further_in(self._tables), 1)
        waiting = QVBoxLayout(self._busy)
        waiting.setContentsMargins(px(BLEED), 0, px(1), 0)
        waiting.addWidget(self.progress)
        waiting.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN - BLEED), px(2), px(metrics.PAGE_MARGIN - 1), px(2))
        column.setSpacing(px(1))
        column.addLayout(_further_in(Head(text(_("Check the rows"), Type.TITLE), self._line)))
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self._busy)
        self._stack.addWidget(found)

    # -- showing ------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Another file, or other columns: what was looked at is of no interest any more."""
        self._looked_at = ("", 0)

    def show_busy(self) -> None:
        """The rows are read; what was looked at will be looked at again."""
        if self._plan is not None:
            doubt = self._doubts.doubt(self.doubts.currentIndex().row())
            self._looked_at = (str(self.tabs.current()), doubt.row.line if doubt else 0)
        self._plan = None
        self.progress.deleteLater()
        self.progress = ProgressCard(_("Reading the rows"))
        self.progress.cancelled.connect(self.cancelled)
        layout = self._busy.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self.progress)
        self._line.setText("")
        self.save.hide()
        self._stack.setCurrentIndex(0)
        self.doubt_shown.emit(None)

    def is_busy(self) -> bool:
        """Whether the rows are still being read."""
        return self._plan is None

    def show_progress(self, done: int, total: int) -> None:
        self.progress.show_progress(_("Reading the rows"), done, total)

    def show_plan(self, target: str, plan: Plan, counts: Counts, decisions: Mapping[int, Decision]) -> None:
        """The rows of a plan, or the same ones decided otherwise."""
        is_new = plan is not self._plan
        self._target, self._plan, self._decisions = target, plan, decisions
        self._show_tabs(counts)
        self._doubts.fill(plan.doubtful, decisions)
        self._line.setText(self._sentence(counts))
        show_if(self.save, is_shown=bool(plan.faults))
        self._say_for_all(counts)
        self._stack.setCurrentIndex(1)
        if is_new:
            self._faults.fill(plan.faults)
            self._look_again(plan)

    def _look_again(self, plan: Plan) -> None:
        """Where one was before, else where there is something to decide, else at what is wrong, or new."""
        first = DOUBTFUL if plan.doubtful else FAULTS if plan.faults else NEW if plan.add else CHANGE
        tab, line = self._looked_at
        here = tab if tab in self.shown() else ""
        self.tabs.set_current(here or (first if plan.rows > len(plan.unchanged) else SAME))
        lines = [doubt.row.line for doubt in plan.doubtful]
        if lines:
            self.doubts.selectRow(lines.index(line) if line in lines else 0)
        self._show(str(self.tabs.current()))

    def _show_tabs(self, counts: Counts) -> None:
        said = words.TARGETS[self._target]
        plan = self._plan
        views = [
            View(NEW, _(said.new), self._form.whole(counts.new)),
            View(CHANGE, _(said.changing), self._form.whole(counts.change)),
            View(SAME, _("Unchanged"), self._form.whole(counts.same)),
        ]
        if plan is not None and plan.doubtful:
            is_open = counts.doubtful > 0
            views.append(
                View(
                    DOUBTFUL,
                    _("Doubtful"),
                    self._form.whole(counts.doubtful if is_open else len(plan.doubtful)),
                    "triangle-alert" if is_open else "circle-check",
                    "stale" if is_open else "neutral",
                )
            )
        faults = View(FAULTS, _("Faults"), self._form.whole(counts.faults))
        if counts.faults:
            faults = View(FAULTS, _("Faults"), faults.count, "circle-alert", "overdue")
        self.tabs.set_views([*views, faults])

    def shown(self) -> dict[str, str]:
        """The figures on the tabs."""
        return {str(key): count for key, count in self.tabs.counts().items()}

    def line(self) -> str:
        return self._line.text()

    def _sentence(self, counts: Counts) -> str:
        form = self._form
        if counts.doubtful:
            return ngettext(
                "{count} row may be somebody who is here. Undecided, it comes in as a new contact.",
                "{count} rows may be somebody who is here. Undecided, they come in as new contacts.",
                counts.doubtful,
            ).format(count=form.whole(counts.doubtful))
        if counts.faults:
            return ngettext(
                "{count} row is left out; all others come in.",
                "{count} rows are left out; all others come in.",
                counts.faults,
            ).format(count=form.whole(counts.faults))
        return _("Nothing has been written yet.")

    def _say_for_all(self, counts: Counts) -> None:
        left = counts.doubtful or (len(self._plan.doubtful) if self._plan else 0)
        sentence = (
            ngettext("For the {count} undecided row:", "For all {count} undecided rows:", left)
            if counts.doubtful
            else ngettext("For the {count} row:", "For all {count} rows:", left)
        )
        self._for_all.setText(sentence.format(count=self._form.whole(left)))

    def _show(self, key: str) -> None:
        plan = self._plan
        if plan is None:
            return
        if key in (NEW, CHANGE, SAME):
            rows = plan.add if key == NEW else plan.unchanged
            self._plain.fill(self._target, [row for _id, row in plan.change] if key == CHANGE else rows)
        self._tables.setCurrentIndex({DOUBTFUL: 1, FAULTS: 2}.get(key, 0))
        self._tell_doubt(self.doubts.currentIndex())
        if key == CHANGE and plan.change:
            self.rows.selectRow(0)
        self.change_shown.emit(self.change())

    def table(self) -> RecordTable:
        """What is looked at."""
        return (self.rows, self.doubts, self.faults)[self._tables.currentIndex()]

    def _open(self, index: QModelIndex) -> None:
        """The contact that a row changes."""
        if self._plan is not None and self.tabs.current() == CHANGE and self._target == "contacts":
            self.record_opened.emit(self._plan.change[index.row()][0])

    # -- deciding -----------------------------------------------------------------------------------------

    def doubt(self) -> Doubt | None:
        """The doubtful row that is looked at."""
        is_asked = self._plan is not None and self.table() is self.doubts
        return self._doubts.doubt(self.doubts.currentIndex().row()) if is_asked else None

    def _tell_doubt(self, _current: QModelIndex, _before: QModelIndex | None = None) -> None:
        self.doubt_shown.emit(self.doubt())

    def change(self) -> tuple[int, Row] | None:
        """The record that changes and the row that does it, if one is looked at."""
        at = self.rows.currentIndex().row()
        is_asked = self._plan is not None and self.tabs.current() == CHANGE
        return self._plan.change[at] if self._plan and is_asked and 0 <= at < len(self._plan.change) else None

    def go_on(self) -> None:
        """To the next doubtful row without a decision."""
        at = self._doubts.next_open(self.doubts.currentIndex().row())
        if at >= 0:
            self.doubts.selectRow(at)

    def _decide_all(self, kind: Existing) -> None:
        """All that are open; when none is, all."""
        if self._plan is None:
            return
        every = self._plan.doubtful
        left = [doubt for doubt in every if doubt.row.line not in self._decisions] or every
        self.decided.emit(
            {
                doubt.row.line: updating(doubt.candidates[0])
                if kind is Existing.UPDATE and doubt.candidates
                else Decision(kind)
                for doubt in left
            }
        )


def _further_in(widget: QWidget, by: float = BLEED - 1) -> QHBoxLayout:
    """Tabs reach further to the left than tables and titles do, so that the words of all begin on one line."""
    row = QHBoxLayout()
    row.setContentsMargins(px(by), 0, 0, 0)
    row.addWidget(widget)
    if isinstance(widget, QPushButton):
        row.addStretch(1)
    return row


def _table(
    model: PlainRows | DoubtRows | FaultRows, name: str, columns: tuple[tuple[str, int], ...]
) -> RecordTable:
    """The column without a width takes the rest."""
    table = RecordTable()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
    table.set_columns(
        [
            Column(key, width or 20, at_right=key in ("line", "percent"), takes_rest=not width, sorts=False)
            for key, width in columns
        ]
    )
    return table
