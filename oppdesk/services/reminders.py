"""What is due and what comes next, derived anew from the clock at each question; rests that the user asked for.

A rest is a habit of this place: it is no operation, and undo knows nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache, partial

from oppdesk.domain import reminders
from oppdesk.domain.changes import Changes
from oppdesk.domain.reminders import Habit
from oppdesk.services.changes import ChangeLog
from oppdesk.services.context import Context
from oppdesk.services.today import due_tasks
from oppdesk.services.today_values import DueTask
from oppdesk.storage import reminders as store
from oppdesk.storage.unit_of_work import Reader, Store

MOST = 60  # tasks that are shown
COUNTED = 1000  # tasks; what is more is said to be more


@dataclass(frozen=True, slots=True)
class Due:
    """The tasks that ask for attention, the latest first; `next_at` is when the next one will."""

    tasks: tuple[DueTask, ...] = ()
    count: int = 0  # COUNTED when there are more
    next_at: datetime | None = None


class Reminders:
    """`habit` is what the user prefers; `zone` None is the computer's."""

    def __init__(
        self, store: Store, context: Context, changes: ChangeLog, zone: tzinfo | None = None
    ) -> None:
        self._store = store
        self._context = context
        self.zone = zone
        self.habit = Habit()
        changes.subscribe(self._hear)

    def due(self, now: datetime) -> Due:
        """What asks for attention at a moment (aware)."""
        with self._store.read() as connection:
            today = now.astimezone(self.zone).date()
            late, next_at = self._near(connection, now)
            past = store.passed(connection, self._people, today, now, COUNTED)
            keys = [*late, *past]
            return Due(due_tasks(connection, keys[:MOST]), min(len(keys), COUNTED), next_at)

    def next_at(self, now: datetime) -> datetime:
        """When there will be something new to look at, at midnight at the latest."""
        with self._store.read() as connection:
            return self._near(connection, now)[1]

    def _near(self, connection: Reader, now: datetime) -> tuple[list[int], datetime]:
        """The tasks from today on that are due, the latest first; and when the next one will be."""
        today = now.astimezone(self.zone).date()
        late: list[tuple[datetime, int]] = []
        coming = [reminders.midnight(now, self.zone)]
        # Many tasks have the same hour; the reader that does this cannot turn to what is urgent meanwhile.
        rings_at = cache(partial(reminders.rings_at, habit=self.habit, zone=self.zone))
        for task in store.near(connection, self._people, today, reminders.EARLIEST):
            start = None if task.all_day else task.start_time
            rings = rings_at(task.on, start, task.reminder)
            if task.quiet_until is not None:
                rings = task.quiet_until
            if rings <= now:
                late.append((rings, task.id))
            else:
                coming.append(rings)
        rest = store.next_rest_over(connection, now)
        late.sort(reverse=True)
        return [row for _rings, row in late], min([*coming, *([rest] if rest else [])])

    @property
    def _people(self) -> tuple[int, ...] | None:
        """One's own tasks; everybody's as long as nobody has said who sits here."""
        me = self._context.salesperson
        return None if me is None else (me,)

    # -- rests ------------------------------------------------------------------------------------------------

    def snooze(self, tasks: Sequence[int], until: datetime) -> None:
        """Say nothing of these tasks until a moment (aware)."""
        with self._store.derive() as connection:
            store.rest(connection, tasks, until)
            store.forget_closed(connection)

    def tomorrow(self, now: datetime) -> datetime:
        """When the next day begins to be worked."""
        return reminders.tomorrow(now, self.habit, self.zone)

    def clock_set_back(self, now: datetime) -> None:
        """Rests may last much longer than was meant: rather once too often than missed."""
        with self._store.derive() as connection:
            store.wake_all(connection, now)

    def _hear(self, changes: Changes) -> None:
        """A task that was changed asks at its own time again: it may have been moved to an earlier one."""
        changed = {row for table, row in changes.changed if table == "task"}
        if not changed:
            return
        with self._store.read() as connection:
            found = sorted(changed & store.resting(connection))
        if found:
            with self._store.derive() as connection:
                store.wake(connection, found)
