"""Every kind of file through the import assistant: workbooks, cards and tables, and the bad ones, which only tell why."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.dialogs.import_wizard import CHECK, COLUMNS, FILE, IMPORT
from oppdesk.ui.workplace import Workplace
from tests.exchange.books import TABLE, made, parts, row_of, sheet_of
from tests.ui.import_window import Window, open_window, table_rows
from tests.ui.scripted import ScriptedPrompts

Key = Qt.Key
CARDS = """BEGIN:VCARD\r
VERSION:3.0\r
N:Hoekema;Sanne;;;\r
FN:Sanne Hoekema\r
ORG:Molenhof Zuivel BV\r
EMAIL:s.hoekema@molenhof.example\r
X-PET:Snuf the dog\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:Kranz GmbH\r
ORG:Kranz GmbH\r
KIND:org\r
END:VCARD\r
"""


@pytest.fixture(autouse=True)
def look(qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")


@pytest.fixture
def window(place: Workplace, qtbot: QtBot) -> Iterator[Window]:
    """The assistant for contacts, without a file."""
    kept = open_window(place, qtbot, "contacts")
    yield kept
    del kept


def count(desk: Desk, table: str = "contact") -> int:
    return desk.lists.count(table, Query())


def preview(window: Window) -> tuple[list[str], list[list[str]]]:
    model = window.wizard.file.preview.model()
    header = [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]
    return header, table_rows(window.wizard.file.preview)


def test_a_workbook_comes_in_and_another_of_its_sheets_can_be_chosen(
    window: Window, desk: Desk, tmp_path: Path
) -> None:
    contents = parts(sheets="Leads")
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(
        'sheetId="2" r:id="r1"', 'sheetId="2" r:id="r9"'
    )
    contents["xl/_rels/workbook.xml.rels"] = contents["xl/_rels/workbook.xml.rels"].replace(
        'Id="r2"', 'Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet2.xml"/><Relationship Id="r2"', 1
    )  # fmt: skip
    leads = sheet_of(
        row_of(1, "Company", "City") + row_of(2, "Kranz GmbH", "Berlin") + row_of(3, "Moor Ltd", "Ely")
    )
    contents["xl/worksheets/sheet2.xml"] = leads
    window.wizard.open_file(made(tmp_path / "fair.xlsx", contents))
    step = window.wizard.file
    assert [step.sheet.itemText(at) for at in range(step.sheet.count())] == ["Table", "Leads"]
    assert not step.encoding.isVisible()
    assert preview(window) == (["Name", "City"], [["Jan", "Delft"]])
    window.tab_to(step.sheet)
    window.press(Key.Key_Down)
    step.sheet.activated.emit(step.sheet.currentIndex())
    assert preview(window)[0] == ["Company", "City"]
    window.wizard.accept()
    assert "fair.xlsx, sheet “Leads”, 2 rows." in window.wizard.columns.line()
    for _step in range(2):
        window.wizard.accept()
    assert window.wizard.step() == IMPORT
    assert count(desk) == 2


def test_cards_have_no_columns_to_match_but_a_preview(window: Window, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(CARDS.encode())
    window.wizard.open_file(path)
    header, rows = preview(window)
    assert rows[0][header.index("Name")] == "Sanne Hoekema"
    assert not window.wizard.file.has_header.isVisible()
    assert window.wizard.primary.text() == "&Check the cards"
    window.press(Key.Key_Return)
    assert window.wizard.step() == CHECK
    window.wizard.back.click()
    assert window.wizard.step() == FILE
    window.wizard.accept()
    window.wizard.accept()
    assert window.wizard.step() == IMPORT
    assert count(desk) == 3  # and the company that the first card names
    assert any("Snuf" in each or "pet" in each.casefold() for each in window.wizard.ending.told())


def test_i07_the_same_cards_again_have_nothing_to_import(window: Window, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(CARDS.encode())
    for _time in range(2):
        window.wizard.open_file(path)
        for _step in range(2):
            window.wizard.accept()
    assert window.wizard.step() == CHECK
    assert not window.wizard.primary.isEnabled()
    assert window.figures()[:2] == (0, 0)
    assert count(desk) == 3


def test_letters_that_came_wrong_are_seen_and_another_encoding_mends_them(
    window: Window, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    right = [["李小龙", "北京市朝阳区"]]
    path.write_bytes("Name,City\n李小龙,北京市朝阳区\n".encode("gb18030"))
    window.wizard.open_file(path)
    box = window.wizard.file.encoding

    def choose(encoding: str) -> None:
        box.setCurrentIndex(box.findData(encoding))
        box.activated.emit(box.currentIndex())

    choose("cp1252")
    assert preview(window)[1] != right
    choose("utf-8-sig")
    assert window.wizard.file.fault()
    choose("gb18030")
    assert preview(window)[1] == right
    assert window.wizard.file.fault() == ""
    assert window.wizard.primary.isEnabled()


def _laughs() -> dict[str, str]:
    return parts() | {"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY a "haha">]><sst/>'}


BAD: list[tuple[str, str, bytes]] = [
    ("I01", "a.csv", b"\0\1\2\3" * 500),
    ("I01", "a.csv", b""),
    ("I01", "a.csv", "Name\n".encode("utf-16-be") + b"\xd8"),
    ("I02", "a.csv", b'Name,City\n"open,Bern\n' + b"x,y\n" * 20),
    ("I03", "a.csv", b"Name," + b"a" * 40_000 + b"\n1,2\n"),
    ("I03", "a.csv", ",".join(f"c{at}" for at in range(10_000)).encode() + b"\n1\n"),
    ("I04", "a.csv", b"Name,City\n"),
    ("I09", "a.xlsx", b"PK\x03\x04rest"),
    ("I09", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
    ("I09", "a.pdf", b"%PDF-1.7"),
    ("I01", "a.vcf", b"nothing of a card"),
    ("I01", "a.vcf", b""),
]


@pytest.mark.parametrize(("case", "name", "content"), BAD)
def test_i01_to_i04_and_i09_a_bad_file_is_answered_with_a_sentence(
    window: Window, desk: Desk, tmp_path: Path, case: str, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    _is_refused(window, path, case)
    assert count(desk) == 0


def test_i09_workbooks_that_mean_harm_are_answered_with_a_sentence(window: Window, tmp_path: Path) -> None:
    bomb = parts(sheet_of(row_of(1, "a" * 30_000) * 1500))
    many = parts() | {f"xl/worksheets/s{at}.xml": TABLE for at in range(2_000)}
    for at, contents in enumerate((bomb, many, _laughs(), parts() | {"xl/vbaProject.bin": "x"})):
        _is_refused(window, made(tmp_path / f"{at}.xlsx", contents), "I09")


def _is_refused(window: Window, path: Path, case: str) -> None:
    """Said where the file is chosen, quickly, and the window takes the next one."""
    since = monotonic()
    wizard = window.wizard
    wizard.open_file(path)
    for _step in range(2):
        wizard.accept()  # what shows later leads back to the file
    sentence = wizard.file.fault()
    assert wizard.step() == FILE, case
    assert sentence.endswith((".", "!")), sentence
    assert not wizard.primary.isEnabled()
    assert monotonic() - since < 20
    good = path.with_name("good.csv")
    good.write_text("Name,City\nMoor Ltd,Ely\n", "utf-8")
    wizard.open_file(good)
    assert wizard.file.fault() == ""
    wizard.accept()
    assert wizard.step() == COLUMNS


def test_a_damaged_row_is_a_fault_and_the_rejected_rows_can_be_saved_and_read_again(
    window: Window, desk: Desk, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,E-mail\nMoor Ltd,info@moor.example\nKranz GmbH,kranz@@nowhere\n", "utf-8")
    window.wizard.open_file(path)
    for _step in range(2):
        window.wizard.accept()
    assert window.figures() == (1, 0, 0, 1)
    (fault,) = table_rows(window.wizard.check.faults)
    assert fault[:2] == ["3", "E-mail"]
    rejected = tmp_path / "rejected.csv"
    prompts.files.append(rejected)
    window.tab_to(window.wizard.check.save)
    window.press(Key.Key_Space)
    window.wizard.accept()
    assert count(desk) == 1
    rejected.write_text(
        rejected.read_text("utf-8-sig").replace("@@", "@").replace("nowhere", "kranz.example"), "utf-8"
    )
    window.wizard.open_file(rejected)
    for _step in range(3):
        window.wizard.accept()
    assert count(desk) == 2


def test_another_file_over_a_started_one_begins_anew(window: Window, tmp_path: Path) -> None:
    for name, heading in (("one.csv", "Name"), ("two.csv", "Company")):
        path = tmp_path / name
        path.write_text(f"{heading},City\nMoor Ltd,Ely\n", "utf-8")
        window.wizard.open_file(path)
        window.wizard.accept()
        assert window.wizard.step() == COLUMNS
        assert name in window.wizard.columns.line()
        assert window.wizard.columns.rows[0].heading == heading
