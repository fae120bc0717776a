"""What single properties of a contact card say: an address, a number, a picture; each a function of one line."""

import re

from oppdesk.domain.communication import check_e_mail
from oppdesk.domain.errors import FieldError
from oppdesk.exchange.vcard_lines import Raw, unpacked

PICTURE = 5_000_000  # bytes
_PICTURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n": "image/png",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}
_EXTENSION = re.compile(r"\s*(?:;\s*ext=|,?\s*ext?\.?:?\s*|\s[x#]\s*)(\d{1,10})$", re.IGNORECASE)
_SLOTS = (  # the first that fits
    (("fax",), "fax"),
    (("pager",), "pager"),
    (("x-telex", "telex"), "telex"),
    (("cell", "mobile", "iphone", "x-mobile"), "mobile_phone"),
)
_ADR = (
    "",
    "address_2",
    "address",
    "city",
    "county",
    "post_code",
    "country",
)  # the first is the post-office box


def number(line: Raw) -> tuple[str, str, str]:
    """The field for a telephone number, the number, and its extension if it is one of a desk."""
    text = re.sub(r"(?i)^tel:", "", plain(line.text()))
    slot = next((name for types, name in _SLOTS if line.is_a(*types)), "phone")
    if slot == "phone" and (found := _EXTENSION.search(text)) and found.start():
        return slot, text[: found.start()].strip(), found[1]
    return slot, text, ""


def picture(line: Raw) -> tuple[str, bytes]:
    """Type and bytes of a picture of a kind that can be shown, within the limit; "" if it is none."""
    data = b""
    if line.is_packed:
        data = line.binary()
    elif line.data[:5].lower() == b"data:":
        data = unpacked(line.written().partition(",")[2].encode("ascii", "replace"))
    kind = picture_type(data)
    return (kind, data) if kind and len(data) <= PICTURE else ("", b"")


def picture_type(data: bytes) -> str:
    """image/jpeg, by how it begins; "" for what cannot be shown."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _PICTURES.items() if data.startswith(mark)), "")


def rank(line: Raw) -> tuple[int, int]:
    """The preferred first, those at home last."""
    preferred = line.parameters.get("PREF", "")
    place = int(preferred) if preferred.isdecimal() and len(preferred) < 4 else 100
    if line.is_a("pref"):
        place = min(place, 1)
    where = 0 if line.is_a("work") else 2 if line.is_a("home") else 1
    return (where if line.name in {"TEL", "ADR", "URL"} else where // 2, place)


def address(line: Raw) -> dict[str, str]:
    parts = [plain(part.replace("\n", ", ")) for part in line.parts()]
    values = dict(zip(_ADR, [*parts, *[""] * 7], strict=False))
    box = values.pop("")
    if box:
        values["address_2"] = ", ".join(filter(None, (values["address_2"], box)))
    if not values["address"] and values["address_2"]:
        values["address"], values["address_2"] = values["address_2"], ""
    return values


def pair(part: str) -> tuple[str, str]:
    name, _sign, value = part.partition("=")
    return name, value


def plain(text: str) -> str:
    return " ".join(text.split())


def lines_of(text: str) -> str:
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")


def letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def is_mail(text: str) -> bool:
    try:
        check_e_mail(text, "e_mail")
    except FieldError:
        return False
    return True
