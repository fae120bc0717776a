"""A dialog about an opportunity asks where it stands, checked in the reader's thread as well."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from oppdesk.services.opportunities import Situation
from oppdesk.services.views import OpportunityView
from oppdesk.ui.dialogs.reading import read_first
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
    service = place.desk.opportunities

    def read() -> tuple[OpportunityView, Situation]:
        found = service.view(opportunity), service.situation(opportunity)
        check(*found)
        return found

    read_first(place, parent, title, read, lambda found: show(*found))
