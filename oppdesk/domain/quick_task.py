"""What a line like "call Contoso tomorrow 10:00 about the offer" is understood to be: a task, word by word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from oppdesk.domain.finding import LETTERS_A_SLIP, slips
from oppdesk.domain.quick_words import IDEOGRAPH
from oppdesk.domain.words import TaskType
from oppdesk.i18n.day_words import folded

DESCRIPTION = 100  # letters a task's description has room for


class Part(StrEnum):
    """What a stretch of words says."""

    TYPE = "type"
    CONTACT = "contact"
    DAY = "day"
    CLOCK = "clock"
    LENGTH = "length"
    SUBJECT = "subject"  # leads on to the description, like "about"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact that may be meant; `company` of a person."""

    id: int
    name: str
    company: str = ""
    note: str = ""


Find = Callable[[str], Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the line and what it says; None is the description."""

    part: Part | None
    words: str


@dataclass(frozen=True, slots=True)
class QuickTask:
    """The understanding of a line. `duration` (minutes) None is what is usual; `note` holds a description too long."""

    type: TaskType
    description: str
    on: date
    start_time: time | None = None
    duration: int | None = None
    candidates: tuple[Candidate, ...] = ()  # the first one is meant
    note: str = ""
    stretches: tuple[Stretch, ...] = ()

    @property
    def contact(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None

    def words(self, part: Part) -> str:
        """What was typed for it; "" where it was not said."""
        return " ".join(each.words for each in self.stretches if each.part is part)


@dataclass(slots=True)
class Token:
    """A word of the line, one ideograph, or what stands between blanks; `part` is what it says."""

    text: str
    start: int
    end: int
    part: Part | None = None
    piece: int = 0  # stretches that follow each other are told apart


def nobody(_words: str) -> Sequence[Candidate]:
    return ()


def suits(words: str, candidate: Candidate) -> bool:
    """Whether a contact can be meant: each word begins one of its own, or the name is mistyped a little."""
    typed, name = folded(words), folded(candidate.name)
    own = name.split() + folded(candidate.company).split()
    if IDEOGRAPH.search(typed):
        return typed in name
    if all(any(each.startswith(word) for each in own) for word in typed.split()):
        return True
    most = len(typed) // LETTERS_A_SLIP
    return most > 0 and slips(typed, name, most) <= most


def joined(parts: Sequence[str]) -> str:
    """Ideographs stand close to each other."""
    text = ""
    for part in parts:
        close = text and part and IDEOGRAPH.match(text[-1]) and IDEOGRAPH.match(part[0])
        text += part if close or not text else f" {part}"
    return text


def shortened(words: str) -> str:
    """As much as a task's description has room for, by whole words."""
    if len(words) <= DESCRIPTION:
        return words
    cut = words[: DESCRIPTION - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > DESCRIPTION // 2 else cut) + "…"
