"""How contacts are spoken of in every window: one wording and one icon for the same fact everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oppdesk.domain.fields import Ref
from oppdesk.domain.finding import Hit
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _, ngettext
from oppdesk.ui.widgets.found import Found

if TYPE_CHECKING:
    from oppdesk.services.contact_removal import Kept, Removal
    from oppdesk.services.contact_views import ContactView

ICONS = {ContactType.COMPANY: "building-2", ContactType.PERSON: "user"}
NAMED = 8  # people that a question lists


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
    """Opportunities, tasks and quotes with their numbers: "2 opportunities, 3 tasks"."""
    parts = (
        (kept.opportunities, ngettext("{count} opportunity", "{count} opportunities", kept.opportunities)),
        (kept.tasks, ngettext("{count} task", "{count} tasks", kept.tasks)),
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
        names = [ref.text for ref in removal.people[:NAMED]]
        rest = len(removal.people) - len(names)
        if rest:
            names.append(ngettext("{count} more", "{count} more", rest).format(count=rest))
        people = ngettext(
            "{count} person of the company is deleted with it: {names}.",
            "{count} people of the company are deleted with it: {names}.",
            len(removal.people),
        )
        lines.append(people.format(count=len(removal.people), names=", ".join(names)))
    if removal.notes:
        notes = ngettext("{count} note is deleted.", "{count} notes are deleted.", removal.notes)
        lines.append(notes.format(count=removal.notes))
    if removal.handed_over:
        lines.append(_("Handed over to the company: {records}.").format(records=counted(removal.handed_over)))
    if removal.detached:
        lines.append(_("Kept without a contact: {records}.").format(records=counted(removal.detached)))
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


def relation_words(name: str, number: str) -> str:
    """A business relation as it is spoken of: "Customer C10240", or its name alone."""
    return f"{name} {number}".strip()
