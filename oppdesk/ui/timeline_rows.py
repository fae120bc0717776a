"""The rows of a timeline: painted, read page by page as one scrolls, each opened where it stands or evaluated at once.

They come from the reader's thread; after news as many are read as were there, and the eye keeps its place.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from oppdesk.domain.interactions import Event
from oppdesk.domain.words import EVALUATION, Evaluation
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui import icons, metrics, paint, theme
from oppdesk.ui.interaction_words import (
    EVALUATION_ICONS,
    EVALUATION_TONES,
    evaluation_mark,
    event_icon,
    event_mark,
    event_note,
    event_title,
)
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 5.5  # u
PADDING = 0.75  # u at each side of a line, as of the cells of a list
NEAR = 12  # rows before the last one from which the next page is asked for
FACE = 2.75  # u of one evaluation that can be clicked
EventRole = Qt.ItemDataRole.UserRole
FACES = tuple(each for each in Evaluation if each is not Evaluation.NONE)


def may_evaluate(event: Event) -> bool:
    return event.kind == "interaction" and not event.postponed and not event.canceled


class EventModel(QAbstractListModel):
    def __init__(self, form: LocaleFormat, today: Callable[[], date]) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.known = 0  # the record whose name every line would repeat
        self.icons: dict[int, str] = {}  # of the groups that are known to be calls, mails, meetings
        self._form, self._today = form, today

    def fill(self, events: Sequence[Event]) -> None:
        self.beginResetModel()
        self.events = list(events)
        self.endResetModel()

    def append(self, events: Sequence[Event]) -> None:
        if events:
            first = len(self.events)
            self.beginInsertRows(QModelIndex(), first, first + len(events) - 1)
            self.events += events
            self.endInsertRows()

    def icon_of(self, event: Event) -> str:
        return event_icon(event, self.icons)

    def row_of(self, kind: str, record: int) -> int:
        """-1 where it is not listed."""
        return next((at for at, each in enumerate(self.events) if (each.kind, each.id) == (kind, record)), -1)

    def day(self, event: Event) -> str:
        return self._form.short_day(event.on, self._today())

    def note(self, event: Event) -> str:
        return event_note(event, self.known)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        event = self.events[index.row()]
        if role == EventRole:
            return event
        if role == Qt.ItemDataRole.DisplayRole:
            return event_title(event)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            marks = (event_mark(event)[0], evaluation_mark(event.evaluation)[0])
            return ", ".join(
                part for part in (self.day(event), event_title(event), self.note(event), *marks) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            words = (event.title, event.text.strip(), event.file_name)
            return literal("\n".join(part for part in words if part))
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "EventList", model: EventModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(20), px(HEIGHT))

    def day_width(self) -> int:
        """Of the column of dates: the first of them that is not of this year makes it wide."""
        days = [self._model.day(event) for event in self._model.events[:1] + self._model.events[-1:]]
        face = metrics.face(Type.FIGURE)
        return max(px(7), *(round(face.width(day) + 0.99) for day in days or [""])) + px(1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, room = self._model, QRect(option.rect)
        event, state = model.events[index.row()], option.state
        is_current = index.row() == self._view.currentIndex().row()
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_current and self._view.hasFocus():
            paint.fill(painter, room, "soft")
        elif is_hovered:
            paint.fill(painter, room, "hover")
        elif is_current and self._view.was_met:
            paint.fill(painter, room, "softidle")
        inner = room.adjusted(px(PADDING), 0, -px(PADDING), 0)
        middle = inner.top() + inner.height() // 2
        upper = QRect(inner.left(), middle - px(2.25), inner.width(), px(2.25))
        lower = QRect(inner.left(), middle, inner.width(), px(2))
        quiet = event.canceled
        wide = self.day_width()
        day = QRect(upper.left(), upper.top(), wide, upper.height())
        paint.text(painter, day, model.day(event), Type.FIGURE, "text2")
        at = inner.left() + wide + px(1)
        self._paint_thread(painter, room, upper, at + px(ICON_TEXT) // 2, index.row())
        paint.icon(painter, model.icon_of(event), "text2", at, upper, ICON_TEXT)
        left = at + px(ICON_TEXT + 1.25)
        right = self._paint_marks(painter, inner, event, shows_faces=is_current or is_hovered)
        title = QRect(left, upper.top(), right - left, upper.height())
        note = QRect(left, lower.top(), right - left, lower.height())
        paint.text(painter, title, event_title(event), Type.NAME, "text2" if quiet else "text")
        paint.text(painter, note, model.note(event), Type.CAPTION_FIGURE, "text2")
        if is_current and self._view.hasFocus():
            paint.ring(painter, room)

    def _paint_thread(self, painter: QPainter, room: QRect, upper: QRect, at: int, row: int) -> None:
        """The line of time, from icon to icon."""
        if row:
            paint.down(painter, at, room.top(), max(0, upper.top() - px(0.25) - room.top()), "line")
        if row + 1 < len(self._model.events):
            top = upper.bottom() + px(0.5)
            paint.down(painter, at, top, room.bottom() + 1 - top, "line")

    def _paint_marks(self, painter: QPainter, inner: QRect, event: Event, *, shows_faces: bool) -> int:
        """What stands at the right; where the words must end."""
        right = inner.right() + 1
        if shows_faces and may_evaluate(event) and self._view.may_write:
            for face, place in zip(FACES, self.faces(inner), strict=True):
                is_it = face is event.evaluation
                tone = paint.TONES[EVALUATION_TONES.get(face, "neutral")]
                if is_it:
                    paint.fill(painter, place, tone[1])
                colour: theme.Token = tone[0] if is_it else "text2"
                side = place.left() + (place.width() - px(ICON_TEXT)) // 2
                paint.icon(painter, EVALUATION_ICONS[face], colour, side, place, ICON_TEXT)
            return self.faces(inner)[0].left() - px(1)
        words, icon, tone_name = event_mark(event)
        if words:
            width = paint.pill_width(words, icon)
            room = QRect(right - width, inner.top(), width, inner.height())
            paint.pill(painter, room, words, icon, tone_name)
            right -= width + px(0.75)
        words, icon, tone_name = evaluation_mark(event.evaluation)
        for name, colour in (
            (icon, paint.TONES[tone_name][0]),
            ("paperclip" if event.file_name else "", "text2"),
        ):
            if name:
                right -= px(ICON_TEXT)
                paint.icon(painter, name, colour, right, inner, ICON_TEXT)
                right -= px(0.75)
        return right - px(0.5)

    def faces(self, inner: QRect) -> list[QRect]:
        """Where the evaluations stand that can be clicked."""
        side = px(FACE)
        top = inner.top() + (inner.height() - side) // 2
        first = inner.right() + 1 - side * len(FACES)
        return [QRect(first + at * side, top, side, side) for at in range(len(FACES))]


class EventList(QListView):
    """Enter or a click opens a line, 1 to 5 evaluate it, 0 takes the evaluation back."""

    opened = Signal(object)  # Event
    evaluated = Signal(object, object)  # Event, Evaluation
    more_wanted = Signal()
    letters_typed = Signal(str)

    def __init__(self, form: LocaleFormat, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.events = EventModel(form, today)
        self.may_write = True
        self.was_met = False  # one has been in it
        self.setModel(self.events)
        self._look = _Delegate(self, self.events)
        self.setItemDelegate(self._look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._look_ahead())

    def sizeHint(self) -> QSize:
        return QSize(px(50), px(HEIGHT * 6))

    def current(self) -> Event | None:
        row = self.currentIndex().row()
        return self.events.events[row] if 0 <= row < len(self.events.events) else None

    def show_events(self, events: Sequence[Event]) -> None:
        """Others, or the same after news: what was current and where one had scrolled to stay."""
        before, at = self.current(), self.verticalScrollBar().value()
        self.events.fill(events)
        if before is not None:
            row = self.events.row_of(before.kind, before.id)
            self.setCurrentIndex(self.events.index(row))
            self.verticalScrollBar().setValue(at)

    def _look_ahead(self) -> None:
        bottom = self.indexAt(QPoint(px(1), self.viewport().height() - 1)).row()
        if bottom < 0 or bottom + NEAR >= len(self.events.events):
            self.more_wanted.emit()

    # -- hands --------------------------------------------------------------------------------------------

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.was_met = True
        if not self.currentIndex().isValid() and self.events.events:
            self.setCurrentIndex(self.events.index(0))
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current, key = self.current(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit(current)
        elif current is not None and Qt.Key.Key_0 <= key <= Qt.Key.Key_5 and not event.modifiers():
            self.evaluate(current, Evaluation(key - Qt.Key.Key_0))
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.letters_typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def evaluate(self, event: Event, evaluation: Evaluation) -> None:
        if may_evaluate(event) and self.may_write and evaluation is not event.evaluation:
            self.evaluated.emit(event, evaluation)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        shown = self.events.events[index.row()]
        if may_evaluate(shown) and self.may_write:
            inner = self.visualRect(index).adjusted(px(PADDING), 0, -px(PADDING), 0)
            for face, room in zip(FACES, self._look.faces(inner), strict=True):
                if room.contains(place):
                    chosen = Evaluation.NONE if face is shown.evaluation else face
                    self.evaluated.emit(shown, chosen)
                    return
        self.opened.emit(shown)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current() is not None:
            self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the current line."""
        menu, current = QMenu(self), self.current()
        menu.aboutToHide.connect(menu.deleteLater)
        if current is None:
            return menu
        menu.addAction(icons.icon("external-link"), _("Open")).triggered.connect(
            lambda: self.opened.emit(current)
        )
        if may_evaluate(current) and self.may_write:
            menu.addSeparator()
            for face in Evaluation:
                words = _(EVALUATION[face]) if face is not Evaluation.NONE else _("Not evaluated")
                action = menu.addAction(icons.icon(EVALUATION_ICONS[face] or "circle"), words)
                action.setCheckable(True)
                action.setChecked(face is current.evaluation)
                action.triggered.connect(lambda _on=False, face=face: self.evaluate(current, face))
        return menu
