"""Setup lists out of files: found by what tells rows apart, blank cells say nothing, one operation."""

from pathlib import Path

import pytest

from oppdesk.domain.errors import RuleError, UserError
from oppdesk.i18n import NEUTRAL
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.records import stored


def file(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_post_codes_come_in_and_the_same_file_again_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Post code;City;County;Country\n2611 AA;Delft;;NL\n2611 AA;Schipluiden;Zuid-Holland;nl\n12345;;;XX\n",
    )
    plan = desk.setup_import.plan("post_code", path, NEUTRAL)
    assert (len(plan.add), len(plan.change), plan.unchanged) == (2, 0, 0)
    assert [(fault.line, fault.column) for fault in plan.faults] == [(4, "Country")]
    assert desk.setup_import.apply(plan) == 2
    assert desk.history.last().title == "“list.csv” imported into Post codes: 2 rows"  # type: ignore[union-attr]
    rows = desk.setup.rows("post_code")
    assert {(row["code"], row["city"], row["country"].text) for row in rows} == {
        ("2611 AA", "Delft", "NL"),
        ("2611 AA", "Schipluiden", "NL"),
    }
    again = desk.setup_import.plan("post_code", path, NEUTRAL)
    assert (again.add, again.change, again.unchanged) == ((), (), 2)
    desk.history.undo()
    assert desk.setup.rows("post_code") == []


def test_what_the_file_does_not_say_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    group = desk.setup.save("mailing_group", None, {"code": "NEWS", "description": "Newsletter"})
    path = file(tmp_path, "Code,Description\nnews,\nX-CARD,Card for Christmas\nBOOK,Book of the year\n")
    plan = desk.setup_import.plan("mailing_group", path, NEUTRAL)
    assert (len(plan.add), len(plan.change), plan.unchanged) == (1, 1, 1)
    desk.setup_import.apply(plan)
    rows = {row["code"]: row["description"] for row in desk.setup.rows("mailing_group")}
    assert rows["X-CARD"] == "Card for Christmas"
    assert rows["BOOK"] == "Book of the year"
    assert desk.setup.row("mailing_group", group)["description"] == "Newsletter"


def test_lines_come_into_the_list_they_belong_to(desk: Desk, tmp_path: Path) -> None:
    salutation = desk.setup.save("salutation", None, {"code": "DR"})
    path = file(
        tmp_path,
        "Type,Language,Salutation,Name 1\nFormal,NLD,Geachte dr. %1,Surname\nInformal,,Dear %1,First name\n",
    )
    plan = desk.setup_import.plan("salutation_formula", path, NEUTRAL, salutation)
    desk.setup_import.apply(plan)
    rows = desk.setup.rows("salutation_formula", salutation)
    assert [(row["type"], row["text"], row["name_1"]) for row in rows] == [
        (0, "Geachte dr. %1", 4),
        (1, "Dear %1", 2),
    ]
    again = desk.setup_import.plan("salutation_formula", path, NEUTRAL, salutation)
    assert again.unchanged == 2


def test_faults_are_told_by_line_and_the_rest_comes_in(desk: Desk, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        f"Code,Description,Web address\nA,{'x' * 101},\nB,b,ftp://b\n,no code,\nC,c,https://c\nc,again,\n",
    )
    plan = desk.setup_import.plan("web_source", path, NEUTRAL)
    assert sorted({fault.line for fault in plan.faults}) == [2, 3, 4, 6]
    assert "twice" in plan.faults[-1].reason
    desk.setup_import.apply(plan)
    assert [row["code"] for row in desk.setup.rows("web_source")] == ["C"]


def test_a_rule_that_speaks_refuses_all_and_names_the_row(desk: Desk, tmp_path: Path) -> None:
    records.close(desk, records.started(desk))
    path = file(tmp_path, "Code,Outcome,Description\nNEWCODE,Won,New\nPRICE_W,Lost,Price\n")
    plan = desk.setup_import.plan("close_code", path, NEUTRAL)
    before = stored(desk)
    with pytest.raises(RuleError) as error:
        desk.setup_import.apply(plan)
    assert (error.value.number, "PRICE_W" in error.value.message) == ("M-31", True)
    assert stored(desk) == before


def test_a_file_without_the_column_that_tells_rows_apart_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = file(tmp_path, "Something,Else\n1,2\n3,4\n")
    with pytest.raises(UserError, match="Code"):
        desk.setup_import.plan("mailing_group", path, NEUTRAL)


def test_many_rows_come_in_at_once(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"{number:05},Town {number},,DE\n" for number in range(3000))
    plan = desk.setup_import.plan(
        "post_code", file(tmp_path, f"Post code,City,County,Country\n{rows}"), NEUTRAL
    )
    assert desk.setup_import.apply(plan) == 3000
    assert len(desk.setup.rows("post_code")) == 3000
