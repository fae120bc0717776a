"""What a list that has rules of its own says to the setup service: around a change, before and at a removal."""

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


def _nothing_follows(_work: Work, _before: Row, _after: Row) -> Row:
    return {}


def _unchanged(_work: Work, _before: Row, _after: Row) -> None:
    pass


def _nothing(_work: Work, _row: Row) -> None:
    pass


def _free(_connection: Reader, _row: Row, name: str) -> Removal:
    return Removal(name)


@dataclass(frozen=True, slots=True)
class Rules:
    """`removal` refuses by InUseError or tells; `clear` sees to the references in `clears` and what goes along.

    `before` is the stored row, nothing for a new one; `after` what it shall be.
    """

    follow: Callable[[Work, Row, Row], Row] = _nothing_follows  # what else changes
    check: Callable[[Work, Row, Row], None] = _unchanged  # refuses
    change: Callable[[Work, Row, Row], None] = _unchanged  # what others change with it; not for a new row
    settle: Callable[[Work, Row, Row], None] = _unchanged  # it is written; a removed row has nothing after it
    removal: Callable[[Reader, Row, str], Removal] = _free
    clear: Callable[[Work, Row], None] = _nothing
    clears: frozenset[tuple[str, str]] = frozenset()  # (table, column): not counted as use
    in_use: str = ""  # the number of the rule that refuses to remove what others name
