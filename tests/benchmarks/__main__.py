"""Measures the program against its goals, on a generated database, and writes a table: a row a goal.

    python3 dev.py bench [--size 100k|1m] [--only NAME ...] [--data FOLDER]

Each benchmark runs in a process of its own, so that none warms another one's caches or fills its memory.
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
    asked = parser.parse_args()
    data = databases.found(asked.size, asked.data)
    if asked.rows:
        with TemporaryDirectory(prefix="oppdesk-bench-") as scratch:
            for row in BENCHMARKS[asked.only[0]](Bed(asked.size, data, Path(scratch))):
                say("row " + json.dumps(asdict(row)))
        return 0
    rows: list[Row] = []
    faults: list[str] = []
    for name in asked.only:
        say(f"{name} ...")
        found, fault = measured(name, asked.size, data.parent)
        rows += found
        say(table(found) + fault)
        if fault:
            faults.append(f"`{name}` failed:\n\n```\n{fault.strip()}\n```")
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"report-{asked.size}.md"
    report.write_text("\n\n".join([headline(asked.size), table(rows), *faults]) + "\n", encoding="utf-8")
    say(report.read_text("utf-8"))
    say(f"Written: {report}")
    return 1 if faults else 0


def measured(name: str, size: str, cache: Path) -> tuple[list[Row], str]:
    """The rows of one benchmark, and the end of what it said when it failed."""
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
        "--rows",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as late:
        return [], f"not done after {late.timeout:.0f} s"
    told = [line.removeprefix("row ") for line in done.stdout.splitlines() if line.startswith("row ")]
    rows = [Row(**json.loads(line)) for line in told]
    return rows, done.stderr[-1500:] if done.returncode else ""


def headline(size: str) -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"# Benchmarks at {size}\n\n{time.strftime('%Y-%m-%d %H:%M')}, {platform.platform()}, Python "
        f"{platform.python_version()}, {os.cpu_count()} processors, load {load:.1f}. Milliseconds of the windows' thread "
        "leave out its waiting for a processor that other programs use."
    )


if __name__ == "__main__":
    sys.exit(main())
