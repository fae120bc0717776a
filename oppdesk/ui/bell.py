"""The bell in the top bar: how many tasks ask for attention, seen from every section."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from oppdesk.i18n import LocaleFormat, _, ngettext
from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px

_MOST = 99  # what has room; more is said to be more


class Bell(QAbstractButton):
    """A click, or its action, shows the list."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Reminders"))
        self.setToolTip(_("Reminders: nothing is due"))

    def set_count(self, count: int, form: LocaleFormat, *, is_more: bool = False) -> None:
        """`is_more`: there are more than were counted."""
        self.count = count
        shown = min(count, _MOST)
        self._words = f"{shown}+" if is_more or count > _MOST else str(count) if count else ""
        every = form.whole(count) + ("+" if is_more else "")
        told = ngettext("Reminders: {count} task is due", "Reminders: {count} tasks are due", count)
        words = told.format(count=every) if count else _("Reminders: nothing is due")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(metrics.CONTROL + 0.5), px(metrics.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        if self.underMouse() or self.isDown():
            paint.fill(painter, room, "hover")
        size = px(2.25)
        left = (room.width() - size) // 2
        paint.icon(painter, "bell", "text" if self.count else "text2", left, room, 2.25)
        if self._words:
            face = metrics.face(Type.CAPTION_FIGURE_NAME)
            tall = px(1.75)
            wide = max(tall, round(face.width(self._words) + 0.49) + px(0.75))
            badge = QRect(min(left + size - px(1), room.width() - wide), px(0.25), wide, tall)
            paint.fill(painter, badge.adjusted(-1, -1, 1, 1), "window", tall / 2)
            paint.fill(painter, badge, "overdue", tall / 2)
            paint.text(painter, badge, self._words, Type.CAPTION_FIGURE_NAME, "base", "centre")
        if self.hasFocus():
            paint.ring(painter, room)
        painter.end()
