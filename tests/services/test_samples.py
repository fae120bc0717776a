"""The sample data: complete, dated around today, and gone again without a trace when the user wants."""

from collections import Counter
from datetime import timedelta

import pytest

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Relation, Status
from oppdesk.services.desk import Desk
from oppdesk.storage.interaction_tables import InteractionRow
from tests.services import records
from tests.services.talks import seen, talk

TABLES = ("contact", "opportunity", "opportunity_entry", "task", "sales_document", "salesperson")


def counts(desk: Desk) -> dict[str, int]:
    return {table: desk.lists.count(table, Query()) for table in TABLES}


def test_sample_data_shows_every_state(desk: Desk) -> None:
    desk.samples.add()
    found = counts(desk)
    assert found["opportunity"] == 60
    assert found["opportunity_entry"] > 150
    for status in Status:
        assert desk.lists.count("opportunity", Query((Filter("status", Op.IS, int(status)),))) >= 4
    assert desk.samples.present()


def test_sample_data_goes_in_one_action_and_comes_back_by_undo(desk: Desk) -> None:
    before = counts(desk)
    desk.samples.add()
    full = counts(desk)
    assert desk.samples.remove() == 0
    assert counts(desk) == before
    assert not desk.samples.present()
    desk.history.undo()
    assert counts(desk) == full
    desk.history.undo()
    assert counts(desk) == before


@pytest.mark.usefixtures("sample_data")
def test_sample_records_that_the_users_own_need_stay(desk: Desk) -> None:
    company = desk.lists.page("contact", Query((Filter("number", Op.IS, "CT100001"),)), 0, 1)[0]
    draft = desk.opportunities.draft(contact=company["id"])
    mine = desk.opportunities.create(draft, complete=False)
    left = desk.samples.remove()
    assert left == 5  # the company, its salesperson, its territory and its two web sources
    assert list(desk.lists.ids("opportunity", Query())) == [mine]
    assert desk.lists.count("contact", Query()) == 1


@pytest.mark.usefixtures("sample_data")
def test_sample_contacts_have_groups_relations_addresses_and_levels(desk: Desk) -> None:
    for field in ("mailing_group", "industry_group", "job_responsibility", "business_relation", "web_source"):
        assert desk.lists.count("contact", Query((Filter(field, Op.FILLED),))) >= 4
    relations = Counter(row["relation"] for row in desk.lists.page("contact", Query(), 0, 500))
    assert {Relation.NONE, Relation.CUSTOMER, Relation.VENDOR, Relation.OTHER, Relation.MULTIPLE} <= set(
        relations
    )
    assert desk.lists.count("contact", Query((Filter("organizational_level", Op.FILLED),))) > 10
    person = desk.lists.page("contact", Query((Filter("number", Op.IS, "CT100007"),)), 0, 1)[0]["id"]
    (stay,) = desk.contact_lines.rows("address_range", person)
    assert stay["starting_date"] < desk.context.today < stay["ending_date"]
    assert stay["alternative_address"].text == "SUMMER"


@pytest.mark.usefixtures("sample_data")
def test_what_the_user_hung_on_sample_contacts_goes_with_them(desk: Desk) -> None:
    before = records.stored(desk, quiet=False)
    firms = list(desk.lists.ids("contact", Query((Filter("type", Op.IS, 0),))))
    group = desk.setup.save("mailing_group", None, {"code": "MINE"})
    desk.contact_lines.assign("contact_mailing_group", firms, group)
    assert desk.samples.remove() == 0
    left = records.stored(desk)
    assert [key for key in left if left[key] and key.startswith(("contact", "alternative", "address"))] == []
    assert group in left["mailing_group"]
    for _each in range(3):
        desk.history.undo()
    assert records.stored(desk, quiet=False) == before


@pytest.mark.usefixtures("sample_data")
def test_a_sample_contact_that_stays_keeps_its_lines(desk: Desk) -> None:
    company = desk.lists.page("contact", Query((Filter("number", Op.IS, "CT100001"),)), 0, 1)[0]["id"]
    desk.opportunities.create(desk.opportunities.draft(contact=company), complete=False)
    desk.samples.remove()
    assert len(desk.contact_lines.rows("contact_web_source", company)) == 2
    assert {row["code"] for row in desk.setup.rows("web_source")} == {"CHAMBER", "NEWS"}


@pytest.mark.usefixtures("sample_data")
def test_sample_tasks_fill_a_calendar_and_a_team_meets(desk: Desk) -> None:
    first = desk.context.today.replace(day=1)
    shown = desk.tasks.between(first, first + timedelta(60))
    assert sum(task.start_time is not None for task in shown) >= 8
    meeting = next(task for task in shown if task.team is not None and not task.closed)
    sheet = desk.tasks.sheet(meeting.id)
    assert (sheet.salesperson, sheet.organizer and sheet.organizer.name) == (None, "Pieter Scholtema")
    assert (len(sheet.attendees), sheet.recurring_interval) == (7, "1M")


@pytest.mark.usefixtures("sample_data")
def test_what_was_said_about_a_sample_task_stays_without_it(desk: Desk) -> None:
    task = desk.lists.ids("task", Query((Filter("opportunity", Op.FILLED),)))[0]
    desk.comments.add("task", task, "Rang twice")
    own = records.company(desk, "Own")
    said = desk.lists.rows("task", [task])[0]
    with records.store_of(desk).write("test.interaction") as work:
        logged = work.add(InteractionRow(contact=own, task=task, opportunity=said["opportunity"].id))
    desk.samples.remove()
    assert records.stored(desk)["interaction"][logged]["task"] is None


@pytest.mark.usefixtures("sample_data")
def test_sample_interactions_fill_the_log_the_drafts_and_the_timelines(desk: Desk) -> None:
    drafts = (Filter("postponed", Op.IS, True),)
    assert desk.lists.count("interaction", Query()) >= 60
    assert desk.lists.count("interaction", Query(drafts)) >= 3
    assert desk.interactions.canceled() >= 1
    evaluated = {row["evaluation"] for row in desk.lists.page("interaction", Query(), 0, 500)}
    assert evaluated == set(range(6))
    brewery = desk.lists.page("contact", Query((Filter("number", Op.IS, "CT100005"),)), 0, 1)[0]["id"]
    assert len(desk.timeline.of("contact", brewery, kinds={"interaction"})) >= 5
    assert desk.contacts.view(brewery).touch.reached


@pytest.mark.usefixtures("sample_data")
def test_what_the_user_logged_about_sample_deals_stays_without_them(desk: Desk) -> None:
    deal = desk.lists.page("opportunity", Query((Filter("number", Op.IS, "OP100002"),)), 0, 1)[0]
    contact = desk.contacts.create({"type": 0, "name": "Mine"})
    made = talk(desk, contact=contact)
    with records.store_of(desk).write("test.link") as work:
        work.get(InteractionRow, made).opportunity = deal["id"]
    desk.samples.remove()
    assert list(desk.lists.ids("interaction", Query())) == [made]
    assert seen(desk, made).opportunity is None
