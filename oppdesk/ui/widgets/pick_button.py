"""One of a few values, said on a quiet button and chosen from its menu: what narrows a page without a form."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from oppdesk.ui.widgets import buttons

Choice = tuple[object, str]  # a value and its words


class PickButton(QWidget):
    """`words` has a place {value}: "Status: {value}". `choices` are asked for when the menu opens."""

    chosen = Signal(object)

    def __init__(self, words: str, choices: Callable[[], Sequence[Choice]], icon: str = "") -> None:
        super().__init__()
        self._words, self._choices = words, choices
        self.value: object = None
        self.button = buttons.button("", icon, "quiet", small=True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        self.setFocusProxy(self.button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)

    def set_value(self, value: object) -> None:
        """Show one without saying that it changed."""
        self.value = value
        words = next((text for each, text in self._choices() if each == value), "")
        self.button.setText(self._words.format(value=words).replace("&", "&&"))

    def menu(self) -> QMenu:
        """As it would be opened now."""
        self._fill()
        return self._menu

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for value, words in self._choices():
            action = self._menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == self.value)
            action.triggered.connect(lambda _on=False, value=value: self._choose(value))
            group.addAction(action)

    def _choose(self, value: object) -> None:
        self.set_value(value)
        self.chosen.emit(value)
