"""Analysis: who has how many tasks when, its options above and the matrix below, counted anew at each choice (14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.task_matrix import Matrix, Options
from oppdesk.domain.words import PRIORITY, TASK_STATUS, Priority, TaskStatus
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import metrics, task_matrix_words
from oppdesk.ui.calendar.turning import Turning
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.metrics import px
from oppdesk.ui.pages.head import PageHead
from oppdesk.ui.pages.page import Page
from oppdesk.ui.task_matrix_table import MatrixTable
from oppdesk.ui.task_matrix_words import LINES, SHOWS, SPANS
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.widgets.pick_button import Choice, PickButton
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.workplace import Workplace

CONCERNS = ("task", "attendee", "contact", "salesperson", "team")


class TaskMatrixPage(Page):
    title = N_("Analysis")
    icon = "chart-column"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.options = Options()
        self._named: dict[str, list[Choice]] = {}  # salespeople and teams, as they were read with the figures
        self._make()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)
        self.refresh()

    # -- making -------------------------------------------------------------------------------------------

    def _make(self) -> None:
        form, context = self.place.form, self.place.desk.context
        self.head = PageHead(_("Tasks by period"), filters=False)
        self.lines = SegmentedSwitch([(each, _(words), "") for each, words in LINES.items()])
        self.shows = PickButton(_("Show: {value}"), lambda: [(key, _(words)) for key, words in SHOWS.items()])
        self.span = PickButton(_("By: {value}"), lambda: [(key, _(words)) for key, words in SPANS.items()])
        self.status_ = PickButton(_("Status: {value}"), lambda: _with_all(TaskStatus, TASK_STATUS))
        self.priority = PickButton(_("Priority: {value}"), lambda: _with_all(Priority, PRIORITY))
        self.salesperson = PickButton(_("Salesperson: {value}"), lambda: self._rows("salesperson"))
        self.team = PickButton(_("Team: {value}"), lambda: self._rows("team"))
        self.company = ContactField(self.place, companies_only=True)
        self.company.setPlaceholderText(_("Any company"))
        self.company.setAccessibleName(_("Contact company"))
        self.closed = CheckBox(_("Include c&losed"))
        self.export_button = buttons.icon_button("file-spreadsheet", _("Export"))
        self.print_button = buttons.icon_button("printer", _("Print"))
        self.turning = Turning(
            N_("Previous 32 periods (Ctrl+Page Up)"),
            N_("Next 32 periods (Ctrl+Page Down)"),
            N_("The periods from the work date on"),
        )
        self.table = MatrixTable(form, lambda: context.work_date)
        self.table.setAccessibleName(_("Tasks by period"))
        self.empty = EmptyState(
            "chart-column", _("No task fits"), _("Who has a task that meets these options stands here.")
        )
        self._show_options()

    def _show_options(self) -> None:
        options = self.options
        self.lines.set_current(options.lines)
        was_blocked = self.closed.blockSignals(True)
        self.closed.setChecked(options.with_closed)
        self.closed.blockSignals(was_blocked)
        for button, value in (
            (self.shows, options.shows),
            (self.span, options.span),
            (self.status_, options.status),
            (self.priority, options.priority),
            (self.salesperson, options.salesperson),
            (self.team, options.team),
        ):
            button.set_value(value)

    def _lay_out(self) -> None:
        self.head.add(self.lines, self.export_button, self.print_button)
        narrowing = QWidget()
        flow = Flow()
        narrowing.setLayout(flow)
        self.company.setFixedWidth(px(26))
        for each in (
            self.span,
            self.shows,
            self.salesperson,
            self.team,
            self.status_,
            self.priority,
            self.closed,
            self.company,
        ):
            flow.addWidget(each)
        row = QHBoxLayout()
        row.setContentsMargins(px(metrics.PAGE_MARGIN), px(1), px(metrics.PAGE_MARGIN), px(1))
        row.setSpacing(px(2))
        row.addWidget(narrowing, 1)
        row.addWidget(self.turning, 0, Qt.AlignmentFlag.AlignTop)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(Hairline())
        whole.addLayout(row)
        whole.addWidget(Hairline())
        whole.addWidget(self.body, 1)

    def _connect(self) -> None:
        self.lines.changed.connect(lambda lines: self.choose(replace(self.options, lines=lines)))
        self.shows.chosen.connect(lambda shows: self.choose(replace(self.options, shows=shows)))
        self.span.chosen.connect(lambda span: self.choose(replace(self.options, span=span, at=0)))
        self.status_.chosen.connect(lambda status: self.choose(replace(self.options, status=status)))
        self.priority.chosen.connect(lambda value: self.choose(replace(self.options, priority=value)))
        self.salesperson.chosen.connect(lambda row: self.choose(replace(self.options, salesperson=row)))
        self.team.chosen.connect(lambda row: self.choose(replace(self.options, team=row)))
        self.company.changed.connect(self._take_company)
        self.closed.toggled.connect(lambda on: self.choose(replace(self.options, with_closed=on)))
        self.turning.turned.connect(self.turn)
        self.table.turned.connect(self.turn)
        self.turning.today_wanted.connect(lambda: self.choose(replace(self.options, at=0)))
        self.table.cell_opened.connect(self.open_cell)
        self.table.selectionModel().currentChanged.connect(
            lambda _now, _before: self.selection_changed.emit()
        )
        self.export_button.clicked.connect(self.export)
        self.print_button.clicked.connect(self.print_list)

    def _rows(self, key: str) -> list[Choice]:
        return [(None, _("all")), *self._named.get(key, ())]

    def _take_company(self, company: object) -> None:
        self.choose(replace(self.options, company=company.id if isinstance(company, Ref) else None))

    # -- what is shown ------------------------------------------------------------------------------------

    def choose(self, options: Options) -> None:
        """Count anew."""
        if options != self.options:
            self.options = options
            self._show_options()
            self.refresh()

    def turn(self, way: int) -> None:
        """To the next set of 32 periods, or the one before."""
        options = replace(self.options, at=self.options.at + way)
        if self.place.desk.task_matrix.periods(options, self.place.form.first_weekday):
            self.choose(options)
        else:
            self.remarked.emit(_("There are no tasks before 1900 and after 2999."))

    def refresh(self) -> None:
        desk, options, first_weekday = self.place.desk, self.options, self.place.form.first_weekday

        def read() -> tuple[Matrix, dict[str, list[Choice]]]:
            named = {key: _named(desk.setup.rows(key)) for key in ("salesperson", "team")}
            return desk.task_matrix.read(options, first_weekday), named

        self.place.jobs.read(read, self._show, f"matrix {id(self)}", urgent=True)

    def take_news(self, changes: Changes) -> None:
        if changes.touches(*CONCERNS):
            self.refresh()

    def _show(self, found: tuple[Matrix, dict[str, list[Choice]]]) -> None:
        matrix, self._named = found
        self._show_options()
        had_focus = self.table.hasFocus()
        self.table.show_matrix(matrix)
        self.body.setCurrentWidget(self.table if matrix.lines else self.empty)
        if had_focus:
            self.table.setFocus()
        self.turning.say(task_matrix_words.whole(matrix, self.place.form))
        self.tell_status()
        self.selection_changed.emit()

    def matrix(self) -> Matrix:
        return self.table.matrix.matrix

    def tell_status(self) -> None:
        self.status.emit(task_matrix_words.summary(self.matrix(), self.place.form))

    # -- actions ------------------------------------------------------------------------------------------

    def words(self) -> frozenset[str]:
        found = {"records"} if self.matrix().lines else set()
        cell = self.table.matrix.cell(self.table.currentIndex())
        return frozenset(found | ({"record"} if cell is not None else set()))

    def keys_from(self) -> QWidget:
        return self.table

    def open(self) -> None:
        """Enter on a cell."""
        self.table.open_current()

    def open_cell(self, line: int, column: int) -> None:
        """The list of tasks with exactly those that the cell counts."""
        desk, matrix = self.place.desk, self.matrix()
        row, days = matrix.lines[line].row, matrix.periods[column]
        self.place.jobs.read(
            lambda: desk.task_matrix.filters(matrix.options, row, days),
            lambda filters: self.place.show_list("tasks", filters),
            f"matrix cell {id(self)}",
            urgent=True,
        )

    def export(self) -> None:
        """Ctrl+E."""
        from oppdesk.ui.dialogs.export_list import ExportList  # noqa: PLC0415 - nothing leaves at a start

        wish = task_matrix_words.outgoing(self.matrix(), self.place.form)
        ExportList(self.place, wish, (), len(self.matrix().lines), self.window()).show()

    def print_list(self) -> None:
        """Ctrl+Shift+P."""
        from oppdesk.ui.dialogs.print_list import print_rows  # noqa: PLC0415

        wish = task_matrix_words.outgoing(self.matrix(), self.place.form, only_filled=True)
        print_rows(self.place, wish, len(self.matrix().lines), self.window())

    def copy(self) -> None:
        """Ctrl+C."""
        QGuiApplication.clipboard().setText(self.table.selected_text())
        count = len(self.table.selectionModel().selectedIndexes())
        words = ngettext("{count} cell copied", "{count} cells copied", count)
        self.remarked.emit(words.format(count=self.place.form.whole(count)))


def _named(rows: Iterable[Mapping[str, Any]]) -> list[Choice]:
    return [(row["id"], str(row["name"] or row["code"])) for row in rows]


def _with_all(kind: type[TaskStatus] | type[Priority], words: Sequence[str]) -> list[Choice]:
    return [(None, _("all")), *((each, _(words[each])) for each in kind)]
