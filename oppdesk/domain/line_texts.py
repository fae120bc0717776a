"""What hangs on a record, written in one cell of a file and read back: groups, relations, addresses.

`HOME|city=Delft|country=NL; BOAT|city=Sneek`: a code, and what else is known by the name of the field. Where somebody
else wrote the cell, it is a list of codes with semicolons between them.
"""

import re
from collections.abc import Iterable, Mapping

Line = tuple[str, Mapping[str, str]]

_ESCAPED = re.compile(r"[\\;|\r\n]")
_SIGNS = {"\\": "\\\\", ";": "\\;", "|": "\\|", "\n": "\\n", "\r": "\\r"}
_BACK = {"n": "\n", "r": "\r"}
_PART = re.compile(r"((?:[^\\;|]|\\.|\\$)*)([;|]|$)", re.DOTALL)


def written(lines: Iterable[Line]) -> str:
    """One text of all lines; blank values are left out."""
    return "; ".join(
        "|".join([_escape(code), *(f"{name}={_escape(value)}" for name, value in more.items() if value)])
        for code, more in lines
    )


def read(text: str) -> list[Line]:
    """The lines of a text, without those that have no code; what is not `name=value` behind a code is left out."""
    found: list[Line] = []
    parts: list[str] = []
    for match in _PART.finditer(text):
        parts.append(_plain(match[1].strip()))
        if match[2] != "|":
            code, *more = parts
            if code:
                found.append((code, dict(_pair(each) for each in more if "=" in each)))
            parts = []
    return found


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _SIGNS[found[0]], text)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _BACK.get(found[1], found[1]), text, flags=re.DOTALL)


def _pair(text: str) -> tuple[str, str]:
    name, _sign, value = text.partition("=")
    return name, value
