"""Writes contacts as cards that telephones and mail programs take and that we read back exactly as they were.

A card is written in the words all programs know and read again at once; only what came back otherwise is added in
properties of our own.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from oppdesk.domain.communication import addresses
from oppdesk.domain.progress import Progress
from oppdesk.exchange import vcard_lines
from oppdesk.exchange.vcard import ADDRESS, OWN, Card, understood
from oppdesk.exchange.vcard_values import is_mail, letters
from oppdesk.exchange.whole_file import written

VERSIONS = ("3.0", "4.0")
PROGRAM = "-//OppDesk//EN"  # who wrote it
_WIDTH = 75  # octets of a line, without its end
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TYPES = {"phone": ("work", "voice"), "mobile_phone": ("cell",), "fax": ("work", "fax"), "pager": ("pager",)}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_CARETS = str.maketrans({"^": "^^", '"': "^'", "\n": "^n", "\r": None})


def write(path: Path, cards: Iterable[Card], version: str = "3.0", progress: Progress | None = None) -> int:
    """The cards as one file; how many there are. It is there complete or not at all; Cancelled between two cards."""
    count = 0
    with written(path) as file:
        for card in cards:
            if progress is not None:
                progress.step(0, 1)
            file.write(text(card, version).encode("utf-8", "replace"))
            count += 1
    return count


def text(card: Card, version: str = "3.0") -> str:
    """One card with its line ends; `version` is one of VERSIONS."""
    lines = [*_said(card, version)]
    again = understood(vcard_lines.parsed([line.encode("utf-8", "replace") for line in lines], version))
    lines += _ours(card, again)
    body = [f"VERSION:{version}", f"PRODID:{PROGRAM}", *lines]
    return "".join(f"{_folded(line)}\r\n" for line in ["BEGIN:VCARD", *body, "END:VCARD"])


def _said(card: Card, version: str) -> Iterator[str]:
    """What every program understands."""
    values = card.values
    name = values.get("name", "")
    parts = [values.get(part, "") for part in ("surname", "first_name", "middle_name")]
    if version == "4.0":
        yield f"KIND:{'org' if card.is_company else 'individual'}"
    elif card.is_company:
        yield "X-ABSHOWAS:COMPANY"
    yield f"FN:{_escaped(name)}"
    yield f"N:{_joined(parts if any(parts) or card.is_company else ['', name, ''])};;"
    if organization := (name if card.is_company else values.get("company", "")):
        units = (
            [organization, values["name_2"]] if card.is_company and values.get("name_2") else [organization]
        )
        yield f"ORG:{_joined(units)}"
    if job := values.get("job_title"):
        yield f"TITLE:{_escaped(job)}"
    yield from _reached(values, version)
    if any(values.get(part) for part in _PLACE):
        yield f"ADR;{_type('work', version=version)}:{_place(values)}"
    for address in card.addresses:
        code = address.get("code", "").translate(_CARETS)
        kind = _type("home" if code == "HOME" else "other", version=version)
        yield f'ADR;{kind};X-OPPDESK-CODE="{code}":{_place(address)}'
        pairs = [f"{key}={value}" for key, value in address.items()]
        yield f"{ADDRESS}:{_joined(pairs)}"
    if card.categories:
        yield f"CATEGORIES:{','.join(map(_escaped, card.categories))}"
    if card.comment:
        yield f"NOTE:{_escaped(card.comment)}"
    if external := values.get("external_number"):
        yield f"UID{';VALUE=text' if version == '4.0' else ''}:{_escaped(external)}"
    yield from _picture(card, version)


def _reached(values: Mapping[str, str], version: str) -> Iterator[str]:
    for name, types in _TYPES.items():
        if (number := values.get(name)) and not letters(number):
            yield f"TEL;{_type(*types, version=version)}:{_escaped(number)}"
    mails = [*addresses(values.get("e_mail", ""))[:1], values.get("e_mail_2", "")]
    mails += addresses(values.get("e_mail", ""))[1:]
    for mail in mails:
        if mail and is_mail(mail):
            yield f"EMAIL;{_type('work' if version == '4.0' else 'internet', version=version)}:{_escaped(mail)}"
    if page := values.get("home_page"):
        yield f"URL:{page if page.isprintable() else _escaped(page)}"
    if version == "4.0" and _LANGUAGE.fullmatch(values.get("language", "")):
        yield f"LANG:{values['language']}"


def _picture(card: Card, version: str) -> Iterator[str]:
    if card.picture:
        data = base64.b64encode(card.picture).decode("ascii")
        if version == "4.0":
            yield f"PHOTO:data:{card.picture_type};base64,{data}"
        else:
            yield f"PHOTO;ENCODING=b;TYPE={card.picture_type.rpartition('/')[2].upper()}:{data}"


def _ours(card: Card, again: Card) -> Iterator[str]:
    """What came back otherwise, blank if it came out of nothing."""
    for name in sorted({*card.values, *again.values}):
        value = card.values.get(name, "")
        if value != again.values.get(name, ""):
            yield f"{OWN}{name.upper().replace('_', '-')}:{_escaped(value)}"
    if card.comment != again.comment:
        yield f"{OWN}COMMENT:{_escaped(card.comment)}"


_PLACE = ("address_2", "address", "city", "county", "post_code", "country")


def _place(values: Mapping[str, str]) -> str:
    return ";" + _joined([values.get(part, "") for part in _PLACE])


def _type(*types: str, version: str) -> str:
    if version == "4.0":
        return f'TYPE="{",".join(types)}"' if len(types) > 1 else f"TYPE={types[0]}"
    return "TYPE=" + ",".join(types).upper()


def _joined(parts: Iterable[str]) -> str:
    return ";".join(map(_escaped, parts))


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES)


def _folded(line: str) -> str:
    """At most 75 octets a line, cut between characters; a line that goes on begins with a blank."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _WIDTH:
        return line
    pieces, start, width = [], 0, _WIDTH
    while start < len(data):
        end = min(start + width, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        pieces.append(data[start:end])
        start, width = end, _WIDTH - 1
    return b"\r\n ".join(pieces).decode("utf-8")
