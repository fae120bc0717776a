"""The program's place in the tray: desktop notifications come from it, and the window may wait in it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSystemTrayIcon

from oppdesk.i18n import _
from oppdesk.ui import icons
from oppdesk.ui.frame import bring_forward
from oppdesk.ui.preferences import Preferences

STAYS = 10_000  # milliseconds a notification is seen, where the desktop lets one choose


class Tray(QObject):
    """There is an icon as long as the user wants notifications or a window in the tray."""

    clicked = Signal()  # a notification
    quick_task = Signal()

    def __init__(self, frame: QMainWindow, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._preferences = preferences
        self.icon: QSystemTrayIcon | None = None
        frame.installEventFilter(self)
        preferences.changed.connect(self._take_preferences)
        self._take_preferences()

    def _take_preferences(self) -> None:
        now = self._preferences.now
        wanted = (now.notify or now.tray) and QSystemTrayIcon.isSystemTrayAvailable()
        if wanted and self.icon is None:
            self.icon = self._make()
        elif not wanted and self.icon is not None:
            self.icon.hide()
            self.icon.deleteLater()
            self.icon = None

    def _make(self) -> QSystemTrayIcon:
        made = QSystemTrayIcon(QIcon(icons.logo(64)), self)
        made.setToolTip("OppDesk")
        menu = QMenu(self._frame)
        menu.addAction(_("Open OppDesk")).triggered.connect(self.bring_back)
        menu.addAction(_("Quick task…")).triggered.connect(self._ask_quick_task)
        menu.addSeparator()
        menu.addAction(_("Quit")).triggered.connect(self._quit)
        made.setContextMenu(menu)
        made.destroyed.connect(menu.deleteLater)
        made.activated.connect(self._activate)
        made.messageClicked.connect(self._click)
        made.show()
        return made

    def tell(self, title: str, words: str) -> None:
        """A notification of the desktop, where there is a tray and the user wants it."""
        if self.icon is not None and self._preferences.now.notify:
            self.icon.showMessage(title, words, QIcon(icons.logo(64)), STAYS)

    def bring_back(self) -> None:
        bring_forward(self._frame)

    def put_away(self) -> None:
        """The window waits in the tray; that the last other window closes does not end the program."""
        QApplication.setQuitOnLastWindowClosed(False)
        self._frame.hide()

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self.bring_back()

    def _click(self) -> None:
        self.bring_back()
        self.clicked.emit()

    def _ask_quick_task(self) -> None:
        self.bring_back()
        self.quick_task.emit()

    def _quit(self) -> None:
        """As if its window were closed: what is being written is finished."""
        self.bring_back()
        self._frame.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._frame and event.type() == QEvent.Type.Show:
            QApplication.setQuitOnLastWindowClosed(True)  # a second start may have brought it back
        is_state = watched is self._frame and event.type() == QEvent.Type.WindowStateChange
        wants = self.icon is not None and self._preferences.now.tray
        if is_state and wants and self._frame.windowState() & Qt.WindowState.WindowMinimized:
            QTimer.singleShot(0, self, self.put_away)
        return super().eventFilter(watched, event)
