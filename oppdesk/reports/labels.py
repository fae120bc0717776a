"""Where labels stand on the sheets that shops sell, in millimetres from the top left corner (report 5056)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from oppdesk.i18n import N_

A4, LETTER = "A4", "Letter"
SIZES = {A4: (210.0, 297.0), LETTER: (215.9, 279.4)}


class Spot(NamedTuple):
    """The corner of a label on its sheet, and which of the addresses stands there."""

    x: float
    y: float
    address: int


@dataclass(frozen=True, slots=True)
class Format:
    """`across` and `down` are from one label to the next, gap included."""

    key: str
    label: str  # marked with N_
    paper: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def sheets(self, count: int, start: int = 0) -> int:
        """How many sheets so many labels need when the first `start` places are used up; 1 at least."""
        return max(1, -(-(count + start) // self.per_sheet))

    def spots(self, sheet: int, count: int, start: int = 0) -> Iterator[Spot]:
        """What stands on a sheet, both counted from 0: row by row, from left to right."""
        for place in range(self.per_sheet):
            address = sheet * self.per_sheet + place - start
            if 0 <= address < count:
                yield Spot(*self.corner(place), address)

    def corner(self, place: int) -> tuple[float, float]:
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * self.down


def _edge_to_edge(key: str, label: str, columns: int, rows: int, width: float, height: float) -> Format:
    """Labels without gaps, in the middle of A4."""
    wide, high = SIZES[A4]
    left, top = (wide - columns * width) / 2, (high - rows * height) / 2
    return Format(key, label, A4, columns, rows, width, height, left, top, width, height)


FORMATS: tuple[Format, ...] = (
    _edge_to_edge("70x36", N_("70 × 36 mm, 3 × 8 on A4"), 3, 8, 70, 36),
    _edge_to_edge("70x37", N_("70 × 37 mm, 3 × 8 on A4"), 3, 8, 70, 37),
    _edge_to_edge("105x36", N_("105 × 36 mm, 2 × 8 on A4"), 2, 8, 105, 36),
    _edge_to_edge("105x37", N_("105 × 37 mm, 2 × 8 on A4"), 2, 8, 105, 37),
    Format(
        "L7160", N_("63.5 × 38.1 mm, 3 × 7 on A4 (Avery L7160)"), A4, 3, 7, 63.5, 38.1, 7.25, 15.15, 66, 38.1
    ),
    Format(
        "L7163",
        N_("99.1 × 38.1 mm, 2 × 7 on A4 (Avery L7163)"),
        A4,
        2,
        7,
        99.1,
        38.1,
        4.65,
        15.15,
        101.6,
        38.1,
    ),
    Format(
        "5160",
        N_("2⅝ × 1 in, 3 × 10 on Letter (Avery 5160)"),
        LETTER,
        3,
        10,
        66.7,
        25.4,
        4.8,
        12.7,
        69.85,
        25.4,
    ),
    Format(
        "5163",
        N_("4 × 2 in, 2 × 5 on Letter (Avery 5163)"),
        LETTER,
        2,
        5,
        101.6,
        50.8,
        4.0,
        12.7,
        106.3,
        50.8,
    ),
)
BY_KEY = {each.key: each for each in FORMATS}


def usual(region: str) -> Format:
    """The format that is proposed where people live: Letter in North America, A4 elsewhere."""
    return BY_KEY["5160"] if paper_of(region) == LETTER else BY_KEY["70x37"]


def paper_of(region: str) -> str:
    """The paper of a region's printers; `region` is a locale's tag like en_US."""
    return LETTER if region.replace("-", "_").rpartition("_")[2] in {"US", "CA", "MX", "PH"} else A4
