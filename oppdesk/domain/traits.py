"""What of a contact tells whether it is in the book already: names, numbers and places, folded so that they compare.

Pure, on values by field name, besides those of the table: `company_name` is the name of a person's company. `country`
is compared as it comes: an id on both sides, or a code. The keys are what the duplicate index keeps: two contacts
without a common key are never compared.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from oppdesk.domain.communication import addresses
from oppdesk.domain.contact import PARTICLES, split_name
from oppdesk.domain.words import ContactType

Values = Mapping[str, object]

LARGEST_BLOCK: Final = 300  # contacts under one key; of more, the key tells nothing and is passed over

# Texts come back: the people of a house have its address, and few names are rare. This saves a third of the time.
_remembered = lru_cache(maxsize=8_192)
_remembered_for_a_while = lru_cache(maxsize=2_048)  # what people of one house have, who follow each other

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'", "`": "'"}
)
_UMLAUTS = re.compile("([aou])e")  # Mueller, Müller and Muller are one
_SIGNS = re.compile(r"[^\w\s]|_")


@_remembered
def folded(text: str) -> str:
    """Small letters without accents, umlauts in one spelling, words parted by single blanks."""
    plain = text.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(
            sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign)
        )
    plain = _SIGNS.sub(" ", plain.replace("'", ""))
    return " ".join(_UMLAUTS.sub(r"\1", plain).split())


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(words).split())


_LEGAL = _set(
    "bv nv vof cv ua gmbh mbh ag kg kgaa ohg ug gbr ev eg se co cie sarl sa sas sasu eurl snc scs scop sprl bvba srl"
    " srls spa sl slu ltd limited plc llp llc lp inc incorporated corp corporation company ab as asa aps oy oyj kft"
    " zrt doo ooo oao zao pte pty ltda lda sro spzoo zoo aktiengesellschaft gesellschaft bhd sdn"
)
_LEGAL_CHINESE = re.compile("股份有限公司|有限责任公司|有限公司|公司|株式会社")
_PARTICLES = _set(" ".join(PARTICLES))
_JOINING = _set("and en und et y e i der die das the het les los")
_DOTTED = re.compile(r"(?<=\b\w)\.\s?(?=\w\b)")  # B.V. and B. V. are BV

_MAILERS = (
    "gmail googlemail hotmail outlook live msn yahoo ymail icloud me mac aol gmx web t-online freenet arcor ziggo"
    " kpnmail kpnplanet planet xs4all hetnet home upcmail casema quicknet chello telenet skynet proximus orange"
    " wanadoo free laposte sfr bbox neuf libero virgilio alice tiscali qq 163 126 sina sohu foxmail proton"
    " protonmail pm btinternet btopenworld sky talktalk ntlworld comcast verizon att sbcglobal bellsouth cox mail"
    " yandex seznam centrum wp o2 onet bluewin telefonica terra uol bol fastmail hey zoho"
)
FREE_MAILERS = frozenset(_MAILERS.split())
_BOXES = (
    "info mail office kontakt contact sales verkoop vertrieb verkauf service support administratie administration"
    " admin buchhaltung hello hallo post welcome receptie reception inkoop purchase purchasing einkauf factuur"
    " invoice accounts secretariaat sekretariat team enquiries bonjour accueil commercial compta"
)
SHARED_BOXES = frozenset(_BOXES.split())  # addresses of a house rather than of one person

_STREETS = {
    "strasse": "str", "straat": "str", "street": "str", "str": "str", "st": "str", "road": "rd", "lane": "ln",
    "laan": "ln", "avenue": "av", "ave": "av", "boulevard": "bd", "blvd": "bd", "bld": "bd", "bvd": "bd", "place": "pl",
    "plein": "pl", "platz": "pl", "plaats": "pl", "square": "sq", "drive": "dr", "court": "ct", "weg": "wg",
    "allee": "al", "gracht": "gr", "steenweg": "stwg", "chaussee": "ch", "chemin": "chem", "route": "rte",
}  # fmt: skip
_NO_DIGIT, _NO_LETTER, _PARTED = re.compile(r"[^0-9]"), re.compile(r"\W"), re.compile("[/;,]")
_SCHEME = re.compile(r"^[a-z]+://")
_VOWELS, _DOUBLED, _SOUNDS = re.compile("[aeiouyh]"), re.compile(r"(.)\1+"), str.maketrans("cqzvj", "kkswi")
_STREET_END = re.compile(r"(strasse|straat|street|steenweg|laan|plein|platz|gracht|weg)$")


class Traits(NamedTuple):
    """A contact as it is compared; all texts folded, empty when not known."""

    is_person: bool
    words: tuple[str, ...] = ()  # of the name, without legal forms
    given: tuple[str, ...] = ()  # of a person: first and middle names, or initials
    surname: tuple[str, ...] = ()  # without particles
    company: str = ""  # of a person: the words of its name, or its id
    phones: frozenset[str] = frozenset()  # the last 8 digits of landlines
    mobiles: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()  # of one person or of the company itself
    boxes: frozenset[str] = frozenset()  # e-mail addresses that several read
    domains: frozenset[str] = frozenset()  # of e-mail and home page, no free mailers
    street: str = ""
    house: str = ""
    post_code: str = ""
    city: str = ""
    country: str = ""
    vat: str = ""
    registration: str = ""


def traits(values: Values) -> Traits:
    """What of these values is compared."""
    is_person = values.get("type", ContactType.COMPANY) == ContactType.PERSON
    given, surname = _person_words(values) if is_person else ((), ())
    mails = frozenset(
        mail.casefold()
        for field in ("e_mail", "e_mail_2")
        if (text := _text(values, field))
        for mail in addresses(text)
    )
    boxes = frozenset(mail for mail in mails if mail.partition("@")[0] in SHARED_BOXES)
    street, house = _street(_text(values, "address"))
    return Traits(
        is_person=is_person,
        words=(*given, *surname) if is_person else company_words(_text(values, "name")),
        given=given,
        surname=surname,
        company=_company(values) if is_person else "",
        phones=_numbers(_text(values, "phone")),
        mobiles=_numbers(_text(values, "mobile_phone")),
        mails=mails - boxes if is_person else mails,
        boxes=boxes if is_person else frozenset(),
        domains=frozenset(filter(None, _domains(mails, _text(values, "home_page")))),
        street=street,
        house=house,
        post_code=_plain(_text(values, "post_code")),
        city=folded(_text(values, "city")),
        country=_text(values, "country"),
        vat=_plain(_text(values, "vat_number")),
        registration=_plain(_text(values, "registration_number")),
    )


@_remembered
def company_words(name: str) -> tuple[str, ...]:
    """The words of a company's name without its legal form; all of them if nothing else is there."""
    plain = _LEGAL_CHINESE.sub(" ", _DOTTED.sub("", name.casefold()))
    words = [word for word in folded(plain).split() if word not in _JOINING]
    start, end = 0, len(words)
    while end - start > 1 and words[end - 1] in _LEGAL:
        end -= 1
    while end - start > 1 and words[start] in _LEGAL:
        start += 1
    return tuple(words[start:end]) or tuple(folded(name).split())


def _person_words(values: Values) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Given names and surname; from the name when the parts are not filled, from the initials without a first name."""
    first, middle, surname = (_text(values, part) for part in ("first_name", "middle_name", "surname"))
    if not (first or surname):
        first, middle, surname = split_name(_text(values, "name").replace(",", " "))
    given = folded(f"{first} {middle}") or folded(" ".join(_text(values, "initials").replace(".", "")))
    if not surname:  # one word of a name: whichever it is
        given, surname = "", given
    return _without_particles(given), _without_particles(folded(surname))


def _without_particles(name: str) -> tuple[str, ...]:
    """Of either name, since the two may stand in each other's field; all words if there are no others."""
    words = name.split()
    return tuple(word for word in words if word not in _PARTICLES) or tuple(words)


def _company(values: Values) -> str:
    name = _text(values, "company_name")
    return " ".join(company_words(name)) if name else _text(values, "company") and f"#{values['company']}"


@_remembered_for_a_while
def _numbers(text: str) -> frozenset[str]:
    """The last 8 digits; several numbers in one field are parted by / ; or ,."""
    found = (_NO_DIGIT.sub("", part.partition("#")[0])[-8:] for part in _PARTED.split(text))
    return frozenset(digits for digits in found if len(digits) >= 6)


@_remembered
def _plain(code: str) -> str:
    return _NO_LETTER.sub("", code.upper())


def _domains(mails: Iterable[str], home_page: str) -> Iterator[str]:
    for mail in mails:
        yield _domain(mail.rpartition("@")[2])
    if home_page:
        yield _domain(_SCHEME.sub("", home_page.casefold()).split("/")[0].split(":")[0])


@_remembered_for_a_while
def _domain(host: str) -> str:
    """The domain of a house; "" for a free mailer."""
    domain = host.removeprefix("www.")
    return domain if "." in domain and domain.split(".")[0] not in FREE_MAILERS else ""


@_remembered
def _street(address: str) -> tuple[str, str]:
    """The street in short words, and the house number."""
    words: list[str] = []
    houses: list[str] = []
    for word in folded(address).split():
        if word[0].isdigit():
            houses.append(re.sub(r"\D.*", "", word))
        elif len(word) > 1 or not houses:  # the a of 12 a is no street
            words.append(_STREETS.get(word) or _STREET_END.sub(lambda end: _STREETS[end[1]], word))
    return re.sub(r"(?<=\w{4}) (?=str$|ln$|wg$|pl$|gr$)", "", " ".join(words)), houses[0] if houses else ""


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return str(value).strip() if value else ""


# ------------------------------------------------------------------------------------------------ keys of the index


def keys(values: Values) -> tuple[int, ...]:
    """The signed 64-bit keys under which a contact is found again, without repetition."""
    return keys_of(traits(values))


def keys_of(one: Traits) -> tuple[int, ...]:
    """As `keys`, for what is known of a contact already."""
    found = _keys_of_person(one) if one.is_person else _keys_of_company(one)
    kind = "1" if one.is_person else "0"
    return tuple({_hashed(kind + key): None for key in found})


def telling_keys(values: Values) -> Iterator[int]:
    """Those of `keys` that one contact alone is likely to have: of its e-mail and, as a rule, its telephone."""
    is_person = values.get("type", ContactType.COMPANY) == ContactType.PERSON
    kind = "1" if is_person else "0"
    if mails := _text(values, "e_mail"):
        for mail in addresses(mails.casefold()):
            yield _hashed(f"{kind}m{mail}")
    for name in ("mobile_phone",) if is_person else ("phone", "mobile_phone"):
        if text := _text(values, name):
            yield from (_hashed(f"{kind}p{digits}") for digits in _numbers(text))


@_remembered
def skeleton(word: str) -> str:
    """The consonants of a folded word without repetition: what a vowel or a doubled letter more does not change."""
    plain = (
        word.replace("ph", "f").replace("ck", "k").replace("sz", "s").replace("ij", "y").replace("th", "t")
    )
    plain = plain.translate(_SOUNDS)
    return _DOUBLED.sub(r"\1", plain[:1] + _VOWELS.sub("", plain[1:]))


def _keys_of_company(one: Traits) -> Iterator[str]:
    name = "".join(one.words)
    yield from (f"p{digits}" for digits in one.phones | one.mobiles)
    yield from (f"m{mail}" for mail in one.mails)
    yield from (f"d{domain} {name[:1]}" for domain in one.domains)
    if name:
        yield f"n{' '.join(sorted(one.words))}"
        yield f"s{' '.join(sorted(skeleton(word) for word in one.words))}"
    if one.post_code and name:
        yield f"z{one.post_code} {name[:3]}"
    if one.post_code and one.house:
        yield f"h{one.post_code} {one.house}"
    yield from (f"v{number}" for number in (one.vat, one.registration) if number)


def _keys_of_person(one: Traits) -> Iterator[str]:
    # Colleagues share telephone and domain: initials part them. First name and surname may be swapped.
    names = (one.given[0] if one.given else "", one.surname[-1] if one.surname else "")
    initials = "".join(sorted(name[:1] for name in names))
    yield from (f"p{digits}" for digits in one.mobiles)
    yield from (f"p{digits} {initials}" for digits in one.phones | one.mobiles)
    yield from (f"m{mail}" for mail in one.mails)
    yield from (f"d{domain} {initials}" for domain in one.domains)
    if one.words:
        yield f"n{' '.join(sorted((*one.given[:1], *one.surname)))}"
    for name in filter(None, names):
        if len(name) > 1:
            yield from (f"s{skeleton(name)} {place}" for place in (one.company, one.post_code) if place)
        if one.post_code:
            yield f"z{one.post_code} {name[:3]}"


def _hashed(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
