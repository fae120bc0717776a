"""The sample data: complete, dated around today, and gone again without a trace when the user wants."""

import pytest

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Status
from oppdesk.services.desk import Desk

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
    assert left == 3  # the company, its salesperson and its territory
    assert list(desk.lists.ids("opportunity", Query())) == [mine]
    assert desk.lists.count("contact", Query()) == 1
