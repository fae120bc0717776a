"""One process a data folder; a second start raises the window that is there, a dead one is in nobody's way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSysInfo
from pytestqt.qtbot import QtBot

from oppdesk.app import single_instance
from oppdesk.domain.errors import StorageTrouble, Trouble

HOLD = """
import sys, time
from pathlib import Path
from oppdesk.app.single_instance import claim
lock = claim(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def another_process_holding(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.kill()


def test_a_folder_in_use_is_refused_with_its_name(tmp_path: Path) -> None:
    with another_process_holding(tmp_path), pytest.raises(StorageTrouble, match=tmp_path.name) as refusal:
        single_instance.claim(tmp_path)
    assert refusal.value.kind is Trouble.IN_USE


def test_r06_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    with another_process_holding(tmp_path) as other:
        other.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        other.wait()
        assert (tmp_path / "oppdesk.lock").exists()
        single_instance.claim(tmp_path).unlock()


def test_r06_a_lock_whose_number_belongs_to_another_process_by_now_is_taken_over(tmp_path: Path) -> None:
    """As after a crash and a restart of the computer: the number is that of a living process, ours."""
    name = Path(sys.executable).resolve().name
    lines = [str(os.getppid()), name, QSysInfo.machineHostName(), "", ""]
    (tmp_path / "oppdesk.lock").write_text("\n".join(lines), encoding="utf-8")
    single_instance.claim(tmp_path).unlock()


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="needs a folder that this user may not write in"
)
def test_r18_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageTrouble) as refusal:
        single_instance.claim(tmp_path)
    assert refusal.value.kind is Trouble.READ_ONLY


CALL = """
import sys
from pathlib import Path
from oppdesk.app.single_instance import call_first
sys.exit(0 if call_first(Path(sys.argv[1])) else 1)
"""


def test_r05_a_second_start_raises_the_window_at_once(tmp_path: Path, qtbot: QtBot) -> None:
    raised: list[bool] = []
    home = QObject()
    single_instance.listen(tmp_path, lambda: raised.append(True), home)
    began = time.monotonic()
    with subprocess.Popen([sys.executable, "-c", CALL, str(tmp_path)]) as second:
        qtbot.waitUntil(lambda: bool(raised), timeout=10_000)
        assert second.wait() == 0
    assert time.monotonic() - began < 10


def test_nobody_hears_where_nobody_listens(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE", 50)
    assert not single_instance.call_first(tmp_path)


def test_another_folder_is_another_desk(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE", 50)
    home = QObject()
    single_instance.listen(tmp_path / "a", lambda: None, home)
    assert not single_instance.call_first(tmp_path / "b")
