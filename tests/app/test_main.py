"""The command line: what it takes, what it refuses, and with which code it ends."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

import oppdesk
from oppdesk.app import main
from oppdesk.app.start import FirstPaint


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main.run(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"OppDesk {oppdesk.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--import", "a.csv"],
        ["--as", "contact"],
        ["--import", "a.csv", "--as", "contact", "--map", "name"],
        ["--no"],
    ],
)
def test_arguments_that_do_not_fit_end_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main.run(arguments)
    assert end.value.code == 2
    assert "usage: oppdesk" in capsys.readouterr().err


def test_columns_are_mapped_one_by_one_or_together() -> None:
    words = [
        "--import",
        "a.csv",
        "--as",
        "contact",
        "--map",
        "name=Firma",
        "city=Ort",
        "--map",
        "phone=Tel=1",
    ]
    options = main._parser().parse_args(words)
    assert dict(options.columns) == {"name": "Firma", "city": "Ort", "phone": "Tel=1"}


def test_the_first_paint_is_told_once(qtbot: QtBot) -> None:
    window, told = QMainWindow(), []
    qtbot.addWidget(window)
    FirstPaint(window, lambda: told.append(window.isVisible()))
    window.show()
    qtbot.waitUntil(lambda: bool(told))
    window.repaint()
    qtbot.wait(20)
    assert told == [True]


def test_the_frame_needs_no_database_library() -> None:
    """SQLAlchemy costs more of a start than Qt: the frame stands before it is imported."""
    code = "import sys, oppdesk.app.start; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "alembic", "babel", "sqlcipher3", "sqlite3"} & set(loaded)


def test_r05_a_second_start_ends_at_once_and_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "oppdesk", "--data", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as first:
        try:
            while not (tmp_path / "oppdesk.lock").exists():
                assert first.poll() is None
                time.sleep(0.05)
            second = subprocess.run(command, check=False, timeout=20)
            assert (first.poll(), second.returncode) == (None, 0)
        finally:
            first.kill()


def test_the_self_test_passes_in_the_source_tree() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "oppdesk", "--self-test"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    assert re.search("self-test passed", answer.stdout)
