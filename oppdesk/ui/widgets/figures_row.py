"""Figures side by side without boxes; a whole figure is the link to the list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import ICON_TEXT, Type, px
from oppdesk.ui.widgets.even import Even


@dataclass(frozen=True, slots=True)
class Figure:
    """A label, the figure itself, a line below. `opens` is handed out when it is chosen; None is no link."""

    label: str
    value: str
    note: str = ""
    icon: str = ""  # before the label, in the tone
    tone: paint.Tone = "neutral"
    opens: object = None


class FiguresRow(QWidget):
    """Large on Today, normal on cards, small in the pane (there without lines between)."""

    chosen = Signal(object)  # what the figure opens

    def __init__(self, size: Literal["large", "normal", "small"] = "normal") -> None:
        super().__init__()
        self._size = size
        self._shown: list[_FigureButton] = []
        self._row = Even(gap=0)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        while len(self._shown) < len(figures):
            made = _FigureButton(self, self._size, is_first=not self._shown)
            made.clicked.connect(self._click)
            self._shown.append(made)
            self._row.addWidget(made)
        for at, button in enumerate(self._shown):
            button.setVisible(at < len(figures))
            if at < len(figures):
                button.show_figure(figures[at])

        self._choose_kind()

    def minimumSizeHint(self) -> QSize:
        shown = [button.needed(button.kinds()[-1]) for button in self._shown if not button.isHidden()]
        return QSize(max(shown, default=0), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_kind()

    def _choose_kind(self) -> None:
        """One lettering for all figures of the row, smaller where room lacks; then they go on below: none is cut."""
        shown = [button for button in self._shown if not button.isHidden()]
        if shown:
            kinds = shown[0].kinds()
            fitting = (kind for kind in kinds if sum(button.needed(kind) for button in shown) <= self.width())
            kind = next(fitting, kinds[-1])
            for button in shown:
                button.take_kind(kind)
            self._row.setGeometry(
                self.rect()
            )  # at once: with the lettering before, it may have needed more lines

    def buttons(self) -> list[QAbstractButton]:
        return [button for button in self._shown if not button.isHidden()]

    def _click(self) -> None:
        button = self.sender()
        if isinstance(button, _FigureButton) and button.figure.opens is not None:
            self.chosen.emit(button.figure.opens)


class _FigureButton(QAbstractButton):
    def __init__(self, row: FiguresRow, size: Literal["large", "normal", "small"], *, is_first: bool) -> None:
        super().__init__(row)
        self._size = size
        self._is_first = is_first
        self.figure = Figure("", "")
        self._kind = self.kinds()[0]
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: Figure) -> None:
        self.figure = figure
        is_link = figure.opens is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_link else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{figure.label}: {figure.value}")
        self.setAccessibleDescription(figure.note)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.needed(self.kinds()[0]), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.needed(self._kind), self._height())

    def take_kind(self, kind: Type) -> None:
        if kind is not self._kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def _height(self) -> int:
        return px({"large": 8, "normal": 5.25, "small": 4.75}[self._size]) + (
            px(1.75) if self.figure.note and self._size != "large" else 0
        )

    def kinds(self) -> tuple[Type, ...]:
        """Lettering of the figure, the largest first."""
        if self._size == "large":
            return Type.TITLE_FIGURE, Type.LEAD_FIGURE, Type.FIGURE_STRONG
        return Type.LEAD_FIGURE, Type.FIGURE_STRONG

    def _inset(self) -> int:
        return 0 if self._is_first or self._size == "small" else px(2.5 if self._size == "large" else 2)

    def needed(self, kind: Type) -> int:
        icon = px(ICON_TEXT + 0.5) if self.figure.icon else 0
        caption = metrics.face(Type.CAPTION_FIGURE)
        value = metrics.face(kind).width(self.figure.value)
        widest = max(value, caption.width(self.figure.label) + icon, caption.width(self.figure.note))
        return round(widest + 0.49) + self._inset() + px(1.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        figure = self.figure
        left = self._inset() if self.x() else 0  # where a line begins, nothing stands before it
        room = self.rect().adjusted(left, 0, -px(0.5), 0)
        if left:
            paint.down(painter, 0, 0, self.height())
        is_marked = figure.tone != "neutral"
        tone: theme.Token = paint.TONES[figure.tone][0] if is_marked else "text2"
        label = QRect(room.left(), room.top(), room.width(), px(2))
        if figure.icon:
            paint.icon(painter, figure.icon, tone, label.left(), label, ICON_TEXT)
            label.setLeft(label.left() + px(ICON_TEXT + 0.5))
        paint.text(painter, label, figure.label, Type.CAPTION_FIGURE, tone)
        height = px(3.5 if self._size == "large" else 2.75)
        top = px(2.25 if self._size == "large" else 2.125)
        is_lit = figure.opens is not None and self.underMouse()
        value: theme.Token = "accent" if is_lit else tone if is_marked else "text"
        paint.text(painter, QRect(room.left(), top, room.width(), height), figure.value, self._kind, value)
        below = QRect(room.left(), top + height + px(0.25), room.width(), px(2))
        paint.text(painter, below, figure.note, Type.CAPTION_FIGURE, "text2")
        if self.hasFocus():
            paint.ring(painter, self.rect().adjusted(max(0, left - px(0.75)), 0, 0, 0))
        painter.end()
