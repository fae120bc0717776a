"""Measuring instruments, each once: percentiles, the beat of the windows' thread, who holds it up, memory, paints."""

import os
import statistics
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

import oppdesk

BEAT = 5  # milliseconds
OWN = str(Path(oppdesk.__file__).parent)


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0..1) of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of wall clock."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def turn(milliseconds: int = 0) -> None:
    """One turn of the event loop; waits at most so long for something to do.

    A limit given to Qt itself makes it look again and again instead, which keeps other threads from Python.
    """
    if milliseconds:
        alarm = QTimer(interval=milliseconds)
        alarm.start()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    else:
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(holds: Callable[[], bool], patience: float = 60.0) -> None:
    """Let the program go on until something is so; TimeoutError after `patience` seconds."""
    end = time.monotonic() + patience
    alarm = QTimer(interval=1)  # or a turn that waits for more events waits for ever
    alarm.start()
    while not holds():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            raise TimeoutError


def rest(milliseconds: int) -> None:
    """Let the program go on for a while."""
    end = time.monotonic() + milliseconds / 1000
    until(lambda: time.monotonic() >= end)


class Paints(QObject):
    """Counts the frames in which a widget was painted, or any that is in widgets of a kind not made yet.

    One is over when the event loop comes round again.
    """

    def __init__(self, widget: QWidget | None = None, inside: type[QWidget] | None = None) -> None:
        super().__init__(widget)
        self.count = 0
        self.last = 0.0  # when the newest was over
        self._inside = inside
        watched = widget or QCoreApplication.instance()
        assert watched is not None
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and (
            self._inside is None or isinstance(watched.parent(), self._inside)
        ):
            QTimer.singleShot(0, self, self._over)
        return False

    def _over(self) -> None:
        self.count += 1
        self.last = time.perf_counter()


class Kept:
    """What Linux keeps of the thread that makes it, in a file that stays open; nothing elsewhere."""

    def __init__(self, name: str) -> None:
        path = Path(f"/proc/self/task/{threading.get_native_id()}/{name}")
        self._file = os.open(path, os.O_RDONLY) if path.exists() else -1

    def words(self) -> list[bytes]:
        return os.pread(self._file, 1024, 0).rpartition(b")")[2].split() if self._file >= 0 else []


class Waited:
    """How long the thread that makes it had to wait for a processor that others used: no fault of the program's."""

    def __init__(self) -> None:
        self._kept = Kept("schedstat")

    def milliseconds(self) -> float:
        return int(next(iter(self._kept.words()[1:]), 0)) / 1e6


class Fetched:
    """How many pages of its memory the thread that makes it had to wait for, as the system had put them by."""

    def __init__(self) -> None:
        self._kept = Kept("stat")

    def pages(self) -> int:
        return int(next(iter(self._kept.words()[9:]), 0))  # majflt of proc(5), counted behind the name


class Relay:
    """A stretch in which the windows' thread and a reader take turns: `own` leaves out both waits for a processor."""

    def __init__(self) -> None:
        self._wall, self._cpu, self._idle = time.perf_counter(), time.process_time(), _all_waited()

    @property
    def own(self) -> float:
        """Never less than was computed: two threads may have waited at the same time."""
        wall = (time.perf_counter() - self._wall) * 1000
        return max(self.cpu, wall - (_all_waited() - self._idle))

    @property
    def cpu(self) -> float:
        return (time.process_time() - self._cpu) * 1000


def _all_waited() -> float:
    """Milliseconds that all threads of the process had to wait so."""
    found = 0
    for path in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found += int(path.read_text(encoding="ascii").split()[1])
    return found / 1e6


@dataclass(slots=True)
class Gap:
    """The windows' thread did not come back during an act: `own` without the wait for a processor, `wall` with it."""

    own: float  # milliseconds
    wall: float
    cpu: float  # that the thread itself computed
    act: str
    fetched: int = 0  # pages that the system had to bring back from the disk for it
    at: float = 0.0  # seconds since the watch began
    causes: Counter[str] = field(default_factory=Counter)


class Heartbeat(QObject):
    """A timer of 5 ms on the windows' thread, and the times between its beats, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.beats: list[float] = []
        self.last = time.perf_counter()
        self._cpu = self._idle = 0.0
        self._waited = Waited()
        self._timer = QTimer(self, interval=BEAT)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.last, self._cpu, self._idle = (
            time.perf_counter(),
            time.thread_time(),
            self._waited.milliseconds(),
        )
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, cpu, idle = time.perf_counter(), time.thread_time(), self._waited.milliseconds()
        wall = (now - self.last) * 1000
        self.took(max(0.0, wall - (idle - self._idle)), wall, (cpu - self._cpu) * 1000)
        self.last, self._cpu, self._idle = now, cpu, idle

    def took(self, own: float, wall: float, cpu: float) -> None:  # noqa: ARG002 - for those who want to know more
        self.beats.append(own)


class Watch(Heartbeat):
    """Keeps the gaps over `longest` with the act they fell into and the calls a second thread saw meanwhile."""

    def __init__(self, longest: float) -> None:
        super().__init__()
        self.act = ""
        self.gaps: list[Gap] = []
        self.count = 0
        self._longest = longest
        self._begun = time.perf_counter()
        self._pages, self._fetched = Fetched(), 0
        self._seen: Counter[str] = Counter()
        self._ends = threading.Event()
        self._windows, self._thread = threading.get_ident(), threading.get_native_id()
        self._watcher = threading.Thread(target=self._look, name="watcher", daemon=True)

    def start(self) -> None:
        super().start()
        self._watcher.start()

    def stop(self) -> None:
        super().stop()
        self._ends.set()
        self._watcher.join()

    def took(self, own: float, wall: float, cpu: float) -> None:
        self.count += 1
        fetched = self._pages.pages()
        if wall > self._longest:
            at = time.perf_counter() - self._begun
            self.gaps.append(Gap(own, wall, cpu, self.act, fetched - self._fetched, at, self._seen))
        self._fetched = fetched
        self._seen = Counter()

    def _look(self) -> None:
        while not self._ends.wait(0.01):
            if (time.perf_counter() - self.last) * 1000 > self._longest / 4:
                self._seen[self._calls()] += 1

    def _calls(self) -> str:
        """The calls of the program on the windows' thread, what it waits for, and what its other threads do."""
        waits = waits_for(self._thread)
        frames = sys._current_frames()
        own = calls_of(frames.get(self._windows), 2, 3)
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        others = [
            f"{names.get(ident, '?')}: {calls_of(frame, 0, 1)}"
            for ident, frame in frames.items()
            if ident not in (self._windows, threading.get_ident())
        ]
        beside = "".join(f"  [{each}]" for each in others if "_work" not in each)
        return (own or "Qt") + (f" ({waits})" if waits else "") + beside


def waits_for(thread: int) -> str:
    """What a thread of this process waits for in the system, as Linux names it; empty when it runs."""
    path = Path(f"/proc/self/task/{thread}/wchan")
    try:
        found = path.read_text(encoding="ascii")
    except OSError:  # another system, or one that does not tell
        return ""
    return "" if found == "0" else found


def calls_of(frame: FrameType | None, outer: int, inner: int) -> str:
    """`file:line name` of the program's outermost and innermost calls."""
    every = traceback.extract_stack(frame) if frame is not None else []
    ours = [f"{Path(each.filename).stem}:{each.lineno} {each.name}" for each in every if OWN in each.filename]
    if len(ours) <= outer + inner:
        return " > ".join(ours)
    return " > ".join([*ours[:outer], "...", *ours[-inner:]])


def memory() -> dict[str, int]:
    """PSS and private memory in MB, as Linux counts them; empty elsewhere."""
    rollup, status = Path("/proc/self/smaps_rollup"), Path("/proc/self/status")
    if not rollup.exists():
        return {}
    found = {}
    for path, names in ((rollup, ("Pss",)), (status, ("RssAnon",))):
        for line in path.read_text(encoding="ascii", errors="replace").splitlines():
            name, _sign, rest_ = line.partition(":")
            if name in names:
                found[name] = int(rest_.split()[0]) // 1024
    return found


class Lap:
    """A stretch of the calling thread: `own` leaves out its wait for a processor, `cpu` is what it computed."""

    def __init__(self) -> None:
        self._waited = Waited()
        self.begin()

    def begin(self) -> None:
        self._wall, self._idle, self._cpu = (
            time.perf_counter(),
            self._waited.milliseconds(),
            time.thread_time(),
        )

    @property
    def wall(self) -> float:
        return (time.perf_counter() - self._wall) * 1000

    @property
    def own(self) -> float:
        return max(0.0, self.wall - (self._waited.milliseconds() - self._idle))

    @property
    def cpu(self) -> float:
        return (time.thread_time() - self._cpu) * 1000


def frame_cpu(act: Callable[[], object]) -> float:
    """Milliseconds that one frame costs the windows' thread: what the act does and all that is painted for it."""
    turn()
    lap = Lap()
    act()
    turn()
    return lap.cpu
