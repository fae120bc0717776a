"""How tasks are cut into pieces of days: whole days in a row, hours side by side, by the wall clock."""

from datetime import date, time, timedelta
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.fields import Ref
from oppdesk.domain.words import TaskType
from oppdesk.ui.calendar.items import Item, bars, blocks, item_of, of_day, placed

MONDAY = date(2026, 3, 2)
DAY = timedelta(1)


def item(row: int, on: date = MONDAY, start: time | None = None, minutes: int = 1440, **values: Any) -> Item:
    usual: dict[str, Any] = {
        "type": TaskType.NONE if start is None else TaskType.MEETING,
        "description": f"Task {row}",
        "number": f"T{row}",
        "all_day": False,
        "location": "",
        "priority": 1,
        "closed": False,
        "canceled": False,
        "contact": Ref(1, "Contoso"),
    }
    return item_of({"id": row, "on": on, "start_time": start, "duration": minutes} | usual | values, MONDAY)


def test_a_timed_task_takes_its_hours() -> None:
    made = item(1, start=time(10, 30), minutes=90)
    assert (made.start, made.end, made.last) == (630, 720, MONDAY)
    assert [(block.begin, block.end) for block in blocks([made], MONDAY)] == [(630, 720)]
    assert bars([made], MONDAY, 7) == []


def test_a_task_without_time_and_one_of_all_day_stand_in_the_head_row() -> None:
    plain, meeting = item(1), item(2, type=TaskType.MEETING, all_day=True, minutes=3 * 1440)
    found = {bar.item.id: (bar.first, bar.last) for bar in bars([plain, meeting], MONDAY, 7)}
    assert found == {1: (0, 0), 2: (0, 2)}  # one day ends the same day
    assert blocks([plain, meeting], MONDAY) == []


def test_what_crosses_midnight_is_on_both_days_and_what_ends_there_on_one() -> None:
    late, until = item(1, start=time(22), minutes=240), item(2, start=time(22), minutes=120)
    assert [(block.begin, block.end) for block in blocks([late], MONDAY)] == [(1320, 1440)]
    assert [(block.begin, block.end) for block in blocks([late], MONDAY + DAY)] == [(0, 120)]
    assert until.last == MONDAY
    assert blocks([until], MONDAY + DAY) == []


def test_a_task_of_a_day_or_longer_stands_in_the_head_row_over_its_days() -> None:
    made = item(1, start=time(10), minutes=2 * 1440)
    assert [(bar.first, bar.last) for bar in bars([made], MONDAY, 7)] == [(0, 2)]


def test_what_begins_before_and_ends_after_goes_on_at_both_sides() -> None:
    made = item(1, MONDAY - 3 * DAY, type=TaskType.MEETING, all_day=True, minutes=20 * 1440)
    (bar,) = bars([made], MONDAY, 7)
    assert (bar.first, bar.last, bar.goes_on_before, bar.goes_on_after) == (0, 6, True, True)


def test_overlapping_meetings_stand_side_by_side_others_keep_their_width() -> None:
    found = blocks(
        [
            item(1, start=time(10), minutes=120),
            item(2, start=time(10, 30), minutes=60),
            item(3, start=time(11, 30), minutes=60),
            item(4, start=time(14), minutes=30),
        ],
        MONDAY,
    )
    assert [(block.item.id, block.lane, block.lanes) for block in found] == [
        (1, 0, 2),
        (2, 1, 2),
        (3, 1, 2),
        (4, 0, 1),
    ]


def test_head_row_lines_are_used_again_when_they_are_free() -> None:
    found = bars([item(1), item(2), item(3, MONDAY + DAY)], MONDAY, 7)
    assert {bar.item.id: bar.lane for bar in found} == {1: 0, 2: 1, 3: 0}


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1439)), max_size=25))
def test_no_two_pieces_of_a_day_lie_over_one_another(spans: list[tuple[int, int]]) -> None:
    every = [
        item(at, start=time(begin // 60, begin % 60), minutes=length)
        for at, (begin, length) in enumerate(spans)
    ]
    found = blocks(every, MONDAY)
    assert {block.item.id for block in found} == set(range(len(spans)))
    for one, other in combinations(found, 2):
        share_time = one.begin < other.end and other.begin < one.end
        assert not (share_time and one.lane == other.lane)
        assert not share_time or one.lanes == other.lanes
    assert all(0 <= block.lane < block.lanes for block in found)


@given(st.lists(st.tuples(st.integers(-10, 10), st.integers(1, 12)), max_size=20))
def test_no_two_bars_of_a_week_lie_over_one_another(spans: list[tuple[int, int]]) -> None:
    every = [
        item(at, MONDAY + begin * DAY, minutes=length * 1440) for at, (begin, length) in enumerate(spans)
    ]
    found = bars(every, MONDAY, 7)
    assert {bar.item.id for bar in found} == {
        at for at, (begin, length) in enumerate(spans) if begin < 7 and begin + length > 0
    }
    for one, other in combinations(found, 2):
        assert not (one.lane == other.lane and one.first <= other.last and other.first <= one.last)
    assert all(0 <= bar.first <= bar.last <= 6 for bar in found)


def test_daylight_saving_days_keep_wall_clock_times() -> None:
    """The clocks of Europe go on at 2:00 on 29 March and back at 3:00 on 25 October: a calendar shows what was agreed."""
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        made = item(1, day, start=time(1, 30), minutes=120)
        assert (made.start, made.end) == (90, 210)
        moved = placed(made, day - DAY, 90, 120, MONDAY, all_day=False)
        assert (moved.start, moved.end, moved.last) == (90, 210, day - DAY)
        whole = item(2, day - DAY, type=TaskType.MEETING, all_day=True, minutes=3 * 1440)
        assert whole.last == day + DAY


def test_late_is_what_is_open_and_due_before_the_work_date() -> None:
    assert item(1, MONDAY - DAY).late
    assert not item(1).late
    assert not item(1, MONDAY - DAY, closed=True).late


def test_a_day_is_met_from_its_whole_day_tasks_on_through_its_hours() -> None:
    every = [item(1, start=time(14), minutes=30), item(2, start=time(9), minutes=30), item(3)]
    assert [each.id for each in of_day(every, MONDAY)] == [3, 2, 1]
