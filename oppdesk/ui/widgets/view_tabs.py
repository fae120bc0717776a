"""The saved views of a list as tabs: name, count, and a mark for those that ask for an act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QToolButton

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px

BLEED = 1.75  # u of a tab before its words: a bar moved left by it stands on the page's text edge
_HEIGHT = 4.5
_COUNT_GAP = 1


@dataclass(frozen=True, slots=True)
class View:
    """`key` is handed back; `count` as it shall read."""

    key: object
    text: str
    count: str = ""
    icon: str = ""
    tone: paint.Tone = "neutral"


class ViewTabs(QTabBar):
    """Arrow keys and clicks choose, dragging or Ctrl+Shift+arrow moves; a right click asks for the menu of a view."""

    chosen = Signal(object)  # the key
    menu_wanted = Signal(object, QPoint)  # key, place on the screen
    reordered = Signal(object)  # all keys, as the views were put
    renaming_wanted = Signal(object)  # key, by F2
    removal_wanted = Signal(object)  # key, by Delete

    def __init__(self, bleed: float = BLEED) -> None:
        """`bleed` is the room in u on both sides of the words."""
        super().__init__()
        self._bleed = bleed
        self._views: list[View] = []
        self._under = -1
        self._dragged = -1
        self._was_moved = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        for arrow in self.findChildren(QToolButton):  # Qt's own, for more tabs than fit
            arrow.setProperty("kind", "scroll")
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.currentChanged.connect(self._tell)

    def set_views(self, views: Sequence[View]) -> None:
        """Show these views; the current one stays current if it is still among them."""
        kept = self.current()
        was_blocked = self.blockSignals(True)
        self._views = list(views)
        while self.count() > len(self._views):
            self.removeTab(self.count() - 1)
        for at, view in enumerate(self._views):
            if at >= self.count():
                self.addTab(view.text)
            self.setTabText(at, view.text)
            self.setAccessibleTabName(at, f"{view.text}, {view.count}" if view.count else view.text)
        self.blockSignals(was_blocked)
        self.set_current(kept)

    def set_count(self, key: object, count: str) -> None:
        self.set_counts({key: count})

    def set_counts(self, counts: Mapping[Any, str]) -> None:
        """By key; views that are not named keep theirs."""
        now = [replace(view, count=counts.get(view.key, view.count)) for view in self._views]
        if now != self._views:
            self.set_views(now)

    def counts(self) -> dict[object, str]:
        return {view.key: view.count for view in self._views}

    def move_view(self, key: object, step: int) -> None:
        """One place to the left or to the right."""
        at = next((at for at, view in enumerate(self._views) if view.key == key), -1)
        if at >= 0 and 0 <= at + step < len(self._views):
            self._move(at, at + step)
            self.reordered.emit([view.key for view in self._views])

    def _move(self, at: int, to: int) -> None:
        now, kept = list(self._views), self.current()
        now.insert(to, now.pop(at))
        was_blocked = self.blockSignals(True)
        self.set_views(now)
        self.blockSignals(was_blocked)
        self.set_current(kept)

    def current(self) -> object:
        at = self.currentIndex()
        return self._views[at].key if 0 <= at < len(self._views) else None

    def set_current(self, key: object) -> None:
        """Show a view as current without saying that it changed."""
        was_blocked = self.blockSignals(True)
        for at, view in enumerate(self._views):
            if view.key == key:
                self.setCurrentIndex(at)
        self.blockSignals(was_blocked)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._words_width(index) + 2 * px(self._bleed), px(_HEIGHT))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def _words_width(self, index: int) -> int:
        if not 0 <= index < len(self._views):
            return 0
        view = self._views[index]
        width = metrics.face(Type.STRONG).width(view.text)
        if view.count:
            width += px(_COUNT_GAP) + metrics.face(Type.CAPTION_FIGURE_NAME).width(view.count)
        return round(width + 0.49) + (px(ICON_TEXT + 0.5) if view.icon else 0)

    def _tell(self, at: int) -> None:
        if 0 <= at < len(self._views):
            self.chosen.emit(self._views[at].key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.currentIndex() if is_key else self.tabAt(event.pos())
        if 0 <= at < len(self._views):
            place = self.mapToGlobal(self.tabRect(at).bottomLeft()) if is_key else event.globalPos()
            self.menu_wanted.emit(self._views[at].key, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._dragged = self.tabAt(event.position().toPoint()) if is_left else -1
        self._was_moved = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        self._light(self.tabAt(at))
        to = self.tabAt(at)
        if self._dragged >= 0 and to >= 0 and to != self._dragged and self._would_hold(at, to):
            self._move(self._dragged, to)
            self._dragged, self._was_moved = to, True

    def _would_hold(self, at: QPoint, to: int) -> bool:
        """Whether the dragged tab would lie under the pointer there; else the two would change for ever."""
        target, width = self.tabRect(to), self.tabRect(self._dragged).width()
        return at.x() > target.right() - width if to > self._dragged else at.x() < target.left() + width

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._dragged = -1
        if self._was_moved:
            self._was_moved = False
            self.reordered.emit([view.key for view in self._views])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & both == both:
            self.move_view(self.current(), step)
        elif event.key() == Qt.Key.Key_F2:
            self.renaming_wanted.emit(self.current())
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit(self.current())
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._light(-1)

    def _light(self, at: int) -> None:
        if at != self._under:
            self._under = at
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at in range(min(self.count(), len(self._views))):
            self._paint_tab(painter, self.tabRect(at), self._views[at], at)
        painter.end()

    def _paint_tab(self, painter: QPainter, tab: QRect, view: View, at: int) -> None:
        is_current = at == self.currentIndex()
        room = tab.adjusted(px(self._bleed), 0, -px(self._bleed), 0)
        line = QRect(room.left(), tab.bottom() - 1, room.width(), 2)
        if view.icon:
            paint.icon(painter, view.icon, paint.TONES[view.tone][0], room.left(), room, ICON_TEXT)
            room.setLeft(room.left() + px(ICON_TEXT + 0.5))
        lit = is_current or at == self._under
        kind = Type.STRONG if is_current else Type.BODY
        taken = paint.text(painter, room, view.text, kind, "text" if lit else "text2")
        count = room.adjusted(taken + px(_COUNT_GAP), 0, px(self._bleed), 0)
        paint.text(painter, count, view.count, Type.CAPTION_FIGURE_NAME, "accent" if is_current else "text2")
        if is_current:
            painter.fillRect(line, theme.colour("accent"))
            if self.hasFocus():
                paint.ring(painter, tab.adjusted(px(0.75), px(0.25), -px(0.75), -px(0.5)))
