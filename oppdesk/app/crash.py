"""Keeps a trace of what went wrong that holds nothing a customer's record says, and tells the user kindly.

The words of an error are left out everywhere, since they may quote what was typed; types and lines of code stay.
"""

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QUrl,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

import oppdesk
from oppdesk.i18n import _

log = logging.getLogger(__name__)

LOG_SIZE, LOGS_KEPT = 1_000_000, 3  # bytes; the files before the present one
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}
_OFFSCREEN_OWN = "This plugin does not support propagateSizeHints()"


def blanked(path: str) -> str:
    """A path without the name of the user's home folder."""
    return path.replace(str(Path.home()), "~")


def account(error: BaseException | None) -> str:
    """What went wrong and in which lines of code, down to the first cause, without the errors' own words."""
    lines = []
    while error is not None:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        frames = traceback.extract_tb(error.__traceback__)
        lines += [f"  {blanked(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


class _Discreet(logging.Formatter):
    """Writes a logged exception by its account."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return account(ei[1])


def start_log(folder: Path) -> None:
    """Everything from INFO into a file of bounded size, warnings on the console if there is one, Qt's too."""
    shape = _Discreet("%(asctime)s %(levelname)s %(name)s %(message)s")
    handlers: list[logging.Handler] = [
        RotatingFileHandler(
            folder / "oppdesk.log", maxBytes=LOG_SIZE, backupCount=LOGS_KEPT, encoding="utf-8"
        )
    ]
    if sys.stderr is not None:  # a windowed program on Windows has none
        console = logging.StreamHandler()
        console.setLevel(logging.WARNING)
        handlers.append(console)
    for handler in handlers:
        handler.setFormatter(shape)
    logging.basicConfig(level=logging.INFO, handlers=handlers)
    qInstallMessageHandler(_log_qt)
    log.info("OppDesk %s starts: %s", oppdesk.__version__, surroundings())


def _log_qt(kind: QtMsgType, _where: QMessageLogContext, message: str | None) -> None:
    if message and message != _OFFSCREEN_OWN:
        logging.getLogger("qt").log(_QT_LEVELS.get(kind, logging.ERROR), "%s", message)


def surroundings() -> str:
    system = (
        f"{platform.system()} {platform.release()} {platform.machine()}"  # platform() runs a process for it
    )
    return f"Python {platform.python_version()}, Qt {qVersion()}, {system}"


class Crashes(QObject):
    """Catches what nobody caught: writes one report for each place that fails and tells once that it did.

    The program goes on: the transaction of the failed step is gone, what was saved before it is safe.
    """

    reported = Signal(object)  # the report's Path; emitted in any thread, heard in that of the windows

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._known: set[str] = set()
        self._box: QMessageBox | None = None  # or it goes as soon as it has come
        self.reported.connect(self._tell)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Be called for every exception that nobody catches, in any thread; note the death of the process."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = lambda _kind, error, _trace: self.catch(error)
        threading.excepthook = lambda failure: self.catch(failure.exc_value)
        try:
            with _deaths_noted(self._folder / "fatal.log"):
                yield
        finally:
            sys.excepthook, threading.excepthook = before

    def catch(self, error: BaseException | None) -> None:
        what = account(error)
        if what in self._known:
            return  # a paint that fails does so sixty times a second
        self._known.add(what)
        log.error("Nobody caught this:\n%s", what)
        try:
            self.reported.emit(write_report(self._folder, what))
        except OSError:  # a full disk, say
            log.warning("No report could be written")

    @Slot(object)
    def _tell(self, report: Path) -> None:
        """A box that stands beside the work and not in its way."""
        self._box = box = QMessageBox(QApplication.activeWindow())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("Something went wrong"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            _("OppDesk could not finish the last step. What you saved before it is safe; please try again.")
        )
        box.setInformativeText(
            _(
                "A report is in the file {file}. It names no customers and holds nothing you entered. "
                "Nothing is sent by itself: pass it on to whoever looks after OppDesk for you."
            ).format(file=report.name)
        )
        show = box.addButton(_("Show the file"), QMessageBox.ButtonRole.ActionRole)
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(report.parent))))
        box.addButton(QMessageBox.StandardButton.Close)
        box.setModal(False)
        box.show()


@contextmanager
def _deaths_noted(path: Path) -> Iterator[None]:
    """A process that dies of a fault in a library writes where it was, unless somebody has seen to that already."""
    if faulthandler.is_enabled():
        yield
        return
    with path.open("a", encoding="utf-8") as file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()


def write_report(folder: Path, what: str) -> Path:
    now = datetime.now().astimezone()
    path = folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    head = f"OppDesk {oppdesk.__version__}, {now:%Y-%m-%d %H:%M}\n{surroundings()}\n\n"
    path.write_text(head + what + "\n", encoding="utf-8")
    return path
