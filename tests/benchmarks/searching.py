"""Search as one types: every beginning of real words, asked of the service and typed into the command box."""

from collections.abc import Iterator
from random import Random

from PySide6.QtCore import QDeadlineTimer
from sqlcipher3 import dbapi2

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from tests.benchmarks.acts import Hand
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.measure import Lap, Paints, Relay, median, percentile, rest, turn
from tests.benchmarks.program import running

WORDS, TYPED, QUIET = 60, 16, 250  # ms after which nothing more comes for a letter


def searching(bed: Bed) -> Iterator[Row]:
    with running(bed.to_read()) as program:
        words = _words(program.desk)
        beginnings = [word[: at + 1] for word in words for at in range(len(word))]
        find = program.desk.search.find
        for word in words[:5]:
            find(word)
        took = {}
        for text in beginnings:
            lap = Lap()
            find(text)
            took[text] = lap.own
        slow = ", ".join(f"“{text}” {took[text]:.0f}" for text in sorted(took, key=took.__getitem__)[-3:])
        every = list(took.values())
        note = f"of {len(every)} beginnings; median {median(every):.2f}; slowest {slow}"
        yield Row(
            "search, query per key, p95", percentile(every, 0.95), 10, _floor(bed), "raw, one word", note=note
        )
        painted, computed = _typed(Hand(program, Random(3)), words[:TYPED])
        note = (
            f"of {len(painted)} keys; median {median(painted):.0f} ms; longest {max(painted):.0f}; "
            f"computed by all threads {percentile(computed, 0.95):.0f} ms (p95)"
        )
        yield Row("search, key to painted, p95", percentile(painted, 0.95), 30, note=note)


def _typed(hand: Hand, words: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds from each key to the last frame that its answer changed, and what all threads computed until then."""
    box = hand.program.window.box
    took, computed = [], []
    for word in words:
        hand.program.window.run("view.command-box")
        rest(QUIET)
        paints = Paints(box.list.viewport())
        for letter in word:
            before, relay = paints.count, Relay()
            hand.type(letter)
            reached, worked, quiet = 0.0, 0.0, QDeadlineTimer(QUIET)
            while not quiet.hasExpired():
                turn(5)
                if paints.count > before:
                    before, reached, worked = paints.count, relay.own, relay.cpu
            took.append(reached)
            computed.append(worked)
        paints.deleteLater()
        hand.type("\x1b")
        rest(30)
    return took, computed


def _words(desk: Desk) -> list[str]:
    """Names and descriptions that are there, and some with two words or in the middle of one."""
    rng, found = Random(4), []
    for table, field in (("contact", "name"), ("opportunity", "description")):
        ids = desk.lists.ids(table, Query())
        rows = desk.lists.rows(table, rng.sample(ids.tolist(), WORDS // 2))
        found += [str(row[field])[: rng.randint(4, 14)] for row in rows]
    rng.shuffle(found)
    return found


def _floor(bed: Bed) -> float:
    """The bare driver on the same full text index: the newest five documents with a word's beginning."""
    raw = dbapi2.connect(f"file:{bed.data / 'oppdesk.db'}?mode=ro", uri=True)
    names = [
        row[0]
        for row in raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        if row[1] and "fts5" in row[1].lower() and "vocab" not in row[1].lower()
    ]
    took = []
    for word in ("kan", "mol", "ref", "umb", "lai", "vul", "pal"):
        lap = Lap()
        sql = f'SELECT rowid FROM "{names[0]}" WHERE "{names[0]}" MATCH ? ORDER BY rowid DESC LIMIT 5'
        raw.execute(sql, (f'"{word}"*',)).fetchall()
        took.append(lap.own)
    raw.close()
    return median(took)
