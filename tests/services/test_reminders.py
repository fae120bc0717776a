"""Reminders by a clock that the test holds: what is due, what rests, and that sleep and changed clocks lose nothing."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from oppdesk.domain.reminders import Habit, rings_at, tomorrow, utc
from oppdesk.domain.tasks import NewTask, Seat
from oppdesk.domain.words import Attendance, TaskType
from oppdesk.services.desk import Desk
from oppdesk.storage.task_tables import REMINDER
from tests.services import records
from tests.services.records import MONDAY, store_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def anna(desk: Desk) -> int:
    made = records.salesperson(desk)
    desk.context.salesperson = made
    desk.reminders.zone = AMSTERDAM
    return made


def at(hour: int, minute: int = 0, on: date = MONDAY) -> datetime:
    """What the wall clock shows, as a moment."""
    return utc(datetime.combine(on, time(hour, minute)), AMSTERDAM)


def call(desk: Desk, words: str, start: time | None, on: date = MONDAY, **values: object) -> int:
    me = desk.context.salesperson
    given: dict[str, object] = {"salesperson": me, "start_time": start, "duration": 30} | values
    return desk.tasks.create(NewTask(TaskType.CALL, words, on, **given))  # type: ignore[arg-type]


def due(desk: Desk, now: datetime) -> list[str]:
    return [task.description for task in desk.reminders.due(now).tasks]


def test_a_task_with_a_time_asks_so_many_minutes_before(desk: Desk, anna: int) -> None:
    call(desk, "usual", time(14))
    call(desk, "long before", time(14), reminder=60)
    call(desk, "at once", time(14), reminder=0)
    assert due(desk, at(12, 59)) == []
    assert due(desk, at(13)) == ["long before"]
    assert due(desk, at(13, 45)) == ["usual", "long before"]
    assert due(desk, at(14)) == ["at once", "usual", "long before"]
    desk.reminders.habit = Habit(before=120)
    assert due(desk, at(12)) == ["usual"]


def test_a_task_without_a_time_asks_at_the_start_of_the_working_day(desk: Desk, anna: int) -> None:
    desk.tasks.add("any time", MONDAY)
    fair = Seat(Attendance.ORGANIZER, anna)
    desk.tasks.create(
        NewTask(TaskType.MEETING, "fair", MONDAY, all_day=True, salesperson=anna, seats=(fair,))
    )
    assert due(desk, at(8, 59)) == []
    assert sorted(due(desk, at(9))) == ["any time", "fair"]
    desk.reminders.habit = Habit(day_start=time(7, 30))
    assert sorted(due(desk, at(7, 30))) == ["any time", "fair"]


def test_what_was_missed_is_there_at_the_next_start(desk: Desk, anna: int) -> None:
    call(desk, "last week", time(10), MONDAY - 5 * DAY)
    call(desk, "yesterday", time(10), MONDAY - DAY)
    call(desk, "today", time(8))
    assert due(desk, at(8)) == ["today", "yesterday", "last week"]
    assert desk.reminders.due(at(8)).count == 3


def test_done_cancelled_and_moved_tasks_are_silent(desk: Desk, anna: int) -> None:
    done, canceled, moved = (call(desk, name, time(8)) for name in ("done", "cancelled", "moved"))
    assert len(due(desk, at(9))) == 3
    desk.tasks.done(done)
    desk.tasks.cancel(canceled)
    desk.tasks.postpone(moved, MONDAY + DAY)
    assert due(desk, at(9)) == []
    assert due(desk, at(9, on=MONDAY + DAY)) == ["moved"]


def test_only_ones_own_tasks_ask_and_those_at_whose_table_one_sits(desk: Desk, anna: int) -> None:
    bob = records.salesperson(desk, "BOB")
    call(desk, "Bob's", time(8), salesperson=bob)
    seats = (Seat(Attendance.ORGANIZER, bob), Seat(Attendance.REQUIRED, anna))
    desk.tasks.create(NewTask(TaskType.MEETING, "both", MONDAY, time(8), 30, salesperson=bob, seats=seats))
    assert due(desk, at(9)) == ["both"]
    desk.context.salesperson = None  # nobody has said who sits here
    assert sorted(due(desk, at(9))) == ["Bob's", "both"]


def test_a_snoozed_task_is_quiet_until_then(desk: Desk, anna: int) -> None:
    task = call(desk, "call", time(10))
    desk.reminders.snooze([task], at(10, 10))
    assert due(desk, at(10)) == []
    assert desk.reminders.due(at(10)).next_at == at(10, 10)
    assert due(desk, at(10, 10)) == ["call"]
    desk.reminders.snooze([task], desk.reminders.tomorrow(at(10, 10)))
    assert due(desk, at(23)) == []
    assert due(desk, at(8, 59, MONDAY + DAY)) == []
    assert due(desk, at(9, 0, MONDAY + DAY)) == ["call"]


def test_a_snooze_is_no_operation_and_undo_knows_nothing_of_it(desk: Desk, anna: int) -> None:
    task = call(desk, "call", time(10))
    before = desk.history.last()
    desk.reminders.snooze([task], at(12))
    assert desk.history.last() == before
    desk.history.undo()  # the task itself goes
    desk.reminders.snooze([call(desk, "other", time(10))], at(12))
    with store_of(desk).read() as connection:
        kept = connection.execute(REMINDER.select()).all()
    assert len(kept) == 1  # what is gone is forgotten


def test_a_task_moved_to_an_earlier_time_asks_then_though_it_was_put_to_rest(desk: Desk, anna: int) -> None:
    task = call(desk, "call", time(17))
    desk.reminders.snooze([task], at(9, on=MONDAY + DAY))
    desk.tasks.place(task, MONDAY, time(15), 30, all_day=False)
    assert due(desk, at(14, 45)) == ["call"]


def test_r10_nothing_is_missed_over_hours_of_sleep(desk: Desk, anna: int) -> None:
    call(desk, "at ten", time(10))
    call(desk, "at noon", time(12))
    assert desk.reminders.due(at(9)).next_at == at(9, 45)
    assert due(desk, at(18)) == ["at noon", "at ten"]  # awake again


def test_r11_a_clock_set_back_wakes_what_would_rest_too_long(desk: Desk, anna: int) -> None:
    task = call(desk, "call", time(10))
    wrong = at(10) + 2 * DAY  # the clock was two days ahead
    desk.reminders.snooze([task], wrong + 10 * MINUTE)
    assert due(desk, at(10)) == []
    desk.reminders.clock_set_back(at(10))
    assert due(desk, at(10)) == ["call"]


def test_the_next_moment_is_the_next_reminder_or_midnight(desk: Desk, anna: int) -> None:
    assert desk.reminders.next_at(at(9)) == at(0, on=MONDAY + DAY)
    call(desk, "far away, told two days before", time(10), MONDAY + 2 * DAY, reminder=2 * 1440)
    call(desk, "early tomorrow", time(0, 5), MONDAY + DAY)
    assert desk.reminders.next_at(at(9)) == at(10)
    assert due(desk, at(10)) == ["far away, told two days before"]
    assert desk.reminders.next_at(at(11)) == at(23, 50)


def test_more_than_are_shown_are_counted(desk: Desk, anna: int) -> None:
    for number in range(65):
        desk.tasks.add(f"task {number}", MONDAY - DAY)
    found = desk.reminders.due(at(9))
    assert (len(found.tasks), found.count) == (60, 65)


SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("on", "start", "before", "rings"),
    [
        (SPRING, time(9), 15, datetime(2026, 3, 29, 6, 45, tzinfo=UTC)),
        (SPRING, time(3, 10), 30, datetime(2026, 3, 29, 0, 40, tzinfo=UTC)),  # 1:40, half an hour before 3:10
        (SPRING, time(2, 30), 0, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # the hour that there is not
        (AUTUMN, time(9), 15, datetime(2026, 10, 25, 7, 45, tzinfo=UTC)),
        (AUTUMN, time(2, 30), 0, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
        (AUTUMN, time(3, 10), 30, datetime(2026, 10, 25, 1, 40, tzinfo=UTC)),
    ],
)
def test_a_change_of_the_clocks_neither_loses_nor_shifts_a_reminder(
    on: date, start: time, before: int, rings: datetime
) -> None:
    assert rings_at(on, start, before, Habit(), AMSTERDAM) == rings


def test_tomorrow_is_the_morning_after_also_over_a_change_of_the_clocks() -> None:
    evening = datetime(2026, 3, 28, 22, 0, tzinfo=AMSTERDAM)
    assert tomorrow(evening, Habit(), AMSTERDAM) == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


def test_the_computers_own_zone_is_taken_where_none_is_given() -> None:
    local = datetime(2026, 3, 2, 9, 0)
    assert utc(local) == local.astimezone()


def test_7_2_a_task_of_the_team_asks_those_who_were_members_when_it_was_given(desk: Desk, anna: int) -> None:
    team = records.add_setup(desk, "team", code="NORTH", name="North")
    records.add_setup(desk, "team_salesperson", team=team, salesperson=anna)
    desk.tasks.create(NewTask(TaskType.CALL, "of the team", MONDAY, time(8), 30, team=team))
    assert due(desk, at(9)) == ["of the team"]
    desk.context.salesperson = records.salesperson(desk, "LATER")
    assert due(desk, at(9)) == []
