"""Documents leave as PDF, where the user says."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.services.opportunities import Draft
from oppdesk.ui.dialogs.report import ReportDialog
from oppdesk.ui.printing import print_details
from oppdesk.ui.workplace import Workplace
from tests.ui.scripted import ScriptedPrompts


def shown(place: Workplace, qtbot: QtBot) -> ReportDialog:
    row = place.desk.opportunities.create(Draft(description="<b>Refit</b> of line 3"), complete=False)
    parent = QApplication.activeWindow()
    print_details(place, row, parent)  # type: ignore[arg-type]
    (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, ReportDialog)]
    qtbot.addWidget(dialog)
    return dialog


def test_print_details_shows_the_document_as_text(place: Workplace, qtbot: QtBot) -> None:
    assert "<b>Refit</b> of line 3" in shown(place, qtbot).paper.text.toPlainText()


def test_print_details_are_saved_as_pdf(
    place: Workplace, qtbot: QtBot, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    target = tmp_path / "details.pdf"
    prompts.files.append(target)
    shown(place, qtbot).save.click()
    assert target.read_bytes().startswith(b"%PDF")
    assert prompts.suggested[0].endswith(".pdf")


def test_a_place_that_cannot_be_written_to_is_said(
    place: Workplace, qtbot: QtBot, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files.append(tmp_path / "nowhere" / "details.pdf")
    shown(place, qtbot).save.click()
    assert "details.pdf" in prompts.told[0]
