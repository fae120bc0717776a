"""Finds out in which encoding a file of unknown origin is written; the user sees a preview and may choose another."""

import codecs
from pathlib import Path

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.i18n import N_, _

# What the user may choose from; the first part is Python's name.
CHOICES = (
    ("utf-8-sig", N_("Unicode (UTF-8)")),
    ("cp1252", N_("Western European (Windows)")),
    ("gb18030", N_("Simplified Chinese (GB18030)")),
    ("utf-16", N_("Unicode (UTF-16)")),
    ("utf-16-le", N_("Unicode (UTF-16, low byte first)")),
    ("utf-16-be", N_("Unicode (UTF-16, high byte first)")),
)
_CHUNK = 1 << 20
_AROUND = 1 << 16  # bytes before and after the first one that is not UTF-8
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16: looked at before it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", N_("“{file}” is a workbook or an archive. Save it as CSV first.")),
    (b"\xd0\xcf\x11\xe0", N_("“{file}” is an old workbook. Save it as CSV first.")),
    (b"%PDF", N_("“{file}” is a PDF document; it holds no table that can be imported.")),
)
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\0\t\n\v\f\r\x1a")))


def find(path: Path, progress: Progress | None = None) -> str:
    """Python's name of the encoding: by its mark, else strict UTF-8, else by likelihood. Reads the whole file."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, message in _OTHER_FILES:
        if head.startswith(mark):
            raise UserError(_(message).format(file=path.name))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if found := wide(head):
        return found
    if len(head.translate(None, _CONTROLS)) < 0.9 * len(head):
        raise UserError(_("“{file}” is not a text file.").format(file=path.name))
    wrong = _first_not_utf_8(path, progress)
    if wrong is None:
        return "utf-8-sig"
    with path.open("rb") as file:
        file.seek(max(0, wrong - _AROUND))
        return likely(file.read(2 * _AROUND))


def wide(head: bytes) -> str:
    """UTF-16 or UTF-32 by its mark, UTF-16 also by the place of its many zeros; "" for what is neither."""
    for mark, name in _MARKS:
        if head.startswith(mark) and name != "utf-8-sig":
            return name
    if b"\0" not in head:
        return ""
    pairs = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.3 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.3 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _first_not_utf_8(path: Path, progress: Progress | None) -> int | None:
    """The place of the first byte that cannot be UTF-8; None if all are."""
    total, done = path.stat().st_size, 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as fault:
                return max(0, done + fault.start - 4)
            done += len(chunk)
            if progress is not None:
                progress.step(min(done, total), total)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return done
    return None


def likely(data: bytes) -> str:
    """Left alone the library would take cp1250 for cp1252, so it may choose among ours only."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - not paid by files in UTF-8

    best = from_bytes(data, cp_isolation=["cp1252", "gb18030"]).best()
    return best.encoding if best else "cp1252"
