"""The figures of cycles, stages, close codes, salespeople and contacts, each defined once (opportunities.md 10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from oppdesk.domain.words import Action, Status
from oppdesk.i18n import rounded
from oppdesk.storage import figures, opportunities, tasks
from oppdesk.storage import statistics as store
from oppdesk.storage.unit_of_work import Reader, Store

FULL = (0, 10_000)  # basis points
WHOLE = (0, 100)  # percent


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts in minor units, the calculated current value in minor units x basis points."""

    count: int = 0
    estimated: int = 0
    current: int = 0

    @property
    def average_estimated(self) -> int:
        return rounded(self.estimated, self.count) if self.count else 0

    @property
    def average_current(self) -> int:
        return rounded(self.current, self.count) if self.count else 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.count + other.count, self.estimated + other.estimated, self.current + other.current
        )


@dataclass(frozen=True, slots=True)
class Split:
    """Open, won and lost apart, because "opportunities" alone would hide the closed ones (R-AGG-01, D-09).

    The current value of the won ones is what they were sold for.
    """

    open: Figures = Figures()
    won: Figures = Figures()
    lost: Figures = Figures()

    @property
    def total(self) -> Figures:
        """The figure of the reference system."""
        return self.open + self.won + self.lost

    @property
    def win_rate(self) -> int:
        """Won of those closed, whole percent; 0 when none is closed."""
        closed = self.won.count + self.lost.count
        return rounded(100 * self.won.count, closed) if closed else 0


@dataclass(frozen=True, slots=True)
class StageFigures:
    """`average_days` of the entries that have left the stage, in hundredths of a day; 0 if there are none."""

    active: Figures = Figures()
    average_days: int = 0


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of the ledger counts; everything by default. Dates are estimated closing dates (R-AGG-02)."""

    first: date | None = None
    last: date | None = None
    actions: frozenset[Action] = frozenset()  # none is all
    cycle: int | None = None
    stage: int | None = None
    probability: tuple[int, int] = FULL
    completed: tuple[int, int] = WHOLE


EVERYTHING = Narrowing()


class Statistics:
    def __init__(self, store: Store) -> None:
        self._store = store

    def cycle(self, cycle: int, narrow: Narrowing = EVERYTHING) -> Figures:
        """The open opportunities of a sales cycle."""
        return self.cycles(narrow).get(cycle, Figures())

    def cycles(self, narrow: Narrowing = EVERYTHING) -> dict[int, Figures]:
        """The same of all cycles by id; cycles without open opportunities are left out."""
        with self._store.read() as connection:
            if _is_kept(narrow):
                found = _kept(connection, "sales_cycle", narrow, status=int(Status.IN_PROGRESS))
            else:
                found = store.cycles(connection, _terms(narrow, store.STANDINGS))
        return {cycle: Figures(*sums) for cycle, sums in found.items() if cycle != figures.NOBODY}

    def stages(self, cycle: int, narrow: Narrowing = EVERYTHING) -> dict[int, StageFigures]:
        """What stands at each stage now and how long others stayed, by stage number."""
        with self._store.read() as connection:
            if _is_kept(narrow):
                is_open = {"status": int(Status.IN_PROGRESS), "sales_cycle": cycle}
                active = _kept(connection, "stage", narrow, **is_open)
            else:
                active = store.stages(connection, cycle, _terms(narrow, store.STANDINGS))
            days = store.days_by_stage(connection, cycle, _terms(narrow, store.ENTRIES))
        return {
            number: StageFigures(
                Figures(*active.get(number, (0, 0, 0))),
                rounded(100 * days[number][0], days[number][1]) if number in days else 0,
            )
            for number in active.keys() | days.keys()
        }

    def funnel(
        self, cycle: int, salespeople: Collection[int] | None = None
    ) -> tuple[tuple[int, int, int, int, int], ...]:
        """For each stage of a cycle: its number, how many opportunities ever reached it, and which stand there now.

        These are the open ones: their count, estimated and current value. D-19: an opportunity counts once for a
        stage, however many entries it has there. It is of the salesperson who has it now; None is everybody's.
        """
        with self._store.read() as connection:
            numbers = store.stage_numbers(connection, cycle)
            reached = figures.reached(connection, cycle, salespeople)
            is_open = {"status": int(Status.IN_PROGRESS), "sales_cycle": cycle}
            now = figures.totals(connection, "stage", is_open, salespeople=salespeople)
        return tuple((number, reached.get(number, 0), *now.get(number, (0, 0, 0))) for number in numbers)

    def mend(self) -> bool:
        """Compare the kept sums with the rows, and make wrong ones again; whether any was wrong. Takes seconds."""
        return figures.mend(self._store.engine)

    def close_code(self, close_code: int) -> int:
        """How many opportunities were closed with it."""
        with self._store.read() as connection:
            return store.closed_with(connection, close_code)

    def salesperson(self, salesperson: int, narrow: Narrowing = EVERYTHING) -> Split:
        with self._store.read() as connection:
            if _is_kept(
                narrow
            ):  # an active entry has the salesperson, the values and the outcome of its opportunity
                found = _kept(connection, "status", narrow, salesperson=salesperson)
                outcomes = (Status.IN_PROGRESS, Status.WON, Status.LOST)
                return Split(*[Figures(*found.get(int(status), (0, 0, 0))) for status in outcomes])
            return _split(
                connection,
                [
                    store.owned(store.ENTRIES, "salesperson", salesperson),
                    *_terms(narrow, store.ENTRIES),
                ],
            )

    def contact(self, contact: int, narrow: Narrowing = EVERYTHING) -> Split:
        """A company's with all its persons', a person's own."""
        with self._store.read() as connection:
            return _split(
                connection, [*store.of_contact(connection, contact), *_terms(narrow, store.ENTRIES)]
            )

    def next_task(self, salesperson: int) -> date | None:
        """The day of the salesperson's next open task."""
        with self._store.read() as connection:
            return tasks.next_date(connection, "salesperson", salesperson)

    def broken(self) -> tuple[int, ...]:
        """Opportunities whose copied figures or status disagree with their ledger: none, or the data is damaged."""
        with self._store.read() as connection:
            found = opportunities.broken_standings(connection)
            found += store.without_one_active_entry(connection)
        return tuple(sorted(set(found)))


def _is_kept(narrow: Narrowing) -> bool:
    """Whether the kept sums can tell it: whole months, and nothing that only entries know."""
    is_plain = not narrow.actions and narrow.probability == FULL and narrow.completed == WHOLE
    return is_plain and figures.is_whole(narrow.first, narrow.last)


def _kept(connection: Reader, by: str, narrow: Narrowing, **equal: int) -> dict[int, figures.Sums]:
    asked = {"sales_cycle": narrow.cycle, "stage": narrow.stage}
    narrower = {name: value for name, value in asked.items() if value is not None}
    if any(equal.get(name, value) != value for name, value in narrower.items()):
        return {}
    return figures.totals(connection, by, narrower | equal, months=(narrow.first, narrow.last))


def _split(connection: Reader, terms: list[Any]) -> Split:
    found = store.split(connection, terms)
    return Split(
        *[Figures(*found.get(outcome, (0, 0, 0))) for outcome in (store.OPEN, store.WON, store.LOST)]
    )


def _terms(narrow: Narrowing, columns: Any) -> list[Any]:
    terms = store.closing_between(columns, narrow.first, narrow.last)
    if narrow.actions and columns is store.ENTRIES:
        terms.append(store.among(columns, "action", [int(action) for action in narrow.actions]))
    if narrow.cycle is not None:
        terms.append(store.owned(columns, "sales_cycle", narrow.cycle))
    if narrow.stage is not None:
        terms.append(store.owned(columns, "stage", narrow.stage))
    if narrow.probability != FULL:
        terms.append(store.narrowed(columns, "probability", *narrow.probability))
    if narrow.completed != WHOLE:
        terms.append(store.narrowed(columns, "completed", *narrow.completed))
    return terms
