"""The threads behind the jobs: each does one thing after the other, urgent ones first, and none outlives its window."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import STOP, Interrupted, Progress, Stop


@dataclass(slots=True, eq=False)
class Task:
    """Reading that was interrupted by something urgent is begun again; writing is never interrupted."""

    title: str
    work: Callable[[], Any]
    done: Callable[[Any], None] | None = None
    failed: Callable[[UserError], None] | None = None
    ended: Callable[[], None] | None = None
    key: str = ""
    number: int = 0
    writes: bool = False
    urgent: bool = False
    awaited: bool = False
    apart: "Apart | None" = None
    is_dropped: bool = False
    stop: Stop = field(default_factory=Stop)

    @property
    def rank(self) -> int:
        """What is urgent comes first, then what is awaited."""
        return 0 if self.urgent else 1 if self.awaited else 2


class Worker:
    """One thread, started when there is something to do. `answer` is called in it with result or error."""

    def __init__(self, name: str, answer: Callable[[Task, object, Exception | None], None]) -> None:
        self._name = name
        self._answer = answer
        self._tasks: deque[Task] = deque()
        self._running: Task | None = None
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._is_held = False  # by an urgent answer that is not painted yet

    def give(self, task: Task) -> None:
        """Do it in its turn; an urgent one goes before the others and ends the reading of one that is not."""
        with self._wake:
            if self._stopped:
                return
            self._line_up(task)
            if task.urgent and self._running is not None and not self._running.urgent:
                self._running.stop.ask()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=f"oppdesk-{self._name}")
                self._thread.start()
            self._wake.notify()

    def _line_up(self, task: Task, *, was_begun: bool = False) -> None:
        """After those of its rank, or before them when it was begun already."""
        behind = task.rank if was_begun else task.rank + 1
        self._tasks.insert(sum(each.rank < behind for each in self._tasks), task)

    def forget(self, key: str = "") -> None:
        """Drop what is waiting under a key, or all, and end the reading of it."""
        with self._wake:
            self._tasks = deque(task for task in self._tasks if key and task.key != key)
            running = self._running
            if running is not None and not running.writes and (not key or running.key == key):
                running.is_dropped = True
                running.stop.ask()

    def stop(self) -> None:
        """End after the waiting tasks and wait for it."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def release(self) -> None:
        """The answer to something urgent is painted: the others may go on. Until then they would only slow it."""
        with self._wake:
            self._is_held = False
            self._wake.notify()

    def _may_begin(self) -> bool:
        return bool(self._tasks) and (self._tasks[0].urgent or not self._is_held)

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopped or self._may_begin())
                if not self._tasks:
                    return
                task = self._running = self._tasks.popleft()
            result, error = outcome(task)
            with self._wake:
                self._running = None
                self._is_held |= task.urgent and not isinstance(error, Interrupted)
                if isinstance(error, Interrupted):
                    task.stop = Stop()
                    if not task.is_dropped:
                        self._line_up(task, was_begun=True)
            if not isinstance(error, Interrupted):
                self._answer(task, result, error)
            del task, result, error  # nothing of the windows is kept alive here


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """Work that has a thread to itself."""

    progress: Progress
    worker: Worker


def outcome(task: Task) -> tuple[object, Exception | None]:
    """Do it here and now."""
    before = STOP.set(None if task.writes else task.stop)
    try:
        return task.work(), None
    except Exception as error:  # noqa: BLE001 - the job runner: raised again on the windows' thread
        return None, error
    finally:
        STOP.reset(before)
