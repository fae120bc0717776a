"""What salespeople have done over the years, and have to do now: as many tasks as a person can have.

So most opportunities of a large database have no next step, and a week looks alike at every size.
"""

import math
from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from oppdesk.domain.words import Attendance, TaskStatus, TaskType
from oppdesk.storage.journal import Values
from oppdesk.storage.task_tables import ATTENDEE, TASK
from tests.benchmarks.pile import Pile
from tests.benchmarks.words import TASKS

OPEN = 120  # tasks of a salesperson, a third of them in the week to come
OVERDUE = 0.12  # of these
AHEAD, BEHIND = 14, 8  # days on an average
A_MONTH = 100  # tasks that a salesperson does on an average
MOST = 0.25  # of the entries of an opportunity, where there are few

_KINDS = ((TaskType.NONE, TaskType.CALL, TaskType.MEETING), (60, 30, 10))


class Diaries:
    """`entries` are those of a month, of all `people`."""

    def __init__(self, rng: Random, today: date, people: Sequence[int], entries: float) -> None:
        self._rng = rng
        self._today = today
        self._people = people
        self._chance = min(MOST, A_MONTH * len(people) / entries) if entries else MOST
        self._underway: dict[int, list[Values]] = {person: [] for person in people}

    def done(self, pile: Pile, of_it: Values, first: date, last: date) -> None:
        """Some entries of opportunities had a task, done until the next one came."""
        if self._rng.random() < self._chance:
            on = first + timedelta(days=self._rng.randint(0, min(10, max(0, (last - first).days))))
            told = {"on": on, "closed": True, "closed_on": on, "status": int(TaskStatus.COMPLETED)}
            self._task(pile, of_it | told)

    def may_go_on(self, of_it: Values) -> None:
        """An opportunity in progress, for which something may be planned."""
        self._underway[of_it["salesperson"]].append(of_it)

    @property
    def size(self) -> int:
        """How many tasks are planned."""
        return sum(min(OPEN, len(each)) for each in self._underway.values())

    def plan(self, pile: Pile) -> None:
        """The next steps of each salesperson: dense in the days to come, thinner later, some overdue."""
        for underway in self._underway.values():
            for of_it in self._rng.sample(underway, min(OPEN, len(underway))):
                self._task(pile, of_it | {"on": self._day()})

    def _day(self) -> date:
        rng = self._rng
        is_overdue = rng.random() < OVERDUE
        days = -math.ceil(rng.expovariate(1 / BEHIND)) if is_overdue else int(rng.expovariate(1 / AHEAD))
        on = self._today + timedelta(days=days)
        return on + timedelta(days=max(0, 7 - on.weekday()) if on.weekday() > 4 and days >= 0 else 0)

    def _task(self, pile: Pile, values: Values) -> None:
        """At the table of a meeting sits its contact, and in some a colleague."""
        rng = self._rng
        kind = rng.choices(*_KINDS)[0]
        told: Values = {"type": int(kind), "description": rng.choice(TASKS)}
        if kind is not TaskType.NONE:
            told |= {"start_time": time(rng.randint(8, 17), rng.choice((0, 30))), "duration": 30}
        if kind is not TaskType.MEETING:
            pile.add(TASK, values | told)
            return
        meeting = pile.add(TASK, values | told, contact=None, duration=rng.choice((60, 90, 120)))["id"]
        seats = [
            {"attendance": int(Attendance.ORGANIZER), "salesperson": values["salesperson"]},
            {"attendance": int(Attendance.REQUIRED), "contact": values["contact"]},
        ]
        colleague = rng.choice(self._people)
        if rng.random() < 0.2 and colleague != values["salesperson"]:
            seats.append({"attendance": int(Attendance.OPTIONAL), "salesperson": colleague})
        for seat in seats:
            pile.add(ATTENDEE, seat, task=meeting)
