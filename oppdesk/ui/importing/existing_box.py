"""What shall become of records that are here already, and the group that all contacts of a file are marked with."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.progress import Progress
from oppdesk.i18n import N_, _
from oppdesk.services.import_matching import Existing, Matching
from oppdesk.ui.lookup import LookupField
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets.check_box import CheckBox
from oppdesk.ui.widgets.field_row import Note
from oppdesk.ui.widgets.labels import show_if, text
from oppdesk.ui.workplace import Workplace

_WAYS = (
    (Existing.UPDATE, N_("Change them")),
    (Existing.SKIP, N_("Leave them as they are")),
    (Existing.BOTH, N_("Import the rows as new ones, too")),
)
_CODE = 10  # letters


class ExistingBox(QWidget):
    changed = Signal(object)  # Matching

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._title = text(_("Contacts that exist already"), Type.LEAD, wrap=True)
        self.ways = QComboBox()
        self.ways.setAccessibleName(_("What becomes of records that exist already"))
        self.only_empty = CheckBox(_("&Only fill empty fields"))
        self.marks = CheckBox(_("Mark &all with a mailing group"))
        self.group = LookupField("mailing_group", place, self._make_group)
        self.group.setPlaceholderText(_("Choose a group or type a new one"))
        self.group.setAccessibleName(_("Mailing group"))
        self.fault = Note()
        self.ways.activated.connect(lambda _at: self._tell())
        self.only_empty.clicked.connect(self._tell)
        self.marks.clicked.connect(self._mark)
        self.group.changed.connect(lambda _ref: self._tell())
        self.group.faulted.connect(lambda words: self.fault.say(words, "circle-alert", "overdue"))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(0.75))
        column.addWidget(self._title)
        column.addWidget(self.ways)
        column.addLayout(_indented(self.only_empty))
        column.addWidget(self.marks)
        column.addLayout(_indented(self.group))
        column.addLayout(_indented(self.fault))

    def show_matching(self, target: str, matching: Matching) -> None:
        """As it stands, for records of that kind; only contacts have more than two ways."""
        is_contact = target == "contacts"
        self._title.setText(
            _("Contacts that exist already") if is_contact else _("Records that exist already")
        )
        self.ways.clear()
        for way, words in _WAYS if is_contact else _WAYS[:2]:
            self.ways.addItem(_(words), way)
        self.ways.setCurrentIndex(self.ways.findData(matching.existing))
        self.only_empty.setChecked(matching.only_fill_empty)
        self.only_empty.setEnabled(matching.existing is Existing.UPDATE)
        has_group = matching.mailing_group is not None
        if has_group or not is_contact:
            self.marks.setChecked(has_group)
        for part in (self.only_empty, self.marks):
            show_if(part, is_shown=is_contact)
        self._show_group(is_shown=is_contact and self.marks.isChecked())

    def _show_group(self, *, is_shown: bool) -> None:
        show_if(self.group, is_shown=is_shown)
        if not is_shown:
            self.fault.say("")

    def matching(self) -> Matching:
        """As the boxes stand; without decisions about single rows."""
        existing = Existing(self.ways.currentData())
        group = self.group.value() if self.marks.isChecked() else None
        return Matching(
            existing,
            only_fill_empty=self.only_empty.isChecked() and existing is Existing.UPDATE,
            mailing_group=group.id if group else None,
        )

    def _mark(self) -> None:
        """The group is asked for at once; without one nothing is marked."""
        is_on = self.marks.isChecked()
        self._show_group(is_shown=is_on)
        if is_on:
            self.group.setFocus()
        self._tell()

    def _tell(self) -> None:
        matching = self.matching()
        self.only_empty.setEnabled(matching.existing is Existing.UPDATE)
        if matching.mailing_group is not None:
            self.fault.say("")
        self.changed.emit(matching)

    def _make_group(self, name: str, then: Callable[[Ref], None]) -> None:
        """A group of that name, under a code made of it."""
        setup = self._place.desk.setup

        def make(_progress: Progress) -> Ref:
            code = _free_code(name, {str(row["code"]) for row in setup.rows("mailing_group")})
            made = setup.save("mailing_group", None, {"code": code, "description": name.strip()})
            return Ref(made, code)

        def refused(error: UserError) -> None:
            self.fault.say(error.message, "circle-alert", "overdue")

        self._place.jobs.run(_("New mailing group"), make, then, refused)


def _free_code(name: str, taken: set[str]) -> str:
    """The beginning of the name, with a number where others begin alike."""
    start = name.strip().upper()
    code, number = start[:_CODE].strip(), 1
    while code in taken:
        number += 1
        code = f"{start[: _CODE - len(str(number))].strip()}{number}"
    return code


def _indented(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(px(3.25), 0, 0, 0)
    row.addWidget(widget)
    return row
