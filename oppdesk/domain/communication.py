"""What a telephone number and an e-mail address may look like, for contacts and salespeople alike."""

import re

from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _

# No `?`, `&`, `%` nor control character: an address also becomes part of a mailto: link.
_LOCAL = r"[^\s@?&%,;:<>()\[\]\"\\\x00-\x1f\x7f]+"
_LABEL = r"[^\W_](?:[^\W_]|-)*"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")


def addresses(text: str) -> list[str]:
    """The e-mail addresses of a field that may hold several, separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def check_e_mails(text: str, field: str) -> None:
    """CON-F2: every address has one @ and a domain; the error shows the one that is not valid."""
    for address in addresses(text):
        if not _ADDRESS.fullmatch(address):
            message = _("“{address}” is not a valid e-mail address.")
            raise FieldError(message.format(address=address), field, "CON-F2")


def check_e_mail(text: str, field: str) -> None:
    """CON-F2 for a field of one address."""
    if len(addresses(text)) > 1:
        raise FieldError(_("Only one e-mail address can stand here."), field, "CON-F2")
    check_e_mails(text, field)


def check_phone(text: str, field: str, label: str) -> None:
    """CON-F1: no letters; `label` is the field's, to be translated."""
    if any(letter.isalpha() for letter in text):
        message = _("{field} must not contain letters.")
        raise FieldError(message.format(field=_(label)), field, "CON-F1")
