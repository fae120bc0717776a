"""Companies and persons: made, changed with all that follows, found by a few letters (relationships 3)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oppdesk.domain import contact as rules
from oppdesk.domain import post_codes
from oppdesk.domain.addresses import Choice, Way
from oppdesk.domain.errors import FieldError, NotThereError, RuleError, StaleError
from oppdesk.domain.finding import Hit
from oppdesk.domain.opportunity import required
from oppdesk.domain.post_codes import Place
from oppdesk.domain.progress import Progress
from oppdesk.domain.records import CONTACT
from oppdesk.domain.words import CONTACT_TYPE, ContactType, Manner
from oppdesk.i18n import _, ngettext
from oppdesk.services import (
    contact_checks,
    contact_letters,
    contact_privacy,
    contact_records,
    contact_removal,
    contact_views,
    pictures,
)
from oppdesk.services.contact_letters import Greeting
from oppdesk.services.contact_privacy import Anonymising
from oppdesk.services.contact_removal import Kept, Removal
from oppdesk.services.contact_views import ContactView
from oppdesk.services.context import Context
from oppdesk.storage import contact_search, contacts, lookups, numbers
from oppdesk.storage import post_codes as post_code_rows
from oppdesk.storage import setup as setup_rows
from oppdesk.storage.contact_tables import ContactRow
from oppdesk.storage.unit_of_work import Reader, Store, Work

Values = dict[str, Any]
FIELDS = {field.name: field for field in CONTACT}


class Contacts:
    """The commands and looks; every command names what it did for the journal and the undo bar."""

    def __init__(self, store: Store, context: Context) -> None:
        self._store = store
        self._context = context

    # -- looking ------------------------------------------------------------------------------------------

    def view(self, contact: int) -> ContactView:
        """Everything the card and the details pane show; NotThereError when it is gone."""
        with self._store.read() as connection:
            return contact_views.contact(connection, contact, self._context.work_date, self._context.today)

    def find(self, text: str, limit: int = 20, kind: ContactType | None = None) -> tuple[Hit, ...]:
        """Who is meant by a few letters, the best first: number, name, beginnings, other words, typing errors (3.7).

        `kind` finds companies or persons only.
        """
        with self._store.read() as connection:
            return tuple(contact_search.find(connection, text, limit, kind))

    def draft(self, kind: ContactType, company: int | None = None) -> Values:
        """What a new contact starts with (3.3): the defaults of the setup, and what a person takes from the company."""
        with self._store.read() as connection:
            return self._draft(connection, kind, company)

    def _draft(self, connection: Reader, kind: ContactType, company: int | None) -> Values:
        setup = lookups.setup(connection, "marketing_setup")
        start: Values = {"type": int(kind)}
        defaults = rules.proposed(start, setup, self._context.salesperson)
        if kind is ContactType.COMPANY or company is None:
            return start | defaults
        # What the company gives overrides the defaults, its blanks included where they are assigned.
        usual = defaults.pop("correspondence_type", None)
        start |= {"company": company} | defaults
        taken = rules.taken_on_linking(start, contact_checks.company(connection, company), None, setup)
        found = start | taken
        return found if usual is None else {"correspondence_type": usual} | found

    def records_of(self, person: int) -> Kept:
        """What a change of company asks about: the records stay with the old company or move along."""
        with self._store.read() as connection:
            return contact_removal.kept_of(connection, [person])

    def removal(self, ids: Sequence[int]) -> Removal:
        """What deleting these contacts would remove, hand over and detach, and what stands in the way."""
        with self._store.read() as connection:
            return contact_removal.removal(connection, ids)

    def anonymising(self, ids: Sequence[int]) -> Anonymising:
        """What anonymising these contacts would remove for good, and what it would keep."""
        with self._store.read() as connection:
            return contact_privacy.anonymising(connection, ids)

    def subject_data(self, contact: int) -> Values:
        """Everything that is stored about a contact, in plain values that JSON has (3.10)."""
        with self._store.read() as connection:
            return contact_privacy.subject_data(connection, contact)

    # -- writing to them (3.14, 4.1, 4.4) ----------------------------------------------------------------

    def greetings(self, contact: int) -> list[Greeting]:
        """Every formula of the contact's salutation with what comes of it (page 5151), or what is missing."""
        with self._store.read() as connection:
            return contact_letters.greetings(connection, contact)

    def greeting(self, contact: int, manner: Manner, language: int | None = None) -> str:
        """How a letter begins; RuleError SAL-1 or SAL-2 when there is no formula or no text for it."""
        with self._store.read() as connection:
            return contact_letters.greeting(connection, contact, manner, language)

    def letter(self, contact: int, on: date, address: int | None = None) -> list[str]:
        """The lines of the address on a letter of that day; `address` is an alternative one named for it."""
        with self._store.read() as connection:
            return contact_letters.letter(connection, contact, on, address)

    def ways(self, contact: int, on: date, kinds: Sequence[Way] = contact_letters.EVERY_WAY) -> list[Choice]:
        """By which numbers and addresses a contact is reached, the preferred first (5145); CON-X1 if by none."""
        with self._store.read() as connection:
            return contact_letters.ways(connection, contact, on, kinds)

    def preferred_number(self, contact: int) -> str:
        """The number that is dialled without asking."""
        with self._store.read() as connection:
            return contact_letters.preferred_number(connection, contact)

    def picture(self, contact: int) -> bytes | None:
        """The bytes of the picture; None without one."""
        with self._store.read() as connection:
            return pictures.of(connection, contact)

    def places_by_post_code(self, text: str, country: int | None = None) -> list[Place]:
        """The places of a post code, those of the country first choice (3.8)."""
        with self._store.read() as connection:
            return post_codes.by_post_code(text, post_code_rows.with_code(connection, text), country)

    def places_by_city(self, text: str, country: int | None = None) -> list[Place]:
        """The places of a city, those of the country first choice (3.8)."""
        with self._store.read() as connection:
            return post_codes.by_city(text, post_code_rows.with_city(connection, text), country)

    # -- making -------------------------------------------------------------------------------------------

    def create(self, values: Mapping[str, object], *, new_company: str = "") -> int:
        """A new company or person; fields that are not named get their defaults. Its id.

        `new_company` is the name of a company that is made along with its first person.
        """
        with self._store.write("contact.create") as work:
            typed = dict(values)
            if new_company.strip():
                company = self._insert(work, {"type": int(ContactType.COMPANY), "name": new_company.strip()})
                typed["company"] = company.id
            row = self._insert(work, typed)
            work.title = _("{contact} created").format(contact=row.name)
        return row.id

    def _insert(self, work: Work, given: Values) -> ContactRow:
        number = str(given.pop("number", "") or "")
        typed = _checked(given)
        kind = ContactType(typed.get("type", ContactType.COMPANY))
        found = self._draft(work.connection, kind, typed.get("company")) | typed
        found = contact_checks.completed(work.connection, {}, found)
        if not found.get("name"):
            raise required(_("Name"), "name")
        contact_checks.check(work.connection, None, {}, found)
        drawn = numbers.draw_for(work, "contact_nos", self._context.work_date, typed=number)
        row = ContactRow(number=drawn.number, number_series=drawn.series, **found)
        row.created_on = self._context.work_date
        work.add(row)
        if kind is ContactType.COMPANY:
            row.company = row.id
        elif row.company is not None:
            contacts.relation_changed(work, [row.id])
        work.flush()
        return row

    # -- changing -----------------------------------------------------------------------------------------

    def change(self, contact: int, values: Mapping[str, object], version: int | None = None) -> None:
        """Set fields of a contact with all that follows: parts of the name, the people of a company, number, type.

        FieldError and RuleError name the field; StaleError when the record is not of the version that was read.
        """
        with self._store.write("contact.change") as work:
            row = self._get(work, contact, version)
            inherited = self._change(work, row, dict(values), move_records=False)
            work.title = _title(row, list(values), inherited)

    def change_in(self, work: Work, contact: int, values: Mapping[str, object]) -> None:
        """As `change`, within an operation that is under way: an import."""
        self._change(work, self._get(work, contact), dict(values), move_records=False)

    def change_company(self, person: int, company: int | None, *, move_records: bool = False) -> None:
        """Link a person to another company; what carries his or her name stays with the old one or moves (R-DEL-08)."""
        with self._store.write("contact.change_company") as work:
            row = self._get(work, person)
            self._change(work, row, {"company": company}, move_records=move_records)
            name = lookups.value(work.connection, "contact", row.company, "name")
            work.title = (
                _("{person} now belongs to {company}").format(person=row.name, company=name)
                if name
                else _("{person} now belongs to no company").format(person=row.name)
            )

    def change_type(self, contact: int, kind: ContactType) -> None:
        """Company to person or back, while nothing is linked (3.5, M-29)."""
        self.change(contact, {"type": int(kind)})

    def apply_template(self, contact: int, template: int) -> None:
        """Fill what is empty from a contact template (3.3); RuleError when it is for the other type."""
        with self._store.write("contact.apply_template") as work:
            row = self._get(work, contact)
            found = setup_rows.stored(work.connection, "contact_template", template)
            if found is None:
                raise NotThereError(_("This template does not exist any more."))
            if found["type"] != row.type:
                kind = _(CONTACT_TYPE[found["type"]])
                message = _("Template {template} is for another type of contact: {type}.")
                raise RuleError(message.format(template=found["code"], type=kind), "type")
            self._change(work, row, rules.from_template(contacts.values(row), found), move_records=False)
            work.title = _("Template {template} applied to {contact}").format(
                template=found["code"], contact=row.name
            )

    def set_picture(self, contact: int, data: bytes | None) -> None:
        """Give a contact a picture (PNG, JPEG or WebP of at most a megabyte) or take it away."""
        with self._store.write("contact.picture") as work:
            name = pictures.give(work, contact, data)
            title = _("Picture of {contact} removed") if data is None else _("Picture of {contact} changed")
            work.title = title.format(contact=name)

    def renumber(self, contact: int, number: str) -> None:
        """Another number; all references follow, for they do not know it (3.13)."""
        self.change(contact, {"number": number})

    def remove(self, ids: Sequence[int], progress: Progress | None = None) -> None:
        """Delete contacts, a company with its persons; InUseError CON-D1 or M-26 refuses all (3.12, R-DEL-06, -10)."""
        with self._store.write("contact.remove") as work:
            names = contact_removal.remove(work, ids, progress)
            work.title = (
                _("{contact} deleted").format(contact=names[0])
                if len(names) == 1
                else ngettext("{count} contact deleted", "{count} contacts deleted", len(names)).format(
                    count=len(names)
                )
            )

    def anonymise(self, ids: Sequence[int], progress: Progress | None = None) -> None:
        """Keep the figures of these contacts and forget who they were; this cannot be undone (3.10)."""
        if ids:
            contact_privacy.anonymise(self._store, ids, progress)

    @staticmethod
    def _get(work: Work, contact: int, version: int | None = None) -> ContactRow:
        row = work.get(ContactRow, contact)
        if version is not None and row.version != version:
            raise StaleError(
                _("{contact} was changed elsewhere meanwhile. Look at the newest values first.").format(
                    contact=row.name
                )
            )
        return row

    def _change(self, work: Work, row: ContactRow, given: Values, *, move_records: bool) -> int:
        """Apply the changes in one go; how many people of a company were changed along."""
        number = given.pop("number", None)
        typed = _checked(given)
        before = contacts.values(row)
        setup = lookups.setup(work.connection, "marketing_setup")
        after = before | typed
        if typed.get("type", row.type) != row.type:
            after |= _retyped(work, before, ContactType(typed["type"]), setup)
            contact_records.recount(work, row.id, after["company"])
        elif after["type"] == ContactType.COMPANY:
            after["company"] = _own_company(row, typed.get("company", row.id))
        elif after["company"] != row.company:
            after = self._linked(work, before, after, setup, move_records=move_records)
        after = contact_checks.completed(work.connection, before, after)
        if not after["name"]:
            raise required(_("Name"), "name")
        contact_checks.check(work.connection, row.id, before, after)
        _set(row, {name: value for name, value in after.items() if value != before[name]})
        if after["company"] != before["company"]:
            contacts.relation_changed(work, [row.id])
        if number is not None and str(number).strip().upper() != row.number:
            row.number = numbers.check_renumber(work, "contact_nos", str(number))
            row.number_series = None
        if row.type != ContactType.COMPANY or before["type"] != ContactType.COMPANY:
            return 0
        return _pass_on(work, row, before, after, setup)

    def _linked(
        self, work: Work, before: Values, after: Values, setup: Values, *, move_records: bool
    ) -> Values:
        """A person's values after joining another company, the records dealt with (3.6)."""
        person, old, new = before["id"], before["company"], after["company"]
        contact_records.leave_company(work, person, old, new, move_records=move_records)
        if new is None:
            return after
        company = contact_checks.company(work.connection, new)
        previous = contact_checks.company(work.connection, old) if old is not None else None
        return after | rules.taken_on_linking(after, company, previous, setup)


def _checked(given: Mapping[str, object]) -> Values:
    """Each value as its field stores it; FieldError for a field that is not there or nobody types."""
    found = {}
    for name, value in given.items():
        field = FIELDS.get(name)
        if field is None or field.read_only:
            raise FieldError(_("This field cannot be changed here."), name)
        found[name] = field.check(value)
    return found


def _own_company(row: ContactRow, company: object) -> int:
    """CON-C1."""
    if company not in (None, row.id):
        raise RuleError(_("A company cannot belong to another company."), "company", "CON-C1")
    return row.id


def _retyped(work: Work, before: Values, kind: ContactType, setup: Values) -> Values:
    faults = rules.retyping_faults(before, kind, contacts.links(work.connection, before["id"]))
    if faults:
        raise RuleError(" ".join(fault.message for fault in faults), "type", faults[0].number)
    return rules.retyped(before, kind, before["id"], setup)


def _pass_on(work: Work, company: ContactRow, before: Values, after: Values, setup: Values) -> int:
    """What follows at the people of a company (3.6); how many were changed."""
    changed = 0
    for person in contacts.people_of(work, company.id):
        taken = rules.taken_on_change(contacts.values(person), before, after, setup)
        _set(person, taken)
        changed += bool(taken)
    return changed


def _set(row: ContactRow, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _title(row: ContactRow, names: list[str], inherited: int) -> str:
    label = _(FIELDS[names[0]].label) if len(names) == 1 else ""
    what = (
        _("{field} of {contact} changed").format(field=label, contact=row.name)
        if label
        else _("{contact} changed").format(contact=row.name)
    )
    if not inherited:
        return what
    title = ngettext(
        "{what}, and of {count} person of the company",
        "{what}, and of {count} people of the company",
        inherited,
    )
    return title.format(what=what, count=inherited)
