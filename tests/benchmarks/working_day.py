"""The working day: weeks and months of the calendar, the lines of time of busy contacts, the lists of tasks and the log."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
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
from tests.benchmarks.lists import Opened, list_of
from tests.benchmarks.measure import Lap, median, percentile, rest, until
from tests.benchmarks.program import Program, running

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
        floor = _p95([lambda: raw.execute(WEEK, week).fetchall()] * ROUNDS)
        (every,) = raw.execute("SELECT count(*) FROM task").fetchone()
        for name, asks in _spans(desk):
            yield Row(
                f"calendar, {name}, query p95",
                _p95(asks),
                50,
                floor,
                "raw rows of a week",
                note=f"{every:,} tasks",
            )
        for lines, goal in ((Lines.SALESPEOPLE, 100), (Lines.CONTACTS, 1_000)):
            asks = [
                lambda lines=lines: desk.task_matrix.read(Options(lines, span=Span.WEEK, with_closed=True))
            ] * 5
            yield Row(f"matrix of tasks, {lines}, p95", _p95(asks), goal, note=f"{every:,} tasks")
        floor = _p95([lambda row=row: raw.execute(STORY, (row,)).fetchall() for row in busy])
        (every,) = raw.execute("SELECT count(*) FROM interaction").fetchone()
        asks = [lambda row=row: desk.timeline.of("contact", row) for row in busy]
        note = f"{every:,} interactions; the {BUSY} busiest companies"
        yield Row("line of time, first page, p95", _p95(asks), 20, floor, "raw rows of the log", note=note)
        person = desk.setup.rows("salesperson")[0]["id"]  # who has more than any other
        for key, what in (("tasks", "tasks"), ("interactions", "log of interactions")):
            program.window.run(f"view.go:{key}")
            until(lambda: list_of(program).records.is_settled)
            rest(800)
            for whose, desk.context.salesperson in (("all", None), ("mine", person)):
                opened = _views(program)
                note = f"p95; median {median(opened.painted):.0f} ms"
                yield Row(
                    f"{what}, {whose}: open a view, first page painted",
                    percentile(opened.painted, 0.95),
                    50,
                    note=note,
                )
        desk.context.salesperson = None
    raw.close()


def _views(program: Program) -> Opened:
    """Each view of the list that is shown, twice."""
    opened, tabs = Opened(list_of(program)), Hand(program, Random(1)).tabs()
    assert tabs is not None

    def show(at: int) -> None:
        tabs.setCurrentIndex(at)

    for at in [*range(tabs.count()), *range(tabs.count())]:
        if at != tabs.currentIndex():
            opened.ask(partial(show, at))
    return opened


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


def _p95(asks: Sequence[Callable[[], object]]) -> float:
    took = []
    asks[0]()
    for ask in asks:
        lap = Lap()
        ask()
        took.append(lap.own)
    return percentile(took, 0.95)
