"""What the status line says of a list: how many there are and are selected, and what these come to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oppdesk.domain.query import Filter, Op, Query

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from oppdesk.ui.record_list import RecordList
    from oppdesk.ui.workplace import Workplace

MOST_SUMMED = 5_000  # selected rows; above it the sums are those of the list


class ListStatus:
    """For a page with a list. Sums are kept until news or another question comes."""

    place: "Workplace"
    table: str
    list: "RecordList"
    status: "SignalInstance"
    remarked: "SignalInstance"
    sums: tuple[str, ...] = ()  # fields added up in the status line and in the heads of groups
    _summed: "tuple[Query, Sequence[int]] | None" = None

    def selected(self) -> Sequence[int]:
        raise NotImplementedError

    def selected_count(self) -> int:
        raise NotImplementedError

    def query(self) -> Query:
        """What is shown now, in its order."""
        raise NotImplementedError

    def status_words(self, every: int, selected: int, sums: Sequence[int]) -> str:
        """The left of the status line; `sums` are the count and those of `sums`, empty without any."""
        raise NotImplementedError

    def forget_sums(self) -> None:
        self._summed = None

    def tell_status(self) -> None:
        """Count and sums of the selection when it is more than one row, else of the list."""
        selected, every = self.selected_count(), self.list.records.count
        few = 1 < selected <= MOST_SUMMED and selected < every
        is_unknown = few and not self.list.knows_selection  # it is told again once their ids are there
        if not self.sums or is_unknown:
            self.status.emit(self.status_words(every, selected, ()))
            return
        query = self.summed_query().unordered
        if few:
            query = Query((Filter("id", Op.AMONG, self.selected()),))
        lists, table, fields = self.place.desk.lists, self.table, self.sums

        def show(sums: Sequence[int]) -> None:
            self._summed = query, sums
            self.status.emit(self.status_words(self.counted(sums), selected, sums))

        if self._summed is not None and self._summed[0] == query:
            show(self._summed[1])
            return
        self.place.jobs.read(
            lambda: lists.sums(table, query, fields),
            show,
            f"sums of {self.table} {id(self)}",
            lambda error: self.remarked.emit(error.message),
            awaited=True,
        )

    def summed_query(self) -> Query:
        """What the status line adds up where nothing is selected."""
        return self.query()

    def counted(self, _sums: Sequence[int]) -> int:
        """How many records the status line speaks of."""
        return self.list.records.count
