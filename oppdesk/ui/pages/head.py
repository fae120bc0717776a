"""The head of a section: its title, the field that filters as one types, and what else acts on the whole list."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import text

HEIGHT = 6.5  # u
TYPING = 150  # milliseconds without a key before a list is asked that needs long for its answer
FAST = 60  # milliseconds; a list that answers sooner is asked at each key


class FilterField(QLineEdit):
    """Says what is typed once the typing rests; Esc clears it, Down and Enter go into the list."""

    asked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Filter in this list"))
        self.setAccessibleName(_("Filter in this list"))
        self.setClearButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTextMargins(px(2.5), 0, 0, 0)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._ask)
        self._said = ""
        self.textChanged.connect(self._rest.start)

    def sizeHint(self) -> QSize:
        return QSize(px(27), super().sizeHint().height())

    def set_pace(self, took: int) -> None:
        """How many milliseconds the list took for its last answer."""
        self._rest.setInterval(0 if took < FAST else TYPING)

    def set_words(self, words: str) -> None:
        """Ask at once."""
        self.setText(words)
        self._ask()

    def take_letters(self, letters: str) -> None:
        """What was typed in the list goes on here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setText(self.text() + letters)

    def take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _ask(self) -> None:
        self._rest.stop()
        if self.text().strip() != self._said:
            self._said = self.text().strip()
            self.asked.emit(self._said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.set_words("")
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._ask()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint.icon(painter, "search", "text2", px(1.25), self.rect(), metrics.ICON_TEXT)
        painter.end()


class PageHead(QWidget):
    """Title at the left, the filter and what is added to it at the right."""

    def __init__(self, title: str, *, filters: bool = True) -> None:
        super().__init__()
        self.setFixedHeight(px(HEIGHT))
        self._title = text(title, Type.TITLE)
        self.filter = FilterField()
        if not filters:
            self.filter.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(metrics.PAGE_MARGIN), 0, px(metrics.PAGE_MARGIN), 0)
        self._row.setSpacing(px(2))
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self._row.addWidget(self.filter)

    def add(self, *widgets: QWidget) -> None:
        """More at the right end."""
        for each in widgets:
            self._row.addWidget(each)

    def add_after_filter(self, widget: QWidget) -> None:
        self._row.insertWidget(self._row.indexOf(self.filter) + 1, widget)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFixedHeight(px(HEIGHT))
        return super().event(event)
