"""Looks a workbook over before a library sees it: what is hostile, locked or none at all is refused in a sentence.

Only three parts of the archive go on, the texts, the looks and one sheet, in a new archive of our own making: headers
that lie, second directories and whatever else is in the file reach nobody.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from os import fstat
from pathlib import Path
from posixpath import join, normpath
from typing import IO
from xml.parsers import expat

from oppdesk.domain.errors import UserError
from oppdesk.i18n import N_, _

_CHUNK = 1 << 18
_DIRECTORY, _LOCAL = (
    b"PK\x01\x02",
    b"PK\x03\x04",
)  # signatures of an entry in the directory and before its bytes
_OLE, _LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_HARMLESS_RATIO = 1_000_000  # bytes unpacked that may be packed as well as they like
_STYLES = 20_000_000  # bytes; a library holds each look in memory
_DOCTYPE = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, KeyError, IndexError, OverflowError, OSError),
)

NO_WORKBOOK = N_(
    "“{file}” is damaged, or no workbook. Open it where it was made and save it anew, or as CSV."
)
_OLD = N_("“{file}” is an old workbook. Save it as .xlsx or as CSV first.")
_PASSWORD = N_("“{file}” is protected by a password. Save it without one first.")
_MACROS = N_("“{file}” contains macros. Save it as .xlsx, which has none, first.")
_BINARY = N_("“{file}” is a workbook of another kind. Save it as .xlsx or as CSV first.")
_NESTED = N_("“{file}” contains other archives or documents. Copy the table to a new workbook first.")
_ENTITIES = N_("“{file}” contains definitions that no workbook needs. It is not opened.")
_BOMB = N_("“{file}” unpacks to far more than a table of its size holds. It is not opened.")
_MEMBERS = N_("“{file}” consists of more than {most} parts. Copy the table to a new workbook first.")
_SHEETS = N_("“{file}” has more than {most} sheets. Copy the table to a new workbook first.")
_NO_SHEET = N_("“{file}” has no sheet with a table.")
_SIZE = N_("“{file}” is larger than {most} MB. Save it as CSV, or split it.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may contain (reliability.md 3.6): bytes, counts, characters."""

    size: int = 50_000_000
    unpacked: int = 200_000_000
    ratio: int = 100
    members: int = 1_000
    sheets: int = 1_000
    columns: int = 200
    cell: int = 32_767
    area: int = 25_000_000  # cells, blank ones between the first and the last included
    text: int = 200_000_000  # characters of all cells
    strings: int = 5_000_000  # different texts


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Book:
    """An archive that is a workbook: its sheets by name in their order, and where the parts lie."""

    path: Path
    archive: zipfile.ZipFile
    sheets: Mapping[str, str] = field(default_factory=dict)
    strings: str = ""
    styles: str = ""
    from_1904: bool = False  # how days are counted
    limits: Limits = LIMITS

    def size(self, part: str) -> int:
        return self.archive.getinfo(part).file_size

    def read(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece; never more than its entry says."""
        try:
            with self.archive.open(part) as file:
                yield from iter(lambda: file.read(_CHUNK), b"")
        except _BROKEN:
            raise refused(self.path, NO_WORKBOOK) from None

    def parse(
        self, part: str, parser: expat.XMLParserType, told: Callable[[int], None] | None = None
    ) -> None:
        """Feed a part to a parser whose handlers are set; UserError for what is not well-formed or defines entities."""
        parser.StartDoctypeDeclHandler = self._no_doctype
        done = 0
        try:
            for piece in self.read(part):
                parser.Parse(piece, False)
                done += len(piece)
                if told is not None:
                    told(done)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise refused(self.path, NO_WORKBOOK) from None

    def _no_doctype(self, *_about: object) -> None:
        raise refused(self.path, _ENTITIES)


def refused(path: Path, message: str, **parts: object) -> UserError:
    return UserError(_(message).format(file=path.name, **parts))


def parser_of_text() -> expat.XMLParserType:
    """Parts are in UTF-8, whatever they say of themselves: so does the library read them."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    return parser


def opened(path: Path, limits: Limits = LIMITS) -> Book:
    """The workbook with the names of its sheets. UserError for whatever is none or must not be opened."""
    data = _bytes(path, limits)
    if data.count(_DIRECTORY) > limits.members:  # before a directory of a million entries is made
        raise refused(path, _MEMBERS, most=limits.members)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise refused(path, NO_WORKBOOK) from None
    _check(path, archive, len(data), limits)
    return _laid_out(path, archive, limits)


def repacked(book: Book, sheet: str, target: IO[bytes]) -> None:
    """One sheet with the texts and looks it uses, in a plain archive of our own."""
    parts = {
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": book.strings,
        "xl/styles.xml": book.styles,
    }
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in _FRAME.items():
            archive.writestr(name, text.replace("{1904}", str(int(book.from_1904))))
        for name, part in parts.items():
            if part:
                with archive.open(name, "w", force_zip64=True) as file:
                    for piece in book.read(part):
                        file.write(piece)


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(
                min(limits.size, fstat(file.fileno()).st_size) + 1
            )  # room is made for what is asked
    except (OSError, ValueError) as fault:  # a NUL in the name
        reason = (isinstance(fault, OSError) and fault.strerror) or str(fault)
        raise refused(path, N_("“{file}” cannot be read: {reason}"), reason=reason) from None
    if len(data) > limits.size:
        raise refused(path, _SIZE, most=limits.size // 1_000_000)
    if data.startswith(_OLE):
        raise refused(path, _PASSWORD if _LOCKED in data else _OLD)
    return data


def _check(path: Path, archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """What the directory and the first bytes of each part say."""
    entries = archive.infolist()
    names = {entry.filename.casefold() for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked or unpacked > max(_HARMLESS_RATIO, limits.ratio * packed):
        raise refused(path, _BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(path, _PASSWORD)
    if path.suffix.casefold() in {".xlsm", ".xltm"} or any(name.endswith("vbaproject.bin") for name in names):
        raise refused(path, _MACROS)
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise refused(path, _BINARY)
    for entry in entries:
        try:
            with archive.open(entry) as file:
                head = file.read(2048)
        except _BROKEN:
            raise refused(path, NO_WORKBOOK) from None
        if head.startswith((_LOCAL, _OLE, b"PK\x05\x06")):
            raise refused(path, _NESTED)
        if entry.filename.casefold().endswith((".xml", ".rels")) and _DOCTYPE.search(
            head.replace(b"\0", b"")
        ):
            raise refused(path, _ENTITIES)


def _laid_out(path: Path, archive: zipfile.ZipFile, limits: Limits) -> Book:
    """Follow the relations from the root to the workbook and from there to its parts."""
    book = Book(path, archive, limits=limits)
    parts = {name.casefold(): name for name in archive.namelist()}
    roots = _relations(book, parts.get("_rels/.rels", ""), "")
    main = next((parts.get(target, "") for kind, target in roots.values() if kind == "officeDocument"), "")
    if not main:
        raise refused(path, NO_WORKBOOK)
    folder, _slash, name = main.rpartition("/")
    relations = _relations(book, parts.get(join(folder, "_rels", f"{name}.rels").casefold(), ""), folder)
    kinds = {kind: parts.get(target, "") for kind, target in relations.values()}
    sheets: dict[str, str] = {}
    settings: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "workbookPr":
            settings.update(attributes)
        elif tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            kind, target = relations.get(key, ("", ""))
            if kind == "worksheet" and target in parts:
                sheets.setdefault(attributes.get("name", ""), parts[target])
                if len(sheets) > limits.sheets:
                    raise refused(path, _SHEETS, most=limits.sheets)

    parser = parser_of_text()
    parser.StartElementHandler = start
    book.parse(main, parser)
    if not sheets:
        raise refused(path, _NO_SHEET)
    if kinds.get("styles") and book.size(kinds["styles"]) > _STYLES:
        raise refused(path, _BOMB)
    from_1904 = settings.get("date1904", "") in {"1", "true"}
    return Book(
        path, archive, sheets, kinds.get("sharedStrings", ""), kinds.get("styles", ""), from_1904, limits
    )


def _relations(book: Book, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Kind and target in small letters of each relation by its key; those that point outside are left out."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, place.casefold())

    if part:
        parser = parser_of_text()
        parser.StartElementHandler = start
        book.parse(part, parser)
    return found


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CONTENT}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{{1904}}"/>'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="r3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
}
