"""A chart on the screen: every mark is a button of its own, so keys, tips and screen readers need no special case."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from oppdesk.ui import paint
from oppdesk.ui.charts.marks import ChartData, Drawing, Mark
from oppdesk.ui.metrics import px
from oppdesk.ui.tips import literal

BLEED = 1  # u beyond the text edge on both sides
_KEYS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}


class Chart(QWidget):
    """Arrow keys go from mark to mark, Enter or a click opens what lies behind one; the one that is met is lit."""

    chosen = Signal(object)  # what the mark opens

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self._data = ChartData("", ())
        self._targets: list[MarkTarget] = []
        self._lit = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_data(self, data: ChartData) -> None:
        """Show these; targets of before are used again."""
        self._data = data
        self.setAccessibleName(data.title)
        self.setAccessibleDescription(data.line)
        while len(self._targets) < len(data.marks):
            made = MarkTarget(self)
            made.clicked.connect(self._choose)
            made.lit.connect(self._light)
            self._targets.append(made)
        for at, target in enumerate(self._targets):
            target.setVisible(at < len(data.marks))
            if at < len(data.marks):
                target.show_mark(data.marks[at])
        self._lit = -1
        self._rove(0)
        self.updateGeometry()
        self._arrange()
        self.update()

    def data(self) -> ChartData:
        return self._data

    def targets(self) -> "list[MarkTarget]":
        """The marks as buttons, in their order."""
        return self._targets[: len(self._data.marks)]

    def lit(self) -> int:
        """The mark that takes the accent, -1 for none."""
        return self._lit

    def sizeHint(self) -> QSize:
        return QSize(px(40), self._drawing.height(len(self._data.marks)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(24), self._drawing.least(len(self._data.marks)))

    def _room(self) -> QRect:
        """What is painted; hit targets and their rings reach a little further."""
        return self.rect().adjusted(px(BLEED), 0, -px(BLEED), 0)

    def _arrange(self) -> None:
        for target, place in zip(self.targets(), self._drawing.places(self._room(), self._data), strict=True):
            target.setGeometry(place.adjusted(-px(BLEED), 0, px(BLEED), 0))

    def _rove(self, at: int) -> None:
        """Tab enters the chart at one mark only."""
        for each, target in enumerate(self._targets):
            target.setFocusPolicy(Qt.FocusPolicy.TabFocus if each == at else Qt.FocusPolicy.ClickFocus)

    def _light(self, at: int) -> None:
        if at != self._lit:
            self._lit = at
            self.update()

    def _choose(self) -> None:
        target = self.sender()
        if isinstance(target, MarkTarget) and target.mark.opens is not None:
            self.chosen.emit(target.mark.opens)

    # -- events -----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        targets = self.targets()
        here = next((at for at, target in enumerate(targets) if target.hasFocus()), None)
        key = Qt.Key(event.key())
        if here is None or key not in (*_KEYS, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            return
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(targets) - 1}
        to = ends.get(key, min(max(here + _KEYS.get(key, 0), 0), len(targets) - 1))
        self._rove(to)
        targets[to].setFocus(Qt.FocusReason.TabFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._under(event)
        can_open = at >= 0 and self._data.marks[at].opens is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)
        self._light(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._under(event)
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._targets[at].click()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._light(-1)

    def _under(self, event: QMouseEvent) -> int:
        return self._drawing.found(self._room(), self._data, event.position())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._drawing.found(self._room(), self._data, event.pos().toPointF())
            QToolTip.showText(event.globalPos(), literal(self._data.marks[at].tip) if at >= 0 else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._drawing.draw(painter, self._room(), self._data, self._lit)
        painter.end()


class MarkTarget(QAbstractButton):
    """Where a mark can be met; the chart paints it, so that paper shows the same."""

    lit = Signal(int)

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self.mark = Mark("", 0)
        self._at = len(chart.findChildren(MarkTarget)) - 1
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_mark(self, mark: Mark) -> None:
        self.mark = mark
        words = ", ".join(part for part in (mark.name, mark.figure, mark.note) if part)
        self.setAccessibleName(words)
        self.setAccessibleDescription(mark.tip)
        self.setToolTip(literal(mark.tip))
        is_link = mark.opens is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.lit.emit(self._at)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.lit.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (*_KEYS, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()  # the chart moves along
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            paint.ring(painter, self.rect())
            painter.end()
