"""What a card shows of a contact in one look: who it is, what is open, what was last and comes next (3.2, 3.11, 3.14)."""

from datetime import date

import pytest

from oppdesk.domain.words import Acquaintance, ContactType, Outcome
from oppdesk.services.contact_views import ContactView
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import add_setup, code_id

COMPANY, PERSON = ContactType.COMPANY, ContactType.PERSON


def company(desk: Desk, name: str = "Molenhof Zuivel BV", **values: object) -> int:
    return desk.contacts.create({"type": int(COMPANY), "name": name} | values)


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None) -> int:
    return desk.contacts.create({"type": int(PERSON), "name": name, "company": company})


def view(desk: Desk, contact: int) -> ContactView:
    return desk.contacts.view(contact)


def test_3_2_last_and_next_contact_are_those_of_the_tasks(desk: Desk) -> None:
    desk.context.salesperson = records.salesperson(desk)
    firm = company(desk)
    made = person(desk, company=firm)
    assert (view(desk, made).last_contact, view(desk, made).next_contact) == (None, None)
    called = desk.tasks.add("Call", desk.context.work_date, contact=made)
    desk.tasks.add("Write", date(2026, 3, 9), contact=made)
    given_up = desk.tasks.add("Visit", date(2026, 3, 4), contact=made)
    desk.tasks.done(called)
    desk.tasks.cancel(given_up)
    for each in (made, firm):  # the company has all of its people
        assert view(desk, each).last_contact == desk.context.today
        assert view(desk, each).next_contact == date(2026, 3, 9)
    assert view(desk, person(desk, "Teun Brakel", firm)).last_contact is None


def test_3_11_who_bought_is_a_customer_who_may_buy_a_prospect_all_others_are_leads(desk: Desk) -> None:
    made = company(desk)
    assert view(desk, made).acquaintance is Acquaintance.LEAD
    deal = records.started(desk, contact=made)
    assert view(desk, made).acquaintance is Acquaintance.PROSPECT
    records.close(desk, deal, Outcome.LOST)
    assert view(desk, made).acquaintance is Acquaintance.LEAD
    won = records.started(desk, contact=made)
    records.close(desk, won)
    assert view(desk, made).acquaintance is Acquaintance.CUSTOMER
    assert view(desk, made).figures.won_this_year.count == 1


@pytest.mark.parametrize(
    ("code", "number", "label"),
    [
        ("PROS", "", Acquaintance.PROSPECT),
        ("CUST", "D1", Acquaintance.CUSTOMER),
        ("VEND", "K1", Acquaintance.LEAD),
        ("PRESS", "", Acquaintance.LEAD),
    ],
)
def test_3_11_relations_make_prospects_and_customers_of_a_company_and_its_people(
    desk: Desk, code: str, number: str, label: Acquaintance
) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    relation = code_id(desk, "business_relation", code)
    add_setup(
        desk, "contact_business_relation", contact=firm, business_relation=relation, external_number=number
    )
    assert [view(desk, each).acquaintance for each in (firm, made)] == [label, label]


def test_3_2_tags_are_those_of_the_contact_and_of_its_company_where_they_belong_to_it(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    for key, owner in (("industry_group", firm), ("mailing_group", firm), ("mailing_group", made)):
        target = add_setup(desk, key, code=f"{key[:4]}{owner % 1000}", description=key)
        add_setup(desk, f"contact_{key}", contact=owner, **{key: target})
    source = add_setup(desk, "web_source", code="KVK")
    add_setup(desk, "contact_web_source", contact=firm, web_source=source, search_word="molenhof")
    tags = view(desk, made).tags
    assert [(tag.owner, tag.description) for tag in tags["contact_industry_group"]] == [
        (firm, "industry_group")
    ]
    assert [tag.owner for tag in tags["contact_mailing_group"]] == [made]
    assert [(tag.target.text, tag.detail) for tag in tags["contact_web_source"]] == [("KVK", "molenhof")]
    assert tags["contact_job_responsibility"] == ()
    assert len(view(desk, firm).tags["contact_mailing_group"]) == 1
