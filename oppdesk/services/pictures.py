"""Pictures of contacts: what is taken for one, and where its bytes are kept."""

from typing import Final

from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _
from oppdesk.storage import content, lookups
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.unit_of_work import Reader, Work

LARGEST: Final = 1_000_000  # bytes; the windows make larger ones smaller first
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def check(data: bytes) -> None:
    """FieldError unless these are the bytes of a PNG, JPEG or WebP picture of at most a megabyte."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if not is_webp and not data.startswith(_SIGNATURES):
        raise FieldError(_("This is no picture in the format PNG, JPEG or WebP."), "picture")
    if len(data) > LARGEST:
        raise FieldError(_("The picture is larger than one megabyte; choose a smaller one."), "picture")


def give(work: Work, contact: int, data: bytes | None) -> str:
    """Let a contact have this picture, or none; the contact's name."""
    row = work.get(ContactRow, contact)
    if data is None:
        row.picture = ""
    else:
        check(data)
        row.picture = content.put(work.connection, data)
    return row.name


def of(connection: Reader, contact: int) -> bytes | None:
    """The bytes of a contact's picture; None when it has none."""
    digest = lookups.value(connection, "contact", contact, "picture")
    return content.get(connection, digest) if digest else None
