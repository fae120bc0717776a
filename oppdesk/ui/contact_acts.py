"""What is done to a contact by name, the same from the list and from the card; methods are named by the actions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from oppdesk.domain.errors import UserError
from oppdesk.i18n import _
from oppdesk.ui import contact_handlers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.services.contact_views import ContactView
    from oppdesk.ui.workplace import Workplace


class ContactActs:
    """For a page or card with contacts."""

    place: Workplace

    def selected(self) -> Sequence[int]:
        """The ids the next action is about, the current one first."""
        raise NotImplementedError

    def asks_from(self) -> QWidget:
        """The window that dialogs stand before."""
        raise NotImplementedError

    def _with_view(self, act: Callable[[ContactView], object]) -> None:
        """Read the contact that is selected, then act."""
        place, window = self.place, self.asks_from()

        def gone(error: UserError) -> None:
            place.prompts.tell(window, _("This contact cannot be opened"), error.message)

        def show(view: ContactView) -> None:
            act(view)

        for contact in self.selected()[:1]:
            place.jobs.read(partial(place.desk.contacts.view, contact), show, failed=gone)

    def change_type(self) -> None:
        self._with_view(lambda view: contact_handlers.change_type(self.place, self.asks_from(), view))

    def delete(self) -> None:
        contact_handlers.remove(self.place, self.asks_from(), self.selected())

    def find_duplicates(self) -> None:
        """Of all that are selected."""
        self.place.show_duplicates(self.selected())

    def assign_activity(self) -> None:
        """To the contact that is selected (8.1)."""
        from oppdesk.ui.dialogs.assign_activity import open_assign_activity  # noqa: PLC0415 - when it is wanted

        contact = next(iter(self.selected()), None)
        open_assign_activity(self.place, self.asks_from(), contact=contact)

    def merge_contacts(self) -> None:
        """The two that are selected; or the one with another that is still to be chosen."""
        from oppdesk.ui.dialogs.merge import open_merge  # noqa: PLC0415 - imported when it is wanted

        open_merge(self.place, self.asks_from(), self.selected())

    def anonymise(self) -> None:
        contact_handlers.anonymise(self.place, self.asks_from(), self.selected())

    def salutations(self) -> None:
        from oppdesk.ui.dialogs.salutations import open_salutations  # noqa: PLC0415 - imported when it is wanted

        self._with_view(lambda view: open_salutations(self.place, self.asks_from(), view))

    def link_number(self) -> None:
        from oppdesk.ui.dialogs.link_number import open_link  # noqa: PLC0415

        self._with_view(lambda view: open_link(self.place, self.asks_from(), view))

    def apply_template(self) -> None:
        from oppdesk.ui.dialogs.apply_template import open_template  # noqa: PLC0415

        self._with_view(lambda view: open_template(self.place, self.asks_from(), view))

    def export_everything(self) -> None:
        """All that is stored about the contact, as a file for him or her (3.10)."""
        self._with_view(self._export_everything)

    def _export_everything(self, view: ContactView) -> None:
        from oppdesk.services import subject_file  # noqa: PLC0415

        place, window = self.place, self.asks_from()

        def refused(error: UserError) -> None:
            place.prompts.tell(window, _("This file was not written"), error.message)

        def write(path: Path) -> None:
            place.jobs.read(
                lambda: subject_file.write(place.desk.contacts, view.id, path), _nothing, failed=refused
            )

        place.prompts.save_file(
            window,
            _("Export everything about {contact}").format(contact=view.name),
            _("Data (*.json)"),
            write,
            suggested=f"{view.number}.json",
        )


def _nothing(_result: object) -> None:
    """The file is there: the file dialog named it."""
