"""What is attached is opened as a copy under a safe name, nobody can write in it, and no program is ever run (I14)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oppdesk.domain.interactions import File
from oppdesk.ui import attachments
from oppdesk.ui.workplace import Workplace
from tests.ui.outside import Opened, opening
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def opened() -> Iterator[Opened]:
    with opening() as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "name",
    [
        *(
            "plan.pdf",
            "../../etc/plan.pdf",
            "C:\\Windows\\plan.pdf",
            "/etc/passwd.pdf",
            "..\\..\\a.pdf",
            "CON.pdf",
        ),
        *("a:b.pdf", "\u202efdp.exe.pdf", "x" * 300 + ".pdf", "a\nb.pdf", ".pdf.pdf", "Überblick 林.PDF"),
    ],
)
def test_i14_a_copy_lies_in_a_folder_of_its_own_under_a_safe_name(
    place: Workplace, window: QWidget, opened: Opened, name: str
) -> None:
    copy = attachments.open_copy(place, window, File(name, b"%PDF"))
    assert copy is not None
    assert opened.urls == [QUrl.fromLocalFile(str(copy)).toString()]
    assert copy.parent.name.startswith("oppdesk-")
    assert list(copy.parent.iterdir()) == [copy]
    assert not {"/", "\\", ":", "\n", "\u202e"} & set(copy.name)
    assert len(copy.name) < 256
    assert copy.read_bytes() == b"%PDF"
    assert copy.stat().st_mode & 0o777 == 0o400
    assert copy.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name",
    [
        *(
            "a.exe",
            "a.pdf.exe",
            "a.EXE",
            "a.sh",
            "a.desktop",
            "a.lnk",
            "a.js",
            "a.docm",
            "a.jar",
            "a.scr",
            "a",
            "",
        ),
        *(
            "a.pdf ",
            "a.pdf.",
            "a.pdf:x.exe",
            "a.\u202efdp.exe",
            "a.svg",
            "a.url",
            "a.py",
            "a.app",
            "a.command",
            "a.hta",
        ),
    ],
)
def test_i14_what_could_run_is_never_opened_only_saved_after_a_question(
    place: Workplace, window: QWidget, opened: Opened, prompts: ScriptedPrompts, tmp_path: Path, name: str
) -> None:
    prompts.answers.extend([False, True])
    assert attachments.open_copy(place, window, File(name, b"MZ")) is None
    prompts.files.append(tmp_path / "saved")
    assert attachments.open_copy(place, window, File(name, b"MZ")) is None
    assert opened.urls == []
    assert len(prompts.asked) == 2
    assert (tmp_path / "saved").read_bytes() == b"MZ"
    assert (tmp_path / "saved").stat().st_mode & 0o111 == 0


def test_i14_it_is_saved_under_a_safe_name_where_the_user_says(
    place: Workplace, window: QWidget, prompts: ScriptedPrompts
) -> None:
    prompts.files.append(None)
    attachments.save(place, window, File("../../.ssh/plan.pdf", b"%PDF"))
    assert prompts.suggested == ["plan.pdf"]
