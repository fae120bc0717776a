"""Telephones that a file gives as pairs of columns, what kind and which number, become columns by their kind.

Google writes "Phone 1 - Label" and "Phone 1 - Value", and the kind differs from row to row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from oppdesk.domain.progress import Progress
from oppdesk.exchange.table import Table
from oppdesk.exchange.tabular import Guess
from oppdesk.i18n import N_, _

_PAIR = re.compile(r"phone (\d+) - (type|label|value)", re.IGNORECASE)
_BETWEEN = " ::: "  # several numbers in one cell
_SLOTS = (  # what the kind contains, and the column; the first that fits
    (("fax", "télécopie"), "Fax No."),
    (("pager", "semafoon"), "Pager"),
    (("mobile", "cell", "mobiel", "portable", "gsm", "iphone"), "Mobile phone No."),
)
_PHONE, _MORE = N_("Phone No."), N_("Further numbers")
_COLUMNS = (_PHONE, N_("Mobile phone No."), N_("Fax No."), N_("Pager"), _MORE)
_AT_WORK = ("work", "werk", "bureau", "travail", "main", "hoofd", "principal")


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A table whose pairs of telephones have become columns by their kind, after all others."""

    table: Table
    header: tuple[str, ...]
    original: tuple[str, ...]

    @property
    def faults(self) -> Mapping[int, str]:
        return self.table.faults

    def rows(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        pairs, rest = _places(self.original)
        width = len(self.original)
        for line, cells in self.table.rows(progress):
            yield line, [*_unpaired(cells, pairs, rest), *cells[width:]]


def unpaired(guess: Guess) -> Guess:
    """The guess with columns by kind if the file has such pairs; `original` names the file's own columns then."""
    pairs, rest = _places(guess.header)
    if not pairs:
        return guess
    header = (*(guess.header[at] for at in rest), *map(_, _COLUMNS))
    padded = [[*cells, *[""] * (len(guess.header) - len(cells))] for cells in guess.sample]
    sample = tuple(tuple(_unpaired(cells, pairs, rest)) for cells in padded)
    return replace(guess, header=header, sample=sample, original=guess.header)


def _places(header: Sequence[str]) -> tuple[list[tuple[int, int]], list[int]]:
    """The columns of kind and number of each pair, and those of everything else."""
    found: dict[str, dict[str, int]] = {}
    for at, heading in enumerate(header):
        if pair := _PAIR.fullmatch(heading):
            found.setdefault(pair[1], {})["value" if pair[2].casefold() == "value" else "kind"] = at
    pairs = [(one["kind"], one["value"]) for one in found.values() if len(one) == 2]
    taken = {at for pair in pairs for at in pair}
    return pairs, [at for at in range(len(header)) if at not in taken]


def _unpaired(cells: Sequence[str], pairs: Sequence[tuple[int, int]], rest: Sequence[int]) -> list[str]:
    slots: dict[str, str] = {}
    more: list[str] = []
    numbers = [
        (cells[kind].strip(" *"), number.strip())
        for kind, value in pairs
        for number in cells[value].split(_BETWEEN)
        if number.strip()
    ]
    numbers.sort(key=lambda one: not any(word in one[0].casefold() for word in _AT_WORK))  # at work first
    for kind, number in numbers:
        slot = next(
            (name for words, name in _SLOTS if any(word in kind.casefold() for word in words)), _PHONE
        )
        if slot in slots:
            more.append(f"{kind}: {number}" if kind else number)
        else:
            slots[slot] = number
    return [*(cells[at] for at in rest), *(slots.get(name, "") for name in _COLUMNS[:-1]), "; ".join(more)]
