"""Tells a screen reader what the eye sees change; what it takes is imported when there is something to tell."""

from PySide6.QtWidgets import QWidget


def alert(widget: QWidget) -> None:
    """Read the widget's name out now, whatever has the focus."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - a start would feel its many names

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
