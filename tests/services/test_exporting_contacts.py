"""Contacts leave whole: every field, what hangs on them, and only those who may be used for it."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain import contact_columns, line_texts
from oppdesk.domain.contact_columns import EVERY, EXPORTED
from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Kind
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import ContactType
from oppdesk.exchange import incoming, vcard
from oppdesk.i18n import _
from oppdesk.services.desk import Desk, open_desk
from oppdesk.services.exporting_contacts import Chosen, Counts, FileKind, Wish, Written
from oppdesk.storage.contact_tables import CONTENT, ContactRow
from oppdesk.storage.setup_tables import TABLES
from tests.conftest import RESOURCES, WORK_DATE
from tests.exchange.sheets import opened
from tests.services import records

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HOSTILE = ["=cmd|' /C calc'!A0", "+49 30 1", "@x", "\t=1", " =1", "＝1", "-2+3", "'=1", "%a"]


def rows_of(path: Path) -> list[dict[str, str]]:
    """As the import reads them."""
    guess = incoming.sniff(path, has_header=True)
    sheet = incoming.open_sheet(path, guess)
    return [dict(zip(sheet.header, cells, strict=False)) for _line, cells in sheet.rows()]


def label(name: str) -> str:
    return _(contact_columns.column(name).label)


def write(desk: Desk, path: Path, kind: FileKind, **how: object) -> Written:
    return desk.contact_export.write(Wish(Chosen(), kind, **how), path)  # type: ignore[arg-type]


def give_picture(desk: Desk, contact: int) -> None:
    with records.store_of(desk).write("test.picture") as work:
        work.connection.execute(CONTENT.insert().values(digest="d" * 64, size=len(PNG), data=PNG))
        work.get(ContactRow, contact).picture = "d" * 64


def put(desk: Desk, key: str, **values: object) -> int:
    """A line of a contact."""
    with records.store_of(desk).write("test.line") as work:
        return work.put(TABLES[key], values)


class People(NamedTuple):
    firm: int
    person: int


@pytest.fixture
def people(desk: Desk) -> People:
    """A company and its person, with all that can hang on them."""
    country = records.code_id(desk, "country", "NL")
    firm = desk.contacts.create(
        {"type": 0, "name": "Molenhof BV", "address": "Kade 3", "post_code": "2611 AB", "city": "Delft",
         "country": country, "e_mail": "info@molenhof.example", "employees": 12, "revenue": 1_250_050}
    )  # fmt: skip
    person = desk.contacts.create(
        {"type": 1, "company": firm, "first_name": "Zoë", "middle_name": "van", "surname": "Dam",
         "salutation": records.code_id(desk, "salutation", "F"), "mobile_phone": "+31 6 12345678"}
    )  # fmt: skip
    desk.comments.add("contact", person, "Met at the fair.\nLikes tea.")
    desk.comments.add("contact", person, "Second note")
    for code in ("XMAS;1", "AAA"):
        group = records.add_setup(desk, "mailing_group", code=code)
        put(desk, "contact_mailing_group", contact=person, mailing_group=group)
    relation = records.code_id(desk, "business_relation", "PRESS")
    put(desk, "contact_business_relation", contact=firm, business_relation=relation, link=1, external_number="K|7",
        system="Exact", note="")  # fmt: skip
    return People(firm, person)


def move_away(desk: Desk, contact: int, start: date = date(2026, 1, 1), **address: object) -> None:
    """An alternative address, valid from a day on."""
    blanks = {field.name: field.blank for field in desk.lists.fields("alternative_address").values()}
    code = put(desk, "alternative_address", **(blanks | {"contact": contact, "code": "BOAT"} | address))
    put(
        desk,
        "address_range",
        contact=contact,
        starting_date=start,
        ending_date=None,
        alternative_address=code,
    )


TABLES_OF = (FileKind.TEXT, FileKind.WORKBOOK)


@pytest.mark.parametrize("kind", TABLES_OF)
def test_3_15_a_table_has_the_columns_of_the_reference_and_then_ours(
    desk: Desk, people: People, tmp_path: Path, kind: FileKind
) -> None:
    path = tmp_path / f"out.{kind}"
    assert write(desk, path, kind).count == len(people)
    firm, person = rows_of(path)
    assert list(firm) == [label(name) for name in EVERY]
    assert (firm[label("company_name")], firm[label("company")]) == ("Molenhof BV", firm["No."])
    assert (person[label("company_name")], person[label("company")]) == ("Molenhof BV", firm["No."])
    assert (person["Type"], person["Surname"], person["Salutation"]) == ("Person", "Dam", "F")
    assert float(firm["Yearly revenue"]) == 12_500.5
    assert person[label("mailing_group")] == "AAA; XMAS\\;1"
    assert person[label("note")] == "Met at the fair.\nLikes tea.\n\nSecond note"
    assert line_texts.read(firm[label("business_relation")]) == [
        ("PRESS", {"link": "Customer", "external_number": "K|7", "system": "Exact"})
    ]


@pytest.mark.parametrize("kind", TABLES_OF)
def test_3_15_only_the_columns_that_are_wanted(
    desk: Desk, people: People, tmp_path: Path, kind: FileKind
) -> None:
    path = tmp_path / f"out.{kind}"
    write(desk, path, kind, names=EXPORTED)
    assert list(rows_of(path)[0]) == [label(name) for name in EXPORTED]
    assert people


def test_3_15_alternative_addresses_and_their_dates_leave_with_the_contact(
    desk: Desk, people: People, tmp_path: Path
) -> None:
    move_away(desk, people.person, city="Sneek", company_name="Reederij")
    path = tmp_path / "out.csv"
    write(desk, path, FileKind.TEXT)
    row = rows_of(path)[1]
    assert line_texts.read(row[label("alternative_address")]) == [
        ("BOAT", {"company_name": "Reederij", "city": "Sneek"})
    ]
    assert row[label("address_range")] == "2026-01-01|alternative_address=BOAT"


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_3_15_a_card_has_picture_addresses_notes_and_groups(
    desk: Desk, people: People, tmp_path: Path, version: str
) -> None:
    give_picture(desk, people.person)
    move_away(desk, people.person, city="Sneek")
    path = tmp_path / "out.vcf"
    assert write(desk, path, FileKind.CARDS, version=version).count == len(people)
    firm, person = vcard.read(path)
    assert f"VERSION:{version}" in path.read_text("utf-8")
    assert (firm.is_company, person.is_company) == (True, False)
    assert person.picture == PNG
    assert person.categories == ("AAA", "XMAS;1")
    assert person.comment == "Met at the fair.\nLikes tea.\n\nSecond note"
    assert person.addresses == ({"code": "BOAT", "city": "Sneek"},)
    assert person.values["company"] == "Molenhof BV"
    assert person.values["address_range"] == "2026-01-01|alternative_address=BOAT"
    assert firm.values["employees"] == "12"
    assert not person.left


def test_3_15_a_card_without_its_picture(desk: Desk, people: People, tmp_path: Path) -> None:
    give_picture(desk, people.person)
    path = tmp_path / "out.vcf"
    write(desk, path, FileKind.CARDS, with_pictures=False)
    assert "PHOTO" not in path.read_text("utf-8")


@pytest.mark.parametrize("kind", [FileKind.TEXT, FileKind.WORKBOOK, FileKind.CARDS])
def test_i07_what_left_comes_in_again_without_a_change(
    desk: Desk, people: People, tmp_path: Path, kind: FileKind
) -> None:
    move_away(desk, people.person, city="Sneek")
    path = tmp_path / f"out.{kind}"
    write(desk, path, kind)
    plan = desk.importing.plan(desk.importing.open("contacts", path))
    assert (len(plan.add), len(plan.change), plan.faults) == (0, 0, ())
    assert len(plan.unchanged) == len(people)


@pytest.fixture
def other(template: Path, tmp_path: Path) -> Iterator[Desk]:
    """Another database, with nobody in it."""
    folder = tmp_path / "other"
    shutil.copytree(template, folder)
    opened_desk = open_desk(folder, folder / "backups", RESOURCES, device=3, today=lambda: WORK_DATE)
    yield opened_desk
    opened_desk.close()


@pytest.mark.parametrize("kind", [FileKind.TEXT, FileKind.WORKBOOK, FileKind.CARDS])
def test_3_15_in_another_database_they_are_the_same(
    desk: Desk, other: Desk, people: People, tmp_path: Path, kind: FileKind
) -> None:
    """With the same setup; what is blank stays blank: nothing is inherited, no default is filled in."""
    for code in ("XMAS;1", "AAA"):
        records.add_setup(other, "mailing_group", code=code)
    give_picture(desk, people.person)
    move_away(desk, people.person, city="Sneek")
    desk.contacts.change(people.firm, {"home_page": "https://molenhof.example"})
    desk.contacts.change(people.person, {"home_page": "", "e_mail": ""})
    first, second = tmp_path / f"first.{kind}", tmp_path / f"second.{kind}"
    write(desk, first, kind)
    source = other.importing.open("contacts", first)
    other.importing.apply(source, other.importing.plan(source))
    assert write(other, second, kind).count == len(people)
    if kind is FileKind.CARDS:
        assert list(vcard.read(second)) == list(vcard.read(first))
    else:
        assert rows_of(second) == rows_of(first)


# -- who leaves ---------------------------------------------------------------------------------------------------


def test_con_p2_who_is_blocked_or_whose_company_is_can_be_left_out(
    desk: Desk, people: People, tmp_path: Path
) -> None:
    other = records.company(desk, "Other", exclude_from_segment=True)
    assert desk.contact_export.counts(Chosen()) == Counts(3, 0, 1)
    records.block_contact(desk, people.firm)
    assert desk.contact_export.counts(Chosen()) == Counts(3, 2, 1)
    path = tmp_path / "out.csv"
    wish = Wish(Chosen(with_blocked=False), FileKind.TEXT)
    assert desk.contact_export.write(wish, path) == Written(1, 2)
    assert [row["Name"] for row in rows_of(path)] == ["Other"]
    wish = Wish(Chosen(with_excluded=False), FileKind.TEXT)
    assert desk.contact_export.write(wish, path).count == 2
    wish = Wish(Chosen(ids=[other, people.person], with_blocked=False, with_excluded=False), FileKind.TEXT)
    assert desk.contact_export.write(wish, path) == Written(0, 2)


def test_3_15_the_selected_or_what_is_shown(desk: Desk, people: People, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    chosen = Chosen(ids=[people.person, people.firm])
    desk.contact_export.write(Wish(chosen, FileKind.TEXT), path)
    assert [row["Type"] for row in rows_of(path)] == ["Person", "Company"]
    shown = Chosen(Query((Filter("type", Op.IS, int(ContactType.PERSON)),)))
    assert desk.contact_export.counts(shown) == Counts(1, 0, 0)
    assert desk.contact_export.write(Wish(shown, FileKind.CARDS), tmp_path / "out.vcf").count == 1


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_is_there_whole_or_not_at_all(
    desk: Desk, people: People, tmp_path: Path, kind: FileKind
) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"before")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        desk.contact_export.write(Wish(Chosen(), kind), path, progress)
    assert path.read_bytes() == b"before"
    with pytest.raises(UserError):
        desk.contact_export.write(Wish(Chosen(), kind), tmp_path / "nowhere" / "out")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["out"]
    assert people


# -- any contact --------------------------------------------------------------------------------------------------

_TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20),
).map(str.strip)
_TYPED = {
    field.name: _TEXTS.map(str.upper) if field.kind is Kind.CODE else _TEXTS
    for field in (contact_columns.column(name) for name in EVERY)
    if field.kind in (Kind.TEXT, Kind.CODE)
    and field.name in ContactRow.__table__.c
    and field.name not in ("number", "company", "parent_company", "external_number")
    and ContactRow.__table__.c[field.name].foreign_keys == set()
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries(_TYPED))
def test_i10_any_contact_comes_back_as_it_was(desk: Desk, tmp_path: Path, values: Mapping[str, str]) -> None:
    values = {name: text[: ContactRow.__table__.c[name].type.length or 20] for name, text in values.items()}
    contact = records.person(desk, values["name"])
    with records.store_of(desk).write("test.change") as work:
        row = work.get(ContactRow, contact)
        for name, text in values.items():
            setattr(row, name, text.strip())
    chosen = Chosen(ids=[contact])
    for kind in TABLES_OF:
        path = tmp_path / f"out.{kind}"
        desk.contact_export.write(Wish(chosen, kind), path)
        (found,) = rows_of(path)
        assert {name: found[label(name)] for name in values} == {
            name: text.strip() for name, text in values.items()
        }
    for version in ("3.0", "4.0"):
        desk.contact_export.write(Wish(chosen, FileKind.CARDS, version=version), tmp_path / "out.vcf")
        (card,) = vcard.read(tmp_path / "out.vcf")
        assert {name: card.values.get(name, "") for name in values} == {
            name: text.strip() for name, text in values.items()
        }


@pytest.mark.parametrize("text", HOSTILE)
def test_i10_no_cell_is_a_formula(desk: Desk, tmp_path: Path, text: str) -> None:
    contact = records.company(desk, text.strip(), city=text.strip())
    path = tmp_path / "out.csv"
    desk.contact_export.write(Wish(Chosen(ids=[contact]), FileKind.TEXT), path)
    cells = path.read_text("utf-8-sig").splitlines()[1].split(",")
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "＝", "%", "-"))] == []
    assert rows_of(path)[0]["City"] == text.strip()


def test_i10_no_cell_of_a_workbook_is_a_formula(desk: Desk, tmp_path: Path) -> None:
    ids = [records.company(desk, text.strip(), city=text.strip()) for text in HOSTILE]
    path = tmp_path / "out.xlsx"
    desk.contact_export.write(Wish(Chosen(ids=ids), FileKind.WORKBOOK), path)
    cells = [cell for row in opened(path).rows for cell in row.values()]
    assert not any(cell.formula for cell in cells)
    assert [row["Name"] for row in rows_of(path)] == [text.strip() for text in HOSTILE]
