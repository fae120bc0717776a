"""Looks for rubbish on the windows' thread and on no other.

Python looks for it wherever memory is asked for. Should that be the thread that reads or writes, and should a window's
part be among it, a part of Qt would be thrown away beside the thread it belongs to, and the program with it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 250  # milliseconds: what an import leaves behind in that time is looked through within a frame
FULL = 240  # intervals between two looks at everything, which takes longer than a frame


class Rubbish(QObject):
    """From now on, as long as `window` lives; Python's own looking is off meanwhile."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        gc.disable()
        window.destroyed.connect(gc.enable)
        self._young = 0  # looks since the last one at everything
        timer = QTimer(self, interval=INTERVAL)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        """What Python would do by itself: the oldest generation that is due, with those younger."""
        self._young += 1
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[2] and self._young >= FULL:
            self._young = 0
            gc.collect()
        elif due[1]:
            gc.collect(1)
        elif due[0]:
            gc.collect(0)
