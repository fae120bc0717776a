"""Rows become values of fields or faults that name line, column and reason; nothing in between."""

from contextlib import suppress
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind, code, description
from oppdesk.domain.setup import by_key
from oppdesk.exchange import mapping, plan, tabular
from oppdesk.exchange.plan import Fault, Plan, Row
from oppdesk.i18n import NEUTRAL, learn

FIELDS = (
    code(10),
    description(20, required=True),
    Field("value", "Estimated value", Kind.MONEY),
    Field("closing_on", "Closing date", Kind.DATE),
    Field("salesperson", "Salesperson", Kind.LOOKUP, target="salesperson"),
    Field("owner", "Owner", Kind.LOOKUP, required=True, target="salesperson"),
)


def planned(path: Path, text: str | bytes, fields: tuple[Field, ...] = FIELDS, tag: str = "") -> list[Row]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    guess = tabular.sniff(path)
    sheet = tabular.open_sheet(path, guess)
    columns = mapping.match(guess.header, fields)
    base = learn(tag) if tag else NEUTRAL
    form = mapping.ways((cells for _line, cells in sheet.rows()), columns, fields, base).form()
    return list(plan.read_rows(sheet, columns, fields, form))


def test_rows_become_checked_values(tmp_path: Path) -> None:
    text = "Code;Description;Estimated value;Closing date;Salesperson;Owner\nop1; Refit ;48.000,00;30-4-2026;md;TW\n"
    (row,) = planned(tmp_path / "a.csv", text)
    assert row == Row(
        2,
        {
            "code": "OP1",
            "description": "Refit",
            "value": 4_800_000,
            "closing_on": date(2026, 4, 30),
            "salesperson": "md",  # whose id the service finds
            "owner": "TW",
        },
    )


def test_faults_name_line_column_and_reason(tmp_path: Path) -> None:
    text = (
        "Code,Description,Estimated value,Closing date,Owner\n"
        "1,a,1,,MD\n"
        "2,,nan,31.02.2026,\n"
        "3,a text of 21 letters!,,,MD\n"
    )
    rows = planned(tmp_path / "a.csv", text)
    assert [len(row.faults) for row in rows] == [0, 4, 1]
    assert [(fault.line, fault.column) for row in rows for fault in row.faults] == [
        (3, "Description"),
        (3, "Estimated value"),
        (3, "Closing date"),
        (3, "Owner"),
        (4, "Description"),
    ]
    assert "20" in rows[2].faults[0].reason
    assert "21" in rows[2].faults[0].reason
    assert rows[0].values["closing_on"] is None
    assert rows[2].values["value"] == 0


def test_i01_a_nul_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    rows = planned(tmp_path / "a.csv", b"Code,Description\n1,a\0b\n2,c\n", FIELDS[:2])
    assert [fault.column for fault in rows[0].faults] == ["Description"]
    assert not rows[1].faults


def test_i04_values_beyond_the_headings_are_a_fault(tmp_path: Path) -> None:
    rows = planned(tmp_path / "a.csv", "Code,Description\n1,a\n2,b\n3,Smith, John\n4,d\n", FIELDS[:2])
    assert [bool(row.faults) for row in rows] == [False, False, True, False]
    assert rows[2].faults[0] == Fault(4, "", "This row has 3 values, but there are only 2 columns.")


def test_i04_a_file_whose_columns_nobody_knows_maps_nothing(tmp_path: Path) -> None:
    rows = planned(tmp_path / "a.csv", "foo,bar\n1,2\n")
    assert rows == [Row(2, {})]


def test_i05_amounts_are_never_guessed(tmp_path: Path) -> None:
    cells = ["1.234,50", "1e400", "nan", "-0", "٤٢", "1" + "0" * 15, "inf"]
    text = "Code;Estimated value\n" + "".join(f"{n};{cell}\n" for n, cell in enumerate(cells))
    rows = planned(tmp_path / "a.csv", text)
    assert [row.values.get("value") for row in rows] == [123_450, None, None, 0, None, None, None]
    assert [len(row.faults) for row in rows] == [0, 1, 1, 0, 1, 1, 1]


def test_a_plan_counts_rows_not_faults() -> None:
    row = Row(2, {})
    faults = (Fault(3, "a", "x"), Fault(3, "b", "x"), Fault(5, "a", "x"))
    found = Plan(add=(row,), change=((1, row),), unchanged=(row, row), faults=faults)
    assert found.faulty == 2
    assert found.rows == 6


STAGES = by_key["sales_cycle_stage"]
text_of_a_stage = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=100).map(
    str.strip
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "stage": st.integers(1, 2**31 - 1),
                "description": text_of_a_stage,
                "completed": st.integers(0, 100),
                "chances": st.integers(0, 100),
                "quote_required": st.booleans(),
                "may_skip": st.booleans(),
                "date_formula": st.sampled_from(["", "1W", "-CM+2W", "CM+1D"]),
            }
        ),
        min_size=1,
        max_size=5,
    )
)
def test_i10_what_a_setup_list_exports_comes_back_equal(
    tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    fields = tuple(STAGES.field(name) for name in rows[0])
    path = tmp_path / "stages.csv"
    shown = ([field.show(row[field.name], NEUTRAL) for field in fields] for row in rows)
    tabular.write(path, [field.name for field in fields], shown)
    guess = tabular.sniff(path)
    columns = mapping.match(guess.header, fields)
    assert columns == {field.name: n for n, field in enumerate(fields)}
    back = list(plan.read_rows(tabular.open_sheet(path, guess), columns, fields, NEUTRAL))
    assert [dict(row.values) for row in back] == rows
    assert not any(row.faults for row in back)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=12), min_size=1, max_size=24))
def test_any_bytes_in_known_columns_give_values_or_faults(tmp_path: Path, cells: list[bytes]) -> None:
    head = b"Code,Description,Estimated value,Closing date,Salesperson,Owner\n"
    with suppress(UserError):
        for row in planned(tmp_path / "a.csv", head + b",".join(cells), tag="nl"):
            assert row.faults or row.values["description"]


def test_i18_what_the_store_cannot_hold_is_a_fault_of_its_field(tmp_path: Path) -> None:
    fields = (*FIELDS[:2], Field("days", "Days", Kind.WHOLE))
    text = f"Code,Description,Days\n1,{'x' * 300},1\n2,a,{2**63}\n3,a,{2**31}\n4,\x00a,1\n5,a,{2**31 - 1}\n"
    rows = planned(tmp_path / "a.csv", text, fields)
    assert [[fault.column for fault in row.faults] for row in rows] == [
        ["Description"],
        ["Days"],
        ["Days"],
        ["Description"],
        [],
    ]
