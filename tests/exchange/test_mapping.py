"""Columns find their fields; days and numbers are read in the file's manner, and what is unclear is asked once."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind, description
from oppdesk.domain.records import CONTACT, OPPORTUNITY, TASK
from oppdesk.domain.setup import ALL
from oppdesk.exchange import mapping
from oppdesk.i18n import NEUTRAL, LocaleFormat, learn

PERSON = (*CONTACT, Field("note", "Note", Kind.NOTE))
DEAL = (
    description(required=True),
    Field("estimated_value", "Estimated value", Kind.MONEY),
    Field("closing_on", "Est. closing date", Kind.DATE),
    Field("stage", "Stage", Kind.WHOLE),
    Field("chances", "Chances of Success %", Kind.PERCENT),
)
VALUE, CLOSING, CHANCES = DEAL[1], DEAL[2], DEAL[4]


def names(header: str, fields: tuple[Field, ...] = PERSON + DEAL) -> dict[str, str]:
    columns = header.split(",")
    return {columns[column]: name for name, column in mapping.match(columns, fields).items()}


def test_columns_are_found_by_name_and_label() -> None:
    header = "Number,name,E-MAIL,Estimated Value,est closing date,Open opportunities"
    assert names(header) == {
        "Number": "number",
        "name": "name",
        "E-MAIL": "e_mail",
        "Estimated Value": "estimated_value",
        "est closing date": "closing_on",
    }


@pytest.mark.parametrize("fields", [CONTACT, OPPORTUNITY, TASK, *(setup.fields for setup in ALL)])
def test_every_list_finds_its_own_columns_by_label_and_by_name(fields: tuple[Field, ...]) -> None:
    fillable = [field for field in fields if not field.read_only]
    own = {field.name: place for place, field in enumerate(fillable)}
    assert mapping.match([field.label for field in fillable], fields) == own
    assert mapping.match([field.name for field in fillable], fields) == own


def test_columns_of_the_dutch_fair_list() -> None:
    header = (
        "Bedrijf,Contactpersoon,Functie,E-mailadres,Telefoon,Plaats,Onderwerp,Verwachte omzet,"
        "Sluitdatum,Fase,Opmerking beurs,Rijnr"
    )
    assert names(header) == {
        "Bedrijf": "company",
        "Contactpersoon": "name",
        "Functie": "job_title",
        "E-mailadres": "e_mail",
        "Telefoon": "phone",
        "Plaats": "city",
        "Onderwerp": "description",
        "Verwachte omzet": "estimated_value",
        "Sluitdatum": "closing_on",
        "Fase": "stage",
        "Opmerking beurs": "note",
    }


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (  # Outlook
            "First Name,Last Name,Company,Job Title,Business Street,Business Postal Code,Business Phone,Web Page,Notes",
            "first_name surname company job_title address post_code phone home_page note",
        ),
        (
            "Business City,Business Country/Region,Mobile Phone,E-mail Address",
            "city country mobile_phone e_mail",
        ),
        (  # Outlook, French
            "Prénom,Nom de famille,Société,Fonction,Rue (bureau),Code postal (bureau),Adresse de messagerie",
            "first_name surname company job_title address post_code e_mail",
        ),
        (
            "Ville (bureau),Téléphone (bureau),Téléphone mobile",
            "city phone mobile_phone",
        ),
        (  # HubSpot
            "Record ID,First Name,Last Name,Email,Phone Number,Associated Company,Website URL",
            "external_number first_name surname e_mail phone company home_page",
        ),
        (
            "Deal Name,Amount,Close Date,Deal Stage,Deal probability",
            "description estimated_value closing_on stage chances",
        ),
        (  # Salesforce
            "Account Name,Opportunity Name,Stage,Probability (%),Amount,Close Date",
            "company description stage chances estimated_value closing_on",
        ),
        (  # Pipedrive
            "Organization,Contact person,Deal title,Value,Expected close date,Email - Work,Phone - Mobile",
            "company name description estimated_value closing_on e_mail mobile_phone",
        ),
    ],
)
def test_columns_of_other_programs(header: str, fields: str) -> None:
    assert names(header) == dict(zip(header.split(","), fields.split(), strict=True))


def test_no_column_and_no_field_is_taken_twice_and_the_better_one_wins() -> None:
    assert names("Telephone,Phone No.,Phone") == {"Phone No.": "phone"}
    assert names("Customer e-mail,E-mail") == {"E-mail": "e_mail"}
    assert names("Lot number,Company phone,Unknown,") == {"Company phone": "phone"}


@given(st.lists(st.text(max_size=20), max_size=8))
def test_any_headings_give_a_matching(header: list[str]) -> None:
    found = mapping.match(header, PERSON)
    assert len(set(found.values())) == len(found)
    assert all(0 <= column < len(header) for column in found.values())


def test_a_matching_is_kept_by_headings() -> None:
    kept = mapping.by_heading({"name": 0, "phone": 2}, ("Naam", "Plaats", "Tel"))
    assert kept == {"name": "Naam", "phone": "Tel"}


def test_required_fields_without_a_column_are_named() -> None:
    assert mapping.missing({"estimated_value": 0}, DEAL) == (DEAL[0],)
    assert mapping.missing({"description": 0}, DEAL) == ()


# days (I06)


def days(*cells: str, base: LocaleFormat = NEUTRAL) -> list[object]:
    """What each possible reading makes of the cell that tells them apart, or the orders if there is one."""
    ways = mapping.ways([[cell] for cell in cells], {"closing_on": 0}, DEAL, base)
    assert ways.asks == (len(ways.days) > 1)
    return [reading.value for reading in ways.days] if ways.asks else [ways.form().order]


def test_i06_the_order_is_asked_when_several_fit() -> None:
    assert days("30-04-26") == [date(2030, 4, 26), date(2026, 4, 30)]  # as in the picture
    assert set(days("01/02/03")) == {date(2003, 2, 1), date(2003, 1, 2), date(2001, 2, 3)}
    assert set(days("01/02/2003")) == {date(2003, 2, 1), date(2003, 1, 2)}


def test_i06_the_users_own_order_is_offered_first() -> None:
    assert days("01/02/03", base=learn("nl"))[0] == date(2003, 2, 1)
    assert days("01/02/03", base=learn("en_US"))[0] == date(2003, 1, 2)


def test_i06_one_telling_cell_decides_for_the_file() -> None:
    assert days("01/02/2026", "13/02/2026") == ["dmy"]
    assert days("01/02/2026", "02/13/2026") == ["mdy"]
    assert days("01-02-26", "30-04-26", "31-12-99", "26-13-01") != ["ymd"]


def test_i06_contradicting_cells_are_asked() -> None:
    assert len(days("13/02/2026", "02/13/2026")) == 2


def test_i06_what_everybody_reads_alike_is_not_asked() -> None:
    assert days("2026-04-30", "3 Apr 2026", "", "2026-04-30T00:00:00Z") == ["ymd"]
    assert days("4/4/2026", base=learn("nl")) == ["dmy"]
    assert days("", "nothing", "46142") == ["ymd"]


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.2026",
        "31/02/03-04",
        "30/02/2026",
        "01/01/0001",
        "46142",
        "46142.5",
        "1/1/1",
        "1e3",
        "99999-1-1",
        "٣/٤/٢٠٢٦",
    ],
)
@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd"])
def test_i06_no_day_is_invented(cell: str, order: str) -> None:
    with pytest.raises(FieldError):
        mapping.read(CLOSING, cell, replace(NEUTRAL, order=order))


def test_i06_no_short_day_is_invented() -> None:
    for order in ("dmy", "mdy"):
        with pytest.raises(FieldError):
            mapping.read(CLOSING, "31.02.26", replace(NEUTRAL, order=order))


def test_i06_year_9999_is_refused() -> None:
    with pytest.raises(FieldError, match="9999"):
        mapping.read(CLOSING, "9999-12-31", NEUTRAL)
    with pytest.raises(FieldError, match="0001"):
        mapping.read(CLOSING, "0001-01-01", NEUTRAL)


@pytest.mark.parametrize(
    ("cell", "order", "iso"),
    [
        ("30-04-26", "dmy", "2026-04-30"),
        ("4/30/26", "mdy", "2026-04-30"),
        ("26.4.30", "ymd", "2026-04-30"),
        ("30.4.2026 14:05", "dmy", "2026-04-30"),
        ("2026-04-30 00:00:00", "dmy", "2026-04-30"),
        ("2026-04-30T23:59:59.999+02:00", "mdy", "2026-04-30"),
        ("4/30/2026 12:00 AM", "mdy", "2026-04-30"),
        ("2026年4月30日", "ymd", "2026-04-30"),
    ],
)
def test_days_as_other_programs_write_them(cell: str, order: str, iso: str) -> None:
    assert mapping.read(CLOSING, cell, replace(NEUTRAL, order=order)) == date.fromisoformat(iso)


# numbers (I05)


def numbers(*cells: str, base: LocaleFormat = NEUTRAL) -> tuple[str, str]:
    ways = mapping.ways([[cell] for cell in cells], {"estimated_value": 0}, DEAL, base)
    assert not ways.asks
    return ways.form().decimal, ways.form().group


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (("48.000,00", "1.234,50"), (",", ".")),
        (("48,000.00", "7"), (".", ",")),
        (("1 234,50",), (",", " ")),
        (("1\u202f234,50",), (",", " ")),
        (("1’234.50",), (".", "’")),
        (("48000", "12"), (".", "")),
        (("12,5",), (",", ".")),
        (("1.234",), (",", ".")),  # three digits after a sign: money has no thousandths
        (("1,234",), (".", ",")),
    ],
)
def test_i05_the_decimal_sign_is_found_in_the_column(cells: tuple[str, ...], signs: tuple[str, str]) -> None:
    assert numbers(*cells) == signs


def test_i05_contradicting_amounts_are_asked() -> None:
    ways = mapping.ways([["1.234,50"], ["1,234.50"]], {"estimated_value": 0}, DEAL, NEUTRAL)
    assert ways.asks
    assert {reading.form.decimal for reading in ways.numbers} == {".", ","}
    assert all(reading.cell == "1.234,50" for reading in ways.numbers)
    assert {reading.value for reading in ways.numbers} == {None, 123450}
    chosen = next(n for n, reading in enumerate(ways.numbers) if reading.value)
    assert mapping.read(VALUE, "1.234,50", ways.form(numbers=chosen)) == 123450


@pytest.mark.parametrize(
    "cell",
    [
        "1e400",
        "nan",
        "inf",
        "-inf",
        "1_000",
        "٤٢",
        "１２",
        "0x10",
        "1" + "0" * 15,
        "12.345,678",
        "--1",
        "1,2,3",
        "€ 5",
    ],
)
def test_i05_what_is_no_amount_is_refused_in_every_manner(cell: str) -> None:
    ways = mapping.ways([[cell]], {"estimated_value": 0}, DEAL, NEUTRAL)
    for reading in ways.numbers:
        with pytest.raises(FieldError):
            VALUE.check(mapping.read(VALUE, cell, reading.form))


def test_i05_minus_nought_is_nought() -> None:
    assert mapping.read(VALUE, "-0", NEUTRAL) == 0
    assert mapping.read(VALUE, "-1234.50", NEUTRAL) == -123450


def test_percentages_take_part_in_the_evidence() -> None:
    ways = mapping.ways(
        [["1.234", "25 %"], ["7", "30%"]], {"estimated_value": 0, "chances": 1}, DEAL, NEUTRAL
    )
    assert not ways.asks
    assert mapping.read(CHANCES, "25 %", ways.form()) == 25


@given(st.lists(st.text(alphabet="0123456789.,-/ ’", max_size=10), max_size=6))
def test_any_cells_give_a_way_to_read_them(found: list[str]) -> None:
    rows = [[cell, cell] for cell in found]
    ways = mapping.ways(rows, {"estimated_value": 0, "closing_on": 1}, DEAL, NEUTRAL)
    assert ways.days
    assert ways.numbers
    assert isinstance(ways.form(len(ways.days) - 1, len(ways.numbers) - 1), LocaleFormat)
