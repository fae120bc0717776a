"""How contacts are spoken of in every window: one wording and one icon for the same fact everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.domain.fields import Ref
from oppdesk.domain.finding import Hit
from oppdesk.domain.words import ACQUAINTANCE, Acquaintance, ContactType
from oppdesk.i18n import _, ngettext
from oppdesk.ui.paint import Tone
from oppdesk.ui.widgets.found import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oppdesk.services.contact_privacy import Anonymising
    from oppdesk.services.contact_removal import Kept, Removal
    from oppdesk.services.contact_views import ContactView
    from oppdesk.services.desk import Desk

ICONS = {ContactType.COMPANY: "building-2", ContactType.PERSON: "user"}
# The fields that only one of the types has.
OF_PEOPLE = frozenset(
    {
        *("company", "job_title", "organizational_level", "minor", "parental_consent"),
        *("first_name", "middle_name", "surname", "initials"),
    }
)
OF_COMPANIES = frozenset(
    {"vat_number", "registration_number", "currency", "employees", "revenue", "parent_company"}
)
_KNOWN: dict[Acquaintance, Tone] = {
    Acquaintance.LEAD: "neutral",
    Acquaintance.PROSPECT: "accent",
    Acquaintance.CUSTOMER: "won",
}
NAMED = 8  # people that a question lists
_GROUPS = ("contact_mailing_group", "contact_industry_group", "contact_job_responsibility")


def open_ones(count: int) -> str:
    return ngettext("{count} open", "{count} open", count).format(count=count)


def found(hit: Hit) -> Found:
    """A contact as a row of a search: who it is, and whether something is going on."""
    is_person = hit.type == ContactType.PERSON
    parts = [hit.company or _("person"), hit.job_title] if is_person else [_("company"), hit.city]
    if hit.opportunities:
        parts.append(open_ones(hit.opportunities))
    if hit.blocked:
        parts.append(_("privacy blocked"))
    note = " · ".join(part for part in parts if part)
    return Found(Ref(hit.id, hit.name), hit.name, note, ICONS[ContactType(hit.type)])


def subtitle(view: ContactView) -> str:
    """What stands under the name: job and company of a person, the place of a company."""
    if view.is_person:
        parts = [view.values["job_title"], view.company.text if view.company else ""]
    else:
        country = view.values["country"]
        parts = [view.values["city"], country.text if country else ""]
    return " · ".join(part for part in parts if part)


def counted(kept: Kept) -> str:
    """What names a contact, with its numbers: "2 opportunities, 3 tasks"."""
    parts = (
        (kept.opportunities, ngettext("{count} opportunity", "{count} opportunities", kept.opportunities)),
        (kept.tasks, ngettext("{count} task", "{count} tasks", kept.tasks)),
        (kept.interactions, ngettext("{count} interaction", "{count} interactions", kept.interactions)),
        (kept.documents, ngettext("{count} quote", "{count} quotes", kept.documents)),
    )
    return ", ".join(words.format(count=count) for count, words in parts if count)


def deleting(removal: Removal) -> tuple[str, str]:
    """The question before a deletion, with all that follows from it, and the words of its button."""
    count = len(removal.contacts)
    if count == 1:
        question = _("Delete {contact}?").format(contact=removal.contacts[0].text)
        verb = _("Delete")
    else:
        verb = ngettext("Delete {count} contact", "Delete {count} contacts", count).format(count=count)
        question = f"{verb}?"
    lines = [question]
    if removal.people:
        people = ngettext(
            "{count} person of the company is deleted with it: {names}.",
            "{count} people of the company are deleted with it: {names}.",
            len(removal.people),
        )
        lines.append(people.format(count=len(removal.people), names=_names(removal.people)))
    gone = _gone(removal)
    if gone:
        lines.append(_("Deleted along: {records}.").format(records=gone))
    if removal.subsidiaries:
        lost = ngettext(
            "{count} company below it loses its parent: {names}.",
            "{count} companies below it lose their parent: {names}.",
            len(removal.subsidiaries),
        )
        lines.append(lost.format(count=len(removal.subsidiaries), names=_names(removal.subsidiaries)))
    if removal.handed_over:
        lines.append(_("Handed over to the company: {records}.").format(records=counted(removal.handed_over)))
    if removal.detached:
        lines.append(_("Kept without a contact: {records}.").format(records=counted(removal.detached)))
    return "\n".join(lines), verb


def _names(refs: Sequence[Ref]) -> str:
    """The first ones by name, how many there are beside them."""
    names = [ref.text for ref in refs[:NAMED]]
    rest = len(refs) - len(names)
    if rest:
        names.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
    return ", ".join(names)


def _gone(removal: Removal) -> str:
    """What goes along, counted: "2 notes, 1 address, 1 picture"."""
    of_lists = removal.lines
    groups = sum(of_lists.get(key, 0) for key in _GROUPS)
    relations, sources = of_lists.get("contact_business_relation", 0), of_lists.get("contact_web_source", 0)
    places = of_lists.get("alternative_address", 0)
    parts = (
        (removal.notes, ngettext("{count} note", "{count} notes", removal.notes)),
        (places, ngettext("{count} alternative address", "{count} alternative addresses", places)),
        (groups, ngettext("{count} group membership", "{count} group memberships", groups)),
        (relations, ngettext("{count} business relation", "{count} business relations", relations)),
        (sources, ngettext("{count} web source", "{count} web sources", sources)),
        (removal.pictures, ngettext("{count} picture", "{count} pictures", removal.pictures)),
        (
            removal.duplicates,
            ngettext("{count} pair of duplicates", "{count} pairs of duplicates", removal.duplicates),
        ),
    )
    return ", ".join(words.format(count=count) for count, words in parts if count)


def anonymising(found: Anonymising) -> tuple[str, str]:
    """The question before somebody is forgotten for good, and the words of its button (3.10)."""
    count = len(found.contacts)
    verb = ngettext("Anonymise {count} contact", "Anonymise {count} contacts", count).format(count=count)
    question = f"{verb}?"
    if count == 1:
        question, verb = _("Anonymise {contact}?").format(contact=found.contacts[0].text), _("Anonymise")
    gone = [_("names, addresses, telephone numbers and e-mail")]
    parts = (
        (
            found.addresses,
            ngettext("{count} alternative address", "{count} alternative addresses", found.addresses),
        ),
        (
            found.relations,
            ngettext("{count} number elsewhere", "{count} numbers elsewhere", found.relations),
        ),
        (found.notes, ngettext("{count} note", "{count} notes", found.notes)),
        (found.pictures, ngettext("{count} picture", "{count} pictures", found.pictures)),
        (
            found.duplicates,
            ngettext("{count} pair of duplicates", "{count} pairs of duplicates", found.duplicates),
        ),
    )
    gone += [words.format(count=number) for number, words in parts if number]
    lines = [question, _("Forgotten for good: {what}.").format(what=", ".join(gone))]
    if found.kept:
        lines.append(
            _("Kept under a number, for the figures: {records}.").format(records=counted(found.kept))
        )
    if found.people:
        lines.append(
            _("The people of the company stay as they are: {names}.").format(names=_names(found.people))
        )
    lines.append(_("This cannot be undone, and nothing new can be made for this contact."))
    return "\n".join(lines), verb


def retyping(view: ContactView) -> str:
    """The question before a contact changes its type (3.5)."""
    if view.is_person:
        return _(
            "Change {contact} to a company? Its job title and the parts of its name are emptied."
        ).format(contact=view.name)
    return _("Change {contact} to a person? Its name is divided into first name and surname.").format(
        contact=view.name
    )


def known(desk: Desk, view: ContactView) -> tuple[str, str, Tone]:
    """How well one knows a contact, as a mark: a customer by its number, else lead or prospect (3.11)."""
    number = customer_number(desk, view)
    if number:
        return number, "link", "neutral"
    level = view.acquaintance
    return _(ACQUAINTANCE[level]), "sprout", _KNOWN[level]


def customer_number(desk: Desk, view: ContactView) -> str:
    """As "Customer C10240"; blank when the contact has no number as a customer."""
    code = desk.setup.single("marketing_setup")["relation_of_customers"]
    for tag in view.tags["contact_business_relation"]:
        if tag.detail and isinstance(code, Ref) and tag.target.id == code.id:
            return relation_words(tag.description or tag.target.text, tag.detail)
    return ""


def relation_words(name: str, number: str) -> str:
    """A business relation as it is spoken of: "Customer C10240", or its name alone."""
    return f"{name} {number}".strip()
