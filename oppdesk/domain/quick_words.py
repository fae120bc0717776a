"""The words by which a quick line is understood, in the languages of the program; dates and times have their own."""

import re

from oppdesk.domain.words import TaskType
from oppdesk.i18n.day_words import folded

IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
HOURLY = re.compile(r"([0-9]{1,2}) ?([hu]([0-9]{2})?|uur|heures?)")
_CLEAR_CLOCK = re.compile(r"[0-9]{1,2}[:：][0-9]{2}|.*([ap]m|[ap]\.m\.|[点时]).*|noon|midday|midi|中午")
TOKEN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[^\s\u2e80-\u9fff\uf900-\ufaff]+")
LOOSE = ",;:!?。，；：！？、"  # what may cling to a word
BARE_CLOCK = re.compile(r"[0-9]{1,2}|[0-9]{1,2}[.:][0-9]{2}|[0-9]{4}")
UNCLEAR_DAY = re.compile(r"[0-9]{1,2}[.-][0-9]{1,2}|[+-].*")
CLEAR_LENGTH = re.compile(r"(?!.*[点时]).*[^\W\d_].*")
_EARLY = 7  # o'clock: below it "2 h" is a length of time


def _of(*words: str) -> frozenset[str]:
    return frozenset(folded(word) for group in words for word in group.split("|"))


# A task of this kind when the line begins with the word, which is then no part of the description.
BEGINNINGS = {
    TaskType.CALL: _of(
        "call|phone|ring|phone call|telephone|give a call to",
        "bel|opbellen|telefoneer",
        "appel|appeler|appelle|appelez|téléphoner à|téléphoner|coup de fil",
    ),
    TaskType.MEETING: _of(
        "meeting|meet|appointment",
        "afspraak|vergadering|ontmoeting|bespreking",
        "réunion|rendez-vous|rdv|rencontrer|rencontre",
    ),
}
# The same, but the word says more than the kind and stays.
TELLING = {
    TaskType.CALL: _of("call back|terugbellen|rappeler"),
    TaskType.MEETING: _of(
        "visit|lunch|dinner|demo|presentation|workshop|breakfast",
        "bezoek|bezoeken|presentatie|diner|ontbijt",
        "visite|visiter|déjeuner|dîner|démo|présentation|atelier",
    ),
}
# The same wherever it stands, as Dutch puts it behind and Chinese leaves no blanks.
ANYWHERE = {
    TaskType.CALL: _of("bellen|打电话|致电|通电话|电话"),
    TaskType.MEETING: _of("afspreken|vergaderen|会议|开会|会面|见面"),
}
TELLING_ANYWHERE = {
    TaskType.CALL: _of("回电"),
    TaskType.MEETING: _of("拜访|演示|午餐|晚餐"),
}
# What leads on to the other things that are said.
TO_DAY = _of("on|by|op|tegen|le|于|在")
TO_CLOCK = _of("at|@|om|à|de|from|van|于|在")
TO_LENGTH = _of("for|gedurende|voor|pendant|durant|pour")
TO_CONTACT = _of("with|to|for|met|aan|voor|bij|naar|avec|chez|à|pour|给|跟|和|与|向")
TO_COMPANY = _of("at|from|of|van|bij|chez|de")
TO_SUBJECT = _of("about|re|re:|regarding|over|betreft|sur|concernant|au sujet de|à propos de|关于")
TO_SUBJECT_TOLD = _of("谈|讨论|商量")  # which are part of what is to be done
BETWEEN_CLOCKS = _of("-|–|to|till|until|tot|jusqu'à|à|到|至")
# Words with which no contact begins.
NO_NAMES = _of(
    "a|an|the|my|our|this|that|it|him|her|them|back|about|and|or|new|all",
    "de|het|een|mijn|ons|onze|die|dat|hem|haar|terug|over|en|of|nieuwe",
    "le|la|les|un|une|des|mon|ma|mes|notre|ce|cette|au|aux|du|et|ou|sur",
    "的|了|把|关|谈|讨|商",
)


def is_clock(words: str) -> bool:
    """Whether it says by itself that it is a time of the day."""
    found = HOURLY.fullmatch(words)
    if found is not None:
        return int(found[1]) >= _EARLY
    return _CLEAR_CLOCK.fullmatch(words) is not None


def may_be_name(words: str) -> bool:
    parts = folded(words).split()
    if not parts or (not IDEOGRAPH.search(words) and parts[0] in NO_NAMES):
        return False
    if IDEOGRAPH.search(words):
        return len(words) > 1 and words[0] not in NO_NAMES
    return len(parts[0]) > 1 and parts[0][0].isalnum() and not words.isdecimal()
