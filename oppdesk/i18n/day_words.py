"""The words for days that people type in the languages of the program: all are understood, whichever is chosen."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

WEEK = 7  # days

# Counted from the day that is asked on.
_NAMED = {
    -2: "eergisteren|avant-hier|前天",
    -1: "yesterday|gisteren|hier|昨天|昨日",
    0: "today|vandaag|aujourd'hui|今天|今日",
    1: "tomorrow|morgen|demain|明天|明日",
    2: "day after tomorrow|the day after tomorrow|overmorgen|après-demain|后天",
    3: "大后天",
    WEEK: "next week|volgende week|la semaine prochaine|semaine prochaine|下周|下星期",
    2 * WEEK: "下下周|下下星期",
}
_NEXT_MONTH = "next month|volgende maand|le mois prochain|mois prochain|下个月|下月"
_NEXT_YEAR = "next year|volgend jaar|l'année prochaine|l'an prochain|明年"
_NUMBERS = {
    1: "a|an|one|een|één|un|une|一",
    2: "two|twee|deux|两|二",
    3: "three|drie|trois|三",
    4: "four|vier|quatre|四",
    5: "five|vijf|cinq|五",
    6: "six|zes|six|六",
    7: "seven|zeven|sept|七",
    8: "eight|acht|huit|八",
    9: "nine|negen|neuf|九",
    10: "ten|tien|dix|十",
}
# What a stretch of time is counted in: days, months.
_UNITS = {
    (1, 0): "day|days|dag|dagen|jour|jours|天|日",
    (WEEK, 0): "week|weeks|weken|semaine|semaines|周|个星期|星期|个礼拜",
    (0, 1): "month|months|maand|maanden|mois|个月|月",
    (0, 12): "year|years|jaar|jaren|an|ans|année|années|年",
}
_BEFORE_STRETCH = "in|over|dans"
_AFTER_STRETCH = "later|from now|from today|vanaf nu|plus tard|后|以后|之后"
_WEEKDAYS = (
    "monday|maandag|lundi|周一|星期一|礼拜一",
    "tuesday|dinsdag|mardi|周二|星期二|礼拜二",
    "wednesday|woensdag|mercredi|周三|星期三|礼拜三",
    "thursday|donderdag|jeudi|周四|星期四|礼拜四",
    "friday|vrijdag|vendredi|周五|星期五|礼拜五",
    "saturday|zaterdag|samedi|周六|星期六|礼拜六",
    "sunday|zondag|dimanche|周日|周天|星期日|星期天|礼拜日|礼拜天",
)
_COMING, _THIS, _NEXT, _SECOND = "coming", "this", "next", "second"
_BEFORE_WEEKDAY = {
    _COMING: "coming|this coming|komende|aanstaande|a.s.",
    _THIS: "this|deze|ce|这个|这|本",
    _NEXT: "next|volgende|volgende week|next week|下个|下",
    _SECOND: "下下",
}
_AFTER_WEEKDAY = {
    _COMING: "prochain|aanstaande|a.s.",
    _THIS: "this week|deze week|de cette semaine",
    _NEXT: "next week|volgende week|de la semaine prochaine|la semaine prochaine|semaine prochaine",
}
_MONTHS = (
    "januari|janvier", "februari|février", "maart|mars", "avril", "mei|mai", "juni|juin",
    "juli|juillet", "augustus|août", "septembre", "oktober|octobre", "novembre", "décembre",
)  # fmt: skip


def folded(text: str) -> str:
    """Without what people leave out when they type in a hurry: capitals, accents, double blanks."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def named_day(plain: str, base: date) -> date | None:
    """The day that words alone name, counted from `base`; OverflowError beyond the calendar."""
    text = folded(plain)
    if text in _names():
        return base + timedelta(_names()[text])
    if text in _words(_NEXT_MONTH):
        return months_later(base, 1)
    if text in _words(_NEXT_YEAR):
        return months_later(base, 12)
    return _counted(text, base) or _weekday(text, base)


def month_number(word: str) -> int | None:
    """The number of a month by its name in any language of the program but English."""
    text = folded(word)
    return next((number for number, names in enumerate(_MONTHS, 1) if text in _words(names)), None)


def months_later(d: date, count: int) -> date:
    """The same day `count` months on, the last one in a shorter month; OverflowError beyond the calendar."""
    year, month = divmod(d.year * 12 + d.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return date(year, month + 1, min(d.day, monthrange(year, month + 1)[1]))


def _counted(text: str, base: date) -> date | None:
    """ "in 3 weeks", "over twee dagen", "dans un mois", "3天后"."""
    found = _stretch().fullmatch(text)
    if found is None or not (found["before"] or found["after"]):
        return None
    count = int(found["figures"]) if found["figures"] else _numbers()[found["number"]]
    days, months = _sizes()[found["unit"]]
    return months_later(base, months * count) + timedelta(days * count)


def _weekday(text: str, base: date) -> date | None:
    """A day of the week: the next one after `base`; of this week or the next, from Monday, where it is said so."""
    found = _week_phrase().fullmatch(text)
    if found is None:
        return None
    number = _weekday_numbers()[found["day"]]
    manner = _manners(before=True).get(found["before"] or "") or _manners(before=False).get(
        found["after"] or ""
    )
    ahead = (number - base.weekday()) % WEEK
    if manner == _THIS:
        return base + timedelta(ahead)
    if manner in (_NEXT, _SECOND):
        weeks = 1 if manner == _NEXT else 2
        return base + timedelta(number - base.weekday() + WEEK * weeks)
    return base + timedelta(ahead or WEEK)


# -- the words, made ready when they are first asked for --------------------------------------------------------


def _words(text: str) -> list[str]:
    return [folded(word) for word in text.split("|")]


def _one_of(words: list[str]) -> str:
    """As a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _names() -> dict[str, int]:
    return {word: count for count, words in _NAMED.items() for word in _words(words)}


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {word: number for number, words in _NUMBERS.items() for word in _words(words)}


@lru_cache(maxsize=1)
def _sizes() -> dict[str, tuple[int, int]]:
    return {word: size for size, words in _UNITS.items() for word in _words(words)}


@lru_cache(maxsize=1)
def _weekday_numbers() -> dict[str, int]:
    return {word: number for number, words in enumerate(_WEEKDAYS) for word in _words(words)}


@lru_cache(maxsize=2)
def _manners(*, before: bool) -> dict[str, str]:
    given = _BEFORE_WEEKDAY if before else _AFTER_WEEKDAY
    return {word: manner for manner, words in given.items() for word in _words(words)}


@lru_cache(maxsize=1)
def _stretch() -> re.Pattern[str]:
    before, after = _one_of(_words(_BEFORE_STRETCH)), _one_of(_words(_AFTER_STRETCH))
    number, unit = _one_of(list(_numbers())), _one_of(list(_sizes()))
    return re.compile(
        rf"(?P<before>{before})? ?(?:(?P<figures>[0-9]{{1,4}})|(?P<number>{number})) ?(?P<unit>{unit})"
        rf" ?(?P<after>{after})?"
    )


@lru_cache(maxsize=1)
def _week_phrase() -> re.Pattern[str]:
    before, after = _one_of(list(_manners(before=True))), _one_of(list(_manners(before=False)))
    day = _one_of(list(_weekday_numbers()))
    return re.compile(rf"(?P<before>{before})? ?(?P<day>{day})(?: (?P<after>{after}))?")
