"""Choices whose consequence stands beside them: the actions of the update dialog, Won and Lost, the three doors."""

import re
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QRadioButton, QSizePolicy

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import Type, px

_ROW = 4.5  # u
_REASON = 2  # u more for the line with the reason
_NAME = 4.5  # u: where the name begins
_ROUND = 2  # u: diameter of the button


class ActionRadio(QRadioButton):
    """One action: its name, where it leads, and its key; when impossible, the reason under the name."""

    def __init__(self, name: str, key: str = "") -> None:
        super().__init__(name)
        self._target = ""
        self._reason = ""
        self._key = key
        self._name_width = 0
        if key:
            self.setShortcut(QKeySequence(key))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_target(self, words: str) -> None:
        """Where the action leads: "3  Presentation"."""
        self._target = words
        self._describe()

    def set_reason(self, sentence: str) -> None:
        """Why the action is impossible; "" makes it possible."""
        self._reason = sentence
        self.setEnabled(not sentence)
        self.updateGeometry()
        self._describe()

    def reason(self) -> str:
        return self._reason

    def set_name_width(self, width: int) -> None:
        self._name_width = width
        self.update()

    def name_width(self) -> int:
        return round(metrics.face(Type.STRONG).width(self._words()) + 0.49)

    def sizeHint(self) -> QSize:
        key = round(metrics.face(Type.CAPTION).width(self._shown_key())) + px(2)
        target = round(metrics.face(Type.FIGURE).width(self._target))
        reason = round(metrics.face(Type.CAPTION).width(self._reason))
        width = px(_NAME) + max(self._name_room() + target, reason) + key + px(2)
        return QSize(width, px(_ROW + (_REASON if self._reason else 0)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(24), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Shortcut and self.isEnabled():
            return _acts_at_once(self)
        return super().event(event)

    def hitButton(self, _place: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        if self.isChecked():
            paint.fill(painter, room, "soft")
        elif self.underMouse() and self.isEnabled():
            paint.fill(painter, room, "hover")
        if self.hasFocus():
            paint.ring(painter, room)
        first = QRect(0, 0 if not self._reason else px(0.5), room.width(), px(_ROW))
        self._paint_round(painter, first)
        colour: theme.Token = "text" if self.isEnabled() else "text2"
        key_width = round(metrics.face(Type.CAPTION).width(self._shown_key()) + 1)
        key = QRect(room.width() - px(1.25) - key_width, first.top(), key_width, first.height())
        paint.text(painter, key, self._shown_key(), Type.CAPTION, "text3")
        name = QRect(px(_NAME), first.top(), key.left() - px(1) - px(_NAME), first.height())
        kind = Type.STRONG if self.isChecked() else Type.BODY
        if self._reason:
            # both lines close together, as one thing
            paint.text(painter, name.adjusted(0, -px(0.25), 0, -px(0.75)), self._words(), kind, colour)
            below = QRect(name.left(), name.top() + px(2.75), name.width(), px(2.25))
            paint.text(painter, below, self._reason, Type.CAPTION, "text3")
        else:
            paint.text(painter, name, self._words(), kind, colour)
            name.setLeft(name.left() + self._name_room())
            paint.text(painter, name, self._target, Type.FIGURE, "text" if self.isChecked() else "text2")
        painter.end()

    def _paint_round(self, painter: QPainter, row: QRect) -> None:
        side = px(_ROUND)
        ball = QRect(px(1.25), row.top() + (px(_ROW) - side) // 2, side, side)
        if self._reason:
            ball.translate(0, -px(0.25))
        paint.fill(painter, ball, "base" if self.isEnabled() else "sunken", side / 2)
        if self.isChecked():
            colour: theme.Token = "accent" if theme.current().dark else "accentfill"
            paint.outline(painter, ball, colour, 2, side / 2)
            dot = ball.adjusted(px(0.5), px(0.5), -px(0.5), -px(0.5))
            paint.fill(painter, dot, colour, dot.width() / 2)
        else:
            paint.outline(painter, ball, "field" if self.isEnabled() else "hair", 1.5, side / 2)

    def _words(self) -> str:
        return re.sub("&(.?)", r"\1", self.text())  # && is one that is meant

    def _name_room(self) -> int:
        return max(self._name_width, self.name_width()) + px(2)

    def _shown_key(self) -> str:
        return QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText) if self._key else ""

    def _describe(self) -> None:
        self.setAccessibleDescription(self._reason or self._target)
        self.update()


def _acts_at_once(button: QAbstractButton) -> bool:
    """Qt would wait a tenth of a second after a choice's key, and the next key would come first."""
    button.setFocus(Qt.FocusReason.ShortcutFocusReason)
    button.click()
    return True


def align_names(*radios: ActionRadio) -> None:
    """The targets of actions that stand under each other begin on one line; there may be none."""
    widest = max((radio.name_width() for radio in radios), default=0)
    for radio in radios:
        radio.set_name_width(widest)


class ChoiceCard(QAbstractButton):
    """One of two or three large choices. `lies` puts icon and words beside each other (Won, Lost), else the words
    stand below the icon (the doors of the first start)."""

    def __init__(
        self,
        icon: str,
        title: str,
        line: str = "",
        tone: Literal["accent", "won", "lost"] = "accent",
        key: str = "",
        *,
        lies: bool = True,
    ) -> None:
        super().__init__()
        self._icon, self._line, self._tone, self._key, self._lies = icon, line, tone, key, lies
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(line)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if key:
            self.setShortcut(QKeySequence(key))
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Shortcut and self.isEnabled():
            return _acts_at_once(self)
        return super().event(event)

    def sizeHint(self) -> QSize:
        width = px(30)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        room = QRect(0, 0, px(50), px(50))
        frame = room.width() - self._words_room(room).width()
        width = frame + round(metrics.face(Type.LEAD).width(self.text().replace("&", "")) + 0.49)
        return QSize(max(width, px(18)), self.heightForWidth(max(width, px(24))))

    def heightForWidth(self, width: int) -> int:
        inner = self._words_room(QRect(0, 0, width, px(99))).width()
        lines = paint.paragraph_height(self._line, inner, Type.CAPTION if self._lies else Type.BODY)
        head = px(3)
        if self._lies:
            return max(px(9), px(1.75) * 2 + head + lines)
        return px(2.5) * 2 + px(4.5) + head + lines

    def _words_room(self, room: QRect) -> QRect:
        if self._lies:
            return room.adjusted(px(7.25), px(1.75), -px(5), -px(1.75))
        return room.adjusted(px(2.5), px(2.5) + px(4.5), -px(2), -px(2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        words, ground = paint.TONES[self._tone]
        if self.isChecked():
            paint.fill(painter, room, ground)
            paint.outline(painter, room, "accentfill" if self._tone == "accent" else words, 2)
        else:
            paint.fill(painter, room, "hover" if self.underMouse() else "raised" if self._lies else "base")
            paint.outline(painter, room, "line")
        if self.hasFocus():
            paint.ring(painter, room.adjusted(3, 3, -3, -3) if self.isChecked() else room, radius=3)
        icon: theme.Token = words if self.isChecked() else "text2"
        inner = self._words_room(room)
        if self._lies:
            block = px(3) + paint.paragraph_height(self._line, inner.width(), Type.CAPTION)
            inner.setTop((room.height() - block) // 2)
            paint.icon(painter, self._icon, icon, px(2.5), room, metrics.ICON_CHOICE)
            if self.isChecked():
                at = room.right() + 1 - px(2) - px(2.25)
                paint.icon(painter, "circle-check", words, at, room, metrics.ICON_SIDE)
        else:
            top = QRect(inner.left(), px(2.5), room.width() - px(4.5), px(metrics.ICON_CHOICE))
            paint.icon(painter, self._icon, icon, top.left(), top, metrics.ICON_CHOICE)
            shown = QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText)
            paint.text(painter, top, shown, Type.CAPTION, "text3", "right")
        title = QRect(inner.left(), inner.top(), inner.width(), px(2.75))
        paint.text(painter, title, self.text().replace("&", ""), Type.LEAD)
        below = QRect(inner.left(), inner.top() + px(3), inner.width(), room.height())
        paint.paragraph(painter, below, self._line, Type.CAPTION if self._lies else Type.BODY, "text2")
        painter.end()
