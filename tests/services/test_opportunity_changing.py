"""Section 5.3: fields of an opportunity that exists, and what follows them."""

from typing import Any

import pytest

from oppdesk.domain.errors import FieldError, StaleError
from oppdesk.domain.words import Outcome, Priority, Step, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, State, refused


def entries_of(state: State, made: int) -> list[dict[str, Any]]:
    """The ledger, oldest first."""
    return [row for _id, row in sorted(state["opportunity_entry"].items()) if row["opportunity"] == made]


def test_r_chg_01_m_03_a_salesperson_is_never_blanked(desk: Desk) -> None:
    made = records.opportunity(desk)
    error = refused(desk, "M-03", lambda: desk.opportunity_fields.change(made, "salesperson", None))
    assert error.field == "salesperson"
    nobody = records.opportunity(desk, salesperson=None)
    desk.opportunity_fields.change(nobody, "salesperson", None)
    assert records.view(desk, nobody).salesperson is None


@pytest.mark.parametrize("why", ["blocked", "privacy_blocked"])
def test_r_chg_01_m_53_a_blocked_salesperson(desk: Desk, why: str) -> None:
    made = records.opportunity(desk)
    gone = records.salesperson(desk, "GONE", **{why: True})
    refused(desk, "M-53", lambda: desk.opportunity_fields.change(made, "salesperson", gone))
    refused(desk, "CON-F8", lambda: desk.opportunity_fields.change(made, "salesperson", 4711))


def test_r_chg_01_the_active_entry_follows_superseded_ones_do_not(desk: Desk) -> None:
    made, other = records.started(desk, stage=3), records.started(desk)
    ben = records.salesperson(desk, "BEN")
    before = records.stored(desk)
    anna = before["opportunity"][made]["salesperson"]
    desk.opportunity_fields.change(made, "salesperson", ben)
    after = records.stored(desk)
    assert [row["salesperson"] for row in entries_of(after, made)] == [anna, anna, ben]
    assert entries_of(after, other) == entries_of(before, other)
    assert after["task"] == before["task"]  # not asked, so No


def test_r_chg_01_filling_a_blank_salesperson_reaches_the_active_entry(desk: Desk) -> None:
    made = records.opportunity(desk, salesperson=None)
    records.close(desk, records.opportunity(desk), Outcome.LOST)
    ben = records.salesperson(desk, "BEN")
    assert desk.opportunity_fields.tasks_to_follow(made, "salesperson", ben) == 0
    desk.opportunity_fields.change(made, "salesperson", ben)
    records.move(desk, made, Step.FIRST)
    assert [row["salesperson"] for row in entries_of(records.stored(desk), made)] == [ben]


def test_r_chg_01_open_tasks_follow_when_asked(desk: Desk) -> None:
    made = records.started(desk)  # two open tasks of Anna's
    ben, carl = records.salesperson(desk, "BEN"), records.salesperson(desk, "CARL")
    done = records.task(desk, made, "Done")
    desk.tasks.done(done)
    carls = records.task(desk, made, "Carl's", salesperson=carl)
    before = records.stored(desk)["task"]
    assert desk.opportunity_fields.tasks_to_follow(made, "salesperson", ben) == 2
    desk.opportunity_fields.change(made, "salesperson", ben, with_tasks=True)
    after = records.stored(desk)["task"]
    assert after[done] == before[done]
    assert after[carls] == before[carls]
    for task in after.keys() - {done, carls}:
        assert after[task]["salesperson"] == ben


def test_r_chg_01_at_a_meeting_the_seat_changes_and_the_task_stays(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    found = records.view(desk, made)
    (meeting,) = [task.id for task in found.tasks if task.type is TaskType.MEETING]
    assert found.salesperson is not None
    assert found.contact is not None
    ben, carl = records.salesperson(desk, "BEN"), records.salesperson(desk, "CARL")
    records.attend(desk, meeting, attendance=1, salesperson=carl)
    assert desk.opportunity_fields.tasks_to_follow(made, "salesperson", ben) == 6
    desk.opportunity_fields.change(made, "salesperson", ben, with_tasks=True)
    assert records.stored(desk)["task"][meeting]["salesperson"] == found.salesperson.id
    assert records.attendees(desk, meeting) == [
        (2, ben, None),
        (0, None, found.contact.id),
        (1, carl, None),
    ]


def test_r_chg_02_m_03_a_contact_is_never_blanked(desk: Desk) -> None:
    made = records.opportunity(desk)
    assert (
        refused(desk, "M-03", lambda: desk.opportunity_fields.change(made, "contact", None)).field
        == "contact"
    )


def test_r_chg_02_while_not_started_any_contact_will_do(desk: Desk) -> None:
    made = records.opportunity(desk)
    house = records.company(desk, "Other House")
    vera = records.person(desk, company=house)
    desk.opportunity_fields.change(made, "contact", vera)
    found = records.view(desk, made)
    assert found.contact is not None
    assert found.company is not None
    assert (found.contact.id, found.company.id) == (vera, house)


def test_r_chg_02_m_30_once_started_within_the_company(desk: Desk) -> None:
    house, other = records.company(desk), records.company(desk, "Other House")
    vera, tom = records.person(desk, company=house), records.person(desk, "Tom Jones", house)
    stranger = records.person(desk, "Stan Ranger", other)
    made = records.started(desk, contact=vera, stage=2)
    for contact in (other, stranger):
        error = refused(
            desk, "M-30", lambda contact=contact: desk.opportunity_fields.change(made, "contact", contact)
        )
        assert error.field == "contact"
    assert "Stan Ranger" in error.message
    before = records.stored(desk)
    desk.opportunity_fields.change(made, "contact", tom)
    after = records.stored(desk)
    assert [row["contact"] for row in entries_of(after, made)] == [vera, tom]
    assert [row["company"] for row in entries_of(after, made)] == [house, house]
    assert after["task"] == before["task"]
    desk.opportunity_fields.change(made, "contact", house)
    found = records.view(desk, made)
    assert found.contact is not None
    assert found.contact.id == house


def test_r_chg_02_m_22_a_blocked_contact(desk: Desk) -> None:
    made = records.opportunity(desk)
    blocked = records.person(desk, "Blocked", privacy_blocked=True)
    of_blocked = records.person(desk, company=records.company(desk, "X", privacy_blocked=True))
    for contact in (blocked, of_blocked):
        refused(
            desk, "M-22", lambda contact=contact: desk.opportunity_fields.change(made, "contact", contact)
        )
    refused(desk, "CON-F8", lambda: desk.opportunity_fields.change(made, "contact", 4711))


def test_r_chg_02_an_assigned_quote_follows(desk: Desk) -> None:
    house = records.company(desk)
    vera = records.person(desk, company=house)
    made = records.started(desk, contact=house)
    quote = desk.quotes.create(made, 100)
    desk.opportunity_fields.change(made, "contact", vera)
    row = records.stored(desk)["sales_document"][quote]
    assert (row["contact"], row["company"]) == (vera, house)


def test_r_chg_02_open_tasks_follow_when_asked_and_seats_at_meetings(desk: Desk) -> None:
    house = records.company(desk)
    vera, tom = records.person(desk, company=house), records.person(desk, "Tom Jones", house)
    made = records.started(desk, contact=vera, stage=2)
    done = records.task(desk, made)
    desk.tasks.done(done)
    before = records.stored(desk)["task"]
    assert desk.opportunity_fields.tasks_to_follow(made, "contact", tom) == 6
    desk.opportunity_fields.change(made, "contact", tom, with_tasks=True)
    after = records.stored(desk)["task"]
    assert after[done] == before[done]
    for task in after.keys() - {done}:
        if after[task]["type"] == TaskType.MEETING:
            assert after[task]["contact"] is None
            assert [seat[2] for seat in records.attendees(desk, task)] == [None, tom]
        else:
            assert after[task]["contact"] == tom


def test_r_chg_05_m_51_the_cycle_is_fixed_since_the_start(desk: Desk) -> None:
    new = records.code_id(desk, "sales_cycle", "NEW")
    going, closed = records.started(desk), records.started(desk)
    assert refused(desk, "M-51", lambda: desk.opportunity_fields.change(going, "sales_cycle", new)).field
    records.close(desk, closed, Outcome.LOST)
    refused(desk, "M-10", lambda: desk.opportunity_fields.change(closed, "sales_cycle", new))


def test_r_chg_05_m_35_while_not_started_another_cycle_brings_its_stages(desk: Desk) -> None:
    made = records.opportunity(desk)
    blocked = records.cycle(desk, "OLD", {}, blocked=True)
    refused(desk, "M-35", lambda: desk.opportunity_fields.change(made, "sales_cycle", blocked))
    refused(desk, "M-35", lambda: desk.opportunity_fields.change(made, "sales_cycle", 4711))
    desk.opportunity_fields.change(made, "sales_cycle", records.code_id(desk, "sales_cycle", "FIRSTSMALL"))
    offer = desk.opportunities.situation(made).default
    assert offer is not None
    assert offer.default is not None
    assert offer.default.chances == 20
    desk.opportunity_fields.change(made, "sales_cycle", None)
    assert desk.opportunities.situation(made).offers == ()


def test_r_chg_06_priority_until_closed_and_nothing_follows(desk: Desk) -> None:
    made = records.started(desk)
    before = records.stored(desk, quiet=False)
    desk.opportunity_fields.change(made, "priority", int(Priority.HIGH))
    after = records.stored(desk, quiet=False)
    assert after["opportunity"][made].pop("priority") == Priority.HIGH
    before["opportunity"][made].pop("priority")
    assert after == before
    records.close(desk, made, Outcome.LOST)
    refused(desk, "M-10", lambda: desk.opportunity_fields.change(made, "priority", int(Priority.LOW)))


def test_r_chg_07_a_document_only_while_in_progress(desk: Desk) -> None:
    house = records.company(desk)
    waiting, going, closed = (
        records.opportunity(desk, contact=house),
        records.started(desk, contact=house),
        records.started(desk, contact=house),
    )
    quote = desk.quotes.create(going, 100)
    desk.quotes.assign(going, None)
    records.close(desk, closed, Outcome.LOST)
    for made, status in ((waiting, "Not started"), (closed, "Lost")):
        for command in (
            lambda made=made: desk.quotes.assign(made, quote),
            lambda made=made: desk.quotes.create(made, 100),
        ):
            assert status in refused(desk, "M-38", command).message
    desk.quotes.assign(going, quote)
    assert desk.quotes.of(going).id == quote


def test_r_chg_07_a_document_of_the_contact_that_nobody_else_holds(desk: Desk) -> None:
    house = records.company(desk)
    made, second = records.started(desk, contact=house), records.started(desk, contact=house)
    elsewhere = records.started(desk, contact=records.company(desk, "Other House"))
    quote, foreign = desk.quotes.create(made, 100), desk.quotes.create(elsewhere, 100)
    error = refused(desk, "M-36", lambda: desk.quotes.create(made, 200))
    assert desk.quotes.of(made).number in error.message
    assert refused(desk, "M-43", lambda: desk.quotes.assign(second, quote)).field == "quote"
    refused(desk, "", lambda: desk.quotes.assign(second, foreign))
    assert not desk.quotes.assignable(second)
    desk.quotes.assign(made, None)
    assert [each.id for each in desk.quotes.assignable(second)] == [quote]
    desk.quotes.assign(second, quote)
    refused(desk, "M-39", lambda: desk.quotes.of(made))
    desk.quotes.remove(quote)
    refused(desk, "M-39", lambda: desk.quotes.of(second))


def test_a_card_that_is_out_of_date_is_told_so(desk: Desk) -> None:
    made = records.opportunity(desk)
    version = records.view(desk, made).version
    desk.opportunity_fields.change(made, "description", "First", version=version)
    error = refused(
        desk, "", lambda: desk.opportunity_fields.change(made, "description", "Second", version=version)
    )
    assert isinstance(error, StaleError)
    done = records.operations(desk)
    desk.opportunity_fields.change(made, "description", "First")
    assert records.operations(desk) == done  # the same value is no change


def test_values_that_cannot_be_stored_are_refused_at_their_field(desk: Desk) -> None:
    made = records.opportunity(desk)
    for field, value in (("description", "x" * 101), ("number", "x" * 21), ("priority", 3)):
        error = refused(
            desk,
            "CON-F8" if field == "priority" else "0.2",
            lambda field=field, value=value: desk.opportunity_fields.change(made, field, value),
        )
        assert isinstance(error, FieldError)
        assert error.field == field
    desk.opportunity_fields.change(made, "description", "")
    assert records.view(desk, made).created_on == MONDAY
