"""Takes up a matching that was saved under a name, and saves the present one: two buttons above the columns."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from oppdesk.i18n import _
from oppdesk.ui import icons
from oppdesk.ui.importing.matchings import LONGEST
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.even import Even
from oppdesk.ui.widgets.popup import Popup


class MatchingButtons(QWidget):
    """`names` gives the saved ones; what is asked for goes out with its name."""

    load_wanted = Signal(str)
    save_wanted = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._names = names
        self._suggested = ""
        self.load = buttons.button(_("&Load a saved matching…"), "folder-open")
        self.keep = buttons.button(_("&Save matching"), "save")
        self.name = _Name()
        self._sheet = Popup(self.keep, self.name, takes_focus=True)
        self.load.clicked.connect(self._offer)
        self.keep.clicked.connect(self._ask)
        self.name.finished.connect(self._save)
        row = Even(1)
        self.setLayout(row)
        row.addWidget(self.load)
        row.addWidget(self.keep)

    def suggest(self, name: str) -> None:
        """What the present matching may be called."""
        self._suggested = name[:LONGEST]
        self.load.setEnabled(bool(self._names()))

    def menu(self) -> QMenu:
        """The saved ones, and below them a way to forget each."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._names():
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, name=name: self.load_wanted.emit(name))
        menu.addSeparator()
        forget = menu.addMenu(icons.icon("trash-2"), _("&Forget a saved matching"))
        for name in self._names():
            action = forget.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, name=name: self._forget(name))
        return menu

    def _offer(self) -> None:
        self.menu().popup(self.load.mapToGlobal(QPoint(0, self.load.height())))

    def _forget(self, name: str) -> None:
        self.forget_wanted.emit(name)
        self.suggest(self._suggested)

    def _ask(self) -> None:
        self.name.begin(self._suggested, self._names())
        self._sheet.show_beside(self.keep, self.name.sizeHint())
        self.name.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _save(self, name: str) -> None:
        self._sheet.hide()
        self.save_wanted.emit(name)
        self.suggest(name)


class _Name(QWidget):
    """One field for the name; Enter takes it, and the button says when that replaces another matching."""

    finished = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._taken: frozenset[str] = frozenset()
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(_("Name of the matching"))
        self.field.setAccessibleName(_("Name of the matching"))
        self.field.setMinimumWidth(px(26))
        self.field.textChanged.connect(lambda _text: self._dress())
        self.save = buttons.button("", kind="primary")
        self.save.clicked.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(1.5), px(1), px(1.5), px(1))
        row.setSpacing(px(1))
        row.addWidget(self.field, 1)
        row.addWidget(self.save)
        self._dress()

    def begin(self, name: str, taken: Sequence[str]) -> None:
        self._taken = frozenset(taken)
        self.field.setText(name)
        self.field.selectAll()
        self._dress()

    def _dress(self) -> None:
        name = self.field.text().strip()
        self.save.setText(_("Replace") if name in self._taken else _("Save"))
        self.save.setEnabled(bool(name))

    def _finish(self) -> None:
        name = self.field.text().strip()
        if name:
            self.finished.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)
