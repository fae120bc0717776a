"""Section 7.5: the days of a recurring series, over month ends, leap years and two years on end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.task_series import dates, next_date, skipped
from oppdesk.domain.words import CountedFrom

DUE, CLOSING = CountedFrom.DUE_DATE, CountedFrom.CLOSING_DATE


def test_7_5_scenario_7_from_the_due_date_or_from_the_day_of_closing() -> None:
    assert next_date("1M", DUE, date(2025, 1, 31), date(2025, 2, 5)) == date(2025, 2, 28)
    assert next_date("1M", DUE, date(2025, 2, 28), date(2025, 3, 3)) == date(2025, 3, 28)
    assert next_date("1M", CLOSING, date(2025, 1, 31), date(2025, 2, 5)) == date(2025, 3, 5)
    assert next_date("1M", CLOSING, date(2025, 3, 5), date(2025, 3, 10)) == date(2025, 4, 10)


@pytest.mark.parametrize(
    ("interval", "first", "until", "count", "some"),
    [
        ("1D", date(2023, 3, 1), date(2025, 2, 28), 731, {date(2024, 2, 29): True}),
        (
            "1W",
            date(2026, 1, 5),
            date(2027, 12, 27),
            104,
            {date(2026, 3, 30): True, date(2026, 10, 26): True},
        ),
        ("2W", date(2026, 1, 5), date(2027, 12, 31), 52, {date(2026, 1, 12): False}),
        # The 31st slips to the 28th and stays there: each one is counted from the one before.
        (
            "1M",
            date(2025, 1, 31),
            date(2026, 12, 31),
            24,
            {date(2025, 2, 28): True, date(2025, 3, 31): False},
        ),
        (
            "D31",
            date(2025, 1, 31),
            date(2026, 12, 31),
            24,
            {date(2025, 2, 28): True, date(2025, 3, 31): True},
        ),
        (
            "1D+CM",
            date(2024, 1, 31),
            date(2025, 12, 31),
            24,
            {date(2024, 2, 29): True, date(2025, 2, 28): True},
        ),
        ("1Q", date(2024, 11, 30), date(2026, 11, 30), 9, {date(2025, 2, 28): True, date(2025, 5, 28): True}),
        ("1Y", date(2024, 2, 29), date(2026, 12, 31), 3, {date(2025, 2, 28): True, date(2026, 2, 28): True}),
        ("WD1", date(2026, 3, 2), date(2028, 2, 28), 105, {date(2026, 3, 9): True}),
        ("CW+1D", date(2026, 3, 2), date(2026, 3, 31), 5, {date(2026, 3, 9): True}),
    ],
)
def test_7_5_two_years_of_a_series(
    interval: str, first: date, until: date, count: int, some: dict[date, bool]
) -> None:
    found = dates(interval, first, until)
    assert len(found) == count
    assert found == sorted(set(found))
    assert {day: day in found for day in some} == some


def test_7_5_the_change_of_the_clocks_moves_no_day() -> None:
    found = dates("1D", date(2026, 3, 27), date(2026, 3, 31)) + dates(
        "1D", date(2026, 10, 24), date(2026, 10, 26)
    )
    assert found == [date(2026, 3, day) for day in range(27, 32)] + [
        date(2026, 10, day) for day in range(24, 27)
    ]


def test_7_5_a_late_series_may_skip_to_its_first_day_that_is_not_past() -> None:
    today = date(2026, 3, 2)
    assert skipped("1M", date(2025, 2, 28), today) == date(2026, 3, 28)
    assert skipped("1W", date(2026, 2, 9), today) == today
    assert skipped("1D", date(2026, 3, 1), today) == today
    assert skipped("1D", today, today) is None  # it is not late
    assert skipped("1D", date(2026, 3, 9), today) is None


@pytest.mark.parametrize("interval", ["", "0D", "-1D", "CM", "D28"])
def test_7_5_a_series_that_does_not_move_on_has_no_such_day(interval: str) -> None:
    last = date(2026, 2, 28)
    if interval == "D28":
        assert skipped(interval, last, date(2026, 3, 2)) == date(2026, 3, 28)
    else:
        assert skipped(interval, last, date(2026, 3, 2)) is None
        assert dates(interval, last, date(2027, 1, 1)) == [last]


def test_7_5_df_4_a_series_does_not_leave_the_calendar() -> None:
    with pytest.raises(UserError) as caught:
        next_date("1Y", DUE, date(2999, 6, 1), date(2999, 6, 1))
    assert caught.value.number == "DF-4"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 900), st.sampled_from(["1D", "3D", "1W", "1M", "1Q", "1Y", "WD5", "D31", "1D+CM"]))  # fmt: skip
def test_7_5_skipping_lands_on_a_day_of_the_series(due: date, days: int, interval: str) -> None:
    today = due + timedelta(days)
    found = skipped(interval, due, today)
    assert found is not None
    assert found >= today
    series = dates(interval, due, found)
    assert series[-1] == found
    assert series[-2] < today
