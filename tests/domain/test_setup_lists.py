"""The setup lists: readable in one table, consistent, and their rules."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.setup import ALL, AREAS, CONTACT_LINES, by_key
from oppdesk.domain.setup_list import Row, SetupList

REVIEWED = Path(__file__).parents[1] / "data" / "setup_lists.txt"


def line(setup: SetupList, field: Field) -> str:
    notes = [
        "required" if field.required else "",
        f"of {field.target}" if field.target else "",
        f"counts {field.counts}" if field.counts else "",
        f"{field.low}..{field.high}" if (field.low, field.high) != (None, None) else "",
        " / ".join(field.choices),
        f"default {field.default}" if field.default is not None else "",
    ]
    size = str(field.size or "")
    owner = setup.key if not setup.lines_of else f"{setup.lines_of} > {setup.key}"
    told = "; ".join(note for note in notes if note)
    return f"{setup.area:13}{owner:36}{field.name:28}{field.kind:9}{size:>4}  {told}".rstrip()


def test_a_change_of_setup_is_a_visible_difference() -> None:
    table = "\n".join(line(setup, field) for setup in ALL + CONTACT_LINES for field in setup.fields) + "\n"
    assert table == REVIEWED.read_text(encoding="utf-8")


def test_lists_refer_to_each_other_and_to_areas_that_exist() -> None:
    keys = [setup.key for setup in ALL + CONTACT_LINES]
    assert len(keys) == len(set(keys))
    assert {setup.area for setup in ALL} == {area for area, _title in AREAS}
    for setup in ALL + CONTACT_LINES:
        names = [field.name for field in setup.fields]
        assert len(names) == len(set(names))
        assert setup.lines_of is None or setup.lines_of in (*keys, "contact")
        assert all(field.target in keys for field in setup.fields if field.kind is Kind.LOOKUP)
        assert all(field.counts for field in setup.fields if field.kind is Kind.COUNT)
        assert by_key[setup.key] is setup


GOOD: dict[str, dict[str, object]] = {
    "sales_cycle": {"code": "new"},
    "sales_cycle_stage": {"stage": 1},
    "close_code": {"code": "price_w"},
    "activity": {"code": "INIT"},
    "activity_step": {"step": 10000, "description": "Find out who decides"},
    "salesperson": {"code": "MD"},
    "team": {"code": "SALE"},
    "team_salesperson": {"salesperson": 7},
    "salutation": {"code": "F"},
    "territory": {"code": "NL-N"},
    "country": {"code": "NL"},
    "language": {"code": "NLD"},
    "marketing_setup": {},
    "company_info": {},
    "number_series": {"code": "OPP"},
    "number_series_line": {"starting_no": "OP000001"},
    "duplicate_search": {},
    "salutation_formula": {},
    "contact_template": {"code": "SUPPLIER"},
    "currency": {"code": "EUR"},
    "post_code": {"code": "1011 AB"},
    "business_relation": {"code": "CUST"},
    "industry_group": {"code": "RET"},
    "mailing_group": {"code": "X-CARD"},
    "job_responsibility": {"code": "SALE"},
    "organizational_level": {"code": "CEO"},
    "web_source": {"code": "NEWS"},
    "interaction_group": {"code": "PHONE"},
    "interaction_template": {"code": "OUTGOING", "interaction_group": 7},
    "interaction_template_language": {},
    "interaction_template_setup": {},
    "alternative_address": {"code": "SUMMER"},
    "address_range": {"starting_date": date(2026, 6, 1), "alternative_address": 7},
    "contact_business_relation": {"business_relation": 7},
    "contact_web_source": {"web_source": 7},
    "contact_mailing_group": {"mailing_group": 7},
    "contact_industry_group": {"industry_group": 7},
    "contact_job_responsibility": {"job_responsibility": 7},
}


@pytest.mark.parametrize("setup", ALL + CONTACT_LINES, ids=lambda setup: setup.key)
def test_every_list_takes_a_row_with_nothing_but_what_is_required(setup: SetupList) -> None:
    row = setup.check(GOOD[setup.key])
    assert set(row) == {field.name for field in setup.fields if not field.counts} | (
        {setup.lines_of} if setup.lines_of else set()
    )
    assert setup.check(row) == row


def test_defaults_of_the_specification() -> None:
    step = by_key["activity_step"].check(GOOD["activity_step"])
    assert step["priority"] == 1  # Normal, not the first one
    marketing = by_key["marketing_setup"].check({})
    assert all(marketing[name] is True for name in marketing if name.startswith("inherit_"))
    assert (marketing["stale_days"], marketing["may_reopen"]) == (28, False)
    series = by_key["number_series"].check({"code": "x"})
    assert (series["code"], series["default_nos"], series["manual_nos"]) == ("X", True, False)
    numbers = by_key["number_series_line"].check({"starting_no": "A1"})
    assert (numbers["increment"], numbers["open"], numbers["starting_date"]) == (1, True, None)
    assert by_key["company_info"].check({})["currency"] == "EUR"
    assert by_key["close_code"].check({"code": "X"})["outcome"] == 0


BAD: list[tuple[str, str, dict[str, object], str, str]] = [
    ("M-49", "sales_cycle_stage", {"stage": 0}, "stage", "Stage"),
    ("M-49", "sales_cycle_stage", {"stage": 1, "chances": 101}, "chances", "Chances of Success %"),
    ("DF-5", "sales_cycle_stage", {"stage": 1, "date_formula": "W5"}, "date_formula", "5W"),
    ("M-03", "sales_cycle", {"code": " "}, "code", "Code"),
    ("0.2", "sales_cycle", {"code": "FIRST-LARGE"}, "code", "10 characters; this text has 11"),
    ("M-03", "activity_step", {"step": 1}, "description", "Description"),
    ("M-49", "salesperson", {"code": "A", "commission": 10_001}, "commission", "0.00 and 100.00"),
    ("CON-F2", "salesperson", {"code": "A", "e_mail": "a@b.c; nobody"}, "e_mail", "nobody"),
    ("CON-F2", "salesperson", {"code": "A", "e_mail_2": "a@b.c;d@e.f"}, "e_mail_2", "one"),
    ("CON-F1", "salesperson", {"code": "A", "phone": "0800 CALL"}, "phone", "Phone No."),
    ("R-NUM-02", "number_series_line", {"starting_no": "ABC"}, "starting_no", "ABC"),
    ("R-NUM-02", "number_series_line", {"starting_no": "A1", "ending_no": "B9"}, "ending_no", "A1"),
    ("NUM-4", "number_series_line", {"starting_no": "A5", "ending_no": "A4"}, "ending_no", "A5"),
    (
        "NUM-4",
        "number_series_line",
        {"starting_no": "A1", "ending_no": "A5", "warning_no": "A6"},
        "warning_no",
        "A6",
    ),
    ("M-49", "number_series_line", {"starting_no": "A1", "increment": 0}, "increment", "Increment"),
    (
        "M-49",
        "number_series_line",
        {"starting_no": "A1", "starting_date": date(1, 1, 1)},
        "starting_date",
        "1900",
    ),
]


@pytest.mark.parametrize(("number", "key", "row", "field", "told"), BAD)
def test_rules_of_setup(number: str, key: str, row: Row, field: str, told: str) -> None:
    with pytest.raises(UserError) as error:
        by_key[key].check(row)
    assert (error.value.number, error.value.field) == (number, field)
    assert told in error.value.message


def test_a_list_finds_its_fields() -> None:
    setup = by_key["team"]
    assert setup.field("name").size == 50
    with pytest.raises(KeyError):
        setup.field("colour")
    assert replace(setup, lines_of="x").check({"code": "A", "x": 5})["x"] == 5
