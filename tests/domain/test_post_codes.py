"""Post codes and cities fill each other (relationships.md 3.8)."""

from oppdesk.domain.post_codes import Place, by_city, by_post_code, filled, place

ALKMAAR = Place("1811 ZD", "Alkmaar", "NH", 5)
HALL = Place("6060", "Hall in Tirol", "", 6)
LEON = Place("6060", "León", "", 7)
SECOND = Place("1812 AA", "Alkmaar", "NH", 5)
ALL = [ALKMAAR, HALL, LEON, SECOND]


def test_3_8_a_post_code_fills_city_county_and_country() -> None:
    assert filled(by_post_code("1811zd", ALL), {}, "post_code") == {
        "city": "Alkmaar",
        "county": "NH",
        "country": 5,
    }


def test_3_8_a_city_fills_the_others() -> None:
    assert filled(by_city("león", ALL), {}, "city") == {"post_code": "6060", "country": 7}


def test_3_8_of_several_one_is_chosen() -> None:
    assert by_post_code("6060", ALL) == [HALL, LEON]
    assert filled(by_post_code("6060", ALL), {}, "post_code") is None
    assert filled(by_city("Alkmaar", ALL), {}, "city") is None


def test_3_8_several_of_which_one_agrees_ask_nothing() -> None:
    assert filled(by_post_code("6060", ALL), {"city": "León"}, "post_code") == {"country": 7}
    assert (
        filled(by_city("Alkmaar", ALL), {"post_code": "1812 AA", "county": "NH", "country": 5}, "city") == {}
    )


def test_3_8_the_country_of_the_contact_goes_first() -> None:
    assert by_post_code("6060", ALL, country=7) == [LEON]
    assert by_post_code("6060", ALL, country=9) == [HALL, LEON]


def test_3_8_no_hit_is_kept_as_typed() -> None:
    assert by_post_code("9999", ALL) == []
    assert by_post_code(" ", ALL) == []
    assert filled([], {"city": "x"}, "post_code") == {}


def test_3_8_a_place_without_country_leaves_it() -> None:
    assert filled([Place("1", "A")], {"country": 5}, "post_code") == {"city": "A"}
    assert place({"post_code": "1", "city": "A", "county": None, "country": None}) == Place("1", "A")
