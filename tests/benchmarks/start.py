"""Measures a start from spawn to the painted window and to the first painted list, beside its floors in the same minute.

Floors and program take turns, so that a busy machine slows both; CPU time is that of the whole process. Also a
program of its own: python tests/benchmarks/start.py [--data DIR] [--program dist/oppdesk/oppdesk] [--rounds 9]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = sys.executable
PATIENCE = 60  # seconds for one start

# What a label alone costs: nothing with a window can start faster from source.
LABEL = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, mark)
def mark():
    print("mark data", time.monotonic(), time.process_time(), file=sys.stderr, flush=True)
app = QApplication([])
label = Label("OppDesk")
label.resize(1366, 768)
label.show()
app.exec()
"""

# What the rows of a database cost besides, read by the bare driver.
RAW = """
import sys, time
from PySide6.QtCore import QAbstractTableModel, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
import sqlcipher3
class Model(QAbstractTableModel):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
    def rowCount(self, parent=None):
        return len(self.rows)
    def columnCount(self, parent=None):
        return 8
    def data(self, index, role=0):
        return str(self.rows[index.row()][index.column()]) if role == 0 else None
class View(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, mark)
def mark():
    print("mark data", time.monotonic(), time.process_time(), file=sys.stderr, flush=True)
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
base = sqlcipher3.connect(sys.argv[1])
rows = base.execute("SELECT number, description, contact, status, stage, estimated_value, current_value,"
    " closing_on FROM opportunity ORDER BY id LIMIT 200").fetchall()
view = View()
view.setModel(Model(rows))
window.setCentralWidget(view)
window.show()
app.exec()
"""


@dataclass(frozen=True, slots=True)
class Mark:
    wall: float  # seconds since the process was spawned
    cpu: float  # seconds of the whole process, all threads


@dataclass(frozen=True, slots=True)
class Start:
    """The fastest of each, in the same minute: what else runs on the machine only ever adds."""

    label: Mark  # floor: a bare label, painted
    raw: Mark  # floor: 200 rows by the bare driver in a bare table, painted
    window: Mark
    data: Mark

    def ratio(self, name: str) -> tuple[float, float]:
        """`window` or `data` as so many times the label: by wall clock, by CPU."""
        mark: Mark = getattr(self, name)
        return mark.wall / self.label.wall, mark.cpu / self.label.cpu


def measure(folder: Path, rounds: int = 9, program: Sequence[str] = ()) -> Start:
    """Starts on the data of `folder`, which shows the opportunities first; `program` is a frozen one, else the source."""
    command = [*(program or (PYTHON, "-m", "oppdesk")), "--data", str(folder)]
    commands = {
        "label": [PYTHON, "-c", LABEL],
        "raw": [PYTHON, "-c", RAW, str(folder / "oppdesk.db")],
        "program": command,
    }
    for each in commands.values():
        marks_of(each)  # once for the disk's cache
    found: dict[str, list[Mark]] = {"label": [], "raw": [], "window": [], "data": []}
    for _round in range(rounds):
        for name, each in commands.items():
            marks = marks_of(each)
            if name == "program":
                found["window"].append(marks["window"])
                found["data"].append(marks["data"])
            else:
                found[name].append(marks["data"])
    return Start(**{name: _fastest(marks) for name, marks in found.items()})


def marks_of(command: Sequence[str]) -> dict[str, Mark]:
    """What one start says on the way, until its data is there; then it is ended."""
    surroundings = {**os.environ, "OPPDESK_MARKS": "1"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # or every start compiles anew
    surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    marks: dict[str, Mark] = {}
    spawned = time.monotonic()
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
        said = []
        alarm = threading.Timer(PATIENCE, process.kill)  # of a program that says nothing
        alarm.start()
        for line in process.stderr or ():
            said.append(line)
            if line.startswith("mark "):
                _mark, name, wall, cpu = line.split()
                marks.setdefault(name, Mark(float(wall) - spawned, float(cpu)))
            if "data" in marks:
                break
        alarm.cancel()
        process.terminate()
    if "data" not in marks:
        raise RuntimeError("".join(said))
    return marks


def _fastest(marks: list[Mark]) -> Mark:
    return Mark(min(each.wall for each in marks), min(each.cpu for each in marks))


def make_data(folder: Path) -> None:
    """A folder with the sample data that opens at the list of opportunities."""
    # Who measures a frozen program needs none of these.
    from oppdesk.app import compose, paths
    from oppdesk.ui.preferences import Preferences

    places = paths.under(folder)
    places.make()
    preferences = Preferences(places.config)
    desk = compose.open_desk(places, preferences)
    desk.samples.add()
    desk.close()
    preferences.change(started=True, page="opportunities")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--program", nargs="+", default=())
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="oppdesk-start-") as scratch:
        folder = options.data
        if folder is None:
            folder = Path(scratch)
            make_data(folder)
        found = measure(folder, options.rounds, options.program)
    for name in ("label", "raw", "window", "data"):
        mark: Mark = getattr(found, name)
        wall, cpu = found.ratio(name)
        line = f"{name:8} wall {mark.wall * 1000:5.0f} ms x{wall:4.2f}   CPU {mark.cpu * 1000:5.0f} ms x{cpu:4.2f}"
        print(line)  # noqa: T201 - the answer to the command line


if __name__ == "__main__":
    main()
