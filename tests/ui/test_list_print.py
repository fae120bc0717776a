"""A list on paper: the same columns, filters in words, a heading and a number on every page, and nothing read as markup."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.i18n import learn
from oppdesk.ui import list_content, list_paper
from oppdesk.ui.dialogs import print_list
from oppdesk.ui.dialogs.print_list import PrintList
from oppdesk.ui.list_paper import Pages, Sheets
from oppdesk.ui.workplace import Workplace
from tests.ui.scripted import ScriptedPrompts
from tests.ui.test_list_output import Shelf, dialog_of

FORM = learn("en_GB")


@pytest.fixture
def shelf(sample_data: None, place: Workplace, qtbot: QtBot) -> Iterator[Shelf]:
    made = Shelf(place, Query(orders=(Order("estimated_value", descending=True),)))
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    yield made
    made.list.setModel(None)


def sheets(shelf: Shelf, copies: int = 1) -> Sheets:
    wish = list_content.of_list(shelf.place, shelf.list, "Opportunities")
    lines = list_paper.packed(shelf.place.desk.exporting.lines(wish), wish.columns, FORM)
    return Sheets("Opportunities", "", "Printed today", wish.columns, lines[:-1] * copies + lines[-1:])


def test_every_line_is_on_one_page_and_each_page_is_full(shelf: Shelf) -> None:
    pages = Pages(sheets(shelf, 20))
    found = [line for page in range(pages.count) for line in pages.lines_of(page)]
    assert found == list(pages.sheets.lines)
    assert pages.count > 10
    assert all(pages.lines_of(page) for page in range(pages.count))
    assert {len(pages.lines_of(page)) for page in range(1, pages.count - 1)} == {len(pages.lines_of(1))}


def test_a_wide_list_is_printed_across_and_a_narrow_one_upright(shelf: Shelf) -> None:
    assert Pages(sheets(shelf)).is_turned
    for column in shelf.list.records.columns[2:6]:
        shelf.list.set_hidden(column.name, is_hidden=True)
    assert not Pages(sheets(shelf)).is_turned
    assert Pages(sheets(shelf), turned=True).is_turned


def test_all_columns_fit_between_the_margins(shelf: Shelf) -> None:
    for column in shelf.list.records.columns:
        shelf.list.set_hidden(column.name, is_hidden=False)
    for turned in (True, False):
        pages = Pages(sheets(shelf), turned=turned)
        across = sum(pages.widths) + list_paper.GAP * (len(pages.widths) - 1)
        assert across <= pages.room.width() + 0.01
        assert min(pages.widths) > 0


def test_the_sums_are_on_the_last_page(shelf: Shelf) -> None:
    last = sheets(shelf).lines[-1]
    assert last[0] == "t"
    total = sum(
        row["estimated_value"] for row in shelf.place.desk.lists.page("opportunity", Query(), 0, 1_000)
    )
    assert FORM.money(total) in last.split("\x1f")
    assert "Sum" in last


def test_groups_are_printed_with_head_and_sums(shelf: Shelf) -> None:
    shelf.list.set_query(Query(group="salesperson"))
    marks = [line[0] for line in sheets(shelf).lines]
    groups = shelf.place.desk.lists.groups("opportunity", Query(group="salesperson"))
    assert marks.count("g") == marks.count("s") == len(groups)
    assert marks[0] == "g"
    assert marks[-2:] == ["s", "t"]


def test_i11_markup_in_a_name_is_printed_as_it_stands(shelf: Shelf) -> None:
    row = shelf.list.records.row_id(0)
    shelf.place.desk.opportunity_fields.change(row, "description", "<img src=file:///etc/passwd><b>x</b>")
    pages = Pages(sheets(shelf))
    assert "<img src=file:///etc/passwd><b>x</b>" in pages.sheets.lines[0].split("\x1f")
    image = QImage(850, 600, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    pages.paint(painter, 0)
    painter.end()
    assert image.pixelColor(0, 0).lightness() == 255
    assert any(image.pixelColor(x, y).lightness() < 128 for x in range(0, 850, 2) for y in range(60))


@pytest.fixture
def dialog(shelf: Shelf) -> PrintList:
    shelf.print_list()
    return dialog_of(shelf, PrintList)


def test_the_preview_goes_from_page_to_page(dialog: PrintList) -> None:
    assert dialog.pages is not None
    assert dialog.of.text() == f"of {dialog.pages.count} pages"
    assert not dialog.back.isEnabled()
    dialog.on.click()
    assert dialog.number.value() == 2
    assert dialog.back.isEnabled()
    assert not dialog.view.grab().isNull()
    dialog.turned.click()
    assert not dialog.pages.is_turned


def test_a_list_is_saved_as_pdf_complete_or_not_at_all(
    dialog: PrintList, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files.append(tmp_path / "list.pdf")
    dialog.save.click()
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    assert prompts.suggested[0].endswith(".pdf")
    assert prompts.told == ["Saved as “list.pdf”."]
    prompts.files.append(tmp_path / "nowhere" / "list.pdf")
    dialog.save.click()
    assert "list.pdf" in prompts.told[1]
    assert [found.name for found in tmp_path.glob("list*")] == ["list.pdf"]


def test_several_selected_rows_are_printed_alone(shelf: Shelf) -> None:
    shelf.list.select([shelf.list.records.row_id(row) for row in (0, 3)])
    shelf.print_list()
    dialog = dialog_of(shelf, PrintList)
    assert dialog.pages is not None
    assert len(dialog.pages.sheets.lines) == 3  # with the sums


def test_what_narrows_the_list_is_said_on_the_first_page(shelf: Shelf) -> None:
    shelf.list.set_query(Query((Filter("priority", Op.IS, 2),)))
    shelf.print_list()
    dialog = dialog_of(shelf, PrintList)
    assert dialog.pages is not None
    assert dialog.pages.sheets.words == "Priority is High"


def test_a_heap_of_paper_is_asked_about_and_a_mountain_is_refused(
    shelf: Shelf, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_list, "MANY", 1)
    prompts.answers.append(False)
    shelf.print_list()
    assert "2 pages" in prompts.asked[0]
    assert not shelf.findChildren(PrintList)
    monkeypatch.setattr(print_list, "MOST", 10)
    shelf.print_list()
    assert "filter" in prompts.told[0]
    assert not shelf.findChildren(PrintList)
