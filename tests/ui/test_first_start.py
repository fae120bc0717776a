"""The first start: under a minute to the first opportunity (interface 7)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from oppdesk.services.desk import Desk
from oppdesk.ui.dialogs.first_start import FirstStart, initials
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.preferences import Preferences
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def start(desk: Desk, prompts: ScriptedPrompts, qtbot: QtBot, tmp_path: Path) -> Iterator[FirstStart]:
    frame = QMainWindow()
    frame.resize(1366, 768)
    jobs = Jobs(prompts, frame, inline=True)
    made = FirstStart(desk, jobs, Preferences(tmp_path), frame)
    frame.show()
    yield made
    jobs.close()
    frame.close()
    frame.deleteLater()


def people(desk: Desk) -> dict[str, str]:
    return {row["code"]: row["name"] for row in desk.setup.rows("salesperson")}


def test_answers_become_company_currency_and_the_first_salesperson(
    start: FirstStart, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(start.company, "Noordlicht Lijnbouw BV")
    start.currency.setCurrentIndex(1)
    qtbot.keyClicks(start.me, "Marieke van Dael")
    assert "MVD" in start._me.note()
    with qtbot.waitSignal(start.finished) as finished:
        qtbot.keyClick(start.me, Qt.Key.Key_Return)
    assert finished.args == [""]
    company = desk.setup.single("company_info")
    assert (company["name"], company["currency"]) == ("Noordlicht Lijnbouw BV", "USD")
    assert people(desk) == {"MVD": "Marieke van Dael"}
    now = start._preferences.now
    assert now.started
    assert desk.setup.row("salesperson", now.salesperson or 0)["code"] == "MVD"


def test_a_name_is_needed(start: FirstStart, desk: Desk, qtbot: QtBot) -> None:
    start.start.click()
    assert start._me.fault()
    assert start.me.hasFocus()
    assert people(desk) == {}
    qtbot.keyClicks(start.me, "A")
    assert not start._me.fault()


def test_the_first_door_brings_sample_data_and_a_free_code(
    start: FirstStart, desk: Desk, qtbot: QtBot
) -> None:
    start.cards[0].click()
    qtbot.keyClicks(start.me, "Tom Weaver")  # TW is somebody of the sample
    with qtbot.waitSignal(start.finished):
        start.start.click()
    assert desk.samples.present()
    assert people(desk)["TW2"] == "Tom Weaver"


def test_the_second_door_goes_on_to_the_import(start: FirstStart, qtbot: QtBot) -> None:
    start.cards[1].click()
    assert start.start.text() == "Bring my data"
    qtbot.keyClicks(start.me, "Tom Weaver")
    with qtbot.waitSignal(start.finished) as finished:
        start.start.click()
    assert finished.args == ["file.import-records:contact"]


def test_doors_open_by_key(start: FirstStart, qtbot: QtBot) -> None:
    qtbot.keyClick(start, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert start.cards[0].isChecked()
    assert start.start.text() == "Try the sample data"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Marieke van Dael", "MVD"),
        ("Anna", "ANN"),
        ("Jan-Willem de Boer", "JDB"),
        ("  ", ""),
        ("王小明", "王小明"),
    ],
)
def test_a_code_is_made_of_initials(name: str, code: str) -> None:
    assert initials(name) == code
