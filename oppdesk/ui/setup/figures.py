"""A few rows of figures under heads, as small as figures beside the work should be."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Elided, Text


class FiguresTable(QWidget):
    """The first column names the row, the others are figures."""

    def __init__(self, heads: Sequence[str]) -> None:
        super().__init__()
        self._width = len(heads)
        self._labels: list[list[Text]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(1.5))
        self._grid.setVerticalSpacing(px(0.75))
        self._grid.setColumnStretch(0, 1)
        for at, words in enumerate(heads):
            self._grid.addWidget(Text(words, Type.CAPTION_NAME, "text2"), 0, at, _side(at))

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        while len(self._labels) < len(rows):
            line = len(self._labels) + 1
            made = [Elided("", Type.BODY) if at == 0 else Text("", Type.FIGURE) for at in range(self._width)]
            for at, label in enumerate(made):
                self._grid.addWidget(label, line, at, Qt.AlignmentFlag(0) if at == 0 else _side(at))
            self._labels.append(made)
        for line, labels in enumerate(self._labels):
            for at, label in enumerate(labels):
                label.setText(rows[line][at] if line < len(rows) else "")
                label.setVisible(line < len(rows))

    def rows(self) -> list[list[str]]:
        """What is shown."""
        return [[label.text() for label in labels] for labels in self._labels if labels[0].text()]


def _side(at: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if at == 0 else Qt.AlignmentFlag.AlignRight
