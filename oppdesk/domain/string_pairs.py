"""Finds all companies of a book whose search strings agree, exactly and without comparing each with each (5.3).

The strings of each are put into one order, the rarest in the whole book first. Two that have `needed` in common have
one in common already among the first of each, all but `needed - 1`: only those are looked at side by side.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from oppdesk.domain.traits import LARGEST_BLOCK
from oppdesk.i18n import N_

AGREE = N_("Same search strings")
_NONE = 0  # in place of a string that is empty
_BITS = 1 << 24  # two megabytes: of a million texts, one in thirty is taken for one that was there before


class Fingerprints(Mapping[int, Sequence[int]]):
    """The strings of each company in little room: numbers that differ by string and row, within one run only."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._places: dict[int, int] = {}
        self._rows = 0

    def add(self, key: int, strings: Sequence[str]) -> None:
        """All companies have strings of the same rows."""
        self._rows = len(strings)
        self._places[key] = len(self._numbers)
        self._numbers.extend(hash((row, text)) or 1 if text else _NONE for row, text in enumerate(strings))

    def __getitem__(self, key: int) -> Sequence[int]:
        place = self._places[key]
        return self._numbers[place : place + self._rows]

    def __iter__(self) -> Iterator[int]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def agreeing(prints: Mapping[int, Sequence[int]], needed: int) -> Iterator[tuple[int, int, int]]:
    """Each pair whose strings agree in so many rows or more, the lower key first, and in how many they do.

    Where hundreds have one string and nothing rarer, the string tells nothing: they are passed over.
    """
    times = _repeated(prints)
    blocks: dict[int, array[int]] = defaultdict(lambda: array("q"))
    for key, each in prints.items():
        for text in _first(each, times, needed):
            blocks[text].append(key)
    for one, mine in prints.items():
        near = (blocks[text] for text in _first(mine, times, needed))
        others = {other for block in near if len(block) <= LARGEST_BLOCK for other in block if other > one}
        for other in others:
            common = sum(here == there != _NONE for here, there in zip(mine, prints[other], strict=True))
            if common >= needed:
                yield one, other, common


def _repeated(prints: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """How often there is each string that is there more than once, about: it only has to be the same for all."""
    seen = bytearray(_BITS // 8)
    times: dict[int, int] = {}
    for each in prints.values():
        for text in each:
            place, bit = text % _BITS // 8, 1 << text % 8
            if text == _NONE:
                continue
            if seen[place] & bit:
                times[text] = times.get(text, 1) + 1
            else:
                seen[place] |= bit
    return times


def _first(each: Sequence[int], times: Mapping[int, int], needed: int) -> list[int]:
    """Of the rarest strings of a company, those that another one may have."""
    filled = sorted((times.get(text, 1), text) for text in each if text != _NONE)
    return [text for count, text in filled[: max(len(filled) - needed + 1, 0)] if count > 1]
