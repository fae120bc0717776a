"""History of stages: every step of every opportunity in one ledger, newest first, to be read and never written."""

from dataclasses import replace

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.changes import Changes
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Order, Query
from oppdesk.domain.words import ACTION, Action
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui import printing
from oppdesk.ui.cells import Cell, IconCell, NameCell
from oppdesk.ui.list_rows import GUTTER, ListColumn, Row, field_column
from oppdesk.ui.opportunity_words import ACTION_ICONS, currency, in_currency
from oppdesk.ui.pages.head import PageHead
from oppdesk.ui.pages.page import Page
from oppdesk.ui.paint import Tone
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.empty_state import EmptyState
from oppdesk.ui.widgets.labels import Hairline
from oppdesk.ui.workplace import Workplace

TABLE = "opportunity_entry"
NEWEST = Query(orders=(Order("changed_on", descending=True),))
_SHORT = {"estimated_value": N_("Value"), "current_value": N_("Current value")}
_TONES: dict[Action, Tone] = {Action.WON: "won", Action.LOST: "lost"}
# Name, width in u, hidden at first: the columns of 8.4, after the opportunity and what was done.
_FIELDS = (
    ("active", 8, False),
    ("changed_on", 13, False),
    ("closed_on", 13, False),
    ("days_open", 9, False),
    ("sales_cycle", 14, True),
    ("stage_description", 20, False),
    ("previous_stage", 12, True),
    ("estimated_value", 14, False),
    ("current_value", 14, False),
    ("completed", 10, False),
    ("chances", 10, False),
    ("probability", 10, False),
    ("closing_on", 12, True),
    ("close_code", 14, False),
    ("contact", 18, True),
    ("company", 18, True),
    ("salesperson", 14, True),
)


class EntriesPage(Page):
    title = N_("History of stages")
    icon = "history"

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(place, parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._head = PageHead(_(self.title))
        self._columns = buttons.icon_button("columns-3", _("Columns"))
        self._head.add(self._columns)
        model = RecordTableModel(place.desk.lists, TABLE, columns(place), place.jobs)
        self.list = RecordList(place, model, TABLE)
        self.list.set_empty(
            EmptyState(
                "history",
                _("No steps yet"),
                _("Every step of an opportunity leaves a line here, from its first stage to its closing."),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for each in (self._head, Hairline(), self.list):
            column.addWidget(each)
        self._head.filter.asked.connect(
            lambda words: self.list.set_query(replace(self.list.records.query, text=words))
        )
        self._head.filter.left.connect(self.list.setFocus)
        self.list.letters_typed.connect(self._head.filter.take_letters)
        self.list.record_opened.connect(lambda _entry: self.open())
        self.list.selection_settled.connect(self.selection_changed)
        self.list.selection_settled.connect(self.tell_status)
        self.list.menu_wanted.connect(self.menu_wanted)
        self._columns.clicked.connect(
            lambda: self.list.columns_menu().popup(
                self._columns.mapToGlobal(self._columns.rect().bottomLeft())
            )
        )
        model.counted.connect(lambda _count: self.tell_status())
        self.list.set_query(NEWEST)
        self.setFocusProxy(self.list)

    # -- what the frame asks ------------------------------------------------------------------------------

    def selected(self) -> tuple[int, ...]:
        return self.list.selected_ids()

    def selected_count(self) -> int:
        return self.list.selected_count()

    def words(self) -> frozenset[str]:
        found = super().words()
        return found | {"opportunity"} if "record" in found else found

    def keys_from(self) -> QWidget:
        return self.list

    def take_news(self, changes: Changes) -> None:
        self.list.records.refresh(changes)

    def tell_status(self) -> None:
        count, chosen = self.list.records.rowCount(), self.list.selected_count()
        words = ngettext("{count} entry", "{count} entries", count).format(count=self.place.form.whole(count))
        if chosen > 1:
            words += " · " + ngettext("{count} selected", "{count} selected", chosen).format(
                count=self.place.form.whole(chosen)
            )
        self.status.emit(words)

    # -- actions ------------------------------------------------------------------------------------------

    def opportunity(self) -> int | None:
        """Whose entry is selected."""
        row = self.list.currentIndex().row()
        found = self.list.records.row(row)["opportunity"] if row >= 0 else None
        return found.id if isinstance(found, Ref) else None

    def open(self) -> None:
        opportunity = self.opportunity()
        if opportunity is not None:
            self.place.open_record("opportunity", opportunity)

    def print_details(self) -> None:
        opportunity = self.opportunity()
        if opportunity is not None:
            printing.print_details(self.place, opportunity, self)

    def filter(self) -> None:
        self._head.filter.take_focus()

    def refresh(self) -> None:
        self.list.records.refresh()


def columns(place: Workplace) -> list[ListColumn]:
    """The opportunity, what was done, then the rest of 8.4."""
    fields, money = place.desk.lists.fields(TABLE), currency(place.desk)
    made = [
        GUTTER,
        ListColumn("opportunity", fields["opportunity"].label, _name, width=0),
        ListColumn("action", fields["action"].label, _action, width=14),
    ]
    for name, width, hidden in _FIELDS:
        field = fields[name]
        label = in_currency(_(_SHORT[name]), money) if name in _SHORT else ""
        made.append(field_column(field, place.form, width=width, hidden=hidden, label=label))
    return made


def _name(row: Row) -> Cell:
    found = row["opportunity"]
    return NameCell(found.text if isinstance(found, Ref) else "")


def _action(row: Row) -> Cell:
    action = Action(row["action"])
    return IconCell(ACTION_ICONS[action], _(ACTION[action]), _TONES.get(action, "neutral"))
