"""Work beside the windows: in order, answered on their thread, and nothing left behind."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from oppdesk.domain.errors import RuleError, StorageTrouble, Trouble, UserError
from oppdesk.domain.progress import Progress
from oppdesk.ui.jobs import Jobs
from tests.ui.scripted import ScriptedPrompts


@pytest.fixture
def jobs(qtbot: QtBot, prompts: ScriptedPrompts) -> Iterator[Jobs]:
    made = Jobs(prompts)
    yield made
    made.close()


def refuse(_progress: Progress) -> None:
    raise RuleError("no")


def test_writes_are_done_one_after_the_other_off_the_windows_thread(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[str] = []
    windows = threading.get_ident()
    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda busy: not busy):
        jobs.run(
            "first",
            lambda _progress: threading.get_ident(),
            lambda where: order.append(f"1 {where != windows}"),
        )
        jobs.run("second", lambda _progress: 2, lambda result: order.append(str(result)))
    qtbot.waitUntil(lambda: order == ["1 True", "2"])


def test_a_user_error_goes_to_who_asked_else_it_is_told(
    qtbot: QtBot, jobs: Jobs, prompts: ScriptedPrompts
) -> None:
    caught: list[UserError] = []
    jobs.run("", refuse, failed=caught.append)
    qtbot.waitUntil(lambda: [error.message for error in caught] == ["no"])
    jobs.run("", refuse)
    qtbot.waitUntil(lambda: prompts.told == ["no"])


def test_trouble_with_the_store_is_told_with_its_advice(
    qtbot: QtBot, jobs: Jobs, prompts: ScriptedPrompts
) -> None:
    def full(_progress: Progress) -> None:
        raise StorageTrouble(Trouble.FULL, "The disk is full.")

    jobs.run("", full)
    qtbot.waitUntil(lambda: prompts.told == ["The disk is full."])


def test_a_bug_is_raised_on_the_windows_thread(qtbot: QtBot, jobs: Jobs) -> None:
    with capture_exceptions() as raised:
        jobs.run("", lambda _progress: 1 // 0)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError


def test_only_the_newest_reading_of_a_key_is_answered(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[str] = []
    go = threading.Event()
    jobs.read(lambda: go.wait(5) and "old", answers.append, "list")
    jobs.read(lambda: "dropped", answers.append, "list")
    jobs.read(lambda: "new", answers.append, "list")
    jobs.read(lambda: "other", answers.append)
    go.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == ["new", "other"]


def test_cancel_stops_long_work_and_nobody_is_told(
    qtbot: QtBot, jobs: Jobs, prompts: ScriptedPrompts
) -> None:
    begun = threading.Event()

    def long(progress: Progress) -> None:
        for number in range(10_000_000):
            progress.step(number, 10_000_000)
            begun.set()

    told: list[object] = []
    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda busy: not busy):
        jobs.run("long", long, told.append)
        begun.wait(5)
        jobs.cancel()
    assert not told
    assert not prompts.told


def test_progress_is_heard(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.progressed) as heard:
        jobs.run("import", lambda progress: progress.step(5, 10))
    assert heard.args == ["import", 5, 10]


def test_who_is_gone_is_not_called(qtbot: QtBot, jobs: Jobs) -> None:
    window = QWidget()
    called: list[None] = []
    go = threading.Event()
    with qtbot.waitSignal(jobs.busy, check_params_cb=lambda busy: not busy):
        jobs.run("", lambda _progress: go.wait(5), lambda _result: (called.append(None), window.show()))
        window.deleteLater()
        qtbot.wait(1)
        go.set()
    assert not called


def test_the_log_is_tidied_beside_the_windows_and_not_while_writing(
    qtbot: QtBot, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppdesk.ui.jobs.CHECKPOINT", 10)
    jobs = Jobs(prompts)
    tidied: list[int] = []
    go = threading.Event()
    jobs.run("long", lambda _progress: go.wait(5))
    jobs.checkpoint_with(lambda: tidied.append(threading.get_ident()))
    qtbot.wait(60)
    assert not tidied
    go.set()
    qtbot.waitUntil(lambda: bool(tidied))
    assert tidied[0] != threading.get_ident()
    jobs.close()


def test_closing_lets_what_is_written_end_and_drops_what_is_read(
    qtbot: QtBot, prompts: ScriptedPrompts
) -> None:
    jobs = Jobs(prompts)
    written: list[int] = []
    jobs.run("first", lambda _progress: written.append(1))
    jobs.run("second", lambda _progress: written.append(2))
    jobs.close()
    assert written == [1, 2]
    jobs.read(lambda: written.append(3), lambda _result: None)
    qtbot.wait(10)
    assert written == [1, 2]


def test_work_that_tells_how_far_it_is_counts_as_long(qtbot: QtBot, jobs: Jobs) -> None:
    go = threading.Event()

    def long(progress: Progress) -> None:
        progress.step(1, 2)
        go.wait(5)

    jobs.run("long", long)
    qtbot.waitUntil(lambda: jobs.is_long)
    go.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert not jobs.is_long


def test_work_apart_keeps_neither_writer_nor_reader_waiting_and_can_be_cancelled(
    qtbot: QtBot, jobs: Jobs
) -> None:
    progress = Progress()
    heard: list[str] = []
    began = threading.Event()

    def forever() -> None:
        began.set()
        while True:
            progress.step(0, 1)

    jobs.apart(progress, forever, lambda _none: heard.append("done"), ended=lambda: heard.append("ended"))
    assert began.wait(5)
    jobs.read(lambda: "read", heard.append)
    jobs.run("", lambda _progress: "written", heard.append)
    qtbot.waitUntil(lambda: sorted(heard) == ["read", "written"])
    progress.cancel()
    qtbot.waitUntil(lambda: heard[2:] == ["ended"])


def test_work_apart_ends_with_the_program(qtbot: QtBot, jobs: Jobs) -> None:
    progress = Progress()

    def forever() -> None:
        while True:
            progress.step(0, 1)

    jobs.apart(progress, forever)
    jobs.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "oppdesk-apart"]
