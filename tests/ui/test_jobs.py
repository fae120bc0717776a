"""Work beside the windows: in order, answered on their thread, and nothing left behind."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from oppdesk.domain.errors import RuleError, StorageTrouble, Trouble, UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import LocaleFormat
from oppdesk.services.desk import Desk, open_desk
from oppdesk.storage.unit_of_work import Store
from oppdesk.ui.actions import ActionSet
from oppdesk.ui.jobs import Jobs
from oppdesk.ui.status_line import StatusLine
from tests.conftest import RESOURCES
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


def test_what_takes_long_to_make_is_made_in_turns(qtbot: QtBot, jobs: Jobs) -> None:
    made: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    jobs.in_turns(window, [lambda: made.append("form"), lambda: made.append("side")])
    assert made == []
    jobs.soon(window, lambda: made.append("|"))  # what comes in between has its turn
    qtbot.waitUntil(lambda: len(made) == 3)
    assert made == ["form", "|", "side"]


def test_the_log_is_tidied_beside_the_windows_after_a_write_and_during_a_long_one(
    qtbot: QtBot, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppdesk.ui.jobs.CHECKPOINT", 10)
    jobs = Jobs(prompts)
    tidied: list[bool] = []
    here: list[int] = []
    go = threading.Event()
    jobs.checkpoint_with(lambda: (tidied.append(jobs.is_busy), here.append(threading.get_ident())))
    jobs.run("long", lambda _progress: go.wait(5))
    qtbot.waitUntil(lambda: tidied[:3] == [True] * 3)
    go.set()
    qtbot.waitUntil(lambda: not tidied[-1])
    assert threading.get_ident() not in here
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


@pytest.fixture
def store(desk: Desk) -> Store:
    return desk.lists._store


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Endless:
    """Reading that ends only when it is interrupted; `begun` counts how often it was begun."""

    def __init__(self, store: Store, enough: int = 10) -> None:
        self._store = store
        self._enough = enough
        self.begun = 0

    def __call__(self) -> int:
        self.begun += 1
        if self.begun < self._enough:
            with self._store.read() as connection:
                connection.exec_driver_sql(ENDLESS)
        return self.begun


def test_what_is_urgent_interrupts_the_rest_which_is_begun_again(
    qtbot: QtBot, jobs: Jobs, store: Store
) -> None:
    answers: list[object] = []
    endless = Endless(store, enough=2)
    jobs.read(endless, answers.append)
    jobs.read(lambda: "later", answers.append)
    qtbot.waitUntil(lambda: endless.begun == 1)
    jobs.read(lambda: "urgent", answers.append, urgent=True)
    jobs.read(lambda: "urgent too", answers.append, urgent=True)
    qtbot.waitUntil(lambda: len(answers) == 4)
    assert answers == ["urgent", "urgent too", 2, "later"]


def test_what_is_awaited_goes_before_the_others_and_interrupts_none(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[object] = []
    begun, go = threading.Event(), threading.Event()
    jobs.read(lambda: begun.set() or (go.wait(5) and "running"), answers.append)
    begun.wait(5)
    jobs.read(lambda: "other", answers.append)
    jobs.read(lambda: "awaited", answers.append, awaited=True)
    jobs.read(lambda: "awaited too", answers.append, awaited=True)
    go.set()
    qtbot.waitUntil(lambda: len(answers) == 4)
    assert answers == ["running", "awaited", "awaited too", "other"]


def test_what_is_urgent_is_not_interrupted_by_what_is_urgent(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[object] = []
    begun, go = threading.Event(), threading.Event()
    jobs.read(lambda: begun.set() or (go.wait(5) and "first"), answers.append, "first", urgent=True)
    begun.wait(5)
    jobs.read(lambda: "second", answers.append, "second", urgent=True)
    go.set()
    qtbot.waitUntil(lambda: answers == ["first", "second"])


def test_what_is_not_urgent_begins_after_the_urgent_answer_is_painted(qtbot: QtBot, jobs: Jobs) -> None:
    """The painting is Python, and would take turns with it."""
    happened: list[str] = []

    class Shown(QWidget):
        def paintEvent(self, _event: QPaintEvent) -> None:
            happened.append("painted")

    shown = Shown()
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    qtbot.wait(50)
    happened.clear()
    begun = threading.Event()
    jobs.read(lambda: begun.wait(5), lambda _none: shown.update(), urgent=True)
    jobs.read(lambda: happened.append("read"), lambda _none: happened.append("answered"))
    begun.set()
    qtbot.waitUntil(lambda: "answered" in happened)
    assert happened == ["painted", "read", "answered"]


@pytest.mark.parametrize("urgent", [False, True])
def test_a_newer_reading_of_a_key_ends_the_older(
    qtbot: QtBot, jobs: Jobs, store: Store, urgent: bool
) -> None:
    answers: list[object] = []
    endless = Endless(store)
    jobs.read(endless, answers.append, "list", urgent=urgent)
    qtbot.waitUntil(lambda: endless.begun == 1)
    jobs.read(lambda: "new", answers.append, "list", urgent=urgent)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]
    assert endless.begun == 1


def test_closing_in_the_middle_of_reading_ends_it_at_once(
    qtbot: QtBot, prompts: ScriptedPrompts, store: Store
) -> None:
    jobs = Jobs(prompts)
    answers: list[object] = []
    endless = Endless(store)
    jobs.read(endless, answers.append)
    qtbot.waitUntil(lambda: endless.begun == 1)
    jobs.close()  # would last for ever
    qtbot.wait(1)
    assert not answers
    assert endless.begun == 1


@dataclass
class Holder:
    """Another program that writes and does not end."""

    store: Store

    def __post_init__(self) -> None:
        self._holding, self._enough = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold)
        self._thread.start()
        self._holding.wait(5)

    def _hold(self) -> None:
        with self.store.write("test"):
            self._holding.set()
            self._enough.wait(10)

    def end(self) -> None:
        self._enough.set()
        self._thread.join()


@pytest.fixture
def holder(folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Holder]:
    monkeypatch.setattr("oppdesk.ui.jobs.PATIENCE", 0.05)
    monkeypatch.setattr("oppdesk.storage.sqlite.ATTEMPT", 10)
    other = open_desk(folder, folder / "backups", RESOURCES, device=3)
    made = Holder(other.lists._store)
    yield made
    made.end()
    other.close()


def write(store: Store) -> Callable[[Progress], str]:
    def work(_progress: Progress) -> str:
        with store.write("test"):
            return "written"

    return work


def test_r08_a_write_waits_for_another_program_says_so_and_goes_on_by_itself(
    qtbot: QtBot, jobs: Jobs, store: Store, holder: Holder, prompts: ScriptedPrompts
) -> None:
    said: list[bool] = []
    done: list[str] = []
    jobs.waits.connect(said.append)
    jobs.run("save", write(store), done.append)
    qtbot.waitUntil(lambda: said == [True])
    assert jobs.is_long
    assert not done
    read: list[str] = []
    jobs.read(lambda: "read", read.append)
    qtbot.waitUntil(lambda: read == ["read"])  # nobody else has to wait
    assert said == [True]
    holder.end()
    qtbot.waitUntil(lambda: done == ["written"])
    assert said == [True, False]
    assert not jobs.is_long
    assert not prompts.told


def test_r08_who_waits_for_another_program_can_cancel(
    qtbot: QtBot, jobs: Jobs, store: Store, holder: Holder, prompts: ScriptedPrompts
) -> None:
    done: list[str] = []
    ended: list[str] = []
    with qtbot.waitSignal(jobs.waits):
        jobs.run("save", write(store), done.append, ended=lambda: ended.append("ended"))
    jobs.cancel()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert ended == ["ended"]
    assert not done
    assert not prompts.told
    assert not jobs.is_long


def test_r08_reading_that_is_kept_from_the_data_is_tried_again_by_itself(
    qtbot: QtBot, jobs: Jobs, prompts: ScriptedPrompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oppdesk.ui.jobs.AGAIN", 10)
    said: list[bool] = []
    answers: list[object] = []
    jobs.waits.connect(said.append)
    tries: list[int] = []

    def busy_twice() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise StorageTrouble(Trouble.BUSY, "busy")
        return "read"

    jobs.read(busy_twice, answers.append)
    qtbot.waitUntil(lambda: answers == ["read"])
    assert said == [True, False]
    assert not prompts.told


def test_r08_writing_that_is_kept_from_the_data_is_tried_again_when_the_user_says_so(
    qtbot: QtBot, jobs: Jobs, prompts: ScriptedPrompts
) -> None:
    prompts.answers = deque([True, False])
    done: list[object] = []

    def busy(_progress: Progress) -> None:
        raise StorageTrouble(Trouble.BUSY, "Another program is writing.")

    jobs.run("save", busy, done.append)
    qtbot.waitUntil(lambda: prompts.asked == ["Another program is writing."] * 2)
    assert not jobs.is_busy
    assert not done


def test_r08_the_status_line_says_quietly_that_another_program_uses_the_data(
    qtbot: QtBot, jobs: Jobs, store: Store, holder: Holder, form: LocaleFormat
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = StatusLine(jobs, ActionSet(window, tuple), form)
    line.setParent(window)
    window.show()
    line.show()
    progress = line._progress
    jobs.run("save", write(store))
    qtbot.waitUntil(progress.isVisible)
    assert progress._title.text() == "Another program is using the data. Waiting for it…"
    assert progress._cancel.isVisible()
    holder.end()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert not progress.isVisible()
    second = Holder(holder.store)
    jobs.run("save", write(store))
    qtbot.waitUntil(progress.isVisible)
    progress._cancel.click()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert not progress.isVisible()
    second.end()
