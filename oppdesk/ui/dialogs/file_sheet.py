"""The frame of what writes a file on a thread of its own: progress, stop, what came of it, open it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import StorageTrouble, UserError
from oppdesk.domain.progress import Cancelled, Progress
from oppdesk.i18n import _
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.progress_card import ProgressCard
from oppdesk.ui.workplace import Workplace

T = TypeVar("T")


class FileSheet(Sheet):
    """Lay `progress` out, call `write_file` from `finish`, and say in `choices` what waits meanwhile."""

    told = Signal(int, int)  # how far it is

    def __init__(
        self, place: Workplace, title: str, parent: QWidget | None = None, *, width: float = 75
    ) -> None:
        super().__init__(title, parent, width=width)
        self.place = place
        self._progress: Progress | None = None
        self._path: Path | None = None
        self.progress = ProgressCard()
        self.progress.cancelled.connect(self.stop)
        self.progress.setParent(self)
        self.progress.hide()
        self.open_file = buttons.button(_("&Open"), "external-link")
        self.open_file.clicked.connect(self._open)
        self.left.addWidget(self.open_file)
        self.open_file.hide()
        self.cancel_button.setText(_("Close"))
        self.told.connect(self._tell_progress)

    def choices(self) -> list[QWidget]:
        """What cannot be changed while a file is written."""
        return []

    def settle(self) -> None:
        """Enable what is possible again."""

    @property
    def is_writing(self) -> bool:
        return self._progress is not None

    def write_file(self, path: Path, work: Callable[[Progress], T], words: Callable[[T, str], str]) -> None:
        """Write beside the windows; whatever happens is said here. `words` say what is in the file, by its name."""
        progress = self._progress = Progress(self.told.emit)
        self._show_running(is_running=True)
        self.place.jobs.apart(
            progress, lambda: _written(work, progress), lambda found: self._done(path, found, words)
        )

    def write_now(self, path: Path, work: Callable[[Progress], T], words: Callable[[T, str], str]) -> None:
        """The same at once, for what takes a moment only."""
        self._done(path, _written(work, Progress()), words)

    def _done(self, path: Path, found: tuple[T | None, str], words: Callable[[T, str], str]) -> None:
        result, fault = found
        self._progress = None
        self._show_running(is_running=False)
        if result is None:
            self.note(fault)
            return
        self._path = path
        self.note(words(result, path.name))
        self.open_file.show()
        self.primary.setDefault(False)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Nothing is left of it."""
        if self._progress is not None:
            self._progress.cancel()

    def _tell_progress(self, done: int, total: int) -> None:
        form = self.place.form
        words = _("{done} of {total}").format(done=form.whole(done), total=form.whole(total))
        if done >= total:
            words = _("Finishing the file…")
        self.progress.show_progress(words, done, total)

    def _show_running(self, *, is_running: bool) -> None:
        self.note("")
        self.open_file.hide()
        self.progress.setVisible(is_running)
        self.progress.show_progress(_("Reading the rows…"), 0, 0)
        self.primary.setEnabled(not is_running)
        for each in self.choices():
            each.setEnabled(not is_running)
        if not is_running:
            self.settle()
        self.grow()

    def _open(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def reject(self) -> None:
        """Esc stops what is being written first."""
        if self._progress is None:
            super().reject()
        else:
            self.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop()
        event.accept()


def _written(work: Callable[[Progress], T], progress: Progress) -> tuple[T | None, str]:
    """What came of it, or why there is no file."""
    try:
        return work(progress), ""
    except Cancelled:
        return None, _("The export was stopped; nothing was written.")
    except (UserError, StorageTrouble) as error:
        return None, error.message


def file_name(title: str) -> str:
    """Without what some system does not take in a name."""
    return "".join("-" if letter in '\\/:*?"<>|' else letter for letter in title).strip(". ") or "OppDesk"
