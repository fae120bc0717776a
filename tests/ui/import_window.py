"""The import assistant under the hands of a user who has a keyboard only, for the tests of its steps."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from oppdesk.ui.dialogs.import_wizard import ImportWizard
from oppdesk.ui.workplace import Workplace

NO = Qt.KeyboardModifier.NoModifier


class Window:
    def __init__(self, wizard: ImportWizard, qtbot: QtBot) -> None:
        self.wizard = wizard
        self.qtbot = qtbot

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        for key in keys:
            self.qtbot.keyClick(self.focus(), key, modifier)

    def focus(self) -> QWidget:
        found = self.wizard.focusWidget()
        assert found is not None
        return found

    def tab_to(self, widget: QWidget) -> None:
        """Tab until the widget has the keyboard: it can be reached."""
        for _each in range(80):
            if self.focus() is widget:
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"the keyboard never reaches {widget}")

    def note(self) -> str:
        return self.wizard.note.words()

    def figures(self) -> tuple[int, ...]:
        """New, changing, unchanged rows and faults, as the tabs of the third step say."""
        shown = self.wizard.check.shown()
        return tuple(int(shown[key]) for key in ("new", "change", "same", "faults"))

    def beside(self) -> tuple[int, ...]:
        """The same, as the pane beside the columns says."""
        shown = self.wizard.side.figures.shown()
        return tuple(int(shown[key]) for key in ("new", "change", "same", "faults"))

    def matched(self) -> dict[str, str]:
        """Heading -> field, as it reads."""
        rows = self.wizard.columns.rows
        return {row.heading: row.choice.currentText() for row in rows if row.choice.currentIndex() > 0}


def open_window(
    place: Workplace, qtbot: QtBot, target: str = "opportunities", path: Path | None = None
) -> Window:
    """The assistant on the screen, with the keyboard. Hold on to it: it ends with its last name."""
    wizard = ImportWizard(place, target, path)
    wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(wizard)
    with qtbot.waitActive(wizard):
        wizard.show()
        wizard.activateWindow()
    return Window(wizard, qtbot)


def table_rows(table: QWidget) -> list[list[str]]:
    """What a table of the assistant reads, row by row."""
    model = table.model()  # type: ignore[attr-defined]
    return [
        [str(model.index(row, at).data()) for at in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
