"""Letters are filled with what records say, and nothing that a record says is a field."""

from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import letters

VALUES = {
    "contact": "Vera Kowalski",
    "address": "Blue Sky\nDam 1",
    "company": "",
    "formal": "Dear Ms Kowalski,",
}


def test_9_2_a_letter_is_filled_and_lines_of_blank_fields_go() -> None:
    text = "{company}\n{address}\n\n{ Formal }\n\nWe spoke, {contact}.\n{company} {company}\n\nBye"
    assert letters.filled(text, VALUES) == (
        "Blue Sky\nDam 1\n\nDear Ms Kowalski,\n\nWe spoke, Vera Kowalski.\n\nBye"
    )


def test_9_2_a_field_that_nobody_knows_stays_and_is_told() -> None:
    text = "Dear {name}, {Contact} { } {} {x y} {{contact}} {opportunity}"
    assert letters.used(text) == ("name", "contact", "x_y", "opportunity")
    assert letters.unknown(text) == ("name", "x_y")
    assert letters.filled(text, VALUES) == (
        "Dear {name}, Vera Kowalski { } {} {x y} {Vera Kowalski} {opportunity}"
    )


def test_i11_what_a_record_says_is_no_field() -> None:
    hostile = {"contact": "{salesperson_phone} {contact} \\1 \\g<0> %s", "salesperson_phone": "secret"}
    assert letters.filled("Hi {contact}!", hostile) == "Hi {salesperson_phone} {contact} \\1 \\g<0> %s!"


@given(text=st.text(max_size=200), value=st.text(max_size=50))
def test_a_text_without_fields_is_left_alone(text: str, value: str) -> None:
    if not letters.used(text):
        assert letters.filled(text, {"contact": value}) == text
    assert letters.filled("a {contact} b", {"contact": value}) == f"a {value} b"
