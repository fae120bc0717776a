"""The columns of the log of interactions (9.9), and the views it has from the start."""

from collections.abc import Callable, Mapping

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op, Order
from oppdesk.domain.spans import Period
from oppdesk.domain.words import Evaluation
from oppdesk.i18n import N_, LocaleFormat
from oppdesk.services.desk import Desk
from oppdesk.ui.cells import Cell, DateCell, FigureCell, IconCell, NameCell, PillCell, QuietCell
from oppdesk.ui.interaction_words import INTERACTION_ICON, evaluation_mark, state_mark
from oppdesk.ui.list_rows import GUTTER, ListColumn, Row, field_column
from oppdesk.ui.opportunity_words import currency, in_currency
from oppdesk.ui.pages.list_views import ListView
from oppdesk.ui.workplace import Workplace

TABLE = "interaction"
_EVERYTHING = Filter("postponed", Op.IS, False)
_DRAFT = Filter("postponed", Op.IS, True)
_NEWEST = (Order("on", descending=True),)
# Fields that stand as their kind does everywhere, hidden at first; width in u.
_MORE = (
    ("at", 9),
    ("interaction_group", 14),
    ("information_flow", 13),
    ("initiated_by", 12),
    ("correspondence_type", 15),
    ("contact_via", 18),
    ("subject", 22),
    ("language", 10),
    ("task", 20),
    ("author", 10),
    ("delivery", 14),
    ("logged_on", 12),
)
_QUIET = (N_("No interactions in this view"), N_("Another view or filter may show some."))


def _mine(desk: Desk) -> tuple[Filter, ...]:
    me = desk.context.salesperson
    return (_EVERYTHING,) if me is None else (Filter("salesperson", Op.IS, me), _EVERYTHING)


def _my_drafts(desk: Desk) -> tuple[Filter, ...]:
    me = desk.context.salesperson
    return (_DRAFT,) if me is None else (Filter("salesperson", Op.IS, me), _DRAFT)


VIEWS: tuple[ListView, ...] = (
    ListView(
        "mine",
        N_("Mine"),
        _mine,
        (N_("Nothing logged yet"), N_("A call is logged by Ctrl+L, anything else by Ctrl+I.")),
        _NEWEST,
        is_wanted=lambda desk: desk.context.salesperson is not None,
    ),
    ListView(
        "week",
        N_("This week"),
        lambda _desk: (_EVERYTHING, Filter("on", Op.IS, Period.THIS_WEEK)),
        (N_("Nothing this week yet"), N_("Calls, e-mails and visits of this week stand here.")),
        _NEWEST,
    ),
    ListView(
        "drafts",
        N_("Drafts"),
        _my_drafts,
        (N_("No drafts"), N_("What is kept to be finished later waits here.")),
        _NEWEST,
        icon="notebook-pen",
    ),
    ListView(
        "failed",
        N_("Attempt failed"),
        lambda _desk: (_EVERYTHING, Filter("attempt_failed", Op.IS, True)),
        (N_("Everybody was reached"), N_("Calls that nobody answered would stand here.")),
        _NEWEST,
        icon="phone-missed",
        tone="stale",
    ),
    ListView(
        "canceled",
        N_("Cancelled"),
        lambda _desk: (_EVERYTHING, Filter("canceled", Op.IS, True)),
        (N_("Nothing is cancelled"), N_("What was marked as cancelled stands here until it is deleted.")),
        _NEWEST,
    ),
    ListView(
        "all",
        N_("All"),
        lambda _desk: (_EVERYTHING,),
        (
            N_("No interactions yet"),
            N_("Calls, e-mails, letters and visits: what was said, and how it went."),
        ),
        _NEWEST,
    ),
)


def columns(place: Workplace, icons: Callable[[], Mapping[int, str]]) -> list[ListColumn]:
    """`icons` are those of the groups that are known to be calls, mails, meetings."""
    fields, form, money = place.desk.lists.fields(TABLE), place.form, currency(place.desk)

    def icon(row: Row) -> Cell:
        group = row["interaction_group"]
        return IconCell(icons().get(group.id if isinstance(group, Ref) else 0, INTERACTION_ICON))

    def day(row: Row) -> Cell:
        return DateCell(form.short_day(row["on"], place.desk.context.work_date))

    made = [
        GUTTER,
        ListColumn("on", N_("Date"), day, "right", 10.5),
        ListColumn("icon", "", icon, width=3.5, order="", fixed=True, text=lambda _row: ""),
        ListColumn("description", fields["description"].label, _name, width=0),
        ListColumn("contact", fields["contact"].label, _ref("contact"), width=16),
        ListColumn("company", fields["company"].label, _company, width=17, hidden=True),
        ListColumn("evaluation", fields["evaluation"].label, _evaluation, width=14),
        ListColumn("state", N_("State"), _state, width=15, order="", whole=True),
        ListColumn("salesperson", fields["salesperson"].label, _ref("salesperson"), width=10, hidden=True),
        ListColumn("opportunity", fields["opportunity"].label, _ref("opportunity"), width=17),
        ListColumn("duration", fields["duration"].label, _duration(form), "right", 8.5),
        ListColumn("cost", in_currency(fields["cost"].label, money), _cost(form), "right", 11, hidden=True),
        ListColumn("file_name", fields["file_name"].label, _file, width=16, hidden=True),
        ListColumn(
            "interaction_template",
            fields["interaction_template"].label,
            _ref("interaction_template"),
            width=14,
            hidden=True,
        ),
    ]
    return made + [field_column(fields[name], form, width=width, hidden=True) for name, width in _MORE]


def _name(row: Row) -> Cell:
    """What is cancelled stands back."""
    words = row["description"]
    return QuietCell(words) if row["canceled"] else NameCell(words)


def _ref(name: str) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        found = row[name]
        return QuietCell(found.text if isinstance(found, Ref) else "")

    return cell


def _company(row: Row) -> Cell:
    """Of a person; that of a company would only repeat it."""
    company, contact = row["company"], row["contact"]
    is_same = isinstance(contact, Ref) and isinstance(company, Ref) and company.id == contact.id
    return QuietCell(company.text if isinstance(company, Ref) and not is_same else "")


def _evaluation(row: Row) -> Cell:
    words, icon, tone = evaluation_mark(Evaluation(row["evaluation"]))
    return IconCell(icon, words, tone) if words else ""


def _state(row: Row) -> Cell:
    words, icon, tone = state_mark(row)
    return PillCell(words, icon, tone) if words else ""


def _file(row: Row) -> Cell:
    return IconCell("paperclip", row["file_name"]) if row["file_name"] else ""


def _duration(form: LocaleFormat) -> Callable[[Row], Cell]:
    return lambda row: FigureCell(form.duration(row["duration"]) if row["duration"] else "")


def _cost(form: LocaleFormat) -> Callable[[Row], Cell]:
    return lambda row: FigureCell(form.amount(row["cost"]) if row["cost"] else "")
