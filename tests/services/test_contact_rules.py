"""What follows and what is refused when contacts are made and changed: countries, parents, types (3.1-3.11)."""

from collections.abc import Callable

import pytest

from oppdesk.domain.errors import NotThereError, UserError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType, Correspondence, Relation
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import add_setup, code_id, marketing

COMPANY, PERSON = ContactType.COMPANY, ContactType.PERSON


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": int(COMPANY), "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": int(PERSON), "name": name, "company": company} | values)


def value(desk: Desk, contact: int, name: str) -> object:
    found = desk.contacts.view(contact).values[name]
    return getattr(found, "id", found)


def refused(number: str, command: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as error:
        command()
    assert error.value.number == number
    return error.value


def country(desk: Desk, code: str) -> int:
    return code_id(desk, "country", code)


# -- defaults and what follows from a country (3.1, 3.3) ------------------------------------------------------


def test_3_3_every_default_of_the_setup_is_taken(desk: Desk) -> None:
    dutch, belgian = country(desk, "NL"), country(desk, "BE")
    territory = add_setup(desk, "territory", code="NORTH", name="North")
    marketing(
        desk,
        default_country=dutch,
        default_territory=territory,
        default_format_region="nl-NL",
        default_correspondence=int(Correspondence.HARD_COPY),
    )
    made = company(desk)
    assert (value(desk, made, "country"), value(desk, made, "territory")) == (dutch, territory)
    assert value(desk, made, "format_region") == "nl-NL"
    assert value(desk, made, "correspondence_type") == Correspondence.HARD_COPY
    assert value(desk, company(desk, country=belgian), "country") == belgian


def test_3_1_a_language_fills_an_empty_format_region_only(desk: Desk) -> None:
    dutch, english = code_id(desk, "language", "NLD"), code_id(desk, "language", "ENG")
    made = company(desk, language=dutch, country=country(desk, "BE"))
    assert value(desk, made, "format_region") == "nl-BE"
    desk.contacts.change(made, {"language": english})
    assert value(desk, made, "format_region") == "nl-BE"
    bare = company(desk, "Other")
    desk.contacts.change(bare, {"language": english})
    assert value(desk, bare, "format_region") == "en"


def test_3_6_the_format_region_of_a_company_follows_to_its_people(desk: Desk) -> None:
    firm = company(desk, format_region="nl-NL")
    made, own = person(desk, company=firm), person(desk, "Teun Brakel", firm)
    desk.contacts.change(own, {"format_region": "fr-BE"})
    desk.contacts.change(firm, {"format_region": "nl-BE"})
    assert (value(desk, made, "format_region"), value(desk, own, "format_region")) == ("nl-BE", "fr-BE")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("020 624 1111", "+31 20 624 1111"),
        ("0031206241111", "+31 20 624 1111"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("12", "12"),  # nobody knows what this is
        ("624 11 11", "624 11 11"),
    ],
)
def test_3_9_a_phone_number_is_written_as_its_country_does_when_that_is_sure(
    desk: Desk, typed: str, stored: str
) -> None:
    made = company(desk, country=country(desk, "NL"), phone=typed)
    assert value(desk, made, "phone") == stored
    desk.contacts.change(made, {"mobile_phone": typed, "fax": typed})
    assert (value(desk, made, "mobile_phone"), value(desk, made, "fax")) == (stored, stored)


def test_3_9_without_a_country_a_number_stays_as_typed(desk: Desk) -> None:
    assert value(desk, company(desk, phone="020 624 1111"), "phone") == "020 624 1111"


def test_3_1_an_e_mail_address_is_found_in_capitals_and_small_letters(desk: Desk) -> None:
    made = company(desk, "Zuivel", e_mail="Info@Molenhof.example")
    for text in ("INFO@MOLENHOF", "info@molenhof.example"):
        assert list(desk.lists.ids("contact", Query(text=text))) == [made]
    desk.contacts.change(made, {"e_mail": "Sales@Elsewhere.example"})
    assert list(desk.lists.ids("contact", Query(text="SALES@ELSEWHERE"))) == [made]
    assert list(desk.lists.ids("contact", Query(text="molenhof.example"))) == []


# -- checks (3.9) ---------------------------------------------------------------------------------------------


def test_con_f5_a_vat_number_has_a_format_of_the_country_which_are_told(desk: Desk) -> None:
    dutch = country(desk, "NL")
    error = refused("CON-F5", lambda: company(desk, country=dutch, vat_number="NL12"))
    assert (error.field, "NL#########B##" in error.message) == ("vat_number", True)
    made = company(desk, country=dutch, vat_number="NL 0019.11.111.B01")
    refused("CON-F5", lambda: desk.contacts.change(made, {"country": country(desk, "BE")}))
    desk.contacts.change(made, {"country": None, "vat_number": "whatever"})
    assert value(desk, made, "vat_number") == "WHATEVER"


def test_con_f5_the_same_number_with_its_dots_is_told(desk: Desk) -> None:
    first = company(desk, vat_number="NL001911111B01")
    second = company(desk, "Other", vat_number="NL 0019.11.111.B01")
    same = desk.contacts.view(second).same_vat
    assert same is not None
    assert same.id == first


@pytest.mark.parametrize("name", ["currency", "parent_company", "employees", "revenue"])
def test_con_f4_con_f6_what_companies_alone_have_is_not_for_people(desk: Desk, name: str) -> None:
    values: dict[str, object] = {
        "currency": code_id(desk, "currency", "EUR"),
        "parent_company": company(desk),
        "employees": 12,
        "revenue": 100,
    }
    number = "CON-F4" if name == "currency" else "CON-F6"
    assert refused(number, lambda: person(desk, **{name: values[name]})).field == name
    desk.contacts.change(company(desk, "Other"), {name: values[name]})


def test_con_f6_an_organizational_level_is_for_people(desk: Desk) -> None:
    level = next(iter(desk.lists.ids("organizational_level", Query())))
    assert (
        refused("CON-F6", lambda: company(desk, organizational_level=level)).field == "organizational_level"
    )
    assert value(desk, person(desk, organizational_level=level), "organizational_level") == level


def test_con_f8_a_parent_company_exists_and_is_a_company(desk: Desk) -> None:
    assert refused("CON-F8", lambda: company(desk, parent_company=4711)).field == "parent_company"
    assert refused("CON-N1", lambda: company(desk, parent_company=person(desk))).field == "parent_company"


def test_a_company_stands_neither_above_itself_nor_above_those_above_it(desk: Desk) -> None:
    top = company(desk, "Top")
    middle = company(desk, "Middle", parent_company=top)
    low = company(desk, "Low", parent_company=middle)
    for parent in (top, middle, low):
        with pytest.raises(UserError, match="above itself") as error:
            desk.contacts.change(top, {"parent_company": parent})
        assert error.value.field == "parent_company"
    view = desk.contacts.view(middle)
    assert view.parent is not None
    assert (view.parent.id, [each.id for each in view.subsidiaries]) == (top, [low])


# -- another type (3.5) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("business_relation", "Business relations"),
        ("industry_group", "Industry groups"),
        ("web_source", "Web sources"),
    ],
)
def test_con_t5_what_a_company_is_sorted_by_is_emptied_first(desk: Desk, key: str, words: str) -> None:
    made = company(desk)
    target = add_setup(desk, key, code="X")
    line = desk.setup.save(f"contact_{key}", None, {"contact": made, key: target})
    error = refused("CON-T5", lambda: desk.contacts.change_type(made, PERSON))
    assert words in error.message
    desk.setup.remove(f"contact_{key}", line)
    desk.contacts.change_type(made, PERSON)
    assert value(desk, made, "type") == PERSON


def test_con_t5_a_currency_is_emptied_first(desk: Desk) -> None:
    made = company(desk, currency=code_id(desk, "currency", "EUR"))
    assert "Currency" in refused("CON-T5", lambda: desk.contacts.change_type(made, PERSON)).message


def test_con_t4_a_company_with_subsidiaries_stays_one(desk: Desk) -> None:
    made = company(desk)
    company(desk, "Daughter", parent_company=made)
    refused("CON-T4", lambda: desk.contacts.change_type(made, PERSON))


def test_con_t6_what_people_alone_have_is_emptied_first(desk: Desk) -> None:
    level = next(iter(desk.lists.ids("organizational_level", Query())))
    made = person(desk, organizational_level=level)
    task = code_id(desk, "job_responsibility", "PURCHASE")
    desk.setup.save("contact_job_responsibility", None, {"contact": made, "job_responsibility": task})
    error = refused("CON-T6", lambda: desk.contacts.change_type(made, COMPANY))
    assert "Organizational level" in error.message
    assert "Job responsibilities" in error.message


def test_3_5_a_minor_who_becomes_a_company_is_none_any_more(desk: Desk) -> None:
    made = person(desk, minor=True)
    desk.contacts.change_type(made, COMPANY)
    assert (value(desk, made, "minor"), value(desk, made, "company")) == (False, made)


# -- relations (3.11) -----------------------------------------------------------------------------------------


def customer(desk: Desk, contact: int, number: str = "D4711") -> None:
    desk.contact_lines.link(contact, Relation.CUSTOMER, number)


def test_3_11_a_person_made_in_a_company_has_its_relation_and_leaves_it_behind(desk: Desk) -> None:
    firm = company(desk)
    customer(desk, firm)
    made = person(desk, company=firm)
    assert desk.contacts.view(made).relation is Relation.CUSTOMER
    desk.contacts.change_company(made, company(desk, "Other"))
    assert desk.contacts.view(made).relation is Relation.NONE
    desk.contacts.change_company(made, firm)
    assert desk.contacts.view(made).relation is Relation.CUSTOMER
    desk.history.undo()
    assert desk.contacts.view(made).relation is Relation.NONE


def test_3_11_customers_can_be_listed(desk: Desk) -> None:
    firm = company(desk)
    company(desk, "Other")
    customer(desk, firm)
    terms = (Filter("relation", Op.IS, int(Relation.CUSTOMER)),)
    assert list(desk.lists.ids("contact", Query(terms))) == [firm]


# -- templates (3.3) and post codes (3.8) ---------------------------------------------------------------------


def test_3_3_6_a_template_fills_what_is_empty(desk: Desk) -> None:
    dutch, belgian = country(desk, "NL"), country(desk, "BE")
    territory = add_setup(desk, "territory", code="NORTH", name="North")
    template = add_setup(
        desk, "contact_template", code="FARM", type=int(COMPANY), country=belgian, territory=territory
    )
    made = company(desk, country=dutch)
    desk.contacts.apply_template(made, template)
    assert (value(desk, made, "country"), value(desk, made, "territory")) == (dutch, territory)
    assert desk.history.undo() == "Template FARM applied to Molenhof Zuivel BV"
    assert value(desk, made, "territory") is None


def test_3_3_6_a_template_is_for_one_type(desk: Desk) -> None:
    template = add_setup(desk, "contact_template", code="FARM", type=int(PERSON))
    with pytest.raises(UserError, match="Person"):
        desk.contacts.apply_template(company(desk), template)
    with pytest.raises(NotThereError):
        desk.contacts.apply_template(company(desk), 4711)


def test_3_8_places_are_found_by_post_code_and_by_city(desk: Desk) -> None:
    dutch, german = country(desk, "NL"), country(desk, "DE")
    add_setup(desk, "post_code", code="1487 KD", city="Oostgraftdijk", county="NH", country=dutch)
    add_setup(desk, "post_code", code="1487 KD", city="Elsewhere", country=german)
    add_setup(desk, "post_code", code="80331", city="MÜNCHEN", country=german)
    found = desk.contacts.places_by_post_code("1487kd")
    assert [each.city for each in found] == ["Elsewhere", "Oostgraftdijk"]
    assert [each.county for each in desk.contacts.places_by_post_code("1487 KD", dutch)] == ["NH"]
    assert [each.post_code for each in desk.contacts.places_by_city("oostgraftDIJK ")] == ["1487 KD"]
    assert [each.post_code for each in desk.contacts.places_by_city("münchen")] == ["80331"]
    assert desk.contacts.places_by_city("") == desk.contacts.places_by_post_code(" ") == []


def test_con_c1_con_n1_only_companies_have_people(desk: Desk) -> None:
    first, second = company(desk), company(desk, "Other")
    refused("CON-C1", lambda: desk.contacts.change(first, {"company": second}))
    refused("CON-N1", lambda: desk.contacts.change_company(person(desk), person(desk, "Teun")))


# -- notes (13) -----------------------------------------------------------------------------------------------


def test_13_a_note_changes_its_contact_and_no_other_record(desk: Desk) -> None:
    made = company(desk)
    deal = records.opportunity(desk, contact=made)

    def stamps() -> tuple[object, object]:
        stored = records.stored(desk)
        return stored["contact"][made]["updated_at"], stored["opportunity"][deal]["updated_at"]

    before, version = stamps(), records.stored(desk)["contact"][made]["version"]
    note = desk.comments.add("contact", made, "First")
    first = stamps()
    desk.comments.change(note, "Second")
    second = stamps()
    desk.comments.remove(note)
    third = stamps()
    assert before[0] != first[0] != second[0] != third[0]  # type: ignore[comparison-overlap]
    desk.comments.add("opportunity", deal, "Of the deal")
    assert stamps() == third
    assert records.stored(desk)["contact"][made]["version"] == version  # nobody's open card grows old
    assert desk.contacts.view(made).modified_at == third[0]


# -- numbers, and who sells (3.9, 6.1) ------------------------------------------------------------------------


def test_con_f3_a_registration_number_has_at_most_20_characters(desk: Desk) -> None:
    made = company(desk, registration_number="1" * 20)
    error = refused("CON-F3", lambda: desk.contacts.change(made, {"registration_number": "1" * 21}))
    assert (error.field, "20" in error.message) == ("registration_number", True)


def test_sp_1_a_commission_is_between_0_and_100_percent(desk: Desk) -> None:
    for rate in (-1, 10_001):
        with pytest.raises(UserError, match="100") as error:
            desk.setup.save("salesperson", None, {"code": "ANNA", "commission": rate})
        assert error.value.field == "commission"
    desk.setup.save("salesperson", None, {"code": "ANNA", "commission": 10_000})


def test_sp_2_the_addresses_of_a_salesperson_are_valid(desk: Desk) -> None:
    for name, text in (("e_mail", "anna@house.example; berg"), ("e_mail_2", "a@b.example; c@d.example")):
        with pytest.raises(UserError) as error:
            desk.setup.save("salesperson", None, {"code": "ANNA", name: text})
        assert (error.value.number, error.value.field) == ("CON-F2", name)


def test_sp_3_a_salesperson_blocked_for_privacy_is_assigned_to_nobody(desk: Desk) -> None:
    seller = records.salesperson(desk, privacy_blocked=True)
    assert refused("CON-F7", lambda: company(desk, salesperson=seller)).field == "salesperson"
    with pytest.raises(UserError, match="blocked") as error:
        records.opportunity(desk, salesperson=seller)
    assert error.value.field == "salesperson"
