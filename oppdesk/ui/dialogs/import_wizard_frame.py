"""The window of an assistant: its line of steps, one step at a time, a pane beside some of them, the buttons below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui.importing.step_line import StepLine
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Hairline

WIDE, HIGH = 180, 112  # u
PANE, LEAST_PANE = 40, 30  # u of the pane beside a step, where there is room and where there is little
_PRESS = QEvent.Type.KeyPress


class WizardFrame(QDialog):
    """`add_step`, `put_beside` and then `put_foot` fill it; F6 goes from the step to the pane and to the buttons."""

    def __init__(self, title: str, steps: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setWindowTitle(title)
        self.steps = StepLine(steps)
        self.pages = QStackedWidget()
        self.note = Note()
        self.cancel = buttons.button(_("Cancel"))
        self.back = buttons.button(_("&Back"))
        self.primary = buttons.button("", kind="primary")
        self._edge = Hairline(Qt.Orientation.Vertical)
        self._beside = QWidget()
        for keys, by in (("F6", 1), ("Shift+F6", -1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self._go_across(by))
        self._lay_out()

    def add_step(self, page: QWidget) -> None:
        """In their order."""
        self.pages.addWidget(page)

    def put_beside(self, pane: QWidget) -> None:
        """The pane at the right."""
        self._beside = pane
        pane.hide()
        pane.setFixedWidth(px(LEAST_PANE))
        self._across.addWidget(pane)

    def _lay_out(self) -> None:
        self._across = QHBoxLayout()
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.pages, 1)
        self._across.addWidget(self._edge)
        self._edge.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.steps)
        self._column.addWidget(Hairline())
        self._column.addLayout(self._across, 1)
        self._column.addWidget(Hairline())
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        room = self.screen().availableGeometry()
        self.resize(min(px(WIDE), room.width() - px(2)), min(px(HIGH), room.height() - px(6)))

    def put_foot(self) -> None:
        """The buttons, at last: Tab comes to them after the steps and the pane."""
        foot = QHBoxLayout()
        foot.setContentsMargins(px(3), px(1.5), px(3), px(1.5))
        foot.setSpacing(px(1))
        foot.addWidget(self.note, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(0)
        for button in (self.cancel, self.back, self.primary):
            foot.addWidget(button)
        self.primary.setDefault(True)
        self._column.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside.setFixedWidth(max(px(LEAST_PANE), min(px(PANE), self.width() * 2 // 5)))

    def step(self) -> int:
        return self.pages.currentIndex()

    def show_step(self, step: int, *, with_pane: bool) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.set_step(step)
        for part in (self._beside, self._edge):
            part.setVisible(with_pane)

    def go_on_by_enter(self, *tables: QWidget) -> None:
        """In these, too, Enter is the window's default: they would take it for opening a row."""
        for table in tables:
            table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == _PRESS else None
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
            return True
        return super().eventFilter(watched, event)

    def _go_across(self, by: int) -> None:
        panes = [each for each in (self.pages, self._beside, self.primary) if each.isVisible()]
        now = self.focusWidget()
        at = next((at for at, each in enumerate(panes) if now and (each is now or each.isAncestorOf(now))), 0)
        for further in range(1, len(panes)):
            goal = panes[(at + by * further) % len(panes)]
            stops = [goal, *goal.findChildren(QWidget)]
            stop = next((each for each in stops if _takes_keys(each)), None)
            if stop is not None:
                stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return


def _takes_keys(widget: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes) and widget.isVisible() and widget.isEnabled()
