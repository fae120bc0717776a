"""Work that lasts over a second says how far it is and can be stopped."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided, Text


class ProgressCard(QWidget):
    """What is done and how much of it, how long it still takes, and Cancel."""

    cancelled = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._words = Elided(words, Type.FIGURE_NAME)
        self._left = Text("", Type.FIGURE, "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._cancel = buttons.button(_("Cancel"), small=True)
        self._cancel.clicked.connect(self._stop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(px(1.5), px(1), px(1.25), px(1))
        grid.setHorizontalSpacing(px(1))
        grid.setVerticalSpacing(px(0.5))
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._words, 0, 0)
        grid.addWidget(self._left, 0, 1)
        grid.addWidget(self._bar, 1, 0, 1, 2)
        grid.addWidget(self._cancel, 0, 2, 2, 1)

    def show_progress(self, words: str, done: int, total: int, left: str = "") -> None:
        """`total` 0 means that nobody knows; `left` is the time that remains, as it shall read."""
        self._words.setText(words)
        self._left.setText(left)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setAccessibleName(words)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self.cancelled.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "raised")
        paint.outline(painter, self.rect(), "hair")
        painter.end()
