"""How long work tells how far it is and learns that it shall stop; plain Python, so any layer can take it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Cancelled(Exception):  # noqa: N818 - not an error: the user's wish
    """The user asked to stop; whoever holds a transaction lets it roll back."""


class Interrupted(Exception):  # noqa: N818 - not an error: something else is wanted first
    """Reading was ended from outside; whoever asked for it begins it again or wants it no more."""


class Progress:
    """Handed to long work. `step` is cheap enough for every row: it reports at most 200 times."""

    def __init__(self, tell: Callable[[int, int], None] | None = None) -> None:
        self._tell = tell
        self._cancelled = False
        self._next = 0

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        self._cancelled = True

    def step(self, done: int, total: int) -> None:
        """Report `done` of `total`; raises Cancelled when the user asked to stop."""
        if self._cancelled:
            raise Cancelled
        if self._tell is not None and (done >= self._next or done >= total):
            self._next = done + max(1, total // 200)
            self._tell(done, total)


class Stop:
    """Ends one piece of reading from another thread, whether it computes just then or is between two queries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: list[Callable[[], None]] = []
        self.is_asked = False

    def ask(self) -> None:
        with self._lock:
            self.is_asked = True
            for end in self._ends:
                end()

    def check(self) -> None:
        """Raises Interrupted once it is asked for."""
        if self.is_asked:
            raise Interrupted

    @contextmanager
    def ended_by(self, end: Callable[[], None]) -> Iterator[None]:
        """While this lasts, `end` is how the reading is ended; it is never called afterwards."""
        with self._lock:
            self._ends.append(end)
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._ends.remove(end)


# What the work of this thread has to do with its surroundings; None where nobody waits for it or would stop it.
STOP: ContextVar[Stop | None] = ContextVar("STOP", default=None)
# Called with the seconds that a write has waited for another program's, again and again; with 0 when it is over.
# It may raise to give up.
WAITING: ContextVar[Callable[[float], None] | None] = ContextVar("WAITING", default=None)
# Called, while a file is being opened, with what is done that lasts, and with how much of how much of it: 0 of 0 where
# nobody knows. It may raise to put it off, before anything is changed.
STAGE: ContextVar[Callable[[str, int, int], None] | None] = ContextVar("STAGE", default=None)
MANY = 20_000  # rows from which opening a file lasts long enough to be told


class TakesLong(Exception):  # noqa: N818 - not an error: it is done elsewhere
    """Opening the file lasts: whoever may not wait lets another thread do it."""


def tell_stage(words: str, done: int = 0, total: int = 0) -> None:
    """A sentence for the user, and how far it is."""
    tell = STAGE.get()
    if tell is not None:
        tell(words, done, total)
