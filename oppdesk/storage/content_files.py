"""Bytes kept in a folder beside the database: each in a file named by its digest, whatever name it came with."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _

_FOLLOW_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write(folder: Path, digest: str, data: bytes) -> Path:
    """Keep bytes in a folder, whole or not at all; where. FieldError ATT-F2 says why it is not possible."""
    path = folder / digest
    if not path.is_symlink() and path.is_file() and path.stat().st_size == len(data):
        return path
    part = folder / f".{digest}.part"
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FOLLOW_NO_LINKS, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _not_copied(error) from None
    return path


def read(path: Path, digest: str) -> bytes:
    """The bytes of a file; FieldError ATT-F2 when it is gone, a link, or not what was kept."""
    from hashlib import sha256  # noqa: PLC0415 - loads OpenSSL, which no start needs

    if path.is_symlink():
        raise _not_copied(OSError(errno.ELOOP, os.strerror(errno.ELOOP)))
    try:
        handle = os.open(path, os.O_RDONLY | _FOLLOW_NO_LINKS)
        with os.fdopen(handle, "rb") as file:
            data = file.read()
    except OSError as error:
        raise _not_copied(error) from None
    if sha256(data).hexdigest() != digest:
        message = _("The attachment in {folder} has been changed since it was kept; it is not opened.")
        raise FieldError(message.format(folder=path.parent), "file", "ATT-F2")
    return data


def remove(path: Path) -> None:
    """Nothing names it any more. What cannot be removed stays: it does no harm."""
    with suppress(OSError):
        path.unlink()


def check_folder(folder: str) -> None:
    """SET-3: a folder that is there and takes files."""
    if not folder.strip():
        message = _("Choose the folder in which attachments are kept.")
        raise FieldError(message, "attachment_folder", "SET-3")
    path = Path(folder)
    if not (path.is_absolute() and path.is_dir() and _takes_files(path)):
        message = _("Nothing can be written into the folder {folder}; choose another one.")
        raise FieldError(message.format(folder=folder), "attachment_folder", "SET-3")


def _takes_files(folder: Path) -> bool:
    trial = folder / f".oppdesk-{os.getpid()}.part"
    try:
        handle = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FOLLOW_NO_LINKS, 0o600)
        os.close(handle)
        trial.unlink()
    except OSError:
        return False
    return True


def _not_copied(error: OSError) -> FieldError:
    message = _("The attachment could not be copied: {reason}.")
    return FieldError(message.format(reason=error.strerror or error), "file", "ATT-F2")
