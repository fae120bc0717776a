"""Who is meant by a few letters: how well a contact fits what was typed (relationships 3.7)."""

from collections.abc import Iterable
from typing import NamedTuple

LETTERS_A_SLIP = 5  # one typing error is forgiven in so many letters


class Hit(NamedTuple):
    """A contact that a search found; `opportunities` are the open ones."""

    id: int
    number: str
    name: str
    type: int
    company: str  # of a person
    job_title: str
    city: str
    opportunities: int
    blocked: bool = False  # for privacy reasons: not to be used for anything new


def closeness(typed: str, number: str, name: str) -> int:
    """0 is the number itself, 1 the name itself, 2 a beginning, 3 the beginning of a word, 4 a part, 5 found elsewhere.

    All texts folded alike: case and accents do not count.
    """
    if typed == number:
        return 0
    if typed == name:
        return 1
    if number.startswith(typed) or name.startswith(typed):
        return 2
    if f" {typed}" in f" {name}":
        return 3
    return 4 if typed in name or typed in number else 5


def slips(one: str, other: str, most: int) -> int:
    """The least number of letters to insert, leave out or replace to make one text the other; above `most`, any."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, counterpart in enumerate(other, 1):
            cost = diagonal if letter == counterpart else 1 + min(diagonal, row[j], row[j - 1])
            diagonal, row[j] = row[j], cost
        if min(row) > most:
            return most + 1
    return row[-1]


def mistyped(typed: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Ids of names that differ from what was typed by typing errors only, the nearest first; texts folded."""
    most = len(typed) // LETTERS_A_SLIP
    if most == 0:
        return []
    near = [(slips(typed, name, most), key) for key, name in names]
    return [key for count, key in sorted(near) if count <= most]
