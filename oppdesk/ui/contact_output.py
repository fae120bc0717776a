"""Contacts taken elsewhere, the same from the list and from the card: to a file, onto paper, to the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from oppdesk.domain.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from oppdesk.domain.query import Query
    from oppdesk.ui.workplace import Workplace

AT_ONCE = 500  # contacts that are copied before the hand is off the key


class ContactOutput:
    """For a page or card with contacts; methods are named by the actions."""

    place: Workplace

    def selected(self) -> Sequence[int]:
        """The ids the next action is about, the current one first."""
        raise NotImplementedError

    def asks_from(self) -> QWidget:
        """The window that dialogs stand before."""
        raise NotImplementedError

    def listed(self) -> Query | None:
        """What the list shows; None where there is none."""
        return None

    def in_order(self) -> Sequence[int]:
        """The selected ones as the list has them."""
        return self.selected()

    def export_contacts(self) -> None:
        from oppdesk.ui.dialogs.export_contacts import ExportContacts  # noqa: PLC0415 - nothing leaves at a start

        ExportContacts(self.place, self.listed(), self.in_order(), self.asks_from()).show()

    def print_labels(self) -> None:
        from oppdesk.ui.dialogs.labels import Labels  # noqa: PLC0415 - as above

        Labels(self.place, self.listed(), self.in_order(), self.asks_from()).show()

    def contact_sheet(self) -> None:
        from oppdesk.ui.dialogs.contact_sheet import ContactSheetDialog  # noqa: PLC0415 - as above

        ContactSheetDialog(self.place, self.in_order(), self.asks_from()).show()

    def copy_as_text(self) -> None:
        """The address of each, as it stands on a letter; a blank line between two."""
        place, chosen = self.place, list(self.in_order())

        def read() -> str:
            letters = place.desk.contact_export.letters(chosen)
            return "\n\n".join("\n".join(letter.lines) for letter in letters)

        if 0 < len(chosen) <= AT_ONCE:
            place.jobs.read(read, QGuiApplication.clipboard().setText, urgent=True)
        elif chosen:
            place.jobs.apart(Progress(), read, QGuiApplication.clipboard().setText)
