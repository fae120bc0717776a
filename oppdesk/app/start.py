"""Starts the program with its window: guards against crashes and second starts, then the first paint.

What comes when:
1. `_show`: settings, theme and the outline of the window. Nothing of the data is imported, no icon is drawn.
2. `fill`, as soon as the outline has been seen: storage (SQLAlchemy is what a start waits for, not Qt), the services
   a first page needs, the main window and that page. What only some days need is imported where it is first used.
3. `ahead`, when the page stands: what the next clicks will need, one module at a time while nobody does anything.
tests/app/test_start.py holds each step to what it may import.
"""

import signal
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

import oppdesk
from oppdesk.app import haste, opening, single_instance
from oppdesk.app import paths as places
from oppdesk.app.crash import Crashes, start_log
from oppdesk.app.exit_codes import DONE, FAILED, IN_USE
from oppdesk.app.marks import mark, watch_lists
from oppdesk.app.paths import Paths
from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.domain.progress import TakesLong
from oppdesk.i18n import _, set_language
from oppdesk.ui import theme
from oppdesk.ui.frame import Outline, bring_forward
from oppdesk.ui.preferences import Preferences

SIZE = 1366, 768  # of the window at first: the smallest screen it must be complete on
HEARS_AFTER = 300  # milliseconds from the first rows to hearing a second start, which has patience


def application() -> QApplication:
    """The one QApplication, named as the desktops know the program."""
    app = QApplication([places.NAME])
    app.setApplicationName(places.NAME)
    app.setApplicationDisplayName("OppDesk")
    app.setApplicationVersion(oppdesk.__version__)
    app.setDesktopFileName(places.NAME)
    return app


def show(paths: Paths) -> int:
    """Keep the window open until the user closes it; raise the one that is open already."""
    app = application()
    try:
        paths.make()
        preferences = Preferences(paths.config, app)
        set_language(preferences.now.language, paths.resources / "translations")
        lock = single_instance.claim(paths.data)
    except StorageTrouble as trouble:
        if trouble.kind is Trouble.IN_USE and single_instance.call_first(paths.data):
            return DONE
        tell(app, trouble)
        return app.exec()
    try:
        start_log(paths.logs)
        with Crashes(paths.logs, app).watching():
            return _show(app, paths, preferences)
    finally:
        qInstallMessageHandler(None)
        lock.unlock()


def _show(app: QApplication, paths: Paths, preferences: Preferences) -> int:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in a terminal ends it: what is saved is safe
    now = preferences.now
    theme.apply(app, cast("theme.Choice", now.theme), now.points, cache=paths.config / "look")
    frame = QMainWindow()
    frame.resize(*SIZE)
    frame.restoreGeometry(QByteArray.fromBase64(now.geometry.encode()))
    frame.setCentralWidget(Outline(is_rail=now.rail))

    def failed(trouble: StorageTrouble) -> None:
        tell(app, trouble)
        frame.close()

    def fill() -> None:
        mark("window")
        with haste.without_servers():
            from oppdesk.app import compose  # noqa: PLC0415 - the frame stands before this import begins
        try:
            with opening.put_off():
                desk = compose.open_desk(paths, preferences)
        except TakesLong:
            opening.prepare(paths, frame, fill, failed)
            return
        except StorageTrouble as trouble:
            failed(trouble)
            return
        jobs = compose.begin(desk, preferences, frame, app)
        watch_lists(frame)
        haste.end(frame)
        hear = lambda: single_instance.listen(paths.data, lambda: bring_forward(frame), app)  # noqa: E731
        jobs.read(lambda: None, lambda _none: QTimer.singleShot(HEARS_AFTER, frame, hear))

    FirstPaint(frame, fill)
    frame.show()
    return app.exec()


class FirstPaint(QObject):
    """Calls `then` as soon as the window has been seen."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def tell(app: QApplication, trouble: StorageTrouble) -> None:
    """Say why there is no start; the program ends with the box."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, _("OppDesk cannot start"), "", QMessageBox.StandardButton.Close
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(trouble.message)
    app.setQuitOnLastWindowClosed(False)  # it would end as if all were well
    code = IN_USE if trouble.kind is Trouble.IN_USE else FAILED
    box.finished.connect(lambda _button, _kept=box: app.exit(code))  # kept, or it goes as soon as it has come
    box.open()
