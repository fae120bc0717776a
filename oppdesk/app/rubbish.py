"""Looks for rubbish on the windows' thread and on no other, and never for longer than a frame or two may take.

Python looks for it wherever memory is asked for. Should that be the thread that reads or writes, and should a window's
part be among it, a part of Qt would be thrown away beside the thread it belongs to, and the program with it.

A look at everything would take 200 ms once lists, cards and dialogs are there. So what a look has found in use is laid
aside and not looked at again; what is thrown away later is gone at once all the same, save what holds itself. Therefore
everything is looked through, what was laid aside too, when the user has done nothing for a while; then memory that is
free goes back to the system.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from oppdesk.app.memory import give_back

INTERVAL = 50  # milliseconds: looking through what is made in that time while one scrolls takes less than one
# New objects, looks at those, looks at those and the ones before: after more of them the next older are due.
DUE = 700, 10, 4
OLD = 200  # intervals at least between two looks at what is not laid aside: after 30 s it would take 100 ms
STILL = 600  # intervals in which nothing happened, until everything is looked through
STIR = 50  # objects more than an interval ago: something happened


class Rubbish(QObject):
    """From now on, as long as `window` lives; Python's own looking is off meanwhile."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        gc.disable()
        window.destroyed.connect(gc.enable)
        self._young = 0  # looks since the last one at what is not laid aside
        self._still = 0  # looks since something happened
        self._made = gc.get_count()[0]
        self._has_laid_aside = self._has_rested = False
        timer = QTimer(self, interval=INTERVAL)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        """What Python would do by itself: the oldest generation that is due, with those younger."""
        due = [count > most for count, most in zip(gc.get_count(), DUE, strict=True)]
        self._young += 1
        self._watch(has_stirred=any(due[:2]))
        if due[2] and self._young >= OLD:
            self._young = 0
            gc.collect()
            self.lay_aside()
        elif due[1]:
            gc.collect(1)
        elif due[0]:
            gc.collect(0)
        elif self._still >= STILL and not self._has_rested:
            self._rest()

    def lay_aside(self) -> None:
        """What is there now is not looked at again before the user has rested."""
        self._has_laid_aside = True
        gc.freeze()

    def _watch(self, *, has_stirred: bool) -> None:
        made = gc.get_count()[0]
        if has_stirred or made > self._made + STIR:
            self._still, self._has_rested = 0, False
        else:
            self._still += 1
        self._made = made

    def _rest(self) -> None:
        """Once each time that nothing has happened for a while."""
        self._has_rested = True
        if self._has_laid_aside:
            self._young, self._has_laid_aside = 0, False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        give_back()
