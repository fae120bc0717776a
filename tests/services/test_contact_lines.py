"""Lines of contacts through their service: who may have which, numbers of other programs, dates of addresses, groups."""

from datetime import UTC, date, datetime

import pytest

from oppdesk.domain.errors import FieldError, InUseError, RuleError, UserError
from oppdesk.domain.words import ContactType, Relation
from oppdesk.services.desk import Desk
from oppdesk.storage.contact_tables import CONTACT
from tests.services import records
from tests.services.records import code_id, refused

RELATION = "contact_business_relation"
GROUP = "contact_mailing_group"


def relation(desk: Desk, contact: int) -> Relation:
    return Relation(desk.lists.rows("contact", [contact])[0]["relation"])


def of_code(desk: Desk, key: str, contact: int) -> list[str]:
    name = key.removeprefix("contact_")
    return [row[name].text for row in desk.contact_lines.rows(key, contact)]


def age(desk: Desk, *contacts: int) -> None:
    """Let these contacts have been changed long ago."""
    with records.store_of(desk).write("test") as work:
        for each in contacts:
            work.connection.execute(
                CONTACT.update()
                .where(CONTACT.c.id == each)
                .values(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
            )


def modified(desk: Desk, contact: int) -> tuple[int, int]:
    """Version and year of the last change."""
    row = records.stored(desk)["contact"][contact]
    return row["version"], row["updated_at"].year


# -- one contact ----------------------------------------------------------------------------------------------


def test_con_3_1_every_line_stamps_its_contact_and_leaves_its_version(desk: Desk) -> None:
    company = records.company(desk)
    group = code_id(desk, "mailing_group", "X-CARD")
    age(desk, company)
    version, _year = modified(desk, company)
    line = desk.contact_lines.save(GROUP, company, None, {"mailing_group": group}).id
    assert modified(desk, company)[0] == version
    assert modified(desk, company)[1] > 2020
    age(desk, company)
    desk.contact_lines.save(GROUP, company, line, {"mailing_group": code_id(desk, "mailing_group", "X-GIFT")})
    assert modified(desk, company)[1] > 2020
    age(desk, company)
    desk.contact_lines.remove(GROUP, line)
    assert (modified(desk, company)[0], modified(desk, company)[1] > 2020) == (version, True)


def test_the_undo_bar_speaks_of_the_contact_and_the_list(desk: Desk) -> None:
    company = records.company(desk, "Molenhof Zuivel")
    group = code_id(desk, "mailing_group", "X-CARD")
    line = desk.contact_lines.save(GROUP, company, None, {"mailing_group": group}).id
    assert desk.history.last().title == "“X-CARD” added to Mailing groups of Molenhof Zuivel"
    desk.contact_lines.remove(GROUP, line)
    assert desk.history.last().title == "“X-CARD” removed from Mailing groups of Molenhof Zuivel"
    desk.history.undo()
    assert of_code(desk, GROUP, company) == ["X-CARD"]


@pytest.mark.parametrize("key", ["contact_industry_group", "contact_web_source"])
def test_con_f6_what_companies_have_is_refused_for_a_person_without_one(desk: Desk, key: str) -> None:
    target = key.removeprefix("contact_")
    row = desk.setup.save(target, None, {"code": "NEW"})
    person = records.person(desk)
    error = refused(desk, "CON-F6", lambda: desk.contact_lines.save(key, person, None, {target: row}))
    assert "companies" in error.message
    assert not desk.contact_lines.may_have(key, person)


@pytest.mark.parametrize("key", ["contact_industry_group", "contact_web_source", RELATION])
def test_4_2_4_3_a_person_shows_and_changes_the_lines_of_the_company(desk: Desk, key: str) -> None:
    target = key.removeprefix("contact_")
    row = desk.setup.save(target, None, {"code": "NEW"})
    company = records.company(desk)
    person = records.person(desk, company=company)
    assert desk.contact_lines.may_have(key, person)
    made = desk.contact_lines.save(key, person, None, {target: row}).id
    assert desk.contact_lines.rows(key, company)[0]["contact"] == company
    assert [line["id"] for line in desk.contact_lines.rows(key, person)] == [made]


def test_con_f6_job_responsibilities_are_for_people(desk: Desk) -> None:
    company = records.company(desk)
    job = code_id(desk, "job_responsibility", "SALE")
    key = "contact_job_responsibility"
    refused(desk, "CON-F6", lambda: desk.contact_lines.save(key, company, None, {"job_responsibility": job}))
    person = records.person(desk, company=company)
    desk.contact_lines.save(key, person, None, {"job_responsibility": job})
    assert of_code(desk, key, person) == ["SALE"]
    assert desk.contact_lines.rows(key, company) == []


def test_the_same_group_twice_is_refused(desk: Desk) -> None:
    company, group = records.company(desk), code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.save(GROUP, company, None, {"mailing_group": group})
    with pytest.raises(RuleError, match="in the list already"):
        desk.contact_lines.save(GROUP, company, None, {"mailing_group": group})


# -- relations ------------------------------------------------------------------------------------------------


def test_br_1_a_reserved_code_is_not_typed_without_a_number(desk: Desk) -> None:
    company, code = records.company(desk), code_id(desk, "business_relation", "CUST")
    error = refused(
        desk, "BR-1", lambda: desk.contact_lines.save(RELATION, company, None, {"business_relation": code})
    )
    assert error.field == "business_relation"
    made = desk.contact_lines.save(
        RELATION, company, None, {"business_relation": code, "external_number": "10000"}
    ).id
    assert desk.contact_lines.rows(RELATION, company)[0]["link"] == Relation.CUSTOMER
    refused(desk, "BR-1", lambda: desk.contact_lines.save(RELATION, company, made, {"external_number": ""}))


def test_br_2_a_contact_is_linked_once_and_is_told_its_number(desk: Desk) -> None:
    company = records.company(desk)
    desk.contact_lines.link(company, Relation.CUSTOMER, "10000")
    error = refused(desk, "BR-2", lambda: desk.contact_lines.link(company, Relation.CUSTOMER, "20000"))
    assert "10000" in error.message
    error = refused(
        desk, "BR-2", lambda: desk.contact_lines.link(company, Relation.CUSTOMER, "20000", system="Other")
    )
    desk.contact_lines.link(company, Relation.VENDOR, "V-7")
    assert len(desk.contact_lines.rows(RELATION, company)) == 2


def test_br_3_a_number_belongs_to_one_contact_which_is_named(desk: Desk) -> None:
    one, other = records.company(desk, "Molenhof"), records.company(desk, "Bakkerij")
    desk.contact_lines.link(one, Relation.CUSTOMER, "c-1", system="Exact")
    error = refused(
        desk, "BR-3", lambda: desk.contact_lines.link(other, Relation.CUSTOMER, "C-1", system="exact")
    )
    assert "Molenhof" in error.message
    desk.contact_lines.link(other, Relation.CUSTOMER, "C-1", system="Other")
    desk.contact_lines.link(other, Relation.VENDOR, "C-1", system="Exact")


def test_br_4_con_p2_a_contact_blocked_for_privacy_is_not_linked_nor_is_its_person(desk: Desk) -> None:
    company = records.company(desk)
    person = records.person(desk, company=company)
    records.block_contact(desk, person)
    refused(desk, "CON-P2", lambda: desk.contact_lines.link(person, Relation.CUSTOMER, "1"))
    records.block_contact(desk, company)
    refused(desk, "CON-P2", lambda: desk.contact_lines.link(company, Relation.CUSTOMER, "1"))


def test_br_5_the_number_is_filled_in(desk: Desk) -> None:
    company = records.company(desk)
    error = refused(desk, "BR-5", lambda: desk.contact_lines.link(company, Relation.BANK_ACCOUNT, "  "))
    assert error.field == "external_number"


def test_4_3_the_link_of_a_person_is_made_for_the_company_and_replaces_a_row_without_number(
    desk: Desk,
) -> None:
    company = records.company(desk, "Molenhof")
    person = records.person(desk, company=company)
    vendor = desk.setup.save("business_relation", None, {"code": "SELLS"})
    desk.setup.save("marketing_setup", None, {"relation_of_vendors": None})
    desk.contact_lines.save(RELATION, company, None, {"business_relation": vendor, "note": "since 2001"})
    desk.setup.save("marketing_setup", None, {"relation_of_vendors": vendor})
    made = desk.contact_lines.link(person, Relation.VENDOR, "V-1", system="Exact", note="by hand")
    (line,) = desk.contact_lines.rows(RELATION, company)
    assert (line["id"], line["external_number"], line["system"]) == (made, "V-1", "Exact")
    assert desk.history.last().title == "Molenhof linked to Vendor No. V-1"
    desk.history.undo()
    assert desk.contact_lines.rows(RELATION, company)[0]["note"] == "since 2001"


def test_4_3_fields_of_the_other_program_win_where_one_takes_them(desk: Desk) -> None:
    company = records.company(desk, "Molenhof", city="Delft", phone="015 1234567")
    desk.contact_lines.link(company, Relation.CUSTOMER, "1", take={"city": "Den Haag", "name": "Molenhof BV"})
    row = desk.lists.rows("contact", [company])[0]
    assert (row["city"], row["name"], row["phone"]) == ("Den Haag", "Molenhof BV", "015 1234567")
    assert relation(desk, company) is Relation.CUSTOMER
    desk.history.undo()
    row = desk.lists.rows("contact", [company])[0]
    assert (row["city"], row["relation"]) == ("Delft", Relation.NONE)


def test_4_3_without_a_relation_in_the_setup_nothing_is_linked(desk: Desk) -> None:
    company = records.company(desk)
    desk.setup.save("marketing_setup", None, {"relation_of_banks": None})
    with pytest.raises(UserError, match="Bank account"):
        desk.contact_lines.link(company, Relation.BANK_ACCOUNT, "1")


def test_3_11_the_status_follows_the_rows_of_the_contact_and_its_company(desk: Desk) -> None:
    company = records.company(desk)
    person = records.person(desk, company=company)
    press, law = (code_id(desk, "business_relation", code) for code in ("PRESS", "LAW"))

    def now() -> tuple[Relation, Relation]:
        return relation(desk, company), relation(desk, person)

    line = desk.contact_lines.save(RELATION, company, None, {"business_relation": press}).id
    assert now() == (Relation.OTHER, Relation.OTHER)
    desk.contact_lines.save(RELATION, company, line, {"business_relation": law})
    desk.contact_lines.save(RELATION, company, None, {"business_relation": press})
    assert now() == (Relation.MULTIPLE, Relation.MULTIPLE)
    for each in desk.contact_lines.rows(RELATION, company):
        desk.contact_lines.remove(RELATION, each["id"])
    assert now() == (Relation.NONE, Relation.NONE)
    desk.contact_lines.link(person, Relation.CUSTOMER, "1")
    assert now() == (Relation.CUSTOMER, Relation.CUSTOMER)
    desk.history.undo()
    assert now() == (Relation.NONE, Relation.NONE)


def test_3_11_another_reserved_code_in_the_setup_changes_the_status_of_who_has_it(desk: Desk) -> None:
    company = records.company(desk)
    desk.contact_lines.link(company, Relation.CUSTOMER, "1")
    press = code_id(desk, "business_relation", "PRESS")
    desk.setup.save("marketing_setup", None, {"relation_of_customers": press})
    assert relation(desk, company) is Relation.OTHER
    desk.history.undo()
    assert relation(desk, company) is Relation.CUSTOMER


# -- addresses ------------------------------------------------------------------------------------------------


def address(desk: Desk, contact: int, code: str = "SUMMER") -> int:
    return desk.contact_lines.save("alternative_address", contact, None, {"code": code}).id


def stay(desk: Desk, contact: int, row: int | None = None, **values: object) -> tuple[int, str]:
    saved = desk.contact_lines.save("address_range", contact, row, values)
    return saved.id, saved.warning


def test_alt_1_alt_3_a_range_starts_before_it_ends(desk: Desk) -> None:
    company = records.company(desk)
    where = address(desk, company)
    start, end = date(2026, 6, 1), date(2026, 5, 1)
    error = refused(
        desk,
        "ALT-1",
        lambda: stay(desk, company, starting_date=start, ending_date=end, alternative_address=where),
    )
    assert error.field == "starting_date"
    made, _warning = stay(desk, company, starting_date=start, alternative_address=where)
    error = refused(desk, "ALT-3", lambda: stay(desk, company, made, ending_date=end))
    assert error.field == "ending_date"


def test_alt_2_two_ranges_of_a_contact_do_not_start_on_one_day_which_is_named(desk: Desk) -> None:
    company = records.company(desk)
    where = address(desk, company)
    stay(desk, company, starting_date=date(2026, 6, 1), alternative_address=where)
    error = refused(
        desk,
        "ALT-2",
        lambda: stay(desk, company, starting_date=date(2026, 6, 1), alternative_address=where),
    )
    assert "2026" in error.message


def test_alt_4_overlapping_ranges_are_stored_with_a_warning_that_says_which_wins(desk: Desk) -> None:
    company = records.company(desk)
    where = address(desk, company)
    _made, warning = stay(desk, company, starting_date=date(2026, 6, 1), alternative_address=where)
    assert warning == ""
    _made, warning = stay(desk, company, starting_date=date(2026, 7, 1), alternative_address=where)
    assert "overlap" in warning
    assert len(desk.contact_lines.rows("address_range", company)) == 2


def test_4_1_a_range_is_of_an_address_of_the_same_contact(desk: Desk) -> None:
    one, other = records.company(desk), records.company(desk, "Other")
    where = address(desk, other)
    with pytest.raises(FieldError) as error:
        stay(desk, one, starting_date=date(2026, 6, 1), alternative_address=where)
    assert error.value.field == "alternative_address"


def test_4_1_an_address_goes_with_its_dates_and_they_come_back(desk: Desk) -> None:
    company = records.company(desk)
    where = address(desk, company)
    stay(desk, company, starting_date=date(2026, 6, 1), alternative_address=where)
    before = records.stored(desk, quiet=False)
    assert desk.setup.removal("alternative_address", where).consequences == (
        "1 range of dates goes with it.",
    )
    desk.contact_lines.remove("alternative_address", where)
    assert desk.contact_lines.rows("address_range", company) == []
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before


def test_con_f1_con_f2_an_alternative_address_can_be_dialled_and_written_to(desk: Desk) -> None:
    company = records.company(desk)
    for values, number in (({"phone": "call me"}, "CON-F1"), ({"e_mail": "nobody"}, "CON-F2")):
        with pytest.raises(UserError) as error:
            desk.contact_lines.save("alternative_address", company, None, {"code": "A", **values})
        assert error.value.number == number


# -- web sources ----------------------------------------------------------------------------------------------


def test_web_1_a_web_source_is_launched_with_the_search_word_in_its_address(desk: Desk) -> None:
    company = records.company(desk)
    source = desk.setup.save(
        "web_source", None, {"code": "CHAMBER", "url": "https://kvk.example/search?q=%1&lang=nl"}
    )
    line = desk.contact_lines.save(
        "contact_web_source", company, None, {"web_source": source, "search_word": "Jansen & Zn/Ö"}
    ).id
    assert (
        desk.contact_lines.launch_url(line)
        == "https://kvk.example/search?q=Jansen%20%26%20Zn%2F%C3%96&lang=nl"
    )
    desk.setup.save("web_source", source, {"url": ""})
    with pytest.raises(RuleError) as error:
        desk.contact_lines.launch_url(line)
    assert (error.value.number, error.value.field) == ("WEB-1", "url")
    assert "CHAMBER" in error.value.message


# -- many contacts --------------------------------------------------------------------------------------------


def test_a_group_is_given_to_many_contacts_in_one_operation_and_taken_again(desk: Desk) -> None:
    companies = [records.company(desk, f"Company {number}") for number in range(5)]
    group = code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.save(GROUP, companies[0], None, {"mailing_group": group})
    age(desk, *companies)
    done = records.operations(desk)
    assert desk.contact_lines.assign(GROUP, companies, group) == (4, 1, 0)
    assert records.operations(desk) == done + 1
    assert desk.history.last().title == "4 contacts added to “X-CARD Christmas card”"
    assert modified(desk, companies[3])[1] > 2020
    assert desk.setup.row("mailing_group", group)["number_of_contact_mailing_group"] == 5
    assert desk.contact_lines.assign(GROUP, companies, group) == (0, 5, 0)
    assert records.operations(desk) == done + 1
    assert desk.contact_lines.unassign(GROUP, companies[:2], group) == 2
    assert desk.history.last().title == "2 contacts removed from “X-CARD Christmas card”"
    desk.history.undo()
    desk.history.undo()
    assert [each for each in companies if of_code(desk, GROUP, each)] == companies[:1]


def test_con_f6_who_cannot_have_a_group_is_left_out_and_people_mean_their_company(desk: Desk) -> None:
    company = records.company(desk, "Molenhof")
    people = [records.person(desk, f"P {number}", company=company) for number in range(2)]
    alone = records.person(desk, "Alone")
    group = code_id(desk, "industry_group", "RET")
    done = desk.contact_lines.assign("contact_industry_group", [*people, alone], group)
    assert done == (1, 0, 1)
    assert desk.history.last().title == "Molenhof added to “RET Retail”"
    job = code_id(desk, "job_responsibility", "SALE")
    assert desk.contact_lines.assign("contact_job_responsibility", [company, *people], job) == (2, 0, 1)


def test_br_1_a_reserved_relation_is_not_given_to_many(desk: Desk) -> None:
    companies = [records.company(desk, f"C {number}") for number in range(3)]
    customer, press = (code_id(desk, "business_relation", code) for code in ("CUST", "PRESS"))
    refused(desk, "BR-1", lambda: desk.contact_lines.assign(RELATION, companies, customer))
    desk.contact_lines.assign(RELATION, companies, press)
    assert {relation(desk, each) for each in companies} == {Relation.OTHER}
    desk.contact_lines.unassign(RELATION, companies, press)
    assert {relation(desk, each) for each in companies} == {Relation.NONE}


# -- the lists behind them ------------------------------------------------------------------------------------


def test_mg_1_a_mailing_group_with_contacts_stays_and_says_how_many(desk: Desk) -> None:
    group = code_id(desk, "mailing_group", "X-CARD")
    desk.contact_lines.assign(GROUP, [records.company(desk), records.person(desk)], group)
    error = refused(desk, "MG-1", lambda: desk.setup.remove("mailing_group", group))
    assert "2 contacts" in error.message


@pytest.mark.parametrize(
    "key", ["industry_group", "job_responsibility", "business_relation", "web_source", "mailing_group"]
)
def test_4_2_what_contacts_have_is_not_removed_and_counts_them(desk: Desk, key: str) -> None:
    row = desk.setup.save(key, None, {"code": "NEW"})
    kind = ContactType.PERSON if key == "job_responsibility" else ContactType.COMPANY
    contact = records.person(desk) if kind is ContactType.PERSON else records.company(desk)
    desk.contact_lines.assign(f"contact_{key}", [contact], row)
    with pytest.raises(InUseError, match="1 contact"):
        desk.setup.remove(key, row)
    assert desk.setup.row(key, row)[f"number_of_contact_{key}"] == 1


def test_4_2_an_organizational_level_in_use_is_not_removed(desk: Desk) -> None:
    row = code_id(desk, "organizational_level", "CEO")
    records.person(desk, organizational_level=row)
    error = refused(desk, "4.2", lambda: desk.setup.remove("organizational_level", row))
    assert "1 contact" in error.message


def test_4_2_notes_of_a_web_source_go_with_it(desk: Desk) -> None:
    row = desk.setup.save("web_source", None, {"code": "NEW"})
    desk.comments.add("web_source", row, "Costs 2 euros a look")
    assert desk.setup.removal("web_source", row).consequences == ("1 note goes with it.",)
    desk.setup.remove("web_source", row)
    assert records.stored(desk)["comment"] == {}


def test_4_4_a_salutation_goes_with_its_formulas_unless_contacts_have_it(desk: Desk) -> None:
    row = code_id(desk, "salutation", "F-JOB")
    formulas = len(desk.setup.rows("salutation_formula", row))
    assert desk.setup.removal("salutation", row).consequences == (f"{formulas} formulas go with it.",)
    desk.setup.remove("salutation", row)
    assert desk.setup.rows("salutation_formula", row) == []
    used = code_id(desk, "salutation", "M")
    records.person(desk, salutation=used)
    error = refused(desk, "4.4", lambda: desk.setup.remove("salutation", used))
    assert "1 contact" in error.message


# -- duplicates in the setup ----------------------------------------------------------------------------------


def searches(desk: Desk) -> tuple[bool, bool]:
    row = desk.setup.single("marketing_setup")
    return row["maintain_duplicates"], row["autosearch_duplicates"]


def test_2_strings_that_are_kept_are_searched_and_those_searched_are_kept(desk: Desk) -> None:
    desk.setup.save("marketing_setup", None, {"maintain_duplicates": False})
    assert searches(desk) == (False, False)
    desk.setup.save("marketing_setup", None, {"autosearch_duplicates": True})
    assert searches(desk) == (True, True)
    desk.setup.save("marketing_setup", None, {"autosearch_duplicates": False})
    assert searches(desk) == (True, False)
    desk.setup.save("marketing_setup", None, {"maintain_duplicates": False})
    desk.setup.save("marketing_setup", None, {"maintain_duplicates": True})
    assert searches(desk) == (True, True)


@pytest.mark.parametrize("percent", [0, 101])
def test_set_1_the_search_hit_is_between_1_and_100(desk: Desk, percent: int) -> None:
    with pytest.raises(FieldError, match="between 1 and 100"):
        desk.setup.save("marketing_setup", None, {"search_hit": percent})


def test_set_2_a_blocked_salesperson_is_no_default(desk: Desk) -> None:
    blocked = records.salesperson(desk, blocked=True)
    refused(desk, "SET-2", lambda: desk.setup.save("marketing_setup", None, {"default_salesperson": blocked}))


@pytest.mark.parametrize("length", [1, 11])
def test_dup_1_the_length_of_a_search_string_is_between_2_and_10(desk: Desk, length: int) -> None:
    row = desk.setup.rows("duplicate_search")[0]["id"]
    with pytest.raises(FieldError, match="between 2 and 10"):
        desk.setup.save("duplicate_search", row, {"length": length})


def test_dup_2_a_field_and_part_are_set_up_once(desk: Desk) -> None:
    first = desk.setup.rows("duplicate_search")[0]
    values = {name: first[name] for name in ("field", "part", "length")}
    refused(desk, "DUP-2", lambda: desk.setup.save("duplicate_search", None, values))


def test_sp_d3_a_template_is_no_history_of_a_salesperson(desk: Desk) -> None:
    anna = records.salesperson(desk)
    template = desk.setup.save("contact_template", None, {"code": "NL", "salesperson": anna})
    told = desk.setup.removal("salesperson", anna)
    assert told.consequences == ("The field Salesperson is emptied in “Contact templates” in Setup.",)
    desk.setup.remove("salesperson", anna)
    assert desk.setup.row("contact_template", template)["salesperson"] is None
