"""A workplace on a real database for tests of windows: jobs at once, prompts from a script, the neutral form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from oppdesk.app import compose
from oppdesk.i18n import LocaleFormat, learn
from oppdesk.services.desk import Desk
from oppdesk.ui import theme
from oppdesk.ui.change_hub import ChangeHub
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.preferences import Preferences
from oppdesk.ui.workplace import Workplace
from tests.ui.scripted import Calls, ScriptedPrompts


@pytest.fixture(scope="session")
def form() -> LocaleFormat:
    return learn("en")


@pytest.fixture(autouse=True)
def _colours_stay() -> Iterator[None]:
    """Those of a theme are handed out themselves: who makes another of one without a copy changes every window."""
    yield
    for shown in (theme.LIGHT, theme.DARK):
        changed = {name: value.name(QColor.NameFormat.HexArgb) for name, value in shown.colours.items()}
        meant = {name: QColor(text).name(QColor.NameFormat.HexArgb) for name, text in shown.table.items()}
        if changed != meant:
            del shown.__dict__["colours"]  # or all later tests fail with this one
        assert changed == meant


@pytest.fixture
def prompts() -> ScriptedPrompts:
    return ScriptedPrompts()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def place(
    qapp: QApplication, desk: Desk, prompts: ScriptedPrompts, calls: Calls, form: LocaleFormat, tmp_path: Path
) -> Iterator[Workplace]:
    hub = ChangeHub(desk.changes, inline=True)
    jobs = Jobs(prompts, inline=True)
    yield Workplace(
        desk=desk,
        hub=hub,
        jobs=jobs,
        prompts=prompts,
        preferences=Preferences(tmp_path),
        form=form,
        open_record=lambda table, record: calls.opened.append((table, record)),
        open_setup=calls.setups.append,
        run=calls.runs.append,
        show_list=lambda section, filters: calls.lists.append((section, filters)),
        show_duplicates=lambda contacts: calls.duplicates.append(tuple(contacts)),
    )
    jobs.close()
    hub.close()


@pytest.fixture
def main(desk: Desk, prompts: ScriptedPrompts, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The program's window, shown, with the ledger as its section."""
    preferences = Preferences(tmp_path)
    preferences.change(started=True, page="entries", region="en_GB")
    frame = QMainWindow()
    frame.resize(1440, 900)
    helpers = compose.gather(desk, frame, prompts, inline=True)
    window = compose.build_window(desk, preferences, frame, helpers)
    frame.show()
    qtbot.waitUntil(lambda: window.page() is not None and window.page().isVisible())
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    yield window
    QApplication.processEvents()
    frame.close()
    helpers.close()
    frame.deleteLater()
