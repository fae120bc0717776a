"""Keeps the windows free of waiting: one thread writes, one reads, and answers come back to the windows' thread."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from oppdesk.domain.errors import StorageTrouble, Trouble, UserError
from oppdesk.domain.progress import WAITING, Cancelled, Progress
from oppdesk.i18n import _
from oppdesk.ui.prompts import Prompts
from oppdesk.ui.workers import Apart, Task, Worker, outcome

T = TypeVar("T")
CHECKPOINT = 2_000  # milliseconds after a write until the write-ahead log is tidied up
PATIENCE = 5.0  # seconds another program may write before it is said that one waits for it
AGAIN = 1_000  # milliseconds until a reading that another program kept from the data is tried again


class Jobs(QObject):
    """`run` for everything that writes, one after the other; `read` for what may take longer than a blink."""

    busy = Signal(bool)  # whether anything is being written
    progressed = Signal(str, int, int)  # title, done, total of what is being written
    waits = Signal(bool)  # whether another program keeps one from the data, for long
    _told = Signal(str, int, int)
    _waited = Signal(bool)
    _answered = Signal(object, object, object)

    def __init__(self, prompts: Prompts, parent: QObject | None = None, *, inline: bool = False) -> None:
        """`inline` works at once, on the caller's thread, as tests want it."""
        super().__init__(parent)
        self._prompts = prompts
        self._inline = inline
        self._writer, self._reader, self._tidier = self._workers = [
            Worker(name, self._answered.emit) for name in ("writer", "reader", "tidier")
        ]
        self._apart: list[Apart] = []
        self._latest: dict[str, int] = {}
        self._number = 0
        self._writing = 0
        self._progress: Progress | None = None
        self._tells = self._is_closed = False
        self._waiting: set[str] = set()  # "write" and "read", while another program keeps them from the data
        self._told.connect(self._tell)
        self._waited.connect(lambda waits: self._wait("write", waits=waits))
        self._checkpoint = QTimer(self, singleShot=True, interval=CHECKPOINT)
        self._painted = QTimer(self, singleShot=True, interval=0)  # `singleShot` comes before the painting
        self._painted.timeout.connect(self._reader.release)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        return self._writing > 0

    @property
    def is_long(self) -> bool:
        """Whether what is being written may last: it has told how far it is, or it waits for another program."""
        return self._tells or "write" in self._waiting

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
        While another program writes, the work waits for it and can be cancelled.
        """

        def start() -> T:
            progress = Progress(lambda at, total: self._told.emit(title, at, total))
            self._progress = progress

            def wait(seconds: float) -> None:
                self._waited.emit(seconds >= PATIENCE)
                if progress.is_cancelled:
                    raise Cancelled

            before = WAITING.set(None if self._inline else wait)
            try:
                return work(progress)
            finally:
                WAITING.reset(before)

        self._begin_writing()
        self._give(self._writer, Task(title, start, done, failed, ended, writes=True))

    def read(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        key: str = "",
        failed: Callable[[UserError], None] | None = None,
        *,
        urgent: bool = False,
        awaited: bool = False,
    ) -> None:
        """Read beside the windows; of requests with the same key only the newest is answered, the older one ended.

        `urgent` is what the user waits for. It goes before the others and interrupts one that is not, which is
        begun again. `awaited` goes before the others, too, but interrupts none. What lasts many seconds belongs
        into `apart`: here it would be begun again and again.
        """
        self._number += 1
        if key:
            self._latest[key] = self._number
            self._reader.forget(key)
        task = Task("", work, done, failed, None, key, self._number, urgent=urgent, awaited=awaited)
        self._give(self._reader, task)

    def soon(self, owner: QObject, act: Callable[[], None]) -> None:
        """In a later turn of the event loop, unless `owner` is gone: a window stays alive while it is being made."""
        if self._inline:
            act()
        else:
            QTimer.singleShot(0, owner, act)

    def in_turns(self, owner: QObject, steps: Iterable[Callable[[], object]]) -> None:
        """One step after the other, each in a turn of its own: what takes long to make holds up no window."""
        self.soon(owner, partial(self._take_turn, owner, iter(steps)))

    def _take_turn(self, owner: QObject, left: Iterator[Callable[[], object]]) -> None:
        for step in left:
            step()
            self.soon(owner, partial(self._take_turn, owner, left))
            return

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
        beside = Apart(progress, Worker("apart", self._answered.emit))
        self._apart.append(beside)
        self._give(beside.worker, Task("", work, done, failed, ended, apart=beside))

    def beside(self, work: Callable[[], object]) -> None:
        """Keep something small that is not of the data, like a setting: a busy disk may hold it up, nobody waits."""
        if self._is_closed:
            work()
        else:
            self._give(self._tidier, Task("", work))

    def cancel(self) -> None:
        """Ask what is being written to stop; it is rolled back whole."""
        if self._progress is not None:
            self._progress.cancel()

    def checkpoint_with(self, checkpoint: Callable[[], None]) -> None:
        """Tidy up the write-ahead log beside the windows, soon after a write and now and then during a long one."""

        def tidy() -> None:
            self._give(self._tidier, Task("", checkpoint))
            if self.is_busy:
                self._checkpoint.start()

        self._checkpoint.timeout.connect(tidy)
        self.busy.connect(lambda _busy: None if self._checkpoint.isActive() else self._checkpoint.start())

    def close(self) -> None:
        """Let what is being written end, drop what is being read, and leave no thread behind."""
        self._checkpoint.stop()
        self._painted.stop()
        self._is_closed = True
        for beside in self._apart:
            beside.progress.cancel()
            beside.worker.forget()
            beside.worker.stop()
        self._reader.forget()
        for worker in self._workers:
            worker.stop()

    def _give(self, worker: Worker, task: Task) -> None:
        if self._inline:
            self._deliver(task, *outcome(task))
        else:
            worker.give(task)

    def _begin_writing(self) -> None:
        self._writing += 1
        if self._writing == 1:
            self.busy.emit(True)

    def _deliver(self, task: Task, result: object, error: Exception | None) -> None:
        """On the windows' thread."""
        if task.urgent and not self._inline:
            self._painted.start()
        self._let_go(task)
        if isinstance(error, StorageTrouble) and error.kind is Trouble.BUSY and task.writes:
            self._ask_again(task, error)
            return
        _end(task)
        if task.key and self._latest.get(task.key) != task.number:
            return
        if isinstance(error, StorageTrouble):
            self._take_trouble(task, error)
            return
        self._wait("write" if task.writes else "read", waits=False)
        if error is None:
            if task.done is not None and is_there(task.done):
                task.done(result)
        elif isinstance(error, UserError):
            self._refused(task, error)
        elif not isinstance(error, Cancelled):
            raise error

    def _let_go(self, task: Task) -> None:
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

    def _take_trouble(self, task: Task, error: StorageTrouble) -> None:
        """Reading that another program keeps from the data is tried again by itself."""
        if error.kind is not Trouble.BUSY or self._inline or task.writes or task.apart is not None:
            self._prompts.tell(QApplication.activeWindow(), _("The data cannot be reached"), error.message)
        else:
            self._wait("read", waits=True)
            QTimer.singleShot(AGAIN, self, lambda: self._again(task))

    def _ask_again(self, task: Task, error: StorageTrouble) -> None:
        """Nothing was written; it is tried again when the user says so. Until then it has not ended."""
        self._prompts.confirm(
            QApplication.activeWindow(),
            error.message,
            _("Try again"),
            lambda: self._again(task),
            default_yes=True,
            otherwise=lambda: _end(task),
        )

    def _again(self, task: Task) -> None:
        if task.writes:
            self._begin_writing()
            self._give(self._writer, task)
        elif not task.key or self._latest.get(task.key) == task.number:
            self._give(self._reader, task)

    def _wait(self, what: str, *, waits: bool) -> None:
        before = bool(self._waiting)
        (self._waiting.add if waits else self._waiting.discard)(what)
        if bool(self._waiting) != before:
            self.waits.emit(bool(self._waiting))

    def _tell(self, title: str, done: int, total: int) -> None:
        self._tells = self.is_busy
        self.progressed.emit(title, done, total)

    def _refused(self, task: Task, error: UserError) -> None:
        if task.failed is None:
            self._prompts.tell(
                QApplication.activeWindow(), task.title or _("This is not possible"), error.message
            )
        elif is_there(task.failed):
            task.failed(error)


def _end(task: Task) -> None:
    if task.ended is not None and is_there(task.ended):
        task.ended()


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
