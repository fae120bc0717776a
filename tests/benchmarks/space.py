"""Room: memory with the long list open and after much scrolling, and the size of the built program."""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from oppdesk.app import rubbish
from tests.benchmarks.acts import Hand, all_records
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.lists import list_of
from tests.benchmarks.measure import memory, rest, turn, until
from tests.benchmarks.program import running

DIST = Path(__file__).parents[2] / "dist" / "oppdesk"
FRAMES = 1_500
BARE = """
import sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("OppDesk")
label.resize(1366, 768)
label.show()
app.processEvents()
print(next(line.split()[1] for line in open("/proc/self/smaps_rollup") if line.startswith("Pss:")))
"""


def room(bed: Bed) -> Iterator[Row]:
    if not memory():
        return
    bare = subprocess.run(
        [sys.executable, "-c", BARE, str(Path.cwd())], capture_output=True, text=True, check=True
    )
    floor = int(bare.stdout) / 1024
    with running(bed.to_read()) as program:
        hand, shown = Hand(program, Random(1)), list_of(program)
        all_records(hand)
        until(lambda: shown.records.knows_all and shown.records.rowCount() > 100)
        rest(1500)
        begun = memory()
        rest(rubbish.STILL * rubbish.INTERVAL + 5_000)
        opened = memory()
        note = f"after half a minute's rest; {begun['Pss']} at once; private {opened['RssAnon']}; with our instruments"
        yield Row(
            "memory, all opportunities listed", opened["Pss"], 150, floor, "a label", unit="MB", note=note
        )
        bar, rng = shown.verticalScrollBar(), Random(2)
        by_now = []
        for frame in range(FRAMES):
            bar.setValue(rng.randrange(bar.maximum()) if frame % 3 else bar.value() + bar.pageStep())
            turn()
            if frame in (FRAMES // 3, FRAMES - 1):
                by_now.append(memory()["Pss"])
        note = f"from frame {FRAMES // 3:,} to {FRAMES:,}; {by_now[-1]} MB at the end"
        yield Row("memory, growth while scrolling", by_now[-1] - by_now[0], 5, unit="MB", note=note)


def program_folder(bed: Bed) -> Iterator[Row]:
    """The program as `dev.py build` leaves it, and packed as it is downloaded."""
    if not DIST.is_dir():
        return
    size = sum(path.stat().st_size for path in DIST.rglob("*") if path.is_file()) / 2**20
    yield Row("program folder", size, 140, unit="MB")
    archive = bed.scratch / "oppdesk.tar.xz"
    if shutil.which("xz"):
        line = f"tar -C {DIST.parent} -c oppdesk | xz -T0 -6 > {archive}"
        subprocess.run(["sh", "-c", line], check=True)
    else:
        with tarfile.open(archive, "w:xz") as packed:
            packed.add(DIST, "oppdesk")
    yield Row("program packed", archive.stat().st_size / 2**20, 50, unit="MB", note="tar.xz")
