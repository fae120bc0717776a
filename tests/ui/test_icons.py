"""One drawing serves every theme, size and screen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from oppdesk.ui import icons, theme
from oppdesk.ui.resources import RESOURCES

NAMES = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg") if path.stem != "oppdesk")


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    theme.apply(qapp, "light", 10)


def is_drawn_in(image: QImage, colour: QColor) -> bool:
    """Whether all full pixels have the colour, up to the rounding of half-covered ones."""
    full = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 250
    ]
    return bool(full) and all(
        abs(one.red() - colour.red()) + abs(one.green() - colour.green()) + abs(one.blue() - colour.blue())
        < 9
        for one in full
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something_in_one_colour(name: str) -> None:
    assert is_drawn_in(icons.pixmap(name, "accent", 24, 4).toImage(), theme.LIGHT.colour("accent"))


def test_the_licence_of_the_drawings_is_shipped() -> None:
    text = (RESOURCES / "icons" / "LICENSE-lucide.txt").read_text("utf-8")
    assert "ISC License" in text
    assert "Lucide" in text


def test_every_icon_named_in_the_program_is_shipped() -> None:
    used = set()
    for path in Path(icons.__file__).parent.rglob("*.py"):
        for call in re.findall(
            r"(?:icons?\.(?:icon|pixmap|draw)|draw_icon)\(\s*(?:painter, )?\"([a-z0-9-]+)\"",
            path.read_text("utf-8"),
        ):
            used.add(call)
    assert used <= set(NAMES)


def test_a_pixmap_is_sharp_on_a_dense_screen() -> None:
    pixmap = icons.pixmap("search", "text2", 16, 2)
    assert pixmap.size() == QSize(32, 32)
    assert pixmap.deviceIndependentSize().width() == 16


def test_an_icon_follows_the_theme_by_itself(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.setIcon(icons.icon("plus", "text2"))
    assert is_drawn_in(button.icon().pixmap(48).toImage(), theme.LIGHT.colour("text2"))
    theme.apply(qapp, "dark")
    assert is_drawn_in(button.icon().pixmap(48).toImage(), theme.DARK.colour("text2"))


def test_a_disabled_icon_takes_the_disabled_colour() -> None:
    image = icons.icon("plus", "text2").pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    assert is_drawn_in(image, theme.LIGHT.colour("disabled"))


def test_a_copied_icon_lives_on() -> None:
    copy = QIcon(icons.icon("check", "won"))
    copy.addPixmap(icons.pixmap("check", "won", 16, 1))  # makes Qt clone the engine
    assert not copy.pixmap(16).isNull()
