"""What hangs on a record leaves in one cell and comes back, whatever stands in it."""

from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain import contact_columns, line_texts
from oppdesk.domain.fields import Kind

_WORDS = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)
_LINES = st.lists(
    st.tuples(
        _WORDS,
        st.dictionaries(st.sampled_from(["city", "external_number", "note"]), _WORDS, max_size=3),
    ),
    max_size=4,
)


@given(_LINES)
def test_3_15_lines_come_back_as_they_were(lines: list[tuple[str, dict[str, str]]]) -> None:
    assert line_texts.read(line_texts.written(lines)) == lines


def test_3_15_a_list_of_codes_is_what_people_write() -> None:
    assert line_texts.written([("PRESS", {}), ("LAW", {"note": ""})]) == "PRESS; LAW"
    assert line_texts.read(" press;law ;; ") == [("press", {}), ("law", {})]
    assert line_texts.read("") == []


def test_3_15_signs_within_values_are_not_between_them() -> None:
    lines = [("A;B", {"note": "x|y=z\\\n2"})]
    assert line_texts.written(lines) == "A\\;B|note=x\\|y=z\\\\\\n2"
    assert line_texts.read(line_texts.written(lines)) == lines


def test_3_15_each_column_of_the_file_has_a_field_and_a_name_of_its_own() -> None:
    fields = [contact_columns.column(name) for name in contact_columns.EVERY]
    assert len({field.label for field in fields}) == len(fields)
    assert Kind.LOOKUP not in {field.kind for field in fields}
    assert [field.name for field in fields] == list(contact_columns.EVERY)
    assert fields[: len(contact_columns.EXPORTED)] == [
        contact_columns.column(name) for name in contact_columns.EXPORTED
    ]


def test_3_15_comments_are_one_text_the_oldest_first() -> None:
    assert contact_columns.note(["first\n", "", "second"]) == "first\n\nsecond"
