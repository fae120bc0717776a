"""The first step: which file, what its rows are, and how it is written, with its first rows to judge by."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.exchange.encodings import CHOICES
from oppdesk.exchange.tabular import DELIMITERS, Guess
from oppdesk.i18n import N_, LocaleFormat, _
from oppdesk.ui import icons, metrics, paint
from oppdesk.ui.importing import words
from oppdesk.ui.importing.text_table import TextTableModel
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import Elided, Text, text

_SIGNS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Vertical bar")}
_KILO = 1000  # bytes


class FileStep(QWidget):
    """`path_wanted` asks for the file dialog; the window says what it found by `show_file` or `show_fault`."""

    path_wanted = Signal()
    target_chosen = Signal(str)
    corrected = Signal()  # the user knows better how the file is written

    def __init__(self, target: str, form: LocaleFormat) -> None:
        super().__init__()
        self._form = form
        self.target = QComboBox()
        for key, said in words.TARGETS.items():
            self.target.addItem(_(said.each), key)
        self.target.setCurrentIndex(self.target.findData(target))
        self.target.activated.connect(lambda _at: self.target_chosen.emit(self.target.currentData()))
        self.drop = DropArea()
        self.drop.choose.clicked.connect(self.path_wanted)
        self.encoding = QComboBox()
        for name, label in CHOICES:
            self.encoding.addItem(_(label), name)
        self.delimiter = QComboBox()
        for sign in DELIMITERS:
            self.delimiter.addItem(_(_SIGNS[sign]), sign)
        self.has_header = QCheckBox(_("The first row &holds the headings"))
        for box in (self.encoding, self.delimiter):
            box.activated.connect(lambda _at: self.corrected.emit())
        self.has_header.clicked.connect(lambda _on: self.corrected.emit())
        self._note = Note()
        self._rows = TextTableModel()
        self.preview = RecordTable()
        self.preview.setModel(self._rows)
        self.preview.setAccessibleName(_("The first rows of the file"))
        self._corrections = QWidget()
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        target = _labelled(_("&Each row of the file is"), self.target)
        target.addStretch(1)
        fixes = QHBoxLayout(self._corrections)
        fixes.setContentsMargins(0, 0, 0, 0)
        fixes.setSpacing(px(3))
        fixes.addLayout(_labelled(_("E&ncoding"), self.encoding))
        fixes.addLayout(_labelled(_("Columns are &divided by"), self.delimiter))
        fixes.addWidget(self.has_header)
        fixes.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(1.5))
        column.addWidget(text(_("Which file?"), Type.TITLE))
        line = _("A table as CSV or as text. From a spreadsheet program, save the sheet as CSV first.")
        column.addWidget(text(line, colour="text2", wrap=True))
        column.addLayout(target)
        column.addWidget(self.drop)
        column.addWidget(self._note)
        column.addWidget(self._corrections)
        column.addWidget(self.preview, 1)
        column.addStretch(1)

    # -- what the window says -----------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No file is chosen, or it is being looked at."""
        self._corrections.hide()
        self.preview.hide()
        self._note.say("")

    def show_reading(self, path: Path) -> None:
        self.drop.show_file(path, _("being read …"))

    def show_file(self, path: Path, guess: Guess) -> None:
        self._note.say("")
        self.drop.show_file(path, _size(path, self._form))
        self.encoding.setCurrentIndex(self._place_of(guess.encoding))
        self.delimiter.setCurrentIndex(self.delimiter.findData(guess.delimiter))
        self.has_header.setChecked(guess.has_header)
        self._rows.fill(guess.sample, guess.header)
        last = len(guess.header) - 1
        self.preview.set_columns(
            [Column(str(at), 16, sorts=False, takes_rest=at == last) for at in range(last + 1)]
        )
        self.preview.show()
        self._corrections.show()

    def _place_of(self, encoding: str) -> int:
        """A file may be written in an encoding that is not offered."""
        if self.encoding.findData(encoding) < 0:
            self.encoding.addItem(encoding, encoding)
        return self.encoding.findData(encoding)

    def show_fault(self, path: Path, sentence: str) -> None:
        """The file cannot be read; perhaps the user knows how it is written."""
        self.drop.show_file(path, "")
        self.preview.hide()
        self._corrections.show()
        self._note.say(sentence, "circle-alert", "overdue")

    def fault(self) -> str:
        return self._note.words()

    def corrections(self) -> tuple[str, str, bool]:
        """Encoding, delimiter, and whether the first row holds the headings, as they stand in the boxes."""
        return self.encoding.currentData(), self.delimiter.currentData(), self.has_header.isChecked()


class DropArea(QWidget):
    """A place to drop a file on, and the button for those who would rather choose it."""

    def __init__(self) -> None:
        super().__init__()
        self._is_over = False
        self._icon = Text("")
        self._icon.setPixmap(icons.icon("file-input").pixmap(px(metrics.ICON_CHOICE)))
        self._name = Elided(_("Drop a file here"), Type.LEAD)
        self._line = Elided(_("or choose one"), colour="text2")
        self.choose = buttons.button(_("Choose a &file…"), "folder-open")
        names = QVBoxLayout()
        names.setSpacing(px(0.25))
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._line)
        names.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(2), px(2), px(2), px(2))
        row.setSpacing(px(2))
        row.addWidget(self._icon)
        row.addLayout(names, 1)
        row.addWidget(self.choose)
        self.setMinimumHeight(px(20))  # easy to hit

    def show_file(self, path: Path, line: str) -> None:
        self._name.setText(path.name)
        self._line.setText(line)
        self.setMinimumHeight(0)
        self.choose.setText(_("Choose another &file…"))

    def shown(self) -> str:
        return self._name.text()

    def set_over(self, *, is_over: bool) -> None:
        """A file hangs over the window."""
        self._is_over = is_over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.fill(painter, self.rect(), "soft" if self._is_over else "sunken")
        paint.outline(painter, self.rect(), "accent" if self._is_over else "line", dashed=True)
        painter.end()


def dropped_file(data: QMimeData) -> Path | None:
    """The one file of this computer that is being dropped."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _labelled(words_: str, field: QWidget) -> QHBoxLayout:
    label = text(words_, colour="text2")
    label.setBuddy(field)
    field.setAccessibleName(words_.replace("&", ""))
    row = QHBoxLayout()
    row.setSpacing(px(1))
    row.addWidget(label)
    row.addWidget(field)
    row.setAlignment(field, Qt.AlignmentFlag.AlignVCenter)
    return row


def _size(path: Path, form: LocaleFormat) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    if size < _KILO * _KILO:
        return _("{size} kB").format(size=form.whole(max(1, size // _KILO)))
    return _("{size} MB").format(size=form.whole(size // (_KILO * _KILO)))
