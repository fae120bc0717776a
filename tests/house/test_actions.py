"""The actions are declared once; here each is held to its declaration and done once, with and without records."""

import re
import shutil
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget

from oppdesk.app import compose
from oppdesk.services.desk import Desk
from oppdesk.ui import icons
from oppdesk.ui.action_specs import ACTIONS, MENUS, NEEDS, ActionSpec
from oppdesk.ui.cards.opportunity import OpportunityCard
from oppdesk.ui.cards.task import TaskCard
from oppdesk.ui.commands import Commands
from oppdesk.ui.main_window import MainWindow
from oppdesk.ui.pages import PAGES
from oppdesk.ui.pages.contacts import ContactsPage
from oppdesk.ui.pages.entries import EntriesPage
from oppdesk.ui.pages.interactions import InteractionsPage
from oppdesk.ui.pages.opportunities import OpportunitiesPage
from oppdesk.ui.pages.tasks import TasksPage
from oppdesk.ui.preferences import Preferences
from tests.ui.scripted import ScriptedPrompts

DOERS = (MainWindow, Commands, OpportunitiesPage, ContactsPage, EntriesPage, TasksPage, InteractionsPage)
ENDS = frozenset({"file.quit"})


def test_ids_are_unique() -> None:
    assert [each for each, count in Counter(spec.id for spec in ACTIONS).items() if count > 1] == []


def test_keys_are_unique() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys.split())
    assert [each for each, count in keys.items() if count > 1 or not each] == []


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_each_action_is_declared_whole(spec: ActionSpec) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z-]+(:[a-z_]+)?", spec.id)
    assert not spec.menu or spec.menu in dict(MENUS)
    assert bool(spec.menu) == bool(spec.order)
    assert not spec.needs or spec.needs in NEEDS
    assert icons.exists(spec.icon)


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_each_action_has_somebody_who_does_it(spec: ActionSpec) -> None:
    assert [doer.__name__ for doer in DOERS if callable(getattr(doer, spec.handler, None))]
    assert not hasattr(QWidget, spec.handler), "Qt itself has a method of that name"


def test_a_card_does_what_the_list_does_with_an_opportunity() -> None:
    of_one = [spec for spec in ACTIONS if spec.needs.startswith("opportunity")]
    missing = [spec.id for spec in of_one if not callable(getattr(OpportunityCard, spec.handler, None))]
    assert not missing


def test_a_card_does_what_the_list_does_with_a_task() -> None:
    of_one = [spec for spec in ACTIONS if spec.needs.startswith("task")]
    missing = [spec.id for spec in of_one if not callable(getattr(TaskCard, spec.handler, None))]
    assert not missing


class Reserved(ScriptedPrompts):
    """Says no to everything."""

    def confirm(self, *_args: object, **_options: object) -> None:  # type: ignore[override]
        self.asked.append("")

    def _file(self, title: str, _then: object) -> None:
        self.asked.append(title)


class Strays(QObject):
    """Notes parts that were shown before they had a parent: each flashes as a window of its own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.found: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_plain = watched.windowType() in (Qt.WindowType.Window, Qt.WindowType.Widget)
            if is_plain and not isinstance(watched, QDialog | QMainWindow | QMenu):
                self.found.append(f"{type(watched).__name__}, seen at {traceback.format_stack(limit=4)[0]}")
        return False


@pytest.fixture(params=["template", "sample_template"], ids=["empty", "filled"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(request.getfixturevalue(request.param), tmp_path / "data"))


@pytest.fixture
def window(
    desk: Desk, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    preferences = Preferences(tmp_path)
    preferences.change(started=True)
    frame = QMainWindow()
    frame.resize(1366, 768)
    helpers = compose.gather(desk, frame, Reserved(), inline=True)
    strays = Strays(qapp)
    monkeypatch.setattr("oppdesk.ui.links.QDesktopServices.openUrl", lambda _url: True)  # nobody is called
    made = compose.build_window(desk, preferences, frame, helpers)
    frame.show()
    yield made
    qapp.removeEventFilter(strays)
    frame.close()
    helpers.close()
    frame.deleteLater()
    assert not strays.found, "\n".join(strays.found)


def put_away(window: MainWindow) -> None:
    """Close what an action opened, and go on where one was."""
    window.box.close_box()
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and isinstance(each, QDialog | QMenu):
            each.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("section", [page.key for page in PAGES])
def test_every_action_can_be_done_in_every_section(window: MainWindow, section: str) -> None:
    done: list[str] = []
    window.action_set.done.connect(done.append)
    first = section == PAGES[0].key
    for spec in ACTIONS:
        if spec.id in ENDS or (spec.argument and not first):
            continue
        window.go(section)
        QApplication.processEvents()
        window.action_set.update()
        window.action_set.action(spec.id).trigger()
        QApplication.processEvents()
        put_away(window)
    always = {spec.id for spec in ACTIONS if not spec.needs and hasattr(Commands, spec.handler)} - ENDS
    assert {name for name in always if first or ":" not in name} <= set(done)
