"""A mail merge has the address that is valid on the day and the greeting of the contact's language (4.1, 4.4)."""

from datetime import date
from pathlib import Path

from oppdesk.services.desk import Desk
from oppdesk.services.exporting_contacts import Chosen, FileKind, Wish
from oppdesk.services.exporting_letters import Letter
from tests.services import records
from tests.services.test_exporting_contacts import move_away, put, rows_of, write


def letter(desk: Desk, contact: int) -> Letter:
    (found,) = desk.contact_export.letters([contact])
    return found


def firm(desk: Desk, **values: object) -> int:
    country = records.code_id(desk, "country", "NL")
    records.change_setup(
        desk, "company_info", next(iter(desk.lists.ids("company_info", records.Query()))), country=country
    )
    return records.company(
        desk, "Molenhof BV", **({"address": "Kade 3", "post_code": "2611 AB", "city": "Delft", "country": country} | values)
    )  # fmt: skip


def test_4_1_the_company_stands_above_the_person(desk: Desk) -> None:
    person = records.person(
        desk, "Zoë Dam", firm(desk), address="Kade 3", post_code="2611 AB", city="Delft",
        country=records.code_id(desk, "country", "NL"),
    )  # fmt: skip
    assert letter(desk, person).lines == ("Molenhof BV", "Zoë Dam", "Kade 3", "2611 AB Delft")
    assert letter(desk, person).house == "Molenhof BV"


def test_4_1_the_address_valid_on_the_day_is_used(desk: Desk) -> None:
    moved = firm(desk)
    move_away(desk, moved, date(2026, 3, 3), city="Sneek")
    assert letter(desk, moved).lines[-1] == "2611 AB Delft"
    desk.context.work_as_of(date(2026, 3, 3))
    assert letter(desk, moved).lines == ("Molenhof BV", "Sneek")


def test_4_1_a_person_at_the_companys_address_moves_with_it(desk: Desk) -> None:
    company = firm(desk)
    at_home = {
        "address": "Kade 3", "post_code": "2611 AB", "city": "Delft",
        "country": records.code_id(desk, "country", "NL"),
    }  # fmt: skip
    beside, apart = (
        records.person(desk, "A", company, **at_home),
        records.person(desk, "B", company, city="Goes"),
    )
    move_away(desk, company, city="Sneek")
    assert letter(desk, beside).lines[-1] == "Sneek"
    assert letter(desk, apart).lines[-1] == "Goes"
    records.marketing(desk, inherit_address=False)
    assert letter(desk, beside).lines[-1] == "2611 AB Delft"


def test_4_1_abroad_the_country_is_the_last_line(desk: Desk) -> None:
    assert letter(desk, firm(desk, country=records.code_id(desk, "country", "DE"))).lines[-1] == "GERMANY"


def test_4_4_the_greetings_are_in_the_contacts_language(desk: Desk) -> None:
    code = records.add_setup(desk, "salutation", code="X")
    dutch = records.add_setup(desk, "language", code="NLX", name="Dutch")
    for language, text in ((None, "Dear %1,"), (dutch, "Geachte %1,")):
        put(desk, "salutation_formula", salutation=code, type=0, language=language, text=text,
            **{f"name_{at}": 3 if at == 1 else 0 for at in range(1, 6)})  # fmt: skip
    plain = records.person(desk, "A", salutation=code, middle_name="Dam")
    of_nl = records.person(desk, "B", salutation=code, middle_name="Dam", language=dutch)
    assert letter(desk, plain).formal == "Dear Dam,"
    assert letter(desk, of_nl).formal == "Geachte Dam,"


def test_sal_1_who_has_no_salutation_is_told_and_comes_along(desk: Desk, tmp_path: Path) -> None:
    records.person(desk, "Ann Smit", number="P1")
    bare = records.add_setup(desk, "salutation", code="BARE")
    records.person(desk, "Bo Smit", number="P2", salutation=bare)
    path = tmp_path / "merge.csv"
    written = write(desk, path, FileKind.LETTERS)
    assert (written.count, written.faulty) == (2, 2)
    assert any("P1 Ann Smit" in each for each in written.faults)
    assert any("Formal" in each and "P2" in each for each in written.faults)
    assert all(row["Remark"] for row in rows_of(path))


def test_sal_2_a_formula_without_text_is_told(desk: Desk) -> None:
    code = records.add_setup(desk, "salutation", code="X")
    for manner in (0, 1):
        put(desk, "salutation_formula", salutation=code, type=manner, language=None, text="",
            **{f"name_{at}": 0 for at in range(1, 6)})  # fmt: skip
    found = letter(desk, records.person(desk, "A", salutation=code))
    assert (found.formal, found.informal, len(found.faults)) == ("", "", 2)


def test_a_mail_merge_has_a_column_for_each_line_of_the_address(desk: Desk, tmp_path: Path) -> None:
    contact = firm(desk, salutation=records.code_id(desk, "salutation", "COMPANY"))
    path = tmp_path / "merge.csv"
    desk.contact_export.write(Wish(Chosen(ids=[contact]), FileKind.LETTERS), path)
    (row,) = rows_of(path)
    assert [row[f"Address line {at}"] for at in range(1, 5)] == ["Molenhof BV", "Kade 3", "2611 AB Delft", ""]
    assert row["Formal greeting"] == "Dear Sir or Madam,"
    assert row["Remark"] == ""
