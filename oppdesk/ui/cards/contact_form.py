"""The fields of a contact, saved when they are left; what cannot be saved says so beside its field."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.records import CONTACT
from oppdesk.i18n import N_, _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import metrics
from oppdesk.ui.cards.saved_form import SavedForm
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

_LATER = frozenset((*_GENERAL, *_COMMUNICATION, *_ADDRESS)) - _FIRST


def _fields(names: tuple[str, ...]) -> tuple[Field, ...]:
    """Without their hints, which one reads when the contact is made."""
    return tuple(replace(_FIELDS[name], hint="") for name in names)


GROUPS = (
    (N_("General"), _fields(_GENERAL)),
    (N_("Communication"), _fields(_COMMUNICATION)),
    (N_("Address"), _fields(_ADDRESS)),
)


class ContactForm(SavedForm):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self._view: ContactView | None = None
        creates: Mapping[str, Create] = {"company": self._create_company}
        self.fields = FieldForm(place, GROUPS, creates, self, later=_LATER)
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
        if same or self.fields.has("vat_number"):
            self.fields.row("vat_number").set_hint(hint, "triangle-alert" if same else "")

    def stored(self) -> Mapping[str, object]:
        return self._view.values if self._view is not None else {}

    # -- which fields -------------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        if self._view is None:
            return
        hidden = OF_COMPANIES if self._view.is_person else OF_PEOPLE
        for _title, fields in GROUPS:
            for field in fields:
                is_wanted = field.name in _FIRST or self.more.isChecked() or self._is_marked(field.name)
                is_shown = is_wanted and field.name not in hidden
                if is_shown or self.fields.has(field.name):
                    self.fields.row(field.name).setVisible(is_shown)

    def _is_marked(self, name: str) -> bool:
        """What is filled is never hidden if it matters: a block for privacy, a warning, a fault."""
        view = self._view
        if view is None or (self.fields.has(name) and self.fields.row(name).fault()):
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
        self.write(_("Save contact"), lambda _progress: contacts.change(contact, values, version))

    def refuse(self, error: UserError) -> None:
        super().refuse(error)
        self._show_rows()

    def _read_again(self) -> None:
        self.fields.clear(self.stored())

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
        self.write(
            _("Change company"),
            lambda _progress: contacts.change_company(view.id, company.id if company else None),
        )

    def _create_company(self, text: str, then: object) -> None:
        """A company that is not there yet, by its dialog; then the person goes to it."""
        from oppdesk.ui.dialogs.contact import open_new  # noqa: PLC0415 - when it is wanted

        def take(contact: int) -> None:
            if callable(then):
                then(Ref(contact, self._place.desk.contacts.view(contact).name))

        open_new(self._place, self.window(), name=text).created.connect(take)
