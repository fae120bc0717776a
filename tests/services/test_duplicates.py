"""Duplicates: shown while typing, searched for, decided about; the reference's strings exactly, and a better default."""

import pytest

from oppdesk.domain.duplicates import Part
from oppdesk.domain.errors import NotThereError, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.query import Query
from oppdesk.domain.setup.company import COMPARED
from oppdesk.domain.string_pairs import AGREE
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from oppdesk.services.duplicates import Pair
from tests.services import records
from tests.services.records import marketing, store_of

COMPANY, PERSON = int(ContactType.COMPANY), int(ContactType.PERSON)
FIELDS = [name for name, _label in COMPARED]
# Ten strings of sixteen agree in these two, and little else: names, streets and numbers only begin alike.
ALIKE = {
    "name": "Noordzeevis", "address": "Havenkade 12", "city": "IJmuiden", "phone": "+31 255 100001",
    "vat_number": "NL100000001B01", "post_code": "1976 AB", "e_mail": "post@vis.nl", "mobile_phone": "+31 6 1000001",
}  # fmt: skip
OTHER = {
    "name": "Noordereiland Metaal", "address": "Havenstraat 377", "city": "IJmuiden", "phone": "+31 255 777888",
    "vat_number": "NL100222333B07", "post_code": "1976 AB", "e_mail": "info@metaalvis.nl", "mobile_phone": "+31 6 1088777",
}  # fmt: skip


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": COMPANY, "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": PERSON, "name": name, "company": company} | values)


def ends(pairs: list[Pair]) -> set[tuple[int, int]]:
    return {(pair.one.id, pair.other.id) for pair in pairs}


def twice(desk: Desk) -> tuple[int, int]:
    return (
        company(
            desk, phone="+31 172 610848", city="Bodegraven", post_code="2411 AB", address="Kerkstraat 12"
        ),
        company(desk, "Molenhof Zuivel B.V.", phone="0172-610848", city="Bodegraven"),
    )


# -- while typing ---------------------------------------------------------------------------------------------


def test_dup_5_companies_are_shown_while_one_is_typed(desk: Desk) -> None:
    first, second = twice(desk)
    company(desk, "Weidevogel Kaas", phone="+31 20 9999999")
    found = desk.duplicates.like({"type": COMPANY, "name": "Molenhof zuivel", "phone": "0172 610 848"})
    assert [each.contact.id for each in found] == [first, second]
    assert all(each.sure and each.kind is ContactType.COMPANY for each in found)
    assert "Same telephone number" in found[0].reasons
    assert [
        each.contact.id
        for each in desk.duplicates.like({"type": COMPANY, "name": "Molenhof Zuivel"}, exclude=first)
    ] == [second]
    assert len(desk.duplicates.like({"type": COMPANY, "name": "Molenhof Zuivel"}, limit=1)) == 1


def test_dup_5_people_are_shown_while_one_is_typed(desk: Desk) -> None:
    house = company(desk)
    made = person(desk, company=house, mobile_phone="+31 6 12345678")
    by_id = desk.duplicates.like({"type": PERSON, "name": "Sanne Hoekema", "company": house})
    by_name = desk.duplicates.like(
        {"type": PERSON, "name": "Sane Hoekema", "company_name": "Molenhof Zuivel"}
    )
    swapped = desk.duplicates.like(
        {"type": PERSON, "first_name": "Hoekema", "surname": "Sanne", "mobile_phone": "0612345678"}
    )
    assert [[each.contact.id for each in found] for found in (by_id, by_name, swapped)] == [[made]] * 3
    assert by_id[0].company == "Molenhof Zuivel BV"
    assert by_id[0].kind is ContactType.PERSON


@pytest.mark.parametrize(
    "values", [{}, {"type": COMPANY}, {"type": PERSON, "name": ""}, {"name": "x" * 100, "phone": "()"}]
)
def test_dup_5_what_says_nothing_is_like_nobody(desk: Desk, values: dict[str, object]) -> None:
    twice(desk)
    assert desk.duplicates.like(values) == []


# -- setup (5.1) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 11, 0, -5])
def test_dup_1_a_search_string_has_two_to_ten_characters(desk: Desk, length: int) -> None:
    values = {"field": FIELDS.index("county"), "part": int(Part.FIRST), "length": length}
    with pytest.raises(UserError) as error:
        desk.setup.save("duplicate_search", None, values)
    assert error.value.field == "length"


def test_dup_2_a_field_and_part_are_set_up_once(desk: Desk) -> None:
    error = records.refused(
        desk,
        "DUP-2",
        lambda: desk.setup.save(
            "duplicate_search", None, {"field": FIELDS.index("name"), "part": int(Part.FIRST), "length": 4}
        ),
    )
    assert error.field


def test_dup_5_1_the_standard_setup_has_sixteen_rows(desk: Desk) -> None:
    made = company(desk, **{name: value for name, value in ALIKE.items() if name != "name"})
    assert len(desk.duplicates.details(made, company(desk))) == 16


# -- the reference's search (5.3) -----------------------------------------------------------------------------


def test_dup_5_3_ten_of_sixteen_strings_make_a_pair_nine_do_not(desk: Desk) -> None:
    one, other = company(desk, **ALIKE), company(desk, **OTHER)
    found = desk.duplicates.search([other])
    assert ends(found) == {(one, other)}
    assert found[0].strings == 10
    assert found[0].reasons[-1] == AGREE
    assert not found[0].sure
    assert desk.duplicates.search_all() == 1
    desk.contacts.change(other, {"mobile_phone": "+49 170 1088777"})
    assert desk.duplicates.search([other]) == []
    assert desk.duplicates.pairs() == []
    desk.contacts.change(other, {"mobile_phone": "+31 6 1088777"})
    assert desk.duplicates.search_all() == 1
    marketing(desk, search_hit=70)
    assert desk.duplicates.search_all() == 0


def test_dup_5_3_a_pair_is_stored_once_whatever_the_direction(desk: Desk) -> None:
    first, second = twice(desk)
    for contacts in ([second], [first], [first, second]):
        assert ends(desk.duplicates.search(contacts)) == {(first, second)}
    assert desk.duplicates.search_all() == 1
    assert len(desk.duplicates.pairs()) == 1


def test_dup_5_3_the_pair_goes_when_they_are_alike_no_longer(desk: Desk) -> None:
    _first, second = twice(desk)
    desk.duplicates.search([second])
    desk.contacts.change(second, {"name": "Weidevogel Kaas", "phone": "", "city": "Weesp"})
    assert desk.duplicates.search([second]) == []
    assert desk.duplicates.count() == 0


def test_dup_5_3_nothing_is_searched_for_when_the_setup_says_so(desk: Desk) -> None:
    _first, second = twice(desk)
    marketing(desk, autosearch_duplicates=False)
    assert desk.duplicates.search([second]) == []
    assert desk.duplicates.pairs() == []
    assert desk.duplicates.search_all() == 1  # asked for by hand


def test_dup_5_3_separate_contacts_stay_so_and_are_not_counted(desk: Desk) -> None:
    first, second = twice(desk)
    pair = desk.duplicates.search([second])[0]
    desk.duplicates.separate(pair.id, True)
    assert desk.duplicates.search([first]) == []
    desk.duplicates.generate()
    assert desk.duplicates.search_all() == 0
    assert desk.duplicates.count() == 0
    kept = desk.duplicates.pairs(separate=True)
    assert [(each.id, each.separate) for each in kept] == [(pair.id, True)]
    desk.contacts.change(second, {"phone": "", "name": "Weidevogel Kaas", "city": ""})
    desk.duplicates.search([second])
    assert [each.id for each in desk.duplicates.pairs(separate=True)] == [pair.id]
    desk.contacts.change(second, {"phone": "0172-610848", "name": "Molenhof Zuivel"})
    desk.duplicates.separate(pair.id, False)
    assert [each.id for each in desk.duplicates.search([second])] == [pair.id]
    assert desk.duplicates.count() == 1


def test_dup_5_3_separate_can_be_undone(desk: Desk) -> None:
    pair = desk.duplicates.search([twice(desk)[1]])[0]
    desk.duplicates.separate(pair.id)
    assert desk.history.undo() == "Molenhof Zuivel BV and Molenhof Zuivel B.V. are two"
    assert [each.id for each in desk.duplicates.pairs()] == [pair.id]


def test_dup_5_3_a_company_and_a_person_are_never_one(desk: Desk) -> None:
    company(desk, "Sanne Hoekema", e_mail="sanne@hoekema.nl", phone="+31 172 610848")
    made = person(desk, e_mail="sanne@hoekema.nl", phone="+31 172 610848")
    assert desk.duplicates.search([made]) == []
    assert desk.duplicates.search_all() == 0


def test_dup_5_3_many_people_of_one_name_are_no_pairs(desk: Desk) -> None:
    few = [person(desk, "Jan Jansen", city=city) for city in ("Weesp", "Goes")]
    assert ends(desk.duplicates.search(few)) == {(few[0], few[1])}
    many = [person(desk, "Jan Jansen", city=f"Stad {at}") for at in range(20)]
    assert desk.duplicates.search([many[-1]]) == []
    assert desk.duplicates.search_all() == 0
    again = person(desk, "Jan Jansen", e_mail="jan@jansen.nl")
    twin = person(desk, "J. Jansen", e_mail="jan@jansen.nl")
    assert ends(desk.duplicates.search([twin])) == {(again, twin)}


def test_dup_5_3_a_search_is_no_step_to_be_undone_and_stops_none(desk: Desk) -> None:
    first, second = twice(desk)
    desk.duplicates.search([second])
    before = desk.history.last()
    desk.duplicates.search_all()
    assert desk.history.last() == before
    desk.history.undo()
    assert desk.duplicates.pairs() == []
    assert desk.lists.ids("contact", Query()).tolist() == [first]


def test_dup_5_3_a_removed_contact_takes_its_pairs_along(desk: Desk) -> None:
    _first, second = twice(desk)
    found = desk.duplicates.search([second])
    desk.contacts.remove([second])
    assert desk.duplicates.pairs() == []
    desk.history.undo()
    assert desk.duplicates.pairs() == found


def test_dup_5_3_a_search_that_is_stopped_changes_nothing(desk: Desk) -> None:
    _first, second = twice(desk)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        desk.duplicates.search_all(stopped)
    assert desk.duplicates.pairs() == []
    assert len(desk.duplicates.search([second])) == 1


def test_dup_5_3_windows_hear_of_what_was_found(desk: Desk) -> None:
    _first, second = twice(desk)
    news = []
    desk.changes.subscribe(news.append)
    pair = desk.duplicates.search([second])[0]
    desk.duplicates.search([second])
    assert [(each.added, each.touches("duplicate")) for each in news] == [({("duplicate", pair.id)}, True)]


# -- windows (5.4) --------------------------------------------------------------------------------------------


def test_dup_5_4_details_show_each_row_of_the_setup_with_both_values(desk: Desk) -> None:
    one, other = company(desk, **ALIKE), company(desk, **OTHER)
    rows = desk.duplicates.details(one, other)
    assert sum(row.agrees for row in rows) == 10
    first = rows[0]
    assert (first.field, first.part, first.length) == ("Name", "First", 5)
    assert first.values == ("Noordzeevis", "Noordereiland Metaal")
    assert first.strings == ("NOORD", "NOORD")
    with pytest.raises(NotThereError) as error:
        desk.duplicates.details(one, 4711)
    assert error.value.number == "DUP-5"


def test_dup_5_4_pairs_come_with_names_and_the_likeliest_first(desk: Desk) -> None:
    company(desk, **ALIKE)
    company(desk, **OTHER)
    twice(desk)
    house = company(desk, "Weidevogel Kaas")
    for phone in ("+31 6 12345678", "0612345678"):
        person(desk, company=house, mobile_phone=phone)
    assert desk.duplicates.search_all() == 3
    pairs = desk.duplicates.pairs()
    assert [pair.percent for pair in pairs] == sorted((pair.percent for pair in pairs), reverse=True)
    people = next(pair for pair in pairs if pair.kind is ContactType.PERSON)
    assert people.companies == ("Weidevogel Kaas", "Weidevogel Kaas")
    assert people.one.text == people.other.text == "Sanne Hoekema"
    assert len(desk.duplicates.pairs(most=1)) == 1
    with store_of(desk).read() as connection:
        assert (
            connection.exec_driver_sql("SELECT count(*) FROM duplicate WHERE contact >= other").scalar() == 0
        )
