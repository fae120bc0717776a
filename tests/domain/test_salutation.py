"""Salutations by formulas (relationships.md 4.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.salutation import Greeting, chosen, evaluated, greeting, greetings
from oppdesk.domain.words import ContactType, Manner, NamePart

PERSON, COMPANY = int(ContactType.PERSON), int(ContactType.COMPANY)
FIRST, MIDDLE, LAST = int(NamePart.FIRST_NAME), int(NamePart.MIDDLE_NAME), int(NamePart.SURNAME)
BOB: dict[str, object] = {
    "type": PERSON,
    "number": "CT1",
    "name": "Bob Jones",
    "first_name": "Bob",
    "surname": "Jones",
}


def formula(
    text: str, *names: int, manner: Manner = Manner.FORMAL, language: int | None = None
) -> dict[str, object]:
    parts = {f"name_{i}": (names[i - 1] if i <= len(names) else 0) for i in range(1, 6)}
    return {"text": text, "type": int(manner), "language": language, **parts}


@pytest.mark.parametrize(
    ("text", "names", "contact", "found"),
    [
        ("Dear Mr. %1 %2 %3,", (FIRST, MIDDLE, LAST), BOB, "Dear Mr. Bob Jones,"),
        ("Hi %1,", (FIRST,), BOB, "Hi Bob,"),
        ("Dear Mr. %1 %2 %3,", (FIRST, MIDDLE, LAST), BOB | {"middle_name": "M."}, "Dear Mr. Bob M. Jones,"),
        ("Hi %1 %2,", (FIRST, LAST), BOB | {"surname": ""}, "Hi Bob,"),
        ("Hi %1,", (FIRST,), BOB | {"first_name": ""}, "Hi,"),
        ("Bonjour %1 !", (FIRST,), BOB, "Bonjour Bob !"),
        ("Bonjour %1 %2 !", (FIRST, MIDDLE), BOB, "Bonjour Bob !"),
        ("Bonjour %1!", (MIDDLE,), BOB, "Bonjour!"),
        ("Geachte heer %1", (LAST,), BOB, "Geachte heer Jones"),
        ("%1%2", (FIRST, LAST), BOB, "BobJones"),
        ("%2 %1 %9 %6 100 %", (FIRST, LAST), BOB, "Jones Bob %9 %6 100 %"),
        ("尊敬的%1%2：", (LAST, FIRST), {"first_name": "美玲", "surname": "王"}, "尊敬的王美玲："),
        ("Dear %1 %2", (int(NamePart.JOB_TITLE), LAST), BOB | {"job_title": "Buyer"}, "Dear Buyer Jones"),
        ("Dear %1 %2", (int(NamePart.INITIALS), LAST), BOB | {"initials": "B.J."}, "Dear B.J. Jones"),
        ("To %1", (int(NamePart.COMPANY_NAME),), BOB | {"company_name": "Molenhof"}, "To Molenhof"),
        ("To %1", (int(NamePart.COMPANY_NAME),), {"type": COMPANY, "name": "Molenhof"}, "To Molenhof"),
        ("Hi %1,", (FIRST,), {"first_name": "%2 %3"}, "Hi %2 %3,"),
        ("Hi %1", (0,), BOB, "Hi"),
        ("Hi %1", (99,), BOB, "Hi"),
    ],
)
def test_4_4_examples(text: str, names: tuple[int, ...], contact: dict[str, object], found: str) -> None:
    assert evaluated(formula(text, *names), contact) == found


def test_4_4_at_most_260_characters() -> None:
    assert len(evaluated(formula("%1 " * 16, FIRST), {"first_name": "x" * 30})) == 260


@given(st.text(max_size=50), st.lists(st.sampled_from([0, FIRST, MIDDLE, LAST]), max_size=5))
def test_4_4_nothing_is_doubled_and_no_placeholder_without_value_stays(text: str, names: list[int]) -> None:
    found = evaluated(formula(text, *names), BOB)
    assert "  " not in found
    assert " ," not in found
    assert len(found) <= 260


FORMULAS = [
    formula("Geachte %1", LAST, language=7),
    formula("Dear %1", LAST),
    formula("Hoi %1", FIRST, manner=Manner.INFORMAL, language=7),
    formula("Salut %1", FIRST, manner=Manner.INFORMAL, language=8),
]


@pytest.mark.parametrize(
    ("manner", "asked", "own", "found"),
    [
        (Manner.FORMAL, 7, None, "Geachte Jones"),
        (Manner.FORMAL, None, 7, "Geachte Jones"),
        (Manner.FORMAL, None, None, "Dear Jones"),
        (Manner.FORMAL, 9, 7, "Dear Jones"),
        (Manner.INFORMAL, 8, 7, "Salut Bob"),
        (Manner.INFORMAL, 9, None, "Hoi Bob"),
        (Manner.INFORMAL, None, None, "Hoi Bob"),
    ],
)
def test_4_4_language_then_blank_then_any(
    manner: Manner, asked: int | None, own: int | None, found: str
) -> None:
    assert greeting(BOB | {"language": own}, FORMULAS, manner, asked) == found


def test_sal_1_no_formula_of_the_type() -> None:
    with pytest.raises(UserError, match="type Informal for contact CT1") as error:
        greeting(BOB, FORMULAS[:2], Manner.INFORMAL)
    assert error.value.number == "SAL-1"
    assert chosen([], Manner.FORMAL, None) is None


def test_sal_2_a_formula_without_text() -> None:
    with pytest.raises(UserError, match="has no text") as error:
        greeting(BOB, [formula("  ", FIRST)], Manner.FORMAL)
    assert error.value.number == "SAL-2"


def test_4_4_5151_every_language_and_type_of_one_contact() -> None:
    assert greetings(BOB, FORMULAS) == [
        Greeting(7, Manner.FORMAL, "Geachte Jones"),
        Greeting(None, Manner.FORMAL, "Dear Jones"),
        Greeting(7, Manner.INFORMAL, "Hoi Bob"),
        Greeting(8, Manner.INFORMAL, "Salut Bob"),
    ]
