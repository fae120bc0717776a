"""A new company or person on one page; what the company gives to its people is filled in as soon as it is known."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.fields import Field, Ref
from oppdesk.domain.records import CONTACT
from oppdesk.domain.setup import by_key
from oppdesk.domain.words import CONTACT_TYPE, ContactType
from oppdesk.i18n import _
from oppdesk.services.desk import Desk
from oppdesk.ui import contact_words
from oppdesk.ui.contact_field import ContactField
from oppdesk.ui.contact_words import OF_COMPANIES, OF_PEOPLE
from oppdesk.ui.dialogs.duplicates_hint import LikenessHint
from oppdesk.ui.dialogs.reading import read_first
from oppdesk.ui.dialogs.sheet import Sheet
from oppdesk.ui.form import FieldForm
from oppdesk.ui.metrics import px
from oppdesk.ui.widgets import buttons
from oppdesk.ui.widgets.field_row import align_labels
from oppdesk.ui.widgets.found import Found
from oppdesk.ui.widgets.segmented_switch import SegmentedSwitch
from oppdesk.ui.workplace import Workplace

AT_ONCE = 6  # fields that are made in one go
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
        defaults: Mapping[str, object],
        parent: QWidget | None = None,
        *,
        kind: ContactType = ContactType.COMPANY,
        company: Ref | None = None,
        name: str = "",
    ) -> None:
        """With a `company` it is a person of that company; `defaults` are those of such a contact."""
        super().__init__(_("New contact"), parent, width=70)
        self._place, self._defaults = place, defaults
        self._first = (ContactType.PERSON if company else kind, company, name)
        self._typed: set[str] = {"name"} if name else set()  # what the user decided, not the program

    def parts(self) -> Sequence[Callable[[], object]]:
        rest = [lambda: self.fields.make_more(AT_ONCE)] * -(-len(_FIRST + _MORE) // AT_ONCE)
        return self._make, *rest, self._lay_out, self._begin

    def _make(self) -> None:
        ways = [
            (each, _(CONTACT_TYPE[each]), contact_words.ICONS[each])
            for each in (ContactType.COMPANY, ContactType.PERSON)
        ]
        self.kind = SegmentedSwitch(ways)
        groups = (("", fields(_FIRST)), ("", fields(_MORE)))
        later = (*_FIRST, *_MORE)
        self.fields = FieldForm(self._place, groups, {"company": self._new_company}, later=later)

    def _lay_out(self) -> None:
        self.rows = {name: self.fields.row(name) for name in (*_FIRST, *_MORE)}
        self.body.addWidget(self.kind)
        self.body.addSpacing(px(1))
        self.body.addWidget(self.fields)
        self.hint = LikenessHint(self._place, self._so_far)
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

    def _begin(self) -> None:
        kind, company, name = self._first
        self.kind.set_current(kind)
        self.company.set_value(company)
        self.company.setEnabled(company is None)
        self.kind.setEnabled(company is None)
        if name:
            self.fields.editor("name").set_value(name)
        self._show_kind()
        self._fill(self._defaults)

    @property
    def company(self) -> ContactField:
        found = self.fields.editor("company")
        assert isinstance(found, ContactField)  # noqa: S101 - of its kind
        return found

    def _kind(self) -> ContactType:
        return ContactType.PERSON if self.kind.current() == ContactType.PERSON else ContactType.COMPANY

    # -- following ----------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Another kind or company has other defaults (3.3, 3.6)."""
        self._show_kind()
        desk, kind, company = self._place.desk, self._kind(), self.company.value()
        key = f"defaults of a contact {id(self)}"
        self._place.jobs.read(lambda: defaults_of(desk, kind, company), self._fill, key, urgent=True)

    def _show_kind(self) -> None:
        """What belongs to the kind."""
        is_person = self._kind() is ContactType.PERSON
        self.primary.setText(_("&Create person") if is_person else _("&Create company"))
        self._show_rows()
        new = self._company_to_make()
        hint = _("A new company, made along with this person.") if new else ""
        self.rows["company"].set_hint(hint, "plus" if new else "")

    def _fill(self, defaults: Mapping[str, object]) -> None:
        """Unless something was typed."""
        for name, row in self.rows.items():
            if name not in self._typed and name not in ("company", "name"):
                self.fields.editor(name).set_value(defaults.get(name, _FIELDS[name].blank))
                row.set_fault("")
        self.hint.look()

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


def defaults_of(desk: Desk, kind: ContactType, company: Ref | None) -> dict[str, object]:
    """What a new contact takes over from setup and, a person, from its company; in the reader's thread."""
    is_person = kind is ContactType.PERSON
    found = dict(desk.contacts.draft(kind, company.id if is_person and company else None))
    for name, value in found.items():
        target = _FIELDS[name].target if name in _FIELDS else None
        if target and isinstance(value, int):
            look = desk.setup.ref if target in by_key else desk.lists.ref
            found[name] = look(target, value)
    return found


def open_new(
    place: Workplace,
    parent: QWidget | None,
    *,
    kind: ContactType = ContactType.COMPANY,
    company: Ref | None = None,
    name: str = "",
    then: Callable[[NewContact], object] | None = None,
) -> None:
    """The dialog, with the cursor in the name; `then` is handed it."""
    desk, first = place.desk, ContactType.PERSON if company else kind

    def show(defaults: Mapping[str, object]) -> None:
        dialog = NewContact(place, defaults, parent, kind=kind, company=company, name=name)

        def end() -> None:
            dialog.fields.focus("name")
            if then is not None:
                then(dialog)

        dialog.open_in_turns(place.jobs, end)

    read_first(place, parent, _("New contact"), lambda: defaults_of(desk, first, company), show)
