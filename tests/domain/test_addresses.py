"""Alternative addresses, letters, and by what a contact is reached (relationships.md 3.14, 4.1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import addresses
from oppdesk.domain.addresses import CALLS, MAILS, Choice, Country, Way, contact_through, letter_lines
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import ContactType

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)
COUNTRIES: dict[object, Country] = {5: Country("NL", "Netherlands"), 6: Country("GB", "United Kingdom")}
HERE = {"address": "Kaasmakersweg 41", "post_code": "1487 KD", "city": "Oostgraftdijk", "country": 5}
FIRM: dict[str, object] = {"type": COMPANY, "id": 1, "number": "CT1", "name": "Molenhof Zuivel BV", **HERE}
SANNE: dict[str, object] = {
    "type": PERSON, "id": 2, "number": "CT2", "name": "Sanne Hoekema", "company": 1,
    "company_name": "Molenhof Zuivel BV", **HERE,
}  # fmt: skip
STAND: dict[str, object] = {
    "code": "FAIR", "address": "1 Hall Road", "post_code": "LS1 1AA", "city": "Leeds", "country": 6,
}  # fmt: skip


def stay(start: str, end: str = "", where: int = 1) -> dict[str, object]:
    return {
        "starting_date": date.fromisoformat(start),
        "ending_date": date.fromisoformat(end) if end else None,
        "alternative_address": where,
    }


@pytest.mark.parametrize(
    ("on", "where"),
    [
        ("2026-02-28", None),
        ("2026-03-01", 1),
        ("2026-03-31", 1),
        ("2026-04-01", 2),
        ("2026-04-10", 3),
        ("2026-04-20", 3),
        ("2026-04-21", 2),
        ("2030-01-01", 2),
    ],
)
def test_4_1_the_address_valid_on_a_day(on: str, where: int | None) -> None:
    ranges = [
        stay("2026-03-01", "2026-03-31", 1), stay("2026-04-01", "", 2), stay("2026-04-10", "2026-04-20", 3),
    ]  # fmt: skip
    found = addresses.valid(ranges, date.fromisoformat(on))
    assert (found and found["alternative_address"]) == where


def test_4_1_without_ranges_the_normal_address_is_valid() -> None:
    assert addresses.valid([], date(2026, 3, 2)) is None


days = st.dates(date(2026, 1, 1), date(2026, 2, 1))


@given(st.lists(st.tuples(days, days | st.none()), max_size=5), days)
def test_4_1_the_valid_address_is_the_one_that_started_last(
    stays: list[tuple[date, date | None]], on: date
) -> None:
    ranges = [{"starting_date": start, "ending_date": end} for start, end in stays]
    found = addresses.valid(ranges, on)
    fitting = [start for start, end in stays if start <= on and (end is None or end >= on)]
    assert (found and found["starting_date"]) == max(fitting, default=None)


@pytest.mark.parametrize(
    ("number", "field", "row", "changed"),
    [
        ("ALT-1", "starting_date", stay("2026-04-02", "2026-04-01"), ""),
        ("ALT-1", "starting_date", stay("2026-04-02", "2026-04-01"), "starting_date"),
        ("ALT-3", "ending_date", stay("2026-04-02", "2026-04-01"), "ending_date"),
        ("ALT-2", "starting_date", stay("2026-03-01", "2026-03-02"), ""),
        ("M-03", "starting_date", {"ending_date": date(2026, 3, 1)}, ""),
    ],
)
def test_alt_1_2_3_ranges_that_cannot_be(
    number: str, field: str, row: dict[str, object], changed: str
) -> None:
    with pytest.raises(UserError) as error:
        addresses.check_range(row, [stay("2026-03-01")], changed)
    assert (error.value.number, error.value.field) == (number, field)
    if number == "ALT-2":
        assert "2026" in error.value.message


def test_alt_1_2_3_ranges_that_can_be() -> None:
    addresses.check_range(stay("2026-04-01", "2026-04-01"), [stay("2026-03-01")])
    addresses.check_range(stay("2026-04-01"), [])


@pytest.mark.parametrize(
    ("row", "other", "day"),
    [
        (stay("2026-04-01"), stay("2026-03-01"), "1 Apr 2026"),
        (stay("2026-03-01"), stay("2026-04-01", "2026-04-02"), "1 Apr 2026"),
        (stay("2026-03-01", "2026-03-31"), stay("2026-04-01"), ""),
        (stay("2026-04-01"), stay("2026-03-01", "2026-03-31"), ""),
        (stay("2026-03-01", "2026-03-31"), stay("2026-03-31"), "31 Mar 2026"),
    ],
)
def test_alt_4_overlapping_ranges_are_warned_of(
    row: dict[str, object], other: dict[str, object], day: str
) -> None:
    found = addresses.overlap(row, [other])
    assert bool(found) == bool(day)
    if day:
        won = addresses.valid([row, other], max(row["starting_date"], other["starting_date"]))  # type: ignore[type-var]
        assert won is not None
        assert addresses.said(won["starting_date"]) in found  # type: ignore[arg-type]


def lines(contact: dict[str, object], **more: object) -> list[str]:
    return letter_lines(contact, countries=COUNTRIES, home=5, **more)  # type: ignore[arg-type]


def test_4_1_letters_step_1_a_named_address() -> None:
    assert lines(SANNE, named=STAND, own=HERE, company=FIRM) == [
        "Molenhof Zuivel BV", "Sanne Hoekema", "1 Hall Road", "Leeds", "LS1 1AA", "UNITED KINGDOM",
    ]  # fmt: skip
    assert lines(SANNE, named=STAND | {"company_name": "Fairs Ltd", "company_name_2": "Hall 2"})[:3] == [
        "Fairs Ltd", "Hall 2", "Sanne Hoekema",
    ]  # fmt: skip


def test_4_1_letters_step_2_the_valid_address_of_the_contact() -> None:
    assert lines(SANNE, own=STAND, company=FIRM, of_company=HERE)[2] == "1 Hall Road"
    assert lines(FIRM, own=STAND)[:2] == ["Molenhof Zuivel BV", "1 Hall Road"]


def test_4_1_letters_step_3_the_valid_address_of_the_company() -> None:
    assert lines(SANNE, company=FIRM, of_company=STAND)[2] == "1 Hall Road"
    assert lines(SANNE, company=FIRM, of_company=STAND, inherits=False)[2] == "Kaasmakersweg 41"
    assert lines(SANNE | {"address": "Thuis 1"}, company=FIRM, of_company=STAND)[2] == "Thuis 1"


def test_4_1_letters_step_4_the_normal_address() -> None:
    place = ["Kaasmakersweg 41", "1487 KD Oostgraftdijk"]
    assert lines(SANNE, company=FIRM) == ["Molenhof Zuivel BV", "Sanne Hoekema", *place]
    assert lines(SANNE | {"company": None, "company_name": ""}) == ["Sanne Hoekema", *place]
    assert lines(FIRM | {"name_2": "Afdeling kaas"}) == ["Molenhof Zuivel BV", "Afdeling kaas", *place]
    assert letter_lines(FIRM, countries=COUNTRIES, home=6)[-1] == "NETHERLANDS"
    assert letter_lines({"type": COMPANY, "name": "X"}) == ["X"]


def test_3_14_contact_through_lists_what_is_known_of_him_and_his_company() -> None:
    someone = SANNE | {
        "phone": "020 1",
        "mobile_phone": "06 1",
        "e_mail": "a@b.nl; c@d.nl",
        "e_mail_2": "e@f.nl",
    }
    own = STAND | {"phone": "0113 1"}
    firm = FIRM | {"phone": "020 1", "e_mail": "info@b.nl"}
    assert contact_through(
        someone, own=own, company=firm, of_company={"code": "X", "mobile_phone": "06 9"}
    ) == [
        Choice(Way.PHONE, "020 1", "Sanne Hoekema"),
        Choice(Way.MOBILE, "06 1", "Sanne Hoekema"),
        Choice(Way.MAIL, "a@b.nl", "Sanne Hoekema"),
        Choice(Way.MAIL, "c@d.nl", "Sanne Hoekema"),
        Choice(Way.SECOND_MAIL, "e@f.nl", "Sanne Hoekema"),
        Choice(Way.PHONE, "0113 1", "Sanne Hoekema, address FAIR"),
        Choice(Way.MAIL, "info@b.nl", "Molenhof Zuivel BV"),
        Choice(Way.MOBILE, "06 9", "Molenhof Zuivel BV, address X"),
    ]


def test_3_14_contact_through_one_sort_and_mobile_first() -> None:
    someone = SANNE | {"phone": "020 1", "mobile_phone": "06 1", "e_mail": "a@b.nl"}
    assert [each.value for each in contact_through(someone, ways=CALLS, mobile_first=True)] == [
        "06 1",
        "020 1",
    ]
    assert [each.value for each in contact_through(someone, ways=MAILS)] == ["a@b.nl"]


@pytest.mark.parametrize(
    ("ways", "what"),
    [
        (CALLS, "No phone numbers are"),
        (MAILS, "No e-mail addresses are"),
        ((*CALLS, *MAILS), "No phone numbers or e-mail"),
    ],
)
def test_con_x1_nothing_is_registered(ways: tuple[Way, ...], what: str) -> None:
    with pytest.raises(UserError, match=f"{what}.* for CT2 Sanne Hoekema") as error:
        contact_through(SANNE, company=FIRM, ways=ways)
    assert error.value.number == "CON-X1"


def test_3_14_the_preferred_number() -> None:
    someone = {"phone": "020 1", "mobile_phone": "06 1"}
    assert addresses.preferred_number(someone) == "020 1"
    assert addresses.preferred_number(someone, mobile_first=True) == "06 1"
    assert addresses.preferred_number({"mobile_phone": "06 1"}) == "06 1"
    assert addresses.preferred_number({"phone": "020 1"}, mobile_first=True) == "020 1"
    assert addresses.preferred_number({}) == ""
