"""How people are reached, for contacts and salespeople alike: what numbers and addresses look like, links to them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from oppdesk.domain.countries import iso
from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _

# No `?`, `&`, `%` nor control character: an address also becomes part of a mailto: link.
_LOCAL = r"[^\s@?&%,;:<>()\[\]\"\\\x00-\x1f\x7f]+"
_LABEL = r"[^\W_](?:[^\W_]|-)*"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")
# Nearly all addresses; the library needs thirty times as long, too much for a hundred thousand of a file.
_ATOM, _HOST = r"[A-Za-z0-9_+'-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_COMMON = re.compile(
    rf"(?!.*--)(?=[^@]{{1,64}}@)(?=.{{1,200}}$){_ATOM}(?:\.{_ATOM})*@(?:{_HOST}\.)+[A-Za-z]{{2,20}}"
)
_INSIDE = (
    ".local",
    ".localhost",
    ".test",
    ".invalid",
    ".internal",
)  # nobody's on the net, yet in use within houses
PHONE: Final = 30  # characters of a telephone number

# ------------------------------------------------------------------------------------------------ e-mail (3.9)


def addresses(text: str) -> list[str]:
    """The e-mail addresses of a field that may hold several, separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def is_common(text: str) -> bool:
    """Whether this is one e-mail address like most; others may be right, too."""
    return _COMMON.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Whether this is one valid e-mail address and nothing else."""
    try:
        check_e_mail(text, "e_mail")
    except FieldError:
        return False
    return bool(text.strip())


def check_e_mails(text: str, field: str) -> None:
    """CON-F2: every address has one @ and a domain; the error says what is wrong, and with which of several."""
    found = addresses(text)
    for address in found:
        if _COMMON.fullmatch(address):
            continue
        reason = _slip(address) or _malformed(address)
        if reason and len(found) > 1 and address not in reason:
            reason = _("“{address}”: {reason}").format(address=address, reason=reason)
        if reason:
            raise FieldError(reason, field, "CON-F2")


def check_e_mail(text: str, field: str) -> None:
    """CON-F2 for a field of one address."""
    if len(addresses(text)) > 1:
        raise FieldError(_("Only one e-mail address can stand here."), field, "CON-F2")
    check_e_mails(text, field)


def _slip(address: str) -> str:
    """The commonest slips of the pen in words of their own; "" when it is none of them."""
    signs = address.count("@")
    _local, _at, domain = address.partition("@")
    found = ""
    if signs == 0:
        found = _("“{address}” has no @").format(address=address)
    elif signs > 1 and re.search(r"[,\s]", address):
        found = _("Several addresses are separated by a semicolon")
    elif signs > 1:
        found = _("There is more than one @")
    elif re.search(r"\s", address):
        found = _("A blank stands inside the address")
    elif re.search(r"[^,],[^,]", domain):
        found = _("A comma stands where a dot belongs")
    elif domain and "." not in domain.strip("."):
        found = _("After the @ an ending such as .com is missing")
    elif address.endswith("."):
        found = _("A dot stands at the end")
    elif ".." in address:
        found = _("Two dots stand side by side")
    return found


def _malformed(address: str) -> str:
    """A sentence naming the address when it is none, though no common slip; "" when it is one."""
    if _ADDRESS.fullmatch(address) and (address.casefold().endswith(_INSIDE) or _is_written_well(address)):
        return ""
    return _("“{address}” is not a valid e-mail address.").format(address=address)


def _is_written_well(address: str) -> bool:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - not needed for starting

    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


# ------------------------------------------------------------------------------------------------ telephone


def check_phone(text: str, field: str, label: str) -> None:
    """CON-F1: no letters; `label` is the field's, to be translated."""
    if any(letter.isalpha() for letter in text):
        message = _("{field} must not contain letters.")
        raise FieldError(message.format(field=_(label)), field, "CON-F1")


def formatted_phone(text: str, country_code: str) -> str:
    """A number in international format when it is surely one of that country (or typed with +), else as typed.

    An extension is kept behind #, since letters are not allowed (CON-F1). Formatting twice changes nothing.
    """
    typed = text.strip()
    if not re.search("[0-9]", typed):
        return typed
    import phonenumbers as numbers  # noqa: PLC0415 - some tenths of a second, not for starting

    region = iso(country_code)
    region = region if region in numbers.SUPPORTED_REGIONS else ""
    try:
        number = numbers.parse(typed, region or None, keep_raw_input=True)
    except numbers.NumberParseException:
        return typed
    abroad = number.country_code_source in {
        numbers.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN,
        numbers.CountryCodeSource.FROM_NUMBER_WITH_IDD,
    }
    is_sure = (
        numbers.is_valid_number(number) if abroad else numbers.is_valid_number_for_region(number, region)
    )
    extension = number.extension or ""
    # What stands before the number itself is a prefix or a country code; more than that would be lost.
    digits = re.sub("[^0-9]", "", typed)
    rest = digits.removesuffix(extension).removesuffix(numbers.national_significant_number(number))
    if not is_sure or len(rest) > 6 or rest == digits:
        return typed
    number.extension = None
    found = numbers.format_number(number, numbers.PhoneNumberFormat.INTERNATIONAL)
    found = f"{found} #{extension}" if extension else found
    return found if len(found) <= PHONE else typed


def dialled(text: str, country_code: str) -> str:
    """What is dialled, for tel: (RFC 3966): digits, a + before those of a country; without extension; "" if none."""
    whole = formatted_phone(text, country_code) if country_code else text.strip()  # its + says the country
    number, _sign, _extension = whole.partition("#")
    number = re.sub(r"\(0\)", "", number) if number.startswith("+") else number
    digits = re.sub("[^0-9]", "", number)
    return "+" * number.startswith("+") + digits if digits else ""


def dial_link(text: str, country_code: str) -> str:
    """A telephone number as a tel: link; "" when there is nothing to dial."""
    number = dialled(text, country_code)
    return f"tel:{number}" if number else ""


# ------------------------------------------------------------------------------------------------ links (I13)

_MAP = "https://www.openstreetmap.org/search?query="
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?![0-9]+(?:/|$))")  # molenhof.example:8080 has none
_LINK = 1_900  # characters
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\\<>\"'`{}|^]")


def mailto(address: str) -> str:
    """All addresses of a field as one mailto: link, nothing but addresses in it; FieldError CON-F2 if one is none."""
    check_e_mails(address, "e_mail")
    found = addresses(address)
    return "mailto:" + ",".join(quote(each, safe="@!$'*+-._~") for each in found) if found else ""


def mail_link(to: Sequence[str], subject: str, text: str) -> str:
    """A draft with subject and text as a link; neither copies nor files are ever asked for. CON-F2 if one is none.

    Systems take links of some length only: what is longer is cut.
    """
    everybody = mailto(";".join(to))
    about = _escaped(" ".join(subject.split()))
    words, link = text.replace("\r\n", "\n").replace("\r", "\n"), ""
    while not link or (len(link) > _LINK and words):
        words = words[: len(words) * _LINK // len(link) - 1] if link else words
        link = f"{everybody}?subject={about}&body={_escaped(words)}"
    return link


def _escaped(words: str) -> str:
    plain = _CONTROLS.sub(" ", words).encode("utf-8", "replace")
    return quote(plain.replace(b"\n", b"\r\n"), safe="")


def map_link(values: Mapping[str, object], country: str = "") -> str:
    """Where the address lies on a map; `country` is its name. "" for an address without street and city."""
    street, city = (str(values.get(name) or "").strip() for name in ("address", "city"))
    place = f"{str(values.get('post_code') or '').strip()} {city}".strip()
    words = [part for part in (street, place, country.strip()) if part]
    return _MAP + quote(", ".join(words), safe="") if street or city else ""


def web_link(home_page: str) -> str:
    """A home page as an address that may be opened: http, https, mailto or tel, else FieldError I13; "" for blank.

    What is typed without a scheme is asked for by https.
    """
    typed = home_page.strip()
    if not typed:
        return ""
    scheme = _SCHEME.match(typed)
    kind = scheme.group(1).lower() if scheme else "https"
    if kind == "mailto":
        return mailto(typed[len("mailto:") :])
    if kind == "tel":
        return dial_link(typed[len("tel:") :], "")
    link = typed if scheme else f"https://{typed.removeprefix('//')}"
    if kind not in {"http", "https"} or _UNSAFE.search(typed) or not _is_page(link):
        message = _("“{address}” is not the address of a web page.")
        raise FieldError(message.format(address=typed[:80]), "home_page", "I13")
    return link


def _is_page(link: str) -> bool:
    """Has a host with a dot and no name and password, with which a page can pose as another."""
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return "." in host.strip(".") and "@" not in parts.netloc
