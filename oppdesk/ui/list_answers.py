"""What the reader's thread brings for a list: its first page at once, and then all its ids."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from oppdesk.domain.query import NO_GROUPS, Groups, Query
from oppdesk.services.lists import Lists
from oppdesk.ui.list_rows import Row
from oppdesk.ui.rows_at_hand import FIRST, SEEN, places_of


@dataclass(frozen=True, slots=True)
class Answer:
    """`first` are the ids of the first page, and `page` the rows of it that are seen at once, or `ids` are all of
    them and `places` tells where some stand; `groups` those of a grouped list."""

    count: int
    groups: Groups
    first: Sequence[int] = ()
    page: Sequence[Row] = ()
    ids: "array[int] | None" = None
    places: dict[int, int] | None = None

    def is_whole(self, query: Query) -> bool:
        """Whether groups and count were read of the same data; somebody may have written between."""
        return not query.group or sum(self.groups.counts) == self.count


def opening(
    lists: Lists, name: str, query: Query, sums: Sequence[str], *, known: int | None = None
) -> Answer:
    """`known` is how many there are, if they stood in another order before; groups are of the moment, as their sum."""
    count, first, page = lists.opening(name, query, FIRST, SEEN, None if query.group else known)
    return Answer(count, _groups(lists, name, query, sums), first, page)


def everything(
    lists: Lists, name: str, query: Query, sums: Sequence[str], *, held: Collection[int] = ()
) -> Answer:
    """With it where the `held` stand, -1 when they are not in the list: a million is long to look through."""
    ids = lists.ids(name, query)
    places = dict.fromkeys(held, -1) | places_of(ids, held)
    return Answer(len(ids), _groups(lists, name, query, sums), ids=ids, places=places)


def _groups(lists: Lists, name: str, query: Query, sums: Sequence[str]) -> Groups:
    return lists.groups(name, query, sums) if query.group else NO_GROUPS
