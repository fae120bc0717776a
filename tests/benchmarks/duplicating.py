"""A made-up book with planted duplicates goes through the program: keys beside the windows, the search, what is found."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from oppdesk.domain.likeness import SURE
from oppdesk.domain.progress import Progress
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from oppdesk.storage.base import metadata
from tests.benchmarks.contact_book import TWO_PEOPLE, Book, book
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.lists import list_of
from tests.benchmarks.measure import Heartbeat, Lap, median, percentile, rest, until
from tests.benchmarks.program import Program, running

SIZES = {"2k": 2_000, "100k": 100_000, "1m": 250_000}  # contacts
TYPED = 300  # contacts typed once more
_ALONE = 8  # seconds of paging with nothing beside it
_PATIENCE = 600_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the clock and of the processor, and the gaps of the windows' thread in milliseconds."""

    wall: float
    cpu: float
    gaps: list[float]


def duplicating(bed: Bed) -> Iterator[Row]:
    made = book(SIZES[bed.size])
    with running(bed.scratch / "book", page="contacts") as program:
        begun = time.process_time()
        keys = _written(program.desk, made)
        count = len(made.contacts)
        yield Row(
            f"{count:,} contacts written in one go", time.process_time() - begun, unit="s", note="processor"
        )
        alone = percentile(_beside(program, lambda _progress: time.sleep(_ALONE)).gaps, 0.99)
        took = _beside(program, program.desk.duplicates.catch_up)
        yield from _rows(f"their keys, {count:,} contacts", took, alone)
        took = _beside(program, program.desk.duplicates.search_all)
        yield from _rows(f"search for duplicates among {count:,}", took, alone)
        yield from _found(program.desk, made, keys)
        times = _typed(program.desk, made)
        note = (
            f"p95 of {len(times)}; median {median(times):.1f}, longest {max(times):.1f}; time of the thread"
        )
        yield Row(f"who is like what is typed, of {count:,}", percentile(times, 0.95), 30, note=note)


def _rows(what: str, took: Took, alone: float) -> Iterator[Row]:
    yield Row(what, took.wall, unit="s", note=f"wall clock; processor {took.cpu:.1f} s")
    note = f"p99 of {len(took.gaps)} beats while paging; longest {max(took.gaps):.0f} ms"
    yield Row(
        f"{what}: gap of the windows' thread", percentile(took.gaps, 0.99), 20, alone, "alone", note=note
    )


def _beside(program: Program, act: Callable[[Progress], object]) -> Took:
    """On a thread of its own while somebody leafs through the list."""
    done: list[float] = []
    ended: list[bool] = []

    progress = Progress()

    def work() -> None:
        begun = time.thread_time()
        act(progress)
        done.append(time.thread_time() - begun)

    beat, lap = Heartbeat(), Lap()
    beat.start()
    program.helpers.jobs.apart(progress, work, ended=lambda: ended.append(True))
    bar = list_of(program).verticalScrollBar()
    while not ended:
        bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
        rest(40)
        if lap.wall > _PATIENCE:
            raise TimeoutError
    wall = lap.wall / 1000
    beat.stop()
    until(lambda: bool(done))
    return Took(wall, done[0], beat.beats)


def _found(desk: Desk, made: Book, keys: dict[int, int]) -> Iterator[Row]:
    """Of the pairs called sure how many are right, and how many of the planted ones are among them."""
    pairs = {(pair.one.id, pair.other.id): pair for pair in desk.duplicates.pairs(most=10**6)}
    planted = {tuple(sorted((keys[each.one], keys[each.other]))): each.kind for each in made.planted}
    true = {ends for ends, kind in planted.items() if kind != TWO_PEOPLE}
    sure = {ends for ends, pair in pairs.items() if pair.percent >= SURE}
    kinds = Counter(planted.values())
    by_kind = {
        kind: (
            sum(each == kind and ends in sure for ends, each in planted.items()),
            sum(each == kind and ends in pairs for ends, each in planted.items()),
            total,
        )
        for kind, total in kinds.items()
    }
    told = "; ".join(
        f"{kind} {called}/{listed} of {total}" for kind, (called, listed, total) in by_kind.items()
    )
    wrong = 100 * len(sure - true) / max(len(sure), 1)
    yield Row("sure pairs that are none", wrong, 2, unit="%", note=f"precision {1 - wrong / 100:.3f}")
    missed = 100 * len(true - sure) / max(len(true), 1)
    note = f"recall {1 - missed / 100:.3f}; sure/listed: {told}"
    yield Row("planted duplicates not called sure", missed, 5, unit="%", note=note)
    unseen = 100 * len(true - pairs.keys()) / max(len(true), 1)
    yield Row("planted duplicates not listed", unseen, 1, unit="%", note=f"{len(pairs)} pairs listed")


def _typed(desk: Desk, made: Book) -> list[float]:
    """Milliseconds of asking for some contacts, typed again."""
    times = []
    for values in Random(3).sample(made.contacts, min(TYPED, len(made.contacts))):
        typed = {name: value for name, value in values.items() if name not in {"id", "country"}}
        begun = time.thread_time()
        desk.duplicates.like(typed)
        times.append((time.thread_time() - begun) * 1000)
    return times


def _written(desk: Desk, made: Book) -> dict[int, int]:
    """The book in one operation, companies found by name or made; key in the book -> id."""
    countries = {
        row["code"]: row["id"] for row in desk.lists.rows("country", desk.lists.ids("country", Query()))
    }
    firms = {str(values["name"]): values for values in made.contacts if values["type"] == ContactType.COMPANY}
    employers = {str(values["company_name"]) for values in made.contacts if values.get("company_name")}
    extra = [{"type": ContactType.COMPANY, "name": name} for name in sorted(employers - firms.keys())]
    with desk.duplicates._store.write("bench.book", "A book of contacts") as work:
        every: list[dict[str, Any]] = [*made.contacts, *extra]
        ids = work.keys(len(every))
        house = {
            str(values["name"]): key
            for key, values in zip(ids, every, strict=True)
            if values["type"] == ContactType.COMPANY
        }
        rows = [_row(key, values, house, countries) for key, values in zip(ids, every, strict=True)]
        rows.sort(key=lambda row: row["type"])  # people refer to their companies
        work.put_many(metadata.tables["contact"], rows, len(rows))
    return {int(str(values["id"])): key for key, values in zip(ids, made.contacts, strict=False)}


def _row(
    key: int, values: dict[str, Any], house: dict[str, int], countries: dict[str, int]
) -> dict[str, Any]:
    row = {name: value for name, value in values.items() if name not in {"id", "company_name", "country"}}
    is_company = values["type"] == ContactType.COMPANY
    row |= {
        "id": key,
        "number": f"B{key}",
        "type": int(values["type"]),
        "search_name": str(values["name"]).upper(),
        "company": key if is_company else house.get(str(values.get("company_name", ""))),
        "country": countries.get(str(values.get("country", ""))),
    }
    return row
