"""Workbooks: real numbers and dates, text that stays text, sums that follow, and a file only when it is whole."""

import os
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind, Ref
from oppdesk.domain.outgoing import Column, Line, What, lines
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.exchange import tabular, workbook
from tests.exchange.sheets import MAIN, opened
from tests.exchange.test_tabular import HOSTILE

FIELDS = (
    Field("name", "Name"),
    Field("value", "Value", Kind.MONEY),
    Field("current", "Current value", Kind.VALUE),
    Field("chances", "Chances", Kind.PERCENT),
    Field("likely", "Probability", Kind.RATE),
    Field("closing", "Closing", Kind.DATE),
    Field("changed", "Changed", Kind.MOMENT),
    Field("active", "Active", Kind.FLAG),
    Field("priority", "Priority", Kind.CHOICE, choices=("Low", "Normal", "High")),
    Field("person", "Salesperson", Kind.LOOKUP, target="salesperson"),
)
COLUMNS = tuple(Column(field, field.label, lambda row, name=field.name: row[name]) for field in FIELDS)
ROW = {
    "id": 1,
    "name": "Refit of line 3",
    "value": 4_800_050,
    "current": 4_200_000_000,
    "chances": 25,
    "likely": 875,
    "closing": date(2026, 4, 30),
    "changed": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    "active": True,
    "priority": 2,
    "person": Ref(7, "Zoë Çelik"),
}


def rows(count: int) -> Iterator[list[dict[str, object]]]:
    for start in range(0, count, 1000):
        yield [ROW | {"id": number} for number in range(start, min(count, start + 1000))]


def written(path: Path, *found: dict[str, object], groups: Sequence[tuple[str, int]] = ()) -> int:
    return workbook.write(path, "Opportunities", COLUMNS, lines([list(found)], COLUMNS, groups))


def test_values_are_what_they_are_and_not_texts(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert written(path, ROW) == 1
    row = opened(path).rows[1]
    assert (row["A"].kind, row["A"].text) == ("inlineStr", "Refit of line 3")
    assert float(row["B"].text) == 48000.5
    assert float(row["C"].text) == 4200
    assert (float(row["D"].text), row["D"].look) == (0.25, "9")  # 0 %
    assert (float(row["E"].text), row["E"].look) == (0.0875, "10")  # 0.00 %
    assert (row["F"].text, row["F"].look) == ("46142", "14")  # a day, as whoever opens it writes days
    assert row["G"].look == "22"
    assert (row["H"].kind, row["H"].text) == ("b", "1")
    assert (row["I"].text, row["J"].text) == ("High", "Zoë Çelik")


def test_blank_values_leave_their_cells_empty(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW | {"name": "", "closing": None, "person": None})
    assert not {"A", "F", "J"} & opened(path).rows[1].keys()


def test_a_day_before_the_calendar_of_workbooks_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW | {"closing": date(1899, 12, 31)})
    assert opened(path).rows[1]["F"].text == "1899-12-31"


def test_the_head_stays_in_sight_and_the_list_can_be_filtered(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW, ROW)
    book = opened(path)
    assert [cell.text for cell in book.rows[0].values()] == [field.label for field in FIELDS]
    pane = next(iter(book.sheet.iter(f"{MAIN}pane")))
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert next(iter(book.sheet.iter(f"{MAIN}autoFilter"))).get("ref") == "A1:J3"
    widths = [float(each.get("width", "0")) for each in book.sheet.iter(f"{MAIN}col")]
    assert len(widths) == len(FIELDS)
    assert all(width >= len(field.label) for width, field in zip(widths, FIELDS, strict=True))


def test_the_sums_are_formulas_that_follow_the_filter(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW, ROW)
    last = opened(path).rows[-1]
    assert last["A"].text == "Sum"
    assert (last["B"].formula, float(last["B"].text)) == ("SUBTOTAL(9,B2:B3)", 96001)
    assert (last["C"].formula, float(last["C"].text)) == ("SUBTOTAL(9,C2:C3)", 8400)
    assert set(last) == {"A", "B", "C"}  # of a percentage there is no sum


def test_an_empty_list_is_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert written(path) == 0
    assert len(opened(path).rows) == 1


def test_groups_have_a_head_and_sums_and_can_be_folded(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW, ROW, ROW | {"person": None}, groups=(("Zoë Çelik", 2), ("nobody", 1)))
    book = opened(path)
    assert [row["A"].text for row in book.rows] == [
        "Name", "Zoë Çelik", ROW["name"], ROW["name"], "Sum of Zoë Çelik",
        "nobody", ROW["name"], "Sum of nobody", "Sum",
    ]  # fmt: skip
    assert book.rows[4]["B"].formula == "SUBTOTAL(9,B3:B4)"
    assert book.rows[7]["B"].formula == "SUBTOTAL(9,B7:B7)"
    assert (book.rows[8]["B"].formula, float(book.rows[8]["B"].text)) == ("SUBTOTAL(9,B2:B8)", 3 * 48000.5)
    levels = [row.get("outlineLevel", "0") for row in book.sheet.iter(f"{MAIN}row")]
    assert levels == ["0", "0", "1", "1", "0", "0", "1", "0", "0"]
    assert not list(book.sheet.iter(f"{MAIN}autoFilter"))


@pytest.mark.parametrize(
    "text", [*HOSTILE, "https://example.com/", "mailto:a@example.com", "1e4", "_x0041_", "12"]
)
def test_i10_text_is_text_whatever_stands_in_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW | {"name": text})
    cell = opened(path).rows[1]["A"]
    assert (cell.kind, cell.formula) == ("inlineStr", "")
    assert tabular.original(cell.text.replace("\r", "\n")) == text.replace("\r", "\n")
    if not text.startswith("'"):
        assert cell.text.replace("\r", "\n") == text.replace("\r", "\n")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(HOSTILE)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=5))
def test_i10_any_text_makes_a_sheet_that_can_be_read(tmp_path: Path, names: list[str]) -> None:
    path = tmp_path / "out.xlsx"
    written(path, *[ROW | {"name": name} for name in names])
    assert len(opened(path).rows) == len(names) + 2


def test_i11_a_sheet_may_be_named_after_anything(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    for title, name in (("[a]:b/c?*\\d", "a  b c   d"), ("'x'", "x"), ("", "OppDesk"), ("x" * 40, "x" * 31)):
        workbook.write(path, title, COLUMNS, lines([[ROW]], COLUMNS))
        assert opened(path).name == name


def test_a_text_longer_than_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="row 2 has 32768 characters"):
        written(tmp_path / "out.xlsx", ROW | {"name": "x" * 32_768})
    assert not list(tmp_path.iterdir())


def test_a_sheet_that_is_full_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(UserError, match="holds 3 rows"):
        written(tmp_path / "out.xlsx", ROW, ROW)
    assert not list(tmp_path.iterdir())


def cancelled_after(calls: int, of: Progress) -> Iterator[list[dict[str, object]]]:
    for number, block in enumerate(rows(5_000)):
        if number == calls:
            of.cancel()
        of.step(number, 5)
        yield block


def test_a_cancelled_export_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    written(path, ROW)
    before = path.read_bytes()
    progress = Progress()
    with pytest.raises(Cancelled):
        workbook.write(path, "x", COLUMNS, lines(cancelled_after(2, progress), COLUMNS), progress)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["out.xlsx"]


def test_the_packing_at_the_end_can_be_cancelled_too(tmp_path: Path) -> None:
    progress = Progress()

    def found() -> Iterator[Line]:
        yield from lines(rows(2_000), COLUMNS)
        progress.cancel()

    with pytest.raises(Cancelled):
        workbook.write(tmp_path / "out.xlsx", "x", COLUMNS, found(), progress)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"out\.xlsx"):
        written(tmp_path / "none" / "out.xlsx", ROW)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="has no full device")  # noqa: PTH110
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx.partial").symlink_to("/dev/full")
    with pytest.raises(UserError, match=r"out\.xlsx"):
        written(tmp_path / "out.xlsx", ROW)
    assert not list(tmp_path.iterdir())


def test_many_rows_take_no_memory(tmp_path: Path) -> None:
    workbook.write(tmp_path / "out.xlsx", "x", COLUMNS, lines(rows(1_000), COLUMNS))
    tracemalloc.start()
    workbook.write(tmp_path / "out.xlsx", "x", COLUMNS, lines(rows(10_000), COLUMNS))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_list_that_is_grouped_says_where_each_group_begins_and_ends() -> None:
    found = lines([[ROW], [ROW, ROW]], COLUMNS, (("a", 2), ("b", 1)))
    assert [(line.what, line.text, line.records) for line in found] == [
        (What.GROUP, "a", 2), (What.RECORD, "", 0), (What.RECORD, "", 0), (What.SUBTOTAL, "a", 2),
        (What.GROUP, "b", 1), (What.RECORD, "", 0), (What.SUBTOTAL, "b", 1), (What.TOTAL, "", 3),
    ]  # fmt: skip
