"""Cuts a file of contact cards into its properties, whatever program, version and decade it comes from.

Own lines and no library: those there are lose a file by one broken line, or take a lifetime over a hostile one. Here
every step goes once over the bytes.
"""

import binascii
import codecs
import io
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from os import fstat
from pathlib import Path

from oppdesk.domain.errors import UserError
from oppdesk.domain.progress import Progress
from oppdesk.exchange import encodings
from oppdesk.i18n import N_, _

SIZE, CARD = 50_000_000, 10_000_000  # bytes of a file and of a card
_HEAD = 5_000  # bytes before the colon; no property needs more
_NAME = re.compile(rb"[A-Za-z0-9_-]+")
_BASE_64 = re.compile(rb"[A-Za-z0-9+/=]+")
_ENCODINGS = frozenset({"BASE64", "B", "QUOTED-PRINTABLE", "8BIT", "7BIT"})
_PLACES = frozenset({"INLINE", "URL", "CONTENT-ID", "CID"})  # where a value is, as bare words of version 2.1
_CHARSETS = re.compile(  # what Python takes as well that is no alphabet can take very long
    r"(us-?)?ascii$|utf-?(7|8|16|32)|iso-?8859-|windows-?|cp-?\d|latin|gb|big5|shift|euc|koi8|mac|x-mac",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r'((?:[^";]|"[^"]*")+)')
_PART = re.compile(r'"([^"]*)"|([^",]+)')
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_SEMICOLON = re.compile(r"\\(.)|(;)", re.DOTALL)
_COMMA = re.compile(r"\\(.)|(,)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

TOO_LARGE = N_("“{file}” is larger than {most} MB. Split it and import the parts one after the other.")
NO_CARDS = N_("“{file}” holds no contact cards.")


@dataclass(frozen=True, slots=True)
class Raw:
    """One line of a card, unfolded and cut; its value as it was written."""

    line: int  # of the file, from 1
    name: str  # upper case
    group: str
    types: frozenset[str]  # small letters
    parameters: Mapping[str, str]  # all others, names in upper case
    data: bytes
    version: str
    fallback: str  # the encoding of what is not UTF-8

    def is_a(self, *types: str) -> bool:
        return not self.types.isdisjoint(types)

    @property
    def encoding(self) -> str:
        return self.parameters.get("ENCODING", "").upper()

    def written(self) -> str:
        """The value as text, not yet unescaped."""
        data = quopri.decodestring(self.data) if self.encoding == "QUOTED-PRINTABLE" else self.data
        for name in (self.parameters.get("CHARSET", ""), "utf-8", self.fallback):
            try:
                if _CHARSETS.match(name):
                    return data.decode(name)
            except (LookupError, ValueError):
                continue
        found = data.decode("utf-8", "replace")  # a stray byte among good ones
        return found if found.count("\ufffd") * 10 <= len(found) else data.decode("cp1252", "replace")

    def text(self) -> str:
        return self.unescaped(self.written())

    def parts(self) -> list[str]:
        """What semicolons separate."""
        return [self.unescaped(part) for part in _split(self.written(), _SEMICOLON)]

    def items(self) -> list[str]:
        """What commas separate."""
        return [self.unescaped(part).strip() for part in _split(self.written(), _COMMA)]

    @property
    def is_packed(self) -> bool:
        """It spells bytes and no text."""
        return self.encoding in {"B", "BASE64"}

    def binary(self) -> bytes:
        return unpacked(self.data)

    def unescaped(self, text: str) -> str:
        if "\\" not in text:
            return text
        return _ESCAPED.sub(_old_letter if self.version == "2.1" else _letter, text)


def unpacked(text: bytes) -> bytes:
    """The bytes that base 64 spells; what cannot be read of them is left out."""
    packed = b"".join(_BASE_64.findall(text)).replace(b"=", b"")
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    try:
        return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return b""


def _letter(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _old_letter(found: re.Match[str]) -> str:
    """Version 2.1 escapes separators only; another backslash is one (a folder of Windows)."""
    return found[1] if found[1] in ";,:\\" else found[0]


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Cut at a sign that no backslash stands before."""
    found, start = [], 0
    for place in separator.finditer(text):
        if place[2]:
            found.append(text[start : place.start()])
            start = place.end()
    return [*found, text[start:]]


@dataclass(frozen=True)
class RawCard:
    """The lines of a card between BEGIN and END; `is_whole` unless the END is missing."""

    line: int
    lines: tuple[Raw, ...]
    is_whole: bool = True
    loose: tuple[str, ...] = ()  # lines that are no property

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What the lines of a group are called, by the group: item1.X-ABLabel."""
        return {each.group: each.text() for each in self.lines if each.name == "X-ABLABEL" and each.group}


def cards(
    path: Path, progress: Progress | None = None, size: int = SIZE, card: int = CARD
) -> Iterator[RawCard]:
    """The cards of a file one by one. UserError when it cannot be read, is too large, or holds none."""
    data = _bytes(path, size)
    fallback = _fallback(data)
    total, count = len(data), 0
    cutter = _Cutter(path, fallback, card)
    file = io.BytesIO(data)
    for number, logical in _unfolded(file):
        if progress is not None and number % 256 == 1:
            progress.step(min(file.tell(), total), total)
        if (found := cutter.take(number, logical)) is not None:
            count += 1
            yield found
    if (found := cutter.closed(is_whole=False)) is not None:
        count += 1
        yield found
    if not count:
        raise UserError(_(NO_CARDS).format(file=path.name))
    if progress is not None:
        progress.step(total, total)


def parsed(lines: Iterable[bytes], version: str) -> RawCard:
    """A card of lines that are whole already."""
    found = (_line(number, line, version, "utf-8") for number, line in enumerate(lines, 1))
    return RawCard(1, tuple(line for line in found if line is not None))


def _bytes(path: Path, size: int) -> bytes:
    """The file in an encoding in which a line end is a line end, with one kind of them."""
    try:
        with path.open("rb") as file:
            data = file.read(
                min(size, fstat(file.fileno()).st_size) + 1
            )  # room is made for as much as is asked for
    except (OSError, ValueError) as fault:  # a NUL in the name
        reason = (isinstance(fault, OSError) and fault.strerror) or str(fault)
        raise UserError(
            _("“{file}” cannot be read: {reason}").format(file=path.name, reason=reason)
        ) from None
    if len(data) > size:
        raise UserError(_(TOO_LARGE).format(file=path.name, most=size // 1_000_000))
    wide = encodings.wide(data[:4096])
    if wide:
        data = data.decode(wide, "replace").encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _fallback(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return encodings.likely(data[max(0, fault.start - 10_000) : fault.start + 10_000])
    return "utf-8"


class _Cutter:
    """Gathers lines until their card is closed; the card of an agent within a card is passed over."""

    def __init__(self, path: Path, fallback: str, most: int) -> None:
        self._path, self._fallback, self._most = path, fallback, most
        self._begin(0)

    def take(self, number: int, logical: bytes) -> RawCard | None:
        """The card that this line closes, if it does."""
        word = logical[:20].strip().upper()
        if word.startswith(b"BEGIN:VCARD"):
            if self._begun:
                self._inner += 1
            else:
                self._begin(number)
        elif self._begun and word.startswith(b"END:VCARD"):
            if not self._inner:
                return self.closed(is_whole=True)
            self._inner -= 1
        elif self._begun and not self._inner:
            self._add(number, logical, word)
        return None

    def closed(self, *, is_whole: bool) -> RawCard | None:
        if not self._begun:
            return None
        found = RawCard(self._begun, tuple(self._lines), is_whole, tuple(self._loose))
        self._begin(0)
        return found

    def _begin(self, number: int) -> None:
        self._begun, self._inner, self._read, self._version = number, 0, 0, "3.0"
        self._lines: list[Raw] = []
        self._loose: list[str] = []

    def _add(self, number: int, logical: bytes, word: bytes) -> None:
        self._read += len(logical)
        if self._read > self._most:
            message = _("“{file}”, line {line}: this card is larger than {most} MB.")
            raise UserError(
                message.format(file=self._path.name, line=self._begun, most=self._most // 1_000_000)
            )
        if word.startswith(b"VERSION:"):
            self._version = word[8:].decode("ascii", "replace").strip()
        elif (found := _line(number, logical, self._version, self._fallback)) is not None:
            self._lines.append(found)
        elif logical.strip():
            self._loose.append(logical.decode("utf-8", "replace").strip())


def _unfolded(file: io.BytesIO) -> Iterator[tuple[int, bytes]]:
    """Line number and bytes of each line with those that continue it."""
    parts: list[bytes] = []
    start = 0
    is_quoted = is_packed = False
    for number, physical in enumerate(file, 1):
        line = physical.rstrip(b"\n")
        if parts and is_quoted and parts[-1].endswith(b"="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in {b" ", b"\t"}:
            parts.append(line[1:])
        elif parts and is_packed and line and _BASE_64.fullmatch(line):
            parts.append(line)  # some fold the bytes of a picture without a blank
        else:
            if parts:
                yield start, b"".join(parts)
            parts, start = [line] if line else [], number
            head = line[:_HEAD].partition(b":")[0].upper()
            is_quoted = b"QUOTED-PRINTABLE" in head
            is_packed = b"BASE64" in head or b"ENCODING=B" in head
    if parts:
        yield start, b"".join(parts)


def _line(number: int, logical: bytes, version: str, fallback: str) -> Raw | None:
    """The parts of a line; None if it is no property."""
    at = logical.find(b":", 0, _HEAD)
    while at > 0 and logical.count(b'"', 0, at) % 2:  # a colon within quotes
        end = logical.find(b'"', at, _HEAD)
        following = logical.find(b":", end, _HEAD) if end > 0 else -1
        if following < 0:
            break
        at = following
    if at <= 0:
        return None
    head = _head(logical[:at])
    if head is None:
        return None
    group, name, types, parameters = head
    value = logical[at + 1 :]
    return Raw(
        number,
        name,
        group,
        types,
        parameters,
        value.strip() if "ENCODING" in parameters else value,
        version,
        fallback,
    )


@lru_cache(maxsize=2048)  # a program writes the same few again and again
def _head(head: bytes) -> tuple[str, str, frozenset[str], Mapping[str, str]] | None:
    """Group, name, types and other parameters; None if it is no property."""
    words = _PARAMETER.findall(head.decode("utf-8", "replace"))
    group, dot, name = words[0].strip().rpartition(".") if words else ("", "", "")
    if not _NAME.fullmatch(name.encode()) or (dot and not group):
        return None
    types: set[str] = set()
    parameters: dict[str, str] = {}
    for word in words[1:]:
        key, sign, value = word.partition("=")
        key = key.strip().upper()
        values = ["".join(found).strip() for found in _PART.findall(value)]
        if not sign:
            kind = "ENCODING" if key in _ENCODINGS else "VALUE" if key in _PLACES else ""
            if kind:
                parameters[kind] = key
            else:
                types.add(key.casefold())
        elif key == "TYPE":
            types.update(part.strip().casefold() for value in values for part in value.split(","))
        else:
            parameters[key] = re.sub(r"\^[n'^]", lambda found: _CARETS[found[0]], ",".join(values))
    if "base64" in types:  # TYPE=BASE64, as some write
        parameters.setdefault("ENCODING", "BASE64")
    return group.upper(), name.upper(), frozenset(types - {""}), parameters
