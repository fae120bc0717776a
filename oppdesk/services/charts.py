"""The figures behind the charts of the start page: who reached which stage, and who has how many."""

from dataclasses import dataclass
from datetime import date, timedelta

from oppdesk.domain import spans
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import Status
from oppdesk.i18n import months_later
from oppdesk.services.context import Context
from oppdesk.storage import figures, lookups
from oppdesk.storage import today as store
from oppdesk.storage.unit_of_work import Reader, Store

Span = spans.Span
_RUNNING = {"status": int(Status.IN_PROGRESS)}


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A stage: opportunities that ever stood there, those in progress that stand there now, and the value of these."""

    stage: int
    name: str
    reached: int
    now: int
    value: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """One sales cycle; `previous` and `next` are the cycles before and after it by code, None at the ends (8.19)."""

    cycle: int
    code: str
    description: str
    previous: int | None
    next: int | None
    steps: tuple[FunnelStep, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A salesperson's part; None is who has none."""

    salesperson: int | None
    name: str
    count: int
    filters: tuple[Filter, ...]  # of the list behind it


@dataclass(frozen=True, slots=True)
class Shares:
    """The opportunity chart: the greatest part first, nobody with none. `first` is None from the beginning of time."""

    status: Status
    span: Span
    first: date | None
    last: date
    slices: tuple[Slice, ...]


class Charts:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def funnel(self, cycle: int | None = None, salespeople: tuple[int, ...] | None = None) -> Funnel | None:
        """Of a cycle, else of the default one of the setup, else of the first by code; None when there is none.

        Where nobody of these salespeople has an opportunity in the usual one, the cycle with most of theirs is shown.
        """
        with self._store.read() as connection:
            known = store.cycles(connection)
            chosen = _chosen(connection, cycle, [row for row, _code, _description in known], salespeople)
            if chosen is None:
                return None
            at = next(place for place, each in enumerate(known) if each[0] == chosen)
            ever = figures.reached(connection, chosen, salespeople)
            now = figures.totals(
                connection, "stage", {**_RUNNING, "sales_cycle": chosen}, salespeople=salespeople
            )
            return Funnel(
                *known[at],
                previous=known[at - 1][0] if at else None,
                next=known[at + 1][0] if at + 1 < len(known) else None,
                steps=tuple(
                    FunnelStep(stage, name, ever.get(stage, 0), *now.get(stage, (0, 0, 0))[:2])
                    for stage, name in store.stage_names(connection, chosen)
                ),
            )

    def shares(
        self,
        status: Status = Status.WON,
        span: Span = Span.MONTH,
        day: date | None = None,
        salespeople: tuple[int, ...] | None = None,
    ) -> Shares:
        """Opportunities per salesperson in the period that holds `day` (the work date by default; 8.18)."""
        first, last = period(span, day or self._context.work_date)
        is_open = status in (Status.NOT_STARTED, Status.IN_PROGRESS)
        with self._store.read() as connection:
            if is_open:
                found = store.created_by_salesperson(connection, salespeople, status, last)
            else:
                found = store.closed_by_salesperson(connection, salespeople, status, (first, last))
            names = store.names_of_salespeople(connection, [person for person in found if person is not None])
        terms = [Filter("status", Op.IS, int(status))]
        if not is_open:
            terms.append(Filter("closed_on", Op.FROM, first))
        terms.append(Filter("created_on" if is_open else "closed_on", Op.UP_TO, last))
        slices = [
            Slice(
                person, names.get(person, "") if person is not None else "", count, (_owner(person), *terms)
            )
            for person, count in found.items()
        ]
        slices.sort(key=lambda each: (-each.count, each.salesperson is None, each.name))
        return Shares(status, span, None if is_open else first, last, tuple(slices))


def _owner(person: int | None) -> Filter:
    return Filter("salesperson", Op.BLANK) if person is None else Filter("salesperson", Op.IS, person)


def _chosen(
    connection: Reader, cycle: int | None, known: list[int], salespeople: tuple[int, ...] | None
) -> int | None:
    if cycle in known:
        return cycle
    usual = lookups.setup(connection, "marketing_setup").get("default_sales_cycle")
    first = usual if usual in known else next(iter(known), None)
    if first is None or figures.reached(connection, first, salespeople):
        return first
    found = figures.totals(connection, "sales_cycle", _RUNNING, salespeople=salespeople)
    return max((each for each in found if each in known), key=lambda each: found[each][0], default=first)


def period(span: Span, day: date) -> tuple[date, date]:
    """The first and the last day of the period that holds a day; weeks begin on Monday."""
    if span is Span.DAY:
        return day, day
    if span is Span.WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    months = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}[span]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return first, months_later(first, months) - timedelta(days=1)


def neighbour(span: Span, day: date, way: int) -> date:
    """A day of the period before (-1) or after (1) the one that holds `day`; the ends of time stay what they are."""
    first, last = period(span, day)
    try:
        return first - timedelta(days=1) if way < 0 else last + timedelta(days=1)
    except OverflowError:
        return day
