"""Keys made by the program: sorted by time, unique over laptops that never met, known before the insert.

41 bits milliseconds since 2024, 12 bits device, 10 bits counter.
"""

import os
import threading
import time
from collections.abc import Callable

EPOCH_MS = 1_704_067_200_000  # 2024-01-01 UTC
DEVICE_BITS, COUNTER_BITS = 12, 10
_LAST = (1 << COUNTER_BITS) - 1


def _drawn() -> int:
    """16 bits by chance: enough for any power of two below. The module for secrets is one that a start would feel."""
    return int.from_bytes(os.urandom(2), "big")


def new_device() -> int:
    """A device number for this workstation, drawn once and kept in its settings."""
    return _drawn() % (1 << DEVICE_BITS)


class Identities:
    """The one source of keys of a running program; `floor` keeps a clock set back harmless."""

    def __init__(self, device: int, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self.device = device & ((1 << DEVICE_BITS) - 1)
        self._now_ms = now_ms
        self._lock = threading.Lock()
        self._ms = 0
        self._counter = 0

    def raise_floor(self, greatest: int) -> None:
        """Never again give a key at or below the time of `greatest`."""
        with self._lock:
            self._ms = max(self._ms, greatest >> (DEVICE_BITS + COUNTER_BITS))
            self._counter = _LAST

    def next(self) -> int:
        return self.block(1)[0]

    def block(self, count: int) -> list[int]:
        """`count` ascending keys with no other key of this program between them."""
        with self._lock:
            keys: list[int] = []
            while len(keys) < count:
                now = self._now_ms() - EPOCH_MS if self._counter == _LAST or not keys else self._ms
                if now > self._ms:
                    # Two laptops may have drawn the same device number: a random start keeps them apart.
                    self._ms, self._counter = now, _drawn() % 512
                elif self._counter == _LAST:
                    self._ms, self._counter = self._ms + 1, _drawn() % 512
                else:
                    self._counter += 1
                first = self._key()
                self._counter = min(_LAST, self._counter + count - len(keys) - 1)
                keys.extend(range(first, self._key() + 1))
            return keys

    def _key(self) -> int:
        return (self._ms << (DEVICE_BITS + COUNTER_BITS)) | (self.device << COUNTER_BITS) | self._counter
