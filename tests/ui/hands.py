"""Fingers on a keyboard: what tests of windows type, and whether the window listens."""

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


def ready(window: QWidget) -> None:
    """The window is in front and hears keys."""
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)


def press(window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """A key for whatever has the cursor in the window."""
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def enter(window: QWidget) -> None:
    press(window, Qt.Key.Key_Return)


def write(field: QWidget, text: str) -> None:
    """Go to a field and replace what stands in it."""
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def tab(window: QWidget) -> None:
    press(window, Qt.Key.Key_Tab)


def has_cursor(field: QWidget) -> bool:
    return field.window().focusWidget() is field


def settle() -> None:
    """Qt clicks a button a tenth of a second after its mnemonic."""
    QTest.qWait(150)


def doubled_letters(window: QWidget) -> list[str]:
    """Letters that Alt would have to choose between, of what is shown."""
    found: list[str] = []
    for each in window.findChildren(QWidget):
        words = each.text() if isinstance(each, QLabel | QAbstractButton) else ""
        if each.isVisible() and (not isinstance(each, QLabel) or each.buddy() is not None):
            found += [letter.casefold() for letter in re.findall(r"&(\w)", words.replace("&&", ""))]
    return sorted({letter for letter in found if found.count(letter) > 1})
