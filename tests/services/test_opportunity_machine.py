"""Any history of an opportunity, legal and illegal wishes mixed: what must hold after every step, and undo of each."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oppdesk.domain.changes import Changes
from oppdesk.domain.errors import UserError
from oppdesk.domain.standing import Closing, Move, Offer
from oppdesk.domain.words import Action, Outcome, Priority, Status, Step
from oppdesk.services.desk import open_desk
from oppdesk.services.opportunities import Draft
from oppdesk.storage.opportunities import broken_standings
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.histories import (
    AMOUNTS,
    CHANCES,
    CLOSE_FAULTS,
    DAYS,
    LATER,
    MOVE_FAULTS,
    MOVES,
    PICK,
    Late,
    Scene,
    begin,
)
from tests.services.records import MONDAY, State

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a history of twenty steps can be read as it is
CLOSED = (Status.WON, Status.LOST)


class Life(RuleBasedStateMachine):
    """A few opportunities, and everything one may try with them."""

    scene: Scene
    folders: pytest.TempPathFactory

    def __init__(self) -> None:
        super().__init__()
        folder = self.folders.mktemp("life") / "data"
        shutil.copytree(self.scene.folder, folder)
        self.desk = open_desk(folder, folder / "backups", RESOURCES, device=3, today=lambda: MONDAY)
        self.people, self.contacts = self.scene.people, self.scene.contacts
        self.cycles, self.codes = self.scene.cycles, self.scene.codes
        self.news: list[Changes] = []
        self.desk.changes.subscribe(self.news.append)
        self.now: State = records.stored(self.desk)
        self.undoable: list[State] = []  # the state before each operation that is in force

    def teardown(self) -> None:
        """At the end everything is closed and deleted, and then taken back step by step to the beginning."""
        if sys.exc_info()[0] is None:
            for row in sorted(self.now["opportunity"]):
                if self.now["opportunity"][row]["status"] not in CLOSED:
                    on = self.desk.opportunities.situation(row).change_date
                    wish = Closing(Outcome.LOST, self.codes[Outcome.LOST], None, on)
                    assert self.attempt(lambda row=row, wish=wish: self.desk.opportunities.close(row, wish))
                assert self.attempt(lambda row=row: self.desk.opportunity_fields.remove([row]))
            self.undo(len(self.undoable))
        self.desk.close()

    # -- trying -------------------------------------------------------------------------------------------

    def attempt(self, command: Callable[[], object], *, reopens: bool = False) -> bool:
        """Whether it was done. Refused, it changes nothing; done, it is one operation, told once."""
        before, done, told = self.now, records.operations(self.desk), len(self.news)
        try:
            command()
        except UserError:
            assert records.stored(self.desk) == before
            assert (records.operations(self.desk), len(self.news)) == (done, told)
            return False
        self.now = records.stored(self.desk)
        made = records.operations(self.desk) - done
        assert made == len(self.news) - told <= 1
        if made:
            self.undoable.append(without_quiet(before))
        if not reopens:
            self.closed_stay_closed(before)
        return True

    def closed_stay_closed(self, before: State) -> None:
        for row, old in before["opportunity"].items():
            new = self.now["opportunity"].get(row)
            if new is not None and old["status"] in CLOSED:
                same = (
                    "status",
                    "closed_on",
                    "current_value",
                    "estimated_value",
                    "stage",
                    "contact",
                    "number",
                )
                assert {name: new[name] for name in same} == {name: old[name] for name in same}

    def one(self, table: str, pick: int) -> int:
        """One row of a table, by any number; a key of nobody's when there is none."""
        rows = sorted(self.now[table])
        return rows[pick % len(rows)] if rows else 4711

    def day(self, offset: int | None) -> date | None:
        return None if offset is None else self.desk.context.work_date + timedelta(offset)

    # -- what users do ------------------------------------------------------------------------------------

    @rule(pick=PICK, activate=st.booleans(), value=AMOUNTS, chances=CHANCES, closing=DAYS)
    def create(self, pick: int, *, activate: bool, value: int, chances: int, closing: int | None) -> None:
        draft = Draft(
            f"Deal {pick}",
            self.contacts[pick % 3],
            self.people[pick % 2],
            self.cycles[pick % 3],
            Priority(pick % 3),
            activate=activate,
            value=value,
            chances=chances,
            closing_on=self.day(closing),
        )
        self.attempt(lambda: self.desk.opportunities.create(draft))

    @initialize(pick=PICK, moves=MOVES)
    def start_two(self, pick: int, moves: list[tuple[int, int, int, bool]]) -> None:
        """Two under way, so that histories are worth having."""
        for each in (pick, pick + 1):
            self.start(each)
            self.move(each, moves)

    @precondition(lambda self: len(self.now["opportunity"]) < 4)
    @rule(pick=PICK)
    def start(self, pick: int) -> None:
        draft = Draft(f"Deal {pick}", self.contacts[pick % 3], self.people[pick % 2], self.cycles[pick % 2])
        if self.attempt(lambda: self.desk.opportunities.create(draft)):
            row = max(self.now["opportunity"])
            wish = Move(Step.FIRST, on=self.desk.context.work_date, value=pick * 1000)
            assert self.attempt(lambda: self.desk.opportunities.activate(row, wish))

    @rule(pick=PICK, moves=MOVES)
    def move(self, pick: int, moves: list[tuple[int, int, int, bool]]) -> None:
        """A few of the actions offered, filled in as they should be."""
        for which, later, value, cancel in moves:
            self._move(pick, which, later, value, cancel=cancel, fault=None)
            self.ledgers_are_sound()

    @rule(pick=PICK, which=PICK, later=LATER, value=PICK, cancel=st.booleans(), fault=MOVE_FAULTS)
    def move_wrongly(
        self, pick: int, which: int, later: int, value: int, *, cancel: bool, fault: dict[str, Any]
    ) -> None:
        """The same but for one fault."""
        self._move(pick, which, later, value, cancel=cancel, fault=fault)

    def _move(
        self, pick: int, which: int, later: int, value: int, *, cancel: bool, fault: dict[str, Any] | None
    ) -> None:
        row = self.one("opportunity", pick)
        if row not in self.now["opportunity"]:
            return
        now = self.desk.opportunities.situation(row)
        possible = [offer for offer in now.offers if offer.possible]
        offer = possible[which % len(possible)] if possible else Offer(Step(which % 6))
        stage = offer.stages[pick % len(offer.stages)].number if offer.stages else None
        on = now.change_date + timedelta(later)
        wish = Move(offer.step, stage, on, 1 + value * 12_345, 1 + value * 9, on + timedelta(value), cancel)
        if fault is not None:
            days = {name: on + timedelta(late) for name, late in fault.items() if isinstance(late, Late)}
            wish = replace(wish, **(fault | days))
        if self.attempt(lambda: self.desk.opportunities.move(row, wish, seen=now.seen)):
            assert fault is None or "step" in fault or "stage" in fault
            assert not now.standing.closed

    @rule(pick=PICK, step=st.sampled_from(Step))
    def one_key(self, pick: int, step: Step) -> None:
        row = self.one("opportunity", pick)
        self.attempt(lambda: self.desk.opportunities.step(row, step))

    @rule(pick=PICK, won=st.booleans(), later=LATER, cancel=st.booleans())
    def close(self, pick: int, later: int, *, won: bool, cancel: bool) -> None:
        self._close(pick, later, won=won, cancel=cancel, fault=None)

    @rule(pick=PICK, won=st.booleans(), later=LATER, cancel=st.booleans(), fault=CLOSE_FAULTS)
    def close_wrongly(self, pick: int, later: int, *, won: bool, cancel: bool, fault: dict[str, Any]) -> None:
        self._close(pick, later, won=won, cancel=cancel, fault=fault)

    def _close(self, pick: int, later: int, *, won: bool, cancel: bool, fault: dict[str, Any] | None) -> None:
        row = self.one("opportunity", pick)
        if row not in self.now["opportunity"]:
            return
        outcome = Outcome.WON if won else Outcome.LOST
        on = self.desk.opportunities.situation(row).change_date + timedelta(later)
        wish = Closing(outcome, self.codes[outcome], None, on, 1 + pick * 999, cancel)
        if fault is not None:
            wish = replace(wish, **fault)
        done = self.attempt(lambda: self.desk.opportunities.close(row, wish))
        assert not (done and fault and (won or "sales_value" not in fault))

    @precondition(lambda self: any(row["status"] in CLOSED for row in self.now["opportunity"].values()))
    @rule(pick=PICK)
    def reopen(self, pick: int) -> None:
        row = self.one("opportunity", pick)
        self.attempt(lambda: self.desk.opportunities.reopen(row), reopens=True)

    @rule(pick=PICK, amount=AMOUNTS)
    def create_quote(self, pick: int, amount: int) -> None:
        row = self.one("opportunity", pick)
        self.attempt(lambda: self.desk.quotes.create(row, amount))

    @precondition(lambda self: self.now["sales_document"])
    @rule(pick=PICK)
    def remove_quote(self, pick: int) -> None:
        row = self.one("sales_document", pick)
        self.attempt(lambda: self.desk.quotes.remove(row))

    @rule(pick=PICK, what=st.sampled_from(["done", "cancel", "reopen", "add", "note"]))
    def tasks_and_notes(self, pick: int, what: str) -> None:
        owner, task = self.one("opportunity", pick), self.one("task", pick)
        commands: dict[str, Callable[[], object]] = {
            "done": lambda: self.desk.tasks.done(task),
            "cancel": lambda: self.desk.tasks.cancel(task),
            "reopen": lambda: self.desk.tasks.reopen(task),
            "add": lambda: self.desk.tasks.add("Call back", MONDAY, opportunity=owner),
            "note": lambda: self.desk.comments.add("opportunity", owner, "Note"),
        }
        if owner in self.now["opportunity"] or what != "note":
            self.attempt(commands[what])

    @rule(
        pick=PICK,
        field=st.sampled_from(["salesperson", "contact", "sales_cycle", "priority", "number", "description"]),
        other=PICK,
        follow=st.booleans(),
    )
    def change(self, pick: int, field: str, other: int, *, follow: bool) -> None:
        row = self.one("opportunity", pick)
        values: dict[str, Any] = {
            "salesperson": [*self.people, None][other % 3],
            "contact": [*self.contacts, None][other % 4],
            "sales_cycle": [*self.cycles, None][other % 4],
            "priority": other % 4,
            "number": ["", "OWN-1", "OWN-2"][other % 3],
            "description": ["", "Renamed", "x" * 101][other % 3],
        }
        self.attempt(
            lambda: self.desk.opportunity_fields.change(row, field, values[field], with_tasks=follow)
        )

    @precondition(lambda self: len(self.now["opportunity"]) > 1)
    @rule(pick=PICK, cancel=st.booleans())
    def remove(self, pick: int, *, cancel: bool) -> None:
        going = Status.IN_PROGRESS
        free = sorted(row for row, values in self.now["opportunity"].items() if values["status"] != going)
        row = free[pick % len(free)] if free else self.one("opportunity", pick)
        assert self.attempt(lambda: self.desk.opportunity_fields.remove([row], cancel_tasks=cancel)) == bool(
            free
        )

    @rule(days=st.integers(-2, 20))
    def another_day(self, days: int) -> None:
        self.desk.context.work_as_of(self.desk.context.work_date + timedelta(days))

    @precondition(lambda self: self.undoable)
    @rule(times=st.integers(1, 4))
    def some_undo(self, times: int) -> None:
        self.undo(times)

    def undo(self, times: int) -> None:
        for _each in range(min(times, len(self.undoable))):
            done, told = records.operations(self.desk), len(self.news)
            self.desk.history.undo()
            assert (records.operations(self.desk), len(self.news)) == (done + 1, told + 1)
            self.now = records.stored(self.desk)
            assert without_quiet(self.now) == self.undoable.pop()

    # -- what must hold -----------------------------------------------------------------------------------

    @invariant()
    def ledgers_are_sound(self) -> None:
        ledgers: dict[int, list[dict[str, Any]]] = {row: [] for row in self.now["opportunity"]}
        for _key, entry in sorted(self.now["opportunity_entry"].items()):
            ledgers[entry["opportunity"]].append(entry)
        for row, ledger in ledgers.items():
            opportunity = self.now["opportunity"][row]
            if not ledger:
                assert opportunity["status"] == Status.NOT_STARTED
                assert (opportunity["stage"], opportunity["estimated_value"]) == (0, 0)
                continue
            assert [entry["active"] for entry in ledger] == [False] * (len(ledger) - 1) + [True]
            assert ledger[0]["previous_stage"] == 0
            for old, new in pairwise(ledger):
                assert new["previous_stage"] == old["stage"]
                assert new["changed_on"] >= old["changed_on"]
                assert old["days_open"] == (new["changed_on"] - old["changed_on"]).days
            for entry in ledger:
                sound(entry)
            status_is_that_of(ledger[-1], opportunity)

    @invariant()
    def standing_copies_the_active_entry(self) -> None:
        with records.store_of(self.desk).read() as connection:
            assert broken_standings(connection) == []
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None

    @invariant()
    def kept_sums_are_what_the_rows_come_to(self) -> None:
        assert not self.desk.statistics.mend()
        for salesperson in self.scene.people:
            total = self.desk.statistics.salesperson(salesperson).total
            entries = [
                (entry["estimated_value"], entry["current_value"])
                for entry in self.now["opportunity_entry"].values()
                if entry["active"] and entry["salesperson"] == salesperson
            ]
            assert (total.count, total.estimated, total.current) == (
                len(entries),
                sum(estimated for estimated, _current in entries),
                sum(current for _estimated, current in entries),
            )

    @invariant()
    def cancelled_tasks_are_closed(self) -> None:
        for task in self.now["task"].values():
            assert task["closed"] >= task["canceled"]
            assert task["closed"] == (task["closed_on"] is not None)


def sound(entry: dict[str, Any]) -> None:
    """One line of the ledger in itself."""
    action, value = Action(entry["action"]), entry["current_value"]
    assert entry["closing_on"] >= entry["changed_on"]
    assert 0 <= entry["probability"] <= 10_000
    if action is Action.WON:
        assert (entry["probability"], entry["completed"], entry["chances"]) == (10_000, 100, 100)
        assert value > 0
    elif action is Action.LOST:
        assert (entry["probability"], entry["completed"], entry["chances"], value) == (0, 100, 0, 0)
    else:
        assert value == entry["estimated_value"] * entry["probability"]
    closes = action in (Action.WON, Action.LOST)
    assert closes == (entry["stage"] == 0) == (entry["closed_on"] is not None)
    assert closes == (entry["close_code"] is not None)
    if entry["active"]:
        assert entry["days_open"] == 0


def status_is_that_of(active: dict[str, Any], opportunity: dict[str, Any]) -> None:
    expected = {Action.WON: Status.WON, Action.LOST: Status.LOST}.get(
        Action(active["action"]), Status.IN_PROGRESS
    )
    assert (opportunity["status"], opportunity["closed_on"]) == (expected, active["closed_on"])
    for name in ("salesperson", "contact", "company", "sales_cycle", "changed_on"):
        assert opportunity[name] == active[name]


QUIET = {"version", "updated_at"}
DRAWN = {"last_no", "last_date"}


def without_quiet(state: State) -> State:
    """What undo brings back: everything but version counters, stamps and the last numbers of the series."""
    hidden = {name: QUIET | (DRAWN if name == "number_series_line" else set()) for name in state}
    return {
        name: {
            row: {key: row_values[key] for key in row_values.keys() - hidden[name]}
            for row, row_values in rows.items()
        }
        for name, rows in state.items()
    }


def test_any_history_keeps_every_promise(template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    class OnThisScene(Life):
        pass

    OnThisScene.scene = begin(template, tmp_path_factory.mktemp("scene") / "data")
    OnThisScene.folders = tmp_path_factory
    run_state_machine_as_test(
        OnThisScene, settings=settings(max_examples=15, stateful_step_count=15, deadline=None, phases=PHASES)
    )
