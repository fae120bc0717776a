"""Date formulas as relationships.md 1 defines them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.date_formula import LONGEST, advance, describe, parse
from oppdesk.domain.errors import FieldError
from oppdesk.i18n import EARLIEST, LATEST

counts = st.builds(lambda n, u: f"{n}{u}", st.integers(0, 9999), st.sampled_from("DWMQY"))
places = st.one_of(st.integers(1, 31).map(lambda n: f"D{n}"), st.integers(1, 7).map(lambda n: f"WD{n}"))
edges = st.sampled_from(["CD", "CWD", "CW", "CM", "CQ", "CY"])
terms = st.builds(lambda s, b: s + b, st.sampled_from("+-"), st.one_of(counts, places, edges))
formulas = st.lists(terms, min_size=1, max_size=5).map("".join).filter(lambda t: len(t) <= LONGEST)

EXAMPLES = """
1W 2025-01-29 2025-02-05
CM+1D 2025-01-29 2025-02-01
-1M 2025-03-31 2025-02-28
1M 2024-01-31 2024-02-29
CM+1M 2013-09-23 2013-10-30
CM+1M+CM 2025-01-31 2025-02-28
CQ+1M-10D 1996-05-21 1996-07-20
-WD2 1996-05-21 1996-05-14
WD4 2019-11-05 2019-11-07
WD5 2025-03-14 2025-03-21
D15 2013-09-23 2013-10-15
D10 2019-11-05 2019-11-10
D1 2025-01-01 2025-02-01
D1-1M 2025-03-17 2025-03-01
-CW 2025-03-15 2025-03-10
CW 2025-03-16 2025-03-16
5M-CY+7M-1D 2019-06-15 2019-07-31
3M-CQ+WD1 2021-06-15 2021-07-05
1Y 2024-02-29 2025-02-28
-1Q 2025-05-31 2025-02-28
2W+1D 2025-01-29 2025-02-13
6M 2025-08-31 2026-02-28
-CM-1D 2025-03-15 2025-02-28
1M+15D 2013-09-23 2013-11-07
CM+30D 1996-05-21 1996-06-30
-D1 2025-03-01 2025-02-01
CY-2Y+1D 2025-05-15 2024-01-01
CY-1Y+1D 2025-05-15 2025-01-01
WD1-1W 2025-03-12 2025-03-10
"""


@pytest.mark.parametrize("row", EXAMPLES.split("\n")[1:-1], ids=lambda row: row.split()[0])
def test_worked_examples_of_the_specification(row: str) -> None:
    formula, base, result = row.split()
    assert advance(formula, date.fromisoformat(base)) == date.fromisoformat(result)


def test_all_thirty_examples_are_here() -> None:
    assert len(EXAMPLES.split("\n")[1:-1]) == 29  # the thirtieth is the empty formula


def test_the_empty_formula_changes_nothing() -> None:
    assert advance("", date(2025, 1, 29)) == date(2025, 1, 29)
    assert parse("  ").text == parse("<>").text == describe("") == ""


@pytest.mark.parametrize(
    ("formula", "base", "result"),
    [
        ("D31", date(2025, 2, 10), date(2025, 2, 28)),
        ("D31", date(2025, 2, 28), date(2025, 3, 31)),
        ("D30", date(2025, 1, 30), date(2025, 2, 28)),
        ("-D31", date(2025, 3, 15), date(2025, 2, 28)),
        ("-WD6", date(2025, 3, 15), date(2025, 3, 8)),
        ("WD1-1W", date(2025, 3, 10), date(2025, 3, 10)),
        ("0D", date(2025, 3, 10), date(2025, 3, 10)),
        ("CD", date(2025, 3, 10), date(2025, 3, 10)),
        ("-CD", date(2025, 3, 10), date(2025, 3, 10)),
        ("CWD", date(2025, 3, 10), date(2025, 3, 16)),
        ("-CWD", date(2025, 3, 16), date(2025, 3, 10)),
        ("-CQ", date(2025, 5, 31), date(2025, 4, 1)),
        ("CY", date(2025, 5, 31), date(2025, 12, 31)),
        ("CY", date(2999, 5, 31), LATEST),
    ],
)
def test_edges_of_the_rules(formula: str, base: date, result: date) -> None:
    assert advance(formula, base) == result


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (" cm + 1d ", "CM+1D"),
        ("<1w>", "1W"),
        ("+CM", "CM"),
        ("-cm-01D", "-CM-1D"),
        ("0002W+1D", "2W+1D"),
        ("< +2 W >", "2W"),
        ("1D+1D+1D+1D+1D", "1D+1D+1D+1D+1D"),
    ],
)
def test_stored_normalised(text: str, stored: str) -> None:
    assert parse(text).text == stored
    assert parse(text) == parse(stored)


@pytest.mark.parametrize(
    ("number", "text", "told"),
    [
        ("DF-1", "abc", "ABC"),
        ("DF-1", "1W+X", "“X”"),
        ("DF-1", "2WD", "2WD"),
        ("DF-1", "+", "“+”"),
        ("DF-1", "1D++1D", "+1D"),
        ("DF-1", "١D", "١D"),
        ("DF-1", "1.5W", "1.5W"),
        ("DF-1", "<1W", "<1W"),
        ("DF-1", "CX", "CX"),
        ("DF-2", "W", "“W”"),
        ("DF-2", "10", "“10”"),
        ("DF-2", "1W+D", "“D”"),
        ("DF-2", "C", "“C”"),
        ("DF-2", "WD", "“WD”"),
        ("DF-3", "WD8", "between 1 and 7"),
        ("DF-3", "WD0", "between 1 and 7"),
        ("DF-3", "D32", "between 1 and 31"),
        ("DF-3", "D0", "between 1 and 31"),
        ("DF-3", "10000D", "between 0 and 9999"),
        ("DF-5", "W5", "5W"),
        ("DF-5", "M3", "3M"),
        ("DF-5", "Q1", "1Q"),
        ("DF-5", "CM+Y2", "2Y"),
        ("DF-6", "1M2D", "2D"),
        ("DF-6", "CMCM", "CM"),
        ("DF-7", "1D+" * 11 + "1D", "at most 32"),
    ],
)
def test_errors_say_what_is_wrong(number: str, text: str, told: str) -> None:
    with pytest.raises(FieldError) as error:
        parse(text)
    assert error.value.number == number
    assert told in error.value.message


@pytest.mark.parametrize(
    ("formula", "base"),
    [
        ("9999Y", date(2025, 1, 1)),
        ("-9999Y", date(2025, 1, 1)),
        ("975Y", date(2025, 1, 1)),
        ("-1D", EARLIEST),
        ("1D", LATEST),
        ("CY", date(9999, 6, 1)),
        ("WD1", LATEST),
    ],
)
def test_df_4_a_date_outside_the_calendar(formula: str, base: date) -> None:
    with pytest.raises(FieldError) as error:
        advance(formula, base)
    assert error.value.number == "DF-4"


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("CM+1D", "end of month, then 1 day later"),
        ("2W+1D", "2 weeks later, then 1 day later"),
        ("-CQ-2M", "start of quarter, then 2 months earlier"),
        ("WD4", "next Thursday"),
        ("-WD2", "previous Tuesday"),
        ("D15", "next day 15 of a month"),
        ("0D", "the same day"),
        ("CW", "Sunday of the week"),
    ],
)
def test_plain_words(formula: str, words: str) -> None:
    assert describe(formula) == words


@given(formulas)
def test_normalised_text_reads_as_the_same_formula(text: str) -> None:
    formula = parse(text)
    assert parse(formula.text) == formula
    assert describe(formula)


@given(formulas, st.dates(EARLIEST, LATEST))
def test_df_4_no_other_way_out_of_the_calendar(text: str, base: date) -> None:
    try:
        result = advance(text, base)
    except FieldError as error:
        assert error.number == "DF-4"  # noqa: PT017 - both ways are right
    else:
        assert EARLIEST <= result <= LATEST


@given(st.text(alphabet="CWDMQY0123456789+-<> x", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(FieldError):
        parse(text)
