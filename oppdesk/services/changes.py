"""The news of committed operations, in plain Python: whoever shows data subscribes."""

from collections.abc import Callable

from oppdesk.domain.changes import Changes

Listener = Callable[[Changes], None]


class ChangeLog:
    """Publishes after the commit and only then; a listener may be called from the writing thread."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every Changes; the answer ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)
