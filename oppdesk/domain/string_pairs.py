"""Finds all companies of a book whose search strings agree, exactly and without comparing each with each (5.3).

The strings of each are put into one order, the rarest in the whole book first. Two that have `needed` in common have
one in common already among the first of each, all but `needed - 1`: only those are looked at side by side.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from oppdesk.domain.traits import LARGEST_BLOCK
from oppdesk.i18n import N_

AGREE = N_("Same search strings")
_NONE = 0  # in place of a string that is empty


def fingerprints(strings: Sequence[str]) -> "array[int]":
    """The strings of a company in little room; another number for each string and row, within one run only."""
    return array("q", [hash((row, text)) or 1 if text else _NONE for row, text in enumerate(strings)])


def agreeing(prints: Mapping[int, Sequence[int]], needed: int) -> Iterator[tuple[int, int, int]]:
    """Each pair whose strings agree in so many rows or more, the lower key first, and in how many they do.

    Where hundreds have one string and nothing rarer, the string tells nothing: they are passed over.
    """
    times = Counter(text for each in prints.values() for text in each if text != _NONE)
    blocks: dict[int, list[int]] = defaultdict(list)
    for key, each in prints.items():
        filled = sorted((times[text], text) for text in each if text != _NONE)
        for count, text in filled[: max(len(filled) - needed + 1, 0)]:
            if count > 1:
                blocks[text].append(key)
    near = {
        pair
        for block in blocks.values()
        if len(block) <= LARGEST_BLOCK
        for pair in combinations(sorted(block), 2)
    }
    for one, other in near:
        both = zip(prints[one], prints[other], strict=True)
        common = sum(mine == theirs != _NONE for mine, theirs in both)
        if common >= needed:
            yield one, other, common
