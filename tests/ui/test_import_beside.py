"""The import assistant with the real threads: it can be stopped at any moment, and what is stopped leaves nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.domain.query import Query
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.dialogs.import_wizard import CHECK, COLUMNS, FILE, IMPORT
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.workplace import Workplace
from tests.ui.import_window import Window, open_window
from tests.ui.scripted import ScriptedPrompts

ROWS = 400


@pytest.fixture(autouse=True)
def look(qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")


@pytest.fixture
def beside(place: Workplace, prompts: ScriptedPrompts, desk: Desk) -> Iterator[Workplace]:
    """A workplace whose work is done by threads."""
    jobs, hub = Jobs(prompts), ChangeHub(desk.changes)
    yield replace(place, jobs=jobs, hub=hub)
    jobs.close()
    hub.close()


@pytest.fixture
def window(beside: Workplace, qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    """With a file of some hundred contacts, at its third step."""
    path = tmp_path / "people.csv"
    lines = [f"Firm {at},Ely,info@firm{at}.example" for at in range(ROWS)]
    path.write_text("\n".join(["Company,City,E-mail", *lines]), "utf-8")
    kept = open_window(beside, qtbot, "contacts", path)
    wizard = kept.wizard
    qtbot.waitUntil(lambda: wizard.session.source is not None, timeout=20_000)
    wizard.accept()
    qtbot.waitUntil(lambda: wizard.session.plan is not None, timeout=20_000)
    wizard.accept()
    yield kept
    wizard.close()
    del kept


def count(desk: Desk) -> int:
    return desk.lists.count("contact", Query())


def test_i08_escape_in_the_middle_of_the_import_leaves_nothing_and_it_can_go_on(
    window: Window, beside: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    wizard = window.wizard
    stops = beside.jobs.progressed.connect(lambda *_told: wizard.reject())
    wizard.accept()
    assert wizard.step() == IMPORT
    qtbot.waitUntil(lambda: wizard.step() == CHECK, timeout=20_000)
    beside.jobs.progressed.disconnect(stops)
    assert "nothing was written" in window.note()
    assert count(desk) == 0
    wizard.accept()
    qtbot.waitUntil(wizard.ending.undo.isVisible, timeout=20_000)
    assert count(desk) == ROWS
    wizard.ending.undo.click()
    qtbot.waitUntil(lambda: "undone" in wizard.ending.title(), timeout=20_000)
    assert count(desk) == 0


def test_the_button_of_the_progress_stops_the_import(
    window: Window, beside: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    wizard = window.wizard
    stops = beside.jobs.progressed.connect(lambda *_told: wizard.ending.progress.cancelled.emit())
    wizard.accept()
    qtbot.waitUntil(lambda: wizard.step() == CHECK, timeout=20_000)
    beside.jobs.progressed.disconnect(stops)
    assert count(desk) == 0


def test_i08_closing_the_window_in_the_middle_of_the_import_leaves_nothing(
    window: Window, beside: Workplace, desk: Desk, qtbot: QtBot
) -> None:
    wizard = window.wizard
    closes = beside.jobs.progressed.connect(lambda *_told: wizard.close())
    wizard.accept()
    qtbot.waitUntil(lambda: not wizard.isVisible() and not beside.jobs.is_busy, timeout=20_000)
    beside.jobs.progressed.disconnect(closes)
    assert count(desk) == 0


def test_the_reading_of_the_rows_can_be_stopped(window: Window, beside: Workplace, qtbot: QtBot) -> None:
    wizard = window.wizard
    ways = wizard.side.existing.ways
    ways.setCurrentIndex(1)
    ways.activated.emit(1)
    assert wizard.check.is_busy()
    assert not wizard.primary.isVisible()
    window.press(Qt.Key.Key_Escape)
    assert wizard.step() == COLUMNS
    wizard.accept()
    qtbot.waitUntil(lambda: wizard.session.plan is not None, timeout=20_000)
    assert wizard.step() == CHECK


def test_while_it_is_written_no_other_file_is_taken(
    window: Window, beside: Workplace, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = window.wizard
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "other.csv"))])
    wizard.accept()
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    wizard.dropEvent(event)
    assert wizard.step() == IMPORT
    qtbot.waitUntil(wizard.ending.undo.isVisible, timeout=20_000)
    assert count(desk) == ROWS
    wizard.ending.again.click()
    assert wizard.step() == FILE
