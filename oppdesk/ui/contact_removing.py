"""Deleting contacts from any window: first what follows from it, then the question, then the deed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.services.contact_removal import Removal
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
