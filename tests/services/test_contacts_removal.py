"""Deleting contacts: what stands in the way, what is handed over, and that a refusal leaves all (3.12, R-DEL-06, -10)."""

from collections.abc import Callable

import pytest

from oppdesk.domain.errors import InUseError, NotThereError
from oppdesk.domain.query import Query
from oppdesk.domain.words import ContactType, Outcome
from oppdesk.services.desk import Desk
from oppdesk.storage.contact_tables import DuplicateRow
from tests.services import records
from tests.services.records import salesperson


def company(desk: Desk, name: str = "Molenhof Zuivel BV") -> int:
    return desk.contacts.create({"type": int(ContactType.COMPANY), "name": name})


def person(desk: Desk, name: str = "Sanne Hoekema", company: int | None = None) -> int:
    return desk.contacts.create({"type": int(ContactType.PERSON), "name": name, "company": company})


def closed(desk: Desk, contact: int, outcome: Outcome = Outcome.WON) -> int:
    """A closed opportunity with a closed task."""
    deal = records.started(desk, contact=contact)
    desk.tasks.done(records.task(desk, deal))
    records.close(desk, deal, outcome, cancel_tasks=True)
    return deal


def refused(desk: Desk, *ids: int) -> InUseError:
    before = records.stored(desk)
    with pytest.raises(InUseError) as error:
        desk.contacts.remove(ids)
    assert records.stored(desk) == before  # R-DEL-10
    return error.value


def contacts_of(desk: Desk, name: str) -> set[tuple[int | None, int | None]]:
    """(contact, company) of every row of a list."""
    rows = desk.lists.rows(name, desk.lists.ids(name, Query()))
    return {
        (row["contact"].id if row["contact"] else None, row["company"].id if row["company"] else None)
        for row in rows
    }


def test_con_d1_an_open_task_stands_in_the_way_and_is_named(desk: Desk) -> None:
    desk.context.salesperson = salesperson(desk)
    made = company(desk)
    task = desk.tasks.add("Send drawings", desk.context.work_date, contact=made)
    error = refused(desk, made)
    assert error.number == "CON-D1"
    assert "Send drawings" in error.message
    desk.tasks.done(task)
    desk.contacts.remove([made])
    assert desk.lists.count("contact", Query()) == 0


def test_con_d1_a_seat_at_an_open_meeting_counts(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    task = records.task(desk, closed(desk, firm), contact=None)
    records.attend(desk, task, contact=made)
    assert refused(desk, made).number == "CON-D1"


@pytest.mark.parametrize("make", [records.opportunity, records.started], ids=["not started", "in progress"])
def test_con_d3_m_26_r_del_06_r_del_10_an_open_opportunity_refuses_and_leaves_all(
    desk: Desk, make: Callable[..., int]
) -> None:
    made = person(desk, company=company(desk))
    desk.comments.add("contact", made, "Prefers calls before nine.")
    make(desk, contact=made, description="Refit of line 3")
    for task in desk.contacts.view(made).open_tasks:
        desk.tasks.done(task.id)
    error = refused(desk, made)
    assert error.number == "M-26"
    assert "Refit of line 3" in error.message


def test_r_del_06_one_open_opportunity_of_any_person_stops_the_whole_company(desk: Desk) -> None:
    firm = company(desk)
    person(desk, company=firm)
    records.opportunity(desk, contact=person(desk, "Teun Brakel", firm))
    assert "Teun Brakel" in refused(desk, firm).message
    assert refused(desk, company(desk, "Free"), firm).number == "M-26"  # nor does a free one go without it


def test_r_del_06_a_persons_closed_records_move_to_the_company(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    closed(desk, made)
    plan = desk.contacts.removal([made])
    assert (plan.handed_over.opportunities, bool(plan.detached), plan.in_the_way) == (1, False, ())
    assert plan.handed_over.tasks >= 1
    desk.contacts.remove([made])
    assert contacts_of(desk, "opportunity") == {(firm, firm)}
    assert contacts_of(desk, "opportunity_entry") == {(firm, firm)}
    assert contacts_of(desk, "task") == {(firm, firm)}


def test_r_del_06_a_companys_closed_records_lose_contact_and_company_entries_too(desk: Desk) -> None:
    firm = company(desk)
    closed(desk, firm)
    closed(desk, person(desk, company=firm), Outcome.LOST)
    plan = desk.contacts.removal([firm])
    assert [ref.text for ref in plan.contacts] == ["Molenhof Zuivel BV"]
    assert [ref.text for ref in plan.people] == ["Sanne Hoekema"]
    assert (plan.detached.opportunities, bool(plan.handed_over)) == (2, False)
    desk.contacts.remove([firm])
    assert desk.lists.count("contact", Query()) == 0
    for name in ("opportunity", "opportunity_entry", "task"):
        assert contacts_of(desk, name) == {(None, None)}


def test_3_12_a_person_without_a_company_leaves_the_records_without_a_contact(desk: Desk) -> None:
    made = person(desk)
    closed(desk, made)
    desk.contacts.remove([made])
    assert contacts_of(desk, "opportunity") == {(None, None)}


def test_3_12_a_quote_is_handed_over_like_its_opportunity(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    deal = records.started(desk, contact=made)
    desk.quotes.create(deal, 100_000)
    records.close(desk, deal, Outcome.LOST, cancel_tasks=True)
    assert desk.contacts.removal([made]).handed_over.documents == 1
    desk.contacts.remove([made])
    assert contacts_of(desk, "sales_document") == {(firm, firm)}


def test_3_12_the_seat_at_a_held_meeting_goes_to_the_company_once(desk: Desk) -> None:
    firm = company(desk)
    one, other = person(desk, company=firm), person(desk, "Teun Brakel", firm)
    task = records.task(desk, closed(desk, firm), contact=None)
    for each in (one, other):
        records.attend(desk, task, contact=each)
    desk.tasks.done(task)
    desk.contacts.remove([one, other])
    assert records.attendees(desk, task) == [(0, None, firm)]


def test_3_12_notes_go_with_the_contact(desk: Desk) -> None:
    made, other = company(desk), company(desk, "Other")
    for each in (made, other):
        desk.comments.add("contact", each, "A note")
    assert desk.contacts.removal([made]).notes == 1
    desk.contacts.remove([made])
    assert len(desk.comments.of("contact", other)) == 1
    assert desk.comments.of("contact", made) == ()


def test_scenario_19_3_after_closing_everything_the_deletion_works_and_the_company_shows_it(
    desk: Desk,
) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    deal = records.started(desk, contact=made)
    task = records.task(desk, deal)
    assert refused(desk, made).number == "CON-D1"
    desk.tasks.done(task)
    for each in desk.contacts.view(made).open_tasks:
        desk.tasks.done(each.id)
    assert refused(desk, made).number == "M-26"
    records.close(desk, deal, Outcome.WON, cancel_tasks=True)
    desk.contacts.remove([made])
    shown = desk.contacts.view(firm)
    assert [each.id for each in shown.closed_opportunities] == [deal]
    assert task in [each.id for each in shown.closed_tasks]


def test_a_deletion_is_one_operation_and_comes_back_whole(desk: Desk) -> None:
    firm = company(desk)
    closed(desk, person(desk, company=firm))
    desk.comments.add("contact", firm, "A note")
    before = records.stored(desk, quiet=False)
    desk.contacts.remove([firm])
    assert desk.history.undo() == "Molenhof Zuivel BV deleted"
    after = records.stored(desk, quiet=False)
    assert {name: rows for name, rows in after.items() if name not in ("operation", "change")} == {
        name: rows for name, rows in before.items() if name not in ("operation", "change")
    }


def test_a_company_and_one_of_its_people_may_be_chosen_together(desk: Desk) -> None:
    firm = company(desk)
    made = person(desk, company=firm)
    other = company(desk, "Other")
    plan = desk.contacts.removal([made, firm, other])
    assert (len(plan.contacts), plan.people) == (3, ())
    desk.contacts.remove([made, firm, other])
    last = desk.history.last()
    assert last is not None
    assert last.title == "3 contacts deleted"


def test_what_is_gone_cannot_be_deleted_again(desk: Desk) -> None:
    made = company(desk)
    desk.contacts.remove([made])
    with pytest.raises(NotThereError):
        desk.contacts.removal([made])


# -- what hangs on a contact (3.12) ---------------------------------------------------------------------------


def sorted_in(desk: Desk, contact: int, key: str) -> None:
    target = records.add_setup(desk, key, code=f"X{key[:4]}")
    records.add_setup(desk, f"contact_{key}", contact=contact, **{key: target})


def with_lines(desk: Desk) -> tuple[int, int]:
    """A company and its person with everything that can hang on them."""
    firm = company(desk)
    made = person(desk, company=firm)
    for key in ("mailing_group", "business_relation", "industry_group", "web_source"):
        sorted_in(desk, firm, key)
    sorted_in(desk, made, "job_responsibility")
    address = records.add_setup(desk, "alternative_address", contact=made, code="SUMMER")
    day = desk.context.work_date
    records.add_setup(
        desk, "address_range", contact=made, starting_date=day, ending_date=None, alternative_address=address
    )
    desk.contacts.set_picture(made, b"\xff\xd8\xff" + bytes(20))
    other = company(desk, "Molenhof Zuivel B.V.")
    with records.store_of(desk).write("test.pair") as work:
        work.add(DuplicateRow(contact=firm, other=other, score=90))
    return firm, made


def test_3_12_all_lines_go_with_the_contact_and_are_counted_before(desk: Desk) -> None:
    firm, _made = with_lines(desk)
    before = records.stored(desk, quiet=False)
    told = desk.contacts.removal([firm])
    keys = (
        *("alternative_address", "address_range", "contact_mailing_group", "contact_business_relation"),
        *("contact_industry_group", "contact_web_source", "contact_job_responsibility"),
    )
    assert dict(told.lines) == dict.fromkeys(keys, 1)
    assert (told.pictures, told.duplicates, told.subsidiaries) == (1, 1, ())
    desk.contacts.remove([firm])
    after = records.stored(desk)
    assert [key for key in (*keys, "duplicate") if after[key]] == []
    assert len(after["contact"]) == 1
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before


def test_3_12_a_person_leaves_the_lines_of_the_company_alone(desk: Desk) -> None:
    firm, made = with_lines(desk)
    assert "contact_industry_group" not in desk.contacts.removal([made]).lines
    desk.contacts.remove([made])
    assert records.stored(desk)["contact_industry_group"]
    assert desk.contacts.view(firm).tags["contact_industry_group"]


def test_3_12_subsidiaries_lose_their_parent_and_are_named(desk: Desk) -> None:
    top = company(desk, "Top")
    low = desk.contacts.create({"type": int(ContactType.COMPANY), "name": "Low", "parent_company": top})
    lowest = desk.contacts.create({"type": int(ContactType.COMPANY), "name": "Lowest", "parent_company": low})
    assert [each.id for each in desk.contacts.removal([top]).subsidiaries] == [low]
    assert [each.id for each in desk.contacts.removal([top, low]).subsidiaries] == [lowest]
    desk.contacts.remove([top, low])
    assert desk.contacts.view(lowest).parent is None
    desk.history.undo()
    parents = [desk.contacts.view(each).parent for each in (low, lowest)]
    assert [each.id for each in parents if each] == [top, low]
