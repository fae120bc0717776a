"""Texts, numbers and dates as people of four places write them (reliability.md I05, I06)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from oppdesk.i18n import (
    EARLIEST,
    GREATEST,
    LATEST,
    N_,
    NEUTRAL,
    LocaleFormat,
    _,
    learn,
    ngettext,
    rounded,
    set_language,
)

TAGS = ("en_US", "nl_NL", "fr_FR", "zh_CN")
EN, NL, FR, ZH = (learn(tag) for tag in TAGS)
FORMS = [EN, NL, FR, ZH, NEUTRAL, learn("en_IN"), learn("de_CH"), learn("sv_SE")]
BASE = date(2026, 3, 17)
amounts = st.integers(-GREATEST, GREATEST)
days = st.dates(EARLIEST, LATEST)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    set_language("en")


def test_marked_texts_are_translated_when_shown() -> None:
    label = N_("Won")
    assert _(label) == "Won"
    set_language("pseudo")
    assert _(label) != "Won"
    assert _("") == ""


def test_pseudo_is_longer_and_keeps_placeholders_and_mnemonics() -> None:
    set_language("pseudo")
    shown = _("&Move {name} to stage {stage:>3}")
    assert "{name}" in shown
    assert "{stage:>3}" in shown
    assert "&M" in shown
    assert len(shown) >= 1.3 * len("&Move {name} to stage {stage:>3}")
    assert ngettext("{n} day", "{n} days", 1).startswith("{n} ")
    assert ngettext("{n} day", "{n} days", 2) != ngettext("{n} day", "{n} days", 1)


def test_unknown_language_is_english(tmp_path: Path) -> None:
    set_language("nl", tmp_path)
    assert _("Won") == "Won"


@pytest.mark.parametrize("tag", TAGS)
@given(minor=amounts)
def test_money_is_written_as_babel_writes_it(tag: str, minor: int) -> None:
    wanted = format_decimal(Decimal(minor) / 100, format="#,##0.00", locale=tag)
    assert learn(tag).money(minor) == wanted


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.tag or "neutral")
@given(minor=amounts)
def test_money_shown_is_read_back(form: LocaleFormat, minor: int) -> None:
    assert form.parse_money(form.money(minor)) == minor
    assert form.parse_whole(form.whole(minor)) == minor
    assert form.parse_rate(form.rate(minor, 2)) == minor
    assert form.parse_percent(form.percent(minor)) == minor


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.tag or "neutral")
@given(day=days)
def test_days_shown_are_read_back(form: LocaleFormat, day: date) -> None:
    assert form.parse_day(form.day(day)) == day
    assert form.parse_day(form.long_day(day)) == day
    assert form.parse_day(form.long_day(day).upper()) == day
    assert form.parse_day(form.short_day(day, day), day) == day
    assert form.parse_day(day.isoformat()) == day


@given(n=st.integers(-(10**20), 10**20), by=st.sampled_from([10, 100, 10_000]))
def test_r_est_08_rounds_half_away_from_zero(n: int, by: int) -> None:
    wanted = (Decimal(n) / by).quantize(Decimal(1), "ROUND_HALF_UP")
    assert rounded(n, by) == int(wanted)


def test_figures_as_the_windows_show_them() -> None:
    assert EN.money(4_800_000) == "48,000.00"
    assert EN.amount(4_800_049) == "48,000"
    assert EN.amount(-4_800_050) == "-48,001"
    assert EN.amount(-49) == "0"
    assert EN.value(4_200_000_000) == "4,200.00"
    assert EN.percent(25) == "25 %"
    assert EN.rate(875) == "8.8 %"
    assert EN.rate(4200) == "42.0 %"
    assert FR.rate(875) == "8,8 %"
    assert ZH.rate(875) == "8.8%"
    assert learn("en_IN").whole(123456789) == "12,34,56,789"
    assert NEUTRAL.money(-123456789) == "-1234567.89"
    assert NEUTRAL.rate(875, 2) == "8.75"


def test_dates_as_the_windows_show_them() -> None:
    day = date(2026, 4, 30)
    assert [form.day(day) for form in (EN, NL, FR, ZH, NEUTRAL)] == [
        "30 Apr 2026", "30 apr 2026", "30 avr. 2026", "2026年4月30日", "2026-04-30",
    ]  # fmt: skip
    assert EN.day(None) == ""
    assert EN.short_day(day, date(2026, 12, 31)) == "30 Apr"
    assert EN.short_day(day, date(2025, 12, 31)) == "30 Apr 2026"
    assert ZH.short_day(day, day) == "4月30日"
    assert EN.long_day(BASE) == "Tue 17 Mar 2026"
    assert [form.month(day) for form in (EN, FR, ZH)] == ["April 2026", "avril 2026", "2026年4月"]
    assert (EN.first_weekday, NL.first_weekday) == (6, 0)


def test_a_moment_is_local_on_screen_and_utc_in_a_file() -> None:
    moment = datetime(2026, 3, 17, 13, 5, 9, tzinfo=UTC)
    local = moment.astimezone()
    assert EN.moment(moment) == f"17 Mar 2026 {local:%H:%M}" or local.day != 17
    assert NEUTRAL.moment(moment) == "2026-03-17T13:05:09+00:00"
    assert NEUTRAL.parse_moment(NEUTRAL.moment(moment)) == moment
    assert NEUTRAL.parse_moment("") is None
    with pytest.raises(ValueError, match="not a moment"):
        NEUTRAL.parse_moment("2026-03-17 13:05")


def test_french_groups_may_be_typed_with_any_blank() -> None:
    for blank in (" ", "\u00a0", "\u202f"):
        assert FR.parse_money(f"1{blank}234{blank}567,89") == 123456789
    assert FR.parse_money("1234567,8") == 123456780


@pytest.mark.parametrize(
    ("form", "text", "minor"),
    [
        (NL, "1.234,50", 123450),
        (EN, "1,234.50", 123450),
        (EN, " 12 ", 1200),
        (EN, ".5", 50),
        (EN, "-0", 0),
        (EN, "−3.25", -325),
        (EN, "+3", 300),
        (learn("de_CH"), "1'234.50", 123450),
        (EN, "10,000,000,000.00", GREATEST),
    ],
)
def test_i05_amounts_by_the_locale(form: LocaleFormat, text: str, minor: int) -> None:
    assert form.parse_money(text) == minor


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (EN, "1.234,50"), (NL, "1,234.50"), (NL, "1.5"), (EN, "1,5"), (EN, "12,34"), (EN, "1,234,56"), (FR, "1.5"),
        (EN, "1e400"), (EN, "1e4"), (EN, "nan"), (EN, "inf"), (EN, "1_000"), (EN, "١٢"), (EN, "１２"), (EN, "1.234"),
        (EN, "10,000,000,000.01"), (EN, "1" * 300), (EN, ""), (EN, "-"), (EN, "."), (EN, "1-"), (EN, "--1"),
        (EN, "1 2"), (EN, "12\n3"), (NEUTRAL, "1,234"), (EN, "0x10"), (EN, "1\x00"),
    ],
)  # fmt: skip
def test_i05_other_amounts_are_refused(form: LocaleFormat, text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        form.parse_money(text)


def test_percentages() -> None:
    assert EN.parse_percent("25 %") == EN.parse_percent("25") == EN.parse_percent("25%") == 25
    assert NL.parse_rate("8,75 %") == 875
    with pytest.raises(ValueError, match="whole number"):
        EN.parse_percent("12.5")
    with pytest.raises(ValueError, match="decimals"):
        EN.parse_rate("12.345")


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        (NL, "17-3-2026", date(2026, 3, 17)),
        (NL, "17/03/2026", date(2026, 3, 17)),
        (EN, "3/17/2026", date(2026, 3, 17)),
        (ZH, "2026/3/17", date(2026, 3, 17)),
        (ZH, "2026年3月17日", date(2026, 3, 17)),
        (EN, "2026-3-17", date(2026, 3, 17)),
        (EN, "Mar 17, 2026", date(2026, 3, 17)),
        (EN, "17 march 2026", date(2026, 3, 17)),
        (FR, "17 mars 2026", date(2026, 3, 17)),
        (FR, "17 avril", date(2026, 4, 17)),
        (NL, "17.3.", date(2026, 3, 17)),
        (NL, "17.3", date(2026, 3, 17)),
        (EN, "3/17", date(2026, 3, 17)),
        (ZH, "3月17日", date(2026, 3, 17)),
        (NL, "15.11.", date(2025, 11, 15)),
        (NL, "1-9", date(2026, 9, 1)),
        (EN, "today", BASE),
        (NL, "Tomorrow", date(2026, 3, 18)),
        (EN, "yesterday", date(2026, 3, 16)),
        (EN, "+3", date(2026, 3, 20)),
        (EN, "-3", date(2026, 3, 14)),
        (EN, "in 3 months", date(2026, 6, 17)),
        (EN, "2 weeks later", date(2026, 3, 31)),
        (EN, "in 1 year", date(2027, 3, 17)),
        (EN, "Friday", date(2026, 3, 20)),
        (EN, "tuesday", date(2026, 3, 24)),  # the base is one: the next is meant
        (EN, "this Tuesday", date(2026, 3, 17)),
        (EN, "next Thursday", date(2026, 3, 26)),
        (EN, "thursday next week", date(2026, 3, 26)),
        (EN, "next week", date(2026, 3, 24)),
        (EN, "day after tomorrow", date(2026, 3, 19)),
        (EN, "in two weeks", date(2026, 3, 31)),
        (EN, "next month", date(2026, 4, 17)),
        (NL, "morgen", date(2026, 3, 18)),
        (NL, "vrijdag", date(2026, 3, 20)),
        (NL, "volgende week dinsdag", date(2026, 3, 24)),
        (NL, "over 3 dagen", date(2026, 3, 20)),
        (NL, "vr", date(2026, 3, 20)),
        (NL, "3 mei", date(2026, 5, 3)),
        (FR, "vendredi prochain", date(2026, 3, 20)),
        (FR, "après-demain", date(2026, 3, 19)),
        (FR, "apres-demain", date(2026, 3, 19)),
        (FR, "aujourd’hui", date(2026, 3, 17)),
        (FR, "dans un mois", date(2026, 4, 17)),
        (FR, "mar.", date(2026, 3, 24)),
        (EN, "3 février", date(2026, 2, 3)),
        (ZH, "明天", date(2026, 3, 18)),
        (ZH, "星期五", date(2026, 3, 20)),
        (ZH, "下周五", date(2026, 3, 27)),
        (ZH, "下下周一", date(2026, 3, 30)),
        (ZH, "这周五", date(2026, 3, 20)),
        (ZH, "两周后", date(2026, 3, 31)),
        (EN, "  ", None),
    ],
)
def test_i06_days_people_type(form: LocaleFormat, text: str, day: date | None) -> None:
    assert form.parse_day(text, BASE) == day


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (NL, "31.02."), (NL, "31.02.2026"), (EN, "29 Feb 2026"), (EN, "29.2."), (NL, "01/02/03"), (EN, "1/2/26"),
        (EN, "0001-01-01"), (EN, "9999-12-31"), (EN, "1899-12-31"), (EN, "45000"), (EN, "45000.5"), (EN, "17"),
        (EN, "17/3/2026"), (ZH, "17-3-2026"), (EN, "17 Foo 2026"), (EN, "Mon 17 Mar 2026"), (EN, "٣-٣-٢٠٢٦"),
        (EN, "2026-13-01"), (EN, "2026-00-01"), (EN, "in 9999 years"), (EN, "soon"), (EN, "x" * 100000), (EN, "0-0"),
    ],
)  # fmt: skip
def test_i06_other_days_are_refused(form: LocaleFormat, text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        form.parse_day(text, BASE)


@pytest.mark.parametrize("text", ["today", "+3", "17 Mar", "3/17", "in 3 months"])
def test_i06_without_a_base_nothing_is_relative(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        EN.parse_day(text)


@given(text=st.text(max_size=30), form=st.sampled_from(FORMS))
def test_i05_i06_any_text_is_read_or_refused(text: str, form: LocaleFormat) -> None:
    for read in (form.parse_money, form.parse_rate, form.parse_whole, lambda t: form.parse_day(t, BASE)):
        with suppress(ValueError):
            read(text)


def test_a_day_without_year_is_the_nearest_one() -> None:
    assert EN.parse_day("1 Jan", date(2026, 12, 30)) == date(2027, 1, 1)
    assert EN.parse_day("30 Dec", date(2026, 1, 2)) == date(2025, 12, 30)
    assert EN.parse_day("29 Feb", date(2027, 12, 1)) == date(2028, 2, 29)


def test_locales_not_carried_fall_back_to_english() -> None:
    assert learn("C").money(123456) == learn("xx_YY").money(123456) == "1,234.56"
    assert learn("nl_NL.UTF-8").money(123456) == "1.234,56"
    assert learn("zh-Hans-CN").day(BASE) == "2026年3月17日"


def test_what_was_learnt_is_kept_in_a_file_and_made_anew_when_it_does_not_fit(tmp_path: Path) -> None:
    notes = tmp_path / "locale.json"
    assert learn("nl_NL", notes) == learn("nl_NL")
    for written in (notes.read_text("utf-8"), "", "[]", '{"head": []}', "no notes"):
        notes.write_text(written, "utf-8")
        learn.cache_clear()
        assert learn("nl_NL", notes) == learn("nl_NL")
        learn.cache_clear()
        assert learn("fr_FR", notes) == learn("fr_FR")
    learn.cache_clear()
    assert learn("nl_NL", tmp_path / "nowhere" / "locale.json") == learn("nl_NL")
