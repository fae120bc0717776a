"""Contacts through their service: made, changed, moved to another company (relationships 3, scenarios 19.1 and 19.2)."""

import pytest

from oppdesk.domain.errors import FieldError, NotThereError, RuleError, StaleError, UserError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType, Outcome
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft
from tests.services import records
from tests.services.records import code_id, marketing, salesperson, store_of

COMPANY, PERSON = ContactType.COMPANY, ContactType.PERSON


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": int(COMPANY), "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None, **values: object) -> int:
    return desk.contacts.create({"type": int(PERSON), "name": name, "company": company} | values)


def value(desk: Desk, contact: int, name: str) -> object:
    found = desk.contacts.view(contact).values[name]
    return getattr(found, "id", found)


def refused(desk: Desk, contact: int, **values: object) -> UserError:
    with pytest.raises(UserError) as error:
        desk.contacts.change(contact, values)
    return error.value


# -- creation (3.3) -------------------------------------------------------------------------------------------


def test_3_3_a_number_is_drawn_and_the_company_is_its_own_company(desk: Desk) -> None:
    made = company(desk)
    assert value(desk, made, "number") == "CT000001"
    assert value(desk, made, "company") == made
    assert desk.contacts.view(made).company is None
    assert value(desk, company(desk, "Another"), "number") == "CT000002"


def test_0_6_a_typed_number_must_be_free(desk: Desk) -> None:
    assert value(desk, company(desk, number="ct000002"), "number") == "CT000002"
    with pytest.raises(RuleError) as error:
        company(desk, number="CT000002")
    assert error.value.number == "NUM-6"
    assert value(desk, company(desk), "number") == "CT000001"
    assert value(desk, company(desk), "number") == "CT000003"  # CT000002 is skipped


def test_3_3_defaults_fill_what_is_not_given(desk: Desk) -> None:
    usual, mine = salesperson(desk, "BERT"), salesperson(desk, "ANNA")
    dutch = code_id(desk, "language", "NLD")
    marketing(desk, default_salesperson=usual, default_language=dutch)
    made = company(desk)
    assert (value(desk, made, "salesperson"), value(desk, made, "language")) == (usual, dutch)
    assert value(desk, made, "salutation") == code_id(desk, "salutation", "COMPANY")
    desk.context.salesperson = mine
    assert value(desk, company(desk), "salesperson") == mine
    assert value(desk, company(desk, salesperson=None), "salesperson") is None  # emptied by the user
    assert value(desk, person(desk), "salutation") == code_id(desk, "salutation", "UNISEX")


def test_3_3_a_name_is_needed_and_leads_to_the_field(desk: Desk) -> None:
    with pytest.raises(UserError) as error:
        company(desk, " ")
    assert (error.value.number, error.value.field) == ("M-03", "name")


def test_3_3_5_a_person_made_in_a_company_inherits_from_it(desk: Desk) -> None:
    marketing(desk, default_salesperson=salesperson(desk, "BERT"))
    firm = company(
        desk, salesperson=None, city="Oostgraftdijk", phone="+31 20 1", home_page="https://m.example"
    )
    draft = desk.contacts.draft(PERSON, firm)
    assert (draft["city"], draft["phone"], draft["home_page"]) == (
        "Oostgraftdijk",
        "+31 20 1",
        "https://m.example",
    )
    assert draft["salesperson"] is None  # overrides the default, even empty at the company
    made = person(desk, company=firm, phone="+31 20 9")
    assert value(desk, made, "phone") == "+31 20 9"
    assert value(desk, made, "city") == "Oostgraftdijk"
    assert value(desk, made, "salesperson") is None


def test_a_company_can_be_made_along_with_its_first_person(desk: Desk) -> None:
    before = records.operations(desk)
    made = desk.contacts.create({"type": int(PERSON), "name": "Teun Brakel"}, new_company="Molenhof")
    firm = desk.contacts.view(made).company
    assert firm is not None
    assert firm.text == "Molenhof"
    assert records.operations(desk) == before + 1
    desk.history.undo()
    assert desk.lists.count("contact", Query()) == 0


def test_creation_is_told_and_undone_as_one_operation(desk: Desk) -> None:
    company(desk)
    assert desk.history.undo() == "Molenhof Zuivel BV created"
    assert desk.lists.count("contact", Query()) == 0


# -- names (3.4) ----------------------------------------------------------------------------------------------


def test_3_4_the_name_of_a_person_fills_the_parts_and_the_parts_the_name(desk: Desk) -> None:
    made = person(desk, "Jan Willem Ubbens")
    assert [value(desk, made, part) for part in ("first_name", "middle_name", "surname")] == [
        "Jan",
        "Willem",
        "Ubbens",
    ]
    desk.contacts.change(made, {"surname": "de Boer"})
    assert value(desk, made, "name") == "Jan Willem de Boer"
    assert value(desk, made, "search_name") == "JAN WILLEM DE BOER"


def test_3_4_the_name_of_a_company_shows_at_its_people(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    desk.contacts.change(firm, {"name": "Molenhof Food"})
    found = desk.contacts.view(made).company
    assert found is not None
    assert found.text == "Molenhof Food"


def test_3_4_a_name_cannot_be_emptied(desk: Desk) -> None:
    assert refused(desk, company(desk), name="").number == "M-03"


# -- company and people (3.6) ---------------------------------------------------------------------------------


def test_scenario_19_1_what_a_person_was_given_individually_stays(desk: Desk) -> None:
    firm = company(desk, phone="1", city="A")
    made = person(desk, company=firm)
    assert (value(desk, made, "phone"), value(desk, made, "city")) == ("1", "A")
    desk.contacts.change(made, {"phone": "2"})
    desk.contacts.change(firm, {"phone": "3", "city": "B"})
    assert (value(desk, made, "phone"), value(desk, made, "city")) == ("2", "B")


def test_3_6_a_change_and_what_follows_from_it_is_one_operation(desk: Desk) -> None:
    firm = company(desk, phone="1")
    first, second = person(desk, company=firm), person(desk, "Teun Brakel", firm)
    desk.contacts.change(firm, {"phone": "3"})
    last = desk.history.last()
    assert last is not None
    assert last.title == "Phone No. of Molenhof Zuivel BV changed, and of 2 people of the company"
    desk.history.undo()
    assert {value(desk, each, "phone") for each in (firm, first, second)} == {"1"}


def test_3_6_flags_of_the_setup_switch_the_inheritance_off(desk: Desk) -> None:
    marketing(desk, inherit_communication=False, inherit_address=False, inherit_salesperson=False)
    seller = salesperson(desk)
    firm = company(desk, phone="1", city="A", salesperson=seller)
    made = person(desk, company=firm)
    assert [value(desk, made, name) for name in ("phone", "city", "salesperson")] == ["", "", None]


def opportunity(desk: Desk, contact: int, **values: object) -> int:
    return records.started(desk, contact=contact, **values)


def test_scenario_19_2_records_stay_with_the_old_company(desk: Desk) -> None:
    seller = salesperson(desk, "BERT")
    first = company(desk, "C1", salesperson=seller)
    second = company(desk, "C2", salesperson=None)
    made = person(desk, company=first)
    deal = opportunity(desk, made)
    task = records.task(desk, deal)
    assert desk.contacts.records_of(made).opportunities == 1
    desk.contacts.change_company(made, second)
    shown = records.view(desk, deal)
    assert shown.contact is not None
    assert (shown.contact.id, shown.company and shown.company.id) == (first, first)
    assert desk.contacts.view(made).open_opportunities == ()
    assert value(desk, made, "salesperson") is None  # C2's, even if it has none
    assert [each.id for each in desk.contacts.view(first).open_opportunities] == [deal]
    assert task in [each.id for each in desk.contacts.view(first).open_tasks]
    entries = desk.lists.rows("opportunity_entry", desk.lists.ids("opportunity_entry", Query()))
    assert {row["contact"].id for row in entries} == {first}


def test_r_del_08_records_move_along_when_the_user_says_so(desk: Desk) -> None:
    first, second = company(desk, "C1"), company(desk, "C2")
    made = person(desk, company=first)
    deal = opportunity(desk, made)
    records.task(desk, deal)
    before = records.stored(desk, quiet=False)
    desk.contacts.change_company(made, second, move_records=True)
    shown = records.view(desk, deal)
    assert (shown.contact and shown.contact.id, shown.company and shown.company.id) == (made, second)
    assert {task.contact and task.contact.id for task in shown.tasks} == {made}
    assert [each.id for each in desk.contacts.view(second).open_opportunities] == [deal]
    assert desk.contacts.view(first).open_opportunities == ()
    desk.history.undo()
    assert records.stored(desk, quiet=False) | {"operation": 0, "change": 0} == before | {
        "operation": 0,
        "change": 0,
    }


def test_r_del_08_without_a_company_before_they_fall_to_the_new_one(desk: Desk) -> None:
    firm, made = company(desk), person(desk)
    deal = opportunity(desk, made)
    assert records.view(desk, deal).company is None
    desk.contacts.change_company(made, firm)
    shown = records.view(desk, deal)
    assert (shown.contact and shown.contact.id, shown.company and shown.company.id) == (firm, firm)


def test_r_del_08_the_seat_at_a_meeting_stays_with_the_old_company(desk: Desk) -> None:
    first, second = company(desk, "C1"), company(desk, "C2")
    made = person(desk, company=first)
    task = records.task(desk, opportunity(desk, first), contact=None)
    records.attend(desk, task, contact=made)
    assert desk.contacts.records_of(made).tasks == 1
    assert task in [each.id for each in desk.contacts.view(made).open_tasks]
    desk.contacts.change_company(made, second)
    assert records.attendees(desk, task) == [(0, None, first)]


def test_3_6_c1_a_company_cannot_belong_to_a_company_nor_a_person_to_a_person(desk: Desk) -> None:
    first, second = company(desk, "C1"), company(desk, "C2")
    assert refused(desk, first, company=second).number == "CON-C1"
    assert refused(desk, person(desk), company=person(desk, "Teun")).number == "CON-N1"
    assert refused(desk, person(desk), company=4711).number == "CON-F8"


# -- type (3.5) -----------------------------------------------------------------------------------------------


def test_3_5_a_company_becomes_a_person_and_back(desk: Desk) -> None:
    made = company(desk, "Jan Boer")
    desk.contacts.change_type(made, PERSON)
    shown = desk.contacts.view(made)
    assert (shown.is_person, shown.company, shown.values["surname"]) == (True, None, "Boer")
    desk.contacts.change_type(made, COMPANY)
    assert value(desk, made, "company") == made
    assert value(desk, made, "surname") == ""


def test_scenario_19_4_con_t2_a_closed_task_fixes_the_type(desk: Desk) -> None:
    desk.context.salesperson = salesperson(desk)
    made = company(desk)
    desk.tasks.done(desk.tasks.add("Call", desk.context.work_date, contact=made))
    assert refused(desk, made, type=int(PERSON)).number == "CON-T2"


@pytest.mark.parametrize("outcome", [None, Outcome.WON, Outcome.LOST])
def test_r_del_07_m_29_con_t3_any_opportunity_fixes_the_type(desk: Desk, outcome: Outcome | None) -> None:
    made = company(desk)
    deal = opportunity(desk, made)
    if outcome is not None:
        records.close(desk, deal, outcome)
    error = refused(desk, made, type=int(PERSON))
    assert error.field == "type"
    assert "opportunities are linked" in error.message
    assert value(desk, made, "type") == COMPANY


def test_con_t4_t5_people_and_numbers_of_a_company_fix_the_type(desk: Desk) -> None:
    firm = company(desk)
    person(desk, company=firm)
    assert refused(desk, firm, type=int(PERSON)).number == "CON-T4"
    assert refused(desk, company(desk, vat_number="NL1"), type=int(PERSON)).number == "CON-T5"


# -- checks (3.9) and the rest --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "number", "field"),
    [
        ({"phone": "call me"}, "CON-F1", "phone"),
        ({"mobile_phone": "06-x"}, "CON-F1", "mobile_phone"),
        ({"e_mail": "s.hoekema@molenhof,example"}, "CON-F2", "e_mail"),
        ({"e_mail": "a@b.example; nobody"}, "CON-F2", "e_mail"),
        ({"e_mail_2": "a@b.example; c@d.example"}, "CON-F2", "e_mail_2"),
        ({"registration_number": "1" * 21}, "CON-F3", "registration_number"),
        ({"job_title": "Boss"}, "CON-F6", "job_title"),
        ({"salesperson": 4711}, "CON-F8", "salesperson"),
        ({"country": 4711}, "CON-F8", "country"),
        ({"name": "x" * 101}, "0.2", "name"),
    ],
)
def test_con_f_what_cannot_be_is_told_beside_its_field(
    desk: Desk, values: dict[str, object], number: str, field: str
) -> None:
    made = company(desk)
    before = records.stored(desk)
    error = refused(desk, made, **values)
    assert (error.number, error.field) == (number, field)
    assert records.stored(desk) == before
    with pytest.raises(UserError) as at_creation:
        company(desk, **values)
    assert at_creation.value.field == field


def test_con_f4_numbers_of_companies_are_not_for_people(desk: Desk) -> None:
    made = person(desk)
    assert refused(desk, made, vat_number="NL1").number == "CON-F4"
    assert refused(desk, made, registration_number="1").number == "CON-F4"


def test_con_f5_the_same_vat_number_is_told_and_not_refused(desk: Desk) -> None:
    first, second = company(desk, vat_number="nl 1"), company(desk, "Other", vat_number="NL 1")
    same = desk.contacts.view(second).same_vat
    assert same is not None
    assert same.id == first
    assert desk.contacts.view(company(desk, "Third")).same_vat is None


def test_con_f7_a_blocked_salesperson_is_refused_but_may_stay(desk: Desk) -> None:
    seller = salesperson(desk, privacy_blocked=True)
    made = company(desk)
    error = refused(desk, made, salesperson=seller)
    assert (error.number, error.field) == ("CON-F7", "salesperson")
    other = salesperson(desk, "BERT")
    desk.contacts.change(made, {"salesperson": other})
    records.change_setup(desk, "salesperson", other, privacy_blocked=True)
    desk.contacts.change(made, {"city": "A"})
    assert value(desk, made, "salesperson") == other


def test_3_8_another_country_empties_the_place(desk: Desk) -> None:
    dutch, belgian = code_id(desk, "country", "NL"), code_id(desk, "country", "BE")
    made = company(desk, country=dutch, city="A", post_code="1")
    desk.contacts.change(made, {"country": belgian})
    assert (value(desk, made, "city"), value(desk, made, "post_code")) == ("", "")


def test_con_p2_m_22_a_blocked_contact_takes_no_new_opportunity_and_stays_readable(desk: Desk) -> None:
    desk.context.salesperson = salesperson(desk)
    firm = company(desk)
    made = person(desk, company=firm)
    deal = opportunity(desk, made)
    desk.contacts.change(firm, {"privacy_blocked": True})
    for contact in (firm, made):
        with pytest.raises(RuleError) as error:
            records.opportunity(desk, contact=contact)
        assert error.value.number == "M-22"
    with pytest.raises(RuleError) as task:
        desk.tasks.add("Call", desk.context.work_date, contact=made)
    assert task.value.number == "M-22"
    assert [each.id for each in desk.contacts.view(made).open_opportunities] == [deal]


def test_3_13_renumbering_reaches_every_reference(desk: Desk) -> None:
    made = company(desk)
    deal = opportunity(desk, made)
    desk.contacts.renumber(made, "ct900")
    assert value(desk, made, "number") == "CT900"
    contact = records.view(desk, deal).contact
    assert contact is not None
    assert contact.id == made
    other = company(desk, "Other")
    assert refused(desk, other, number="CT900").number == "NUM-6"


def test_a_save_on_an_older_version_is_refused(desk: Desk) -> None:
    made = company(desk)
    seen = desk.contacts.view(made).version
    desk.contacts.change(made, {"city": "A"}, seen)
    with pytest.raises(StaleError):
        desk.contacts.change(made, {"city": "B"}, seen)
    assert value(desk, made, "city") == "A"


def test_nothing_changed_is_no_operation(desk: Desk) -> None:
    made = company(desk, city="A")
    before = records.operations(desk)
    desk.contacts.change(made, {"city": "A", "name": "Molenhof Zuivel BV", "company": made})
    assert records.operations(desk) == before


def test_unknown_fields_and_records_are_refused(desk: Desk) -> None:
    with pytest.raises(FieldError):
        desk.contacts.change(company(desk), {"open_opportunities": 3})
    with pytest.raises(NotThereError):
        desk.contacts.change(4711, {"city": "A"})
    with pytest.raises(NotThereError):
        desk.contacts.view(4711)


# -- the view -------------------------------------------------------------------------------------------------


def test_8_22_a_companys_list_contains_its_peoples_opportunities_a_persons_only_its_own(desk: Desk) -> None:
    firm = company(desk)
    one, other = person(desk, company=firm), person(desk, "Teun Brakel", firm)
    first, second, third = opportunity(desk, one), opportunity(desk, other), opportunity(desk, firm)
    assert {each.id for each in desk.contacts.view(firm).open_opportunities} == {first, second, third}
    assert [each.id for each in desk.contacts.view(one).open_opportunities] == [first]
    counts = {row["id"]: row["open_opportunities"] for row in desk.lists.rows("contact", [firm, one, other])}
    assert counts == {firm: 3, one: 1, other: 1}
    alone = person(desk, "Alone")
    opportunity(desk, alone)
    assert desk.lists.rows("contact", [alone])[0]["open_opportunities"] == 1


def test_r_agg_01_the_figures_are_split_and_sum_up_to_the_reference(desk: Desk) -> None:
    firm = company(desk)
    opportunity(desk, firm, value=100_000, chances=50)
    records.close(desk, opportunity(desk, firm, value=200_000), Outcome.WON, sales_value=300_000)
    records.close(desk, opportunity(desk, firm, value=400_000), Outcome.LOST)
    records.opportunity(desk, contact=firm)
    figures = desk.contacts.view(firm).figures
    assert (figures.not_started, figures.open.count, figures.won.count, figures.lost.count) == (1, 1, 1, 1)
    assert figures.open.estimated == 100_000
    assert figures.won.current == 300_000 * 10_000
    assert figures.lost.current == 0
    assert figures.won_this_year == figures.won
    with store_of(desk).read() as connection:
        entry = records.metadata.tables["opportunity_entry"]
        rows = connection.execute(entry.select().where(entry.c.company == firm, entry.c.active)).all()
    parts = (figures.open, figures.won, figures.lost)
    assert sum(part.count for part in parts) == len(rows)
    assert sum(part.estimated for part in parts) == sum(row.estimated_value for row in rows)
    assert sum(part.current for part in parts) == sum(row.current_value for row in rows)


def test_3_2_the_next_task_is_the_open_one_with_the_smallest_date(desk: Desk) -> None:
    desk.context.salesperson = salesperson(desk)
    made = company(desk)
    day = desk.context.work_date
    late = desk.tasks.add("Later", day.replace(day=20), contact=made)
    soon = desk.tasks.add("Soon", day.replace(day=9), contact=made)
    shown = desk.contacts.view(made)
    assert shown.next_task is not None
    assert [each.id for each in shown.open_tasks] == [soon, late]
    desk.tasks.done(soon)
    assert [each.id for each in desk.contacts.view(made).closed_tasks] == [soon]


def test_the_others_of_the_same_company_are_shown(desk: Desk) -> None:
    firm = company(desk)
    one, other = person(desk, company=firm), person(desk, "Teun Brakel", firm, job_title="Plant manager")
    assert [(each.id, each.job_title) for each in desk.contacts.view(one).people] == [
        (other, "Plant manager")
    ]
    assert [each.id for each in desk.contacts.view(firm).people] == [one, other]
    assert desk.contacts.view(person(desk, "Alone")).people == ()


def test_an_opportunity_takes_its_company_from_the_person(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    deal = desk.opportunities.create(Draft("Line 3", contact=made), complete=False)
    found = desk.lists.ids("opportunity", Query((Filter("company", Op.IS, firm),)))
    assert list(found) == [deal]
