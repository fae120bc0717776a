"""The stages of a sales cycle as a row of steps, drawn the same on the card, in the pane and in the dialogs.

Each step is a button of its own, so screen readers, tooltips and the keyboard need no special case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.tips import literal

_GAP = 0.5  # u
_PADDING = 1.5  # u, in a large step
_SMALLEST = 7  # u: a large step that shows its check and number only


@dataclass(frozen=True, slots=True)
class StageMark:
    """One step. A `reason` says why the opportunity cannot be moved there; without one the step can be chosen."""

    number: int
    name: str
    state: Literal["passed", "current", "target", "ahead"]
    note: str = ""  # second line: since when, how long, what it needs
    may_skip: bool = False
    locked: bool = False  # needs a quote that is missing
    reason: str = ""


class StageStrip(QWidget):
    """Arrow keys move along the steps, Enter or Space or a click chooses one."""

    chosen = Signal(object)  # StageMark
    refused = Signal(str)  # the reason, for the status bar

    def __init__(self, size: Literal["large", "small"] = "large") -> None:
        super().__init__()
        self._is_large = size == "large"
        self._steps: list[_Step] = []
        self._used = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Stages"))

    def set_marks(self, marks: Sequence[StageMark]) -> None:
        """Show these steps; those of before are filled anew, not made anew."""
        while len(self._steps) < len(marks):
            step = _Step(self, is_large=self._is_large)
            step.clicked.connect(self._click)
            self._steps.append(step)
        self._used = len(marks)
        for at, step in enumerate(self._steps):
            step.setVisible(at < self._used)
            if at < self._used:
                step.show_mark(marks[at], self._used)
        self._rove(self._current())
        self.updateGeometry()
        self._arrange()

    def marks(self) -> list[StageMark]:
        return [step.mark for step in self._steps[: self._used]]

    def steps(self) -> list[QAbstractButton]:
        return list(self._steps[: self._used])

    def sizeHint(self) -> QSize:
        each = 16 if self._is_large else 5
        return QSize(px(each) * max(1, self._used), px(6 if self._is_large else 3))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(2.5) * max(1, self._used), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((at for at, step in enumerate(self._steps[: self._used]) if step.hasFocus()), -1)
        moves = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._used - 1,
        }
        to = moves.get(Qt.Key(event.key()), -2)
        if at < 0 or to == -2:
            super().keyPressEvent(event)
            return
        to = min(max(to, 0), self._used - 1)
        self._rove(to)
        self._steps[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _current(self) -> int:
        states = [step.mark.state for step in self._steps[: self._used]]
        return states.index("current") if "current" in states else 0

    def _rove(self, at: int) -> None:
        """Tab enters the strip at one step only."""
        for each, step in enumerate(self._steps):
            step.setFocusPolicy(Qt.FocusPolicy.TabFocus if each == at else Qt.FocusPolicy.ClickFocus)

    def _click(self) -> None:
        step = self.sender()
        if isinstance(step, _Step):
            if step.mark.reason:
                self.refused.emit(step.mark.reason)
            else:
                self.chosen.emit(step.mark)

    def _arrange(self) -> None:
        shown = self._steps[: self._used]
        if not shown:
            return
        gap = px(_GAP)
        widths = _shared(self.width() - gap * (len(shown) - 1), [self._wish(step) for step in shown])
        left = 0.0
        for step, width in zip(shown, widths, strict=True):
            step.setGeometry(round(left), 0, round(left + width) - round(left), self.height())
            left += width + gap

    def _wish(self, step: "_Step") -> tuple[int, int, bool]:
        """Width wanted, width at least, and whether it gives way first."""
        if not self._is_large:
            return 0, 0, False
        return step.wanted(), px(_SMALLEST), step.mark.state == "passed"


def _shared(room: int, wishes: list[tuple[int, int, bool]]) -> list[float]:
    """Equal widths if all fit into them, else as each needs; if that is too much the passed steps shrink first."""
    equal = room / len(wishes)
    if all(wanted <= equal for wanted, _least, _first in wishes):
        return [equal] * len(wishes)
    spare = float(room - sum(wanted for wanted, _least, _first in wishes))
    if spare >= 0:
        return [wanted + spare / len(wishes) for wanted, _least, _first in wishes]
    widths = [float(least if first else wanted) for wanted, least, first in wishes]
    spare = room - sum(widths)
    if spare >= 0:
        growing = [not first for _wanted, _least, first in wishes]
        count = sum(growing) or len(wishes)
        return [
            width + spare / count if grows or not any(growing) else width
            for width, grows in zip(widths, growing, strict=True)
        ]
    least = [float(min(least, room / len(wishes))) for _wanted, least, _first in wishes]
    give = [max(0.0, width - low) for width, low in zip(widths, least, strict=True)]
    short = min(1.0, -spare / sum(give)) if sum(give) else 0.0
    widths = [width - part * short for width, part in zip(widths, give, strict=True)]
    scale = min(1.0, room / sum(widths))
    return [width * scale for width in widths]


class _Step(QAbstractButton):
    def __init__(self, strip: StageStrip, *, is_large: bool) -> None:
        super().__init__(strip)
        self._is_large = is_large
        self.mark = StageMark(1, "", "ahead")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_mark(self, mark: StageMark, count: int) -> None:
        self.mark = mark
        words = _("Stage {number} of {count}: {name}").format(number=mark.number, count=count, name=mark.name)
        self.setAccessibleName(f"{words}. {mark.note}" if mark.note else words)
        self.setAccessibleDescription(mark.reason)
        tip = [f"{mark.number}  {mark.name}", mark.note if not self._is_large else "", mark.reason]
        self.setToolTip(literal("\n".join(part for part in tip if part)))
        can_move = not mark.reason and mark.state != "current"
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_move else Qt.CursorShape.ArrowCursor)
        self.update()

    def wanted(self) -> int:
        title = metrics.face(Type.STRONG).width(self._title())
        note = metrics.face(Type.CAPTION_FIGURE).width(self.mark.note)
        icon = px(ICON_TEXT + 0.5) if self._icon() else 0
        return round(max(icon + title, note) + 0.49) + 2 * px(_PADDING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()  # the strip moves along
        else:
            super().keyPressEvent(event)

    def _title(self) -> str:
        return f"{self.mark.number}  {self.mark.name}"

    def _icon(self) -> str:
        if self.mark.state == "passed":
            return "check"
        return "lock" if self.mark.locked else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.rect()
        words = self._paint_ground(painter, room)
        if self._is_large:
            self._paint_large(painter, room, words)
        else:
            self._paint_small(painter, room, words)
        if self.hasFocus():
            paint.ring(painter, room, "text" if self.mark.state == "current" else "accentfill")
        painter.end()

    def _paint_ground(self, painter: QPainter, room: QRect) -> theme.Token:
        lit = self.underMouse() and not self.mark.reason
        if self.mark.state == "current":
            paint.fill(painter, room, "accentfill")
            return "onaccent"
        if self.mark.state == "passed":
            paint.fill(painter, room, "soft")
            if lit:
                paint.outline(painter, room, "passed")
            return "text"
        paint.fill(painter, room, "hover" if lit else "base")
        if self.mark.state == "target":
            paint.outline(painter, room, "accent", 2)
            return "text"
        paint.outline(painter, room, "field", dashed=self.mark.may_skip)
        return "text2"

    def _paint_large(self, painter: QPainter, room: QRect, words: theme.Token) -> None:
        inner = room.adjusted(px(_PADDING), 0, -px(_PADDING) + px(0.5), 0)
        is_short = room.width() < min(self.wanted(), px(_SMALLEST + 2))
        icon = self._icon()
        is_strong = self.mark.state in ("current", "target")
        kind = Type.STRONG if is_strong else Type.NAME
        is_alone = is_short or not self.mark.note
        line = inner if is_alone else QRect(inner.left(), px(1), inner.width(), px(2))
        left = line.left()
        if icon:
            colour: theme.Token = "accent" if icon == "check" else words
            paint.icon(painter, icon, colour, left, line, ICON_TEXT)
            left += px(ICON_TEXT + 0.75)
        title = QRect(left, line.top(), inner.right() + 1 - left, line.height())
        paint.text(painter, title, str(self.mark.number) if is_short else self._title(), kind, words)
        if not is_short:
            below = QRect(inner.left(), px(3), inner.width(), px(2))
            quiet: theme.Token = "text2" if words == "text" else words
            paint.text(painter, below, self.mark.note, Type.CAPTION_FIGURE, quiet)

    def _paint_small(self, painter: QPainter, room: QRect, words: theme.Token) -> None:
        side = px(ICON_TEXT)
        icon = self._icon()
        if icon == "check":
            paint.icon(painter, icon, "accent", (room.width() - side) // 2, room, ICON_TEXT)
            return
        number = str(self.mark.number)
        width = round(metrics.face(Type.STRONG).width(number) + 0.49)
        if not icon or room.width() < width + side + px(1):
            paint.text(painter, room, number, Type.STRONG, words, "centre")
            return
        left = (room.width() - width - side - px(0.25)) // 2
        paint.text(painter, QRect(left, 0, width, room.height()), number, Type.STRONG, words)
        paint.icon(painter, icon, words, left + width + px(0.25), room, ICON_TEXT)
