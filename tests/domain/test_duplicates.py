"""Duplicate companies by search strings, their setup and merging (relationships.md 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import duplicates
from oppdesk.domain.duplicates import DEFAULT_ROWS, Part, needed, search_string, search_strings
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import ContactType

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)


def company(**values: object) -> dict[str, object]:
    return {
        "type": COMPANY,
        "name": "Molenhof Zuivel BV",
        "address": "Kaasmakersweg 41",
        "city": "Oostgraftdijk",
    } | values


@pytest.mark.parametrize(
    ("value", "part", "length", "found"),
    [
        ("Molenhof Zuivel BV", Part.FIRST, 5, "MOLEN"),
        ("Molenhof Zuivel BV", Part.LAST, 5, "VELBV"),
        ("+31 (20) 555-0142", Part.FIRST, 5, "31205"),
        ("+31 (20) 555-0142", Part.LAST, 5, "50142"),
        ("A&B", Part.FIRST, 10, "AB"),
        ('+ "&/,.;:-_(){}#!£$\\', Part.FIRST, 5, ""),
        ("", Part.LAST, 5, ""),
        ("a  b", Part.FIRST, 2, "AB"),
        ("a*b'c@d", Part.FIRST, 10, "A*B'C@D"),
        ("straße", Part.LAST, 2, "SSE"),
        ("ab", Part.FIRST, 2, "AB"),
    ],
)
def test_dup_5_2_search_strings(value: str, part: Part, length: int, found: str) -> None:
    assert search_string(value, part, length) == found


@given(st.text(max_size=40), st.sampled_from(Part), st.integers(2, 10))
def test_dup_5_2_a_search_string_has_no_blank_and_no_sign(value: str, part: Part, length: int) -> None:
    found = search_string(value, part, length)
    assert not set(found) & set(' +"&/,.;:-_(){}#!£$\\')
    assert found == found.upper()


def test_dup_5_1_the_default_setup_has_sixteen_rows() -> None:
    assert len(DEFAULT_ROWS) == 16
    assert {row.length for row in DEFAULT_ROWS} == {5}
    assert {(row.field, row.part) for row in DEFAULT_ROWS} == {
        (field, part)
        for field in (
            "name", "address", "city", "phone", "vat_number", "post_code", "e_mail", "mobile_phone",
        )
        for part in (Part.FIRST, Part.LAST)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "percent", "strings"),
    [(16, 60, 10), (16, 100, 16), (16, 1, 1), (10, 60, 6), (10, 61, 7), (0, 60, 0), (3, 33, 1)],
)
def test_dup_5_3_how_many_strings_are_needed(rows: int, percent: int, strings: int) -> None:
    assert needed(rows, percent) == strings


def test_dup_5_3_strings_are_counted_by_field_part_and_text() -> None:
    one = search_strings(company())
    assert one[:6] == ("MOLEN", "VELBV", "KAASM", "WEG41", "OOSTG", "TDIJK")
    assert one[6:] == ("",) * 10
    other = search_strings(company(city="Kaasmakersweg", phone="31"))
    assert duplicates.matching(one, other) == 4  # an address is no city, and nothing agrees with nothing
    assert duplicates.comparable(one, other) == 6


def test_dup_5_3_a_4_empty_fields_do_not_count_against_a_pair() -> None:
    one, other = search_strings(company()), search_strings(company(address="Other 2"))
    assert duplicates.matching(one, other) == 4
    assert duplicates.share(one, other) == 66
    assert duplicates.are_duplicates(one, other, 60)
    assert not duplicates.are_duplicates(one, other, 70)
    assert not duplicates.are_duplicates(one, other, 60, exactly=True)  # 4 of 16


def test_dup_5_3_a_share_needs_four_common_rows() -> None:
    one = search_strings({"name": "Molenhof"})
    assert duplicates.share(one, one) is None
    assert not duplicates.are_duplicates(one, one, 60)


def test_dup_5_3_exactly_ten_of_sixteen() -> None:
    full = company(
        phone="+31 20 5550142",
        vat_number="NL123456789B01",
        post_code="1487 KD",
        e_mail="info@molenhof.example",
    )
    one = search_strings(full)
    assert duplicates.are_duplicates(one, search_strings(full | {"name": "X", "city": "Y"}), 60, exactly=True)
    assert not duplicates.are_duplicates(
        one, search_strings(full | {"name": "X", "city": "Y", "address": "Z"}), 60, exactly=True
    )


def test_dup_5_3_a_pair_is_one_whatever_its_direction() -> None:
    assert duplicates.pair(2, 1) == duplicates.pair(1, 2) == (1, 2)


@pytest.mark.parametrize(
    ("number", "current", "duplicate"),
    [
        ("DUP-3", {"id": 1, "type": COMPANY}, {"id": 1, "type": COMPANY}),
        ("DUP-3", {"id": 1, "type": COMPANY}, {}),
        ("DUP-5", {"id": 1, "type": COMPANY}, None),
        ("DUP-5", None, {"id": 1, "type": COMPANY}),
        ("DUP-7", {"id": 1, "type": COMPANY}, {"id": 2, "type": PERSON}),
    ],
)
def test_dup_3_5_7_what_cannot_be_merged(
    number: str, current: dict[str, object] | None, duplicate: dict[str, object] | None
) -> None:
    with pytest.raises(UserError) as error:
        duplicates.check_merge(current, duplicate)
    assert error.value.number == number


def test_dup_3_two_of_one_type_can_be_merged() -> None:
    duplicates.check_merge({"id": 1, "type": PERSON}, {"id": 2, "type": PERSON})


def test_dup_4_conflicts_are_resolved_first() -> None:
    duplicates.check_conflicts(0)
    with pytest.raises(UserError, match="2 conflicts") as error:
        duplicates.check_conflicts(2)
    assert error.value.number == "DUP-4"
    with pytest.raises(UserError, match="1 conflict must"):
        duplicates.check_conflicts(1)


def test_dup_6_what_is_asked_before_a_merge() -> None:
    assert "CT2 Molenhof into CT1 Molenhof BV" in duplicates.question("CT1 Molenhof BV", "CT2 Molenhof")


def test_dup_5_4_a_merge_shows_what_differs_and_takes_what_only_the_duplicate_has() -> None:
    current, duplicate = (
        {"name": "A", "phone": "", "city": "X", "fax": None},
        {"name": "B", "phone": "1", "fax": ""},
    )
    names = ("name", "phone", "city", "fax")
    assert duplicates.proposed_takes(current, duplicate, names) == ("phone",)
