"""A start on the large database, from source and, where it is built, of the program folder: window, then data."""

import os
from collections.abc import Iterator
from pathlib import Path

from oppdesk.app import paths
from oppdesk.ui.preferences import Preferences
from tests.benchmarks import start
from tests.benchmarks.goals import Bed, Row
from tests.benchmarks.space import DIST

PROGRAM = DIST / ("oppdesk.exe" if os.name == "nt" else "oppdesk")
ROUNDS = 7


def starting(bed: Bed) -> Iterator[Row]:
    folder = ready_folder(bed)
    found = start.measure(folder, ROUNDS)
    for name, goal in (("window", 1.9), ("data", 4.4)):
        cpu: start.Mark = getattr(found, name)
        note = f"fastest of {ROUNDS}; CPU {cpu.cpu * 1000:.0f} ms, x{found.ratio(name)[1]:.2f}"
        yield Row(
            f"start to {name}, from source",
            cpu.wall * 1000,
            goal,
            found.label.wall * 1000,
            "a label",
            by_ratio=True,
            note=note,
        )
    if not PROGRAM.exists():
        return
    try:
        found = start.measure(folder, ROUNDS, [str(PROGRAM)])
    except RuntimeError:
        yield Row("start, program folder", 0, note="left out: it was built before a start told its marks")
        return
    for name, most in (("window", 200), ("data", 400)):
        mark: start.Mark = getattr(found, name)
        note = f"fastest of {ROUNDS}; CPU {mark.cpu * 1000:.0f} ms"
        floor = found.label.wall * 1000
        yield Row(f"start to {name}, program folder", mark.wall * 1000, most, floor, "a label", note=note)


def ready_folder(bed: Bed) -> Path:
    """Settings of somebody who left the program at the list of opportunities."""
    folder = bed.to_read()
    places = paths.under(folder)
    places.make()
    Preferences(places.config).change(started=True, page="opportunities")
    return folder
