"""The same acts at 100,000 rows in LibreOffice Calc, which a salesperson would otherwise use, and in OppDesk.

Where Calc is not installed the comparison says so and is left out.
"""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Status, Step
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from tests.benchmarks import start
from tests.benchmarks.acts import Hand, all_records
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.lists import Opened, click, list_of
from tests.benchmarks.measure import Lap, median, memory, rest
from tests.benchmarks.moves import ready_to_move
from tests.benchmarks.program import Program, day_of, running
from tests.benchmarks.starts import ready_folder

ROWS = 100_000
HEADINGS = ("No.", "Description", "Contact", "Salesperson", "Status", "Stage", "Value", "Closing date")
PATIENCE = 600


def beside_calc(bed: Bed) -> Iterator[Row]:
    office, python = shutil.which("soffice"), _python_of_office()
    if office is None or python is None:
        yield Row(
            "beside LibreOffice Calc", 0, note="left out: LibreOffice Calc with its Python is not installed"
        )
        return
    data = bed.to_write()
    workbook = _workbook(bed.scratch / "rows.xlsx", data)
    calc = _in_calc(office, python, workbook, bed.scratch)
    ours = _in_oppdesk(data, ready_folder(bed))
    words = {
        "open": "open 100,000 rows: start to data; Calc runs already and loads",
        "sort": "sort by value: click to painted",
        "filter": "filter by status: chip to painted",
        "sums": "value by stage and month: kept sums; Calc 72 SUMIFS",
        "save": "save a change: the commit of a move; Calc writes the file",
        "memory": "memory with all rows open",
    }
    for name, what in words.items():
        unit = "MB" if name == "memory" else "ms"
        yield Row(f"beside Calc: {what}", ours[name], calc[name], calc[name], "Calc", unit=unit)


def _in_oppdesk(data: Path, folder: Path) -> dict[str, float]:
    found = {"open": start.measure(folder, 3).data.wall * 1000}
    with running(data) as program:
        hand, shown = Hand(program, Random(1)), list_of(program)
        all_records(hand)
        rest(1500)
        value = next(
            at for at, column in enumerate(shown.records.columns) if column.name == "estimated_value"
        )
        opened = Opened(shown)
        found["sort"] = median([opened.ask(lambda: click(shown, value)) for _each in range(5)])
        page = program.window.page()
        assert isinstance(page, OpportunitiesPage)
        only = (Filter("status", Op.IS, int(Status.IN_PROGRESS)),)
        found["filter"] = opened.ask(lambda: page.show_filters(only))
        found["memory"] = memory().get("Pss", 0)
        found["sums"] = _sums(program)
        took = []
        for opportunity in ready_to_move(program.desk, 20):
            lap = Lap()
            program.desk.opportunities.step(opportunity, Step.NEXT)
            took.append(lap.own)
        found["save"] = median(took)
    return found


def _sums(program: Program) -> float:
    lists, took = program.desk.lists, []
    for _each in range(5):
        lap = Lap()
        for group in ("stage", "closing_on"):
            lists.groups("opportunity", Query(group=group), ("estimated_value",))
        took.append(lap.own)
    return median(took)


def _workbook(path: Path, data: Path) -> Path:
    """The rows that somebody would keep in a spreadsheet."""
    rng, today = Random(8), day_of(data)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, ROWS + 1):
            texts = (f"OP{row:06}", f"Refit of line {row % 977}", f"Firm {row % 5003}", f"S{row % 30}")
            numbers = (rng.randrange(4), rng.randint(1, 6), rng.randint(500, 90_000))
            sheet.write_row(row, 0, (*texts, *numbers))
            sheet.write_datetime(row, 7, _some_day(today, rng), day)
    return path


def _some_day(today: date, rng: Random) -> date:
    return date(today.year, rng.randint(1, 12), rng.randint(1, 28))


def _in_calc(office: str, python: str, workbook: Path, scratch: Path) -> dict[str, float]:
    port = _free_port()
    profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
    accept = f"--accept=socket,host=localhost,port={port};urp;"
    command = [office, profile, "--headless", "--norestore", "--nologo", accept]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            acts = [python, str(Path(__file__).with_name("calc_acts.py")), str(port), str(workbook)]
            acting = subprocess.Popen([*acts, str(scratch / "saved.xlsx")], stdout=subprocess.PIPE, text=True)
            most = 0
            end = time.monotonic() + PATIENCE
            while acting.poll() is None and time.monotonic() < end:
                most = max(most, _memory_of_children(process.pid))
                time.sleep(0.2)
            found: dict[str, float] = json.loads((acting.communicate()[0] or "{}").splitlines()[-1])
        finally:
            _end(process.pid)
            process.terminate()
    return {**found, "memory": most}


def _memory_of_children(pid: int) -> int:
    """PSS in MB of a process and all that it started."""
    total = 0
    for each in (pid, *_children(pid)):
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text("ascii", "replace")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total // 1024


def _children(pid: int) -> list[int]:
    """All processes that a process has started, and theirs."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(path.parent.name)] = int(words[1])
    found = [pid]
    for _each in range(4):
        found += [child for child, parent in parents.items() if parent in found and child not in found]
    return found[1:]


def _end(pid: int) -> None:
    """End what the office has started, which outlives its first process."""
    for each in _children(pid):
        subprocess.run(["kill", str(each)], check=False)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return int(one.getsockname()[1])


def _python_of_office() -> str | None:
    """A Python that can talk to the office."""
    for each in ("/usr/bin/python3", shutil.which("python3"), sys.executable):
        if (
            each
            and subprocess.run([each, "-c", "import uno"], capture_output=True, check=False).returncode == 0
        ):
            return each
    return None
