"""The pane at the right of a setup page: what follows from what is edited, on a ground of its own, scrolled if long."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from oppdesk.ui.metrics import px

WIDTH = 54  # u


class Side(QScrollArea):
    """Lay it out in `column`, then `fit` it."""

    def __init__(self) -> None:
        super().__init__()
        self._content = QWidget()
        self._content.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._content.setAutoFillBackground(True)
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(px(2), px(2), px(1.5), px(2))
        self.column.setSpacing(px(1))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._content)

    def fit(self) -> None:
        """As wide as usual, wider where the words need it: they are never cut."""
        self.column.addStretch(1)
        needed = self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(max(px(WIDTH), needed))
