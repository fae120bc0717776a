"""A box with a sentence beside it that may take several lines; Qt's own cuts what does not fit."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from oppdesk.ui import metrics, paint
from oppdesk.ui.metrics import Type, px

_WORDS = 3.25  # u: where they begin


class CheckBox(QAbstractButton):
    def __init__(self, words: str, *, is_strong: bool = False) -> None:
        super().__init__()
        self._kind = Type.STRONG if is_strong else Type.BODY
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        width = px(_WORDS) + round(metrics.face(self._kind).width(self._words()) + 0.49)
        return QSize(width, px(3.25))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(12), px(3.25))

    def heightForWidth(self, width: int) -> int:
        lines = paint.paragraph_height(self._words(), width - px(_WORDS), self._kind)
        return max(px(3.25), lines + px(1.25))

    def _words(self) -> str:
        return self.text().replace("&", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the dialog's default
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = paint.check_box_place(self.rect()).width()
        box = QRect(0, px(0.5), side, px(2.25))
        paint.check_box(painter, box, is_on=self.isChecked(), is_enabled=self.isEnabled())
        if self.hasFocus():
            paint.ring(painter, paint.check_box_place(box), "text" if self.isChecked() else "accentfill", 4)
        words = QRect(px(_WORDS), px(0.625), self.width() - px(_WORDS), self.height())
        paint.paragraph(painter, words, self._words(), self._kind, "text" if self.isEnabled() else "disabled")
        painter.end()
