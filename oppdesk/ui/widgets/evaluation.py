"""How it went, in one click or one key: five faces from very positive to very negative, and the words of the chosen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from oppdesk.domain.words import EVALUATION, Evaluation
from oppdesk.i18n import _
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.interaction_words import EVALUATION_ICONS, EVALUATION_TONES
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.labels import Elided


class EvaluationRow(QWidget):
    """1 to 5 choose, 0 or the same again takes it back; arrows move along."""

    changed = Signal(object)  # Evaluation

    def __init__(self) -> None:
        super().__init__()
        self._value = Evaluation.NONE
        self._words = Elided("", colour="text2")
        self.faces = [_Face(each, self) for each in Evaluation if each is not Evaluation.NONE]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(0.5))
        for face in self.faces:
            face.clicked.connect(self._click)
            row.addWidget(face)
        row.addSpacing(px(0.5))
        row.addWidget(self._words, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # for the mnemonic of its label
        self.setFocusProxy(self.faces[0])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_value(Evaluation.NONE)

    def value(self) -> Evaluation:
        return self._value

    def set_value(self, value: object) -> None:
        """Show it without saying that it changed."""
        self._value = value if isinstance(value, Evaluation) else Evaluation.NONE
        for face in self.faces:
            face.setChecked(face.evaluation is self._value)
        is_said = self._value is not Evaluation.NONE
        self._words.setText(_(EVALUATION[self._value]) if is_said else _("Not evaluated"))

    def choose(self, value: Evaluation) -> None:
        """As if it were clicked."""
        if value is not self._value:
            self.set_value(value)
            self.changed.emit(value)

    def _click(self) -> None:
        face = self.sender()
        if isinstance(face, _Face):
            self.choose(Evaluation.NONE if face.evaluation is self._value else face.evaluation)
            self.set_value(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        at = next((at for at, face in enumerate(self.faces) if face.hasFocus()), -1)
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
            self.choose(Evaluation(key - Qt.Key.Key_0))
        elif step and 0 <= at + step < len(self.faces):
            self.faces[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class _Face(QAbstractButton):
    def __init__(self, evaluation: Evaluation, parent: QWidget) -> None:
        super().__init__(parent)
        self.evaluation = evaluation
        words = _(EVALUATION[evaluation])
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setCheckable(True)
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus
            if evaluation is Evaluation.VERY_POSITIVE
            else Qt.FocusPolicy.ClickFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(metrics.CONTROL), px(metrics.CONTROL))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # the row's, else the dialog's

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        words, ground = paint.TONES[EVALUATION_TONES.get(self.evaluation, "neutral")]
        room = self.rect()
        if self.isChecked():
            paint.fill(painter, room, ground)
        elif self.underMouse():
            paint.fill(painter, room, "hover")
        paint.outline(painter, room, words if self.isChecked() else "line")
        if self.hasFocus():
            paint.ring(painter, room)
        colour: theme.Token = words if self.isChecked() else "text2"
        if not self.isEnabled():
            colour = "disabled"
        side = px(metrics.ICON_BUTTON)
        paint.icon(
            painter,
            EVALUATION_ICONS[self.evaluation],
            colour,
            (self.width() - side) // 2,
            room,
            metrics.ICON_BUTTON,
        )
        painter.end()
