"""Lists: how soon a list asked for is painted, how soon all of it is known, and what a frame of scrolling costs."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from sqlcipher3 import dbapi2

from oppdesk.ui.record_list import RecordList
from tests.benchmarks.acts import Hand, all_records
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.measure import (
    Heartbeat,
    Lap,
    Paints,
    Relay,
    frame_cpu,
    median,
    percentile,
    rest,
    until,
)
from tests.benchmarks.program import Program, running

PAGES, LINES, JUMPS, ROUNDS = 200, 400, 100, 3
FIRST_PAGE = (
    "SELECT o.*, c.name, k.name, s.name FROM opportunity o LEFT JOIN contact c ON c.id = o.contact"
    " LEFT JOIN contact k ON k.id = o.company LEFT JOIN salesperson s ON s.id = o.salesperson"
    " ORDER BY o.estimated_value DESC, o.id LIMIT 128"
)
ALL_IDS = "SELECT group_concat(printf('%016x', id), '') FROM (SELECT id FROM opportunity ORDER BY estimated_value, id)"


class Opened:
    """One list, asked for something else again and again."""

    def __init__(self, shown: RecordList) -> None:
        self._painted = Paints(shown.viewport())
        self._arrived = self._whole = 0.0
        self._frames = 0
        shown.records.waits.connect(self._heard)
        shown.records.complete.connect(self._complete)
        self.painted: list[float] = []
        self.computed: list[float] = []  # the processor's time of all threads until then
        self.complete: list[float] = []
        self.gaps: list[float] = []
        self.first: list[float] = []  # painted, the first time that it was asked for
        self.named: dict[str, float] = {}  # painted, the slowest of each name

    def ask_each(self, acts: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Each act once and then ROUNDS times, which counts: the floor too is that of a cache that is warm."""
        for _name, act in acts:
            self.first.append(self.ask(act))
        for found in (self.painted, self.computed, self.complete):
            found.clear()
        for name, act in acts * ROUNDS:
            self.named[name] = max(self.named.get(name, 0.0), self.ask(act))

    def ask(self, act: Callable[[], object]) -> float:
        """How long until the first page stood there; nan when the act asked for nothing."""
        self._arrived = self._whole = 0.0
        beat = Heartbeat()
        beat.start()
        relay = Relay()
        act()
        until(lambda: bool(self._arrived) and self._painted.count > self._frames)
        shown = relay.own
        self.computed.append(relay.cpu)
        until(lambda: bool(self._whole))
        self.complete.append(relay.own)
        self.painted.append(shown)
        rest(60)
        beat.stop()
        self.gaps.extend(beat.beats)
        return shown

    def _heard(self, waits: bool) -> None:
        if not waits:
            self._arrived = 1.0
            self._frames = self._painted.count

    def _complete(self) -> None:
        self._whole = 1.0


def floor_of(bed: Bed, sql: str) -> float:
    """Milliseconds of the bare driver on the same file, its cache warm."""
    raw = dbapi2.connect(f"file:{bed.data / 'oppdesk.db'}?mode=ro", uri=True)
    raw.execute("PRAGMA cache_size=-65536")
    raw.execute(sql).fetchall()
    found = []
    for _each in range(6):
        lap = Lap()
        raw.execute(sql).fetchall()
        found.append(lap.own)
    raw.close()
    return median(found)


def opening(bed: Bed) -> Iterator[Row]:
    """Views by their tabs, orders by the header, over all opportunities."""
    floor, ids = floor_of(bed, FIRST_PAGE), floor_of(bed, ALL_IDS)
    with running(bed.to_read()) as program:
        hand, shown = Hand(program, Random(1)), list_of(program)
        opened = Opened(shown)
        opened.ask_each(views(hand))
        yield opening_row("open a view, first page painted", opened, floor)
        all_records(hand)
        rest(1500)
        sorted_by = Opened(shown)
        sorted_by.ask_each(
            [
                (f"{shown.records.columns[section].name} {way}", partial(click, shown, section))
                for section in visible_sections(shown)
                for way in ("up", "down")
            ]
        )
        yield opening_row("click a header, first page painted", sorted_by, floor)
        yield Row(
            "all ids after a click",
            percentile(sorted_by.complete, 0.95),
            400,
            ids,
            "group_concat of all ids",
            note=f"p95; median {median(sorted_by.complete):.0f} ms",
        )
        beats = [*opened.gaps, *sorted_by.gaps]
        yield Row(
            "gap of the windows' thread meanwhile",
            percentile(beats, 0.99),
            20,
            5,
            "the timer",
            note=f"p99; longest {max(beats):.0f} ms of {len(beats)} beats",
        )


def views(hand: Hand) -> list[tuple[str, Callable[[], object]]]:
    """The views of the list that is shown, each another one than the one before it, round and round."""
    tabs = hand.tabs()
    assert tabs is not None
    after = tabs.currentIndex() + 1
    order = [(after + each) % tabs.count() for each in range(tabs.count())]
    return [(f"view {tabs.tabText(at)}", partial(tabs.setCurrentIndex, at)) for at in order]


def opening_row(what: str, opened: Opened, floor: float | None = None) -> Row:
    worst = sorted(opened.named.items(), key=lambda each: -each[1])[:3]
    slow = ", ".join(f"{name} {found:.0f}" for name, found in worst)
    note = (
        f"p95; median {median(opened.painted):.0f} ms; slowest {slow}; median and p95 computed "
        f"{median(opened.computed):.0f} and {percentile(opened.computed, 0.95):.0f} ms; the first time median "
        f"{median(opened.first):.0f}, longest {max(opened.first):.0f} ms"
    )
    floor_is = "raw page of 128 joined rows" if floor is not None else ""
    return Row(what, percentile(opened.painted, 0.95), 50, floor, floor_is, note=note)


def scrolling(bed: Bed) -> Iterator[Row]:
    """A page, a line, a jump; the processor's time of each frame on the windows' thread, reading included."""
    with running(bed.to_read()) as program:
        hand, shown = Hand(program, Random(1)), list_of(program)
        all_records(hand)
        until(lambda: shown.records.knows_all and shown.records.rowCount() > 100)
        rest(1000)
        shown.setFocus()
        rows = max(1, shown.viewport().height() // shown.verticalHeader().defaultSectionSize())
        bare = _bare_table(shown)
        floors = {name: percentile(found, 0.99) for name, found in _frames(bare).items()}
        found = _frames(shown)
        for name, goal in (("page", 10.0), ("line", 2.0), ("jump", 16.7)):
            note = f"p99 of CPU, {rows} rows x {len(visible_sections(shown))} columns; median {median(found[name]):.2f}"
            yield Row(
                f"scroll by a {name}",
                percentile(found[name], 0.99),
                goal,
                floors[name],
                "Qt's own model",
                note=note,
            )
        every = [*found["page"], *found["line"]]
        yield Row(
            "longest frame of scrolling", max(every), 16.7, max(floors["page"], floors["line"]), "the same"
        )
        bare.close()


def _bare_table(like: RecordList) -> QTableView:
    """Qt's own view and C++ model, as large, with as many columns."""
    model = QStandardItemModel(20_000, len(visible_sections(like)))
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            # Qt makes the items: those of Python would be looked through as rubbish, and held the frames up
            model.setData(model.index(row, column), f"{row} figure {column}")
    view = QTableView()
    view.setModel(model)
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    view.verticalHeader().hide()
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.resize(like.size())
    view.show()
    rest(200)
    return view


def _frames(view: QTableView) -> dict[str, list[float]]:
    """What frames cost, by pages and lines from a third of the list on (round its end), and at random."""
    bar, rng = view.verticalScrollBar(), Random(1)
    bar.setValue(bar.maximum() // 3)

    def by(pixels: int) -> float:
        return frame_cpu(lambda: bar.setValue((bar.value() + pixels) % bar.maximum()))

    return {
        "page": [by(bar.pageStep()) for _each in range(PAGES)],
        "line": [by(bar.singleStep()) for _each in range(LINES)],
        "jump": [by(rng.randrange(bar.maximum())) for _each in range(JUMPS)],
    }


def list_of(program: Program) -> RecordList:
    page = program.window.page()
    assert page is not None
    return next(each for each in page.findChildren(RecordList) if each.isVisible())


def visible_sections(shown: RecordList) -> list[int]:
    """Columns that can be clicked: shown, sorted by, within the window."""
    head = shown.horizontalHeader()
    return [
        at
        for at, column in enumerate(shown.records.columns)
        if column.sorted_by
        and not shown.isColumnHidden(at)
        and head.sectionViewportPosition(at) < head.width() - 8
    ]


def click(shown: RecordList, section: int) -> None:
    head = shown.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(section) + 8, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
