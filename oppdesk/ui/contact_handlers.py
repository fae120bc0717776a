"""What is done to contacts from any window after a question that tells what follows: deleting, changing the type."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.domain.words import ContactType
from oppdesk.i18n import _
from oppdesk.services.contact_privacy import Anonymising
from oppdesk.services.contact_removal import Removal
from oppdesk.services.contact_views import ContactView
from oppdesk.ui import contact_words
from oppdesk.ui.workplace import Workplace


def remove(place: Workplace, window: QWidget, contacts: Sequence[int]) -> None:
    """Ask with all that follows from it, then delete; what stands in the way is told instead (3.12)."""
    service = place.desk.contacts

    def write() -> None:
        place.jobs.run(_("Delete contacts"), lambda progress: service.remove(contacts, progress))

    def ask(found: Removal) -> None:
        if found.in_the_way:
            place.prompts.tell(window, _("This cannot be deleted"), found.refusal)
        else:
            question, verb = contact_words.deleting(found)
            place.prompts.confirm(window, question, verb, write)

    def gone(error: UserError) -> None:
        place.prompts.tell(window, _("This cannot be deleted"), error.message)

    if contacts:
        place.jobs.read(lambda: service.removal(contacts), ask, failed=gone)


def anonymise(place: Workplace, window: QWidget, contacts: Sequence[int]) -> None:
    """Ask with all that is forgotten for good and what stays, then do it (3.10)."""
    service = place.desk.contacts

    def write() -> None:
        place.jobs.run(_("Anonymise contacts"), lambda progress: service.anonymise(contacts, progress))

    def ask(found: Anonymising) -> None:
        question, verb = contact_words.anonymising(found)
        place.prompts.confirm(window, question, verb, write)

    def gone(error: UserError) -> None:
        place.prompts.tell(window, _("This cannot be done"), error.message)

    if contacts:
        place.jobs.read(lambda: service.anonymising(contacts), ask, failed=gone)


def change_type(place: Workplace, window: QWidget, view: ContactView) -> None:
    """Company to person or back; what stands in the way is told (3.5, M-29)."""
    service = place.desk.contacts
    kind = ContactType.COMPANY if view.is_person else ContactType.PERSON
    verb = _("Change to company") if view.is_person else _("Change to person")

    def write() -> None:
        place.jobs.run(verb, lambda _progress: service.change_type(view.id, kind))

    place.prompts.confirm(window, contact_words.retyping(view), verb, write)
