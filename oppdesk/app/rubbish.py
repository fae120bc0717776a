"""Looks for rubbish on the windows' thread and on no other.

Python looks for it wherever memory is asked for. Should that be the thread that reads or writes, and should a window's
part be among it, a part of Qt would be thrown away beside the thread it belongs to, and the program with it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 250  # milliseconds: what an import leaves behind in that time is looked through within a frame


class Rubbish(QObject):
    """From now on, as long as `window` lives; Python's own looking is off meanwhile."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        gc.disable()
        window.destroyed.connect(gc.enable)
        timer = QTimer(self, interval=INTERVAL)
        timer.timeout.connect(look)
        timer.start()


def look() -> None:
    """What Python would do by itself: the oldest generation that is due, with those younger."""
    for generation, (count, due) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if count > due:
            gc.collect(generation)
            return
