"""A new company or person on one page; what the company gives to its people is filled in as soon as it is known."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import CONTACT_TYPE, ContactType
from oppdesk.i18n import _
from oppdesk.ui import contact_words
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.contact_words import OF_COMPANIES, OF_PEOPLE
from oppdesk.ui.dialogs.duplicates_hint import LikenessHint
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.form import FieldForm
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import align_labels
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.workplace import Workplace

_FIELDS = {field.name: field for field in CONTACT}
_FIRST = (
    "name",
    "company",
    "job_title",
    "phone",
    "mobile_phone",
    "e_mail",
    "home_page",
    "city",
    "salesperson",
)
_MORE = (
    *("salutation", "address", "address_2", "post_code", "county", "country", "language", "territory"),
    *("organizational_level", "correspondence_type", "vat_number", "registration_number", "currency"),
    *("parent_company", "external_number", "number", "minor"),
)


def fields(names: Sequence[str]) -> tuple[Field, ...]:
    return tuple(_FIELDS[name] for name in names)


class NewContact(Sheet):
    """`created` tells the id of what was stored, or of the one that is used instead."""

    created = Signal(object)

    def __init__(
        self,
        place: Workplace,
        parent: QWidget | None = None,
        *,
        kind: ContactType = ContactType.COMPANY,
        company: Ref | None = None,
        name: str = "",
    ) -> None:
        """With a `company` it is a person of that company."""
        super().__init__(_("New contact"), parent, width=70)
        self._place = place
        self._typed: set[str] = set()  # what the user decided, not the program
        ways = [
            (each, _(CONTACT_TYPE[each]), contact_words.ICONS[each])
            for each in (ContactType.COMPANY, ContactType.PERSON)
        ]
        self.kind = SegmentedSwitch(ways)
        self.fields = FieldForm(
            place, (("", fields(_FIRST)), ("", fields(_MORE))), {"company": self._new_company}
        )
        self.rows = {name: self.fields.row(name) for name in (*_FIRST, *_MORE)}
        self.body.addWidget(self.kind)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.fields)
        self.hint = LikenessHint(place, self._so_far)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.hint)
        self.body.addStretch(1)
        self.more = buttons.button(_("&More fields"), "chevron-down", "quiet")
        self.more.setAutoDefault(False)
        self.more.setCheckable(True)
        self.left.addWidget(self.more)
        self.kind.changed.connect(lambda _kind: self._follow())
        self.fields.edited.connect(self._edited)
        self.fields.faults_changed.connect(self._reveal)
        self.company.changed.connect(lambda _company: self._follow())
        self.more.toggled.connect(self._show_more)
        self.hint.used.connect(self._use)
        self.hint.shown.connect(self.grow)
        self.kind.set_current(ContactType.PERSON if company else kind)
        self.company.set_value(company)
        self.company.setEnabled(company is None)
        self.kind.setEnabled(company is None)
        if name:
            self.fields.editor("name").set_value(name)
            self._typed.add("name")
        self._follow()

    @property
    def company(self) -> ContactField:
        found = self.fields.editor("company")
        assert isinstance(found, ContactField)  # noqa: S101 - of its kind
        return found

    def _kind(self) -> ContactType:
        return ContactType.PERSON if self.kind.current() == ContactType.PERSON else ContactType.COMPANY

    # -- following ----------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Show what belongs to the kind, filled with its defaults unless something was typed (3.3, 3.6)."""
        kind, company = self._kind(), self.company.value()
        is_person = kind is ContactType.PERSON
        words = _("&Create person") if is_person else _("&Create company")
        self.primary.setText(words)
        desk = self._place.desk
        draft = desk.contacts.draft(kind, company.id if is_person and company else None)
        for name, row in self.rows.items():
            field = _FIELDS[name]
            if name not in self._typed and name not in ("company", "name"):
                value = draft.get(name, field.blank)
                if field.target and isinstance(value, int):
                    value = desk.lists.ref(field.target, value)
                self.fields.editor(name).set_value(value)
                row.set_fault("")
        self._show_rows()
        self.hint.look()
        new = self._company_to_make()
        hint = _("A new company, made along with this person.") if new else ""
        self.rows["company"].set_hint(hint, "plus" if new else "")

    def _edited(self, name: str) -> None:
        self._typed.add(name)
        self.rows[name].set_fault("")
        self.hint.look()

    def _so_far(self) -> dict[str, object]:
        """What is typed and filled in, right or not, to be compared with those who are here (5)."""
        hidden = self._foreign()
        values = {name: self.fields.editor(name).value() for name in self.rows if name not in hidden}
        company = values.get("company")
        values |= {"type": int(self._kind()), "company": company.id if isinstance(company, Ref) else None}
        return values | {"company_name": self._company_to_make()}

    def _use(self, contact: Ref) -> None:
        """This one instead of a new one."""
        self.reject()
        self.created.emit(contact.id)

    def _reveal(self) -> None:
        """What is wrong is never hidden."""
        if any(
            row.fault() and row.isHidden() for name, row in self.rows.items() if name not in self._foreign()
        ):
            self.more.setChecked(True)

    def _foreign(self) -> frozenset[str]:
        """The fields of the other kind."""
        return OF_COMPANIES if self._kind() is ContactType.PERSON else OF_PEOPLE

    def _show_rows(self) -> None:
        hidden = self._foreign()
        for name, row in self.rows.items():
            row.setVisible(name not in hidden and (name in _FIRST or self.more.isChecked()))
            if name in hidden and row.fault():
                self.fields.editor(name).set_value(None)
                row.set_fault("")
        align_labels(*[row for row in self.rows.values() if not row.isHidden()])
        self.fit()

    def _show_more(self, shown: bool) -> None:
        self._show_rows()
        self.more.setText(_("&Fewer fields") if shown else _("&More fields"))
        buttons.set_icon(self.more, "chevron-up" if shown else "chevron-down")
        if shown:
            self.go_to(self.rows["salutation"])

    def _new_company(self, text: str, _then: Callable[[Ref], None]) -> None:
        """The company is made when the person is stored, so that both are one action."""
        self.company.set_taken(Found(text, text, icon="plus"))
        self._follow()
        self.fields.editor("job_title").setFocus()

    def _company_to_make(self) -> str:
        taken = self.company.taken()
        is_new = taken is not None and isinstance(taken.what, str) and self._kind() is ContactType.PERSON
        return taken.text if taken is not None and is_new else ""

    # -- finishing ----------------------------------------------------------------------------------------

    def finish(self) -> None:
        try:
            found = self.fields.values()
        except UserError as error:
            self.refused(error)
            return
        hidden = self._foreign()
        values = {name: value for name, value in found.items() if name not in hidden}
        values["type"] = int(self._kind())
        new_company, contacts = self._company_to_make(), self._place.desk.contacts
        self.set_saving(True)
        self._place.jobs.run(
            _("Create contact"),
            lambda _progress: contacts.create(values, new_company=new_company),
            self._made,
            self.refused,
            lambda: self.set_saving(False),
        )

    def refused(self, error: UserError) -> None:
        if error.field in _MORE:
            self.more.setChecked(True)
        super().refused(error)

    def _made(self, contact: int) -> None:
        self.stored()
        self.created.emit(contact)


def open_new(
    place: Workplace,
    parent: QWidget | None,
    *,
    kind: ContactType = ContactType.COMPANY,
    company: Ref | None = None,
    name: str = "",
) -> NewContact:
    """The dialog, with the cursor in the name."""
    dialog = NewContact(place, parent, kind=kind, company=company, name=name)
    dialog.open()
    dialog.fields.focus("name")
    return dialog
