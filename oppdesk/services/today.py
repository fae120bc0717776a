"""The start page: what is open, due, late and asleep, for oneself, one's team or everybody, in one snapshot.

Every figure carries the filters of the list behind it, so that the list shows exactly what was counted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.records import LAST_INTERACTION
from oppdesk.domain.words import ContactType, Priority, Status, TaskType
from oppdesk.services.context import Context
from oppdesk.services.today_values import (
    ASLEEP,
    CLOSED,
    EVERYTHING,
    MOST_ASLEEP,
    OPEN,
    TOP,
    Count,
    Cues,
    Deal,
    DueTask,
    Figures,
    Need,
    Needs,
    Part,
    Recent,
    Said,
    Scope,
    Snapshot,
    TaskDays,
    Tasks,
)
from oppdesk.storage import duplicates, lookups, today_recent
from oppdesk.storage import today as store
from oppdesk.storage import today_contacts as contacts
from oppdesk.storage.unit_of_work import Reader, Store

DUE_SOON = 7  # days (8.21)
MOST_TASKS, MOST_NEEDS, MOST_RECENT = 30, 16, 16  # what one snapshot holds of each
LONGEST_LIST = 400  # tasks when all of a kind are asked for
USUAL_STALE = 28  # days


@dataclass(frozen=True, slots=True)
class _Who:
    """A scope in ids; `people` None is everybody."""

    people: tuple[int, ...] | None
    teams: tuple[int, ...] = ()

    @property
    def filters(self) -> tuple[Filter, ...]:
        if self.people is None:
            return ()
        if len(self.people) == 1:
            return (Filter("salesperson", Op.IS, self.people[0]),)
        return (Filter("salesperson", Op.AMONG, self.people),)


class Today:
    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    # -- whose ------------------------------------------------------------------------------------------------

    def usual_scope(self) -> Scope:
        """Mine; all as long as the user profile names no salesperson (15.1)."""
        return Scope.ALL if self._context.salesperson is None else Scope.MINE

    def salespeople(self, scope: Scope) -> tuple[int, ...] | None:
        """Whose records a scope counts; None is everybody's."""
        with self._store.read() as connection:
            return self._who(connection, scope).people

    def filters(self, scope: Scope) -> tuple[Filter, ...]:
        """What narrows a list to the records of a scope."""
        with self._store.read() as connection:
            return self._who(connection, scope).filters

    def _scopes(self, connection: Reader) -> tuple[Scope, ...]:
        """Nobody in particular has neither records nor a team of his or her own."""
        me = self._context.salesperson
        if me is None:
            return (Scope.ALL,)
        has_team = bool(store.teams_of(connection, me))
        return (Scope.MINE, Scope.TEAM, Scope.ALL) if has_team else (Scope.MINE, Scope.ALL)

    def _who(self, connection: Reader, scope: Scope) -> _Who:
        me = self._context.salesperson
        if scope is Scope.ALL or me is None:
            return _Who(None)
        teams = store.teams_of(connection, me)
        if scope is Scope.MINE:
            return _Who((me,))  # what was given to the team while one was a member is one's own (7.2)
        return _Who(tuple(sorted({me, *store.members_of(connection, teams)})), teams)

    # -- the page ---------------------------------------------------------------------------------------------

    def look(self, scope: Scope, parts: Collection[Part] = EVERYTHING) -> Snapshot:
        """The parts that are asked for, all of one moment."""
        today = self._context.work_date
        with self._store.read() as connection:
            who = self._who(connection, scope)
            return Snapshot(
                scope,
                today,
                self._scopes(connection),
                str(lookups.value(connection, "salesperson", self._context.salesperson, "name") or ""),
                str(lookups.setup(connection, "company_info").get("currency") or ""),
                _figures(connection, who, today) if Part.FIGURES in parts else None,
                _tasks(connection, who, today) if Part.TASKS in parts else None,
                _needs(connection, who, today) if Part.NEEDS in parts else None,
                _deals(connection, store.dearest(connection, who.people, TOP)) if Part.TOP in parts else None,
                _recent(connection) if Part.RECENT in parts else None,
                _cues(connection, who, today) if Part.CUES in parts else None,
                _said(connection, who) if Part.INTERACTIONS in parts else None,
            )

    def tasks(self, scope: Scope, days: TaskDays | None) -> tuple[DueTask, ...]:
        """All of one heap, up to LONGEST_LIST; None is every open task."""
        with self._store.read() as connection:
            who = self._who(connection, scope)
            today = self._context.work_date
            heaps = {**_days(today), TaskDays.MEETINGS: (today, today)}
            kind = None if days is None else _KINDS.get(days)
            bounds = store.EVER if days is None else heaps.get(days, store.EVER)
            return due_tasks(
                connection,
                store.task_ids(connection, who.people, who.teams, bounds, LONGEST_LIST, kind=kind),
            )

    def needs(self, scope: Scope, limit: int = LONGEST_LIST) -> Needs:
        """All that ask for a next step, up to a limit."""
        with self._store.read() as connection:
            return _needs(connection, self._who(connection, scope), self._context.work_date, limit)


# -- counts ---------------------------------------------------------------------------------------------------


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _between(field: str, days: tuple[date, date]) -> tuple[Filter, Filter]:
    return Filter(field, Op.FROM, days[0]), Filter(field, Op.UP_TO, days[1])


def _is(status: Status) -> Filter:
    return Filter("status", Op.IS, int(status))


def _figures(connection: Reader, who: _Who, today: date) -> Figures:
    """Out of the kept sums; by days only within the month, where they end."""
    month, people = month_of(today), who.people
    kept = store.pipeline(connection, people, month[0])
    late = (month[0], today - timedelta(days=1))
    soon = (today, today + timedelta(days=DUE_SOON))

    def listed(sums: tuple[int, int, int], *filters: Filter) -> Count:
        return Count("opportunity", (*who.filters, *filters), *sums)

    def of_days(status: Status, field: str, days: tuple[date, date]) -> tuple[int, int, int]:
        return store.between(connection, people, status, field, days)

    before, within = kept.before, of_days(Status.IN_PROGRESS, "closing_on", late)
    overdue = before[0] + within[0], before[1] + within[1], before[2] + within[2]
    return Figures(
        open=listed(kept.open, OPEN),
        closing=listed(
            kept.month,
            _is(Status.IN_PROGRESS),
            *_between("closing_on", month),
        ),
        won=listed(of_days(Status.WON, "closed_on", month), _is(Status.WON), *_between("closed_on", month)),
        overdue=listed(overdue, _is(Status.IN_PROGRESS), Filter("closing_on", Op.BEFORE, today)),
        due_soon=listed(
            of_days(Status.IN_PROGRESS, "closing_on", soon),
            _is(Status.IN_PROGRESS),
            *_between("closing_on", soon),
        ),
        closed=listed(kept.closed, CLOSED),
    )


def _cues(connection: Reader, who: _Who, today: date) -> Cues:
    def counted(kind: ContactType) -> Count:
        wanted = (*who.filters, Filter("type", Op.IS, int(kind)))
        return Count("contact", wanted, store.count(connection, "contact", wanted))

    return Cues(
        counted(ContactType.COMPANY),
        counted(ContactType.PERSON),
        store.calls(connection, who.people, who.teams),
        store.meetings(connection, who.people, who.teams, (today, today)),
        Count(
            "interaction",
            (*who.filters, Filter("postponed", Op.IS, value=True)),
            contacts.drafts(connection, who.people),
        ),
        _asleep(connection, who, today - timedelta(days=ASLEEP)),
        duplicates.count(connection),
    )


def _asleep(connection: Reader, who: _Who, since: date) -> Count:
    quiet = Filter(LAST_INTERACTION.name, Op.BEFORE, since)
    number = contacts.asleep(connection, who.people, since, MOST_ASLEEP)
    return Count("contact", (*who.filters, quiet), number)


def _said(connection: Reader, who: _Who) -> tuple[Said, ...]:
    keys = contacts.last_interactions(connection, who.people, MOST_RECENT)
    return tuple(
        Said(
            row["id"],
            row["interaction_group"].id if row["interaction_group"] else None,
            (row["contact"] or row["company"] or Ref(0, "")).text,
            row["description"],
            row["on"],
            row["at"],
            row["attempt_failed"],
            row["duration"],
        )
        for row in store.rows(connection, "interaction", keys)
    )


# -- tasks ----------------------------------------------------------------------------------------------------

_KINDS = {TaskDays.CALLS: TaskType.CALL, TaskDays.MEETINGS: TaskType.MEETING}


def _days(today: date) -> dict[TaskDays, tuple[date, date]]:
    """First and last day of each heap; a week is that of the work date, from Monday."""
    day = timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    return {
        TaskDays.OVERDUE: (date.min, today - day),
        TaskDays.TODAY: (today, today),
        TaskDays.TOMORROW: (today + day, today + day),
        TaskDays.WEEK: (monday, monday + timedelta(days=6)),
    }


def _tasks(connection: Reader, who: _Who, today: date) -> Tasks:
    bounds = _days(today)
    counts = dict(
        zip(
            bounds,
            store.task_counts(connection, who.people, who.teams, list(bounds.values())),
            strict=True,
        )
    )

    def first(days: TaskDays) -> tuple[DueTask, ...]:
        if not counts[days]:
            return ()
        return due_tasks(
            connection, store.task_ids(connection, who.people, who.teams, bounds[days], MOST_TASKS)
        )

    return Tasks(counts, first(TaskDays.OVERDUE), first(TaskDays.TODAY), first(TaskDays.TOMORROW))


def due_tasks(connection: Reader, keys: Sequence[int]) -> tuple[DueTask, ...]:
    """These tasks in this order, each with whom it is about."""
    found = store.rows(connection, "task", keys)
    attending = [row["attending"] for row in found if row["contact"] is None and row["attending"]]
    names = store.names_of_contacts(connection, attending) if attending else {}
    return tuple(_due_task(row, names) for row in found)


def _due_task(row: dict[str, Any], names: dict[int, str]) -> DueTask:
    contact, company = row["contact"], row["company"]
    person = contact.text if contact else names.get(row["attending"], "")
    return DueTask(
        row["id"],
        TaskType(row["type"]),
        row["description"],
        row["on"],
        Priority(row["priority"]),
        person,
        company.text if company and company.text != person else "",
        row["opportunity"],
        None if row["all_day"] else row["start_time"],
        row["duration"],
        all_day=row["all_day"],
    )


# -- opportunities --------------------------------------------------------------------------------------------


def _needs(connection: Reader, who: _Who, today: date, limit: int = MOST_NEEDS) -> Needs:
    days = lookups.setup(connection, "marketing_setup").get("stale_days")
    waits = timedelta(days=days if isinstance(days, int) else USUAL_STALE)
    count, found = store.needing(connection, who.people, today, today - waits, limit)
    rows = {row["id"]: row for row in store.rows(connection, "opportunity", [row for row, _bits in found])}
    return Needs(count, tuple(_need(rows[row], bits, today) for row, bits in found if row in rows))


def _need(row: dict[str, Any], bits: int, today: date) -> Need:
    no_task, passed, stale = store.reasons(bits)
    return Need(
        _deal(row),
        no_task,
        row["closing_on"] if passed else None,
        row["stage_description"],
        (today - row["stage_since"]).days if stale else None,
    )


def _deals(connection: Reader, keys: Sequence[int]) -> tuple[Deal, ...]:
    return tuple(_deal(row) for row in store.rows(connection, "opportunity", keys))


def _deal(row: dict[str, Any]) -> Deal:
    contact = row["company"] or row["contact"]
    return Deal(
        row["id"],
        row["description"] or row["number"],
        contact.text if contact else "",
        Status(row["status"]),
        row["stage_position"] if row["status"] == Status.IN_PROGRESS else 0,
        row["stage_count"],
        row["estimated_value"],
    )


def _recent(connection: Reader) -> tuple[Recent, ...]:
    return tuple(Recent(*found) for found in today_recent.recent(connection, MOST_RECENT))
