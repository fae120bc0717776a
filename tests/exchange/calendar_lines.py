"""Reads calendar files by RFC 5545 and nothing else, so that what we write is judged by other code than wrote it."""

import re
from typing import NamedTuple

_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)')


class Line(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT: without its escapes."""
        return re.sub(
            r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value, flags=re.DOTALL
        )


def lines(data: bytes) -> list[Line]:
    """Every content line, unfolded; asserts what the standard demands of the bytes."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    assert not any(b"\r" in each or b"\n" in each for each in raw)
    assert max(len(each) for each in raw) <= 75, "a line has at most 75 octets"
    text = data.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n")
    assert not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]", text.replace("\r", "")), "no controls"
    return [_parsed(each) for each in text.split("\r\n")]


def _parsed(line: str) -> Line:
    name = re.match(r"[A-Za-z0-9-]+", line)
    assert name, line
    place, parameters = name.end(), {}
    while found := _PARAMETER.match(line, place):
        parameters[found[1].upper()] = found[2].strip('"')
        place = found.end()
    assert line[place] == ":", line
    return Line(name[0].upper(), parameters, line[place + 1 :])


def components(data: bytes, name: str) -> list[list[Line]]:
    """The lines of each component of that name, without those of components in it."""
    found: list[list[Line]] = []
    stack: list[str] = []
    for line in lines(data):
        if line.name == "BEGIN":
            stack.append(line.value)
            if line.value == name:
                found.append([])
        elif line.name == "END":
            assert stack.pop() == line.value
        elif stack[-1] == name:
            found[-1].append(line)
    assert not stack
    return found
