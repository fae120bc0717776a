"""Notes (1.7): dated by the work date once a day, stamped when changed, gone with their owner."""

from datetime import date

import pytest

from oppdesk.domain.errors import FieldError
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused


def test_1_7_the_first_note_of_a_day_carries_the_work_date(desk: Desk) -> None:
    made, other = records.opportunity(desk), records.opportunity(desk)
    desk.context.work_as_of(date(2026, 3, 9))
    for row in (made, made, other):
        desk.comments.add("opportunity", row, "  Called.\nNobody there. ")
    notes = desk.comments.of("opportunity", made)
    assert [note.on for note in notes] == [None, date(2026, 3, 9)]  # the newest first
    assert notes[0].text == "Called.\nNobody there."
    assert [note.on for note in desk.comments.of("opportunity", other)] == [date(2026, 3, 9)]


def test_1_7_a_changed_note_is_stamped_with_today(desk: Desk) -> None:
    anna = records.salesperson(desk, "ANNA", "Anna Berg")
    desk.context.salesperson = anna
    made = records.opportunity(desk)
    note = desk.comments.add("opportunity", made, "First")
    assert records.stored(desk)["comment"][note]["modified_on"] is None
    desk.context.work_as_of(date(2026, 3, 9))
    desk.comments.change(note, "Second")
    row = records.stored(desk)["comment"][note]
    assert (row["text"], row["modified_on"], row["on"]) == ("Second", MONDAY, MONDAY)
    assert desk.comments.of("opportunity", made)[0].author == "Anna Berg"
    desk.comments.remove(note)
    assert desk.comments.of("opportunity", made) == ()
    desk.history.undo()
    assert desk.comments.of("opportunity", made)[0].text == "Second"


@pytest.mark.parametrize("text", ["", " \n ", "a\x00b", "a\ud800b", "x" * 32_001])
def test_a_note_that_cannot_be_kept_is_refused_at_its_field(desk: Desk, text: str) -> None:
    made = records.opportunity(desk)
    with pytest.raises(FieldError) as caught:
        desk.comments.add("opportunity", made, text)
    assert caught.value.field == "text"
    assert desk.comments.of("opportunity", made) == ()


def test_a_note_on_what_is_gone_is_refused(desk: Desk) -> None:
    made = records.opportunity(desk)
    desk.opportunity_fields.remove([made])
    refused(desk, "", lambda: desk.comments.add("opportunity", made, "Too late"))


def test_what_carries_a_note_since_is_not_undone_away_from_under_it(desk: Desk) -> None:
    made = records.opportunity(desk)
    created = desk.history.last()
    assert created is not None
    desk.comments.add("opportunity", made, "Note")
    error = refused(desk, "", lambda: desk.history.undo(created.operation))
    assert "Note added" in error.message
    desk.history.undo()
    desk.history.undo(created.operation)
    assert desk.history.last() != created


def test_notes_of_a_cycle_and_a_stage_stand_apart(desk: Desk) -> None:
    sales_cycle = records.code_id(desk, "sales_cycle", "NEW")
    stage = records.stage_id(desk, sales_cycle, 1)
    desk.comments.add("sales_cycle", sales_cycle, "Of the cycle")
    desk.comments.add("sales_cycle_stage", stage, "Of the stage")
    assert [note.text for note in desk.comments.of("sales_cycle", sales_cycle)] == ["Of the cycle"]
    assert [note.text for note in desk.comments.of("sales_cycle_stage", stage)] == ["Of the stage"]
