"""The fields of the records, in the sizes of opportunities.md 1 and relationships.md 3.1, 7.1."""

import pytest

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.records import CONTACT, ENTRY, OPPORTUNITY, QUOTE, TASK
from oppdesk.domain.setup import by_key

RECORDS = {
    "contact": CONTACT,
    "opportunity": OPPORTUNITY,
    "opportunity_entry": ENTRY,
    "task": TASK,
    "sales_document": QUOTE,
}


@pytest.mark.parametrize("fields", RECORDS.values(), ids=RECORDS)
def test_names_are_unique_and_references_lead_somewhere(fields: tuple[Field, ...]) -> None:
    names = [field.name for field in fields]
    assert len(names) == len(set(names))
    for field in fields:
        assert field.label
        assert (field.kind is Kind.LOOKUP) == bool(field.target)
        assert not field.target or field.target in RECORDS or field.target in by_key
        assert (field.kind is Kind.CHOICE) == bool(field.choices)
        assert field.required or field.check(field.blank) == field.blank


def test_3_1_sizes_of_a_contact() -> None:
    sizes = {field.name: field.size for field in CONTACT if field.size}
    assert sizes == {
        "number": 20, "name": 100, "name_2": 50, "search_name": 100, "first_name": 30, "middle_name": 30,
        "surname": 30, "initials": 30, "job_title": 30, "address": 100, "address_2": 50, "post_code": 20,
        "city": 30, "county": 30, "phone": 30, "mobile_phone": 30, "extension": 30, "fax": 30, "e_mail": 80,
        "pager": 30, "telex": 20, "telex_answer_back": 20,
        "e_mail_2": 80, "home_page": 255, "format_region": 80, "vat_number": 20, "registration_number": 50,
        "external_number": 50,
    }  # fmt: skip


def test_1_3_what_of_an_opportunity_nobody_types() -> None:
    assert {field.name for field in OPPORTUNITY if field.read_only} == {
        "company", "status", "created_on", "closed_on", "stage", "stage_description", "days_in_stage",
        "completed", "probability", "current_value", "next_step", "next_step_on",
    }  # fmt: skip


def test_1_4_the_ledger_is_never_edited() -> None:
    assert all(field.read_only for field in ENTRY)


def test_7_1_a_task_has_a_date() -> None:
    on = next(field for field in TASK if field.name == "on")
    with pytest.raises(FieldError) as error:
        on.check(None)
    assert error.value.number == "M-03"


def test_priority_is_normal_unless_said_otherwise() -> None:
    for fields in (OPPORTUNITY, TASK):
        assert next(field for field in fields if field.name == "priority").check(None) == 1
