"""How contacts are greeted, written to and reached, and their pictures (relationships 3.14, 4.1, 4.4)."""

from datetime import date

import pytest

from oppdesk.domain.addresses import CALLS, MAILS, Way
from oppdesk.domain.errors import FieldError, RuleError
from oppdesk.domain.words import ContactType, Manner
from oppdesk.services.desk import Desk
from oppdesk.storage import content
from oppdesk.storage.setup_tables import TABLES
from tests.services.records import MONDAY, add_setup, change_setup, code_id, marketing, operations, store_of

COMPANY, PERSON = ContactType.COMPANY, ContactType.PERSON
PNG, OTHER = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff" + bytes(20)
WEBP = b"RIFF\x10\x00\x00\x00WEBP" + bytes(8)


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": int(COMPANY), "name": name} | values)


def person(desk: Desk, name: str = "Bob Jones", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": int(PERSON), "name": name, "company": company} | values)


def stay(desk: Desk, contact: int, code: str = "SUMMER", **values: object) -> int:
    """An alternative address from the work date on."""
    address = add_setup(desk, "alternative_address", contact=contact, code=code, **values)
    add_setup(
        desk,
        "address_range",
        contact=contact,
        alternative_address=address,
        starting_date=MONDAY,
        ending_date=date(2026, 3, 31),
    )
    return address


# -- greetings (4.4) ------------------------------------------------------------------------------------------


def test_scenario_19_16_bob_jones_is_greeted_without_a_middle_name(desk: Desk) -> None:
    made = person(desk, salutation=code_id(desk, "salutation", "UNISEX"))
    assert desk.contacts.greeting(made, Manner.FORMAL) == "Dear Bob Jones,"
    danish = code_id(desk, "language", "DAN")
    assert desk.contacts.greeting(made, Manner.FORMAL, danish) == "Dear Bob Jones,"  # falls back


def test_4_4_every_language_and_type_is_shown_with_what_comes_of_it(desk: Desk) -> None:
    salutation, dutch = code_id(desk, "salutation", "M"), code_id(desk, "language", "NLD")
    made = person(desk, salutation=salutation, language=dutch)
    found = {
        (each.language.text if each.language else "", each.manner): each
        for each in desk.contacts.greetings(made)
    }
    assert found["NLD", Manner.FORMAL].text == "Geachte heer Bob Jones,"
    assert found["", Manner.FORMAL].text == "Dear Mr. Bob Jones,"
    assert found["", Manner.INFORMAL].text == "Hi Bob,"
    assert (
        desk.contacts.greeting(made, Manner.FORMAL) == "Geachte heer Bob Jones,"
    )  # the language of the contact


def test_4_4_a_formula_knows_the_company_of_a_person(desk: Desk) -> None:
    salutation = add_setup(desk, "salutation", code="FIRM")
    add_setup(
        desk, "salutation_formula", salutation=salutation, type=0, text="Dear %1 of %2,", name_1=2, name_2=6
    )
    made = person(desk, company=company(desk), salutation=salutation)
    assert desk.contacts.greeting(made, Manner.FORMAL) == "Dear Bob of Molenhof Zuivel BV,"


def test_sal_1_without_any_formula_of_the_type_it_is_said_what_to_set_up(desk: Desk) -> None:
    made = person(desk, salutation=add_setup(desk, "salutation", code="NONE"))
    with pytest.raises(RuleError) as error:
        desk.contacts.greeting(made, Manner.FORMAL)
    assert error.value.number == "SAL-1"
    assert "CT000001" in error.value.message
    assert [bool(each.fault) for each in desk.contacts.greetings(made)] == [True, True]
    bare = person(desk, "Ann Other")
    desk.contacts.change(bare, {"salutation": None})
    with pytest.raises(RuleError, match="Set up"):
        desk.contacts.greeting(bare, Manner.INFORMAL)


def test_sal_2_a_formula_without_a_text_is_a_fault(desk: Desk) -> None:
    salutation = add_setup(desk, "salutation", code="BLANK")
    add_setup(desk, "salutation_formula", salutation=salutation, type=0, text=" ")
    made = person(desk, salutation=salutation)
    with pytest.raises(RuleError) as error:
        desk.contacts.greeting(made, Manner.FORMAL)
    assert error.value.number == "SAL-2"
    assert error.value.message in {each.fault for each in desk.contacts.greetings(made)}


# -- letters (4.1) --------------------------------------------------------------------------------------------


def test_4_1_a_letter_goes_to_the_address_named_then_the_valid_one_then_the_companys(desk: Desk) -> None:
    home, abroad = code_id(desk, "country", "NL"), code_id(desk, "country", "DE")
    row = next(iter(desk.setup.rows("company_info")))["id"]
    change_setup(desk, "company_info", row, country=home)
    firm = company(desk, address="Kade 1", post_code="1487 KD", city="Oost", country=home)
    made = person(desk, company=firm)
    assert desk.contacts.letter(made, MONDAY) == ["Molenhof Zuivel BV", "Bob Jones", "Kade 1", "1487 KD Oost"]
    stay(desk, firm, "YARD", address="Werf 2", city="West")
    assert desk.contacts.letter(made, MONDAY) == ["Molenhof Zuivel BV", "Bob Jones", "Werf 2", "West"]
    named = stay(desk, made, address="Strand 3", post_code="27476", city="Cuxhaven", country=abroad)
    assert desk.contacts.letter(made, MONDAY)[-3:] == ["Strand 3", "27476 Cuxhaven", "GERMANY"]
    assert desk.contacts.letter(made, date(2026, 4, 1))[-2:] == ["Kade 1", "1487 KD Oost"]
    assert "Strand 3" in desk.contacts.letter(made, date(2026, 4, 1), address=named)


def test_4_1_without_inherited_addresses_the_company_is_somewhere_else(desk: Desk) -> None:
    firm = company(desk, address="Kade 1", city="Oost")
    made = person(desk, company=firm)
    stay(desk, firm, address="Werf 2", city="West")
    marketing(desk, inherit_address=False)
    assert "Kade 1" in desk.contacts.letter(made, MONDAY)


def test_4_1_the_card_shows_the_address_valid_today(desk: Desk) -> None:
    made = person(desk)
    assert desk.contacts.view(made).address_now is None
    stay(desk, made, city="Zandvoort")
    address = desk.contacts.view(made).address_now
    assert address is not None
    assert address["city"] == "Zandvoort"


# -- contact through (3.14) -----------------------------------------------------------------------------------


def test_3_14_a_contact_is_reached_by_its_own_numbers_then_those_of_the_company(desk: Desk) -> None:
    firm = company(desk, phone="+31 20 624 1111", e_mail="info@m.example")
    made = person(
        desk, company=firm, phone="", mobile_phone="+31 6 12345678", e_mail="bob@m.example; b@m.example"
    )
    stay(desk, made, phone="+49 4721 5000")
    values = [each.value for each in desk.contacts.ways(made, MONDAY, CALLS)]
    assert values == ["+31 6 12345678", "+49 4721 5000", "+31 20 624 1111"]
    mails = [each.value for each in desk.contacts.ways(made, MONDAY, MAILS)]
    assert mails == ["bob@m.example", "b@m.example", "info@m.example"]
    assert len(desk.contacts.ways(made, date(2026, 4, 1))) == 5
    assert desk.contacts.preferred_number(made) == "+31 6 12345678"


def test_3_14_the_mobile_number_comes_first_where_it_is_set_up_so(desk: Desk) -> None:
    made = person(desk, phone="+31 20 624 1111", mobile_phone="+31 6 12345678")
    assert desk.contacts.preferred_number(made) == "+31 20 624 1111"
    marketing(desk, mobile_first=True)
    assert desk.contacts.preferred_number(made) == "+31 6 12345678"
    assert desk.contacts.ways(made, MONDAY, CALLS)[0].way is Way.MOBILE


def test_con_x1_who_has_no_number_cannot_be_called(desk: Desk) -> None:
    made = person(desk, e_mail="bob@m.example")
    with pytest.raises(RuleError) as error:
        desk.contacts.ways(made, MONDAY, CALLS)
    assert error.value.number == "CON-X1"
    assert "phone numbers" in error.value.message
    assert desk.contacts.preferred_number(made) == ""


# -- pictures -------------------------------------------------------------------------------------------------


def contents(desk: Desk) -> int:
    with store_of(desk).read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM content").scalar() or 0)


@pytest.mark.parametrize("data", [PNG, OTHER, WEBP])
def test_a_picture_is_kept_and_undone(desk: Desk, data: bytes) -> None:
    made = person(desk)
    assert desk.contacts.picture(made) is None
    desk.contacts.set_picture(made, data)
    assert desk.contacts.picture(made) == data
    assert len(desk.contacts.view(made).picture) == 64
    desk.contacts.set_picture(made, None)
    assert desk.contacts.picture(made) is None
    assert desk.history.undo() == "Picture of Bob Jones removed"
    assert desk.contacts.picture(made) == data
    desk.history.undo()
    desk.history.undo()
    assert contents(desk) == 1  # the journal still names it


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" + bytes(20), b"<svg/>", b"RIFF1234WAVE", PNG + bytes(1_000_000)]
)
def test_what_is_no_picture_or_too_large_is_refused(desk: Desk, data: bytes) -> None:
    made = person(desk)
    before = operations(desk)
    with pytest.raises(FieldError) as error:
        desk.contacts.set_picture(made, data)
    assert error.value.field == "picture"
    assert (operations(desk), contents(desk)) == (before, 0)


def test_the_same_picture_is_kept_once(desk: Desk) -> None:
    for name in ("Bob Jones", "Ann Other"):
        desk.contacts.set_picture(person(desk, name), PNG)
    assert contents(desk) == 1


def test_a_content_that_nothing_names_is_swept_away(desk: Desk) -> None:
    made = person(desk)
    desk.contacts.set_picture(made, PNG)
    with store_of(desk).write("test.content") as work:
        content.put(work.connection, OTHER)
        work.put(TABLES["territory"], {"code": "X", "name": ""})
    assert contents(desk) == 2
    desk.prepare_to_write()
    assert contents(desk) == 1
    assert desk.contacts.picture(made) == PNG
    desk.contacts.remove([made])
    desk.prepare_to_write()
    desk.history.undo()
    assert desk.contacts.picture(made) == PNG
