"""Section 2.3: the tasks that stages create, that closing cancels, and that outlive their opportunity."""

from datetime import date

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.standing import Move
from oppdesk.domain.words import Priority, Step, TaskStatus, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY


def test_r_tsk_01_one_task_a_step_dated_from_the_change(desk: Desk) -> None:
    made = records.started(desk)
    desk.context.work_as_of(date(2026, 3, 9))
    before = {task.id for task in records.view(desk, made).tasks}
    records.move(desk, made, Step.NEXT, on=date(2026, 3, 9))
    found = records.view(desk, made)
    tasks = [task for task in found.tasks if task.id not in before]
    assert [(task.type, task.description, task.priority, task.on) for task in tasks] == [
        (TaskType.NONE, "Establish needs", Priority.LOW, date(2026, 3, 9)),
        (TaskType.CALL, "Arrange meeting", Priority.NORMAL, date(2026, 3, 12)),
        (TaskType.MEETING, "Discuss expectations and needs", Priority.HIGH, date(2026, 3, 23)),
        (TaskType.NONE, "Verify or change needs", Priority.NORMAL, date(2026, 3, 30)),
    ]
    stored = records.stored(desk)
    rows = [stored["task"][task.id] for task in tasks]
    opportunity = stored["opportunity"][made]
    for row in rows:
        assert (row["status"], row["closed"], row["duration"]) == (TaskStatus.NOT_STARTED, False, 1440)
        assert (row["opportunity"], row["entry"]) == (made, found.entries[0].id)
        assert (row["salesperson"], row["company"]) == (opportunity["salesperson"], opportunity["company"])
        if row["type"] != TaskType.MEETING:
            assert row["contact"] == opportunity["contact"]
    assert [row["number"] for row in rows] == ["TD000003", "TD000004", "TD000005", "TD000006"]
    assert desk.opportunities.situation(made).open_tasks == 6


def test_r_tsk_01_an_activity_without_steps_makes_one_blank_task(desk: Desk) -> None:
    activity = records.add_setup(desk, "activity", code="EMPTY")
    sales_cycle = records.cycle(desk, "PLAIN", {"activity": activity}, {})
    made = records.opportunity(desk, sales_cycle)
    desk.opportunities.activate(made, Move(Step.FIRST, on=date(2026, 3, 4)))
    (task,) = records.view(desk, made).tasks
    assert (task.type, task.description, task.on) == (TaskType.NONE, "", date(2026, 3, 4))
    records.move(desk, made, Step.NEXT)
    assert len(records.view(desk, made).tasks) == 1  # a stage without an activity makes none


def test_r_tsk_01_tasks_go_to_the_salesperson_of_that_moment(desk: Desk) -> None:
    made = records.started(desk)
    before = {task.id for task in records.view(desk, made).tasks}
    other = records.salesperson(desk, "BEN")
    desk.opportunity_fields.change(made, "salesperson", other)
    records.move(desk, made, Step.NEXT)
    for task in records.view(desk, made).tasks:
        assert task.salesperson is not None
        assert (task.salesperson.id == other) == (task.id not in before)


def test_r_tsk_02_a_meeting_has_organiser_and_contact_at_the_table(desk: Desk) -> None:
    made = records.started(desk, stage=2)
    found = records.view(desk, made)
    (meeting,) = [task for task in found.tasks if task.type is TaskType.MEETING]
    row = records.stored(desk)["task"][meeting.id]
    assert found.salesperson is not None
    assert found.contact is not None
    assert (row["all_day"], row["contact"], row["salesperson"]) == (True, None, found.salesperson.id)
    assert records.attendees(desk, meeting.id) == [
        (2, found.salesperson.id, None),
        (0, None, found.contact.id),
    ]
    # Who takes part adds no task: two of stage 1, four of stage 2.
    assert len(found.tasks) == 6
    assert desk.lists.count("task", Query()) == 6


def test_r_tsk_02_a_meeting_made_by_hand_has_its_contact_at_the_table_too(desk: Desk) -> None:
    made = records.started(desk)
    found = records.view(desk, made)
    assert found.contact is not None
    assert found.salesperson is not None
    meeting = desk.tasks.add("Visit", MONDAY, type=TaskType.MEETING, opportunity=made)
    assert records.stored(desk)["task"][meeting]["contact"] is None
    assert records.attendees(desk, meeting) == [
        (2, found.salesperson.id, None),
        (0, None, found.contact.id),
    ]
    assert meeting in {task.id for task in desk.tasks.of("contact", found.contact.id)}


def test_r_tsk_03_cancelling_closes_all_open_tasks_today(desk: Desk) -> None:
    made = records.started(desk)
    by_hand = records.task(desk, made, recurring=True)
    done = records.task(desk, made, "Done before")
    desk.tasks.done(done)
    elsewhere = records.started(desk)
    other = [task.id for task in records.view(desk, elsewhere).tasks]
    before = records.stored(desk)["task"]
    desk.context.work_as_of(date(2026, 3, 16))  # today stays the 2nd
    records.move(desk, made, Step.UPDATE, cancel_tasks=True)
    after = records.stored(desk)["task"]
    open_before = {row for row, task in before.items() if task["opportunity"] == made and not task["closed"]}
    assert by_hand in open_before
    for row in open_before:
        task = after[row]
        assert (task["recurring"], task["canceled"], task["closed"]) == (False, True, True)
        assert (task["closed_on"], task["status"]) == (MONDAY, TaskStatus.COMPLETED)
    for row in (done, *other):
        assert after[row] == before[row]
    assert len(after) == len(before)  # a cancelled series has no successor


def test_r_tsk_04_tasks_outlive_their_opportunity_without_the_link(desk: Desk) -> None:
    made = records.started(desk)
    records.task(desk, made)
    records.close(desk, made, cancel_tasks=False)
    before = records.stored(desk)["task"]
    desk.opportunity_fields.remove([made])
    after = records.stored(desk, quiet=False)["task"]
    assert after.keys() == before.keys()
    for row, task in after.items():
        assert (task["opportunity"], task["entry"]) == (None, None)
        assert task["closed"] == before[row]["closed"]


def test_r_tsk_04_open_tasks_are_cancelled_along_when_asked(desk: Desk) -> None:
    made = records.opportunity(desk)
    task = records.task(desk, made)
    desk.opportunity_fields.remove([made], cancel_tasks=True)
    row = records.stored(desk)["task"][task]
    assert (row["canceled"], row["closed"], row["closed_on"], row["opportunity"]) == (
        True,
        True,
        MONDAY,
        None,
    )


def test_task_linked_by_hand_knows_the_active_entry(desk: Desk) -> None:
    waiting, going = records.opportunity(desk), records.started(desk)
    active = records.view(desk, going).active
    assert active is not None
    found = records.stored(desk)["task"] | {}
    assert records.task(desk, waiting) not in found
    rows = records.stored(desk)["task"]
    assert {row["entry"] for row in rows.values() if row["opportunity"] == waiting} == {None}
    task = records.task(desk, going)
    assert records.stored(desk)["task"][task]["entry"] == active.id
    assert desk.lists.count("task", Query((Filter("opportunity", Op.IS, going),))) == 3


def test_done_cancelled_reopened_and_postponed(desk: Desk) -> None:
    made = records.started(desk)
    task = records.task(desk, made)

    def row() -> tuple[object, ...]:
        found = records.stored(desk)["task"][task]
        return tuple(found[name] for name in ("closed", "closed_on", "canceled", "status", "on"))

    desk.context.work_as_of(date(2026, 3, 16))
    desk.tasks.done(task)
    assert row() == (True, MONDAY, False, TaskStatus.COMPLETED, MONDAY)
    desk.tasks.reopen(task)
    assert row() == (False, None, False, TaskStatus.IN_PROGRESS, MONDAY)
    desk.tasks.cancel(task)
    assert row() == (True, MONDAY, True, TaskStatus.COMPLETED, MONDAY)
    desk.tasks.reopen(task)
    assert row() == (False, None, False, TaskStatus.IN_PROGRESS, MONDAY)
    desk.tasks.postpone(task, date(2026, 3, 20))
    assert row()[-1] == date(2026, 3, 20)
    records.refused(desk, "TSK-4", lambda: desk.tasks.postpone(task, date(3000, 1, 1)))
