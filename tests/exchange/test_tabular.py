"""Files from anywhere: read right, or refused with the number of the line; written so that nothing is lost."""

import csv
import os
import subprocess
import sys
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.exchange import encodings, tabular
from oppdesk.exchange.tabular import Guess, Limits

anywhere = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SMALL = Limits(size=100_000, columns=20, cell=1000)


def made(folder: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def opened(path: Path, **given_: object) -> tuple[Guess, list[tuple[int, list[str]]]]:
    guess = tabular.sniff(path, **given_)  # type: ignore[arg-type]
    return guess, list(tabular.open_sheet(path, guess).rows())


def refused(path: Path, limits: Limits = tabular.LIMITS) -> str:
    with pytest.raises(UserError) as caught:
        list(tabular.open_sheet(path, tabular.sniff(path, limits=limits), limits).rows())
    return caught.value.message


TABLE = "Naam;Plaats\r\nZoë Çelik;'s-Hertogenbosch\r\nJürgen Groß;Münster\r\n"
CHINESE = "姓名,城市\n徐美玲,苏州\n郭建明,宁波\n陈志远,广州市南沙区\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_i01_western_encodings_are_found(tmp_path: Path, encoding: str, found: str) -> None:
    guess, rows = opened(made(tmp_path, TABLE, encoding))
    assert guess.encoding == found
    assert guess.delimiter == ";"
    assert guess.header == ("Naam", "Plaats")
    assert rows == [(2, ["Zoë Çelik", "'s-Hertogenbosch"]), (3, ["Jürgen Groß", "Münster"])]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_i01_chinese_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    guess, rows = opened(made(tmp_path, CHINESE, encoding))
    assert guess.header == ("姓名", "城市")
    assert rows[0] == (2, ["徐美玲", "苏州"])


def test_i01_not_utf_8_only_far_into_the_file(tmp_path: Path) -> None:
    text = "Naam,Plaats\n" + "Jan,Delft\n" * 300_000 + "Zoë,Curaçao\n"
    guess, rows = opened(made(tmp_path, text, "cp1252"))
    assert guess.encoding == "cp1252"
    assert rows[-1] == (300_002, ["Zoë", "Curaçao"])


def test_i01_the_user_may_choose_another_encoding(tmp_path: Path) -> None:
    path = made(tmp_path, "Naam\nÅngström\n", "cp1252")
    assert tabular.sniff(path, encoding="gb18030").sample != (("Ångström",),)
    assert tabular.sniff(path, encoding="cp1252").sample == (("Ångström",),)
    with pytest.raises(UserError, match="another encoding"):
        tabular.sniff(path, encoding="utf-8")


def test_i01_a_choice_of_encodings_can_be_offered() -> None:
    assert all(text.encode(name).decode(name) == text for name, _label in encodings.CHOICES for text in ["a"])


def test_i01_mixed_line_ends_and_lines_within_values(tmp_path: Path) -> None:
    _guess, rows = opened(made(tmp_path, 'a,b\r\n1,2\r3,"x\r\ny"\n\n  \n5,6'))
    assert rows == [(2, ["1", "2"]), (3, ["3", "x\r\ny"]), (7, ["5", "6"])]


def test_i01_a_nul_stays_in_its_cell_where_the_check_of_the_field_refuses_it(tmp_path: Path) -> None:
    _guess, rows = opened(made(tmp_path, b"name,city\nJan\0,Delft\nPiet,Gouda\n"))
    assert rows == [(2, ["Jan\0", "Delft"]), (3, ["Piet", "Gouda"])]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1", b"%PDF-1.7\n%\xe2", bytes(range(1, 32)) * 9]
)
def test_i01_other_kinds_of_file_are_named(tmp_path: Path, content: bytes) -> None:
    assert "“people.csv”" in refused(made(tmp_path, content))


def test_i02_unclosed_quote_names_its_line(tmp_path: Path) -> None:
    assert "line 3" in refused(made(tmp_path, 'a,b\n1,2\n3,"x\n4,5\n6,7\n'))


def test_i02_unclosed_quote_before_another_value_in_quotes(tmp_path: Path) -> None:
    assert "line 2" in refused(made(tmp_path, 'a,b\n1,"x\n3,"y"\n'))


def test_i02_unclosed_quote_before_a_long_rest(tmp_path: Path) -> None:
    message = refused(made(tmp_path, 'a,b\n1,2\n3,"x\n' + "4,5\n" * 100_000))
    assert "line 3" in message
    assert "quotation mark" in message


def test_i02_nothing_of_the_row_with_the_fault_or_after_it_is_handed_out(tmp_path: Path) -> None:
    path = made(tmp_path, "a,b\n" + "1,2\n" * 50 + '3,"x\n4,5\n')
    rows = tabular.open_sheet(path, tabular.sniff(path)).rows()
    seen = []
    with pytest.raises(UserError):
        seen.extend(rows)
    assert all(cells == ["1", "2"] for _line, cells in seen)


def test_i03_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    assert "500 MB" in refused(path)


def test_i03_ten_thousand_columns(tmp_path: Path) -> None:
    wide = ",".join(str(n) for n in range(10_000))
    assert "line 1" in refused(made(tmp_path, f"{wide}\n{wide}\n"))
    assert "line 3" in refused(made(tmp_path, f"a,b\n1,2\n{wide}\n"))
    _guess, rows = opened(made(tmp_path, "a,b\n1,2" + "," * 10_000 + "\n"))
    assert rows == [(2, ["1", "2"])]  # empty ones at the end are a spreadsheet's habit


def test_i03_a_value_over_the_limit(tmp_path: Path) -> None:
    assert "line 3" in refused(made(tmp_path, f"a,b\n1,2\n3,{'x' * 32_768}\n"))
    _guess, rows = opened(made(tmp_path, f"a,b\n1,2\n3,{'x' * 32_767}\n"))
    assert len(rows[1][1][1]) == 32_767


@pytest.mark.parametrize("letters", ["x", "xy,", '"x\n",'])
def test_i03_a_row_without_end_is_stopped_with_bounded_memory(tmp_path: Path, letters: str) -> None:
    path = made(tmp_path, "a,b\n" + letters * (8_000_000 // len(letters)))
    tracemalloc.start()
    try:
        message = refused(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "line 2" in message
    assert peak < 250_000_000


def test_i03_one_line_of_100_mb_is_stopped_at_the_limit(tmp_path: Path) -> None:
    """In a process of its own, whose peak is what it took."""
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\n1,2\n" + b"x" * 100_000_000)
    code = (
        "import sys, pathlib\n"
        "from oppdesk.domain.errors import UserError\n"
        "from oppdesk.exchange import incoming\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "try: list(incoming.open_sheet(path, incoming.sniff(path)).rows())\n"
        "except UserError as fault: print(fault.message)\n"
        "print(pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "line 3" in found[0]
    assert int(found[1]) < 300_000  # kilobytes


def test_i03_many_rows_take_no_memory(tmp_path: Path) -> None:
    path = made(tmp_path, "a,b\n" + "some text,more text\n" * 50_000)
    guess = tabular.sniff(path)
    tracemalloc.start()
    try:
        assert sum(1 for _ in tabular.open_sheet(path, guess).rows()) == 50_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_i04_empty_file(tmp_path: Path) -> None:
    for content in (b"", b"\xef\xbb\xbf", b"\n\r\n  \n", "\n".encode("utf-16")):
        assert "empty" in refused(made(tmp_path, content))


def test_i04_header_only(tmp_path: Path) -> None:
    path = made(tmp_path, "name,city\n")
    assert tabular.sniff(path).header == ("name", "city")
    assert "no rows" in refused(path)


def test_i04_duplicate_and_empty_headings_get_names_of_their_own(tmp_path: Path) -> None:
    guess, rows = opened(made(tmp_path, "Phone,,Phone, Phone ,E  mail\n1,2,3,4,x@y.example\n"))
    assert guess.header == ("Phone", "Column 2", "Phone (2)", "Phone (3)", "E mail")
    assert rows == [(2, ["1", "2", "3", "4", "x@y.example"])]


def test_i04_columns_without_a_heading_are_not_lost(tmp_path: Path) -> None:
    guess, _rows = opened(made(tmp_path, "name,city\nJan,Delft,a\nPiet,Gouda,b\n"))
    assert guess.header == ("name", "city", "Column 3")


def test_i04_one_row_with_more_values_than_headings_is_seen(tmp_path: Path) -> None:
    guess, rows = opened(made(tmp_path, "name,city\nJan,Delft\nPiet,Gouda\nSmith, John,York\n"))
    assert guess.header == ("name", "city")
    assert rows[2] == (4, ["Smith", " John", "York"])


def test_i04_short_rows_are_filled(tmp_path: Path) -> None:
    _guess, rows = opened(made(tmp_path, "name,city,phone\nJan\nPiet,Gouda,1\n"))
    assert rows[0] == (2, ["Jan", "", ""])


def test_i04_a_file_without_headings(tmp_path: Path) -> None:
    path = made(tmp_path, "Jan,jan@delft.example\nPiet,piet@gouda.example\n")
    guess, rows = opened(path)
    assert not guess.has_header
    assert guess.header == ("Column 1", "Column 2")
    assert [line for line, _cells in rows] == [1, 2]
    assert tabular.sniff(path, has_header=True).header == ("Jan", "jan@delft.example")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1,5\t2;5\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("Name\nHoekema, Sanne\nBrakel, Teun\n", ","),
        ("Name;Remark\nA;one, two, three\nB;four\nC;five; six\n", ";"),
        ("sep=;\na;b\n1;2\n", ";"),
        ('Naam;Adres\n"Jansen; Piet";"Straat 1, Delft"\n', ";"),
    ],
)
def test_delimiter_is_found_also_for_one_column(tmp_path: Path, text: str, delimiter: str) -> None:
    assert tabular.sniff(made(tmp_path, text)).delimiter == delimiter


def test_one_column(tmp_path: Path) -> None:
    guess, rows = opened(made(tmp_path, "City\nDelft\nGouda\n"))
    assert guess == Guess("utf-8-sig", ",", True, ("City",), (("Delft",), ("Gouda",)))
    assert rows == [(2, ["Delft"]), (3, ["Gouda"])]


def test_the_hint_of_excel_is_no_row(tmp_path: Path) -> None:
    guess, rows = opened(made(tmp_path, "sep=;\r\na;b\r\n1;2\r\n"))
    assert guess.header == ("a", "b")
    assert rows == [(3, ["1", "2"])]


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none.csv", tmp_path, tmp_path / "pipe", tmp_path / "a\0b"):
        refused(path)


def test_progress_is_told_in_bytes_and_may_stop_the_reading(tmp_path: Path) -> None:
    path = made(tmp_path, "a,b\n" + "1,2\n" * 100_000)
    sheet = tabular.open_sheet(path, tabular.sniff(path))
    told: list[tuple[int, int]] = []
    assert sum(1 for _ in sheet.rows(Progress(lambda done, total: told.append((done, total))))) == 100_000
    assert told[-1] == (400_004, 400_004)
    assert 10 < len(told) < 250
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        list(sheet.rows(progress))


@anywhere
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\xd8")
@example(b'"\r"')
@example(b"\x00" * 50)
@example(b"a,b\n\x81\x8d,\xff\n")
@example(b"\xff\xfe\x00\x00abc")
def test_any_bytes_give_rows_or_a_message(tmp_path: Path, content: bytes) -> None:
    path = made(tmp_path, content)
    with suppress(UserError):
        guess = tabular.sniff(path, limits=SMALL)
        for line, cells in tabular.open_sheet(path, guess, SMALL).rows():
            assert line >= 1
            assert len(cells) >= len(guess.header)


@anywhere
@given(
    st.text(alphabet="a1,;\t|\"'\r\n =\0é徐", max_size=60), st.sampled_from(["utf-8", "utf-16", "gb18030"])
)
def test_any_text_gives_rows_or_a_message(tmp_path: Path, content: str, encoding: str) -> None:
    path = made(tmp_path, content, encoding)
    with suppress(UserError):
        opened(path)


HOSTILE = [
    "=cmd|' /C calc'!A0", "+49 30 23125 114", "-2+3", "@x", "\tx", "\rx", "\nx", " =1", "\u200b=1", "\ufeff=1", "＝1", "＋1",
    "－1", "＠x", "|x", "%x", "｜x", "\xa0=1", "\u3000=1", "'=1", "''=1", "'", "''", "'+", "+", "-", "=",
]  # fmt: skip
HARMLESS = ["", "x", "1", "-2", "-12.50", "'s-Hertogenbosch", "'t Hof", "a=b", "徐美玲", "x@y.example", "''x"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_i10_hostile_cells_are_written_as_text(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "out.csv"
    assert tabular.write(path, ["a", "b"], [["x", cell]]) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))[1][1]
    if cell not in ("'", "''"):
        assert written == "'" + cell
    assert not written.lstrip("\u200b\ufeff\u3000\xa0 ").startswith(tuple("=+-@\t\r\n|%＝＋－＠｜％"))
    _guess, rows = opened(path)
    assert rows == [(2, ["x", cell])]


@pytest.mark.parametrize("cell", HARMLESS)
def test_i10_harmless_cells_are_written_as_they_are(cell: str) -> None:
    assert tabular.harmless(cell) == cell
    assert tabular.original(cell) == cell


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(HOSTILE + HARMLESS)


@settings(max_examples=1000)
@given(cells)
def test_i10_every_cell_comes_back(cell: str) -> None:
    assert tabular.original(tabular.harmless(cell)) == cell


@anywhere
@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_i10_export_and_import_are_an_identity(
    tmp_path: Path, table: list[list[str]], delimiter: str
) -> None:
    path = tmp_path / "out.csv"
    header = [f"field {n}" for n in range(len(table[0]) + 1)]
    rows = [[f"OP{n}", *row] for n, row in enumerate(table)]
    assert tabular.write(path, header, rows, delimiter) == len(rows)
    guess = tabular.sniff(path, has_header=True, delimiter=delimiter)
    assert guess.encoding == "utf-8-sig"
    assert guess.header == tuple(header)
    assert [row for _line, row in tabular.open_sheet(path, guess).rows()] == rows


def test_a_file_is_written_complete_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    tabular.write(path, ["a"], [["1"]])
    before = path.read_bytes()

    def broken() -> list[list[str]]:
        raise Cancelled

    with pytest.raises(Cancelled):
        tabular.write(path, ["a"], (row for row in broken()))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["out.csv"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"out\.csv"):
        tabular.write(tmp_path / "none" / "out.csv", ["a"], [["1"]])
