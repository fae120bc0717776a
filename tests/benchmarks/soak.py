"""Minutes of random real use in the real main window; every time it stands still is told with its cause.

    python -m tests.benchmarks.soak --minutes 10 [--size 1m] [--seed N] [--data FOLDER] [--json FILE]

A heartbeat on the windows' thread finds the gaps, a second thread sees in which call they pass. At the end the
database is looked through: nothing may be lost, nothing may disagree.
"""

import argparse
import json
import logging
import os
import re
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from sqlcipher3 import dbapi2

from oppdesk.services.desk import open_desk
from oppdesk.storage.journal_tables import TABLE_NUMBERS
from oppdesk.storage.search_documents import KINDS
from tests.benchmarks import databases
from tests.benchmarks.acts import ACTS, Hand, all_records
from tests.benchmarks.generator import RESOURCES
from tests.benchmarks.measure import Gap, Watch, memory
from tests.benchmarks.program import Program, running

LONGEST = 100.0  # milliseconds that a frame may take
SETTLED = 2.0  # seconds after the first list in which gaps are those of the start
HARMLESS = ("This plugin does not support",)


@dataclass(slots=True)
class Report:
    minutes: float
    size: str
    seed: int
    acts: Counter[str] = field(default_factory=Counter)
    beats: int = 0
    gaps: list[Gap] = field(default_factory=list)
    memory: list[tuple[int, dict[str, int]]] = field(default_factory=list)  # second, MB
    said: list[str] = field(default_factory=list)  # by Qt, by logs
    raised: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    def is_good(self) -> bool:
        return not (self.own_gaps() or self.said or self.raised or self.damage) and self.grown() < 30

    def own_gaps(self) -> list[Gap]:
        """Those that are the program's own doing, not that of others who use the processors."""
        return [gap for gap in self.gaps if gap.own > LONGEST]

    def grown(self) -> int:
        """MB of private memory from the second quarter to the last, by what it came back to in each: sorts come and go."""
        anon = [each.get("RssAnon", 0) for _second, each in self.memory]
        quarter = len(anon) // 4
        return min(anon[-quarter:]) - min(anon[quarter : 2 * quarter]) if quarter else 0


class Soak:
    """One run: acts follow each other as the event loop comes round, as from a hurried user."""

    def __init__(self, program: Program, report: Report, seconds: float) -> None:
        self._rng = Random(report.seed)
        self._hand = Hand(program, self._rng)
        self._report = report
        self._program = program
        self._watch = Watch(LONGEST)
        self._begun = time.monotonic()
        self._end = self._begun + seconds
        self._next = QTimer(singleShot=True)
        self._next.timeout.connect(self._act)
        self._meter = QTimer(interval=max(1000, int(seconds * 10)))
        self._meter.timeout.connect(self._measure)

    def run(self) -> None:
        self._watch.start()
        self._meter.start()
        self._next.start(0)
        self._program.app.exec()
        self._watch.stop()
        self._measure()
        self._report.beats = self._watch.count
        self._report.gaps = self._watch.gaps

    def _measure(self) -> None:
        self._report.memory.append((round(time.monotonic() - self._begun), memory()))

    def _act(self) -> None:
        if time.monotonic() > self._end:
            self._program.app.exit()
            return
        hand = self._hand
        try:
            self._do(hand)
        except Exception:  # noqa: BLE001 - whatever an act raises is what we look for
            self._report.raised.append(f"{self._watch.act}: {traceback.format_exc(limit=-6)}")
            hand.letters = ""
        self._next.start(self._rng.choice((5, 20, 40, 60, 90, 130, 200)))

    def _do(self, hand: Hand) -> None:
        if hand.letters:
            letter, hand.letters = hand.letters[0], hand.letters[1:]
            self._watch.act = self._watch.act.split(":")[0] + f": types {letter!r}"
            hand.type(letter)
            return
        if self._rng.random() < 0.5:
            self._watch.act = f"put away after {self._watch.act.removeprefix('put away after ')}"
            if hand.put_away():
                return
        (act,) = self._rng.choices([each for _weight, each in ACTS], [weight for weight, _each in ACTS])
        self._watch.act = act.__name__
        self._report.acts[act.__name__] += 1
        act(hand)


def _unsearchable(raw: Any) -> list[str]:
    """Records without their document in the search index, and documents without their record."""
    wrong: list[str] = []
    for name, kind in KINDS.items():
        table, number = kind.table.name, TABLE_NUMBERS[name]
        found = raw.execute(
            f'SELECT (SELECT count(*) FROM {table} WHERE id NOT IN (SELECT "row" FROM search_doc WHERE tbl = :tbl)), '
            f'(SELECT count(*) FROM search_doc WHERE tbl = :tbl AND "row" NOT IN (SELECT id FROM {table}))',
            {"tbl": number},
        ).fetchone()
        if found != (0, 0):
            wrong.append(f"search index of {name}: {found[0]} missing, {found[1]} too many")
    return wrong


def look_through(data: Path) -> list[str]:
    """Everything that is wrong with a database that nobody has open: of its pages, references, standings, figures."""
    wrong: list[str] = []
    raw = dbapi2.connect(str(data / "oppdesk.db"))
    for pragma in ("integrity_check", "foreign_key_check"):
        found = [str(row) for row in raw.execute(f"PRAGMA {pragma}").fetchall()]
        wrong += [f"{pragma}: {row}" for row in found[:5] if row != "('ok',)"]
    wrong += _unsearchable(raw)
    raw.close()
    desk = open_desk(data, data / "backups", RESOURCES, device=3)
    wrong += [f"standing of {each}" for each in desk.statistics.broken()[:5]]
    if desk.statistics.mend():
        wrong.append("kept sums did not agree with the rows")
    desk.close()
    return wrong


def soak(data: Path, report: Report) -> None:
    """Use the database in `data` for the report's minutes and fill the report."""

    def raised(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        report.raised.append("".join(traceback.format_exception(kind, error, trace, limit=-6)))

    def said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not message.startswith(HARMLESS):
            report.said.append(f"{kind.name}: {message}")

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            report.said.append(record.getMessage())

    logging.getLogger().addHandler(Heard(logging.WARNING))
    sys.excepthook = raised
    threading.excepthook = lambda args: raised(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    qInstallMessageHandler(said)
    try:
        with running(data) as program:
            all_records(Hand(program, Random(report.seed)))
            end = time.monotonic() + SETTLED
            while time.monotonic() < end:
                program.app.processEvents()
                time.sleep(0.002)
            Soak(program, report, report.minutes * 60).run()
    finally:
        qInstallMessageHandler(None)
        sys.excepthook = sys.__excepthook__
    report.damage = look_through(data)


def told(report: Report) -> str:
    """The report as Markdown: what was done, what stood still and where, memory, words, damage."""
    own = report.own_gaps()
    by_cause: dict[str, list[Gap]] = defaultdict(list)
    for gap in own:
        calls = gap.causes.most_common(1)[0][0].split("  [")[0] if gap.causes else "not seen"
        by_cause[" > ".join(re.sub(r":\d+", "", calls).split(" > ")[:2])].append(gap)
    lines = [
        f"# Soak: {report.minutes:g} minutes at {report.size}, seed {report.seed}",
        "",
        (
            f"{sum(report.acts.values())} acts, {report.beats} beats, {len(own)} gaps over {LONGEST:.0f} ms of the "
            f"program's own (longest {max((gap.own for gap in own), default=0):.0f} ms; {len(report.gaps)} and "
            f"{max((gap.wall for gap in report.gaps), default=0):.0f} ms with the wait for a processor). "
            f"Private memory grew {report.grown()} MB from the second quarter to the last."
        ),
        "",
        "## Gaps by cause",
        "",
        "| gaps | longest ms | own CPU ms | pages fetched | during | seen in (most often), other threads |",
        "|---|---|---|---|---|---|",
    ]
    for gaps in sorted(by_cause.values(), key=lambda each: -sum(gap.own for gap in each)):
        worst = max(gaps, key=lambda gap: gap.own)
        during = ", ".join(f"{act} x{n}" for act, n in Counter(gap.act for gap in gaps).most_common(4))
        seen = "; ".join(f"{n}x {calls}" for calls, n in worst.causes.most_common(2)).replace("|", "/")
        lines.append(
            f"| {len(gaps)} | {worst.own:.0f} | {worst.cpu:.0f} | {worst.fetched} | {during} | {seen} |"
        )
    shown = report.memory[:: max(1, len(report.memory) // 12)]
    lines += ["", "## Memory (MB)", "", *[f"- {second} s: {found}" for second, found in shown]]
    for title, words in (("Said", report.said), ("Raised", report.raised), ("Damage", report.damage)):
        counted = Counter(words)
        lines += [
            "",
            f"## {title}: {len(words)}",
            "",
            *[f"- {n}x {text}" for text, n in counted.most_common(20)],
        ]
    lines += [
        "",
        "## Acts",
        "",
        ", ".join(f"{name} {count}" for name, count in report.acts.most_common()),
        "",
    ]
    return "\n".join(lines)


def plain(report: Report) -> dict[str, object]:
    """The report as JSON takes it."""
    gaps = [asdict(replace(gap, causes=dict(gap.causes))) for gap in report.gaps]
    names = ("minutes", "size", "seed", "beats", "memory", "said", "raised", "damage")
    return {"gaps": gaps, "acts": dict(report.acts), **{name: getattr(report, name) for name in names}}


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--size", default="1m")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="a folder with databases by size; the cache when not given")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    report = Report(asked.minutes, asked.size, asked.seed)
    with tempfile.TemporaryDirectory(prefix="oppdesk-soak-") as scratch:
        data = databases.copied(databases.found(asked.size, asked.data), Path(scratch))
        if hasattr(os, "sync"):
            os.sync()  # writing the copy is not the program's doing
        soak(data, report)
    print(told(report))  # noqa: T201 - the answer to the command line
    if asked.json:
        asked.json.write_text(json.dumps(plain(report), indent=1), encoding="utf-8")
    return 0 if report.is_good() else 1


if __name__ == "__main__":
    sys.exit(main())
