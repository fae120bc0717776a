"""The rows of a list as far as they are at hand: all ids packed, the values of some by id, formatted once.

They are kept by id and not by place: news of other rows, or that some stand elsewhere now, formats nothing again.
"""

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import compress, count, islice

from oppdesk.ui.cells import Cell, RowState
from oppdesk.ui.list_rows import ListColumn, Row

STRETCH = 20  # rows read at once when they are to be shown, half a millisecond: most of them are seen
AHEAD = 32  # and beside the windows, before they are
FIRST = 128  # rows of the first page, before the ids are there
SEEN = 48  # of them, those that are read with it: a screen full, as each may have to be fetched from the disk
KEPT = 512  # rows at hand, some screens full: of each is looked after rubbish again and again
FEW = 10  # records that are looked for one by one
PART = 2**15  # ids looked through in one go, a millisecond: Python lets nobody else run meanwhile
GONE: Row = {"id": 0}  # removed since the ids were read; the news of it is on its way


class Shown:
    """One row as it is shown: each cell is made when it is looked at first, as many never are."""

    __slots__ = ("_cells", "_columns", "_texts", "is_known", "row", "state")

    def __init__(
        self, row: Row, columns: Sequence[ListColumn], state: Callable[[Row], RowState | None] | None = None
    ) -> None:
        """Without columns it is one that is not known."""
        self.row = row
        self.is_known = bool(columns)
        self.state = state(row) if state and columns else None
        self._columns = columns
        self._cells: dict[int, Cell] = {}
        self._texts: dict[int, str] = {}

    def cell(self, at: int) -> Cell:
        found = self._cells.get(at)
        if found is None:
            found = self._cells[at] = self._columns[at].cell(self.row)
        return found

    def text(self, at: int) -> str:
        found = self._texts.get(at)
        if found is None:
            column, cell = self._columns[at], self.cell(at)
            found = column.text(self.row) if column.text else str(getattr(cell, "text", cell))
            self._texts[at] = found
        return found


UNKNOWN = Shown(GONE, ())


class Rows:
    """By position. `read` brings the rows of some ids, `make` makes one fit to be shown."""

    def __init__(self, read: Callable[[Sequence[int]], Sequence[Row]], make: Callable[[Row], Shown]) -> None:
        self._read = read
        self._make = make
        self._known: dict[int, Shown] = {}  # by id, those read first at the front
        self._before: dict[int, Shown] = {}  # to be read again; what is still the same stays as it was made
        self._first: Sequence[int] = ()  # the ids of the first page, until all are there
        self.ids: array[int] | None = None
        self._places: dict[int, int] = {}  # where some stand among them
        self.age = 0  # what was asked for at another age than this may not be so any more

    def begin(self, first: Sequence[int], rows: Sequence[Row]) -> None:
        """Only the first page is known, by its ids, and some rows of it. Another question may show the same rows
        otherwise, so all are made anew."""
        self.ids = None
        self.age += 1
        self._first = list(first[:FIRST])
        self._known.clear()
        self._before.clear()
        self._take(rows)

    def take_ids(self, ids: "array[int]", places: dict[int, int] | None = None) -> None:
        """These are the records; of some it is known where they stand (-1: not among them)."""
        self.ids = ids
        self._places = places or {}
        self._forget_gone()

    def agree(self, ids: "array[int]") -> bool:
        """Whether the first page has the rows that the ids say."""
        return list(self._first) == ids[: len(self._first)].tolist()

    def forget(self, records: frozenset[int] | None = None, *, wholly: bool = False) -> bool:
        """Read these again when they are shown next, or all; whether any was at hand.

        `wholly` makes them again even if they have not changed: what is told of them depends on more than the row.
        """
        self._forget_gone()
        self.age += 1
        if wholly:
            self._before.clear()
        if records is None:
            found, self._known = self._known, {}
        else:
            found = {each: self._known.pop(each) for each in records.intersection(self._known)}
        if not wholly:
            self._before.update(found)
            _trim(self._before)
        return bool(found)

    def _forget_gone(self) -> None:
        """What was gone may be back: an undo brings records under the ids they had."""
        for each in [each for each, shown in self._known.items() if not shown.is_known]:
            del self._known[each]

    def at(self, position: int) -> Shown:
        """UNKNOWN while the ids are not there, and for what was removed."""
        ids = self._first if self.ids is None else self.ids
        if not 0 <= position < len(ids):
            return UNKNOWN
        return self._known.get(ids[position]) or self._fetch(position, ids)

    def id_at(self, position: int) -> int:
        """0 where the id is not there yet."""
        ids = self._first if self.ids is None else self.ids
        return ids[position] if 0 <= position < len(ids) else 0

    def _fetch(self, position: int, ids: Sequence[int]) -> Shown:
        """With it the rows after it, as they will be looked at next; those before it when one comes from there."""
        is_upward = position + 1 < len(ids) and ids[position + 1] in self._known
        first = max(0, position - STRETCH + 1) if is_upward else position
        wanted = self._missing(range(first, first + STRETCH), ids, STRETCH)
        self.add(wanted, self._read(wanted))
        return self._known[ids[position]]

    def missing(self, positions: Sequence[int], near: int) -> list[int]:
        """The ids of the first of these that are not at hand, when one of the first `near` is among them."""
        ids = self.ids
        if ids is None or all(ids[each] in self._known for each in positions[:near]):
            return []
        return self._missing(positions, ids, AHEAD)

    def _missing(self, positions: Iterable[int], ids: Sequence[int], most: int) -> list[int]:
        wanted = (ids[each] for each in positions if 0 <= each < len(ids))
        return list(islice((each for each in wanted if each not in self._known), most))

    def add(self, wanted: Iterable[int], rows: Iterable[Row]) -> None:
        """Of the ids `wanted` these were found, at this `age`; what is at hand by now stays."""
        self._take(row for row in rows if row["id"] not in self._known)
        for each in wanted:
            self._known.setdefault(each, UNKNOWN)

    def _take(self, rows: Iterable[Row]) -> None:
        for row in rows:
            before = self._before.pop(row["id"], None)
            self._known[row["id"]] = before if before is not None and before.row == row else self._make(row)
        _trim(self._known)

    def find(self, record: int) -> int:
        """The position of a record; -1 when it is not in the list, or not known yet."""
        return next(iter(self.find_all([record])), -1)

    def find_all(self, records: Sequence[int]) -> list[int]:
        """The positions of many, in order; those not in the list are left out."""
        if self.ids is None:
            return sorted(places_of(self._first, records).values())
        places = self._places
        unknown = [each for each in records if each not in places]
        if unknown:
            places = places | dict.fromkeys(unknown, -1) | places_of(self.ids, unknown)
        return sorted(at for at in map(places.__getitem__, set(records)) if at >= 0)


def places_of(ids: Sequence[int], records: Collection[int]) -> dict[int, int]:
    """Where these records stand among the ids; those that do not are left out. A million is searched in 4 ms for each
    of a few, in 40 for many: beside the windows where one knows what they will look for."""
    if len(records) <= FEW and isinstance(ids, array):
        found = {each: _find(ids, each) for each in records}
        return {each: at for each, at in found.items() if at >= 0}
    wanted = frozenset(records)
    places: dict[int, int] = {}
    for begin in range(0, len(ids), PART) if wanted else ():
        part = ids[begin : begin + PART]
        places.update((part[at], begin + at) for at in compress(count(), map(wanted.__contains__, part)))
    return places


def _find(ids: "array[int]", record: int) -> int:
    """In the bytes of the array as they lie there: to copy eight million of them may take 100 ms."""
    wanted = array(ids.typecode, (record,)).tobytes()
    look = re.compile(re.escape(wanted)).search
    found = look(ids)
    while found and found.start() % len(wanted):
        found = look(ids, found.start() + 1)
    return found.start() // len(wanted) if found else -1


def _trim(rows: dict[int, Shown]) -> None:
    for each in list(islice(rows, max(0, len(rows) - KEPT))):
        del rows[each]
