"""Files that hang on interactions: read when one is chosen, opened only when it is asked for, and never run.

What is opened is a copy in a folder of its own that goes with the program; what is stored never changes by it. Only
kinds of files that are documents are handed to other programs: anything else is saved where the user says.
"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from oppdesk.domain.attachments import LARGEST, checked, safe_name
from oppdesk.domain.errors import UserError
from oppdesk.domain.interactions import File
from oppdesk.i18n import LocaleFormat, _
from oppdesk.ui.workplace import Workplace

KILO = 1_000
DOCUMENTS = frozenset(
    {
        *(".pdf", ".txt", ".md", ".csv", ".log", ".rtf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods"),
        *(".ppt", ".pptx", ".odp", ".html", ".htm", ".eml", ".ics", ".vcf", ".zip"),
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"),
    }
)
_folders: list[TemporaryDirectory[str]] = []  # of opened copies; removed when the program ends


def read(path: Path) -> File:
    """The file as it is now; UserError when it cannot be read, is empty or too large (ATT-F1, ATT-F2)."""
    try:
        with path.open("rb") as source:
            return checked(File(path.name, source.read(LARGEST + 1)))
    except OSError as fault:
        message = _("“{file}” cannot be read: {reason}")
        raise UserError(message.format(file=path.name, reason=fault.strerror or fault)) from None


def read_again(file: File, copy: Path) -> File:
    """With what was saved in the copy meanwhile; as it was when the copy cannot be read."""
    try:
        return File(file.name, copy.read_bytes())
    except OSError:
        return file


def size_words(count: int, form: LocaleFormat) -> str:
    if count < KILO:
        return _("{count} bytes").format(count=form.whole(count))
    if count < KILO * KILO:
        return _("{count} kB").format(count=form.whole(round(count / KILO)))
    return _("{count} MB").format(count=form.whole(round(count / KILO / KILO)))


def open_copy(place: Workplace, window: QWidget, file: File, *, may_change: bool = False) -> Path | None:
    """Hand a copy to the program of the system that is for it; what is no document is saved instead."""
    if Path(file.name).suffix.casefold() not in DOCUMENTS:
        question = _("“{file}” is no document that is opened from here. Save it, to look at it with care?")
        place.prompts.confirm(
            window, question.format(file=file.name), _("Save as…"), partial(save, place, window, file)
        )
        return None
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="oppdesk-", ignore_cleanup_errors=True)
    _folders.append(folder)
    copy = Path(folder.name) / safe_name(file.name)
    try:
        copy.write_bytes(file.data)
        copy.chmod(0o600 if may_change else 0o400)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        place.prompts.tell(window, _("The attachment cannot be opened"), reason)
        return None
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
        place.prompts.tell(
            window,
            _("No program answers"),
            _("This computer has no program for “{file}”. Save it to look at it elsewhere.").format(
                file=file.name
            ),
        )
    return copy


def save(place: Workplace, window: QWidget, file: File) -> None:
    """Where the user says; the file dialog asks before one is replaced."""

    def write(path: Path) -> None:
        try:
            path.write_bytes(file.data)
        except OSError as fault:
            message = _("“{file}” cannot be written: {reason}")
            words = message.format(file=path.name, reason=fault.strerror or fault)
            place.prompts.tell(window, _("This file was not written"), words)

    place.prompts.save_file(
        window, _("Save the attachment"), _("All files (*)"), write, suggested=safe_name(file.name)
    )
