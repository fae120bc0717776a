"""Rubbish is looked for on the windows' thread alone: elsewhere a part of a window must not be thrown away."""

import gc
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oppdesk.app.rubbish import Rubbish


class Knot:
    """Holds itself, so that only looking for rubbish finds it; says which thread did."""

    def __init__(self, found: list[threading.Thread]) -> None:
        self.itself = self
        self._found = found

    def __del__(self) -> None:
        self._found.append(threading.current_thread())


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QObject]:
    made = QObject(qapp)
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


def test_what_another_thread_leaves_behind_is_thrown_away_by_the_windows_thread(
    qtbot: QtBot, window: QObject
) -> None:
    found: list[threading.Thread] = []
    Rubbish(window)

    def work() -> None:
        for _each in range(5_000):
            Knot(found)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert not found
    qtbot.waitUntil(lambda: len(found) == 5_000)
    assert set(found) == {threading.main_thread()}


def test_python_looks_again_by_itself_when_the_window_is_gone(window: QObject, qtbot: QtBot) -> None:
    Rubbish(window)
    assert not gc.isenabled()
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()
    assert gc.isenabled()


def test_what_was_in_use_and_holds_itself_is_found_once_the_user_rests(
    qtbot: QtBot, window: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppdesk.app.rubbish.INTERVAL", 1)
    monkeypatch.setattr("oppdesk.app.rubbish.STILL", 20)
    found: list[threading.Thread] = []
    rubbish = Rubbish(window)
    knot = Knot(found)
    rubbish.lay_aside()
    del knot
    gc.collect()
    assert not found
    qtbot.waitUntil(lambda: found == [threading.main_thread()])


def test_memory_goes_back_to_the_system_once_each_time_the_user_rests(
    qtbot: QtBot, window: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr("oppdesk.app.rubbish.INTERVAL", 1)
    monkeypatch.setattr("oppdesk.app.rubbish.STILL", 20)
    monkeypatch.setattr("oppdesk.app.rubbish.give_back", lambda: given.append(True))
    Rubbish(window)
    qtbot.waitUntil(lambda: given == [True])
    qtbot.wait(60)
    assert given == [True]
    stirred = [[each] for each in range(2_000)]
    qtbot.waitUntil(lambda: given == [True, True])
    assert stirred


def test_what_is_laid_aside_costs_no_further_look(window: QObject) -> None:
    rubbish = Rubbish(window)
    kept = [[each] for each in range(10_000)]
    rubbish.lay_aside()
    assert len(gc.get_objects()) < len(kept)
    gc.unfreeze()


def test_what_stays_is_laid_aside_before_it_is_much(
    qtbot: QtBot, window: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppdesk.app.rubbish.INTERVAL", 1)
    monkeypatch.setattr("oppdesk.app.rubbish.OLD", 1)
    Rubbish(window)
    gc.freeze()
    kept: list[list[list[int]]] = []
    most = 0
    for _round in range(150):
        kept.append([[each] for each in range(1_000)])
        qtbot.wait(2)
        most = max(most, len(gc.get_objects()))
    gc.unfreeze()
    assert most < sum(map(len, kept)) * 2 // 3
