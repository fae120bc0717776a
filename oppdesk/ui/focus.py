"""Gives the cursor back to where it was: by then that may be gone, and asking what is gone ends the program."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def give_back(widget: QWidget | None, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
    """The cursor to a widget that had it before, if it is still there."""
    if widget is not None and shiboken6.isValid(widget):
        widget.setFocus(reason)
