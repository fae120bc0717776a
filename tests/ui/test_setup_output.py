"""Setup lists on paper and in files: what is shown, by button and by key, of the list that has the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from oppdesk.domain.setup import ALL
from oppdesk.ui.dialogs.export_list import ExportList
from oppdesk.ui.dialogs.print_list import PrintList
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.setup_window import SetupWindow
from oppdesk.ui.workplace import Workplace
from tests.ui.hands import CTRL, SHIFT, press, ready
from tests.ui.scripted import ScriptedPrompts
from tests.ui.test_list_output import read


@pytest.fixture
def window(place: Workplace, qtbot: QtBot) -> Iterator[SetupWindow]:
    made = SetupWindow(place, "close_code")
    qtbot.addWidget(made)
    ready(made)
    page_of(made).focus_first()
    yield made
    made.close()


def page_of(window: SetupWindow) -> SetupPage:
    page = window.page()
    assert isinstance(page, SetupPage)
    return page


def paper(window: SetupWindow) -> PrintList:
    """The sheet that stands before the window."""
    (found,) = [each for each in window.findChildren(PrintList) if each.isVisible()]
    return found


def lines(paper: PrintList) -> list[list[str]]:
    assert paper.pages is not None
    return [line[1:].split("\x1f") for line in paper.pages.sheets.lines]


def test_what_is_shown_is_printed(window: SetupWindow) -> None:
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    sheet = paper(window)
    assert sheet.pages is not None
    editor = page_of(window).rows
    assert [each.label for each in sheet.pages.sheets.columns] == [
        each.label for each in editor.model.columns
    ]
    codes = [str(row["code"]) for row in editor.model.rows()]
    assert [line[0] for line in lines(sheet)[: len(codes)]] == codes
    assert sheet.pages.sheets.title == "Close codes"
    sheet.reject()


def test_a_filtered_list_is_printed_as_it_is_narrowed(window: SetupWindow) -> None:
    page = page_of(window)
    assert page.search is not None
    page.rows.filter("price")
    page.rows.grid.setFocus()
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    sheet = paper(window)
    assert sheet.pages is not None
    assert 0 < len(page.rows.model.rows()) < 12
    assert [line[0] for line in lines(sheet)][: len(page.rows.model.rows())] == [
        row["code"] for row in page.rows.model.rows()
    ]
    assert "price" in sheet.pages.sheets.words
    sheet.reject()


def test_the_lines_are_printed_when_they_have_the_keyboard(window: SetupWindow) -> None:
    window.show_list("sales_cycle")
    page = page_of(window)
    assert page.lines is not None
    page.lines.grid.setFocus()
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    sheet = paper(window)
    assert sheet.pages is not None
    assert sheet.pages.sheets.title == page.lines.title()
    shown = [str(row["description"]) for row in page.lines.model.rows()]
    assert shown
    assert all(words in "\n".join(sheet.pages.sheets.lines) for words in shown)
    sheet.reject()


def test_a_setup_list_becomes_a_pdf(window: SetupWindow, prompts: ScriptedPrompts, tmp_path: Path) -> None:
    button = next(
        each
        for each in page_of(window).rows.findChildren(QToolButton)
        if each.accessibleName() == "Print this list"
    )
    button.click()
    prompts.files.append(tmp_path / "codes.pdf")
    paper(window).save.click()
    assert (tmp_path / "codes.pdf").read_bytes().startswith(b"%PDF")
    assert prompts.told == ["Saved as “codes.pdf”."]
    paper(window).reject()


def test_a_narrowed_list_leaves_as_a_file(
    window: SetupWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    page = page_of(window)
    page.rows.filter("price")
    page.rows.grid.setFocus()
    press(window, Qt.Key.Key_E, CTRL)
    (dialog,) = [each for each in window.findChildren(ExportList) if each.isVisible()]
    dialog.text.click()
    prompts.files.append(tmp_path / "codes.csv")
    dialog.primary.click()
    _header, *rows = read(tmp_path / "codes.csv")
    assert [row[0] for row in rows] == [row["code"] for row in page.rows.model.rows()]
    dialog.reject()


@pytest.mark.parametrize("key", [each.key for each in ALL if each.lines_of is None and not each.single])
def test_every_setup_list_can_be_printed(window: SetupWindow, key: str) -> None:
    window.show_list(key)
    QTest.qWait(1)
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    sheet = paper(window)
    assert sheet.pages is not None
    image = QImage(300, 400, QImage.Format.Format_ARGB32)
    sheet.view.render(image)
    sheet.reject()


def test_a_form_says_that_it_is_none(window: SetupWindow) -> None:
    window.show_list("marketing_setup")
    press(window, Qt.Key.Key_P, CTRL | SHIFT)
    assert not window.findChildren(PrintList)
    assert "only lists are exported" in window._status.text()
