"""Sections 7.3 and 7.11: deleting tasks, one by one or all that were cancelled."""

from datetime import timedelta

import pytest

from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import TaskType
from oppdesk.services.desk import Desk
from oppdesk.storage.interaction_tables import InteractionRow
from tests.services import records
from tests.services.records import MONDAY
from tests.services.tasks import a_meeting, a_task, team


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk, "ANNA")
    desk.context.salesperson = made
    return made


def test_7_11_a_task_goes_with_all_that_hangs_on_it_and_comes_back_whole(desk: Desk, anna: int) -> None:
    vera = records.person(desk, "Vera", records.company(desk))
    meeting = desk.tasks.create(a_meeting(desk, salesperson=anna, contact=vera, note="Bring cake"))
    language = records.add_setup(desk, "language", code="NLX", description="Dutch")
    desk.tasks.change(meeting, {"language": language})
    with records.store_of(desk).write("test.interaction") as work:
        logged = work.add(InteractionRow(contact=vera, on=MONDAY, description="Called", task=meeting))
    kept = desk.tasks.create(a_task(salesperson=anna, note="Stays"))
    before = records.stored(desk, quiet=False)
    found = desk.tasks.removal([meeting])
    assert [ref.text for ref in found.tasks] == ["Send drawings"]
    assert (found.attendees, found.notes, found.interactions) == (2, 1, 1)
    desk.tasks.remove([meeting])
    after = records.stored(desk)
    assert set(after["task"]) == {kept}
    assert (after["attendee"], after["task_language"]) == ({}, {})
    assert [note["text"] for note in after["comment"].values()] == ["Stays"]
    assert after["interaction"][logged]["task"] is None
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before


def test_7_11_members_of_the_team_are_no_attendees_to_speak_of(desk: Desk, anna: int) -> None:
    task = desk.tasks.create(a_task(team=team(desk, "NORTH", anna)))
    assert desk.tasks.removal([task, task]).attendees == 0
    desk.tasks.remove([task, task])
    assert records.stored(desk)["attendee"] == {}


def test_7_3_the_batch_deletes_cancelled_tasks_only_by_filters(desk: Desk, anna: int) -> None:
    ben = records.salesperson(desk, "BEN")
    done, cancelled, late, of_ben = (
        desk.tasks.create(a_task(salesperson=owner, on=MONDAY + timedelta(days)))
        for owner, days in ((anna, 0), (anna, 0), (anna, 40), (ben, 0))
    )
    waiting = desk.tasks.create(a_task(type=TaskType.CALL, salesperson=anna))
    desk.tasks.done(done)
    for task in (cancelled, late, of_ben):
        desk.tasks.cancel(task)
    mine, early = Filter("salesperson", Op.IS, anna), Filter("on", Op.BEFORE, MONDAY + timedelta(7))
    assert (desk.tasks.canceled(), desk.tasks.canceled([mine]), desk.tasks.canceled([mine, early])) == (
        3,
        2,
        1,
    )
    assert desk.tasks.remove_canceled([mine, early]) == 1
    assert set(records.stored(desk)["task"]) == {done, late, of_ben, waiting}
    assert desk.tasks.remove_canceled() == 2
    assert set(records.stored(desk)["task"]) == {done, waiting}
    assert desk.tasks.remove_canceled() == 0
    desk.history.undo()
    assert set(records.stored(desk)["task"]) == {done, waiting, late, of_ben}
