"""How likely two contacts are one and the same: each field that both fill speaks for or against it.

Weights are in bits: one bit more doubles the odds. They were tuned on a made-up book with planted duplicates; the sum
becomes a percentage. What a house shares (telephone, domain, address) speaks little about two of its people.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from oppdesk.domain.traits import Traits, traits
from oppdesk.i18n import N_

Values = Mapping[str, object]

SURE: Final = 90  # percent from which two are taken for one
DOUBTFUL: Final = 60  # percent from which somebody should look


class Match(NamedTuple):
    """`percent` 0..100 and what speaks for it, as texts to be translated when shown."""

    percent: int
    reasons: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.percent >= SURE

    @property
    def is_doubtful(self) -> bool:
        return DOUBTFUL <= self.percent < SURE


NAME, LIKE_NAME, SWAPPED = N_("Same name"), N_("Similar name"), N_("First name and surname swapped")
INITIALS, PHONE, MAIL = N_("Same surname and initial"), N_("Same telephone number"), N_("Same e-mail address")
DOMAIN, STREET, PLACE = N_("Same internet domain"), N_("Same address"), N_("Same post code")
VAT, REGISTRATION, COMPANY = N_("Same VAT number"), N_("Same registration number"), N_("Same company")

_PRIOR = -8.5  # of two contacts that share a key, most are not one
_NOTHING = Match(0)


class _Signs:
    """The scales: bits for and against, and the words for what speaks for it."""

    def __init__(self) -> None:
        self.bits = _PRIOR
        self.against = 0.0
        self.reasons: list[str] = []

    def add(self, bits: float, reason: str = "") -> None:
        if bits < 0:
            self.against += bits
        else:
            self.bits += bits
            if reason and reason not in self.reasons:
                self.reasons.append(reason)

    def percent(self) -> int:
        return int(min(100 / (1 + 2.0 ** -(self.bits + self.against)), 99) + 0.5)


def score(one: Values, other: Values) -> Match:
    """How alike two contacts are, by their values by field name (`company_name` for a person's company)."""
    return likeness(traits(one), traits(other))


def likeness(one: Traits, other: Traits) -> Match:
    """As `score`, for what is known of both already; company and person are never one."""
    if one.is_person != other.is_person:
        return _NOTHING
    return _people(one, other) if one.is_person else _companies(one, other)


# ------------------------------------------------------------------------------------------------ companies

_NAMES = ((0.5, -9.0), (0.6, -5.0), (0.7, -1.0), (0.8, 2.5), (0.88, 5.5), (0.95, 7.5), (1.0, 8.5))


def _companies(one: Traits, other: Traits) -> Match:
    signs = _Signs()
    alike = likeness_of_words(one.words, other.words)
    signs.add(_between(_NAMES, alike), NAME if alike > 0.97 else LIKE_NAME)
    _numbers(signs, one, other)
    is_called = bool((one.phones | one.mobiles) & (other.phones | other.mobiles))
    if is_called:
        signs.add(6.5, PHONE)
    elif one.phones and other.phones:
        signs.add(-1)
    if one.mails & other.mails:
        signs.add(6.5, MAIL)
    elif one.domains & other.domains:
        signs.add(5, DOMAIN)  # a branch has it, too
    elif one.domains and other.domains:
        signs.add(-1.5)
    _place(signs, one, other)
    if one.country and other.country and one.country != other.country:
        signs.add(-2)
    percent = signs.percent()
    is_registered_once = {VAT, REGISTRATION}.intersection(signs.reasons)
    if is_registered_once or (alike > 0.97 and not signs.against):  # nothing speaks against it
        percent = max(percent, DOUBTFUL)
    return Match(percent, tuple(signs.reasons))


def _numbers(signs: _Signs, one: Traits, other: Traits) -> None:
    """Official numbers decide nearly alone, but one may be mistyped."""
    for mine, theirs, bits, reason in (
        (one.vat, other.vat, 14, VAT),
        (one.registration, other.registration, 12, REGISTRATION),
    ):
        if mine and theirs:
            if mine == theirs:
                signs.add(bits, reason)
            elif _slips(mine, theirs) > 1:
                signs.add(-6)


def _place(signs: _Signs, one: Traits, other: Traits) -> None:
    """Street, post code and city; other ones speak little against, since people and houses move."""
    near = one.post_code and one.post_code == other.post_code
    if one.street and other.street:
        same = _ratio(one.street, other.street) >= 0.85 and (
            not (one.house and other.house) or one.house == other.house
        )
        if same and (near or one.city == other.city or not (one.city and other.city)):
            signs.add(3.5 if one.house and other.house else 2, STREET)
        elif not same:
            signs.add(-1.5)
    elif one.city and other.city and one.city != other.city:
        signs.add(-1.5)
    if near:
        signs.add(1.5, PLACE)
    elif one.post_code and other.post_code:
        signs.add(-1)


def likeness_of_words(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """0..1 for the words of two names in any order: equal, mistyped, shortened, written together, as initials."""
    if not mine or not theirs:
        return 0.0
    if sorted(mine) == sorted(theirs):
        return 1.0
    if "".join(mine) == "".join(theirs):
        return 0.98
    short, long = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    if len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long):
        return 0.88
    left = list(long)
    common = whole = 0.0
    for word in sorted(short, key=len, reverse=True):
        alike, best = max((_likeness_of_word(word, each), each) for each in left)
        if alike:  # a shortened word counts as much as the whole one
            left.remove(best)
            whole += max(len(word), len(best))
            common += alike * max(len(word), len(best))
        else:
            whole += len(word) / 2
    whole += sum(map(len, left)) / 2
    if any((word in mine) != (word in theirs) for word in (*mine, *theirs) if word.isdigit()):
        common *= 0.7  # branch 3 is not branch 4
    return max(common / whole, _joined(mine, theirs))


def _joined(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """Mistyped as well as parted in another way; only what is very near counts."""
    alike = _ratio("".join(mine), "".join(theirs))
    return alike if alike >= 0.9 and not any(word.isdigit() for word in (*mine, *theirs)) else 0.0


def _likeness_of_word(one: str, other: str) -> float:
    if one == other:
        return 1.0
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if short.isdigit() or long.isdigit():
        return 0.0
    if _is_short_for(short, long):
        return 0.88
    alike = _ratio(one, other)
    return alike if alike >= 0.75 and (len(short) > 3 or alike >= 0.85) else 0.0


def _is_short_for(short: str, long: str) -> bool:
    """Intl for international, eng for engineering; not one letter or two more."""
    if len(short) < 2 or len(short) > 0.7 * len(long) or short[0] != long[0] or not short.isascii():
        return False
    letters = iter(long)
    return long.startswith(short) or (len(short) > 2 and all(letter in letters for letter in short))


# ------------------------------------------------------------------------------------------------ people


def _people(one: Traits, other: Traits) -> Match:
    signs = _Signs()
    bits, reason = max(
        _names(one.given, one.surname, other.given, other.surname),
        _swapped(one, other),
        key=lambda found: found[0],
    )
    signs.add(bits, reason)
    is_whole = bits >= 6.5
    is_own = False  # something only one person has
    if one.mails & other.mails:
        signs.add(9, MAIL)
        is_own = True
    if one.mobiles & other.mobiles:
        signs.add(8, PHONE)
        is_own = True
    is_colleague = _share_company(one, other)
    shared = _Signs()
    if is_colleague:
        signs.add(5.5, COMPANY)
    elif is_colleague is False:
        shared.add(-3.5)
    _shared(shared, one, other)
    if is_colleague:
        signs.add(min(shared.bits - _PRIOR, 1.5))  # the house's, as its name is
    else:
        signs.bits += shared.bits - _PRIOR
    for word in shared.reasons:
        signs.add(0, word)
    if not is_own:  # who has left a company has left its telephone and address
        signs.against += shared.against
        signs.add(_against(one, other))
    percent = signs.percent()
    if is_whole and percent < DOUBTFUL:
        percent = DOUBTFUL  # two of one name: somebody should look
    elif is_whole and is_own:
        percent = max(percent, SURE)
    return Match(percent, tuple(signs.reasons))


def _swapped(one: Traits, other: Traits) -> tuple[float, str]:
    bits, _reason = _names(one.given, one.surname, other.surname, other.given)
    return (bits - 0.5, SWAPPED) if bits >= 5 and one.given and other.given else (-99.0, "")


def _names(
    given: Sequence[str], surname: Sequence[str], given_2: Sequence[str], surname_2: Sequence[str]
) -> tuple[float, str]:
    """Bits for two names of people, and what they have in common."""
    last, first = _surnames(surname, surname_2), _given_names(given, given_2)
    if last == 0:
        found = (-14.0, "")
    elif first is None:  # one of them has only a surname
        found = (2.5 if last == 1 else 0.0, LIKE_NAME)
    elif first == 0:
        found = (-12.0, "")
    elif last == 1 and first == 1:
        found = (7.0, NAME)
    elif first == _INITIAL:
        found = (4.0 if last == 1 else 1.5, INITIALS)
    elif last == 1 or first == 1:
        found = (5.5 if min(last, first) >= _TYPO else 3.0, LIKE_NAME)
    else:
        found = (3.0, LIKE_NAME)
    return found


_TYPO, _INITIAL, _PARTLY = 0.9, 0.8, 0.7


def _surnames(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """1 same, _TYPO mistyped, _PARTLY one of two parts or a slip in a short name, 0 another name."""
    one, other = "".join(mine), "".join(theirs)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    slips, length = _slips(one, other), min(len(one), len(other))
    if (slips == 1 and length >= 4) or (slips == 2 and length >= 8 and one[0] == other[0]):
        return _TYPO
    if slips == 1 and length >= 3:
        return _PARTLY
    parts = set(mine) & set(theirs)
    return _PARTLY if any(len(part) > 2 for part in parts) and 1 in {len(mine), len(theirs)} else 0.0


_WOMEN = frozenset(["a", "e", "na", "ne", "ia", "ine", "ina", "ette", "ka", "tje", "je"])


def _given_names(mine: Sequence[str], theirs: Sequence[str]) -> float | None:
    """1 same, _TYPO mistyped or shortened, _INITIAL one is an initial, 0 another; None if one has none.

    Johan and Johanna, Daniel and Daniela are two people.
    """
    if not mine or not theirs:
        return None
    one, other = mine[0], theirs[0]
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    found = 0.0
    if one == other:
        found = 1.0
    elif short.isascii() and (len(short) == 1 or (len(short) == 2 and not set(short) & set("aeiouy"))):
        found = _INITIAL if short[0] == long[0] else 0.0
    elif long.startswith(short):
        found = 0.0 if long[len(short) :] in _WOMEN or len(short) < 3 else _TYPO
    elif one[:-1] != other[:-1] and _slips(one, other) <= (
        2 if len(short) >= 8 else 1 if len(short) >= 4 else 0
    ):
        found = _TYPO
    if found == 0 and _slips(one, other) == 1 and sorted(one) == sorted(other):
        found = _TYPO  # two letters changed places
    return found


def _share_company(one: Traits, other: Traits) -> bool | None:
    if not one.company or not other.company:
        return None
    if one.company == other.company:
        return True
    if one.company[0] == "#" or other.company[0] == "#":
        return False
    return likeness_of_words(one.company.split(), other.company.split()) >= 0.85


def _shared(signs: _Signs, one: Traits, other: Traits) -> None:
    """What several people of a house have in common."""
    if (one.phones | one.mobiles) & (other.phones | other.mobiles) and not one.mobiles & other.mobiles:
        signs.add(5, PHONE)
    if one.boxes & other.boxes:
        signs.add(3, MAIL)
    elif one.domains & other.domains:
        signs.add(3.5, DOMAIN)
    _place(signs, one, other)


def _against(one: Traits, other: Traits) -> float:
    bits = 0.0
    if one.mobiles and other.mobiles:
        bits -= 2
    if one.mails and other.mails:
        bits -= 2.5 if one.domains & other.domains else 1
    if one.phones and other.phones and not one.phones & other.phones:
        bits -= 0.5
    return bits


# ------------------------------------------------------------------------------------------------ texts


def _between(points: Sequence[tuple[float, float]], at: float) -> float:
    """The height at a place of the line through these points."""
    before = points[0]
    for point in points:
        if at <= point[0]:
            width = point[0] - before[0]
            return point[1] if not width else before[1] + (point[1] - before[1]) * (at - before[0]) / width
        before = point
    return before[1]


def _ratio(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415 - not needed for starting

    return fuzz.ratio(one, other) / 100


def _slips(one: str, other: str) -> int:
    """Letters to insert, leave out, replace or exchange with the next one."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - not needed for starting

    return OSA.distance(one, other)
