"""What a file names by code or in words, countries in any language, becomes keys; what may be made is made."""

from collections.abc import Iterable, Mapping
from typing import Final

from oppdesk.domain.contact import format_region
from oppdesk.domain.countries import iso
from oppdesk.domain.setup import by_key
from oppdesk.i18n.countries import country_codes, country_name
from oppdesk.storage import bulk
from oppdesk.storage.base import fold
from oppdesk.storage.setup_tables import TABLES
from oppdesk.storage.unit_of_work import Reader, Work

# How contacts are sorted is the user's own: such a code is made when a file brings a new one.
MADE: Final = frozenset(
    {
        *("mailing_group", "industry_group", "job_responsibility", "business_relation", "web_source"),
        *("team", "country"),
    }
)
_NEARLY = 90  # of 100: a slip of the pen in the name of a country
_SHORTEST = 5  # letters of a name in which a slip is forgiven


class References:
    """Keys of setup rows by target and text, each text looked at once."""

    def __init__(self, connection: Reader) -> None:
        self._connection = connection
        self._keys: dict[str, dict[str, int]] = {}
        self._found: dict[tuple[str, str], int | None] = {}
        self._code_of: dict[str, dict[int, str]] = {}
        self._names: dict[str, str] = {}  # of countries to be made: folded text -> ISO code

    def key(self, target: str, text: str) -> int | None:
        """The row of that code or name; None when there is none."""
        asked = target, text
        if asked not in self._found:
            keys, word = self._all(target), fold(text)
            found = keys.get(word)
            if found is None and target == "country":
                found = keys.get(fold(self._country(text)))
            if found is None and target == "language":
                found = self._language(text)
            self._found[asked] = found
        return self._found[asked]

    def is_slip(self, target: str, text: str) -> bool:
        """Whether the key was found although the name is written in another way than anybody does."""
        if target != "country" or self.key(target, text) is None:
            return False
        word = fold(text)
        return word not in self._all(target) and text.strip().casefold() not in country_codes()

    def can_make(self, target: str, text: str) -> bool:
        if target == "country":
            return bool(self._country(text))
        return target in MADE and 0 < len(text.strip()) <= 100

    def made_name(self, target: str, text: str) -> str:
        """What a row that can be made will be called."""
        return country_name(self._country(text)) if target == "country" else text.strip()

    def make(self, work: Work, target: str, texts: Iterable[str]) -> None:
        """Rows for those that are not there yet."""
        for text in dict.fromkeys(texts):
            if self.key(target, text) is not None:
                continue
            code = self._country(text) if target == "country" else self._new_code(target, text)
            name = country_name(code) if target == "country" else text.strip()
            label = _label(target)
            row = work.put(TABLES[target], by_key[target].check({"code": code, label: name}))
            self._all(target).setdefault(fold(name), row)
            self._all(target)[fold(code)] = row
            self._code_of.pop(target, None)
            self._found = {asked: key for asked, key in self._found.items() if key is not None}

    def code(self, target: str, key: object) -> str:
        """The code of a row, "" for None."""
        return self._codes(target).get(key, "") if isinstance(key, int) else ""

    def _codes(self, target: str) -> Mapping[int, str]:
        if target not in self._code_of:
            rows = bulk.rows_by_key(self._connection, target, ["code"])
            self._code_of[target] = {key: str(row["code"]) for key, row in rows.items()}
        return self._code_of[target]

    def _all(self, target: str) -> dict[str, int]:
        if target not in self._keys:
            by_name = bulk.keys_by(self._connection, target, _label(target))
            self._keys[target] = by_name | bulk.keys_by(self._connection, target, "code")
        return self._keys[target]

    # -- countries and languages --------------------------------------------------------------------------

    def _country(self, text: str) -> str:
        """The ISO code of a country's name in any usual language, or nearly so; "" if it is none."""
        word = " ".join(text.casefold().split())
        if word not in self._names:
            codes = country_codes()
            code = codes.get(word) or (iso(word) if country_name(iso(word)) else "")
            self._names[word] = code or _nearly(word, codes)
        return self._names[word]

    def _language(self, text: str) -> int | None:
        """By a tag as in nl-BE: the first language of the list with the same two letters."""
        two = text.strip()[:2].casefold()
        if not two.isalpha() or (len(text.strip()) > 2 and text.strip()[2] not in "-_"):
            return None
        keys = self._all("language")
        for code, key in sorted(keys.items()):
            if format_region(code, "") == two:
                return key
        return None

    def _new_code(self, target: str, text: str) -> str:
        """The text itself if it can be one; else its beginning, with a number until nobody has it."""
        plain = "".join(each for each in text.upper() if each.isalnum() or each in "-_. ")
        plain = " ".join(plain.split())[:10].strip() or "X"
        tries = [plain, *(f"{plain[: 9 - len(str(number))]}-{number}" for number in range(2, 100_000))]
        return next(code for code in tries if fold(code) not in self._all(target))


def _label(target: str) -> str:
    """The field that says what a code stands for."""
    return "name" if any(field.name == "name" for field in by_key[target].fields) else "description"


def _nearly(word: str, codes: Mapping[str, str]) -> str:
    """A country whose name was mistyped, if it can be only one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - not needed for starting

    if len(word) < _SHORTEST:
        return ""
    found = process.extract(word, codes.keys(), scorer=fuzz.ratio, score_cutoff=_NEARLY, limit=5)
    likely = {codes[name] for name, _score, _place in found}
    return likely.pop() if len(likely) == 1 else ""
