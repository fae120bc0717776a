"""The middle of an opportunity's card: the ledger of its stages, newest first (8.7), and its quote."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ACTION, DOCUMENT_KIND, Action, Status
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui import metrics
from oppdesk.ui.cells import Cell, DateCell, FigureCell, RowState
from oppdesk.ui.delegates import PADDING
from oppdesk.ui.list_rows import ListColumn, Row, field_column
from oppdesk.ui.metrics import px
from oppdesk.ui.opportunity_words import stage_name
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.timeline import Timeline
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import SectionTitle
from oppdesk.ui.widgets.lines import Line, Lines
from oppdesk.ui.workplace import Workplace

ENTRIES = "opportunity_entry"
_NONE, _ROW = 20, 4.25  # u: of the ledger without rows, of one row
_MOST = 6  # rows that the ledger shows without scrolling
_HIDDEN = (
    ("completed", 11),
    ("closed_on", 12),
    ("days_open", 10),
    ("previous_stage", 12),
    ("close_code", 16),
)


class OpportunityMiddle(QWidget):
    quote_wanted = Signal()
    interaction_wanted = Signal()
    opened = Signal(str, object)  # table, id

    def __init__(self, place: Workplace, opportunity: int, money: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._money = money
        model = RecordTableModel(
            place.desk.lists,
            ENTRIES,
            _columns(place),
            place.jobs,
            state=lambda row: RowState.STRONG if row["active"] else RowState.QUIET,
        )
        self.list = RecordList(place, model, "opportunity_card_entries")
        self.list.set_empty(
            EmptyState("history", _("Not started yet"), _("The first stage writes the first line here."))
        )
        self._quote_title = SectionTitle(_("Quote"))
        self.quotes = Lines()
        self.no_quote = _NoQuote()
        self.timeline = Timeline(place)
        self._lay_out()
        self.quotes.chosen.connect(lambda _quote: self.quote_wanted.emit())
        self.no_quote.make.clicked.connect(self.quote_wanted)
        self.timeline.opened.connect(self.opened)
        self.timeline.wanted.connect(self.interaction_wanted)
        self.list.records.counted.connect(self._fit)
        self.list.set_query(Query((Filter("opportunity", Op.IS, opportunity),)))
        self.timeline.show_of("opportunity", opportunity)

    def _lay_out(self) -> None:
        """The rows of the list begin a little before the titles, so that their words stand under each other."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(2), 0, px(2))
        column.setSpacing(px(1))
        edge, bleed = px(metrics.PAGE_MARGIN), px(metrics.PAGE_MARGIN - PADDING)
        below: tuple[QWidget, ...] = (self._quote_title, self.quotes, self.no_quote, self.timeline)
        for widget in (SectionTitle(_("History")), self.list, *below):
            room = QVBoxLayout()
            side = bleed if widget is self.list else edge
            room.setContentsMargins(side, 0, side, 0)
            room.addWidget(widget)
            column.addLayout(room, int(widget is self.timeline))
        self._fit(0)

    def _fit(self, rows: int) -> None:
        """As high as its rows, so that what else happened follows at once."""
        self.list.setFixedHeight(px(_NONE) if not rows else px(4.5 + _ROW * min(rows, _MOST)))

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)
        self.timeline.take_news(changes)

    def show_view(self, view: OpportunityView, now: Situation) -> None:
        quote, form = view.quote, self._place.form
        self.no_quote.setVisible(quote is None)
        if quote is None:
            self.quotes.set_lines(())
            self.no_quote.show_need(_need(view, now), may_create=view.status is Status.IN_PROGRESS)
            return
        title = f"{_(DOCUMENT_KIND[quote.kind])} {quote.number}"
        amount = f"{form.money(quote.net_amount)} {self._money}".strip()
        note = " · ".join(filter(None, (form.day(quote.document_date), quote.description)))
        self.quotes.set_lines((Line(quote.id, title, note, amount, icon="file-text", is_link=True),))


def _need(view: OpportunityView, now: Situation) -> str:
    """Whether a stage ahead asks for a quote."""
    if view.status is not Status.IN_PROGRESS:
        return _("No quote.")
    for stage in now.cycle.above(view.stage) if now.cycle else ():
        if stage.quote_required:
            return _("No quote yet. Stage {number} needs one.").format(number=stage.number)
    return _("No quote yet.")


class _NoQuote(QFrame):
    """What is missing, and the button that makes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._note = Note()
        self.make = buttons.button(_("Create &quote"), "file-plus-2", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(1.5), px(1), px(1), px(1))
        row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.make)

    def show_need(self, words: str, *, may_create: bool) -> None:
        self._note.say(words, "file-text")
        self.make.setVisible(may_create)

    def words(self) -> str:
        return self._note.words()


def _columns(place: Workplace) -> list[ListColumn]:
    """8.7: percentages without decimals, whole amounts; what is rarely asked waits in the chooser."""
    form, fields = place.form, place.desk.lists.fields(ENTRIES)

    def day(name: str) -> Callable[[Row], Cell]:
        return lambda row: DateCell(_short(form, row[name], place.desk.context.work_date))

    made = [
        ListColumn("action", N_("Action"), _action, width=9.5),
        ListColumn(
            "stage",
            N_("Stage"),
            lambda row: stage_name(row["stage"], row["stage_description"]) if row["stage"] else "",
            width=0,
        ),
        ListColumn("changed_on", N_("Changed"), day("changed_on"), "right", 10.5),
        ListColumn("closing_on", N_("Closing"), day("closing_on"), "right", 10.5),
        ListColumn(
            "estimated_value",
            N_("Value"),
            lambda row: FigureCell(form.amount(row["estimated_value"])),
            "right",
            9,
        ),
        ListColumn(
            "chances", N_("Chances"), lambda row: FigureCell(form.percent(row["chances"])), "right", 9
        ),
        ListColumn(
            "probability", N_("Prob."), lambda row: FigureCell(form.rate(row["probability"], 0)), "right", 6.5
        ),
        ListColumn(
            "current_value",
            N_("Current"),
            lambda row: FigureCell(form.value(row["current_value"], 0)),
            "right",
            9,
        ),
    ]
    return made + [field_column(fields[name], form, width=width, hidden=True) for name, width in _HIDDEN]


def _action(row: Row) -> Cell:
    action = Action(row["action"])
    return _(ACTION[action])


def _short(form: LocaleFormat, day: date | None, today: date) -> str:
    return form.short_day(day, today)
