"""Gives a scroll area its viewport from here, for a start feels it when the one that Qt made is asked for.

To tell which kind of widget it got, the binding would then learn every kind there is: a tenth of a bare window's time.
"""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def give_viewport(area: QAbstractScrollArea, role: QPalette.ColorRole = QPalette.ColorRole.Base) -> None:
    """To be called first of all; it is like Qt's own."""
    own = QWidget()
    own.setObjectName("qt_scrollarea_viewport")  # by which style sheets know it
    own.setBackgroundRole(role)
    own.setAutoFillBackground(True)
    area.setViewport(own)
