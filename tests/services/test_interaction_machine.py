"""Any history of a few interactions, right and wrong wishes mixed: what holds after every step, and undo of each."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File
from oppdesk.domain.words import Evaluation
from oppdesk.services.desk import open_desk
from oppdesk.storage import base
from oppdesk.storage.base import metadata
from oppdesk.storage.interactions import Sums
from tests.conftest import RESOURCES
from tests.services import records, talks
from tests.services.records import MONDAY, State

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
PICK = st.integers(0, 7)
FLAG = st.booleans()
CODES = st.sampled_from(["ONSITE", "INCOME", "OUTGOING", "EMAIL", "BUS", "INSDOC"])
VALUES: Any = st.fixed_dictionaries(
    {},
    optional={
        "description": st.sampled_from(["", "Roof", "Über das Dach", "x" * 101]),
        "on": st.sampled_from([None, MONDAY, MONDAY - timedelta(9), date(2025, 12, 31)]),
        "cost": st.sampled_from([-1, 0, 333]),
        "duration": st.sampled_from([0, 7, 90]),
        "attempt_failed": FLAG,
        "note": st.sampled_from(["", "Wants blue", "Two\nlines"]),
        "letter": st.sampled_from(["", "Dear {contact}"]),
        "file": st.sampled_from([None, File("a.pdf", b"one"), File("b.pdf", b"one"), File("c.pdf", b"")]),
        "message": st.sampled_from(["", "<1@sky.example>"]),
    },
)


class Story(RuleBasedStateMachine):
    """A house with two people, somebody alone, somebody blocked, and all that may be said to them."""

    template: Path
    folders: pytest.TempPathFactory

    def __init__(self) -> None:
        super().__init__()
        folder = self.folders.mktemp("story") / "data"
        shutil.copytree(self.template, folder)
        self.desk = open_desk(folder, folder / "backups", RESOURCES, device=3, today=lambda: MONDAY)
        desk, house = self.desk, records.company(self.desk, phone="+31 20 5550142", e_mail="a@sky.example")
        self.house = house
        self.contacts = [
            house,
            records.person(desk, "Vera", house, phone="+31 6 55501871"),
            records.person(desk, "Tom", house),
            records.person(desk, "Alone"),
            records.company(desk, "Blocked", privacy_blocked=True),
        ]
        desk.context.salesperson = records.salesperson(desk, "BEN")
        self.deals = [records.opportunity(desk, contact=house), records.opportunity(desk)]
        self.now: State = records.stored(desk)
        self.undoable: list[State] = []

    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            while self.undoable:
                self.undo()
        self.desk.close()

    def attempt(self, command: Callable[[], object]) -> None:
        """Refused, it changes nothing; done, it is one operation at most."""
        before, done = self.now, records.operations(self.desk)
        try:
            command()
        except UserError:
            assert records.stored(self.desk) == before
            assert records.operations(self.desk) == done
            return
        self.now = records.stored(self.desk)
        if records.operations(self.desk) > done:
            assert records.operations(self.desk) == done + 1
            self.undoable.append(loud(before))

    def some(self, at: int) -> int:
        every = sorted(self.now["interaction"])
        return every[at % len(every)] if every else 4711

    @initialize()
    def begin(self) -> None:
        self.undoable = []

    @rule(code=CODES, contact=PICK, deal=st.none() | PICK, values=VALUES, draft=st.none() | PICK, logs=FLAG)
    def write(
        self, code: str, contact: int, deal: int | None, values: Any, draft: int | None, logs: bool
    ) -> None:
        service = self.desk.interactions
        who = self.contacts[contact % len(self.contacts)]
        new = service.proposal(contact=who, template=talks.template(self.desk, code))
        new = replace(new, opportunity=None if deal is None else self.deals[deal % 2], **values)
        act = service.log if logs else service.postpone
        self.attempt(lambda: act(new, None if draft is None else self.some(draft)))

    @rule(draft=PICK, logs=FLAG, note=st.sampled_from(["", "Later"]))
    def go_on(self, draft: int, logs: bool, note: str) -> None:
        service, row = self.desk.interactions, self.some(draft)
        act = service.log if logs else service.postpone
        self.attempt(lambda: act(replace(service.draft(row), note=note), row))

    @rule(contact=PICK, failed=FLAG)
    def call(self, contact: int, failed: bool) -> None:
        call = self.desk.calls.proposal(contact=self.contacts[contact % len(self.contacts)]).new
        self.attempt(lambda: self.desk.calls.log(replace(call, attempt_failed=failed)))

    @rule(first=PICK, second=PICK, files=FLAG)
    def toggle(self, first: int, second: int, files: bool) -> None:
        rows = [self.some(first), self.some(second)]
        self.attempt(lambda: self.desk.interactions.toggle_canceled(rows, remove_files=files))

    @rule(row=PICK, evaluation=st.sampled_from(list(Evaluation)))
    def evaluate(self, row: int, evaluation: Evaluation) -> None:
        self.attempt(lambda: self.desk.interactions.evaluate([self.some(row)], evaluation))

    @rule(row=PICK, deal=st.none() | PICK)
    def link(self, row: int, deal: int | None) -> None:
        target = None if deal is None else self.deals[deal % 2]
        self.attempt(lambda: self.desk.interactions.link(self.some(row), target))

    @rule(row=PICK, notes=FLAG)
    def make_opportunity(self, row: int, notes: bool) -> None:
        self.attempt(lambda: self.desk.interactions.make_opportunity(self.some(row), with_notes=notes))

    @rule(row=PICK)
    def remove_file(self, row: int) -> None:
        self.attempt(lambda: self.desk.interactions.remove_file(self.some(row)))

    @rule(row=PICK)
    def discard(self, row: int) -> None:
        self.attempt(lambda: self.desk.interactions.discard([self.some(row)]))

    @rule()
    def remove_canceled(self) -> None:
        self.attempt(self.desk.interactions.remove_canceled)

    @rule(person=PICK, moves=FLAG)
    def change_company(self, person: int, moves: bool) -> None:
        who = self.contacts[1 + person % 3]
        target = None if self.now["contact"][who]["company"] == self.house else self.house
        self.attempt(lambda: self.desk.contacts.change_company(who, target, move_records=moves))

    @rule()
    def undo(self) -> None:
        if self.undoable:
            self.desk.history.undo()
            self.now = records.stored(self.desk)
            assert loud(self.now) == self.undoable.pop()

    @invariant()
    def what_counts_is_what_is_told(self) -> None:
        rows = self.now["interaction"].values()
        mine = [row for row in rows if row["company"] == self.house]
        counted = [row for row in mine if not (row["canceled"] or row["postponed"])]
        sums = Sums(
            len(counted), sum(row["cost"] for row in counted), sum(row["duration"] for row in counted)
        )
        assert self.desk.interactions.figures("contact", self.house) == sums
        reached = [row["on"] for row in counted if not row["attempt_failed"]]
        tried = [row["on"] for row in counted if row["initiated_by"] == 1]
        assert self.desk.interactions.touch(self.house) == (
            max(reached, default=None),
            max(tried, default=None),
        )
        told = self.desk.timeline.of("contact", self.house, kinds={"interaction"}, limit=200)
        assert {event.id for event in told} == {row["id"] for row in mine if not row["postponed"]}

    @invariant()
    def what_is_logged_is_whole(self) -> None:
        notes = [note for note in self.now["comment"].values() if note["subject"] == 16]
        assert {note["row"] for note in notes} <= set(self.now["interaction"])
        for row in self.now["interaction"].values():
            assert bool(row["attachment"]) == bool(row["file_name"])
            assert row["postponed"] == (row["logged_on"] is None)
            assert not (row["postponed"] and row["canceled"])
            if not row["postponed"]:
                assert all(row[name] for name in ("description", "interaction_template", "salesperson", "on"))


def loud(state: State) -> State:
    """Without what an undo may leave changed."""
    return {
        name: {
            key: {
                column: value
                for column, value in row.items()
                if column not in base.quiet(metadata.tables[name])
            }
            for key, row in rows.items()
        }
        for name, rows in state.items()
    }


@pytest.mark.timeout(600)
def test_any_history_of_interactions_keeps_every_promise(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    Story.template, Story.folders = template, tmp_path_factory
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Story, settings=settings(max_examples=12, stateful_step_count=20, deadline=None, phases=PHASES)
    )
