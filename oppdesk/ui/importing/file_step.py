"""The first step: which file, what its rows are, and how it is written, with its first rows to judge by.

A table of text has an encoding and a sign between its columns, a workbook has sheets, contact cards have neither.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from oppdesk.exchange.encodings import CHOICES
from oppdesk.exchange.tabular import DELIMITERS
from oppdesk.i18n import N_, LocaleFormat, _, ngettext
from oppdesk.services.importing import Source
from oppdesk.ui import icons, metrics, paint
from oppdesk.ui.importing import words
from oppdesk.ui.importing.text_table import TextTableModel
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.table_view import Column, RecordTable
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.flow import Flow
from oppdesk.ui.widgets.labels import Elided, Text, show_if, text

_SIGNS = {",": N_("Comma"), ";": N_("Semicolon"), "\t": N_("Tab"), "|": N_("Vertical bar")}
_NO_TEXT = frozenset({".xlsx", ".xlsm", ".xls", ".vcf", ".vcard"})
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
        self.sheet = QComboBox()
        self.has_header = QCheckBox(_("The first row &holds the headings"))
        for box in (self.encoding, self.delimiter, self.sheet):
            box.activated.connect(lambda _at: self.corrected.emit())
        self.has_header.clicked.connect(lambda _on: self.corrected.emit())
        self._note = Note()
        self._hint = Note()
        self._rows = TextTableModel()
        self.preview = RecordTable()
        self.preview.setModel(self._rows)
        self.preview.setAccessibleName(_("The first rows of the file"))
        self._shown: tuple[Path | None, str] = (None, "")  # the file that could be read last, and its kind
        self._corrections = QWidget()
        self._of_text = _labelled(_("E&ncoding"), self.encoding)
        self._of_columns = _labelled(_("Columns are &divided by"), self.delimiter)
        self._of_workbook = _labelled(_("Shee&t"), self.sheet)
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        target = QHBoxLayout()
        target.addWidget(_labelled(_("&Each row of the file is"), self.target))
        target.addStretch(1)
        self.has_header.setMinimumHeight(px(metrics.CONTROL))  # in one line with the boxes
        fixes = Flow(3)
        self._corrections.setLayout(fixes)
        for part in (self._of_workbook, self._of_text, self._of_columns, self.has_header):
            fixes.addWidget(part)
        content = QWidget()
        scroll = QScrollArea()  # where the screen is low
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.preview.setMinimumHeight(px(20))
        column = QVBoxLayout(content)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(1.5))
        column.addWidget(text(_("Which file?"), Type.TITLE))
        line = _("A table as CSV or text, a workbook (XLSX), or contact cards (vCard).")
        column.addWidget(text(line, colour="text2", wrap=True))
        column.addLayout(target)
        column.addWidget(self.drop)
        column.addWidget(self._note)
        column.addWidget(self._corrections)
        column.addWidget(self._hint)
        column.addWidget(self.preview, 1)
        column.addStretch(0)

    # -- what the window says -----------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No file is chosen, or it is being looked at."""
        for part in (self._corrections, self.preview):
            part.hide()
        self._note.say("")
        self._hint.say("")

    def show_reading(self, path: Path) -> None:
        self.drop.show_file(path, _("being read …"))

    def show_file(self, source: Source, program: str) -> None:
        """How the file is written, with its first rows; `program` is whose export it seems to be."""
        guess = source.guess
        self._shown = (source.path, source.kind)
        self._note.say("")
        like = _("looks like an export of {program}").format(program=program) if program else ""
        self.drop.show_file(source.path, " · ".join(filter(None, (_size(source.path, self._form), like))))
        self._offer(source.kind)
        if source.kind == "csv":
            self.encoding.setCurrentIndex(self._place_of(guess.encoding))
            self.delimiter.setCurrentIndex(self.delimiter.findData(guess.delimiter))
        elif source.kind == "xlsx":
            self.sheet.clear()
            for name in source.sheets:
                self.sheet.addItem(name, name)
            self.sheet.setCurrentIndex(self.sheet.findData(source.sheet))
        self.has_header.setChecked(guess.has_header)
        self._say_what_follows(source)
        filled = list(range(len(guess.header)))
        if source.kind == "vcf":  # of all that a card may hold, what these do
            filled = [at for at in filled if any(at < len(row) and row[at] for row in guess.sample)]
        rows = [[row[at] if at < len(row) else "" for at in filled] for row in guess.sample]
        self._rows.fill(rows, [guess.header[at] for at in filled])
        last = len(filled) - 1
        self.preview.set_columns(
            [Column(str(at), 16, sorts=False, takes_rest=at == last) for at in range(last + 1)]
        )
        self.preview.show()

    def _say_what_follows(self, source: Source) -> None:
        if source.kind == "vcf":
            words_ = _("Contact cards say themselves what is what: there are no columns to match.")
        elif source.guess.skipped:
            count = source.guess.skipped
            words_ = ngettext(
                "{count} row of titles above the headings is passed over.",
                "{count} rows of titles above the headings are passed over.",
                count,
            ).format(count=self._form.whole(count))
        else:
            words_ = ""
        self._hint.say(words_, "info")

    def _offer(self, kind: str) -> None:
        """What can be said about a file of that kind."""
        for part, is_shown in (
            (self._of_text, kind == "csv"),
            (self._of_columns, kind == "csv"),
            (self._of_workbook, kind == "xlsx"),
            (self.has_header, kind in ("csv", "xlsx")),
            (self._corrections, kind in ("csv", "xlsx")),
        ):
            show_if(part, is_shown=is_shown)
        self.target.setEnabled(kind != "vcf")

    def show_target(self, target: str) -> None:
        self.target.setCurrentIndex(self.target.findData(target))

    def _place_of(self, encoding: str) -> int:
        """A file may be written in an encoding that is not offered."""
        if self.encoding.findData(encoding) < 0:
            self.encoding.addItem(encoding, encoding)
        return self.encoding.findData(encoding)

    def show_fault(self, path: Path, sentence: str) -> None:
        """The file cannot be read; perhaps the user knows how it is written."""
        self.drop.show_file(path, "")
        self.preview.hide()
        self._hint.say("")
        known = self._shown[1] if self._shown[0] == path else ""  # another sheet may be better
        self._offer(known or ("csv" if path.suffix.casefold() not in _NO_TEXT else ""))
        self.target.setEnabled(True)
        self._note.say(sentence, "circle-alert", "overdue")

    def fault(self) -> str:
        return self._note.words()

    def corrections(self) -> tuple[str, str, str, bool]:
        """Encoding, delimiter, sheet, and whether the first row holds the headings, as they stand in the boxes."""
        return (
            self.encoding.currentData() if self._of_text.isVisibleTo(self) else "",
            self.delimiter.currentData() if self._of_columns.isVisibleTo(self) else "",
            self.sheet.currentData() if self._of_workbook.isVisibleTo(self) else "",
            self.has_header.isChecked(),
        )


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


def _labelled(words_: str, field: QWidget) -> QWidget:
    label = text(words_, colour="text2")
    label.setBuddy(field)
    field.setAccessibleName(words_.replace("&", ""))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(1))
    row.addWidget(label)
    row.addWidget(field)
    row.setAlignment(field, Qt.AlignmentFlag.AlignVCenter)
    return holder


def _size(path: Path, form: LocaleFormat) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    if size < _KILO * _KILO:
        return _("{size} kB").format(size=form.whole(max(1, size // _KILO)))
    return _("{size} MB").format(size=form.whole(size // (_KILO * _KILO)))
