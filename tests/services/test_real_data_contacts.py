"""The customer's own contacts, where they are at hand (OPPDESK_REAL_DATA names the folder): every field in its place."""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.services.desk import Desk, open_desk
from tests.conftest import RESOURCES
from tests.services import records
from tests.services.imports import count, figures, rows, source_of

FOLDER = Path(os.environ.get("OPPDESK_REAL_DATA", ""))
ACCOUNTS = FOLDER / "crm-sales-opportunities" / "accounts.csv"
TEAMS = ACCOUNTS.with_name("sales_teams.csv")
CARDS = FOLDER / "vcards"
pytestmark = pytest.mark.skipif(not ACCOUNTS.is_file(), reason="OPPDESK_REAL_DATA is not set")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with the accounts; tests only look, or bring what is there already."""
    folder = tmp_path_factory.mktemp("accounts")
    desk = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: records.MONDAY)
    assert figures(accounts(desk)) == (85, 0, 0, 0)
    yield desk
    desk.close()


def accounts(desk: Desk) -> Any:
    source = source_of(desk, ACCOUNTS, "contacts")
    source = replace(source, notes=(source.guess.header.index("year_established"),))
    return desk.importing.apply(source, desk.importing.plan(source))


def told() -> dict[str, dict[str, str]]:
    with ACCOUNTS.open(encoding="utf-8-sig", newline="") as file:
        return {row["account"]: row for row in csv.DictReader(file)}


def test_each_account_has_its_size_its_country_and_the_company_above_it(filled: Desk) -> None:
    found = {str(row["name"]): row for row in rows(filled, "contact")}
    assert found.keys() == told().keys()  # no parent is invented
    countries = {row["id"]: str(row["name"]) for row in rows(filled, "country")}
    read_as = {"Korea": "South Korea", "Philipines": "Philippines"}
    for name, row in told().items():
        contact = found[name]
        assert contact["employees"] == int(row["employees"])
        assert contact["revenue"] == round(float(row["revenue"]) * 100)
        place = row["office_location"]
        assert isinstance(contact["country"], Ref)
        assert countries[contact["country"].id] == read_as.get(place, place)
        parent = contact["parent_company"]
        assert (parent.text if isinstance(parent, Ref) else "") == row["subsidiary_of"]


def test_sectors_become_industry_groups_and_years_comments(filled: Desk) -> None:
    groups = {str(row["description"]).casefold(): row for row in rows(filled, "industry_group")}
    assert {row["sector"] for row in told().values()} <= groups.keys()  # retail was there
    for name, row in told().items():
        (contact,) = rows(filled, "contact", Filter("name", Op.IS, name))
        (line,) = filled.setup.rows("contact_industry_group", int(str(contact["id"])))
        assert line["industry_group"].id == groups[row["sector"]]["id"]
        (note,) = filled.comments.of("contact", int(str(contact["id"])))
        assert f"year_established: {row['year_established']}" in note.text
        if row["office_location"] == "Philipines":
            assert "Philipines" in note.text  # as it was written


def test_i07_the_same_accounts_again_add_nothing(filled: Desk) -> None:
    before = records.stored(filled)
    assert figures(accounts(filled)) == (0, 0, 85, 0)
    assert records.stored(filled) == before


def test_one_step_takes_back_the_accounts_with_all_that_was_made(desk: Desk) -> None:
    before = records.stored(desk, quiet=False)
    accounts(desk)
    desk.history.undo()
    assert records.stored(desk, quiet=False) == before


@pytest.mark.parametrize("path", sorted(CARDS.glob("*.vcf")), ids=lambda path: path.stem)
def test_cards_come_in_and_again_add_nothing(desk: Desk, path: Path) -> None:
    source = source_of(desk, path, "contacts")
    plan = desk.importing.plan(source)
    assert not plan.faults
    result = desk.importing.apply(source, plan)
    assert result.added == plan.rows
    before = records.stored(desk)
    again = desk.importing.plan(source)
    assert (len(again.unchanged), again.rows) == (plan.rows, plan.rows)
    desk.importing.apply(source, again)
    assert records.stored(desk) == before


def test_nothing_of_a_card_is_lost_silently(desk: Desk) -> None:
    source = source_of(desk, CARDS / "outlook-2007.vcf", "contacts")
    plan = desk.importing.plan(source)
    desk.importing.apply(source, plan)
    (contact,) = rows(desk, "contact", Filter("surname", Op.IS, "Angstadt"))
    assert (contact["first_name"], contact["job_title"]) == ("Michael", "TheJobTitle")
    assert (contact["phone"], contact["mobile_phone"], contact["fax"]) == (
        "(111) 555-1111",
        "(111) 555-4444",
        "(111) 555-3333",
    )
    assert isinstance(contact["company"], Ref)
    assert contact["company"].text == "TheCompany"
    assert (contact["city"], contact["e_mail"]) == ("New York", "mike.angstadt@gmail.com")
    assert isinstance(contact["country"], Ref)
    assert contact["country"].text == "US"
    key = int(str(contact["id"]))
    (note,) = desk.comments.of("contact", key)
    for word in ("This is the NOTE field", "Mike", "TheProfession", "1922", "(111) 555-2222", "im@aim.com"):
        assert word in note.text
    assert desk.contacts.picture(key)
    assert {each.what for each in plan.told if each.is_kept}
    assert [each.what for each in plan.told if not each.is_kept]  # its key


def test_letters_of_all_tongues_are_right(desk: Desk) -> None:
    source = source_of(desk, CARDS / "John_Doe_ANDROID.vcf", "contacts")
    desk.importing.apply(source, desk.importing.plan(source))
    assert any("Ñ" in str(row["name"]) for row in rows(desk, "contact"))
    assert not any("�" in str(row["name"]) for row in rows(desk, "contact"))


def test_cards_of_our_own_bring_contacts_back(desk: Desk) -> None:
    assert count(desk, "contact") == 0
    source = source_of(desk, CARDS / "rfc6350-example.vcf", "contacts")
    desk.importing.apply(source, desk.importing.plan(source))
    (simon,) = rows(desk, "contact", Filter("surname", Op.IS, "Perreault"))
    assert isinstance(simon["company"], Ref)
    assert (simon["company"].text, simon["extension"]) == ("Viagenie", "102")
    assert isinstance(simon["language"], Ref)


def test_offices_and_managers_of_salespeople_become_teams(desk: Desk) -> None:
    source = source_of(desk, TEAMS, "salespeople", TEAM_COLUMNS)
    for expected in ((35, 0, 0, 0), (0, 0, 35, 0)):
        assert figures(desk.importing.apply(source, desk.importing.plan(source))) == expected
    members: defaultdict[str, set[str]] = defaultdict(set)
    names = {row["id"]: str(row["name"]) for row in rows(desk, "salesperson")}
    for team in rows(desk, "team"):
        for line in desk.setup.rows("team_salesperson", int(str(team["id"]))):
            members[str(team["name"])].add(names[line["salesperson"].id])
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    with TEAMS.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            wanted[row["regional_office"]].add(row["sales_agent"])
            wanted[row["manager"]].add(row["sales_agent"])
    assert {team: own for team, own in members.items() if own} == wanted


TEAM_COLUMNS = {"name": "sales_agent", "team": "regional_office", "manager": "manager"}
