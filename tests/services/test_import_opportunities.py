"""Opportunities out of a file: the ledger their dates tell of, what is made on the way, what is refused and why."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import Action, Priority, Status
from oppdesk.services.desk import Desk
from oppdesk.services.import_cycles import FileStages
from oppdesk.services.importing import Result
from tests.services import records
from tests.services.imports import brought, by_external, count, figures, planned, rows, source_of

HEAD = "ID,Description,Customer,Rep,Stage,Since,Closing,Closed,Estimate,Sold,Chances,Priority\n"
COLUMNS = {
    "external_number": "ID",
    "description": "Description",
    "contact": "Customer",
    "salesperson": "Rep",
    "stage": "Stage",
    "changed_on": "Since",
    "closing_on": "Closing",
    "closed_on": "Closed",
    "estimated_value": "Estimate",
    "sales_value": "Sold",
    "chances": "Chances",
    "priority": "Priority",
}
OPEN = "A1,New offices,Kranz BV,Ann Ames,Talking,2026-01-10,2026-05-31,,1200.50,,30,High\n"
WON = "A2,Archive,Kranz BV,Ann Ames,Won,2026-01-12,,2026-02-20,,990,,\n"
LOST = "A3,Shed,Moor Ltd,Bob Bell,Lost,2026-01-15,,2026-02-01,500,0,,Low\n"
LATER = "A4,Roof,Moor Ltd,Bob Bell,Offered,2026-01-20,,,80,,,\n"
UNKNOWN = "A5,Call them,,,,,,,,,,\n"
FILE = HEAD + OPEN + WON + LOST + LATER + UNKNOWN


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deals.csv"


def bring(desk: Desk, path: Path, text: str, **columns: str) -> Result:
    return brought(desk, path, "opportunities", text, **(columns or COLUMNS))


def ledger(desk: Desk, mark: str) -> list[dict[str, Any]]:
    found = by_external(desk, "opportunity", mark)
    entries = rows(desk, "opportunity_entry", Filter("opportunity", Op.IS, found["id"]))
    return sorted(entries, key=lambda entry: entry["id"])  # type: ignore[arg-type, return-value]


def test_an_open_row_becomes_an_opportunity_in_its_stage(desk: Desk, path: Path) -> None:
    assert figures(bring(desk, path, FILE)) == (5, 0, 0, 0)
    found = by_external(desk, "opportunity", "A1")
    assert found["status"] == Status.IN_PROGRESS
    assert found["description"] == "New offices"
    assert isinstance(found["contact"], Ref)
    assert isinstance(found["salesperson"], Ref)
    assert found["salesperson"].text == "Ann Ames"
    assert found["company"] == found["contact"]
    assert (found["stage_description"], found["estimated_value"], found["chances"]) == (
        "Talking",
        120_050,
        30,
    )
    assert (found["closing_on"], found["created_on"]) == (date(2026, 5, 31), date(2026, 1, 10))
    assert found["priority"] == Priority.HIGH
    (entry,) = ledger(desk, "A1")
    assert (entry["action"], entry["active"], entry["changed_on"]) == (Action.FIRST, True, date(2026, 1, 10))
    assert entry["contact"] == found["contact"]


def test_a_won_row_has_a_stage_entry_and_a_closing_entry(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    found = by_external(desk, "opportunity", "A2")
    assert (found["status"], found["closed_on"]) == (Status.WON, date(2026, 2, 20))
    assert found["current_value"] == 99_000 * 10_000
    first, closing = ledger(desk, "A2")
    assert (first["action"], first["active"], first["changed_on"]) == (Action.FIRST, False, date(2026, 1, 12))
    assert first["stage_description"] == "Offered"  # the last one of the cycle: it came at least that far
    assert first["days_open"] == 39
    assert (closing["action"], closing["active"], closing["changed_on"]) == (
        Action.WON,
        True,
        date(2026, 2, 20),
    )
    assert (closing["probability"], closing["chances"], closing["completed"]) == (10_000, 100, 100)
    assert closing["close_code"] is None


def test_a_lost_row_is_worth_nothing_any_more(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    found = by_external(desk, "opportunity", "A3")
    assert (found["status"], found["current_value"], found["estimated_value"]) == (Status.LOST, 0, 50_000)
    assert [entry["action"] for entry in ledger(desk, "A3")] == [Action.FIRST, Action.LOST]


def test_a_row_that_says_nothing_of_a_stage_is_not_started_and_keeps_no_invented_contact(
    desk: Desk, path: Path
) -> None:
    bring(desk, path, FILE)
    found = by_external(desk, "opportunity", "A5")
    assert (found["status"], found["contact"], found["salesperson"]) == (Status.NOT_STARTED, None, None)
    assert found["created_on"] == records.MONDAY  # the work date, when the file tells no day
    assert ledger(desk, "A5") == []


def test_a_row_with_an_amount_and_no_stage_stands_in_the_first_one(desk: Desk, path: Path) -> None:
    bring(desk, path, HEAD + "B1,Loft,Kranz BV,,,,,,75,,,\n")
    found = by_external(desk, "opportunity", "B1")
    assert (found["status"], found["stage"], found["estimated_value"]) == (Status.IN_PROGRESS, 1, 7500)


def test_the_standing_agrees_with_the_ledger(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    assert desk.statistics.broken() == ()


def test_numbers_are_drawn_from_the_series_or_typed(desk: Desk, path: Path) -> None:
    text = "No.,Description\n,Loft\nMINE-7,Shed\n,Roof\n"
    assert figures(brought(desk, path, "opportunities", text)) == (3, 0, 0, 0)
    first = records.view(desk, records.opportunity(desk)).number
    found = {str(row["description"]): str(row["number"]) for row in rows(desk, "opportunity")}
    assert found["Shed"] == "MINE-7"
    assert len(set(found.values())) == 4
    assert found["Loft"] < found["Roof"] < first  # the series goes on where the import ended


def test_contacts_and_salespeople_are_found_before_they_are_made(desk: Desk, path: Path) -> None:
    kranz = records.company(desk, "Kránz  BV", number="K1")
    anna = records.salesperson(desk, "ANNA", "Ann Ames")
    bring(desk, path, HEAD + OPEN + LOST.replace("Moor Ltd", "k1").replace("Bob Bell", "anna"))
    for mark in ("A1", "A3"):
        found = by_external(desk, "opportunity", mark)
        assert isinstance(found["contact"], Ref)
        assert isinstance(found["salesperson"], Ref)
        assert (found["contact"].id, found["salesperson"].id) == (kranz, anna)
    assert (count(desk, "contact"), count(desk, "salesperson")) == (1, 1)


def test_a_new_salesperson_gets_initials_that_nobody_has(desk: Desk, path: Path) -> None:
    bring(desk, path, HEAD + "1,a,,Ann Ames,,,,,,,,\n2,b,,Abe Ash,,,,,,,,\n3,c,,Ann Ames,,,,,,,,\n")
    assert sorted(str(row["code"]) for row in rows(desk, "salesperson")) == ["AA", "AAS"]


# -- cycles ----------------------------------------------------------------------------------------------------


def test_a_cycle_is_made_for_stages_that_none_has(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    (cycle,) = rows(desk, "sales_cycle", Filter("code", Op.IS, "IMPORT"))
    assert str(cycle["description"]).endswith("deals.csv")
    stages = rows(desk, "sales_cycle_stage", Filter("sales_cycle", Op.IS, cycle["id"]))
    told = sorted((row["stage"], row["description"], row["chances"]) for row in stages)  # type: ignore[type-var]
    assert told == [(1, "Talking", 33), (2, "Offered", 66)]


def test_the_user_may_order_the_stages(desk: Desk, path: Path) -> None:
    path.write_text(FILE, "utf-8")
    source = source_of(desk, path, "opportunities", COLUMNS, stages=("offered", "Talking"))
    assert desk.importing.stages(source) == FileStages(("Offered", "Talking"), "")
    desk.importing.apply(source, desk.importing.plan(source))
    assert by_external(desk, "opportunity", "A4")["stage"] == 1


def test_stages_whose_rows_know_less_come_first(desk: Desk, path: Path) -> None:
    source, _plan = planned(
        desk,
        path,
        "opportunities",
        HEAD + OPEN + "9,x,,,First look,,,,,,,\n8,y,,,First look,,,,,,,\n",
        **COLUMNS,
    )
    assert desk.importing.stages(source).names == ("First look", "Talking")


def test_a_cycle_that_has_the_stages_is_taken_the_default_one_first(desk: Desk, path: Path) -> None:
    default = records.code_id(desk, "sales_cycle", "NEW")
    records.marketing(desk, default_sales_cycle=records.code_id(desk, "sales_cycle", "EX-SMALL"))
    text = HEAD + "1,x,,,proposal,,,,10,,,\n2,y,,,1,,,,10,,,\n"
    source, _plan = planned(desk, path, "opportunities", text, **COLUMNS)
    assert desk.importing.stages(source).cycle == "EX-SMALL"
    assert figures(bring(desk, path, text)) == (2, 0, 0, 0)
    assert [by_external(desk, "opportunity", mark)["stage"] for mark in "12"] == [3, 1]
    assert default != by_external(desk, "opportunity", "1")["sales_cycle"]


def test_m35_a_blocked_cycle_is_not_taken(desk: Desk, path: Path) -> None:
    records.cycle(desk, "OLD", {"description": "Talking"}, {"description": "Offered"}, blocked=True)
    source, _plan = planned(desk, path, "opportunities", FILE, **COLUMNS)
    assert desk.importing.stages(source).cycle == ""


def test_a_row_may_name_its_cycle(desk: Desk, path: Path) -> None:
    text = (
        "ID,Description,Pipeline,Stage\n1,a,EX-LARGE,Sign contract\n2,b,ex-small,Nowhere\n3,c,NONE,Initial\n"
    )
    result = brought(desk, path, "opportunities", text)
    assert figures(result) == (1, 0, 0, 2)
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, "Stage"), (4, "Pipeline")]
    assert by_external(desk, "opportunity", "1")["stage"] == 5


# -- again -----------------------------------------------------------------------------------------------------


def test_i07_the_same_file_again_adds_and_changes_nothing(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    before = records.stored(desk)
    assert figures(bring(desk, path, FILE)) == (0, 0, 5, 0)
    assert records.stored(desk) == before


def test_i07_rows_without_a_key_are_known_again_on_a_later_day(desk: Desk, path: Path) -> None:
    text = "Description,Customer,Amount\nLoft,Kranz BV,10\nLoft,Kranz BV,20\nShed,,5\n"
    assert figures(brought(desk, path, "opportunities", text)) == (3, 0, 0, 0)
    desk.context.work_as_of(date(2026, 4, 9))
    assert figures(brought(desk, path, "opportunities", text)) == (0, 0, 3, 0)
    more = text + "Loft,Kranz BV,30\n"
    assert figures(brought(desk, path, "opportunities", more)) == (1, 0, 3, 0)


def test_a_changed_row_changes_its_opportunity_and_its_ledger(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    moved = OPEN.replace("Talking", "Offered").replace("1200.50", "1500").replace("High", "Low")
    assert figures(bring(desk, path, HEAD + moved + WON + LOST + LATER + UNKNOWN)) == (0, 1, 4, 0)
    found = by_external(desk, "opportunity", "A1")
    assert (found["stage"], found["estimated_value"], found["priority"]) == (2, 150_000, Priority.LOW)
    first, second = ledger(desk, "A1")
    assert (first["active"], second["active"], second["action"]) == (False, True, Action.JUMPED)
    assert second["changed_on"] == date(2026, 1, 10)  # the file says since when
    assert desk.statistics.broken() == ()
    assert figures(bring(desk, path, HEAD + moved)) == (0, 0, 1, 0)


def test_r_ent_02_a_change_without_a_day_is_dated_on_the_work_date(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    bring(desk, path, "ID,Amount\nA1,99\n", external_number="ID", estimated_value="Amount")
    _first, second = ledger(desk, "A1")
    assert (second["changed_on"], second["action"]) == (records.MONDAY, Action.UPDATED)
    assert (second["estimated_value"], second["chances"], second["stage"]) == (
        9900,
        30,
        1,
    )  # what is unsaid stays


def test_an_open_one_is_closed_by_a_later_file(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    closed = "A1,New offices,Kranz BV,Ann Ames,Won,2026-01-10,,2026-02-28,1200.50,1100,,\n"
    assert figures(bring(desk, path, HEAD + closed)) == (0, 1, 0, 0)
    found = by_external(desk, "opportunity", "A1")
    assert (found["status"], found["current_value"]) == (Status.WON, 110_000 * 10_000)
    assert len(ledger(desk, "A1")) == 2


def test_a_not_started_one_is_started_by_a_later_file(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    assert figures(bring(desk, path, HEAD + "A5,Call them,,,Talking,2026-02-27,,,10,,,\n" + LATER)) == (
        0,
        1,
        1,
        0,
    )
    assert by_external(desk, "opportunity", "A5")["status"] == Status.IN_PROGRESS
    assert len(ledger(desk, "A5")) == 1


def test_blank_cells_take_nothing_away(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    before = records.stored(desk)
    assert figures(bring(desk, path, HEAD + "A1,,,,,,,,,,,\nA2,,,,,,,,,,,\n")) == (0, 0, 2, 0)
    assert records.stored(desk) == before


def test_an_opportunity_found_by_its_number_learns_the_files_key(desk: Desk, path: Path) -> None:
    made = records.opportunity(desk, "EX-LARGE")
    number = records.view(desk, made).number
    text = f"ID,No.,Description\nX9,{number},New offices\n"
    assert figures(brought(desk, path, "opportunities", text)) == (0, 1, 0, 0)
    assert by_external(desk, "opportunity", "X9")["id"] == made


# -- refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("X,a,,,Won,2026-01-12,,,,990,,\n", "Closed", "day it was closed"),
        ("X,a,,,Won,2026-01-12,,2026-01-11,,990,,\n", "Closed", "before it began"),
        ("X,a,,,Won,2026-01-12,,2026-01-13,,,,\n", "Sold", "sales value"),
        ("X,a,,,Talking,31.02.2026,,,,,,\n", "Since", "31.02.2026"),
        ("X,a,,,Talking,,,,-5,,,\n", "Estimate", "between"),
        ("X,a,,,Talking,,,,nan,,,\n", "Estimate", "nan"),
        ("X,a,,,Talking,,,,,,120,\n", "Chances", "between"),
        ("X,a,,,Talking,,,,,,,Urgent\n", "Priority", "Urgent"),
        (f"X,{'a' * 101},,,,,,,,,,\n", "Description", "101"),
        (f"X,a,{'k' * 101},,,,,,,,,\n", "Customer", "too long"),
        (f"X,a,,{'r' * 51},,,,,,,,\n", "Rep", "too long"),
        (OPEN, "ID", "twice"),
    ],
)
def test_i05_i06_what_cannot_be_is_told_by_line_column_and_reason(
    desk: Desk, path: Path, row: str, column: str, reason: str
) -> None:
    result = bring(desk, path, HEAD + OPEN + row)
    assert figures(result) == (1, 0, 0, 1)
    (fault,) = result.faults
    assert (fault.line, fault.column) == (3, column)
    assert reason in fault.reason


def test_a_row_without_description_contact_and_key_is_refused(desk: Desk, path: Path) -> None:
    result = bring(desk, path, HEAD + ",,,,Talking,2026-01-12,,,,,,\n")
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, "Description")]


def test_m22_a_contact_blocked_for_privacy_is_not_used(desk: Desk, path: Path) -> None:
    records.block_contact(desk, records.company(desk, "Kranz BV"))
    result = bring(desk, path, HEAD + OPEN)
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, "Customer")]


def test_r_sta_05_a_closed_opportunity_stays_as_it_is(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    before = records.stored(desk)
    again = WON.replace("990", "1990") + LOST.replace("Lost", "Talking")
    result = bring(desk, path, HEAD + again)
    assert figures(result) == (0, 0, 0, 2)
    assert all("2026" in fault.reason for fault in result.faults)
    assert records.stored(desk) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (OPEN.replace("Talking", "Not started"), "back to not started"),
        (OPEN.replace("Talking", "Elsewhere"), "no stage of this name"),
        (OPEN.replace("Talking", "Lost"), "day it was closed"),
        (OPEN.replace("Talking", "Lost").replace(",,1200", ",2026-01-09,1200"), "after it was closed"),
    ],
)
def test_a_row_that_contradicts_what_is_here_is_refused(
    desk: Desk, path: Path, row: str, reason: str
) -> None:
    bring(desk, path, FILE)
    if reason == "day it was closed":
        row = row.replace("2026-05-31", "")
    result = bring(desk, path, HEAD + row)
    assert figures(result) == (0, 0, 0, 1)
    assert reason in result.faults[0].reason


def test_close_codes_by_code_or_description(desk: Desk, path: Path) -> None:
    head = "ID,Description,Stage,Closed on,Amount,Reason\n"
    text = head + "1,a,Won,2026-01-12,10,price_w\n2,b,Lost,2026-01-12,,nonsense\n"
    result = brought(desk, path, "opportunities", text)
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, "Reason")]
    (_first, closing) = ledger(desk, "1")
    assert closing["close_code"].text == "PRICE_W"


def test_r_clo_02_a_reason_of_the_other_outcome_is_refused(desk: Desk, path: Path) -> None:
    text = "ID,Description,Stage,Closed on,Amount,Reason\n1,a,Won,2026-01-12,10,PRICE_L\n"
    result = brought(desk, path, "opportunities", text)
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, "Reason")]
