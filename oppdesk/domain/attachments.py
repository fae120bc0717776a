"""What may be kept as an attachment, and under which name: a file's name comes from anywhere and goes onto any disk."""

import re
import unicodedata
from typing import Final

from oppdesk.domain.errors import FieldError
from oppdesk.domain.interactions import File
from oppdesk.i18n import _

LARGEST: Final = 25 * 1024 * 1024  # bytes; more than that no mail server takes
_LONGEST = 120  # letters of a name: with a folder before it, it stays shorter than any system allows
_LONGEST_ENDING = 20
# What no name of a file has on some system, or what makes it read otherwise than it is.
_UNSAFE = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]'
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last part of a path as every system takes it: no folders, devices, marks of direction; never blank."""
    last = re.split(r"[/\\]", name)[-1]
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", last)).strip().strip(". ")
    plain = " ".join(plain.split())
    if not plain.strip("_. "):
        return _("attachment")
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return plain[:_LONGEST].rstrip(". ")
    return f"{stem[: _LONGEST - len(ending) - 1].rstrip('. ')}.{ending}"


def checked(file: File) -> File:
    """The file under its safe name; ATT-F1 when there is nothing in it, ATT-F2 when there is too much."""
    name = safe_name(file.name)
    if not file.data:
        message = _("{file} is empty; there is nothing to attach.")
        raise FieldError(message.format(file=name), "file", "ATT-F1")
    if len(file.data) > LARGEST:
        size, most = (f"{bytes_ // (1024 * 1024)}" for bytes_ in (len(file.data) + 1024 * 1024 - 1, LARGEST))
        message = _("{file} cannot be attached: it has {size} MB, and the largest may have {most} MB.")
        raise FieldError(message.format(file=name, size=size, most=most), "file", "ATT-F2")
    return File(name, file.data)
