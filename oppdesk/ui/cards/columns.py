"""What every card stands in: a head, three columns, a line under everything; a narrow window shows two columns.

The middle may have further pages, each behind a tab; in a narrow window the side is the last tab.

It is built from the outside to the inside, and the parts are made with their place as parent: a part put there after
it is made would be dressed once more with all that it holds, at every level, and a card take twice as long to open.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QSplitter, QVBoxLayout, QWidget

from oppdesk.i18n import _, ngettext
from oppdesk.ui import metrics
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.labels import Hairline, Text
from oppdesk.ui.widgets.view_tabs import BLEED, View, ViewTabs

NARROW = 150  # u: below it the side becomes a tab of the middle
MIDDLE, SIDE = "middle", "side"
TIGHT = 1  # u on both sides of the words of many tabs


class CardColumns(QWidget):
    """`head`, `form`, `middle`, `side`, each `page` are places: make a part with its place as parent, then `put` it."""

    def __init__(
        self,
        window: QMainWindow,
        tabs: tuple[str, str],
        widths: tuple[float, float, float],
        least: QSize,
        pages: Sequence[tuple[str, str]] = (),
    ) -> None:
        """`tabs` name middle and side in one column; `widths` of form, side and window, and `least`, are in u.

        `pages` are key and name of the further pages of the middle.
        """
        super().__init__(window)
        window.setCentralWidget(self)
        _ground(self, QPalette.ColorRole.Base)
        self._widths = widths
        column = _column(self)
        self.head = _place(self)
        column.addWidget(self.head)
        column.addWidget(Hairline())
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(metrics.HAIRLINE)
        column.addWidget(self._split, 1)
        column.addWidget(Hairline())
        self._form = _Scroll(px(40), self._split)
        right = QWidget(self._split)
        self._right = _column(right)
        self._side = _Scroll(px(38), self._split)
        self.form, self.side = self._form.content, self._side.content
        bleed = TIGHT if pages else BLEED
        self.tabs = ViewTabs(bleed)
        self._keys = [key for key, _name in pages]
        self._pages: dict[str, _Scroll] = {}
        further = [View(key, name) for key, name in pages]
        self.tabs.set_views([View(MIDDLE, tabs[0]), *further, View(SIDE, tabs[1])])
        self.tabs.chosen.connect(lambda _key: self.fit())
        self._middle = _Scroll(0, right)
        self.middle = self._middle.content
        self._tab_row = QHBoxLayout()
        self._tab_row.setContentsMargins(px(metrics.PAGE_MARGIN - bleed) if pages else 0, 0, 0, 0)
        self._tab_row.addWidget(self.tabs)
        self._right.addLayout(self._tab_row)
        self._right.addWidget(self._middle, 1)
        self._split.setMinimumSize(px(least.width()), px(least.height()))
        # else the widest words of three columns would hold the window
        self._split.setStretchFactor(1, 1)
        self._share(px(widths[2]))
        self.told = Text("", Type.STRONG)
        self.saved = Text("", Type.FIGURE, "text2")
        column.addWidget(self._foot())

    def page(self, key: str) -> QWidget:
        """The place of a further page, made when it is asked for first."""
        if key not in self._pages:
            made = _Scroll(0, self._right.parentWidget() or self)
            made.setVisible(self.tabs.current() == key)
            self._right.addWidget(made, 1)
            self._pages[key] = made
        return self._pages[key].content

    def show_page(self, key: str) -> None:
        """As if its tab were clicked."""
        self.tabs.set_current(key)
        self.fit()
        self.tabs.chosen.emit(key)

    def turn(self, step: int) -> None:
        """To the next page, or the one before; after the last comes the first."""
        keys = [key for at, key in enumerate(self.tabs.counts()) if self.tabs.isTabVisible(at)]
        self.show_page(str(keys[(keys.index(self.tabs.current()) + step) % len(keys)]))

    def put(self, part: QWidget) -> None:
        """Let a part fill the place it was made in."""
        place = part.parentWidget()
        layout = place.layout() if place else None
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - each place has one
        layout.addWidget(part, 1)

    def tell_unsaved(self, labels: Sequence[str]) -> None:
        """Which fields wait to be mended, in the line under everything."""
        words = ngettext(
            "{count} field not saved: {fields}", "{count} fields not saved: {fields}", len(labels)
        ).format(count=len(labels), fields=", ".join(labels))
        self.told.setText(words if labels else "")

    def tell_saved(self) -> None:
        self.saved.setText(_("saved {time}").format(time=f"{datetime.now().astimezone():%H:%M}"))

    def shows_side(self) -> bool:
        return not self._side.isHidden()

    def show_side(self) -> None:
        """Its tab, where it has no column."""
        self.tabs.set_current(SIDE)
        self.fit()

    def show_middle(self) -> None:
        self.tabs.set_current(MIDDLE)
        self.fit()

    def bring(self, part: QWidget | None) -> None:
        """Bring a part of the side into view, with the cursor on it."""
        if part is None:
            return
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        # Its place is known once everything that was just filled has been laid out.
        QTimer.singleShot(0, part, lambda: self._side.ensureWidgetVisible(part))

    def fit(self) -> None:
        """Three columns while there is room, else the side is a tab beside the middle."""
        seen = self._pages.get(str(self.tabs.current()), self._middle)
        least = sum(part.minimumSizeHint().width() for part in (seen, self._form, self._side))
        is_narrow = self.width() < max(px(NARROW), least)
        has_own_column = self._split.indexOf(self._side) >= 0
        if is_narrow and has_own_column:
            self._right.addWidget(self._side, 1)
        elif not is_narrow and not has_own_column:
            self._split.addWidget(self._side)
            self._share(self.width())
        here = self.tabs.current()
        shown = MIDDLE if here == SIDE and not is_narrow else here
        if self._keys:
            self.tabs.set_current(shown)
            self.tabs.setTabVisible(len(self._keys) + 1, is_narrow)
        is_choice = sum(self.tabs.isTabVisible(at) for at in range(self.tabs.count())) > 1
        self.tabs.setVisible(is_narrow or (bool(self._keys) and is_choice))
        self._middle.setVisible(shown == MIDDLE)
        self._side.setVisible(not is_narrow or shown == SIDE)
        for key, page in self._pages.items():
            page.setVisible(key == shown)

    def _share(self, width: int) -> None:
        form, side, _whole = self._widths
        self._split.setSizes([px(form), width - px(form + side), px(side)])

    def _foot(self) -> QWidget:
        foot = QWidget(self)
        _ground(foot, QPalette.ColorRole.Window)
        foot.setFixedHeight(px(3.5))
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(2), 0, px(2), 0)
        row.addWidget(self.told, 1)
        row.addWidget(self.saved)
        return foot


class _Scroll(QScrollArea):
    """Scrolls up and down only: as wide as its content needs."""

    def __init__(self, least: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = _place(self)
        _ground(self.content, QPalette.ColorRole.Base)
        self.setWidget(self.content)

    def minimumSizeHint(self) -> QSize:
        width = self.content.minimumSizeHint().width()
        return QSize(max(self._least, width + self.verticalScrollBar().sizeHint().width()), px(12))


def _place(parent: QWidget) -> QWidget:
    place = QWidget(parent)
    _column(place)
    return place


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _ground(widget: QWidget, role: QPalette.ColorRole) -> None:
    widget.setBackgroundRole(role)
    widget.setAutoFillBackground(True)
