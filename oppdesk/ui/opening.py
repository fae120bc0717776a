"""What the window shows while a file is brought to this version: what is being done, how far it is, and why to wait."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Text

WIDE = 64  # u
FINE = 1_000  # steps of the bar: bytes of large files are too many for it


class OpeningPage(QWidget):
    """Nothing here can be stopped, for a file between two versions is of no use; so the window does not close."""

    told = Signal(str, object, object)  # from any thread: words, done and total, 0 of 0 where nobody knows

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.title = Text(_("Your data is being made ready"), Type.TITLE, wrap=True)
        self.words = Text("", Type.FIGURE, "text2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.note = Text(
            _(
                "With many records this takes minutes, and it is seldom needed. "
                "It cannot be stopped halfway: please leave the program open."
            ),
            wrap=True,
        )
        column = QVBoxLayout()
        column.setSpacing(px(1))
        for each in (self.title, self.words, self.bar, self.note):
            each.setMaximumWidth(px(WIDE))
            column.addWidget(each)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(column)
        outer.addStretch(2)
        outer.setAlignment(column, Qt.AlignmentFlag.AlignHCenter)
        self.told.connect(self._tell)
        window.installEventFilter(self)

    @Slot(str, object, object)
    def _tell(self, words: str, done: int, total: int) -> None:
        shown = words
        if total:
            share = min(FINE, done * FINE // total)
            shown = _("{stage} {percent} %").format(stage=words, percent=share * 100 // FINE)
            self.bar.setRange(0, FINE)
            self.bar.setValue(share)
        else:
            self.bar.setRange(0, 0)
        self.words.setText(shown)
        self.bar.setAccessibleName(shown)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Closing the window is refused, with the note that says why in view."""
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return False
