"""A document as plain data: what it says, in order. How it looks is decided once, for all documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    line: str = ""  # under it, quieter
    level: Literal[1, 2, 3] = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, two pairs on a line; pairs without a value are left out."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    share: int  # percent of the width, so that tables under each other stand in line
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Note:
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Each on a line of its own: an address, boxes to tick. `space` is above it, in points."""

    texts: Sequence[str]
    space: int = 0


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""


Block = Heading | Facts | Table | Note | Lines | NewPage


@dataclass(frozen=True, slots=True)
class Document:
    """`title` names the file and the window; `foot` stands at the end, where and when it was made.

    `points` is how large its letters are.
    """

    title: str
    blocks: Sequence[Block]
    foot: str = ""
    points: int = 9
