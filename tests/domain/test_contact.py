"""Contacts: names, what a person takes over from the company, checks, type (relationships.md 3)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import contact
from oppdesk.domain.contact import Links, Parts, join_name, split_name
from oppdesk.domain.contact_columns import EXPORTED
from oppdesk.domain.errors import UserError
from oppdesk.domain.setup import by_key
from oppdesk.domain.words import ContactType

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)
SETUP = by_key["marketing_setup"].check({})
words = st.lists(st.from_regex("[A-Za-zé'-]{1,4}", fullmatch=True), min_size=1, max_size=6).map(" ".join)


def person(**values: object) -> dict[str, object]:
    return {"type": PERSON, "company": 1} | values


def company(**values: object) -> dict[str, object]:
    return {"type": COMPANY, "company": 1, "id": 1} | values


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Bob", Parts("Bob")),
        ("Bob Jones", Parts("Bob", "", "Jones")),
        ("Bob Martin Jones", Parts("Bob", "Martin", "Jones")),
        ("Anna Maria Eva Jones", Parts("Anna Maria", "Eva", "Jones")),
        ("  Sanne   Hoekema ", Parts("Sanne", "", "Hoekema")),
        ("", Parts()),
        ("王小明", Parts("王小明")),
        ("Jan van der Berg", Parts("Jan", "", "van der Berg")),
        ("Anna Maria de Vries", Parts("Anna", "Maria", "de Vries")),
        ("Dick Van Dyke", Parts("Dick", "", "Van Dyke")),
        ("Van Morrison", Parts("Van", "", "Morrison")),
        ("van der Berg", Parts("van", "", "der Berg")),
        ("Jan in 't Veld", Parts("Jan", "", "in 't Veld")),
        ("Ewan Mc Gregor", Parts("Ewan", "", "Mc Gregor")),
        ("A" * 40 + " " + "B" * 40, Parts("A" * 30, "", "B" * 30)),
    ],
)
def test_3_4_a_name_is_split_into_its_parts(name: str, parts: Parts) -> None:
    assert split_name(name) == parts


@given(words)
def test_3_4_parts_join_to_the_name_they_came_from(name: str) -> None:
    are_ideographs = re.fullmatch("[\u3400-\u9fff\uac00-\ud7a3 ]+", name)
    assert join_name(*split_name(name)) == (name.replace(" ", "") if are_ideographs else name)


def test_3_4_parts_are_joined_with_single_blanks() -> None:
    assert join_name("Bob", "", "Jones") == "Bob Jones"
    assert join_name("", "", " de  Vries") == "de Vries"


def test_3_4_names_of_ideographs_begin_with_the_surname() -> None:
    assert join_name("雪梅", "", "周") == "周雪梅"
    assert join_name("Xuemei", "", "周") == "Xuemei 周"
    assert split_name("周 雪梅") == Parts("雪梅", "", "周")


def test_3_4_typing_the_name_of_a_person_fills_the_parts() -> None:
    assert contact.follows({}, {"type": PERSON, "name": "Jan de Boer"}) == {
        "first_name": "Jan", "surname": "de Boer", "search_name": "JAN DE BOER",
    }  # fmt: skip


def test_3_4_typing_a_part_makes_the_name() -> None:
    before = person(name="Jan Boer", first_name="Jan", surname="Boer", search_name="JAN BOER")
    assert contact.follows(before, {"surname": "de Boer"}) == {
        "name": "Jan de Boer", "search_name": "JAN DE BOER",
    }  # fmt: skip


def test_3_4_parts_that_were_corrected_stay_when_something_else_is_typed() -> None:
    before = person(name="Li Le Wang", first_name="Li Le", surname="Wang", search_name="LI LE WANG")
    assert contact.follows(before, {"phone": "1"}) == {}
    assert contact.follows(before, {"phone": "1", "name": "Li Le Wang"}) == {}


def test_3_4_a_name_typed_with_its_parts_follows_the_parts() -> None:
    typed = {"type": PERSON, "name": "x", "first_name": "Jan", "surname": "Boer"}
    assert contact.follows({}, typed)["name"] == "Jan Boer"


def test_3_4_a_company_has_no_parts() -> None:
    assert contact.follows({}, {"type": COMPANY, "name": "Molenhof Zuivel BV", "first_name": "x"}) == {
        "first_name": "", "search_name": "MOLENHOF ZUIVEL BV",
    }  # fmt: skip


def test_3_4_the_search_name_follows_until_somebody_gives_another() -> None:
    before = company(name="Molenhof", search_name="MOLENHOF")
    assert contact.follows(before, {"name": "Molenhof BV"}) == {"search_name": "MOLENHOF BV"}
    assert contact.follows(before | {"search_name": "DAIRY"}, {"name": "Molenhof BV"}) == {}
    assert contact.follows(before, {"name": "Molenhof BV", "search_name": "DAIRY"}) == {}
    assert len(str(contact.follows({}, {"name": "ß" * 100})["search_name"])) == 100


def test_3_8_another_country_empties_the_place() -> None:
    before = company(name="M", search_name="M", country=5, post_code="1487 KD", city="Oostgraftdijk")
    assert contact.follows(before, {"country": 6}) == {"post_code": "", "city": ""}
    assert contact.follows(before, {"country": 6, "city": "Gent"}) == {"post_code": ""}
    assert contact.follows(before, {"country": None}) == {}
    assert contact.follows(before | {"country": None}, {"country": 6}) == {}


def test_3_3_defaults_fill_empty_fields_only() -> None:
    setup = SETUP | {
        "default_salesperson": 10, "default_country": 20, "default_language": 30, "default_correspondence": 2,
        "default_person_salutation": 40, "default_company_salutation": 41,
    }  # fmt: skip
    assert contact.proposed({"type": PERSON, "country": 21}, setup) == {
        "salesperson": 10, "language": 30, "correspondence_type": 2, "salutation": 40,
    }  # fmt: skip
    assert contact.proposed({"type": COMPANY}, setup, own_salesperson=11)["salesperson"] == 11
    assert contact.proposed({"type": COMPANY}, setup)["salutation"] == 41


def test_3_6_on_linking_assigned_fields_are_taken_even_if_empty() -> None:
    found = contact.taken_on_linking(
        person(salesperson=7, territory=8, language=9),
        company(territory=18, country=28, language=9),
        None,
        SETUP,
    )
    assert found == {"salesperson": None, "territory": 18, "country": 28}


def test_3_6_on_linking_flags_switch_inheritance_off() -> None:
    off = {name: False for name in SETUP if name.startswith("inherit_")}
    whole = company(salesperson=1, territory=2, country=3, language=4, city="A", phone="1")
    assert contact.taken_on_linking(person(), whole, None, SETUP | off) == {}
    only = SETUP | off | {"inherit_territory": True}
    assert contact.taken_on_linking(person(), whole, None, only) == {"territory": 2}


def test_3_6_on_linking_the_address_is_taken_as_a_block() -> None:
    whole = company(address="Dijk 1", address_2="", post_code="1487 KD", city="A", county="NH")
    block = {"address": "Dijk 1", "post_code": "1487 KD", "city": "A", "county": "NH"}

    def address(found: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in found.items() if name in contact.BLOCK and value}

    assert address(contact.taken_on_linking(person(), whole, None, SETUP)) == block
    assert address(contact.taken_on_linking(person(city="B"), whole, None, SETUP)) == {}
    previous = company(city="B", county="ZH")
    assert address(contact.taken_on_linking(person(city="B", county="ZH"), whole, previous, SETUP)) == block
    assert address(contact.taken_on_linking(person(city="C"), whole, previous, SETUP)) == {}


def test_3_6_on_linking_communication_is_taken_field_by_field() -> None:
    previous = company(phone="1", fax="2", correspondence_type=1)
    here = company(phone="11", fax="12", e_mail="info@m.example", correspondence_type=2)
    found = contact.taken_on_linking(
        person(phone="1", fax="99", correspondence_type=1), here, previous, SETUP | {"inherit_address": False}
    )
    assert {name: value for name, value in found.items() if value} == {
        "phone": "11", "e_mail": "info@m.example", "correspondence_type": 2,
    }  # fmt: skip


def test_3_6_a_change_of_the_company_reaches_people_who_had_the_old_value() -> None:
    before = company(
        salesperson=1, city="A", county="NH", phone="1", e_mail="a@m.example", correspondence_type=1
    )
    after = before | {"salesperson": 2, "city": "B", "county": "ZH", "phone": "3", "correspondence_type": 2}
    same = person(salesperson=1, city="A", county="X", phone="1", correspondence_type=1)
    assert contact.taken_on_change(same, before, after, SETUP) == {
        "salesperson": 2, "city": "B", "county": "ZH", "phone": "3",
    }  # fmt: skip
    own = person(salesperson=9, city="Z", county="NH", phone="2")
    assert contact.taken_on_change(own, before, after, SETUP) == {}


def test_19_1_inheritance_from_creation_to_change() -> None:
    firm = company(phone="1", city="A")
    someone = person() | contact.taken_on_linking(person(), firm, None, SETUP)
    assert (someone["phone"], someone["city"]) == ("1", "A")
    someone["phone"] = "2"
    someone |= contact.taken_on_change(someone, firm, firm | {"phone": "3", "city": "B"}, SETUP)
    assert (someone["phone"], someone["city"]) == ("2", "B")


def test_19_2_a_new_company_without_salesperson_takes_the_salesperson_away() -> None:
    found = contact.taken_on_linking(
        person(salesperson=7), company(id=2, company=2), company(salesperson=7), SETUP
    )
    assert found["salesperson"] is None


@given(
    st.dictionaries(
        st.sampled_from([*contact.ASSIGNED, *contact.BLOCK, *contact.REACHED]),
        st.sampled_from(["", "a", "b"]),
    ),
    st.dictionaries(
        st.sampled_from([*contact.ASSIGNED, *contact.BLOCK, *contact.REACHED]),
        st.sampled_from(["", "a", "b"]),
    ),
    st.dictionaries(st.sampled_from([*contact.ASSIGNED, *contact.REACHED]), st.sampled_from(["", "a", "b"])),
)
def test_3_6_what_a_person_has_of_her_own_is_never_overwritten(
    has: dict[str, object], before: dict[str, object], typed: dict[str, object]
) -> None:
    for name in contact.taken_on_change(has, before, before | typed, SETUP):
        assert has.get(name) == before.get(name)


@pytest.mark.parametrize(
    ("number", "values", "field"),
    [
        ("CON-F1", person(phone="CALL"), "phone"),
        ("CON-F1", company(mobile_phone="06 x"), "mobile_phone"),
        ("CON-F2", company(e_mail="a@b.nl;oops"), "e_mail"),
        ("CON-F2", company(e_mail_2="a@b.nl;c@d.nl"), "e_mail_2"),
        ("CON-F3", company(registration_number="1" * 21), "registration_number"),
        ("CON-F4", person(vat_number="NL1"), "vat_number"),
        ("CON-F4", person(registration_number="1"), "registration_number"),
        ("CON-F4", person(currency=3), "currency"),
        ("CON-F6", company(job_title="Buyer"), "job_title"),
        ("CON-F6", company(organizational_level=3), "organizational_level"),
        ("CON-F6", person(parent_company=3), "parent_company"),
        ("CON-F6", person(employees=3), "employees"),
        ("CON-C1", company(company=2), "company"),
    ],
)
def test_3_9_checks_of_fields(number: str, values: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as error:
        contact.check(values)
    assert (error.value.number, error.value.field) == (number, field)


def test_3_9_good_contacts_pass() -> None:
    contact.check(person(phone="+31 20", e_mail="a@b.nl", job_title="Buyer"))
    contact.check(company(vat_number="NL1", registration_number="1" * 20))
    contact.check({"type": COMPANY, "company": None})


@pytest.mark.parametrize(
    ("numbers", "values", "to", "links"),
    [
        (["CON-T1"], person(), COMPANY, Links(interactions=1)),
        (["CON-T2"], company(), PERSON, Links(tasks=1)),
        (["CON-T3"], person(), COMPANY, Links(opportunities=1)),
        (["CON-T4"], company(), PERSON, Links(people=1)),
        ([], person(), COMPANY, Links(people=1)),
        (["CON-T5"], company(vat_number="NL1"), PERSON, Links()),
        (["CON-T2", "CON-T3", "CON-T4"], company(), PERSON, Links(tasks=1, opportunities=2, people=3)),
        ([], company(), PERSON, Links()),
        (["CON-T4"], company(), PERSON, Links(subsidiaries=1)),
        (["CON-T5"], company(), PERSON, Links(business_relations=1)),
        (["CON-T5"], company(), PERSON, Links(industry_groups=1)),
        (["CON-T5"], company(), PERSON, Links(web_sources=1)),
        (["CON-T5"], company(currency=4), PERSON, Links()),
        (["CON-T6"], person(organizational_level=4), COMPANY, Links()),
        (["CON-T6"], person(), COMPANY, Links(job_responsibilities=1)),
        ([], person(job_title="Buyer"), COMPANY, Links(business_relations=1)),
        ([], company(), PERSON, Links(job_responsibilities=1)),
    ],
)
def test_3_5_19_4_what_stands_in_the_way_of_another_type(
    numbers: list[str], values: dict[str, object], to: int, links: Links
) -> None:
    faults = contact.retyping_faults(values | {"number": "CT1", "name": "Molenhof"}, ContactType(to), links)
    assert [fault.number for fault in faults] == numbers
    assert all("CT1 Molenhof" in fault.message for fault in faults)


def test_3_5_what_another_type_brings_about() -> None:
    setup = SETUP | {"default_company_salutation": 5, "default_person_salutation": 6}
    someone = person(name="Jan de Boer", first_name="Jan", surname="de Boer", job_title="Buyer", company=None)
    assert contact.retyped(someone, ContactType.COMPANY, 9, setup) == {
        "type": COMPANY, "salutation": 5, "first_name": "", "middle_name": "", "surname": "", "job_title": "",
        "company": 9,
    }  # fmt: skip
    assert contact.retyped({"name": "Jan Boer", "company": 9}, ContactType.PERSON, 9, setup) == {
        "type": PERSON, "salutation": 6, "first_name": "Jan", "middle_name": "", "surname": "Boer", "company": None,
    }  # fmt: skip


def test_con_t5_the_field_or_list_that_must_be_empty_is_named() -> None:
    links = Links(business_relations=2)
    faults = contact.retyping_faults(company(currency=1, number="CT1", name="Mo"), ContactType.PERSON, links)
    assert [fault.message for fault in faults] == [
        "Empty “Currency” of CT1 Mo first.", "Empty “Business relations” of CT1 Mo first.",
    ]  # fmt: skip


def test_3_5_a_company_is_no_minor() -> None:
    found = contact.retyped(person(minor=True, parental_consent=True), ContactType.COMPANY, 9, SETUP)
    assert (found["minor"], found["parental_consent"]) == (False, False)


@pytest.mark.parametrize(
    ("lines", "person_may", "company_may"),
    [
        ("contact_mailing_group", True, True),
        ("contact_business_relation", True, True),
        ("contact_job_responsibility", True, False),
        ("contact_industry_group", False, True),
        ("contact_web_source", False, True),
    ],
)
def test_con_f6_which_lines_are_for_whom(lines: str, person_may: bool, company_may: bool) -> None:
    for values, may, kind in ((person(), person_may, "companies"), (company(), company_may, "people")):
        assert contact.allowed(lines, ContactType(values["type"])) == may  # type: ignore[arg-type]
        if may:
            contact.check_allowed(lines, values)
        else:
            with pytest.raises(UserError, match=f"for {kind} only") as error:
                contact.check_allowed(lines, values)
            assert error.value.number == "CON-F6"


def test_3_6_telex_answer_back_and_pager_are_inherited_too() -> None:
    house = company(telex="1", telex_answer_back="2", pager="3", extension="4")
    taken = contact.taken_on_linking(person(), house, None, SETUP)
    assert taken == {"telex": "1", "telex_answer_back": "2", "pager": "3", "extension": "4"}
    assert contact.taken_on_change(
        person(pager="3", telex="9"), house, house | {"pager": "5", "telex": "6"}, SETUP
    ) == {"pager": "5"}


def test_3_1_a_company_is_not_its_own_parent() -> None:
    contact.check_parent(1, [2, 3])
    with pytest.raises(UserError, match="above itself"):
        contact.check_parent(1, [2, 1])


@pytest.mark.parametrize(
    ("language", "country", "tag"),
    [
        ("NLD", "NL", "nl-NL"), ("ENG", "GB", "en-GB"), ("DEU", "", "de"), ("ZHO", "CN", "zh-CN"), ("en", "UK", "en-GB"),
        ("", "NL", ""), ("D'OR", "NL", ""), ("FRA", "BELGIUM", "fr"),
    ],
)  # fmt: skip
def test_3_1_the_format_region_of_a_language(language: str, country: str, tag: str) -> None:
    assert contact.format_region(language, country) == tag


def test_3_15_the_columns_of_an_export() -> None:
    assert len(EXPORTED) == len(set(EXPORTED)) == 36
    assert EXPORTED[:4] == ("number", "external_number", "name", "name_2")
    assert EXPORTED[-1] == "territory"


def test_3_3_a_template_fills_empty_fields_only() -> None:
    template = {
        "salesperson": 1,
        "currency": 2,
        "language": 3,
        "territory": None,
        "code": "T",
        "description": "x",
    }
    assert contact.from_template(company(language=9), template) == {"salesperson": 1, "currency": 2}
    assert contact.from_template(person(), template) == {"salesperson": 1, "language": 3}
