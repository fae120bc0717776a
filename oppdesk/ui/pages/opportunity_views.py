"""The views of the opportunities that a salesperson asks for day by day, each a set of filters with a name."""

from datetime import date, timedelta

from oppdesk.domain.query import Filter, Op, Order
from oppdesk.domain.spans import Period
from oppdesk.domain.words import Status
from oppdesk.i18n import N_, _
from oppdesk.services.desk import Desk
from oppdesk.ui.pages.list_views import ListView

OPEN = Filter("status", Op.AMONG, (int(Status.NOT_STARTED), int(Status.IN_PROGRESS)))
_BY_CLOSING = (Order("closing_on"),)


def _is(status: Status) -> Filter:
    return Filter("status", Op.IS, int(status))


def _mine(desk: Desk) -> tuple[Filter, ...]:
    me = desk.context.salesperson
    return (OPEN,) if me is None else (Filter("salesperson", Op.IS, me), OPEN)


def _during(field: str, period: Period) -> Filter:
    return Filter(field, Op.IS, period)


def stale_since(desk: Desk) -> date:
    """The last day on which an opportunity must have entered its stage to be called stale today."""
    days = desk.setup.setting("marketing_setup", "stale_days")
    return desk.context.work_date - timedelta(days=days if isinstance(days, int) else 28)


VIEWS: tuple[ListView, ...] = (
    ListView(
        "mine",
        N_("Mine open"),
        _mine,
        (N_("Nothing is open"), N_("A new opportunity takes less than a minute.")),
        _BY_CLOSING,
    ),
    ListView(
        "closing",
        N_("Closing this month"),
        lambda _desk: (_is(Status.IN_PROGRESS), _during("closing_on", Period.THIS_MONTH)),
        (N_("Nothing closes this month"), N_("Look at what is open, and what could be sooner.")),
        _BY_CLOSING,
    ),
    ListView(
        "overdue",
        N_("Overdue"),
        lambda _desk: (_is(Status.IN_PROGRESS), Filter("closing_on", Op.BEFORE, Period.TODAY)),
        (N_("No overdue opportunities"), N_("Every closing date lies ahead. Well kept.")),
        _BY_CLOSING,
        icon="clock-alert",
        tone="overdue",
    ),
    ListView(
        "stale",
        N_("Stale"),
        lambda desk: (_is(Status.IN_PROGRESS), Filter("stage_since", Op.UP_TO, stale_since(desk))),
        (N_("Nothing has fallen asleep"), N_("Every opportunity has moved lately.")),
        (Order("stage_since"),),
        icon="hourglass",
        tone="stale",
    ),
    ListView(
        "new",
        N_("Not started"),
        lambda _desk: (_is(Status.NOT_STARTED),),
        (N_("Nothing waits to be started"), N_("Every opportunity has its first stage.")),
        (Order("created_on", descending=True),),
    ),
    ListView(
        "won",
        N_("Won this month"),
        lambda _desk: (_is(Status.WON), _during("closed_on", Period.THIS_MONTH)),
        (N_("Nothing won yet this month"), N_("What closes this month is the place to look.")),
        (Order("closed_on", descending=True),),
    ),
    ListView(
        "quarter",
        N_("Won this quarter"),
        lambda _desk: (_is(Status.WON), _during("closed_on", Period.THIS_QUARTER)),
        (N_("Nothing won yet this quarter"), N_("What closes this month is the place to look.")),
        (Order("closed_on", descending=True),),
    ),
    ListView(
        "lost",
        N_("Lost this month"),
        lambda _desk: (_is(Status.LOST), _during("closed_on", Period.THIS_MONTH)),
        (N_("Nothing lost this month"), N_("May it stay so.")),
        (Order("closed_on", descending=True),),
    ),
    ListView(
        "all",
        N_("All"),
        lambda _desk: (),
        (
            N_("No opportunities yet"),
            N_("Make the first one, bring them from a file, or try the sample data."),
        ),
        _BY_CLOSING,
    ),
)


def special_words(desk: Desk) -> dict[Filter, tuple[str, str]]:
    """Filters that mean more than their figures, as (comparison, value) of their chip."""
    return {
        OPEN: (_("is"), _("open")),
        Filter("stage_since", Op.UP_TO, stale_since(desk)): (_("for more than"), _stale_words(desk)),
    }


def _stale_words(desk: Desk) -> str:
    count = (desk.context.work_date - stale_since(desk)).days
    return _("{count} days").format(count=count)
