"""The head of the start page: who is greeted on which day, whose records are counted, the figures and the cues."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from oppdesk.i18n import LocaleFormat, _
from oppdesk.services.today_values import Cues, Figures, Scope, Tasks
from oppdesk.ui import metrics, paint, theme
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.pages import today_words
from oppdesk.ui.pages.today_words import SCOPES, Cue
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.figures_row import FiguresRow
from oppdesk.ui.widgets.labels import Elided, text
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch


class TodayHead(QWidget):
    scope_chosen = Signal(object)  # Scope
    chosen = Signal(object)  # what a figure or a cue opens: ListLink or TaskDays
    wanted = Signal(str)  # an action by its id

    def __init__(self) -> None:
        super().__init__()
        self._scopes: tuple[Scope, ...] = ()
        self._name = ""
        self.switch: SegmentedSwitch | None = None
        self._title = Elided("", Type.TITLE)
        self._title.setMinimumHeight(px(metrics.CONTROL))
        self._day = text("", Type.CAPTION_FIGURE, "text2")
        self.cues = CueLine()
        self.figures = FiguresRow("large")
        self._found: Figures | None = None
        self._tasks: Tasks | None = None
        self._more: Cues | None = None
        self._first = QHBoxLayout()
        self._first.setSpacing(px(2))
        self._first.addWidget(self._title, 1)
        self.quick = buttons.button(_("Quick task"), "notebook-pen")
        self.quick.setToolTip(_("One line makes a task, like: call Contoso tomorrow 10:00 about the offer"))
        self.quick.clicked.connect(lambda: self.wanted.emit("task.quick-line"))
        self.call = buttons.button(_("Call"), "phone")
        self.call.clicked.connect(lambda: self.wanted.emit("interaction.make-call"))
        quick = QHBoxLayout()
        quick.setSpacing(px(1))
        quick.addWidget(self.quick)
        quick.addWidget(self.call)
        self._first.addLayout(quick)
        second = QHBoxLayout()
        second.setSpacing(px(3))
        second.addWidget(self._day)
        second.addWidget(self.cues, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(1), px(metrics.PAGE_MARGIN), px(1.5))
        column.setSpacing(0)
        column.addLayout(self._first)
        column.addLayout(second)
        column.addSpacing(px(1))
        column.addWidget(self.figures)
        self.cues.chosen.connect(self.chosen)
        self.figures.chosen.connect(self.chosen)

    def greet(self, name: str, now: datetime, day: str) -> None:
        self._name = name
        self._day.setText(day)
        self.greet_again(now)

    def greet_again(self, now: datetime) -> None:
        """The hour has changed."""
        self._title.setText(today_words.greeting(self._name, now))

    def set_scopes(self, scopes: Sequence[Scope], current: Scope) -> None:
        """The switch, where there is a choice."""
        if tuple(scopes) != self._scopes:
            self._scopes = tuple(scopes)
            if self.switch is not None:
                self.switch.hide()
                self.switch.deleteLater()
            self.switch = None
            if len(scopes) > 1:
                self.switch = SegmentedSwitch([(scope, _(SCOPES[scope]), "") for scope in scopes])
                self.switch.setAccessibleName(_("Whose records are counted"))
                self.switch.changed.connect(self.scope_chosen)
                self._first.addWidget(self.switch)
        if self.switch is not None:
            self.switch.set_current(current)

    def day(self) -> str:
        return self._day.text()

    def title(self) -> str:
        return self._title.text()

    def show_figures(
        self, found: Figures | None, tasks: Tasks | None, more: Cues | None, form: LocaleFormat, money: str
    ) -> None:
        """What is None stays as it is."""
        if found is not None:
            self._found = found
            self.figures.set_figures(today_words.figures(found, form, money))
        self._tasks = tasks or self._tasks
        self._more = more or self._more
        if self._found is not None and self._tasks is not None:
            self.cues.set_cues(today_words.cues(self._found, self._tasks.counts, self._more, form))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        segments = self.switch.findChildren(QAbstractButton) if self.switch is not None else []
        return [
            self.quick,
            self.call,
            *segments,
            *self.cues.buttons(),
            self.cues.more,
            *self.figures.buttons(),
        ]


class CueLine(QWidget):
    """Counts as quiet links from the right; those without room stand in a menu, so that none is lost."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cues: tuple[Cue, ...] = ()
        self._made: list[CueButton] = []
        self.more = buttons.icon_button("ellipsis", _("More counts"), small=True)
        self.more.setParent(self)
        self.more.setMenu(QMenu(self.more))
        self.more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_cues(self, cues: Sequence[Cue]) -> None:
        self._cues = tuple(cues)
        while len(self._made) < len(cues):
            made = CueButton(self)
            made.clicked.connect(self._choose)
            self._made.append(made)
        for made, cue in zip(self._made, cues, strict=False):
            made.show_cue(cue)
        self._arrange()

    def buttons(self) -> list["CueButton"]:
        return self._made

    def shown(self) -> list["CueButton"]:
        return [made for made in self._made[: len(self._cues)] if not made.isHidden()]

    def sizeHint(self) -> QSize:
        return QSize(px(30), px(3.25))

    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, CueButton) and button.cue is not None:
            self.chosen.emit(button.cue.opens)

    def _arrange(self) -> None:
        """As many as fit, in their order, the last one at the right edge."""
        used = self._made[: len(self._cues)]
        wides = [made.sizeHint().width() for made in used]
        count, gap, end = len(used), px(0.5), px(3.25)
        while (
            count
            and sum(wides[:count]) + gap * (count - 1) + (end if count < len(used) else 0) > self.width()
        ):
            count -= 1
        left = (
            self.width()
            - sum(wides[:count])
            - gap * max(0, count - 1)
            - (end if count < len(used) else -px(0.75))
        )
        for at, made in enumerate(self._made):
            made.setVisible(at < count)
            if at < count:
                made.setGeometry(left, 0, wides[at], self.height())
                left += wides[at] + gap
        self.more.setVisible(count < len(used))
        self.more.setGeometry(self.width() - end, 0, end, self.height())
        self._fill_menu(self._cues[count:])

    def _fill_menu(self, cues: Sequence[Cue]) -> None:
        menu = self.more.menu()
        menu.clear()
        for cue in cues:
            action = menu.addAction(f"{cue.words}  {cue.count}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, cue=cue: self.chosen.emit(cue.opens))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
            self._arrange()


class CueButton(QAbstractButton):
    """Words and a count."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cue: Cue | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_cue(self, cue: Cue) -> None:
        self.cue = cue
        self.setAccessibleName(f"{cue.words}: {cue.count}")
        self.update()

    def sizeHint(self) -> QSize:
        if self.cue is None:
            return QSize(0, px(3.25))
        face = metrics.face
        wide = face(Type.CAPTION).width(self.cue.words) + face(Type.CAPTION_FIGURE_NAME).width(self.cue.count)
        return QSize(round(wide + 0.49) + px(2.25), px(3.25))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.cue is not None:
            is_lit = self.underMouse()
            words: theme.Token = "accent" if is_lit else "text2"
            room = self.rect().adjusted(px(0.75), 0, -px(0.5), 0)
            used = paint.text(painter, room, self.cue.words, Type.CAPTION, words)
            count = QRect(room.left() + used + px(0.75), room.top(), room.width(), room.height())
            paint.text(
                painter, count, self.cue.count, Type.CAPTION_FIGURE_NAME, "accent" if is_lit else "text"
            )
        if self.hasFocus():
            paint.ring(painter, self.rect())
        painter.end()
