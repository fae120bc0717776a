"""That somebody may be in the book twice, said as a notice one may let pass: never as a question (5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from oppdesk.i18n import _, ngettext
from oppdesk.ui import paint, spoken
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Icon, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oppdesk.domain.changes import Changes
    from oppdesk.services.duplicates import Pair
    from oppdesk.ui.workplace import Workplace

SHOWN_FOR = 20_000  # milliseconds
WIDE = 46  # u
NAMED = 2  # contacts that are called by their names
_EDGE = 1.5  # u around it for its shadow
_ABOVE = 10  # u over the lower edge, where the undo bar is


class DuplicatesNotice(QWidget):
    """Over the lower right of its window for twenty seconds, longer while the pointer rests on it."""

    def __init__(self, place: Workplace, window: QMainWindow) -> None:
        over = window.centralWidget() or window
        super().__init__(over)
        self._place = place
        self._over = over
        self._contacts: tuple[int, ...] = ()
        self.words = Text("", Type.BODY, wrap=True)
        self.look = buttons.button(_("Look at them"), small=True)
        self.later = buttons.button(_("Later"), kind="quiet", small=True)
        for button in (self.look, self.later):
            button.setAutoDefault(False)
        self._wait = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._wait.timeout.connect(self.hide)
        self.look.clicked.connect(self._open)
        self.later.clicked.connect(self.hide)
        edge = px(_EDGE)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge + px(1.5), edge + px(1), edge + px(1), edge + px(1))
        column.setSpacing(px(1))
        line = QHBoxLayout()
        line.setSpacing(px(1))
        line.addWidget(Icon("users", "stale"))
        line.addWidget(self.words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(px(1))
        acts.addStretch(1)
        acts.addWidget(self.later)
        acts.addWidget(self.look)
        column.addLayout(line)
        column.addLayout(acts)
        place.hub.changed.connect(self._hear)
        over.installEventFilter(self)
        self.hide()

    def tell(self, pairs: Sequence[Pair], contacts: Sequence[int]) -> None:
        """The pairs that were found of some contacts, which were just made or changed."""
        both = [ref for pair in pairs for ref in (pair.one, pair.other)]
        mine = dict.fromkeys(ref for ref in both if ref.id in contacts)
        self._contacts = tuple(ref.id for ref in mine)
        first, count = pairs[0], len(pairs)
        if count == 1:
            words = _("{one} and {other} may be the same contact.")
            said = words.format(one=first.one.text, other=first.other.text)
        else:
            words = ngettext("{name}: {count} likely duplicate.", "{name}: {count} likely duplicates.", count)
            names = ", ".join(ref.text for ref in list(mine)[:NAMED])
            said = words.format(name=names, count=self._place.form.whole(count))
        self.words.setText(said)
        self.setAccessibleName(said)
        self._put()
        self.show()
        self.raise_()
        self._wait.start()
        spoken.alert(self)

    def _hear(self, changes: Changes) -> None:
        """Who went meanwhile, by Undo or a merge, is nobody's duplicate."""
        if any(("contact", each) in changes.removed for each in self._contacts):
            self.hide()

    def _open(self) -> None:
        self.hide()
        self._place.show_duplicates(self._contacts)

    def _put(self) -> None:
        room = self._over.rect()
        width = min(px(WIDE), room.width() - px(2))
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else px(10)
        size = QSize(width, max(height, self.minimumSizeHint().height()))
        self.setGeometry(
            QRect(
                room.right() - size.width() - px(1),
                room.bottom() - size.height() - px(_ABOVE),
                size.width(),
                size.height(),
            )
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._put()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._wait.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._wait.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = px(_EDGE)
        sheet = self.rect().adjusted(edge, edge, -edge, -edge)
        paint.shadow(painter, sheet, px(1.25), px(0.5))
        paint.fill(painter, sheet, "raised")
        paint.outline(painter, sheet, "line")
        painter.end()
