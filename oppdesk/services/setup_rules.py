"""What a list that has rules of its own says to the setup service: before a change, before and at a removal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from oppdesk.storage.unit_of_work import Reader, Work

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Removal:
    """What the question before a removal tells; `advice` says what may be better, `may_block` that Blocked is."""

    name: str
    consequences: tuple[str, ...] = ()  # sentences
    advice: str = ""
    may_block: bool = False


def _unchanged(_work: Work, _before: Row, _after: Row) -> None:
    pass


def _nothing(_work: Work, _row: Row) -> None:
    pass


def _free(_connection: Reader, _row: Row, name: str) -> Removal:
    return Removal(name)


@dataclass(frozen=True, slots=True)
class Rules:
    """`removal` refuses by InUseError or tells; `clear` sees to the references in `clears` and what goes along."""

    change: Callable[[Work, Row, Row], None] = _unchanged  # the stored row and what it shall be
    removal: Callable[[Reader, Row, str], Removal] = _free
    clear: Callable[[Work, Row], None] = _nothing
    clears: frozenset[tuple[str, str]] = frozenset()  # (table, column): not counted as use
