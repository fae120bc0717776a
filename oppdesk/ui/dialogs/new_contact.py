"""A contact made in place, where a dialog asks for one that is not there yet."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import CONTACT_TYPE, ContactType
from oppdesk.i18n import _
from oppdesk.ui import metrics
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.dialogs.duplicates_hint import LikenessHint
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.editors import ChoiceBox
from oppdesk.ui.metrics import Type, px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.edits import ParsedEdit
from oppdesk.ui.widgets.field_row import FieldGroup, FieldRow
from oppdesk.ui.widgets.labels import Text
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in CONTACT}


class NewContact(QWidget):
    """Name, kind, company, phone, e-mail: enough to be called back. It is stored by its own button."""

    made = Signal(object)  # Ref
    given_up = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self.kind = ChoiceBox(CONTACT_TYPE)
        self.company = ContactField(place, companies_only=True)
        self.texts = {name: ParsedEdit(_FIELDS[name].check, str) for name in ("name", "phone", "e_mail")}
        self.save = buttons.button(_("&Add contact"), "user-plus", small=True)
        self.save.setAutoDefault(False)
        self.cancel = buttons.button(_("Back"), kind="quiet", small=True)
        self.cancel.setAutoDefault(False)
        self.save.clicked.connect(self.write)
        self.cancel.clicked.connect(self.given_up)
        self._rows: dict[str, FieldRow] = {}
        group = FieldGroup()
        self._rows["name"] = group.add(_("Na&me"), self.texts["name"])
        self._rows["type"] = group.add(_("&Kind"), self.kind)
        self._rows["company"] = group.add(_("C&ompany"), self.company)
        self._rows["phone"] = group.add(_("&Phone No."), self.texts["phone"])
        self._rows["e_mail"] = group.add(_("E-&mail"), self.texts["e_mail"])
        self.hint = LikenessHint(place, self._so_far)
        self.hint.used.connect(self.made)
        self.kind.changed.connect(lambda _value: self._tell_kind())
        for name, field in self.texts.items():
            field.textEdited.connect(lambda _text, name=name: self._typed(name))
        self.company.changed.connect(lambda _company: self.hint.look())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(1))
        column.setSpacing(px(metrics.IN_GROUP))
        column.addWidget(Text(_("New contact"), Type.CAPTION_STRONG, "text2"))
        column.addWidget(group)
        column.addWidget(self.hint)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds the contact and Esc goes back; neither is the dialog's yet."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.cancel.hasFocus():
            event.accept()
            self.write()
        elif key == Qt.Key.Key_Escape or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def start(self, name: str) -> None:
        """Begin with what was typed in the search."""
        for each, row in self._rows.items():
            row.set_fault("")
            if each in self.texts:
                self.texts[each].set_value(name if each == "name" else None)
        self.hint.forget()
        self.kind.set_value(int(ContactType.COMPANY))
        self.company.set_value(None)
        self._tell_kind()
        self.texts["name"].setFocus()

    def _tell_kind(self) -> None:
        self._rows["company"].setVisible(self.kind.value() == ContactType.PERSON)
        self.hint.look()

    def _typed(self, name: str) -> None:
        self._rows[name].set_fault("")
        self.hint.look()

    def _so_far(self) -> dict[str, object]:
        """What is typed, right or not, to be compared with those who are here (5)."""
        company = self.company.value() if self.kind.value() == ContactType.PERSON else None
        values: dict[str, object] = {name: field.value() for name, field in self.texts.items()}
        return values | {"type": self.kind.value(), "company": company.id if company is not None else None}

    def write(self) -> None:
        """Store it; what is wrong is said beside its field."""
        values: dict[str, object] = {"type": self.kind.value()}
        for name, field in self.texts.items():
            if field.fault():
                self._rows[name].set_fault(field.fault())
                field.setFocus()
                return
            values[name] = field.value() or ""
        company = self.company.value()
        if self.kind.value() == ContactType.PERSON and company is not None:
            values["company"] = company.id
        contacts = self._place.desk.contacts
        self.save.setEnabled(False)
        self._place.jobs.run(
            _("Add contact"),
            lambda _progress: contacts.create(values),
            self._stored,
            self._refused,
            lambda: self.save.setEnabled(True),
        )

    def _stored(self, contact: int) -> None:
        self.made.emit(Ref(contact, str(self.texts["name"].value() or "")))

    def _refused(self, error: UserError) -> None:
        row = self._rows.get(error.field, self._rows["name"])
        row.set_fault(error.message)
        row.field.setFocus()


class ContactSheet(Sheet):
    """A dialog that asks for a contact; while one is made there, that stands in place of its first fields, `who`."""

    contact: ContactField
    who: FieldGroup
    after_contact: str  # the row that one goes to when it is made
    _place: Workplace
    _then: Callable[[Ref], None] | None = None

    @cached_property
    def new_contact(self) -> NewContact:
        """Its fields, made when they are wanted first."""
        made = NewContact(self._place)
        self.body.insertWidget(self.body.indexOf(self.who), made)
        made.given_up.connect(lambda: self.show_new_contact(None))
        made.made.connect(self.take_contact)
        return made

    def make_contact(self, text: str, then: Callable[[Ref], None]) -> None:
        """Out of what was typed; `then` is handed what was made."""
        self._then = then
        self.show_new_contact(text)

    def show_new_contact(self, text: str | None) -> None:
        """None goes back to the fields."""
        self.new_contact.setVisible(text is not None)
        self.who.setVisible(text is None)
        self.primary.setEnabled(text is None)
        self.fit()
        if text is None:
            self.contact.setFocus()
        else:
            self.new_contact.start(text)

    def take_contact(self, made: Ref) -> None:
        """What was made is the contact."""
        self.show_new_contact(None)
        if self._then is not None:
            self._then(made)
        self.rows["contact"].set_fault("")
        self.go_to(self.rows[self.after_contact])
