"""What of a text is a word to the search: one place for indexing and asking, so that both agree whatever is written.

The index itself only parts at blanks. Letters lose case and accents; Chinese and Japanese, written without blanks,
are cut into overlapping pairs; numbers lose their leading zeros, so that 4711 finds OP004711.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from oppdesk.storage.base import fold

LONGEST, MOST = 40, 12  # letters of a word, words of a question
_LOOKED_AT = 1000  # letters of a question: nobody types more
_SIGNS = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ASCII_RUN = re.compile("[a-z0-9]+")
_ZEROS = re.compile("(?<![0-9])0+(?=[0-9])")
_WORD_AND_NUMBER = re.compile("([^\\W0-9]{4,})([0-9])")
_LETTERS_AND_NUMBER = re.compile("([^0-9]+)([0-9]+)")
_TAIL = re.compile("[1-9][0-9]*$")
_NO_DIGIT = re.compile("[^0-9]+")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)
_TWO_DIGITS = frozenset(  # countries' prefixes that are not of three digits
    [20, 27, *range(30, 35), 36, 39, 40, 41, *range(43, 50), *range(51, 59), *range(60, 67)]
) | {81, 82, 84, 86, *range(90, 96), 98}
SHORTEST_KNOWN = 4  # words of so many letters are kept in the list of known words


@dataclass(frozen=True, slots=True)
class Term:
    """A word that must be found: as it is, as the beginning of a word, or (of letters only) as any part of one."""

    word: str
    is_whole: bool = False

    @property
    def may_be_inside(self) -> bool:
        return not self.is_whole and self.word.isalpha() and not _is_of_signs(self.word)


def _runs(text: str) -> list[str]:
    """What stands between blanks and signs, without case and accents; Chinese apart from the rest."""
    if text.isascii():
        return _ASCII_RUN.findall(text.lower())  # the same, three times as fast
    plain = fold(text)
    if plain.isascii():
        return _ASCII_RUN.findall(plain)
    return _any_run().findall(plain.translate(_OTHER_LETTERS))


@cache
def _any_run() -> re.Pattern[str]:
    """Made when letters beyond ASCII are met: it takes a moment, and no start needs it."""
    return re.compile(f"[{_SIGNS}]+|[^\\W_{_SIGNS}]+")


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"[{_SIGNS}]")


def _is_of_signs(word: str) -> bool:
    """Whether it is written in Chinese or Japanese."""
    return not word.isascii() and _sign().match(word) is not None


def words_of(text: str) -> list[str]:
    """The words under which a text is found."""
    found: list[str] = []
    for run in _runs(text):
        if run.isalpha():
            if _is_of_signs(run):
                found.extend(run[at : at + 2] for at in range(len(run)))
            else:
                found.append(run[:LONGEST])
        elif run.isdigit():
            found.append((run.lstrip("0") or "0")[:LONGEST])
        else:
            found.extend(_mixed(run))
    return found


def _mixed(run: str) -> list[str]:
    """Those of letters and digits side by side."""
    simple = _LETTERS_AND_NUMBER.fullmatch(run)
    if simple is not None:  # nearly all: no need to look further
        letters, number = simple[1], simple[2].lstrip("0") or "0"
        return [(letters + number if len(letters) < SHORTEST_KNOWN else letters)[:LONGEST], number[:LONGEST]]
    found = []
    for word in _parts(run):
        found.append(word)
        tail = _TAIL.search(word)
        if tail is not None and tail.start():
            found.append(tail.group())
    return found


def _parts(run: str) -> list[str]:
    """A number is one word with the letters before it, OP4711; a whole word before a number is a word of its own."""
    short = _ZEROS.sub("", run)
    return [part[:LONGEST] for part in _WORD_AND_NUMBER.sub(r"\1 \2", short).split()]


def words_of_phone(text: str) -> Iterator[str]:
    """A phone number is found however it is grouped, with its country's prefix or without."""
    digits = _NO_DIGIT.sub("", text)
    bare = digits.lstrip("0")
    if len(bare) < SHORTEST_KNOWN:
        return
    yield bare[:LONGEST]
    if text.lstrip().startswith(("+", "00")):
        prefix = 1 if bare[:1] in ("1", "7") else 2 if int(bare[:2]) in _TWO_DIGITS else 3
        yield bare[prefix : prefix + LONGEST]


def document(texts: Iterable[str | None], phones: Iterable[str] = ()) -> str:
    """All words of a record, each once."""
    found = dict.fromkeys(words_of(" ".join(filter(None, texts))))
    for phone in phones:
        if phone:
            found |= dict.fromkeys(words_of_phone(phone))
    return " ".join(found)


def known_words(words: Iterable[str]) -> list[str]:
    """Those of which any part is found."""
    return [
        word for word in words if word.isalpha() and len(word) >= SHORTEST_KNOWN and not _is_of_signs(word)
    ]


def terms(question: str) -> tuple[Term, ...]:
    """What a question asks for: every term must be found. Without letters and digits there is none."""
    found: dict[Term, None] = {}
    for run in _runs(question[:_LOOKED_AT]):
        if _is_of_signs(run):
            pairs = [run[at : at + 2] for at in range(len(run) - 1)]
            found |= dict.fromkeys([Term(pair, is_whole=True) for pair in pairs] or [Term(run)])
        else:
            words = [run[:LONGEST]] if run.isalpha() else _parts(_without_zeros(run))
            found |= dict.fromkeys(Term(word) for word in words)
    # The longest is found least often: the index steps through its places and looks the others up there.
    return tuple(sorted(tuple(found)[:MOST], key=lambda term: -len(term.word)))


def _without_zeros(run: str) -> str:
    """OP00 is on the way to OP004711: its last zeros may turn out to be leading ones."""
    short = _ZEROS.sub("", run)
    return short[:-1] if len(short) > 1 and short.endswith("0") and not short[-2].isdigit() else short
