"""Section 3.1 and 3.2: the defaults of a new opportunity, the checks of its dialog, its number."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oppdesk.domain.errors import RuleError
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Priority, Status
from oppdesk.services.desk import Desk
from oppdesk.services.opportunities import Draft
from tests.services import records
from tests.services.records import MONDAY, refused


def full_draft(desk: Desk, **values: Any) -> Draft:
    """What the dialog holds when everything is filled in and the first stage shall start."""
    anna = records.salesperson(desk)
    contact = records.company(desk, salesperson=anna)
    return replace(
        desk.opportunities.draft(contact=contact),
        description="New offices",
        activate=True,
        value=1_000_000,
        chances=40,
        closing_on=date(2026, 4, 30),
        **values,
    )


def test_r_cre_01_not_started_normal_created_on_the_work_date(desk: Desk) -> None:
    desk.context.work_as_of(date(2026, 3, 9))
    found = records.view(desk, records.opportunity(desk))
    assert (found.status, found.priority, found.created_on) == (
        Status.NOT_STARTED,
        Priority.NORMAL,
        date(2026, 3, 9),
    )
    assert (found.closed_on, found.stage, found.estimated_value, found.entries) == (None, 0, 0, ())


def test_r_cre_02_a_filter_of_the_page_fills_the_card(desk: Desk) -> None:
    anna, ben = records.salesperson(desk), records.salesperson(desk, "BEN")
    house = records.company(desk, salesperson=anna)
    vera = records.person(desk, company=house, salesperson=ben)
    assert desk.opportunities.draft(contact=vera).contact == vera
    assert desk.opportunities.draft(contact=house).contact == house
    assert desk.opportunities.draft(salesperson=ben).salesperson == ben
    made = desk.opportunities.create(desk.opportunities.draft(contact=vera), complete=False)
    found = records.view(desk, made)
    assert found.contact is not None
    assert found.company is not None
    assert (found.contact.id, found.company.id) == (vera, house)
    blocked = records.person(desk, "Blocked", privacy_blocked=True)
    refused(desk, "M-22", lambda: desk.opportunities.create(Draft(contact=blocked), complete=False))


def test_r_cre_03_the_context_fills_contact_and_salesperson(desk: Desk) -> None:
    anna, ben = records.salesperson(desk), records.salesperson(desk, "BEN")
    contact = records.company(desk, salesperson=anna)
    assert desk.opportunities.draft(contact=contact).salesperson == anna
    both = desk.opportunities.draft(contact=contact, salesperson=ben)
    assert (both.contact, both.salesperson) == (contact, ben)


@pytest.mark.parametrize("complete", [True, False])
def test_r_cre_04_contacts_salesperson_else_the_users_and_a_given_one_stays(
    desk: Desk, *, complete: bool
) -> None:
    anna, ben, carl = (records.salesperson(desk, code) for code in ("ANNA", "BEN", "CARL"))
    desk.context.salesperson = carl
    hers, nobodys = records.company(desk, salesperson=anna), records.company(desk, "Nobody's")

    def created(contact: int, salesperson: int | None = None) -> int | None:
        draft = replace(desk.opportunities.draft(contact, salesperson), description="X")
        found = records.view(desk, desk.opportunities.create(draft, complete=complete)).salesperson
        return found.id if found else None

    assert created(hers) == anna
    assert created(nobodys) == carl
    assert created(hers, ben) == ben
    # A card that says nothing of a salesperson gets the same.
    made = desk.opportunities.create(Draft(description="X", contact=hers), complete=False)
    salesperson = records.view(desk, made).salesperson
    assert salesperson is not None
    assert salesperson.id == anna


def test_r_cre_05_default_cycle_of_the_setup_unless_it_is_blocked(desk: Desk) -> None:
    new = records.code_id(desk, "sales_cycle", "NEW")
    assert desk.opportunities.draft().sales_cycle == new
    records.change_setup(desk, "sales_cycle", new, blocked=True)
    assert desk.opportunities.draft().sales_cycle is None
    records.marketing(desk, default_sales_cycle=None)
    assert desk.opportunities.draft().sales_cycle is None


def test_r_cre_10_checks_in_their_order(desk: Desk) -> None:
    draft = full_draft(desk)
    faults: list[tuple[str, str, dict[str, Any]]] = [
        ("M-03", "description", {"description": "  "}),
        ("M-04", "contact", {"contact": None}),
        ("M-03", "salesperson", {"salesperson": None}),
        ("M-03", "sales_cycle", {"sales_cycle": None}),
        ("M-06", "value", {"value": 0}),
        ("M-06", "chances", {"chances": 0}),
        ("M-03", "closing_on", {"closing_on": None}),
    ]
    # With all of them wrong at once, the first is told; put right one by one, each next one.
    wrong: dict[str, Any] = {}
    for _number, _field, values in faults:
        wrong |= values
    for number, field, values in faults:
        asked = replace(draft, **wrong)
        error = refused(desk, number, lambda asked=asked: desk.opportunities.create(asked))
        assert error.field == field
        for name in values:
            del wrong[name]
    desk.opportunities.create(draft)


def test_m_03_m_04_without_activation_the_estimates_are_not_asked(desk: Desk) -> None:
    draft = replace(full_draft(desk), activate=False, value=0, chances=0, closing_on=None)
    assert records.view(desk, desk.opportunities.create(draft)).status is Status.NOT_STARTED


@pytest.mark.parametrize("value", [0, -1, -100])
def test_m_06_value_and_chances_must_be_positive(desk: Desk, value: int) -> None:
    draft = full_draft(desk)
    refused(desk, "M-06", lambda: desk.opportunities.create(replace(draft, value=value)))
    number = "M-06" if value == 0 else "M-49"
    refused(desk, number, lambda: desk.opportunities.create(replace(draft, chances=value)))


def test_m_15_closing_date_before_the_work_date(desk: Desk) -> None:
    draft = full_draft(desk)
    error = refused(
        desk, "M-15", lambda: desk.opportunities.create(replace(draft, closing_on=date(2026, 3, 1)))
    )
    assert error.field == "closing_on"
    made = desk.opportunities.create(replace(draft, closing_on=MONDAY))
    assert records.view(desk, made).closing_on == MONDAY


def test_m_35_a_blocked_or_missing_cycle(desk: Desk) -> None:
    draft = full_draft(desk)
    blocked = records.cycle(desk, "OLD", {}, blocked=True)
    for sales_cycle in (blocked, 4711):
        refused(
            desk,
            "M-35",
            lambda row=sales_cycle: desk.opportunities.create(replace(draft, sales_cycle=row)),
        )


@pytest.mark.parametrize("why", ["blocked", "privacy_blocked"])
def test_m_53_a_blocked_salesperson(desk: Desk, why: str) -> None:
    draft = full_draft(desk)
    gone = records.salesperson(desk, "GONE", **{why: True})
    error = refused(desk, "M-53", lambda: desk.opportunities.create(replace(draft, salesperson=gone)))
    assert "GONE" in error.message


def test_m_22_a_person_whose_company_is_blocked(desk: Desk) -> None:
    draft = full_draft(desk)
    house = records.company(desk, "Closed House", privacy_blocked=True)
    vera = records.person(desk, company=house)
    error = refused(desk, "M-22", lambda: desk.opportunities.create(replace(draft, contact=vera)))
    assert "Vera" in error.message


@pytest.mark.parametrize("chances", [101, 1000, -1])
def test_m_49_chances_outside_0_to_100(desk: Desk, chances: int) -> None:
    draft = full_draft(desk)
    refused(desk, "M-49", lambda: desk.opportunities.create(replace(draft, chances=chances)))


def test_m_49_amounts_and_dates_nobody_means(desk: Desk) -> None:
    draft = full_draft(desk)
    refused(desk, "M-49", lambda: desk.opportunities.create(replace(draft, value=10**12 + 1)))
    refused(desk, "M-49", lambda: desk.opportunities.create(replace(draft, closing_on=date.max)))
    made = desk.opportunities.create(replace(draft, value=10**12, closing_on=date(2999, 12, 31)))
    assert records.view(desk, made).estimated_value == 10**12


@pytest.mark.parametrize("text", ["x" * 101, "a\x00b", "a\ud800b"])
def test_a_description_that_cannot_be_stored_is_refused_beside_its_field(desk: Desk, text: str) -> None:
    draft = full_draft(desk)
    for complete in (True, False):
        with pytest.raises(Exception, match="Description") as caught:
            desk.opportunities.create(replace(draft, description=text), complete=complete)
        assert getattr(caught.value, "field", "") == "description"
    assert desk.lists.count("opportunity", Query()) == 0


def test_r_cre_11_finish_inserts_and_writes_the_first_stage(desk: Desk) -> None:
    made = desk.opportunities.create(full_draft(desk))
    found = records.view(desk, made)
    assert (found.status, found.stage, found.estimated_value) == (Status.IN_PROGRESS, 1, 1_000_000)
    assert (found.chances, found.closing_on, found.changed_on) == (40, date(2026, 4, 30), MONDAY)
    assert len(found.entries) == 1
    assert desk.history.last() is not None
    desk.history.undo()
    assert desk.lists.count("opportunity", Query()) == 0
    assert desk.lists.count("opportunity_entry", Query()) == 0


def test_r_cre_11_a_closing_date_of_today_follows_the_first_stages_formula(desk: Desk) -> None:
    sales_cycle = records.cycle(desk, "DATED", {"date_formula": "2W"})
    draft = replace(full_draft(desk), sales_cycle=sales_cycle, closing_on=MONDAY)
    assert records.view(desk, desk.opportunities.create(draft)).closing_on == date(2026, 3, 16)


def test_r_cre_11_m_09_a_cycle_without_stages_is_refused_and_nothing_stored(desk: Desk) -> None:
    draft = replace(full_draft(desk), sales_cycle=records.cycle(desk, "EMPTY"))
    error = refused(desk, "M-09", lambda: desk.opportunities.create(draft))
    assert "EMPTY" in error.message
    assert desk.opportunities.create(replace(draft, activate=False))


def test_r_num_01_m_01_numbers_come_from_the_series_of_the_setup(desk: Desk) -> None:
    numbers = [records.view(desk, records.opportunity(desk)).number for _each in range(3)]
    assert numbers == ["OP000001", "OP000002", "OP000003"]
    records.marketing(desk, opportunity_nos=None)
    error = refused(desk, "NUM-1", lambda: records.opportunity(desk, contact=None))
    assert "Opportunity numbers" in error.message


def series_line(desk: Desk, **values: object) -> None:
    series = records.code_id(desk, "number_series", "OPP")
    lines = desk.lists.ids("number_series_line", Query((Filter("number_series", Op.IS, series),)))
    records.change_setup(desk, "number_series_line", lines[0], **values)


def test_r_num_02_counts_on_in_steps_until_the_ending_number(desk: Desk) -> None:
    series_line(desk, last_no="OP-98X", increment=1, ending_no="OP-99X")
    assert records.view(desk, records.opportunity(desk)).number == "OP-99X"
    refused(desk, "NUM-4", lambda: records.opportunity(desk, contact=None))


def test_r_num_03_m_02_a_number_typed_by_hand(desk: Desk) -> None:
    draft = full_draft(desk)
    made = desk.opportunities.create(replace(draft, number=" big-1 "))
    assert records.view(desk, made).number == "BIG-1"
    assert records.stored(desk)["opportunity"][made]["number_series"] is None
    refused(desk, "NUM-6", lambda: desk.opportunities.create(replace(draft, number="BIG-1")))
    refused(desk, "0.2", lambda: desk.opportunities.create(replace(draft, number="X" * 21)))
    series = records.code_id(desk, "number_series", "OPP")
    records.change_setup(desk, "number_series", series, manual_nos=False)
    refused(desk, "NUM-3", lambda: desk.opportunities.create(replace(draft, number="BIG-2")))
    assert records.view(desk, desk.opportunities.create(draft)).number == "OP000001"


def test_r_num_04_renumbering_is_followed_by_every_reference(desk: Desk) -> None:
    made, other = records.started(desk), records.opportunity(desk)
    desk.opportunity_fields.change(made, "number", "special-7")
    found = records.view(desk, made)
    assert found.number == "SPECIAL-7"
    assert [task.opportunity and task.opportunity.id for task in found.tasks] == [made, made]
    assert records.stored(desk)["opportunity"][made]["number_series"] is None
    refused(desk, "NUM-6", lambda: desk.opportunity_fields.change(other, "number", "SPECIAL-7"))
    refused(desk, "M-03", lambda: desk.opportunity_fields.change(other, "number", " "))
    series = records.code_id(desk, "number_series", "OPP")
    records.change_setup(desk, "number_series", series, manual_nos=False)
    refused(desk, "NUM-3", lambda: desk.opportunity_fields.change(other, "number", "SPECIAL-8"))


def test_r_num_05_a_number_is_never_given_twice(desk: Desk) -> None:
    first = records.opportunity(desk)
    desk.opportunity_fields.remove([first])
    second = records.opportunity(desk)
    assert records.view(desk, second).number == "OP000002"
    desk.history.undo()
    assert records.view(desk, records.opportunity(desk)).number == "OP000003"


def test_r_num_05_the_line_of_the_work_date_is_in_force(desk: Desk) -> None:
    series = records.code_id(desk, "number_series", "OPP")
    records.add_setup(
        desk,
        "number_series_line",
        number_series=series,
        starting_no="X26-001",
        starting_date=date(2026, 4, 1),
        increment=1,
        open=True,
    )
    assert records.view(desk, records.opportunity(desk)).number == "OP000001"
    desk.context.work_as_of(date(2026, 4, 1))
    assert records.view(desk, records.opportunity(desk)).number == "X26-001"
    desk.context.work_as_of(MONDAY)
    assert records.view(desk, records.opportunity(desk)).number == "OP000002"


def test_a_refused_dialog_draws_no_number(desk: Desk) -> None:
    draft = full_draft(desk)
    with pytest.raises(RuleError):
        desk.opportunities.create(replace(draft, sales_cycle=records.cycle(desk, "EMPTY")))
    assert records.view(desk, desk.opportunities.create(draft)).number == "OP000001"
