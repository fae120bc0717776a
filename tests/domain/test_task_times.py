"""Section 7.4: type, time and duration of a task, by the wall clock."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import task_times
from oppdesk.domain.errors import UserError
from oppdesk.domain.task_times import DAY, LONGEST, When, begins_at, until, with_all_day, with_type
from oppdesk.domain.words import TaskType

MONDAY = date(2026, 3, 2)
NONE, MEETING, CALL = TaskType.NONE, TaskType.MEETING, TaskType.CALL
WHEN = st.builds(
    When,
    st.sampled_from(TaskType),
    st.dates(date(1900, 1, 1), date(2900, 12, 31)),
    st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    st.integers(1, LONGEST),
    st.booleans(),
)


def refused(number: str, command: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        command()
    assert caught.value.number == number
    assert caught.value.message
    return caught.value


def at(on: date, clock: str, minutes: int, type: TaskType = CALL) -> When:  # noqa: A002
    return When(type, on, time.fromisoformat(clock), minutes)


# -- when it ends -------------------------------------------------------------------------------------------------


def test_7_4_the_end_is_date_plus_start_plus_duration() -> None:
    assert at(MONDAY, "10:00", 90).ending == (MONDAY, time(11, 30))
    assert at(MONDAY, "23:30", 60).ending == (date(2026, 3, 3), time(0, 30))
    assert at(MONDAY, "23:00", 60).ending == (date(2026, 3, 3), time(0))
    assert at(MONDAY, "00:00", DAY).ending == (date(2026, 3, 3), time(0))
    assert at(MONDAY, "09:00", 3 * DAY + 15).ending == (date(2026, 3, 5), time(9, 15))


def test_7_4_a_17_whole_days_end_on_their_last_day_without_a_time() -> None:
    for kind, all_day in ((NONE, False), (MEETING, True), (CALL, False)):
        assert When(kind, MONDAY, None, DAY, all_day).ending == (MONDAY, None)
        assert When(kind, MONDAY, None, 3 * DAY, all_day).ending == (date(2026, 3, 4), None)
        assert When(kind, MONDAY, None, 30, all_day).ending == (MONDAY, None)


@pytest.mark.parametrize(
    ("on", "minutes", "end"),
    [
        (date(2026, 1, 31), 2 * DAY, (date(2026, 2, 2), time(9))),
        (date(2026, 2, 28), DAY, (date(2026, 3, 1), time(9))),
        (date(2024, 2, 28), DAY, (date(2024, 2, 29), time(9))),
        (date(2024, 2, 29), DAY, (date(2024, 3, 1), time(9))),
        (date(2024, 2, 29), 365 * DAY, (date(2025, 2, 28), time(9))),
        (date(2026, 12, 31), DAY, (date(2027, 1, 1), time(9))),
        (date(2100, 2, 28), DAY, (date(2100, 3, 1), time(9))),  # no leap year
    ],
)
def test_7_4_over_month_ends_and_leap_days(on: date, minutes: int, end: tuple[date, time]) -> None:
    assert at(on, "09:00", minutes).ending == end


@pytest.mark.parametrize("on", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1)])
def test_7_4_the_wall_clock_counts_when_the_clocks_are_changed(on: date) -> None:
    """On these nights an hour is missing or comes twice in Europe or America: a plan of the wall clock knows none."""
    assert at(on, "01:30", 120).ending == (on, time(3, 30))
    assert at(on - timedelta(1), "23:00", 300).ending == (on, time(4))
    assert until(at(on, "01:30", 5), on, time(3, 30)).duration == 120
    assert begins_at(at(on, "02:30", 5)) == datetime.combine(on, time(2, 30))


@given(WHEN)
def test_7_4_what_ends_then_takes_that_long(when: When) -> None:
    on, clock = when.ending
    again = until(when, on, clock)
    assert again.ending == (on, clock)
    if when.is_timed:
        assert again == when
        assert datetime.combine(on, clock or time()) == begins_at(when) + timedelta(minutes=when.duration)
    else:
        assert clock is None
        assert again.duration == task_times.whole_days(when.duration)
        assert (on - when.on).days + 1 == again.duration // DAY


@given(WHEN, st.integers(-400, 400))
def test_7_4_a_changed_start_keeps_the_duration_and_moves_the_end(when: When, days: int) -> None:
    moved = When(when.type, when.on + timedelta(days), when.start_time, when.duration, when.all_day)
    assert (moved.ending[0] - when.ending[0]).days == days
    assert moved.ending[1] == when.ending[1]


@given(WHEN, st.dates(date(1900, 1, 1), date(2900, 12, 31)), st.integers(0, 60))
def test_a_task_lies_on_the_days_it_touches(when: When, first: date, days: int) -> None:
    last = first + timedelta(days)
    end = datetime.combine(when.ending[0], when.ending[1] or time()) + timedelta(days=when.ending[1] is None)
    day = lambda on: datetime.combine(on, time())  # noqa: E731
    assert when.overlaps(first, last) == (day(first) < end and begins_at(when) < day(last) + timedelta(1))


# -- what follows -------------------------------------------------------------------------------------------------


def test_7_4_a_changed_end_changes_the_duration() -> None:
    assert until(at(MONDAY, "10:00", 30), MONDAY, time(11)).duration == 60
    assert until(at(MONDAY, "10:00", 30), date(2026, 3, 3), time(9)).duration == 23 * 60
    assert until(When(NONE, MONDAY), date(2026, 3, 6)).duration == 5 * DAY
    assert until(When(MEETING, MONDAY, None, DAY, all_day=True), date(2026, 3, 3)).duration == 2 * DAY


def test_7_4_all_day_takes_whole_days_and_a_day_less_when_it_is_off() -> None:
    on = with_all_day(at(MONDAY, "10:00", 90, MEETING), all_day=True)
    assert on == When(MEETING, MONDAY, None, DAY, all_day=True)
    assert with_all_day(at(MONDAY, "10:00", DAY + 1, MEETING), all_day=True).duration == 2 * DAY
    assert with_all_day(When(MEETING, MONDAY, None, 3 * DAY, all_day=True), all_day=False).duration == 2 * DAY
    nothing = with_all_day(on, all_day=False)
    assert (nothing.duration, nothing.all_day) == (0, False)
    assert with_all_day(nothing, all_day=False) == nothing


def test_7_4_a_day_becomes_half_an_hour_and_back_again() -> None:
    for kind in (CALL, MEETING):
        assert with_type(When(NONE, MONDAY), kind) == When(kind, MONDAY, time(0), 30)
        assert with_type(When(NONE, MONDAY, None, 2 * DAY), kind) == When(kind, MONDAY, None, 2 * DAY)
        assert with_type(at(MONDAY, "10:00", 45, kind), NONE) == When(NONE, MONDAY)
    assert with_type(at(MONDAY, "10:00", 45), MEETING) == at(MONDAY, "10:00", 45, MEETING)
    two_days = When(MEETING, MONDAY, None, 2 * DAY, all_day=True)
    assert with_type(two_days, CALL) == When(CALL, MONDAY, None, 2 * DAY)
    assert with_type(two_days, NONE) == When(NONE, MONDAY, None, 2 * DAY)
    assert with_type(two_days, MEETING) is two_days


# -- what is refused ----------------------------------------------------------------------------------------------


def test_tsk_4_a_task_lies_between_1900_and_2999() -> None:
    for day in (date(1899, 12, 31), date(3000, 1, 1)):
        assert refused("TSK-4", lambda day=day: task_times.check(When(NONE, day))).field == "on"
        assert refused("TSK-4", lambda day=day: until(When(NONE, MONDAY), day)).field == "ending_on"
    for day in (date(1900, 1, 1), date(2999, 12, 31)):
        task_times.check(When(NONE, day))
    late = at(date(2999, 12, 31), "23:00", 120)
    assert refused("TSK-4", lambda: task_times.check(late)).field == "ending_on"
    refused("TSK-4", lambda: task_times.check(When(NONE, date(2995, 1, 1), None, LONGEST)))


def test_tsk_5_nothing_ends_before_it_begins() -> None:
    refused("TSK-5", lambda: until(at(MONDAY, "10:00", 30), MONDAY, time(9, 59)))
    refused("TSK-5", lambda: until(at(MONDAY, "10:00", 30), date(2026, 3, 1), time(11)))
    refused("TSK-5", lambda: until(When(NONE, MONDAY), date(2026, 3, 1)))


def test_tsk_6_from_one_minute_to_ten_years() -> None:
    for minutes in (0, -5, LONGEST + 1):
        refused("TSK-6", lambda minutes=minutes: task_times.check(at(MONDAY, "10:00", minutes)))
    refused("TSK-6", lambda: until(at(MONDAY, "10:00", 30), MONDAY, time(10)))
    refused("TSK-6", lambda: until(When(NONE, MONDAY), date(2037, 1, 1)))
    for minutes in (1, LONGEST):
        task_times.check(at(MONDAY, "10:00", minutes))


def test_tsk_7_a_meeting_needs_start_and_duration_unless_it_takes_all_day() -> None:
    assert refused("TSK-7", lambda: task_times.check(When(MEETING, MONDAY))).field == "start_time"
    assert refused("TSK-7", lambda: task_times.check(at(MONDAY, "10:00", 0, MEETING))).field == "duration"
    task_times.check(When(MEETING, MONDAY, None, DAY, all_day=True))
    task_times.check(When(CALL, MONDAY))
