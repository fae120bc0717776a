"""How VAT registration numbers of the countries of the union and their neighbours are written (CON-F5).

In a format # is a digit, @ a letter and ? either; other countries have none and take what is typed.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from oppdesk.domain.countries import iso
from oppdesk.domain.errors import FieldError
from oppdesk.i18n import _

FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "AT": ("ATU########",),
    "BE": ("BE##########",),
    "BG": ("BG#########", "BG##########"),
    "CH": ("CHE#########", "CHE#########MWST", "CHE#########TVA", "CHE#########IVA"),
    "CY": ("CY########@",),
    "CZ": ("CZ########", "CZ#########", "CZ##########"),
    "DE": ("DE#########",),
    "DK": ("DK########",),
    "EE": ("EE#########",),
    "ES": ("ES@########", "ES########@", "ES@#######@"),
    "FI": ("FI########",),
    "FR": ("FR??#########",),
    "GB": ("GB#########", "GB############", "GBGD###", "GBHA###"),
    "GR": ("EL#########",),
    "HR": ("HR###########",),
    "HU": ("HU########",),
    "IE": ("IE#######@", "IE#######@@", "IE#?#####@"),
    "IT": ("IT###########",),
    "LT": ("LT#########", "LT############"),
    "LU": ("LU########",),
    "LV": ("LV###########",),
    "MT": ("MT########",),
    "NL": ("NL#########B##",),
    "NO": ("NO#########", "NO#########MVA"),
    "PL": ("PL##########",),
    "PT": ("PT#########",),
    "RO": ("RO##", "RO###", "RO####", "RO#####", "RO######", "RO#######", "RO########", "RO#########", "RO##########"),
    "SE": ("SE############",),
    "SI": ("SI########",),
    "SK": ("SK##########",),
    "XI": ("XI#########", "XI############"),
}  # fmt: skip
_SIGNS = {"#": "[0-9]", "@": "[A-Z]", "?": "[0-9A-Z]"}


def plain(number: str) -> str:
    """A number as it compares: capitals and digits only."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def check_vat_number(number: str, country_code: str, field: str = "vat_number") -> None:
    """CON-F5: the number has a format of the country, with or without its letters, blanks and dots wherever they are.

    A country that is no ISO code or has no formats takes anything.
    """
    formats = FORMATS.get(iso(country_code), ())
    typed = plain(number)
    if not typed or not formats or any(_fits(typed, each) for each in formats):
        return
    message = _("“{number}” is no VAT registration number of this country. Allowed formats: {formats}.")
    shown = ", ".join(formats)
    raise FieldError(message.format(number=number.strip()[:40], formats=shown), field, "CON-F5")


def _fits(typed: str, pattern: str) -> bool:
    front = 2  # the letters of the country may be left out
    return any(
        re.fullmatch("".join(_SIGNS.get(sign, sign) for sign in each), typed)
        for each in (pattern, pattern[front:])
    )


def taken(number: str, others: Iterable[tuple[str, str]]) -> str:
    """CON-F5: a warning that names the contacts that have this number, too; "" if none. `others`: number, contact."""
    mine = plain(number)
    names = [name for theirs, name in others if mine and plain(theirs) == mine]
    if not names:
        return ""
    return _("This VAT registration number is also that of {contacts}.").format(contacts=", ".join(names))
