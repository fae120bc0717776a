"""VAT registration numbers (relationships.md 3.9, CON-F5)."""

import pytest

from oppdesk.domain.errors import UserError
from oppdesk.domain.vat_numbers import FORMATS, check_vat_number, taken


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("NL123456789B01", "NL"), ("nl 1234.56.789.b.01", "nl"), ("123456789B01", "NL"), ("DE123456789", "DE"),
        ("FRXX123456789", "FR"), ("FR12123456789", "FR"), ("ESX1234567X", "ES"), ("ATU12345678", "AT"),
        ("GB123456789", "UK"), ("EL123456789", "GR"), ("", "NL"), ("anything", "US"), ("anything", "HOLLAND"), ("x", ""),
    ],
)  # fmt: skip
def test_con_f5_numbers_that_fit(number: str, country: str) -> None:
    check_vat_number(number, country)


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("NL12345678B01", "NL"),
        ("DE123456789", "NL"),
        ("DE12345678X", "DE"),
        ("NL123456789B01X", "NL"),
        ("X", "FR"),
    ],
)
def test_con_f5_others_show_the_allowed_formats(number: str, country: str) -> None:
    with pytest.raises(UserError) as error:
        check_vat_number(number, country)
    assert (error.value.number, error.value.field) == ("CON-F5", "vat_number")
    assert ", ".join(FORMATS[country]) in error.value.message
    assert number in error.value.message


def test_con_f5_every_country_of_the_union_has_formats() -> None:
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    assert set(union.split()) <= set(FORMATS)


def test_con_f5_the_same_number_elsewhere_is_warned_of() -> None:
    others = [("NL.123456789.B01", "CT9 Polder"), ("NL987654321B01", "CT8 Dijk"), ("", "CT7")]
    assert "CT9 Polder" in taken("nl123456789b01", others)
    assert taken("NL1", others) == ""
    assert taken("", others) == ""
