"""Any history of a few tasks, right and wrong wishes mixed: what must hold after every step, and undo of each."""

import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oppdesk.domain.errors import UserError
from oppdesk.domain.task_times import When
from oppdesk.domain.tasks import Assignment, NewTask, Seat
from oppdesk.domain.words import Answer, Attendance, CountedFrom, TaskStatus, TaskType
from oppdesk.services.desk import open_desk
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.records import MONDAY, State
from tests.services.tasks import team

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a history of twenty steps can be read as it is
PICK = st.integers(0, 7)
MAYBE = st.none() | PICK
DAYS = st.sampled_from([-40, -7, -1, 0, 1, 30]).map(lambda days: MONDAY + timedelta(days))
CLOCK = st.sampled_from([None, time(0), time(9, 30), time(23, 45)])
MINUTES = st.sampled_from([0, 1, 30, 90, 1440, 2880, 5000])
SERIES: Any = st.fixed_dictionaries(
    {
        "recurring": st.booleans(),
        "recurring_interval": st.sampled_from(["", "1W", "1M", "D31", "soon"]),
        "counted_from": st.sampled_from([int(each) for each in CountedFrom]),
    }
)
TIMES: Any = st.dictionaries(
    st.sampled_from(["on", "ending_on", "start_time", "ending_time", "duration", "all_day", "type"]),
    st.none(),
    min_size=1,
).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: {
                "on": DAYS,
                "ending_on": DAYS,
                "start_time": CLOCK,
                "ending_time": CLOCK,
                "duration": MINUTES,
                "all_day": st.booleans(),
                "type": st.sampled_from([int(kind) for kind in TaskType]),
            }[name]
            for name in names
        }
    )
)


class WorkingDay(RuleBasedStateMachine):
    """A few people and their teams, and everything one may try with their tasks."""

    template: Path
    folders: pytest.TempPathFactory

    def __init__(self) -> None:
        super().__init__()
        folder = self.folders.mktemp("day") / "data"
        shutil.copytree(self.template, folder)
        self.desk = open_desk(folder, folder / "backups", RESOURCES, device=3, today=lambda: MONDAY)
        mail = {"e_mail": "someone@example.com"}
        self.people = [
            records.salesperson(self.desk, "ANNA", **mail),
            records.salesperson(self.desk, "BEN"),
            records.salesperson(self.desk, "AWAY", blocked=True),
        ]
        self.teams = [team(self.desk, "NORTH", *self.people[:2]), team(self.desk, "SOUTH", self.people[1])]
        house = records.company(self.desk)
        self.contacts = [
            house,
            records.person(self.desk, "Vera", house, **mail),
            records.person(self.desk, "Tom"),
        ]
        self.desk.context.salesperson = self.people[0]
        self.activity = records.code_id(self.desk, "activity", "QUAL")
        self.now: State = records.stored(self.desk)
        self.undoable: list[State] = []  # the state before each operation that can be undone

    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            while self.undoable:
                self.undo()
        self.desk.close()

    def attempt(self, command: Callable[[], object]) -> bool:
        """Whether it was done. Refused, it changes nothing; done, it is one operation at most."""
        before, done = self.now, records.operations(self.desk)
        try:
            command()
        except UserError:
            assert records.stored(self.desk) == before
            assert records.operations(self.desk) == done
            return False
        self.now = records.stored(self.desk)
        made = records.operations(self.desk) - done
        assert made <= 1
        if made:
            self.undoable.append(loud(before))
        return True

    def one(self, pick: int, table: str = "task") -> int:
        """A row by any number; a key of nobody's when there is none."""
        rows = sorted(self.now[table])
        return rows[pick % len(rows)] if rows else 4711

    def among(self, rows: list[int], pick: int | None) -> int | None:
        return None if pick is None else rows[pick % len(rows)]

    # -- what users do --------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.create(TaskType.NONE, 0, None, None, {})
        self.create(TaskType.MEETING, 0, None, 1, {})
        self.create(TaskType.CALL, None, 0, 2, {})

    @rule(
        kind=st.sampled_from(TaskType), person=MAYBE, group=MAYBE, contact=MAYBE, values=SERIES | st.just({})
    )
    def create(
        self,
        kind: TaskType,
        person: int | None,
        group: int | None,
        contact: int | None,
        values: dict[str, Any],
    ) -> None:
        new = NewTask(
            TaskType.NONE,
            "Something",
            MONDAY,
            salesperson=self.among(self.people, person),
            team=self.among(self.teams, group),
            contact=self.among(self.contacts, contact),
            **values | ({"counted_from": CountedFrom(values["counted_from"])} if values else {}),
        )
        new = replace(self.desk.tasks.retyped(new, kind), note="Think of it")
        self.attempt(lambda: self.desk.tasks.create(new))

    @rule(pick=PICK, values=TIMES)
    def move(self, pick: int, values: dict[str, Any]) -> None:
        self.attempt(lambda: self.desk.tasks.change(self.one(pick), values))

    @rule(pick=PICK, values=SERIES)
    def recur(self, pick: int, values: dict[str, Any]) -> None:
        self.attempt(lambda: self.desk.tasks.change(self.one(pick), values))

    @rule(pick=PICK, on=DAYS, start=CLOCK, minutes=MINUTES, all_day=st.booleans())
    def place(self, pick: int, on: date, start: time | None, minutes: int, *, all_day: bool) -> None:
        self.attempt(lambda: self.desk.tasks.place(self.one(pick), on, start, minutes, all_day=all_day))

    @rule(pick=PICK, person=MAYBE, group=MAYBE)
    def give(self, pick: int, person: int | None, group: int | None) -> None:
        values = {"salesperson": self.among(self.people, person), "team": self.among(self.teams, group)}
        given = {name: value for name, value in values.items() if value is not None} or {"team": None}
        self.attempt(lambda: self.desk.tasks.question(self.one(pick), given))
        self.attempt(lambda: self.desk.tasks.change(self.one(pick), given))

    @rule(pick=PICK, contact=MAYBE)
    def about(self, pick: int, contact: int | None) -> None:
        self.attempt(
            lambda: self.desk.tasks.change(self.one(pick), {"contact": self.among(self.contacts, contact)})
        )

    @rule(pick=PICK, person=MAYBE)
    def done(self, pick: int, person: int | None) -> None:
        task = self.one(pick)
        before = self.now["task"].get(task)
        if self.attempt(lambda: self.desk.tasks.done(task, self.among(self.people, person))) and before:
            grown = len(self.now["task"]) - len(self.undoable[-1]["task"]) if not before["closed"] else 0
            assert grown == int(before["recurring"] and not before["closed"])

    @rule(pick=PICK, series=st.booleans())
    def cancel(self, pick: int, *, series: bool) -> None:
        self.attempt(lambda: self.desk.tasks.cancel(self.one(pick), series=series))

    @rule(pick=PICK, status=st.sampled_from(TaskStatus))
    def set_status(self, pick: int, status: TaskStatus) -> None:
        self.attempt(lambda: self.desk.tasks.change(self.one(pick), {"status": int(status)}))

    @rule(pick=PICK)
    def reopen(self, pick: int) -> None:
        self.attempt(lambda: self.desk.tasks.reopen(self.one(pick)))

    @rule(pick=PICK)
    def skip(self, pick: int) -> None:
        self.attempt(lambda: self.desk.tasks.skip_forward(self.one(pick)))

    @rule(pick=PICK, attendance=st.sampled_from(Attendance), person=MAYBE, contact=MAYBE, asked=st.booleans())
    def sit(
        self, pick: int, attendance: Attendance, person: int | None, contact: int | None, *, asked: bool
    ) -> None:
        seat = Seat(attendance, self.among(self.people, person), self.among(self.contacts, contact), asked)
        self.attempt(lambda: self.desk.tasks.seat(self.one(pick), seat))

    @rule(pick=PICK, attendance=st.sampled_from(Attendance), contact=MAYBE, answer=st.sampled_from(Answer))
    def reseat(self, pick: int, attendance: Attendance, contact: int | None, answer: Answer) -> None:
        values: dict[str, object] = {"attendance": int(attendance), "answer": int(answer)}
        if contact is not None:
            values["contact"] = self.among(self.contacts, contact)
        self.attempt(lambda: self.desk.tasks.change_seat(self.one(pick, "attendee"), values))

    @rule(pick=PICK)
    def leave(self, pick: int) -> None:
        self.attempt(lambda: self.desk.tasks.unseat(self.one(pick, "attendee")))

    @rule(pick=PICK)
    def remove(self, pick: int) -> None:
        self.attempt(lambda: self.desk.tasks.remove([self.one(pick)]))

    @rule()
    def tidy(self) -> None:
        self.attempt(self.desk.tasks.remove_canceled)

    @rule(person=MAYBE, group=MAYBE, contact=MAYBE, organizer=MAYBE)
    def plan(self, person: int | None, group: int | None, contact: int | None, organizer: int | None) -> None:
        wish = Assignment(
            self.activity,
            MONDAY,
            self.among(self.contacts, contact),
            self.among(self.people, person),
            self.among(self.teams, group),
            self.among(self.people, organizer),
        )
        self.attempt(lambda: self.desk.activities.assign(wish))

    @rule()
    def undo(self) -> None:
        if self.undoable:
            self.desk.history.undo()
            self.now = records.stored(self.desk)
            assert loud(self.now) == self.undoable.pop()

    # -- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def closed_cancelled_and_completed_go_together(self) -> None:
        for row in self.now["task"].values():
            assert row["closed"] == (row["closed_on"] is not None) == (row["status"] == TaskStatus.COMPLETED)
            assert row["closed"] or not (row["canceled"] or row["completed_by"])
            assert row["team"] is not None or row["completed_by"] is None or row["closed"]

    @invariant()
    def a_task_is_of_a_salesperson_or_of_a_team(self) -> None:
        for row in self.now["task"].values():
            assert (row["salesperson"] is None) != (row["team"] is None)

    @invariant()
    def times_fit_the_type(self) -> None:
        for row in self.now["task"].values():
            when = When(TaskType(row["type"]), row["on"], row["start_time"], row["duration"], row["all_day"])
            assert 1 <= when.duration <= 3650 * 1440
            assert when.ending[0] >= when.on
            if when.type is TaskType.NONE:
                assert (when.start_time, when.all_day, when.duration % 1440) == (None, False, 0)
            elif when.type is TaskType.MEETING:
                assert when.all_day == (when.start_time is None)
                assert not when.all_day or when.duration % 1440 == 0
            else:
                assert not when.all_day

    @invariant()
    def tables_are_of_meetings_and_members_of_teams(self) -> None:
        seats: dict[int, list[dict[str, Any]]] = {task: [] for task in self.now["task"]}
        for seat in self.now["attendee"].values():
            seats[seat["task"]].append(seat)
            assert (seat["salesperson"] is None) != (seat["contact"] is None)
        for task, row in self.now["task"].items():
            kinds = Counter(Attendance(seat["attendance"]) for seat in seats[task])
            if row["type"] == TaskType.MEETING:
                assert row["contact"] is None
                assert kinds[Attendance.ORGANIZER] == 1
                assert kinds[Attendance.MEMBER] == 0
                organizer = next(seat for seat in seats[task] if seat["attendance"] == Attendance.ORGANIZER)
                assert organizer["send_invitation"]
                assert row["team"] is not None or row["salesperson"] == organizer["salesperson"]
            else:
                assert set(kinds) <= {Attendance.MEMBER}
                assert (row["team"] is None) == (not seats[task])
            who = [(seat["salesperson"], seat["contact"]) for seat in seats[task]]
            assert len(set(who)) == len(who)

    @invariant()
    def nothing_hangs_on_a_task_that_is_gone(self) -> None:
        tasks = set(self.now["task"])
        assert {row["task"] for row in self.now["task_language"].values()} <= tasks
        assert {row["row"] for row in self.now["comment"].values()} <= tasks

    @invariant()
    def what_does_not_recur_has_no_interval(self) -> None:
        for row in self.now["task"].values():
            assert row["recurring"] or (row["recurring_interval"], row["counted_from"]) == ("", 0)


def loud(state: State) -> State:
    """Without what undo may leave changed."""
    hidden = {"version", "updated_at", "search_text", "last_no", "last_date"}
    return {
        table: {
            key: {name: value for name, value in row.items() if name not in hidden}
            for key, row in rows.items()
        }
        for table, rows in state.items()
    }


def test_any_history_of_tasks(template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    kind = type("ThisDay", (WorkingDay,), {"template": template, "folders": tmp_path_factory})
    run_state_machine_as_test(
        kind, settings=settings(max_examples=15, stateful_step_count=25, deadline=None, phases=PHASES)
    )
