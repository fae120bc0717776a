"""A crash leaves a trace that helps, and nothing of a customer in it."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from oppdesk.app import crash

ENTERED = "Miller pays late"


def fail() -> None:
    raise ValueError(ENTERED)


def fail_because() -> None:
    try:
        fail()
    except ValueError as error:
        raise RuntimeError(ENTERED) from error


def caught(work: object) -> BaseException:
    try:
        work()
    except (ValueError, RuntimeError) as error:
        return error
    raise AssertionError


@pytest.fixture
def crashes(tmp_path: Path, qapp: QApplication) -> Iterator[crash.Crashes]:
    made = crash.Crashes(tmp_path)
    with made.watching():
        yield made
    for box in boxes():
        box.close()


def boxes() -> list[QMessageBox]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox)]


def test_i21_an_account_names_places_and_not_what_was_entered() -> None:
    told = crash.account(caught(fail_because))
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert "in fail\n" in told + "\n"
    assert ENTERED not in told


def test_i21_an_account_does_not_name_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path(__file__).parent)
    assert str(Path(__file__).parent) not in crash.account(caught(fail))


def test_i21_a_logged_exception_keeps_its_words_to_itself() -> None:
    error = caught(fail)
    record = logging.LogRecord(
        "x", logging.INFO, "", 1, "saving failed", None, (type(error), error, error.__traceback__)
    )
    line = crash._Discreet("%(message)s").format(record)
    assert "saving failed" in line
    assert "ValueError" in line
    assert ENTERED not in line


def test_a_crash_writes_one_report_and_tells_once(
    crashes: crash.Crashes, tmp_path: Path, qtbot: QtBot, expected_logs: list[str]
) -> None:
    expected_logs.append("Nobody caught this")
    for _ in range(3):
        sys.excepthook(ValueError, caught(fail), None)
    (report,) = tmp_path.glob("crash-*.txt")
    (box,) = boxes()
    assert "OppDesk" in report.read_text(encoding="utf-8")
    assert ENTERED not in report.read_text(encoding="utf-8")
    assert report.name in box.informativeText()
    assert not box.isModal()
    assert box.textFormat() == Qt.TextFormat.PlainText


def test_a_crash_in_a_thread_is_told_in_the_window(
    crashes: crash.Crashes, tmp_path: Path, qtbot: QtBot, expected_logs: list[str]
) -> None:
    expected_logs.append("Nobody caught this")
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1


def test_watching_ends_where_it_began(tmp_path: Path, qapp: QApplication) -> None:
    before = sys.excepthook, threading.excepthook
    with crash.Crashes(tmp_path).watching():
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook) == before
