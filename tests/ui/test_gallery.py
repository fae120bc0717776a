"""The sheet of all parts stands in both themes, at every font and with texts two fifths longer, with nothing cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from oppdesk.i18n import learn, set_language
from oppdesk.ui import theme
from oppdesk.ui.gallery import gallery
from oppdesk.ui.widgets.labels import Elided


@pytest.fixture(autouse=True)
def shown(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    theme.apply(qapp, "light", 10, cache=tmp_path / "look")
    yield
    set_language("en")
    theme.apply(qapp, "light", 10)


def cut(sheet: QWidget) -> list[str]:
    """Words that have less room than they need."""
    found = []
    for label in sheet.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap() and not isinstance(label, Elided):
            if label.width() < label.sizeHint().width():
                found.append(label.text())
        elif label.isVisible() and label.wordWrap() and label.height() < label.heightForWidth(label.width()):
            found.append(label.text())
    buttons = [
        button for button in sheet.findChildren(QAbstractButton) if button.isVisible() and button.text()
    ]
    found += [button.text() for button in buttons if button.width() < button.minimumSizeHint().width()]
    return found


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("points", [9, 10, 16, 20])
@pytest.mark.parametrize("language", ["en", "pseudo"])
def test_nothing_is_cut_on_the_sheet(
    qapp: QApplication, qtbot: QtBot, name: theme.Choice, points: float, language: str
) -> None:
    theme.apply(qapp, name, points)
    set_language(language)
    sheet = gallery(learn("en_GB"))
    qtbot.addWidget(sheet)
    sheet.show()
    QApplication.processEvents()
    assert cut(sheet) == []
    assert not sheet.grab().isNull()


def test_the_sheet_changes_its_theme_while_it_is_shown(qapp: QApplication, qtbot: QtBot) -> None:
    sheet = gallery()
    qtbot.addWidget(sheet)
    sheet.show()
    theme.apply(qapp, "dark")
    QApplication.processEvents()
    image = sheet.grab().toImage()
    assert image.pixelColor(2, 2) == theme.DARK.colour("base")
    assert image.pixelColor(image.width() - 4, image.height() - 4) == theme.DARK.colour("base")
