"""Workbooks from anywhere: read as they were shown, or refused at once without being unpacked."""

import io
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Kind
from oppdesk.domain.outgoing import Column, lines
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.exchange import archive, incoming, sheets, tabular, workbook
from oppdesk.exchange.plan import read_rows
from oppdesk.exchange.tabular import Guess
from oppdesk.i18n import NEUTRAL
from tests.exchange.books import MAIN, SHEET, TABLE, made, parts, row_of, sheet_of
from tests.exchange.test_tabular import HOSTILE

anywhere = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def opened(path: Path, **given_: object) -> tuple[Guess, list[tuple[int, list[str]]]]:
    guess = incoming.sniff(path, **given_)  # type: ignore[arg-type]
    return guess, list(incoming.open_sheet(path, guess).rows())


def refused(path: Path) -> str:
    began = time.process_time()
    with pytest.raises(UserError) as caught:
        opened(path)
    assert time.process_time() - began < 2
    assert path.name in caught.value.message
    return caught.value.message


def cells(*row: object, form: Mapping[int, str] | None = None, **options: object) -> list[str]:
    """What a row of a workbook by another hand reads as."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("People")
        sheet.write_row(0, 0, [f"column {at}" for at in range(len(row))])
        for at, value in enumerate(row):
            look = book.add_format({"num_format": (form or {}).get(at, 0)})
            if isinstance(value, date | clock):
                sheet.write_datetime(1, at, value, look)
            elif isinstance(value, str):
                sheet.write_string(1, at, value, look)
            else:
                sheet.write(1, at, value, look)
    path = Path(cells.folder) / "book.xlsx"  # type: ignore[attr-defined]
    path.write_bytes(target.getvalue())
    return opened(path)[1][0][1]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    cells.folder = tmp_path  # type: ignore[attr-defined]


# -- reading --------------------------------------------------------------------------------------------------


def test_numbers_come_without_a_fraction_they_do_not_have() -> None:
    assert cells(5, 5.0, 0.25, -3.5, 1e15, 0.1 + 0.2)[:5] == ["5", "5", "0.25", "-3.5", "1000000000000000"]


def test_i06_days_come_as_iso_whatever_they_look_like() -> None:
    found = cells(
        date(2026, 4, 30), datetime(2026, 4, 30, 9, 30), clock(9, 30), 46142,
        form={0: "dd/mm/yy", 1: "d mmm yyyy hh:mm", 2: "hh:mm"},
    )  # fmt: skip
    assert found == ["2026-04-30", "2026-04-30 09:30:00", "09:30:00", "46142"]


def test_i06_days_counted_from_1904() -> None:
    found = cells(date(2026, 4, 30), form={0: "dd/mm/yy"}, date_1904=True)
    assert found == ["2026-04-30"]


def test_truth_errors_and_blanks(tmp_path: Path) -> None:
    assert cells(True, False, "x", None, "y") == ["yes", "no", "x", "", "y"]
    row = '<c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    path = made(tmp_path / "a.xlsx", parts(sheet_of(row_of(1, "a", "b") + f'<row r="2">{row}</row>')))
    assert opened(path)[1] == [(2, ["#N/A", "#DIV/0!"])]


def test_formulas_are_not_calculated_but_read_as_shown(tmp_path: Path) -> None:
    row = '<row r="2"><c r="A2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="B2"><f>1+1</f></c></row>'
    path = made(tmp_path / "a.xlsx", parts(sheet_of(row_of(1, "a", "b") + row)))
    assert opened(path)[1] == [(2, ["ab", ""])]


def test_rows_of_sums_are_no_records(tmp_path: Path) -> None:
    money = (Field("name", "Name"), Field("value", "Value", Kind.MONEY))
    columns = [Column(one, one.label, lambda row, name=one.name: row[name]) for one in money]
    rows = [{"name": "Jan", "value": 120050}, {"name": "Piet", "value": 99}]
    workbook.write(tmp_path / "a.xlsx", "People", columns, lines([rows], columns))
    assert opened(tmp_path / "a.xlsx")[1] == [(2, ["Jan", "1200.5"]), (3, ["Piet", "0.99"])]


def test_shared_and_rich_texts(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>Name</t></si><si><r><t>Zo</t></r><r><t xml:space="preserve">ë </t></r></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    path = made(tmp_path / "a.xlsx", parts(sheet_of(rows), **{"xl/sharedStrings.xml": strings}))
    assert opened(path)[1] == [(2, ["Zoë "])]


def test_line_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    rows = row_of(3, "Name", "City") + row_of(7, "Jan", "Delft")
    path = made(tmp_path / "a.xlsx", parts(sheet_of(rows.replace('"A', '"B').replace('"B7', '"B7'))))
    assert opened(path)[1][-1][0] == 7


def test_columns_to_the_left_that_are_empty_keep_their_place(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="C1" t="str"><v>Name</v></c></row><row r="2"><c r="C2" t="str"><v>Jan</v></c></row>'
    )
    guess, found = opened(made(tmp_path / "a.xlsx", parts(sheet_of(rows))))
    assert guess.header == ("Column 1", "Column 2", "Name")
    assert found == [(2, ["", "", "Jan"])]


def test_titles_above_the_table_are_passed_over(tmp_path: Path) -> None:
    rows = (
        row_of(1, "Contacts of the fair")
        + row_of(3, "Name", "City", "Mail")
        + row_of(4, "Jan", "Delft", "a@b.nl")
    )
    guess, found = opened(made(tmp_path / "a.xlsx", parts(sheet_of(rows))))
    assert guess.header == ("Name", "City", "Mail")
    assert found == [(4, ["Jan", "Delft", "a@b.nl"])]


def test_one_of_several_sheets_is_chosen(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Empty")
        for name in ("People", "Firms"):
            book.add_worksheet(name).write_column(0, 0, [name, "x", "y"])
    guess, _rows = opened(target)
    assert (guess.sheets, guess.sheet, guess.header) == (("Empty", "People", "Firms"), "People", ("People",))
    assert opened(target, sheet="Firms")[0].header == ("Firms",)
    with pytest.raises(UserError, match="empty"):
        opened(target, sheet="Empty")
    with pytest.raises(UserError, match="no sheet"):
        opened(target, sheet="Others")


def test_a_sheet_without_headings(tmp_path: Path) -> None:
    path = made(
        tmp_path / "a.xlsx", parts(sheet_of(row_of(1, "Jan", "a@b.nl") + row_of(2, "Piet", "b@b.nl")))
    )
    guess, found = opened(path)
    assert not guess.has_header
    assert len(found) == 2


def test_i04_headings_only_and_nothing_at_all(tmp_path: Path) -> None:
    assert "no rows" in refused(made(tmp_path / "a.xlsx", parts(sheet_of(row_of(1, "Name", "City")))))
    assert "empty" in refused(made(tmp_path / "b.xlsx", parts(sheet_of(""))))


def test_a_file_that_changed_is_read_anew(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", parts())
    guess = incoming.sniff(path)
    made(
        path,
        parts(sheet_of(row_of(1, "Name", "City") + row_of(2, "Piet", "Gouda") + row_of(3, "Jan", "Delft"))),
    )
    assert len(list(incoming.open_sheet(path, guess).rows())) == 2


def test_another_thread_may_read_what_one_has_opened(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", parts())
    sheet = incoming.open_sheet(path, incoming.sniff(path))
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.extend(sheet.rows()))
    thread.start()
    thread.join()
    assert found == [(2, ["Jan", "Delft"])]


def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", parts(sheet_of("".join(row_of(at, "a", "b") for at in range(1, 3000)))))
    told: list[tuple[int, int]] = []
    sheet = incoming.open_sheet(path, incoming.sniff(path))
    assert len(list(sheet.rows(Progress(lambda done, total: told.append((done, total)))))) == 2998
    assert told[-1] == (2999, 2999)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        list(sheet.rows(stopped))
    with pytest.raises(Cancelled):
        incoming.sniff(path, progress=stopped)


# -- I09: what must not be opened ------------------------------------------------------------------------------


def test_i09_a_bomb_by_its_ratio(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", parts(sheet_of(row_of(1, "a" * 30_000) * 1500)))
    assert "unpacks to far more" in refused(path)


def test_i09_a_bomb_by_its_size(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        for at in range(30):
            book.writestr(f"xl/media/{at}.bin", b"\0" * 8_000_000)
    assert "unpacks to far more" in refused(tmp_path / "a.xlsx")


def test_i09_a_bomb_whose_directory_lies(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", parts(sheet_of(row_of(1, "a" * 30_000) * 1500)))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        info = book.getinfo(SHEET)
    size = info.file_size.to_bytes(4, "little")
    assert data.count(size) >= 2
    path.write_bytes(data.replace(size, (5000).to_bytes(4, "little")))
    refused(path)


def test_i09_ten_thousand_parts_and_sheets(tmp_path: Path) -> None:
    path = made(tmp_path / "a.xlsx", parts() | {f"xl/worksheets/s{at}.xml": TABLE for at in range(10_000)})
    assert "1000 parts" in refused(path)
    names = " ".join(f"s{at}" for at in range(10_000))
    assert "1000 sheets" in refused(made(tmp_path / "b.xlsx", parts(sheets=names)))


@pytest.mark.parametrize("name", ["xl/embeddings/a.docx", "xl/media/image.png"])
def test_i09_an_archive_within(tmp_path: Path, name: str) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as book:
        book.writestr("a", "b")
    assert "other archives" in refused(made(tmp_path / "a.xlsx", parts() | {name: inner.getvalue()}))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "docProps/app.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_i09_definitions_of_entities(tmp_path: Path, part: str, encoding: str) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    contents = parts() | {part: (laughs + parts().get(part, "<sst/>")).encode(encoding)}
    assert "definitions" in refused(made(tmp_path / "a.xlsx", contents))


def test_i09_definitions_after_much_else(tmp_path: Path) -> None:
    contents = parts(f"<!--{' ' * 5000}--><!DOCTYPE worksheet>{TABLE}")
    assert "definitions" in refused(made(tmp_path / "a.xlsx", contents))


def test_i09_macros(tmp_path: Path) -> None:
    assert "macros" in refused(made(tmp_path / "a.xlsm", parts()))
    assert "macros" in refused(made(tmp_path / "a.xlsx", parts() | {"xl/vbaProject.bin": "x"}))


def test_i09_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    assert "password" in refused(path)
    made(path, parts())
    path.write_bytes(
        path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    )
    assert "password" in refused(path)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old workbook"),
        ("a.xlsx", b"PK\x03\x04rest", "damaged"),
        ("a.xlsx", b"", "damaged"),
        ("a.xlsx", b"name,city\n", "damaged"),
    ],
)
def test_i09_other_files(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert word in refused(tmp_path / name)


def test_i09_other_kinds_of_workbook(tmp_path: Path) -> None:
    assert "another kind" in refused(made(tmp_path / "a.xlsb", {"xl/workbook.bin": "x"}))
    assert "another kind" in refused(made(tmp_path / "a.ods", {"mimetype": "x", "content.xml": "<x/>"}))
    assert "damaged" in refused(made(tmp_path / "a.zip", {"a": "x"}))


def test_i09_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    assert "50 MB" in refused(path)


@pytest.mark.parametrize("last", ["XFD1048576", "GR1048576", "A99999999", "ZZZZ1", "A0", "é1"])
def test_i09_a_sheet_of_two_cells_far_apart(tmp_path: Path, last: str) -> None:
    rows = f'{row_of(1, "Name")}<row r="1048576"><c r="{last}" t="str"><v>x</v></c></row>'
    refused(made(tmp_path / "a.xlsx", parts(sheet_of(rows))))


def test_i09_cells_without_their_place_are_counted(tmp_path: Path) -> None:
    rows = f"<row>{'<c/>' * 20_000}<c><v>1</v></c></row>" + '<row r="1048576"><c t="str"><v>x</v></c></row>'
    refused(made(tmp_path / "a.xlsx", parts(sheet_of(rows))))


def test_cells_that_only_look_different_take_no_room(tmp_path: Path) -> None:
    rows = row_of(1, "Name") + row_of(2, "Jan") + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert opened(made(tmp_path / "a.xlsx", parts(sheet_of(rows))))[1] == [(2, ["Jan"])]


def test_i09_one_long_text_in_very_many_cells(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 20_001))
    assert "too large" in refused(
        made(tmp_path / "a.xlsx", parts(sheet_of(rows), **{"xl/sharedStrings.xml": strings}))
    )


def test_i03_more_columns_and_letters_than_a_table_has(tmp_path: Path) -> None:
    wide = "".join(f'<c t="str"><v>{at}</v></c>' for at in range(201))
    rows = f"{row_of(1, 'a')}<row>{wide}</row>"
    assert "200 columns" in refused(made(tmp_path / "a.xlsx", parts(sheet_of(rows))))
    rows = row_of(1, "a") + row_of(2, "x" * 32_768)
    assert "line 2" in refused(made(tmp_path / "b.xlsx", parts(sheet_of(rows))))


def test_i09_refusing_takes_little_memory(tmp_path: Path) -> None:
    """In a process of its own, whose peak is what it took."""
    made(tmp_path / "ratio.xlsx", parts(sheet_of(row_of(1, "a" * 30_000) * 6000)))
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 20_001))
    made(tmp_path / "texts.xlsx", parts(sheet_of(rows), **{"xl/sharedStrings.xml": strings}))
    rows = f'{row_of(1, "Name")}<row r="1048576"><c r="GR1048576" t="str"><v>x</v></c></row>'
    made(tmp_path / "far.xlsx", parts(sheet_of(rows)))
    code = (
        "import sys, pathlib\n"
        "from oppdesk.domain.errors import UserError\n"
        "from oppdesk.exchange import incoming\n"
        "for path in map(pathlib.Path, sys.argv[1:]):\n"
        "    try: incoming.sniff(path)\n"
        "    except UserError: continue\n"
        "    sys.exit(path.name)\n"
        "print(pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, *map(str, tmp_path.glob("*.xlsx"))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(found.stdout) < 300_000  # kilobytes


# -- any bytes ------------------------------------------------------------------------------------------------


@anywhere
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_rows_or_a_message(tmp_path: Path, content: bytes, is_archive: bool) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" * is_archive + content)
    with suppress(UserError):
        opened(path)


GOOD = io.BytesIO()
with xlsxwriter.Workbook(GOOD, {"in_memory": True}) as _book:
    _sheet = _book.add_worksheet("People")
    for _at in range(4):
        _sheet.write_row(_at, 0, ["Zoë", 12.5, True, "Delft"])
        _sheet.write_datetime(_at, 4, datetime(2026, 3, 1, 9), _book.add_format({"num_format": 22}))
        _sheet.write_formula(_at, 5, "=1/0", None, "#DIV/0!")


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD.getvalue()) - 1), st.integers(0, 255)), min_size=1, max_size=6)
)
def test_a_damaged_workbook_gives_rows_or_a_message(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD.getvalue())
    for place, byte in changes:
        data[place] = byte
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with suppress(UserError):
        opened(path)


PARTS = {name: zipfile.ZipFile(GOOD).read(name) for name in zipfile.ZipFile(GOOD).namelist()}


@settings(
    max_examples=300,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from([*PARTS] + [SHEET] * 10), st.data())
def test_damaged_parts_of_a_workbook_give_rows_or_a_message(
    tmp_path: Path, name: str, data: st.DataObject
) -> None:
    part = bytearray(PARTS[name])
    for _change in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(part) - 1))
        part[place : place + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b'"', b"9", b"99999", b"-1", b"<c/>", b"<v>", b"1e999", b"nan"])
        )
    path = made(tmp_path / "a.xlsx", PARTS | {name: bytes(part)})
    with suppress(UserError):
        opened(path)


# -- there and back -------------------------------------------------------------------------------------------

FIELDS = (
    Field("number", "No.", Kind.CODE, 20),
    Field("name", "Name", size=100),
    Field("type", "Type", Kind.CHOICE, choices=("Company", "Person")),
    Field("employees", "Employees", Kind.WHOLE),
    Field("revenue", "Revenue", Kind.MONEY),
    Field("blocked", "Blocked", Kind.FLAG),
    Field("since", "Since", Kind.DATE),
)
COLUMNS = [Column(one, one.label, lambda row, name=one.name: row[name]) for one in FIELDS]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
values = st.fixed_dictionaries(
    {
        "number": st.text("ABC0123'=+-", min_size=1, max_size=20),
        "name": texts | st.sampled_from(HOSTILE),
        "type": st.integers(0, 1),
        "employees": st.integers(0, 10**9),
        "revenue": st.integers(0, 10**12),
        "blocked": st.booleans(),
        "since": st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31)),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, min_size=1, max_size=5))
def test_i10_export_and_import_of_a_workbook_are_an_identity(
    tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    rows = [{one.name: one.check(row[one.name]) for one in FIELDS} for row in rows]
    path = tmp_path / "out.xlsx"
    workbook.write(path, "Contacts", COLUMNS, lines([rows], COLUMNS))
    guess = incoming.sniff(path, has_header=True)
    found = list(
        read_rows(
            incoming.open_sheet(path, guess), {one.name: at for at, one in enumerate(FIELDS)}, FIELDS, NEUTRAL
        )
    )
    assert [row.faults for row in found] == [()] * len(rows)
    assert [dict(row.values) for row in found] == rows


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, min_size=1, max_size=5))
def test_i10_export_and_import_of_a_text_file_are_an_identity(
    tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    rows = [{one.name: one.check(row[one.name]) for one in FIELDS} for row in rows]
    path = tmp_path / "out.csv"
    cells_of = ([one.show(row[one.name], NEUTRAL) for one in FIELDS] for row in rows)
    tabular.write(path, [one.label for one in FIELDS], cells_of)
    guess = incoming.sniff(path, has_header=True, delimiter=",")
    columns = {one.name: at for at, one in enumerate(FIELDS)}
    found = list(read_rows(incoming.open_sheet(path, guess), columns, FIELDS, NEUTRAL))
    assert [row.faults for row in found] == [()] * len(rows)
    assert [dict(row.values) for row in found] == rows


def test_limits_are_those_of_the_book() -> None:
    assert archive.LIMITS.members == 1000
    assert archive.LIMITS.unpacked == 200_000_000
    assert sheets.MOST_ROWS == workbook.MOST_ROWS
