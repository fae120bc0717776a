"""The customer's own files, where they are at hand (OPPDESK_REAL_DATA names the folder): figures against the files."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Action, Status
from oppdesk.services.desk import Desk, open_desk
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.imports import brought, count, figures, rows, source_of

FOLDER = Path(os.environ.get("OPPDESK_REAL_DATA", "")) / "crm-sales-opportunities"
PIPELINE = FOLDER / "sales_pipeline.csv"
pytestmark = pytest.mark.skipif(not PIPELINE.is_file(), reason="OPPDESK_REAL_DATA is not set")

COLUMNS = {
    "external_number": "opportunity_id",
    "description": "product",
    "contact": "account",
    "salesperson": "sales_agent",
    "stage": "deal_stage",
    "changed_on": "engage_date",
    "closed_on": "close_date",
    "sales_value": "close_value",
}
SOLD = 10_005_534_00
MADE = ("opportunity", "opportunity_entry", "contact", "salesperson", "sales_cycle", "sales_cycle_stage")
Cells = dict[str, str]


def cells() -> list[Cells]:
    with PIPELINE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def money(text: str) -> int:
    return round(float(text or 0) * 100)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the whole file in it; tests only look."""
    folder = tmp_path_factory.mktemp("real")
    desk = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: records.MONDAY)
    source = source_of(desk, PIPELINE, "opportunities", COLUMNS)
    assert figures(desk.importing.apply(source, desk.importing.plan(source))) == (8800, 0, 0, 0)
    yield desk
    desk.close()


def stored(desk: Desk, table: str) -> dict[int, dict[str, Any]]:
    return records.stored(desk)[table]


def test_every_row_is_there_with_its_status(filled: Desk) -> None:
    found = Counter(row["status"] for row in stored(filled, "opportunity").values())
    assert found == {Status.WON: 4238, Status.LOST: 2473, Status.IN_PROGRESS: 2089}


def test_the_won_ones_add_up(filled: Desk) -> None:
    won = Query((Filter("status", Op.IS, int(Status.WON)),))
    assert filled.lists.sums("opportunity", won, ("current_value",)) == [4238, SOLD * 10_000]


def test_open_ones_stand_in_the_stages_of_a_cycle_made_for_them(filled: Desk) -> None:
    (cycle,) = rows(filled, "sales_cycle", Filter("code", Op.IS, "IMPORT"))
    stages = {row["stage"]: row["description"] for row in stored(filled, "sales_cycle_stage").values()
              if row["sales_cycle"] == cycle["id"]}  # fmt: skip
    assert stages == {1: "Prospecting", 2: "Engaging"}
    running = [row for row in stored(filled, "opportunity").values() if row["status"] == Status.IN_PROGRESS]
    assert Counter(row["stage"] for row in running) == {1: 500, 2: 1589}
    assert {row["sales_cycle"] for row in running} == {cycle["id"]}
    assert {(row["estimated_value"], row["closing_on"]) for row in running} == {
        (0, None)
    }  # nobody knows them yet


def test_each_ledger_tells_the_days_of_its_row(filled: Desk) -> None:
    entries: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for _key, entry in sorted(stored(filled, "opportunity_entry").items()):
        entries[entry["opportunity"]].append(entry)
    by_mark = {row["external_number"]: row for row in stored(filled, "opportunity").values()}
    for row in cells():
        found = by_mark[row["opportunity_id"]]
        told = entries[found["id"]]
        engaged, closed = day(row["engage_date"]) or records.MONDAY, day(row["close_date"])
        outcome = {"Won": Action.WON, "Lost": Action.LOST}.get(row["deal_stage"])
        assert [entry["action"] for entry in told] == [Action.FIRST] + [outcome] * (outcome is not None)
        assert [entry["changed_on"] for entry in told] == [engaged] + [closed] * (outcome is not None)
        assert [entry["active"] for entry in told] == [False] * (len(told) - 1) + [True]
        assert (found["created_on"], found["closed_on"]) == (engaged, closed)
        assert told[-1]["current_value"] == (
            money(row["close_value"]) * 10_000 if outcome is Action.WON else 0
        )
        assert told[-1]["close_code"] is None
        if closed:
            assert told[0]["days_open"] == (closed - engaged).days
    assert filled.statistics.broken() == ()


def test_every_party_is_the_one_of_the_row_and_none_is_invented(filled: Desk) -> None:
    names = {key: row["name"] for key, row in stored(filled, "contact").items()}
    sellers = {key: row["name"] for key, row in stored(filled, "salesperson").items()}
    assert (len(names), len(sellers)) == (85, 30)
    by_mark = {row["external_number"]: row for row in stored(filled, "opportunity").values()}
    for row in cells():
        found = by_mark[row["opportunity_id"]]
        assert names.get(found["contact"], "") == row["account"]
        assert sellers[found["salesperson"]] == row["sales_agent"]
        assert found["description"] == row["product"]


def test_the_figures_of_each_salesperson_agree_with_the_file(filled: Desk) -> None:
    told: dict[str, list[Cells]] = defaultdict(list)
    for row in cells():
        told[row["sales_agent"]].append(row)
    for key, seller in stored(filled, "salesperson").items():
        own = told[seller["name"]]
        won = [row for row in own if row["deal_stage"] == "Won"]
        lost = [row for row in own if row["deal_stage"] == "Lost"]
        split = filled.statistics.salesperson(key)
        assert (split.won.count, split.lost.count) == (len(won), len(lost))
        assert split.open.count == len(own) - len(won) - len(lost)
        assert split.won.current == sum(money(row["close_value"]) for row in won) * 10_000
        assert split.won.estimated == sum(money(row["close_value"]) for row in won)
        assert (split.lost.current, split.open.estimated) == (0, 0)
        mine = Query((Filter("salesperson", Op.IS, key),))
        sums = filled.lists.sums("opportunity", mine, ("estimated_value",))
        assert sums == [len(own), sum(money(row["close_value"]) for row in own)]


def test_i07_the_same_file_again_adds_nothing(filled: Desk) -> None:
    source = source_of(filled, PIPELINE, "opportunities", COLUMNS)
    before = records.operations(filled)
    assert figures(filled.importing.apply(source, filled.importing.plan(source))) == (0, 0, 8800, 0)
    assert records.operations(filled) == before


def test_the_headings_are_recognised(filled: Desk) -> None:
    """By heading alone: the day of closing is then taken from the estimated one."""
    source = filled.importing.open("opportunities", PIPELINE)
    named = {name: source.guess.header[column] for name, column in source.columns.items()}
    closing = {**COLUMNS, "closing_on": "close_date"}
    del closing["closed_on"]
    assert named == closing
    plan = filled.importing.plan(source)
    assert (len(plan.unchanged), plan.rows) == (8800, 8800)


def test_a_changed_row_is_changed_and_undo_takes_all_away(desk: Desk, tmp_path: Path) -> None:
    before = records.stored(desk, quiet=False)
    source = source_of(desk, PIPELINE, "opportunities", COLUMNS)
    desk.importing.apply(source, desk.importing.plan(source))
    whole = desk.history.last()
    text = PIPELINE.read_text("utf-8-sig")
    row = next(line for line in text.splitlines() if ",Prospecting," in line)
    path = tmp_path / "sales_pipeline.csv"
    moved = text.replace(row, row.replace(",Prospecting,,", ",Engaging,2026-03-01,"))
    assert figures(brought(desk, path, "opportunities", moved, **COLUMNS)) == (0, 1, 8799, 0)
    desk.history.undo()
    assert whole is not None
    desk.history.undo(whole.operation)
    assert records.stored(desk, quiet=False) == before
    assert [count(desk, table) for table in ("opportunity", "contact", "salesperson")] == [0, 0, 0]


def test_teams_come_in_as_salespeople_and_the_pipeline_finds_them(desk: Desk) -> None:
    source = source_of(desk, FOLDER / "sales_teams.csv", "salespeople", {"name": "sales_agent"})
    assert figures(desk.importing.apply(source, desk.importing.plan(source))) == (35, 0, 0, 0)
    codes = [str(row["code"]) for row in rows(desk, "salesperson")]
    assert len(set(codes)) == 35
    source = source_of(desk, PIPELINE, "opportunities", COLUMNS)
    desk.importing.apply(source, desk.importing.plan(source))
    assert count(desk, "salesperson") == 35


def test_the_command_line_brings_the_same(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "oppdesk", "--data", str(tmp_path), "--import", str(PIPELINE), "--as"]
    words += ["opportunities", "--map", *(f"{name}={heading}" for name, heading in COLUMNS.items())]
    for expected in ((8800, 0), (0, 8800)):
        answer = subprocess.run(words, cwd=RESOURCES.parent, capture_output=True, text=True, check=False)
        assert (answer.returncode, answer.stderr) == (0, "")
        added, unchanged = expected
        assert json.loads(answer.stdout) == {
            "added": added,
            "changed": 0,
            "unchanged": unchanged,
            "faults": 0,
        }
    desk = open_desk(tmp_path, tmp_path / "backups", RESOURCES, device=2)
    try:
        won = Query((Filter("status", Op.IS, int(Status.WON)),))
        assert desk.lists.sums("opportunity", won, ("current_value",)) == [4238, SOLD * 10_000]
    finally:
        desk.close()
