"""The working day: weeks and months of the calendar, the lines of time of busy contacts, the lists of tasks and the log."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from random import Random

from sqlcipher3 import dbapi2

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.spans import Span
from oppdesk.domain.task_matrix import Lines, Options
from oppdesk.services.desk import Desk
from oppdesk.ui.calendar.calendar_way import MOST
from oppdesk.ui.calendar.words import Stretch
from tests.benchmarks.acts import Hand
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.lists import Opened, list_of, opening_row, views
from tests.benchmarks.measure import Lap, percentile, rest, until
from tests.benchmarks.program import running

ROUNDS, BUSY = 30, 20
WEEK = 'SELECT * FROM task WHERE "on" BETWEEN ? AND ?'
STORY = 'SELECT * FROM interaction WHERE company = ? ORDER BY "on" DESC, id DESC LIMIT 50'
BUSIEST = "SELECT company, count(*) FROM interaction GROUP BY company ORDER BY 2 DESC LIMIT ?"


def working_day(bed: Bed) -> Iterator[Row]:
    raw = dbapi2.connect(f"file:{bed.data / 'oppdesk.db'}?mode=ro", uri=True)
    busy = [row[0] for row in raw.execute(BUSIEST, (BUSY,)).fetchall()]
    with running(bed.to_read(), page="tasks") as program:
        desk, day = program.desk, program.desk.context.work_date
        monday = day - timedelta(days=day.weekday())
        week = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
        floor, _first = _asked([lambda: raw.execute(WEEK, week).fetchall()] * ROUNDS)
        (every,) = raw.execute("SELECT count(*) FROM task").fetchone()
        for name, asks in _spans(desk):
            yield _row(
                f"calendar, {name}, query p95", asks, 50, f"{every:,} tasks", floor, "raw rows of a week"
            )
        for lines, goal in ((Lines.SALESPEOPLE, 100), (Lines.CONTACTS, 1_000)):
            asks = [
                lambda lines=lines: desk.task_matrix.read(Options(lines, span=Span.WEEK, with_closed=True))
            ] * 5
            yield _row(f"matrix of tasks, {lines}, p95", asks, goal, f"{every:,} tasks")
        floor, _first = _asked([lambda row=row: raw.execute(STORY, (row,)).fetchall() for row in busy])
        (every,) = raw.execute("SELECT count(*) FROM interaction").fetchone()
        asks = [lambda row=row: desk.timeline.of("contact", row) for row in busy]
        note = f"{every:,} interactions; the {BUSY} busiest companies"
        yield _row("line of time, first page, p95", asks, 20, note, floor, "raw rows of the log")
        person = desk.setup.rows("salesperson")[0]["id"]  # who has more than any other
        for key, what in (("tasks", "tasks"), ("interactions", "log of interactions")):
            program.window.run(f"view.go:{key}")
            until(lambda: list_of(program).records.is_settled)
            rest(800)
            for whose, desk.context.salesperson in (("all", None), ("mine", person)):
                opened = Opened(list_of(program))
                opened.ask_each(views(Hand(program, Random(1))))
                yield opening_row(f"{what}, {whose}: open a view, first page painted", opened)
        desk.context.salesperson = None
    raw.close()


def _spans(desk: Desk) -> Iterator[tuple[str, Sequence[Callable[[], object]]]]:
    """Weeks and months around the work date, of one salesperson and of all."""
    day = desk.context.work_date
    monday = day - timedelta(days=day.weekday())
    weeks = [monday + timedelta(days=7 * each) for each in range(-ROUNDS // 2, ROUNDS // 2)]
    person = desk.setup.rows("salesperson")[0]["id"]

    mine = Query((Filter("participant", Op.IS, person), Filter("closed", Op.IS, False)))

    def asked(stretch: Stretch, query: Query) -> list[Callable[[], object]]:
        days, most = {Stretch.WEEK: 7, Stretch.MONTH: 42}[stretch], MOST[stretch]
        return [
            lambda first=first: desk.calendar.rows(query, first, first + timedelta(days=days - 1), most)
            for first in weeks
        ]

    yield "a week of mine", asked(Stretch.WEEK, mine)
    yield "a month of mine", asked(Stretch.MONTH, mine)
    yield "a week of all", asked(Stretch.WEEK, Query())
    yield "a month of all", asked(Stretch.MONTH, Query())


def _row(
    what: str,
    asks: Sequence[Callable[[], object]],
    goal: float,
    note: str,
    floor: float | None = None,
    floor_is: str = "",
) -> Row:
    found, first = _asked(asks)
    return Row(what, found, goal, floor, floor_is, note=f"{note}; the first time {first:.0f} ms at most")


def _asked(asks: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """The p95 of what is asked, its cache warm, and the longest of the first time."""
    first, again = [_took(ask) for ask in asks], [_took(ask) for ask in asks]
    return percentile(again, 0.95), max(first)


def _took(ask: Callable[[], object]) -> float:
    lap = Lap()
    ask()
    return lap.own
