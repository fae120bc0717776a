"""Times of the day and lengths of time: what people type is understood or refused, never guessed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.i18n import NEUTRAL, learn
from oppdesk.i18n.clock import duration


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", time(14, 30)),
        ("9", time(9)),
        ("1430", time(14, 30)),
        ("930", time(9, 30)),
        ("2 pm", time(14)),
        ("2:30pm", time(14, 30)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("14h30", time(14, 30)),
        ("14h", time(14)),
        ("14u30", time(14, 30)),
        ("10 uur", time(10)),
        ("下午3点", time(15)),
        ("上午10点30分", time(10, 30)),
        ("中午12点", time(12)),
        ("下午三点", time(15)),
        ("十点半", time(10, 30)),
        ("noon", time(12)),
        ("midi", time(12)),
        ("", None),
    ],
)
def test_a_time_is_understood_in_the_writings_of_four_languages(typed: str, meant: time | None) -> None:
    assert NEUTRAL.parse_clock(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "12:60", "tomorrow", "13 pm", "-1", "12:5", "1:2:3", "99999"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        NEUTRAL.parse_clock(typed)


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_time_that_was_written_is_read_back(value: time) -> None:
    assert NEUTRAL.parse_clock(NEUTRAL.clock(value)) == value


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("90", 90),
        ("1:30", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1.5 h", 90),
        ("1,5 uur", 90),
        ("2 days", 2880),
        ("1 jour 2 heures", 1560),
        ("3天", 4320),
        ("0", 0),
    ],
)
def test_a_length_of_time_is_understood(typed: str, minutes: int) -> None:
    assert NEUTRAL.parse_duration(typed) == minutes


@pytest.mark.parametrize("typed", ["", "h", "1:75", "2 h 1 day", "-5", "1 fortnight", "3 h 4 h"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        NEUTRAL.parse_duration(typed)


def test_tsk_6_ten_years_are_the_longest() -> None:
    assert NEUTRAL.parse_duration("3650 days") == 3650 * 1440
    with pytest.raises(ValueError, match="ten years"):
        NEUTRAL.parse_duration("3651 days")


@given(st.integers(0, 3650 * 1440))
def test_a_length_that_was_written_is_read_back(minutes: int) -> None:
    assert learn("en_GB").parse_duration(duration(minutes)) == minutes
