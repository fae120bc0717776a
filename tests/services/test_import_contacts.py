"""Contacts and salespeople out of a file: known again by key, number or name, complete as if typed, refused with why."""

from pathlib import Path

import pytest

from oppdesk.domain.fields import Ref
from oppdesk.domain.query import Filter, Op
from oppdesk.domain.words import ContactType
from oppdesk.services.desk import Desk
from tests.services import records
from tests.services.imports import brought, count, figures, rows

HEAD = "Key,Company,Name,Function,E-mail,City,Country,Owner\n"
COLUMNS = {
    "external_number": "Key",
    "company": "Company",
    "name": "Name",
    "job_title": "Function",
    "e_mail": "E-mail",
    "city": "City",
    "country": "Country",
    "salesperson": "Owner",
}
FIRM = "1,Molenhof BV,,,info@molenhof.example,Delft,NL,Ann Ames\n"
PERSON = '2,Molenhof BV,"Hoekema, Sanne",Head of production,s.hoekema@molenhof.example,,,\n'
OTHER = "3,Kranz GmbH,Otto van der Berg,,,Kiel,germany,Ann Ames\n"
FILE = HEAD + FIRM + PERSON + OTHER


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def bring(desk: Desk, path: Path, text: str) -> tuple[int, int, int, int]:
    return figures(brought(desk, path, "contacts", text, **COLUMNS))


def named(desk: Desk, name: str) -> dict[str, object]:
    (found,) = rows(desk, "contact", Filter("name", Op.IS, name))
    return found


def test_companies_and_their_people_come_in_and_a_missing_company_is_made(desk: Desk, path: Path) -> None:
    assert bring(desk, path, FILE) == (3, 0, 0, 0)
    firm, sanne = named(desk, "Molenhof BV"), named(desk, "Sanne Hoekema")
    assert (firm["type"], sanne["type"]) == (ContactType.COMPANY, ContactType.PERSON)
    assert isinstance(sanne["company"], Ref)
    assert sanne["company"].id == firm["id"]
    assert (sanne["first_name"], sanne["surname"]) == ("Sanne", "Hoekema")
    otto, kranz = named(desk, "Otto van der Berg"), named(desk, "Kranz GmbH")
    assert (otto["first_name"], otto["surname"]) == ("Otto", "van der Berg")
    assert kranz["type"] == ContactType.COMPANY
    assert count(desk, "contact") == 4


def test_a_new_contact_gets_what_a_typed_one_gets(desk: Desk, path: Path) -> None:
    """Number, search name, defaults, and a person what the company has (3.3, 3.6)."""
    bring(desk, path, FILE)
    sanne = named(desk, "Sanne Hoekema")
    assert str(sanne["number"]).startswith("CT")
    assert sanne["search_name"] == "SANNE HOEKEMA"
    assert sanne["city"] == "Delft"
    assert isinstance(sanne["country"], Ref)
    assert isinstance(sanne["salesperson"], Ref)
    assert sanne["country"].text == "NL"
    assert isinstance(sanne["salutation"], Ref)
    assert sanne["salutation"].text == "UNISEX"
    (stored,) = [row for row in records.stored(desk)["contact"].values() if row["name"] == "Sanne Hoekema"]
    assert stored["created_on"] == records.MONDAY


def test_countries_are_known_by_code_and_by_name(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    country = named(desk, "Otto van der Berg")["country"]
    assert isinstance(country, Ref)
    assert country.text == "DE"


def test_i07_the_same_file_again_changes_nothing(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    before = records.stored(desk)
    assert bring(desk, path, FILE) == (0, 0, 3, 0)
    assert records.stored(desk) == before


def test_i07_people_without_a_key_are_known_by_name_company_and_e_mail(desk: Desk, path: Path) -> None:
    text = "Company,First name,Last name,Email\nKranz GmbH,Otto,Berg,o@kranz.example\n,Eva,Moor,\nKranz GmbH,,,\n"
    assert figures(brought(desk, path, "contacts", text)) == (3, 0, 0, 0)
    assert figures(brought(desk, path, "contacts", text)) == (0, 0, 3, 0)
    assert count(desk, "contact") == 3


def test_a_changed_row_changes_the_contact_with_all_that_follows(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    moved = FIRM.replace("Delft", "Gouda") + PERSON.replace("Hoekema", "Hoekstra")
    assert bring(desk, path, HEAD + moved + OTHER) == (0, 2, 1, 0)
    sanne = named(desk, "Sanne Hoekstra")
    assert (sanne["search_name"], sanne["city"]) == (
        "SANNE HOEKSTRA",
        "Gouda",
    )  # the company moved, she with it


def test_a_person_who_changes_the_company_goes_to_the_new_one(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    assert bring(desk, path, HEAD + PERSON.replace("Molenhof BV", "Nieuw BV")) == (0, 1, 0, 0)
    company = named(desk, "Sanne Hoekema")["company"]
    assert isinstance(company, Ref)
    assert company.id == named(desk, "Nieuw BV")["id"]


def test_a_contact_that_is_here_is_found_by_its_number(desk: Desk, path: Path) -> None:
    kranz = records.company(desk, "Kranz GmbH", number="K1")
    assert figures(brought(desk, path, "contacts", "No.,Email\nk1,post@kranz.example\n")) == (0, 1, 0, 0)
    assert named(desk, "Kranz GmbH")["id"] == kranz
    assert named(desk, "Kranz GmbH")["e_mail"] == "post@kranz.example"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("9,,,,a@b.example,,,\n", "Name", "name"),
        ("9,Firm,Firm,Boss,,,,\n", "Function", "people only"),
        ("9,Firm,Jo Jones,,not an address,,,\n", "E-mail", "not an address"),
        ("9,Firm,Jo Jones,,,,Atlantis,\n", "Country", "Atlantis"),
        (FIRM, "Name", "twice"),
        (f"9,Firm,{'n' * 101},,,,,\n", "Name", "101"),
        (f"9,{'c' * 101},Jo Jones,,,,,\n", "Company", "too long"),
    ],
)
def test_what_cannot_be_is_told_by_line_column_and_reason(
    desk: Desk, path: Path, row: str, column: str, reason: str
) -> None:
    result = brought(desk, path, "contacts", HEAD + FIRM + row, **COLUMNS)
    assert figures(result) == (1, 0, 0, 1)
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, column)]
    assert reason in result.faults[0].reason


def test_the_type_of_a_contact_that_is_here_stays(desk: Desk, path: Path) -> None:
    bring(desk, path, FILE)
    text = "Key,Type,Name\n1,Person,Molenhof BV\n"
    result = brought(desk, path, "contacts", text, external_number="Key", type="Type", name="Name")
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, "Type")]


# -- salespeople -----------------------------------------------------------------------------------------------


def test_salespeople_get_codes_and_are_known_again(desk: Desk, path: Path) -> None:
    text = "Name,Job title,E-mail\nAnn Ames,Manager,ann@desk.example\nAnna Abel,,\n"
    assert figures(brought(desk, path, "salespeople", text)) == (2, 0, 0, 0)
    assert sorted(str(row["code"]) for row in rows(desk, "salesperson")) == ["AA", "AAB"]
    assert figures(brought(desk, path, "salespeople", text)) == (0, 0, 2, 0)
    assert figures(brought(desk, path, "salespeople", text.replace("Manager", "Director"))) == (0, 1, 1, 0)
    assert figures(brought(desk, path, "salespeople", "Name,Job title\nAnn Ames,\n")) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",Boss,", "Name", "name or a code"),
        ("Ann Ames,,", "Name", "twice"),
        ("Bob Bell,,nonsense", "E-mail", "nonsense"),
        ("n" * 51 + ",,", "Name", "51"),
    ],
)
def test_salespeople_that_cannot_be_are_told(
    desk: Desk, path: Path, row: str, column: str, reason: str
) -> None:
    text = f"Name,Job title,E-mail\nAnn Ames,,\n{row}\n"
    result = brought(desk, path, "salespeople", text)
    assert figures(result) == (1, 0, 0, 1)
    assert [(fault.line, fault.column) for fault in result.faults] == [(3, column)]
    assert reason in result.faults[0].reason
