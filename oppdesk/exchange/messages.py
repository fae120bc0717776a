"""E-mail as files (.eml): drafts that a mail program opens, and messages that somebody drops here (I11 to I13).

What is written is plain text and the same as HTML of our own making; nothing that a record says becomes markup or a
header. What is read is text: pictures, links and scripts stay in the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import format_datetime, getaddresses, make_msgid, parsedate_to_datetime
from html import escape
from html.parser import HTMLParser
from itertools import islice
from mimetypes import guess_type
from typing import NamedTuple

from oppdesk.domain.attachments import LARGEST
from oppdesk.domain.communication import is_address
from oppdesk.domain.errors import UserError
from oppdesk.exchange.calendar_files import clean, line
from oppdesk.i18n import _

_PARTS = 200  # of a message that are looked at
_LONGEST = 32_000  # characters of a text
_NAME = 200  # characters of a file's
_HEADER = 100_000  # characters of a header that are looked at
_HOST = "oppdesk.invalid"  # who wrote the message, named without naming the computer
_NESTED = re.compile(rb"(?i)^content-type:\s*(multipart|message)/", re.MULTILINE)
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_BREAKS = re.compile(r"[\r\n]+")
_GAP = re.compile(r"\n{3,}")


class Name(NamedTuple):
    """Whom a message is from or to."""

    name: str
    e_mail: str


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to be sent by hand. `invitation` is a calendar file that the mail program offers to answer."""

    to: tuple[Name, ...]
    subject: str
    text: str
    sender: Name | None = None
    files: tuple[Attachment, ...] = ()
    invitation: bytes = b""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that was sent; addresses in lower case. `at` is aware, None where the message does not say."""

    id: str
    subject: str
    sender: Name | None
    to: tuple[Name, ...]
    at: datetime | None
    text: str


# -- writing ----------------------------------------------------------------------------------------------------


def written(draft: Draft, at: datetime) -> bytes:
    """The file; `at` is the moment it says it was written. UserError if somebody it is for has no valid address."""
    made = EmailMessage(policy=_policy(draft))
    if draft.sender is not None and is_address(draft.sender.e_mail):
        made["From"] = _address(draft.sender)
    made["To"] = tuple(_address(each) for each in draft.to)
    made["Subject"] = line(draft.subject)
    made["Date"] = format_datetime(at.astimezone(UTC))
    made["Message-ID"] = make_msgid(domain=_HOST)
    made["X-Unsent"] = "1"  # some programs open it as a draft then
    words = clean(draft.text)
    made.set_content(words + "\n", cte="quoted-printable")
    made.add_alternative(html(words), subtype="html", cte="quoted-printable")
    if draft.invitation:
        method = "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in draft.invitation else "REQUEST"  # as the file says
        made.add_alternative(
            draft.invitation.decode("utf-8"), subtype="calendar", params={"method": method}, cte="base64"
        )
    for file in draft.files:
        main, _slash, sub = content_type(file.name).partition("/")
        made.add_attachment(
            file.data, maintype=main, subtype=sub, filename=line(file.name)[:_NAME] or "file", cte="base64"
        )
    return made.as_bytes()


def _policy(draft: Draft) -> "policy.EmailPolicy[EmailMessage]":
    """Letters beyond ASCII before the @ need a newer kind of mail, which all else goes without."""
    people = (*draft.to, *((draft.sender,) if draft.sender is not None else ()))
    is_plain = all(each.e_mail.rpartition("@")[0].isascii() for each in people)
    return policy.SMTP if is_plain else policy.SMTPUTF8


def _address(who: Name) -> Address:
    """INT-7, I13: an address is nothing but one address."""
    if not is_address(who.e_mail):
        message = _("{name} has no valid e-mail address.")
        raise UserError(message.format(name=who.name or who.e_mail), "e_mail", "INT-7")
    local, _at, domain = who.e_mail.strip().rpartition("@")
    if not domain.isascii():
        import idna  # noqa: PLC0415 - comes with the check of addresses

        domain = idna.encode(domain, uts46=True).decode("ascii")
    return Address(line(who.name), local, domain)


def html(words: str) -> str:
    """Plain text as a page that says the same: paragraphs and lines, everything in them escaped."""
    parts = [part.strip("\n") for part in re.split(r"\n{2,}", words.strip("\n"))]
    body = "".join(f"<p>{escape(part).replace(chr(10), '<br>' + chr(10))}</p>\n" for part in parts)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<body>\n{body}</body></html>\n'


def content_type(name: str) -> str:
    """What kind a file is, by its name only."""
    kind = guess_type(name, strict=True)[0] or ""
    return (
        kind
        if _TYPE.fullmatch(kind) and not kind.startswith(("message/", "multipart/"))
        else "application/octet-stream"
    )


# -- reading ----------------------------------------------------------------------------------------------------


def read(data: bytes) -> Mail:
    """What a message says; UserError when it is none."""
    if len(data) > LARGEST:
        raise UserError(_("This message is larger than {most} MB.").format(most=LARGEST // 1024 // 1024))
    if len(_NESTED.findall(data)) > _PARTS:
        raise UserError(_("This message is put together in a way that cannot be read."))
    message = message_from_bytes(data)
    sender = next(iter(_people(message, "From", "Sender")), None)
    to = tuple(_people(message, "To", "Cc", "Bcc"))
    if sender is None and not to:
        raise UserError(_("This is no e-mail message: it names neither a sender nor anybody it is for."))
    return Mail(
        id=line(_header(message, "Message-ID")).strip("<> ")[:255],
        subject=line(_header(message, "Subject")),
        sender=sender,
        to=to,
        at=_moment(_header(message, "Date")),
        text=_GAP.sub("\n\n", clean(_body(message))).strip()[:_LONGEST],
    )


def _headers(message: Message, name: str) -> list[str]:
    """The headers of that name as they are written; bytes beyond ASCII are taken for UTF-8, else for Latin ones."""
    found = []
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            data = str(value)[:_HEADER].encode("utf-8", "surrogateescape")
            for charset in ("utf-8", "cp1252", "latin-1"):
                try:
                    found.append(data.decode(charset))
                    break
                except ValueError:
                    continue
    return found


def _header(message: Message, name: str) -> str:
    """A header as text, whatever it is encoded in; "" where there is none."""
    return _decoded(next(iter(_headers(message, name)), ""))


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError):
        return value


def _people(message: Message, *names: str) -> Iterator[Name]:
    """Those with a valid address, each once."""
    raw = [_BREAKS.sub(" ", value) for name in names for value in _headers(message, name)]
    try:
        found = getaddresses(raw)
    except RecursionError:  # remarks within remarks, thousands deep
        return
    seen = set()
    for name, written_so in found:
        e_mail = written_so.strip().lower()
        if e_mail not in seen and is_address(e_mail):
            seen.add(e_mail)
            yield Name(line(_decoded(name)), e_mail)


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _body(message: Message) -> str:
    """The first plain text that is no attachment, else the words of the first HTML."""
    found: dict[str, str] = {}
    for part in islice(message.walk(), _PARTS):
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and kind not in found and not _is_attachment(part):
            found[kind] = _text(part)
    plain = found.get("text/plain", "")
    return plain if plain.strip() else words_of(found.get("text/html", ""))


def _is_attachment(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    for each in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(each)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def words_of(page: str) -> str:
    """The words of a page without its markup; nothing in it is fetched or run (I12)."""
    reader = _Words()
    reader.feed(_tidied(page[: 8 * _LONGEST]))
    reader.close()
    rows = _EDGES_OF.sub(_broken, "".join(reader.words)).split("\n")
    return _GAP.sub("\n\n", "\n".join(row.strip() for row in rows)).strip()


_LINE_EDGE, _GAP_EDGE = (
    "\x01",
    "\x02",
)  # where a line of its own begins or ends, where there is room around it
_EDGES_OF = re.compile(f"[ {_LINE_EDGE}{_GAP_EDGE}]+")  # with the blanks around them
_EDGES = dict.fromkeys(("div", "tr", "li", "ul", "ol", "table", "blockquote"), _LINE_EDGE) | dict.fromkeys(
    ("p", "h1", "h2", "h3", "h4"), _GAP_EDGE
)
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_SILENT = frozenset({"script", "style", "head", "title"})


def _tidied(page: str) -> str:
    """Without remarks, declarations and tags that have no end: the parser looks for each one's end anew."""
    bare = _REMARK.sub(" ", page)
    end = bare.rfind(">") + 1
    return bare[:end] + bare[end:].replace("<", "&lt;")


def _broken(found: re.Match[str]) -> str:
    """Ends of lines for the edges between two words; blanks alone stay what they are."""
    if _GAP_EDGE in found[0]:
        return "\n\n"
    return "\n" if _LINE_EDGE in found[0] else found[0]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT and not self._silent:
            self._silent = tag
        self.words.append("\n" if tag == "br" else _EDGES.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        self.words.append(_EDGES.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"\s+", " ", clean(data)))
