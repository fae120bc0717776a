"""Measures the program against its goals, on a generated database, and writes a table: a row a goal.

    python3 dev.py bench [--size 100k|1m] [--only NAME ...] [--data FOLDER]

Each benchmark runs in a process of its own, so that none warms another one's caches or fills its memory. One that misses
a goal runs once more, watched: the report shows where its time goes.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import (
    beside_calc,
    boards,
    databases,
    duplicating,
    figures,
    importing,
    lists,
    moves,
    searching,
    space,
    starts,
    working_day,
)
from tests.benchmarks.generator import SIZES
from tests.benchmarks.goals import Bed, Benchmark, Row, table
from tests.benchmarks.profile import Profile

BENCHMARKS: dict[str, Benchmark] = {
    "start": starts.starting,
    "open": lists.opening,
    "scroll": lists.scrolling,
    "search": searching.searching,
    "move": moves.moving,
    "import": importing.importing,
    "duplicates": duplicating.duplicating,
    "dashboard": figures.dashboard,
    "board": boards.board,
    "memory": space.room,
    "folder": space.program_folder,
    "day": working_day.working_day,
    "calc": beside_calc.beside_calc,
}
REPORTS = Path(__file__).parents[2] / "build" / "bench"
PATIENCE = 1200  # seconds for one benchmark

say = partial(print, flush=True)  # the answer to the command line


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", choices=SIZES, default="100k")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=list(BENCHMARKS), metavar="NAME")
    parser.add_argument("--data", type=Path, help="where databases are kept; the user's cache when not given")
    parser.add_argument("--rows", action="store_true", help=argparse.SUPPRESS)  # one benchmark, rows as JSON
    parser.add_argument(
        "--profile", action="store_true", help=argparse.SUPPRESS
    )  # one, and what it spends where
    asked = parser.parse_args()
    data = databases.found(asked.size, asked.data)
    if asked.rows or asked.profile:
        run_one(asked.only[0], asked.size, data, profiled=asked.profile)
        return 0
    rows: list[Row] = []
    faults: list[str] = []
    spent: list[str] = []
    for name in asked.only:
        say(f"{name} ...")
        found, fault, _rest = measured(name, asked.size, data.parent, "--rows")
        rows += found
        say(table(found) + fault)
        if fault:
            faults.append(f"`{name}` failed:\n\n```\n{fault.strip()}\n```")
        elif missed := [row.what for row in found if row.is_met is False]:
            _rows, _fault, where = measured(name, asked.size, data.parent, "--profile")
            spent.append(f"## Where the time of `{name}` goes\n\nNot met: {'; '.join(missed)}.\n\n{where}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"report-{asked.size}.md"
    report.write_text(
        "\n\n".join([headline(asked.size), table(rows), *faults, *spent]) + "\n", encoding="utf-8"
    )
    say(report.read_text("utf-8"))
    say(f"Written: {report}")
    return 1 if faults else 0


def run_one(name: str, size: str, data: Path, *, profiled: bool) -> None:
    """Run a benchmark here and tell its rows, or what it spent where."""
    profile = Profile()
    if profiled:
        profile.start()
    with TemporaryDirectory(prefix="oppdesk-bench-") as scratch:
        for row in BENCHMARKS[name](Bed(size, data, Path(scratch))):
            if not profiled:
                say("row " + json.dumps(asdict(row)))
    if profiled:
        profile.stop()
        say(profile.told())


def measured(name: str, size: str, cache: Path, how: str) -> tuple[list[Row], str, str]:
    """The rows of one benchmark, the end of what it said when it failed, and what else it told."""
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks",
        "--size",
        size,
        "--only",
        name,
        "--data",
        str(cache),
        how,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as late:
        return [], f"not done after {late.timeout:.0f} s", ""
    told = done.stdout.splitlines()
    rows = [Row(**json.loads(line.removeprefix("row "))) for line in told if line.startswith("row ")]
    others = "\n".join(line for line in told if not line.startswith("row "))
    return rows, done.stderr[-1500:] if done.returncode else "", others


def headline(size: str) -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"# Benchmarks at {size}\n\n{time.strftime('%Y-%m-%d %H:%M')}, {platform.platform()}, Python "
        f"{platform.python_version()}, {os.cpu_count()} processors, load {load:.1f}. Milliseconds of the windows' thread "
        "leave out its waiting for a processor that other programs use."
    )


if __name__ == "__main__":
    sys.exit(main())
