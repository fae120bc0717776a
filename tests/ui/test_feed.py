"""The calendar of my tasks follows them by itself, where the user wants it and nowhere else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from oppdesk.domain.fields import Ref
from oppdesk.domain.tasks import NewTask
from oppdesk.domain.words import TaskType
from oppdesk.ui import feed
from oppdesk.ui.dialogs.preferences import PreferencesDialog, open_preferences
from oppdesk.ui.feed import Feed
from oppdesk.ui.workplace import Workplace
from tests.services.records import salesperson
from tests.ui.scripted import ScriptedPrompts

DAY = date(2026, 3, 2)


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    made = tmp_path / "calendar"
    made.mkdir()
    return made


@pytest.fixture
def kept(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    monkeypatch.setattr(feed, "PAUSE", 0)
    monkeypatch.setattr(feed, "START", 0)
    me = place.desk.context.salesperson = salesperson(place.desk)
    place.preferences.change(salesperson=me)
    owner = QObject()
    yield Feed(place, owner)
    owner.deleteLater()


def add(place: Workplace, description: str) -> None:
    new = NewTask(TaskType.NONE, description, DAY, salesperson=place.desk.context.salesperson)
    place.desk.tasks.create(new)


def text(calendar: Path) -> str:
    found = list(calendar.iterdir())
    return found[0].read_text("utf-8") if found else ""


def test_9_11_nothing_is_written_until_the_user_asks_for_it(
    place: Workplace, kept: Feed, calendar: Path, qtbot: QtBot
) -> None:
    add(place, "Offer")
    qtbot.wait(30)
    assert text(calendar) == ""


def test_9_11_after_each_change_the_file_is_as_the_tasks_are(
    place: Workplace, kept: Feed, calendar: Path, qtbot: QtBot
) -> None:
    place.preferences.change(feed=True, feed_folder=str(calendar))
    qtbot.waitUntil(lambda: "VCALENDAR" in text(calendar))
    add(place, "Offer")
    qtbot.waitUntil(lambda: "SUMMARY:Offer" in text(calendar))
    place.desk.history.undo()
    qtbot.waitUntil(lambda: "SUMMARY:Offer" not in text(calendar))


def test_9_11_a_folder_that_is_gone_is_said_once(
    place: Workplace, kept: Feed, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[str] = []
    kept.remarked.connect(said.append)
    place.preferences.change(feed=True, feed_folder=str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: bool(said))
    add(place, "Offer")
    qtbot.wait(30)
    assert len(said) == 1
    assert "gone" in said[0]


def test_the_folder_is_chosen_in_the_preferences(
    place: Workplace, prompts: ScriptedPrompts, calendar: Path, qtbot: QtBot
) -> None:
    me = salesperson(place.desk)
    made: list[PreferencesDialog] = []
    open_preferences(place, None, made.append)
    (dialog,) = made
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.feed.setChecked(True)
    dialog.primary.click()
    assert dialog.rows["feed_folder"].fault()
    prompts.files.append(calendar)
    dialog.feed_folder.choose.click()
    dialog.primary.click()
    assert dialog.rows["salesperson"].fault(), "whose tasks?"
    dialog.me.set_value(Ref(me, "ANNA"))
    dialog.primary.click()
    assert place.preferences.now.feed
    assert place.preferences.now.feed_folder == str(calendar)
