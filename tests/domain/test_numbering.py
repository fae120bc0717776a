"""Number series (relationships.md 0.6, opportunities.md 1.8)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.errors import RuleError
from oppdesk.domain.numbering import (
    Series,
    SeriesLine,
    check_typed,
    draw,
    draw_many,
    following,
    line_in_force,
    passes,
    split,
)  # fmt: skip

TODAY = date(2026, 3, 17)


def series(
    *lines: SeriesLine, default_nos: bool = True, manual_nos: bool = True, date_order: bool = False
) -> Series:
    found = lines or (SeriesLine("OP000001"),)
    return Series("OPP", found, default_nos, manual_nos, date_order)


@pytest.mark.parametrize(
    ("number", "increment", "result"),
    [
        ("CT000009", 1, "CT000010"),
        ("OP-99X", 1, "OP-100X"),
        ("OP000001", 10, "OP000011"),
        ("2026-001", 1, "2026-002"),
        ("9", 1, "10"),
        ("A1B2C", 1, "A1B3C"),
        ("INV099", 1, "INV100"),
        ("INV999", 1, "INV1000"),
    ],
)
def test_r_num_02_the_last_group_of_digits_counts_on(number: str, increment: int, result: str) -> None:
    assert following(number, increment) == result


def test_r_num_02_a_number_without_digits_cannot_count_on() -> None:
    with pytest.raises(RuleError, match="ABC has no digit"):
        following("ABC")


@given(st.from_regex(r"[A-Z-]{0,4}[0-9]{1,6}[A-Z-]{0,4}", fullmatch=True), st.integers(1, 1000))
def test_r_num_02_a_number_never_comes_back(number: str, increment: int) -> None:
    after = following(number, increment)
    assert passes(after, number)
    assert not passes(number, after)
    first, second = split(number), split(after)
    assert first is not None
    assert second is not None
    assert first.shape == second.shape
    assert len(second.digits) >= len(first.digits)


def test_r_num_01_the_first_number_is_the_starting_one() -> None:
    drawn = draw(series(), TODAY, "Opportunity numbers")
    assert drawn.number == drawn.line.last_no == "OP000001"
    assert drawn.line.last_date == TODAY
    again = draw(series(drawn.line), TODAY, "Opportunity numbers")
    assert again.number == "OP000002"


def test_r_num_05_the_line_in_force_on_the_work_date() -> None:
    old = SeriesLine("A1", None)
    spring = SeriesLine("B1", date(2026, 3, 1))
    summer = SeriesLine("C1", date(2026, 6, 1))
    lines = [summer, old, spring]
    assert line_in_force(lines, TODAY) == spring
    assert line_in_force(lines, date(2026, 6, 1)) == summer
    assert line_in_force(lines, date(2026, 2, 28)) == old
    assert line_in_force([SeriesLine("B1", date(2026, 3, 1), open=False), old], TODAY) == old


def test_r_num_05_a_number_taken_is_skipped() -> None:
    drawn = draw(
        series(SeriesLine("CT000001")), TODAY, "Contact numbers", {"CT000001", "CT000002"}.__contains__
    )
    assert drawn.number == "CT000003"


def test_r_num_06_numbers_in_the_order_of_dates() -> None:
    line = SeriesLine("Q1", last_no="Q5", last_date=date(2026, 3, 18))
    with pytest.raises(RuleError, match="2026-03-18") as error:
        draw(series(line, date_order=True), TODAY, "Quote numbers")
    assert error.value.number == "R-NUM-06"
    drawn = draw(series(line), TODAY, "Quote numbers")
    assert (drawn.number, drawn.line.last_date) == ("Q6", date(2026, 3, 18))


def test_num_1_no_series_in_the_setup() -> None:
    with pytest.raises(RuleError, match="Fill in Contact numbers") as error:
        draw(None, TODAY, "Contact numbers")
    assert error.value.number == "NUM-1"


def test_num_2_the_series_gives_none_automatically() -> None:
    with pytest.raises(RuleError, match="type the number") as error:
        draw(series(default_nos=False), TODAY, "")
    assert error.value.number == "NUM-2"


def test_num_3_numbers_cannot_be_typed() -> None:
    with pytest.raises(RuleError, match="cannot be typed") as error:
        check_typed(series(manual_nos=False), "X1", taken=False)
    assert error.value.number == "NUM-3"
    check_typed(series(), "X1", taken=False)


def test_num_4_warns_before_and_stops_at_the_ending_number() -> None:
    line = SeriesLine("OP97", ending_no="OP99", warning_no="OP98")
    first = draw(series(line), TODAY, "")
    second = draw(series(first.line), TODAY, "")
    third = draw(series(second.line), TODAY, "")
    assert [drawn.running_out for drawn in (first, second, third)] == [False, True, True]
    with pytest.raises(RuleError, match="exhausted: its last number is OP99") as error:
        draw(series(third.line), TODAY, "")
    assert error.value.number == "NUM-4"


def test_num_4_a_number_has_twenty_characters_at_most() -> None:
    with pytest.raises(RuleError, match="exhausted"):
        draw(series(SeriesLine("9" * 20, last_no="9" * 20)), TODAY, "")


def test_num_4_skipping_taken_numbers_ends_too() -> None:
    with pytest.raises(RuleError, match="exhausted"):
        draw(series(SeriesLine("OP1", ending_no="OP9")), TODAY, "", lambda _number: True)


def test_num_5_no_line_on_that_date() -> None:
    with pytest.raises(RuleError, match="no numbers for 2026-03-17") as error:
        draw(series(SeriesLine("A1", date(2026, 4, 1))), TODAY, "")
    assert error.value.number == "NUM-5"


def test_num_6_a_typed_number_is_used_already() -> None:
    with pytest.raises(RuleError, match="X1 is already used") as error:
        check_typed(series(), "X1", taken=True)
    assert error.value.number == "NUM-6"


def test_r_num_01_many_numbers_are_those_one_by_one_would_give() -> None:
    one_by_one, line = [], SeriesLine("OP098X", increment=3)
    for _each in range(5):
        drawn = draw(series(line), TODAY, "")
        one_by_one.append(drawn.number)
        line = drawn.line
    assert draw_many(series(SeriesLine("OP098X", increment=3)), TODAY, "", 5) == (one_by_one, line)


def test_num_4_many_numbers_stop_at_the_end_of_the_series() -> None:
    assert draw_many(series(SeriesLine("OP1", ending_no="OP9")), TODAY, "", 9)[0][-1] == "OP9"
    with pytest.raises(RuleError, match="exhausted"):
        draw_many(series(SeriesLine("OP1", ending_no="OP9")), TODAY, "", 10)
