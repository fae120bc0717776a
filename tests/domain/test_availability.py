"""Who is free when: meetings and timed tasks take time, the rest of the hours of work is free."""

from datetime import date, time, timedelta

from oppdesk.domain import availability
from oppdesk.domain.availability import joined, left, on_days
from oppdesk.domain.fields import Ref
from oppdesk.domain.task_times import When
from oppdesk.domain.words import TaskType

MONDAY = date(2026, 3, 2)
DAY = timedelta(1)
ANNA, BERT = Ref(1, "Anna"), Ref(2, "Bert")


def meeting(start: time | None, minutes: int = 60, on: date = MONDAY) -> When:
    return When(TaskType.MEETING, on, start, minutes, start is None)


def test_free_is_what_is_left_of_the_hours() -> None:
    assert left(((540, 600), (700, 720)), (480, 1080), 30) == ((480, 540), (600, 700), (720, 1080))
    assert left((), (480, 1080), 30) == ((480, 1080),)
    assert left(((0, 1440),), (480, 1080), 30) == ()


def test_gaps_that_are_too_short_are_none() -> None:
    assert left(((480, 600), (620, 1080)), (480, 1080), 30) == ()
    assert left(((480, 600), (620, 1080)), (480, 1080), 20) == ((600, 620),)


def test_what_overlaps_or_touches_is_taken_once() -> None:
    assert joined([(600, 660), (540, 600), (610, 640), (900, 910)]) == ((540, 660), (900, 910))


def test_a_meeting_over_midnight_takes_of_both_days() -> None:
    assert on_days(meeting(time(22), 240), [MONDAY, MONDAY + DAY]) == [
        (MONDAY, (1320, 1440)),
        (MONDAY + DAY, (0, 120)),
    ]


def test_all_day_meetings_take_whole_days_plain_tasks_and_calls_at_no_time_none() -> None:
    assert on_days(meeting(None, 2 * 1440), [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]) == [
        (MONDAY, (0, 1440)),
        (MONDAY + DAY, (0, 1440)),
    ]
    assert on_days(When(TaskType.NONE, MONDAY), [MONDAY]) == []
    assert on_days(When(TaskType.CALL, MONDAY), [MONDAY]) == []
    assert on_days(When(TaskType.CALL, MONDAY, time(9), 15), [MONDAY]) == [(MONDAY, (540, 555))]


def test_together_is_when_nobody_has_anything() -> None:
    tasks = [(1, meeting(time(9))), (2, meeting(time(9, 30))), (2, meeting(time(15), on=MONDAY + DAY))]
    found = availability.of([ANNA, BERT], tasks, MONDAY, MONDAY + DAY, (480, 1080))
    assert found.together(MONDAY) == ((480, 540), (630, 1080))
    assert found.together(MONDAY + DAY) == ((480, 900), (960, 1080))
    assert found.people[0].free(MONDAY, found.hours) == ((480, 540), (600, 1080))
    assert found.together(MONDAY, least=120) == ((630, 1080),)


def test_nobody_is_never_free_together() -> None:
    assert availability.of([], [], MONDAY, MONDAY, (480, 1080)).together(MONDAY) == ()
