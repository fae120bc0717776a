"""Minors, consent and the privacy block (relationships.md 3.10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.contact_privacy import (
    PERSONAL,
    anonymised,
    check_privacy,
    check_profile,
    check_usable,
    privacy_follows,
)
from oppdesk.domain.errors import UserError
from oppdesk.domain.words import ContactType

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)
ANNA: dict[str, object] = {"type": PERSON, "number": "CT1", "name": "Anna"}
CHILD = ANNA | {"minor": True, "privacy_blocked": True}


@pytest.mark.parametrize(
    ("before", "typed", "follows"),
    [
        (ANNA, {"minor": True}, {"privacy_blocked": True}),
        ({}, {"type": PERSON, "minor": True}, {"privacy_blocked": True}),
        (CHILD, {"minor": False}, {}),
        (CHILD | {"parental_consent": True}, {"minor": False}, {"parental_consent": False}),
        (
            CHILD | {"parental_consent": True, "privacy_blocked": False},
            {"minor": False},
            {"parental_consent": False, "privacy_blocked": True},
        ),
        (CHILD, {"parental_consent": True}, {}),
        (CHILD, {"parental_consent": True, "privacy_blocked": False}, {"privacy_blocked": True}),
        (
            CHILD | {"parental_consent": True, "privacy_blocked": False},
            {"parental_consent": False},
            {"privacy_blocked": True},
        ),
        (CHILD | {"parental_consent": True}, {"privacy_blocked": False}, {}),
        (ANNA, {"name": "Anne"}, {}),
    ],
)
def test_3_10_what_follows_from_minor_and_consent(
    before: dict[str, object], typed: dict[str, object], follows: dict[str, object]
) -> None:
    assert privacy_follows(before, typed) == follows


flags = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["minor", "parental_consent", "privacy_blocked"], st.booleans())
)


@given(flags, flags)
def test_3_10_a_change_of_minor_or_consent_never_leaves_a_minor_free(
    before: dict[str, object], typed: dict[str, object]
) -> None:
    after = {**before, **typed, **privacy_follows(before, typed)}
    if any(
        bool(before.get(name)) != bool(after.get(name)) for name in ("minor", "parental_consent")
    ) and after.get("minor"):
        assert after["privacy_blocked"]


def test_con_p1_the_block_of_a_minor_stays_without_consent() -> None:
    with pytest.raises(UserError) as error:
        check_privacy(CHILD, {"privacy_blocked": False})
    assert (error.value.number, error.value.field) == ("CON-P1", "privacy_blocked")
    check_privacy(CHILD | {"parental_consent": True}, {"privacy_blocked": False})
    check_privacy(ANNA | {"privacy_blocked": True}, {"privacy_blocked": False})


def test_con_p2_a_blocked_contact_is_used_for_nothing_new() -> None:
    check_usable(ANNA)
    with pytest.raises(UserError, match="CT1 Anna is blocked for privacy") as error:
        check_usable(CHILD)
    assert error.value.number == "CON-P2"


def test_con_p3_no_profiles_of_minors() -> None:
    check_profile(ANNA)
    with pytest.raises(UserError) as error:
        check_profile(CHILD)
    assert error.value.number == "CON-P3"


@pytest.mark.parametrize("name", ["minor", "parental_consent"])
def test_con_p4_a_company_is_no_minor(name: str) -> None:
    with pytest.raises(UserError) as error:
        check_privacy({"type": COMPANY}, {name: True})
    assert (error.value.number, error.value.field) == ("CON-P4", name)
    check_privacy({"type": COMPANY}, {name: False})


def test_3_10_of_an_anonymised_contact_only_figures_are_left() -> None:
    whole = (
        CHILD
        | dict.fromkeys(PERSONAL, "secret")
        | {"search_name": "ANNA", "company": 7, "country": 5, "picture": "ab"}
    )
    after = whole | anonymised(whole)
    assert "secret" not in after.values()
    assert (after["name"], after["search_name"], after["picture"]) == (
        "Anonymised CT1",
        "ANONYMISED CT1",
        "",
    )
    assert (after["company"], after["country"], after["privacy_blocked"], after["minor"]) == (
        7,
        5,
        True,
        False,
    )
    assert anonymised(after) == {}
    check_privacy(whole, anonymised(whole))
