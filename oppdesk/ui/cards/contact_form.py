"""The fields of a contact, saved when they are left; what cannot be saved says so beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.post_codes import Place, filled
from oppdesk.domain.records import CONTACT
from oppdesk.i18n import N_, _
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import metrics
from oppdesk.ui.cards.saved_form import SavedForm
from oppdesk.ui.contact_marks import Shown
from oppdesk.ui.contact_words import OF_COMPANIES, OF_PEOPLE
from oppdesk.ui.dialogs.change_company import ChangeCompany
from oppdesk.ui.form import FieldForm
from oppdesk.ui.lookup import Create
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in CONTACT}
MOST = 20  # places that are offered
_PARTS = ("first_name", "middle_name", "surname", "initials")
_PRIVACY = ("minor", "parental_consent", "privacy_blocked", "exclude_from_segment")
_GROUPS = (
    (
        N_("General"),
        (
            *("name", "company", "job_title", "salutation", "salesperson", "organizational_level"),
            *("name_2", "search_name", "number", "external_number"),
        ),
    ),
    (N_("Name details"), _PARTS),
    (
        N_("Communication"),
        (
            *("phone", "mobile_phone", "e_mail", "home_page", "language", "extension", "e_mail_2", "fax"),
            *("pager", "telex", "telex_answer_back", "correspondence_type", "format_region"),
        ),
    ),
    (N_("Address"), ("address", "address_2", "post_code", "city", "county", "country", "territory")),
    (
        N_("Company details"),
        ("vat_number", "registration_number", "currency", "employees", "revenue", "parent_company"),
    ),
    (N_("Privacy"), _PRIVACY),
)
# Always shown; of the rest only what is filled, until all are asked for.
_FIRST = frozenset(
    {
        *("name", "company", "job_title", "salutation", "salesperson", "phone", "mobile_phone", "e_mail"),
        *("home_page", "language", "address", "post_code", "city", "country"),
    }
)
# Filled for everybody, and seldom looked at.
_QUIET = frozenset({"search_name", "number", "correspondence_type", "format_region", *_PARTS})
_LATER = frozenset(name for _title, names in _GROUPS for name in names) - _FIRST


def _fields(names: tuple[str, ...]) -> tuple[Field, ...]:
    """Without their hints, which one reads when the contact is made."""
    return tuple(replace(_FIELDS[name], hint="") for name in names)


GROUPS = tuple((title, _fields(names)) for title, names in _GROUPS)


class ContactForm(SavedForm):
    def __init__(self, place: Workplace, parent: QWidget) -> None:
        super().__init__(place, parent)
        self._view: ContactView | None = None
        self.places: QMenu | None = None  # that are to be chosen from
        creates: Mapping[str, Create] = {"company": self._create_company}
        self.fields = FieldForm(place, GROUPS, creates, self, later=_LATER)
        self.more = buttons.button(_("More"), "chevron-down", "quiet")
        self.more.setCheckable(True)
        self.more.setAccessibleName(_("More fields"))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(metrics.PAGE_MARGIN), px(2), px(metrics.PAGE_MARGIN), px(2))
        column.setSpacing(px(metrics.BETWEEN_GROUPS))
        column.addWidget(self.fields)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.fields.left.connect(self._save)
        self.fields.faults_changed.connect(self.faults_changed)
        self.more.toggled.connect(self._show_more)

    def show_contact(self, shown: Shown) -> None:
        """The values as they are stored; what is being typed stays."""
        self._view = view = shown.view
        self.fields.fill(view.values)
        self._show_rows()
        same = view.same_vat
        hint = _("{contact} has the same number.").format(contact=same.text) if same else ""
        if same or self.fields.has("vat_number"):
            self.fields.row("vat_number").set_hint(hint, "triangle-alert" if same else "")
        self._tell_privacy(view)

    def stored(self) -> Mapping[str, object]:
        return self._view.values if self._view is not None else {}

    # -- which fields -------------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        view = self._view
        if view is not None:
            hidden = OF_COMPANIES if view.is_person else OF_PEOPLE
            names = [field.name for _title, fields in GROUPS for field in fields if field.name not in hidden]
            self.fields.show_only([name for name in names if self.more.isChecked() or self._is_wanted(name)])

    def _is_wanted(self, name: str) -> bool:
        """What is filled is not folded away, nor what is wrong."""
        if name in _FIRST or self._view is None:
            return True
        is_faulty = self.fields.has(name) and bool(self.fields.row(name).fault())
        return is_faulty or (name not in _QUIET and bool(self._view.values.get(name)))

    def _show_more(self, shown: bool) -> None:
        self._show_rows()
        if self._view is not None:
            self._tell_privacy(self._view)
        self.more.setText(_("Less") if shown else _("More"))
        self.more.setAccessibleName(_("Fewer fields") if shown else _("More fields"))
        buttons.set_icon(self.more, "chevron-up" if shown else "chevron-down")

    def _tell_privacy(self, view: ContactView) -> None:
        """Why a box cannot be ticked, or not be cleared, stands under it (3.10)."""
        values = view.values
        is_minor, has_consent = bool(values["minor"]), bool(values["parental_consent"])
        is_held = is_minor and not has_consent and bool(values["privacy_blocked"])
        reasons = {
            "minor": "",
            "parental_consent": "" if is_minor else _("Only minors need it."),
            "privacy_blocked": _("The parents' consent must be recorded first.") if is_held else "",
        }
        if values["privacy_blocked"] and not is_held:
            reasons["privacy_blocked"] = _("Used for nothing new until the block is cleared.")
        for name, reason in reasons.items():
            if self.fields.has(name):
                self.fields.row(name).set_hint(reason, "info" if reason else "")
        for name, is_closed in (("parental_consent", not is_minor), ("privacy_blocked", is_held)):
            if self.fields.has(name):
                self.fields.set_read_only([name], locked=is_closed)

    # -- saving -------------------------------------------------------------------------------------------

    def _save(self, values: Mapping[str, object]) -> None:
        view = self._view
        if view is None:
            return
        if "company" in values and view.is_person:
            self._ask_company(view)
            return
        if values.keys() & {"post_code", "city"} and any(values.values()):
            self._find_places(view, dict(values))
            return
        self._store(view, values)

    def _store(self, view: ContactView, values: Mapping[str, object]) -> None:
        contacts, contact = self._place.desk.contacts, view.id
        # What was saved a moment ago raised the version; another window's change is refused.
        version = None if self._pending else view.version
        self.write(_("Save contact"), lambda _progress: contacts.change(contact, values, version))

    # -- post code and city -------------------------------------------------------------------------------

    def _find_places(self, view: ContactView, values: dict[str, object]) -> None:
        """Post code and city fill each other; several places are offered (3.8)."""
        typed = next(iter(values))
        text, country = str(values[typed]), view.values["country"]
        contacts, home = self._place.desk.contacts, country.id if isinstance(country, Ref) else None
        find = contacts.places_by_post_code if typed == "post_code" else contacts.places_by_city

        def answer(found: list[Place]) -> None:
            self._pending -= 1
            plain = {
                name: value.id if isinstance(value, Ref) else value for name, value in view.values.items()
            }
            more = filled(found, plain | values, typed)
            if more is None:
                self._offer(view, values, typed, found)
            else:
                self._store(view, values | more)

        self._pending += 1  # the window waits
        self._place.jobs.read(lambda: find(text, home), answer, urgent=True)

    def _offer(
        self, view: ContactView, values: dict[str, object], typed: str, found: Sequence[Place]
    ) -> None:
        """A list of the places below the field; without a choice it stays as typed."""
        menu = QMenu(self)
        self._pending += 1
        for each in found[:MOST]:
            words = " ".join(part for part in (each.post_code, each.city, each.county) if part)
            action = menu.addAction(words.replace("&", "&&"))
            action.setData({"post_code": each.post_code, "city": each.city, "county": each.county})
        self.places = menu
        taken: dict[str, object] = {}

        def take(action: QAction) -> None:
            taken.update(action.data())

        def close() -> None:
            self._pending -= 1
            menu.deleteLater()
            self._store(view, values | taken)

        menu.triggered.connect(take)
        # in a turn of its own: what was chosen is told after the menu has gone
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, close))
        field = self.fields.editor(typed)
        menu.popup(field.mapToGlobal(field.rect().bottomLeft()))

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

        open_new(self._place, self.window(), name=text, then=lambda made: made.created.connect(take))
