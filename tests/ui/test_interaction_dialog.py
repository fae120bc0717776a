"""An interaction logged on one page by keyboard: its template's words, letter, file, note, and the draft that waits (9.6)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from oppdesk.domain.fields import Ref
from oppdesk.domain.interactions import File
from oppdesk.domain.query import Filter, Op, Query
from oppdesk.domain.words import Correspondence, Evaluation
from oppdesk.services.desk import Desk
from oppdesk.ui import attachments
from oppdesk.ui.dialogs.interaction import CreateInteraction, open_draft, open_interaction
from oppdesk.ui.dialogs.report import ReportDialog
from oppdesk.ui.workplace import Workplace
from tests.services import records, talks
from tests.ui.hands import ALT, CTRL, doubled_letters, enter, has_cursor, press, ready, settle, write
from tests.ui.scripted import Calls, ScriptedPrompts

Show = Callable[..., CreateInteraction]


@pytest.fixture
def anna(desk: Desk) -> int:
    desk.context.salesperson = records.salesperson(desk)
    return desk.context.salesperson


@pytest.fixture
def firm(desk: Desk, anna: int) -> int:
    return records.company(desk, "Molenhof Zuivel BV")


@pytest.fixture
def show(place: Workplace, qapp: object) -> Iterator[Show]:
    shown: list[CreateInteraction] = []

    def do(**about: int) -> CreateInteraction:
        draft = about.pop("draft", None)
        if draft:
            open_draft(place, None, draft, then=shown.append)
        else:
            open_interaction(place, None, **about, then=shown.append)
        ready(shown[-1])
        return shown[-1]

    yield do
    for dialog in shown:
        if shiboken6.isValid(dialog):
            dialog.done(0)
            dialog.deleteLater()
    for letter in QApplication.topLevelWidgets():
        if isinstance(letter, ReportDialog):
            letter.close()


def choose(dialog: CreateInteraction, code: str) -> None:
    """A template by its code, typed."""
    write(dialog.template, code)
    enter(dialog)


def entries(desk: Desk, *, postponed: bool = False) -> list[dict[str, object]]:
    ids = desk.lists.ids("interaction", Query((Filter("postponed", Op.IS, postponed),)))
    return list(desk.lists.rows("interaction", ids))


def test_9_6_an_interaction_is_logged_by_keyboard_alone(desk: Desk, show: Show, firm: int, anna: int) -> None:
    dialog = show(contact=firm)
    assert has_cursor(dialog.template)  # the contact is given
    assert not dialog.contact.isEnabled()
    choose(dialog, "ONSITE")
    assert dialog.description.text() == "Meeting at the customer"
    write(dialog.description, "Tour of hall 2")
    press(dialog, Qt.Key.Key_E, ALT)
    settle()
    press(dialog, Qt.Key.Key_2)
    write(dialog.content.note, "Shown the old line.")
    press(dialog, Qt.Key.Key_Return, CTRL)
    (row,) = entries(desk)
    assert (row["description"], row["evaluation"], row["duration"]) == (
        "Tour of hall 2",
        Evaluation.POSITIVE,
        180,
    )
    assert talks.notes(desk, "interaction", int(str(row["id"]))) == ["Shown the old line."]
    assert not dialog.isVisible()


def test_9_5_another_template_brings_its_own_words_but_keeps_typed_ones(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    choose(dialog, "ONSITE")
    choose(dialog, "INHOUSE")
    assert dialog.description.text() == "Meeting at our place"
    write(dialog.description, "Tour")
    choose(dialog, "ONSITE")
    assert dialog.description.text() == "Tour"


@pytest.mark.parametrize(
    ("field", "words"), [("interaction_template", "template"), ("description", "Description")]
)
def test_int_2_what_is_missing_is_said_beside_its_field(
    show: Show, firm: int, field: str, words: str
) -> None:
    dialog = show(contact=firm)
    if field == "description":
        choose(dialog, "ONSITE")
        write(dialog.description, "")
        dialog.description.clear()
        dialog.description.set_value(None)
    dialog.accept()
    assert words.casefold() in dialog.rows[field].fault().casefold()
    assert has_cursor(dialog.rows[field].field)


def test_int_2_a_field_among_the_others_is_unfolded_to_be_mended(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    choose(dialog, "ONSITE")
    dialog.fields.salesperson.set_value(None)
    dialog.accept()
    assert dialog.fields.isVisible()
    assert dialog.rows["salesperson"].fault()


def test_int_1_without_a_contact_the_dialog_asks_for_one(desk: Desk, show: Show, anna: int) -> None:
    dialog = show()
    assert has_cursor(dialog.contact)
    choose(dialog, "ONSITE")
    dialog.accept()
    assert dialog.rows["contact"].fault()
    assert not entries(desk)


def test_int_3_a_letter_that_is_missing_can_be_written_in_place(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    choose(dialog, "BUS")
    dialog.accept()
    assert "no document" in dialog.said()
    assert has_cursor(dialog.content.letter)
    QTest.keyClicks(dialog.content.letter, "Dear Ms Hoekema")
    dialog.accept()
    (row,) = entries(desk)
    assert desk.interactions.view(int(str(row["id"]))).letter == "Dear Ms Hoekema"


def test_9_6_a_letter_is_shown_for_e_mail_only(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    choose(dialog, "ONSITE")
    assert dialog.content.letter.isHidden()
    dialog.fields.correspondence.set_value(int(Correspondence.EMAIL))
    dialog.fields.correspondence.changed.emit(int(Correspondence.EMAIL))
    assert dialog.content.letter.isVisible()
    assert not dialog.rows["subject"].isHidden()


def test_9_3_a_file_is_attached_and_taken_away(
    desk: Desk, show: Show, firm: int, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(b"%PDF lines")
    prompts.files.append(path)
    dialog = show(contact=firm)
    choose(dialog, "ONSITE")
    dialog.content.file.choose.click()
    assert dialog.content.file.file() == File("drawing.pdf", b"%PDF lines")
    dialog.accept()
    (row,) = entries(desk)
    assert desk.interactions.file(int(str(row["id"]))) == File("drawing.pdf", b"%PDF lines")


def test_att_f1_an_empty_file_is_refused_beside_the_button(
    show: Show, firm: int, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(b"")
    prompts.files.append(path)
    dialog = show(contact=firm)
    dialog.content.file.choose.click()
    assert "empty" in dialog.content.file.told.words()
    assert dialog.content.file.file() is None


def test_9_3_what_another_program_made_of_the_copy_is_taken_along(
    place: Workplace, show: Show, firm: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "oppdesk.ui.attachments.QDesktopServices.openUrl",
        lambda url: opened.append(Path(url.toLocalFile())) or True,
    )
    dialog = show(contact=firm)
    dialog.content.file.set_file(File("letter.txt", b"Dear"))
    dialog.content.file.open.click()
    opened[0].write_bytes(b"Dear Sanne")
    assert dialog.new().file == File("letter.txt", b"Dear Sanne")


def test_i13_what_is_no_document_is_saved_and_never_opened(
    place: Workplace, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("oppdesk.ui.attachments.QDesktopServices.openUrl", opened.append)
    prompts.answers.append(True)
    prompts.files.append(tmp_path / "saved.exe")
    window = QWidget()
    attachments.open_copy(place, window, File("invoice.exe", b"MZ"))
    window.deleteLater()
    assert not opened
    assert (tmp_path / "saved.exe").read_bytes() == b"MZ"


def test_9_6_an_opportunity_is_made_of_it_on_demand(desk: Desk, show: Show, firm: int, calls: Calls) -> None:
    dialog = show(contact=firm)
    choose(dialog, "ONSITE")
    dialog.makes.click()
    dialog.accept()
    ((table, record),) = calls.opened
    assert table == "opportunity"
    (row,) = entries(desk)
    assert row["opportunity"] == Ref(record, "Meeting at the customer")


def test_9_6_only_open_opportunities_of_the_company_are_offered(desk: Desk, show: Show, firm: int) -> None:
    records.started(desk, contact=firm, description="Filler")
    records.close(desk, records.started(desk, contact=firm, description="Filler, old"))
    records.started(desk, contact=records.company(desk, "Other"), description="Filler elsewhere")
    dialog = show(contact=firm)
    write(dialog.opportunity, "Filler")
    assert [row.text for row in dialog.opportunity._list.rows()] == ["Filler"]


def test_9_6_closing_asks_once_and_keeps_a_draft(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    write(dialog.content.note, "Half a thought")
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Finish it later" in dialog.said()
    assert has_cursor(dialog.later)
    press(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    (row,) = entries(desk, postponed=True)
    assert not entries(desk)
    assert talks.notes(desk, "interaction", int(str(row["id"]))) == ["Half a thought"]


def test_9_6_closed_twice_nothing_is_lost(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    write(dialog.content.note, "Half a thought")
    press(dialog, Qt.Key.Key_Escape)
    press(dialog, Qt.Key.Key_Escape)
    assert len(entries(desk, postponed=True)) == 1


def test_9_6_what_is_discarded_is_gone(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    write(dialog.content.note, "Half a thought")
    press(dialog, Qt.Key.Key_Escape)
    dialog.cancel_button.click()
    assert not dialog.isVisible()
    assert not entries(desk, postponed=True)


def test_9_6_untouched_it_closes_without_a_question(desk: Desk, show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not entries(desk, postponed=True)


def test_9_8_a_draft_is_gone_on_with_under_its_own_number(desk: Desk, show: Show, firm: int) -> None:
    draft = talks.draft(desk, "ONSITE", contact=firm, description="Tour")
    dialog = show(draft=draft)
    assert dialog.description.text() == "Tour"
    dialog.accept()
    (row,) = entries(desk)
    assert (row["id"], row["on"]) == (draft, desk.context.work_date)
    assert not entries(desk, postponed=True)


def test_9_8_a_draft_that_is_cancelled_again_stays_a_draft(desk: Desk, show: Show, firm: int) -> None:
    draft = talks.draft(desk, "ONSITE", contact=firm, description="Tour")
    press(show(draft=draft), Qt.Key.Key_Escape)
    (row,) = entries(desk, postponed=True)
    assert row["id"] == draft


def test_9_2_another_language_brings_its_letter(desk: Desk, show: Show, firm: int) -> None:
    template = talks.template(desk, "GOLF")
    talks.language(desk, template, letter="Come and see us.")
    talks.language(desk, template, "FRA", letter="Venez nous voir.")
    dialog = show(contact=firm)
    choose(dialog, "GOLF")
    assert dialog.content.letter.value() == "Come and see us."
    french = desk.lists.ref("language", records.code_id(desk, "language", "FRA"))
    dialog.fields.language.set_value(french)
    dialog.fields.language.changed.emit(french)
    assert dialog.content.letter.value() == "Venez nous voir."
    assert dialog.new().language == records.code_id(desk, "language", "FRA")


def test_9_2_a_template_that_imports_asks_for_its_file(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    choose(dialog, "INSDOC")
    assert "wants a file" in dialog.content.file.told.words()


def test_a_file_that_is_dropped_is_attached(show: Show, firm: int, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    dialog = show(contact=firm)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.content.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert dialog.content.file.file() == File("plan.pdf", b"%PDF")


def test_each_letter_for_alt_is_given_once(show: Show, firm: int) -> None:
    dialog = show(contact=firm)
    choose(dialog, "EMAIL")
    for shown in (False, True):
        dialog.more.setChecked(shown)
        assert doubled_letters(dialog) == []
