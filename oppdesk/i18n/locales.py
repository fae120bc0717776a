"""Learns a locale's habits from Babel, once: the only module that reads it, and only when it is asked."""

import re
from functools import lru_cache

from oppdesk.i18n.formats import LocaleFormat

_PARTS = {
    "y": "{y}",
    "MMMM": "{month}",
    "MMM": "{mon}",
    "MM": "{m:02}",
    "M": "{m}",
    "dd": "{d:02}",
    "d": "{d}",
}


@lru_cache(maxsize=8)
def learn(tag: str) -> LocaleFormat:
    """The habits of a locale ("nl_NL", "zh-Hans-CN", "fr_FR.UTF-8"); English ones if it is not carried."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 50 ms, not paid by what never shows a value

    try:
        locale = Locale.parse(re.split("[.@]", tag)[0].replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en_US")
    signs = locale.number_symbols.get("latn") or {}
    figures = str(locale.date_formats["short"].pattern).casefold()
    written = str(locale.datetime_skeletons["yMMMd"].pattern)
    if written.startswith("y"):
        day = _template(written)
        short, long = _template(str(locale.datetime_skeletons["MMMd"].pattern)), day + " {wd}"
        month = _template(str(locale.datetime_skeletons["yMMM"].pattern))
    else:  # with the month in letters, the day first is clear to everybody and needs no comma
        day, short, long, month = "{d} {mon} {y}", "{d} {mon}", "{wd} {d} {mon} {y}", "{month} {y}"
    return LocaleFormat(
        tag=str(locale),
        decimal=signs.get("decimal", "."),
        group=signs.get("group", ","),
        minus=signs.get("minusSign", "-").strip("\u200e\u200f"),
        second_group=locale.decimal_formats[None].grouping[1],
        percent_mark="%" if locale.language in {"zh", "ja", "ko"} else " %",
        order="".join(sorted("dmy", key=figures.index)),
        day_pattern=day,
        short_pattern=short,
        long_pattern=long,
        month_pattern=month,
        months=tuple(locale.months["format"]["abbreviated"][number] for number in range(1, 13)),
        month_names=tuple(locale.months["format"]["wide"][number] for number in range(1, 13)),
        weekdays=tuple(locale.days["format"]["abbreviated"][number] for number in range(7)),
        first_weekday=locale.first_week_day,
    )


def _template(pattern: str) -> str:
    """Babel's words for the parts of a date as ours: "y年M月d日" is "{y}年{m}月{d}日"."""
    return re.sub(r"y+|M+|d+", lambda part: _PARTS.get(part.group(), "{y}"), pattern)
