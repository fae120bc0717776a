"""The guards of every test (nothing unasked in the log, nothing left behind, no window on anybody's screen) and its desk."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import gc
import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from oppdesk.services.desk import Desk, open_desk

RESOURCES = Path(__file__).parents[1] / "resources"
WORK_DATE = date(2026, 3, 2)  # a Monday: the work date of the specification's examples
PASSED = pytest.StashKey[bool]()
QT_OWN = {"QTipLabel"}  # Qt shows and removes it when it likes
OTHERS_THREADS = ("pytest_timeout", "Dummy-")


def pytest_collection_finish() -> None:
    """What the imports and the collected tests made stays: no later collection need look at it."""
    gc.collect()
    gc.freeze()
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, 40)  # since so little is left, the old would be searched at every turn


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[PASSED] = item.stash.get(PASSED, True) and not report.failed
    return report


@pytest.fixture
def expected_logs() -> list[str]:
    """Patterns of the warnings that the test provokes; each must come, and no other may."""
    return []


@pytest.fixture(autouse=True)
def _quiet_log(expected_logs: list[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    phases = (caplog.get_records("setup"), caplog.get_records("call"), caplog.get_records("teardown"))
    said = [record.getMessage() for phase in phases for record in phase if record.levelno >= logging.WARNING]
    unasked = [text for text in said if not any(re.search(pattern, text) for pattern in expected_logs)]
    missing = [pattern for pattern in expected_logs if not any(re.search(pattern, text) for text in said)]
    if unasked or missing:
        pytest.fail(f"logged unasked: {unasked}; expected and not logged: {missing}", pytrace=False)


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not thread.name.startswith(OTHERS_THREADS)}


def address(thing: QObject) -> int:
    return shiboken6.getCppPointer(thing)[0]


def windows() -> dict[int, str]:
    """Top-level widgets by address, so that the guard itself keeps none alive."""
    found = QApplication.topLevelWidgets() if QApplication.instance() else []
    return {
        address(widget): f"{type(widget).__name__} {widget.objectName() or widget.windowTitle()!r}"
        for widget in found
        if widget.metaObject().className() not in QT_OWN
    }


def timers() -> dict[int, str]:
    # among the binding's own few, not among all objects of Python: this is asked three times a test
    found = [thing for thing in shiboken6.getAllValidWrappers() if isinstance(thing, QTimer)]
    return {address(timer): f"timer of {timer.parent()!r}" for timer in found if timer.isActive()}


def left_behind(before: dict[int, str], look: Callable[[], dict[int, str]]) -> list[str]:
    """What is there now and was not before, once Qt and Python have cleared up."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if look().keys() - before.keys():
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [text for where, text in look().items() if where not in before]


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    uses_qt = "qapp" in request.fixturenames
    threads_before = threads()
    windows_before, timers_before = (windows(), timers()) if uses_qt else ({}, {})
    yield
    if not request.node.stash.get(PASSED, True):
        return  # its frames still hold everything
    for thread in threads() - threads_before:
        thread.join(1)
    left = [f"thread {thread.name}" for thread in threads() - threads_before]
    if uses_qt:
        left += left_behind(windows_before, windows) + left_behind(timers_before, timers)
    if left:
        pytest.fail(f"left behind: {', '.join(left)}", pytrace=False)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema and the standard setup, made once a run."""
    folder = tmp_path_factory.mktemp("template")
    open_desk(folder, folder / "backups", RESOURCES, device=1).close()
    return folder


@pytest.fixture(scope="session")
def sample_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with the sample data, which take two seconds to make."""
    folder = tmp_path_factory.mktemp("samples") / "data"
    shutil.copytree(template, folder)
    opened = open_desk(folder, folder / "backups", RESOURCES, device=1, today=lambda: WORK_DATE)
    opened.samples.add()
    opened.close()
    return folder


@pytest.fixture
def sample_data() -> None:
    """Who asks for this, by a fixture or by `usefixtures`, finds the sample data on the desk."""


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    source = "sample_template" if "sample_data" in request.fixturenames else "template"
    target = tmp_path / "data"
    shutil.copytree(request.getfixturevalue(source), target)
    return target


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """The services on a real database of this test's own."""
    opened = open_desk(folder, folder / "backups", RESOURCES, device=2, today=lambda: WORK_DATE)
    yield opened
    opened.close()
