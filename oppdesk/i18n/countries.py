"""What countries are called, so that a file may spell them out: by Babel, in the languages such files are in."""

from functools import cache

_TAGS = ("en", "nl", "fr", "de", "zh")
_ALSO = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US", "vs": "US", "uk": "GB", "u.k.": "GB",
    "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "holland": "NL", "the netherlands": "NL", "korea": "KR", "republic of korea": "KR", "czech republic": "CZ",
    "russian federation": "RU", "viet nam": "VN", "uae": "AE", "prc": "CN", "p.r. china": "CN", "brasil": "BR",
    "turkey": "TR", "méxico": "MX",
}  # fmt: skip


@cache
def country_codes() -> dict[str, str]:
    """ISO code of every country by its name, small letters, in several languages; the same dictionary each time."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - not paid by a start

    found: dict[str, str] = {}
    for tag in _TAGS:
        try:
            names = Locale(tag).territories
        except UnknownLocaleError:  # the program is delivered with the languages that it speaks
            continue
        for code, name in names.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB"}:
                found.setdefault(name.casefold(), code)
    return {**found, **_ALSO}


def country_name(code: str) -> str:
    """The English name of a country by its ISO code; "" if there is none."""
    from babel import Locale  # noqa: PLC0415 - as above

    return str(Locale("en").territories.get(code, ""))
