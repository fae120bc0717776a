"""A field that shows a folder and lets another one be chosen; nobody types a path."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oppdesk.i18n import _
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.labels import Elided
from oppdesk.ui.workplace import Workplace


class FolderField(QWidget):
    """`usual` is what is shown, quieter, while none is chosen."""

    changed = Signal(object)  # Path | None

    def __init__(self, place: Workplace, title: str, usual: Path | None = None) -> None:
        super().__init__()
        self._place, self._title, self._usual = place, title, usual
        self._path: Path | None = None
        self._name = Elided("", Type.BODY)
        self.choose = buttons.button(_("Choose…"), "folder-open", small=True)
        self.choose.setAutoDefault(False)
        self.choose.setAccessibleName(title)
        self.choose.clicked.connect(self._choose)
        self.setFocusProxy(self.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(1))
        row.addWidget(self._name, 1)
        row.addWidget(self.choose)
        self.set_value(None)

    def value(self) -> Path | None:
        return self._path

    def set_value(self, path: Path | None) -> None:
        """Without saying that it changed."""
        self._path = path
        shown = path or self._usual
        self._name.setText(str(shown) if shown is not None else _("No folder is chosen."))
        self._name.set_colour("text" if path is not None else "text2")

    def _choose(self) -> None:
        self._place.prompts.choose_folder(self.window(), self._title, self._take)

    def _take(self, path: Path) -> None:
        self.set_value(path)
        self.changed.emit(path)
