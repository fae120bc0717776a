"""All keys on one sheet (Ctrl+?), made from the actions themselves, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.action_specs import ACTIONS, MENUS
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Keycap, text

WIDE = 115  # u: a screen that has room for three columns


class KeySheet(QDialog):
    """Its columns are `parts`, made before it is opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        self._content = content = QWidget()
        content.setBackgroundRole(QPalette.ColorRole.Base)
        content.setAutoFillBackground(True)
        self._sides = QHBoxLayout(content)
        self._sides.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        self._sides.setSpacing(px(5))
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        close = buttons.button(_("Close"))
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(metrics.PAGE_MARGIN), px(1.5), px(metrics.PAGE_MARGIN), px(1.5))
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def parts(self) -> Sequence[Callable[[], object]]:
        """Each in a turn of its own: there are many keys."""
        count = 3 if self.screen().availableGeometry().width() >= px(WIDE) else 2
        sides = _divided(groups_of_keys(), count)
        return *[partial(self._add_side, each) for each in sides], self._fit

    def _add_side(self, groups: list[Group]) -> None:
        side = QVBoxLayout()
        side.setSpacing(px(2))
        self._sides.addLayout(side, 1)
        for title, rows in groups:
            side.addLayout(_group(title, rows))
        side.addStretch(1)

    def _fit(self) -> None:
        wanted, screen = self._content.sizeHint(), self.screen().availableGeometry()
        width = min(wanted.width() + px(2), screen.width() - px(4))
        self.resize(width, min(wanted.height() + px(8), screen.height() - px(6)))


Group = tuple[str, list[tuple[str, tuple[str, ...]]]]


def groups_of_keys() -> list[Group]:
    """By menu: what it does, and its keys as they stand on the keyboard."""
    groups = []
    for name, title in MENUS:
        rows = [
            (_(spec.text).replace("&", "").rstrip("…"), tuple(_written(keys) for keys in spec.keys.split()))
            for spec in sorted(ACTIONS, key=lambda spec: spec.order)
            if spec.menu == name and spec.keys
        ]
        if rows:
            groups.append((_(title).replace("&", ""), rows))
    return [*groups, (_("In lists"), [(_(what), keys) for what, keys in _lists()])]


def _lists() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (_("Edit the cell"), ("F2",)),
        (_("Copy the selected rows"), (_written("Ctrl+C"),)),
        (_("Select all"), (_written("Ctrl+A"),)),
        (_("Filter: just type"), (_("letters"),)),
        (_("Menu of the row"), (_written("Shift+F10"),)),
    )


def _written(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _divided(groups: list[Group], count: int) -> list[list[Group]]:
    """Into columns in their order, so that the longest is as short as can be."""
    cuts = combinations(range(1, len(groups)), count - 1)
    ways = [[0, *cut, len(groups)] for cut in cuts]
    divided = [[groups[start:end] for start, end in pairwise(way)] for way in ways]
    return min(divided, key=lambda sides: max(map(_height, sides)))


def _height(side: list[Group]) -> int:
    return sum(len(rows) + 2 for _title, rows in side)


def _group(title: str, rows: list[tuple[str, tuple[str, ...]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(2))
    grid.setVerticalSpacing(px(0.5))
    grid.setColumnStretch(0, 1)
    grid.addWidget(text(title, Type.LEAD), 0, 0)
    for at, (what, keys) in enumerate(rows, 1):
        grid.addWidget(text(what), at, 0)
        caps = QHBoxLayout()
        caps.setSpacing(px(0.5))
        caps.addStretch(1)
        for key in keys:
            caps.addWidget(Keycap(key))
        grid.addLayout(caps, at, 1)
    return grid
