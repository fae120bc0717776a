"""Learns a locale's habits from Babel, once: the only module that reads it, and only when it is asked.

What was learnt can be kept in a file: reading Babel's data is felt at every start.
"""

import json
import re
from contextlib import suppress
from dataclasses import asdict, fields
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

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
def learn(tag: str, notes: Path | None = None) -> LocaleFormat:
    """The habits of a locale ("nl_NL", "zh-Hans-CN", "fr_FR.UTF-8"); English ones if it is not carried.

    `notes` is a file that keeps the last that was learnt; another Babel or another locale makes it anew.
    """
    if notes is None:
        return _read_babel(tag)
    head = [tag, _age_of_babel(), [each.name for each in fields(LocaleFormat)]]
    try:
        kept = json.loads(notes.read_text("utf-8"))
        if kept["head"] == head:
            return LocaleFormat(**{name: _frozen(value) for name, value in kept["habits"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there, or not ours: it is written now
    form = _read_babel(tag)
    with suppress(OSError):  # a read-only home must not cost the start
        notes.write_text(json.dumps({"head": head, "habits": asdict(form)}), "utf-8")
    return form


def _age_of_babel() -> str:
    """When the installed one was made, found without importing it."""
    spec = find_spec("babel")
    origin = Path(spec.origin) if spec and spec.origin else None
    return str(origin.stat().st_mtime_ns) if origin and origin.exists() else ""


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read_babel(tag: str) -> LocaleFormat:
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
