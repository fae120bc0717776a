"""The board with thousands of cards: how soon it stands there, and what a frame of scrolling costs."""

from collections.abc import Iterator

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Status
from oppdesk.services.desk import Desk
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.widgets.board import Board
from oppdesk.ui.widgets.board_list import CardList
from tests.benchmarks.acts import turn_wheel
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.measure import Lap, Paints, frame_cpu, median, percentile, rest, until
from tests.benchmarks.program import running

CARDS, FRAMES, ROUNDS = 5_000, 200, 8


def board(bed: Bed) -> Iterator[Row]:
    with running(bed.to_read()) as program:
        page = program.window.page()
        assert isinstance(page, OpportunitiesPage)
        page.show_filters((_some(program.desk),))
        until(lambda: page.list.records.knows_all)
        rest(500)
        shown = page.board.cards
        opened = [_open(page, shown) for _each in range(ROUNDS)]
        note = (
            f"{_cards(shown):,} cards; first time {opened[0]:.0f} ms; slowest after it {max(opened[1:]):.0f}"
        )
        yield Row("board, open", median(opened), 100, note=note)
        lane = max(shown.lanes(), key=lambda each: each.cards.rows.rowCount()).cards
        frames = [frame_cpu(lambda: turn_wheel(lane.viewport(), -240)) for _each in range(FRAMES)]
        rest(300)
        note = f"p99 of CPU; median {median(frames):.2f}, longest {max(frames):.1f}; {lane.rows.rowCount():,} in the lane"
        yield Row("board, frame of scrolling", percentile(frames, 0.99), 5, note=note)


def _open(page: OpportunitiesPage, shown: Board) -> float:
    """Milliseconds from the list to the board with its cards, read anew."""
    page.show_list()
    page.board.refresh()
    rest(300)
    paints, lap = Paints(inside=CardList), Lap()
    page.show_board()
    until(lambda: paints.count > 0 and _cards(shown) > 0 and _is_filled(shown))
    took = lap.own
    paints.deleteLater()
    rest(200)
    return took


def _some(desk: Desk) -> Filter:
    """So many salespeople that the cycle shown first has about 5,000 cards, or all there are."""
    cycle = desk.setup.single("marketing_setup")["default_sales_cycle"]
    assert cycle is not None
    chosen: list[int] = []
    for person in desk.lists.ids("salesperson", Query()):
        chosen.append(person)
        which = (
            Filter("sales_cycle", Op.IS, cycle.id),
            Filter("status", Op.IS, int(Status.IN_PROGRESS)),
            Filter("salesperson", Op.AMONG, tuple(chosen)),
        )
        if desk.lists.count("opportunity", Query(which)) >= CARDS:
            break
    return Filter("salesperson", Op.AMONG, tuple(chosen))


def _cards(board: Board) -> int:
    return sum(lane.cards.rows.rowCount() for lane in board.lanes())


def _is_filled(board: Board) -> bool:
    """The first card of each lane shows its words."""
    lanes = [lane.cards.rows for lane in board.lanes() if lane.cards.rows.rowCount()]
    return all(rows.index(0).data() for rows in lanes)
