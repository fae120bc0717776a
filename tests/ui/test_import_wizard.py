"""The import window by keyboard, on good files and bad: nothing is guessed, nothing is written before the last step."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Filter, Op, Query
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.dialogs.import_wizard import CHECK, COLUMNS, FILE, IMPORT, OF_TABLE, ImportWizard
from oppdesk.ui.importing.stage_matching import StageMatching
from oppdesk.ui.importing.words import TARGETS
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.workplace import Workplace
from tests.ui.import_window import NO, Window, open_window
from tests.ui.scripted import Calls, ScriptedPrompts

DEALS = """Deal ID,Subject,Customer,Rep,Phase,Amount,Closing
D1,New roof,Kranz BV,Ann Ames,Talking,1200.50,2026-05-30
D2,Solar panels,Kranz BV,Ann Ames,Offer,900,2026-06-30
D3,Shed,Moor Ltd,Bob Bell,Talking,80,
"""
HEAD = DEALS.splitlines()[0] + "\n"
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key
Opener = Callable[..., Window]


@pytest.fixture(autouse=True)
def look(qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")


@pytest.fixture
def opened(place: Workplace, qtbot: QtBot) -> Iterator[Opener]:
    kept: list[Window] = []

    def show(target: str = "opportunities", path: Path | None = None) -> Window:
        kept.append(open_window(place, qtbot, target, path))
        return kept[-1]

    yield show
    kept.clear()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def write(text: str | bytes) -> Path:
        path = tmp_path / "deals.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def found(desk: Desk, mark: str) -> dict[str, object]:
    (key,) = desk.lists.ids("opportunity", Query((Filter("external_number", Op.IS, mark),)))
    return desk.lists.rows("opportunity", [key])[0]


def count(desk: Desk, table: str = "opportunity") -> int:
    return desk.lists.count(table, Query())


File = Callable[[str | bytes], Path]


def test_a_file_comes_in_by_keyboard_alone_and_goes_again(
    opened: Opener, file: File, desk: Desk, prompts: ScriptedPrompts
) -> None:
    window = opened()
    prompts.files.append(file(DEALS))
    assert window.focus() is window.wizard.file.drop.choose
    window.press(Key.Key_Space)
    assert window.wizard.file.drop.shown() == "deals.csv"
    window.press(Key.Key_Return)
    assert window.wizard.step() == COLUMNS
    assert window.focus() is window.wizard.columns.rows[0].choice
    window.press(Key.Key_Return)
    assert window.wizard.step() == CHECK
    assert window.figures() == (3, 0, 0, 0)
    assert count(desk) == 0  # nothing is written before the last step
    window.press(Key.Key_Return)
    assert window.wizard.step() == IMPORT
    assert count(desk) == 3
    assert "3" in window.wizard.ending.lines()
    window.tab_to(window.wizard.ending.undo)
    window.press(Key.Key_Space)
    assert [count(desk, table) for table in ("opportunity", "contact", "salesperson")] == [0, 0, 0]
    assert "undone" in window.wizard.ending.title()


def test_the_columns_are_recognised_and_said(opened: Opener, file: File) -> None:
    window = opened(path=file(DEALS))
    window.press(Key.Key_Return)
    assert window.matched() == {
        "Deal ID": "External No.",
        "Subject": "Description",
        "Customer": "Contact",
        "Rep": "Salesperson",
        "Phase": "Stage",
        "Amount": "Estimated value",
        "Closing": "Estimated closing date",
    }
    said = {row.heading: row.said() for row in window.wizard.columns.rows}
    assert said["Deal ID"] == "finds what is here already"
    assert said["Phase"] == "a new sales cycle gets these 2 stages"
    assert said["Amount"] == "read as 1,200.50"
    assert said["Closing"] == "read as 30 May 2026"
    title, second, lines = window.wizard.side.card.shown()
    assert (title, second) == ("New roof", "Kranz BV")
    assert ("Estimated value", "1,200.50") in lines
    window.wizard.side.after.click()
    assert window.wizard.side.card.shown()[0] == "Solar panels"
    assert window.beside() == (3, 0, 0, 0)


def test_fields_are_chosen_by_keyboard_and_a_field_has_one_column(opened: Opener, file: File) -> None:
    window = opened(path=file(DEALS))
    window.press(Key.Key_Return)
    rows = window.wizard.columns.rows
    window.press(Key.Key_Down)
    assert window.focus() is rows[1].choice
    window.press(Key.Key_Delete)
    assert "Subject" not in window.matched()
    window.press(Key.Key_Down)
    window.qtbot.keyClicks(window.focus(), "Descr")
    assert window.matched()["Customer"] == "Description"
    window.press(Key.Key_Up)
    window.qtbot.keyClicks(window.focus(), "Descr")
    assert window.matched()["Subject"] == "Description"
    assert "Customer" not in window.matched()
    window.press(Key.Key_Return)
    window.press(Key.Key_Escape)
    assert not window.wizard.isVisible()


def test_the_list_of_fields_opens_by_key(opened: Opener, file: File) -> None:
    window = opened(path=file(DEALS))
    window.press(Key.Key_Return)
    choice = window.wizard.columns.rows[0].choice
    window.press(Key.Key_Space)
    assert choice.view().isVisible()
    choice.hidePopup()


# -- questions -------------------------------------------------------------------------------------------------

UNCLEAR = HEAD + "D1,New roof,Kranz BV,Ann Ames,Talking,10,05/06/2026\nD2,Shed,,,Talking,20,07/06/2026\n"


def test_i06_the_order_of_the_date_is_asked_once_in_its_row(opened: Opener, file: File, desk: Desk) -> None:
    window = opened(path=file(UNCLEAR))
    window.press(Key.Key_Return)
    row = window.wizard.columns.rows[6]
    assert [button.text() for button in row.answers] == ["6 May 2026", "5 Jun 2026"]  # en: the month first
    assert not any(button.isChecked() for button in row.answers)
    assert "1 column needs a decision" in window.note()
    window.press(Key.Key_Return)
    assert window.wizard.step() == COLUMNS
    assert window.focus() is row.answers[0]
    window.tab_to(row.answers[1])
    window.press(Key.Key_Space)
    assert window.note() == ""
    assert ("Estimated closing date", "5 Jun 2026") in window.wizard.side.card.shown()[2]
    window.wizard.primary.setFocus()
    window.press(Key.Key_Return)
    window.press(Key.Key_Return)
    assert found(desk, "D1")["closing_on"] == date(2026, 6, 5)


def test_i05_the_decimal_sign_is_asked_and_the_answer_can_be_changed(
    opened: Opener, file: File, desk: Desk
) -> None:
    text = HEAD + 'D1,New roof,,,Talking,"1,50",\nD2,Shed,,,Talking,2.50,\n'
    window = opened(path=file(text))
    window.press(Key.Key_Return)
    row = window.wizard.columns.rows[5]
    assert [button.text() for button in row.answers] == ["not “1,50”", "1.50"]
    row.answers[0].click()
    assert window.beside()[3] == 1
    row.answers[1].click()
    assert [button.isChecked() for button in row.answers] == [False, True]
    assert window.beside() == (1, 0, 0, 1)
    window.wizard.accept()
    window.wizard.accept()
    assert found(desk, "D1")["estimated_value"] == 150


def test_a_value_that_does_not_fit_its_field_is_said_in_the_row(opened: Opener, file: File) -> None:
    window = opened(path=file(HEAD + "D1,New roof,,,Talking,a lot,2026-01-01\n"))
    window.press(Key.Key_Return)
    assert "a lot" in window.wizard.columns.rows[5].said()
    assert any("a lot" in value for _name, value in window.wizard.side.card.shown()[2])


def test_the_stages_of_a_new_cycle_are_ordered_by_keyboard(opened: Opener, file: File, desk: Desk) -> None:
    window = opened(path=file(DEALS))
    window.press(Key.Key_Return)
    stages = window.wizard.side.order
    assert stages.names() == ["Talking", "Offer"]
    window.tab_to(stages.list)
    window.press(Key.Key_Down, modifier=ALT)
    assert stages.names() == ["Offer", "Talking"]
    window.wizard.accept()
    window.wizard.accept()
    assert [found(desk, mark)["stage"] for mark in ("D1", "D2")] == [2, 1]


def test_a_cycle_that_is_here_is_named_and_nothing_is_to_be_ordered(opened: Opener, file: File) -> None:
    window = opened(path=file(DEALS.replace("Talking", "Initial").replace("Offer", "Proposal")))
    window.press(Key.Key_Return)
    assert "all of cycle" in window.wizard.columns.rows[4].said()
    assert not window.wizard.side.order.isVisible()


def test_stages_that_a_cycle_does_not_know_are_matched_with_its_own(
    opened: Opener, file: File, desk: Desk
) -> None:
    path = file(DEALS.replace("Talking", "Initial").replace("Offer", "Proposed"))
    window = opened(path=path)
    window.press(Key.Key_Return)
    row = window.wizard.columns.rows[4]
    assert row.said() == "1 of 2 stages known"
    (button,) = row.answers
    assert button.text() == "Match the other 1…"
    assert window.note() == ""  # nobody has to
    window.tab_to(button)
    window.press(Key.Key_Space)
    dialog = window.wizard.findChild(StageMatching)
    assert dialog is not None
    assert dialog.choices["Proposed"].currentText() == "Proposal"
    dialog.accept()
    assert "all of cycle" in window.wizard.columns.rows[4].said()
    assert not window.wizard.side.order.isVisible()
    window.wizard.accept()
    window.wizard.accept()
    assert found(desk, "D2")["stage_description"] == "Proposal"
    again = opened(path=path)  # and it is remembered for these headings
    again.wizard.accept()
    assert "all of cycle" in again.wizard.columns.rows[4].said()


def test_stages_need_not_be_matched(opened: Opener, file: File, desk: Desk) -> None:
    window = opened(path=file(DEALS.replace("Talking", "Initial").replace("Offer", "Proposed")))
    window.press(Key.Key_Return)
    window.wizard.accept()
    window.wizard.accept()
    assert window.wizard.step() == IMPORT
    assert found(desk, "D2")["stage"] == 2
    assert "IMPORT" in str(found(desk, "D2")["sales_cycle"])


# -- files that are wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 nothing", "PDF"),
        (bytes(range(1, 32)) * 200, "not a text file"),
        (b"PK\x03\x04 a workbook", "no workbook"),
        ("x" * 40_000 + "\n1\n", "32767"),
    ],
)
def test_i01_i04_a_wrong_file_is_refused_where_it_is_chosen(
    opened: Opener, file: File, prompts: ScriptedPrompts, content: bytes | str, reason: str
) -> None:
    window = opened(path=file(content))
    assert window.wizard.step() == FILE
    assert reason in window.wizard.file.fault()
    assert not window.wizard.primary.isEnabled()
    prompts.files.append(file(DEALS))
    window.wizard.file.drop.choose.setFocus()
    window.press(Key.Key_Space)
    assert window.wizard.file.fault() == ""
    assert window.wizard.primary.isEnabled()


def test_a_file_whose_encoding_was_not_found_can_still_be_read(opened: Opener, file: File) -> None:
    """What no encoding fits is refused, with the box to choose another one."""
    window = opened(path=file("Name\n".encode("utf-16-be") + b"\xd8"))
    assert window.wizard.file.fault()
    window.tab_to(window.wizard.file.encoding)


def test_a_file_that_is_gone_is_said(opened: Opener, tmp_path: Path) -> None:
    window = opened(path=tmp_path / "nowhere.csv")
    assert "nowhere.csv" in window.wizard.file.fault()


@pytest.mark.parametrize(
    ("text", "reason"), [(HEAD, "no rows"), (DEALS + 'D9,"open,,,,,\n', "line 5"), (DEALS * 1 + "\n", "")]
)
def test_i02_i04_what_shows_later_leads_back_to_the_file(
    opened: Opener, file: File, text: str, reason: str
) -> None:
    window = opened(path=file(text))
    window.wizard.accept()
    window.wizard.accept()
    assert (window.wizard.step() == FILE) == bool(reason)
    assert reason in window.wizard.file.fault()
    assert window.wizard.primary.isEnabled() != bool(reason)


def test_encoding_delimiter_and_headings_can_be_corrected_with_a_live_preview(
    opened: Opener, file: File
) -> None:
    window = opened(path=file("Größe|Ort\nfünf|Köln\n".encode("cp1252")))
    step = window.wizard.file
    model = step.preview.model()

    def shown() -> list[str]:
        return [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]

    assert shown() == ["Größe", "Ort"]
    assert step.delimiter.currentText() == "Vertical bar"
    assert step.encoding.currentText() == "Western European (Windows)"
    step.delimiter.setCurrentIndex(step.delimiter.findText("Semicolon"))
    step.delimiter.activated.emit(step.delimiter.currentIndex())
    assert shown() == ["Größe|Ort"]
    step.delimiter.setCurrentIndex(step.delimiter.findText("Vertical bar"))
    step.delimiter.activated.emit(step.delimiter.currentIndex())
    window.tab_to(step.has_header)
    window.press(Key.Key_Space)
    assert shown() == ["Column 1", "Column 2"]
    assert model.rowCount() == 2


# -- again, faults, stopping -----------------------------------------------------------------------------------


def test_the_matching_of_these_headings_is_remembered(opened: Opener, file: File, place: Workplace) -> None:
    path = file("A,B\nNew roof,10\n")
    window = opened(path=path)
    window.press(Key.Key_Return)
    assert window.matched() == {}
    assert not window.wizard.primary.isEnabled()
    for at, letters in enumerate(("Descr", "Chances")):
        window.wizard.columns.rows[at].choice.setFocus()
        window.qtbot.keyClicks(window.focus(), letters)
    window.wizard.accept()
    window.wizard.accept()
    assert window.wizard.step() == IMPORT
    again = opened(path=path)
    again.press(Key.Key_Return)
    assert again.matched() == {"A": "Description", "B": "Chances of Success %"}


def test_i07_the_same_file_again_has_nothing_to_import(opened: Opener, file: File) -> None:
    path = file(DEALS)
    for expected in ((3, 0, 0, 0), (0, 0, 3, 0)):
        window = opened(path=path)
        window.wizard.accept()
        window.wizard.accept()
        assert window.figures() == expected
        window.wizard.accept()
    assert window.wizard.step() == CHECK
    assert not window.wizard.primary.isEnabled()


def test_records_that_are_here_may_be_left_as_they_are(opened: Opener, file: File, desk: Desk) -> None:
    first = opened(path=file(DEALS))
    for _step in range(3):
        first.wizard.accept()
    window = opened(path=file(DEALS.replace("New roof", "Old roof") + "D4,Loft,,,Talking,5,\n"))
    window.wizard.accept()
    assert window.beside() == (1, 1, 2, 0)
    ways = window.wizard.side.existing.ways
    window.tab_to(ways)
    window.press(Key.Key_Down)
    assert ways.currentText() == "Leave them as they are"
    ways.activated.emit(ways.currentIndex())
    assert window.beside() == (1, 0, 3, 0)
    window.wizard.accept()
    window.wizard.accept()
    assert found(desk, "D1")["description"] == "New roof"
    assert count(desk) == 4


def test_what_changes_meanwhile_is_counted_again(opened: Opener, file: File, desk: Desk) -> None:
    path = file(DEALS)
    first = opened(path=path)
    for _step in range(3):
        first.wizard.accept()
    window = opened(path=path)
    window.wizard.accept()
    window.wizard.accept()
    assert window.figures() == (0, 0, 3, 0)
    desk.history.undo()
    assert window.figures() == (3, 0, 0, 0)
    window.wizard.accept()
    assert count(desk) == 3


def test_faults_are_listed_by_line_column_and_reason_and_saved(
    opened: Opener, file: File, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    window = opened(path=file(DEALS + "D4,Loft,,,Talking,a lot,31.02.2026\n"))
    window.wizard.accept()
    window.wizard.accept()
    assert window.figures() == (3, 0, 0, 1)
    model = window.wizard.check.faults.model()
    rows = [[str(model.index(row, at).data()) for at in range(4)] for row in range(model.rowCount())]
    assert [row[:3] for row in rows] == [["5", "Closing", "31.02.2026"], ["5", "Amount", "a lot"]]
    assert "31.02.2026" in rows[0][3]
    saved = tmp_path / "rejected.csv"
    prompts.files.append(saved)
    window.tab_to(window.wizard.check.save)
    window.press(Key.Key_Space)
    assert prompts.suggested == ["deals - rejected rows.csv"]
    header, row = saved.read_text("utf-8-sig").splitlines()
    assert header.startswith("Deal ID,")
    assert header.endswith("Refused because")
    assert row.startswith("D4,Loft,")
    assert "a lot" in row
    assert "1 row saved as “rejected.csv”." in window.note()


def test_i08_a_stopped_import_writes_nothing_and_can_go_on(
    opened: Opener, file: File, desk: Desk, place: Workplace
) -> None:
    window = opened(path=file(DEALS))
    window.wizard.accept()
    window.wizard.accept()
    stop = place.jobs.progressed.connect(lambda *_told: place.jobs.cancel())
    window.wizard.accept()
    place.jobs.progressed.disconnect(stop)
    assert window.wizard.step() == CHECK
    assert "nothing was written" in window.note()
    assert count(desk) == 0
    window.wizard.accept()
    assert count(desk) == 3


def test_back_and_the_step_line_lead_back(opened: Opener, file: File) -> None:
    window = opened(path=file(DEALS))
    window.wizard.accept()
    window.wizard.accept()
    assert window.wizard.steps.accessibleName() == "Step 3 of 4: Check the rows"
    window.tab_to(window.wizard.back)
    window.press(Key.Key_Space)
    assert window.wizard.step() == COLUMNS
    window.wizard.steps.stepped.emit(FILE)
    assert window.wizard.step() == FILE
    assert window.wizard.primary.isEnabled()


def test_the_rows_may_be_something_else(opened: Opener, file: File, desk: Desk) -> None:
    window = opened(path=file("Name,E-mail\nKranz BV,info@kranz.example\n"))
    box = window.wizard.file.target
    window.tab_to(box)
    window.press(Key.Key_Down)
    assert box.currentData() == "contacts"
    box.activated.emit(box.currentIndex())
    for _step in range(3):
        window.wizard.accept()
    assert count(desk, "contact") == 1


@pytest.mark.parametrize(("table", "target"), OF_TABLE.items())
def test_the_records_are_shown_by_the_action_that_shows_them(
    opened: Opener, file: File, calls: Calls, table: str, target: str
) -> None:
    window = opened(target, file("Name,Description\nAnn Ames,Loft\n"))
    for _step in range(4):
        window.wizard.accept()
    assert calls.runs == [TARGETS[target].action]
    assert not window.wizard.isVisible()


def test_another_file_may_follow(opened: Opener, file: File) -> None:
    window = opened(path=file(DEALS))
    for _step in range(3):
        window.wizard.accept()
    window.tab_to(window.wizard.ending.again)
    window.press(Key.Key_Space)
    assert window.wizard.step() == FILE


def test_a_file_can_be_dropped(opened: Opener, file: File) -> None:
    window = opened()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file(DEALS)))])
    entering = QDragEnterEvent(
        window.wizard.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        NO,
    )
    window.wizard.dragEnterEvent(entering)
    assert entering.isAccepted()
    window.wizard.dropEvent(
        QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO)
    )
    assert window.wizard.file.drop.shown() == "deals.csv"
    foreign = QMimeData()
    foreign.setUrls([QUrl("https://desk.example/deals.csv")])
    refused = QDragEnterEvent(
        window.wizard.rect().center(), Qt.DropAction.CopyAction, foreign, Qt.MouseButton.LeftButton, NO
    )
    refused.ignore()
    window.wizard.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_the_work_is_done_beside_the_windows_thread(
    place: Workplace, prompts: ScriptedPrompts, file: File, qtbot: QtBot, desk: Desk
) -> None:
    """With the real jobs the answers come later, and the last one counts."""
    jobs = Jobs(prompts)
    beside = replace(place, jobs=jobs)
    wizard = ImportWizard(beside, path=file(DEALS))
    wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitUntil(wizard.primary.isEnabled)
    wizard.accept()
    wizard.session.match({**(wizard.session.source.columns if wizard.session.source else {})})
    qtbot.waitUntil(lambda: wizard.session.plan is not None)
    wizard.accept()
    wizard.accept()
    qtbot.waitUntil(lambda: "complete" in wizard.ending.title())
    assert count(desk) == 3
    wizard.close()
    jobs.close()
