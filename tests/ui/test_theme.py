"""The tokens of the look hold what they promise: contrast, one table a theme, a change without restart."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from oppdesk.ui import metrics, theme
from oppdesk.ui.resources import RESOURCES

THEMES = [theme.LIGHT, theme.DARK]
SURFACES = ("window", "base", "sunken", "raised", "hover", "soft", "softidle")
WORDS = ("text", "text2", "text3", "accent", "won", "lost", "overdue", "stale")
UI = Path(theme.__file__).parent


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shown_theme", THEMES, ids=lambda t: t.name)
def test_every_theme_has_every_token(shown_theme: theme.Theme) -> None:
    assert set(shown_theme.table) == set(get_args(theme.Token))
    assert all(colour.isValid() for colour in shown_theme.colours.values())


@pytest.mark.parametrize("shown_theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("word", WORDS)
def test_text_reaches_4_5_on_every_surface(shown_theme: theme.Theme, word: theme.Token) -> None:
    for surface in SURFACES:
        ratio = contrast(shown_theme.colour(word), shown_theme.colour(surface))
        assert ratio >= 4.5, f"{word} on {surface}: {ratio:.2f}"


@pytest.mark.parametrize("shown_theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize(
    ("word", "surface", "least"),
    [
        ("won", "wonsoft", 4.8),
        ("lost", "lostsoft", 4.8),
        ("overdue", "overduesoft", 4.8),
        ("stale", "stalesoft", 4.8),
        ("onaccent", "accentfill", 4.5),
        ("onaccent", "accenthover", 4.5),
        ("tiptext", "tip", 4.5),
        ("field", "base", 3.0),
    ],
)
def test_marks_and_fields_stand_out_from_their_own_ground(
    shown_theme: theme.Theme, word: theme.Token, surface: theme.Token, least: float
) -> None:
    assert contrast(shown_theme.colour(word), shown_theme.colour(surface)) >= least


@pytest.mark.parametrize("word", ["accent", "won", "text2"])
def test_the_undo_bar_reads_in_the_dark_words_on_both_tips(word: theme.Token) -> None:
    for each in THEMES:
        assert contrast(theme.DARK.colour(word), each.colour("tip")) >= 4.5


def test_selection_is_soft_and_keeps_the_colour_of_its_text(qapp: QApplication) -> None:
    palette = qapp.palette()
    assert palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight) == theme.LIGHT.colour(
        "soft"
    )
    assert palette.color(
        QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText
    ) == theme.LIGHT.colour("text")
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.LIGHT.colour(
        "disabled"
    )


def test_a_theme_changes_without_restart(qapp: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit("x")
    qtbot.addWidget(field)
    field.show()
    before = field.grab().toImage().pixelColor(field.width() // 2, 3)
    theme.apply(qapp, "dark")
    assert theme.current() is theme.DARK
    after = field.grab().toImage().pixelColor(field.width() // 2, 3)
    assert (before, after) == (theme.LIGHT.colour("base"), theme.DARK.colour("base"))


def test_the_system_is_followed_until_a_theme_is_chosen(qapp: QApplication) -> None:
    theme.apply(qapp, "system")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is theme.DARK
    theme.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is theme.LIGHT


def test_the_style_sheet_is_short_and_flat() -> None:
    text = (RESOURCES / "styles" / "app.qss").read_text("utf-8")
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert len(text.splitlines()) <= 100
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", rules.replace("${", "").replace("}px", "px")):
        for selector in selectors.split(","):
            assert not re.search(r"\S\s+\S|>", selector.strip()), f"a descendant selector: {selector}"
    assert "font-family" not in text
    assert "font-size" not in text
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", rules), "colours are tokens"


@pytest.mark.parametrize("shown_theme", THEMES, ids=lambda t: t.name)
def test_the_pictures_of_the_style_sheet_exist(shown_theme: theme.Theme) -> None:
    places = re.findall(r'url\("([^"]+)"\)', theme.style_sheet(shown_theme))
    assert places
    assert all(Path(place).is_file() for place in places)


def test_an_unwritable_cache_costs_no_arrow(qapp: QApplication, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    theme.apply(qapp, "light", cache=blocked / "look")
    places = re.findall(r'url\("([^"]+)"\)', qapp.styleSheet())
    assert all(Path(place).is_file() for place in places)


def test_no_colour_is_named_outside_the_theme() -> None:
    for path in UI.rglob("*.py"):
        if path.name != "theme.py":
            found = re.findall(
                r"[\"']#[0-9A-Fa-f]{3,8}[\"']|GlobalColor\.(?!transparent)\w+", path.read_text("utf-8")
            )
            assert not found, f"{path.name}: {found}"


@pytest.mark.parametrize(("points", "expected"), [(9, 7), (10, 8), (12, 10), (16, 13)])
def test_the_unit_is_half_a_line_of_the_application_font(
    qapp: QApplication, points: float, expected: int
) -> None:
    if QFont("Inter").exactMatch():
        assert metrics.unit(QFont("Inter", points)) == expected


@pytest.mark.parametrize("points", [9, 10, 16, 20])
def test_controls_are_four_units_high_at_every_font_and_do_not_grow_with_the_ring(
    qapp: QApplication, qtbot: QtBot, points: float
) -> None:
    theme.apply(qapp, "light", points)
    window = QPushButton("a")
    field = QLineEdit("x")
    qtbot.addWidget(window)
    qtbot.addWidget(field)
    assert QApplication.font().pointSizeF() == points
    assert window.sizeHint().height() == metrics.px(4)
    assert field.sizeHint().height() == metrics.px(4)
    with qtbot.waitActive(field):
        field.show()
    field.setFocus()
    assert field.hasFocus()
    assert field.sizeHint().height() == metrics.px(4)


def test_figures_are_equally_wide_and_measured_with_the_font_that_draws_them() -> None:
    figures = metrics.face(metrics.Type.FIGURE)
    assert figures.width("111") == figures.width("888")
    assert figures.elided("14:02", int(figures.width("14:02")) + 1) == "14:02"
    assert figures.elided("Kranzfeld Maschinenbau", 60).endswith("…")


def test_chinese_titles_ask_for_bold() -> None:
    title = metrics.face(metrics.Type.TITLE)
    assert title.font_for("商机").weight() == QFont.Weight.Bold
    assert title.font_for("Opportunities").weight() == QFont.Weight.DemiBold
