"""Who is meant by a few letters (relationships 3.7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.finding import mistyped, slips
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk

COMPANY, PERSON = int(ContactType.COMPANY), int(ContactType.PERSON)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    def add(kind: int, name: str, **values: object) -> int:
        return desk.contacts.create({"type": kind, "name": name} | values)

    brewery = add(
        COMPANY, "Brouwerij De Zilveren Hop", city="Haarlemmerliede", post_code="2065 AE", phone="+31 20 11"
    )
    add(PERSON, "Ruben Tolsma", company=brewery, job_title="Engineer", phone="+31 20 77", city="Broek")
    add(PERSON, "Aline Broussard", city="Vauclair", post_code="02860")
    add(COMPANY, "Brou")
    add(COMPANY, "Pommerel & Fils", search_name="BROU EST")
    add(COMPANY, "Müller Getränke")
    return desk


def names(desk: Desk, text: str, limit: int = 20) -> list[str]:
    return [hit.name for hit in desk.contacts.find(text, limit)]


def test_3_7_the_better_it_fits_the_higher_it_stands(desk: Desk) -> None:
    found = names(desk, "brou")
    assert found[:3] == ["Brou", "Brouwerij De Zilveren Hop", "Aline Broussard"]
    assert set(found[3:]) == {"Pommerel & Fils", "Ruben Tolsma"}  # by search name, by the company's name


def test_3_7_the_number_itself_comes_first(desk: Desk) -> None:
    assert names(desk, "ct000003") == ["Aline Broussard"]
    assert len(names(desk, "CT0000")) == 6


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("vauclair", "Aline Broussard"),  # city
        ("02860", "Aline Broussard"),  # post code
        ("20 77", "Ruben Tolsma"),  # phone
        ("tolsma ruben", "Ruben Tolsma"),  # words in any order
        ("tols zilv", "Ruben Tolsma"),  # parts of words, of the company too
        ("muller getranke", "Müller Getränke"),  # accents do not count
        ("MÜLLER", "Müller Getränke"),
    ],
)
def test_3_7_every_way_to_say_it_leads_there(desk: Desk, text: str, name: str) -> None:
    assert names(desk, text)[0] == name


def test_3_7_a_row_says_who_it_is(desk: Desk) -> None:
    hit = desk.contacts.find("Tolsma")[0]
    assert (hit.company, hit.job_title, hit.type, hit.opportunities) == (
        "Brouwerij De Zilveren Hop",
        "Engineer",
        PERSON,
        0,
    )
    assert desk.contacts.find("Zilveren")[0].company == ""


def test_3_7_typing_errors_are_forgiven_when_nothing_else_fits(desk: Desk) -> None:
    assert names(desk, "alinne brousard") == ["Aline Broussard"]
    assert names(desk, "xxxx") == []
    assert names(desk, "quite another name") == []


def test_3_7_without_a_text_everybody_is_offered_by_name(desk: Desk) -> None:
    assert names(desk, "", 2) == ["Aline Broussard", "Brou"]
    assert len(names(desk, "  ")) == 6


def test_3_7_companies_alone_are_found_for_the_company_of_a_person(desk: Desk) -> None:
    found = [hit.name for hit in desk.contacts.find("brou", kind=ContactType.COMPANY)]
    assert found == ["Brou", "Brouwerij De Zilveren Hop", "Pommerel & Fils"]
    assert desk.contacts.find("alinne brousard", kind=ContactType.COMPANY) == ()


def test_what_sql_would_take_for_a_pattern_is_a_letter(desk: Desk) -> None:
    assert names(desk, "%") == []
    assert names(desk, "_") == []


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_3_7_slips_are_the_same_both_ways_and_none_between_equals(one: str, other: str) -> None:
    assert slips(one, other, 9) == slips(other, one, 9) <= max(len(one), len(other))
    assert (slips(one, other, 9) == 0) == (one == other)


def test_3_7_one_slip_in_five_letters() -> None:
    assert slips("kitten", "sitting", 3) == 3
    assert slips("kitten", "sitting", 2) > 2
    assert mistyped("molenhoff", [(1, "molenhof"), (2, "molenhofff"), (3, "molen")]) == [1, 2]
    assert mistyped("abcd", [(1, "abce")]) == []
