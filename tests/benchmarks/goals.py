"""What a benchmark says: rows of the table of goals, each figure beside its floor measured in the same run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tests.benchmarks import databases


@dataclass(frozen=True, slots=True)
class Row:
    """`goal` is the most that `figure` may be, or with `by_ratio` its ratio to `floor`; None is only worth knowing."""

    what: str
    figure: float
    goal: float | None = None
    floor: float | None = None
    floor_is: str = ""
    unit: str = "ms"
    by_ratio: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.figure / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        if self.goal is None:
            return None
        reached = self.ratio if self.by_ratio else self.figure
        return reached is not None and reached <= self.goal


@dataclass(frozen=True, slots=True)
class Bed:
    """What a benchmark runs on: the database of a size, which nobody writes to, and a folder of its own."""

    size: str
    data: Path
    scratch: Path

    def to_read(self) -> Path:
        return databases.linked(self.data, self._folder())

    def to_write(self) -> Path:
        return databases.copied(self.data, self._folder())

    def _folder(self) -> Path:
        return Path(mkdtemp(dir=self.scratch))


Benchmark = Callable[[Bed], Iterator[Row]]


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | figure | floor | ratio | goal | met | note |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        floor = f"{figure(row.floor, row.unit)} ({row.floor_is})" if row.floor is not None else ""
        ratio = f"x{row.ratio:.2f}" if row.ratio else ""
        goal = (
            ""
            if row.goal is None
            else f"<= x{row.goal}"
            if row.by_ratio
            else f"<= {figure(row.goal, row.unit)}"
        )
        met = {None: "", True: "yes", False: "**no**"}[row.is_met]
        cells = (row.what, figure(row.figure, row.unit), floor, ratio, goal, met, row.note)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def figure(value: float, unit: str) -> str:
    """Three figures that count."""
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
