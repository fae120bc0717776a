"""Keeps the windows free of waiting: one thread writes, one reads, and answers come back to the windows' thread."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from oppdesk.domain.errors import StorageTrouble, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.i18n import _
from oppdesk.ui.prompts import Prompts

T = TypeVar("T")
CHECKPOINT = 60_000  # milliseconds between two tidyings of the write-ahead log


@dataclass(frozen=True, slots=True)
class _Task:
    title: str
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[UserError], None] | None
    ended: Callable[[], None] | None = None
    key: str = ""
    number: int = 0
    writes: bool = False
    apart: "_Apart | None" = None


class Jobs(QObject):
    """`run` for everything that writes, one after the other; `read` for what may take longer than a blink."""

    busy = Signal(bool)  # whether anything is being written
    progressed = Signal(str, int, int)  # title, done, total of what is being written
    _told = Signal(str, int, int)
    _answered = Signal(object, object, object)

    def __init__(self, prompts: Prompts, parent: QObject | None = None, *, inline: bool = False) -> None:
        """`inline` works at once, on the caller's thread, as tests want it."""
        super().__init__(parent)
        self._prompts = prompts
        self._inline = inline
        self._writer = _Worker("writer", self._answered.emit)
        self._reader = _Worker("reader", self._answered.emit)
        self._apart: list[_Apart] = []
        self._latest: dict[str, int] = {}
        self._number = 0
        self._writing = 0
        self._progress: Progress | None = None
        self._tells = False
        self._told.connect(self._tell)
        self._checkpoint = QTimer(self, interval=CHECKPOINT)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        return self._writing > 0

    @property
    def is_long(self) -> bool:
        """Whether what is being written has told how far it is, so that it may last."""
        return self._tells

    def run(
        self,
        title: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Write: `work` in the one writing thread, then `done` with its result, or `failed` with a UserError.

        `ended` comes before either, and also when the disk is full or it was cancelled: buttons work again.
        A UserError nobody takes is told; so is StorageTrouble. Who is gone when the answer comes is not called.
        """

        def start() -> T:
            progress = Progress(lambda at, total: self._told.emit(title, at, total))
            self._progress = progress
            return work(progress)

        self._writing += 1
        if self._writing == 1:
            self.busy.emit(True)
        self._give(self._writer, _Task(title, start, done, failed, ended, writes=True))

    def read(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        key: str = "",
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Read beside the windows; of requests with the same key only the newest is answered."""
        self._number += 1
        if key:
            self._latest[key] = self._number
            self._reader.forget(key)
        self._give(self._reader, _Task("", work, done, failed, None, key, self._number))

    def apart(
        self,
        progress: Progress,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Read at length and write elsewhere, an export, on a thread of its own: neither writer nor reader waits.

        `work` reports to `progress`, and whoever holds that may cancel it; `ended` comes in every case.
        """
        beside = _Apart(progress, _Worker("apart", self._answered.emit))
        self._apart.append(beside)
        self._give(beside.worker, _Task("", work, done, failed, ended, apart=beside))

    def cancel(self) -> None:
        """Ask what is being written to stop; it is rolled back whole."""
        if self._progress is not None:
            self._progress.cancel()

    def checkpoint_with(self, checkpoint: Callable[[], None]) -> None:
        """Tidy up the write-ahead log now and then, when nothing is being written."""
        self._checkpoint.timeout.connect(
            lambda: None if self.is_busy else self.read(checkpoint, _nothing, "checkpoint")
        )
        self._checkpoint.start()

    def close(self) -> None:
        """Let what is being written end, drop what is being read, and leave no thread behind."""
        self._checkpoint.stop()
        for beside in self._apart:
            beside.progress.cancel()
            beside.worker.stop()
        self._reader.forget()
        self._reader.stop()
        self._writer.stop()

    def _give(self, worker: "_Worker", task: _Task) -> None:
        if self._inline:
            self._deliver(task, *_outcome(task))
        else:
            worker.give(task)

    def _deliver(self, task: _Task, result: object, error: Exception | None) -> None:
        """On the windows' thread."""
        self._let_go(task)
        if task.ended is not None and is_there(task.ended):
            task.ended()
        if task.key and self._latest.get(task.key) != task.number:
            return
        if error is None:
            if task.done is not None and is_there(task.done):
                task.done(result)
        elif isinstance(error, UserError):
            self._refused(task, error)
        elif isinstance(error, StorageTrouble):
            self._prompts.tell(QApplication.activeWindow(), _("The data cannot be reached"), error.message)
        elif not isinstance(error, Cancelled):
            raise error

    def _let_go(self, task: _Task) -> None:
        """It is over: the next one may be told of, and a thread of its own ends."""
        if task.writes:
            self._writing -= 1
            if not self._writing:
                self._progress = None
                self._tells = False
                self.busy.emit(False)
        if task.apart is not None:
            self._apart.remove(task.apart)
            task.apart.worker.stop()

    def _tell(self, title: str, done: int, total: int) -> None:
        self._tells = self.is_busy
        self.progressed.emit(title, done, total)

    def _refused(self, task: _Task, error: UserError) -> None:
        if task.failed is None:
            self._prompts.tell(
                QApplication.activeWindow(), task.title or _("This is not possible"), error.message
            )
        elif is_there(task.failed):
            task.failed(error)


class _Worker:
    """One thread, started when there is something to do."""

    def __init__(self, name: str, answer: Callable[[_Task, object, Exception | None], None]) -> None:
        self._name = name
        self._answer = answer
        self._tasks: deque[_Task] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def give(self, task: _Task) -> None:
        with self._wake:
            if self._stopped:
                return
            self._tasks.append(task)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=f"oppdesk-{self._name}")
                self._thread.start()
            self._wake.notify()

    def forget(self, key: str = "") -> None:
        """Drop the waiting tasks of a key, or all."""
        with self._wake:
            self._tasks = deque(task for task in self._tasks if key and task.key != key)

    def stop(self) -> None:
        """End after the waiting tasks and wait for it."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._tasks or self._stopped)
                if not self._tasks:
                    return
                task = self._tasks.popleft()
            self._answer(task, *_outcome(task))
            del task  # nothing of the windows is kept alive here


@dataclass(frozen=True, slots=True, eq=False)
class _Apart:
    """Work that has a thread to itself."""

    progress: Progress
    worker: _Worker


def _outcome(task: _Task) -> tuple[object, Exception | None]:
    try:
        return task.work(), None
    except Exception as error:  # noqa: BLE001 - the job runner: raised again on the windows' thread
        return None, error


def is_there(call: Callable[..., object]) -> bool:
    """Whether the windows that a function speaks for still exist; an answer may come after they were closed."""
    held = [getattr(call, "__self__", None)]
    held += [cell.cell_contents for cell in getattr(call, "__closure__", None) or () if _is_filled(cell)]
    return all(shiboken6.isValid(each) for each in held if isinstance(each, QObject))


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:  # a name that was not given a value yet
        return False


def _nothing(_result: object) -> None:
    pass
