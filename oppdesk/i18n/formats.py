"""Writes and reads numbers and dates exactly, in one locale's manner: no float, no guess.

Reading has one strict grammar. What could mean two things is refused: `1.234` for `1,234` would falsify.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from oppdesk.i18n import clock, days
from oppdesk.i18n.texts import _

GREATEST = 10**12  # minor units: a product with basis points and a sum of a million rows stay within 64 bits
SPACES = re.compile(
    "[ \u00a0\u202f\u2009\t]+"
)  # people type a plain one where the locale writes a narrow one


def rounded(n: int, by: int) -> int:
    """n / by as a whole number, half away from zero: the only rounding that is shown (R-EST-08)."""
    return -((-2 * n + by) // (2 * by)) if n < 0 else (2 * n + by) // (2 * by)


@dataclass(frozen=True, slots=True)
class LocaleFormat:
    """How people of one place write numbers and dates. The defaults are those of the files we write."""

    tag: str = ""  # "" is neutral: exact and ISO
    decimal: str = "."
    group: str = ""
    minus: str = "-"
    second_group: int = 3  # 2 in India: 12,34,567
    percent_mark: str = ""
    order: str = "ymd"  # of a date written in figures: dmy, mdy or ymd
    day_pattern: str = "{y:04}-{m:02}-{d:02}"
    short_pattern: str = "{y:04}-{m:02}-{d:02}"
    long_pattern: str = "{y:04}-{m:02}-{d:02}"
    month_pattern: str = "{y:04}-{m:02}"
    months: tuple[str, ...] = days.MONTHS
    month_names: tuple[str, ...] = days.MONTH_NAMES
    weekdays: tuple[str, ...] = days.WEEKDAYS  # from Monday
    first_weekday: int = 0  # 0 is Monday

    # showing

    def whole(self, n: int) -> str:
        text = f"{abs(n):,}" if self.second_group == 3 else _uneven(str(abs(n)), self.second_group)
        if self.group != ",":
            text = text.replace(",", self.group)
        return self.minus + text if n < 0 else text

    def money(self, minor: int, decimals: int = 2) -> str:
        """An amount in units of 10^-decimals: 4800000 is "48,000.00"."""
        if decimals == 0:
            return self.whole(minor)
        units, rest = divmod(abs(minor), 10**decimals)
        text = f"{self.whole(units)}{self.decimal}{rest:0{decimals}}"
        return self.minus + text if minor < 0 else text

    def amount(self, minor: int) -> str:
        """Minor units as whole units of the currency, half away from zero."""
        return self.whole(rounded(minor, 100))

    def value(self, micro: int, decimals: int = 2) -> str:
        """A calculated current value (10^-6 of the currency unit), half away from zero."""
        return self.money(rounded(micro, 10 ** (6 - decimals)), decimals)

    def percent(self, n: int) -> str:
        return self.whole(n) + self.percent_mark

    def rate(self, bp: int, decimals: int = 1) -> str:
        """Basis points as percent, half away from zero: 875 is "8.8 %"."""
        return self.money(rounded(bp, 10 ** (2 - decimals)), decimals) + self.percent_mark

    def day(self, d: date | None) -> str:
        return "" if d is None else self._written(self.day_pattern, d)

    def short_day(self, d: date | None, today: date) -> str:
        """Without the year when it is the year of `today`."""
        if d is None or d.year != today.year:
            return self.day(d)
        return self._written(self.short_pattern, d)

    def long_day(self, d: date | None) -> str:
        """With the day of the week."""
        return "" if d is None else self._written(self.long_pattern, d)

    def month(self, d: date) -> str:
        """The month of a day with its year, for headings: "April 2026"."""
        return self._written(self.month_pattern, d)

    def moment(self, m: datetime | None) -> str:
        """An aware moment in local time; in a file in UTC, to the second."""
        if m is None:
            return ""
        if not self.tag:
            return m.astimezone(UTC).isoformat(timespec="seconds")
        local = m.astimezone()
        return f"{self.day(local.date())} {local:%H:%M}"

    def clock(self, t: time | None) -> str:
        """A time of the day, in every locale by 24 hours: "14:05"."""
        return "" if t is None else f"{t.hour:02}:{t.minute:02}"

    def duration(self, minutes: int) -> str:
        """A length of time: "1 h 30 min"; in a file its minutes."""
        return clock.duration(minutes) if self.tag else str(minutes)

    def _written(self, pattern: str, d: date) -> str:
        return pattern.format(
            y=d.year,
            m=d.month,
            d=d.day,
            mon=self.months[d.month - 1],
            month=self.month_names[d.month - 1],
            wd=self.weekdays[d.weekday()],
        )

    # reading

    def parse_money(self, text: str, decimals: int = 2) -> int:
        """Minor units; ValueError with a translated sentence for all but a plain number of this locale."""
        found = _number(self.decimal, self.group, self.second_group).fullmatch(SPACES.sub(" ", text.strip()))
        if found is None or len(text) > 40 or not (found[2] or found[3]):
            raise ValueError(
                _("“{text}” is not a number. Write it like {example}.").format(
                    text=text[:40], example=self.money(123456, decimals)
                )
            )
        rest = found[3] or ""
        if len(rest) > decimals:
            raise ValueError(
                _("“{text}” must be a whole number.").format(text=text)
                if decimals == 0
                else _("“{text}” has more than {count} decimals.").format(text=text, count=decimals)
            )
        size = int(re.sub("[^0-9]", "", found[2]) + rest.ljust(decimals, "0") or "0")
        if size > GREATEST:
            raise ValueError(_("“{text}” is too large a number.").format(text=text))
        return size if found[1] in ("", "+") else -size

    def parse_whole(self, text: str) -> int:
        return self.parse_money(text, 0)

    def parse_percent(self, text: str) -> int:
        """A whole percentage, with or without its sign."""
        return self.parse_whole(text.strip().removesuffix("%"))

    def parse_rate(self, text: str) -> int:
        """Basis points from a percentage of at most two decimals, with or without its sign."""
        return self.parse_money(text.strip().removesuffix("%"))

    def parse_day(self, text: str, base: date | None = None) -> date | None:
        """A day; None for blank; ValueError with a translated sentence.

        With a `base` also "tomorrow", "+3", "in 3 months", and a day without its year, which is then the one
        nearest to the base. Two-digit years are refused: 01/02/03 has six meanings.
        """
        plain = SPACES.sub(" ", text.strip()).casefold()
        return days.parse(self, plain, text, base) if plain else None

    def parse_clock(self, text: str) -> time | None:
        """A time of the day; None for blank; ValueError with a translated sentence."""
        return clock.parse_clock(text)

    def parse_duration(self, text: str) -> int:
        """Minutes; ValueError with a translated sentence."""
        return clock.parse_duration(text)

    def parse_moment(self, text: str) -> datetime | None:
        """A moment as our files write it (ISO, with its zone); None for blank."""
        if not text.strip():
            return None
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ValueError(
                _("“{text}” is not a moment. Write it like {example}.").format(
                    text=text[:40], example="2026-04-30T14:05:00+02:00"
                )
            )
        return moment.astimezone(UTC)


NEUTRAL = LocaleFormat()


@lru_cache(maxsize=8)
def _number(decimal: str, group: str, second_group: int) -> re.Pattern[str]:
    """Sign, grouped or plain digits, decimals. Only 0-9: `int` would take the digits of any script."""
    mark = re.escape(group) if group else "(?!)"
    if SPACES.fullmatch(group):
        mark = " "
    elif group in ("’", "'"):
        mark = "['’]"
    head = "[0-9]{1,3}" if second_group == 3 else f"[0-9]{{1,2}}(?:{mark}[0-9]{{2}})*"
    return re.compile(f"([-+−]?) ?({head}(?:{mark}[0-9]{{3}})+|[0-9]*)(?:{re.escape(decimal)}([0-9]*))?")


def _uneven(digits: str, second: int) -> str:
    head, parts = digits[:-3], [digits[-3:]]
    while head:
        head, part = head[:-second], head[-second:]
        parts.insert(0, part)
    return ",".join(parts)
