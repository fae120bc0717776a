"""The views of the tasks that a salesperson asks for day by day, each a set of filters with a name (5096)."""

from oppdesk.domain.query import Filter, Op, Order
from oppdesk.domain.spans import Period
from oppdesk.i18n import N_
from oppdesk.services.desk import Desk
from oppdesk.services.today_values import Scope
from oppdesk.ui.pages.list_views import ListView

OPEN = Filter("closed", Op.IS, False)
LATE = Filter("on", Op.BEFORE, Period.TODAY)
_BY_DAY = (Order("on"), Order("start_time"))
_LATEST = (Order("closed_on", descending=True),)
WHOSE = "participant"  # whose row it is, or who is a member of its team or at its table (7.2)


def mine(desk: Desk) -> tuple[Filter, ...]:
    """Tasks of who sits before the program; everybody's where that is not known."""
    me = desk.context.salesperson
    return () if me is None else (Filter(WHOSE, Op.IS, me),)


def of_my_team(desk: Desk) -> tuple[Filter, ...]:
    people = desk.today.salespeople(Scope.TEAM)
    return () if people is None else (Filter(WHOSE, Op.AMONG, people),)


def overdue(desk: Desk) -> tuple[Filter, ...]:
    return (*mine(desk), OPEN, LATE)


def _has_team(desk: Desk) -> bool:
    people = desk.today.salespeople(Scope.TEAM)
    return people is not None and len(people) > 1


VIEWS: tuple[ListView, ...] = (
    ListView(
        "mine",
        N_("Mine open"),
        lambda desk: (*mine(desk), OPEN),
        (N_("No task waits for you"), N_("A new one takes a few seconds.")),
        _BY_DAY,
    ),
    ListView(
        "today",
        N_("Today"),
        lambda desk: (*mine(desk), OPEN, Filter("on", Op.IS, Period.TODAY)),
        (N_("Nothing is planned for today"), N_("Look at what is overdue, or at the week.")),
        _BY_DAY,
    ),
    ListView(
        "overdue",
        N_("Overdue"),
        overdue,
        (N_("No overdue tasks"), N_("Everything is done in time. Well kept.")),
        _BY_DAY,
        icon="clock-alert",
        tone="overdue",
    ),
    ListView(
        "week",
        N_("This week"),
        lambda desk: (*mine(desk), OPEN, Filter("on", Op.IS, Period.THIS_WEEK)),
        (N_("Nothing is planned this week"), N_("A new one takes a few seconds.")),
        _BY_DAY,
    ),
    ListView(
        "team",
        N_("My team"),
        lambda desk: (*of_my_team(desk), OPEN),
        (N_("Your team has no open task"), N_("What is given to the team or its members stands here.")),
        _BY_DAY,
        is_wanted=_has_team,
    ),
    ListView(
        "done",
        N_("Done"),
        lambda desk: (*mine(desk), Filter("closed", Op.IS, True)),
        (N_("Nothing is done yet"), N_("What is done or cancelled stands here, the latest first.")),
        _LATEST,
    ),
    ListView(
        "all",
        N_("All"),
        lambda _desk: (),
        (N_("No tasks yet"), N_("Calls, meetings and everything else that waits to be done.")),
        _BY_DAY,
    ),
)
