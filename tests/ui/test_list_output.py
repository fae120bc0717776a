"""A list on its way out, through the windows: to a file, to the clipboard, to paper, and many records changed at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Filter, Op, Order, Query
from oppdesk.domain.records import SHARED
from oppdesk.domain.words import Status
from oppdesk.exchange import tabular, workbook
from oppdesk.i18n import learn
from oppdesk.services.editing import Plan
from oppdesk.ui import list_content, list_handlers
from oppdesk.ui.dialogs import edit_many
from oppdesk.ui.dialogs.edit_many import EditMany
from oppdesk.ui.dialogs.export_list import ExportList
from oppdesk.ui.edit_preview import REFUSED
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.list_handlers import ListHandlers
from oppdesk.ui.opportunity_cells import Looks, columns
from oppdesk.ui.pages.page import Page
from oppdesk.ui.record_list import RecordList
from oppdesk.ui.setup_page import SetupPage
from oppdesk.ui.table_model import RecordTableModel
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.workplace import Workplace
from tests.exchange.sheets import opened
from tests.ui.scripted import ScriptedPrompts

OPEN = Query(
    (Filter("status", Op.IS, int(Status.IN_PROGRESS)),), (Order("estimated_value", descending=True),)
)


D = TypeVar("D", bound=QWidget)


class Shelf(Page, ListHandlers):
    """The least page with a list."""

    title = "Opportunities"

    def __init__(self, place: Workplace, query: Query = OPEN) -> None:
        super().__init__(place)
        looks = Looks.of(place.desk, place.form)
        model = RecordTableModel(place.desk.lists, "opportunity", columns(place, lambda: looks), place.jobs)
        self.list = RecordList(place, model)
        QVBoxLayout(self).addWidget(self.list)
        self.list.set_query(query)

    def asks_from(self) -> QWidget:
        return self

    def selected(self) -> tuple[int, ...]:
        return self.list.selected_ids()


@pytest.fixture
def shelf(sample_data: None, place: Workplace, qtbot: QtBot) -> Iterator[Shelf]:
    made = Shelf(place)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    yield made
    made.list.setModel(None)


def dialog_of(shelf: Shelf, kind: type[D]) -> D:
    """The one that stands before the page."""
    (found,) = [each for each in shelf.findChildren(kind) if each.isVisible()]
    return found


@pytest.fixture
def dialog(shelf: Shelf, qtbot: QtBot) -> ExportList:
    shelf.export()
    return dialog_of(shelf, ExportList)


def read(path: Path) -> list[list[str]]:
    guess = tabular.sniff(path, has_header=True)
    return [list(guess.header), *[cells for _line, cells in tabular.open_sheet(path, guess).rows()]]


# -- to a file ------------------------------------------------------------------------------------------------


def test_the_file_holds_the_columns_as_they_stand_and_the_rows_as_they_are_sorted(
    shelf: Shelf, prompts: ScriptedPrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    names = [column.name for column in shelf.list.records.columns]
    head = shelf.list.horizontalHeader()
    head.moveSection(head.visualIndex(names.index("estimated_value")), 0)
    shelf.list.set_hidden("next_step_on", is_hidden=True)
    shelf.list.set_hidden("number", is_hidden=False)
    shelf.export()
    dialog = dialog_of(shelf, ExportList)
    dialog.text.click()
    dialog.every.click()
    prompts.files.append(tmp_path / "out.csv")
    dialog.primary.click()
    header, *rows = read(tmp_path / "out.csv")
    assert header[0].startswith("Value")
    assert "No." in header
    assert "Next step" not in header
    wanted = shelf.place.desk.lists.page("opportunity", OPEN, 0, 1_000)
    assert [row[0] for row in rows] == [f"{row['estimated_value'] / 100:.2f}" for row in wanted]
    assert [row[header.index("No.")] for row in rows] == [row["number"] for row in wanted]
    assert dialog.said() == f"{len(wanted)} rows saved as “out.csv”."


def test_a_closing_date_leaves_as_a_date_and_a_stage_by_its_name(
    dialog: ExportList, prompts: ScriptedPrompts, tmp_path: Path, shelf: Shelf
) -> None:
    dialog.text.click()
    prompts.files.append(tmp_path / "out.csv")
    dialog.primary.click()
    header, first, *_rows = read(tmp_path / "out.csv")
    row = shelf.list.records.row(0)
    assert date.fromisoformat(first[header.index("Closing")]) == row["closing_on"]
    assert first[header.index("Stage")] == row["stage_description"]


def test_only_the_selected_rows_leave_when_that_is_chosen(
    shelf: Shelf, prompts: ScriptedPrompts, tmp_path: Path, qtbot: QtBot
) -> None:
    chosen = [shelf.list.records.row_id(row) for row in (4, 1, 2)]
    shelf.list.select(chosen)
    shelf.export()
    dialog = dialog_of(shelf, ExportList)
    assert dialog.selected.isChecked()  # several are selected: that is what one means
    prompts.files.append(tmp_path / "out.xlsx")
    dialog.primary.click()
    texts = [row["B"].text for row in opened(tmp_path / "out.xlsx").rows[1:-1]]
    assert texts == [shelf.list.records.row(row)["description"] for row in (1, 2, 4)]


def test_a_workbook_is_proposed_with_the_name_of_the_list_and_the_day(
    dialog: ExportList, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files.append(None)
    dialog.primary.click()
    assert prompts.suggested == [f"Opportunities {dialog.place.desk.context.today.isoformat()}.xlsx"]
    assert dialog.isVisible()
    prompts.files.append(tmp_path / "of my own")  # no ending typed
    dialog.primary.click()
    assert (tmp_path / "of my own.xlsx").exists()


def test_a_list_that_no_sheet_can_hold_is_told_before_anything_is_written(
    shelf: Shelf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    shelf.export()
    dialog = dialog_of(shelf, ExportList)
    assert "holds 5 rows" in dialog.workbook.reason()
    assert dialog.text.isChecked()
    dialog.selected.click()  # one row fits
    assert dialog.workbook.isEnabled()


def test_a_file_that_cannot_be_written_is_said_in_the_dialog(
    dialog: ExportList, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files.append(tmp_path / "none" / "out.xlsx")
    dialog.primary.click()
    assert "out.xlsx" in dialog.said()
    assert dialog.primary.isEnabled()


def test_the_filter_is_said_in_words(dialog: ExportList) -> None:
    words = list_content.in_words(dialog.place, "opportunity", replace(OPEN, text="<b>pump</b>"))
    assert words == "Status is In progress · “<b>pump</b>”"


def test_outside_the_program_i_am_called_by_my_name(shelf: Shelf) -> None:
    desk = shelf.place.desk
    me = desk.lists.ids("salesperson", Query())[0]
    desk.context.salesperson = me
    (row,) = desk.lists.rows("salesperson", [me])
    words = list_content.in_words(shelf.place, "opportunity", Query((Filter("salesperson", Op.IS, me),)))
    assert words == f"Salesperson is {row['name']}"


@pytest.mark.usefixtures("sample_data")
def test_an_export_runs_beside_the_windows_and_cancel_leaves_nothing(
    place: Workplace, prompts: ScriptedPrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    jobs = Jobs(prompts)
    shelf = Shelf(replace(place, jobs=jobs))
    qtbot.addWidget(shelf)
    qtbot.waitUntil(lambda: shelf.list.records.knows_all)
    shelf.export()
    dialog = dialog_of(shelf, ExportList)
    qtbot.waitUntil(dialog.isVisible)
    dialog.write_to(tmp_path / "out.csv")
    dialog.reject()  # Esc
    qtbot.waitUntil(lambda: bool(dialog.said()))
    if "stopped" in dialog.said():
        assert not list(tmp_path.glob("out*"))
    assert dialog.isVisible()
    dialog.reject()
    assert not dialog.isVisible()
    jobs.close()
    shelf.list.setModel(None)


def test_a_setup_list_leaves_with_all_its_fields(
    place: Workplace, prompts: ScriptedPrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    page = SetupPage(place, "close_code")
    qtbot.addWidget(page)
    page.show()
    (export,) = [
        each for each in page.findChildren(QToolButton) if each.accessibleName() == "Export this list"
    ]
    export.click()
    (dialog,) = [each for each in page.findChildren(ExportList) if each.isVisible()]
    assert dialog.selected.reason()  # rows of setup are not selected
    prompts.files.append(tmp_path / "codes.csv")
    dialog.text.click()
    dialog.primary.click()
    header, *rows = read(tmp_path / "codes.csv")
    assert {"Code", "Outcome", "Description"} <= set(header)
    assert [row[0] for row in rows] == [row["code"] for row in place.desk.setup.rows("close_code")]


# -- to the clipboard -----------------------------------------------------------------------------------------


def test_copied_rows_are_divided_by_tabs_with_the_headers_when_asked(shelf: Shelf) -> None:
    shelf.list.select([shelf.list.records.row_id(row) for row in (2, 0)])
    shelf.copy()
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [row[1] for row in rows] == [shelf.list.records.row(row)["description"] for row in (0, 2)]
    shelf.copy_with_headers()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:2] == ["Priority", "Opportunity"]
    assert [line.split("\t") for line in lines[1:]] == rows


def test_a_spreadsheet_of_the_users_place_reads_copied_numbers_and_dates(shelf: Shelf) -> None:
    wish = list_content.of_list(shelf.place, shelf.list, "x", shelf.selected())
    text = list_content.tabbed(
        shelf.place.desk.exporting.lines(wish), wish.columns, learn("nl_NL"), headers=True
    )
    header, row = [line.split("\t") for line in text.split("\n")]
    cells = dict(zip(header, row, strict=True))
    first = shelf.list.records.row(0)
    value = next(cell for label, cell in cells.items() if label.startswith("Value"))
    assert value == f"{first['estimated_value'] / 100:.2f}".replace(".", ",")
    assert cells["Closing"] == first["closing_on"].isoformat()


def test_i10_copied_text_starts_no_formula(shelf: Shelf) -> None:
    row = shelf.list.records.row_id(0)
    fields = shelf.place.desk.opportunity_fields
    for name, copied in (("=1+1", "'=1+1"), ("+49 (30) 23125 114", "+49 (30) 23125 114"), ("@x", "'@x")):
        fields.change(row, "description", name)
        shelf.list.select([row])
        shelf.copy()
        assert QGuiApplication.clipboard().text().split("\t")[1] == copied


@pytest.mark.usefixtures("sample_data")
def test_many_rows_are_copied_beside_the_windows(
    place: Workplace, prompts: ScriptedPrompts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_handlers, "AT_ONCE", 2)
    jobs = Jobs(prompts)
    shelf = Shelf(replace(place, jobs=jobs))
    qtbot.addWidget(shelf)
    qtbot.waitUntil(lambda: shelf.list.records.knows_all)
    said: list[str] = []
    shelf.remarked.connect(said.append)
    shelf.list.selectAll()
    shelf.copy()
    assert not said
    count = shelf.list.records.count
    qtbot.waitUntil(lambda: said == [f"{count} rows copied"])
    assert QGuiApplication.clipboard().text().count("\n") == count - 1
    jobs.close()
    shelf.list.setModel(None)


# -- many at once ---------------------------------------------------------------------------------------------


@pytest.fixture
def many(shelf: Shelf, qtbot: QtBot) -> EditMany:
    """The dialog on all opportunities there are."""
    shelf.list.set_query(Query())
    shelf.list.selectAll()
    shelf.edit_many()
    return dialog_of(shelf, EditMany)


def looked(dialog: EditMany, qtbot: QtBot) -> Plan:
    qtbot.waitUntil(lambda: not dialog._soon.isActive())
    assert dialog._plan is not None
    return dialog._plan


def choose(dialog: EditMany, field: str, words: str) -> None:
    """As a hand does it in a box of choices."""
    box = dialog.editors[field]
    assert isinstance(box, ChoiceBox)
    QTest.keyClicks(box, words)
    box.activated.emit(box.currentIndex())


def cells(dialog: EditMany) -> list[list[str]]:
    model = dialog.preview.model
    return [[model.index(row, at).data() for at in range(3)] for row in range(model.rowCount())]


def test_before_a_value_is_chosen_nothing_can_be_changed(many: EditMany) -> None:
    assert many.windowTitle() == f"Change {len(many._ids)} opportunities"
    assert not many.primary.isEnabled()
    assert many.preview.model.rowCount() == 0


def test_the_preview_shows_from_what_to_what_and_what_is_refused_and_why(
    many: EditMany, qtbot: QtBot
) -> None:
    choose(many, "priority", "High")
    assert many.boxes["priority"].isChecked()  # who chooses a value wants it
    plan = looked(many, qtbot)
    assert many.primary.text() == f"Change {len(plan.changes)} opportunities"
    shown = cells(many)
    assert [line[0] for line in shown] == [change.name for change in plan.changes]
    assert {line[1] for line in shown} <= {"Low", "Normal"}
    assert {line[2] for line in shown} == {"High"}
    assert many.preview.switch is not None
    many.preview.switch.changed.emit(REFUSED)
    assert len(plan.refused) == len(cells(many)) > 0
    assert all("closed since" in line[1] for line in cells(many))


def test_nothing_is_written_before_the_button_and_one_undo_takes_all_back(
    many: EditMany, qtbot: QtBot
) -> None:
    desk = many._place.desk
    before = desk.history.last()
    choose(many, "priority", "High")
    plan = looked(many, qtbot)
    assert desk.history.last() == before
    many.primary.click()
    assert not many.isVisible()
    high = Query(
        (Filter("priority", Op.IS, 2), Filter("id", Op.AMONG, tuple(each.id for each in plan.changes)))
    )
    assert desk.lists.count("opportunity", high) == len(plan.changes)
    last = desk.history.last()
    assert last is not None
    desk.history.undo(last.operation)
    assert desk.lists.count("opportunity", high) == 0


def test_m_49_what_is_no_value_is_said_and_changes_nothing(many: EditMany, qtbot: QtBot) -> None:
    edit = many.editors["chances"]
    assert isinstance(edit, ParsedEdit)
    edit.setFocus()
    QTest.keyClicks(edit, "80")
    assert many.boxes["chances"].isChecked()
    looked(many, qtbot)
    QTest.keyClicks(edit, "0")
    many._look()
    assert many.said()
    assert not many.primary.isEnabled()
    edit.setText("")
    many._look()


def test_a_blank_value_is_refused_where_a_record_needs_one(many: EditMany, qtbot: QtBot) -> None:
    many.boxes["salesperson"].setChecked(True)
    plan = looked(many, qtbot)
    assert not plan.changes
    assert not many.primary.isEnabled()
    assert many.with_tasks.isEnabled()


def test_a_record_that_somebody_changes_meanwhile_is_looked_at_again(many: EditMany, qtbot: QtBot) -> None:
    choose(many, "priority", "High")
    plan = looked(many, qtbot)
    fields = many._place.desk.opportunity_fields
    fields.change(plan.changes[0].id, "description", "By somebody else")
    again = looked(many, qtbot)
    assert again is not plan
    assert again.changes[0].name == "By somebody else"


def test_who_was_faster_is_told(many: EditMany, qtbot: QtBot, prompts: ScriptedPrompts) -> None:
    choose(many, "priority", "High")
    plan = looked(many, qtbot)
    many._place.desk.opportunity_fields.change(plan.changes[0].id, "description", "By somebody else")
    many._soon.stop()  # before it is looked at again
    many._plan = plan
    many.primary.click()
    assert prompts.told == [
        f"1 record was changed by somebody meanwhile and stays as it is: {plan.changes[0].name}"
    ]


@pytest.mark.usefixtures("sample_data")
def test_contacts_have_fields_of_their_own(place: Workplace, qtbot: QtBot) -> None:
    ids = place.desk.lists.ids("contact", Query()).tolist()
    dialog = EditMany(place, "contact", ids)
    qtbot.addWidget(dialog)
    assert set(dialog.editors) == set(SHARED["contact"])
    assert dialog.with_tasks.parent() is None or not dialog.with_tasks.isVisible()


def test_too_many_records_are_told_at_once(
    shelf: Shelf, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_many, "MOST", 2)
    shelf.list.selectAll()
    shelf.edit_many()
    assert "At most 2 records" in prompts.told[0]
