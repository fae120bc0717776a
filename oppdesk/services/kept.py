"""What every selection asks for and hardly ever changes is read once, and kept until the news that it changed."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from oppdesk.domain.changes import Changes
from oppdesk.services.changes import ChangeLog

T = TypeVar("T")
ANY = frozenset[str]()  # news of any table


class Kept:
    """Asked from any thread. What is kept is shared: nobody may change it."""

    def __init__(self, changes: ChangeLog) -> None:
        self._lock = threading.Lock()
        self._values: dict[Hashable, tuple[frozenset[str], Any]] = {}
        self._age = 0
        changes.subscribe(self._hear)

    def get(self, key: Hashable, tables: frozenset[str], read: Callable[[], T]) -> T:
        """The answer of `read`, anew after news of one of these tables."""
        with self._lock:
            age = self._age
            if key in self._values:
                found: T = self._values[key][1]
                return found
        found = read()
        with self._lock:
            if age == self._age:  # else it may be older than the news
                self._values[key] = tables, found
        return found

    def _hear(self, changes: Changes) -> None:
        with self._lock:
            self._age += 1
            for key, (tables, _value) in list(self._values.items()):
                if tables == ANY or not tables.isdisjoint(changes.tables):
                    del self._values[key]
