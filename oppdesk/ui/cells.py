"""What a cell shows, as small frozen values: models say what it is, one delegate knows how it looks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from PySide6.QtCore import Qt

from oppdesk.ui.paint import Tone

CellRole = Qt.ItemDataRole.UserRole + 1  # one of the values below; a plain str, or None for the display text
RowRole = Qt.ItemDataRole.UserRole + 2  # RowState; None for an ordinary row


class RowState(StrEnum):
    """How the whole row stands out."""

    SAVING = "saving"  # paler until it is written
    GROUP = "group"  # the head of a group, with its sums
    STRONG = "strong"  # the one in force
    QUIET = "quiet"  # past, done


@dataclass(frozen=True, slots=True)
class NameCell:
    """The name of the record, and after it in a second tone what tells it from others."""

    text: str
    note: str = ""
    indent: int = 0  # steps: a person under the company


@dataclass(frozen=True, slots=True)
class QuietCell:
    """Text in the second tone."""

    text: str


@dataclass(frozen=True, slots=True)
class FigureCell:
    """An amount, a number, a percentage: at the right, figures of equal width."""

    text: str
    is_link: bool = False  # what is counted can be looked at


@dataclass(frozen=True, slots=True)
class StageCell:
    """Where the opportunity stands; number 0 is not started. `days` in the stage, None hides them."""

    number: int
    count: int
    name: str = ""
    days: int | None = None
    stale: bool = False
    outcome: Literal["", "won", "lost"] = ""


@dataclass(frozen=True, slots=True)
class NextStepCell:
    """The next open task: icon of its kind, its date as it shall read; without a date there is none."""

    icon: str = ""
    date: str = ""
    text: str = ""
    overdue: bool = False
    is_closed: bool = False  # of a closed opportunity, which needs no step


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date at the right; overdue ones are marked."""

    text: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class PercentCell:
    """A percentage with its bar; `text` is how it reads."""

    percent: float
    text: str


@dataclass(frozen=True, slots=True)
class FlagCell:
    """A tick; as a box when it can be changed in place, by a click or Space."""

    is_on: bool
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class PriorityCell:
    """0 low, 1 normal (nothing), 2 high: a mark in the gutter before the name."""

    level: int


@dataclass(frozen=True, slots=True)
class PillCell:
    """A status as a mark with words."""

    text: str
    icon: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class IconCell:
    """A kind as icon and words; without words the tooltip must say them."""

    icon: str
    text: str = ""
    tone: Tone = "neutral"


Cell = (
    NameCell
    | QuietCell
    | FigureCell
    | StageCell
    | NextStepCell
    | DateCell
    | PercentCell
    | FlagCell
    | PriorityCell
    | PillCell
    | IconCell
    | str
)
