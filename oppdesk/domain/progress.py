"""How long work tells how far it is and learns that it shall stop; plain Python, so any layer can take it."""

from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818 - not an error: the user's wish
    """The user asked to stop; whoever holds a transaction lets it roll back."""


class Progress:
    """Handed to long work. `step` is cheap enough for every row: it reports at most 200 times."""

    def __init__(self, tell: Callable[[int, int], None] | None = None) -> None:
        self._tell = tell
        self._cancelled = False
        self._next = 0

    def cancel(self) -> None:
        self._cancelled = True

    def step(self, done: int, total: int) -> None:
        """Report `done` of `total`; raises Cancelled when the user asked to stop."""
        if self._cancelled:
            raise Cancelled
        if self._tell is not None and (done >= self._next or done >= total):
            self._next = done + max(1, total // 200)
            self._tell(done, total)
