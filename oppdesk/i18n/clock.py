"""Understands the times of the day and the lengths of time that people type, and writes lengths out."""

import re
from datetime import time

from oppdesk.i18n.texts import _, ngettext

HOUR, DAY = 60, 1440  # minutes
LONGEST = 3650 * DAY

_HALF = r"(am|pm|a\.m\.|p\.m\.)"
_CLOCK = re.compile(
    rf"(上午|下午|晚上|早上|中午|傍晚|晚|早)? ?([0-9]{{1,2}})"
    rf"(?: ?(?:[:.：hu点时]) ?([0-9]{{2}}|半)?分?| ?uur| ?heures?)? ?{_HALF}?"
)
_CHINESE = re.compile("(十[一二]?|[一二两三四五六七八九])(?=点)")  # the hour in words
_HOURS = {word: hour for hour, word in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2,
    "十一": 11,
    "十二": 12,
}
_NOON_WORDS = frozenset({"noon", "midday", "midi", "中午"})
_FOUR = re.compile(r"([0-9]{1,2})([0-9]{2})")
_AFTERNOON = frozenset({"pm", "p.m.", "下午", "晚上", "傍晚", "晚"})
_MORNING = frozenset({"am", "a.m.", "上午", "早上", "早"})
_NOON = "中午"
# What a length may be counted in, in the languages of the program; English first.
_UNITS = {
    DAY: ("d", "day", "days", "dag", "dagen", "j", "jour", "jours", "天"),
    HOUR: ("h", "hr", "hrs", "hour", "hours", "u", "uur", "uren", "heure", "heures", "小时", "个小时"),
    1: ("m", "min", "mins", "minute", "minutes", "minuut", "minuten", "分", "分钟"),
}
_SIZES = {word: size for size, words in _UNITS.items() for word in words}
# Lengths that are said without figures.
_SAID = {
    30: (
        "half an hour",
        "half hour",
        "a half hour",
        "half uur",
        "een half uur",
        "une demi-heure",
        "半小时",
        "半个小时",
    ),
    60: ("an hour", "one hour", "een uur", "une heure", "一小时", "一个小时"),
    90: ("anderhalf uur", "an hour and a half", "une heure et demie", "一个半小时"),
    120: ("two hours", "twee uur", "deux heures", "两小时", "两个小时"),
}
_LENGTHS = {words: length for length, every in _SAID.items() for words in every}
_PART = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))? ?([^\W\d_]+)?")


def parse_clock(text: str) -> time | None:
    """A time of the day, None for blank; ValueError with a translated sentence: "14:30", "1430", "2 pm", "14h30"."""
    plain = " ".join(text.casefold().split())
    if not plain:
        return None
    found = found_clock(plain)
    if found is None:
        raise ValueError(
            _("“{text}” is not a time. Write it like {example}.").format(
                text=text.strip()[:40], example="14:30"
            )
        )
    return found


def found_clock(plain: str) -> time | None:
    """The time that a casefolded text is, if it is one."""
    if plain in _NOON_WORDS:
        return time(12)
    plain = _CHINESE.sub(lambda hour: str(_HOURS[hour[0]]), plain)
    whole = _FOUR.fullmatch(plain)
    if whole is not None:
        return _time(int(whole[1]), int(whole[2]))
    found = _CLOCK.fullmatch(plain)
    if found is None:
        return None
    before, hour, after = found[1] or "", int(found[2]), found[4] or ""
    minute = 30 if found[3] == "半" else int(found[3] or 0)
    if {before, after} & (_AFTERNOON | _MORNING):
        if not 1 <= hour <= 12 and not before:
            return None
        if {before, after} & _AFTERNOON:
            hour = hour + 12 if hour < 12 else hour
        elif hour == 12:
            hour = 0
    elif before == _NOON and hour < 10:
        hour += 12
    return _time(hour, minute)


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_duration(text: str) -> int:
    """Minutes; a bare number is minutes: "90", "1:30", "1 h 30 min", "2 days", "1.5 h"."""
    plain = " ".join(text.casefold().split())
    minutes = found_duration(plain)
    if minutes is None:
        raise ValueError(
            _("“{text}” is not a length of time. Write it like {example}.").format(
                text=text.strip()[:40], example="1 h 30 min"
            )
        )
    if minutes > LONGEST:
        raise ValueError(_("“{text}” is longer than ten years.").format(text=text.strip()[:40]))
    return minutes


def found_duration(plain: str) -> int | None:
    """The minutes that a casefolded text is, if it is a length of time."""
    if plain in _LENGTHS:
        return _LENGTHS[plain]
    found = re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])", plain)
    if found is not None:
        return int(found[1]) * HOUR + int(found[2])
    total, at, last = 0, 0, None
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None:
            return None
        size = _SIZES.get(part[3] or "", 0) if part[3] else (1 if last in (None, HOUR) else 0)
        if not size or (last is not None and size >= last):
            return None
        amount = int(part[1]) * 100 + int((part[2] or "0").ljust(2, "0"))
        total, last = total + (amount * size + 50) // 100, size
        at = part.end()
        while at < len(plain) and plain[at] == " ":
            at += 1
    return total if last is not None else None


def duration(minutes: int) -> str:
    """A length of time in words: "45 min", "1 h 30 min", "2 days"."""
    days, rest = divmod(minutes, DAY)
    hours, left = divmod(rest, HOUR)
    parts = []
    if days:
        parts.append(ngettext("{count} day", "{count} days", days).format(count=days))
    if hours:
        parts.append(_("{count} h").format(count=hours))
    if left or not parts:
        parts.append(_("{count} min").format(count=left))
    return " ".join(parts)
