"""Buttons or figures side by side, each as wide as the others, in as many lines as their words need."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem

from oppdesk.ui.metrics import px
from oppdesk.ui.widgets.flow import Flow


class Even(Flow):
    """One line where there is room; else two, three, … of nearly as many items: no words are cut."""

    def sizeHint(self) -> QSize:
        shown = self._shown()
        gaps = px(self._gap) * max(0, len(shown) - 1)
        return QSize(sum(item.sizeHint().width() for item in shown) + gaps, self.minimumSize().height())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lay(self, rect: QRect, *, moves: bool) -> int:
        gap, shown = px(self._gap), self._shown()
        across = _across([item.minimumSize().width() for item in shown], rect.width(), gap)
        top = rect.top()
        for start in range(0, len(shown), across):
            line = shown[start : start + across]
            height = max(item.sizeHint().height() for item in line)
            if moves:
                left = rect.left()
                for item, width in zip(line, _widths(line, across, rect.width(), gap), strict=True):
                    item.setGeometry(QRect(left, top, width, height))
                    left += width + gap
            top += height + (gap or px(0.5))
        return max(0, top - (gap or px(0.5)) - rect.top()) if shown else 0


def _across(needed: list[int], room: int, gap: int) -> int:
    """How many stand in a line."""
    for lines in range(1, len(needed) + 1):
        across = -(-len(needed) // lines)
        starts = range(0, len(needed), across)
        if all(sum(needed[at : at + across]) + gap * (across - 1) <= room for at in starts):
            return across
    return 1


def _widths(line: list[QLayoutItem], across: int, room: int, gap: int) -> list[int]:
    """Equal ones, so that lines stand below each other; else what each needs and an equal share of the rest."""
    needed = [item.minimumSize().width() for item in line]
    equal = (room - gap * (across - 1)) // across
    if max(needed) <= equal or across == 1:
        return [equal] * len(line)
    share = max(0, room - gap * (len(line) - 1) - sum(needed)) // len(line)
    return [each + share for each in needed]
