"""A file of an earlier version is brought to this one beside the window, which says so and lets nobody stop it halfway."""

import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from oppdesk.app import opening, paths
from oppdesk.app.paths import Paths
from oppdesk.domain import progress
from oppdesk.domain.errors import StorageTrouble
from oppdesk.domain.progress import STAGE, TakesLong
from oppdesk.services import desk
from oppdesk.storage import database, search, sqlite, upgrade
from oppdesk.ui.opening import OpeningPage

OLD = Path(__file__).parents[1] / "data" / "schema_0001.db"


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    found = paths.under(tmp_path)
    found.make()
    shutil.copy(OLD, found.data / database.FILE_NAME)
    return found


@pytest.fixture
def frame(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def run(qtbot: QtBot, places: Paths, frame: QMainWindow) -> tuple[list[str], list[StorageTrouble]]:
    """What was said, and what went wrong."""
    ended: list[bool] = []
    troubles: list[StorageTrouble] = []
    said: list[str] = []

    def failed(trouble: StorageTrouble) -> None:
        troubles.append(trouble)
        ended.append(True)

    opening.prepare(places, frame, lambda: ended.append(True), failed)
    page = frame.centralWidget()
    assert isinstance(page, OpeningPage)
    page.told.connect(lambda _words, _done, _total: said.append(page.words.text()))
    frame.close()
    assert frame.isVisible()
    qtbot.waitUntil(lambda: bool(ended), timeout=60_000)
    return said, troubles


def test_the_windows_thread_puts_off_an_upgrade_before_anything_is_changed(places: Paths) -> None:
    with opening.put_off(), pytest.raises(TakesLong):
        desk.prepare(places.data, places.backups)
    assert sqlite.identify(places.data / database.FILE_NAME) == sqlite.identify(OLD)
    assert not list(places.backups.glob("*"))
    assert STAGE.get() is None


def test_an_upgrade_says_in_the_window_what_is_done_and_how_far_it_is(
    places: Paths, frame: QMainWindow, qtbot: QtBot
) -> None:
    said, troubles = run(qtbot, places, frame)
    assert not troubles
    stages = [words.split("…")[0] for words in said]
    assert list(dict.fromkeys(stages)) == [
        "Making a backup",
        "Checking the backup",
        "Bringing the data to this version",
    ]
    assert said[0] == "Making a backup… 0 %"
    assert len(list(places.backups.glob("before-upgrade-*.db"))) == 1
    with opening.put_off():
        desk.prepare(places.data, places.backups)  # now it is opened at once
    frame.close()
    assert not frame.isVisible()


def test_what_goes_wrong_is_told_and_the_old_file_stands(
    places: Paths, frame: QMainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade.shutil, "disk_usage", lambda _path: SimpleNamespace(free=0))
    _said, troubles = run(qtbot, places, frame)
    assert "not enough free space" in troubles[0].message
    assert sqlite.identify(places.data / database.FILE_NAME) == sqlite.identify(OLD)


def test_a_search_index_of_many_is_made_beside_the_window(
    places: Paths, frame: QMainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prepare(places.data, places.backups)
    engine = database.open_database(places.data / database.FILE_NAME, places.backups)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_doc")
    engine.dispose()
    monkeypatch.setattr(progress, "MANY", 1)
    monkeypatch.setattr(search, "MANY", 1)
    with opening.put_off(), pytest.raises(TakesLong):
        desk.prepare(places.data, places.backups)
    said, troubles = run(qtbot, places, frame)
    assert not troubles
    assert said[-1] == "Making the search index… 100 %"


def test_a_new_file_is_made_at_once(tmp_path: Path) -> None:
    begun = time.process_time()
    with opening.put_off():
        desk.prepare(tmp_path / "new", tmp_path / "backups")
    assert time.process_time() - begun < 30
