"""The fields of a contact, saved when they are left; what cannot be saved says so beside its field."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.records import CONTACT
from oppdesk.i18n import N_, _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import metrics
from oppdesk.ui.dialogs.change_company import ChangeCompany
from oppdesk.ui.dialogs.contact import OF_COMPANIES, OF_PEOPLE
from oppdesk.ui.form import FieldForm
from oppdesk.ui.lookup import Create
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in CONTACT}
_GENERAL = (
    *(
        "name",
        "company",
        "job_title",
        "salutation",
        "salesperson",
        "number",
        "first_name",
        "middle_name",
        "surname",
    ),
    *("initials", "name_2", "search_name", "vat_number", "registration_number", "external_number"),
    "privacy_blocked",
)
_COMMUNICATION = (
    *("phone", "mobile_phone", "extension", "e_mail", "e_mail_2", "home_page", "language", "fax"),
    *("correspondence_type", "format_region"),
)
_ADDRESS = ("address", "address_2", "post_code", "city", "county", "country", "territory")
# Shown at once; the rest when asked for.
_FIRST = frozenset(
    {
        *("name", "company", "job_title", "salutation", "salesperson", "phone", "mobile_phone", "e_mail"),
        *("home_page", "language", "address", "post_code", "city", "country"),
    }
)


def _fields(names: tuple[str, ...]) -> tuple[Field, ...]:
    """Without their hints, which one reads when the contact is made."""
    return tuple(replace(_FIELDS[name], hint="") for name in names)


GROUPS = (
    (N_("General"), _fields(_GENERAL)),
    (N_("Communication"), _fields(_COMMUNICATION)),
    (N_("Address"), _fields(_ADDRESS)),
)


class ContactForm(QWidget):
    """`saved` when a field is stored; `settled` when nothing is being written any more."""

    faults_changed = Signal()
    saved = Signal()
    settled = Signal()

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self._view: ContactView | None = None
        self._pending = 0
        creates: Mapping[str, Create] = {"company": self._create_company}
        self.fields = FieldForm(place, GROUPS, creates, self)
        self.more = buttons.button(_("All fields"), "chevron-down", "quiet")
        self.more.setCheckable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.BETWEEN_GROUPS))
        column.addWidget(self.fields)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.fields.left.connect(self._save)
        self.fields.faults_changed.connect(self.faults_changed)
        self.more.toggled.connect(self._show_more)

    def show_view(self, view: ContactView) -> None:
        """The values as they are stored; what is being typed stays."""
        self._view = view
        self.fields.fill(view.values)
        self._show_rows()
        same = view.same_vat
        hint = _("{contact} has the same number.").format(contact=same.text) if same else ""
        self.fields.row("vat_number").set_hint(hint, "triangle-alert" if same else "")

    @property
    def is_saving(self) -> bool:
        return self._pending > 0

    def settle(self) -> bool:
        """Leave every field; False when one of them is wrong."""
        return self.fields.settle()

    def unsaved(self) -> tuple[str, ...]:
        return self.fields.unsaved()

    # -- which fields -------------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        if self._view is None:
            return
        hidden = OF_COMPANIES if self._view.is_person else OF_PEOPLE
        for _title, fields in GROUPS:
            for field in fields:
                is_wanted = field.name in _FIRST or self.more.isChecked() or self._is_marked(field.name)
                self.fields.row(field.name).setVisible(field.name not in hidden and is_wanted)

    def _is_marked(self, name: str) -> bool:
        """What is filled is never hidden if it matters: a block for privacy, a warning, a fault."""
        view = self._view
        if view is None or self.fields.row(name).fault():
            return True
        return (name == "privacy_blocked" and bool(view.values[name])) or (
            name == "vat_number" and view.same_vat is not None
        )

    def _show_more(self, shown: bool) -> None:
        self._show_rows()
        self.more.setText(_("Fewer fields") if shown else _("All fields"))
        buttons.set_icon(self.more, "chevron-up" if shown else "chevron-down")

    # -- saving -------------------------------------------------------------------------------------------

    def _save(self, values: Mapping[str, object]) -> None:
        view = self._view
        if view is None:
            return
        if "company" in values and view.is_person:
            self._ask_company(view)
            return
        contacts, contact = self._place.desk.contacts, view.id
        # What was saved a moment ago raised the version; another window's change is refused.
        version = None if self._pending else view.version
        self._pending += 1
        self._place.jobs.run(
            _("Save contact"),
            lambda _progress: contacts.change(contact, values, version),
            self._saved,
            self._refused,
            self._ended,
        )

    def _ended(self) -> None:
        """Whatever became of it, also when the disk is full: the window may close again."""
        self._pending -= 1

    def _saved(self, _result: object) -> None:
        self.saved.emit()
        self._tell_settled()

    def _refused(self, error: UserError) -> None:
        if not self.fields.tell(error):
            self._place.prompts.tell(self.window(), _("This could not be saved"), error.message)
            self._read_again()
        self._show_rows()
        self.faults_changed.emit()
        self._tell_settled()

    def _tell_settled(self) -> None:
        if not self._pending:
            self.settled.emit()

    def _read_again(self) -> None:
        if self._view is not None:
            self.fields.clear(self._view.values)

    # -- another company ----------------------------------------------------------------------------------

    def _ask_company(self, view: ContactView) -> None:
        """What carries the person's name may stay or move; without such records there is nothing to ask (3.6)."""
        value = self.fields.editor("company").value()
        company = value if isinstance(value, Ref) else None
        contacts = self._place.desk.contacts
        records = contacts.records_of(view.id)
        if records:
            dialog = ChangeCompany(
                self._place, view, company, records, self.window(), given_up=self._read_again
            )
            dialog.open()
            dialog.stay.setFocus()
            return
        self._pending += 1
        self._place.jobs.run(
            _("Change company"),
            lambda _progress: contacts.change_company(view.id, company.id if company else None),
            self._saved,
            self._refused,
            self._ended,
        )

    def _create_company(self, text: str, then: object) -> None:
        """A company that is not there yet, by its dialog; then the person goes to it."""
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415 - when it is wanted

        def take(contact: int) -> None:
            if callable(then):
                then(Ref(contact, self._place.desk.contacts.view(contact).name))

        open_new(self._place, self.window(), name=text).created.connect(take)
