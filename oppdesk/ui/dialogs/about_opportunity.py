"""A dialog about an opportunity opens when the reader has brought what it asks about: the window waits for nothing."""

from collections.abc import Callable

import shiboken6
from PySide6.QtWidgets import QWidget

from oppdesk.domain.errors import UserError
from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui.workplace import Workplace


def read_then(
    place: Workplace,
    parent: QWidget | None,
    opportunity: int,
    title: str,
    check: Callable[[OpportunityView, Situation], object],
    show: Callable[[OpportunityView, Situation], None],
) -> None:
    """Read where it stands, `check` it there, then `show` the dialog; a UserError of either is told under `title`."""
    service, prompts = place.desk.opportunities, place.prompts

    def read() -> tuple[OpportunityView, Situation]:
        found = service.view(opportunity), service.situation(opportunity)
        check(*found)
        return found

    def show_before(found: tuple[OpportunityView, Situation]) -> None:
        if parent is None or shiboken6.isValid(parent):  # it may have been closed meanwhile
            show(*found)

    def tell(error: UserError) -> None:
        prompts.tell(parent, title, error.message)

    place.jobs.read(read, show_before, "dialog about an opportunity", tell, urgent=True)
