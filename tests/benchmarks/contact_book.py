"""Makes books of contacts with planted duplicates, and tells how well the search for duplicates finds them.

    python -m tests.benchmarks.contact_book 5000 [--seed 1]

Three in a hundred contacts are entered a second time in one of eight ways; besides, the book has what misleads:
families at one address, colleagues of one surname, branches of one company, people who happen to have one name.
"""

import argparse
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from oppdesk.domain.likeness import DOUBTFUL, SURE, likeness
from oppdesk.domain.traits import LARGEST_BLOCK, keys_of, traits
from oppdesk.domain.words import ContactType
from tests.benchmarks.words import LANDS, Land

Contact = dict[str, object]  # values by field name, with `id` and, for people, `company_name`

KINDS = ("typo", "swapped", "legal form", "phone format", "umlaut", "abbreviation", "moved", "one name")
TWO_PEOPLE = "one name"  # the eighth kind is no duplicate: it should be doubtful, never sure
PLANTED = 0.03  # of all contacts

_LANDS = tuple(land for land in LANDS if land.country != "CN")
_DIAL = {"GB": "+44", "NL": "+31", "FR": "+33", "DE": "+49"}
_TOP = {"GB": "co.uk", "NL": "nl", "FR": "fr", "DE": "de"}
_PLACE_ENDS = {
    "GB": ("ton", "ford", "bury", "ham", "field"),
    "NL": ("dam", "drecht", "veen", "hoven", "wijk"),
    "FR": ("ville", "court", "ac", "ières", "mont"),
    "DE": ("heim", "burg", "städt", "dorf", "brück"),
}
_NAME_ENDS = {
    "GB": ("son", "well", "by", "worth", "er", ""),
    "NL": ("stra", "sma", "inga", "mans", "ink", ""),
    "FR": ("ault", "eau", "ier", "ot", "é", ""),
    "DE": ("mann", "müller", "höfer", "ke", "bäck", ""),
}
_SOUNDS = ("b br d dr f g gr h k kl l m n p r s sch st t tr v w", "b c ch d f g h j l m n p pr r s t th v w")
_HEADS, _OTHER_HEADS = (tuple(line.split()) for line in _SOUNDS)
_DUTCH_VOWELS = ("a", "e", "i", "o", "u", "aa", "ee", "ie", "oe", "au", "ei")
_STREETS = {"GB": "{} Road", "NL": "{}straat", "FR": "rue de {}", "DE": "{}straße"}
_FREE = ("gmail.com", "hotmail.com", "outlook.com", "gmx.de", "orange.fr", "ziggo.nl")
_TRADES_SHORT = {
    "International": "Intl", "Engineering": "Eng.", "Technologies": "Tech.", "Logistics": "Log.", "Industrie": "Ind.",
    "Packaging": "Pack.", "Maschinenbau": "Masch.bau", "Brouwerij": "Brouw.", "Verpackungen": "Verp.",
}  # fmt: skip
_OTHER_FORMS = {
    "GB": ("Ltd", "Limited", "Ltd.", "PLC", ""), "NL": ("BV", "B.V.", "b.v.", "N.V.", ""),
    "FR": ("SARL", "S.A.R.L.", "SAS", "SA", ""), "DE": ("GmbH", "G.m.b.H.", "GmbH & Co. KG", "AG", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    one: int
    other: int
    kind: str


@dataclass(frozen=True, slots=True)
class Book:
    contacts: list[Contact]
    planted: list[Planted]


@dataclass(slots=True)
class Figures:
    """Of the pairs that are called sure: how many are right, and how many of the planted ones are among them."""

    contacts: int
    precision: float
    recall: float
    listed: float  # share of the planted ones that are sure or doubtful
    doubtful: int  # pairs
    sure_people: int  # of two people of one name, called sure
    compared: int  # pairs
    keys: float  # of a contact
    seconds: float
    found: dict[str, str] = field(default_factory=dict)  # kind -> sure / listed / planted
    wrong: list[tuple[int, int, int]] = field(default_factory=list)
    missed: list[Planted] = field(default_factory=list)


def book(size: int, seed: int = 1) -> Book:
    """About so many contacts, a quarter of them companies; the same seed gives the same book."""
    return _Writer(Random(seed)).write(size)


def pairs(contacts: Iterable[Mapping[str, object]]) -> tuple[dict[tuple[int, int], int], int]:
    """Percent of each pair that has a key in common, and the number of keys."""
    known = {int(str(values["id"])): traits(values) for values in contacts}
    blocks: dict[int, list[int]] = defaultdict(list)
    for key, one in known.items():
        for each in keys_of(one):
            blocks[each].append(key)
    near = {
        pair
        for block in blocks.values()
        if len(block) <= LARGEST_BLOCK
        for pair in combinations(sorted(block), 2)
    }
    return {(a, b): likeness(known[a], known[b]).percent for a, b in near}, sum(map(len, blocks.values()))


def measure(made: Book) -> Figures:
    """How well the duplicates of a book are found."""
    start = time.process_time()
    percents, keys = pairs(made.contacts)
    seconds = time.process_time() - start
    is_true = {(each.one, each.other): each for each in made.planted if each.kind != TWO_PEOPLE}
    people = {(each.one, each.other) for each in made.planted if each.kind == TWO_PEOPLE}
    sure = {pair for pair, percent in percents.items() if percent >= SURE}
    listed = {pair for pair, percent in percents.items() if percent >= DOUBTFUL}
    planted = Counter(each.kind for each in made.planted)
    found: dict[str, str] = {}
    for kind, count in planted.items():
        of_kind = {_key(each) for each in made.planted if each.kind == kind}
        found[kind] = f"{len(of_kind & sure)} / {len(of_kind & listed)} / {count}"
    return Figures(
        contacts=len(made.contacts),
        precision=len(sure & is_true.keys()) / max(len(sure), 1),
        recall=len(sure & is_true.keys()) / max(len(is_true), 1),
        listed=len(listed & is_true.keys()) / max(len(is_true), 1),
        doubtful=len(listed - sure),
        sure_people=len(sure & people),
        compared=len(percents),
        keys=keys / max(len(made.contacts), 1),
        seconds=seconds,
        found=found,
        wrong=sorted((*pair, percents[pair]) for pair in sure - is_true.keys()),
        missed=[each for pair, each in is_true.items() if pair not in sure],
    )


def _key(each: Planted) -> tuple[int, int]:
    return each.one, each.other


class _Writer:
    """Writes one book."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._contacts: list[Contact] = []
        self._domains: set[str] = set()
        self._places = {
            land.country: [
                (f"{self._made(land)}{self._rng.choice(_PLACE_ENDS[land.country])}".title(), self._zone(land))
                for _number in range(60)
            ]
            for land in _LANDS
        }
        self._names = {
            land.country: [
                f"{self._made(land)}{self._rng.choice(_NAME_ENDS[land.country])}".title()
                for _n in range(3000)
            ]
            for land in _LANDS
        }

    def write(self, size: int) -> Book:
        while len(self._contacts) < size * (1 - PLANTED):
            if self._rng.random() < 0.12:
                self._household()
            else:
                self._house()
        planted = self._plant(round(size * PLANTED))
        return Book(self._contacts, planted)

    def _add(self, values: Contact) -> Contact:
        values["id"] = len(self._contacts) + 1
        self._contacts.append(values)
        return values

    # -------------------------------------------------------------------------------------------- what is made up

    def _made(self, land: Land) -> str:
        """A word nobody has heard of."""
        sound = self._rng.choice
        heads = _HEADS if land.country in {"DE", "NL"} else _OTHER_HEADS
        vowels = _DUTCH_VOWELS if land.country == "NL" else tuple("aeiou")
        return "".join(
            sound(heads) + sound(vowels) + sound("lmnrstdk") for _syllable in range(sound((1, 1, 2)))
        )

    def _zone(self, land: Land) -> str:
        digits = "".join(self._rng.choice("123456789") for _digit in range(4))
        if land.country == "GB":
            return "".join(self._rng.choice("BCDGLMNPSW") for _n in range(2)) + digits[0] + " "
        return digits[:3]

    def _post_code(self, land: Land, zone: str) -> str:
        letters = "".join(self._rng.choice("ABDEGHJKLNPRSTUWXZ") for _n in range(2))
        digit = str(self._rng.randint(0, 9))
        if land.country == "GB":
            return f"{zone}{digit}{letters}"
        return f"{zone}{digit} {letters}" if land.country == "NL" else f"{zone}{digit}0"

    def _place(self, land: Land) -> Contact:
        city, zone = self._rng.choice(self._places[land.country])
        street = _STREETS[land.country].format(self._rng.choice(self._names[land.country][:400]))
        number = self._rng.randint(1, 220)
        return {
            "address": f"{number} {street}" if land.country in {"GB", "FR"} else f"{street} {number}",
            "post_code": self._post_code(land, zone),
            "city": city,
            "country": land.country,
        }

    def _phone(self, land: Land, *, mobile: bool = False) -> str:
        digits = "".join(self._rng.choice("0123456789") for _n in range(7))
        front = (
            {"GB": "7", "NL": "6", "FR": "6", "DE": "17"}[land.country]
            if mobile
            else self._rng.choice("123459")
        )
        return f"{_DIAL[land.country]} {front}{self._rng.randint(1, 9)} {digits[:3]} {digits[3:]}"

    def _firm(self, land: Land) -> tuple[str, str]:
        """Name with legal form, and its domain."""
        rng = self._rng
        front = rng.choice(self._names[land.country]) if rng.random() < 0.85 else rng.choice(land.fronts)
        trade = rng.choice((*land.trades, *_TRADES_SHORT)) if rng.random() < 0.85 else ""
        form = rng.choice(_OTHER_FORMS[land.country][:1] * 3 + land.forms)
        host = _slug(front) + "-" * bool(trade) + _slug(trade)
        while f"{host}.{_TOP[land.country]}" in self._domains:  # of two firms of one name one came late
            host += rng.choice("abcdefgh")
        self._domains.add(f"{host}.{_TOP[land.country]}")
        return " ".join(f"{front} {trade} {form}".split()), f"{host}.{_TOP[land.country]}"

    def _person(self, land: Land, surname: str = "") -> Contact:
        rng = self._rng
        first = (
            rng.choice(land.women + land.men)
            if rng.random() < 0.6
            else rng.choice(self._names[land.country][400:900])
        )
        common = land.surnames if rng.random() < 0.06 else self._names[land.country]
        surname = surname or rng.choice(common)
        return _named({"type": int(ContactType.PERSON), "first_name": first, "surname": surname})

    # -------------------------------------------------------------------------------------------- who is in the book

    def _house(self) -> None:
        """A company and its people, of whom some have what the company has."""
        rng = self._rng
        land = rng.choices(_LANDS, [each.share for each in _LANDS])[0]
        name, domain = self._firm(land)
        firm: Contact = {"type": int(ContactType.COMPANY), "name": name} | self._place(land)
        firm |= {"phone": self._phone(land), "e_mail": f"info@{domain}", "home_page": f"www.{domain}"}
        if rng.random() < 0.4:
            firm["vat_number"] = land.country + "".join(rng.choice("0123456789") for _n in range(9))
        self._leave_out(firm, {"phone": 0.12, "e_mail": 0.25, "home_page": 0.4, "address": 0.15})
        self._add(firm)
        if rng.random() < 0.01:  # a branch elsewhere
            branch = firm | self._place(land) | {"phone": self._phone(land), "e_mail": "", "vat_number": ""}
            self._add(branch)
        surnames: list[str] = []
        for _person in range(min(int(rng.expovariate(0.33)), 60)):
            alike = surnames and rng.random() < 0.02
            person = self._person(land, rng.choice(surnames) if alike else "")
            surnames.append(str(person["surname"]))
            self._employ(person, firm, land, domain)
            self._add(person)

    def _employ(self, person: Contact, firm: Contact, land: Land, domain: str) -> None:
        rng = self._rng
        person |= {
            "company": firm.get("id"),
            "company_name": firm["name"],
            "job_title": rng.choice(land.titles),
        }
        person |= {
            name: firm.get(name, "") for name in ("address", "post_code", "city", "country", "home_page")
        }
        first, last = _slug(str(person["first_name"])), _slug(str(person["surname"]))
        person["e_mail"] = f"{rng.choice((f'{first}.{last}', f'{first[:1]}.{last}', last))}@{domain}"
        person["phone"] = firm.get("phone", "") if rng.random() < 0.6 else self._phone(land)
        person["mobile_phone"] = self._phone(land, mobile=True)
        self._leave_out(person, {"phone": 0.15, "e_mail": 0.2, "mobile_phone": 0.4})

    def _household(self) -> None:
        """A private person; some with a family."""
        rng = self._rng
        land = rng.choices(_LANDS, [each.share for each in _LANDS])[0]
        home = self._place(land) | {"phone": self._phone(land)}
        person = self._person(land)
        called: set[object] = set()
        for _member in range(rng.choice((1, 1, 1, 2, 3))):
            if person["first_name"] in called:
                break
            called.add(person["first_name"])
            first, last = _slug(str(person["first_name"])), _slug(str(person["surname"]))
            person |= home
            person["e_mail"] = f"{first}.{last}{rng.randint(1, 99)}@{rng.choice(_FREE)}"
            person["mobile_phone"] = self._phone(land, mobile=True)
            self._leave_out(person, {"phone": 0.4, "e_mail": 0.3, "mobile_phone": 0.3})
            self._add(person)
            person = self._person(land, str(person["surname"]))

    def _leave_out(self, values: Contact, chances: Mapping[str, float]) -> None:
        for name, chance in chances.items():
            if self._rng.random() < chance:
                values[name] = ""
                if name == "address":
                    values["post_code"] = ""

    # -------------------------------------------------------------------------------------------- planting

    def _plant(self, count: int) -> list[Planted]:
        planters: dict[str, Callable[[Contact], Contact | None]] = {
            "typo": self._mistyped, "swapped": _swapped, "legal form": self._other_form, "phone format": self._other_phone,
            "umlaut": self._without_umlauts, "abbreviation": self._shortened, "moved": self._moved,
            TWO_PEOPLE: self._namesake,
        }  # fmt: skip
        originals = list(self._contacts)
        self._rng.shuffle(originals)
        planted: list[Planted] = []
        for values in originals:
            if len(planted) >= count:
                break
            kind = KINDS[len(planted) % len(KINDS)]
            found = planters[kind](values) if _can_be_found(values) else None
            if found is None:
                continue
            if kind != TWO_PEOPLE:
                found = self._entered_again(values, found)
            if found is not None and found != values:
                self._add(found)
                planted.append(Planted(int(str(values["id"])), int(str(found["id"])), kind))
        return planted

    def _entered_again(self, before: Contact, values: Contact) -> Contact | None:
        """Somebody else does not fill every field; yet two of what tells a contact stay in common."""
        found = dict(values)
        self._leave_out(
            found,
            dict.fromkeys(("phone", "e_mail", "mobile_phone", "address", "home_page", "vat_number"), 0.2),
        )
        common = sum(
            bool(found.get(name)) and _digits(found[name]) == _digits(before.get(name, ""))
            for name in ("phone", "e_mail", "mobile_phone", "address", "company_name")
        )
        is_moved = values.get("city") != before.get("city")
        if values["type"] == ContactType.PERSON and is_moved:
            return found if found.get("mobile_phone") == before["mobile_phone"] else None
        return found if common >= (1 if is_moved else 2) else None

    def _mistyped(self, values: Contact) -> Contact | None:
        name = "surname" if values["type"] == ContactType.PERSON else "name"
        text = str(values[name])
        word = max(text.split(), key=len)
        if len(word) < 4:
            return None
        at = self._rng.randrange(1, len(word) - 1)
        wrong = self._rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self._rng.choice("aeiounrst") + word[at + 1 :],
            )
        )
        return _named(values | {name: text.replace(word, wrong, 1)}) if wrong != word else None

    def _other_form(self, values: Contact) -> Contact | None:
        country = str(values["country"])
        if values["type"] == ContactType.PERSON or country not in _OTHER_FORMS:
            return None
        bare = re.sub(
            r"\s+(BV|NV|VOF|Ltd|plc|LLP|SARL|SAS|SA|GmbH|AG|KG|B\.V\.|& Sons)$", "", str(values["name"])
        )
        return values | {"name": f"{bare} {self._rng.choice(_OTHER_FORMS[country])}".strip()}

    def _other_phone(self, values: Contact) -> Contact | None:
        names = [name for name in ("phone", "mobile_phone") if values.get(name)]
        if not names:
            return None
        dial = _DIAL[str(values["country"])]
        found = dict(values)
        for name in names:
            digits = str(values[name]).removeprefix(dial).replace(" ", "")
            written = (
                f"0{digits}",
                f"0{digits[:2]}-{digits[2:]}",
                f"{dial} (0){digits}",
                f"00{dial[1:]}{digits}",
            )
            found[name] = self._rng.choice(written)
        return found

    def _without_umlauts(self, values: Contact) -> Contact | None:
        table = self._rng.choice(
            ({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"}, {"ä": "a", "ö": "o", "ü": "u", "é": "e", "ß": "ss"})
        )  # fmt: skip
        names = ("name",) if values["type"] == ContactType.COMPANY else ("first_name", "surname")
        found = values | {
            name: str(values[name]).translate(str.maketrans(table)) for name in (*names, "city")
        }
        return _named(found) if any(found[name] != values[name] for name in names) else None

    def _shortened(self, values: Contact) -> Contact | None:
        if values["type"] == ContactType.PERSON:
            return _named(values | {"first_name": f"{str(values['first_name'])[:1]}."})
        name = str(values["name"])
        for word, short in _TRADES_SHORT.items():
            name = name.replace(word, short)
        street = (
            str(values.get("address", ""))
            .replace("straat", "str.")
            .replace("straße", "str.")
            .replace("Road", "Rd")
        )
        found = values | {"name": name, "address": street}
        return found if name != values["name"] else None

    def _moved(self, values: Contact) -> Contact | None:
        land = next(land for land in _LANDS if land.country == values["country"])
        found = values | self._place(land)
        if values["type"] == ContactType.PERSON:
            if not values.get("mobile_phone"):
                return None
            name, domain = self._firm(land)
            self._employ(found, {"name": name, "phone": self._phone(land)} | self._place(land), land, domain)
            found["mobile_phone"] = values["mobile_phone"]
        elif not (values.get("phone") or values.get("e_mail")):
            return None
        return found

    def _namesake(self, values: Contact) -> Contact | None:
        if values["type"] == ContactType.COMPANY:
            return None
        land = next(land for land in _LANDS if land.country == values["country"])
        name, domain = self._firm(land)
        found: Contact = {name: values[name] for name in ("type", "first_name", "surname", "name")}
        self._employ(found, {"name": name, "phone": self._phone(land)} | self._place(land), land, domain)
        return found


def _can_be_found(values: Contact) -> bool:
    return sum(bool(values.get(name)) for name in ("phone", "e_mail", "mobile_phone", "address")) >= 2


def _swapped(values: Contact) -> Contact | None:
    if values["type"] == ContactType.COMPANY:
        return None
    return _named(values | {"first_name": values["surname"], "surname": values["first_name"]})


def _named(values: Contact) -> Contact:
    """The name follows the parts."""
    if values["type"] == ContactType.PERSON:
        values["name"] = f"{values['first_name']} {values['surname']}"
    return values


def _slug(text: str) -> str:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"})
    return re.sub("[^a-z0-9]", "", text.casefold().translate(table))


def _digits(value: object) -> str:
    """A text as it compares; of a telephone number the last digits."""
    text = str(value)
    return re.sub("[^0-9]", "", text)[-8:] if re.fullmatch(r"[\d +()#-]+", text) else text


def report(figures: Figures) -> str:
    lines = [
        (
            f"{figures.contacts} contacts, {figures.keys:.1f} keys each, {figures.compared} pairs compared,"
            f" {figures.seconds:.1f} s"
        ),
        (
            f"precision {figures.precision:.3f}, recall {figures.recall:.3f}, sure or doubtful {figures.listed:.3f};"
            f" {figures.doubtful} doubtful pairs; namesakes called sure {figures.sure_people}"
        ),
    ]
    return "\n".join((*lines, *(f"  {kind}: {found}" for kind, found in figures.found.items())))


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="How well duplicates are found in a made-up book.")
    asked.add_argument("size", type=int)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    print(report(measure(book(options.size, options.seed))))  # noqa: T201 - what it is for
