"""The few questions the program asks in a box, handed to whoever asks: tests answer them from a script.

Nothing here waits: the answer comes as a call.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from oppdesk.i18n import _


class Prompts:
    """`parent` is the window that is spoken for; it stays usable for whoever answers later."""

    def tell(self, parent: QWidget | None, title: str, text: str) -> None:
        """Something that cannot be said beside a field."""
        box = _box(parent, title, text)
        box.setIcon(QMessageBox.Icon.Information)
        box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def confirm(
        self,
        parent: QWidget | None,
        question: str,
        verb: str,
        then: Callable[[], None],
        *,
        default_yes: bool = False,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Ask before what cannot be taken back lightly; the button carries the verb ("Delete 3 contacts")."""
        box = _box(parent, verb, question)
        box.setIcon(QMessageBox.Icon.Question)
        yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        yes.setProperty("kind", "primary" if default_yes else "")
        box.setDefaultButton(yes if default_yes else no)
        box.setEscapeButton(no)

        def answered() -> None:
            if box.clickedButton() is yes:
                then()
            elif otherwise is not None:
                otherwise()

        box.finished.connect(answered)
        box.open()

    def choose_file(
        self, parent: QWidget | None, title: str, pattern: str, then: Callable[[Path], None]
    ) -> None:
        """A file to read; `pattern` as Qt writes them: "Tables (*.csv *.xlsx)"."""
        dialog = _file_dialog(parent, title, pattern, then)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def choose_folder(self, parent: QWidget | None, title: str, then: Callable[[Path], None]) -> None:
        """A folder that is there."""
        dialog = _file_dialog(parent, title, "", then)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        dialog.open()

    def save_file(
        self,
        parent: QWidget | None,
        title: str,
        pattern: str,
        then: Callable[[Path], None],
        *,
        suggested: str = "",
    ) -> None:
        """A file to write; the dialog asks before an existing one is replaced."""
        dialog = _file_dialog(parent, title, pattern, then)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
        dialog.selectFile(suggested)
        dialog.open()


def _box(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _file_dialog(
    parent: QWidget | None, title: str, pattern: str, then: Callable[[Path], None]
) -> QFileDialog:
    dialog = QFileDialog(parent, title, "", pattern)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return dialog
