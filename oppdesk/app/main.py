"""Takes the command line, stands guard against crashes and second starts, and shows the window.

The empty frame is painted before anything of storage is imported: SQLAlchemy is what a start waits for, not Qt.
What is said on the command line is English: it is read before any language is chosen.
"""

import argparse
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QWidget

import oppdesk
from oppdesk.app import paths as places
from oppdesk.app import single_instance
from oppdesk.app.crash import Crashes, start_log
from oppdesk.app.paths import Paths
from oppdesk.domain.errors import StorageTrouble, Trouble
from oppdesk.i18n import _, set_language
from oppdesk.ui import icons, theme
from oppdesk.ui.preferences import Preferences

SIZE = 1366, 768  # of the window at first: the smallest screen it must be complete on
DONE, FAILED, IN_USE = 0, 1, 3  # exit codes; 2 is argparse's for wrong arguments


def run(arguments: Sequence[str] | None = None) -> int:
    """The program, from its arguments to its exit code: 0 done, 1 failed, 2 arguments wrong, 3 data in use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if bool(options.import_file) != bool(options.target):
        parser.error("--import FILE and --as TARGET go together")
    if os.name == "posix":
        os.umask(0o077)  # whatever is written is for this user's eyes only
    if options.self_test:
        from oppdesk.app import self_test  # noqa: PLC0415 - imports everything there is

        return self_test.run()
    if options.tour:
        from oppdesk.app import tour  # noqa: PLC0415 - imports every window

        return tour.run(options.tour)
    paths = places.under(options.data) if options.data else places.standard()
    if options.import_file or options.help_import:
        from oppdesk.app import headless  # type: ignore[attr-defined]  # noqa: PLC0415 - brings storage with it

        code: int = (
            headless.explain()
            if options.help_import
            else headless.import_file(paths, options.import_file, options.target, dict(options.columns))
        )
        return code
    return show(paths)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="oppdesk", description="Sales opportunities on your own laptop.")
    take = parser.add_argument
    take("--version", action="version", version=f"OppDesk {oppdesk.__version__}")
    take("--data", type=Path, metavar="DIR", help="keep data, settings and logs in this folder")
    take("--tour", type=Path, metavar="DIR", help="save every window as a picture, light and dark")
    take("--self-test", action="store_true", help="try the parts of this installation, then exit")
    take("--import", type=Path, metavar="FILE", dest="import_file", help="import a file without a window")
    take("--as", metavar="TARGET", dest="target", help="what the rows of the file are, e.g. contact")
    take(
        "--map",
        type=_mapped,
        metavar="FIELD=COLUMN",
        dest="columns",
        nargs="+",
        action="extend",
        default=[],
        help="which column a field is read from, where the heading does not tell",
    )
    take("--help-import", action="store_true", help="list what can be imported, and its fields")
    return parser


def _mapped(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not (field and sign and column):
        message = f"{text!r} is not FIELD=COLUMN"
        raise argparse.ArgumentTypeError(message)
    return field, column


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
    frame.setWindowIcon(QIcon(icons.logo(64)))
    frame.resize(*SIZE)
    frame.restoreGeometry(QByteArray.fromBase64(now.geometry.encode()))
    single_instance.listen(paths.data, lambda: bring_forward(frame), app)

    def fill() -> None:
        # The frame stands before this import begins.
        from oppdesk.app import compose  # type: ignore[attr-defined]  # noqa: PLC0415

        try:
            desk = compose.open_desk(paths, preferences)
        except StorageTrouble as trouble:
            tell(app, trouble)
            frame.close()
            return
        app.aboutToQuit.connect(desk.close)
        compose.build_window(desk, preferences, frame)

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


def bring_forward(window: QWidget) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


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
