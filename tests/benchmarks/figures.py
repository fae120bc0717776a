"""The figures of the start page: kept sums by stage, month and salesperson, asked for and painted."""

from collections.abc import Callable, Iterator

from sqlcipher3 import dbapi2

from oppdesk.services.today import Scope
from oppdesk.ui.pages.today import TodayPage
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.measure import Lap, Paints, Relay, median, percentile, rest, until
from tests.benchmarks.program import running

ROUNDS = 25
CELLS = (
    "SELECT stage, month, salesperson, sum(count), sum(estimated), sum(current) FROM pipeline_cell"
    " WHERE status = 1 GROUP BY stage, month, salesperson"
)


def dashboard(bed: Bed) -> Iterator[Row]:
    with running(bed.to_read(), page="today") as program:
        desk, page = program.desk, program.window.page()
        assert isinstance(page, TodayPage)
        floor = _cells(bed)
        everybody = desk.today.salespeople(Scope.ALL)
        asked: dict[str, tuple[Callable[[], object], float | None]] = {
            "pipeline by stage": (lambda: desk.charts.funnel(None, everybody), 10),
            "shares by salesperson": (desk.charts.shares, 10),
            "everything on the start page": (lambda: desk.today.look(Scope.ALL), None),
        }
        for name, (ask, goal) in asked.items():
            took = _times(ask)
            note = f"p95; median {median(took):.1f}, longest {max(took):.1f}"
            yield Row(f"dashboard, {name}", percentile(took, 0.95), goal, floor, "raw cells", note=note)
        chart = page.side.chart
        paints, painted = Paints(chart.views[chart.key]), []
        for _each in range(ROUNDS):
            before, relay = paints.count, Relay()
            chart.read()
            until(lambda before=before: paints.count > before)
            painted.append(relay.own)
            rest(40)
        note = f"p95; median {median(painted):.1f}, longest {max(painted):.1f}"
        yield Row("dashboard, pipeline painted", percentile(painted, 0.95), 30, note=note)


def _times(ask: Callable[[], object]) -> list[float]:
    ask()
    found = []
    for _each in range(ROUNDS):
        lap = Lap()
        ask()
        found.append(lap.own)
    return found


def _cells(bed: Bed) -> float:
    """The bare driver: stage x month x salesperson of what is open."""
    raw = dbapi2.connect(f"file:{bed.data / 'oppdesk.db'}?mode=ro", uri=True)
    took = _times(lambda: raw.execute(CELLS).fetchall())
    raw.close()
    return median(took)
