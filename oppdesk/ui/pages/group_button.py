"""By what the rows of a list stand together, said and chosen in one place."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from oppdesk.domain.fields import Field, Kind
from oppdesk.i18n import _
from oppdesk.ui import icons
from oppdesk.ui.grouping import group_label
from oppdesk.ui.widgets import buttons


class GroupButton(QWidget):
    """`chosen` hands out the name of a field, "" for none; `folded` whether all groups shall be."""

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self._fields = tuple(fields)
        self.current = ""
        self.button = buttons.button("", "group", "quiet", small=True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.set_current("")

    def set_current(self, name: str) -> None:
        self.current = name
        words = next((group_words(field) for field in self._fields if field.name == name), _("none"))
        self.button.setText(_("Group by: {field}").format(field=words))

    def open(self) -> None:
        """By keyboard."""
        self.button.setFocus()
        self.button.showMenu()

    def menu(self) -> QMenu:
        """As it would be opened now."""
        self._fill()
        return self._menu

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for name, words in (("", _("None")), *((field.name, group_words(field)) for field in self._fields)):
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == self.current)
            action.triggered.connect(lambda _on=False, name=name: self.chosen.emit(name))
            group.addAction(action)
        if self.current:
            self._menu.addSeparator()
            for words, icon, folds in (
                (_("Fold all groups"), "chevron-right", True),
                (_("Unfold all groups"), "chevron-down", False),
            ):
                action = self._menu.addAction(icons.icon(icon), words)
                action.triggered.connect(lambda _on=False, folds=folds: self.folded.emit(folds))


def group_words(field: Field) -> str:
    """Dates stand together by month."""
    if field.kind is Kind.DATE:
        return _("{field}, by month").format(field=group_label(field))
    return group_label(field)
