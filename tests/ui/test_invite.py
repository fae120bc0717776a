"""Invitations by hand: who, how, the draft in the outbox, and marked only once the user says they were sent."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oppdesk.ui.dialogs.invite import Invite, open_invite, save_calendar_file
from oppdesk.ui.workplace import Workplace
from tests.exchange.calendar_lines import components
from tests.services.records import person
from tests.services.test_correspondence import vera
from tests.services.test_invitations import invited, parsed, visit
from tests.ui.outside import Opened, opening
from tests.ui.scripted import ScriptedPrompts
from tests.ui.test_quick_line import Later


@pytest.fixture
def opened(place: Workplace, tmp_path: Path) -> Iterator[Opened]:
    place.preferences.change(outbox=str(tmp_path / "outbox"))
    with opening() as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def opened_for(place: Workplace, window: QWidget, task: int) -> Invite:
    open_invite(place, window, task)
    return window.findChildren(Invite)[-1]


def sent(place: Workplace, task: int) -> list[bool]:
    return [seat.invitation_sent for seat in place.desk.invitations.invitees(task).ticked]


def test_7_10_a_draft_is_opened_and_marked_only_when_the_user_says_it_was_sent(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    task = visit(
        place.desk, invited(vera(place.desk)), invited(person(place.desk, "Bo", e_mail="bo@x.example"))
    )
    dialog = opened_for(place, window, task)
    dialog.primary.click()
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == "Visit.eml"
    assert path.stat().st_mode & 0o077 == 0
    assert opened.urls == [QUrl.fromLocalFile(str(path)).toString()]
    assert sent(place, task) == [False, False]
    assert dialog.isVisible()
    assert str(path) in dialog.said()
    assert dialog.primary.text() == "2 invitations &sent"
    dialog.primary.click()
    assert sent(place, task) == [True, True]


def test_7_10_not_sent_marks_nobody(place: Workplace, window: QWidget, opened: Opened) -> None:
    task = visit(place.desk, invited(vera(place.desk)))
    dialog = opened_for(place, window, task)
    dialog.primary.click()
    dialog.cancel_button.click()
    assert sent(place, task) == [False]


def test_7_10_some_have_it_so_one_chooses_all_or_only_the_others(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    desk = place.desk
    task = visit(desk, invited(vera(desk)), invited(person(desk, "Bo", e_mail="bo@x.example")))
    first = desk.invitations.invitees(task).ticked[0]
    desk.invitations.sent(task, [first.id or 0])
    dialog = opened_for(place, window, task)
    assert dialog.only_new.isChecked()
    assert not dialog.only_new.isHidden()
    assert dialog.chosen() == tuple(seat.id for seat in desk.invitations.invitees(task).waiting)
    dialog.everybody.setChecked(True)
    assert len(dialog.chosen()) == 2
    dialog.reject()


def test_7_10_all_have_it_and_get_it_again(place: Workplace, window: QWidget, opened: Opened) -> None:
    task = visit(place.desk, invited(vera(place.desk)))
    seats = [seat.id or 0 for seat in place.desk.invitations.invitees(task).ticked]
    place.desk.invitations.sent(task, seats)
    dialog = opened_for(place, window, task)
    assert "again" in dialog.again.words()
    assert dialog.chosen() == tuple(seats)
    dialog.reject()


def test_7_10_by_the_mail_program_the_file_waits_to_be_attached(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    task = visit(place.desk, invited(vera(place.desk)))
    dialog = opened_for(place, window, task)
    dialog.link.setChecked(True)
    dialog.primary.click()
    assert len(opened.urls) == 1
    assert opened.urls[0].startswith("mailto:vera@bluesky.example?subject=Visit&body=You")
    (path,) = (tmp_path / "outbox").iterdir()
    assert components(path.read_bytes(), "VEVENT")
    dialog.reject()


def test_inv_1_nobody_is_ticked_is_told(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts, opened: Opened
) -> None:
    task = visit(place.desk)
    open_invite(place, window, task)
    assert window.findChildren(Invite) == []
    assert "ticked" in prompts.told[0]


def test_a_folder_that_cannot_be_written_is_told_in_the_dialog(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    place.preferences.change(outbox=str(tmp_path / "file"))
    dialog = opened_for(place, window, visit(place.desk, invited(vera(place.desk))))
    dialog.primary.click()
    assert "cannot be written" in dialog.said()
    assert opened.urls == []
    dialog.reject()


def test_i14_i15_a_draft_goes_over_no_file_and_through_no_link(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    outbox, victim = tmp_path / "outbox", tmp_path / "victim"
    outbox.mkdir()
    victim.write_bytes(b"precious")
    (outbox / "x.eml").write_bytes(b"other")
    (outbox / "x (2).eml").symlink_to(victim)
    (outbox / "x (3).eml").symlink_to(tmp_path / "not there")
    task = visit(place.desk, invited(vera(place.desk)), description="../../x")
    dialog = opened_for(place, window, task)
    dialog.primary.click()
    assert dialog.path == outbox / "x (4).eml"
    assert parsed_subject(dialog.path) == "../../x"
    assert victim.read_bytes() == b"precious"
    assert not (tmp_path / "not there").exists()
    dialog.reject()


def parsed_subject(path: Path) -> str:
    from oppdesk.domain.interactions import File

    return str(parsed(File(path.name, path.read_bytes()))["Subject"])


def test_a_task_is_saved_as_a_calendar_file(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files.append(tmp_path / "mine.ics")
    save_calendar_file(place, window, visit(place.desk))
    assert prompts.suggested == ["Visit.ics"]
    assert components((tmp_path / "mine.ics").read_bytes(), "VEVENT")


def test_7_10_what_is_clicked_while_the_draft_is_made_changes_nothing(
    place: Workplace, window: QWidget, opened: Opened, tmp_path: Path
) -> None:
    """The draft is made beside the windows, which alone may ask a widget."""
    dialog = opened_for(place, window, visit(place.desk, invited(vera(place.desk))))
    jobs = Later(place)
    dialog._place = replace(place, jobs=jobs)
    dialog.primary.click()
    dialog.file.setChecked(True)
    jobs.answer()
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert opened.urls == [QUrl.fromLocalFile(str(path)).toString()]
    dialog.reject()
    jobs.close()
