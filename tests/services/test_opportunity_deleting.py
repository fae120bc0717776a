"""Section 5.2, as far as it is about opportunities themselves."""

from datetime import timedelta

import pytest

from oppdesk.domain.errors import NotThereError
from oppdesk.domain.progress import Cancelled
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Outcome, Status, Step
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused


def test_r_del_01_m_23_not_while_in_progress(desk: Desk) -> None:
    made = records.started(desk, description="Warehouse")
    error = refused(desk, "M-23", lambda: desk.opportunity_fields.remove([made]))
    assert "Warehouse" in error.message
    for outcome in (None, *Outcome):
        other = records.opportunity(desk)
        if outcome is not None:
            records.close(desk, other, outcome)
        desk.opportunity_fields.remove([other])
        with pytest.raises(NotThereError):
            records.view(desk, other)


def test_r_del_02_entries_and_comments_go_along_the_quote_is_free_again(desk: Desk) -> None:
    made, other = records.started(desk, stage=3), records.started(desk, stage=2)
    quote = records.view(desk, made).quote
    contact = records.view(desk, made).contact
    assert quote is not None
    assert contact is not None
    for row in (made, other):
        desk.comments.add("opportunity", row, "Note")
    records.close(desk, made, Outcome.LOST)
    before = records.stored(desk)
    desk.opportunity_fields.remove([made])
    after = records.stored(desk)
    assert before["opportunity"].keys() - after["opportunity"].keys() == {made}
    gone = before["opportunity_entry"].keys() - after["opportunity_entry"].keys()
    assert gone == {row for row, entry in before["opportunity_entry"].items() if entry["opportunity"] == made}
    assert [note["row"] for note in after["comment"].values()] == [other]
    assert after["sales_document"][quote.id] == before["sales_document"][quote.id]
    next_one = records.started(desk, contact=contact.id)
    desk.quotes.assign(next_one, quote.id)  # R-DEL-02: nobody holds it any more
    assert desk.quotes.of(next_one).id == quote.id


def test_r_del_03_the_batch_takes_closed_ones_only(desk: Desk) -> None:
    waiting, going = records.opportunity(desk), records.started(desk)
    won, lost, low = records.started(desk), records.started(desk), records.started(desk)
    records.close(desk, won, Outcome.WON)
    records.close(desk, lost, Outcome.LOST)
    desk.opportunity_fields.change(low, "priority", 0)
    records.close(desk, low, Outcome.LOST)
    query = Query((Filter("priority", Op.IS, 1),))
    assert desk.opportunity_fields.closed(query) == 2
    assert desk.opportunity_fields.remove_closed(query) == 2
    assert set(desk.lists.ids("opportunity", Query())) == {waiting, going, low}
    assert desk.opportunity_fields.remove_closed(query) == 0
    last = desk.history.last()
    assert last is not None
    assert "2" in last.title
    desk.history.undo()
    assert records.view(desk, won).status is Status.WON
    assert desk.opportunity_fields.closed(Query()) == 3


def test_r_del_10_one_that_is_in_progress_keeps_all_others(desk: Desk) -> None:
    waiting, going = records.opportunity(desk), records.started(desk)
    desk.comments.add("opportunity", waiting, "Note")
    records.task(desk, waiting)
    refused(desk, "M-23", lambda: desk.opportunity_fields.remove([waiting, going], cancel_tasks=True))
    refused(desk, "", lambda: desk.opportunity_fields.remove([waiting, 4711]))


class GivesUp:
    def step(self, done: int, total: int) -> None:  # noqa: ARG002 - as Progress has it
        if done == 1:
            raise Cancelled


def test_r_del_10_a_cancelled_batch_leaves_everything(desk: Desk) -> None:
    for _each in range(3):
        records.close(desk, records.started(desk), Outcome.LOST)
    before = records.stored(desk)
    with pytest.raises(Cancelled):
        desk.opportunity_fields.remove_closed(Query(), progress=GivesUp())
    assert records.stored(desk) == before


def test_undo_of_a_deletion_brings_back_every_value(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    desk.comments.add("opportunity", made, "Note")
    records.task(desk, made)
    records.move(desk, made, Step.PREVIOUS, on=MONDAY + timedelta(3))
    records.close(desk, made, Outcome.WON, on=MONDAY + timedelta(10))
    before = records.stored(desk, quiet=False)
    shown = records.view(desk, made)
    desk.opportunity_fields.remove([made], cancel_tasks=True)
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before
    after = records.view(desk, made)
    assert [entry.id for entry in after.entries] == [entry.id for entry in shown.entries]
    assert [task.id for task in after.tasks] == [task.id for task in shown.tasks]


def test_a_former_stage_keeps_its_description_in_the_ledger(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    records.change_stage(desk, records.code_id(desk, "sales_cycle", "EX-LARGE"), 1, description="Renamed")
    records.move(desk, made, Step.PREVIOUS)
    texts = [entry.stage_description for entry in records.view(desk, made).entries]
    assert texts == ["Renamed", "Understanding needs meeting", "Initial"]
