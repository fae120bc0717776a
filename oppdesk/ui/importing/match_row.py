"""One column of the file and what it becomes: the field is text until it is edited, so that a page is no fence."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from oppdesk.i18n import _
from oppdesk.ui import icons, metrics, paint
from oppdesk.ui.importing.words import Remark
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.tips import literal
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Text

SHARES = (14, 16, 26, 34)  # of the width: column, first value, field, what happens
ARROW, MARK = 3.5, 4  # u
ROOMY = 80  # u from which the first value is shown
_HEIGHT = 4.75  # u


class FieldChoice(QComboBox):
    """Arrow keys go to the next column; Space, F4 or Alt+Down opens the list, letters choose, Del empties."""

    stepped = Signal(int)
    picked = Signal(int)  # place in the list; 0 is not imported

    def __init__(self, fields: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(fields)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.activated.connect(self.picked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if is_plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif is_plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
            self.picked.emit(0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page."""
        event.ignore()

    def showPopup(self) -> None:
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + px(4)))
        super().showPopup()

    def sizeHint(self) -> QSize:
        return QSize(px(24), px(metrics.CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self.view().isVisible():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        arrow = px(metrics.ICON_TEXT)
        inner = self.rect().adjusted(px(1.25), 0, -px(1) - arrow, 0)
        is_off = self.currentIndex() <= 0
        kind = Type.BODY if is_off else Type.NAME
        paint.text(painter, inner, self.currentText(), kind, "text2" if is_off else "text")
        is_cut = metrics.face(kind).width(self.currentText()) > inner.width()
        self.setToolTip(literal(self.currentText()) if is_cut else "")
        paint.icon(painter, "chevron-down", "text3", inner.right() + px(0.5), self.rect(), metrics.ICON_TEXT)
        painter.end()


class MatchRow(QWidget):
    """Heading, first value, field, what happens; and the question it asks, answered in the row."""

    answered = Signal(int)
    proposal_taken = Signal()
    entered = Signal()  # the keyboard came into the row

    def __init__(self, heading: str, first: str, fields: QAbstractItemModel) -> None:
        super().__init__()
        self.heading = heading
        self.choice = FieldChoice(fields)
        self.choice.setAccessibleName(_("Field for column {column}").format(column=heading))
        self._mark = Text("")
        self._mark.setFixedWidth(px(MARK))
        self._first = Elided(first, colour="text2")
        self._arrow = Text("")
        self._arrow.setFixedWidth(px(ARROW))
        self._arrow.setPixmap(icons.icon("arrow-right").pixmap(px(metrics.ICON_TEXT)))
        self._what = _What()
        self.setMinimumHeight(px(_HEIGHT))
        row = columns(self)
        for part, share in (
            (Elided(heading, Type.NAME), SHARES[0]),
            (self._first, SHARES[1]),
            (self._arrow, 0),
            (self.choice, SHARES[2]),
            (self._mark, 0),
            (self._what, SHARES[3]),
        ):
            row.addWidget(part, share)
        self.choice.installEventFilter(self)

    @property
    def answers(self) -> list[QPushButton]:
        return self._what.answers

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
                self.entered.emit()
        return False

    def say(self, remark: Remark) -> None:
        self._mark.setPixmap(icons.icon(remark.icon, remark.colour).pixmap(px(metrics.ICON_BUTTON)))
        self._what.say(remark)

    def said(self) -> str:
        return self._what.words.text()

    def ask(self, question: str, answers: Sequence[str], chosen: int | None) -> None:
        """A decision only the user can take; it can be changed until the file is imported."""
        if [button.text() for button in self.answers] != list(answers):
            for at, button in enumerate(self._what.offer(question, answers)):
                button.clicked.connect(lambda _on, at=at: self.answered.emit(at))
                button.installEventFilter(self)
        for at, button in enumerate(self.answers):
            button.setChecked(at == chosen)
            if at == chosen:
                buttons.set_icon(button, "check")
            else:
                button.setIcon(QIcon())
        is_open = chosen is None
        self.say(Remark("triangle-alert", "stale", question) if is_open else Remark("circle-check", "won"))

    def propose(self, words: str) -> None:
        """A way to do more about the column; it need not be gone."""
        if [button.text() for button in self.answers] != [words]:
            (button,) = self._what.offer("", (words,))
            button.setCheckable(False)
            button.clicked.connect(lambda: self.proposal_taken.emit())  # noqa: PLW0108 - a signal takes no flag
            button.installEventFilter(self)

    def is_open(self) -> bool:
        """Whether it asks what nobody has answered yet."""
        asks = [button for button in self.answers if button.isCheckable()]
        return bool(asks) and not any(button.isChecked() for button in asks)

    def forget_question(self) -> None:
        self._what.offer("", ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self._first, self._arrow):
            part.setVisible(self.width() >= px(ROOMY))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if any(each.hasFocus() for each in (self.choice, *self.answers)):
            paint.fill(painter, self.rect(), "soft", 0)
        elif self.underMouse():
            paint.fill(painter, self.rect(), "hover", 0)
        paint.across(painter, 0, self.height() - 1, self.width(), "rule")
        painter.end()


class _What(QWidget):
    """Words, and buttons to answer by: beside the words while there is room, else below them."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[QPushButton] = []
        self.words = Text("", colour="text2", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._holder = QWidget()
        self._flow = Flow(0.75)
        self._holder.setLayout(self._flow)
        self._holder.hide()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, px(0.5), 0, px(0.5))
        self._sides.setSpacing(px(0.75))
        self._sides.addWidget(self.words, 1)
        self._sides.addWidget(self._holder)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, remark: Remark) -> None:
        self.words.setMinimumHeight(0)  # it insists on the height of longer words else
        self.words.setText(remark.words)
        self.words.set_colour("stale" if remark.colour == "stale" else "text2")
        self._fit()

    def offer(self, question: str, answers: Sequence[str]) -> list[QPushButton]:
        """Other buttons, or none."""
        for button in self.answers:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.answers = []
        for words in answers:
            button = buttons.button(words, small=True)
            button.setCheckable(True)
            button.setAccessibleDescription(question)
            self.answers.append(button)
            self._flow.addWidget(button)
        self._holder.setVisible(bool(answers))
        self._fit()
        return self.answers

    def _fit(self) -> None:
        needed = sum(button.sizeHint().width() + px(0.75) for button in self.answers) + 1
        words = min(metrics.face(Type.BODY).width(self.words.text()), px(14))
        is_wide = needed + words <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)
        self._holder.setMinimumWidth(needed if is_wide else 0)
        beside = Qt.AlignmentFlag.AlignVCenter if is_wide else Qt.AlignmentFlag(0)
        self._sides.setAlignment(self._holder, beside)
        self.words.setVisible(is_wide or not self.answers or bool(self.words.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class MatchHead(QWidget):
    """The names of the columns above the rows."""

    def __init__(self) -> None:
        super().__init__()
        row = columns(self)
        shares = iter(SHARES)
        names = (_("Column in the file"), _("First value"), "", _("Field in OppDesk"), "", _("What happens"))
        self._parts = [Text(name, Type.CAPTION_NAME, "text2", wrap=True) for name in names]
        for at, part in enumerate(self._parts):
            if part.text():
                part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                part.setContentsMargins(px(1.25) if at == 3 else 0, 0, 0, 0)
                row.addWidget(part, next(shares))
            else:
                part.setFixedWidth(px(ARROW if at == 2 else MARK))
                row.addWidget(part)
        self.setMinimumHeight(px(metrics.ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in self._parts[1:3]:
            part.setVisible(self.width() >= px(ROOMY))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.across(painter, 0, self.height() - 1, self.width(), "hair")
        painter.end()


def columns(widget: QWidget) -> QHBoxLayout:
    """The one layout of head and rows, so that they stand under each other."""
    row = QHBoxLayout(widget)
    row.setContentsMargins(px(1), 0, px(1), 0)
    row.setSpacing(px(1))
    return row
