"""Where attachments are kept, in the form of the setup: the folder asked for, what lies elsewhere moved (SET-3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oppdesk.domain.interactions import File
from oppdesk.domain.words import AttachmentStorage
from oppdesk.ui.setup_page import FormPage
from oppdesk.ui.setup_window import SetupWindow
from oppdesk.ui.workplace import Workplace
from tests.services.talks import talk
from tests.ui.scripted import ScriptedPrompts

STORAGE = "attachment_storage"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    made = tmp_path / "attachments"
    made.mkdir()
    return made


@pytest.fixture
def page(place: Workplace) -> Iterator[FormPage]:
    window = SetupWindow(place, "marketing_setup")
    window.show()
    found = window.page()
    assert isinstance(found, FormPage)
    yield found
    window.close()
    window.deleteLater()


def test_set_3_choosing_files_asks_for_the_folder_and_whether_to_move_what_is_there(
    page: FormPage, place: Workplace, prompts: ScriptedPrompts, shelf: Path
) -> None:
    made = talk(place.desk, file=File("plan.pdf", b"plan"))
    prompts.files.append(shelf)
    prompts.answers.append(True)
    page.form.left.emit({STORAGE: int(AttachmentStorage.DISK_FILE)})
    setup = place.desk.setup.single("marketing_setup")
    assert (setup[STORAGE], setup["attachment_folder"]) == (AttachmentStorage.DISK_FILE, str(shelf))
    assert "1 attachment" in prompts.asked[0]
    assert [path.read_bytes() for path in shelf.iterdir()] == [b"plan"]
    assert place.desk.interactions.file(made) == File("plan.pdf", b"plan")


def test_set_3_a_folder_that_takes_nothing_is_told_beside_it(
    page: FormPage, place: Workplace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.files.append(tmp_path / "nowhere")
    page.form.left.emit({STORAGE: int(AttachmentStorage.DISK_FILE)})
    assert "Folder of attachments" in page.status_words()
    assert place.desk.setup.single("marketing_setup")[STORAGE] == AttachmentStorage.EMBEDDED


def test_2_relocating_can_be_asked_for_at_any_time(
    page: FormPage, place: Workplace, prompts: ScriptedPrompts, shelf: Path
) -> None:
    page.relocate.click()
    assert prompts.told == ["All attachments are where they shall be kept."]
    talk(place.desk, file=File("plan.pdf", b"plan"))
    outside = {STORAGE: int(AttachmentStorage.DISK_FILE), "attachment_folder": str(shelf)}
    place.desk.setup.save("marketing_setup", None, outside)
    prompts.answers.append(True)
    page.relocate.click()
    assert len(list(shelf.iterdir())) == 1


def test_2_who_does_not_move_them_now_finds_them_where_they_are(
    page: FormPage, place: Workplace, prompts: ScriptedPrompts, shelf: Path
) -> None:
    made = talk(place.desk, file=File("plan.pdf", b"plan"))
    prompts.files.append(shelf)
    prompts.answers.append(False)
    page.form.left.emit({STORAGE: int(AttachmentStorage.DISK_FILE)})
    assert list(shelf.iterdir()) == []
    assert place.desk.interactions.file(made) == File("plan.pdf", b"plan")


def test_2_other_fields_of_the_form_ask_for_nothing(
    page: FormPage, place: Workplace, prompts: ScriptedPrompts
) -> None:
    page.form.left.emit({"mobile_first": True})
    assert (prompts.asked, prompts.told) == ([], [])
    assert place.desk.setup.single("marketing_setup")["mobile_first"] is True
