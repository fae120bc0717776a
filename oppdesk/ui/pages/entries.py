"""History of stages: every step of every opportunity in one ledger, newest first, to be read and never written."""

from collections.abc import Mapping, Sequence

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Order
from oppdesk.domain.spans import Period
from oppdesk.domain.words import ACTION, Action
from oppdesk.i18n import N_, _, ngettext
from oppdesk.ui.cells import Cell, IconCell, NameCell
from oppdesk.ui.list_rows import GUTTER, ListColumn, Row, field_column
from oppdesk.ui.opportunity_words import ACTION_ICONS, currency, in_currency
from oppdesk.ui.pages.list_page import ListPage
from oppdesk.ui.pages.list_views import ListView
from oppdesk.ui.paint import Tone
from oppdesk.ui.workplace import Workplace

TABLE = "opportunity_entry"
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


_NOTHING = (
    N_("No steps yet"),
    N_("Every step of an opportunity leaves a line here, from its first stage to its closing."),
)
_QUIET = (N_("No steps in this view"), N_("Another view or filter may show some."))
_NEWEST = (Order("changed_on", descending=True),)
_CLOSED = Filter("action", Op.AMONG, (int(Action.WON), int(Action.LOST)))


def _during(field: str, period: Period) -> Filter:
    return Filter(field, Op.IS, period)


VIEWS = (
    ListView("all", N_("All"), lambda _desk: (), _NOTHING, _NEWEST),
    ListView(
        "week", N_("This week"), lambda _desk: (_during("changed_on", Period.THIS_WEEK),), _QUIET, _NEWEST
    ),
    ListView(
        "month", N_("This month"), lambda _desk: (_during("changed_on", Period.THIS_MONTH),), _QUIET, _NEWEST
    ),
    ListView(
        "closed",
        N_("Closed this quarter"),
        lambda _desk: (_CLOSED, _during("changed_on", Period.THIS_QUARTER)),
        _QUIET,
        _NEWEST,
    ),
)


class EntriesPage(ListPage):
    title = N_("History of stages")
    icon = "history"
    table = TABLE
    views = VIEWS
    first = ("all",)
    groups = ("action", "changed_on", "salesperson", "sales_cycle", "contact", "close_code")

    def columns(self) -> Sequence[ListColumn]:
        return columns(self.place)

    def special_words(self) -> Mapping[Filter, tuple[str, str]]:
        return {_CLOSED: (_("is"), _("closing"))}

    def status_words(self, every: int, selected: int, sums: Sequence[int]) -> str:  # noqa: ARG002 - nothing is added up
        whole = self.place.form.whole
        words = ngettext("{count} entry", "{count} entries", every).format(count=whole(every))
        if selected > 1:
            chosen = ngettext("{count} selected", "{count} selected", selected)
            words += " · " + chosen.format(count=whole(selected))
        return words

    def words(self) -> frozenset[str]:
        found = super().words()
        return found | {"opportunity"} if "record" in found else found

    # -- actions ------------------------------------------------------------------------------------------

    def opportunity(self) -> int | None:
        """Whose entry is selected."""
        row = self.row()
        found = row["opportunity"] if row is not None else None
        return found.id if isinstance(found, Ref) else None

    def about(self) -> dict[str, int]:
        opportunity = self.opportunity()
        return {"opportunity": opportunity} if opportunity is not None else {}

    def open(self) -> None:
        opportunity = self.opportunity()
        if opportunity is not None:
            self.place.open_record("opportunity", opportunity)

    def print_details(self) -> None:
        from oppdesk.ui import printing  # noqa: PLC0415 - few print at every start

        opportunity = self.opportunity()
        if opportunity is not None:
            printing.print_details(self.place, opportunity, self)


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
