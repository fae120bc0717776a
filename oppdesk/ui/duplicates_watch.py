"""After a contact was made or changed: whether it is in the book twice now, if the setup wants it looked for (5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from oppdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oppdesk.domain.changes import Changes
    from oppdesk.services.desk import Desk
    from oppdesk.services.duplicates import Pair
    from oppdesk.ui.workplace import Workplace

KINDS = frozenset({"contact.create", "contact.change", "contact.change_type", "contact.apply_template"})
MOST = 20  # contacts of an operation that are looked for at once; those of more are for a search of the book


class DuplicatesWatch(QObject):
    """Looks for duplicates of what was just made or changed, when the setup wants it (autosearch)."""

    def __init__(self, place: Workplace, frame: QMainWindow, parent: QObject) -> None:
        """`frame` tells it where no other window is worked in."""
        super().__init__(parent)
        self._place = place
        self._frame = frame
        place.hub.changed.connect(self._hear)

    def _hear(self, changes: Changes) -> None:
        contacts = sorted(changes.of("contact"))
        if changes.kind not in KINDS or not 0 < len(contacts) <= MOST:
            return
        desk, place = self._place.desk, self._place
        place.jobs.run(
            _("Looking for duplicates"),
            lambda _progress: (news_of(desk, contacts), contacts),
            self._tell,
            self._let_be,
        )

    def _let_be(self, _error: object) -> None:
        """The contact went meanwhile: there is nothing to be told."""

    def _tell(self, found: tuple[Sequence[Pair], Sequence[int]]) -> None:
        pairs, contacts = found
        if not pairs:
            return
        from oppdesk.ui.dialogs.duplicates_notice import DuplicatesNotice  # noqa: PLC0415 - a start need not wait

        active = QApplication.activeWindow()
        window = active if isinstance(active, QMainWindow) else self._frame
        notice = window.findChild(DuplicatesNotice) or DuplicatesNotice(self._place, window)
        notice.tell(pairs, contacts)


def news_of(desk: Desk, contacts: Sequence[int]) -> list[Pair]:
    """The pairs that a search of these contacts finds and that were not known before."""
    known = {pair.id for pair in desk.duplicates.pairs_of(contacts)}
    return [pair for pair in desk.duplicates.search(contacts) if pair.id not in known]
