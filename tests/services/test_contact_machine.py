"""Any history of a few contacts, right and wrong wishes mixed: what must hold after every step, and undo of each."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oppdesk.domain.contact_relations import relation, reserved
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import ContactType, Relation
from oppdesk.services.desk import open_desk
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.records import MONDAY, State

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a history of twenty steps can be read as it is
COMPANY, PERSON = ContactType.COMPANY, ContactType.PERSON
PICK = st.integers(0, 7)
FIELDS = st.dictionaries(
    st.sampled_from(["city", "phone", "e_mail", "job_title", "vat_number", "minor", "parental_consent"]),
    st.sampled_from(["Hoorn", "020 624 1111", "a@b.example", "", True, False]),
    min_size=1,
    max_size=3,
)
LISTS = st.sampled_from(["mailing_group", "industry_group", "job_responsibility", "web_source"])
CODES = st.sampled_from(["PROS", "PRESS", "LAW", "CUST"])
LINKS = st.sampled_from([Relation.CUSTOMER, Relation.VENDOR, Relation.EMPLOYEE])


class Book(RuleBasedStateMachine):
    """A few companies and people, and everything one may try with them."""

    template: Path
    folders: pytest.TempPathFactory

    def __init__(self) -> None:
        super().__init__()
        folder = self.folders.mktemp("book") / "data"
        shutil.copytree(self.template, folder)
        self.desk = open_desk(folder, folder / "backups", RESOURCES, device=3, today=lambda: MONDAY)
        self.now: State = records.stored(self.desk)
        self.undoable: list[State] = []  # the state before each operation that can be undone

    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            while self.undoable:
                self.undo()
        self.desk.close()

    # -- trying -------------------------------------------------------------------------------------------

    def attempt(self, command: Callable[[], object]) -> bool:
        """Whether it was done. Refused, it changes nothing; done, it is one operation."""
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

    def one(self, pick: int) -> int:
        """A contact by any number; a key of nobody's when there is none."""
        rows = sorted(self.now["contact"])
        return rows[pick % len(rows)] if rows else 4711

    def rows(self, key: str) -> list[int]:
        return sorted(self.now[key])

    # -- what users do ------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.create(0, person=False, values={})
        self.create(1, person=True, values={})

    @rule(pick=PICK, person=st.booleans(), values=FIELDS)
    def create(self, pick: int, *, person: bool, values: dict[str, Any]) -> None:
        kind = {"type": int(PERSON), "company": self.one(pick)} if person else {"type": int(COMPANY)}
        self.attempt(lambda: self.desk.contacts.create({"name": f"Contact {pick}", **kind, **values}))

    @rule(pick=PICK, values=FIELDS)
    def change(self, pick: int, values: dict[str, Any]) -> None:
        self.attempt(lambda: self.desk.contacts.change(self.one(pick), values))

    @rule(pick=PICK, other=PICK)
    def stand_above(self, pick: int, other: int) -> None:
        self.attempt(lambda: self.desk.contacts.change(self.one(pick), {"parent_company": self.one(other)}))

    @rule(pick=PICK, other=st.one_of(st.none(), PICK))
    def change_company(self, pick: int, other: int | None) -> None:
        to = None if other is None else self.one(other)
        self.attempt(lambda: self.desk.contacts.change_company(self.one(pick), to))

    @rule(pick=PICK)
    def change_type(self, pick: int) -> None:
        row = self.now["contact"].get(self.one(pick))
        kind = PERSON if row and row["type"] == COMPANY else COMPANY
        self.attempt(lambda: self.desk.contacts.change_type(self.one(pick), kind))

    @rule(pick=PICK, key=LISTS, which=PICK)
    def sort(self, pick: int, key: str, which: int) -> None:
        targets = self.rows(key)
        values = {key: targets[which % len(targets)]} if targets else {}
        self.attempt(lambda: self.desk.contact_lines.save(f"contact_{key}", self.one(pick), None, values))

    @rule(pick=PICK, code=CODES)
    def relate(self, pick: int, code: str) -> None:
        target = records.code_id(self.desk, "business_relation", code)
        lines = self.desk.contact_lines
        values = {"business_relation": target}
        self.attempt(lambda: lines.save("contact_business_relation", self.one(pick), None, values))

    @rule(pick=PICK, link=LINKS, number=PICK)
    def link(self, pick: int, link: Relation, number: int) -> None:
        self.attempt(lambda: self.desk.contact_lines.link(self.one(pick), link, f"D{number}"))

    @rule(which=PICK)
    def let_go(self, which: int) -> None:
        rows = self.rows("contact_business_relation")
        row = rows[which % len(rows)] if rows else 4711
        self.attempt(lambda: self.desk.contact_lines.remove("contact_business_relation", row))

    @rule(pick=PICK)
    def note(self, pick: int) -> None:
        self.attempt(lambda: self.desk.comments.add("contact", self.one(pick), "Called"))

    @rule(pick=PICK, data=st.sampled_from([b"\xff\xd8\xff1", b"\xff\xd8\xff2", b"none", None]))
    def picture(self, pick: int, data: bytes | None) -> None:
        self.attempt(lambda: self.desk.contacts.set_picture(self.one(pick), data))

    @rule(pick=PICK)
    def remove(self, pick: int) -> None:
        row = self.one(pick)
        if row in self.now["contact"]:
            told = self.desk.contacts.removal([row])
            before = {key: len(self.now[key]) for key in (*told.lines, "contact")}
            if self.attempt(lambda: self.desk.contacts.remove([row])):  # what is told is what happens
                gone = {key: count - len(self.now[key]) for key, count in before.items()}
                assert gone == {**told.lines, "contact": len(told.contacts) + len(told.people)}

    @rule(pick=PICK)
    def anonymise(self, pick: int) -> None:
        row = self.one(pick)
        if self.attempt(lambda: self.desk.contacts.anonymise([row])):
            self.undoable = []  # it is not undone, and what lies before by choice only

    @rule()
    def undo(self) -> None:
        if self.undoable:
            self.desk.history.undo()
            self.now = records.stored(self.desk)
            assert loud(self.now) == self.undoable.pop()

    # -- what always holds --------------------------------------------------------------------------------

    @invariant()
    def people_belong_to_companies_and_companies_to_themselves(self) -> None:
        contacts = self.now["contact"]
        for key, row in contacts.items():
            if row["type"] == COMPANY:
                assert row["company"] == key
            elif row["company"] is not None:
                assert contacts[row["company"]]["type"] == COMPANY

    @invariant()
    def relations_are_what_the_rows_say(self) -> None:
        codes = reserved(next(iter(self.now["marketing_setup"].values())))
        rows = list(self.now["contact_business_relation"].values())
        for key, row in self.now["contact"].items():
            own = [each for each in rows if each["contact"] in {key, row["company"]}]
            assert row["relation"] == relation(own, codes)

    @invariant()
    def nobody_stands_above_oneself(self) -> None:
        contacts = self.now["contact"]
        for key in contacts:
            above, at = [], contacts[key]["parent_company"]
            while at is not None:
                above.append(at)
                assert len(above) <= len(contacts)
                at = contacts[at]["parent_company"]
            assert key not in above

    @invariant()
    def minors_are_people_and_free_with_consent_only(self) -> None:
        for row in self.now["contact"].values():
            assert row["type"] == PERSON or not (row["minor"] or row["parental_consent"])
            assert row["privacy_blocked"] or row["parental_consent"] or not row["minor"]


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


def test_any_history_of_contacts(template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    kind = type("ThisBook", (Book,), {"template": template, "folders": tmp_path_factory})
    run_state_machine_as_test(
        kind, settings=settings(max_examples=12, stateful_step_count=20, deadline=None, phases=PHASES)
    )
