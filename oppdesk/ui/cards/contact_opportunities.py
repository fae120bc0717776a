"""The opportunities of a contact: all of them as a list, and what came of them in figures."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.words import ContactType, Status
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.contact_views import ContactView, Figure
from oppdesk.ui.cards.contact_page import ContactPage
from oppdesk.ui.cards.contact_people import bled
from oppdesk.ui.cells import Cell, DateCell, FigureCell, NameCell, StageCell
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.interaction_figures import InteractionFigures
from oppdesk.ui.list_rows import ListColumn, Row
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.opportunity_words import in_currency, status_mark
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline, SectionTitle, Text
from oppdesk.ui.workplace import Workplace

_OUTCOMES = {Status.WON: "won", Status.LOST: "lost"}


class OpportunitiesPage(ContactPage):
    wanted = Signal()  # a new one

    def __init__(self, place: Workplace, parent: QWidget, money: str, kind: ContactType) -> None:
        super().__init__(place, parent)
        self.title = SectionTitle(_("Opportunities"), _("New opportunity"))
        self.title.linked.connect(self.wanted)
        self.list = opportunity_list(place, kind, money)
        self.list.record_opened.connect(lambda found: self.opened.emit("opportunity", found))
        self.statistics = Statistics(place.form)
        self.column.addWidget(self.title)
        self.column.addLayout(bled(self.list), 1)
        self.column.addSpacing(px(1))
        self.interactions = InteractionFigures(place, "contact")
        self._tried = Text("", Type.CAPTION, "text2")
        for each in (Hairline(), SectionTitle(in_currency(_("Figures"), money)), self.statistics):
            self.column.addWidget(each)
        self.column.addSpacing(px(1))
        for part in (Hairline(), self.interactions, self._tried):
            self.column.addWidget(part)
        self._is_asked = False

    def show_contact(self, shown: Shown) -> None:
        super().show_contact(shown)
        view = shown.view
        self.title.set_link("" if view.values["privacy_blocked"] else _("New opportunity"))
        self.statistics.show_figures(view)
        self.interactions.show_of(view.id, "contact" if view.is_person else "company")  # with its people's
        tried = view.touch.tried
        words = _("Last tried to reach on {day}.").format(day=self.place.form.long_day(tried))
        self._tried.setText(words if tried is not None else "")
        self._tried.setVisible(tried is not None)
        if not self._is_asked:
            self._is_asked = True
            self.list.set_empty(no_opportunity(self, _("There never was one.")))
            self.list.set_query(Query((mine(view),), (Order("created_on", descending=True),)))

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)


def opportunity_list(place: Workplace, kind: ContactType, money: str) -> RecordList:
    """A list that waits for its query."""
    columns = _columns(place.form, place.desk.context.work_date, kind, money)
    model = RecordTableModel(place.desk.lists, "opportunity", columns, place.jobs)
    model.watch("contact", "sales_cycle_stage")
    return RecordList(place, model)


def mine(view: ContactView) -> Filter:
    """A company's list has the opportunities of its people too (8.22)."""
    return Filter("contact" if view.is_person else "company", Op.IS, view.id)


def no_opportunity(page: QWidget, line: str) -> EmptyState:
    new = buttons.button(_("New opportunity"), "plus")
    new.clicked.connect(lambda: page.wanted.emit())  # type: ignore[attr-defined]  # noqa: PLW0108
    return EmptyState("target", _("No opportunities"), line, new)


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


class Statistics(QWidget):
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
