"""What is and was going on with a contact: its opportunities, and what came of them in figures."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import ContactType, Status
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.contact_views import ContactView, Figure
from oppdesk.ui import metrics
from oppdesk.ui.cells import Cell, DateCell, FigureCell, NameCell, StageCell
from oppdesk.ui.contact_parts import all_of
from oppdesk.ui.delegates import PADDING
from oppdesk.ui.list_rows import ListColumn, Row
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import in_currency, status_mark
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.workplace import Workplace

OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
_OUTCOMES = {Status.WON: "won", Status.LOST: "lost"}


class ContactMiddle(QWidget):
    """The open opportunities, or all of them, as a list; below it the figures split by open, won and lost."""

    opened = Signal(str, object)  # table, id
    opportunity_wanted = Signal()

    def __init__(
        self, place: Workplace, contact: int, kind: ContactType, money: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._contact = contact
        self.kind = kind
        self._money = money
        self._shows_all = False
        self._view: ContactView | None = None
        self._title = SectionTitle(_("Open opportunities"))
        model = RecordTableModel(
            place.desk.lists, "opportunity", _columns(place.form, _today(place), kind, money), place.jobs
        )
        model.watch("contact", "sales_cycle_stage")
        self.list = RecordList(place, model)
        self.statistics = _Statistics(place.form)
        self._lay_out()
        self._title.linked.connect(self._switch)
        self.list.record_opened.connect(lambda found: self.opened.emit("opportunity", found))
        self._ask()

    def _lay_out(self) -> None:
        """The rows of the list begin a little before the titles, so that their words stand under each other."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(2), 0, px(2))
        column.setSpacing(px(1))
        edge, bleed = px(metrics.PAGE_MARGIN), px(metrics.PAGE_MARGIN - PADDING)
        below = (Hairline(), SectionTitle(in_currency(_("Figures"), self._money)), self.statistics)
        for widget in (self._title, self.list, *below):
            room = QVBoxLayout()
            side = bleed if widget is self.list else edge
            room.setContentsMargins(side, 0, side, 0)
            room.addWidget(widget)
            column.addLayout(room, int(widget is self.list))

    def show_view(self, view: ContactView) -> None:
        self._view = view
        figures = view.figures
        count = len(view.open_opportunities) + figures.won.count + figures.lost.count
        self._title.set_title(_("Opportunities") if self._shows_all else _("Open opportunities"))
        self._title.set_link(_("Open only") if self._shows_all else all_of(count) if count else "")
        self.statistics.show_figures(view)

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)

    def _switch(self) -> None:
        self._shows_all = not self._shows_all
        self._ask()
        if self._view is not None:
            self.show_view(self._view)

    def _ask(self) -> None:
        """A company's list has the opportunities of its people too (8.22)."""
        whose = "company" if self.kind is ContactType.COMPANY else "contact"
        mine = Filter(whose, Op.IS, self._contact)
        new = buttons.button(_("New opportunity"), "plus")
        new.clicked.connect(self.opportunity_wanted)
        line = _("Nothing is open now.") if not self._shows_all else _("There never was one.")
        self.list.set_empty(EmptyState("target", _("No opportunities"), line, new))
        order = Order("created_on", descending=True) if self._shows_all else Order("closing_on")
        self.list.set_query(Query((mine,) if self._shows_all else (mine, OPEN), (order,)))


def _today(place: Workplace) -> date:
    return place.desk.context.work_date


def _columns(form: LocaleFormat, today: date, kind: ContactType, money: str) -> list[ListColumn]:
    def stage(row: Row) -> Cell:
        status = Status(row["status"])
        since = row["stage_since"]
        is_running = status is Status.IN_PROGRESS
        return StageCell(
            row["stage_position"] if status is not Status.NOT_STARTED else 0,
            row["stage_count"],
            row["stage_description"] if is_running else status_mark(status)[0],
            (today - since).days if is_running and since else None,
            outcome=_OUTCOMES.get(status, ""),  # type: ignore[arg-type]
        )

    def closing(row: Row) -> Cell:
        is_open = row["status"] in (Status.NOT_STARTED, Status.IN_PROGRESS)
        day = row["closing_on"] if is_open else row["closed_on"]
        return DateCell(form.short_day(day, today), overdue=bool(is_open and day and day < today))

    def name(row: Row) -> Cell:
        """A company's are told apart by the person."""
        contact = row["contact"] if kind is ContactType.COMPANY else None
        return NameCell(row["description"] or row["number"], contact.text if contact else "")

    def value(row: Row) -> Cell:
        return FigureCell(form.amount(row["estimated_value"]))

    return [
        ListColumn("description", N_("Opportunity"), name, width=0),
        ListColumn("stage", N_("Stage"), stage, width=25, order="stage"),
        ListColumn("closing_on", N_("Closing"), closing, "right", 10.5),
        ListColumn("estimated_value", in_currency(_("Value"), money), value, "right", 12),
    ]


class _Statistics(QWidget):
    """R-AGG-01: the figures of a contact, split; won ones by what they brought."""

    _HEADS = (N_("Number"), N_("Estimated"), N_("Current or won"), N_("Average"))
    _KINDS = (N_("Open"), N_("Won"), N_("Lost"), N_("Together"))

    def __init__(self, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(2))
        grid.setVerticalSpacing(px(0.5))
        right = Qt.AlignmentFlag.AlignRight
        for at, head in enumerate(self._HEADS, 1):
            grid.addWidget(Text(_(head), Type.CAPTION, "text2"), 0, at, right)
            grid.setColumnStretch(at, 1)
        self.cells: list[list[Text]] = []
        for row, kind in enumerate(self._KINDS, 1):
            is_sum = row == len(self._KINDS)
            grid.addWidget(
                Text(_(kind), Type.STRONG if is_sum else Type.BODY, "text" if is_sum else "text2"), row, 0
            )
            cells = [Text("", Type.FIGURE_STRONG if is_sum else Type.FIGURE) for _head in self._HEADS]
            for at, cell in enumerate(cells, 1):
                grid.addWidget(cell, row, at, right)
            self.cells.append(cells)

    def show_figures(self, view: ContactView) -> None:
        found = view.figures
        parts = (found.open, found.won, found.lost)
        whole = Figure(
            sum(part.count for part in parts),
            sum(part.estimated for part in parts),
            sum(part.current for part in parts),
        )
        form = self._form
        for cells, part in zip(self.cells, (*parts, whole), strict=True):
            shown = (
                form.whole(part.count),
                form.amount(part.estimated),
                form.value(part.current, 0),
                form.amount(part.average),
            )
            for cell, words in zip(cells, shown, strict=True):
                cell.setText(words)
