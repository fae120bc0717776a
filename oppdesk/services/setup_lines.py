"""Numbered lines of a parent (stages of a cycle, steps of an activity): their order is their number."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from oppdesk.domain.setup import by_key
from oppdesk.storage import cycles, setup
from oppdesk.storage.setup_tables import line_key
from oppdesk.storage.unit_of_work import Reader, Work

_STEPS: Mapping[str, int] = {"activity_step": 10_000}  # between two lines, so that one fits in; else 1


def step(key: str) -> int:
    """The distance of two neighbours that are numbered afresh."""
    return _STEPS.get(key, 1)


def next_number(connection: Reader, key: str, parent: int) -> int:
    """The number of a line put at the end."""
    lines = setup.numbered_lines(connection, key, parent)
    last = lines[-1][1] if lines else 0
    return last - last % step(key) + step(key)


def exchange(work: Work, key: str, parent: int, line: int, by: int) -> None:
    """Let a line change places with its neighbour above (by < 0) or below; at the ends nothing happens."""
    lines = setup.numbered_lines(work.connection, key, parent)
    at = next(place for place, (each, _number) in enumerate(lines) if each == line)
    other = at + (1 if by > 0 else -1)
    if 0 <= other < len(lines):
        give(work, key, parent, {line: lines[other][1], lines[other][0]: lines[at][1]})


def make_room(work: Work, key: str, parent: int, before: int) -> int:
    """A free number in front of a line; where there is none, all from that line on move up."""
    lines = setup.numbered_lines(work.connection, key, parent)
    at = next(place for place, (each, _number) in enumerate(lines) if each == before)
    number = lines[at][1]
    below = lines[at - 1][1] if at else 0
    if number - below > 1:
        return (below + number) // 2
    moved: dict[int, int] = {}
    free = number
    for each, present in lines[at:]:
        if present > free:
            break
        free = present + 1
        moved[each] = free
    give(work, key, parent, moved)
    return number


def renumber(work: Work, key: str, parent: int) -> None:
    """1, 2, 3 … (10000, 20000 … for steps), in the present order."""
    lines = setup.numbered_lines(work.connection, key, parent)
    give(work, key, parent, {line: place * step(key) for place, (line, _number) in enumerate(lines, start=1)})


def give(work: Work, key: str, parent: int, numbers: Mapping[int, int]) -> None:
    """Give lines their numbers, also one another's; what refers to a stage by its number follows."""
    column = line_key(by_key[key])
    before = dict(setup.numbered_lines(work.connection, key, parent))
    changed = {line: number for line, number in numbers.items() if before[line] != number}
    setup.change_many(
        work, key, {line: {column: number} for line, number in changed.items()}, exchanges=column
    )
    if key == "sales_cycle_stage" and changed:
        cycles.follow_numbers(work, parent, {before[line]: number for line, number in changed.items()})


def continued(source: Sequence[int], last: int) -> list[int]:
    """The numbers of copies that are put behind `last`, with the distances of their source."""
    if not source or source[0] > last:
        return list(source)
    numbers = [last + 1]
    for before, number in pairwise(source):
        numbers.append(numbers[-1] + number - before)
    return numbers
