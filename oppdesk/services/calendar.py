"""Tasks by days, and who is free on them: only the days that are asked for are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from oppdesk.domain import availability
from oppdesk.domain.availability import WORK, Availability, Minutes
from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Query
from oppdesk.services.context import Context
from oppdesk.storage import calendar as store
from oppdesk.storage import listing, lists, today
from oppdesk.storage.unit_of_work import Store

OF_DAYS = frozenset({"on", "ending_on"})  # the fields by which days are chosen: a calendar chooses its own

Most = store.Most
PLENTY = Most(500, 500)


@dataclass(frozen=True, slots=True)
class DayRows:
    """Rows of the list of tasks, and by day how many more begin there."""

    rows: Sequence[dict[str, Any]]
    more: Mapping[date, int]


class Calendar:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    def rows(self, query: Query, first: date, last: date, most: Most = PLENTY) -> DayRows:
        """Tasks of which any part lies on these days; what the query says of days is left out.

        Of those that begin on one day no more than `most` are read, the others counted.
        """
        narrowed = replace(query, filters=tuple(term for term in query.filters if term.field not in OF_DAYS))
        with self._store.read() as connection:
            found, more = store.days(connection, narrowed, first, last, most)
            return DayRows(listing.rows(connection, lists.listing("task"), found), more)

    def team(self, team: int | None) -> tuple[int, ...]:
        """The salespeople of a team; without one all of the teams one is in, or everybody where that is nobody."""
        with self._store.read() as connection:
            if team is not None:
                return today.members_of(connection, (team,))
            me = self._context.salesperson
            mine = today.teams_of(connection, me) if me is not None else ()
            return tuple(sorted({me, *today.members_of(connection, mine)})) if me is not None else ()

    def availability(
        self, people: Sequence[int], first: date, last: date, hours: Minutes = WORK
    ) -> Availability:
        """What each has on these days, in the order given."""
        with self._store.read() as connection:
            names = today.names_of_salespeople(connection, people)
            taken = store.taken(connection, people, first, last)
        who = [Ref(each, names[each]) for each in people if each in names]
        return availability.of(who, taken, first, last, hours)
