"""What of a text is a word to the search: one place for indexing and asking, so that both agree whatever is written.

The index itself only parts at blanks. Letters lose case and accents; Chinese and Japanese, written without blanks,
are cut into overlapping pairs; numbers lose their leading zeros, so that 4711 finds OP004711.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from oppdesk.storage.base import fold

LONGEST, MOST = 40, 12  # letters of a word, words of a question
_LOOKED_AT = 1000  # letters of a question: nobody types more
_SIGNS = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = bytes(sign if chr(sign).isdigit() or chr(sign).islower() else 32 for sign in range(128)) + bytes(128)
_ZEROS = re.compile("(?<![0-9])0+(?=[0-9])")
_WORD_AND_NUMBER = re.compile("([^\\W0-9]{4,})([0-9])")
_DIGITS = "0123456789"
_TAIL = re.compile("[1-9][0-9]*$")
_NO_DIGIT = re.compile("[^0-9]+")
_IN_PHONES = str.maketrans("", "", " +-()/.")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)
_TWO_DIGITS = frozenset(  # countries' prefixes that are not of three digits
    str(prefix)
    for some in ([20, 27, 36, 39, 40, 41, 81, 82, 84, 86, 98], range(30, 35), range(43, 50), range(51, 59),
                 range(60, 67), range(90, 96))
    for prefix in some
)  # fmt: skip
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
    return _runs_of_folded(text.lower() if text.isascii() else fold(text))  # the same, three times as fast


def _runs_of_folded(text: str) -> list[str]:
    if text.isascii():
        return text.encode().translate(_RUNS).decode().split()  # a third of what an expression takes
    return _any_run().findall(text.translate(_OTHER_LETTERS))


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
    return _words_in(_runs(text))


def _words_in(runs: Iterable[str]) -> list[str]:
    found: list[str] = []
    for run in runs:
        if run.isalpha():
            if run.isascii() or not _is_of_signs(run):
                found.append(run[:LONGEST])
            else:
                found += [run[at : at + 2] for at in range(len(run))]
        elif run.isdigit():
            found.append((run.lstrip("0") or "0")[:LONGEST])
        else:
            found += _mixed(run)
    return found


def _mixed(run: str) -> list[str]:
    """Those of letters and digits side by side."""
    letters = run.rstrip(_DIGITS)
    if len(letters) < len(run) and _NO_DIGIT.fullmatch(letters):  # nearly all: no need to look further
        number = run[len(letters) :].lstrip("0") or "0"
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
    digits = text.translate(_IN_PHONES)
    if not (digits.isascii() and digits.isdigit()):
        digits = _NO_DIGIT.sub("", text)
    bare = digits.lstrip("0")
    if len(bare) < SHORTEST_KNOWN:
        return
    yield bare[:LONGEST]
    if text.lstrip().startswith(("+", "00")):
        prefix = 1 if bare[0] in "17" else 2 if bare[:2] in _TWO_DIGITS else 3
        yield bare[prefix : prefix + LONGEST]


@lru_cache(maxsize=10_000)
def _words_of_name(name: str) -> tuple[str, ...]:
    """The same names are shown with record after record."""
    return tuple(words_of(name))


def document(
    texts: Iterable[str | None],
    phones: Iterable[str] = (),
    *,
    folded: str = "",
    names: Iterable[str | None] = (),
) -> str:
    """All words of a record, each once: of its texts, of what of it is stored folded, of names shown with it."""
    found = dict.fromkeys(_words_in(_runs_of_folded(folded)))
    if text := " ".join(filter(None, texts)):
        found |= dict.fromkeys(words_of(text))
    for name in names:
        if name:
            found |= dict.fromkeys(_words_of_name(name))
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
