"""The folder in which drafts wait for the mail program: files are added, never replaced, and opened when asked for.

Only messages and calendar files are written here, under names that are safe on every system (I14, I15).
"""

from itertools import count
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from oppdesk.domain.attachments import safe_name
from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File
from oppdesk.i18n import _
from oppdesk.ui.preferences import Preferences
from oppdesk.ui.workplace import Workplace

DRAFTS = frozenset({".eml", ".ics"})
_MOST = 1_000  # files of one name


def folder(preferences: Preferences) -> Path:
    """The user's choice, else one among the documents."""
    return Path(preferences.now.outbox) if preferences.now.outbox else usual_folder()


def usual_folder() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "OppDesk"


def put(into: Path, file: File) -> Path:
    """Add a draft under a name that is free, for nobody's eyes but the user's; UserError when it cannot be written."""
    name = Path(safe_name(file.name))
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in count(1):
            path = into / (name.name if number == 1 else f"{name.stem} ({number}){name.suffix}")
            try:
                with path.open("xb") as target:  # never through a link, never over another file
                    path.chmod(0o600)
                    target.write(file.data)
            except FileExistsError:
                if number >= _MOST:
                    raise
            else:
                return path
    except OSError as fault:
        message = _("“{file}” cannot be written: {reason}")
        raise UserError(message.format(file=name, reason=fault.strerror or fault)) from None
    raise AssertionError


def open_draft(place: Workplace, window: QWidget | None, path: Path) -> bool:
    """Hand it to the mail program; whether one answers. Without one it is said where the draft is."""
    is_draft = path.suffix.casefold() in DRAFTS
    if is_draft and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        return True
    message = _("No program of this computer opens drafts. It is here, to be opened by hand: {file}")
    place.prompts.tell(window, _("The draft is in the outbox"), message.format(file=path))
    return False
