"""Fields: what is typed, shown and stored (opportunities.md 1, relationships.md 0.1 and 0.2)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.domain.errors import FieldError
from oppdesk.domain.fields import Field, Kind, Ref, code, description, number_of
from oppdesk.i18n import EARLIEST, GREATEST, LATEST, NEUTRAL, LocaleFormat, learn

FORMS = [NEUTRAL, learn("en_US"), learn("nl_NL"), learn("fr_FR"), learn("zh_CN")]
COLOURS = ("Red", "Green", "Blue")


def make(kind: Kind, **more: object) -> Field:
    choices = COLOURS if kind is Kind.CHOICE else ()
    return Field("thing", "Thing", kind, choices=choices, **more)  # type: ignore[arg-type]


VALUES = {
    Kind.CODE: st.from_regex("[A-Z0-9]{1,10}", fullmatch=True),
    Kind.TEXT: st.from_regex("[a-zé]([ -]?[a-zé])*", fullmatch=True),
    Kind.FLAG: st.booleans(),
    Kind.WHOLE: st.integers(-(2**31), 2**31 - 1),
    Kind.PERCENT: st.integers(0, 100),
    Kind.RATE: st.integers(0, 10_000),
    Kind.MONEY: st.integers(-GREATEST, GREATEST),
    Kind.VALUE: st.integers(-GREATEST, GREATEST).map(lambda n: n * 10_000),
    Kind.DATE: st.dates(EARLIEST, LATEST),
    Kind.FORMULA: st.sampled_from(["1W", "CM+10D", "-WD2"]),
    Kind.CHOICE: st.integers(0, 2),
    Kind.NOTE: st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300),
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.tag or "neutral")
@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_what_is_shown_is_read_back(kind: Kind, form: LocaleFormat, data: st.DataObject) -> None:
    field = make(kind)
    value = data.draw(VALUES[kind])
    assert field.check(field.parse(field.show(value, form), form)) == value


def test_a_file_keeps_moments_to_the_second() -> None:
    field = make(Kind.MOMENT)
    moment = datetime(2026, 3, 17, 13, 5, 9, tzinfo=UTC)
    assert field.check(field.parse(field.show(moment, NEUTRAL), NEUTRAL)) == moment


@pytest.mark.parametrize("kind", Kind)
@given(text=st.text(max_size=40), form=st.sampled_from(FORMS))
def test_any_text_is_read_or_refused_beside_its_field(kind: Kind, text: str, form: LocaleFormat) -> None:
    field = make(kind, size=20)
    try:
        field.check(field.parse(text, form))
    except FieldError as error:
        assert error.field == "thing"  # noqa: PT017 - both ways are right
        assert error.message  # noqa: PT017


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NOTE])
@given(value=st.one_of(st.none(), st.text(), st.floats(), st.binary(), st.integers(), st.just(object())))
def test_i18_any_value_is_stored_or_refused(kind: Kind, value: object) -> None:
    field = make(kind, size=20)
    try:
        stored = field.check(value)
    except FieldError as error:
        assert error.field == "thing"  # noqa: PT017 - both ways are right
    else:
        assert field.check(stored) == stored


def test_m_03_a_required_field_is_blank() -> None:
    for kind, blank in [
        (Kind.CODE, " "), (Kind.TEXT, ""), (Kind.TEXT, None), (Kind.WHOLE, None), (Kind.DATE, None),
        (Kind.LOOKUP, None), (Kind.CHOICE, None), (Kind.FORMULA, ""), (Kind.NOTE, "\n "), (Kind.MONEY, ""),
    ]:  # fmt: skip
        with pytest.raises(FieldError, match="Please fill in Thing") as error:
            make(kind, required=True).check(blank)
        assert error.value.number == "M-03"


def test_blank_is_stored_as_the_kind_wants_it() -> None:
    assert [make(kind).check(None) for kind in (Kind.TEXT, Kind.DATE, Kind.WHOLE, Kind.FLAG, Kind.CHOICE)] == [
        "", None, 0, False, 0,
    ]  # fmt: skip
    assert make(Kind.WHOLE, default=28).check(None) == 28
    assert make(Kind.WHOLE, default=28).check(0) == 0
    assert make(Kind.FLAG, default=True).check(None) is True
    assert make(Kind.FLAG, default=True).check(False) is False
    assert make(Kind.TEXT, default="EUR").check("") == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (make(Kind.PERCENT), 101),
        (make(Kind.PERCENT), -1),
        (make(Kind.PERCENT), 12.5),
        (make(Kind.PERCENT), True),
        (make(Kind.RATE), 10_001),
        (make(Kind.WHOLE, low=1), 0),
        (make(Kind.WHOLE), 2**63),
        (make(Kind.MONEY), GREATEST + 1),
        (make(Kind.MONEY, low=0), -1),
        (make(Kind.DATE), date(1, 1, 1)),
        (make(Kind.DATE), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_m_49_outside_the_range_names_field_and_range(field: Field, value: object) -> None:
    with pytest.raises(FieldError, match=r"Thing must be .*between .* and ") as error:
        field.check(value)
    assert error.value.number == "M-49"


def test_m_49_tells_the_range_in_the_units_people_type() -> None:
    with pytest.raises(FieldError, match=r"between 0\.00 and 100\.00"):
        make(Kind.RATE).check(10_001)


def test_0_2_a_text_too_long_tells_field_maximum_and_length() -> None:
    with pytest.raises(FieldError, match="Thing may have 5 characters; this text has 6"):
        make(Kind.TEXT, size=5).check("abcdef")
    assert make(Kind.CODE, size=2).check("  ab ") == "AB"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800"])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.NOTE, Kind.CODE])
def test_i18_nul_and_lone_surrogates_are_refused(kind: Kind, text: str) -> None:
    with pytest.raises(FieldError, match="cannot be stored"):
        make(kind).check(text)


def test_a_code_is_upper_case_and_a_text_has_one_line() -> None:
    assert make(Kind.CODE).check(" ex-large ") == "EX-LARGE"
    assert make(Kind.TEXT).check(" two\r\nlines\tand more ") == "two lines and more"
    assert make(Kind.NOTE).check(" two\nlines ") == " two\nlines "


def test_a_formula_is_stored_normalised() -> None:
    assert make(Kind.FORMULA, size=32).check("cm + 10 d") == "CM+10D"
    with pytest.raises(FieldError) as error:
        make(Kind.FORMULA).check("W5")
    assert (error.value.field, error.value.number) == ("thing", "DF-5")


def test_references_are_ids_and_shown_as_text() -> None:
    field = make(Kind.LOOKUP, target="contact")
    assert field.check(Ref(7, "Molenhof")) == 7
    assert field.show(Ref(7, "Molenhof"), NEUTRAL) == "Molenhof"
    assert field.parse(" CT000001 ", NEUTRAL) == "CT000001"
    assert field.parse(" ", NEUTRAL) is None
    for wrong in ("CT000001", 0, -1, 2**63, True):
        with pytest.raises(FieldError):
            field.check(wrong)


def test_choices_by_their_label_only() -> None:
    field = make(Kind.CHOICE)
    assert field.parse("green", NEUTRAL) == 1
    with pytest.raises(FieldError, match="Thing: “1” is none of Red, Green, Blue"):
        field.parse("1", NEUTRAL)
    with pytest.raises(FieldError):
        field.check(3)


def test_calculated_rates_have_one_decimal_typed_ones_two() -> None:
    assert make(Kind.RATE).show(875, FORMS[1]) == "8.75 %"
    assert make(Kind.RATE, read_only=True).show(875, FORMS[1]) == "8.8 %"
    assert make(Kind.FLAG).show(True, FORMS[1]) == "✓"


def test_moments_are_stored_in_utc() -> None:
    east = timezone(timedelta(hours=2))
    stored = make(Kind.MOMENT).check(datetime(2026, 3, 17, 15, tzinfo=east))
    assert stored == datetime(2026, 3, 17, 13, tzinfo=UTC)
    assert isinstance(stored, datetime)
    assert stored.tzinfo is UTC
    with pytest.raises(FieldError):
        make(Kind.MOMENT).check(datetime(2026, 3, 17, 15))


def test_builders() -> None:
    assert code().required
    assert code(20).size == 20
    assert description().size == 100
    assert number_of("opportunity", "Opportunities").kind is Kind.COUNT
