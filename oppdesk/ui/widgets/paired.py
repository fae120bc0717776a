"""Rows of a form that stand two beside each other: a day and its time, an interval and what it is counted from."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QGridLayout, QWidget

from oppdesk.ui import metrics
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.field_row import FieldRow, align_labels


class Paired(QWidget):
    """`arrange` says which rows are shown and where; those that are not named are hidden."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FieldRow] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(2))
        self._grid.setVerticalSpacing(px(metrics.IN_GROUP))
        self._left: list[FieldRow] = []

    def take(self, *rows: FieldRow) -> None:
        """Rows that may be arranged here."""
        for row in rows:
            row.setParent(self)
            row.hide()
            self._rows.append(row)

    def arrange(self, lines: Sequence[Sequence[FieldRow]]) -> None:
        """One or two rows a line; one alone has the whole width."""
        for row in self._rows:
            self._grid.removeWidget(row)
        shown = [row for line in lines for row in line]
        for at, line in enumerate(lines):
            for column, row in enumerate(line):
                self._grid.addWidget(row, at, column, 1, 3 - len(line))
        for row in self._rows:
            row.setVisible(row in shown)
        both = any(len(line) > 1 for line in lines)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if both or not column else 0)
        self._left = [line[0] for line in lines]
        align_labels(*[line[1] for line in lines if len(line) > 1])
        stops = [stop for row in shown for stop in row.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def left(self) -> list[FieldRow]:
        """The rows whose labels stand under those of the form."""
        return self._left
