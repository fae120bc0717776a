"""Sections 7.3 and 7.5: closing, cancelling and reopening tasks, and the next one of a series."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from oppdesk.domain.tasks import Closed, Seat
from oppdesk.domain.words import Answer, Attendance, CountedFrom, TaskStatus, TaskType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import MONDAY, refused
from tests.services.tasks import a_meeting, a_task, row, team, whose

DUE, CLOSING = CountedFrom.DUE_DATE, CountedFrom.CLOSING_DATE


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk, "ANNA", e_mail="anna@example.com")
    desk.context.salesperson = made
    return made


@pytest.fixture
def ben(desk: Desk) -> int:
    return records.salesperson(desk, "BEN")


@pytest.fixture
def today_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Lets the computer's date be another; the work date follows."""
    return lambda day: monkeypatch.setattr(desk.context, "_today", lambda: day)


def series(desk: Desk, anna: int, on: date = MONDAY, interval: str = "1M", **values: Any) -> int:
    usual = {"salesperson": anna, "counted_from": DUE, "recurring": True, "recurring_interval": interval}
    return desk.tasks.create(a_task(on=on, **usual | values))


# -- closing ------------------------------------------------------------------------------------------------------


def test_7_3_closing_dates_it_today_and_asks_for_an_interaction(desk: Desk, anna: int) -> None:
    desk.context.work_as_of(date(2026, 4, 1))
    call = desk.tasks.create(a_task(type=TaskType.CALL, salesperson=anna))
    assert desk.tasks.done(call) == Closed(call, None, "", None, None, True, TaskType.CALL)
    found = row(desk, call)
    assert (found["closed"], found["closed_on"], found["status"]) == (True, MONDAY, TaskStatus.COMPLETED)
    desk.history.undo()
    assert not row(desk, call)["closed"]


def test_7_3_completed_closes_and_every_other_status_opens_again(desk: Desk, anna: int) -> None:
    task = desk.tasks.create(a_task(salesperson=anna))
    assert desk.tasks.change(task, {"status": int(TaskStatus.WAITING)}) is None
    assert (row(desk, task)["status"], row(desk, task)["closed"]) == (TaskStatus.WAITING, False)
    closed = desk.tasks.change(task, {"status": int(TaskStatus.COMPLETED)})
    assert closed is not None
    assert closed.ask_interaction
    assert row(desk, task)["closed_on"] == MONDAY
    for status in (TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS, TaskStatus.WAITING, TaskStatus.POSTPONED):
        desk.tasks.done(task)
        desk.tasks.change(task, {"status": int(status)})
        found = row(desk, task)
        assert (found["status"], found["closed"], found["closed_on"]) == (status, False, None)


def test_7_3_reopening_makes_completed_in_progress_and_leaves_other_statuses(desk: Desk, anna: int) -> None:
    task = desk.tasks.create(a_task(salesperson=anna))
    desk.tasks.cancel(task)
    desk.tasks.reopen(task)
    found = row(desk, task)
    assert (found["status"], found["closed"], found["canceled"]) == (TaskStatus.IN_PROGRESS, False, False)
    desk.tasks.change(task, {"status": int(TaskStatus.WAITING)})
    desk.tasks.reopen(task)
    assert row(desk, task)["status"] == TaskStatus.WAITING


def test_7_3_tsk_8_scenario_8_a_team_task_says_who_completed_it(desk: Desk, anna: int, ben: int) -> None:
    north = team(desk, "NORTH", anna, ben)
    task = desk.tasks.create(a_task(type=TaskType.CALL, team=north))
    assert whose(desk, task) == ["Anna", "Ben"]
    assert {each.id for each in desk.tasks.of("salesperson", ben)} == {task}
    assert refused(desk, "TSK-8", lambda: desk.tasks.done(task)).field == "completed_by"
    refused(desk, "TSK-8", lambda: desk.tasks.change(task, {"status": int(TaskStatus.COMPLETED)}))
    assert desk.tasks.question(task, {"completed_by": ben}) == "Close this task as completed by Ben?"
    assert not row(desk, task)["closed"]  # answered with no, nothing is kept of it
    closed = desk.tasks.change(task, {"completed_by": ben})
    assert closed is not None
    found = row(desk, task)
    assert (found["closed"], found["completed_by"]) == (True, ben)
    for who in (anna, ben):
        assert [each.closed for each in desk.tasks.of("salesperson", who)] == [True]
    desk.tasks.reopen(task)
    assert row(desk, task)["completed_by"] is None
    desk.tasks.done(task, anna)
    assert row(desk, task)["completed_by"] == anna


def test_7_3_only_team_tasks_name_who_completed_them(desk: Desk, anna: int, ben: int) -> None:
    task = desk.tasks.create(a_task(salesperson=anna))
    refused(desk, "7.3", lambda: desk.tasks.change(task, {"completed_by": ben}))
    desk.tasks.done(task, ben)
    assert row(desk, task)["completed_by"] is None
    blocked = records.salesperson(desk, "AWAY", blocked=True)
    task = desk.tasks.create(a_task(team=team(desk, "NORTH", anna)))
    refused(desk, "M-53", lambda: desk.tasks.done(task, blocked))
    desk.tasks.done(task, anna)
    refused(desk, "7.3", lambda: desk.tasks.change(task, {"completed_by": ben}))  # it is closed


def test_7_3_cancelling_needs_nobody_and_asks_nothing(desk: Desk, anna: int) -> None:
    task = desk.tasks.create(a_task(team=team(desk, "NORTH", anna)))
    assert not desk.tasks.cancel(task).ask_interaction
    found = row(desk, task)
    assert (found["canceled"], found["closed"], found["closed_on"]) == (True, True, MONDAY)
    assert (found["status"], found["completed_by"]) == (TaskStatus.COMPLETED, None)


# -- series -------------------------------------------------------------------------------------------------------


def test_7_5_scenario_7_a_series_from_its_due_dates(
    desk: Desk, anna: int, today_is: Callable[[date], None]
) -> None:
    first = series(desk, anna, date(2025, 1, 31))
    today_is(date(2025, 2, 5))
    second = desk.tasks.done(first)
    assert second.next_on == date(2025, 2, 28)
    today_is(date(2025, 3, 3))
    assert second.next is not None
    third = desk.tasks.done(second.next)
    assert third.next_on == date(2025, 3, 28)
    assert third.next_number == row(desk, third.next or 0)["number"] == "TD000003"


def test_7_5_scenario_7_a_series_from_the_days_of_closing(
    desk: Desk, anna: int, today_is: Callable[[date], None]
) -> None:
    first = series(desk, anna, date(2025, 1, 31), counted_from=CLOSING)
    today_is(date(2025, 2, 5))
    desk.context.work_as_of(date(2025, 6, 1))  # today counts, not the work date
    second = desk.tasks.done(first)
    assert second.next_on == date(2025, 3, 5)
    today_is(date(2025, 3, 10))
    assert desk.tasks.done(second.next or 0).next_on == date(2025, 4, 10)


def test_7_5_the_next_has_everything_but_what_was_done(desk: Desk, anna: int, ben: int) -> None:
    vera = records.person(desk, "Vera", records.company(desk), e_mail="vera@example.com")
    new = a_meeting(desk, salesperson=anna, contact=vera, location="Their office", note="Bring cake")
    new = replace(new, recurring=True, recurring_interval="2W", counted_from=DUE, reminder=15)
    first = desk.tasks.create(replace(new, seats=(*new.seats, Seat(Attendance.OPTIONAL, ben))))
    guest = desk.tasks.sheet(first).seats[1]
    assert guest.id is not None
    desk.tasks.change_seat(guest.id, {"answer": Answer.ACCEPTED})
    desk.tasks.mark_invited(first, [guest.id])
    desk.tasks.change(first, {"status": int(TaskStatus.WAITING)})
    closed = desk.tasks.done(first)
    assert closed.next is not None
    before, after = row(desk, first), row(desk, closed.next)
    own = {"id", "version", "updated_at", "search_text", "number", "on", "status", "closed", "closed_on"}
    assert {name: value for name, value in before.items() if name not in own} == {
        name: value for name, value in after.items() if name not in own
    }
    assert (after["on"], after["status"], after["closed"]) == (
        date(2026, 3, 16),
        TaskStatus.NOT_STARTED,
        False,
    )
    old, found = desk.tasks.sheet(first), desk.tasks.sheet(closed.next)
    assert [seat.name for seat in found.seats] == [seat.name for seat in old.seats] == ["Anna", "Vera", "Ben"]
    assert [(seat.answer, seat.invitation_sent) for seat in old.seats][1] == (Answer.ACCEPTED, True)
    assert {(seat.answer, seat.invitation_sent) for seat in found.seats} == {(Answer.NONE, False)}
    assert found.seats[1].send_invitation
    assert [note.text for note in desk.comments.of("task", closed.next)] == ["Bring cake"]
    assert (found.ending_on, found.ending_time) == (date(2026, 3, 16), old.ending_time)


def test_7_5_languages_of_an_invitation_come_along(desk: Desk, anna: int) -> None:
    language = records.add_setup(desk, "language", code="NLX", description="Dutch")
    first = series(desk, anna)
    desk.tasks.change(first, {"language": language})
    closed = desk.tasks.done(first)
    assert {each["task"] for each in records.stored(desk)["task_language"].values()} == {first, closed.next}


def test_7_5_the_series_of_a_team_goes_on_with_those_whose_task_it_was(
    desk: Desk, anna: int, ben: int
) -> None:
    north = team(desk, "NORTH", anna, ben)
    first = series(desk, anna, salesperson=None, team=north)
    closed = desk.tasks.done(first, ben)
    assert closed.next is not None
    assert whose(desk, closed.next) == ["Anna", "Ben"]
    assert row(desk, closed.next)["completed_by"] is None


def test_7_5_a_late_series_may_skip_forward(desk: Desk, anna: int) -> None:
    closed = desk.tasks.done(series(desk, anna, MONDAY - timedelta(100), "1W"))
    assert closed.next is not None
    assert (closed.next_on, closed.may_skip_to) == (MONDAY - timedelta(93), MONDAY + timedelta(5))
    desk.tasks.skip_forward(closed.next)
    assert row(desk, closed.next)["on"] == MONDAY + timedelta(5)
    desk.tasks.skip_forward(closed.next)  # it is not late any more
    assert row(desk, closed.next)["on"] == MONDAY + timedelta(5)
    assert desk.tasks.done(series(desk, anna, MONDAY - timedelta(7), "1W")).may_skip_to is None  # due today
    late = series(desk, anna, MONDAY - timedelta(100), "1W", counted_from=CLOSING)
    assert desk.tasks.done(late).may_skip_to is None


def test_tsk_12_a_series_is_closed_with_its_interval_and_where_it_is_counted_from(
    desk: Desk, anna: int
) -> None:
    task = desk.tasks.create(a_task(salesperson=anna))
    desk.tasks.change(task, {"recurring": True})
    assert refused(desk, "TSK-12", lambda: desk.tasks.done(task)).field == "recurring_interval"
    desk.tasks.change(task, {"recurring_interval": "1W"})
    assert refused(desk, "TSK-12", lambda: desk.tasks.done(task)).field == "counted_from"
    refused(desk, "TSK-12", lambda: desk.tasks.cancel(task))
    desk.tasks.cancel(task, series=True)
    desk.tasks.reopen(task)
    desk.tasks.change(task, {"recurring": True, "recurring_interval": "1W", "counted_from": DUE})
    assert desk.tasks.done(task).next_on == MONDAY + timedelta(7)


def test_7_3_a_2_cancelling_one_of_a_series_plans_the_next_cancelling_the_series_none(
    desk: Desk, anna: int
) -> None:
    closed = desk.tasks.cancel(series(desk, anna))
    assert closed.next is not None
    assert (closed.next_on, closed.ask_interaction) == (date(2026, 4, 2), False)
    assert row(desk, closed.task)["recurring"]
    count = len(records.stored(desk)["task"])
    ended = desk.tasks.cancel(closed.next, series=True)
    assert (ended.next, row(desk, closed.next)["recurring"]) == (None, False)
    assert len(records.stored(desk)["task"]) == count


def test_7_5_what_is_closed_already_has_its_next_already(desk: Desk, anna: int) -> None:
    first = series(desk, anna)
    desk.tasks.done(first)
    count = len(records.stored(desk)["task"])
    assert desk.tasks.done(first).next is None
    assert desk.tasks.cancel(first).next is None
    assert len(records.stored(desk)["task"]) == count


def test_7_5_closing_with_the_next_is_one_step_to_undo(desk: Desk, anna: int) -> None:
    first = series(desk, anna)
    before = records.stored(desk, quiet=False)
    desk.tasks.done(first)
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before


def test_7_5_a_series_of_two_years_worked_off_day_by_day(
    desk: Desk, anna: int, today_is: Callable[[date], None]
) -> None:
    """On the last day of each month, closed a few days late or early, over a leap year's February."""
    task: int | None = series(desk, anna, date(2027, 1, 31), "1D+CM")
    days = []
    for late in range(24):
        assert task is not None
        due = row(desk, task)["on"]
        days.append(due)
        today_is(due + timedelta(late % 7 - 3))
        task = desk.tasks.done(task).next
    assert days[13] == date(2028, 2, 29)
    assert [(day + timedelta(1)).day for day in days] == [1] * 24
    assert [day.month for day in days] == [*range(1, 13)] * 2


# -- several at once ----------------------------------------------------------------------------------------------


def test_0_5_several_are_closed_in_one_action_but_those_that_cannot_be(desk: Desk, anna: int) -> None:
    one, two = (desk.tasks.create(a_task(salesperson=anna, description=name)) for name in ("one", "two"))
    ours = desk.tasks.create(a_task(team=team(desk, "NORTH", anna)))
    endless = desk.tasks.create(a_task(salesperson=anna))
    desk.tasks.change(endless, {"recurring": True})
    faults = desk.tasks.done_all([one, ours, endless, two])
    assert len(faults) == 2  # TSK-8, TSK-12
    assert [row(desk, each)["closed"] for each in (one, ours, endless, two)] == [True, False, False, True]
    assert row(desk, endless)["closed_on"] is None
    desk.history.undo()
    assert not any(row(desk, each)["closed"] for each in (one, two))


def test_0_5_several_are_cancelled_reopened_and_postponed_in_one_action_each(desk: Desk, anna: int) -> None:
    one, two, done = (desk.tasks.create(a_task(salesperson=anna)) for _at in range(3))
    desk.tasks.done(done)
    desk.tasks.cancel_all([one, two, done])
    assert [row(desk, each)["canceled"] for each in (one, two, done)] == [True, True, False]
    desk.history.undo()
    assert [row(desk, each)["closed"] for each in (one, two, done)] == [False, False, True]
    desk.tasks.cancel_all([one, two])
    desk.tasks.reopen_all([one, two])
    assert not row(desk, one)["closed"]
    desk.history.undo()
    assert row(desk, one)["canceled"]
    assert row(desk, two)["canceled"]
    desk.tasks.postpone_all([one, two], MONDAY + timedelta(days=3))
    desk.history.undo()
    assert {row(desk, each)["on"] for each in (one, two)} == {MONDAY}


def test_0_5_of_several_new_tasks_all_are_made_or_none(desk: Desk, anna: int) -> None:
    wanted = [a_task(salesperson=anna, description="one"), a_task(salesperson=anna, description=" ")]
    refused(desk, "TSK-W1", lambda: desk.tasks.create_all(wanted))
    made = desk.tasks.create_all([wanted[0], wanted[0]])
    desk.history.undo()
    assert not set(made) & set(records.stored(desk)["task"])
